//! Web pages: HTML in any state, and XHTML.
//!
//! The tokens are those of `html5gum`; [`tree`] puts elements into each other as far as a text
//! needs it; [`root`] finds the part of the page that is the paper; [`text`] reads it; [`meta`] reads
//! what the page declares about the paper for search engines and reference managers.
//!
//! Menus, banners, side notes, forms and scripts are left out, unless half of the page is in them.

mod meta;
mod root;
mod text;
mod tree;

use encoding_rs::Encoding;

use crate::error::Result;

use super::compose::Composer;
use super::part::{Part, compose};
use super::{Extracted, encoding};

use self::tree::Tree;

pub(super) use self::meta::{bare_doi, year};

/// How far into a page its encoding is declared, in bytes, as HTML demands.
const REACH: usize = 1024;

/// Reads the text of a web page.
pub(super) fn extract(bytes: &[u8]) -> Result<Extracted> {
    let page = decoded(bytes)?;
    let tree = Tree::of(&page, is_xhtml(&page))?;
    let (declared, title) = meta::read(&tree);
    let said = declared.title.clone().or(title);
    let root = root::of(&tree);
    let (mut parts, labels) = text::parts(&tree, root);
    if let Some(heading) = root::heading_above(&tree, root) {
        let words = tree.text_of(heading);
        if !parts.iter().any(|part| matches!(part, Part::Heading(1, _))) {
            parts.insert(0, Part::Heading(1, words));
        }
    }
    let mut composer = Composer::default();
    labels.into_iter().for_each(|label| composer.label(label));
    Ok(compose(parts, composer, said.as_deref(), declared))
}

/// The parts of a chapter of a book, and the labels of the pages that turn in it.
pub(super) fn chapter(bytes: &[u8]) -> Result<(Vec<Part>, Vec<String>)> {
    let page = decoded(bytes)?;
    let tree = Tree::of(&page, true)?;
    Ok(text::parts(&tree, tree.body()))
}

/// Whether a page is XHTML, in which any element may be closed where it is opened.
fn is_xhtml(page: &str) -> bool {
    let head: String = page.chars().take(REACH).collect();
    head.trim_start().starts_with("<?xml") || head.contains("DTD XHTML") && head.contains("xmlns=")
}

/// The text of a page: by its mark, the encoding that it declares, else as plain text.
fn decoded(bytes: &[u8]) -> Result<String> {
    if Encoding::for_bom(bytes).is_none() && memchr::memchr(0, bytes).is_none() {
        let head = bytes.get(..bytes.len().min(REACH)).unwrap_or_default();
        let head = String::from_utf8_lossy(head).to_lowercase();
        let label = ["charset", "encoding"].iter().find_map(|name| {
            let rest = head.split(name).nth(1)?.trim_start().strip_prefix('=')?;
            let rest = rest.trim_start().trim_start_matches(['"', '\'']);
            rest.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':'))).next()
        });
        let declared = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        if let Some(encoding) = declared {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            if !broken {
                return Ok(text.into_owned());
            }
        }
    }
    let text = encoding::decode(bytes)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests;

//! Word documents, `.docx`: Office Open XML (ECMA-376), transitional and strict.
//!
//! The text is that of the main document: paragraphs, headings by style ([`style`]), tables, lists
//! with the numbers that Word shows ([`numbering`]), notes after the paragraph that calls them,
//! text boxes once, pages where Word left the breaks that it last showed ([`body`]). Headers,
//! footers, comments, deleted and hidden text, and tables of contents are left out.
//!
//! Of the properties only the title is looked at, and it only says which of the first paragraphs is
//! the title: many documents have the title of a template, and as author whoever owns the computer.

mod body;
mod numbering;
mod style;

use std::collections::BTreeMap;

use crate::error::DocumentFailure;
use crate::model::Metadata;

use super::Extracted;
use super::compose::Composer;
use super::events::{Event, walk};
use super::package::Package;
use super::part::{Part, compose};

use self::numbering::Numbering;
use self::style::Styles;

pub(super) use self::numbering::written;
pub(super) use self::style::{Role, role_of};

/// Notes by their identifiers in the file.
type Notes = BTreeMap<String, Vec<Part>>;

/// Reads the text of a Word document.
pub(super) fn extract(bytes: &[u8], size_limit: u64) -> Result<Extracted, DocumentFailure> {
    let mut package = Package::open(bytes, size_limit, "a Word document (.docx)")?;
    if package.bytes("EncryptedPackage")?.is_some() {
        return Err(DocumentFailure::Protected);
    }
    let main = main_document(&mut package)?;
    let beside = |name: &str| match main.rfind('/') {
        Some(at) => format!("{}/{name}", main.get(..at).unwrap_or_default()),
        None => name.to_owned(),
    };
    let document = package.needed(&main)?;
    let styles = match package.xml(&beside("styles.xml"))? {
        Some(xml) => Styles::read(&xml)?,
        None => Styles::default(),
    };
    let numbering = match package.xml(&beside("numbering.xml"))? {
        Some(xml) => Numbering::read(&xml)?,
        None => Numbering::default(),
    };
    let mut notes = [Notes::new(), Notes::new()];
    for (name, notes) in ["footnotes.xml", "endnotes.xml"].into_iter().zip(&mut notes) {
        if let Some(xml) = package.xml(&beside(name))? {
            *notes = body::notes(name, &xml, &styles, numbering.clone())?;
        }
    }
    let title = match package.xml("docProps/core.xml")? {
        Some(xml) => property(&xml, "title"),
        None => None,
    };
    let parts = body::parts(&main, &document, &styles, numbering, notes)?;
    Ok(compose(parts, Composer::default(), title.as_deref(), Metadata::default()))
}

/// The name of the main document, by the relations of the package.
fn main_document(package: &mut Package<'_>) -> Result<String, DocumentFailure> {
    let mut main = None;
    if let Some(relations) = package.xml("_rels/.rels")? {
        walk("_rels/.rels", &relations, |event| {
            if let Event::Open(tag) = event
                && tag.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
                && let Some(target) = tag.get("Target")
            {
                main = Some(target.trim_start_matches('/').to_owned());
            }
        })?;
    }
    Ok(main.unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// A property of the file. Damaged properties are none.
pub(super) fn property(xml: &str, name: &str) -> Option<String> {
    let (mut value, mut inside) = (String::new(), false);
    let read = walk("properties", xml, |event| match event {
        Event::Open(tag) => inside = tag.name == name,
        Event::Close(_) => inside = false,
        Event::Text(words) if inside => value.push_str(words),
        Event::Text(_) => {}
    });
    read.ok().filter(|()| !value.trim().is_empty()).map(|()| value)
}

#[cfg(test)]
mod tests;

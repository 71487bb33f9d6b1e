//! XML of articles: which vocabulary it is, by its root element.

pub(super) mod tree;

use super::{Extracted, jats, tei};
use crate::error::{Error, ErrorKind, Result};
use tree::Element;

/// The text of an article in JATS or TEI.
pub(super) fn read(bytes: &[u8]) -> Result<Extracted> {
    let root = tree::parse(bytes)?;
    if let Some(article) = article_in(&root) {
        return Ok(jats::read(article));
    }
    if root.name == "TEI" || root.name == "TEI.2" {
        return Ok(tei::read(&root));
    }
    if let Some(first) = root.child("TEI") {
        return Ok(tei::read(first));
    }
    Err(Error::new(ErrorKind::UnknownXml { root: root.name }))
}

/// The article in JATS that the root is, or the first one in a set of articles.
fn article_in(root: &Element) -> Option<&Element> {
    let is_article = |element: &&Element| {
        element.name == "article"
            && (element.child("front").is_some() || element.child("body").is_some())
    };
    Some(root).filter(is_article).or_else(|| root.children().find(is_article))
}

//! Electronic books, `.epub` (EPUB 2 and 3): chapters in the order of the spine.
//!
//! Each chapter is XHTML and read as a web page is ([`super::html`]), whole. Pages are those of the
//! printed book, where the chapters mark them. Title, authors, year, DOI and key words are those of
//! the book's metadata, which publishers make.

use std::collections::BTreeMap;

use super::compose::Composer;
use super::events::{Event, Tag, walk};
use super::metadata::{person, split_keywords};
use super::package::Package;
use super::part::compose;
use super::{Extracted, html};
use crate::error::{DocumentFailure, Result};
use crate::model::Metadata;

/// Reads the text of a book.
pub(super) fn extract(bytes: &[u8], size_limit: u64) -> Result<Extracted> {
    let mut package = Package::open(bytes, size_limit, "an electronic book (.epub)")?;
    let container = package.needed("META-INF/container.xml")?;
    let mut root = None;
    walk("META-INF/container.xml", &container, |event| {
        if let Event::Open(tag) = event
            && tag.name == "rootfile"
            && root.is_none()
        {
            root = tag.get("full-path").map(str::to_owned);
        }
    })?;
    let root = root.ok_or_else(|| DocumentFailure::Missing("content.opf".to_owned()))?;
    let opf = package.needed(&root)?;
    let mut book = Book::default();
    walk(&root, &opf, |event| book.take(&event))?;
    let encryption = package.xml("META-INF/encryption.xml")?.unwrap_or_default();
    let mut composer = Composer::default();
    let mut parts = Vec::new();
    let mut missing = None;
    for item in &book.spine {
        let Some((href, _)) = book.items.get(item).filter(|(_, is_read)| *is_read) else {
            continue;
        };
        let name = resolved(&root, href);
        if encryption.contains(&format!("\"{name}\"")) {
            return Err(DocumentFailure::Protected.into());
        }
        match package.bytes(&name)? {
            Some(bytes) => {
                let (chapter, labels) = html::chapter(&bytes)?;
                parts.extend(chapter);
                labels.into_iter().for_each(|label| composer.label(label));
            }
            None => missing = missing.or(Some(name)),
        }
    }
    if let (true, Some(name)) = (parts.is_empty(), missing) {
        return Err(DocumentFailure::Missing(name).into());
    }
    let declared = book.metadata();
    let said = declared.title.clone();
    Ok(compose(parts, composer, said.as_deref(), declared))
}

/// The package document of a book.
#[derive(Default)]
struct Book {
    /// What the metadata says, by name, in order.
    said: Vec<(String, String)>,
    /// Files by identifier, and whether each is a chapter.
    items: BTreeMap<String, (String, bool)>,
    spine: Vec<String>,
    inside: Option<String>,
}

impl Book {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Open(tag) => self.open(tag),
            Event::Close(_) => self.inside = None,
            Event::Text(words) => {
                if let Some(name) = &self.inside {
                    match self.said.last_mut() {
                        Some((known, value)) if known == name => value.push_str(words),
                        _ => {}
                    }
                }
            }
        }
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "title" | "creator" | "date" | "identifier" | "subject" => {
                self.inside = Some(tag.name.clone());
                self.said.push((tag.name.clone(), String::new()));
            }
            "item" => {
                let kind = tag.get("media-type").unwrap_or_default();
                let is_menu = tag
                    .get("properties")
                    .is_some_and(|all| all.split_whitespace().any(|property| property == "nav"));
                let is_read = kind.contains("html") && !is_menu;
                if let (Some(id), Some(href)) = (tag.get("id"), tag.get("href")) {
                    self.items.insert(id.to_owned(), (href.to_owned(), is_read));
                }
            }
            "itemref" => self.spine.extend(tag.get("idref").map(str::to_owned)),
            _ => {}
        }
    }

    fn metadata(&self) -> Metadata {
        let all = |name: &'static str| {
            let found = self.said.iter().filter(move |(known, _)| known == name);
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        };
        Metadata {
            title: all("title").next().map(str::to_owned),
            authors: all("creator").flat_map(|names| names.split(';')).filter_map(person).collect(),
            year: all("date").find_map(html::year),
            doi: all("identifier").filter(|id| id.contains("10.")).find_map(html::bare_doi),
            keywords: all("subject").flat_map(split_keywords).collect(),
            ..Metadata::default()
        }
    }
}

/// The name of an entry that `href` means in a file called `base`.
fn resolved(base: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or_default();
    let href = unescaped(href);
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The address with `%20` and its like as characters.
fn unescaped(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests;

//! What is found in one document: citations, references, theme mentions.
//!
//! [`extract`] locates the bibliography, splits it into entries, parses them, recognises how the
//! paper cites, finds the citations outside the bibliography and resolves them to its entries. It
//! works on one document and knows no corpus.

pub mod citation;
pub mod reference;
mod resolve;
pub mod theme;
mod token;
mod year;

use serde::{Deserialize, Serialize};

use crate::model::{Citation, CitationStyle, Document, Reference, ReferenceFields};
use citation::find_citations;
use reference::parse::Parser;
use reference::split::Entry;
use resolve::{ReferenceIndex, read_keys};

/// The citations and references of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// How the paper cites; `None` where it does not.
    pub style: Option<CitationStyle>,
    /// Citations in the order of the text.
    pub citations: Vec<Citation>,
    /// Entries of the bibliography in the order of the text.
    pub references: Vec<Reference>,
}

/// Finds the citations and references of a document.
#[must_use]
pub fn extract(document: &Document) -> Extraction {
    let text = &document.text;
    let bibliographies = reference::locate::bibliographies(text, &document.layers);
    let entries: Vec<Entry> = bibliographies
        .iter()
        .flat_map(|&bibliography| reference::split::entries(text, bibliography))
        .collect();
    let mut parser = Parser::new();
    let fields: Vec<ReferenceFields> =
        entries.iter().map(|entry| parser.parse(body(text, entry))).collect();
    let mut keys = read_keys(entries.iter().map(|entry| body(text, entry)));
    for (key, fields) in keys.iter_mut().zip(&fields) {
        key.complete(fields);
    }
    let index = ReferenceIndex::new(keys);
    let (style, citations) = find_citations(text, &bibliographies, &entries, &index);
    let references = entries
        .into_iter()
        .zip(fields)
        .map(|(Entry { span, label }, fields)| Reference { span, label, fields })
        .collect();
    Extraction { style, citations, references }
}

/// The text of an entry without its label.
fn body<'t>(text: &'t str, entry: &Entry) -> &'t str {
    let whole = entry.span.of(text);
    let Some(label) = entry.label.as_deref().filter(|label| !label.is_empty()) else {
        return whole;
    };
    match whole.find(label) {
        Some(at) if at <= 4 => whole
            .get(at + label.len()..)
            .unwrap_or_default()
            .trim_start_matches([']', ')', '.', ':', ' ', '\n', '\t', '}']),
        _ => whole,
    }
}

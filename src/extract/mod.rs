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

use crate::model::{Citation, CitationStyle, Document, Reference, ReferenceFields, Span};

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
    let (regions, references) = stand_in(text);
    let keys = resolve::read_keys(references.iter().map(|r: &Reference| r.span.of(text)));
    let index = resolve::ReferenceIndex::new(keys);
    let strictness = if index.is_empty() { citation::author_year::Strictness::Open } else { citation::author_year::Strictness::Strict };
    let citations = citation::author_year::find(text, &regions, &index, strictness);
    Extraction { style: Some(CitationStyle::AuthorYear), citations, references }
}

/// Entries are the lines after the last heading "References".
fn stand_in(text: &str) -> (Vec<Span>, Vec<Reference>) {
    let heads = ["References", "REFERENCES", "Referências", "Literature Cited", "LITERATURE CITED", "Literature cited", "Bibliography", "Reference", "REFERÊNCIAS", "Referencias"];
    let found = heads.iter().filter_map(|head| text.rfind(&format!("\n{head}\n"))).max();
    let Some(start) = found else { return (vec![Span::new(0, text.len())], Vec::new()) };
    let mut references = Vec::new();
    let mut at = start + 1;
    for line in text.get(start + 1..).unwrap_or_default().split_inclusive('\n').skip(1) {
        let span = Span::new(at, at + line.len());
        let _ = span;
        at += line.len();
        references.push(line.len());
    }
    let mut at = start + 1 + text.get(start + 1..).unwrap_or_default().find('\n').unwrap_or(0) + 1;
    let mut entries = Vec::new();
    for length in references {
        let span = Span::new(at, at + length).trimmed(text);
        at += length;
        if span.len() > 20 {
            entries.push(Reference { span, label: None, fields: ReferenceFields::default() });
        }
    }
    (vec![Span::new(0, start)], entries)
}

//! What is found in one document: citations, references, theme mentions.
//!
//! [`extract`] locates the bibliography, splits it into entries, parses them, recognises how the
//! paper cites, finds the citations outside the bibliography and resolves them to its entries. Where
//! the mark-up of the source gives entries or links ([`GivenCitations`](crate::model::GivenCitations)),
//! these are taken instead. It works on one document and knows no corpus.

pub mod citation;
mod given;
pub mod reference;
mod resolve;
pub mod theme;
mod token;
mod year;

use serde::{Deserialize, Serialize};

use crate::model::{Citation, CitationStyle, Document, Reference, ReferenceFields, Span};
use citation::find_citations;
use reference::parse::Parser;
use reference::split::Entry;
pub use resolve::{Candidate, Candidates, Difference};
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
    let (bibliographies, references) = if document.given.references.is_empty() {
        found_references(document)
    } else {
        let references = given::references(text, &document.given.references);
        (given::bibliographies(text, &references), references)
    };
    let entries: Vec<Entry> = references
        .iter()
        .map(|reference| Entry { span: reference.span, label: reference.label.clone() })
        .collect();
    let mut keys = read_keys(
        references
            .iter()
            .map(|reference| body(reference.printed(text), reference.label.as_deref())),
    );
    for (key, reference) in keys.iter_mut().zip(&references) {
        key.complete(&reference.fields);
    }
    let (style, citations) =
        find_citations(text, &bibliographies, &entries, &ReferenceIndex::new(keys));
    let markers = &document.given.markers;
    let (style, citations) = given::laid_over(text, style, citations, markers, &references);
    Extraction { style, citations, references }
}

/// The bibliographies of a document and their entries, as they are found in its text.
fn found_references(document: &Document) -> (Vec<Span>, Vec<Reference>) {
    let text = &document.text;
    let bibliographies = reference::locate::bibliographies(text, &document.layers);
    let entries = bibliographies
        .iter()
        .flat_map(|&bibliography| reference::split::entries(text, bibliography));
    let mut parser = Parser::new();
    let references = entries.map(|Entry { span, label }| {
        let fields = parser.parse(body(span.of(text), label.as_deref()));
        Reference { span, label, raw: None, fields }
    });
    let references = references.collect();
    (bibliographies, references)
}

/// Finds the citations outside the `bibliographies` of a text, resolved to `entries` by their
/// place, and how the paper cites.
///
/// `fields` are the parsed fields of the entries, in order; they only complete what is read from
/// the entries themselves, so an empty list costs little accuracy and saves the parser's time.
///
/// ```
/// use leitmotif::extract::extract_citations;
/// use leitmotif::extract::reference::split::Entry;
/// use leitmotif::model::{CitationStyle, Resolution, Span};
///
/// let text = "Ports grow (Lee, 2003).\n\nLee, J. (2003). On ports. Trade, 1, 1-9.";
/// let list = Span::new(25, text.len());
/// let entries = [Entry { span: list, label: None }];
/// let (style, citations) = extract_citations(text, &[list], &entries, &[]);
/// assert_eq!(style, Some(CitationStyle::AuthorYear));
/// assert_eq!(citations[0].span.of(text), "(Lee, 2003)");
/// assert_eq!(citations[0].markers[0].resolution, Resolution::Resolved(vec![0]));
/// ```
#[must_use]
pub fn extract_citations(
    text: &str,
    bibliographies: &[Span],
    entries: &[Entry],
    fields: &[ReferenceFields],
) -> (Option<CitationStyle>, Vec<Citation>) {
    let mut keys =
        read_keys(entries.iter().map(|entry| body(entry.span.of(text), entry.label.as_deref())));
    for (key, fields) in keys.iter_mut().zip(fields) {
        key.complete(fields);
    }
    find_citations(text, bibliographies, entries, &ReferenceIndex::new(keys))
}

/// The text of an entry without its number or bracketed key. A key without brackets, "FAO 2015.",
/// is what the entry is cited by, and stays.
fn body<'t>(whole: &'t str, label: Option<&str>) -> &'t str {
    let label = label.unwrap_or_default();
    let number = label.bytes().all(|byte| byte.is_ascii_digit());
    match whole.find(label) {
        Some(at) if !label.is_empty() && at <= 4 && (number || at > 0) => whole
            .get(at + label.len()..)
            .unwrap_or_default()
            .trim_start_matches([']', ')', '.', ':', ' ', '\n', '\t', '}']),
        _ => whole,
    }
}

#[cfg(test)]
mod tests;

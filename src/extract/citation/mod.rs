//! In-text citations: the paper's style is recognised, then callouts of that style are found and
//! resolved.
//!
//! Author-year callouts are found first, since how many references they cite tells whether the
//! paper cites so; the numeric forms bring evidence of their own ([`style`]). Only callouts of the
//! paper's style are kept, which discards what looks like one in another style. Repetitions
//! (`ibid.`, `op. cit.`) are added to any of them.

pub mod numeric;
pub mod style;
pub mod superscript;

pub(crate) mod author_page;
pub(crate) mod author_year;
pub(crate) mod note;

use std::cmp::Reverse;

use crate::extract::reference::split::Entry;
use crate::extract::resolve::ReferenceIndex;
use crate::model::{Citation, CitationStyle, Resolution, Span};
use author_year::Strictness;
use numeric::{NumericContext, ReferenceNumbers, Support};
use style::{AuthorYearSupport, Form, StyleEvidence};
use superscript::SuperscriptContext;

/// Confidence of a number that the bibliography does not have.
const UNKNOWN_NUMBER: f32 = 0.4;

/// The citations outside `skip` (the bibliographies), resolved, and the style of the paper.
pub(crate) fn find_citations(
    text: &str,
    skip: &[Span],
    entries: &[Entry],
    index: &ReferenceIndex,
) -> (Option<CitationStyle>, Vec<Citation>) {
    let regions = outside(text, skip);
    let strictness = if index.is_empty() { Strictness::Open } else { Strictness::Strict };
    let author_year = author_year::find(text, &regions, index, strictness);
    let numbers = ReferenceNumbers::of_entries(entries);
    let repetitions = note::find_repetitions(text, &regions);
    let mut evidence = StyleEvidence {
        references: entries.len(),
        author_year: AuthorYearSupport::count(&author_year, entries.len()),
        author_page: AuthorYearSupport::default(),
        numeric: numeric::evidence(text, skip, &numbers),
        superscript: Support::default(),
        notes: repetitions.len(),
    };
    let raised = SuperscriptContext { skip, numbers: &numbers };
    if style::is_undecided(&evidence) {
        evidence.author_page = author_page::support(text, &regions, index);
        evidence.superscript = superscript::evidence(text, &raised);
    }
    let form = style::recognise(&evidence);
    let mut citations = match form {
        Some(Form::Numeric(bracket)) => {
            let context = NumericContext { skip, numbers: &numbers, bracket: Some(bracket) };
            let mut found = numeric::find(text, &context);
            resolve_numbers(&mut found, &numbers);
            found
        }
        Some(Form::Superscript) => {
            let mut found = superscript::find(text, &raised);
            resolve_numbers(&mut found, &numbers);
            found
        }
        Some(Form::AuthorPage) => {
            let mut found = author_page::find(text, &regions, index);
            found.extend(author_year);
            found
        }
        Some(Form::AuthorYear | Form::Note) | None => author_year,
    };
    note::add_repetitions(text, &repetitions, index, form == Some(Form::Note), &mut citations);
    (form.map(Form::style), apart(citations))
}

/// The citations in the order of the text; of two that overlap the one that begins first, or the
/// longer one, stays.
fn apart(mut citations: Vec<Citation>) -> Vec<Citation> {
    citations.sort_by_key(|citation| (citation.span.start, Reverse(citation.span.end)));
    let mut end = 0;
    citations.retain(|citation| {
        let free = citation.span.start >= end;
        end = end.max(citation.span.end);
        free
    });
    citations
}

/// The parts of the text that no span of `skip` covers.
fn outside(text: &str, skip: &[Span]) -> Vec<Span> {
    let mut regions = Vec::new();
    let mut from = 0;
    for span in skip {
        if span.start > from {
            regions.push(Span::new(from, span.start));
        }
        from = from.max(span.end);
    }
    if from < text.len() {
        regions.push(Span::new(from, text.len()));
    }
    regions
}

/// Resolves numbered markers to the entries with their numbers.
fn resolve_numbers(citations: &mut [Citation], numbers: &ReferenceNumbers) {
    for marker in citations.iter_mut().flat_map(|citation| &mut citation.markers) {
        let found: Vec<usize> =
            marker.numbers.iter().filter_map(|&number| numbers.position(number)).collect();
        if found.is_empty() {
            marker.confidence = marker.confidence.min(UNKNOWN_NUMBER);
        } else {
            marker.resolution = Resolution::Resolved(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_outside_bibliographies_is_searched() {
        let skip = [Span::new(0, 2), Span::new(5, 7)];
        assert_eq!(outside("0123456789", &skip), [Span::new(2, 5), Span::new(7, 10)]);
        assert_eq!(outside("", &[]), []);
    }
}

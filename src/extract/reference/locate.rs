//! Finds the bibliographies of a paper.
//!
//! Every short line that reads like the heading of a bibliography ([`heading`]), and every section
//! that was read as one, is a candidate; the lines after it must look like entries
//! ([`extent`]), so a line of a table of contents, a section "Literature" in the text or a stray
//! "References" is none. Several lists (one a chapter, "Further reading") are all kept. Where no
//! heading leads to a list, the run of paragraphs that looks most like one is taken, if it is long
//! enough ([`unheaded`]).
//!
//! Limits: a list set in foot- or endnotes is not found, and one of fewer than four entries needs
//! a heading.

mod extent;
mod heading;
#[cfg(test)]
mod tests;
mod unheaded;
mod words;

use crate::model::{Layers, SectionKind, Span};

use super::split::line::{self, Line};
use super::split::{label, opening};

/// Where the entries of the bibliographies of `text` stand, without their headings.
///
/// The spans are sorted, do not overlap, and have no white space at their ends. `layers` may be
/// empty: headings are found in the text itself as well. The cost is linear in the length of the
/// text.
#[must_use]
pub fn bibliographies(text: &str, layers: &Layers) -> Vec<Span> {
    let headings = headings(text, layers);
    let mut found: Vec<Found> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        let end = headings.get(index + 1).map_or(text.len(), |next| next.start);
        let lines = line::lines(text, Span::new(heading.end, end));
        if let Some(extent) = extent::after_heading(text, &lines, 0) {
            found.push(Found::new(text, *heading, &lines[extent.first..extent.last]));
        }
    }
    if found.is_empty() {
        return unheaded::bibliography(text).into_iter().collect();
    }
    join_continued(text, found)
}

/// A list and its heading.
#[derive(Clone, Debug)]
struct Found {
    heading: String,
    span: Span,
    first_number: Option<u32>,
}

impl Found {
    fn new(text: &str, heading: Span, lines: &[Line]) -> Self {
        let start = lines.first().map_or(heading.end, |line| line.span.start);
        let end = lines.last().map_or(start, |line| line.span.end);
        let span = Span::new(start, end).trimmed(text);
        let first_number = label::label(opening::clip(span.of(text), 60)).map(|label| label.number);
        Self { heading: heading.of(text).trim().to_lowercase(), span, first_number }
    }
}

/// Joins lists that only a running head parts: the same words as the heading, and numbers that go on.
fn join_continued(text: &str, found: Vec<Found>) -> Vec<Span> {
    let mut joined: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        if let Some(last) = joined.last_mut() {
            let gap = Span::new(last.span.end, next.span.start).of(text);
            let between = gap.trim().len().saturating_sub(next.heading.len());
            // Lists by chapter start at 1 again, and have a chapter between them.
            let goes_on = match next.first_number {
                Some(number) => number > 1 && between <= 80,
                None => last.first_number.is_none() && between <= 8,
            };
            if gap.len() < 400 && goes_on && last.heading == next.heading {
                last.span.end = next.span.end;
                continue;
            }
        }
        joined.push(next);
    }
    joined.into_iter().map(|found| found.span).collect()
}

/// Lines longer than this may hold a whole paper, its headings included.
const LONG_LINE: usize = 3000;

/// Headings as they stand in texts without line breaks.
const INLINE: [&str; 16] = [
    "References",
    "REFERENCES",
    "Bibliography",
    "BIBLIOGRAPHY",
    "Works Cited",
    "Literature Cited",
    "Daftar Pustaka",
    "DAFTAR PUSTAKA",
    "Referencias",
    "REFERENCIAS",
    "Referências",
    "REFERÊNCIAS",
    "Références",
    "RÉFÉRENCES",
    "Literaturverzeichnis",
    "Bibliografía",
];

/// Headings inside of long lines, before what opens an entry.
fn inline_headings(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.len() > LONG_LINE {
            for word in INLINE {
                for at in memchr::memmem::find_iter(line.as_bytes(), word.as_bytes()) {
                    let span = Span::new(start + at, start + at + word.len());
                    if opens_list(text, span) {
                        found.push(span);
                    }
                }
            }
        }
        start += line.len();
    }
    found
}

/// Whether a word between spaces stands before the first entry of a list.
fn opens_list(text: &str, word: Span) -> bool {
    let before = text.get(..word.start).unwrap_or_default();
    let after = opening::clip(text.get(word.end..).unwrap_or_default(), 200);
    let rest = after.trim_start_matches([':', '.', ' ']);
    let parted = (before.is_empty() || before.ends_with([' ', '\n'])) && rest.len() < after.len();
    let first = label::label(rest).is_some_and(|label| label.number == 1);
    parted && (first || matches!(opening::of(rest), opening::Opening::Name(2..)))
}

/// The heading lines that may open a bibliography, in order.
fn headings(text: &str, layers: &Layers) -> Vec<Span> {
    let mut headings = Vec::new();
    let mut start = 0;
    for printed in text.split_inclusive('\n') {
        let span = Span::new(start, start + printed.len());
        start = span.end;
        if printed.len() <= 120 && heading::is_bibliography(printed) {
            headings.push(span.trimmed(text));
        }
    }
    headings.extend(inline_headings(text));
    for section in &layers.sections {
        if section.kind == SectionKind::References
            && let Some(title) = section.title
            && !title.of(text).is_empty()
        {
            headings.push(title);
        }
    }
    headings.sort_unstable();
    headings.dedup_by(|next, kept| {
        let same = next.overlaps(*kept) || next.start == kept.start;
        if same {
            kept.end = kept.end.max(next.end);
        }
        same
    });
    headings
}

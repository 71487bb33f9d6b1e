//! Splits a bibliography into its entries.
//!
//! One decision is taken for the whole list. If the lines that open with a number make a rising
//! chain ([`label::chain`]), the list is numbered; if most paragraphs open with a key in brackets,
//! it is keyed; if they open with bullets, every bullet opens an entry; else the starts are those
//! of the segmentation that scores best over all lines ([`boundary::starts`]). A list run together
//! on one line is first cut at every place where an entry might start, and the pieces are then
//! treated as lines.
//!
//! Page numbers and running heads do not end an entry and are never its last line; headings of
//! sub-lists belong to no entry.

mod boundary;
pub(crate) mod label;
pub(crate) mod line;
pub(crate) mod opening;
pub(crate) mod piece;
#[cfg(test)]
mod tests;

use crate::model::Span;

use line::{Line, Role};

/// One entry of a bibliography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The entry in the text, its label included.
    pub span: Span,
    /// The printed number or key, without brackets and stops.
    pub label: Option<String>,
}

/// The entries of the bibliography at `bibliography`, in the order of the text.
///
/// The spans lie inside `bibliography`, do not overlap, and have no white space at their ends. A
/// span that does not fit `text` gives no entries. The cost is linear in the length of the list.
#[must_use]
pub fn entries(text: &str, bibliography: Span) -> Vec<Entry> {
    let mut lines = line::lines(text, bibliography);
    if piece::is_run_together(&lines) {
        lines = piece::pieces(text, &lines);
    }
    if let Some(starts) = label::chain(text, &lines) {
        return numbered(text, &mut lines, &starts);
    }
    line::mark_roles(text, &mut lines);
    if let Some(entries) = keyed(text, &lines).or_else(|| bulleted(text, &lines)) {
        return entries;
    }
    let starts = boundary::starts(text, &lines);
    let plain: Vec<(usize, Option<String>)> = starts.into_iter().map(|line| (line, None)).collect();
    spans(text, &lines, &plain)
}

fn numbered(text: &str, lines: &mut [Line], starts: &[label::Start]) -> Vec<Entry> {
    let labelled: Vec<(usize, Option<String>)> =
        starts.iter().map(|start| (start.line, Some(start.label.number.to_string()))).collect();
    line::mark_roles(text, lines);
    // A label alone on its line looks like a page number.
    for start in starts {
        lines[start.line].role = Role::Text;
    }
    end_at_blank(lines, &labelled);
    spans(text, lines, &labelled)
}

/// Takes what follows the last entry after an empty line for no part of it, unless entries of this
/// list have empty lines inside.
fn end_at_blank(lines: &mut [Line], starts: &[(usize, Option<String>)]) {
    let Some(&(last, _)) = starts.last() else { return };
    let inside = starts
        .windows(2)
        .filter(|pair| lines[pair[0].0 + 1..pair[1].0].iter().any(|line| line.blank_before))
        .count();
    if inside * 4 > starts.len() {
        return;
    }
    let mut ended = false;
    for line in &mut lines[last + 1..] {
        ended |= line.blank_before;
        if ended {
            line.role = Role::Noise;
        }
    }
}

fn keyed(text: &str, lines: &[Line]) -> Option<Vec<Entry>> {
    let starts: Vec<(usize, Option<String>)> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| {
            label::key(line.span.of(text)).map(|(key, _)| (index, Some(key.to_owned())))
        })
        .collect();
    let first = starts.first()?.0;
    (starts.len() >= 3 && first <= 2 && lines.len() <= starts.len() * 8)
        .then(|| spans(text, lines, &starts))
}

/// The entries of a list whose every entry has a bullet, which is no part of it.
fn bulleted(text: &str, lines: &[Line]) -> Option<Vec<Entry>> {
    let bullets: Vec<(usize, usize)> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| (index, opening::bullet(line.span.of(text))))
        .filter(|&(_, len)| len > 0)
        .collect();
    let first = bullets.first()?.0;
    if bullets.len() < 2 || first > 2 || lines.len() > bullets.len() * 8 {
        return None;
    }
    let starts: Vec<_> = bullets.iter().map(|&(index, _)| (index, None)).collect();
    let mut entries = spans(text, lines, &starts);
    for entry in &mut entries {
        entry.span.start += opening::bullet(entry.span.of(text));
    }
    Some(entries)
}

/// The entries that open at `starts`, each up to the last line of text before the next or before
/// a heading.
fn spans(text: &str, lines: &[Line], starts: &[(usize, Option<String>)]) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(starts.len());
    for (place, (first, label)) in starts.iter().enumerate() {
        let next = starts.get(place + 1).map_or(lines.len(), |(line, _)| *line);
        let own = &lines[*first..next];
        let end = own
            .iter()
            .take_while(|line| line.role != Role::Heading)
            .filter(|line| line.role == Role::Text)
            .map(|line| line.span.end)
            .last();
        if let Some(end) = end {
            let span = Span::new(lines[*first].span.start, end).trimmed(text);
            if !span.is_empty() {
                entries.push(Entry { span, label: label.clone() });
            }
        }
    }
    entries
}

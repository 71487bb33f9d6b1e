//! Lists run together on one line, cut into pieces at every place where an entry might start.
//!
//! The pieces are then judged like lines. A cut before a label needs white space before it and a
//! word with a capital after it; a cut without one needs a full stop, a closing mark or an address
//! before it and a likely name after it.

use crate::model::Span;

use super::label;
use super::line::{Line, Role};
use super::opening::{self, Opening};

/// Mean length of a line in characters above which entries are taken to share lines.
const LONG: usize = 1200;

/// Whether several entries seem to stand on one line.
pub(crate) fn is_run_together(lines: &[Line]) -> bool {
    let width: usize = lines.iter().map(|line| line.width).sum();
    !lines.is_empty() && (width / lines.len() > LONG || lines.len() <= 2 && width > 400)
}

/// Whether a line is longer than one entry can be.
pub(crate) fn is_crowded(lines: &[Line]) -> bool {
    lines.iter().any(|line| line.width > LONG)
}

/// The lines of a list that is run together, cut at every likely start of an entry.
pub(crate) fn pieces(text: &str, lines: &[Line]) -> Vec<Line> {
    let mut pieces = Vec::new();
    for line in lines {
        let inside = line.span.of(text);
        let mut from = 0;
        for cut in cuts(inside) {
            pieces.push(piece(text, line, from, cut));
            from = cut;
        }
        pieces.push(piece(text, line, from, inside.len()));
    }
    pieces
}

fn piece(text: &str, line: &Line, from: usize, to: usize) -> Line {
    let span = Span::new(line.span.start + from, line.span.start + to).trimmed(text);
    Line {
        span,
        indent: 0,
        width: span.of(text).chars().count(),
        blank_before: from == 0 && line.blank_before,
        inside: from > 0,
        role: Role::Text,
    }
}

/// The byte offsets in `line` at which an entry may start.
fn cuts(line: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let bytes = line.as_bytes();
    for space in memchr::memchr_iter(b' ', bytes) {
        let at = space + 1;
        let (Some(before), Some(rest)) = (line.get(..space), line.get(at..)) else { continue };
        let Some(&next) = bytes.get(at) else { continue };
        if next == b'[' || next == b'(' || next.is_ascii_digit() {
            let rest = opening::clip(rest, 60);
            if let Some(found) = label::label(rest)
                && opens_after_label(&rest[found.len..])
            {
                cuts.push(at);
            }
        } else if ends_entry(before) {
            let open = opening::of(opening::clip(rest, 200));
            if matches!(open, Opening::Name(2..) | Opening::Repeated | Opening::Organisation) {
                cuts.push(at);
            }
        }
    }
    cuts
}

fn opens_after_label(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“'))
        || matches!(opening::of(rest), Opening::Name(2..))
}

/// Whether an entry may end with `before`.
fn ends_entry(before: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or_default();
    if word.contains("://") || word.starts_with("10.") || word.starts_with("doi:") {
        return true;
    }
    match before.bytes().next_back() {
        Some(b'.') => !opening::are_dotted_initials(word) && !word.ends_with("al."),
        Some(b')' | b']') => true,
        Some(byte) => byte.is_ascii_digit(),
        None => false,
    }
}

//! Half-open byte ranges into the text of a document.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 bytes, `start..end`, into the text of one document.
///
/// Spans that the library hands out lie inside the text and on character boundaries.
///
/// ```
/// use leitmotif::model::Span;
/// let span = Span::new(4, 9);
/// assert_eq!(span.of("The market opened."), "marke");
/// assert_eq!(span.len(), 5);
/// assert!(span.overlaps(Span::new(8, 12)) && !span.overlaps(Span::new(9, 12)));
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`; an `end` before `start` gives the empty span at `start`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text under the span; the empty string where the span does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether `offset` lies in the span.
    #[must_use]
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether `other` lies wholly in this span.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span moved right by `offset` bytes: from a slice of a text to the text itself.
    #[must_use]
    pub const fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }

    /// The span without white space at its ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let inside = self.of(text);
        let start = self.start + (inside.len() - inside.trim_start().len());
        Self::new(start, start + inside.trim().len())
    }
}

/// The index of the span that holds `offset`, in spans that are sorted and do not overlap.
#[must_use]
pub fn span_at(spans: &[Span], offset: usize) -> Option<usize> {
    let after = spans.partition_point(|span| span.start <= offset);
    let index = after.checked_sub(1)?;
    spans.get(index)?.contains(offset).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_does_not_fit_gives_no_text() {
        assert_eq!(Span::new(1, 2).of("é"), "");
        assert_eq!(Span::new(3, 9).of("abc"), "");
        assert_eq!(Span::new(5, 2), Span::new(5, 5));
    }

    #[test]
    fn trimming_keeps_to_the_inside() {
        assert_eq!(Span::new(0, 7).trimmed("  ab \n c"), Span::new(2, 4));
        assert_eq!(Span::new(0, 3).trimmed("   "), Span::new(3, 3));
    }

    #[test]
    fn the_span_at_an_offset_is_found_in_gaps_and_at_edges() {
        let spans = [Span::new(2, 4), Span::new(4, 6), Span::new(9, 10)];
        let found: Vec<_> = [0, 2, 3, 4, 6, 9, 10].iter().map(|&at| span_at(&spans, at)).collect();
        assert_eq!(found, [None, Some(0), Some(0), Some(1), None, Some(2), None]);
    }
}

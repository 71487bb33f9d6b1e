//! A text as programs for qualitative data analysis hold it, and the way between its places and ours.

use crate::model::Span;

/// A text with line feeds as its only line ends, without a byte order mark and without the control
/// characters that XML forbids; it knows where each of its characters comes from.
///
/// Form feeds and vertical tabs, which end pages and lines, become line feeds, so that no two words
/// become one; other forbidden characters are left out.
///
/// ```
/// use leitmotif::model::Span;
/// use leitmotif::refi::plain::PlainText;
/// let source = "\u{feff}A 😀\r\nlow\u{1} tariff";
/// let plain = PlainText::of(source);
/// assert_eq!(plain.text(), "A 😀\nlow tariff");
/// let low_tariff = Span::new(source.find("low").unwrap_or(0), source.len());
/// assert_eq!(plain.positions(low_tariff), (4, 14));
/// assert_eq!(plain.span(source, 4, 14), Some(low_tariff));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainText {
    text: String,
    /// For each character of `text` the byte in the source at which it stands.
    places: Vec<usize>,
}

impl PlainText {
    /// The plain form of `source`.
    #[must_use]
    pub fn of(source: &str) -> Self {
        let mut plain = Self { text: String::with_capacity(source.len()), places: Vec::new() };
        let mut characters = source.char_indices().peekable();
        while let Some((place, character)) = characters.next() {
            let kept = match character {
                '\u{feff}' if place == 0 => continue,
                // The line feed that follows stands for both.
                '\r' if characters.peek().is_some_and(|&(_, next)| next == '\n') => continue,
                '\r' | '\u{b}' | '\u{c}' => '\n',
                other if is_legal(other) => other,
                _ => continue,
            };
            plain.text.push(kept);
            plain.places.push(place);
        }
        plain
    }

    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a span of the source stands in the text: first code point, and one past the last.
    #[must_use]
    pub fn positions(&self, span: Span) -> (usize, usize) {
        let at = |byte: usize| self.places.partition_point(|&place| place < byte);
        (at(span.start), at(span.end))
    }

    /// Where the code points `start..end` of the text stand in `source`, which it was made of; `None`
    /// where that is nothing or beyond the end.
    #[must_use]
    pub fn span(&self, source: &str, start: usize, end: usize) -> Option<Span> {
        if end <= start {
            return None;
        }
        let first = *self.places.get(start)?;
        let last = *self.places.get(end - 1)?;
        let width = source.get(last..)?.chars().next()?.len_utf8();
        Some(Span::new(first, last + width))
    }
}

/// Whether XML 1.0 allows the character (section 2.2, production 2).
pub(super) const fn is_legal(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => other >= ' ',
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_line_end_becomes_one_line_feed() {
        assert_eq!(PlainText::of("a\r\nb\rc\r\r\nd\u{c}e").text(), "a\nb\nc\n\nd\ne");
        assert_eq!(PlainText::of("").text(), "");
    }

    #[test]
    fn a_mark_inside_the_text_stays() {
        assert_eq!(PlainText::of("\u{feff}a\u{feff}b").text(), "a\u{feff}b");
    }

    #[test]
    fn a_span_does_not_reach_over_what_was_left_out_behind_it() {
        let source = "tariff\r\nnext";
        let plain = PlainText::of(source);
        assert_eq!(plain.positions(Span::new(0, 6)), (0, 6));
        assert_eq!(plain.span(source, 0, 6), Some(Span::new(0, 6)));
        assert_eq!(plain.span(source, 3, 3), None);
        assert_eq!(plain.span(source, 3, 99), None);
    }

    proptest! {
        #[test]
        fn places_lead_there_and_back(source in "(\u{feff})?[a\r\n\u{c}\u{1}é😀 ]{0,40}") {
            let plain = PlainText::of(&source);
            prop_assert!(plain.text().chars().all(|c| is_legal(c) && c != '\r'));
            let length = plain.text().chars().count();
            for start in 0..length {
                for end in start + 1..=length {
                    let span = plain.span(&source, start, end).unwrap();
                    prop_assert_eq!(plain.positions(span), (start, end));
                    let cut: String = plain.text().chars().skip(start).take(end - start).collect();
                    let again = PlainText::of(&format!("x{}", span.of(&source)));
                    prop_assert_eq!(again.text(), format!("x{cut}"));
                }
            }
        }
    }
}

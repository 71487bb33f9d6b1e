//! Putting a text together from a source that says what its parts are: titles, headings, paragraphs,
//! tables.
//!
//! Readers of marked-up formats hand over one part after the other; a [`Composer`] writes the text,
//! with a blank line between the parts, and keeps what the source says about them. So the text of a
//! paper looks the same whatever it came from: white space is made single, a row of a table is a
//! line with tabs between its cells, and raised numbers are the raised digits of Unicode
//! (see [`raised`]), as in texts from PDF.

use std::collections::VecDeque;

use super::Extracted;
use super::inline::Inline;
use crate::model::{GivenCitations, GivenMarker, GivenReference, Metadata, Page, Span};
use crate::text::{Layout, MarkedHeading};

/// Deepest level of headings that is told from the others.
const DEEPEST: u8 = 6;

/// A text in the making.
#[derive(Debug, Default)]
pub(super) struct Composer {
    text: String,
    layout: Layout,
    title: Option<Span>,
    given: GivenCitations,
    /// Labels of the pages to come, where the source has any.
    labels: VecDeque<String>,
    /// Pages that began where no words were.
    turned: usize,
}

impl Composer {
    /// In the words of a part: here begins the next page.
    ///
    /// Its label is the next one of [`Composer::label`], else one more than that of the last page.
    pub(super) const TURN: char = '\u{c}';

    /// Adds the label of a page that [`Composer::TURN`] begins, in order.
    pub(super) fn label(&mut self, label: String) {
        self.labels.push_back(label);
    }

    fn turn_page(&mut self) {
        let label = self.labels.pop_front();
        if self.layout.pages.is_empty() && label.is_none() {
            self.page("1");
        }
        let last = self.layout.pages.last().and_then(|page| page.label.parse::<u32>().ok());
        let next = || last.unwrap_or_default().saturating_add(1).to_string();
        self.page(&label.unwrap_or_else(next));
    }

    /// Adds the title of the paper. Without words nothing is added, here and below.
    pub(super) fn title(&mut self, words: &str) {
        let span = self.paragraph(words);
        self.title = self.title.or(span);
    }

    /// Adds a heading of this level, from 1.
    pub(super) fn heading(&mut self, level: u8, words: &str) -> Option<Span> {
        let span = self.paragraph(words)?;
        self.layout.headings.push(MarkedHeading { span, level: level.clamp(1, DEEPEST) });
        Some(span)
    }

    /// Adds a paragraph of running text, or an entry of the bibliography, and says where it stands.
    pub(super) fn paragraph(&mut self, words: &str) -> Option<Span> {
        self.part([words])
    }

    /// Adds text that keeps its own lines, in which headings are found as in a text file.
    pub(super) fn verbatim(&mut self, text: &str) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !text.is_empty() && !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let is_stray = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\x0c');
        self.text.extend(text.chars().map(|c| if is_stray(c) { ' ' } else { c }));
    }

    /// Adds lines that are no running text: a short caption, the rows of a table.
    pub(super) fn apart<'a>(&mut self, lines: impl IntoIterator<Item = &'a str>) {
        if let Some(span) = self.part(lines) {
            self.layout.apart.push(span);
        }
    }

    /// Adds a line with words that point to references as a paragraph, and says where it stands.
    pub(super) fn inline(&mut self, line: &Inline) -> Option<Span> {
        let span = self.paragraph(line.text())?;
        self.take_marks(line, span.start);
        Some(span)
    }

    /// Adds lines as [`Composer::apart`] does, with the words in them that point to references.
    pub(super) fn inline_apart(&mut self, lines: &[Inline]) {
        let Some(span) = self.part(lines.iter().map(Inline::text)) else { return };
        self.layout.apart.push(span);
        let mut start = span.start;
        for line in lines.iter().filter(|line| !line.is_empty()) {
            self.take_marks(line, start);
            start += line.text().trim_end_matches(' ').len() + 1;
        }
    }

    /// Says how many references there are, so that markers may point to them.
    pub(super) fn expect_references(&mut self, count: usize) {
        self.given.references = vec![GivenReference::default(); count];
    }

    /// Says what the reference at a place among those expected is.
    pub(super) fn reference(&mut self, place: usize, reference: GivenReference) {
        if let Some(expected) = self.given.references.get_mut(place) {
            *expected = reference;
        }
    }

    /// Whether the reference at a place among those expected is known already.
    pub(super) fn has_reference(&self, place: usize) -> bool {
        let known = self.given.references.get(place);
        known.is_some_and(|known| !known.span.is_empty() || known.raw.is_some())
    }

    /// Takes the references, once they are known; `places` says where each that markers point to
    /// stands among them.
    pub(super) fn give_references(
        &mut self,
        references: Vec<GivenReference>,
        places: &[Option<usize>],
    ) {
        self.given.references = references;
        for marker in &mut self.given.markers {
            let moved = marker.references.iter().filter_map(|&place| *places.get(place)?);
            marker.references = moved.collect();
        }
    }

    fn take_marks(&mut self, line: &Inline, start: usize) {
        let marks = line.marks(self.given.references.len()).into_iter();
        self.given.markers.extend(marks.map(|mark| GivenMarker {
            span: Span::new(start + mark.start, start + mark.end),
            references: mark.references,
        }));
    }

    /// Says that the headings added are all that there are, of the levels given.
    pub(super) fn marked_up(&mut self) {
        self.layout.marked_up = true;
    }

    /// Says that what follows stands on the page with this label.
    pub(super) fn page(&mut self, label: &str) {
        let at = self.text.len();
        if let Some(last) = self.layout.pages.last_mut() {
            last.span.end = at;
        }
        let start = if self.layout.pages.is_empty() { 0 } else { at };
        self.layout.pages.push(Page { span: Span::new(start, at), label: label.to_owned() });
    }

    /// The whole, with what the source declares about the paper outside of its text.
    pub(super) fn finish(mut self, declared: Metadata) -> Extracted {
        let end = self.text.len();
        if let Some(last) = self.layout.pages.last_mut() {
            last.span.end = end;
        }
        self.layout.pages.retain(|page| !page.span.is_empty());
        Extracted {
            text: self.text,
            layout: self.layout,
            title: self.title,
            declared,
            given: self.given,
        }
    }

    /// Adds lines as one paragraph, each with single spaces.
    fn part<'a>(&mut self, lines: impl IntoIterator<Item = &'a str>) -> Option<Span> {
        let mut start = None;
        for line in lines {
            let mut words = line.split([' ', '\n', '\r', '\u{a0}']).filter(|word| !word.is_empty());
            if line.chars().all(|c| matches!(c, ' ' | '\n' | '\r' | '\u{a0}' | Self::TURN)) {
                self.turned += line.matches(Self::TURN).count();
                continue;
            }
            let Some(first) = words.next() else { continue };
            match start {
                None if self.text.is_empty() => start = Some(0),
                None => {
                    self.text.push_str("\n\n");
                    start = Some(self.text.len());
                }
                Some(_) => self.text.push('\n'),
            }
            for _ in 0..std::mem::take(&mut self.turned) {
                self.turn_page();
            }
            self.word(first);
            for word in words {
                if !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
                self.word(word);
            }
            let end = self.text.trim_end_matches(' ').len();
            self.text.truncate(end);
        }
        start.map(|start| Span::new(start, self.text.len()))
    }

    /// Adds a word, and turns the page where it says so.
    fn word(&mut self, word: &str) {
        for (number, piece) in word.split(Self::TURN).enumerate() {
            if number > 0 {
                self.turn_page();
            }
            self.text.push_str(piece);
        }
    }
}

/// The words of a raised run of text: numbers with raised digits, `¹²`, the rest as it is.
///
/// So a number that is raised in print is known as a citation, and the word before it still counts.
pub(super) fn raised(words: &str) -> String {
    let number =
        |c: char| c.is_ascii_digit() || matches!(c, ',' | '-' | '–' | ' ' | ';' | '[' | ']');
    if !words.chars().all(number) {
        return words.to_owned();
    }
    words.chars().filter(|c| !matches!(c, '[' | ']')).map(raised_digit).collect()
}

/// The raised digit of a digit; other characters as they are.
pub(super) fn raised_digit(c: char) -> char {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
    digit.and_then(|digit| digits.get(digit).copied()).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_paragraphs_with_single_spaces() {
        let mut composer = Composer::default();
        composer.title(" On\n ports ");
        composer.heading(2, "Methods");
        composer.paragraph("  ");
        composer.paragraph("We  asked\u{a0}firms.");
        composer.apart(["Port\tTonnes", "Kiel\t4"]);
        let Extracted { text, layout, title, .. } = composer.finish(Metadata::default());
        assert_eq!(text, "On ports\n\nMethods\n\nWe asked firms.\n\nPort\tTonnes\nKiel\t4");
        assert_eq!(title.unwrap().of(&text), "On ports");
        assert_eq!(layout.headings[0].span.of(&text), "Methods");
        assert_eq!(layout.apart[0].of(&text), "Port\tTonnes\nKiel\t4");
    }

    #[test]
    fn pages_cover_the_text() {
        let mut composer = Composer::default();
        composer.page("7");
        composer.paragraph("One.");
        composer.page("8");
        composer.paragraph("Two.");
        let Extracted { text, layout, .. } = composer.finish(Metadata::default());
        let pages: Vec<_> = layout.pages.iter().map(|page| page.span.of(&text)).collect();
        assert_eq!(pages, ["One.", "\n\nTwo."]);
    }

    #[test]
    fn pages_turn_inside_of_words_and_between_parts() {
        let mut composer = Composer::default();
        composer.paragraph("One \u{c}two\u{c} three.");
        composer.paragraph(" \u{c} ");
        composer.label("x".to_owned());
        composer.paragraph("Four.");
        let Extracted { text, layout, .. } = composer.finish(Metadata::default());
        assert_eq!(text, "One two three.\n\nFour.");
        let pages: Vec<_> =
            layout.pages.iter().map(|page| (page.label.as_str(), page.span.of(&text))).collect();
        assert_eq!(pages, [("1", "One "), ("2", "two"), ("3", " three.\n\n"), ("x", "Four.")]);
    }

    #[test]
    fn raised_numbers_are_raised_digits() {
        assert_eq!(raised("3,4"), "³,⁴");
        assert_eq!(raised("[12]"), "¹²");
        assert_eq!(raised("th"), "th");
    }
}

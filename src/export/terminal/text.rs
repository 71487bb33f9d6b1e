//! Text that is safe to print, with its width on a terminal and its highlighted places.
//!
//! Width is that of `unicode-width` summed over grapheme clusters, so that a cut never parts a
//! letter from its accents and a Chinese character counts twice.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::export::printable;
use crate::model::Span;

/// One line of printable text. White space is single spaces; control characters are gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    text: String,
    marks: Vec<Span>,
    width: usize,
}

impl Text {
    /// The printable form of `text`, with `marks` (sorted spans of `text`) highlighted.
    pub(super) fn new(text: &str, marks: &[Span]) -> Self {
        let mut clean = String::with_capacity(text.len());
        let mut moved = Vec::with_capacity(marks.len());
        let mut marks = marks.iter().copied().peekable();
        let mut open = None;
        for (offset, character) in text.char_indices() {
            if open.is_none() && marks.peek().is_some_and(|mark| mark.start <= offset) {
                open = marks.next().map(|mark| (clean.len(), mark.end));
            }
            if let Some((start, end)) = open
                && end <= offset
            {
                moved.push(Span::new(start, clean.len()));
                open = None;
                if marks.peek().is_some_and(|mark| mark.start <= offset) {
                    open = marks.next().map(|mark| (clean.len(), mark.end));
                }
            }
            push_printable(character, &mut clean);
        }
        if let Some((start, _)) = open {
            moved.push(Span::new(start, clean.len()));
        }
        Self::of_clean(clean, moved)
    }

    fn of_clean(text: String, marks: Vec<Span>) -> Self {
        let width = width_of(&text);
        let marks = marks.into_iter().filter(|mark| !mark.is_empty()).collect();
        Self { text, marks, width }
    }

    /// The text behind so many spaces.
    pub(super) fn indented(&self, columns: usize) -> Self {
        let marks = self.marks.iter().map(|mark| mark.shifted(columns)).collect();
        Self::of_clean(format!("{}{}", " ".repeat(columns), self.text), marks)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn marks(&self) -> &[Span] {
        &self.marks
    }

    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// The text, or its beginning and `…` where it is wider than `width`.
    pub(super) fn cut_end(&self, width: usize) -> Self {
        if self.width <= width {
            return self.clone();
        }
        let end = fitting(self.text.graphemes(true), width.saturating_sub(1));
        let mut kept = self.part(0, end);
        let trimmed = kept.text.trim_end().len();
        kept = kept.part(0, trimmed);
        kept.text.push('…');
        Self::of_clean(kept.text, kept.marks)
    }

    /// The text, or `…` and its end where it is wider than `width`.
    pub(super) fn cut_start(&self, width: usize) -> Self {
        if self.width <= width {
            return self.clone();
        }
        let kept = fitting(self.text.graphemes(true).rev(), width.saturating_sub(1));
        let start = self.text.len() - kept;
        let blank = self.text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let rest = self.part(start + blank, self.text.len());
        let shift = '…'.len_utf8();
        let marks = rest.marks.iter().map(|mark| mark.shifted(shift)).collect();
        Self::of_clean(format!("…{}", rest.text), marks)
    }

    /// The text over several lines, broken at spaces, or inside words that are wider than a line.
    pub(super) fn wrapped(&self, width: usize) -> Vec<Self> {
        let width = width.max(1);
        if self.width <= width {
            return vec![self.clone()];
        }
        let mut lines = Vec::new();
        let (mut start, mut end, mut used) = (0, 0, 0);
        for word in self.text.split_inclusive(' ') {
            let word_width = width_of(word.trim_end());
            if used > 0 && used + word_width > width {
                lines.push(self.part(start, end));
                (start, used) = (end, 0);
            }
            let word_end = end + word.len();
            if word_width > width {
                start = self.break_word(start, word_end, width, &mut lines);
                used = width_of(self.text.get(start..word_end).unwrap_or_default());
            } else {
                used += width_of(word);
            }
            end = word_end;
        }
        if start < self.text.len() {
            lines.push(self.part(start, self.text.len()));
        }
        lines
    }

    /// Breaks the text from `start` to `end` into full lines; returns where the rest starts.
    fn break_word(
        &self,
        mut start: usize,
        end: usize,
        width: usize,
        lines: &mut Vec<Self>,
    ) -> usize {
        while let Some(rest) = self.text.get(start..end) {
            let first = rest.graphemes(true).next().map_or(rest.len(), str::len);
            let taken = fitting(rest.graphemes(true), width).max(first);
            if taken >= rest.trim_end().len() {
                break;
            }
            lines.push(self.part(start, start + taken));
            start += taken;
        }
        start
    }

    /// The text from `start` to `end` without space at its end.
    fn part(&self, start: usize, end: usize) -> Self {
        let text = Span::new(start, end).of(&self.text).trim_end();
        let range = Span::new(start, start + text.len());
        let marks = self
            .marks
            .iter()
            .filter(|mark| mark.overlaps(range))
            .map(|mark| Span::new(mark.start.max(start) - start, mark.end.min(range.end) - start))
            .collect();
        Self::of_clean(text.to_owned(), marks)
    }
}

/// Adds `character` in its printable form, white space as one space.
fn push_printable(character: char, text: &mut String) {
    match character {
        _ if character.is_whitespace() => {
            if !text.ends_with(' ') && !text.is_empty() {
                text.push(' ');
            }
        }
        _ => text.extend(printable(character)),
    }
}

/// How many bytes of `graphemes` fit into `width`.
fn fitting<'a>(graphemes: impl Iterator<Item = &'a str>, width: usize) -> usize {
    let mut used = 0;
    let mut bytes = 0;
    for grapheme in graphemes {
        used += grapheme.width();
        if used > width {
            break;
        }
        bytes += grapheme.len();
    }
    bytes
}

/// The width of `text` on a terminal.
pub(super) fn width_of(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.graphemes(true).map(UnicodeWidthStr::width).sum()
    }
}

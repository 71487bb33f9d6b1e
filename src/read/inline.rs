//! A line of text in the making, with the words in it that point to references.
//!
//! White space becomes single spaces as the text is written, so that the places of the words hold
//! for the paragraph that the line becomes.

use super::compose::raised_digit;

/// Most references between the two ends of a range, `3–12`.
const LONGEST_RANGE: usize = 300;

/// A line in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Inline {
    text: String,
    marks: Vec<Mark>,
    space: bool,
    /// How many raised elements are open.
    raised: usize,
}

/// Words that point to references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// First byte in the line.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Places of the references, from 0.
    pub(super) references: Vec<usize>,
}

impl Inline {
    /// The line of these words.
    pub(super) fn of(words: &str) -> Self {
        let mut inline = Self::default();
        inline.push(words);
        inline
    }

    /// Adds words. Soft hyphens are left out.
    pub(super) fn push(&mut self, words: &str) {
        for c in words.chars() {
            if c.is_whitespace() {
                self.space = !self.text.is_empty();
                continue;
            }
            let c = match c {
                '\u{ad}' | '\u{200b}' | '\u{feff}' => continue,
                '[' | ']' if self.raised > 0 => continue,
                c if self.raised > 0 => raised_digit(c),
                c => c,
            };
            if std::mem::take(&mut self.space) && !self.text.ends_with('\t') {
                self.text.push(' ');
            }
            self.text.push(c);
        }
    }

    /// Ends a cell of a table.
    pub(super) fn tab(&mut self) {
        self.space = false;
        self.text.push('\t');
    }

    /// Raises numbers until [`Inline::lower`].
    pub(super) fn raise(&mut self) {
        self.raised += 1;
    }

    /// Ends what [`Inline::raise`] began.
    pub(super) fn lower(&mut self) {
        self.raised = self.raised.saturating_sub(1);
    }

    /// Where the next word will stand.
    pub(super) fn place(&self) -> usize {
        self.text.len() + usize::from(self.space)
    }

    /// Says that the words from `start`, a [`place`](Self::place), on point to these references.
    pub(super) fn mark(&mut self, start: usize, references: Vec<usize>) {
        let words = self.text.get(start..).unwrap_or_default();
        let start = start + (words.len() - words.trim_start().len());
        if start < self.text.len() {
            self.marks.push(Mark { start, end: self.text.len(), references });
        }
    }

    /// The words.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether there are no words.
    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether a word just ended, without space or sign after it.
    pub(super) fn ends_in_word(&self) -> bool {
        !self.space && self.text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ','))
    }

    /// The marks, apart and in order, with ranges written out: of numbers on both sides of a dash
    /// all between are meant, as far as there are `references`.
    pub(super) fn marks(&self, references: usize) -> Vec<Mark> {
        let mut marks = self.marks.clone();
        marks.sort_by_key(|mark| (mark.start, mark.end));
        let mut joined: Vec<Mark> = Vec::with_capacity(marks.len());
        for mut mark in marks {
            if let Some(last) = joined.last_mut() {
                if mark.start < last.end {
                    continue;
                }
                if let Some(between) = self.between(last, &mark) {
                    last.references = between;
                    last.end = mark.end;
                    continue;
                }
            }
            self.write_out(&mut mark, references);
            joined.push(mark);
        }
        joined
    }

    /// The references of a range whose ends are two marks; `None` where they are none.
    fn between(&self, first: &Mark, last: &Mark) -> Option<Vec<usize>> {
        let gap = self.text.get(first.end..last.start)?.trim();
        let (&[from], &[to]) = (first.references.as_slice(), last.references.as_slice()) else {
            return None;
        };
        let numbers = number(self.text.get(first.start..first.end)?).is_some()
            && number(self.text.get(last.start..last.end)?).is_some();
        let fits = is_dash(gap) && numbers && from < to && to - from <= LONGEST_RANGE;
        fits.then(|| (from..=to).collect())
    }

    /// Adds the references after the first where the words are a range: `3–5` with one reference.
    fn write_out(&self, mark: &mut Mark, references: usize) {
        let &[first] = mark.references.as_slice() else { return };
        let words = self.text.get(mark.start..mark.end).unwrap_or_default();
        let Some((from, to)) = words.split_once(['-', '–', '—', '‐', '−']) else { return };
        let (Some(from), Some(to)) = (number(from), number(to)) else { return };
        let length = to.saturating_sub(from);
        // Years are no numbers of references.
        if length <= LONGEST_RANGE && from < 1000 && first + length < references {
            mark.references.extend(first + 1..=first + length);
        }
    }
}

fn is_dash(gap: &str) -> bool {
    matches!(gap, "-" | "–" | "—" | "‐" | "‑" | "−" | "to")
}

/// The number that the words are, in brackets, raised or not.
fn number(words: &str) -> Option<usize> {
    let words = words.trim_matches(['[', ']', '(', ')', ' ', '.']);
    if words.is_empty() || words.len() > 15 {
        return None;
    }
    words.chars().try_fold(0_usize, |number, c| {
        let digit = c.to_digit(10).or_else(|| {
            ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']
                .iter()
                .position(|&raised| raised == c)
                .and_then(|digit| u32::try_from(digit).ok())
        })?;
        number.checked_mul(10)?.checked_add(usize::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(inline: &Inline) -> Vec<(&str, Vec<usize>)> {
        let marks = inline.marks(10).into_iter();
        marks.map(|mark| (&inline.text()[mark.start..mark.end], mark.references)).collect()
    }

    /// Words in braces are marked, with the number before a bar.
    fn line(source: &str) -> Inline {
        let mut inline = Inline::default();
        for (count, part) in source.split(['{', '}']).enumerate() {
            match part.split_once('|').filter(|_| count % 2 == 1) {
                Some((reference, words)) => {
                    let start = inline.place();
                    inline.push(words);
                    inline.mark(start, vec![reference.parse().unwrap()]);
                }
                None => inline.push(part),
            }
        }
        inline
    }

    #[test]
    fn marks_stand_at_their_words() {
        let inline = line("  Ports \n grow {3| (Lee\u{a0}2003) } fast {1|}.");
        assert_eq!(inline.text(), "Ports grow (Lee 2003) fast .");
        assert_eq!(marks(&inline), [("(Lee 2003)", vec![3])]);
    }

    #[test]
    fn ranges_are_written_out() {
        assert_eq!(
            marks(&line("[{0|1}–{3|4}, {5|6}]")),
            [("1–4", vec![0, 1, 2, 3]), ("6", vec![5])]
        );
        assert_eq!(marks(&line("{0|[1]} - {2|[3]}")), [("[1] - [3]", vec![0, 1, 2])]);
        assert_eq!(marks(&line("[{1|2-4}]")), [("2-4", vec![1, 2, 3])]);
        assert_eq!(marks(&line("({1|2010}-{2|2012})")).len(), 1);
        assert_eq!(marks(&line("{1|Lee 2010}–{2|2012}")).len(), 2);
        assert_eq!(marks(&line("{8|9-14}")), [("9-14", vec![8])]);
    }

    #[test]
    fn raised_numbers() {
        let mut inline = Inline::of("grow");
        inline.raise();
        let start = inline.place();
        inline.push("[1]");
        inline.mark(start, vec![0]);
        inline.push("–");
        let start = inline.place();
        inline.push("3");
        inline.mark(start, vec![2]);
        inline.lower();
        inline.push(" 4");
        assert_eq!(inline.text(), "grow¹–³ 4");
        assert_eq!(marks(&inline), [("¹–³", vec![0, 1, 2])]);
    }
}

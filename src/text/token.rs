//! Words: the segments of UAX #29 that hold a letter or digit.
//!
//! A token is a segment between two word boundaries of Unicode Standard Annex #29 (default rules,
//! as `unicode-segmentation` implements them) with at least one alphanumeric character. The
//! annex's rules need a table look-up and a state for every character; most characters of a paper
//! are ASCII or Latin letters, for which the rules come down to five classes and one character of
//! look-ahead. [`Tokens`] walks over those itself and asks `unicode-segmentation` for one segment,
//! from the last boundary on, as soon as any other character touches the word at hand. That is
//! sound because no rule of the annex looks across a boundary: a property test holds the two
//! against each other on mixtures of scripts, marks, joiners and punctuation.
//!
//! One thing is ours: white space that the annex puts into a word, because a vowel sign stands on
//! it, is left out, so that no word reaches out of its sentence.
//!
//! Limits: as the annex says, a hyphen or slash divides words, an ideograph is a word of its own,
//! and scripts without spaces (Thai, Khmer) are not divided at all.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::Span;

use super::sentence::is_space;

/// What the annex's rules need to know about a byte, or about the character that it begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Letters (ALetter): ASCII, and those of the blocks from Latin-1 to Latin Extended-B.
    Letter,
    /// Digits (Numeric).
    Digit,
    /// The low line (ExtendNumLet), which joins letters and digits.
    Joiner,
    /// Between letters only (MidLetter): the colon.
    MidLetter,
    /// Between digits only (MidNum): comma and semicolon.
    MidDigit,
    /// Between letters or between digits: stop and apostrophe.
    MidBoth,
    /// ASCII that neither is part of a word nor joins one.
    Other,
    /// Anything else: the annex's full rules decide.
    Unknown,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Unknown; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Joiner,
            b':' => Class::MidLetter,
            b',' | b';' => Class::MidDigit,
            b'.' | b'\'' => Class::MidBoth,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Class and length of the character that begins at `at`; `None` at the end of the text.
#[inline]
fn class_at(bytes: &[u8], at: usize) -> Option<(Class, usize)> {
    let &byte = bytes.get(at)?;
    if byte < 0x80 {
        return Some((CLASSES[usize::from(byte)], 1));
    }
    Some(wide_class(byte, bytes.get(at + 1).copied().unwrap_or_default(), bytes.get(at + 2)))
}

/// Class and length of a character beyond ASCII, from its first bytes.
fn wide_class(first: u8, second: u8, third: Option<&u8>) -> (Class, usize) {
    match (first, second) {
        // U+00C0 to U+00FF but the signs of multiplication and division; U+0100 to U+027F.
        (0xC3, 0x80..=0x96 | 0x98..=0xB6 | 0xB8..=0xBF) | (0xC4..=0xC9, _) => (Class::Letter, 2),
        // The typographic apostrophe, U+2019.
        (0xE2, 0x80) if third == Some(&0x99) => (Class::MidBoth, 3),
        // Dashes and typographic quotation marks, U+2013, U+2014, U+201C, U+201D.
        (0xE2, 0x80) if matches!(third, Some(0x93 | 0x94 | 0x9C | 0x9D)) => (Class::Other, 3),
        _ => (Class::Unknown, 1),
    }
}

/// The words of `text`, in order, as spans.
///
/// ```
/// use leitmotif::text::tokens;
/// let text = "The firm's low-cost exports rose 3.5 % (in 2014).";
/// let words: Vec<&str> = tokens(text).map(|span| span.of(text)).collect();
/// assert_eq!(words, ["The", "firm's", "low", "cost", "exports", "rose", "3.5", "in", "2014"]);
/// ```
#[must_use]
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, position: 0 }
}

/// Iterator over the words of a text; made by [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    /// Always a word boundary.
    position: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Span;

    #[inline]
    fn next(&mut self) -> Option<Span> {
        let bytes = self.text.as_bytes();
        loop {
            let start = self.position;
            let (class, len) = class_at(bytes, start)?;
            let found = match class {
                Class::Letter | Class::Digit | Class::Joiner => self.word(start),
                Class::Unknown => self.segment(start),
                _ => self.gap(start, len),
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

impl Tokens<'_> {
    /// The word that begins at `start`, with a letter, digit or low line.
    #[inline]
    fn word(&mut self, start: usize) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let mut at = start;
        let mut before = Class::Joiner;
        let mut alphanumeric = false;
        loop {
            while let Some(&byte) = bytes.get(at)
                && matches!(CLASSES[usize::from(byte)], Class::Letter | Class::Digit)
            {
                before = CLASSES[usize::from(byte)];
                alphanumeric = true;
                at += 1;
            }
            let Some((class, len)) = class_at(bytes, at) else { break };
            match class {
                Class::Letter | Class::Digit => alphanumeric = true,
                Class::Joiner => {}
                Class::Other => break,
                Class::Unknown => return self.segment(start),
                Class::MidLetter | Class::MidDigit | Class::MidBoth => {
                    let after = class_at(bytes, at + len).map(|(class, _)| class);
                    if after == Some(Class::Unknown) {
                        return self.segment(start);
                    }
                    let joined = match before {
                        Class::Letter => class != Class::MidDigit && after == Some(Class::Letter),
                        Class::Digit => class != Class::MidLetter && after == Some(Class::Digit),
                        _ => false,
                    };
                    if !joined {
                        break;
                    }
                }
            }
            before = class;
            at += len;
        }
        self.position = at;
        alphanumeric.then_some(Span::new(start, at))
    }

    /// Passes over the character of `len` bytes at `start`, which is part of no word unless a
    /// character of unknown class follows; over all spaces of a run at once, since the annex keeps
    /// them together.
    #[inline]
    fn gap(&mut self, start: usize, len: usize) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let mut end = start + len;
        if bytes.get(start) == Some(&b' ') {
            while bytes.get(end) == Some(&b' ') {
                end += 1;
            }
        }
        if matches!(class_at(bytes, end), Some((Class::Unknown, _))) {
            return self.segment(start);
        }
        self.position = end;
        None
    }

    /// The segment that `unicode-segmentation` finds at `start`, if it is a word.
    #[cold]
    fn segment(&mut self, start: usize) -> Option<Span> {
        let segment = self.text.get(start..)?.split_word_bounds().next()?;
        self.position = start + segment.len();
        word_in(start, segment)
    }
}

/// The word that a segment at `start` is, without white space or a byte-order mark before it.
fn word_in(start: usize, segment: &str) -> Option<Span> {
    let word = segment.trim_start_matches(|c: char| is_space(c) || c == '\u{feff}');
    let end = start + segment.len();
    word.contains(char::is_alphanumeric).then_some(Span::new(end - word.len(), end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_the_annex(text: &str) -> Vec<Span> {
        text.split_word_bound_indices()
            .filter_map(|(start, segment)| word_in(start, segment))
            .collect()
    }

    const PIECES: &[&str] = &[
        "a",
        "firm",
        "Z",
        "é",
        "ß",
        "ž",
        "ij",
        "7",
        "2014",
        "_",
        "'",
        "’",
        "‘",
        ".",
        ",",
        ";",
        ":",
        "-",
        "–",
        "—",
        "“",
        "”",
        "\"",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\u{300}",
        "\u{301}",
        "\u{ad}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{200b}",
        "\u{feff}",
        "\u{202f}",
        "\u{a0}",
        "א",
        "ב",
        "カ",
        "タ",
        "ひ",
        "中",
        "文",
        "ᄀ",
        "각",
        "é",
        "👍",
        "👩",
        "\u{1f3fd}",
        "🇩",
        "🇪",
        "Ⓜ",
        "ℹ",
        "×",
        "÷",
        "µ",
        "ª",
        "²",
        "½",
        "ﬁ",
        "π",
        "я",
        "ग",
        "्",
        "ก",
        "·",
        "·",
        "．",
        "，",
        "…",
        "\u{27f}",
        "\u{1611e}",
        "ि",
        "\u{2c8}",
        "\u{377}",
        "\u{5f3}",
        "\u{5f4}",
        "\u{c}",
        "\0",
    ];

    #[test]
    fn every_pair_and_triple_with_a_plain_neighbour_is_cut_as_the_annex_says() {
        for first in PIECES {
            for second in PIECES {
                for third in ["", "a", "1", "_", ".", " ", "\u{300}", "Ⓜ"] {
                    let text = format!("{first}{second}{third}");
                    assert_eq!(
                        tokens(&text).collect::<Vec<_>>(),
                        by_the_annex(&text),
                        "cut differently: {text:?}"
                    );
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn mixtures_are_cut_as_the_annex_says(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
            let text = pieces.concat();
            prop_assert_eq!(tokens(&text).collect::<Vec<_>>(), by_the_annex(&text));
        }

        #[test]
        fn any_text_is_cut_as_the_annex_says(text in "\\PC{0,40}") {
            prop_assert_eq!(tokens(&text).collect::<Vec<_>>(), by_the_annex(&text));
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let marks = format!("a{}", ".\u{300}".repeat(200_000));
        assert_eq!(tokens(&marks).count(), 1);
        assert_eq!(tokens(&"a\u{300}".repeat(100_000)).count(), 1);
        assert_eq!(tokens(&"🇩".repeat(100_000)).count(), 0);
    }
}

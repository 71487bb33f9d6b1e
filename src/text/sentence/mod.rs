//! Sentences: where they end inside a paragraph, by rules.
//!
//! A stop, exclamation or question mark (or a run of them, an ellipsis, an ideographic stop) ends a
//! sentence where white space follows and what comes next can open a sentence. Closing quotation
//! marks and brackets belong to the sentence that they close, and so do numeric citations printed
//! after the stop: `used.[12]`, `results.12`, `known. [1]`. After a single stop the word before it
//! decides: abbreviations by class (see [`abbreviation`]), initials, letters and numbers that
//! label or enumerate. Inside brackets that open in mid-sentence no sentence ends. A newline is
//! white space like any other.
//!
//! The rules look at a bounded number of bytes around each mark, so time is linear. They were
//! written for English, Indonesian, Spanish, Portuguese, French and German papers.
//!
//! Limits: a sentence that begins with a small letter is seen only where its word has a capital
//! inside (`mRNA`) or is a Greek letter; a missing space after a stop hides a boundary.

mod abbreviation;
mod after;
mod before;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Language, Span};

use self::after::Following;

/// How far the closing bracket may be from one that opens in mid-sentence, in bytes.
const BRACKET_REACH: usize = 400;

/// The sentences of one paragraph, as spans into it, without the white space around them.
///
/// Every character of the paragraph that is not white space belongs to one sentence. `language`
/// is the language of the text, where it is known: in German a small number with a stop before a
/// capital is an ordinal (`im 3. Kapitel`), elsewhere only where the word after it says so.
///
/// ```
/// use leitmotif::text::sentences;
/// let paragraph = "Lee et al. (2014) exported, e.g., to the U.S. in 2010.[12] Others\nstayed.";
/// let found: Vec<&str> = sentences(paragraph, None).map(|span| span.of(paragraph)).collect();
/// assert_eq!(
///     found,
///     ["Lee et al. (2014) exported, e.g., to the U.S. in 2010.[12]", "Others\nstayed."]
/// );
/// ```
#[must_use]
pub fn sentences(paragraph: &str, language: Option<Language>) -> Sentences<'_> {
    let ordinals = language == Some(Language::GERMAN);
    Sentences { text: paragraph, position: 0, shield: 0, ordinals }
}

/// Iterator over the sentences of a paragraph; made by [`sentences`].
#[derive(Clone, Debug)]
pub struct Sentences<'a> {
    text: &'a str,
    /// End of the last sentence.
    position: usize,
    /// No sentence ends before this byte: the end of a bracket that opened in mid-sentence.
    shield: usize,
    /// Whether small numbers with a stop are ordinals.
    ordinals: bool,
}

/// The bytes that the search stops at: marks that can end a sentence, opening brackets, and the
/// first bytes of the marks beyond ASCII.
const SIGNALS: [bool; 256] = {
    let mut signals = [false; 256];
    let mut index = 0;
    let bytes = [b'.', b'!', b'?', b'(', b'[', 0xE2, 0xE3, 0xEF];
    while index < bytes.len() {
        signals[bytes[index] as usize] = true;
        index += 1;
    }
    signals
};

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let start = self.position + space_len(self.text.get(self.position..)?);
        if start >= self.text.len() {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = start;
        while let Some(ahead) = bytes
            .get(at..)
            .and_then(|rest| rest.iter().position(|&byte| SIGNALS[usize::from(byte)]))
        {
            at += ahead;
            let mark = Mark::at(self.text, at);
            if matches!(bytes.get(at), Some(b'(' | b'[')) {
                if at >= self.shield && at > start {
                    self.shield = bracket_end(bytes, at);
                }
                at += 1;
            } else if let Some(mark) = mark {
                if at >= self.shield
                    && let Some(end) = self.end_after(start, &mark)
                {
                    self.position = end;
                    return Some(Span::new(start, end));
                }
                at = mark.end;
            } else {
                at += 1;
            }
        }
        self.position = self.text.len();
        let end = start + trim_end(self.text.get(start..)?).len();
        Some(Span::new(start, end))
    }
}

/// A run of marks that can end a sentence.
#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    kind: MarkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkKind {
    /// One stop.
    Stop,
    /// A run of stops or an ellipsis.
    Ellipsis,
    /// With a question or exclamation mark.
    Strong,
    /// An ideographic mark, which needs no white space after it.
    Ideographic,
}

impl Mark {
    fn at(text: &str, start: usize) -> Option<Self> {
        let rest = text.get(start..)?;
        let mut end = start;
        let mut kind = None;
        for character in rest.chars() {
            let this = match character {
                '.' => MarkKind::Stop,
                '…' => MarkKind::Ellipsis,
                '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' => MarkKind::Strong,
                '。' | '！' | '？' | '｡' => MarkKind::Ideographic,
                _ => break,
            };
            kind = Some(match (kind, this) {
                (None, this) => this,
                (Some(MarkKind::Stop), MarkKind::Stop) => MarkKind::Ellipsis,
                (Some(MarkKind::Ellipsis), MarkKind::Stop) => MarkKind::Ellipsis,
                (Some(MarkKind::Ideographic), _) | (_, MarkKind::Ideographic) => {
                    MarkKind::Ideographic
                }
                (Some(_), MarkKind::Ellipsis) => MarkKind::Ellipsis,
                (Some(_), _) => MarkKind::Strong,
            });
            end += character.len_utf8();
        }
        kind.map(|kind| Self { start, end, kind })
    }
}

impl Sentences<'_> {
    /// Where the sentence that began at `start` ends, if it ends with `mark`.
    fn end_after(&self, start: usize, mark: &Mark) -> Option<usize> {
        let text = self.text;
        let mut end = mark.end + after::closers(text.get(mark.end..)?);
        if mark.kind == MarkKind::Ideographic {
            let closers = text.get(mark.end..end)?;
            let follows = text.get(end..)?.chars().next();
            // A low line right before a word is part of it.
            let kept = match follows {
                Some(next) if !is_space(next) => closers.trim_end_matches('_'),
                _ => closers,
            };
            return Some(word_end(text, mark.end + kept.len()));
        }
        let attached = after::attached_citation(text.get(end..)?);
        if attached > 0 {
            if !before::bears_citation(text, start, mark.start) {
                return None;
            }
            end += attached;
        }
        let rest = text.get(end..)?;
        let gap = space_len(rest);
        let next = rest.get(gap..)?;
        if next.is_empty() {
            return Some(end);
        }
        if gap == 0 {
            return None;
        }
        let following = Following::new(next);
        let ends = match mark.kind {
            MarkKind::Strong => following.can_open(),
            MarkKind::Ellipsis => before::ellipsis_ends(text, mark.start, &following),
            _ if end > mark.end => following.can_open(),
            _ => {
                let ordinal = self.ordinals && before::is_ordinal(text, start, mark.start);
                before::stop_ends(text, start, mark.start, &following)
                    && (!ordinal || following.is_starter())
            }
        };
        if !ends {
            return None;
        }
        Some(end + after::detached_citation(rest).unwrap_or_default())
    }
}

/// `end`, or one past the combining marks that follow it and belong to the character before it.
fn word_end(text: &str, end: usize) -> usize {
    let last = text.get(..end).and_then(|before| before.char_indices().next_back());
    let Some((start, _)) = last else { return end };
    let word = text.get(start..).and_then(|rest| rest.split_word_bounds().next());
    end.max(start + word.unwrap_or_default().len())
}

/// One past the bracket that closes the one at `open`, or one past `open` where none is near.
fn bracket_end(bytes: &[u8], open: usize) -> usize {
    let window = bytes.get(open..bytes.len().min(open + BRACKET_REACH)).unwrap_or_default();
    let mut depth = 0_usize;
    for (at, byte) in window.iter().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return open + at + 1;
                }
            }
            _ => {}
        }
    }
    open + 1
}

/// White space between words. Not the narrow no-break space, which UAX #29 counts into words.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() && character != '\u{202f}'
}

/// Length in bytes of the white space at the beginning of `text`.
fn space_len(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_space).len()
}

/// `text` without white space at its end.
fn trim_end(text: &str) -> &str {
    text.trim_end_matches(is_space)
}

#[cfg(test)]
mod tests;

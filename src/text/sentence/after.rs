//! What stands after a mark that may end a sentence: closing marks, citations, the next word.

use super::abbreviation::Lists;
use super::{is_space, space_len};

/// Longest citation after a stop that belongs to the sentence before it, in bytes.
const CITATION_REACH: usize = 120;

/// Length of the closing quotation marks and brackets at the beginning of `rest`.
pub(super) fn closers(rest: &str) -> usize {
    let after = rest.trim_start_matches(|c: char| {
        matches!(
            c,
            '"' | '\''
                | '”'
                | '’'
                | '“'
                | '‘'
                | '»'
                | '›'
                | '«'
                | '‹'
                | ')'
                | ']'
                | '}'
                | '*'
                | '_'
                | '」'
                | '』'
                | '）'
        )
    });
    if let Some(quoted) = after.strip_prefix([' ', '\u{a0}', '\u{202f}'])
        && let Some(follows) = quoted.strip_prefix(['»', '›'])
        && follows.chars().next().is_none_or(|next| is_space(next) || !next.is_alphanumeric())
    {
        return rest.len() - follows.len();
    }
    rest.len() - after.len()
}

/// Length of a numeric citation at the beginning of `rest`, right after the stop: `[12]`, `12`,
/// `13–15`, `¹²`; 0 where there is none or no white space follows.
pub(super) fn attached_citation(rest: &str) -> usize {
    let mut len = 0;
    while let Some(group) = bracketed_numbers(rest.get(len..).unwrap_or_default()) {
        len += group;
    }
    if len == 0 {
        len = plain_numbers(rest);
    }
    let follows = rest.get(len..).and_then(|after| after.chars().next());
    if follows.is_none_or(is_space) { len } else { 0 }
}

/// Length of white space and a citation after it that belong to the sentence before: numbers in
/// square brackets, or a bracketed note, each with its own stop, where a capital or nothing follows.
pub(super) fn detached_citation(rest: &str) -> Option<usize> {
    let mut end = 0;
    loop {
        let gap = space_len(rest.get(end..)?);
        let group = rest.get(end + gap..)?;
        let Some(len) = bracketed_numbers(group).or_else(|| bracketed_note(group)) else { break };
        end += gap + len;
        end += usize::from(rest.as_bytes().get(end) == Some(&b'.'));
        if end > CITATION_REACH {
            return None;
        }
    }
    let after = rest.get(end..)?;
    let next = after.trim_start_matches(is_space);
    let closed = next.is_empty() || next.len() < after.len() && Following::new(next).is_capital();
    (end > 0 && closed).then_some(end)
}

/// Length of `[1]`, `[2, 3]`, `[4–6]` at the beginning of `text`.
fn bracketed_numbers(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let mut digits = false;
    for (at, character) in inside.char_indices().take(CITATION_REACH) {
        match character {
            '0'..='9' => digits = true,
            ',' | ';' | ' ' | '-' | '–' | '—' => {}
            ']' if digits => return Some(at + 2),
            _ => return None,
        }
    }
    None
}

/// Length of `(Lee, 2014)`, or of any bracket with a stop right after it, at the beginning of
/// `text`.
fn bracketed_note(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('(')?;
    if inside.starts_with(|first: char| first.is_lowercase()) {
        return None;
    }
    let mut run = 0;
    let mut year = false;
    for (at, byte) in inside.bytes().enumerate().take(CITATION_REACH) {
        match byte {
            b'0'..=b'9' => {
                run += 1;
                year |= run == 4;
            }
            b')' => {
                let stopped = inside.as_bytes().get(at + 1) == Some(&b'.');
                return (year || stopped).then_some(at + 2);
            }
            b'(' => return None,
            _ => run = 0,
        }
    }
    None
}

/// Length of numbers of up to three digits, with commas and dashes between them, or of superscript
/// digits.
fn plain_numbers(text: &str) -> usize {
    let mut run = 0;
    let mut end = 0;
    for (at, character) in text.char_indices().take(CITATION_REACH) {
        match character {
            '0'..='9' => {
                run += 1;
                if run > 3 {
                    return 0;
                }
                end = at + 1;
            }
            '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => end = at + character.len_utf8(),
            ',' | '-' | '–' | '⁻' | '˒' if end > 0 => run = 0,
            _ => break,
        }
    }
    end
}

/// The beginning of what follows a mark and white space.
pub(super) struct Following<'a> {
    /// From the first word on, without opening quotation marks and brackets.
    rest: &'a str,
    /// The first opening mark.
    opener: Option<char>,
    first: Option<char>,
}

impl<'a> Following<'a> {
    /// What `text`, which begins with no white space, offers.
    pub(super) fn new(text: &'a str) -> Self {
        let opener = text.chars().next().filter(|&first| is_opener(first));
        let mut rest = text.trim_start_matches(is_opener);
        if matches!(opener, Some('«' | '‹')) {
            rest = rest.trim_start_matches(|c: char| is_space(c) || c == '\u{202f}');
        }
        Self { rest, opener, first: rest.chars().next() }
    }

    /// The first word: letters, digits, and apostrophes or hyphens between them.
    pub(super) fn word(&self) -> &'a str {
        word_of(self.rest)
    }

    /// The word after the first, when only white space is between them.
    pub(super) fn second_word(&self) -> &'a str {
        let after = self.rest.get(self.word().len()..).unwrap_or_default();
        word_of(after.trim_start_matches(is_space))
    }

    /// Whether it begins with a capital, whatever marks are before it.
    pub(super) fn is_capital(&self) -> bool {
        self.first.is_some_and(char::is_uppercase)
    }

    /// Whether it is a capitalised word and then one in small letters.
    pub(super) fn is_capital_before_small(&self) -> bool {
        self.is_capital()
            && !self.is_initial()
            && self.second_word().starts_with(char::is_lowercase)
    }

    /// Whether it begins with a digit.
    pub(super) fn is_digit(&self) -> bool {
        self.first.is_some_and(|first| first.is_ascii_digit())
    }

    /// Whether it begins with a round or square bracket.
    pub(super) fn is_bracketed(&self) -> bool {
        matches!(self.opener, Some('(' | '['))
    }

    /// Whether it is one letter with a stop.
    pub(super) fn is_initial(&self) -> bool {
        let mut chars = self.rest.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next() == Some('.')
    }

    /// Whether a sentence can begin so: with a capital, a digit, a letter without case, a small
    /// word with a capital inside, a Greek letter, or a bullet.
    pub(super) fn can_open(&self) -> bool {
        let Some(first) = self.first else { return true };
        if first.is_lowercase() {
            let word = self.word();
            return word.contains(char::is_uppercase)
                || matches!(first, 'α'..='ω') && word.chars().nth(1).is_none_or(|c| c == '-');
        }
        first.is_alphanumeric()
            || matches!(first, '•' | '●' | '▪' | '◦' | '§' | '#' | '$' | '€' | '£' | '@')
            || matches!(first, '–' | '—' | '-') && self.dash_opens()
    }

    /// Whether a capital comes after a dash and white space.
    fn dash_opens(&self) -> bool {
        let after = self.rest.trim_start_matches(['–', '—', '-']);
        after.starts_with(is_space)
            && after.trim_start_matches(is_space).starts_with(char::is_uppercase)
    }

    /// Whether the first word usually opens a sentence.
    pub(super) fn is_starter(&self) -> bool {
        let word = self.word();
        self.is_capital()
            && !self.is_initial()
            && word.len() <= 16
            && Lists::get().is_starter(&word.to_lowercase())
    }

    /// Whether a number, a numeral or a label such as `A` or `S1` comes first.
    pub(super) fn is_label(&self) -> bool {
        let word = self.word();
        self.is_digit()
            || self.is_bracketed() && word.len() <= 3
            || matches!(self.first, Some('§' | '#'))
            || !word.is_empty() && word.bytes().all(|byte| b"IVXLC".contains(&byte))
            || self.is_capital()
                && (word.chars().nth(1).is_none() && !self.is_starter()
                    || word.contains(|c: char| c.is_ascii_digit()))
    }
}

fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '“'
            | '‘'
            | '«'
            | '‹'
            | '„'
            | '‚'
            | '('
            | '['
            | '{'
            | '¿'
            | '¡'
            | '*'
            | '_'
            | '「'
            | '『'
            | '（'
    )
}

fn word_of(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(32)
        .find(|&(_, c)| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')))
        .map_or_else(|| text.char_indices().nth(32).map_or(text.len(), |(at, _)| at), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

//! What stands before a stop, and whether the stop then ends a sentence.

use super::abbreviation::{Class, Lists};
use super::after::Following;
use super::is_space;
use crate::model::Span;

/// Longest word that is looked up, in bytes.
const WORD_REACH: usize = 32;

/// Whether the single stop at `stop` ends the sentence that began at `start`.
pub(super) fn stop_ends(text: &str, start: usize, stop: usize, following: &Following<'_>) -> bool {
    let from = word_start(text, start, stop);
    let word = text.get(from..stop).unwrap_or_default();
    if !following.can_open() {
        return false;
    }
    if word.is_empty() {
        return !following.is_bracketed() || following.is_capital();
    }
    if is_number(word) {
        return number_ends(text, start, from, word, following);
    }
    if word.contains(|c: char| c.is_ascii_digit()) {
        return !is_label(text.get(start..from).unwrap_or_default());
    }
    let opens_sentence = from == start;
    if opens_sentence && is_enumerator(word) {
        return false;
    }
    let lower = word.to_lowercase();
    let lists = Lists::get();
    if let Some((letter, None)) = letters(word) {
        return letter_ends(text, start, from, letter, following);
    }
    let capitals = word.starts_with(char::is_uppercase);
    match lists.class(&lower, capitals) {
        None => true,
        // A unit after a number looks like some abbreviations: `18 ms. The ...`.
        Some(Class::Never) => {
            !capitals
                && following.is_starter()
                && is_number(word_before(text, start, from).of(text))
        }
        Some(Class::Number) => !following.is_label(),
        Some(Class::End) => following.is_capital() && !following.is_bracketed(),
        Some(Class::Strict) => {
            following.is_starter() && !following.is_bracketed()
                || capitals && noun_phrase_ends(text, start, from, following)
                || capitals && !lower.contains('.') && following.is_capital_before_small()
        }
    }
}

/// Whether one or two digits stand before the stop at `stop`.
pub(super) fn is_ordinal(text: &str, start: usize, stop: usize) -> bool {
    let word = text.get(word_start(text, start, stop)..stop).unwrap_or_default();
    matches!(word.len(), 1 | 2) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an ellipsis at `mark` ends the sentence: before a capital, but between spaces, where it
/// stands for words left out, only before a word that usually opens a sentence.
pub(super) fn ellipsis_ends(text: &str, mark: usize, following: &Following<'_>) -> bool {
    let spaced =
        text.get(..mark).is_some_and(|before| before.ends_with(|c: char| is_space(c) || c == ','));
    if spaced { following.is_starter() } else { following.is_capital() }
}

/// Whether a number right after the stop at `stop` can be a citation: a word, a bracket, a
/// quotation mark or a per cent sign is before the stop, and the word is no abbreviation.
pub(super) fn bears_citation(text: &str, start: usize, stop: usize) -> bool {
    let from = word_start(text, start, stop);
    let word = text.get(from..stop).unwrap_or_default();
    if word.is_empty() {
        return text.get(start..stop).is_some_and(|before| !before.is_empty());
    }
    let bracket = text.get(stop + 1..).is_some_and(|rest| rest.starts_with('['));
    if is_number(word) {
        return bracket;
    }
    !word.contains('.')
        && (bracket || word.chars().nth(1).is_some())
        && !matches!(
            Lists::get().class(&word.to_lowercase(), false),
            Some(Class::Never | Class::Number)
        )
}

/// Where the word before `stop` begins: letters, digits, stops inside, apostrophes, degree signs.
fn word_start(text: &str, start: usize, stop: usize) -> usize {
    let mut from = stop;
    for (at, character) in text.get(start..stop).unwrap_or_default().char_indices().rev() {
        let inside = character.is_alphanumeric() || matches!(character, '.' | '°' | '\'' | '’');
        if !inside || stop - at - start > WORD_REACH {
            break;
        }
        from = start + at;
    }
    from
}

/// The word that ends before `from`, after white space; without a last stop.
fn word_before(text: &str, start: usize, from: usize) -> Span {
    let before = text.get(start..from).unwrap_or_default().trim_end_matches(is_space);
    let before = before.strip_suffix('.').unwrap_or(before);
    let end = start + before.len();
    Span::new(word_start(text, start, end), end)
}

/// The first two characters of a word that begins with a letter.
fn letters(word: &str) -> Option<(char, Option<char>)> {
    let mut chars = word.chars();
    let first = chars.next().filter(|first| first.is_alphabetic())?;
    Some((first, chars.next()))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether a word at the beginning of a sentence counts items: one letter, or a numeral.
fn is_enumerator(word: &str) -> bool {
    word.chars().nth(1).is_none()
        || word.bytes().all(|byte| b"ivx".contains(&byte))
        || word.bytes().all(|byte| b"IVX".contains(&byte))
}

/// After a number: not where it counts items, labels a caption, or is an ordinal in German.
fn number_ends(
    text: &str,
    start: usize,
    from: usize,
    word: &str,
    following: &Following<'_>,
) -> bool {
    let before = text.get(start..from).unwrap_or_default().trim_end_matches(is_space);
    let lists = Lists::get();
    if before.is_empty() {
        return false;
    }
    if word.len() <= 2
        && (before.ends_with([':', ';']) || lists.follows_ordinal(&following.word().to_lowercase()))
    {
        return false;
    }
    if is_label(before) {
        return false;
    }
    !following.is_bracketed() || following.is_capital()
}

/// Whether the sentence so far is no more than a word that bears numbers: `Table`, `Fig.`.
fn is_label(before: &str) -> bool {
    let before = before.trim_end_matches(is_space);
    let label = before.strip_suffix('.').unwrap_or(before);
    label.len() <= 16 && Lists::get().is_label(&label.to_lowercase())
}

/// After one letter: an initial, unless the letter labels something, a sentence surely
/// begins, or a common noun before it makes it a symbol.
fn letter_ends(
    text: &str,
    start: usize,
    from: usize,
    letter: char,
    following: &Following<'_>,
) -> bool {
    let lists = Lists::get();
    let before_in_full = word_before(text, start, from).of(text);
    let before = before_in_full.to_lowercase();
    if let Some((first, None)) = letters(&before) {
        let pair = format!("{first}.{}", letter.to_lowercase());
        match lists.listed(&pair) {
            Some(Class::Never) => return false,
            Some(Class::End) => return following.is_capital(),
            Some(Class::Strict) => return following.is_starter(),
            _ => {}
        }
    }
    if letter.is_lowercase() {
        return match lists.class(&letter.to_string(), false) {
            Some(Class::Number) => !following.is_label() && !following.is_initial(),
            Some(_) => false,
            None => !following.is_initial(),
        };
    }
    if !letter.is_uppercase() {
        return true;
    }
    if lists.is_label(&before) {
        return true;
    }
    let symbol = before_in_full.starts_with(char::is_lowercase) && !lists.is_naming(&before);
    !following.is_bracketed()
        && (following.is_starter() || symbol && following.is_capital_before_small())
}

/// Whether a capitalised abbreviation closes a noun phrase: `in the U.S. Participants were`, where
/// the word after next is a verb and a preposition governs the phrase.
fn noun_phrase_ends(text: &str, start: usize, from: usize, following: &Following<'_>) -> bool {
    if !following.is_capital() || !Lists::get().is_verb(following.second_word()) {
        return false;
    }
    let mut before = word_before(text, start, from);
    if matches!(before.of(text), "the" | "den" | "los") {
        before = word_before(text, start, before.start);
    }
    matches!(
        before.of(text),
        "in" | "of" | "from" | "to" | "within" | "across" | "outside" | "and" | "or" | "by" | "at"
    )
}

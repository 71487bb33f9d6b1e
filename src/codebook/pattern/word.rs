//! Words of a pattern, divided and folded as the words of texts are.
//!
//! Wildcards are no part of words in UAX #29. So that `*ports` or `low-cost*` is divided where the
//! texts are, each wildcard is replaced by a letter of a script that the pattern does not use
//! (Ogham, which has no case and no compatibility forms), and put back after normalizing.

use regex::RegexBuilder;

use super::Reading;
use crate::model::{Expression, Matching, Word};
use crate::text::{Stemmer, normalize, tokens};

/// Largest compiled regular expression in bytes.
const REGEX_SIZE: usize = 1 << 20;

/// The expression for one run of characters without operators; `None` where it holds no word.
pub(super) fn read_words(source: &str, stemmed: bool, reading: Reading) -> Option<Expression> {
    let mut unused = ('\u{1681}'..='\u{169A}').filter(|&letter| !source.contains(letter));
    let (any, one) = (unused.next()?, unused.next()?);
    let text: String = source
        .chars()
        .map(|letter| match letter {
            '*' => any,
            '?' => one,
            _ => letter,
        })
        .collect();
    let stemmer = if stemmed && reading.matching == Matching::Stem {
        Stemmer::new(reading.language)
    } else {
        None
    };
    let mut norm = String::new();
    let mut words: Vec<Expression> = Vec::new();
    for span in tokens(&text) {
        normalize(span.of(&text), &mut norm);
        let norm = norm.replace(any, "*").replace(one, "?");
        words.push(Expression::Word(if norm.bytes().all(|byte| byte == b'*') {
            Word::Any
        } else if norm.contains(['*', '?']) {
            Word::Wildcard(norm)
        } else if let Some(stemmer) = &stemmer {
            Word::Stem { norm, language: stemmer.language() }
        } else {
            Word::Exact(norm)
        }));
    }
    match words.len() {
        0 => None,
        1 => words.pop(),
        _ => Some(Expression::Phrase(words)),
    }
}

/// The regular expression that a whole norm has to match.
///
/// # Errors
/// Where it cannot be compiled within limits.
pub(crate) fn compile_regex(source: &str) -> Result<regex::Regex, regex::Error> {
    RegexBuilder::new(&format!("^(?:{source})$"))
        .case_insensitive(true)
        .size_limit(REGEX_SIZE)
        .dfa_size_limit(REGEX_SIZE)
        .nest_limit(50)
        .build()
}

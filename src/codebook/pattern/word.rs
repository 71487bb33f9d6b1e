//! Words of a pattern, divided and folded as the words of texts are.
//!
//! Wildcards are no part of words in UAX #29. So that `*ports` or `low-cost*` is divided where the
//! texts are, each wildcard is replaced by a letter of a script that papers do not use (Ogham,
//! which has no case and no compatibility forms), and put back after normalizing.

use regex::RegexBuilder;

use super::Reading;
use crate::model::{Expression, Matching, Word};
use crate::text::{Stemmer, normalize, tokens, unfolded};

/// Stands for `*` while words are divided.
const ANY: char = '\u{1681}';

/// Stands for `?` while words are divided.
const ONE: char = '\u{1682}';

/// Largest compiled regular expression in bytes.
const REGEX_SIZE: usize = 1 << 20;

/// The expression for one run of characters without operators; `None` where it holds no word.
pub(super) fn read_words(source: &str, stemmed: bool, reading: Reading) -> Option<Expression> {
    let stemmer = if stemmed && reading.matching == Matching::Stem {
        Stemmer::new(reading.language)
    } else {
        None
    };
    let mut norm = String::new();
    let mut words: Vec<Expression> = Vec::new();
    for word in divided(source) {
        normalize(&word, &mut norm);
        let norm = norm.replace(ANY, "*").replace(ONE, "?");
        let word = if norm.bytes().all(|byte| byte == b'*') {
            Word::Any
        } else if norm.contains(['*', '?']) {
            Word::Wildcard(norm)
        } else if let Some(stemmer) = &stemmer {
            Word::Stem { norm, language: stemmer.language() }
        } else {
            Word::Exact(norm)
        };
        words.push(Expression::Word(if reading.folding.is_none() || word == Word::Any {
            word
        } else {
            Word::Loose { word: Box::new(word), folding: reading.folding }
        }));
    }
    single_or_phrase(words)
}

/// The words of `source`, wildcards replaced by their stand-ins.
fn divided(source: &str) -> Vec<String> {
    let text: String = source.chars().map(stand_in).collect();
    tokens(&text).map(|span| span.of(&text).to_owned()).collect()
}

/// The letter that stands for a wildcard while words are divided; other characters as they are.
const fn stand_in(letter: char) -> char {
    match letter {
        '*' => ANY,
        '?' => ONE,
        _ => letter,
    }
}

/// The expression for words that have to be printed so; `None` where there is no word.
pub(super) fn read_printed(source: &str) -> Option<Expression> {
    let mut form = String::new();
    let words = divided(source).into_iter().map(|word| {
        unfolded(&word, &mut form);
        let form = form.replace(ANY, "*").replace(ONE, "?");
        Expression::Word(if form.bytes().all(|byte| byte == b'*') {
            Word::Any
        } else {
            Word::Printed(form)
        })
    });
    single_or_phrase(words.collect())
}

fn single_or_phrase(mut words: Vec<Expression>) -> Option<Expression> {
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

/// What of some text a pattern would seek.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::codebook) struct Leftover {
    /// Whether there is a word.
    pub(in crate::codebook) holds_word: bool,
    /// Whether every piece between spaces holds a word.
    pub(in crate::codebook) every_piece: bool,
    /// Whether there are signs that are neither part of words nor such as texts have between them.
    pub(in crate::codebook) signs: bool,
    /// Whether a piece is a single letter or digit among signs, as `:d`, `<3` and `c++` are: to seek the
    /// letter alone would be to seek something else.
    pub(in crate::codebook) is_figure: bool,
}

/// What of `source`, words and wildcards, a pattern would seek.
pub(in crate::codebook) fn leftover(source: &str) -> Leftover {
    /// Signs between or around words that say nothing of their own.
    const SILENT: &str = "-'’.,;:!()/–&?*";
    /// Those of them that single letters have.
    const BESIDE_LETTERS: &str = "-'’.,&?*";
    let mut left =
        Leftover { holds_word: false, every_piece: true, signs: false, is_figure: false };
    for piece in source.split_whitespace() {
        let text: String = piece.chars().map(stand_in).collect();
        let mut between = String::new();
        let (mut at, mut letters) = (0, 0);
        for span in tokens(&text) {
            between.push_str(text.get(at..span.start).unwrap_or_default());
            letters +=
                span.of(&text).chars().filter(|letter| !matches!(*letter, ANY | ONE)).count();
            at = span.end;
        }
        between.push_str(text.get(at..).unwrap_or_default());
        let has_word = at > 0;
        left.signs |=
            between.chars().any(|sign| !SILENT.contains(sign)) || !has_word && piece != "-";
        left.is_figure |=
            has_word && letters == 1 && between.chars().any(|sign| !BESIDE_LETTERS.contains(sign));
        left.holds_word |= has_word;
        left.every_piece &= has_word;
    }
    left
}

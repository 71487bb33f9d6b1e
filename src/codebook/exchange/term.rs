//! Terms of other programs as patterns of ours.
//!
//! What those programs compare is a run of words with wildcards. It becomes the same words, in quotes
//! where one of its signs, or a word in capitals, is an operator in our patterns. Signs that are no part
//! of words (as in `#metoo`) cannot be sought here: what is left of the term is sought without them, and that
//! is told. Of a term without a word, or with a single letter among signs (`:)`, `:d`, `c++`), nothing is left.

use crate::codebook::pattern::{is_bare, leftover};

/// What signs mean in the terms of a format, beside themselves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    /// `*` is any letters.
    pub(super) star: bool,
    /// `?` is one letter.
    pub(super) question: bool,
    /// `_` is a space.
    pub(super) underscore: bool,
}

impl Signs {
    /// `*` and `?`, as in the shell.
    pub(super) const GLOB: Self = Self { star: true, question: true, underscore: false };
    /// `*` only.
    pub(super) const STAR: Self = Self { star: true, question: false, underscore: false };
}

/// A pattern that seeks what a term of another program does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sought {
    /// In our language of patterns.
    pub(super) pattern: String,
    /// Whether the term holds signs that the pattern passes over.
    pub(super) signs: bool,
}

/// The pattern for `term`; `None` where the term holds no word.
pub(super) fn pattern(term: &str, signs: Signs) -> Option<Sought> {
    let read = |letter: char| match letter {
        '_' if signs.underscore => ' ',
        '*' if !signs.star => ' ',
        '?' if !signs.question => ' ',
        '"' | '“' | '”' | '„' => ' ',
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    let term: String = term.chars().map(read).collect();
    let words: Vec<&str> = term.split_whitespace().collect();
    let term = words.join(" ");
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '-' | '*');
    let simple = term.chars().all(plain) && words.iter().all(|word| holds_plain_word(word));
    let (bare, signs) = if simple && !words.is_empty() {
        (is_bare(&term), false)
    } else {
        let left = leftover(&term);
        if !left.holds_word || left.is_figure {
            return None;
        }
        (left.every_piece && is_bare(&term), left.signs)
    };
    let pattern = if bare { term } else { format!("\"{term}\"") };
    Some(Sought { pattern, signs })
}

/// Whether a word of plain signs is more than a dash.
fn holds_plain_word(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_alphanumeric() || byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(term: &str) -> Option<(String, bool)> {
        pattern(term, Signs::GLOB).map(|sought| (sought.pattern, sought.signs))
    }

    #[test]
    fn terms_become_patterns_that_seek_the_same() {
        let same = |pattern: &str| Some((pattern.to_owned(), false));
        assert_eq!(glob(" cheap  labour "), same("cheap labour"));
        assert_eq!(glob("low-cost lab?r*"), same("low-cost lab?r*"));
        assert_eq!(glob("BLACK AND WHITE"), same("\"BLACK AND WHITE\""));
        assert_eq!(glob("@home"), Some(("\"@home\"".to_owned(), true)));
        assert_eq!(glob("R&D"), same("R&D"));
        assert_eq!(glob("o'clock"), same("o'clock"));
        assert_eq!(glob("and/or"), same("and/or"));
        assert_eq!(glob("/sale"), same("\"/sale\""));
        assert_eq!(glob("économie naïve"), same("économie naïve"));
        assert_eq!(glob("* market*"), same("* market*"));
    }

    #[test]
    fn signs_without_words_find_nothing() {
        for term in [":)", "?!", "", "-", "\"", "++"] {
            let found = pattern(term, Signs::STAR);
            assert_eq!(found, None, "{term}");
        }
        for figure in [":d", "8)", "<3", ":-p", "c++", "c#", "happy :d"] {
            assert_eq!(glob(figure), None, "{figure}");
        }
        assert_eq!(glob("#metoo"), Some(("#metoo".to_owned(), true)));
        assert_eq!(glob("r&b"), Some(("r&b".to_owned(), false)));
        assert_eq!(glob("vitamin d"), Some(("vitamin d".to_owned(), false)));
        assert_eq!(glob(":) happy"), Some(("\":) happy\"".to_owned(), true)));
        assert_eq!(glob("cheap - labour"), Some(("\"cheap - labour\"".to_owned(), false)));
        assert_eq!(glob("say (softly)"), Some(("\"say (softly)\"".to_owned(), false)));
    }

    #[test]
    fn signs_mean_what_the_format_says() {
        let cat = Signs { underscore: true, ..Signs::GLOB };
        assert_eq!(pattern("SOUTH_AFRICA*", cat).unwrap().pattern, "SOUTH AFRICA*");
        assert_eq!(pattern("what?", Signs::STAR).unwrap().pattern, "what");
    }
}

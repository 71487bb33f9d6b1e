//! Function words: articles, pronouns, conjunctions and their like, by language.
//!
//! For what is shown to people (suggested patterns): counting never leaves a word out. The lists were
//! written for this program from general knowledge of seven languages; a language without a list has
//! none. Words that a term may hold inside (`economies of scale`) are marked as linking.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::model::Language;

/// Code of the language and word, and whether the word links.
static WORDS: LazyLock<FxHashMap<(&str, &str), bool>> = LazyLock::new(|| {
    let lines = include_str!("function_words.txt").lines().filter(|line| !line.starts_with('#'));
    let rows = lines.filter_map(|line| line.split_once(' '));
    let words = rows.flat_map(|(code, words)| words.split(' ').map(move |word| (code, word)));
    let words = words.map(|(code, word)| match word.strip_suffix('+') {
        Some(linking) => ((code, linking), true),
        None => ((code, word), false),
    });
    words.collect()
});

/// What a norm is in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionWord {
    /// No function word, or a language without a list.
    No,
    /// A function word that a term can hold inside: `of`, `to`.
    Linking,
    /// Any other function word.
    Yes,
}

/// Whether `norm` is a function word of `language`.
///
/// ```
/// use leitmotif::model::Language;
/// use leitmotif::text::{FunctionWord, function_word};
/// assert_eq!(function_word("of", Language::ENGLISH), FunctionWord::Linking);
/// assert_eq!(function_word("yang", Language::INDONESIAN), FunctionWord::Yes);
/// assert_eq!(function_word("tariff", Language::ENGLISH), FunctionWord::No);
/// ```
#[must_use]
pub fn function_word(norm: &str, language: Language) -> FunctionWord {
    match WORDS.get(&(language.code(), norm)) {
        None => FunctionWord::No,
        Some(true) => FunctionWord::Linking,
        Some(false) => FunctionWord::Yes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalize;

    #[test]
    fn the_lists_hold_norms() {
        let mut norm = String::new();
        for &(code, word) in WORDS.keys() {
            normalize(word, &mut norm);
            assert!(norm == word, "{code}: {word} has the norm {norm}");
            assert!(code.parse::<Language>().is_ok(), "{code}");
        }
        assert!(WORDS.len() > 900, "{}", WORDS.len());
    }
}

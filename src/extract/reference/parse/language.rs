//! The language of a reference, by the function words of its title.
//!
//! A count of small words that are frequent in one language, not a model of letters: titles are too
//! short for the latter, and a count costs nothing beside the tagger, which knows these words anyway.
//! No language is given where none leads.

use super::feature::Attributes;
use super::lexicon::Roles;
use crate::model::Language;

/// The language with the most function words among `tokens`, where one leads.
pub(super) fn of_words(tokens: &[Attributes]) -> Option<Language> {
    let mut counts = Roles::LANGUAGES.map(|(role, code)| {
        let words = tokens.iter().filter(|token| token.roles.any(role));
        // A word of one language counts double.
        let weight = |token: &Attributes| {
            let alone = (token.roles.0 & Roles::FUNCTION.0).is_power_of_two();
            1 + usize::from(alone)
        };
        (words.map(weight).sum::<usize>(), code)
    });
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts {
        [(first, code), (second, _), ..] if first > second => code.parse().ok(),
        _ => None,
    }
}

//! The language of a reference, by the function words of its title.
//!
//! A count of small words and endings that are frequent in one language, not a model of letters: a
//! count costs nothing beside the tagger, which knows these words anyway. No language is given where
//! none leads, which is so for many short titles.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::feature::{Attributes, suffix_of};
use super::lexicon::Roles;
use crate::model::Language;

/// Endings of three letters that are frequent in one of the languages and rare in the others.
const ENDINGS: [(&str, &str); 24] = [
    ("en", "ing"),
    ("en", "ess"),
    ("en", "hip"),
    ("en", "ity"),
    ("de", "ung"),
    ("de", "eit"),
    ("de", "aft"),
    ("de", "ens"),
    ("de", "che"),
    ("de", "ngs"),
    ("es", "ión"),
    ("es", "dad"),
    ("es", "nes"),
    ("pt", "ção"),
    ("pt", "ões"),
    ("pt", "ade"),
    ("pt", "nto"),
    ("fr", "que"),
    ("fr", "eur"),
    ("fr", "ité"),
    ("id", "kan"),
    ("id", "nya"),
    ("id", "isa"),
    ("id", "han"),
];

/// The language with the most function words and typical endings among `tokens`, where one leads.
pub(super) fn of_words(tokens: &[Attributes]) -> Option<Language> {
    static SUFFIXES: LazyLock<FxHashMap<u64, &str>> =
        LazyLock::new(|| ENDINGS.iter().map(|(code, ending)| (suffix_of(ending), *code)).collect());
    let mut counts = Roles::LANGUAGES.map(|(_, code)| (0, code));
    // `In:` stands before books in references of every language.
    for token in tokens.iter().filter(|token| !token.roles.any(Roles::IN)) {
        let function = token.roles.0 & Roles::FUNCTION.0;
        // A word of one language counts more than one that several share.
        let weight = if function.is_power_of_two() { 3 } else { 1 };
        let ending = SUFFIXES.get(&token.suffix).filter(|_| token.length > 4 && function == 0);
        for ((role, code), (count, _)) in Roles::LANGUAGES.iter().zip(&mut counts) {
            if token.roles.any(*role) {
                *count += weight;
            }
            if ending == Some(code) {
                *count += 1;
            }
        }
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts {
        [(first, code), (second, _), ..] if first > second => code.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::reference::parse::parse;

    #[test]
    fn the_language_of_a_title_is_told_by_its_small_words() {
        for (raw, code) in [
            ("Lee, K. (2003). The growth of the firm. Journal of Trade, 3(1), 1-9.", Some("en")),
            (
                "Hradil S (2005) Soziale Ungleichheit in Deutschland. VS Verlag, Wiesbaden",
                Some("de"),
            ),
            (
                "Pérez, A. (2015). La internacionalización de la empresa. Arbor, 12, 45-67.",
                Some("es"),
            ),
            ("BARDIN, L. Análise da produção científica. Lisboa: Edições 70, 1977.", Some("pt")),
            (
                "Latour, B. (1995). Le métier de chercheur et les sciences. Paris: Seuil.",
                Some("fr"),
            ),
            ("Budi, A. (2015). Pengaruh motivasi terhadap kinerja. Jakarta: BPS.", Some("id")),
            ("Lee, K. (2003). 123. Nature, 3, 1-9.", None),
        ] {
            let language = parse(raw).language;
            assert_eq!(language.as_ref().map(|one| one.code()), code, "{raw}");
        }
    }
}

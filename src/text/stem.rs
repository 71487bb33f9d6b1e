//! Stems: the Snowball stemmers of `rust-stemmers`, by language.
//!
//! Stemming belongs to the query, never to the index: a stem is resolved against the dictionary of
//! norms. Languages without a stemmer there (Indonesian and Malay among them, where Snowball's
//! algorithm is known to cut too much: `memotivasi` becomes `potivasi`) have exact words and
//! wildcards.
//!
//! Source: M. F. Porter, "An algorithm for suffix stripping" (1980), and the Snowball stemmers
//! that followed it.

use std::borrow::Cow;
use std::fmt;

use rust_stemmers::Algorithm;

use crate::model::Language;

/// A stemmer for one language.
///
/// ```
/// use leitmotif::model::Language;
/// use leitmotif::text::Stemmer;
/// let stemmer = Stemmer::new(Language::ENGLISH).unwrap();
/// assert_eq!(stemmer.stem("exporting"), stemmer.stem("exports"));
/// assert!(Stemmer::new(Language::INDONESIAN).is_none());
/// ```
pub struct Stemmer {
    language: Language,
    snowball: rust_stemmers::Stemmer,
}

impl Stemmer {
    /// The stemmer for `language`; `None` where there is none.
    #[must_use]
    pub fn new(language: Language) -> Option<Self> {
        let algorithm = match language.code() {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "nl" => Algorithm::Dutch,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return None,
        };
        Some(Self { language, snowball: rust_stemmers::Stemmer::create(algorithm) })
    }

    /// The language whose words it stems.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The stem of a norm, as [`normalize`](super::normalize) gives it.
    #[must_use]
    pub fn stem<'a>(&self, norm: &'a str) -> Cow<'a, str> {
        self.snowball.stem(norm)
    }
}

impl fmt::Debug for Stemmer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Stemmer").field("language", &self.language).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem_in_each_language() {
        for (code, one, other) in [
            ("en", "tariffs", "tariff"),
            ("es", "exportaciones", "exportación"),
            ("pt", "mercados", "mercado"),
            ("fr", "entreprises", "entreprise"),
            ("de", "märkte", "märkten"),
            ("nb", "bedrifter", "bedriften"),
        ] {
            let stemmer = Stemmer::new(code.parse().unwrap()).unwrap();
            assert_eq!(stemmer.stem(one), stemmer.stem(other), "{code}");
        }
    }

    #[test]
    fn words_of_other_scripts_do_no_harm() {
        for code in ["ar", "el", "en", "ru", "ta", "tr"] {
            let stemmer = Stemmer::new(code.parse().unwrap()).unwrap();
            for word in ["", "a", "市場", "рынок", "λόγος", "சந்தை", "سوق", "👍", "i\u{307}"]
            {
                let _ = stemmer.stem(word).len();
            }
        }
    }
}

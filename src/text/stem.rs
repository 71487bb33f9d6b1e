//! Stems: the Snowball stemmers of `rust-stemmers`, and that for Indonesian of `snowball_stemmers_rs`,
//! by language.
//!
//! Stemming belongs to the query, never to the index: a stem is resolved against the dictionary of
//! norms. Languages without a stemmer (Malay among them) have exact words and wildcards.
//!
//! Limit: the Indonesian algorithm knows no words, and cuts too much (`memotivasi` becomes `potivasi`,
//! `motivasi` stays) or too little; exact words and wildcards are the safer choice there.
//!
//! Source: M. F. Porter, "An algorithm for suffix stripping" (1980), and the Snowball stemmers
//! that followed it; for Indonesian F. Z. Tala,
//! "A study of stemming effects on information retrieval in Bahasa Indonesia" (2003).

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
/// let indonesian = Stemmer::new(Language::INDONESIAN).unwrap();
/// assert_eq!(indonesian.stem("perusahaannya"), indonesian.stem("perusahaan"));
/// assert!(Stemmer::new("ms".parse()?).is_none());
/// # Ok::<(), leitmotif::model::language::NotALanguage>(())
/// ```
pub struct Stemmer {
    language: Language,
    algorithm: Snowball,
}

/// One of the two crates; of the second only what the first does not have.
enum Snowball {
    Usual(rust_stemmers::Stemmer),
    Indonesian(snowball_stemmers_rs::Stemmer),
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
            "id" => {
                let algorithm = snowball_stemmers_rs::Algorithm::Indonesian;
                let stemmer = snowball_stemmers_rs::Stemmer::create(algorithm);
                return Some(Self { language, algorithm: Snowball::Indonesian(stemmer) });
            }
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
        let stemmer = rust_stemmers::Stemmer::create(algorithm);
        Some(Self { language, algorithm: Snowball::Usual(stemmer) })
    }

    /// The language whose words it stems.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The stem of a norm, as [`normalize`](super::normalize) gives it.
    #[must_use]
    pub fn stem<'a>(&self, norm: &'a str) -> Cow<'a, str> {
        match &self.algorithm {
            Snowball::Usual(stemmer) => stemmer.stem(norm),
            Snowball::Indonesian(stemmer) => stemmer.stem(norm),
        }
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
            ("id", "perusahaannya", "perusahaan"),
        ] {
            let stemmer = Stemmer::new(code.parse().unwrap()).unwrap();
            assert_eq!(stemmer.stem(one), stemmer.stem(other), "{code}");
        }
    }

    #[test]
    fn words_of_other_scripts_do_no_harm() {
        for code in ["ar", "el", "en", "id", "ru", "ta", "tr"] {
            let stemmer = Stemmer::new(code.parse().unwrap()).unwrap();
            for word in ["", "a", "市場", "рынок", "λόγος", "சந்தை", "سوق", "👍", "i\u{307}"]
            {
                let _ = stemmer.stem(word).len();
            }
        }
    }
}

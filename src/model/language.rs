//! The language of a text, by its ISO 639-1 code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language, named by its two-letter ISO 639-1 code.
///
/// ```
/// use leitmotif::model::Language;
/// assert_eq!("id".parse::<Language>().unwrap(), Language::INDONESIAN);
/// assert_eq!(Language::SPANISH.to_string(), "es");
/// assert!("Spanish".parse::<Language>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Language([u8; 2]);

impl Language {
    /// English, `en`.
    pub const ENGLISH: Self = Self(*b"en");
    /// Indonesian, `id`.
    pub const INDONESIAN: Self = Self(*b"id");
    /// Malay, `ms`.
    pub const MALAY: Self = Self(*b"ms");
    /// Spanish, `es`.
    pub const SPANISH: Self = Self(*b"es");
    /// Portuguese, `pt`.
    pub const PORTUGUESE: Self = Self(*b"pt");
    /// French, `fr`.
    pub const FRENCH: Self = Self(*b"fr");
    /// German, `de`.
    pub const GERMAN: Self = Self(*b"de");

    /// The two-letter code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Language({})", self.code())
    }
}

/// A text that is not a two-letter language code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a two-letter ISO 639-1 language code, such as `en`")]
pub struct NotALanguage(pub String);

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(code: &str) -> Result<Self, NotALanguage> {
        match code.as_bytes() {
            [a, b] if a.is_ascii_lowercase() && b.is_ascii_lowercase() => Ok(Self([*a, *b])),
            _ => Err(NotALanguage(code.to_owned())),
        }
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.code().to_owned()
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(code: String) -> Result<Self, NotALanguage> {
        code.parse()
    }
}

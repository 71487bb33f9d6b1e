//! Bibliographies for LaTeX, Zotero, EndNote and their like: one format a file.
//!
//! | format | for | year without a number | printed reference |
//! |---|---|---|---|
//! | [`bibtex`] | BibTeX, biber, JabRef, Zotero | `year = {in press}` | `annote` |
//! | [`csl_json`] | Zotero, pandoc, citeproc | `status` | `note` |
//! | [`ris`] | EndNote, Zotero, Mendeley, review software | a note | `N1` |
//!
//! All are written in UTF-8. "n.d." is no year: every citation style prints its own words for it.
//! The letter of `2018a` is left to the style too, which gives it anew. Tests read every format
//! back by a library that is not ours.

pub mod bibtex;
pub mod csl_json;
pub mod ris;

mod name;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::model::{Bibliography, ReferenceFields, Year};

/// The formats that a bibliography can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BibliographyFormat {
    /// BibTeX, with the types that biber and Zotero know beside BibTeX's own.
    Bibtex,
    /// CSL-JSON, the data of the Citation Style Language.
    CslJson,
    /// RIS, tagged lines.
    Ris,
}

impl BibliographyFormat {
    /// The names that [`BibliographyFormat::from_str`] knows, in the order of the help.
    pub const NAMES: [&'static str; 3] = ["bibtex", "csl-json", "ris"];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bibtex => "bibtex",
            Self::CslJson => "csl-json",
            Self::Ris => "ris",
        }
    }
}

impl fmt::Display for BibliographyFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A text that names no format of bibliographies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format of bibliographies; choose one of {known}", known = BibliographyFormat::NAMES.join(", "))]
pub struct NotABibliographyFormat(pub String);

impl FromStr for BibliographyFormat {
    type Err = NotABibliographyFormat;

    /// The format of this name.
    ///
    /// ```
    /// use leitmotif::export::bibliography::BibliographyFormat;
    /// assert_eq!("csl-json".parse(), Ok(BibliographyFormat::CslJson));
    /// assert!("endnote".parse::<BibliographyFormat>().is_err());
    /// ```
    fn from_str(name: &str) -> Result<Self, NotABibliographyFormat> {
        match name {
            "bibtex" => Ok(Self::Bibtex),
            "csl-json" => Ok(Self::CslJson),
            "ris" => Ok(Self::Ris),
            _ => Err(NotABibliographyFormat(name.to_owned())),
        }
    }
}

/// Writes `bibliography` to `out`.
///
/// # Errors
/// Where `out` does not take the bytes.
///
/// ```
/// use leitmotif::export::bibliography::{BibliographyFormat, write};
/// use leitmotif::model::{Bibliography, BibliographyEntry, Person, ReferenceFields};
/// let person = Person { family: "van der Meulen".into(), given: Some("P.".into()) };
/// let fields = ReferenceFields {
///     authors: vec![person],
///     title: Some("Costs & networks".into()),
///     ..ReferenceFields::default()
/// };
/// let entry = BibliographyEntry { key: "Meulen2005".into(), fields, raw: String::new() };
/// let bibliography = Bibliography { entries: vec![entry], ..Bibliography::default() };
/// let mut bytes = Vec::new();
/// write(&bibliography, BibliographyFormat::Bibtex, &mut bytes)?;
/// let text = String::from_utf8_lossy(&bytes);
/// assert!(text.contains("@misc{Meulen2005,\n  author = {van der Meulen, P.},\n"));
/// assert!(text.contains("  title = {Costs \\& networks},\n"));
/// # std::io::Result::Ok(())
/// ```
pub fn write(
    bibliography: &Bibliography,
    format: BibliographyFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        BibliographyFormat::Bibtex => bibtex::write(bibliography, out),
        BibliographyFormat::CslJson => csl_json::write(bibliography, out),
        BibliographyFormat::Ris => ris::write(bibliography, out),
    }
}

/// The words that stand in place of a year, such as "in press"; `None` where there is a year, and
/// for "n.d.".
fn status(year: Option<&Year>) -> Option<&str> {
    let year = year.filter(|year| year.value.is_none())?;
    let letters = || year.raw.chars().filter(|character| character.is_alphabetic());
    // `n.d.`, `s.f.`, `o. J.`: two letters, and perhaps that of a second work; `t.t.`, `s.d.` too.
    (letters().count() > 3).then(|| year.raw.trim())
}

/// The serial number of a journal, where the number in `isbn` is one: `1234-567X`.
fn issn(fields: &ReferenceFields) -> Option<&str> {
    let number = fields.isbn.as_deref()?;
    let signs = number.bytes().filter(u8::is_ascii_alphanumeric).count();
    (signs == 8).then_some(number)
}

/// The number of a book, where the number in `isbn` is one.
fn isbn(fields: &ReferenceFields) -> Option<&str> {
    fields.isbn.as_deref().filter(|_| issn(fields).is_none())
}

/// `text` on one line, without control characters and marks that turn the direction of writing.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter_map(super::printable));
    }
    line
}

//! The fields of a reference as results carry them: flat, with the names of the output format.

use serde::Serialize;

use crate::model::{Person, ReferenceFields};

/// A parsed reference string in the form of `extract references --strings`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReferenceRecord<'r> {
    /// The string as given.
    pub raw: &'r str,
    /// Kind of work, by the name of [`crate::model::WorkKind`].
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Authors in order.
    pub authors: Vec<PersonRecord<'r>>,
    /// Editors in order.
    pub editors: Vec<PersonRecord<'r>>,
    /// Year as printed.
    pub year: Option<&'r str>,
    /// Title.
    pub title: Option<&'r str>,
    /// Journal, book or proceedings.
    pub container: Option<&'r str>,
    /// Volume.
    pub volume: Option<&'r str>,
    /// Issue.
    pub issue: Option<&'r str>,
    /// First page or article number.
    pub first_page: Option<&'r str>,
    /// Last page, written out.
    pub last_page: Option<&'r str>,
    /// Publisher or institution.
    pub publisher: Option<&'r str>,
    /// Place of publication.
    pub place: Option<&'r str>,
    /// Edition.
    pub edition: Option<&'r str>,
    /// Digital object identifier.
    pub doi: Option<&'r str>,
    /// Web address.
    pub url: Option<&'r str>,
    /// Book or serial number.
    pub isbn: Option<&'r str>,
    /// arXiv number.
    pub arxiv: Option<&'r str>,
    /// PubMed number.
    pub pmid: Option<&'r str>,
    /// Language, by its ISO 639-1 code.
    pub language: Option<&'r str>,
    /// How sure the whole is, from 0 to 1.
    pub confidence: f32,
    /// How sure each field is.
    pub field_confidence: std::collections::BTreeMap<&'r str, f32>,
}

/// A person or organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonRecord<'r> {
    /// Family name or organisation.
    pub family: &'r str,
    /// Given names.
    pub given: Option<&'r str>,
}

impl<'r> From<&'r Person> for PersonRecord<'r> {
    fn from(person: &'r Person) -> Self {
        Self { family: &person.family, given: person.given.as_deref() }
    }
}

impl<'r> ReferenceRecord<'r> {
    /// The record of a string and the fields parsed from it.
    #[must_use]
    pub fn new(raw: &'r str, fields: &'r ReferenceFields) -> Self {
        let confidence = |(name, value): &'r (&'static str, f32)| (*name, *value);
        Self {
            raw,
            kind: fields.kind.name(),
            authors: fields.authors.iter().map(PersonRecord::from).collect(),
            editors: fields.editors.iter().map(PersonRecord::from).collect(),
            year: fields.year.as_ref().map(|year| year.raw.as_str()),
            title: fields.title.as_deref(),
            container: fields.container.as_deref(),
            volume: fields.volume.as_deref(),
            issue: fields.issue.as_deref(),
            first_page: fields.first_page.as_deref(),
            last_page: fields.last_page.as_deref(),
            publisher: fields.publisher.as_deref(),
            place: fields.place.as_deref(),
            edition: fields.edition.as_deref(),
            doi: fields.doi.as_deref(),
            url: fields.url.as_deref(),
            isbn: fields.isbn.as_deref(),
            arxiv: fields.arxiv.as_deref(),
            pmid: fields.pmid.as_deref(),
            language: fields.language.as_ref().map(crate::model::Language::code),
            confidence: fields.confidence,
            field_confidence: fields.field_confidence.iter().map(confidence).collect(),
        }
    }
}

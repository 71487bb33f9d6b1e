//! Entries of a bibliography: the printed string and the fields parsed from it.

use serde::{Deserialize, Serialize};

use super::{Language, Span};

/// One entry of a paper's bibliography.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The entry in the text, its number or label included; empty where the source keeps its
    /// references in another file.
    pub span: Span,
    /// The printed number or key, without brackets and stops.
    pub label: Option<String>,
    /// The entry, where it does not stand in the text.
    pub raw: Option<String>,
    /// The fields parsed from it.
    pub fields: ReferenceFields,
}

impl Reference {
    /// The entry as printed; `text` is that of its document.
    #[must_use]
    pub fn printed<'a>(&'a self, text: &'a str) -> &'a str {
        self.raw.as_deref().unwrap_or_else(|| self.span.of(text))
    }
}

/// The parsed fields of a reference. What could not be parsed is absent; the raw string stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReferenceFields {
    /// What kind of publication it is.
    pub kind: WorkKind,
    /// Authors in order; an organisation has its full name as family name and no given name.
    pub authors: Vec<Person>,
    /// Whether the author list is cut short with "et al.".
    pub et_al: bool,
    /// Editors in order.
    pub editors: Vec<Person>,
    /// Year of publication.
    pub year: Option<Year>,
    /// Title of the work.
    pub title: Option<String>,
    /// Journal, book or proceedings that it appeared in.
    pub container: Option<String>,
    /// Volume as printed.
    pub volume: Option<String>,
    /// Issue as printed.
    pub issue: Option<String>,
    /// First page, or the article number.
    pub first_page: Option<String>,
    /// Last page, written out in full.
    pub last_page: Option<String>,
    /// Publisher, university or institution.
    pub publisher: Option<String>,
    /// Place of publication.
    pub place: Option<String>,
    /// Edition as printed.
    pub edition: Option<String>,
    /// Digital object identifier without a resolver's address, in lower case.
    pub doi: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// International standard book or serial number.
    pub isbn: Option<String>,
    /// arXiv identifier.
    pub arxiv: Option<String>,
    /// PubMed identifier.
    pub pmid: Option<String>,
    /// Language of the reference.
    pub language: Option<Language>,
    /// How sure the fields are as a whole, from 0 to 1.
    pub confidence: f32,
    /// How sure each field is, from 0 to 1, by the field's name in results, which is one of
    /// [`FIELD_NAMES`].
    #[serde(with = "confidences")]
    pub field_confidence: Vec<(&'static str, f32)>,
}

/// The names of fields, as results carry them.
pub const FIELD_NAMES: [&str; 17] = [
    "authors",
    "editors",
    "year",
    "title",
    "container",
    "volume",
    "issue",
    "first_page",
    "last_page",
    "publisher",
    "place",
    "edition",
    "doi",
    "url",
    "isbn",
    "arxiv",
    "pmid",
];

/// Names are stored as their places in [`FIELD_NAMES`]: words would be a third of what is stored of a
/// reference.
mod confidences {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::FIELD_NAMES;

    pub(super) fn serialize<S: Serializer>(
        fields: &[(&'static str, f32)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let place = |name| FIELD_NAMES.iter().position(|known| *known == name);
        let place = |name| place(name).and_then(|place| u8::try_from(place).ok());
        let fields = fields.iter().filter_map(|&(name, value)| Some((place(name)?, value)));
        fields.collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(&'static str, f32)>, D::Error> {
        let fields: Vec<(u8, f32)> = Vec::deserialize(deserializer)?;
        let named = |(place, value): (u8, f32)| {
            let name = FIELD_NAMES.get(usize::from(place));
            name.map(|name| (*name, value)).ok_or_else(|| D::Error::custom("no such field"))
        };
        fields.into_iter().map(named).collect()
    }
}

impl ReferenceFields {
    /// The names of the fields that hold something, as results carry them.
    ///
    /// ```
    /// use leitmotif::model::ReferenceFields;
    /// let fields = ReferenceFields { title: Some("On ports".to_owned()), ..Default::default() };
    /// assert!(fields.found().eq(["title"]));
    /// ```
    pub fn found(&self) -> impl Iterator<Item = &'static str> {
        // In the order of the names.
        let found = [
            !self.authors.is_empty(),
            !self.editors.is_empty(),
            self.year.is_some(),
            self.title.is_some(),
            self.container.is_some(),
            self.volume.is_some(),
            self.issue.is_some(),
            self.first_page.is_some(),
            self.last_page.is_some(),
            self.publisher.is_some(),
            self.place.is_some(),
            self.edition.is_some(),
            self.doi.is_some(),
            self.url.is_some(),
            self.isbn.is_some(),
            self.arxiv.is_some(),
            self.pmid.is_some(),
        ];
        FIELD_NAMES.into_iter().zip(found).filter(|(_, found)| *found).map(|(name, _)| name)
    }
}

/// A person or an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Person {
    /// Family name with its particles, or the full name of an organisation.
    pub family: String,
    /// Given names or initials as printed.
    pub given: Option<String>,
}

/// A year of publication as printed, with its letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Year {
    /// The year; `None` for "n.d.", "in press".
    pub value: Option<i32>,
    /// The letter that tells works of one year apart: `a` in 2018a.
    pub letter: Option<char>,
    /// As printed: `2018a`, `in press`.
    pub raw: String,
}

/// What kind of publication a reference names.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum WorkKind {
    /// Article in a journal.
    Article,
    /// Book.
    Book,
    /// Chapter of a book.
    Chapter,
    /// Paper in conference proceedings.
    Conference,
    /// Thesis or dissertation.
    Thesis,
    /// Report or working paper.
    Report,
    /// Preprint.
    Preprint,
    /// Article in a newspaper or magazine.
    News,
    /// Page on the web.
    Web,
    /// Data set.
    Dataset,
    /// Software.
    Software,
    /// Law, norm, patent, or court decision.
    Legal,
    /// Not known.
    #[default]
    Other,
}

impl WorkKind {
    /// The name that results carry.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Book => "book",
            Self::Chapter => "chapter",
            Self::Conference => "conference",
            Self::Thesis => "thesis",
            Self::Report => "report",
            Self::Preprint => "preprint",
            Self::News => "news",
            Self::Web => "web",
            Self::Dataset => "dataset",
            Self::Software => "software",
            Self::Legal => "legal",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidences_are_stored_by_the_places_of_names() {
        let field_confidence = FIELD_NAMES.into_iter().zip([0.5; 17]).collect();
        let fields = ReferenceFields { field_confidence, ..ReferenceFields::default() };
        let bytes = postcard::to_stdvec(&fields).unwrap();
        assert_eq!(postcard::from_bytes::<ReferenceFields>(&bytes).unwrap(), fields);
        let with_words = FIELD_NAMES.concat().len() + 17 * size_of::<f32>();
        assert!(bytes.len() < with_words, "{} bytes", bytes.len());
    }
}

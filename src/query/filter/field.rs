//! Fields of a paper's metadata by name, and their values as text.

use std::borrow::Cow;
use std::fmt;

use crate::model::Person;
use crate::query::facts::DocumentFacts;

/// A field of a paper's metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name that results carry.
    Document,
    /// Title.
    Title,
    /// Authors; several values.
    Author,
    /// Year of publication.
    Year,
    /// Journal or book.
    Container,
    /// Digital object identifier.
    Doi,
    /// Language code.
    Language,
    /// Key words; several values.
    Keyword,
    /// A further field of a bibliography file or table.
    Extra(String),
}

/// The usual fields with all their names; the first one is the name in results.
const USUAL: [(Field, &[&str]); 8] = [
    (Field::Document, &["document"]),
    (Field::Title, &["title"]),
    (Field::Author, &["author", "authors"]),
    (Field::Year, &["year"]),
    (Field::Container, &["container", "journal"]),
    (Field::Doi, &["doi"]),
    (Field::Language, &["language"]),
    (Field::Keyword, &["keyword", "keywords"]),
];

impl Field {
    /// The field of this name: a usual one in any capitals, or one of `extra`.
    #[must_use]
    pub fn parse(name: &str, extra: &[&str]) -> Option<Self> {
        let lower = name.to_lowercase();
        let usual = USUAL.into_iter().find(|(_, names)| names.contains(&lower.as_str()));
        usual
            .map(|(field, _)| field)
            .or_else(|| extra.contains(&name).then(|| Self::Extra(name.to_owned())))
    }

    /// Its name in results.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Document => "document",
            Self::Title => "title",
            Self::Author => "author",
            Self::Year => "year",
            Self::Container => "container",
            Self::Doi => "doi",
            Self::Language => "language",
            Self::Keyword => "keyword",
            Self::Extra(name) => name,
        }
    }

    /// The values that the paper has for it, in the paper's order.
    #[must_use]
    pub fn values<'a>(&self, document: &'a DocumentFacts) -> Vec<Cow<'a, str>> {
        let metadata = &document.metadata;
        let one = |value: Option<&'a str>| value.map(Cow::Borrowed).into_iter().collect();
        match self {
            Self::Document => one(Some(&document.name)),
            Self::Title => one(metadata.title.as_deref()),
            Self::Author => metadata.authors.iter().map(full_name).collect(),
            Self::Year => metadata.year.map(|year| year.to_string().into()).into_iter().collect(),
            Self::Container => one(metadata.container.as_deref()),
            Self::Doi => one(metadata.doi.as_deref()),
            Self::Language => one(metadata.language.as_ref().map(|language| language.code())),
            Self::Keyword => metadata.keywords.iter().map(|word| word.as_str().into()).collect(),
            Self::Extra(name) => one(metadata.extra.get(name).map(String::as_str)),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A person's name, family name first: `Lee, A.`.
#[must_use]
pub fn full_name(person: &Person) -> Cow<'_, str> {
    match &person.given {
        Some(given) => format!("{}, {given}", person.family).into(),
        None => person.family.as_str().into(),
    }
}

/// The names that may be used: the usual fields, `others`, then the corpus's own.
#[must_use]
pub fn known_names<'a>(extra: &[&'a str], others: &[&'a str]) -> Vec<&'a str> {
    let usual = USUAL.iter().filter_map(|(_, names)| names.first().copied());
    usual.chain(others.iter().copied()).chain(extra.iter().copied()).collect()
}

/// Says that `name` is not known as a `noun`, and which known name is nearest or which there are.
#[must_use]
pub fn unknown_message(noun: &str, name: &str, known: &[&str]) -> String {
    let lower = name.to_lowercase();
    let nearest = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(&lower, &known.to_lowercase()), known))
        .min_by_key(|&(distance, _)| distance)
        .filter(|&(distance, known)| distance <= 1 + known.chars().count() / 3);
    match nearest {
        Some((_, known)) => format!("unknown {noun} `{name}`; did you mean `{known}`?"),
        None => format!("unknown {noun} `{name}`; there are {}", known.join(", ")),
    }
}

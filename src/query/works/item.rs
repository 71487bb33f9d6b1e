//! One reference, or the names and year of markers without one, with the keys it is compared by.

use super::key;
use crate::model::reference::WorkKind;
use crate::model::{Marker, Person, Reference, ReferenceFields, Resolution, Span, Year};

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    /// Folded family name of the first author; empty where none is known.
    pub(super) author: String,
    pub(super) year: Option<i32>,
    /// Folded title; empty where none is known.
    pub(super) title: String,
    /// Whether it is an entry of a bibliography.
    pub(super) listed: bool,
    pub(super) letter: Option<char>,
    pub(super) second_author: Option<String>,
    /// Whether there are more authors than named.
    pub(super) et_al: bool,
    pub(super) doi: Option<String>,
    /// Volume and first page.
    pub(super) pages: Option<(String, String)>,
    pub(super) shown: Shown,
    pub(super) document: u32,
    /// Where the entry, or the first of the markers, stands in the paper.
    pub(super) span: Span,
    /// Place in the paper's bibliography, from 0; 0 for markers.
    pub(super) place: u32,
}

/// What is shown of it, as printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    pub(super) authors: Authors,
    pub(super) title: Option<String>,
    pub(super) container: Option<String>,
    pub(super) kind: WorkKind,
}

/// Persons in one string, since most of the memory of works would else be that of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Authors(Box<str>);

impl Authors {
    /// Before each person, and between family and given names: signs that no name has.
    const PERSON: char = '\u{1e}';
    const GIVEN: char = '\u{1f}';

    fn new(people: &[Person]) -> Self {
        let mut names = String::new();
        for person in people {
            names.push(Self::PERSON);
            names.push_str(&person.family);
            if let Some(given) = &person.given {
                names.push(Self::GIVEN);
                names.push_str(given);
            }
        }
        Self(names.into())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn count(&self) -> usize {
        memchr::memchr_iter(Self::PERSON as u8, self.0.as_bytes()).count()
    }

    pub(super) fn families(&self) -> impl Iterator<Item = &str> {
        let family = |names| str::split(names, Self::GIVEN).next().unwrap_or_default();
        self.0.split(Self::PERSON).skip(1).map(family)
    }

    pub(super) fn people(&self) -> Vec<Person> {
        let person = |names: &str| match names.split_once(Self::GIVEN) {
            Some((family, given)) => Person { family: family.into(), given: Some(given.into()) },
            None => Person { family: names.into(), given: None },
        };
        self.0.split(Self::PERSON).skip(1).map(person).collect()
    }
}

impl Item {
    /// The entry at `place` of a paper's bibliography.
    pub(super) fn of_reference(document: u32, place: u32, reference: Reference) -> Self {
        let Reference { span, fields, .. } = reference;
        let ReferenceFields { authors, editors, title, mut doi, volume, first_page, .. } = fields;
        let people = if authors.is_empty() { editors } else { authors };
        if let Some(doi) = doi.as_mut().filter(|doi| doi.chars().any(char::is_uppercase)) {
            *doi = doi.to_lowercase();
        }
        Self {
            author: people.first().map(|person| key::family(&person.family)).unwrap_or_default(),
            year: year_of(fields.year.as_ref()),
            title: title.as_deref().map(key::title).unwrap_or_default(),
            listed: true,
            letter: fields.year.as_ref().and_then(|year| year.letter),
            second_author: people.get(1).map(|person| key::family(&person.family)),
            et_al: fields.et_al,
            doi,
            pages: volume.zip(first_page),
            shown: Shown {
                authors: Authors::new(&people),
                title,
                container: fields.container,
                kind: fields.kind,
            },
            document,
            span,
            place,
        }
    }

    pub(super) fn of_marker(document: u32, marker: &Marker) -> Self {
        let families = || marker.authors.iter().map(|name| key::family(name));
        let authors =
            marker.authors.iter().map(|name| Person { family: name.clone(), given: None });
        let authors: Vec<Person> = authors.collect();
        Self {
            author: families().next().unwrap_or_default(),
            year: year_of(marker.year.as_ref()),
            title: String::new(),
            listed: false,
            letter: marker.year.as_ref().and_then(|year| year.letter),
            second_author: families().nth(1),
            et_al: marker.et_al,
            doi: None,
            pages: None,
            shown: Shown {
                authors: Authors::new(&authors),
                title: None,
                container: None,
                kind: WorkKind::Other,
            },
            document,
            span: marker.span,
            place: 0,
        }
    }

    /// Whether it has nothing but names and a year.
    pub(super) fn is_bare(&self) -> bool {
        self.title.is_empty() && self.pages.is_none() && self.doi.is_none()
    }
}

fn year_of(year: Option<&Year>) -> Option<i32> {
    year.and_then(|year| year.value)
}

/// The references that a marker counts for: those it resolves to, the best one of several.
pub(super) fn references_of(marker: &Marker) -> &[usize] {
    match &marker.resolution {
        Resolution::Resolved(references) => references,
        Resolution::Ambiguous(references) => references.get(..1).unwrap_or_default(),
        Resolution::Unresolved => &[],
    }
}

/// Names and year of a marker, which tell it from others of one paper.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MarkerKey {
    authors: Vec<String>,
    et_al: bool,
    year: Option<(Option<i32>, Option<char>)>,
}

impl MarkerKey {
    /// The key; `None` for a marker without names.
    pub(super) fn of(marker: &Marker) -> Option<Self> {
        let authors: Vec<_> = marker.authors.iter().map(|name| key::family(name)).collect();
        let known = authors.first().is_some_and(|author| !author.is_empty());
        let year = marker.year.as_ref().map(|year| (year.value, year.letter));
        known.then_some(Self { authors, et_al: marker.et_al, year })
    }
}

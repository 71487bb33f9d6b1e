//! One reference, or the names and year of markers without one, with the keys it is compared by.

use super::key;
use crate::model::reference::WorkKind;
use crate::model::{Marker, Person, Reference, ReferenceFields, Resolution, Year};

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
}

/// What is shown of it, as printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    pub(super) authors: Vec<Person>,
    pub(super) title: Option<String>,
    pub(super) container: Option<String>,
    pub(super) kind: WorkKind,
}

impl Item {
    pub(super) fn of_reference(document: u32, reference: &Reference) -> Self {
        let fields = &reference.fields;
        let ReferenceFields { authors, editors, title, doi, volume, first_page, .. } = fields;
        let people = if authors.is_empty() { editors } else { authors };
        let pages = volume.as_ref().zip(first_page.as_ref());
        Self {
            author: people.first().map(|person| key::family(&person.family)).unwrap_or_default(),
            year: year_of(fields.year.as_ref()),
            title: title.as_deref().map(key::title).unwrap_or_default(),
            listed: true,
            letter: fields.year.as_ref().and_then(|year| year.letter),
            second_author: people.get(1).map(|person| key::family(&person.family)),
            et_al: fields.et_al,
            doi: doi.as_ref().map(|doi| doi.to_lowercase()),
            pages: pages.map(|(volume, page)| (volume.clone(), page.clone())),
            shown: Shown {
                authors: people.clone(),
                title: title.clone(),
                container: fields.container.clone(),
                kind: fields.kind,
            },
            document,
        }
    }

    pub(super) fn of_marker(document: u32, marker: &Marker) -> Self {
        let families = || marker.authors.iter().map(|name| key::family(name));
        let authors =
            marker.authors.iter().map(|name| Person { family: name.clone(), given: None });
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
                authors: authors.collect(),
                title: None,
                container: None,
                kind: WorkKind::Other,
            },
            document,
        }
    }

    /// Whether it has nothing but names and a year.
    pub(super) fn is_bare(&self) -> bool {
        self.title.is_empty() && self.pages.is_none() && self.doi.is_none()
    }

    /// Whether the authors after the first can be the same, as far as they are named.
    pub(super) fn authors_fit(&self, other: &Self) -> bool {
        match (&self.second_author, &other.second_author) {
            (Some(one), Some(two)) => one == two,
            (None, None) => self.et_al == other.et_al,
            (Some(_), None) => other.et_al,
            (None, Some(_)) => self.et_al,
        }
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

/// An order of items that depends on what they say, not on when their papers were added.
pub(super) struct Order {
    /// Old places in the new order.
    sorted: Vec<usize>,
    /// New place of each old one.
    places: Vec<u32>,
}

/// The order of `items` by content; those of equal content by document.
pub(super) fn canonical_order(items: &[Item]) -> Order {
    let mut sorted: Vec<usize> = (0..items.len()).collect();
    sorted.sort_by(|&a, &b| items.get(a).cmp(&items.get(b)).then(a.cmp(&b)));
    let mut places = vec![0; items.len()];
    for (place, &old) in (0_u32..).zip(&sorted) {
        if let Some(slot) = places.get_mut(old) {
            *slot = place;
        }
    }
    Order { sorted, places }
}

impl Order {
    pub(super) fn place_of(&self, item: u32) -> u32 {
        self.places.get(item as usize).copied().unwrap_or(u32::MAX)
    }

    pub(super) fn apply(&self, items: Vec<Item>) -> Vec<Item> {
        let mut items: Vec<_> = items.into_iter().map(Some).collect();
        let taken = self.sorted.iter().filter_map(|&old| items.get_mut(old).and_then(Option::take));
        taken.collect()
    }
}

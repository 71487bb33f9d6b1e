//! Which sections of which documents a query looks at.

use std::ops::{BitAnd, BitOr, Not};

use super::facts::CorpusFacts;
use crate::model::SectionKind;

/// A set of kinds of sections.
///
/// ```
/// use leitmotif::model::SectionKind;
/// use leitmotif::query::SectionSet;
/// let results = SectionSet::of(SectionKind::Results);
/// assert!((!results).contains(SectionKind::Methods));
/// assert!((results & !results).is_empty());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SectionSet(u16);

impl SectionSet {
    /// No section.
    pub const NONE: Self = Self(0);
    /// Every kind of section.
    pub const ALL: Self = Self((1 << SectionKind::ALL.len()) - 1);
    /// Every kind but the bibliography: what counts unless asked otherwise.
    pub const RUNNING_TEXT: Self = Self(Self::ALL.0 & !(1 << SectionKind::References as u16));

    /// The set of one kind.
    #[must_use]
    pub const fn of(kind: SectionKind) -> Self {
        Self(1 << kind as u16)
    }

    /// All kinds, or none.
    #[must_use]
    pub const fn all_if(condition: bool) -> Self {
        if condition { Self::ALL } else { Self::NONE }
    }

    /// Whether `kind` is in the set.
    #[must_use]
    pub const fn contains(self, kind: SectionKind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    /// Whether no kind is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in the set, in the order of a paper.
    pub fn iter(self) -> impl Iterator<Item = SectionKind> {
        SectionKind::ALL.into_iter().filter(move |&kind| self.contains(kind))
    }
}

impl BitAnd for SectionSet {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for SectionSet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Not for SectionSet {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }
}

impl FromIterator<SectionKind> for SectionSet {
    fn from_iter<I: IntoIterator<Item = SectionKind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, |set, kind| set | Self::of(kind))
    }
}

/// The selected sections of every document of a corpus; none for a document that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    sections: Vec<SectionSet>,
}

impl Selection {
    /// The same sections of every document.
    #[must_use]
    pub fn everywhere(corpus: &CorpusFacts, sections: SectionSet) -> Self {
        Self { sections: vec![sections; corpus.documents.len()] }
    }

    /// One set a document, in the order of the corpus.
    #[must_use]
    pub const fn new(sections: Vec<SectionSet>) -> Self {
        Self { sections }
    }

    /// The selected sections of the document at this place.
    #[must_use]
    pub fn sections(&self, document: usize) -> SectionSet {
        self.sections.get(document).copied().unwrap_or(SectionSet::NONE)
    }

    /// Whether a place in this kind of section of this document is selected.
    #[must_use]
    pub fn contains(&self, document: u32, section: SectionKind) -> bool {
        self.sections(document as usize).contains(section)
    }

    /// What this one selects and `other` does not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.combined(other, |own, other| own & !other)
    }

    /// What both select.
    #[must_use]
    pub fn common(&self, other: &Self) -> Self {
        self.combined(other, |own, other| own & other)
    }

    fn combined(&self, other: &Self, combine: fn(SectionSet, SectionSet) -> SectionSet) -> Self {
        let documents = self.sections.iter().enumerate();
        Self {
            sections: documents.map(|(place, &own)| combine(own, other.sections(place))).collect(),
        }
    }

    /// Only these sections of what is selected.
    #[must_use]
    pub fn within(mut self, sections: SectionSet) -> Self {
        for set in &mut self.sections {
            *set = *set & sections;
        }
        self
    }
}

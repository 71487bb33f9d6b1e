//! Groups of text to compare: by document, section, year, period, cited work, language or any metadata
//! field; and of themes by their level.
//!
//! A paper with several values of a field (authors, key words, cited works) belongs to the group of each.
//! Text without a value forms a group of its own, whose cell is missing and which comes last.
//! Groups come in natural order: numbers ascending, sections in the order of a paper, works by how many
//! papers cite them, else by name.

use std::fmt;
use std::sync::Arc;

use super::facts::{CorpusFacts, DocumentFacts};
use super::filter::field::{self, Field};
use crate::error::{Error, ErrorKind, Result};
use crate::model::table::ColumnKind;
use crate::model::{Cell, Column, SectionKind};
use crate::query::selection::Selection;
use crate::query::works::CitedWorks;

/// Years of a period where nothing else is said.
pub const PERIOD: u16 = 5;
/// Groups that are no field of a document.
const OTHERS: [&str; 4] = ["section", "period", "work", "level"];

/// What text is grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// Each kind of section.
    Section,
    /// Periods of so many years, aligned to multiples: 2010-2014 for 5.
    Period(u16),
    /// Each of these works: the papers that cite it.
    Work(Arc<CitedWorks>),
    /// Target and reference: text that was chosen by two filters.
    Chosen(Arc<ChosenText>),
    /// The level of the theme, not of text: 1 for themes that stand below no other.
    Level,
    /// A field of the document.
    Field(Field),
}

/// Two choices of text to compare; what both choose belongs to the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenText {
    /// The first of the two groups.
    pub target: Selection,
    /// The second.
    pub reference: Selection,
}

impl ChosenText {
    /// The place of the group that a kind of section of a document belongs to.
    fn place(&self, document: usize, section: SectionKind) -> Option<i64> {
        let chosen = |of: &Selection| of.sections(document).contains(section);
        if chosen(&self.target) { Some(0) } else { chosen(&self.reference).then_some(1) }
    }
}

/// What the texts of one group have in common. In the order of results.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKey {
    /// A year, the first year of a period, or the number of a choice.
    Number(i64),
    /// A kind of section.
    Section(SectionKind),
    /// The place of a cited work among those that are shown.
    Work(u32),
    /// Any other value.
    Text(String),
    /// No value is known.
    Missing,
}

impl GroupBy {
    /// What `name` groups by: `section`, `period` (of [`PERIOD`] years), `level`, or a field that the corpus has.
    /// Cited works are not known here ([`GroupBy::Work`]).
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for an unknown field, with the nearest known name.
    pub fn parse(name: &str, corpus: &CorpusFacts) -> Result<Self> {
        match name {
            "section" => Ok(Self::Section),
            "period" => Ok(Self::Period(PERIOD)),
            "level" => Ok(Self::Level),
            _ => {
                let extra = corpus.extra_fields();
                Field::parse(name, &extra).map(Self::Field).ok_or_else(|| {
                    let known = field::known_names(&extra, &OTHERS);
                    Error::new(ErrorKind::Usage(field::unknown_message("group", name, &known)))
                })
            }
        }
    }

    /// The name of its column.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Section => "section",
            Self::Period(_) => "period",
            Self::Work(_) => "work",
            Self::Chosen(_) => "choice",
            Self::Level => "level",
            Self::Field(field) => field.name(),
        }
    }

    /// Whether sections of one document can belong to different groups.
    #[must_use]
    pub const fn is_of_section(&self) -> bool {
        matches!(self, Self::Section | Self::Chosen(_))
    }

    /// Its column.
    #[must_use]
    pub fn column(&self) -> Column {
        match self {
            Self::Field(Field::Year) => Column::ordinal("year", "year of publication"),
            Self::Section => Column::text("section", "kind of section"),
            Self::Period(_) => Column::text("period", "years of publication"),
            Self::Work(_) => Column::text("work", "work that the papers cite"),
            Self::Chosen(_) => Column::text("choice", "target or reference"),
            Self::Level => Column::ordinal("level", "level of the theme, 1 at the top"),
            Self::Field(field) => {
                Column::new(ColumnKind::Text, field.name(), format!("{field} of the paper"))
            }
        }
    }

    /// The groups that this kind of section of the document at `place` belongs to; at least one.
    #[must_use]
    pub fn keys(
        &self,
        place: usize,
        document: &DocumentFacts,
        section: SectionKind,
    ) -> Vec<GroupKey> {
        let year = document.metadata.year;
        let mut keys: Vec<_> = match self {
            Self::Section => vec![GroupKey::Section(section)],
            Self::Work(works) => {
                works.of_document(place).iter().copied().map(GroupKey::Work).collect()
            }
            Self::Chosen(text) => {
                text.place(place, section).map(GroupKey::Number).into_iter().collect()
            }
            Self::Level => Vec::new(),
            Self::Period(years) => {
                let years = i64::from(*years).max(1);
                year.map(|year| GroupKey::Number(i64::from(year).div_euclid(years) * years))
                    .into_iter()
                    .collect()
            }
            Self::Field(Field::Year) => {
                year.map(|year| GroupKey::Number(year.into())).into_iter().collect()
            }
            Self::Field(field) => {
                field.values(document).into_iter().map(|v| GroupKey::Text(v.into_owned())).collect()
            }
        };
        if keys.is_empty() {
            keys.push(GroupKey::Missing);
        }
        keys.sort();
        keys.dedup();
        keys
    }

    /// The cell that names a group.
    #[must_use]
    pub fn cell(&self, key: &GroupKey) -> Cell {
        match (self, key) {
            (Self::Period(years), GroupKey::Number(first)) => {
                format!("{first}-{}", first + i64::from(*years).max(1) - 1).into()
            }
            (Self::Chosen(_), GroupKey::Number(0)) => "target".into(),
            (Self::Chosen(_), GroupKey::Number(_)) => "reference".into(),
            (_, GroupKey::Number(number)) => Cell::Integer(*number),
            (_, GroupKey::Section(kind)) => kind.name().into(),
            (Self::Work(works), GroupKey::Work(place)) => works.label(*place).into(),
            (_, GroupKey::Work(place)) => Cell::from(*place),
            (_, GroupKey::Text(text)) => text.as_str().into(),
            (_, GroupKey::Missing) => Cell::Missing,
        }
    }
}

impl fmt::Display for GroupBy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Metadata, Person};

    #[test]
    fn a_paper_belongs_to_the_group_of_each_value() {
        let person = |family: &str| Person { family: family.into(), given: None };
        let document = DocumentFacts {
            metadata: Metadata {
                year: Some(2012),
                authors: vec![person("Wu"), person("Lee"), person("Wu")],
                ..Metadata::default()
            },
            ..DocumentFacts::default()
        };
        let corpus = CorpusFacts { documents: vec![document.clone()] };
        let keys = |name: &str| {
            GroupBy::parse(name, &corpus).unwrap().keys(0, &document, SectionKind::Results)
        };
        assert_eq!(keys("author"), [GroupKey::Text("Lee".into()), GroupKey::Text("Wu".into())]);
        assert_eq!(keys("year"), [GroupKey::Number(2012)]);
        assert_eq!(keys("section"), [GroupKey::Section(SectionKind::Results)]);
        assert_eq!(keys("container"), [GroupKey::Missing]);
        assert_eq!(GroupBy::Period(5).cell(&keys("period")[0]), "2010-2014".into());
    }

    #[test]
    fn an_unknown_group_is_met_with_the_nearest_name() {
        let error = GroupBy::parse("secton", &CorpusFacts::default()).unwrap_err().to_string();
        assert!(error.contains("did you mean `section`?"), "{error}");
    }
}

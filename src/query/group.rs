//! Groups of text to compare: by document, section, year, language or any metadata field.
//!
//! A paper with several values of a field (authors, key words) belongs to the group of each. Text
//! without a value forms a group of its own, whose cell is missing and which comes last.
//! Groups come in natural order: numbers ascending, sections in the order of a paper, else by name.

use std::fmt;

use super::facts::{CorpusFacts, DocumentFacts};
use super::filter::field::{self, Field};
use crate::error::{Error, ErrorKind, Result};
use crate::model::table::ColumnKind;
use crate::model::{Cell, Column, SectionKind};

/// What text is grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// Each kind of section.
    Section,
    /// Periods of so many years, aligned to multiples: 2010-2014 for 5.
    Period(u16),
    /// A field of the document.
    Field(Field),
}

/// What the texts of one group have in common. In the order of results.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKey {
    /// A year, or the first year of a period.
    Number(i64),
    /// A kind of section.
    Section(SectionKind),
    /// Any other value.
    Text(String),
    /// No value is known.
    Missing,
}

impl GroupBy {
    /// What `name` groups by: `section`, `period` (five years), or a field that the corpus has.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for an unknown field, with the nearest known name.
    pub fn parse(name: &str, corpus: &CorpusFacts) -> Result<Self> {
        match name {
            "section" => Ok(Self::Section),
            "period" => Ok(Self::Period(5)),
            _ => {
                let extra = corpus.extra_fields();
                Field::parse(name, &extra).map(Self::Field).ok_or_else(|| {
                    let known = field::known_names(&extra, &["section", "period"]);
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
            Self::Field(field) => field.name(),
        }
    }

    /// Whether sections of one document can belong to different groups.
    #[must_use]
    pub const fn is_of_section(&self) -> bool {
        matches!(self, Self::Section)
    }

    /// Its column.
    #[must_use]
    pub fn column(&self) -> Column {
        match self {
            Self::Field(Field::Year) => Column::ordinal("year", "year of publication"),
            Self::Section => Column::text("section", "kind of section"),
            Self::Period(_) => Column::text("period", "years of publication"),
            Self::Field(field) => {
                Column::new(ColumnKind::Text, field.name(), format!("{field} of the paper"))
            }
        }
    }

    /// The groups that this kind of section of this document belongs to; at least one.
    #[must_use]
    pub fn keys(&self, document: &DocumentFacts, section: SectionKind) -> Vec<GroupKey> {
        let year = document.metadata.year;
        let mut keys: Vec<_> = match self {
            Self::Section => vec![GroupKey::Section(section)],
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
            (_, GroupKey::Number(number)) => Cell::Integer(*number),
            (_, GroupKey::Section(kind)) => kind.name().into(),
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
            GroupBy::parse(name, &corpus).unwrap().keys(&document, SectionKind::Results)
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

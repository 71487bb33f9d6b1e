//! Frequencies as a cross table: one column a group.

use super::{FrequencyTable, Group, GroupBy};
use crate::model::table::thousands;
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::group::GroupKey;

/// What the cells of a cross table hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Mentions.
    Mentions,
    /// Papers with a mention.
    Papers,
    /// Sentences with a mention.
    Sentences,
    /// Mentions per so many tokens.
    #[default]
    Rate,
    /// Share of the papers that raise the theme.
    Share,
}

impl Measure {
    /// Its name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mentions => "mentions",
            Self::Papers => "papers",
            Self::Sentences => "sentences",
            Self::Rate => "rate",
            Self::Share => "share",
        }
    }

    fn column(self, name: &str, per: u64) -> Column {
        match self {
            Self::Mentions => Column::integer(name, format!("mentions: {name}")),
            Self::Papers => Column::integer(name, format!("papers with a mention: {name}")),
            Self::Sentences => Column::integer(name, format!("sentences with a mention: {name}")),
            Self::Rate => Column::real(name, 2, format!("mentions per {per} tokens: {name}")),
            Self::Share => Column::share(name, format!("share of papers with a mention: {name}")),
        }
        .labelled(name)
    }
}

impl FrequencyTable {
    /// One row for each theme, or for each theme and first group where there are two; the groups of the last part of
    /// [`FrequencyOptions::by`](super::FrequencyOptions::by) are columns, and their cells hold `measure`.
    ///
    /// A cell is missing where no text belongs to both groups. Text without a group is the column `none`.
    #[must_use]
    pub fn to_wide_table(&self, measure: Measure, provenance: Provenance) -> Table {
        let per = self.options.per;
        let what = match measure {
            Measure::Rate => format!("mentions per {} tokens", thousands(per)),
            Measure::Share => "share of papers".to_owned(),
            measure => measure.name().to_owned(),
        };
        let mut table = Table::new("themes", format!("{}; {what}", self.title()));
        table.provenance = provenance;
        table.columns = vec![self.theme_column()];
        let Some((last, before)) = self.options.by.split_last() else { return table };
        table.columns.extend(before.iter().map(GroupBy::column));
        let mut keys: Vec<_> = self.groups.iter().filter_map(|group| group.keys.last()).collect();
        keys.sort();
        keys.dedup();
        let names = keys.iter().map(|key| match last.cell(key) {
            Cell::Text(text) => text,
            Cell::Integer(number) => number.to_string(),
            _ => "none".to_owned(),
        });
        table.columns.extend(names.map(|name| measure.column(&name, per)));
        for &theme in &self.rows {
            // Groups are in the order of their keys: those of one row stand together.
            let numbered: Vec<(usize, &Group)> = self.groups.iter().enumerate().collect();
            for row in numbered.chunk_by(|a, b| leading(a.1) == leading(b.1)) {
                let Some((_, group)) = row.first() else { continue };
                let path = self.themes.get(theme).map(|theme| theme.path.as_str());
                let mut cells: Vec<Cell> = vec![path.into()];
                cells.extend(self.key_cells(theme, group).take(before.len()));
                cells.extend(keys.iter().map(|&key| {
                    let found = row.iter().find(|(_, group)| group.keys.last() == Some(key));
                    found.map_or(Cell::Missing, |&(place, _)| self.measured(theme, place, measure))
                }));
                table.push(cells);
            }
        }
        table
    }

    fn measured(&self, theme: usize, place: usize, measure: Measure) -> Cell {
        let Some(group) = self.groups.get(place) else { return Cell::Missing };
        let frequency = self.get(theme, place);
        let real = |value: Option<f64>| value.map_or(Cell::Missing, Cell::real);
        match measure {
            Measure::Mentions => frequency.mentions.into(),
            Measure::Papers => frequency.papers.into(),
            Measure::Sentences => frequency.sentences.into(),
            Measure::Rate => real(frequency.rate(group, self.options.per)),
            Measure::Share => real(frequency.share(group).map(|share| share.share)),
        }
    }
}

/// The keys of a group without the last.
fn leading(group: &Group) -> &[GroupKey] {
    group.keys.split_last().map_or(&[], |(_, before)| before)
}

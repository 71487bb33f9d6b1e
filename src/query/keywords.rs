//! Keywords: the words, n-grams and terms of a text by frequency, papers and evenness.
//!
//! Frequency alone puts the words of one long paper beside those of the field: `papers` and `dp` (S. Th. Gries
//! 2008) tell them apart. Terms are ranked by their C-value ([`crate::stats::c_value`]), counted among all
//! terms of the least frequency, whether they are shown or not. What a text has *more* than another is the
//! matter of [`crate::query::keyness`].

use crate::model::table::{ColumnKind, thousands};
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::lexical::{
    CountedItems, ItemFrequency, ItemKind, TextSize, WordFilter, number_of, shown_of,
};
use crate::stats::c_value::c_values;

/// What keywords are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeywordMeasure {
    /// Occurrences.
    #[default]
    Frequency,
    /// Papers with an occurrence.
    Papers,
    /// Evenness: the lowest deviation of proportions first.
    Dp,
    /// C-value.
    CValue,
}

/// A word, n-gram or term.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// Its words.
    pub item: String,
    /// How often it occurs.
    pub frequency: ItemFrequency,
    /// Of a term its C-value.
    pub c_value: Option<f64>,
}

/// Keywords in order of rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Keywords {
    /// Those that are shown.
    pub rows: Vec<Keyword>,
    /// How many there are.
    pub found: usize,
    kind: ItemKind,
    text: TextSize,
    per: u64,
}

impl Keywords {
    /// The `limit` highest of the items that `filter` shows, with rates per so many tokens.
    #[must_use]
    pub fn new(
        counted: CountedItems,
        kind: ItemKind,
        filter: &WordFilter,
        measure: KeywordMeasure,
        limit: Option<usize>,
        per: u64,
    ) -> Self {
        let values: Vec<Option<f64>> = if kind == ItemKind::Term {
            let terms: Vec<(Vec<&str>, u64)> = counted
                .items
                .iter()
                .map(|item| {
                    let count = item.frequencies.first().map_or(0, |frequency| frequency.count);
                    (item.item.split(' ').collect(), count)
                })
                .collect();
            c_values(&terms).into_iter().map(Some).collect()
        } else {
            vec![None; counted.items.len()]
        };
        let items = counted.items.into_iter().zip(values);
        let mut rows: Vec<Keyword> = items
            .filter(|(item, _)| filter.shows(&item.item))
            .map(|(item, c_value)| Keyword {
                item: item.item,
                frequency: item.frequencies.first().copied().unwrap_or_default(),
                c_value,
            })
            .collect();
        rows.sort_by(|a, b| {
            let by_measure = match measure {
                KeywordMeasure::Frequency => std::cmp::Ordering::Equal,
                KeywordMeasure::Papers => b.frequency.papers.cmp(&a.frequency.papers),
                KeywordMeasure::Dp => {
                    let dp = |row: &Keyword| row.frequency.dp.unwrap_or(1.0);
                    dp(a).total_cmp(&dp(b))
                }
                KeywordMeasure::CValue => {
                    let value = |row: &Keyword| row.c_value.unwrap_or(0.0);
                    value(b).total_cmp(&value(a))
                }
            };
            by_measure
                .then(b.frequency.count.cmp(&a.frequency.count))
                .then_with(|| a.item.cmp(&b.item))
        });
        let found = rows.len();
        rows.truncate(limit.unwrap_or(usize::MAX));
        let text = counted.texts.into_iter().next().unwrap_or_default();
        Self { rows, found, kind, text, per }
    }

    /// One row an item: `word`, `ngram` or `term`, `frequency`, `rate`, `papers`, `papers_share`, `dp`, and of
    /// terms `c_value`.
    #[must_use]
    pub fn to_table(&self, provenance: Provenance) -> Table {
        let nouns = self.kind.nouns();
        let places = match self.kind {
            ItemKind::NGram(2..) => ("place", "places"),
            _ => ("token", "tokens"),
        };
        let title = format!(
            "Keywords: {} in {}, {}",
            shown_of(self.rows.len(), self.found, nouns),
            number_of(self.text.papers, ("paper", "papers")),
            number_of(self.text.tokens, places)
        );
        let is_term = self.kind == ItemKind::Term;
        let mut table = Table::new("keywords", title);
        table.columns = vec![
            Column::text(nouns.0.replace('-', ""), "its words, folded").labelled(nouns.0),
            Column::integer("frequency", "occurrences").bar(),
            Column::real("rate", 2, format!("occurrences per {} {}", self.per, places.1))
                .labelled(format!("per {}", thousands(self.per))),
            Column::integer("papers", "papers with an occurrence"),
            Column::share("papers_share", "the same among all papers of the text")
                .labelled("of papers"),
            Column::new(
                ColumnKind::Real { decimals: 2 },
                "dp",
                "deviation of proportions over papers, 0 (even) to 1 (in one)",
            )
            .labelled("DP"),
        ];
        if is_term {
            table.columns.push(
                Column::real(
                    "c_value",
                    1,
                    "C-value: frequency that is not inside longer terms, by length",
                )
                .labelled("C-value"),
            );
        }
        for row in &self.rows {
            let frequency = row.frequency;
            let real = |value: Option<f64>| value.map_or(Cell::Missing, Cell::real);
            #[expect(clippy::cast_precision_loss, reason = "numbers of papers are below 2^53")]
            let share =
                (self.text.papers > 0).then(|| frequency.papers as f64 / self.text.papers as f64);
            table.push(vec![
                row.item.as_str().into(),
                frequency.count.into(),
                real(frequency.rate(&self.text, self.per)),
                frequency.papers.into(),
                real(share),
                real(frequency.dp),
                real(row.c_value),
            ]);
        }
        table.provenance = provenance;
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::lexical::CountedItem;

    fn keywords(kind: ItemKind, filter: &WordFilter, measure: KeywordMeasure) -> Vec<String> {
        let text = TextSize::new(vec![50, 50]);
        let item = |item: &str, counts: &[(u32, u32)]| CountedItem {
            item: item.to_owned(),
            frequencies: vec![ItemFrequency::of(counts, &text)],
        };
        let items = vec![
            item("small firm", &[(0, 6), (1, 6)]),
            item("small firm owner", &[(0, 5)]),
            item("firm owner", &[(0, 5), (1, 1)]),
        ];
        let counted = CountedItems { items, texts: vec![text.clone()] };
        let found = Keywords::new(counted, kind, filter, measure, None, 1000);
        found.rows.into_iter().map(|row| row.item).collect()
    }

    #[test]
    fn terms_inside_longer_ones_rank_low_by_c_value() {
        let all = WordFilter::default();
        let ranked = keywords(ItemKind::Term, &all, KeywordMeasure::CValue);
        assert_eq!(ranked, ["small firm owner", "small firm", "firm owner"]);
        let by_papers = keywords(ItemKind::Term, &all, KeywordMeasure::Papers);
        assert_eq!(by_papers, ["small firm", "firm owner", "small firm owner"]);
        let owners = WordFilter::default().like("own*").unwrap();
        let ranked = keywords(ItemKind::Term, &owners, KeywordMeasure::CValue);
        assert_eq!(ranked, ["small firm owner", "firm owner"]);
    }
}

//! What a change of the codebook did: two counts of the same papers, compared theme by theme and
//! pattern by pattern.

use std::collections::BTreeMap;

use super::facts::ThemeFacts;
use super::frequency::FrequencyTable;
use crate::model::table::Display;
use crate::model::{Cell, Codebook, Column, Provenance, Table};

/// One count of a codebook, kept to be compared with the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeCounts {
    themes: Vec<CountedTheme>,
}

/// A theme with its count and its patterns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct CountedTheme {
    path: String,
    mentions: u64,
    papers: u64,
    /// The patterns as written, with the places where each matches before the counting rule; `None` for
    /// those of `exclude`, whose places are not counted.
    patterns: BTreeMap<String, Option<u64>>,
}

impl ThemeCounts {
    /// The count of a codebook; `places` are those of its patterns, by their numbers.
    ///
    /// Of a table with groups the first group is taken.
    #[must_use]
    pub fn of(codebook: &Codebook, table: &FrequencyTable, places: &[u64]) -> Self {
        let mut places = places.iter().copied();
        let themes = codebook.themes.iter().zip(&table.themes).enumerate();
        let themes = themes.map(|(number, (theme, ThemeFacts { path, .. }))| {
            let frequency = table.get(number, 0);
            let mut patterns: BTreeMap<String, Option<u64>> = BTreeMap::new();
            for pattern in &theme.include {
                let own = places.next().unwrap_or_default();
                *patterns.entry(pattern.source.clone()).or_insert(Some(0)).get_or_insert(0) += own;
            }
            for pattern in &theme.exclude {
                patterns.insert(format!("exclude: {}", pattern.source), None);
            }
            let (mentions, papers) = (frequency.mentions, frequency.papers);
            CountedTheme { path: path.clone(), mentions, papers, patterns }
        });
        Self { themes: themes.collect() }
    }

    /// What is different in `self` from the count `before`: one row for each theme whose count or patterns
    /// have changed, followed by a row for each of its patterns that has.
    ///
    /// Columns: `theme`, `pattern`, `change` (`added`, `removed`, `changed`; nothing where only patterns
    /// have changed), `before`, `now`, `difference`, `papers_before`, `papers_now`. The numbers
    /// of a theme are mentions; those of a pattern are the places where it matches, before the counting
    /// rule. Themes come in the order of the codebook, then those that are gone.
    #[must_use]
    pub fn changes(&self, before: &Self, provenance: Provenance) -> Table {
        let mut table = Table::new("changes", "What the change did");
        table.columns = columns();
        table.provenance = provenance;
        for theme in &self.themes {
            compare(before.find(&theme.path), Some(theme), &mut table);
        }
        for theme in before.themes.iter().filter(|theme| self.find(&theme.path).is_none()) {
            compare(Some(theme), None, &mut table);
        }
        table
    }

    fn find(&self, path: &str) -> Option<&CountedTheme> {
        self.themes.iter().find(|theme| theme.path == path)
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("theme", "path of the theme in the codebook"),
        Column::text("pattern", "pattern that has changed; empty in the row of the theme")
            .shown(Display::Brief),
        Column::text("change", "added, removed or changed"),
        Column::integer("before", "mentions before; of a pattern the places where it matched"),
        Column::integer("now", "mentions now; of a pattern the places where it matches"),
        Column::integer("difference", "now less before").shown(Display::Signed).labelled("+/-"),
        Column::integer("papers_before", "papers with a mention before").labelled("papers before"),
        Column::integer("papers_now", "papers with a mention now").labelled("papers now"),
    ]
}

/// Adds the rows of a theme as it was and as it is.
fn compare(before: Option<&CountedTheme>, now: Option<&CountedTheme>, table: &mut Table) {
    let none = BTreeMap::new();
    let patterns = |theme: Option<&CountedTheme>| {
        theme.map_or_else(|| none.clone(), |theme| theme.patterns.clone())
    };
    let (old, new) = (patterns(before), patterns(now));
    if before == now {
        return;
    }
    let Some(path) = now.or(before).map(|theme| theme.path.as_str()) else { return };
    let mentions = |theme: Option<&CountedTheme>| theme.map(|theme| theme.mentions);
    let papers = |theme: Option<&CountedTheme>| theme.map(|theme| theme.papers);
    let same = (mentions(before), papers(before)) == (mentions(now), papers(now));
    let change = match (before.is_some(), now.is_some()) {
        (false, _) => Cell::from("added"),
        (_, false) => Cell::from("removed"),
        _ if same => Cell::Missing,
        _ => Cell::from("changed"),
    };
    let mut row = vec![path.into(), Cell::Missing, change];
    row.extend(numbers(mentions(before), mentions(now)));
    row.extend([papers(before), papers(now)].map(number));
    table.push(row);
    let mut written: Vec<&String> = old.keys().chain(new.keys()).collect();
    written.sort();
    written.dedup();
    for pattern in written {
        let (was, is) = (old.get(pattern), new.get(pattern));
        let change = match (was, is) {
            (None, _) => "added",
            (_, None) => "removed",
            _ if was != is => "changed",
            _ => continue,
        };
        let mut row = vec![path.into(), pattern.as_str().into(), change.into()];
        row.extend(numbers(was.copied().flatten(), is.copied().flatten()));
        row.extend([Cell::Missing, Cell::Missing]);
        table.push(row);
    }
}

/// The cells of two numbers and their difference; none of what is not counted.
fn numbers(before: Option<u64>, now: Option<u64>) -> [Cell; 3] {
    let difference = match (before, now) {
        (None, None) => Cell::Missing,
        (before, now) => {
            let (before, now) = (before.unwrap_or_default(), now.unwrap_or_default());
            let difference = i64::try_from(now.abs_diff(before)).unwrap_or(i64::MAX);
            Cell::Integer(if now < before { -difference } else { difference })
        }
    };
    [number(before), number(now), difference]
}

fn number(number: Option<u64>) -> Cell {
    number.map_or(Cell::Missing, Cell::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(path: &str, counts: (u64, u64), patterns: &[(&str, Option<u64>)]) -> CountedTheme {
        let patterns =
            patterns.iter().map(|(pattern, places)| ((*pattern).to_owned(), *places)).collect();
        CountedTheme { path: path.to_owned(), mentions: counts.0, papers: counts.1, patterns }
    }

    /// The rows with missing cells as stops.
    fn rows(before: Vec<CountedTheme>, now: Vec<CountedTheme>) -> Vec<String> {
        let (before, now) = (ThemeCounts { themes: before }, ThemeCounts { themes: now });
        let table = now.changes(&before, Provenance::default());
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Integer(number) => number.to_string(),
            _ => ".".to_owned(),
        };
        let rows = table.rows().iter();
        rows.map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn a_new_pattern_is_told_with_what_it_adds() {
        let before = vec![theme("m", (3, 2), &[("cheap", Some(3))]), theme("n", (1, 1), &[])];
        let now = vec![
            theme("m", (5, 3), &[("cheap", Some(3)), ("low cost", Some(4))]),
            theme("n", (1, 1), &[]),
        ];
        assert_eq!(rows(before, now), ["m . changed 3 5 2 2 3", "m low cost added . 4 4 . ."]);
    }

    #[test]
    fn themes_come_and_go() {
        let before = vec![theme("old", (3, 2), &[("a", Some(3))])];
        let now = vec![theme("new", (0, 0), &[("b", Some(0))])];
        let expected = [
            "new . added . 0 0 . 0",
            "new b added . 0 0 . .",
            "old . removed 3 . -3 2 .",
            "old a removed 3 . -3 . .",
        ];
        assert_eq!(rows(before, now), expected);
    }

    #[test]
    fn a_pattern_that_changes_no_count_is_told_too() {
        let before = vec![theme("m", (3, 2), &[("a", Some(3)), ("exclude: x", None)])];
        let now = vec![theme("m", (3, 2), &[("a", Some(3)), ("b", Some(0)), ("exclude: y", None)])];
        let expected = [
            "m . . 3 3 0 2 2",
            "m b added . 0 0 . .",
            "m exclude: x removed . . . . .",
            "m exclude: y added . . . . .",
        ];
        assert_eq!(rows(before, now), expected);
        assert!(rows(vec![theme("m", (3, 2), &[])], vec![theme("m", (3, 2), &[])]).is_empty());
    }
}

//! Themes that are raised in the same place: sentence, paragraph, section or paper.
//!
//! A unit of text either raises a theme or does not; how often it does so counts for nothing. A theme with
//! themes below it is raised where one of them is. Each pair comes once, in the order of the codebook; a
//! theme and one below it are no pair, since they occur together by definition. Where two themes have a
//! pattern in common, its mentions raise both and count as together.
//!
//! The table of a pair has the units with both themes (`o11`), with each of them, and all units of the text.
//! Its measures are those of [`crate::stats`]; the p-values of G² are corrected for all pairs by Holm's method.

use std::collections::BTreeMap;

use crate::model::table::{ColumnKind, Display, thousands};
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::ThemeFacts;
use crate::query::lexical::{number_of, shown_of};
use crate::stats::association::{jaccard, npmi, phi};
use crate::stats::contingency::Contingency;
use crate::stats::correction::{Correction, adjust};
use crate::stats::log_likelihood::signed_g2;
use crate::stats::normal::chi_squared_tail;

/// What two themes have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnitKind {
    /// A sentence.
    #[default]
    Sentence,
    /// A paragraph.
    Paragraph,
    /// A section, from one heading to the next.
    Section,
    /// A paper, in its selected sections.
    Document,
}

impl UnitKind {
    /// Its name in results, in the singular and plural.
    #[must_use]
    pub const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Sentence => ("sentence", "sentences"),
            Self::Paragraph => ("paragraph", "paragraphs"),
            Self::Section => ("section", "sections"),
            Self::Document => ("document", "documents"),
        }
    }
}

/// What pairs are ranked by, and what fills the cells of a matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PairMeasure {
    /// Units with both.
    #[default]
    Observed,
    /// Jaccard index.
    Jaccard,
    /// G².
    G2,
    /// Normalised pointwise mutual information.
    Npmi,
    /// Phi.
    Phi,
}

/// For each theme the units that raise it, as document and number, ascending, and how many units there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RaisedUnits {
    /// By theme; none for a theme that is not asked for.
    pub by_theme: Vec<Option<Vec<(u32, u32)>>>,
    /// All units of the text.
    pub total: u64,
}

/// Two themes with their table.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemePair {
    /// Place of the first theme in the codebook.
    pub first: usize,
    /// Place of the second.
    pub second: usize,
    /// Units with both, with each, and all.
    pub table: Contingency,
    /// p-value of G², corrected by Holm's method for all pairs.
    pub p_holm: f64,
}

impl ThemePair {
    /// A measure; `None` where it has no value.
    #[must_use]
    pub fn measure(&self, measure: PairMeasure) -> Option<f64> {
        match measure {
            PairMeasure::Observed => Some(self.table.o11()),
            PairMeasure::Jaccard => jaccard(&self.table),
            PairMeasure::G2 => Some(signed_g2(&self.table)),
            PairMeasure::Npmi => npmi(&self.table),
            PairMeasure::Phi => phi(&self.table),
        }
    }
}

/// All pairs of the themes that are asked for, in the order of the codebook.
#[derive(Clone, Debug, PartialEq)]
pub struct Cooccurrence {
    /// The pairs.
    pub pairs: Vec<ThemePair>,
    themes: Vec<usize>,
    unit: UnitKind,
    total: u64,
}

impl Cooccurrence {
    /// Counts the pairs.
    #[must_use]
    pub fn new(themes: &[ThemeFacts], raised: &RaisedUnits, unit: UnitKind) -> Self {
        let asked: Vec<usize> = raised
            .by_theme
            .iter()
            .enumerate()
            .filter(|(_, units)| units.is_some())
            .map(|(place, _)| place)
            .collect();
        let units = |place: usize| raised.by_theme.get(place).and_then(Option::as_deref);
        let mut pairs = Vec::new();
        for (number, &first) in asked.iter().enumerate() {
            for &second in asked.iter().skip(number + 1) {
                if is_above(themes, first, second) {
                    continue;
                }
                let (Some(one), Some(other)) = (units(first), units(second)) else { continue };
                let sizes = [one.len() as u64, other.len() as u64];
                let table = Contingency::new(in_both(one, other), sizes[0], sizes[1], raised.total);
                let Some(table) = table else { continue };
                let p_holm = chi_squared_tail(signed_g2(&table).abs());
                pairs.push(ThemePair { first, second, table, p_holm });
            }
        }
        let p: Vec<f64> = pairs.iter().map(|pair| pair.p_holm).collect();
        for (pair, p) in pairs.iter_mut().zip(adjust(&p, Correction::Holm)) {
            pair.p_holm = p;
        }
        Self { pairs, themes: asked, unit, total: raised.total }
    }

    /// The places of the themes that are asked for.
    #[must_use]
    pub fn themes(&self) -> &[usize] {
        &self.themes
    }

    /// One row a pair that occurs at least `minimum` times, the highest `measure` first: `theme`, `other`,
    /// `observed`, `expected`, `theme_units`, `other_units`, `jaccard`, `g2`, `p_holm`, `npmi`, `phi`.
    #[must_use]
    pub fn to_table(
        &self,
        themes: &[ThemeFacts],
        measure: PairMeasure,
        minimum: u64,
        limit: Option<usize>,
        provenance: Provenance,
    ) -> Table {
        let mut rows: Vec<&ThemePair> =
            self.pairs.iter().filter(|pair| pair.table.counts()[0] >= minimum).collect();
        let value = |pair: &ThemePair| pair.measure(measure).unwrap_or(f64::NEG_INFINITY);
        rows.sort_by(|a, b| {
            value(b)
                .total_cmp(&value(a))
                .then(b.table.o11().total_cmp(&a.table.o11()))
                .then((a.first, a.second).cmp(&(b.first, b.second)))
        });
        let found = rows.len();
        rows.truncate(limit.unwrap_or(usize::MAX));
        let nouns = self.unit.nouns();
        let title = format!(
            "Co-occurrence: {} in {}",
            shown_of(rows.len(), found, ("pair of themes", "pairs of themes")),
            number_of(self.total, nouns)
        );
        let mut table = Table::new("cooccurrence", title);
        table.columns = columns(nouns.1);
        let path = |place: usize| themes.get(place).map(|theme| theme.path.as_str());
        let real = |value: Option<f64>| value.map_or(Cell::Missing, Cell::real);
        for pair in rows {
            let [observed, first, second, _] = pair.table.counts();
            table.push(vec![
                path(pair.first).into(),
                path(pair.second).into(),
                observed.into(),
                Cell::real(pair.table.e11()),
                first.into(),
                second.into(),
                real(jaccard(&pair.table)),
                Cell::real(signed_g2(&pair.table)),
                Cell::real(pair.p_holm),
                real(npmi(&pair.table)),
                real(phi(&pair.table)),
            ]);
        }
        table.notes.push(
            "A theme and one below it are no pair. Themes that share a pattern count as together where it \
             occurs."
                .to_owned(),
        );
        table.provenance = provenance;
        table
    }

    /// One row and one column a theme, with a measure of each pair; the same above and below the diagonal,
    /// which is empty, as are the cells of themes that are no pair.
    #[must_use]
    pub fn to_matrix(
        &self,
        themes: &[ThemeFacts],
        measure: PairMeasure,
        provenance: Provenance,
    ) -> Table {
        let (_, plural) = self.unit.nouns();
        let (name, kind, decimals) = match measure {
            PairMeasure::Observed => ("Common units", ColumnKind::Integer, 0),
            PairMeasure::Jaccard => ("Jaccard index", ColumnKind::Real { decimals: 3 }, 3),
            PairMeasure::G2 => ("G2", ColumnKind::Real { decimals: 1 }, 1),
            PairMeasure::Npmi => ("NPMI", ColumnKind::Real { decimals: 2 }, 2),
            PairMeasure::Phi => ("Phi", ColumnKind::Real { decimals: 2 }, 2),
        };
        let title = format!("{name} of themes in {} {plural}", thousands(self.total));
        let mut table = Table::new("cooccurrence_matrix", title);
        table.columns = vec![
            Column::integer("number", "number of the theme in the headings").labelled("#"),
            Column::new(ColumnKind::Path, "theme", "path of the theme").shown(Display::Brief),
        ];
        let path = |place: usize| themes.get(place).map_or("", |theme| theme.path.as_str());
        for (number, &place) in (1_usize..).zip(&self.themes) {
            let meaning = format!("{name} with {}", path(place));
            table
                .columns
                .push(Column::new(kind, path(place), meaning).labelled(number.to_string()));
        }
        let cells: BTreeMap<(usize, usize), &ThemePair> =
            self.pairs.iter().map(|pair| ((pair.first, pair.second), pair)).collect();
        for (number, &row) in (1_usize..).zip(&self.themes) {
            let mut all: Vec<Cell> = vec![number.into(), path(row).into()];
            for &column in &self.themes {
                let pair = cells.get(&(row.min(column), row.max(column)));
                all.push(match pair {
                    Some(pair) if decimals == 0 => pair.table.counts()[0].into(),
                    Some(pair) => pair.measure(measure).map_or(Cell::Missing, Cell::real),
                    None => Cell::Missing,
                });
            }
            table.push(all);
        }
        table.provenance = provenance;
        table
    }
}

fn columns(plural: &str) -> Vec<Column> {
    let real = |name: &str, decimals, meaning: &str| {
        Column::new(ColumnKind::Real { decimals }, name, meaning)
    };
    vec![
        Column::new(ColumnKind::Path, "theme", "path of a theme"),
        Column::new(ColumnKind::Path, "other", "path of a theme that is raised in the same unit")
            .labelled("with"),
        Column::integer("observed", format!("{plural} that raise both")),
        real("expected", 1, "the same by chance"),
        Column::integer("theme_units", format!("{plural} that raise the first")).hidden(),
        Column::integer("other_units", format!("{plural} that raise the second")).hidden(),
        real("jaccard", 3, &format!("share of both among the {plural} that raise either")),
        real("g2", 1, "log-likelihood G2, negative where they avoid each other").labelled("G2"),
        real("p_holm", 4, "p-value of G2, corrected for all pairs by Holm's method")
            .labelled("p (Holm)")
            .shown(Display::Probability),
        real("npmi", 2, "normalised pointwise mutual information, -1 to 1").hidden(),
        real("phi", 3, "correlation of the two themes, -1 to 1").hidden(),
    ]
}

/// Whether the theme at `above` is one above that at `below`.
fn is_above(themes: &[ThemeFacts], above: usize, below: usize) -> bool {
    let mut next = themes.get(below).and_then(|theme| theme.parent);
    while let Some(place) = next {
        if place == above {
            return true;
        }
        // Parents come before their children, so this ends.
        next = themes.get(place).and_then(|theme| theme.parent).filter(|parent| *parent < place);
    }
    false
}

/// How many units two ascending lists share.
fn in_both(one: &[(u32, u32)], other: &[(u32, u32)]) -> u64 {
    let mut others = other.iter().peekable();
    let mut common = 0;
    for unit in one {
        while others.next_if(|other| *other < unit).is_some() {}
        common += u64::from(others.peek().is_some_and(|other| *other == unit));
    }
    common
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn themes() -> Vec<ThemeFacts> {
        let theme = |path: &str, parent| ThemeFacts { path: path.into(), parent };
        vec![theme("a", None), theme("a.b", Some(0)), theme("c", None), theme("d", None)]
    }

    proptest! {
        #[test]
        fn pairs_are_those_of_sets(
            units in proptest::collection::vec(proptest::collection::btree_set((0_u32..3, 0_u32..5), 0..9), 4),
        ) {
            let by_theme = units.iter().map(|set| Some(set.iter().copied().collect())).collect();
            let raised = RaisedUnits { by_theme, total: 15 };
            let found = Cooccurrence::new(&themes(), &raised, UnitKind::Sentence);
            prop_assert_eq!(found.pairs.len(), 5);
            for pair in &found.pairs {
                let both: BTreeSet<_> = units[pair.first].intersection(&units[pair.second]).collect();
                prop_assert_eq!(pair.table.counts()[0], both.len() as u64);
                prop_assert!((pair.first, pair.second) != (0, 1));
            }
            let matrix = found.to_matrix(&themes(), PairMeasure::Observed, Provenance::default());
            for (i, row) in matrix.rows().iter().enumerate() {
                for (j, other) in matrix.rows().iter().enumerate() {
                    prop_assert_eq!(&row[j + 2], &other[i + 2]);
                    prop_assert!(i != j || row[j + 2] == Cell::Missing);
                }
            }
        }
    }
}

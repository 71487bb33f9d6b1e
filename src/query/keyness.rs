//! Keyness: items that a target has more often, or less often, than a reference corpus.
//!
//! Items are words, n-grams or themes; the target and the reference corpus are any two selections of text that
//! share none. Each item makes a table of its occurrences and of all other tokens in both
//! ([`Contingency::of_corpora`]). All measures of [`crate::stats`] for such tables stand side by side, since
//! they answer different questions: G², chi-squared and BIC how sure the difference is, log ratio and %DIFF how
//! large, the conservative bound of the log ratio how large at least, log-odds with a prior something between.
//! No measure sees that all occurrences may stand in one paper: so `papers` and `dp` are beside them.
//!
//! The p-values are those of G² with one degree of freedom, corrected for as many tests as there are items of
//! the least frequency, in both directions. They take tokens as independent of each other, which words of a
//! text are not: they are best read as ranks.

use crate::model::table::{ColumnKind, Display, thousands};
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::lexical::{CountedItem, CountedItems, ItemFrequency, TextSize};
use crate::stats::association::chi_squared;
use crate::stats::contingency::Contingency;
use crate::stats::correction::{Correction, adjust};
use crate::stats::keyness::{conservative_log_ratio, log_ratio, percent_difference};
use crate::stats::log_likelihood::{bic, signed_g2};
use crate::stats::log_odds::{LogOdds, WordCounts, log_odds_of};
use crate::stats::normal::chi_squared_tail;

/// Probability that each end of the interval of a log ratio leaves out, before it is divided by the number of
/// items (Bonferroni): 95 % over all of them.
const TAIL: f64 = 0.025;

/// What items are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeynessMeasure {
    /// G².
    #[default]
    G2,
    /// Chi-squared.
    ChiSquared,
    /// Log ratio.
    LogRatio,
    /// Its conservative bound.
    LogRatioBound,
    /// %DIFF.
    PercentDifference,
    /// Log-odds with Dirichlet prior, as a z-score.
    LogOdds,
    /// BIC, with the sign of the difference.
    Bic,
    /// Occurrences in the target (or, for rarer items, in the reference corpus).
    Frequency,
}

/// Which items are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Those that are more frequent in the target.
    #[default]
    Over,
    /// Those that are less frequent in the target.
    Under,
    /// Both, by the strength of the difference.
    Both,
}

/// How items are ranked and measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeynessOptions {
    /// What items are ranked by.
    pub measure: KeynessMeasure,
    /// Which are shown.
    pub direction: Direction,
    /// At most so many, if any.
    pub limit: Option<usize>,
    /// How many tokens the prior of the log-odds is worth.
    pub prior: u32,
    /// Rates are given per so many tokens.
    pub per: u64,
}

/// What an item is called in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemNames {
    /// The column.
    pub column: &'static str,
    /// Several of them.
    pub plural: &'static str,
    /// Whether they are paths of themes.
    pub is_path: bool,
}

/// Key items in order of rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyness {
    /// The items that are shown.
    pub rows: Vec<KeyItem>,
    /// How many there are in the direction asked for.
    pub found: usize,
    /// How many were tested, in both directions.
    pub tested: usize,
    target: TextSize,
    reference: TextSize,
    options: KeynessOptions,
}

/// An item with its measures.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyItem {
    /// The item.
    pub item: String,
    /// In the target.
    pub target: ItemFrequency,
    /// In the reference corpus.
    pub reference: ItemFrequency,
    /// The table that the measures rest on.
    pub table: Contingency,
    /// Probability of so large a G² by chance.
    pub p: f64,
    /// The same after Holm's correction.
    pub p_holm: f64,
    /// The same after Benjamini and Hochberg's.
    pub p_bh: f64,
}

impl Keyness {
    /// The key items among `counted`, whose first text is the target and whose second the reference corpus.
    #[must_use]
    pub fn new(counted: CountedItems, options: KeynessOptions) -> Self {
        let mut texts = counted.texts.into_iter();
        let (target, reference) =
            (texts.next().unwrap_or_default(), texts.next().unwrap_or_default());
        let items = counted.items.into_iter();
        let mut rows: Vec<KeyItem> =
            items.filter_map(|item| KeyItem::new(item, &target, &reference)).collect();
        let tested = rows.len();
        let p: Vec<f64> = rows.iter().map(|row| row.p).collect();
        let holm = adjust(&p, Correction::Holm);
        let bh = adjust(&p, Correction::BenjaminiHochberg);
        for (row, (holm, bh)) in rows.iter_mut().zip(holm.into_iter().zip(bh)) {
            (row.p_holm, row.p_bh) = (holm, bh);
        }
        rows.retain(|row| match options.direction {
            Direction::Over => row.table.sign() > 0.0,
            Direction::Under => row.table.sign() < 0.0,
            Direction::Both => true,
        });
        let found = rows.len();
        let mut rated: Vec<(f64, KeyItem)> = rows
            .into_iter()
            .map(|row| (row.strength(options.measure, tested, options.prior), row))
            .collect();
        rated.sort_by(|(a, one), (b, other)| {
            let all = |row: &KeyItem| row.target.count + row.reference.count;
            b.total_cmp(a)
                .then_with(|| all(other).cmp(&all(one)))
                .then_with(|| one.item.cmp(&other.item))
        });
        rated.truncate(options.limit.unwrap_or(usize::MAX));
        let rows = rated.into_iter().map(|(_, row)| row).collect();
        Self { rows, found, tested, target, reference, options }
    }

    /// One row an item: the item, `target`, `target_rate`, `target_papers`, `target_dp`, `reference`,
    /// `reference_rate`, `reference_papers`, `reference_dp`, `g2`, `p`, `p_holm`, `p_bh`, `chi_squared`,
    /// `log_ratio`, `log_ratio_bound`, `percent_difference`, `log_odds`, `log_odds_z`, `bic`.
    #[must_use]
    pub fn to_table(&self, names: ItemNames, provenance: Provenance) -> Table {
        let mut table = Table::new("keyness", self.title(names));
        table.columns = self.columns(names);
        for row in &self.rows {
            let real = |value: Option<f64>| value.map_or(Cell::Missing, Cell::real);
            let (cells, per) = (&row.table, self.options.per);
            let odds = row.log_odds(self.options.prior);
            table.push(vec![
                row.item.as_str().into(),
                row.target.count.into(),
                real(row.target.rate(&self.target, per)),
                row.target.papers.into(),
                real(row.target.dp),
                row.reference.count.into(),
                real(row.reference.rate(&self.reference, per)),
                row.reference.papers.into(),
                real(row.reference.dp),
                Cell::real(signed_g2(cells)),
                Cell::real(row.p),
                Cell::real(row.p_holm),
                Cell::real(row.p_bh),
                real(chi_squared(cells)),
                Cell::real(log_ratio(cells)),
                real(bound(cells, self.tested)),
                real(percent_difference(cells)),
                real(odds.map(|odds| odds.delta)),
                real(odds.map(|odds| odds.zeta)),
                real(bic(cells)),
            ]);
        }
        let [target, reference] = [&self.target, &self.reference].map(|text| {
            let noun = if text.papers == 1 { "paper" } else { "papers" };
            format!("{} tokens in {} {noun}", thousands(text.tokens), thousands(text.papers))
        });
        table.notes.push(format!("Target: {target}. Reference corpus: {reference}."));
        table.provenance = provenance;
        table
    }

    fn title(&self, names: ItemNames) -> String {
        let what = match self.options.direction {
            Direction::Over => "more frequent in the target",
            Direction::Under => "less frequent in the target",
            Direction::Both => "that were compared",
        };
        let shown = if self.rows.len() == self.found {
            String::new()
        } else {
            format!("{} of ", thousands(self.rows.len() as u64))
        };
        format!("Keyness: {shown}{} {} {what}", thousands(self.found as u64), names.plural)
    }

    fn columns(&self, names: ItemNames) -> Vec<Column> {
        let per = self.options.per;
        let real = |name: &str, decimals, meaning: &str| {
            Column::new(ColumnKind::Real { decimals }, name, meaning)
        };
        let kind = if names.is_path { ColumnKind::Path } else { ColumnKind::Text };
        let bound = format!(
            "conservative log ratio: the bound nearer to 0 of its exact interval at 95 % over {} items \
             (Bonferroni), 0 where the interval holds 0",
            thousands(self.tested as u64)
        );
        let odds = format!(
            "log-odds ratio (natural logarithm) with a Dirichlet prior worth {} tokens",
            self.options.prior
        );
        let dp = real(
            "target_dp",
            2,
            "deviation of proportions over the target's papers, 0 (even) to 1",
        )
        .labelled("DP");
        // Paths of themes need the room.
        let dp = if names.is_path { dp.hidden() } else { dp };
        vec![
            Column::new(kind, names.column, "what is compared"),
            Column::integer("target", "occurrences in the target"),
            Column::real("target_rate", 2, format!("occurrences per {per} tokens of the target"))
                .hidden(),
            Column::integer("target_papers", "papers of the target with it").labelled("papers"),
            dp,
            Column::integer("reference", "occurrences in the reference corpus"),
            Column::real("reference_rate", 2, format!("occurrences per {per} tokens there"))
                .hidden(),
            Column::integer("reference_papers", "papers of the reference corpus with it")
                .labelled("papers"),
            real("reference_dp", 2, "deviation of proportions over its papers").hidden(),
            real("g2", 1, "log-likelihood G2, negative where rarer in the target").labelled("G2"),
            real("p", 4, "p-value of G2, one degree of freedom").hidden(),
            real("p_holm", 4, "p-value after Holm's correction")
                .labelled("p (Holm)")
                .shown(Display::Probability),
            real("p_bh", 4, "p-value after Benjamini and Hochberg's correction").hidden(),
            real("chi_squared", 1, "chi-squared without Yates' correction, signed as G2").hidden(),
            real(
                "log_ratio",
                2,
                "binary logarithm of the ratio of rates, each count with 1/2 added",
            )
            .labelled("log ratio"),
            real("log_ratio_bound", 2, &bound).labelled("bound"),
            real(
                "percent_difference",
                1,
                "%DIFF; none where it is absent from the reference corpus",
            )
            .hidden(),
            real("log_odds", 2, &odds).hidden(),
            real("log_odds_z", 2, "the same over its standard error").hidden(),
            real("bic", 1, "Bayesian information criterion |G2| - ln(tokens of both)").hidden(),
        ]
    }
}

fn bound(table: &Contingency, tests: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "numbers of tests are below 2^53")]
    let tests = tests.max(1) as f64;
    conservative_log_ratio(table, TAIL / tests)
}

impl KeyItem {
    /// `None` where an item occurs more often than there are tokens, or a text is empty.
    fn new(counted: CountedItem, target: &TextSize, reference: &TextSize) -> Option<Self> {
        let mut frequencies = counted.frequencies.into_iter();
        let (own, other) =
            (frequencies.next().unwrap_or_default(), frequencies.next().unwrap_or_default());
        if target.tokens == 0 || reference.tokens == 0 || own.count + other.count == 0 {
            return None;
        }
        let table =
            Contingency::of_corpora(own.count, target.tokens, other.count, reference.tokens)?;
        let p = chi_squared_tail(signed_g2(&table).abs());
        Some(Self {
            item: counted.item,
            target: own,
            reference: other,
            table,
            p,
            p_holm: p,
            p_bh: p,
        })
    }

    /// Log-odds with a prior in the proportions of both texts together.
    #[must_use]
    pub fn log_odds(&self, prior: u32) -> Option<LogOdds> {
        let [o11, r1, c1, n] = self.table.counts();
        let word = WordCounts { target: o11, reference: c1 - o11, background: c1 };
        let totals = WordCounts { target: r1, reference: n - r1, background: n };
        log_odds_of(word, totals, f64::from(prior))
    }

    /// How strong the difference is in its own direction.
    fn strength(&self, measure: KeynessMeasure, tests: usize, prior: u32) -> f64 {
        let table = &self.table;
        let value = match measure {
            KeynessMeasure::G2 => Some(signed_g2(table)),
            KeynessMeasure::ChiSquared => chi_squared(table),
            KeynessMeasure::LogRatio => Some(log_ratio(table)),
            KeynessMeasure::LogRatioBound => bound(table, tests),
            KeynessMeasure::PercentDifference => percent_difference(table),
            KeynessMeasure::LogOdds => self.log_odds(prior).map(|odds| odds.zeta),
            KeynessMeasure::Bic => return bic(table).unwrap_or(f64::NEG_INFINITY),
            KeynessMeasure::Frequency if table.sign() > 0.0 => Some(table.o11()),
            KeynessMeasure::Frequency => Some(table.o21()),
        };
        value.map_or(f64::NEG_INFINITY, f64::abs)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPTIONS: KeynessOptions = KeynessOptions {
        measure: KeynessMeasure::G2,
        direction: Direction::Both,
        limit: None,
        prior: 1000,
        per: 1000,
    };

    fn counted(items: &[(&str, u32, u32)], sizes: [u64; 2]) -> CountedItems {
        let texts = sizes.map(|size| TextSize::new(vec![size])).to_vec();
        let items = items.iter().map(|&(item, target, reference)| {
            let counts = [target, reference].into_iter().zip(&texts);
            let of = |(count, text): (u32, &TextSize)| {
                let counts = if count > 0 { vec![(0, count)] } else { vec![] };
                ItemFrequency::of(&counts, text)
            };
            CountedItem { item: item.to_owned(), frequencies: counts.map(of).collect() }
        });
        CountedItems { items: items.collect(), texts: texts.clone() }
    }

    fn names(keyness: &Keyness) -> Vec<&str> {
        keyness.rows.iter().map(|row| row.item.as_str()).collect()
    }

    #[test]
    fn items_are_ranked_in_their_direction() {
        let items = [("even", 50, 50), ("more", 40, 5), ("less", 3, 60), ("only", 9, 0)];
        let of = |direction, limit| {
            let options = KeynessOptions { direction, limit, ..OPTIONS };
            Keyness::new(counted(&items, [10_000, 10_000]), options)
        };
        assert_eq!(names(&of(Direction::Over, None)), ["more", "only", "even"]);
        assert_eq!(names(&of(Direction::Under, None)), ["less"]);
        assert_eq!(names(&of(Direction::Both, Some(2))), ["less", "more"]);
        assert_eq!(of(Direction::Both, Some(2)).found, 4);
        assert_eq!(of(Direction::Under, None).tested, 4);
    }

    #[test]
    fn an_empty_text_has_no_key_items() {
        let none = Keyness::new(counted(&[("a", 5, 0)], [100, 0]), OPTIONS);
        assert_eq!((none.rows.len(), none.tested), (0, 0));
    }

    proptest! {
        #[test]
        fn swapping_the_texts_turns_every_sign(
            items in proptest::collection::vec((1_u32..300, 1_u32..300), 1..8),
            sizes in (3_000_u64..9_000, 3_000_u64..9_000),
        ) {
            let named: Vec<(String, u32, u32)> =
                items.iter().enumerate().map(|(n, &(a, b))| (format!("w{n}"), a, b)).collect();
            let one: Vec<_> = named.iter().map(|(w, a, b)| (w.as_str(), *a, *b)).collect();
            let other: Vec<_> = named.iter().map(|(w, a, b)| (w.as_str(), *b, *a)).collect();
            let mut first = Keyness::new(counted(&one, [sizes.0, sizes.1]), OPTIONS).rows;
            let mut second = Keyness::new(counted(&other, [sizes.1, sizes.0]), OPTIONS).rows;
            first.sort_by(|a, b| a.item.cmp(&b.item));
            second.sort_by(|a, b| a.item.cmp(&b.item));
            for (a, b) in first.iter().zip(&second) {
                let signed = |row: &KeyItem| {
                    let odds = row.log_odds(1000).unwrap();
                    [signed_g2(&row.table), log_ratio(&row.table), odds.delta, odds.zeta]
                };
                for (x, y) in signed(a).into_iter().zip(signed(b)) {
                    prop_assert!((x + y).abs() <= 1e-7 * x.abs().max(1.0), "{x} {y}");
                }
                prop_assert!((a.p - b.p).abs() < 1e-9);
            }
        }
    }
}

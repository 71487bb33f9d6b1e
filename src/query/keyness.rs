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

use std::cmp::Ordering;

use crate::query::lexical::{CountedItem, CountedItems, ItemFrequency, TextSize};
use crate::stats::association::chi_squared;
use crate::stats::contingency::Contingency;
use crate::stats::correction::{Correction, adjust};
use crate::stats::keyness::{conservative_log_ratio, log_ratio, percent_difference};
use crate::stats::log_likelihood::{bic, signed_g2};
use crate::stats::log_odds::{LogOdds, WordCounts, log_odds_of};
use crate::stats::normal::chi_squared_tail;

mod table;
#[cfg(test)]
mod tests;

pub use table::ItemNames;

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
            Direction::Over => row.side() == Ordering::Greater,
            Direction::Under => row.side() == Ordering::Less,
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
}

impl Keyness {
    /// The rows with how strong the difference is by the measure that they are ranked by, in their own
    /// direction.
    pub fn strengths(&self) -> impl Iterator<Item = (&KeyItem, f64)> {
        let KeynessOptions { measure, prior, .. } = self.options;
        self.rows.iter().map(move |row| (row, row.strength(measure, self.tested, prior)))
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

    /// Whether it is at least as frequent in the target.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.side() != Ordering::Less
    }

    /// Whether it is more frequent in the target, less frequent, or equally.
    fn side(&self) -> Ordering {
        let [o11, r1, c1, n] = self.table.counts().map(u128::from);
        (o11 * (n - r1)).cmp(&((c1 - o11) * r1))
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

//! The log-likelihood ratio G² and what is derived from it.
//!
//! ```text
//! G² = 2 Σ o ln(o/e)   over the four cells of the table, where a cell with o = 0 adds nothing
//! ```
//!
//! Sources: T. Dunning (1993), Accurate methods for the statistics of surprise and coincidence,
//! *Computational Linguistics* 19(1), 61-74; for keyness P. Rayson & R. Garside (2000), Comparing
//! corpora using frequency profiling. Variant: all four cells (the two-cell form of Rayson &
//! Garside leaves out the second column), with the sign of the association: negative where the item
//! is rarer than expected. Its absolute value follows the chi-squared distribution with one degree
//! of freedom ([`chi_squared_tail`](super::normal::chi_squared_tail)).

use super::contingency::Contingency;

/// G² with the sign of the association; 0 for an empty table.
///
/// ```
/// use leitmotif::stats::{contingency::Contingency, log_likelihood::signed_g2};
/// // A word as frequent in the target as in the reference corpus.
/// let table = Contingency::of_corpora(10, 100, 30, 300).unwrap();
/// assert_eq!(signed_g2(&table), 0.0);
/// // Dunning (1993), table 1: "the swiss" in 31,777 bigrams.
/// let swiss = Contingency::new(110, 2552, 221, 31777).unwrap();
/// assert_eq!(format!("{:.2}", signed_g2(&swiss)), "270.72");
/// ```
#[must_use]
pub fn signed_g2(table: &Contingency) -> f64 {
    let sum: f64 = table.cells().into_iter().map(|(o, e)| term(o, e)).sum();
    // Rounding can leave a sum just below zero for independent events.
    table.sign() * (2.0 * sum).max(0.0)
}

/// The one-cell form `2 (o ln(o/e) - (o - e))` of the first cell, with the sign of the association.
///
/// Source: S. Evert (2004), *The statistics of word cooccurrences*, University of Stuttgart
/// ("Poisson-likelihood"). For collocations of rare words it is close to G².
#[must_use]
pub fn signed_simple(table: &Contingency) -> f64 {
    let (o, e) = (table.o11(), table.e11());
    table.sign() * 2.0 * (term(o, e) - (o - e))
}

/// Bayesian information criterion `|G²| - ln n`: evidence against independence; above 10 very
/// strong.
///
/// Source: A. Wilson (2013), Embracing Bayes factors for key item analysis in corpus linguistics.
/// `None` for an empty table.
#[must_use]
pub fn bic(table: &Contingency) -> Option<f64> {
    (table.n() > 0.0).then(|| signed_g2(table).abs() - libm::log(table.n()))
}

/// Effect size of G²: `|G²| / (n ln(smallest expected count))`.
///
/// Source: J. E. Johnston, K. J. Berry & P. W. Mielke (2006), Measures of effect size for
/// chi-squared and likelihood-ratio goodness-of-fit tests, *Perceptual and Motor Skills* 103.
/// Negative where the smallest expected count is below 1. `None` where it is 0 or 1.
#[must_use]
pub fn effect_size(table: &Contingency) -> Option<f64> {
    let smallest = table.cells().into_iter().map(|(_, e)| e).fold(f64::INFINITY, f64::min);
    let scale = table.n() * libm::log(smallest);
    (smallest > 0.0 && scale != 0.0).then(|| signed_g2(table).abs() / scale)
}

/// `o ln(o/e)`, which tends to 0 with `o`.
fn term(observed: f64, expected: f64) -> f64 {
    if observed == 0.0 { 0.0 } else { observed * libm::log(observed / expected) }
}

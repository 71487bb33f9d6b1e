//! How strongly two events attract each other: measures for collocations and co-occurrence.
//!
//! All take a [`Contingency`]; `o` and `e` are the observed and expected counts of its first cell.
//! Logarithms have base 2 (bits) unless a name says otherwise; packages differ here, and a value
//! with base 10 is this one times log10(2).
//!
//! Source of the definitions: S. Evert (2008), Corpora and collocations; each function names the
//! origin of its measure.

use super::contingency::Contingency;

/// What stands for a common count of zero in measures that divide by it or take its logarithm.
const HALF: f64 = 0.5;

fn o11_above_zero(table: &Contingency) -> f64 {
    if table.o11() == 0.0 { HALF } else { table.o11() }
}

/// Pointwise mutual information `log2(o/e)`, with 1/2 for `o = 0`.
///
/// Source: K. Church & P. Hanks (1990), Word association norms, mutual information, and
/// lexicography, *Computational Linguistics* 16(1). `None` where nothing is expected.
///
/// ```
/// use leitmotif::stats::{association::mutual_information, contingency::Contingency};
/// let table = Contingency::new(8, 16, 16, 256).unwrap();
/// assert_eq!(mutual_information(&table), Some(3.0));
/// ```
#[must_use]
pub fn mutual_information(table: &Contingency) -> Option<f64> {
    let e = table.e11();
    (e > 0.0).then(|| libm::log2(o11_above_zero(table) / e))
}

/// MI3: `log2(o³/e)`, which favours frequent pairs; minus infinity for `o = 0`.
///
/// Source: B. Daille (1994). `None` where nothing is expected.
#[must_use]
pub fn mi3(table: &Contingency) -> Option<f64> {
    let (o, e) = (table.o11(), table.e11());
    (e > 0.0).then(|| libm::log2(o * o * o / e))
}

/// Local mutual information `o log2(o/e)`; 0 for `o = 0`.
///
/// Source: Evert (2008). `None` where nothing is expected.
#[must_use]
pub fn local_mutual_information(table: &Contingency) -> Option<f64> {
    mutual_information(table).map(|information| table.o11() * information)
}

/// Normalised pointwise mutual information, from -1 to 1: `ln(o/e) / -ln(o/n)`.
///
/// Source: G. Bouma (2009), Normalized (pointwise) mutual information in collocation extraction.
/// `None` for `o = 0`, where it tends to -1 as the formula has no value, and for `o = n`.
#[must_use]
pub fn npmi(table: &Contingency) -> Option<f64> {
    let (o, e) = (table.o11(), table.e11());
    let scale = -libm::log(o / table.n());
    (o > 0.0 && scale > 0.0).then(|| libm::log(o / e) / scale)
}

/// z-score `(o - e) / √e`; `None` where nothing is expected.
///
/// Source: Evert (2008). The variance is that of a Poisson variable, without correction.
#[must_use]
pub fn z_score(table: &Contingency) -> Option<f64> {
    let (o, e) = (table.o11(), table.e11());
    (e > 0.0).then(|| (o - e) / e.sqrt())
}

/// z-score of a binomial test with continuity correction, for comparing two corpora.
///
/// Of the `c1` occurrences of the item, `o` are in the target; with `p = r1/n`, `z` is
/// `sign (|o - c1 p| - 1/2) / √(c1 p (1 - p))`, 0 where the difference is below one half.
/// `None` where the variance is 0.
#[must_use]
pub fn z_corrected(table: &Contingency) -> Option<f64> {
    let variance = table.e11() * table.r2() / table.n();
    let difference = ((table.o11() - table.e11()).abs() - HALF).max(0.0);
    (variance > 0.0).then(|| table.sign() * difference / variance.sqrt())
}

/// t-score `(o - e) / √o`, with 1/2 for `o = 0` in the root.
///
/// Source: K. Church et al. (1991), Using statistics in lexical analysis.
#[must_use]
pub fn t_score(table: &Contingency) -> f64 {
    (table.o11() - table.e11()) / o11_above_zero(table).sqrt()
}

/// Pearson's chi-squared with the sign of the association; `None` where a row or column is empty.
///
/// Variant: without Yates' correction. ([`chi_squared_corrected`] has it.)
#[must_use]
pub fn chi_squared(table: &Contingency) -> Option<f64> {
    chi_squared_with(table, 0.0)
}

/// Chi-squared with Yates' correction, as R's `chisq.test` has it; `None` where a row or column is
/// empty.
///
/// Source: F. Yates (1934). The correction is never larger than the difference itself.
#[must_use]
pub fn chi_squared_corrected(table: &Contingency) -> Option<f64> {
    chi_squared_with(table, HALF)
}

fn chi_squared_with(table: &Contingency, correction: f64) -> Option<f64> {
    let scale = table.r1() * table.r2() * table.c1() * table.c2();
    // |o11 o22 - o12 o21| = n |o11 - e11|, and the latter loses no digits.
    let difference = ((table.o11() - table.e11()).abs() - correction).max(0.0) * table.n();
    (scale > 0.0).then(|| table.sign() * difference * difference / scale * table.n())
}

/// Dice coefficient `2 o / (r1 + c1)`, from 0 to 1; `None` where both totals are 0.
///
/// Source: L. R. Dice (1945), Measures of the amount of ecologic association between species.
#[must_use]
pub fn dice(table: &Contingency) -> Option<f64> {
    let total = table.r1() + table.c1();
    (total > 0.0).then(|| 2.0 * table.o11() / total)
}

/// logDice: `14 + log2(dice)`; at most 14, and minus infinity for `o = 0`.
///
/// Source: P. Rychlý (2008), A lexicographer-friendly association score.
#[must_use]
pub fn log_dice(table: &Contingency) -> Option<f64> {
    dice(table).map(|dice| 14.0 + libm::log2(dice))
}

/// Jaccard index: of the events that are of either kind the share of those that are of both,
/// `o / (r1 + c1 - o)`, from 0 to 1; `None` where neither occurs.
///
/// Source: P. Jaccard (1912), The distribution of the flora in the alpine zone, *New Phytologist* 11.
///
/// ```
/// use leitmotif::stats::{association::jaccard, contingency::Contingency};
/// let table = Contingency::new(2, 4, 6, 100).unwrap();
/// assert_eq!(jaccard(&table), Some(0.25));
/// ```
#[must_use]
pub fn jaccard(table: &Contingency) -> Option<f64> {
    let either = table.o11() + table.o12() + table.o21();
    (either > 0.0).then(|| table.o11() / either)
}

/// Phi, the correlation of two events: `(o11 o22 - o12 o21) / √(r1 r2 c1 c2)`, from -1 to 1; `None` where a
/// row or column is empty.
///
/// Source: G. U. Yule (1912), On the methods of measuring association between two attributes, *Journal of
/// the Royal Statistical Society* 75. Its square is chi-squared over `n`.
#[must_use]
pub fn phi(table: &Contingency) -> Option<f64> {
    let scale = (table.r1() * table.r2()).sqrt() * (table.c1() * table.c2()).sqrt();
    // |o11 o22 - o12 o21| = n |o11 - e11|, and the latter loses no digits.
    (scale > 0.0).then(|| (table.o11() - table.e11()) * table.n() / scale)
}

/// Minimum sensitivity: the smaller of `o / r1` and `o / c1`; `None` where a total is 0.
///
/// Source: T. Pedersen & R. Bruce (1996), What to infer from a description.
#[must_use]
pub fn minimum_sensitivity(table: &Contingency) -> Option<f64> {
    let totals = table.r1().min(table.c1());
    (totals > 0.0).then(|| (table.o11() / table.r1()).min(table.o11() / table.c1()))
}

/// Liddell's difference of proportions `(o11 o22 - o12 o21) / (c1 c2)`; `None` where a column is
/// empty.
///
/// Source: D. Liddell (1976), Practical tests of 2 × 2 contingency tables, *The Statistician* 25.
#[must_use]
pub fn liddell(table: &Contingency) -> Option<f64> {
    let scale = table.c1() * table.c2();
    (scale > 0.0).then(|| (table.o11() * table.o22() - table.o12() * table.o21()) / scale)
}

/// Delta P of the item given the node: `o11/r1 - o21/r2`; `None` where a row is empty.
///
/// Source: S. Th. Gries (2013), 50-something years of work on collocations, *International Journal
/// of Corpus Linguistics* 18(1). It is directed: how much more likely the column becomes by the
/// row.
#[must_use]
pub fn delta_p_of_column(table: &Contingency) -> Option<f64> {
    (table.r1() > 0.0 && table.r2() > 0.0)
        .then(|| table.o11() / table.r1() - table.o21() / table.r2())
}

/// Delta P of the node given the item: `o11/c1 - o12/c2`; `None` where a column is empty.
///
/// Source: as [`delta_p_of_column`], in the other direction.
#[must_use]
pub fn delta_p_of_row(table: &Contingency) -> Option<f64> {
    (table.c1() > 0.0 && table.c2() > 0.0)
        .then(|| table.o11() / table.c1() - table.o12() / table.c2())
}

/// Odds ratio with 1/2 added to every cell, so that it is finite.
///
/// Source: J. B. S. Haldane (1956) and F. J. Anscombe (1956).
#[must_use]
pub fn odds_ratio(table: &Contingency) -> f64 {
    (table.o11() + HALF) * (table.o22() + HALF) / ((table.o12() + HALF) * (table.o21() + HALF))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_never_occurs_has_no_measure() {
        let none = Contingency::new(0, 0, 0, 50).unwrap();
        assert_eq!((jaccard(&none), phi(&none), dice(&none)), (None, None, None));
        let empty = Contingency::new(0, 0, 0, 0).unwrap();
        assert_eq!((mutual_information(&empty), chi_squared(&empty)), (None, None));
    }

    proptest! {
        #[test]
        fn phi_is_the_root_of_chi_squared_and_jaccard_follows_dice(
            o in 0_u64..200, a in 0_u64..300, b in 0_u64..300, rest in 1_u64..90_000,
        ) {
            let table = Contingency::new(o, o + a, o + b, o + a + b + rest).unwrap();
            if let (Some(phi), Some(chi)) = (phi(&table), chi_squared(&table)) {
                prop_assert!((-1.0..=1.0).contains(&phi));
                let squared = phi * phi * table.sign() * table.n();
                prop_assert!((squared - chi).abs() <= 1e-9 * chi.abs().max(1e-9), "{squared} {chi}");
            }
            if let (Some(jaccard), Some(dice)) = (jaccard(&table), dice(&table)) {
                prop_assert!((jaccard - dice / (2.0 - dice)).abs() < 1e-12);
            }
        }
    }
}

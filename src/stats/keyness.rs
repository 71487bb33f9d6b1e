//! How much more often an item occurs in a target than in a reference corpus: effect sizes.
//!
//! The rows of the [`Contingency`] are the two corpora ([`Contingency::of_corpora`]). Significance
//! is measured by [`log_likelihood`](super::log_likelihood), [`exact`](super::exact) and
//! [`association`](super::association).

use super::beta;
use super::contingency::Contingency;

/// Occurrences per million tokens in the target; `None` for an empty target.
#[must_use]
pub fn per_million(table: &Contingency) -> Option<f64> {
    (table.r1() > 0.0).then(|| table.o11() / table.r1() * 1e6)
}

/// Occurrences per million tokens in the reference corpus; `None` for an empty one.
#[must_use]
pub fn per_million_in_reference(table: &Contingency) -> Option<f64> {
    (table.r2() > 0.0).then(|| table.o21() / table.r2() * 1e6)
}

/// Log ratio: the binary logarithm of the ratio of relative frequencies. 1 is twice as frequent.
///
/// `log2( (o11 + ½)/(r1 + ½) ÷ (o21 + ½)/(r2 + ½) )`
///
/// Sources: A. Hardie (2014), Log ratio: an informal introduction; the halves, which keep it
/// finite, are the estimator of S. D. Walter (1975), The distribution of Levin's measure of
/// attributable risk, *Biometrika* 62, as in S. Evert (2022), Measuring keyness.
///
/// ```
/// use leitmotif::stats::{contingency::Contingency, keyness::log_ratio};
/// let table = Contingency::of_corpora(200, 10_000, 100, 10_000).unwrap();
/// assert_eq!(format!("{:.3}", log_ratio(&table)), "0.996");
/// ```
#[must_use]
pub fn log_ratio(table: &Contingency) -> f64 {
    let target = (table.o11() + 0.5) / (table.r1() + 0.5);
    let reference = (table.o21() + 0.5) / (table.r2() + 0.5);
    libm::log2(target / reference)
}

/// Conservative log ratio: the end nearer to zero of an exact confidence interval of the log ratio,
/// and 0 where the interval holds 0.
///
/// Of the `c1` occurrences, `o11` are in the target; the Clopper-Pearson interval `p` of that share
/// gives `log2( p/(1-p) · r2/r1 )`. `tail` is the probability that each end leaves out: 0.0005 for
/// an interval of 99.9 %, divided by the number of items for Bonferroni's correction.
///
/// Source: S. Evert (2022), Measuring keyness, *Digital Humanities 2022*; the conditional test of
/// two Poisson rates is that of J. Przyborowski & H. Wilenski (1940). `None` for an empty corpus,
/// no occurrence, or a `tail` outside of 0 to ½.
#[must_use]
pub fn conservative_log_ratio(table: &Contingency, tail: f64) -> Option<f64> {
    let defined = table.r1() > 0.0 && table.r2() > 0.0 && table.c1() > 0.0;
    if !(defined && tail > 0.0 && tail < 0.5) {
        return None;
    }
    let (o11, o21) = (table.o11(), table.o21());
    let scale = table.r2() / table.r1();
    if o11 * table.r2() >= o21 * table.r1() {
        // Lower end: the share under which so many or more in the target have probability `tail`.
        if o11 == 0.0 {
            return Some(0.0);
        }
        let share = beta::quantile(o11, o21 + 1.0, tail)?;
        Some(libm::log2(share / (1.0 - share) * scale).max(0.0))
    } else {
        // Upper end, by the share of the reference corpus.
        let share = beta::quantile(o21, o11 + 1.0, tail)?;
        Some(libm::log2((1.0 - share) / share * scale).min(0.0))
    }
}

/// %DIFF: the difference of relative frequencies in per cent of that in the reference corpus.
///
/// Source: C. Gabrielatos & A. Marchi (2011), Keyness: matching metrics to definitions. Infinite
/// where the item is absent from the reference corpus. `None` for an empty corpus or no occurrence.
#[must_use]
pub fn percent_difference(table: &Contingency) -> Option<f64> {
    let defined = table.r1() > 0.0 && table.r2() > 0.0 && table.c1() > 0.0;
    defined.then(|| ((table.o11() / table.r1()) / (table.o21() / table.r2()) - 1.0) * 100.0)
}

/// Simple Maths: the ratio of frequencies per million after adding `smoothing` to both.
///
/// Source: A. Kilgarriff (2009), Simple maths for keywords. A larger smoothing favours frequent
/// items. `None` for an empty corpus or a smoothing that is not above 0.
#[must_use]
pub fn simple_maths(table: &Contingency, smoothing: f64) -> Option<f64> {
    let target = per_million(table)?;
    let reference = per_million_in_reference(table)?;
    (smoothing > 0.0).then(|| (target + smoothing) / (reference + smoothing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn swapping_the_corpora_turns_the_sign(a in 0_u64..500, b in 0_u64..500, extra in 1_u64..9_000) {
            let table = Contingency::of_corpora(a, 500 + extra, b, 700).unwrap();
            let swapped = Contingency::of_corpora(b, 700, a, 500 + extra).unwrap();
            prop_assert!((log_ratio(&table) + log_ratio(&swapped)).abs() < 1e-9);
            let bound = |table: &Contingency| conservative_log_ratio(table, 0.0005).unwrap_or(0.0);
            prop_assert!((bound(&table) + bound(&swapped)).abs() < 1e-9);
            prop_assert!(bound(&table).abs() <= log_ratio(&table).abs() + 1e-9 || a.min(b) == 0);
        }
    }
}

//! Confidence interval of a share: Wilson's score interval.
//!
//! Of `n` papers, `x` raise a theme. With `p = x/n` and `z` the normal quantile of the level,
//!
//! ```text
//! centre = (p + z²/2n) / (1 + z²/n)
//! half   = z √(p(1-p)/n + z²/4n²) / (1 + z²/n)
//! ```
//!
//! Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical
//! inference, *Journal of the American Statistical Association* 22, 209-212. Variant: without
//! continuity correction. Unlike the interval of Wald it stays within 0 to 1, and is not empty
//! for none or all of few papers.
//!
//! Edge cases: for `x = 0` the lower bound is exactly 0, and for `x = n` the upper bound exactly 1;
//! for `n = 0` there is no interval.

use std::sync::LazyLock;

use super::normal;

/// The 95 % quantile pair's level, which corpus reports use.
pub const LEVEL: f64 = 0.95;

/// A share and its interval, all from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// `x / n`.
    pub share: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// Share and Wilson interval of `successes` among `trials` at confidence `level`.
///
/// `None` for no trials, more successes than trials, or a level outside of 0 to 1 (exclusive).
///
/// ```
/// use leitmotif::stats::interval::wilson;
/// // Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81 of 263.
/// let share = wilson(81, 263, 0.95).unwrap();
/// assert_eq!(format!("{:.4} {:.4}", share.low, share.high), "0.2553 0.3662");
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
pub fn wilson(successes: u64, trials: u64, level: f64) -> Option<Share> {
    if trials == 0 || successes > trials || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let z = quantile(level)?;
    let n = trials as f64;
    let share = successes as f64 / n;
    let scale = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / scale;
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt() / scale;
    let low = if successes == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if successes == trials { 1.0 } else { (centre + half).min(1.0) };
    Some(Share { share, low, high })
}

/// The quantile of the normal distribution for `level`; that of [`LEVEL`] is computed once, since
/// tables of many rows ask for it in each.
fn quantile(level: f64) -> Option<f64> {
    static USUAL: LazyLock<Option<f64>> =
        LazyLock::new(|| normal::upper_quantile((1.0 - LEVEL) / 2.0));
    if level.to_bits() == LEVEL.to_bits() {
        *USUAL
    } else {
        normal::upper_quantile((1.0 - level) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_and_all_have_exact_bounds_on_their_side() {
        let none = wilson(0, 10, LEVEL).unwrap();
        assert_eq!((none.share, none.low), (0.0, 0.0));
        assert!((none.high - 0.277_532_799_862_889_2).abs() < 1e-12);
        assert_eq!(wilson(10, 10, LEVEL).unwrap().high, 1.0);
    }

    #[test]
    fn what_is_no_share_has_no_interval() {
        assert_eq!(wilson(0, 0, LEVEL), None);
        assert_eq!(wilson(2, 1, LEVEL), None);
        assert_eq!(wilson(1, 2, 1.0), None);
    }
}

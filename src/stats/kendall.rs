//! Kendall's rank correlation with its test: does one number rise with another?
//!
//! Of all pairs of units, `S` is the number in which both numbers differ the same way (concordant) less that in which
//! they differ in opposite ways. With `n₀ = n(n-1)/2` pairs, of which `n₁` are tied in the first number and `n₂` in the
//! second,
//!
//! ```text
//! τb = S / √((n₀ - n₁) (n₀ - n₂))
//! ```
//!
//! Under independence `S` is near normal with mean 0 and, with `t` and `u` the sizes of the ties of each number,
//!
//! ```text
//! var S = (n(n-1)(2n+5) - Σt(t-1)(2t+5) - Σu(u-1)(2u+5)) / 18
//!       + Σt(t-1)(t-2) Σu(u-1)(u-2) / 9n(n-1)(n-2) + Σt(t-1) Σu(u-1) / 2n(n-1)
//! ```
//!
//! Sources: M. G. Kendall (1938), A new measure of rank correlation, *Biometrika* 30, 81-93; M. G. Kendall (1970),
//! *Rank correlation methods*, 4th edition, chapters 3 and 4 (ties). The test of a trend over time is that of H. B.
//! Mann (1945), Nonparametric tests against trend, *Econometrica* 13, 245-259. Computed in `n log n` steps after W. R.
//! Knight (1966), A computer method for calculating Kendall's tau with ungrouped data, *Journal of the American
//! Statistical Association* 61, 436-439. Variant: two-sided, without continuity correction.
//!
//! Edge cases: undefined for fewer than three units, or where one of the numbers is the same everywhere. The normal
//! distribution is an approximation, poor for fewer than some ten units.

use super::normal;

/// Rank correlation and the probability of one as far from zero under independence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kendall {
    /// τb, from -1 to 1.
    pub tau: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// Rank correlation of pairs of numbers, none of which is NaN.
///
/// ```
/// use leitmotif::stats::kendall::kendall;
/// let years = [2001.0, 2003.0, 2003.0, 2007.0, 2010.0];
/// let rates = [0.0, 0.0, 1.5, 1.0, 4.0];
/// let pairs: Vec<(f64, f64)> = years.into_iter().zip(rates).collect();
/// // Of ten pairs one is tied in years, another in rates; seven rise together, one does not.
/// assert!((kendall(&pairs).unwrap().tau - 6.0 / 9.0).abs() < 1e-15);
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of pairs are below 2^53")]
pub fn kendall(pairs: &[(f64, f64)]) -> Option<Kendall> {
    let n = pairs.len();
    if n < 3 {
        return None;
    }
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let first = Ties::of(sorted.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len));
    let both = Ties::of(sorted.chunk_by(|a, b| a == b).map(<[_]>::len));
    let mut second: Vec<f64> = sorted.iter().map(|pair| pair.1).collect();
    let discordant = inversions(&mut second, &mut vec![0.0; n]);
    let second = Ties::of(second.chunk_by(|a, b| a == b).map(<[_]>::len));
    let all = n as f64 * (n as f64 - 1.0) / 2.0;
    let (n1, n2) = (first.two / 2.0, second.two / 2.0);
    if n1 >= all || n2 >= all {
        return None;
    }
    let s = all - n1 - n2 + both.two / 2.0 - 2.0 * discordant as f64;
    let n = n as f64;
    let variance = (n * (n - 1.0) * (2.0 * n + 5.0) - first.five - second.five) / 18.0
        + first.three * second.three / (9.0 * n * (n - 1.0) * (n - 2.0))
        + first.two * second.two / (2.0 * n * (n - 1.0));
    let p = (2.0 * normal::upper_tail(s.abs() / variance.sqrt())).min(1.0);
    Some(Kendall { tau: s / ((all - n1).sqrt() * (all - n2).sqrt()), p })
}

/// Sums over the sizes of ties.
#[derive(Default)]
struct Ties {
    /// `Σ t(t-1)`.
    two: f64,
    /// `Σ t(t-1)(t-2)`.
    three: f64,
    /// `Σ t(t-1)(2t+5)`.
    five: f64,
}

impl Ties {
    #[expect(clippy::cast_precision_loss, reason = "numbers of units are below 2^53")]
    fn of(sizes: impl Iterator<Item = usize>) -> Self {
        sizes.fold(Self::default(), |sums, size| {
            let t = size as f64;
            let two = t * (t - 1.0);
            Self {
                two: sums.two + two,
                three: sums.three + two * (t - 2.0),
                five: sums.five + two * (2.0 * t + 5.0),
            }
        })
    }
}

/// Sorts `values` and returns how many pairs stood in the wrong order (merge sort); `space` is as long.
fn inversions(values: &mut [f64], space: &mut [f64]) -> u64 {
    let middle = values.len() / 2;
    if middle == 0 {
        return 0;
    }
    let (low, high) = values.split_at_mut(middle);
    let (space_low, space_high) = space.split_at_mut(middle);
    let mut count = inversions(low, space_low) + inversions(high, space_high);
    let (mut left, mut right) = (low.iter().peekable(), high.iter().peekable());
    let mut remaining = low.len() as u64;
    for slot in space.iter_mut() {
        let take_right = match (left.peek(), right.peek()) {
            (Some(l), Some(r)) => r < l,
            (left, _) => left.is_none(),
        };
        let next = if take_right {
            count += remaining;
            right.next()
        } else {
            remaining -= 1;
            left.next()
        };
        *slot = next.copied().unwrap_or_default();
    }
    values.copy_from_slice(space);
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_vary_has_no_correlation() {
        assert_eq!(kendall(&[(1.0, 1.0), (2.0, 2.0)]), None);
        assert_eq!(kendall(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(kendall(&[(1.0, 5.0), (2.0, 5.0), (3.0, 5.0)]), None);
    }

    #[test]
    fn a_steady_rise_has_correlation_one() {
        let rise: Vec<(f64, f64)> = (0..12).map(|n| (f64::from(n), f64::from(n * n))).collect();
        let found = kendall(&rise).unwrap();
        assert!((found.tau - 1.0).abs() < 1e-15);
        // 66 pairs; the variance is 12 · 11 · 29 / 18.
        let z = 66.0 / (12.0_f64 * 11.0 * 29.0 / 18.0).sqrt();
        assert!((found.p - 2.0 * normal::upper_tail(z)).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn it_counts_the_pairs_that_a_plain_count_finds(pairs in proptest::collection::vec((0_u8..6, 0_u8..6), 3..40)) {
            let pairs: Vec<(f64, f64)> = pairs.into_iter().map(|(a, b)| (a.into(), b.into())).collect();
            let (mut s, mut x, mut y) = (0.0, 0.0, 0.0);
            for (place, one) in pairs.iter().enumerate() {
                for other in pairs.iter().skip(place + 1) {
                    let (dx, dy) = (one.0 - other.0, one.1 - other.1);
                    s += if dx * dy == 0.0 { 0.0 } else { (dx * dy).signum() };
                    x += f64::from(u8::from(dx != 0.0));
                    y += f64::from(u8::from(dy != 0.0));
                }
            }
            match kendall(&pairs) {
                Some(found) => {
                    prop_assert!((found.tau - s / f64::sqrt(x * y)).abs() < 1e-12);
                    prop_assert!((0.0..=1.0).contains(&found.p));
                }
                None => prop_assert!(x == 0.0 || y == 0.0),
            }
        }
    }
}

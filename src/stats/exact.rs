//! Fisher's exact test of a two-by-two table.
//!
//! With all totals fixed, the common count follows the hypergeometric distribution. Two-sided
//! p-values are central: twice the smaller tail, at most 1, each tail with the observed count.
//! (R's `fisher.test` adds up all tables that are less likely instead, which can be half as large.)
//!
//! Sources: R. A. Fisher (1934), *Statistical methods for research workers*, 5th edition; for
//! probabilities C. Loader (2000), Fast and accurate computation of binomial probabilities: a
//! hypergeometric probability is a quotient of three binomial ones, each from deviances and
//! Stirling's error, which keeps its digits where factorials lose them. Sums stop where a term no
//! longer counts, so that a table of millions takes thousands of steps at most.

use std::f64::consts::PI;

use super::contingency::Contingency;

/// Two-sided p-value; 1 for an empty table, 0 where it is too small for a double.
///
/// ```
/// use leitmotif::stats::{contingency::Contingency, exact::fisher};
/// // Fisher's lady tasting tea: three of four cups right; the tail has 17 of 70 orders.
/// let table = Contingency::new(3, 4, 4, 8).unwrap();
/// assert!((fisher(&table) - 34.0 / 70.0).abs() < 1e-14);
/// ```
#[must_use]
pub fn fisher(table: &Contingency) -> f64 {
    let [o11, ..] = table.counts();
    let upper = tail(table, o11, true);
    let lower = tail(table, o11, false);
    (2.0 * upper.min(lower)).min(1.0)
}

/// Probability of a common count of at least (`upward`) or at most `from`.
fn tail(table: &Contingency, from: u64, upward: bool) -> f64 {
    let [_, r1, c1, n] = table.counts();
    let (least, most) = ((r1 + c1).saturating_sub(n), r1.min(c1));
    let mode = table.e11();
    let mut sum = 0.0;
    let mut count = from;
    loop {
        let probability = hypergeometric(count, r1, c1, n);
        sum += probability;
        // Beyond the mode terms only fall; before it they must be followed up to it.
        #[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
        let beyond = if upward { count as f64 > mode } else { (count as f64) < mode };
        let ended = if upward { count >= most } else { count <= least };
        if ended || (beyond && probability <= sum * 1e-18) {
            return sum;
        }
        // Most of the distribution lies before us: this tail is the larger one and counts as 1.
        if sum > 0.5 + 1e-6 {
            return 1.0;
        }
        count = if upward { count + 1 } else { count - 1 };
    }
}

/// Probability of `count` common events.
fn hypergeometric(count: u64, r1: u64, c1: u64, n: u64) -> f64 {
    if n == 0 || c1 == 0 || c1 == n || r1 == 0 || r1 == n {
        return 1.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
    let [count, r1, c1, r2, c2, n] = [count, r1, c1, n - r1, n - c1, n].map(|value| value as f64);
    let (p, q) = (c1 / n, c2 / n);
    let log = log_binomial(count, r1, p, q) + log_binomial(c1 - count, r2, p, q)
        - log_binomial(c1, n, p, q);
    libm::exp(log)
}

/// Logarithm of the binomial probability of `x` in `n` (Loader 2000, section 2).
fn log_binomial(x: f64, n: f64, p: f64, q: f64) -> f64 {
    if x == 0.0 {
        return n * libm::log1p(-p);
    }
    if x >= n {
        return n * libm::log(p);
    }
    let rest = n - x;
    let correction = stirling_error(n)
        - stirling_error(x)
        - stirling_error(rest)
        - deviance(x, n * p)
        - deviance(rest, n * q);
    correction + 0.5 * (libm::log(n) - libm::log(2.0 * PI * x) - libm::log(rest))
}

/// `x ln(x/m) + m - x` without loss of digits where both are near (Loader 2000, bd0).
fn deviance(x: f64, mean: f64) -> f64 {
    if (x - mean).abs() >= 0.1 * (x + mean) {
        return x * libm::log(x / mean) + mean - x;
    }
    let v = (x - mean) / (x + mean);
    let mut sum = (x - mean) * v;
    let mut term = 2.0 * x * v;
    for odd in (3..2_000).step_by(2) {
        term *= v * v;
        let next = sum + term / f64::from(odd);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// Error of Stirling's formula, `ln n! - ln(√(2πn) (n/e)^n)`: its series, and for small `n` the
/// definition.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - 0.5 * libm::log(2.0 * PI);
    }
    let square = n * n;
    let series = 1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square)
            / square;
    series / n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_without_choice_have_p_value_one() {
        for [o, r, c, n] in [[0, 0, 0, 0], [5, 5, 5, 5], [0, 10, 0, 50], [3, 3, 9, 9]] {
            assert_eq!(fisher(&Contingency::new(o, r, c, n).unwrap()), 1.0);
        }
    }

    #[test]
    fn probabilities_of_all_tables_add_up_to_one() {
        let sum: f64 = (0..=30).map(|count| hypergeometric(count, 40, 30, 1_000)).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }
}

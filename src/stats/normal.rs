//! The normal distribution: tail and quantile.
//!
//! The tail is the complementary error function of `libm`, a port of FreeBSD's, with an error
//! below one unit in the last place. The quantile starts from the rational approximation 26.2.23
//! of Abramowitz & Stegun (1964, p. 933), whose error is below 4.5e-4, and is refined by three
//! steps of Halley's method on the tail, each of which triples the number of right digits.

use std::f64::consts::{PI, SQRT_2};

/// Probability that a standard normal variable exceeds `z`.
///
/// ```
/// use leitmotif::stats::normal::upper_tail;
/// assert!((upper_tail(1.959963984540054) - 0.025).abs() < 1e-16);
/// ```
#[must_use]
pub fn upper_tail(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}

/// The value that a standard normal variable exceeds with probability `tail`.
///
/// Infinite for 0 and 1; `None` outside of 0 to 1.
///
/// ```
/// use leitmotif::stats::normal::upper_quantile;
/// assert!((upper_quantile(0.025).unwrap() - 1.959963984540054).abs() < 1e-14);
/// assert_eq!(upper_quantile(0.0), Some(f64::INFINITY));
/// assert_eq!(upper_quantile(1.5), None);
/// ```
#[must_use]
pub fn upper_quantile(tail: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&tail) {
        return None;
    }
    if tail > 0.5 {
        return upper_quantile(1.0 - tail).map(|z| -z);
    }
    if tail == 0.0 {
        return Some(f64::INFINITY);
    }
    let t = (-2.0 * libm::log(tail)).sqrt();
    let numerator = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let denominator = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = t - numerator / denominator;
    for _ in 0..3 {
        // Halley for f(z) = upper_tail(z) - tail, where f' = -density and f'' = z density.
        let density = libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt();
        let step = (upper_tail(z) - tail) / density;
        z += step / (1.0 - 0.5 * z * step);
    }
    Some(z)
}

/// Probability that a chi-squared variable with one degree of freedom exceeds `statistic`.
///
/// It is twice the normal tail of the root, since the square of a standard normal variable has this
/// distribution. Values below zero count as zero.
///
/// ```
/// use leitmotif::stats::normal::chi_squared_tail;
/// // The critical value that corpus linguists use for p < .05.
/// assert!((chi_squared_tail(3.841458820694124) - 0.05).abs() < 1e-15);
/// ```
#[must_use]
pub fn chi_squared_tail(statistic: f64) -> f64 {
    libm::erfc((statistic.max(0.0) / 2.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_undoes_the_tail() {
        for tail in [1e-300, 1e-30, 1e-9, 0.001, 0.025, 0.3, 0.5, 0.7, 0.999] {
            let z = upper_quantile(tail).unwrap();
            let back = upper_tail(z);
            assert!((back - tail).abs() <= 1e-12 * tail, "{tail}: {z} gives {back}");
        }
        assert_eq!(upper_quantile(f64::NAN), None);
        assert_eq!(upper_quantile(1.0), Some(f64::NEG_INFINITY));
    }
}

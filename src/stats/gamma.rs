//! The incomplete gamma function, and with it the tail of the chi-squared distribution with any number of
//! degrees of freedom.
//!
//! With `a` half the degrees of freedom and `x` half the statistic, the tail is the regularised upper function
//! `Q(a, x) = Γ(a, x) / Γ(a)`. Below `x = a + 1` it is one minus the series of DLMF 8.11.4, from there on the
//! continued fraction of DLMF 8.9.2 by the modified algorithm of Lentz (W. H. Press et al. 2007, *Numerical
//! recipes*, 3rd edition, section 6.2). With one degree of freedom it is the tail of
//! [`normal::chi_squared_tail`](super::normal::chi_squared_tail).

/// Terms after which series and fraction have converged for all but absurd arguments.
const TERMS: u32 = 100_000;
/// What stands for zero in a denominator.
const TINY: f64 = 1e-300;

/// Probability that a chi-squared variable with `degrees` degrees of freedom exceeds `statistic`; `None` for
/// no degree of freedom or a statistic that is no number.
///
/// ```
/// use leitmotif::stats::gamma::chi_squared_tail;
/// // With two degrees of freedom the tail is exp(-x / 2).
/// let tail = chi_squared_tail(5.0, 2).unwrap();
/// assert!((tail - (-2.5_f64).exp()).abs() < 1e-15);
/// ```
#[must_use]
pub fn chi_squared_tail(statistic: f64, degrees: u32) -> Option<f64> {
    if degrees == 0 || statistic.is_nan() {
        return None;
    }
    let (a, x) = (f64::from(degrees) / 2.0, statistic / 2.0);
    if x <= 0.0 {
        return Some(1.0);
    }
    if x.is_infinite() {
        return Some(0.0);
    }
    let scale = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    Some(if x < a + 1.0 { 1.0 - scale * series(a, x) } else { scale * fraction(a, x) })
}

/// `Σ x^n / (a (a+1) … (a+n))`.
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    for n in 1..TERMS {
        term *= x / (a + f64::from(n));
        sum += term;
        if term < sum * f64::EPSILON / 4.0 {
            break;
        }
    }
    sum
}

/// The continued fraction of `Γ(a, x) e^x x^-a`.
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for n in 1..TERMS {
        let n = f64::from(n);
        let numerator = -n * (n - a);
        b += 2.0;
        let bounded = |value: f64| if value.abs() < TINY { TINY } else { value };
        d = 1.0 / bounded(numerator * d + b);
        c = bounded(b + numerator / c);
        let step = c * d;
        value *= step;
        if (step - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal;

    #[test]
    fn one_degree_is_the_normal_tail_and_even_degrees_a_sum() {
        for statistic in [1e-6, 0.3, 1.0, 2.9, 3.1, 10.0, 80.0, 700.0] {
            let tail = chi_squared_tail(statistic, 1).unwrap();
            let normal = normal::chi_squared_tail(statistic);
            assert!((tail - normal).abs() <= 1e-12 * normal, "{statistic}: {tail} {normal}");
            // For 2 m degrees: e^-y Σ y^i / i! over i < m.
            let y = statistic / 2.0;
            let sum = 1.0 + y + y * y / 2.0 + y * y * y / 6.0;
            let expected = libm::exp(-y) * sum;
            let tail = chi_squared_tail(statistic, 8).unwrap();
            assert!((tail - expected).abs() <= 1e-11 * expected, "{statistic}: {tail} {expected}");
        }
    }

    #[test]
    fn what_is_outside_has_its_limit_or_nothing() {
        assert_eq!(chi_squared_tail(-1.0, 3), Some(1.0));
        assert_eq!(chi_squared_tail(f64::INFINITY, 3), Some(0.0));
        assert_eq!(chi_squared_tail(1.0, 0), None);
        assert_eq!(chi_squared_tail(f64::NAN, 3), None);
    }
}

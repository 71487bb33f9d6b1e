//! The bias-corrected and accelerated bootstrap interval (BCa).
//!
//! Of `B` replicates `θ*` of an estimate `θ`, and with `θ(i)` the estimate without unit `i` and `θ(·)` their mean,
//!
//! ```text
//! z0 = Φ⁻¹( (#{θ* < θ} + ½ #{θ* = θ}) / B )
//! a  = Σ (θ(·) - θ(i))³ / 6 (Σ (θ(·) - θ(i))²)^1.5
//! αk = Φ( z0 + (z0 + zk) / (1 - a (z0 + zk)) )        for both ends zk of the level
//! ```
//!
//! and the interval reaches from the `α1` to the `α2` percentile of the replicates. Source: B. Efron (1987), Better
//! bootstrap confidence intervals, *Journal of the American Statistical Association* 82, 171-185; B. Efron &
//! R. J. Tibshirani (1993), *An introduction to the bootstrap*, equations 14.9, 14.10, 14.14 and 14.15. Unlike the
//! percentile interval it corrects for skewness, which rates of rare themes have. Variants: replicates equal to the
//! estimate count for half (they are many where counts are small); percentiles are interpolated
//! ([`percentile`]).
//!
//! Edge cases: where leaving out a unit never changes the estimate nothing varies, and both ends are the
//! estimate. Where all replicates lie on one side, `z0` is that of half a replicate on the other.

use super::bootstrap::percentile;
use super::normal;

/// Relative difference below which two estimates are the same but for rounding.
const ROUNDING: f64 = 1e-12;

/// The interval of `estimate` at confidence `level` from its replicates, which are sorted on the way, and its
/// values with one unit left out. `None` for fewer than two replicates or left out units, or a level outside of 0 to 1.
///
/// ```
/// use leitmotif::stats::bca::interval;
/// // Replicates around the estimate and a symmetric jackknife: nothing is corrected.
/// let mut replicates: Vec<f64> = (-500..=500).map(f64::from).collect();
/// let (low, high) = interval(0.0, &mut replicates, &[-1.0, 0.0, 1.0], 0.9).unwrap();
/// assert!((low + 450.0).abs() < 1e-6 && (high - 450.0).abs() < 1e-6);
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of replicates and units are below 2^53")]
pub fn interval(
    estimate: f64,
    replicates: &mut [f64],
    left_out: &[f64],
    level: f64,
) -> Option<(f64, f64)> {
    if replicates.len() < 2 || left_out.len() < 2 || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let Some(acceleration) = acceleration(estimate, left_out) else {
        return Some((estimate, estimate));
    };
    replicates.sort_by(f64::total_cmp);
    let rounding = ROUNDING * estimate.abs();
    let below = replicates.partition_point(|&value| value < estimate - rounding);
    let up_to = replicates.partition_point(|&value| value <= estimate + rounding);
    let number = replicates.len() as f64;
    let share = (below + up_to) as f64 / 2.0 / number;
    let share = share.clamp(0.5 / number, 1.0 - 0.5 / number);
    let bias = -normal::upper_quantile(share)?;
    let end = |z: f64| {
        let shifted = bias + z;
        let scale = 1.0 - acceleration * shifted;
        // Beyond its pole the correction has no meaning: the end is that of the replicates.
        let corrected =
            if scale > 0.0 { bias + shifted / scale } else { f64::INFINITY.copysign(shifted) };
        percentile(replicates, 1.0 - normal::upper_tail(corrected))
    };
    let z = normal::upper_quantile((1.0 - level) / 2.0)?;
    Some((end(-z)?, end(z)?))
}

/// The acceleration from the jackknife; `None` where nothing varies but for rounding.
#[expect(clippy::cast_precision_loss, reason = "numbers of units are below 2^53")]
fn acceleration(estimate: f64, left_out: &[f64]) -> Option<f64> {
    let mean = left_out.iter().sum::<f64>() / left_out.len() as f64;
    let largest = left_out.iter().map(|value| (mean - value).abs()).fold(0.0, f64::max);
    if largest <= ROUNDING * estimate.abs() {
        return None;
    }
    // Relative to the largest, so that neither power underflows.
    let (mut squares, mut cubes) = (0.0, 0.0);
    for value in left_out {
        let difference = (mean - value) / largest;
        squares += difference * difference;
        cubes += difference * difference * difference;
    }
    Some(cubes / (6.0 * squares * squares.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_vary_has_an_interval_of_no_length() {
        assert_eq!(interval(2.0, &mut [2.0, 2.0], &[2.0, 2.0, 2.0], 0.95), Some((2.0, 2.0)));
        assert_eq!(interval(2.0, &mut [2.0], &[1.0, 2.0], 0.95), None);
        assert_eq!(interval(2.0, &mut [2.0, 1.0], &[1.0], 0.95), None);
        assert_eq!(interval(2.0, &mut [2.0, 1.0], &[1.0, 3.0], 1.0), None);
    }

    #[test]
    fn skewness_and_bias_move_both_ends_the_same_way() {
        let replicates: Vec<f64> = (0..=1_000).map(f64::from).collect();
        let ends = |estimate: f64, left_out: &[f64]| {
            interval(estimate, &mut replicates.clone(), left_out, 0.9).unwrap()
        };
        let (low, high) = ends(500.0, &[499.0, 500.0, 501.0]);
        assert!((low - 50.0).abs() < 1.0 && (high - 950.0).abs() < 1.0);
        let (biased_low, biased_high) = ends(600.0, &[599.0, 600.0, 601.0]);
        assert!(biased_low > low && biased_high > high);
        // One unit without which the estimate falls: a long tail above.
        let (skewed_low, skewed_high) = ends(500.0, &[502.0, 501.0, 501.0, 496.0]);
        assert!(skewed_low > low && skewed_high > high);
        let (low, high) = ends(-1.0, &[-2.0, 0.0]);
        assert!((0.0..1.0).contains(&low) && (0.0..1_000.0).contains(&high));
    }
}

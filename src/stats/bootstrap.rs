//! Bootstrap intervals of measures of agreement: units drawn anew within their strata.
//!
//! From each stratum as many units are drawn with replacement as it has, the measures are computed anew,
//! and of their values the percentiles are taken. Sources: B. Efron (1979), Bootstrap methods: another
//! look at the jackknife, *Annals of Statistics* 7, 1-26 (percentile interval); A. Zapf, S. Castell, L.
//! Morawietz & A. Karch (2016), Measuring inter-rater reliability for nominal data – which coefficients and
//! confidence intervals are appropriate?, *BMC Medical Research Methodology* 16:93, who find it right for
//! Krippendorff's alpha and better than the asymptotic one.
//!
//! Units that are coded alike are one class; a measure is given how many units of each class were drawn.
//! Percentiles are interpolated between order statistics (R's type 7: R. J. Hyndman & Y. Fan 1996).
//!
//! Edge cases: draws in which a measure is undefined do not count for it, and where that is half of them or
//! more, it has no interval. Where the units of the sample do not vary, neither do the draws: the interval
//! of full agreement is 1 to 1, which says that no disagreement was in the sample, and no more.

use std::collections::BTreeMap;

use super::random::Generator;

/// How bootstrap intervals are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// How often the units are drawn.
    pub resamples: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Confidence level, such as 0.95.
    pub level: f64,
}

impl Bootstrap {
    /// Draws as many of `units` units with replacement as there are, `resamples` times, and shows `visit` how often
    /// each was drawn.
    pub fn draw(&self, units: usize, mut visit: impl FnMut(&[f64])) {
        let mut generator = Generator::new(self.seed);
        let mut drawn = vec![0.0; units];
        for _ in 0..self.resamples {
            drawn.fill(0.0);
            for _ in 0..units {
                if let Some(times) = drawn.get_mut(generator.below(units)) {
                    *times += 1.0;
                }
            }
            visit(&drawn);
        }
    }

    /// Percentile intervals of the measures that `measure` computes from the number of units in each of
    /// `classes` classes. `units` are given by stratum and class, both counted from 0.
    ///
    /// ```
    /// use leitmotif::stats::bootstrap::Bootstrap;
    /// // 60 of 100 units in class 1: the interval of the share is about .6 ± 1.96 √(.6 · .4 / 100).
    /// let units: Vec<(usize, usize)> = (0..100).map(|unit| (0, usize::from(unit < 60))).collect();
    /// let bootstrap = Bootstrap { resamples: 2_000, seed: 1, level: 0.95 };
    /// let [share] = bootstrap.intervals(&units, 2, |counts| [Some(counts[1] / 100.0)]);
    /// let (low, high) = share.unwrap();
    /// assert!((low - 0.504).abs() < 0.02 && (high - 0.696).abs() < 0.02);
    /// ```
    pub fn intervals<const N: usize>(
        &self,
        units: &[(usize, usize)],
        classes: usize,
        measure: impl Fn(&[f64]) -> [Option<f64>; N],
    ) -> [Option<(f64, f64)>; N] {
        let mut strata: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &(stratum, class) in units {
            strata.entry(stratum).or_default().push(class);
        }
        let mut generator = Generator::new(self.seed);
        let mut values: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(self.resamples));
        let mut counts = vec![0.0; classes];
        for _ in 0..self.resamples {
            counts.fill(0.0);
            for members in strata.values() {
                for _ in members {
                    let drawn = members.get(generator.below(members.len())).copied();
                    if let Some(count) = drawn.and_then(|class| counts.get_mut(class)) {
                        *count += 1.0;
                    }
                }
            }
            for (values, value) in values.iter_mut().zip(measure(&counts)) {
                values.extend(value);
            }
        }
        values.map(|mut values| {
            if values.len() * 2 <= self.resamples {
                return None;
            }
            values.sort_by(f64::total_cmp);
            let tail = (1.0 - self.level) / 2.0;
            Some((percentile(&values, tail)?, percentile(&values, 1.0 - tail)?))
        })
    }
}

/// The value below which a share `p` of `sorted` lies, by linear interpolation between its members
/// (type 7 of Hyndman & Fan 1996); `None` for no members.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a list, above 0 and below 2^53"
)]
pub fn percentile(sorted: &[f64], p: f64) -> Option<f64> {
    let place = p.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    let low = *sorted.get(place.floor() as usize)?;
    let high = *sorted.get(place.ceil() as usize)?;
    Some(low + (high - low) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 500, seed: 9, level: 0.9 };

    #[test]
    fn percentiles_are_interpolated() {
        assert_eq!(percentile(&[1.0, 2.0, 3.0, 4.0], 0.5), Some(2.5));
        assert_eq!(percentile(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.1), Some(1.4));
        assert_eq!(percentile(&[7.0], 0.9), Some(7.0));
        assert_eq!(percentile(&[], 0.5), None);
    }

    #[test]
    fn strata_keep_their_sizes_and_seeds_their_draws() {
        let units = [(0, 0), (0, 0), (1, 1), (1, 2), (1, 2)];
        let fixed =
            |counts: &[f64]| [Some(counts[0]), Some(counts[1] + counts[2]), Some(counts[1])];
        let found = BOOTSTRAP.intervals(&units, 3, fixed);
        assert_eq!(found[..2], [Some((2.0, 2.0)), Some((3.0, 3.0))]);
        assert_eq!(found, BOOTSTRAP.intervals(&units, 3, fixed));
    }

    #[test]
    fn a_measure_that_is_mostly_undefined_has_no_interval() {
        let units = [(0, 0), (0, 0), (0, 0), (0, 1)];
        // At most a third of the draws have no unit of class 1, and most have no two of it.
        let [often, seldom] = BOOTSTRAP.intervals(&units, 2, |counts| {
            [(counts[1] > 0.0).then_some(1.0), (counts[1] > 1.5).then_some(1.0)]
        });
        assert_eq!((often, seldom), (Some((1.0, 1.0)), None));
    }
}

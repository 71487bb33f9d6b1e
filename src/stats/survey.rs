//! Accuracy in a corpus, estimated from a stratified sample of it.
//!
//! Each coded unit `i` of stratum `h` stands for `w_i = N_h / m_h` units, with `N_h` the units of the
//! stratum and `m_h` those of them that were drawn and coded: the estimator of D. G. Horvitz & D. J.
//! Thompson (1952, A generalization of sampling without replacement from a finite universe, *Journal of the
//! American Statistical Association* 47, 663-685), under which each total of a corpus is the sum of the
//! weights of the units that have the property. Precision, recall and F1 are ratios of such totals
//! ([`Confusion`]).
//!
//! **Intervals.** Units that the classifier finds, and units that it does not, are two segments. In each,
//! the share of units that are to be found has the posterior distribution of a binomial share under the
//! prior of Jeffreys, Beta(½, ½), for an effective number of units
//!
//! ```text
//! n_e = (Σ w)² / Σ w (w - 1),     share ~ Beta(n_e p + ½, n_e (1 - p) + ½)
//! ```
//!
//! that is Kish's (L. Kish 1965, *Survey sampling*, section 11.7: `(Σ w)² / Σ w²`) with the correction for
//! units that stand for themselves alone: where all were coded (`w = 1`) nothing is uncertain. Recall, F1 and
//! prevalence are functions of the two shares; their posterior distributions come from all pairs of 100
//! quantiles of each share, so there is no seed. Precision is the share in the first segment. The interval
//! leaves out 2.5 % on either side; it always holds the estimate, and reaches 0 or 1 where the estimate is
//! that. Source of the method for recall: W. Webber (2013), Approximate recall confidence intervals, *ACM
//! Transactions on Information Systems* 31(1):2, who compares it with others; he draws at random where we
//! take quantiles. Unlike intervals from normal approximation or from the bootstrap it is not empty where
//! the sample has no error. How often it holds the true value is simulated in the tests below.
//!
//! Limits: the sizes of the segments are taken as estimated, and units are taken as independent, though
//! those of one paper are alike.

use super::beta;
use super::bootstrap::percentile;
use super::confusion::Confusion;
use super::interval::Share;

/// Quantiles that stand for a posterior distribution.
const QUANTILES: u32 = 100;

/// One coded unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// How many units of the corpus it stands for; at least 1.
    pub weight: f64,
    /// Whether the classifier finds it.
    pub found: bool,
    /// Whether it is to be found.
    pub wanted: bool,
}

/// How well a classifier does in the corpus that a sample was drawn from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// Estimated numbers of units in the corpus.
    pub table: Confusion,
    /// Share of units that are to be found; `None` for no units.
    pub prevalence: Option<Share>,
    /// `None` where nothing is found.
    pub precision: Option<Share>,
    /// `None` where nothing is to be found.
    pub recall: Option<Share>,
    /// `None` where nothing is found and nothing is to be found.
    pub f1: Option<Share>,
}

/// Estimates accuracy, with intervals at confidence `level`.
///
/// ```
/// use leitmotif::stats::survey::{Observation, estimate};
/// // All 10 units that are found were coded, 9 rightly so; of 90 others every third, one of them to be found.
/// let unit = |weight, found, wanted| Observation { weight, found, wanted };
/// let mut units = vec![unit(1.0, true, true); 9];
/// units.push(unit(1.0, true, false));
/// units.push(unit(3.0, false, true));
/// units.extend(vec![unit(3.0, false, false); 29]);
/// let accuracy = estimate(&units, 0.95);
/// let precision = accuracy.precision.unwrap();
/// assert_eq!((precision.share, precision.low, precision.high), (0.9, 0.9, 0.9));
/// let recall = accuracy.recall.unwrap();
/// assert_eq!(recall.share, 9.0 / 12.0);
/// assert!(recall.low < 0.5 && recall.high > 0.9);
/// ```
#[must_use]
pub fn estimate(observations: &[Observation], level: f64) -> Accuracy {
    let mut table = Confusion::default();
    let (mut found, mut rest) = (Segment::default(), Segment::default());
    for &Observation { weight, found: is_found, wanted } in observations {
        table.add(is_found, wanted, weight);
        let segment = if is_found { &mut found } else { &mut rest };
        segment.add(weight, wanted);
    }
    let tail = (1.0 - level) / 2.0;
    let precision = table.precision().map(|share| {
        let bounds = found.quantile(tail).zip(found.quantile(1.0 - tail));
        bounded(share, bounds.unwrap_or((share, share)))
    });
    let (of_found, of_rest) = (found.quantiles(), rest.quantiles());
    let simulate = |measure: &dyn Fn(&Confusion) -> Option<f64>| {
        let mut values = Vec::with_capacity(of_found.len() * of_rest.len());
        for &first in &of_found {
            for &second in &of_rest {
                values.extend(measure(&Confusion {
                    both: found.weight * first,
                    first_only: found.weight * (1.0 - first),
                    second_only: rest.weight * second,
                    neither: rest.weight * (1.0 - second),
                }));
            }
        }
        values.sort_by(f64::total_cmp);
        let share = measure(&table)?;
        let bounds = percentile(&values, tail).zip(percentile(&values, 1.0 - tail));
        Some(bounded(share, bounds.unwrap_or((share, share))))
    };
    Accuracy {
        table,
        prevalence: simulate(&Confusion::prevalence),
        precision,
        recall: simulate(&Confusion::recall),
        f1: simulate(&Confusion::f1),
    }
}

/// An interval that holds its share, and ends at 0 or 1 where the share is that.
fn bounded(share: f64, (low, high): (f64, f64)) -> Share {
    let low = if share <= 0.0 { 0.0 } else { low.min(share) };
    let high = if share >= 1.0 { 1.0 } else { high.max(share) };
    Share { share, low, high }
}

/// Sums over the units of one segment.
#[derive(Clone, Copy, Debug, Default)]
struct Segment {
    /// `Σ w`.
    weight: f64,
    /// `Σ w` of units that are to be found.
    wanted: f64,
    /// `Σ w (w - 1)`.
    uncertain: f64,
}

impl Segment {
    fn add(&mut self, weight: f64, wanted: bool) {
        self.weight += weight;
        self.wanted += if wanted { weight } else { 0.0 };
        self.uncertain += weight * (weight - 1.0).max(0.0);
    }

    /// A quantile of the share to be found; the share itself where nothing is uncertain.
    fn quantile(&self, p: f64) -> Option<f64> {
        if self.weight <= 0.0 {
            return None;
        }
        let share = self.wanted / self.weight;
        if self.uncertain <= 0.0 {
            return Some(share);
        }
        let effective = self.weight * self.weight / self.uncertain;
        beta::quantile(effective * share + 0.5, effective * (1.0 - share) + 0.5, p)
    }

    /// Quantiles that stand for the distribution of the share; one where nothing is uncertain, or there
    /// is no unit.
    fn quantiles(&self) -> Vec<f64> {
        if self.uncertain <= 0.0 {
            return vec![self.quantile(0.5).unwrap_or_default()];
        }
        let places = (0..QUANTILES).map(|place| (f64::from(place) + 0.5) / f64::from(QUANTILES));
        places.filter_map(|p| self.quantile(p)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Generator;

    fn units(weight: f64, found: bool, wanted: usize, others: usize) -> Vec<Observation> {
        let unit = |wanted| Observation { weight, found, wanted };
        let mut units = vec![unit(true); wanted];
        units.extend(vec![unit(false); others]);
        units
    }

    #[test]
    fn a_corpus_that_was_coded_whole_leaves_nothing_uncertain() {
        let coded = [units(1.0, true, 3, 1), units(1.0, false, 2, 14)].concat();
        let Accuracy { precision, recall, f1, prevalence, .. } = estimate(&coded, 0.95);
        let exactly = |share| Some(Share { share, low: share, high: share });
        assert_eq!(precision, exactly(0.75));
        assert_eq!(recall, exactly(0.6));
        assert_eq!(f1, exactly(6.0 / 9.0));
        assert_eq!(prevalence, exactly(0.25));
    }

    #[test]
    fn a_sample_without_error_does_not_prove_that_there_is_none() {
        let coded = [units(2.0, true, 10, 0), units(20.0, false, 0, 40)].concat();
        let accuracy = estimate(&coded, 0.95);
        let (precision, recall) = (accuracy.precision.unwrap(), accuracy.recall.unwrap());
        assert_eq!((precision.share, precision.high), (1.0, 1.0));
        assert!((0.80..0.92).contains(&precision.low), "{precision:?}");
        assert_eq!((recall.share, recall.high), (1.0, 1.0));
        assert!((0.2..0.5).contains(&recall.low), "{recall:?}");
    }

    #[test]
    fn what_is_not_there_has_no_share() {
        let nothing = estimate(&[], 0.95);
        assert_eq!(nothing, Accuracy::default());
        let unfound = estimate(&units(5.0, false, 0, 20), 0.95);
        assert_eq!((unfound.precision, unfound.recall, unfound.f1), (None, None, None));
        let prevalence = unfound.prevalence.unwrap();
        assert_eq!((prevalence.share, prevalence.low), (0.0, 0.0));
        assert!(prevalence.high > 0.05);
        let missed = estimate(&units(5.0, false, 4, 20), 0.95);
        assert_eq!(missed.recall.map(|recall| (recall.share, recall.low)), Some((0.0, 0.0)));
    }

    #[test]
    fn quantiles_in_pairs_equal_draws_at_random() {
        let coded = [units(3.0, true, 17, 4), units(15.0, false, 2, 58)].concat();
        let recall = estimate(&coded, 0.95).recall.unwrap();
        // Shares drawn from both posteriors by inversion.
        let mut generator = Generator::new(5);
        let mut uniform = || (generator.below(1 << 30) as f64 + 0.5) / f64::from(1 << 30);
        let mut draw =
            |n: f64, p: f64| beta::quantile(n * p + 0.5, n * (1.0 - p) + 0.5, uniform()).unwrap();
        let mut values: Vec<f64> = (0..4_000)
            .map(|_| {
                let found = 63.0 * draw(63.0 / 2.0, 17.0 / 21.0);
                found / (found + 900.0 * draw(900.0 / 14.0, 2.0 / 60.0))
            })
            .collect();
        values.sort_by(f64::total_cmp);
        assert!((recall.low - percentile(&values, 0.025).unwrap()).abs() < 0.02, "{recall:?}");
        assert!((recall.high - percentile(&values, 0.975).unwrap()).abs() < 0.02, "{recall:?}");
    }

    /// A corpus of strata: units, how many are found and to be found, found only, to be found only, and
    /// how many are drawn.
    const CORPUS: [(usize, [usize; 3], usize); 4] =
        [(900, [0, 0, 18], 90), (40, [32, 8, 0], 15), (60, [12, 3, 4], 20), (30, [0, 0, 2], 10)];

    #[test]
    fn intervals_hold_the_true_value_about_as_often_as_they_say() {
        let mut population = Vec::new();
        for (size, [both, first, second], _) in CORPUS {
            let mut stratum = vec![(true, true); both];
            stratum.extend(vec![(true, false); first]);
            stratum.extend(vec![(false, true); second]);
            stratum.resize(size, (false, false));
            population.push(stratum);
        }
        let mut truth = Confusion::default();
        population.iter().flatten().for_each(|&(found, wanted)| truth.add(found, wanted, 1.0));
        let mut generator = Generator::new(11);
        let runs = 300;
        let mut held = [0_u32; 4];
        for _ in 0..runs {
            let mut coded = Vec::new();
            for (stratum, (size, _, drawn)) in population.iter().zip(CORPUS) {
                let weight = size as f64 / drawn as f64;
                let units = generator.sample(stratum.iter(), drawn).into_iter();
                coded.extend(units.map(|&(found, wanted)| Observation { weight, found, wanted }));
            }
            let accuracy = estimate(&coded, 0.95);
            let measures = [
                (accuracy.precision, truth.precision()),
                (accuracy.recall, truth.recall()),
                (accuracy.f1, truth.f1()),
                (accuracy.prevalence, truth.prevalence()),
            ];
            for (held, (share, truth)) in held.iter_mut().zip(measures) {
                let (share, truth) = (share.unwrap(), truth.unwrap());
                *held += u32::from(share.low <= truth && truth <= share.high);
            }
        }
        println!("intervals of 95 % that hold the true value, of {runs}: {held:?}");
        // 95 % of 300 are 285, standard deviation 3.8.
        assert!(held.iter().all(|&held| held >= 273), "{held:?}");
    }
}

//! Two raters, two categories: precision, recall, F1, agreement and kappa from one table of weights.
//!
//! | | second says yes | second says no |
//! |---|---|---|
//! | **first says yes** | `a` (both) | `b` (first only) |
//! | **first says no** | `c` (second only) | `d` (neither) |
//!
//! With the first a classifier (here: a codebook) and the second the truth (here: a coder), `n = a + b +
//! c + d`,
//!
//! ```text
//! precision  = a / (a + b)          recall = a / (a + c)          F1 = 2a / (2a + b + c)
//! prevalence = (a + c) / n          agreement p_o = (a + d) / n
//! kappa      = (p_o - p_e) / (1 - p_e),   p_e = [(a + b)(a + c) + (c + d)(b + d)] / n²
//! ```
//!
//! Sources: C. J. van Rijsbergen (1979), *Information retrieval*, chapter 7 (precision, recall, and F1
//! as one minus his `E` with equal importance); J. Cohen (1960), A coefficient of agreement for nominal
//! scales, *Educational and Psychological Measurement* 20, 37-46. The cells may be counts or sums of
//! sampling weights; with weights the measures are estimates for what was sampled from (see
//! [`super::survey`]).
//!
//! Edge cases: a share of nothing is `None`, and so is kappa where both say the same of all units.

/// Weights of units by what two raters say of them.
///
/// ```
/// use leitmotif::stats::confusion::Confusion;
/// // Manning, Raghavan & Schütze (2008), Introduction to information retrieval, table 8.2.
/// let judges = Confusion { both: 300.0, first_only: 20.0, second_only: 10.0, neither: 70.0 };
/// assert_eq!(judges.agreement(), Some(0.925));
/// assert_eq!(format!("{:.3}", judges.kappa().unwrap()), "0.776");
/// // Ibid., exercise 8.1: 8 relevant and 10 other documents returned, 20 relevant in all.
/// let search = Confusion { both: 8.0, first_only: 10.0, second_only: 12.0, neither: 0.0 };
/// assert_eq!(search.precision(), Some(8.0 / 18.0));
/// assert_eq!(search.recall(), Some(0.4));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Confusion {
    /// Both say yes.
    pub both: f64,
    /// Only the first says yes: a false positive, where the second is the truth.
    pub first_only: f64,
    /// Only the second says yes: a false negative, where the second is the truth.
    pub second_only: f64,
    /// Neither says yes.
    pub neither: f64,
}

impl Confusion {
    /// Adds a unit of this weight.
    pub const fn add(&mut self, first: bool, second: bool, weight: f64) {
        let cell = match (first, second) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.first_only,
            (false, true) => &mut self.second_only,
            (false, false) => &mut self.neither,
        };
        *cell += weight;
    }

    /// Weight of all units.
    #[must_use]
    pub const fn total(&self) -> f64 {
        self.both + self.first_only + self.second_only + self.neither
    }

    /// Share of what the first finds that is right.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        share(self.both, self.both + self.first_only)
    }

    /// Share of what there is to be found that the first finds.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        share(self.both, self.both + self.second_only)
    }

    /// Harmonic mean of precision and recall; 0 where the first finds only what is wrong, or nothing of
    /// what there is.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        let twice = 2.0 * self.both;
        share(twice, twice + self.first_only + self.second_only)
    }

    /// Share of units of which the second says yes.
    #[must_use]
    pub fn prevalence(&self) -> Option<f64> {
        share(self.both + self.second_only, self.total())
    }

    /// Share of units of which both say the same.
    #[must_use]
    pub fn agreement(&self) -> Option<f64> {
        share(self.both + self.neither, self.total())
    }

    /// Cohen's kappa.
    #[must_use]
    pub fn kappa(&self) -> Option<f64> {
        let n = self.total();
        let observed = self.agreement()?;
        let (first, second) = (self.both + self.first_only, self.both + self.second_only);
        let by_chance = (first * second + (n - first) * (n - second)) / (n * n);
        (by_chance < 1.0).then(|| (observed - by_chance) / (1.0 - by_chance))
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::agreement::cohen_kappa;
    use proptest::prelude::*;

    #[test]
    fn shares_of_nothing_are_undefined() {
        let nothing = Confusion::default();
        assert_eq!(nothing.precision().or(nothing.recall()).or(nothing.f1()), None);
        assert_eq!(nothing.kappa().or(nothing.agreement()).or(nothing.prevalence()), None);
        let only_no = Confusion { neither: 5.0, ..nothing };
        assert_eq!((only_no.kappa(), only_no.f1(), only_no.prevalence()), (None, None, Some(0.0)));
        let only_wrong = Confusion { first_only: 2.0, neither: 5.0, ..nothing };
        assert_eq!((only_wrong.f1(), only_wrong.recall()), (Some(0.0), None));
    }

    proptest! {
        #[test]
        fn kappa_is_that_of_lists_of_categories(codes in proptest::collection::vec(any::<(bool, bool)>(), 1..40)) {
            let mut table = Confusion::default();
            codes.iter().for_each(|&(first, second)| table.add(first, second, 1.0));
            let (first, second): (Vec<bool>, Vec<bool>) = codes.into_iter().unzip();
            match (table.kappa(), cohen_kappa(&first, &second)) {
                (Some(ours), Some(theirs)) => prop_assert!((ours - theirs).abs() < 1e-12),
                (ours, theirs) => prop_assert_eq!(ours, theirs),
            }
        }
    }
}

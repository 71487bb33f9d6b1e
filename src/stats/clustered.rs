//! Bootstrap intervals of rates and trends, with papers as the units that are drawn.
//!
//! Words of one paper are no independent draws: whoever writes of cheap labour once is likely to do so again. So not
//! tokens or mentions but whole papers are drawn with replacement, as many as there are, and the measure is computed
//! anew from their sums; the interval is the bias-corrected and accelerated one ([`bca`]). Sources: B.
//! Efron & R. J. Tibshirani (1993), *An introduction to the bootstrap*, chapters 6 and 14; A. C. Davison & D. V. Hinkley
//! (1997), *Bootstrap methods and their application*, section 3.8 (clusters are resampled whole); for frequencies in
//! corpora J. Lijffijt et al. (2016), Significance testing of word frequencies in corpora, *Digital Scholarship in the
//! Humanities* 31, 374-397, who find that tests on tokens claim too much, and those that resample texts do not.
//!
//! All items (themes) see the same draws, so that one pass over the papers serves them all.
//!
//! Edge cases: no interval for fewer than two papers, nor for an item that occurs in none: what was not seen cannot
//! be drawn. With a handful of papers intervals are too short, since few different draws exist.

use super::bca;
use super::bootstrap::Bootstrap;

/// An item's occurrences: units in ascending order, each with what it adds to the item's sums.
pub type Occurrences<const S: usize> = Vec<(u32, [f64; S])>;

/// What the measure of every item is computed from: sums over papers.
#[derive(Clone, Debug, PartialEq)]
pub struct Clustered<const D: usize, const S: usize> {
    /// What each unit adds to the sums that all items share, such as its tokens.
    pub units: Vec<[f64; D]>,
    /// The occurrences of each item.
    pub items: Vec<Occurrences<S>>,
}

impl Clustered<1, 1> {
    /// Tokens of each unit, and how often each item occurs in which unit: what rates are made of.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
    pub fn of_rates(sizes: &[u64], items: &[Vec<(u32, u64)>]) -> Self {
        let occurrences =
            |item: &Vec<(u32, u64)>| item.iter().map(|&(unit, n)| (unit, [n as f64])).collect();
        Self {
            units: sizes.iter().map(|&size| [size as f64]).collect(),
            items: items.iter().map(occurrences).collect(),
        }
    }

    /// Intervals of occurrences per token.
    ///
    /// ```
    /// use leitmotif::stats::bootstrap::Bootstrap;
    /// use leitmotif::stats::clustered::Clustered;
    /// // Forty papers of 100 tokens, in each second of them two occurrences: .01 ± 1.96 · .01 / √40.
    /// let item = (0..20).map(|paper| (2 * paper, 2)).collect();
    /// let papers = Clustered::of_rates(&[100; 40], &[item, Vec::new()]);
    /// let bootstrap = Bootstrap { resamples: 2_000, seed: 1, level: 0.95 };
    /// let found = papers.rate_intervals(bootstrap);
    /// let (low, high) = found[0].unwrap();
    /// assert!((low - 0.0069).abs() < 0.0005 && (high - 0.0131).abs() < 0.0005);
    /// assert_eq!(found[1], None);
    /// ```
    #[must_use]
    pub fn rate_intervals(&self, bootstrap: Bootstrap) -> Vec<Option<(f64, f64)>> {
        self.intervals(bootstrap, |[tokens], [count]| (*tokens > 0.0).then(|| count / tokens))
    }
}

impl<const D: usize, const S: usize> Clustered<D, S> {
    /// The measure of each item over all units.
    #[must_use]
    pub fn measures(
        &self,
        measure: impl Fn(&[f64; D], &[f64; S]) -> Option<f64>,
    ) -> Vec<Option<f64>> {
        let shared = self.shared();
        self.items.iter().map(|item| measure(&shared, &sums(item))).collect()
    }

    /// The interval of the measure of each item; draws in which the measure is undefined do not count for it,
    /// and where that is half of them or more it has no interval.
    #[must_use]
    pub fn intervals(
        &self,
        bootstrap: Bootstrap,
        measure: impl Fn(&[f64; D], &[f64; S]) -> Option<f64>,
    ) -> Vec<Option<(f64, f64)>> {
        let mut replicates: Vec<Vec<f64>> = vec![Vec::new(); self.items.len()];
        if self.units.len() < 2 {
            return vec![None; self.items.len()];
        }
        bootstrap.draw(self.units.len(), |drawn| {
            let mut shared = [0.0; D];
            for (unit, &times) in self.units.iter().zip(drawn) {
                add(&mut shared, unit, times);
            }
            for (item, replicates) in self.items.iter().zip(&mut replicates) {
                if item.is_empty() {
                    continue;
                }
                let mut own = [0.0; S];
                for (unit, values) in item {
                    add(&mut own, values, drawn.get(*unit as usize).copied().unwrap_or_default());
                }
                replicates.extend(measure(&shared, &own));
            }
        });
        let shared = self.shared();
        let items = self.items.iter().zip(replicates);
        let intervals = items.map(|(item, mut replicates)| {
            if replicates.len() * 2 <= bootstrap.resamples {
                return None;
            }
            let own = sums(item);
            let left_out = self.left_out(item, &shared, &own, &measure);
            let estimate = measure(&shared, &own)?;
            bca::interval(estimate, &mut replicates, &left_out, bootstrap.level)
        });
        intervals.collect()
    }

    fn shared(&self) -> [f64; D] {
        let mut shared = [0.0; D];
        self.units.iter().for_each(|unit| add(&mut shared, unit, 1.0));
        shared
    }

    /// The measure of an item without each unit.
    fn left_out(
        &self,
        item: &Occurrences<S>,
        shared: &[f64; D],
        own: &[f64; S],
        measure: impl Fn(&[f64; D], &[f64; S]) -> Option<f64>,
    ) -> Vec<f64> {
        let mut occurrences = item.iter().peekable();
        let without = (0_u32..).zip(&self.units).filter_map(|(number, unit)| {
            let (mut shared, mut own) = (*shared, *own);
            add(&mut shared, unit, -1.0);
            while let Some((_, values)) = occurrences.next_if(|(unit, _)| *unit <= number) {
                add(&mut own, values, -1.0);
            }
            measure(&shared, &own)
        });
        without.collect()
    }
}

fn sums<const S: usize>(item: &Occurrences<S>) -> [f64; S] {
    let mut own = [0.0; S];
    item.iter().for_each(|(_, values)| add(&mut own, values, 1.0));
    own
}

fn add<const N: usize>(sums: &mut [f64; N], values: &[f64; N], times: f64) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value * times;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Generator;

    const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 1_000, seed: 3, level: 0.95 };

    #[test]
    fn too_few_papers_have_no_interval_and_even_ones_an_empty_one() {
        let one = Clustered::of_rates(&[100], &[vec![(0, 5)]]);
        assert_eq!(one.rate_intervals(BOOTSTRAP), [None]);
        let even = Clustered::of_rates(&[100, 200, 300], &[vec![(0, 1), (1, 2), (2, 3)]]);
        assert_eq!(even.rate_intervals(BOOTSTRAP), [Some((0.01, 0.01))]);
    }

    #[test]
    fn the_seed_decides_and_other_items_do_not() {
        let item = vec![(0, 3), (2, 1), (5, 9)];
        let sizes = [80, 120, 90, 300, 100, 110, 70];
        let alone = Clustered::of_rates(&sizes, std::slice::from_ref(&item));
        let beside = Clustered::of_rates(&sizes, &[vec![(1, 4)], item]);
        let found = alone.rate_intervals(BOOTSTRAP)[0];
        assert_eq!(found, beside.rate_intervals(BOOTSTRAP)[1]);
        assert_ne!(found, alone.rate_intervals(Bootstrap { seed: 4, ..BOOTSTRAP })[0]);
    }

    #[test]
    fn intervals_hold_the_true_rate_about_as_often_as_they_say() {
        // Papers of 50 to 450 tokens; a third of them raise the theme, some often.
        let mut generator = Generator::new(17);
        let bootstrap = Bootstrap { resamples: 400, ..BOOTSTRAP };
        // Mean size 250, mean count (2 + 4 + 6) / 9.
        let truth = (12.0 / 9.0) / 250.0;
        let (runs, papers) = (300, 60);
        let mut held = 0;
        for _ in 0..runs {
            let sizes: Vec<u64> = (0..papers).map(|_| 50 + generator.below(401) as u64).collect();
            let item = (0..papers)
                .map(|paper| (paper, [0, 0, 0, 0, 0, 0, 2, 4, 6][generator.below(9)]))
                .filter(|&(_, count)| count > 0)
                .collect();
            let (low, high) =
                Clustered::of_rates(&sizes, &[item]).rate_intervals(bootstrap)[0].unwrap();
            held += u32::from(low <= truth && truth <= high);
        }
        println!("intervals of 95 % that hold the true rate, of {runs}: {held}");
        // 95 % of 300 are 285, standard deviation 3.8.
        assert!((272..=297).contains(&held), "{held}");
    }
}

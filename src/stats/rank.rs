//! Comparison of groups by ranks, with a permutation test: do the papers of one group raise a theme more than those of
//! another?
//!
//! Each unit (paper) has one value (its rate), and the values are ranked over all units, equal ones with the mean of their
//! ranks. With `n_g` units in group `g`, `R_g` the sum of their ranks, `N` units in all and `t` the sizes of ties,
//!
//! ```text
//! H  = (12 / N(N+1) Σ R_g²/n_g - 3(N+1)) / (1 - Σ(t³ - t) / (N³ - N))
//! ε² = H / (N - 1)
//! r  = 2 (R_1/n_1 - R_2/n_2) / N                      for two groups
//! ```
//!
//! `H` is that of W. H. Kruskal & W. A. Wallis (1952), Use of ranks in one-criterion variance analysis, *Journal of
//! the American Statistical Association* 47, 583-621; for two groups it tests the same as H. B. Mann & D. R. Whitney
//! (1947), which A. Kilgarriff (2001), Comparing corpora, *International Journal of Corpus Linguistics* 6, 97-133, and J.
//! Lijffijt et al. (2016), *Digital Scholarship in the Humanities* 31, 374-397, prefer to tests on tokens. Effect sizes:
//! the epsilon squared of H (M. Tomczak & E. Tomczak 2014, *Trends in Sport Sciences* 1, 19-25), from 0 to 1; the rank-biserial
//! correlation of G. V. Glass (1966, in *Educational and Psychological Measurement* 26, 623-631), from -1 to 1: how much
//! more often a unit of the first group exceeds one of the second than the other way round.
//!
//! **p-values** do not come from the chi-squared distribution, which fits badly for small groups and many ties (papers
//! without the theme), but from permutations: group labels are dealt anew to the units, and `p = (1 + b) / (1 + m)` for `b` of
//! `m` deals with an `H` at least as large (B. Phipson & G. K. Smyth 2010, Permutation p-values should never be zero,
//! *Statistical Applications in Genetics and Molecular Biology* 9(1):39). Labels are dealt within blocks: where the units are
//! sections, those of one paper change places among themselves, since they are no independent draws.
//!
//! Edge cases: undefined for fewer than two groups, and for items whose values are the same everywhere.

use super::random::Generator;

/// Relative difference below which two statistics are the same but for rounding.
const ROUNDING: f64 = 1e-12;

/// The groups that units belong to, and the blocks within which these could have been otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    labels: Vec<u32>,
    /// Units in each group.
    sizes: Vec<u32>,
    /// The end of each block of units.
    ends: Vec<usize>,
}

/// An item's values: units in ascending order, with a value above 0; of all others it is 0.
pub type Values = Vec<(u32, f64)>;

/// A comparison of groups in the values of one item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankTest {
    /// Kruskal and Wallis' H, corrected for ties.
    pub h: f64,
    /// Epsilon squared.
    pub epsilon_squared: f64,
    /// For two groups the rank-biserial correlation, above 0 where the first has the larger values.
    pub rank_biserial: Option<f64>,
    /// Probability of such an H or a larger one if labels had been dealt by chance.
    pub p: f64,
}

impl Design {
    /// The group of each unit, counted from 0, and its block; units of one block stand together.
    #[must_use]
    pub fn new(labels: Vec<u32>, blocks: &[u32]) -> Self {
        let groups = labels.iter().max().map_or(0, |&largest| largest as usize + 1);
        let mut sizes = vec![0; groups];
        for &label in &labels {
            if let Some(size) = sizes.get_mut(label as usize) {
                *size += 1;
            }
        }
        let mut end = 0;
        let ends = blocks.chunk_by(|a, b| a == b).map(|block| {
            end += block.len();
            end
        });
        Self { ends: ends.collect(), labels, sizes }
    }

    /// Compares the groups in each item, with so many deals of labels, the same for all items.
    ///
    /// ```
    /// use leitmotif::stats::rank::Design;
    /// // Kruskal & Wallis (1952), section 1.2: bottle caps of three machines, H = 5.656.
    /// let machines = [vec![340, 345, 330, 342, 338], vec![339, 333, 344], vec![347, 343, 349, 355]];
    /// let labels = machines.iter().zip(0..).flat_map(|(caps, label)| vec![label; caps.len()]);
    /// let design = Design::new(labels.collect(), &[0; 12]);
    /// let values = (0..).zip(machines.concat()).map(|(unit, caps)| (unit, f64::from(caps)));
    /// let test = design.tests(&[values.collect()], 9_999, 1)[0].unwrap();
    /// assert_eq!(format!("{:.3}", test.h), "5.656");
    /// // The exact probability is .049.
    /// assert!((test.p - 0.049).abs() < 0.007);
    /// ```
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "numbers of units and deals are below 2^53")]
    pub fn tests(&self, items: &[Values], permutations: usize, seed: u64) -> Vec<Option<RankTest>> {
        let ranked: Vec<Option<Ranked>> =
            items.iter().map(|item| Ranked::of(item, self.labels.len())).collect();
        let several = self.sizes.iter().filter(|&&size| size > 0).count() > 1;
        if !several {
            return vec![None; items.len()];
        }
        let mut sums = vec![0.0; self.sizes.len()];
        let observed: Vec<f64> = ranked
            .iter()
            .map(|item| {
                item.as_ref().map_or(0.0, |item| self.spread(item, &self.labels, &mut sums))
            })
            .collect();
        let mut as_large = vec![0_u64; items.len()];
        let mut labels = self.labels.clone();
        let mut generator = Generator::new(seed);
        for _ in 0..permutations {
            self.deal(&mut labels, &mut generator);
            for ((item, observed), count) in ranked.iter().zip(&observed).zip(&mut as_large) {
                if let Some(item) = item {
                    let spread = self.spread(item, &labels, &mut sums);
                    *count += u64::from(spread >= observed - ROUNDING * observed.abs());
                }
            }
        }
        let results = ranked.iter().zip(as_large).map(|(item, count)| {
            let item = item.as_ref()?;
            let h = self.h(item, &mut sums);
            Some(RankTest {
                h,
                epsilon_squared: h / (self.labels.len() as f64 - 1.0),
                rank_biserial: self.rank_biserial(item, &mut sums),
                p: (1.0 + count as f64) / (1.0 + permutations as f64),
            })
        });
        results.collect()
    }

    /// Deals the labels anew within each block.
    fn deal(&self, labels: &mut [u32], generator: &mut Generator) {
        let mut start = 0;
        for &end in &self.ends {
            generator.shuffle(labels.get_mut(start..end).unwrap_or_default());
            start = end;
        }
    }

    /// Sums of the ranks above that of zero, by group.
    fn sum(item: &Ranked, labels: &[u32], sums: &mut [f64]) {
        sums.fill(0.0);
        for &(unit, above) in &item.above {
            let label = labels.get(unit as usize).copied().unwrap_or_default();
            if let Some(sum) = sums.get_mut(label as usize) {
                *sum += above;
            }
        }
    }

    /// `Σ D_g²/n_g` with `D_g` the sum of the ranks above that of zero: the part of H that labels change, since `R_g` is
    /// `D_g` and `n_g` times the rank of zero.
    fn spread(&self, item: &Ranked, labels: &[u32], sums: &mut [f64]) -> f64 {
        Self::sum(item, labels, sums);
        let groups = sums.iter().zip(&self.sizes).filter(|&(_, &size)| size > 0);
        groups.map(|(sum, &size)| sum * sum / f64::from(size)).sum()
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers of units are below 2^53")]
    fn h(&self, item: &Ranked, sums: &mut [f64]) -> f64 {
        let n = self.labels.len() as f64;
        let spread = self.spread(item, &self.labels, sums);
        let all: f64 = sums.iter().sum();
        let squares = n * item.zero * item.zero + 2.0 * item.zero * all + spread;
        (12.0 / (n * (n + 1.0)) * squares - 3.0 * (n + 1.0)) / (1.0 - item.ties / (n * n * n - n))
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers of units are below 2^53")]
    fn rank_biserial(&self, item: &Ranked, sums: &mut [f64]) -> Option<f64> {
        let &[first, second] = self.sizes.as_slice() else { return None };
        Self::sum(item, &self.labels, sums);
        match sums {
            [one, two] if first > 0 && second > 0 => {
                let difference = *one / f64::from(first) - *two / f64::from(second);
                Some(2.0 * difference / self.labels.len() as f64)
            }
            _ => None,
        }
    }
}

/// The ranks of an item's values.
struct Ranked {
    /// Units with a value above 0, and how much their rank is above that of 0.
    above: Vec<(u32, f64)>,
    /// The mean rank of the value 0; of the smallest value where none is 0.
    zero: f64,
    /// `Σ(t³ - t)` over all ties.
    ties: f64,
}

impl Ranked {
    /// The ranks among `units`; `None` where all values are the same.
    #[expect(clippy::cast_precision_loss, reason = "numbers of units are below 2^53")]
    fn of(item: &Values, units: usize) -> Option<Self> {
        let zeros = units.saturating_sub(item.len());
        let cubic = |size: usize| (size as f64).powi(3) - size as f64;
        let zero = (zeros as f64 + 1.0) / 2.0;
        let mut sorted = item.clone();
        sorted.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let mut ties = cubic(zeros);
        let mut before = zeros;
        let mut above = Vec::with_capacity(sorted.len());
        for tie in sorted.chunk_by(|a, b| a.1 == b.1) {
            if tie.len() == units {
                return None;
            }
            ties += cubic(tie.len());
            let rank = before as f64 + (tie.len() as f64 + 1.0) / 2.0;
            above.extend(tie.iter().map(|&(unit, _)| (unit, rank - zero)));
            before += tie.len();
        }
        above.sort_by_key(|&(unit, _)| unit);
        (!above.is_empty()).then_some(Self { above, zero, ties })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_vary_is_not_compared() {
        let design = Design::new(vec![0, 0, 1], &[0; 3]);
        let same = vec![(0, 2.0), (1, 2.0), (2, 2.0)];
        assert_eq!(design.tests(&[Vec::new(), same], 99, 1), [None, None]);
        let one = Design::new(vec![0; 3], &[0; 3]);
        assert_eq!(one.tests(&[vec![(0, 1.0)]], 99, 1), [None]);
        assert!(Design::new(Vec::new(), &[]).tests(&[], 9, 1).is_empty());
    }

    #[test]
    fn separate_groups_have_the_largest_effect() {
        let design = Design::new(vec![0, 0, 0, 0, 1, 1, 1, 1], &[0; 8]);
        let values = (0..4).map(|unit| (unit, f64::from(unit + 1))).collect();
        let test = design.tests(&[values], 9_999, 1)[0].unwrap();
        assert!((test.rank_biserial.unwrap() - 1.0).abs() < 1e-12);
        // Two of the seventy deals are as extreme.
        assert!((test.p - 2.0 / 70.0).abs() < 0.006, "{}", test.p);
        assert!(test.epsilon_squared > 0.7 && test.epsilon_squared <= 1.0);
    }

    #[test]
    fn labels_change_places_within_blocks_only() {
        // In each of six papers the results exceed the methods: two of 64 deals are as extreme.
        let labels: Vec<u32> = (0..12).map(|unit| unit % 2).collect();
        let blocks: Vec<u32> = (0..12).map(|unit| unit / 2).collect();
        let values = (0..12).map(|unit| (unit, f64::from(10 * (unit / 2) + unit % 2 + 1)));
        let within = Design::new(labels.clone(), &blocks);
        let values: Values = values.collect();
        let test = within.tests(std::slice::from_ref(&values), 9_999, 1)[0].unwrap();
        assert!((test.p - 2.0 / 64.0).abs() < 0.006, "{}", test.p);
        let across = Design::new(labels, &[0; 12]).tests(&[values], 9_999, 1)[0].unwrap();
        assert!(across.p > 0.5 && (across.h - test.h).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn h_is_that_of_its_formula(values in proptest::collection::vec((0_u32..3, 0_u8..5), 4..30)) {
            let labels: Vec<u32> = values.iter().map(|&(label, _)| label).collect();
            let item: Values = (0..).zip(&values).filter(|(_, value)| value.1 > 0)
                .map(|(unit, value)| (unit, value.1.into())).collect();
            let found = Design::new(labels.clone(), &vec![0; labels.len()]).tests(&[item], 19, 1)[0];
            let n = values.len() as f64;
            let rank = |of: u8| {
                let below = values.iter().filter(|value| value.1 < of).count() as f64;
                let same = values.iter().filter(|value| value.1 == of).count() as f64;
                below + (same + 1.0) / 2.0
            };
            let mean = (n + 1.0) / 2.0;
            let total: f64 = values.iter().map(|value| (rank(value.1) - mean).powi(2)).sum();
            let between: f64 = (0..3).filter_map(|label| {
                let ranks: Vec<f64> = values.iter().filter(|v| v.0 == label).map(|v| rank(v.1)).collect();
                let size = ranks.len() as f64;
                (size > 0.0).then(|| size * (ranks.iter().sum::<f64>() / size - mean).powi(2))
            }).sum();
            let several = (0..3).filter(|label| labels.contains(label)).count() > 1;
            match found {
                Some(test) => {
                    // H is the share of the ranks' variation that lies between groups, times n - 1.
                    prop_assert!((test.h - (n - 1.0) * between / total).abs() < 1e-9);
                    prop_assert!((0.05..=1.0).contains(&test.p));
                }
                None => prop_assert!(total == 0.0 || !several),
            }
        }
    }
}

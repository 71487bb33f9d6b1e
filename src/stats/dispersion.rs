//! How evenly an item is spread over the parts of a corpus.
//!
//! A part has `v` occurrences and a size `s`, in tokens; `f = Σv` occurrences in all, `n` parts.
//! With the shares of occurrences `o = v/f` and of text `t = s/Σs`, and the rates `r = v/s`:
//!
//! | measure | formula | even | in one part |
//! |---|---|---|---|
//! | [`range`](Parts::range) | parts with `v > 0` | n | 1 |
//! | [`juilland_d`](Parts::juilland_d) | `1 - CV(r) / √(n-1)` | 1 | 0 |
//! | [`carroll_d2`](Parts::carroll_d2) | entropy of `r/Σr` over `log n` | 1 | 0 |
//! | [`rosengren_s`](Parts::rosengren_s) | `(Σ √(v t))² / f` | 1 | t |
//! | [`lyne_d3`](Parts::lyne_d3) | `1 - χ²/4f` | 1 | - |
//! | [`zhang_dc`](Parts::zhang_dc) | `(mean √v)² / mean v` | 1 | 1/n |
//! | [`dp`](Parts::dp) | `½ Σ |o - t|` | 0 | 1 - t |
//! | [`dp_norm`](Parts::dp_norm) | `DP / (1 - smallest t)` | 0 | 1 for the smallest part |
//! | [`kld`](Parts::kld) | `Σ o log2(o/t)` | 0 | -log2 t |
//!
//! Sources: A. Juilland & E. Chang-Rodríguez (1964), *Frequency dictionary of Spanish words*; J. B.
//! Carroll (1970), An alternative to Juilland's usage coefficient; I. Rosengren (1971); A. A. Lyne
//! (1985); H. Zhang et al. (2004); S. Th. Gries (2008), Dispersions and adjusted frequencies in
//! corpora, *International Journal of Corpus Linguistics* 13(4), 403-437; J. Lijffijt & S. Th.
//! Gries (2012), Correction, same journal 17(1), 147-149. Variants: the coefficient of variation
//! has the population's standard deviation, over rates, so that parts may differ in size; DPnorm
//! divides by 1 minus the smallest share, as the correction has it.
//!
//! Edge cases: nothing is defined for an item that does not occur; Juilland's D, Carroll's D2 and
//! DPnorm need two parts.

/// Occurrences and size of each part of a corpus; at least one occurrence, and every part has text.
///
/// ```
/// use leitmotif::stats::dispersion::Parts;
/// // Lijffijt & Gries (2012), p. 148: DPnorm of 2, 1, 0 in equal parts.
/// let parts = Parts::new(&[2, 1, 0], &[1, 1, 1]).unwrap();
/// assert!((parts.dp_norm().unwrap() - 0.5).abs() < 1e-15);
/// // Carroll (1970), p. 14: Juilland's D of 0, 4, 3, 2, 1.
/// let parts = Parts::new(&[0, 4, 3, 2, 1], &[1; 5]).unwrap();
/// assert_eq!(format!("{:.4}", parts.juilland_d().unwrap()), "0.6464");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    counts: Vec<f64>,
    sizes: Vec<f64>,
    occurrences: f64,
    size: f64,
}

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
impl Parts {
    /// The parts; those without text and occurrences are left out. `None` where lengths differ,
    /// nothing occurs, or an occurrence stands in a part without text.
    #[must_use]
    pub fn new(counts: &[u64], sizes: &[u64]) -> Option<Self> {
        let impossible = counts.iter().zip(sizes).any(|(&count, &size)| count > 0 && size == 0);
        if counts.len() != sizes.len() || impossible || counts.iter().all(|&count| count == 0) {
            return None;
        }
        let kept = || counts.iter().zip(sizes).filter(|&(_, &size)| size > 0);
        let counts: Vec<_> = kept().map(|(&count, _)| count as f64).collect();
        let sizes: Vec<_> = kept().map(|(_, &size)| size as f64).collect();
        let (occurrences, size) = (counts.iter().sum(), sizes.iter().sum());
        Some(Self { counts, sizes, occurrences, size })
    }

    fn number(&self) -> f64 {
        self.counts.len() as f64
    }

    fn rates(&self) -> impl Iterator<Item = f64> {
        self.counts.iter().zip(&self.sizes).map(|(count, size)| count / size)
    }

    /// Shares of occurrences and of text.
    fn shares(&self) -> impl Iterator<Item = (f64, f64)> {
        let pairs = self.counts.iter().zip(&self.sizes);
        pairs.map(|(count, size)| (count / self.occurrences, size / self.size))
    }

    /// How many parts have the item.
    #[must_use]
    pub fn range(&self) -> usize {
        self.counts.iter().filter(|&&count| count > 0.0).count()
    }

    /// Juilland's D, over rates; `None` for one part.
    #[must_use]
    pub fn juilland_d(&self) -> Option<f64> {
        let n = self.number();
        let mean = self.rates().sum::<f64>() / n;
        let variance = self.rates().map(|rate| (rate - mean) * (rate - mean)).sum::<f64>() / n;
        (n > 1.0).then(|| 1.0 - variance.sqrt() / mean / (n - 1.0).sqrt())
    }

    /// Carroll's D2, over rates; `None` for one part.
    #[must_use]
    pub fn carroll_d2(&self) -> Option<f64> {
        let total: f64 = self.rates().sum();
        let entropy: f64 = -self
            .rates()
            .filter(|&rate| rate > 0.0)
            .map(|rate| rate / total * libm::log(rate / total))
            .sum::<f64>();
        (self.counts.len() > 1).then(|| entropy / libm::log(self.number()))
    }

    /// Rosengren's S.
    #[must_use]
    pub fn rosengren_s(&self) -> f64 {
        let root: f64 = self
            .counts
            .iter()
            .zip(&self.sizes)
            .map(|(count, size)| (count * size / self.size).sqrt())
            .sum();
        root * root / self.occurrences
    }

    /// Lyne's D3 for parts of equal size, `1 - χ²/4f`; `None` where sizes differ.
    #[must_use]
    pub fn lyne_d3(&self) -> Option<f64> {
        let mean = self.occurrences / self.number();
        let chi_squared: f64 =
            self.counts.iter().map(|count| (count - mean) * (count - mean) / mean).sum();
        self.is_even().then(|| 1.0 - chi_squared / (4.0 * self.occurrences))
    }

    /// Zhang's distributional consistency for parts of equal size; `None` where sizes differ.
    #[must_use]
    pub fn zhang_dc(&self) -> Option<f64> {
        let root = self.counts.iter().map(|count| count.sqrt()).sum::<f64>() / self.number();
        self.is_even().then(|| root * root / (self.occurrences / self.number()))
    }

    fn is_even(&self) -> bool {
        self.sizes.windows(2).all(|pair| matches!(pair, [a, b] if a.total_cmp(b).is_eq()))
    }

    /// Gries' deviation of proportions.
    #[must_use]
    pub fn dp(&self) -> f64 {
        0.5 * self.shares().map(|(occurrences, text)| (occurrences - text).abs()).sum::<f64>()
    }

    /// The deviation of proportions, normalised to reach 1; `None` for one part.
    #[must_use]
    pub fn dp_norm(&self) -> Option<f64> {
        let smallest = self.shares().map(|(_, text)| text).fold(f64::INFINITY, f64::min);
        (smallest < 1.0).then(|| self.dp() / (1.0 - smallest))
    }

    /// Kullback-Leibler divergence of the occurrences from the text, in bits.
    #[must_use]
    pub fn kld(&self) -> f64 {
        self.shares()
            .filter(|&(occurrences, _)| occurrences > 0.0)
            .map(|(occurrences, text)| occurrences * libm::log2(occurrences / text))
            .sum()
    }

    /// The divergence brought to 0 to 1: `1 - 2^-KLD`.
    #[must_use]
    pub fn kld_norm(&self) -> f64 {
        1.0 - libm::exp2(-self.kld())
    }
}

/// Gries' deviation of proportions from the parts that have the item alone, given by occurrences and size,
/// in a corpus of `size`: each part without the item adds its share of the text.
///
/// Sums are of whole numbers, `½ (Σ |v·Σs - s·f| + f·(size of the other parts)) / (f·Σs)`, so that the order
/// of the parts changes nothing. `None` where nothing occurs, an occurrence stands in a part without text, or
/// the parts are larger than the corpus.
///
/// ```
/// use leitmotif::stats::dispersion::{Parts, dp_of_present};
/// let all = Parts::new(&[3, 0, 1], &[10, 20, 30]).unwrap();
/// assert!((dp_of_present(&[(3, 10), (1, 30)], 60).unwrap() - all.dp()).abs() < 1e-15);
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a quotient of sums of counts")]
pub fn dp_of_present(present: &[(u64, u64)], size: u64) -> Option<f64> {
    let occurrences: u64 = present.iter().map(|(count, _)| count).sum();
    let covered: u64 = present.iter().map(|(_, size)| size).sum();
    let impossible = present.iter().any(|&(count, size)| count > 0 && size == 0);
    if impossible || occurrences == 0 || covered > size {
        return None;
    }
    let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
    let differences =
        present.iter().map(|&(v, s)| product(v, size).abs_diff(product(s, occurrences)));
    let sum = differences.sum::<u128>() + product(size - covered, occurrences);
    Some(0.5 * (sum as f64 / product(occurrences, size) as f64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_with_the_item_alone_give_the_same_dp(
            parts in proptest::collection::vec((0_u64..20, 1_u64..5000), 1..30),
        ) {
            let (counts, sizes): (Vec<u64>, Vec<u64>) = parts.iter().copied().unzip();
            let present: Vec<(u64, u64)> =
                parts.iter().copied().filter(|&(count, _)| count > 0).collect();
            let ours = dp_of_present(&present, sizes.iter().sum());
            match Parts::new(&counts, &sizes) {
                Some(all) => prop_assert!((ours.unwrap() - all.dp()).abs() < 1e-12),
                None => prop_assert_eq!(ours, None),
            }
        }
    }

    #[test]
    fn what_does_not_occur_has_no_dispersion() {
        assert_eq!(Parts::new(&[0, 0], &[5, 5]), None);
        assert_eq!(Parts::new(&[], &[]), None);
        assert_eq!(Parts::new(&[1], &[0]), None);
        assert_eq!(Parts::new(&[1], &[1, 2]), None);
    }

    #[test]
    fn one_part_has_a_range_and_no_evenness() {
        let parts = Parts::new(&[3, 0], &[10, 0]).unwrap();
        assert_eq!(parts.range(), 1);
        assert_eq!((parts.juilland_d(), parts.carroll_d2(), parts.dp_norm()), (None, None, None));
        assert_eq!((parts.dp(), parts.kld()), (0.0, 0.0));
    }
}

//! Pseudo-random numbers by a seed: the same on every machine and in every version.
//!
//! The generator is SplitMix64 (G. L. Steele, D. Lea & C. H. Flood 2014, Fast splittable pseudorandom
//! number generators, *OOPSLA*). It is not for secrets.

/// A stream of numbers that its seed decides.
///
/// ```
/// use leitmotif::stats::random::Generator;
/// let drawn = Generator::new(7).sample(0..1_000, 3);
/// assert_eq!(drawn, Generator::new(7).sample(0..1_000, 3));
/// assert_eq!(drawn.len(), 3);
/// ```
#[derive(Clone, Debug)]
pub struct Generator {
    state: u64,
}

impl Generator {
    /// The stream of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`, 0 for a limit of 0: the widening multiplication of D. Lemire (2019, Fast
    /// random integer generation in an interval); its bias is below `limit / 2^64`.
    pub fn below(&mut self, limit: usize) -> usize {
        let product = u128::from(self.bits()) * limit as u128;
        usize::try_from(product >> 64).unwrap_or(0)
    }

    /// `size` of `items`, each as likely as any other, in their order; all where there are no more.
    ///
    /// Selection sampling (D. E. Knuth, *The art of computer programming* 2, section 3.4.2, algorithm S):
    /// with `left` items to come and `wanted` to choose, take the next one with probability
    /// `wanted / left`.
    pub fn sample<T>(&mut self, items: impl ExactSizeIterator<Item = T>, size: usize) -> Vec<T> {
        let mut left = items.len();
        let mut wanted = size;
        let mut taken = Vec::with_capacity(size.min(left));
        for item in items {
            if self.below(left) < wanted {
                taken.push(item);
                wanted -= 1;
            }
            left -= 1;
        }
        taken
    }

    /// Puts `items` into an order of which each is as likely as any other (the shuffle of Fisher and
    /// Yates, Knuth's algorithm P, in the same section).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample<T>(items: Vec<T>, size: usize, seed: u64) -> Vec<T> {
        Generator::new(seed).sample(items.into_iter(), size)
    }

    #[test]
    fn a_seed_gives_one_sample_in_order_of_the_size_asked_for() {
        let items: Vec<u32> = (0..1_000).collect();
        let first = sample(items.clone(), 50, 7);
        assert_eq!(first.len(), 50);
        assert!(first.is_sorted());
        assert_eq!(first, sample(items.clone(), 50, 7));
        assert_ne!(first, sample(items.clone(), 50, 8));
        assert_eq!(sample(items.clone(), 5_000, 7), items);
        assert!(sample(items, 0, 7).is_empty());
    }

    #[test]
    fn every_item_is_as_likely_as_any_other() {
        let mut counts = [0_u32; 20];
        for seed in 0..4_000 {
            for item in sample((0..20_usize).collect(), 5, seed) {
                counts[item] += 1;
            }
        }
        // 1,000 expected, standard deviation 27: five of them either way.
        assert!(counts.iter().all(|count| (865..=1_135).contains(count)), "{counts:?}");
    }

    #[test]
    fn every_place_after_a_shuffle_is_as_likely_as_any_other() {
        let mut counts = [0_u32; 6];
        let mut generator = Generator::new(3);
        for _ in 0..6_000 {
            let mut items = [0, 1, 2, 3, 4, 5];
            generator.shuffle(&mut items);
            counts[items.iter().position(|&item| item == 0).unwrap()] += 1;
            items.sort_unstable();
            assert_eq!(items, [0, 1, 2, 3, 4, 5]);
        }
        // 1,000 expected, standard deviation 29.
        assert!(counts.iter().all(|count| (855..=1_145).contains(count)), "{counts:?}");
    }

    #[test]
    fn the_generator_is_the_published_one() {
        // First outputs of the reference implementation (S. Vigna) for seed 1234567.
        let mut generator = Generator::new(1_234_567);
        assert_eq!(generator.bits(), 6_457_827_717_110_365_317);
        assert_eq!(generator.bits(), 3_203_168_211_198_807_973);
    }
}

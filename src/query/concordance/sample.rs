//! A sample without replacement that keeps the order, by a seed.

/// `size` of `items`, each as likely as any other, in their order; all where there are no more.
///
/// Knuth's algorithm S: with `left` items to come and `wanted` to choose, take the next one with
/// probability `wanted / left`.
pub(super) fn sample<T>(items: Vec<T>, size: usize, seed: u64) -> Vec<T> {
    let mut left = items.len();
    let mut wanted = size;
    let mut state = seed;
    let mut taken = Vec::with_capacity(size.min(left));
    for item in items {
        if below(left, &mut state) < wanted {
            taken.push(item);
            wanted -= 1;
        }
        left -= 1;
    }
    taken
}

/// A number below `limit`, by the widening multiplication of D. Lemire (2019); its bias is below
/// `limit / 2^64`.
fn below(limit: usize, state: &mut u64) -> usize {
    let product = u128::from(next(state)) * limit as u128;
    usize::try_from(product >> 64).unwrap_or(0)
}

/// SplitMix64 (G. L. Steele, D. Lea & C. H. Flood 2014, Fast splittable pseudorandom number
/// generators).
const fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn the_generator_is_the_published_one() {
        // First outputs of the reference implementation (S. Vigna) for seed 1234567.
        let mut state = 1_234_567;
        assert_eq!(next(&mut state), 6_457_827_717_110_365_317);
        assert_eq!(next(&mut state), 3_203_168_211_198_807_973);
    }
}

//! Corrections of p-values for many tests at once.
//!
//! Adjusted p-values are compared with the level itself. They come in the order of the input;
//! values that are not from 0 to 1 stay as they are and do not count as tests.
//!
//! Sources: S. Holm (1979), A simple sequentially rejective multiple test procedure, *Scandinavian
//! Journal of Statistics* 6, 65-70; Y. Benjamini & Y. Hochberg (1995), Controlling the false
//! discovery rate, *Journal of the Royal Statistical Society B* 57, 289-300. The adjusted form is
//! that of R's `p.adjust`.

/// Which error rate is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Holm: the probability of any false discovery.
    Holm,
    /// Benjamini-Hochberg: the expected share of false discoveries.
    BenjaminiHochberg,
}

/// Adjusted p-values.
///
/// ```
/// use leitmotif::stats::correction::{adjust, Correction};
/// // Four tests: with Holm the smallest is multiplied by 4, the next by 3, and so on.
/// let p = [0.01, 0.04, 0.03, 0.005];
/// let rounded = |values: Vec<f64>| values.iter().map(|p| format!("{p:.3}")).collect::<Vec<_>>();
/// assert_eq!(rounded(adjust(&p, Correction::Holm)), ["0.030", "0.060", "0.060", "0.020"]);
/// assert_eq!(
///     rounded(adjust(&p, Correction::BenjaminiHochberg)),
///     ["0.020", "0.040", "0.040", "0.020"]
/// );
/// ```
#[must_use]
pub fn adjust(p_values: &[f64], correction: Correction) -> Vec<f64> {
    let mut order: Vec<_> =
        p_values.iter().copied().enumerate().filter(|(_, p)| (0.0..=1.0).contains(p)).collect();
    order.sort_by(|(i, a), (j, b)| a.total_cmp(b).then(i.cmp(j)));
    let tests = order.len();
    let mut adjusted = p_values.to_vec();
    #[expect(clippy::cast_precision_loss, reason = "numbers of tests are below 2^53")]
    let as_real = |number: usize| number as f64;
    let mut set = |place: usize, value: f64| {
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = value;
        }
    };
    match correction {
        Correction::Holm => {
            let mut largest: f64 = 0.0;
            for (rank, &(place, p)) in order.iter().enumerate() {
                largest = largest.max((as_real(tests - rank) * p).min(1.0));
                set(place, largest);
            }
        }
        Correction::BenjaminiHochberg => {
            let mut smallest: f64 = 1.0;
            for (rank, &(place, p)) in order.iter().enumerate().rev() {
                smallest = smallest.min(as_real(tests) / as_real(rank + 1) * p);
                set(place, smallest);
            }
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_probability_is_no_test() {
        let adjusted = adjust(&[0.02, f64::NAN, 0.01], Correction::Holm);
        assert_eq!((adjusted[0], adjusted[2]), (0.02, 0.02));
        assert!(adjusted[1].is_nan());
        assert!(adjust(&[], Correction::BenjaminiHochberg).is_empty());
    }

    proptest! {
        #[test]
        fn adjusting_keeps_the_order_and_never_lowers(p in proptest::collection::vec(0.0..=1.0_f64, 0..20)) {
            for correction in [Correction::Holm, Correction::BenjaminiHochberg] {
                let adjusted = adjust(&p, correction);
                for (i, &before) in p.iter().enumerate() {
                    prop_assert!(adjusted[i] >= before && adjusted[i] <= 1.0);
                    for (j, &other) in p.iter().enumerate() {
                        prop_assert!(before > other || adjusted[i] <= adjusted[j]);
                    }
                }
            }
        }
    }
}

//! C-value: how much a sequence of words is a term of its own, and not a part of longer terms.
//!
//! ```text
//! C-value(a) = log2 |a| · f(a)                  where no longer candidate holds a
//! C-value(a) = log2 |a| · (f(a) - t(a) / c(a))  else
//! ```
//!
//! `|a|` is the number of words, `f(a)` the frequency, `c(a)` the number of longer candidates that hold
//! `a`, and `t(a)` the frequency of `a` inside them. An occurrence inside several nested candidates
//! counts once: longer ones come first, and each gives its parts what it has left, `f(b) - t(b)`.
//!
//! Source: K. Frantzi, S. Ananiadou & H. Mima (2000), Automatic recognition of multi-word terms: the
//! C-value/NC-value method, *International Journal on Digital Libraries* 3(2), 115-130, section 2.3. A
//! single word has C-value 0, since its logarithm is 0; give terms of two words or more.

use std::collections::BTreeMap;

/// The C-value of each of `terms`, given by their words and frequencies, in their order.
///
/// Equal sequences must come once. A term that holds another one twice is one longer term of it.
///
/// ```
/// use leitmotif::stats::c_value::c_values;
/// // Frantzi, Ananiadou & Mima (2000), section 2.3.1: terms of eye pathology.
/// let terms = [
///     ("adenoid cystic basal cell carcinoma", 5),
///     ("cystic basal cell carcinoma", 11),
///     ("ulcerated basal cell carcinoma", 7),
///     ("recurrent basal cell carcinoma", 5),
///     ("circumscribed basal cell carcinoma", 3),
///     ("basal cell carcinoma", 984),
/// ];
/// let terms = terms.map(|(term, frequency)| (term.split(' ').collect(), frequency));
/// let values = c_values(&terms).into_iter().map(|value| format!("{value:.2}"));
/// assert_eq!(values.collect::<Vec<_>>(), ["11.61", "12.00", "14.00", "10.00", "6.00", "1551.36"]);
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
pub fn c_values<W: Ord>(terms: &[(Vec<W>, u64)]) -> Vec<f64> {
    let places: BTreeMap<&[W], usize> =
        terms.iter().enumerate().map(|(place, (words, _))| (words.as_slice(), place)).collect();
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by_key(|&place| std::cmp::Reverse(terms.get(place).map_or(0, |term| term.0.len())));
    // For each term its frequency inside longer ones, and their number.
    let mut nested = vec![(0_u64, 0_u64); terms.len()];
    let mut values = vec![0.0; terms.len()];
    for place in order {
        let Some((words, frequency)) = terms.get(place) else { continue };
        let (inside, longer) = nested.get(place).copied().unwrap_or_default();
        let mean = if longer == 0 { 0.0 } else { inside as f64 / longer as f64 };
        if let Some(value) = values.get_mut(place) {
            *value = libm::log2(words.len() as f64) * (*frequency as f64 - mean);
        }
        let own = frequency.saturating_sub(inside);
        let lengths = 2..words.len();
        let mut parts: Vec<usize> = lengths
            .flat_map(|length| words.windows(length))
            .filter_map(|part| places.get(part).copied())
            .collect();
        parts.sort_unstable();
        parts.dedup();
        for part in parts {
            if let Some((inside, longer)) = nested.get_mut(part) {
                *inside += own;
                *longer += 1;
            }
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_stands_alone_as_often_as_inside_is_worth_more() {
        let terms = [(vec![1, 2], 10), (vec![1, 2, 3], 10), (vec![4, 5], 10)];
        let values = c_values(&terms);
        assert_eq!(values[0], 0.0, "it never stands alone");
        assert_eq!(values[2], 10.0);
        assert!((values[1] - 10.0 * 3_f64.log2()).abs() < 1e-12);
    }

    #[test]
    fn no_terms_have_no_values() {
        assert!(c_values::<u32>(&[]).is_empty());
        assert_eq!(c_values(&[(vec!["word"], 7)]), [0.0]);
    }
}

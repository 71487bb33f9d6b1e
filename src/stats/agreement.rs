//! How far coders, or a codebook and a coder, agree.
//!
//! - Krippendorff's alpha: `1 - observed / expected disagreement`, for any number of coders, any
//!   level of measurement, and missing values. Source: K. Krippendorff (2011), Computing
//!   Krippendorff's alpha-reliability. Units with fewer than two values do not count.
//! - Cohen's kappa for two coders and nominal categories: `(p_o - p_e) / (1 - p_e)`. Source: J.
//!   Cohen (1960), A coefficient of agreement for nominal scales, *Educational and Psychological
//!   Measurement* 20, 37-46.
//!
//! Precision, recall and F1 are in [`super::confusion`].
//!
//! Edge cases: where all values are equal there is no variation to agree on, and alpha and kappa
//! are undefined (`None`), as Krippendorff (2011) advises, not 1.

use std::collections::BTreeMap;

/// Level of measurement of the values, which sets how far apart two of them are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Names: equal or not.
    Nominal,
    /// Ranks: how many values lie between.
    Ordinal,
    /// Numbers: squared difference.
    Interval,
    /// Numbers with a zero: squared difference relative to the sum.
    Ratio,
}

/// Krippendorff's alpha of `coders`, each with one value or none for every unit, in the same order.
///
/// `None` where fewer than two values can be paired, all are equal, or one is not a number.
///
/// ```
/// use leitmotif::stats::agreement::{krippendorff_alpha, Level};
/// // Krippendorff (2011), section B: two observers, ten articles, binary data: alpha = 0.095.
/// let values = |digits: &str| digits.bytes().map(|d| Some(f64::from(d - b'0'))).collect::<Vec<_>>();
/// let (meg, owen) = (values("0100000010"), values("1100100100"));
/// let alpha = krippendorff_alpha(&[&meg, &owen], Level::Nominal).unwrap();
/// assert_eq!(format!("{alpha:.3}"), "0.095");
/// ```
#[must_use]
pub fn krippendorff_alpha(coders: &[&[Option<f64>]], level: Level) -> Option<f64> {
    let units = coders.iter().map(|coder| coder.len()).max()?;
    let of_unit = |unit: usize| {
        coders.iter().map(|coder| coder.get(unit).copied().flatten()).collect::<Vec<_>>()
    };
    let units: Vec<Vec<Option<f64>>> = (0..units).map(of_unit).collect();
    weighted_alpha(&units, &vec![1.0; units.len()], level)
}

/// Krippendorff's alpha of units that occur several times: each of `units` has the values of its coders,
/// and occurs as often as its place in `counts` says.
///
/// `None` as for [`krippendorff_alpha`].
///
/// ```
/// use leitmotif::stats::agreement::{krippendorff_alpha, weighted_alpha, Level};
/// let units = [vec![Some(1.0), Some(1.0)], vec![Some(0.0), Some(1.0)], vec![Some(0.0), Some(0.0)]];
/// let once = weighted_alpha(&units, &[2.0, 1.0, 1.0], Level::Nominal);
/// let (first, second) = ([1.0, 1.0, 0.0, 0.0].map(Some), [1.0, 1.0, 1.0, 0.0].map(Some));
/// assert_eq!(once, krippendorff_alpha(&[&first, &second], Level::Nominal));
/// ```
#[must_use]
pub fn weighted_alpha(units: &[Vec<Option<f64>>], counts: &[f64], level: Level) -> Option<f64> {
    let mut values: Vec<f64> = units.iter().flatten().flatten().copied().collect();
    if values.iter().any(|value| value.is_nan()) {
        return None;
    }
    values.sort_by(f64::total_cmp);
    values.dedup();
    let place = |value: f64| values.partition_point(|known| known.total_cmp(&value).is_lt());
    let mut coincidences: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut totals = vec![0.0; values.len()];
    for (unit, &times) in units.iter().zip(counts) {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        for &value in unit.iter().flatten() {
            *counts.entry(place(value)).or_default() += 1.0;
        }
        let paired: f64 = counts.values().sum();
        if paired < 2.0 {
            continue;
        }
        for (&a, &first) in &counts {
            if let Some(total) = totals.get_mut(a) {
                *total += first * times;
            }
            for (&b, &second) in &counts {
                let pairs = first * (second - if a == b { 1.0 } else { 0.0 });
                *coincidences.entry((a, b)).or_default() += pairs / (paired - 1.0) * times;
            }
        }
    }
    let distances = Distances { values: &values, totals: &totals, level };
    let observed: f64 =
        coincidences.iter().map(|(&(a, b), &count)| count * distances.of(a, b)).sum();
    let mut expected = 0.0;
    for (a, first) in totals.iter().enumerate() {
        for (b, second) in totals.iter().enumerate() {
            expected += first * second * distances.of(a, b);
        }
    }
    let paired: f64 = totals.iter().sum();
    (expected > 0.0).then(|| 1.0 - (paired - 1.0) * observed / expected)
}

/// Squared distances between values, by their places in the sorted list.
struct Distances<'a> {
    values: &'a [f64],
    /// How often each value occurs among those that are paired.
    totals: &'a [f64],
    level: Level,
}

impl Distances<'_> {
    fn of(&self, a: usize, b: usize) -> f64 {
        if a == b {
            return 0.0;
        }
        let (low, high) = (a.min(b), a.max(b));
        let value = |place: usize| self.values.get(place).copied().unwrap_or_default();
        let total = |place: usize| self.totals.get(place).copied().unwrap_or_default();
        let distance = match self.level {
            Level::Nominal => 1.0,
            Level::Ordinal => {
                let between: f64 = self.totals.get(low..=high).unwrap_or_default().iter().sum();
                between - (total(low) + total(high)) / 2.0
            }
            Level::Interval => value(high) - value(low),
            Level::Ratio => {
                let sum = value(high) + value(low);
                if sum == 0.0 { 0.0 } else { (value(high) - value(low)) / sum }
            }
        };
        distance * distance
    }
}

/// Cohen's kappa of two coders' categories for the same units; `None` where the lists differ in
/// length or are empty, or where chance alone agrees always.
///
/// ```
/// use leitmotif::stats::agreement::cohen_kappa;
/// // 20 units both yes, 15 both no, 5 and 10 apart: observed .70, by chance .50.
/// let mut first = vec!["yes"; 25];
/// let mut second = vec!["yes"; 20];
/// first.extend(vec!["no"; 25]);
/// second.extend(vec!["no"; 5]);
/// second.extend(vec!["yes"; 10]);
/// second.extend(vec!["no"; 15]);
/// assert!((cohen_kappa(&first, &second).unwrap() - 0.4).abs() < 1e-12);
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "numbers of units are below 2^53")]
pub fn cohen_kappa<T: Ord>(first: &[T], second: &[T]) -> Option<f64> {
    if first.len() != second.len() || first.is_empty() {
        return None;
    }
    let units = first.len() as f64;
    let agreed = first.iter().zip(second).filter(|(a, b)| a == b).count() as f64 / units;
    let mut totals: BTreeMap<&T, (f64, f64)> = BTreeMap::new();
    for (a, b) in first.iter().zip(second) {
        totals.entry(a).or_default().0 += 1.0;
        totals.entry(b).or_default().1 += 1.0;
    }
    let by_chance = totals.values().map(|(a, b)| a / units * (b / units)).sum::<f64>();
    (by_chance < 1.0).then(|| (agreed - by_chance) / (1.0 - by_chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_variation_there_is_no_agreement_to_measure() {
        let same = [Some(1.0), Some(1.0), None];
        assert_eq!(krippendorff_alpha(&[&same, &same], Level::Nominal), None);
        assert_eq!(krippendorff_alpha(&[], Level::Nominal), None);
        assert_eq!(krippendorff_alpha(&[&[Some(f64::NAN)], &[Some(1.0)]], Level::Ratio), None);
        assert_eq!(cohen_kappa(&["a", "a"], &["a", "a"]), None);
        assert_eq!(cohen_kappa::<u8>(&[], &[]), None);
    }

    #[test]
    fn full_agreement_with_variation_is_one() {
        let coder = [Some(1.0), Some(2.0), Some(5.0)];
        for level in [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio] {
            assert_eq!(krippendorff_alpha(&[&coder, &coder], level), Some(1.0));
        }
    }
}

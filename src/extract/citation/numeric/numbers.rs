//! The numbers that a bibliography gives its entries, and how well citations found in a text cover them.

use crate::extract::reference::split::Entry;

/// Numbers above this belong to no entry.
const HIGHEST: u32 = 99_999;

/// Which numbers mean a reference, and which reference each means.
///
/// ```
/// use leitmotif::extract::citation::numeric::ReferenceNumbers;
/// let numbers = ReferenceNumbers::counted(3);
/// assert!(numbers.contains(3) && !numbers.contains(4));
/// assert_eq!(numbers.position(3), Some(2));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceNumbers {
    /// `places[n]`: the place in the list of the entry with number `n`.
    places: Vec<Option<usize>>,
    count: usize,
}

impl ReferenceNumbers {
    /// The printed numbers of `entries`; their places, counted from 1, where most have none.
    ///
    /// Where two entries have one number (lists by chapter), the first has it.
    #[must_use]
    pub fn of_entries(entries: &[Entry]) -> Self {
        let printed: Vec<Option<u32>> = entries
            .iter()
            .map(|entry| {
                let number = entry.label.as_deref()?.parse().ok()?;
                (1..=HIGHEST).contains(&number).then_some(number)
            })
            .collect();
        if printed.iter().flatten().count() * 2 < entries.len() {
            return Self::counted(entries.len());
        }
        let highest = printed.iter().flatten().max().copied().unwrap_or(0);
        let mut places = vec![None; usize::try_from(highest).unwrap_or(0) + 1];
        for (place, number) in printed.iter().enumerate() {
            let slot = number.and_then(|number| places.get_mut(usize::try_from(number).ok()?));
            if let Some(slot @ None) = slot {
                *slot = Some(place);
            }
        }
        let count = places.iter().flatten().count();
        Self { places, count }
    }

    /// The numbers from 1 to `count`.
    #[must_use]
    pub fn counted(count: usize) -> Self {
        let places = std::iter::once(None).chain((0..count).map(Some)).collect();
        Self { places, count }
    }

    /// Whether any number is known; where none is, every number up to 999 is taken for one.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.count > 0
    }

    /// How many references have a number.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The highest number.
    #[must_use]
    pub fn highest(&self) -> u32 {
        if !self.is_known() {
            return 999;
        }
        u32::try_from(self.places.len().saturating_sub(1)).unwrap_or(HIGHEST)
    }

    /// Whether `number` may mean a reference.
    #[must_use]
    pub fn contains(&self, number: u32) -> bool {
        if self.is_known() { self.position(number).is_some() } else { (1..=999).contains(&number) }
    }

    /// The place of the reference with `number` in the list, from 0.
    #[must_use]
    pub fn position(&self, number: u32) -> Option<usize> {
        *self.places.get(usize::try_from(number).ok()?)?
    }
}

/// How much speaks for a way of citing by number in a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// Callouts found that pass for citations.
    pub callouts: usize,
    /// Different numbers in them.
    pub numbers: usize,
    /// How many of these first occur after the number before them.
    pub in_order: usize,
    /// References in the list, or the highest number cited where the list is not known.
    pub listed: usize,
}

impl Support {
    /// Counts callouts, each given as the numbers in it, in the order of the text.
    pub(crate) fn count<'a>(
        callouts: impl Iterator<Item = &'a [u32]>,
        numbers: &ReferenceNumbers,
    ) -> Self {
        let mut first = vec![usize::MAX; numbers.highest() as usize + 1];
        let mut support = Self::default();
        for cited in callouts {
            support.callouts += 1;
            for &number in cited {
                if let Some(place) = first.get_mut(number as usize)
                    && *place == usize::MAX
                {
                    *place = support.numbers;
                    support.numbers += 1;
                }
            }
        }
        support.in_order = first
            .windows(2)
            .enumerate()
            .filter(|(index, pair)| {
                pair[1] != usize::MAX && (*index == 0 || pair[0] != usize::MAX && pair[0] < pair[1])
            })
            .count();
        let highest = first.iter().rposition(|place| *place != usize::MAX).unwrap_or(0);
        support.listed = if numbers.is_known() { numbers.count() } else { highest };
        support
    }

    /// Share of the references that are cited so, from 0 to 1. A callout counts for three at most: a
    /// single range may hold all numbers by chance.
    #[must_use]
    pub fn coverage(&self) -> f32 {
        ratio(self.numbers.min(self.callouts * 3), self.listed)
    }

    /// Share of the cited numbers that first occur in rising order, from 0 to 1. Lists in the order
    /// of citation come near 1, alphabetical lists near 1/2, numbers by chance below that.
    #[must_use]
    pub fn order(&self) -> f32 {
        ratio(self.in_order, self.numbers)
    }
}

fn ratio(part: usize, whole: usize) -> f32 {
    let narrow = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    if whole == 0 { 0.0 } else { (narrow(part) / narrow(whole)).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn entry(label: Option<&str>) -> Entry {
        Entry { span: Span::new(0, 0), label: label.map(str::to_owned) }
    }

    #[test]
    fn printed_numbers_are_kept_and_missing_ones_are_unknown() {
        let numbers =
            ReferenceNumbers::of_entries(&[entry(Some("1")), entry(Some("3")), entry(None)]);
        assert_eq!(
            (numbers.position(1), numbers.position(2), numbers.position(3)),
            (Some(0), None, Some(1))
        );
        assert_eq!((numbers.highest(), numbers.count()), (3, 2));
    }

    #[test]
    fn entries_without_numbers_are_counted() {
        let numbers = ReferenceNumbers::of_entries(&[entry(Some("Lee03")), entry(None)]);
        assert_eq!(numbers, ReferenceNumbers::counted(2));
        assert!(
            !ReferenceNumbers::default().is_known() && ReferenceNumbers::default().contains(12)
        );
    }

    #[test]
    fn order_of_first_use_is_counted() {
        let numbers = ReferenceNumbers::counted(5);
        let callouts: [&[u32]; 4] = [&[1], &[2, 3], &[1], &[5]];
        let support = Support::count(callouts.into_iter(), &numbers);
        assert_eq!(support, Support { callouts: 4, numbers: 4, in_order: 3, listed: 5 });
        assert!((support.coverage() - 0.8).abs() < 1e-6);
    }
}

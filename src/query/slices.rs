//! A corpus cut into parts of equal size: the selected text of all papers, one behind the other, in so many slices.
//!
//! Slices pay no heed to where papers begin and end. Their sizes differ by one token at most.

use std::ops::Range;

use super::selection::Selection;
use crate::model::SectionKind;

/// The slices of the selected text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slices {
    /// For each document its selected tokens, ascending, with the place of the first of each range in the whole text.
    ranges: Vec<Vec<(Range<u32>, u64)>>,
    number: u64,
    tokens: u64,
}

impl Slices {
    /// Cuts the text of documents into `number` slices; `sections` are the sections of each document with their
    /// tokens. `None` for fewer tokens than slices, or no slice.
    #[must_use]
    pub fn new(
        sections: &[Vec<(SectionKind, Range<u32>)>],
        selection: &Selection,
        number: u64,
    ) -> Option<Self> {
        let mut tokens = 0;
        let mut ranges = Vec::with_capacity(sections.len());
        for (document, sections) in sections.iter().enumerate() {
            let selected = selection.sections(document);
            let mut own = Vec::new();
            for (_, range) in sections.iter().filter(|(kind, _)| selected.contains(*kind)) {
                own.push((range.clone(), tokens));
                tokens += range.len() as u64;
            }
            ranges.push(own);
        }
        (number > 0 && number <= tokens).then_some(Self { ranges, number, tokens })
    }

    /// The slice that a token of a document stands in; `None` where it is not selected.
    #[must_use]
    pub fn slice_of(&self, document: u32, token: u32) -> Option<usize> {
        let ranges = self.ranges.get(document as usize)?;
        let after = ranges.partition_point(|(range, _)| range.start <= token);
        let (range, before) = ranges.get(after.checked_sub(1)?)?;
        let place = before + u64::from(token - range.start);
        let slice = u128::from(place) * u128::from(self.number) / u128::from(self.tokens);
        range.contains(&token).then(|| usize::try_from(slice).ok()).flatten()
    }

    /// The tokens of each slice.
    #[must_use]
    pub fn sizes(&self) -> Vec<u64> {
        let (tokens, number) = (u128::from(self.tokens), u128::from(self.number));
        let start = |slice: u64| (u128::from(slice) * tokens).div_ceil(number);
        let size = |slice| u64::try_from(start(slice + 1) - start(slice)).unwrap_or(u64::MAX);
        (0..self.number).map(size).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::selection::SectionSet;

    #[test]
    fn every_selected_token_stands_in_one_slice_and_slices_are_equal() {
        use SectionKind::{Methods, References, Results};
        let sections = [
            vec![(Methods, 0..7), (References, 7..20), (Results, 20..31)],
            vec![],
            vec![(Results, 0..6)],
        ];
        let selection = Selection::new(vec![SectionSet::RUNNING_TEXT; 3]);
        for number in 1..=24 {
            let slices = Slices::new(&sections, &selection, number).unwrap();
            let mut counted = vec![0_u64; slices.sizes().len()];
            let mut last = 0;
            for document in 0..3 {
                for token in 0..40 {
                    if let Some(slice) = slices.slice_of(document, token) {
                        assert!(slice >= last);
                        last = slice;
                        counted[slice] += 1;
                    }
                }
            }
            assert_eq!(counted, slices.sizes());
            assert_eq!(counted.iter().sum::<u64>(), 24);
            let (least, most) = (counted.iter().min(), counted.iter().max());
            assert!(most.unwrap() - least.unwrap() <= 1);
        }
        assert_eq!(Slices::new(&sections, &selection, 25), None);
        assert_eq!(Slices::new(&sections, &selection, 0), None);
        let slices = Slices::new(&sections, &selection, 4).unwrap();
        assert_eq!((slices.slice_of(0, 8), slices.slice_of(9, 0)), (None, None));
    }
}

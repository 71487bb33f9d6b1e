//! Places of expressions in one document: the joins that operators stand for.
//!
//! A set of places is a list sorted by start, then end, without repetition. All joins are near-linear
//! in the lengths of their lists; distances are looked up by binary search. The rules are those of
//! [the language of patterns](crate::codebook::pattern).

use crate::error::Result;
use crate::model::inverted::InvertedIndex;

/// The tokens `start..end` of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The sentences, or paragraphs, of the document at hand, read when first asked for.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    starts: Vec<u32>,
    token_count: u32,
    document: Option<u32>,
}

impl Sentences {
    /// Makes sure that the stretches are those of `document`: sentences or paragraphs, as `starts`
    /// tells where they begin.
    pub(super) fn load<I: InvertedIndex + ?Sized>(
        &mut self,
        index: &I,
        document: u32,
        starts: impl FnOnce(&I, u32, &mut Vec<u32>) -> Result<()>,
    ) -> Result<()> {
        if self.document != Some(document) {
            self.starts.clear();
            starts(index, document, &mut self.starts)?;
            self.token_count = index.token_count(document)?;
            self.document = Some(document);
        }
        Ok(())
    }

    pub(super) fn token_count(&self) -> u32 {
        self.token_count
    }

    /// The number of the sentence that holds the token at `position`, and one past its last token.
    pub(super) fn sentence_of(&self, position: u32) -> (usize, u32) {
        self.sentence_from(0, position)
    }

    /// The same where the sentence is known to be that of number `from` or a later one: by galloping,
    /// so that a walk along a text looks at few sentences each time.
    pub(super) fn sentence_from(&self, from: usize, position: u32) -> (usize, u32) {
        let mut low = from;
        let mut step = 1;
        while self.starts.get(low + step).is_some_and(|&start| start <= position) {
            low += step;
            step *= 2;
        }
        let high = (low + step).min(self.starts.len());
        let rest = self.starts.get(low..high).unwrap_or_default();
        let next = low + rest.partition_point(|&start| start <= position);
        let end = self.starts.get(next).copied().unwrap_or(u32::MAX).min(self.token_count);
        (next.saturating_sub(1), end)
    }

    /// One past the last token of the sentence that holds the token at `position`.
    pub(super) fn end_after(&self, position: u32) -> u32 {
        self.sentence_of(position).1
    }

    /// The first token of the sentence that holds the token at `position`.
    pub(super) fn start_before(&self, position: u32) -> u32 {
        let (number, _) = self.sentence_of(position);
        self.starts.get(number).copied().unwrap_or_default().min(position)
    }

    /// Drops the places that run across the end of a sentence. Places must be sorted.
    pub(super) fn retain_inside(&self, places: &mut Vec<Place>) {
        let (mut number, mut end) = (0, 0);
        places.retain(|place| {
            if place.start >= end {
                (number, end) = self.sentence_from(number, place.start);
            }
            place.end <= end
        });
    }
}

/// Sorts and removes repetitions.
pub(super) fn settle(places: &mut Vec<Place>) {
    if !places.is_sorted_by(|before, after| before < after) {
        places.sort_unstable();
        places.dedup();
    }
}

/// `before` followed at once by `after`.
pub(super) fn join_adjacent(before: &[Place], after: &[Place], joined: &mut Vec<Place>) {
    for first in before {
        let from = after.partition_point(|place| place.start < first.end);
        let following = after.get(from..).unwrap_or_default().iter();
        joined.extend(
            following
                .take_while(|second| second.start == first.end)
                .map(|second| Place { start: first.start, end: second.end }),
        );
    }
    settle(joined);
}

/// The shortest stretches of one sentence with a place of `left` and, at most `distance` tokens after
/// it, one of `right`; or the other way round unless `ordered`.
pub(super) fn join_near(
    left: &[Place],
    right: &[Place],
    (distance, ordered): (u32, bool),
    sentences: &Sentences,
    joined: &mut Vec<Place>,
) {
    follow(left, right, distance, sentences, joined);
    if !ordered {
        follow(right, left, distance, sentences, joined);
    }
    settle(joined);
    keep_smallest(joined);
}

/// For each place of `before` the stretch to the place of `after` within `distance` that ends first.
///
/// Places of `after` are tried until their start passes the best end: a few at most.
fn follow(
    before: &[Place],
    after: &[Place],
    distance: u32,
    sentences: &Sentences,
    joined: &mut Vec<Place>,
) {
    let mut limit = 0;
    for first in before {
        if first.start >= limit {
            limit = sentences.end_after(first.start);
        }
        let last_start = first.end.saturating_add(distance);
        let from = after.partition_point(|place| place.start < first.end);
        let mut best = u32::MAX;
        for second in after.get(from..).unwrap_or_default() {
            if second.start > last_start || second.start >= best {
                break;
            }
            best = best.min(second.end);
        }
        if best <= limit {
            joined.push(Place { start: first.start, end: best });
        }
    }
}

/// Drops every place that holds another one; sorted before and after.
fn keep_smallest(places: &mut Vec<Place>) {
    let mut earliest_end = u32::MAX;
    let mut kept = places.len();
    // From right to left, so that all places that start later are known.
    for at in (0..places.len()).rev() {
        let Some(&place) = places.get(at) else { continue };
        // Of equal starts the shortest comes first, so a longer one before it in this direction is
        // found out when the shorter one comes.
        if place.end < earliest_end {
            if places.get(kept).is_some_and(|next| next.start == place.start) {
                kept += 1;
            }
            earliest_end = place.end;
            kept -= 1;
            if let Some(slot) = places.get_mut(kept) {
                *slot = place;
            }
        }
    }
    places.drain(..kept);
}

/// For each sentence with a place of every operand, the shortest stretch that holds one of each, the
/// leftmost of equal ones.
///
/// `all` holds every operand's places with the operand's number, and is sorted here. Walking from
/// right to left, the earliest end of each operand among the places from here on is known, and the
/// largest of these ends the shortest stretch that begins here.
pub(super) fn join_together(
    all: &mut [(Place, usize)],
    operands: usize,
    sentences: &Sentences,
    joined: &mut Vec<Place>,
) {
    all.sort_unstable();
    let mut ends = vec![u32::MAX; operands];
    let mut sentence = u32::MAX;
    let mut best: Option<Place> = None;
    for &(place, operand) in all.iter().rev() {
        let start = sentences.start_before(place.start);
        if start != sentence {
            joined.extend(best.take());
            ends.fill(u32::MAX);
            sentence = start;
        }
        if place.end > sentences.end_after(place.start) {
            continue;
        }
        if let Some(end) = ends.get_mut(operand) {
            *end = place.end.min(*end);
        }
        let end = ends.iter().copied().max().unwrap_or(u32::MAX);
        let stretch = Place { start: place.start, end };
        if end < u32::MAX && best.is_none_or(|best| end - place.start <= best.end - best.start) {
            best = Some(stretch);
        }
    }
    joined.extend(best);
    joined.reverse();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_walk_along_the_text_finds_the_sentence_of_each_token(
            lengths in proptest::collection::vec(0_u32..9, 1..60),
            mut positions in proptest::collection::vec(0_u32..300, 1..60),
        ) {
            let mut sentences = Sentences { token_count: lengths.iter().sum(), ..Sentences::default() };
            let mut start = 0;
            for length in lengths {
                sentences.starts.push(start);
                start += length;
            }
            positions.sort_unstable();
            let mut from = 0;
            for position in positions {
                let next = sentences.starts.iter().filter(|&&start| start <= position).count();
                let end = sentences.starts.get(next).map_or(sentences.token_count, |&end| end);
                let found = sentences.sentence_from(from, position);
                prop_assert_eq!(found, (next - 1, end));
                prop_assert_eq!(sentences.sentence_of(position), found);
                from = found.0;
            }
        }
    }
}

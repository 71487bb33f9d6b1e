//! The counting rule: of overlapping matches, which ones count.
//!
//! Within one theme each token counts once. Of all the theme's matches in a document the longest are
//! taken first, equal ones from left to right, and a match that shares a token with one already taken
//! is dropped. This is the rule of quanteda's `tokens_lookup(nested_scope = "key")` (K. Benoit et al.,
//! "quanteda", Journal of Open Source Software 3(30), 774, 2018). Of equal stretches the pattern that
//! stands first in the codebook is named.

use super::places::Place;

/// A match before the counting rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) place: Place,
    /// Number of the pattern.
    pub(super) rule: u32,
}

/// A set of tokens of one document.
#[derive(Debug, Default)]
pub(super) struct TokenSet {
    /// Bit `p % 64` of block `p / 64` stands for token `p`.
    blocks: Vec<u64>,
    /// Blocks that may hold a bit.
    touched: (usize, usize),
}

impl TokenSet {
    /// Empties the set, at a cost that depends on what was in it only.
    pub(super) fn clear(&mut self) {
        let (first, end) = self.touched;
        if let Some(blocks) = self.blocks.get_mut(first..end) {
            blocks.fill(0);
        }
        self.touched = (0, 0);
    }

    pub(super) fn insert(&mut self, place: Place) {
        for (block, mask) in masks(place) {
            if block >= self.blocks.len() {
                self.blocks.resize((block + 1).next_power_of_two(), 0);
            }
            if let Some(bits) = self.blocks.get_mut(block) {
                *bits |= mask;
            }
            let (first, end) = self.touched;
            self.touched =
                if end == 0 { (block, block + 1) } else { (first.min(block), end.max(block + 1)) };
        }
    }

    /// Whether a token is in the set.
    fn contains(&self, token: u32) -> bool {
        let bits = self.blocks.get(token as usize / 64);
        bits.is_some_and(|bits| bits & (1 << (token % 64)) != 0)
    }

    /// Adds one token; whether it was not there before.
    fn add(&mut self, token: u32) -> bool {
        let (block, bit) = (token as usize / 64, 1 << (token % 64));
        match self.blocks.get_mut(block) {
            Some(bits) if *bits & bit != 0 => false,
            Some(bits) if self.touched.0 <= block && block < self.touched.1 => {
                *bits |= bit;
                true
            }
            _ => {
                self.insert(Place { start: token, end: token + 1 });
                true
            }
        }
    }

    /// The tokens of the set, ascending.
    fn tokens(&self) -> impl Iterator<Item = u32> {
        let (first, end) = self.touched;
        let blocks = self.blocks.get(first..end).unwrap_or_default();
        (first..).zip(blocks).flat_map(|(block, &bits)| {
            let start = u32::try_from(block * 64).unwrap_or(u32::MAX);
            let mut bits = bits;
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(start + bit)
            })
        })
    }

    /// Whether any token of `place` is in the set.
    pub(super) fn overlaps(&self, place: Place) -> bool {
        masks(place)
            .any(|(block, mask)| self.blocks.get(block).is_some_and(|bits| bits & mask != 0))
    }
}

/// The blocks that `place` touches, with its bits in each.
fn masks(place: Place) -> impl Iterator<Item = (usize, u64)> {
    let (start, end) = (place.start as usize, place.end as usize);
    (start / 64..end.div_ceil(64)).map(move |block| {
        let from = start.saturating_sub(block * 64);
        let to = (end - block * 64).min(64);
        let below = if to == 64 { u64::MAX } else { (1 << to) - 1 };
        (block, below & (u64::MAX << from))
    })
}

/// Fewer matches are sorted before anything else: they are mostly apart, and then all count.
const FEW: usize = 64;

/// Scratch space of [`keep_longest`].
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Tokens of the matches of several words that were taken.
    taken: TokenSet,
    /// Tokens of the matches of one word that count.
    single: TokenSet,
    /// For each token in `single`, which pattern matches.
    rules: Vec<u32>,
    long: Vec<Candidate>,
    /// Start and number of each match, in one word each, which sorts fast.
    order: Vec<u64>,
    sorted: Vec<Candidate>,
}

/// Sorts matches by start, those of one start as they come: by pattern.
fn sort_few(candidates: &mut Vec<Candidate>, Scratch { order, sorted, .. }: &mut Scratch) {
    order.clear();
    let keys = (0..).zip(&*candidates);
    let key = |(number, known): (u64, &Candidate)| (u64::from(known.place.start) << 32) | number;
    order.extend(keys.map(key));
    if order.is_sorted() {
        return;
    }
    order.sort_unstable();
    sorted.clear();
    let numbers = order.iter().filter_map(|key| usize::try_from(key & u64::from(u32::MAX)).ok());
    sorted.extend(numbers.filter_map(|number| candidates.get(number)));
    std::mem::swap(candidates, sorted);
}

/// Leaves of `candidates` those that count, sorted by place. They come pattern by pattern, in the order
/// of patterns.
///
/// Many matches of one word are not sorted: each sets a bit, and the bits are read in order.
pub(super) fn keep_longest(candidates: &mut Vec<Candidate>, scratch: &mut Scratch) {
    if candidates.len() < FEW {
        sort_few(candidates, scratch);
    }
    let apart =
        |pair: &[Candidate]| matches!(pair, [one, next] if one.place.end <= next.place.start);
    if candidates.windows(2).all(apart) {
        return;
    }
    let Scratch { taken, single, rules, long, .. } = scratch;
    let length = |candidate: &Candidate| candidate.place.end - candidate.place.start;
    long.extend(candidates.iter().filter(|candidate| length(candidate) > 1));
    // Longest first, then from left to right, then the first pattern.
    long.sort_by_key(|candidate| {
        (u32::MAX - length(candidate), candidate.place.start, candidate.rule)
    });
    long.retain(|candidate| take(candidate.place, taken));
    for candidate in candidates.iter().filter(|candidate| length(candidate) == 1) {
        // Of equal places the first pattern is named, which comes first.
        let token = candidate.place.start;
        if !taken.contains(token) && single.add(token) {
            let token = token as usize;
            if token >= rules.len() {
                rules.resize((token + 1).next_power_of_two(), 0);
            }
            if let Some(rule) = rules.get_mut(token) {
                *rule = candidate.rule;
            }
        }
    }
    taken.clear();
    long.sort_unstable_by_key(|candidate| candidate.place);
    candidates.clear();
    let mut long = long.drain(..).peekable();
    for start in single.tokens() {
        let rule = rules.get(start as usize).copied().unwrap_or_default();
        while let Some(candidate) = long.next_if(|long| long.place.start < start) {
            candidates.push(candidate);
        }
        candidates.push(Candidate { place: Place { start, end: start + 1 }, rule });
    }
    candidates.extend(long);
    single.clear();
}

/// Leaves of the places of one pattern the shortest first, equal ones from left to right, that share
/// no token; sorted by place. `taken` is scratch space.
pub(super) fn keep_shortest(places: &mut Vec<Place>, taken: &mut TokenSet) {
    if places.windows(2).all(|pair| matches!(pair, [one, next] if one.end <= next.start)) {
        return;
    }
    places.sort_by_key(|place| (place.end - place.start, place.start));
    places.retain(|&place| take(place, taken));
    taken.clear();
    places.sort_unstable();
}

fn take(place: Place, taken: &mut TokenSet) -> bool {
    let free = !taken.overlaps(place);
    if free {
        taken.insert(place);
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(candidates: &[(u32, u32, u32)]) -> Vec<(u32, u32, u32)> {
        let mut all: Vec<Candidate> = candidates
            .iter()
            .map(|&(start, end, rule)| Candidate { place: Place { start, end }, rule })
            .collect();
        keep_longest(&mut all, &mut Scratch::default());
        all.iter().map(|kept| (kept.place.start, kept.place.end, kept.rule)).collect()
    }

    #[test]
    fn the_longest_are_taken_first_and_equal_ones_from_the_left() {
        assert_eq!(kept(&[(0, 1, 0), (1, 2, 0), (0, 2, 1)]), [(0, 2, 1)]);
        assert_eq!(kept(&[(0, 2, 0), (1, 3, 1), (2, 4, 2)]), [(0, 2, 0), (2, 4, 2)]);
        assert_eq!(kept(&[(0, 2, 0), (1, 4, 1), (3, 5, 2)]), [(1, 4, 1)]);
    }

    #[test]
    fn equal_stretches_name_the_first_pattern() {
        assert_eq!(kept(&[(5, 6, 1), (2, 3, 2), (5, 6, 3)]), [(2, 3, 2), (5, 6, 1)]);
        assert_eq!(kept(&[(5, 7, 1), (5, 7, 3)]), [(5, 7, 1)]);
    }

    #[test]
    fn a_token_set_knows_stretches_over_blocks() {
        let mut set = TokenSet::default();
        set.insert(Place { start: 60, end: 200 });
        for (start, end, expected) in
            [(0, 60, false), (59, 61, true), (199, 201, true), (200, 900, false)]
        {
            assert_eq!(set.overlaps(Place { start, end }), expected);
        }
        set.clear();
        assert!(!set.overlaps(Place { start: 0, end: 500 }));
    }
}

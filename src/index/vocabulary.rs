//! All word types of the index, with how often each occurs in which paper and group of tokens.
//!
//! Frequencies come from the postings: no text is read. The vocabulary is divided by its alphabet, so that
//! each thread sees a word in all segments at once and nothing has to be put together afterwards. Positions
//! are read only in papers whose tokens belong to more than one group (or partly to none, as those of the
//! bibliography do); elsewhere the count in the posting is enough.

use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{DocSet, TERMINATED};

use super::io_error;
use super::open::Corpus;
use super::segment::Segment;
use crate::error::Result;

/// Which tokens of each paper count, and for which group: tokens of one paper can belong to several groups,
/// each token to one or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenGroups {
    /// For each paper the ends of its runs of tokens, each with its group.
    runs: Vec<Vec<(u32, Option<usize>)>>,
    /// For each group the tokens of each paper.
    sizes: Vec<Vec<u64>>,
}

impl TokenGroups {
    /// So many groups without a paper.
    #[must_use]
    pub fn new(groups: usize) -> Self {
        Self { runs: Vec::new(), sizes: vec![Vec::new(); groups] }
    }

    /// Adds the next paper, given by its runs of tokens: how many, and of which group.
    pub fn push(&mut self, runs: impl IntoIterator<Item = (u32, Option<usize>)>) {
        let mut joined: Vec<(u32, Option<usize>)> = Vec::new();
        let mut end = 0_u32;
        self.sizes.iter_mut().for_each(|sizes| sizes.push(0));
        for (tokens, group) in runs {
            if tokens == 0 {
                continue;
            }
            end = end.saturating_add(tokens);
            let sizes = group.and_then(|group| self.sizes.get_mut(group));
            if let Some(size) = sizes.and_then(|sizes| sizes.last_mut()) {
                *size += u64::from(tokens);
            }
            match joined.last_mut() {
                Some(last) if last.1 == group => last.0 = end,
                _ => joined.push((end, group)),
            }
        }
        if joined.iter().all(|(_, group)| group.is_none()) {
            joined.clear();
        }
        self.runs.push(joined);
    }

    /// How many groups there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether there is no group.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// The tokens of each paper in a group.
    #[must_use]
    pub fn sizes(&self, group: usize) -> &[u64] {
        self.sizes.get(group).map_or(&[], Vec::as_slice)
    }

    /// The ends of the runs of a paper's tokens, each with its group; none for a paper that counts for none.
    #[must_use]
    pub fn runs(&self, paper: usize) -> &[(u32, Option<usize>)] {
        self.runs.get(paper).map_or(&[], Vec::as_slice)
    }

    /// The group of a token.
    #[must_use]
    pub fn group_of(&self, paper: usize, token: u32) -> Option<usize> {
        let runs = self.runs(paper);
        let place = runs.partition_point(|&(end, _)| end <= token);
        runs.get(place).and_then(|&(_, group)| group)
    }

    fn needs_positions(&self) -> bool {
        self.runs.iter().any(|runs| runs.len() > 1)
    }
}

/// A part of the vocabulary: from a word on, up to another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordRange {
    start: Vec<u8>,
    end: Option<Vec<u8>>,
}

/// For each group the papers that have a word there, by number, each with its occurrences; papers in the
/// order of the index.
pub type GroupedCounts = [Vec<(u32, u32)>];

/// A segment at a word of its dictionary.
struct Cursor<'a> {
    segment: &'a Segment,
    /// For each document of the segment the number of its paper.
    papers: &'a [u32],
    stream: TermStreamer<'a>,
}

impl Corpus {
    /// About so many parts of equal size that together are the vocabulary.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn word_ranges(&self, parts: usize) -> Result<Vec<WordRange>> {
        let size = |segment: &&Segment| segment.body().terms().num_terms();
        let Some(largest) = self.segments().iter().max_by_key(size) else {
            return Ok(Vec::new());
        };
        let terms = largest.body().terms();
        let step = (terms.num_terms() / parts.max(1)).max(1);
        let mut ranges = vec![WordRange::default()];
        for number in (step..terms.num_terms()).step_by(step) {
            let mut word = Vec::new();
            if terms.ord_to_term(number as u64, &mut word).map_err(io_error)? {
                if let Some(last) = ranges.last_mut() {
                    last.end = Some(word.clone());
                }
                ranges.push(WordRange { start: word, end: None });
            }
        }
        Ok(ranges)
    }

    /// Shows each word of `range` that `is_wanted`, in the order of its bytes, with its counts.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn visit_words(
        &self,
        range: &WordRange,
        groups: &TokenGroups,
        is_wanted: &dyn Fn(&str) -> bool,
        visit: &mut dyn FnMut(&str, &GroupedCounts),
    ) -> Result<()> {
        let mut cursors = Vec::new();
        for (segment, papers) in self.segments().iter().zip(self.numbers()) {
            let mut words = segment.body().terms().range().ge(&range.start);
            if let Some(end) = &range.end {
                words = words.lt(end);
            }
            let mut stream = words.into_stream().map_err(io_error)?;
            if stream.advance() {
                cursors.push(Cursor { segment, papers, stream });
            }
        }
        let mut reading = Reading::new(groups);
        let mut word = Vec::new();
        while let Some(next) = cursors.iter().map(|cursor| cursor.stream.key()).min() {
            word.clear();
            word.extend_from_slice(next);
            let norm = std::str::from_utf8(&word).unwrap_or_default();
            let wanted = is_wanted(norm);
            reading.clear();
            let mut place = 0;
            while let Some(cursor) = cursors.get_mut(place) {
                if cursor.stream.key() != word {
                    place += 1;
                    continue;
                }
                if wanted {
                    reading.add(cursor.segment, cursor.papers, cursor.stream.value())?;
                }
                if cursor.stream.advance() {
                    place += 1;
                } else {
                    cursors.swap_remove(place);
                }
            }
            if wanted && reading.counts.iter().any(|counts| !counts.is_empty()) {
                visit(norm, &reading.counts);
            }
        }
        Ok(())
    }
}

/// What is read of one word, kept from word to word so that memory is asked for once.
struct Reading<'a> {
    groups: &'a TokenGroups,
    option: IndexRecordOption,
    counts: Vec<Vec<(u32, u32)>>,
    positions: Vec<u32>,
}

impl<'a> Reading<'a> {
    fn new(groups: &'a TokenGroups) -> Self {
        let option = if groups.needs_positions() {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        Self { groups, option, counts: vec![Vec::new(); groups.len()], positions: Vec::new() }
    }

    fn clear(&mut self) {
        self.counts.iter_mut().for_each(Vec::clear);
    }

    /// Adds the occurrences in one segment.
    fn add(&mut self, segment: &Segment, papers: &[u32], info: &TermInfo) -> Result<()> {
        let body = segment.body();
        let mut postings = body.read_postings_from_terminfo(info, self.option).map_err(io_error)?;
        let mut document = postings.doc();
        while document != TERMINATED {
            // Deleted documents have no number, and so no runs.
            let paper = papers.get(document as usize).copied().unwrap_or(u32::MAX);
            match self.groups.runs(paper as usize) {
                [] => {}
                [(_, group)] => {
                    let counts = group.and_then(|group| self.counts.get_mut(group));
                    if let Some(counts) = counts {
                        counts.push((paper, postings.term_freq()));
                    }
                }
                runs => {
                    self.positions.clear();
                    postings.append_positions_with_offset(0, &mut self.positions);
                    count_runs(paper, runs, &self.positions, &mut self.counts);
                }
            }
            document = postings.advance();
        }
        Ok(())
    }
}

/// Adds the positions of a word in one paper to the groups of their runs.
fn count_runs(
    paper: u32,
    runs: &[(u32, Option<usize>)],
    mut positions: &[u32],
    counts: &mut [Vec<(u32, u32)>],
) {
    for &(end, group) in runs {
        let inside = positions.partition_point(|&position| position < end);
        if inside > 0
            && let Some(counts) = group.and_then(|group| counts.get_mut(group))
        {
            let inside = u32::try_from(inside).unwrap_or(u32::MAX);
            match counts.last_mut() {
                Some((last, count)) if *last == paper => *count += inside,
                _ => counts.push((paper, inside)),
            }
        }
        positions = positions.get(inside..).unwrap_or_default();
        if positions.is_empty() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn runs_of_one_group_are_joined() {
        let mut groups = TokenGroups::new(2);
        groups.push([(5, Some(0)), (0, None), (3, Some(0)), (2, None)]);
        groups.push([(4, None)]);
        assert_eq!(groups.runs(0), [(8, Some(0)), (10, None)]);
        assert!(groups.runs(1).is_empty());
        assert_eq!((groups.sizes(0), groups.sizes(1)), (&[8, 0][..], &[0, 0][..]));
        assert_eq!((groups.group_of(0, 7), groups.group_of(0, 8)), (Some(0), None));
    }

    proptest! {
        #[test]
        fn counts_are_those_of_each_position(
            lengths in proptest::collection::vec((1_u32..6, proptest::option::of(0_usize..3)), 1..8),
            positions in proptest::collection::btree_set(0_u32..40, 0..20),
        ) {
            let mut groups = TokenGroups::new(3);
            groups.push(lengths);
            let positions: Vec<u32> = positions.into_iter().collect();
            let mut counts = vec![Vec::new(); 3];
            count_runs(0, groups.runs(0), &positions, &mut counts);
            for (group, counts) in counts.iter().enumerate() {
                let of_group = positions.iter().filter(|&&p| groups.group_of(0, p) == Some(group));
                let sum: u32 = counts.iter().map(|&(_, count)| count).sum();
                prop_assert_eq!(sum as usize, of_group.count());
                prop_assert!(counts.len() <= 1);
            }
        }
    }
}

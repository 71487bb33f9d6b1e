//! What an inverted index offers to a matcher: a dictionary of word types and their positions.
//!
//! The theme matcher works on this trait and knows no index library; the index implements it for
//! its segments, and an implementation in memory serves tests and texts that are not indexed.

use std::ops::Range;

use super::Language;
use crate::error::Result;

/// Where types occur: documents ascending, each with its positions ascending.
///
/// Positions are token numbers within a document, from 0, without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostingList {
    /// Documents by their number in the source, ascending.
    pub documents: Vec<u32>,
    /// `positions[offsets[i]..offsets[i + 1]]` belong to `documents[i]`; one longer than `documents`.
    pub offsets: Vec<u32>,
    /// Token positions, ascending within a document.
    pub positions: Vec<u32>,
}

impl PostingList {
    /// The positions in the document at place `index` of `documents`.
    #[must_use]
    pub fn positions_of(&self, index: usize) -> &[u32] {
        match (self.offsets.get(index), self.offsets.get(index + 1)) {
            (Some(&start), Some(&end)) => {
                self.positions.get(start as usize..end as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// A list with room for so many documents.
    #[must_use]
    pub fn with_capacity(documents: usize) -> Self {
        let mut offsets = Vec::with_capacity(documents + 1);
        offsets.push(0);
        Self { documents: Vec::with_capacity(documents), offsets, positions: Vec::new() }
    }

    /// Adds the next document, whose number is above all before it.
    pub fn push(&mut self, document: u32, positions: &[u32]) {
        self.push_with(document, |all| all.extend_from_slice(positions));
    }

    /// Adds the next document, whose number is above all before it, and whose positions `append` puts
    /// at the end of those of the others.
    pub fn push_with(&mut self, document: u32, append: impl FnOnce(&mut Vec<u32>)) {
        if self.offsets.is_empty() {
            self.offsets.push(0);
        }
        self.documents.push(document);
        append(&mut self.positions);
        self.offsets.push(u32::try_from(self.positions.len()).unwrap_or(u32::MAX));
    }

    /// The occurrences of several types taken together; positions of two types never coincide.
    ///
    /// Documents with one of the types are copied; in others the positions are put in order.
    ///
    /// ```
    /// use leitmotif::model::inverted::PostingList;
    /// let (mut one, mut other) = (PostingList::default(), PostingList::default());
    /// one.push(3, &[1, 9]);
    /// other.push(2, &[0]);
    /// other.push(3, &[4]);
    /// let both = PostingList::union(vec![one, other]);
    /// assert_eq!(both.documents, [2, 3]);
    /// assert_eq!(both.positions_of(1), [1, 4, 9]);
    /// ```
    #[must_use]
    pub fn union(mut lists: Vec<Self>) -> Self {
        lists.retain(|list| !list.documents.is_empty());
        if lists.len() < 2 {
            return lists.pop().unwrap_or_default();
        }
        let total: usize = lists.iter().map(|list| list.documents.len()).sum();
        let last = lists.iter().filter_map(|list| list.documents.last()).max();
        let limit = last.map_or(0, |&last| last as usize + 1);
        if limit <= total.saturating_mul(DENSE) { fill(&lists, limit) } else { merge(&lists) }
    }
}

/// Lists with one document in this many or more are put together by counting, not by sorting.
const DENSE: usize = 8;

/// The union of lists whose documents are below `limit`, by counting sort: how many positions each
/// document has, where they begin, and then the positions themselves.
fn fill(lists: &[PostingList], limit: usize) -> PostingList {
    // For each document the number of its positions and of the lists that it is in.
    let mut sizes = vec![(0_u32, 0_u32); limit];
    for list in lists {
        for (&document, bounds) in list.documents.iter().zip(list.offsets.windows(2)) {
            if let (Some(size), [start, end]) = (sizes.get_mut(document as usize), bounds) {
                *size = (size.0 + (end - start), size.1 + 1);
            }
        }
    }
    let total = lists.iter().map(|list| list.positions.len()).sum();
    let mut union = PostingList::with_capacity(sizes.iter().filter(|size| size.1 > 0).count());
    let mut next = vec![0_u32; limit];
    let mut offset = 0;
    for (document, (&(size, times), next)) in (0_u32..).zip(sizes.iter().zip(&mut next)) {
        if times > 0 {
            *next = offset;
            offset += size;
            union.documents.push(document);
            union.offsets.push(offset);
        }
    }
    union.positions = vec![0; total];
    for list in lists {
        for (place, &document) in list.documents.iter().enumerate() {
            let positions = list.positions_of(place);
            let Some(next) = next.get_mut(document as usize) else { continue };
            let start = *next as usize;
            if let Some(room) = union.positions.get_mut(start..start + positions.len()) {
                room.copy_from_slice(positions);
                *next = u32::try_from(start + positions.len()).unwrap_or(u32::MAX);
            }
        }
    }
    for (place, &document) in union.documents.iter().enumerate() {
        let several = sizes.get(document as usize).is_some_and(|size| size.1 > 1);
        if let (true, Some(&[start, end])) =
            (several, union.offsets.get(place..place + 2).and_then(<[u32]>::first_chunk))
            && let Some(positions) = union.positions.get_mut(start as usize..end as usize)
        {
            positions.sort();
        }
    }
    union
}

/// The union of lists of few documents, by sorting these.
fn merge(lists: &[PostingList]) -> PostingList {
    // Each document of each list, in the order of documents: a stable sort of runs is a merge.
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for (number, list) in (0..).zip(lists) {
        parts.extend(list.documents.iter().map(|&document| (document, number)));
    }
    parts.sort_by_key(|&(document, _)| document);
    let mut places = vec![0_usize; lists.len()];
    let mut union = PostingList::default();
    let mut positions = Vec::new();
    for same in parts.chunk_by(|one, next| one.0 == next.0) {
        positions.clear();
        for &(_, number) in same {
            let number = number as usize;
            if let (Some(list), Some(place)) = (lists.get(number), places.get_mut(number)) {
                positions.extend_from_slice(list.positions_of(*place));
                *place += 1;
            }
        }
        if same.len() > 1 {
            positions.sort();
        }
        if let Some(&(document, _)) = same.first() {
            union.push(document, &positions);
        }
    }
    union
}

/// One searchable part of a corpus: an index segment, or papers in memory.
pub trait InvertedIndex {
    /// A word type of the dictionary, as far as its occurrences can be asked for.
    type WordType: Clone + Ord;

    /// How many documents it has, deleted ones included: documents are numbered below this.
    fn document_limit(&self) -> u32;

    /// Shows every word type that starts with `prefix`: its norm, and what stands for it, in the order
    /// of the bytes of the norms.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    fn visit_types(&self, prefix: &str, visit: &mut dyn FnMut(&str, &Self::WordType))
    -> Result<()>;

    /// Shows every word type that starts with `prefix` and goes on with a character beyond ASCII, as
    /// [`visit_types`](Self::visit_types) does. There are few of them, so this is quick.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    fn visit_marked_types(
        &self,
        prefix: &str,
        visit: &mut dyn FnMut(&str, &Self::WordType),
    ) -> Result<()>;

    /// The word type with this norm.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    fn find_type(&self, norm: &str) -> Result<Option<Self::WordType>>;

    /// The occurrences of any of `types`, taken together, in documents that are not deleted.
    ///
    /// # Errors
    /// Where the postings cannot be read.
    fn postings(&self, types: &[Self::WordType]) -> Result<PostingList>;

    /// The token positions at which the sentences of `document` start, ascending, appended to `starts`.
    ///
    /// One for each sentence, so that places in the list are numbers of sentences: a sentence
    /// without a token starts where the next one does. A phrase never runs across a start.
    ///
    /// # Errors
    /// Where the boundaries cannot be read.
    fn sentence_starts(&self, document: u32, starts: &mut Vec<u32>) -> Result<()>;

    /// The token positions at which the paragraphs of `document` start, ascending, appended to `starts`.
    /// A paragraph starts where a sentence does.
    ///
    /// Asked of documents only in which a pattern across sentences may match, so it may be slow.
    ///
    /// # Errors
    /// Where the boundaries cannot be read.
    fn paragraph_starts(&self, document: u32, starts: &mut Vec<u32>) -> Result<()>;

    /// Shows the tokens at `positions` of `document`, which ascend, as they are printed.
    ///
    /// Asked only for words whose capitals matter, so it may read the text.
    ///
    /// # Errors
    /// Where the text cannot be read.
    fn printed(&self, document: u32, positions: &[u32], visit: &mut dyn FnMut(&str)) -> Result<()>;

    /// How many tokens `document` has; 0 for a deleted one.
    ///
    /// # Errors
    /// Where the number cannot be read.
    fn token_count(&self, document: u32) -> Result<u32>;

    /// The tokens of `document` that are not running text (bibliography, running heads), as ranges
    /// that ascend and do not overlap, appended to `ranges`. They count for nothing unless asked.
    ///
    /// # Errors
    /// Where the ranges cannot be read.
    fn outside_text(&self, document: u32, ranges: &mut Vec<Range<u32>>) -> Result<()>;

    /// The main language of `document`, where it is known.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn language(&self, document: u32) -> Result<Option<Language>>;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Lists that share no position of a document.
    fn lists() -> impl Strategy<Value = Vec<PostingList>> {
        let places = proptest::collection::btree_map((0_u32..40, 0_u32..30), 0_usize..5, 0..120);
        places.prop_map(|places| {
            let mut lists = vec![PostingList::default(); 5];
            for (number, list) in lists.iter_mut().enumerate() {
                for document in 0..40 {
                    let of_list =
                        places.iter().filter(|(place, of)| place.0 == document && **of == number);
                    let positions: Vec<u32> = of_list.map(|(place, _)| place.1).collect();
                    if !positions.is_empty() {
                        list.push(document, &positions);
                    }
                }
            }
            lists.retain(|list| !list.documents.is_empty());
            lists
        })
    }

    proptest! {
        #[test]
        fn counting_and_sorting_give_the_same_union(lists in lists()) {
            prop_assume!(!lists.is_empty());
            prop_assert_eq!(fill(&lists, 40), merge(&lists));
        }
    }
}

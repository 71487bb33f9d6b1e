//! Which words occur in which document.
//!
//! Posting lists say it word by word. A walk through the documents needs it document by document, and
//! with thousands of words most are absent from most documents, so the lists are turned round once, by
//! counting: the cost is that of the occurrences, not of words times documents.

use super::program::{WordId, number};
use crate::model::inverted::PostingList;

/// For each document the words in it, each with the document's place in the word's list.
#[derive(Debug, Default)]
pub(super) struct Presence {
    words: Vec<(WordId, u32)>,
    /// `words[starts[d]..starts[d + 1]]` are those of document `d`.
    starts: Vec<u32>,
}

impl Presence {
    /// Turns round the lists of the words of an index with documents below `limit`.
    pub(super) fn new(lists: &[PostingList], limit: u32) -> Self {
        let mut starts = vec![0_u32; limit as usize + 2];
        for &document in lists.iter().flat_map(|list| &list.documents) {
            if let Some(count) = starts.get_mut(document as usize + 2) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut words = vec![(0, 0); sum as usize];
        // While words are put in their places, `starts[d + 1]` is where the next one of `d` goes.
        for (word, list) in (0..).zip(lists) {
            for (place, &document) in (0..).zip(&list.documents) {
                let Some(next) = starts.get_mut(document as usize + 1) else { continue };
                if let Some(slot) = words.get_mut(*next as usize) {
                    *slot = (word, place);
                }
                *next += 1;
            }
        }
        starts.truncate(limit as usize + 1);
        Self { words, starts }
    }

    /// The words in a document, ascending.
    pub(super) fn of(&self, document: u32) -> &[(WordId, u32)] {
        let place = document as usize;
        match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(&start), Some(&end)) => {
                self.words.get(start as usize..end as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// The first document from `document` on that holds any of the words.
    pub(super) fn next_from(&self, document: u32) -> Option<u32> {
        let start = *self.starts.get(document as usize)?;
        let later = self.starts.get(document as usize + 1..).unwrap_or_default();
        let empty = later.partition_point(|&end| end == start);
        (empty < later.len()).then(|| document + number(empty))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_has_its_words() {
        let list = |documents: &[u32]| {
            let mut list = PostingList::default();
            documents.iter().for_each(|&document| list.push(document, &[7]));
            list
        };
        let lists = [list(&[1, 4]), list(&[]), list(&[4])];
        let presence = Presence::new(&lists, 6);
        assert_eq!(presence.of(1), [(0, 0)]);
        assert_eq!(presence.of(4), [(0, 1), (2, 0)]);
        for absent in [0, 2, 5, 6, 99] {
            assert!(presence.of(absent).is_empty(), "{absent}");
        }
        let next: Vec<_> = (0..7).map(|document| presence.next_from(document)).collect();
        assert_eq!(next, [Some(1), Some(1), Some(4), Some(4), Some(4), None, None]);
    }
}

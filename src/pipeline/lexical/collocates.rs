//! Words near a node, counted: the sentences with a node are read from the texts, the frequencies of their
//! words come from the postings.

use rustc_hash::FxHashMap;

use super::super::study::Study;
use super::TokenGroups;
use crate::error::Result;
use crate::parallel::map_in_order;
use crate::query::collocates::{CollocateCount, CollocateCounts};
use crate::query::lexical::WordFilter;
use crate::query::{MentionFacts, Selection};
use crate::text::{normalize, tokens};

/// Which tokens are near a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// So many tokens before and after it.
    Tokens {
        /// Before it.
        left: u32,
        /// After it.
        right: u32,
        /// Whether the window reaches over the ends of the sentence, within the section.
        across: bool,
    },
    /// The rest of its sentence.
    Sentence,
}

/// What collocates are sought, and of what.
pub struct Collocating<'a> {
    /// The occurrences of the node, by document and place.
    pub nodes: &'a [MentionFacts],
    /// The text that counts.
    pub selection: &'a Selection,
    /// Which tokens are near.
    pub window: Window,
    /// Words that are left out.
    pub filter: &'a WordFilter,
    /// Fewest occurrences near the node.
    pub minimum: u64,
}

/// A token near a node: before it or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    token: u32,
    distance: u32,
    after: bool,
}

/// The words of one paper that stand near nodes or in them.
#[derive(Default)]
struct Found {
    /// For each norm its occurrences before nodes, after them, and in them.
    words: FxHashMap<String, [u64; 3]>,
    near: u64,
    inside: u64,
}

impl Study {
    /// The words near the nodes, by name.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn collocates(&self, asked: &Collocating<'_>) -> Result<CollocateCounts> {
        let groups = self.token_groups(&[asked.selection]);
        let by_paper: Vec<&[MentionFacts]> =
            asked.nodes.chunk_by(|a, b| a.document == b.document).collect();
        let found = map_in_order(&by_paper, self.jobs(), |_, nodes| {
            self.near_in_paper(nodes, asked.window, &groups)
        });
        let mut counts = CollocateCounts {
            nodes: asked.nodes.len() as u64,
            node_papers: by_paper.len() as u64,
            tokens: groups.sizes(0).iter().sum(),
            ..CollocateCounts::default()
        };
        let mut words: FxHashMap<String, ([u64; 3], u64)> = FxHashMap::default();
        for found in found {
            let found = found?;
            counts.window += found.near;
            counts.tokens -= found.inside;
            for (norm, of_paper) in found.words {
                let (sums, papers) = words.entry(norm).or_default();
                sums.iter_mut().zip(of_paper).for_each(|(sum, count)| *sum += count);
                let [left, right, _] = of_paper;
                *papers += u64::from(left + right > 0);
            }
        }
        words.retain(|norm, ([left, right, _], _)| {
            *left + *right >= asked.minimum.max(1) && !asked.filter.leaves_out(norm)
        });
        let is_wanted = |norm: &str| words.contains_key(norm);
        counts.words = self.map_words(&groups, &is_wanted, &|norm, occurrences| {
            let ([left, right, inside], papers) = words.get(norm).copied()?;
            let all: u64 = occurrences.iter().flatten().map(|&(_, count)| u64::from(count)).sum();
            let frequency = all.saturating_sub(inside);
            Some(CollocateCount { word: norm.to_owned(), left, right, papers, frequency })
        })?;
        Ok(counts)
    }

    /// The words near the nodes of one paper.
    fn near_in_paper(
        &self,
        nodes: &[MentionFacts],
        window: Window,
        groups: &TokenGroups,
    ) -> Result<Found> {
        let mut found = Found::default();
        let Some(paper) = nodes.first().map(|node| node.document as usize) else {
            return Ok(found);
        };
        let Some(indexed) = self.papers().get(paper) else { return Ok(found) };
        let sentences = self.sentence_tokens(paper)?;
        let counts = |token: u32| groups.group_of(paper, token).is_some();
        let inside: Vec<u32> =
            tokens_of(nodes).into_iter().filter(|&token| counts(token)).collect();
        let bounds = |token: u32| match window {
            Window::Tokens { across: true, .. } => {
                let (_, section) = indexed.facts.section_of(token);
                (section.start, section.end.min(indexed.facts.tokens))
            }
            _ => sentence_of(&sentences, token, indexed.facts.tokens),
        };
        let mut near = near_tokens(nodes, window, &bounds);
        near.retain(|near| counts(near.token) && inside.binary_search(&near.token).is_err());
        found.near = near.len() as u64;
        found.inside = inside.len() as u64;
        let near = near.into_iter().map(|near| (near.token, usize::from(near.after)));
        let mut places: Vec<(u32, usize)> = near.chain(inside.iter().map(|&t| (t, 2))).collect();
        places.sort_unstable();
        let text = self.corpus().text(indexed)?;
        let mut bytes = Vec::new();
        if let Some(segment) = self.corpus().segments().get(indexed.address.segment as usize) {
            segment.sentence_bytes(indexed.address.document, &mut bytes);
        }
        visit_words(&text, &sentences, &bytes, &places, &mut |norm, kind| {
            if !found.words.contains_key(norm) {
                found.words.insert(norm.to_owned(), [0; 3]);
            }
            let counts = found.words.get_mut(norm);
            if let Some(count) = counts.and_then(|counts| counts.get_mut(kind)) {
                *count += 1;
            }
        });
        Ok(found)
    }
}

/// Shows the norms of the tokens at `places`, which ascend, each with its kind; `sentences` are the first
/// tokens of all sentences and `bytes` their first bytes. Only sentences with a place are cut into tokens.
fn visit_words(
    text: &str,
    sentences: &[u32],
    bytes: &[usize],
    places: &[(u32, usize)],
    visit: &mut dyn FnMut(&str, usize),
) {
    let mut norm = String::new();
    // A sentence without a token starts where the next one does, which is the one meant.
    let behind = |token: u32| sentences.partition_point(|&first| first <= token);
    for of_sentence in places.chunk_by(|a, b| behind(a.0) == behind(b.0)) {
        let Some(&(any, _)) = of_sentence.first() else { continue };
        let after = behind(any);
        let number = after.saturating_sub(1);
        let first = sentences.get(number).copied().unwrap_or_default();
        let start = bytes.get(number).copied().unwrap_or_default();
        let end = bytes.get(after).copied().unwrap_or(text.len());
        let passage = text.get(start..end).unwrap_or_default();
        let mut sought = of_sentence.iter().peekable();
        for (token, span) in (first..).zip(tokens(passage)) {
            while let Some(&(_, kind)) = sought.next_if(|(place, _)| *place == token) {
                normalize(span.of(passage), &mut norm);
                visit(&norm, kind);
            }
        }
    }
}

/// The tokens of nodes, each once, ascending.
fn tokens_of(nodes: &[MentionFacts]) -> Vec<u32> {
    let mut all: Vec<u32> =
        nodes.iter().flat_map(|node| node.first_token..node.end_token).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The first token of the sentence that holds `token`, and one past its last.
fn sentence_of(sentences: &[u32], token: u32, end: u32) -> (u32, u32) {
    let after = sentences.partition_point(|&first| first <= token);
    let start = after.checked_sub(1).and_then(|number| sentences.get(number));
    (start.copied().unwrap_or_default(), sentences.get(after).copied().unwrap_or(end))
}

/// The tokens near nodes, each once, ascending: on the side of the nearest node, before it where it is as
/// near to one as to another.
fn near_tokens(
    nodes: &[MentionFacts],
    window: Window,
    bounds: &dyn Fn(u32) -> (u32, u32),
) -> Vec<Near> {
    let (left, right) = match window {
        Window::Tokens { left, right, .. } => (left, right),
        Window::Sentence => (u32::MAX, u32::MAX),
    };
    let mut near: Vec<Near> = Vec::new();
    for node in nodes {
        let last = node.end_token.saturating_sub(1).max(node.first_token);
        let (start, _) = bounds(node.first_token);
        let (_, end) = bounds(last);
        for token in node.first_token.saturating_sub(left).max(start)..node.first_token {
            near.push(Near { token, distance: node.first_token - token, after: false });
        }
        for token in node.end_token..node.end_token.saturating_add(right).min(end) {
            near.push(Near { token, distance: token - last, after: true });
        }
    }
    near.sort_unstable();
    near.dedup_by_key(|near| near.token);
    near
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::SectionKind;

    fn node(first_token: u32, end_token: u32) -> MentionFacts {
        MentionFacts {
            document: 0,
            first_token,
            end_token,
            theme: 0,
            pattern: 0,
            sentence: 0,
            section: SectionKind::Other,
            negated: false,
            hedged: false,
            union: false,
        }
    }

    #[test]
    fn a_token_near_two_nodes_counts_once_for_the_nearest() {
        let window = Window::Tokens { left: 2, right: 2, across: false };
        let near = near_tokens(&[node(3, 4), node(6, 7)], window, &|_| (2, 8));
        let places: Vec<_> = near.iter().map(|near| (near.token, near.after)).collect();
        assert_eq!(places, [(2, false), (4, true), (5, false), (7, true)]);
        let whole = near_tokens(&[node(3, 4)], Window::Sentence, &|_| (2, 6));
        assert_eq!(whole.iter().map(|near| near.token).collect::<Vec<_>>(), [2, 4, 5]);
    }

    proptest! {
        #[test]
        fn windows_are_those_of_a_naive_count(
            starts in proptest::collection::btree_set(0_u32..60, 0..8),
            left in 0_u32..6, right in 0_u32..6,
            ends in proptest::collection::btree_set(1_u32..60, 0..5),
        ) {
            let sentences: Vec<u32> = std::iter::once(0).chain(ends).collect();
            let nodes: Vec<_> = starts.iter().map(|&start| node(start, start + 1)).collect();
            let bounds = |token| sentence_of(&sentences, token, 60);
            let inside = tokens_of(&nodes);
            let window = Window::Tokens { left, right, across: false };
            let mut near = near_tokens(&nodes, window, &bounds);
            near.retain(|near| inside.binary_search(&near.token).is_err());
            let naive = (0..60).filter(|&token| {
                !starts.contains(&token)
                    && starts.iter().any(|&node| {
                        bounds(node) == bounds(token)
                            && token + left >= node
                            && token <= node + right
                    })
            });
            prop_assert_eq!(near.iter().map(|near| near.token).collect::<Vec<_>>(), naive.collect::<Vec<_>>());
        }
    }
}

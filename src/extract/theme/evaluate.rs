//! Finds the places of patterns in one document after another, on posting lists.
//!
//! A [`Search`] is a set of patterns over numbered words. Laid on an index it becomes a [`Walk`]: the
//! posting list of each word, and for each pattern the word that brings it up (of the words without
//! which it cannot match the rarest), so that a document costs nothing for patterns whose rarest word
//! it lacks.

use smallvec::SmallVec;

use super::places::{Place, Sentences, join_adjacent, join_near, settle};
use super::presence::Presence;
use super::program::{Node, Rule, WordId, number};
use super::resolve::WordSet;
use super::select::{TokenSet, keep_shortest};
use crate::error::Result;
use crate::model::Word;
use crate::model::inverted::{InvertedIndex, PostingList};

/// Patterns over numbered words, ready for any index.
#[derive(Debug)]
pub(super) struct Search {
    words: WordSet,
    pub(super) rules: Vec<Rule>,
}

impl Search {
    /// # Errors
    /// Where a regular expression cannot be compiled.
    pub(super) fn new(words: &[Vec<Word>], rules: Vec<Rule>) -> Result<Self> {
        Ok(Self { words: WordSet::new(words)?, rules })
    }

    /// The types of each word in the dictionary of `index`.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    pub(super) fn resolve<I: InvertedIndex + ?Sized>(
        &self,
        index: &I,
    ) -> Result<Vec<Vec<I::WordType>>> {
        self.words.resolve(index)
    }
}

/// A search on its way through the documents of one index.
pub(super) struct Walk<'a> {
    search: &'a Search,
    lists: Vec<PostingList>,
    presence: Presence,
    /// For each word the last document that was come to with it, and its place in the word's list.
    heads: Vec<(u32, u32)>,
    /// For each word the patterns that it brings up.
    brought_up: Vec<Vec<u32>>,
    /// Patterns of any words alone, which can match in every document.
    everywhere: Vec<u32>,
    /// A bit for each pattern, all clear between calls.
    marks: Vec<u64>,
    pub(super) pool: Vec<Vec<Place>>,
    pub(super) taken: TokenSet,
    /// Paragraphs of the document at hand.
    pub(super) paragraphs: Sentences,
}

impl<'a> Walk<'a> {
    /// Resolves the words of `search` and reads their posting lists.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(super) fn new<I: InvertedIndex + ?Sized>(search: &'a Search, index: &I) -> Result<Self> {
        let types = search.words.resolve(index)?;
        let mut lists = Vec::with_capacity(types.len());
        for types in &types {
            let empty = types.is_empty();
            lists.push(if empty { PostingList::default() } else { index.postings(types)? });
        }
        let totals: Vec<usize> = lists.iter().map(|list| list.positions.len()).collect();
        let mut brought_up = vec![Vec::new(); lists.len()];
        let mut everywhere = Vec::new();
        for (rule, number) in search.rules.iter().zip(0..) {
            match rarest_words(&rule.node, &totals) {
                None => everywhere.push(number),
                Some((_, words)) => {
                    for word in words {
                        if let Some(rules) = brought_up.get_mut(word as usize) {
                            rules.push(number);
                        }
                    }
                }
            }
        }
        Ok(Self {
            search,
            presence: Presence::new(&lists, documents(index).end),
            heads: vec![(u32::MAX, 0); lists.len()],
            marks: vec![0; search.rules.len().div_ceil(64)],
            lists,
            brought_up,
            everywhere,
            pool: Vec::new(),
            taken: TokenSet::default(),
            paragraphs: Sentences::default(),
        })
    }

    /// Whether some pattern can match in every document.
    pub(super) fn is_everywhere(&self) -> bool {
        !self.everywhere.is_empty()
    }

    /// The first document from `document` on with any of the words.
    pub(super) fn next_document(&self, document: u32) -> Option<u32> {
        self.presence.next_from(document)
    }

    /// Goes to a document.
    pub(super) fn seek(&mut self, document: u32) {
        for &(word, place) in self.presence.of(document) {
            if let Some(head) = self.heads.get_mut(word as usize) {
                *head = (document, place);
            }
        }
    }

    /// The patterns that may match in `document`, in their order.
    pub(super) fn rules_in(&mut self, document: u32, rules: &mut Vec<u32>) {
        rules.clear();
        let present = self.presence.of(document).iter();
        let brought_up = present.filter_map(|&(word, _)| self.brought_up.get(word as usize));
        for &rule in brought_up.flatten().chain(&self.everywhere) {
            if let Some(block) = self.marks.get_mut(rule as usize / 64) {
                *block |= 1 << (rule % 64);
            }
        }
        for (first, block) in (0..).step_by(64).zip(&mut self.marks) {
            let mut bits = std::mem::take(block);
            while bits != 0 {
                rules.push(first + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }

    /// The positions of pattern `rule` in `document`, where the walk stands, if it is a single word: what
    /// [`find`](Self::find) gives, without a copy.
    pub(super) fn single_word(&self, rule: u32, document: u32) -> Option<&[u32]> {
        match self.search.rules.get(rule as usize)?.node {
            Node::Word(word) => Some(self.positions(word, document)),
            _ => None,
        }
    }

    /// Replaces `places` by those of pattern `rule` in `document`, where the walk stands.
    ///
    /// # Errors
    /// Where the sentences cannot be read.
    pub(super) fn find<I: InvertedIndex + ?Sized>(
        &mut self,
        rule: u32,
        at: &mut DocumentAt<'_, I>,
        places: &mut Vec<Place>,
    ) -> Result<()> {
        places.clear();
        let Some(rule) = self.search.rules.get(rule as usize) else { return Ok(()) };
        self.evaluate(&rule.node, at, places)?;
        if !places.is_empty() && !matches!(rule.node, Node::Word(_) | Node::Paragraph(_)) {
            at.load()?;
            at.sentences.retain_inside(places);
        }
        if rule.nearest_first {
            keep_shortest(places, &mut self.taken);
        }
        Ok(())
    }

    pub(super) fn positions(&self, word: WordId, document: u32) -> &[u32] {
        match (self.heads.get(word as usize), self.lists.get(word as usize)) {
            (Some(&(head, place)), Some(list)) if head == document => {
                list.positions_of(place as usize)
            }
            _ => &[],
        }
    }

    /// Puts the places of `node` into `places`, which is empty.
    ///
    /// Recursion follows the pattern, whose depth its parser bounds.
    pub(super) fn evaluate<I: InvertedIndex + ?Sized>(
        &mut self,
        node: &Node,
        at: &mut DocumentAt<'_, I>,
        places: &mut Vec<Place>,
    ) -> Result<()> {
        match node {
            Node::Word(word) => {
                let positions = self.positions(*word, at.document).iter();
                places.extend(positions.map(|&start| Place { start, end: start + 1 }));
            }
            Node::Any(length) => {
                at.load()?;
                let end = (at.sentences.token_count() + 1).saturating_sub(*length);
                places.extend((0..end).map(|start| Place { start, end: start + length }));
            }
            Node::Fixed { words, length } => self.find_fixed(words, *length, at, places)?,
            Node::Phrase(parts) => self.find_phrase(parts, at, places)?,
            Node::Either(all) => {
                let mut one = self.borrow_list();
                for node in all {
                    self.evaluate(node, at, &mut one)?;
                    places.append(&mut one);
                }
                self.pool.push(one);
                settle(places);
            }
            Node::Near { left, right, distance, ordered } => {
                let (mut before, mut after) = (self.borrow_list(), self.borrow_list());
                self.evaluate(left, at, &mut before)?;
                if !before.is_empty() {
                    self.evaluate(right, at, &mut after)?;
                }
                if !after.is_empty() {
                    at.load()?;
                    join_near(&before, &after, (*distance, *ordered), at.sentences, places);
                }
                self.pool.extend([before, after]);
            }
            Node::Together(all) => self.find_together(all, at, places)?,
            Node::Paragraph(all) => self.find_paragraph(all, at, places)?,
            Node::Printed { word, form } => self.find_printed(*word, form, at, places)?,
            Node::Except { of, without } => self.find_except(of, without, at, places)?,
        }
        Ok(())
    }

    pub(super) fn borrow_list(&mut self) -> Vec<Place> {
        let mut list = self.pool.pop().unwrap_or_default();
        list.clear();
        list
    }

    /// Goes through the places of the word that is rarest here and looks the others up.
    fn find_fixed<I: InvertedIndex + ?Sized>(
        &self,
        words: &[(u32, WordId)],
        length: u32,
        at: &mut DocumentAt<'_, I>,
        places: &mut Vec<Place>,
    ) -> Result<()> {
        let lists = words.iter().map(|&(offset, word)| (offset, self.positions(word, at.document)));
        let lists: SmallVec<[(u32, &[u32]); 4]> = lists.collect();
        let Some(&(rare_offset, rare)) = lists.iter().min_by_key(|(_, list)| list.len()) else {
            return Ok(());
        };
        for &position in rare {
            let Some(start) = position.checked_sub(rare_offset) else { continue };
            let follows = lists.iter().all(|&(offset, list)| {
                offset == rare_offset || list.binary_search(&(start + offset)).is_ok()
            });
            if follows {
                places.push(Place { start, end: start + length });
            }
        }
        if !places.is_empty() {
            at.load()?;
            let count = at.sentences.token_count();
            places.retain(|place| place.end <= count);
        }
        Ok(())
    }

    fn find_phrase<I: InvertedIndex + ?Sized>(
        &mut self,
        parts: &[Node],
        at: &mut DocumentAt<'_, I>,
        places: &mut Vec<Place>,
    ) -> Result<()> {
        let (mut next, mut joined) = (self.borrow_list(), self.borrow_list());
        let mut begun = false;
        for part in parts {
            if let (true, Node::Any(length)) = (begun, part) {
                places.iter_mut().for_each(|place| place.end += length);
                continue;
            }
            next.clear();
            if !begun {
                begun = !matches!(part, Node::Any(_));
                if begun {
                    self.evaluate(part, at, places)?;
                }
            } else {
                self.evaluate(part, at, &mut next)?;
                joined.clear();
                join_adjacent(places, &next, &mut joined);
                std::mem::swap(places, &mut joined);
            }
            if begun && places.is_empty() {
                break;
            }
        }
        let lead = match parts.first() {
            Some(Node::Any(length)) => *length,
            _ => 0,
        };
        if !places.is_empty() {
            at.load()?;
        }
        let count = at.sentences.token_count();
        places.retain_mut(|place| match place.start.checked_sub(lead) {
            Some(start) => {
                place.start = start;
                place.end <= count
            }
            None => false,
        });
        self.pool.extend([next, joined]);
        Ok(())
    }
}

/// The document at hand, with its sentences.
pub(super) struct DocumentAt<'a, I: InvertedIndex + ?Sized> {
    pub(super) index: &'a I,
    pub(super) document: u32,
    pub(super) sentences: &'a mut Sentences,
}

impl<I: InvertedIndex + ?Sized> DocumentAt<'_, I> {
    /// Makes sure that the sentences are read.
    pub(super) fn load(&mut self) -> Result<()> {
        self.sentences.load(self.index, self.document, I::sentence_starts)
    }
}

/// The words that bring a pattern up, and how often they occur together; `None` where any words can.
fn rarest_words(node: &Node, totals: &[usize]) -> Option<(usize, Vec<WordId>)> {
    let total = |word: WordId| totals.get(word as usize).copied().unwrap_or_default();
    let rarest = |all: &[Node]| {
        all.iter().filter_map(|node| rarest_words(node, totals)).min_by_key(|(count, _)| *count)
    };
    match node {
        Node::Word(word) | Node::Printed { word, .. } => Some((total(*word), vec![*word])),
        Node::Any(_) => None,
        Node::Fixed { words, .. } => {
            let (_, word) = words.iter().min_by_key(|(_, word)| total(*word))?;
            Some((total(*word), vec![*word]))
        }
        Node::Phrase(parts) => rarest(parts),
        Node::Together(all) | Node::Paragraph(all) => rarest(all),
        Node::Except { of, .. } => rarest_words(of, totals),
        Node::Near { left, right, .. } => {
            match (rarest_words(left, totals), rarest_words(right, totals)) {
                (Some(left), Some(right)) if right.0 < left.0 => Some(right),
                (Some(found), _) | (None, Some(found)) => Some(found),
                (None, None) => None,
            }
        }
        Node::Either(all) => {
            let mut words = Vec::new();
            let mut count = 0;
            for node in all {
                let (more, mut found) = rarest_words(node, totals)?;
                count += more;
                words.append(&mut found);
            }
            Some((count, words))
        }
    }
}

/// How many documents an index has, as a range of their numbers.
pub(super) fn documents<I: InvertedIndex + ?Sized>(index: &I) -> std::ops::Range<u32> {
    0..index.document_limit().min(number(u32::MAX as usize - 1))
}

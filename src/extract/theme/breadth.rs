//! How many different words a pattern's words stand for.

use super::matching::Matcher;
use super::program::{Node, WordId};
use crate::error::Result;
use crate::model::inverted::InvertedIndex;

/// The types of an index, and how many of them patterns stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breadth {
    /// All types of the index.
    pub types: u64,
    /// For each pattern, the types of that word in it that has the most.
    pub widest: Vec<u64>,
}

impl Matcher {
    /// Counts the types of `index` that each pattern's words stand for.
    ///
    /// `*` for any word counts where it is the whole pattern.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    pub fn breadth<I: InvertedIndex + ?Sized>(&self, index: &I) -> Result<Breadth> {
        let mut types = 0;
        index.visit_types("", &mut |_, _| types += 1)?;
        let of_words = self.search().resolve(index)?;
        let count =
            |word: WordId| of_words.get(word as usize).map_or(0, |types| types.len() as u64);
        let rules = self.search().rules.get(..self.pattern_count()).unwrap_or_default();
        let widest = rules.iter().map(|rule| match rule.node {
            Node::Any(_) => types,
            ref node => widest(node, &count),
        });
        Ok(Breadth { types, widest: widest.collect() })
    }
}

fn widest(node: &Node, count: &impl Fn(WordId) -> u64) -> u64 {
    let most = |all: &[Node]| all.iter().map(|node| widest(node, count)).max().unwrap_or(0);
    match node {
        Node::Word(word) | Node::Printed { word, .. } => count(*word),
        Node::Any(_) => 0,
        Node::Fixed { words, .. } => words.iter().map(|&(_, word)| count(word)).max().unwrap_or(0),
        Node::Phrase(all) | Node::Either(all) | Node::Together(all) | Node::Paragraph(all) => {
            most(all)
        }
        Node::Near { left, right, .. } => widest(left, count).max(widest(right, count)),
        Node::Except { of, .. } => widest(of, count),
    }
}

//! Themes: patterns resolved on the term dictionary and matched on postings.
//!
//! A [`Matcher`] is a codebook made ready; [`Matcher::mentions`] lays it on anything that implements
//! [`InvertedIndex`](crate::model::inverted::InvertedIndex). [`MemoryIndex`]
//! does for texts that are not indexed. The steps, a file each: `program` numbers words and patterns, `resolve` finds their
//! types in the dictionary, `evaluate`, `operators` and `places` join postings to places, `select` applies the
//! counting rule, `cue` flags mentions in the scope of a negation or a hedge.

mod breadth;
mod cue;
mod evaluate;
mod matching;
mod memory;
mod operators;
mod outline;
mod places;
mod presence;
mod program;
mod resolve;
mod select;

pub use breadth::Breadth;
pub use matching::{MatchOptions, Matcher, ThemeMatches};
pub use memory::MemoryIndex;
pub use outline::Outline;

#[cfg(test)]
mod tests;

//! Mentions: places in texts where a theme's pattern matches.

use serde::{Deserialize, Serialize};

/// One place in one document where a theme is raised, after the counting rules.
///
/// Tokens are numbered from 0 in their document. Sorting mentions puts them in the order of
/// documents, themes, places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mention {
    /// The document's number in its source.
    pub document: u32,
    /// The theme's place in the codebook.
    pub theme: u32,
    /// Whether the mention counts for `theme` together with all themes below it, where overlaps
    /// are settled among the patterns of all of them. Themes with themes below them have such
    /// mentions beside those of their own patterns.
    pub union: bool,
    /// First token.
    pub first_token: u32,
    /// One past the last token.
    pub end_token: u32,
    /// The number of the sentence that holds it, from 0.
    pub sentence: u32,
    /// The pattern that matched, by its number over all patterns of the codebook.
    pub pattern: u32,
    /// Whether the mention stands in the scope of a negation; `false` where that was not asked.
    pub negated: bool,
    /// Whether the mention stands in the scope of a hedge; `false` where that was not asked.
    pub hedged: bool,
}

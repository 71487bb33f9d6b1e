//! Patterns that a theme may lack, found in the corpus, for a researcher to take or leave.
//!
//! Five kinds of candidates:
//!
//! - **variant**: another spelling of a word of the theme's patterns: British or American, with or
//!   without diacritics, in one word or two, or a rare misspelling;
//! - **inflection**: another form of such a word, or one derived from it;
//! - **term**: several words that often stand together in the theme's sentences: of those with the highest
//!   C-value ([`c_value`](crate::stats::c_value)) the ones with the highest G²;
//! - **collocate**: a word that stands at most five tokens from the theme's mentions, by logDice;
//! - **keyword**: a word that is more frequent in the theme's sentences than elsewhere, by G².
//!
//! The work has three steps. A *shortlist* is made from a sample of sentences: those that raise the
//! theme, and others for comparison ([`Sample`]). Each candidate of the shortlist is then counted in the
//! whole corpus as a pattern, by the matcher that counts codebooks, so that its figures are what it
//! would find: places that a pattern of the theme, or of one below it, counts already are left out,
//! and places that other themes count are told. Last, candidates are ranked.
//!
//! No part-of-speech tagger is at work. Function words ([`function_word`](crate::text::function_word)),
//! numbers, single letters and what stands in citations are no candidates; a term neither begins nor ends
//! with a function word, and holds only such as link (`of`, `to`). Words that are printed with a capital
//! nearly everywhere are taken for names, but in German; a term does not reach over punctuation.

mod figures;
mod rank;
mod sample;
mod table;
mod terms;
#[cfg(test)]
mod tests;
mod theme;
mod variants;
mod words;

pub use figures::{CandidateFigures, Occurrence, OwnMention, OwnMentions};
pub use rank::{Example, Suggestion, Suggestions, ThemeSize, ranked};
pub use sample::{Lexicon, Sample, SampleSentence, SampledToken, is_parted};
pub use theme::{Classes, SuggestingTheme, shortlist};
pub use variants::{Proof, VariantFinder};

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuggestionKind {
    /// Another spelling of a word of the theme.
    Variant,
    /// Another form of a word of the theme.
    Inflection,
    /// Several words that often stand together where the theme is raised.
    Term,
    /// A word near the theme's mentions.
    Collocate,
    /// A word of the theme's sentences.
    Keyword,
}

impl SuggestionKind {
    /// All kinds, in the order of results.
    pub const ALL: [Self; 5] =
        [Self::Variant, Self::Inflection, Self::Term, Self::Collocate, Self::Keyword];

    /// Its name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Variant => "variant",
            Self::Inflection => "inflection",
            Self::Term => "term",
            Self::Collocate => "collocate",
            Self::Keyword => "keyword",
        }
    }
}

/// What candidates are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SuggestionRank {
    /// Each kind by its own measure: terms and keywords by G², collocates by logDice, variants and
    /// inflections by mentions.
    #[default]
    Kind,
    /// By G² of the theme's sentences against the rest.
    Keyness,
    /// By the log ratio of the same.
    LogRatio,
    /// By logDice with the theme's mentions.
    Collocation,
    /// By C-value; single words have none and follow by G².
    CValue,
    /// By mentions.
    Mentions,
}

impl SuggestionRank {
    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Keyness => "keyness",
            Self::LogRatio => "log-ratio",
            Self::Collocation => "collocation",
            Self::CValue => "c-value",
            Self::Mentions => "mentions",
        }
    }
}

/// Which candidates are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestOptions {
    /// At most this many of each kind for each theme.
    pub limit: usize,
    /// Fewest mentions of a term, collocate or keyword in sentences that raise the theme.
    pub minimum: u64,
    /// Fewest papers with such a mention; those of small corpora are never above their size.
    pub papers: u64,
    /// What they are ranked by.
    pub rank: SuggestionRank,
    /// The kinds to be shown.
    pub kinds: Vec<SuggestionKind>,
}

impl Default for SuggestOptions {
    /// Five of each kind, in two papers and three places at least, each kind by its own measure.
    fn default() -> Self {
        Self {
            limit: 5,
            minimum: 3,
            papers: 2,
            rank: SuggestionRank::Kind,
            kinds: SuggestionKind::ALL.to_vec(),
        }
    }
}

/// A pattern that may be suggested, before it is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The theme that it may belong to.
    pub theme: u32,
    /// The pattern, as it would stand in the codebook.
    pub pattern: String,
    /// What it is; words are keywords until they are found to be collocates.
    pub kind: SuggestionKind,
    /// C-value of a term in the sample of the theme's sentences.
    pub c_value: Option<f64>,
    /// For a variant or inflection the pattern that it comes from, by its number in the codebook.
    pub of: Option<u32>,
    /// For a variant or inflection the edits between the two words.
    pub distance: Option<u32>,
}

/// Tokens from a mention within which a word is a collocate.
pub const WINDOW: u32 = 5;

//! The language of patterns.
//!
//! ```text
//! pattern      = sentence { "&&" sentence } .
//! sentence     = exception { "&" exception } .
//! exception    = distance { "EXCEPT" distance } .
//! distance     = gapped { ( "NEAR/" number | "BEFORE/" number ) gapped } .
//! gapped       = phrase { ( "..." | ".../" number ) phrase } .
//! phrase       = alternatives { alternatives } .
//! alternatives = part { "|" part } .
//! part         = word | quoted | regex | printed | reference | "(" pattern ")" .
//! word         = characters other than white space, ( ) | ", "..." and a single & .
//! quoted       = '"' words and wildcards '"' , also in typographic quotation marks .
//! regex        = "/" regular expression "/" .
//! printed      = "=" ( word | quoted ) .
//! reference    = "@" ( word | quoted ) .
//! ```
//!
//! What each means, for tokens of one sentence (nothing matches across the end of a sentence):
//!
//! - A **word** is divided and folded as texts are: `low-cost` is `low` then `cost`, `Firm's` is
//!   `firm`. Under `match: stem` it stands for all words with its stem, under `match: word` for
//!   itself. With `*` (any characters, or none) or `?` (one character) it is compared whole, without
//!   stemming; `*` alone is any one word.
//! - **Quoted** words are never stemmed, and no word in them is an operator. Wildcards work.
//! - A **regex** (syntax of the crate `regex`) has to match a whole folded token; case is ignored.
//! - A **printed** word (`=AEC`) asks for its very letters, capitals included; wildcards work. A
//!   possessive ending and typographic forms are passed over as everywhere.
//! - A **reference** stands for all patterns of a theme, of those below it, or of a word list, without
//!   what they exclude. It names a path, or the end of one where only one has that end. Circles of
//!   references are mistakes.
//! - A **phrase** asks for its parts one after the other, with nothing between.
//! - **Alternatives** bind closest: `cheap labour|labor` is `cheap`, then `labour` or `labor`. Spaces
//!   around `|` are a mistake in a phrase, since a reader could take them for alternatives of whole
//!   phrases; those are two patterns, or need parentheses: `(cheap labour)|(low wages)`.
//! - `A ... B`: A, then at most 5 tokens, then B; `A .../n B`: at most n tokens. It is `BEFORE` that
//!   binds closer.
//! - `A NEAR/n B`: both, in either order, without sharing a token, with **at most n tokens between**
//!   them, so that `NEAR/0` is "side by side". This is how ProQuest and Scopus (`W/n`) count; in
//!   others (Ovid's `ADJn`) adjacent words are at distance 1. `A BEFORE/n B` asks for A first. From
//!   several of the same rank the left pair is joined first. A match reaches from the first token of
//!   one to the last token of the other; a match that holds a smaller one of the same operator is
//!   none, and of the matches of a pattern with such an operator that overlap the shortest are taken,
//!   equal ones from left to right. (Smallest intervals as in C. Clarke, G. Cormack, F. Burkowski,
//!   "An algebra for structured text search and a framework for its implementation", The Computer
//!   Journal 38(1), 1995.)
//! - `A & B`: both in one sentence, in any order; counts once a sentence, at the shortest stretch
//!   that holds a match of each, the leftmost of equal ones. `&` stands between spaces (`R&D` is two
//!   words) and outside all other operators but `&&`.
//! - `A && B`: both in one paragraph, counted once a paragraph in the same way. A match may run across
//!   sentences; it belongs to the sentence that it begins in.
//! - `A EXCEPT B`: the matches of A that share no token with a match of B.
//! - **Parentheses** group.
//!
//! Operators are in capitals and words in capitals that other programs know as operators (`AND`, `OR`,
//! `NOT`, `W/3`) are mistakes; in quotes they are words.

mod lexer;
mod parser;
mod word;

pub(in crate::codebook) use lexer::{Lexeme, LexemeKind, is_bare, read_lexemes, read_references};
pub(crate) use word::compile_regex;
pub(in crate::codebook) use word::leftover;

use crate::error::MistakeKind;
use crate::model::{Expression, Folding, Language, Matching, Span};

/// How the words of a pattern are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Whether bare words are stemmed.
    pub(crate) matching: Matching,
    /// Whose stemmer is used; words of a language without one are compared whole.
    pub(crate) language: Language,
    /// What differences between words are passed over.
    pub(crate) folding: Folding,
}

/// What the name in a reference stands for.
pub(crate) type Resolve<'a> = &'a dyn Fn(&str) -> Result<Expression, Unresolved>;

/// Why a name stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unresolved {
    pub(crate) kind: MistakeKind,
    pub(crate) suggestion: String,
}

/// A mistake in a pattern, at bytes of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternMistake {
    pub(crate) span: Span,
    pub(crate) kind: MistakeKind,
    pub(crate) suggestion: Option<String>,
}

impl PatternMistake {
    fn new(span: Span, kind: MistakeKind) -> Self {
        Self { span, kind, suggestion: None }
    }

    fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }
}

/// Largest distance of `NEAR` and `BEFORE`.
pub(crate) const LARGEST_DISTANCE: u32 = 1000;

/// Most tokens in a gap that says no number.
pub(crate) const DEFAULT_GAP: u32 = 5;

/// Most words and operators of a pattern with its references written out.
pub(crate) const LARGEST_PATTERN: usize = 20_000;

/// Deepest nesting of parentheses.
pub(crate) const DEEPEST_GROUP: usize = 50;

/// Longest pattern in bytes.
pub(crate) const LONGEST_PATTERN: usize = 10_000;

/// Parses one pattern; `resolve` says what references stand for.
///
/// # Errors
/// With all mistakes that can be told apart; never with an empty list.
pub(crate) fn parse(
    source: &str,
    reading: Reading,
    resolve: Resolve<'_>,
) -> Result<Expression, Vec<PatternMistake>> {
    let lexemes = lexer::read_lexemes(source)?;
    parser::parse(source, &lexemes, reading, resolve)
}

/// Parses a pattern that is in no codebook, so that it can refer to nothing.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_alone(
    source: &str,
    reading: Reading,
) -> Result<Expression, Vec<PatternMistake>> {
    parse(source, reading, &|name| {
        Err(Unresolved {
            kind: MistakeKind::UnknownReference(name.to_owned()),
            suggestion: "references work in the patterns of a codebook".to_owned(),
        })
    })
}

#[cfg(test)]
mod tests;

//! Codings: what a person, or a program, says that a passage is about.

use serde::{Deserialize, Serialize};

use super::Span;

/// One passage of one paper, coded by one theme.
///
/// Sorting puts codings in the order of documents, places, themes, coders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Coding {
    /// Name of the paper.
    pub document: String,
    /// Bytes of the paper's text.
    pub span: Span,
    /// Dotted path of the theme.
    pub theme: String,
    /// Who coded; `leitmotif` for what the program found itself.
    pub coder: String,
}

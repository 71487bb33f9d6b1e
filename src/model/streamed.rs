//! What was found in the papers of a stream: for each paper the rows of some tables, or why there are none.

use super::{Cell, Column};

/// A kind of finding that a stream can give of each paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// How much was found, in one row.
    Statistics,
    /// In-text citations, a row a marker.
    Citations,
    /// Entries of the bibliography, a row an entry.
    References,
    /// Theme mentions, a row a mention.
    Mentions,
}

impl Finding {
    /// All kinds, in the order of results.
    pub const ALL: [Self; 4] =
        [Self::Statistics, Self::Citations, Self::References, Self::Mentions];

    /// Its name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Statistics => "statistics",
            Self::Citations => "citations",
            Self::References => "references",
            Self::Mentions => "mentions",
        }
    }

    /// Whether a paper has one row of it, and not a list of rows.
    #[must_use]
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Statistics)
    }
}

/// The columns of one kind of finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingTable {
    /// What its rows are.
    pub finding: Finding,
    /// The columns of its rows.
    pub columns: Vec<Column>,
}

/// The rows of one table of one paper.
pub type Rows = Vec<Vec<Cell>>;

/// One paper of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamedPaper {
    /// What its record calls itself, else its line or row; `None` where the record cannot be read.
    pub id: Option<String>,
    /// The name that results carry; `None` where the paper has none.
    pub document: Option<String>,
    /// The rows of each table of the stream, in their order; or why there are none.
    pub outcome: Result<Vec<Rows>, PaperFailure>,
}

/// Why a paper gave no results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperFailure {
    /// Short name of the kind of failure, in lower case with `-` between words; it never changes.
    pub kind: &'static str,
    /// What is wrong and what to do, for people.
    pub message: String,
    /// Where the paper stands: `line 3`, `row 7`.
    pub place: String,
}

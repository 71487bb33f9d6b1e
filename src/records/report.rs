//! What became of the records, as a table.

use crate::model::{Cell, Column, MatchMeans, Table};

use super::matching::Ambiguity;

/// A record, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordMatch {
    /// Name of its file.
    pub file: String,
    /// Line at which it begins; of CSL-JSON the number of the item.
    pub line: usize,
    /// Its citation key.
    pub key: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What became of it.
    pub status: RecordStatus,
}

/// What became of a record. Similarities are in thousandths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordStatus {
    /// It is the record of this paper.
    Matched {
        /// Name of the paper.
        document: String,
        /// How it was found.
        means: MatchMeans,
        /// Similarity of the titles, where they decided.
        similarity: Option<u16>,
    },
    /// It became a paper itself, of its abstract.
    Ingested {
        /// Name of the paper.
        document: String,
    },
    /// It has no paper.
    Unmatched {
        /// The paper whose title comes nearest, and how near.
        nearest: Option<(String, u16)>,
    },
    /// It may be the record of several papers, or of one that another record fits too.
    Ambiguous {
        /// Names of the papers.
        documents: Vec<String>,
        /// Why nothing was assigned.
        reason: Ambiguity,
    },
}

impl RecordStatus {
    /// Its name in results.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Matched { .. } => "matched",
            Self::Ingested { .. } => "ingested",
            Self::Unmatched { .. } => "unmatched",
            Self::Ambiguous { .. } => "ambiguous",
        }
    }
}

/// A table with one row a record.
#[must_use]
pub fn table(matches: &[RecordMatch]) -> Table {
    let mut table = Table::new("records", "What became of the records");
    table.columns = vec![
        Column::text("record", "citation key or number in its file"),
        Column::text("file", "file of the record"),
        Column::ordinal("line", "line at which it begins; of CSL-JSON the number of the item"),
        Column::text("title", "title in the record"),
        Column::text(
            "status",
            "matched, ingested (as a paper of its abstract), unmatched, ambiguous",
        ),
        Column::text(
            "document",
            "the paper; of an unmatched record the one whose title comes nearest; of an ambiguous one all papers in question",
        ),
        Column::text("means", "how it was found: doi, file, title"),
        Column::real("similarity", 2, "similarity of the titles, where they count, from 0 to 1"),
        Column::text("reason", "why an ambiguous record was assigned to no paper"),
    ];
    for one in matches {
        let (document, means, similarity, reason) = match &one.status {
            RecordStatus::Matched { document, means, similarity } => {
                (Some(document.clone()), Some(means.name()), *similarity, None)
            }
            RecordStatus::Ingested { document } => (Some(document.clone()), None, None, None),
            RecordStatus::Unmatched { nearest: Some((document, similarity)) } => {
                (Some(document.clone()), None, Some(*similarity), None)
            }
            RecordStatus::Unmatched { nearest: None } => (None, None, None, None),
            RecordStatus::Ambiguous { documents, reason } => {
                (Some(documents.join("; ")), None, None, Some(reason.to_string()))
            }
        };
        table.push(vec![
            one.key.as_deref().into(),
            one.file.as_str().into(),
            one.line.into(),
            one.title.as_deref().into(),
            one.status.name().into(),
            document.into(),
            means.into(),
            similarity
                .map_or(Cell::Missing, |similarity| Cell::Real(f64::from(similarity) / 1000.0)),
            reason.into(),
        ]);
    }
    table
}

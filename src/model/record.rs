//! The bibliographic record that a paper was given.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Metadata;

/// How a record was found to be a paper's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MatchMeans {
    /// The paper shows the record's DOI.
    Doi,
    /// An attached file of the record is the paper's.
    File,
    /// Title, first author and year.
    Title,
    /// The paper was made of the record and its abstract.
    Record,
}

impl MatchMeans {
    /// The name that results carry.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::File => "file",
            Self::Title => "title",
            Self::Record => "record",
        }
    }
}

impl fmt::Display for MatchMeans {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A record in use: where it stands, how it was found, and what the paper showed without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedRecord {
    /// Where its file stood when it was read; never part of a result.
    pub file: String,
    /// Its citation key, or its number in the file's own terms.
    pub key: Option<String>,
    /// How it was found.
    pub means: MatchMeans,
    /// Similarity of the titles in thousandths, where they decided.
    pub similarity: Option<u16>,
    /// Hash of what it says.
    pub hash: String,
    /// Names of the fields that it gave.
    pub fields: Vec<String>,
    /// What the paper shows without it.
    pub own: Metadata,
}

//! Decisions made by hand on which references mean the same work.

/// What a scholar decided, as a file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The file as the user knows it; empty where there is none.
    pub file: String,
    /// References that are the same work.
    pub same: Vec<Decision>,
    /// References that are different works, each from each.
    pub different: Vec<Decision>,
    /// Fingerprint of all decisions, for provenance.
    pub fingerprint: String,
}

/// One decision on some references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Line of the file, from 1.
    pub line: usize,
    /// The references; two names or more.
    pub names: Vec<ReferenceName>,
}

/// How a decision names one reference, or all that are printed alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceName {
    /// As written in the file.
    pub written: String,
    /// Line of the file, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What it says.
    pub means: NameMeans,
}

/// What the name of a reference says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameMeans {
    /// All references with this DOI, in lower case.
    Doi(String),
    /// One entry of a paper's bibliography.
    Entry {
        /// Name of the paper.
        document: String,
        /// Number of the entry in its bibliography, from 1.
        number: u32,
    },
    /// All references whose year, authors and title have these words.
    Words(String),
}

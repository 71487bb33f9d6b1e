//! What can be wrong with an index, and how it is mended.

/// One thing that is wrong with an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file in the folder of the index, where one file is damaged.
    pub file: Option<String>,
    /// The part of the index that is concerned, by its name.
    pub(super) part: Option<String>,
    /// The paper, where one is concerned that can be named.
    pub paper: Option<String>,
    /// Where the paper came from.
    pub source: Option<String>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// The kinds of fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// The manifest is gone or damaged.
    #[error("the manifest is missing or damaged")]
    Manifest,
    /// The manifest names another format.
    #[error("the manifest names format {found}, and this leitmotif reads format {expected}")]
    Version {
        /// Format version found.
        found: u32,
        /// Format version that this program reads.
        expected: u32,
    },
    /// The list of parts is gone or damaged.
    #[error("the list of the parts of the index is missing or damaged")]
    Parts,
    /// The list of files is damaged.
    #[error("the list of the files of the index is damaged")]
    Files,
    /// A file is gone.
    #[error("missing")]
    Missing,
    /// A file has other bytes than were written.
    #[error("not as it was written: its checksum is another one")]
    Checksum,
    /// A file has been cut off, or cannot be read.
    #[error("cut off, or cannot be read")]
    Unreadable,
    /// A paper that stands in a damaged part.
    #[error("stands in a damaged part of the index")]
    InDamagedPart,
    /// A part that is damaged so that its papers cannot be named.
    #[error("a part of the index is damaged; its {0} papers cannot be named")]
    Unnamed(u32),
    /// The text or the record of a paper cannot be had.
    #[error("its text, citations and references cannot be decoded")]
    Undecodable,
    /// A span that does not fit the text.
    #[error(
        "a {what} from byte {start} to {end} is not in its text of {length} bytes, or divides a character"
    )]
    Span {
        /// What lies there.
        what: &'static str,
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
        /// Length of the text in bytes.
        length: usize,
    },
    /// Spans that should follow one another.
    #[error("its {0} are out of order, or overlap")]
    Order(&'static str),
    /// A number that is not that of the text.
    #[error("{stored} {what} are noted, and its text has {counted}")]
    Count {
        /// What is counted.
        what: &'static str,
        /// The number in the index.
        stored: usize,
        /// The number in the text.
        counted: usize,
    },
    /// Boundaries or a sketch that are not those of the text.
    #[error("its {0} are not those of its text")]
    Differs(&'static str),
    /// A part of another size than its files have.
    #[error("a part of {listed} papers is listed, and its files have {found}")]
    Size {
        /// Papers in the list of parts.
        listed: u32,
        /// Papers in the files.
        found: u32,
    },
    /// Words under which a paper is found.
    #[error("the index of {0} differs from what it holds of the paper itself")]
    Words(&'static str),
    /// A citation that points to no reference.
    #[error("a citation points to reference {reference}, and it has {references}")]
    Resolution {
        /// Number of the reference, from 1.
        reference: usize,
        /// How many references there are.
        references: usize,
    },
    /// Two papers of one name.
    #[error("stands in the index {0} times")]
    Twice(usize),
    /// Two papers of one content.
    #[error("has the same content as {0}, and both are indexed")]
    SameContent(String),
    /// A paper that was left out for one that is not there.
    #[error("was left out as the same as {0}, which is not in the index")]
    LeftOut(String),
    /// A hash that is none.
    #[error("the hash of its source is damaged")]
    Hash,
}

impl Fault {
    /// A fault of a file.
    pub(super) fn of_file(file: &str, kind: FaultKind) -> Self {
        Self { file: Some(file.to_owned()), part: None, paper: None, source: None, kind }
    }

    /// A fault of a paper.
    #[must_use]
    pub fn of_paper(paper: &str, source: &str, kind: FaultKind) -> Self {
        let (paper, source) = (Some(paper.to_owned()), Some(source.to_owned()));
        Self { file: None, part: None, paper, source, kind }
    }

    /// Whether [`mend`](super::mend) can do something about it.
    #[must_use]
    pub const fn is_mendable(&self) -> bool {
        !matches!(self.kind, FaultKind::Version { .. } | FaultKind::Parts)
    }

    /// What to do about it, in words.
    #[must_use]
    pub fn remedy(&self) -> String {
        match (&self.kind, &self.source) {
            (FaultKind::Version { .. } | FaultKind::Parts, _) => {
                "remove the folder of the index, and ingest all papers again".to_owned()
            }
            (FaultKind::Manifest | FaultKind::Files, _) => {
                "`leitmotif index check --mend` writes it anew".to_owned()
            }
            (_, Some(source)) => format!("take out with --mend, then ingest again: {source}"),
            (_, None) => "take out with --mend, then ingest all papers again".to_owned(),
        }
    }
}

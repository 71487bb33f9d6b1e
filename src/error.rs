//! What can go wrong, where, and what to do about it.
//!
//! One [`Error`] serves the whole library: a [`kind`](Error::kind) that callers can match, the file
//! and the place in it, and the source error. Text that cannot be parsed is data (an unresolved
//! marker, a reference with few fields) and never an error.

mod coded;
mod container;
mod document;
mod merge;
mod mistake;
mod pdf;
mod warning;

use std::fmt;
use std::path::{Path, PathBuf};

pub use coded::{CellMistake, CellMistakeKind, CodedFileError};
pub use container::ContainerFailure;
pub use document::DocumentFailure;
pub use merge::MergeFailure;
pub use mistake::{CodebookError, DecisionsError, Mistake, MistakeKind};
pub use pdf::PdfFailure;
pub use warning::{CodebookWarnings, Warning, WarningKind};

/// The library's result.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, with the file and the place.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: Option<PathBuf>,
    position: Option<Position>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Line and column in characters, both from 1.
    Line {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
    },
    /// Page, from 1.
    Page(usize),
    /// Byte, from 0.
    Byte(usize),
}

/// The kinds of failure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read.
    #[error("cannot read")]
    Read,
    /// A file or folder could not be written.
    #[error("cannot write")]
    Write,
    /// Nothing is at a path that was named.
    #[error("no such file or folder; check the path")]
    NotFound,
    /// A file of a format that leitmotif does not read.
    #[error("not a format that leitmotif reads ({known}); convert it to plain text first")]
    UnknownFormat {
        /// The formats that are read.
        known: String,
    },
    /// A document that another program can save in a format that is read.
    #[error("not a format that leitmotif reads; save it as {instead}")]
    SaveAs {
        /// The ending of the format to save it as.
        instead: &'static str,
    },
    /// A file without text.
    #[error("no text in it")]
    Empty,
    /// A file that is not text at all.
    #[error("not text but binary data; if it is a document, convert it to plain text first")]
    Binary,
    /// A PDF whose text cannot be had.
    #[error("{0}")]
    Pdf(PdfFailure),
    /// A file that is no XML, or breaks off.
    #[error("not well-formed XML; save it or fetch it again")]
    MalformedXml,
    /// XML that is no article.
    #[error(
        "XML with the root `{root}`, and neither an article in JATS (root `article`) nor a text in TEI (root `TEI`); convert it to plain text first"
    )]
    UnknownXml {
        /// Name of the root element.
        root: String,
    },
    /// A LaTeX file that is read with another.
    #[error(
        "a part of a LaTeX document, without `\\documentclass` or `\\begin{{document}}`; it is read with the file that includes it, which is to be named instead"
    )]
    LatexPart,
    /// A file that holds many papers, or one of its parts, that cannot be read.
    #[error("{0}")]
    Container(ContainerFailure),
    /// A document, book or web page whose text cannot be had.
    #[error("{0}")]
    Document(DocumentFailure),
    /// A file whose bytes fit no encoding.
    #[error("damaged text: not valid UTF-8, nor any older encoding; save it as UTF-8")]
    Encoding,
    /// A codebook or a file of decisions in another encoding.
    #[error("not UTF-8; save it as UTF-8")]
    NotUtf8,
    /// A dictionary in an older encoding that cannot be told from its bytes.
    #[error(
        "not UTF-8, and its older encoding cannot be told; name it, as in `leitmotif codebook convert FILE --encoding windows-1252 --output codebook.yaml`"
    )]
    UnknownEncoding,
    /// A file larger than the limit for one paper.
    #[error(
        "too large for one paper: {size} bytes, and the limit is {limit}; split it, or raise the limit"
    )]
    TooLarge {
        /// Size of the file in bytes.
        size: u64,
        /// Limit in bytes.
        limit: u64,
    },
    /// A pipe, socket or device where a file was expected.
    #[error("not a regular file")]
    NotAFile,
    /// Another paper already has this name.
    #[error(
        "another paper in the index is called `{name}` (from {other}); ingest the folder that holds both, so that their names differ"
    )]
    NameTaken {
        /// The name.
        name: String,
        /// Source of the paper that has the name.
        other: String,
    },
    /// There is no index at the place.
    #[error("no index here; build one with `leitmotif ingest PATHS`")]
    NoIndex,
    /// A folder that was named for a new index holds other files.
    #[error(
        "the folder holds other files and no index; name an empty or new folder with `--index`"
    )]
    NotEmpty,
    /// An index written by another version of the format.
    #[error(
        "an index of format {found}, and this leitmotif reads format {expected}; rebuild it: remove the folder and run `leitmotif ingest` again"
    )]
    IndexVersion {
        /// Format version found.
        found: u32,
        /// Format version that this program reads.
        expected: u32,
    },
    /// Another process is writing to the index.
    #[error(
        "another leitmotif is writing to this index; wait for it to end, or use another `--index`"
    )]
    Locked,
    /// The index cannot be used.
    #[error(
        "the index cannot be used; `leitmotif index check` tells what is wrong and how to mend it"
    )]
    Index,
    /// Indexes that cannot be merged.
    #[error("{0}")]
    Merge(Box<MergeFailure>),
    /// A shard where the index holds other papers than those of the shard.
    #[error(
        "this index holds {held}, and not shard {wanted}; name another folder with `--index`, one for each shard"
    )]
    OtherShard {
        /// What the index holds.
        held: String,
        /// The shard that was to be ingested.
        wanted: String,
    },
    /// A failure of leitmotif's own code on one paper.
    #[error(
        "leitmotif failed on this paper, which is a defect of the program; please report it with the paper"
    )]
    Defect,
    /// A codebook, or a single pattern, with mistakes; each has its place and message.
    #[error("{0}")]
    Codebook(CodebookError),
    /// A file of decisions on works with mistakes; each has its place and message.
    #[error("{0}")]
    Decisions(DecisionsError),
    /// A REFI-QDA project that cannot be read.
    #[error("not a REFI-QDA project that can be read: {0}")]
    Project(String),
    /// A file of codes made by hand with mistakes; each has its cell and message.
    #[error("{0}")]
    CodedFile(CodedFileError),
    /// A spreadsheet that cannot be read.
    #[error("cannot be read as a spreadsheet; save it as .xlsx or .csv")]
    Spreadsheet,
    /// A file that holds no bibliographic records.
    #[error(
        "no bibliographic records in it; leitmotif reads BibTeX, RIS, CSL-JSON, Zotero RDF, EndNote XML, PubMed nbib, Web of Science, and CSV with a header (title, and author, year or DOI; or document)"
    )]
    NoRecords,
    /// A filter, option or name with a mistake.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// A failure of this kind.
    #[must_use]
    pub fn new(kind: ErrorKind) -> Self {
        Self { kind, path: None, position: None, source: None }
    }

    /// Adds the file.
    #[must_use]
    pub fn at_path(mut self, path: impl AsRef<Path>) -> Self {
        self.path = Some(path.as_ref().to_owned());
        self
    }

    /// Adds the place in the file.
    #[must_use]
    pub fn at_position(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// Adds the error that caused it.
    #[must_use]
    pub fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// A file or folder that could not be read.
    #[must_use]
    pub fn reading(path: impl AsRef<Path>, source: std::io::Error) -> Self {
        let kind = match source.kind() {
            std::io::ErrorKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::Read,
        };
        Self::new(kind).at_path(path).caused_by(source)
    }

    /// A file or folder that could not be written.
    #[must_use]
    pub fn writing(path: impl AsRef<Path>, source: std::io::Error) -> Self {
        Self::new(ErrorKind::Write).at_path(path).caused_by(source)
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The file, where one is concerned.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The place in the file, where it is known.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.position
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(formatter, "{}: ", path.display())?;
        }
        match self.position {
            Some(Position::Line { line, column }) => {
                write!(formatter, "line {line}, column {column}: ")?
            }
            Some(Position::Page(page)) => write!(formatter, "page {page}: ")?,
            Some(Position::Byte(byte)) => write!(formatter, "byte {byte}: ")?,
            None => {}
        }
        write!(formatter, "{}", self.kind)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { line, column } => write!(formatter, "line {line}, column {column}"),
            Self::Page(page) => write!(formatter, "page {page}"),
            Self::Byte(byte) => write!(formatter, "byte {byte}"),
        }
    }
}

impl From<ContainerFailure> for Error {
    fn from(failure: ContainerFailure) -> Self {
        Self::new(ErrorKind::Container(failure))
    }
}

impl From<MergeFailure> for Error {
    fn from(failure: MergeFailure) -> Self {
        Self::new(ErrorKind::Merge(Box::new(failure)))
    }
}

impl From<DocumentFailure> for Error {
    fn from(failure: DocumentFailure) -> Self {
        Self::new(ErrorKind::Document(failure))
    }
}

impl From<CodebookError> for Error {
    fn from(error: CodebookError) -> Self {
        Self::new(ErrorKind::Codebook(error))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// One paper that was passed over, and why; the run goes on without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The file as the user knows it.
    pub name: String,
    /// Why, with the place and what to do.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_file_and_place() {
        let error =
            Error::new(ErrorKind::Encoding).at_path("a/b.txt").at_position(Position::Byte(7));
        assert_eq!(
            error.to_string(),
            "a/b.txt: byte 7: damaged text: not valid UTF-8, nor any older encoding; save it as UTF-8"
        );
    }
}

//! The index on disk: the only folder that knows tantivy.
//!
//! One tantivy index, one tantivy document a paper: a commit is atomic and there is no second store
//! that could fall out of step. [`schema`] says what is kept of a paper, [`adapter`] lends our
//! analyzer to tantivy, [`write`] adds and replaces papers, [`open`] reads the index, [`segment`]
//! shows one segment to the theme matcher, and [`manifest`] names the version of all this.

mod adapter;
pub mod manifest;
mod open;
mod record;
mod schema;
mod search;
mod segment;
mod starts;
mod stored;
mod vocabulary;
mod work_key;
mod write;

pub use open::{Corpus, IndexedPaper, PaperAddress};
pub use record::{MatchingFacts, PaperEntry, PaperFacts, PaperRecord, SectionStart};
pub use search::{Found, FoundPaper};
pub use segment::Segment;
pub use vocabulary::{GroupedCounts, TokenGroups, WordRange};
pub use write::{Origin, Writer, WriterOptions, known_papers};

use crate::error::{Error, ErrorKind};

/// A failure inside tantivy, as ours.
fn index_error(source: tantivy::TantivyError) -> Error {
    let kind = match &source {
        tantivy::TantivyError::LockFailure(..) => ErrorKind::Locked,
        _ => ErrorKind::Index,
    };
    Error::new(kind).caused_by(source)
}

/// A failure to read a part of the index.
fn io_error(source: std::io::Error) -> Error {
    Error::new(ErrorKind::Index).caused_by(source)
}

/// A stored record that cannot be decoded.
fn decode_error(source: postcard::Error) -> Error {
    Error::new(ErrorKind::Index).caused_by(source)
}

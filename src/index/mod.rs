//! The index on disk: the only folder that knows tantivy.
//!
//! One tantivy index, one tantivy document a paper: a commit is atomic and there is no second store
//! that could fall out of step. [`schema`] says what is kept of a paper, [`adapter`] lends our
//! analyzer to tantivy, [`write`] adds and replaces papers, [`open`] reads the index, [`segment`]
//! shows one segment to the theme matcher, and [`manifest`] names the version of all this.

mod adapter;
mod assemble;
pub mod check;
mod directory;
pub mod manifest;
mod open;
mod record;
mod schema;
mod search;
mod segment;
mod shard;
mod starts;
mod stored;
mod vocabulary;
mod work_key;
mod write;

pub use assemble::Assembly;
pub use open::{Corpus, IndexedPaper, PaperAddress};
pub use record::{MatchingFacts, PaperEntry, PaperFacts, PaperRecord, SectionStart};
pub use search::{Found, FoundPaper};
pub use segment::Segment;
pub use shard::{Shard, Shards};
pub use vocabulary::{GroupedCounts, TokenGroups, WordRange};
pub use write::{Origin, Writer, WriterOptions, known_papers};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError};

use crate::error::{Error, ErrorKind};

/// A failure inside tantivy, as ours.
fn index_error(source: tantivy::TantivyError) -> Error {
    match source {
        TantivyError::LockFailure(LockError::LockBusy, _) => Error::new(ErrorKind::Locked),
        TantivyError::LockFailure(LockError::IoError(error), _) => {
            Error::new(ErrorKind::Write).caused_by(error)
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
            if io_error.raw_os_error().is_some() =>
        {
            Error::new(ErrorKind::Read).caused_by(io_error)
        }
        source => Error::new(ErrorKind::Index).caused_by(source),
    }
}

/// A failure to read a part of the index.
fn io_error(source: std::io::Error) -> Error {
    Error::new(ErrorKind::Index).caused_by(source)
}

/// A stored record that cannot be decoded.
fn decode_error(source: postcard::Error) -> Error {
    Error::new(ErrorKind::Index).caused_by(source)
}

//! How the library tells what it is doing, without knowing a terminal.

use crate::error::Skipped;

/// A stage of work, told to an [`Observer`] when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Looking which files are new or changed.
    Comparing,
    /// Reading papers, mining and indexing them.
    Ingesting,
    /// Reading papers to tell what would be done with them.
    Previewing,
    /// Writing the index to disk and merging its parts.
    Merging,
    /// Copying the parts of other indexes.
    Copying,
    /// Going through the files and papers of an index.
    Checking,
    /// Mining stored texts again.
    Refreshing,
    /// Counting themes.
    Counting,
}

/// Hears how the work goes on. All methods may be called from several threads.
pub trait Observer: Sync {
    /// A stage begins that has `total` papers to go through; 0 where that is not known.
    fn begin(&self, stage: Stage, total: usize);
    /// One more paper is done, of this many bytes.
    fn advance(&self, bytes: u64);
    /// A paper was passed over.
    fn skipped(&self, skipped: &Skipped);
    /// The stage is done.
    fn end(&self);
    /// Whether the work shall stop: what is begun is finished and kept, nothing more is begun.
    fn stop_requested(&self) -> bool {
        false
    }
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn begin(&self, _stage: Stage, _total: usize) {}
    fn advance(&self, _bytes: u64) {}
    fn skipped(&self, _skipped: &Skipped) {}
    fn end(&self) {}
}

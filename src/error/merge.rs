//! Why indexes cannot be merged.

/// Why indexes are not put together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergeFailure {
    /// Indexes made by different versions of the program, which find different things in a paper.
    #[error(
        "made by leitmotif {own}, and {other} by leitmotif {others}; make both with the same version, or mine one again: `leitmotif extract refresh --index DIR`"
    )]
    Version {
        /// Version that made this index.
        own: String,
        /// The index that it was to be merged with.
        other: String,
        /// Version that made the other one.
        others: String,
    },
    /// Indexes whose papers were read in different ways.
    #[error(
        "its papers were ingested with {setting} {own}, those of {other} with {setting} {others}; ingest one of them anew with the options of the other"
    )]
    Setting {
        /// What differs.
        setting: String,
        /// Its value here.
        own: String,
        /// The index that it was to be merged with.
        other: String,
        /// Its value there.
        others: String,
    },
    /// Shards of corpora that are divided in different ways.
    #[error(
        "shard {own}, and {other} is shard {others}: they are of corpora divided in different ways, so papers are missing or twice; make all shards with the same number"
    )]
    Shards {
        /// The shards in this index.
        own: String,
        /// The index that it was to be merged with.
        other: String,
        /// The shards in the other one.
        others: String,
    },
    /// A file of an index that is not as it was written.
    #[error(
        "a damaged file of an index; `leitmotif index check` tells which papers are concerned and how to mend it"
    )]
    Damaged,
    /// Something is where the merged index should go.
    #[error("is there already; name a new folder for the merged index")]
    Taken,
    /// One index named twice.
    #[error("is named twice; name each index once")]
    Twice,
}

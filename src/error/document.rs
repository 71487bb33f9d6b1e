//! Why a document of a word processor, an electronic book or a web page cannot be read.

/// Why the text of such a file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentFailure {
    /// Bytes of something else.
    #[error("not {expected}, whatever its name says; check how it was made, or save it again")]
    Other {
        /// What its name promises, with an article.
        expected: &'static str,
    },
    /// The container of old Word files, which also holds files with a password.
    #[error(
        "an old Word file, or one protected by a password; save it as .docx without a password"
    )]
    OldOrProtected,
    /// Encrypted text.
    #[error("protected by a password or by digital rights; save a copy without protection")]
    Protected,
    /// An entry that every file of the format has is not there.
    #[error("a damaged file: `{0}` is not in it; save it again")]
    Missing(String),
    /// An entry of the archive that does not unpack, or is not the XML that it should be.
    #[error("a damaged file: `{0}` in it cannot be read; save it again")]
    Damaged(String),
    /// Entries that unpack to more than a paper has.
    #[error(
        "its text unpacks to more than {limit} bytes, which no paper needs; split it, or raise the limit on the size of a file"
    )]
    TooLarge {
        /// Most bytes that are unpacked.
        limit: u64,
    },
    /// An entry that is packed more tightly than text can be.
    #[error(
        "`{0}` in it unpacks to hundreds of times its size, as text never does; it is no paper"
    )]
    Bomb(String),
    /// More entries than a document has.
    #[error("more than {limit} files are packed in it; save the text alone")]
    TooManyEntries {
        /// Most entries.
        limit: usize,
    },
    /// Elements in each other beyond the limit.
    #[error("its elements lie in each other more than {limit} deep; save the text again as .docx")]
    TooDeep {
        /// Deepest nesting that is read.
        limit: usize,
    },
    /// More elements than a paper has.
    #[error("more than {limit} elements, which no paper needs; split it")]
    TooManyElements {
        /// Most elements that are read.
        limit: usize,
    },
}

//! Short names of failures, for programs that act on them.

use super::{ContainerFailure, ErrorKind};

impl ErrorKind {
    /// A short name in lower case with `-` between words, which stays when messages change.
    ///
    /// ```
    /// use leitmotif::ErrorKind;
    /// assert_eq!(ErrorKind::TooLarge { size: 9, limit: 5 }.name(), "too-large");
    /// ```
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::NotFound => "not-found",
            Self::UnknownFormat { .. } | Self::SaveAs { .. } => "unknown-format",
            Self::Empty => "no-text",
            Self::Binary => "binary",
            Self::Pdf(_) => "pdf",
            Self::MalformedXml => "malformed-xml",
            Self::UnknownXml { .. } => "unknown-xml",
            Self::LatexPart => "latex-part",
            Self::Container(failure) => failure.name(),
            Self::Document(_) => "document",
            Self::Encoding | Self::NotUtf8 | Self::UnknownEncoding => "encoding",
            Self::TooLarge { .. } => "too-large",
            Self::NotAFile => "not-a-file",
            Self::NameTaken { .. } => "name-taken",
            Self::NoIndex => "no-index",
            Self::NotEmpty => "not-empty",
            Self::IndexVersion { .. } => "index-version",
            Self::Locked => "locked",
            Self::Merge(_) => "merge",
            Self::OtherShard { .. } => "other-shard",
            Self::Index => "index",
            Self::Defect => "defect",
            Self::Codebook(_) => "codebook",
            Self::Decisions(_) => "decisions",
            Self::Project(_) => "project",
            Self::CodedFile(_) => "coded-file",
            Self::Spreadsheet => "spreadsheet",
            Self::NoRecords => "no-records",
            Self::Usage(_) => "usage",
        }
    }
}

impl ContainerFailure {
    /// A short name in lower case with `-` between words, which stays when messages change.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Damaged(_) => "damaged-archive",
            Self::Bomb { .. } => "bomb",
            Self::TooManyMembers { .. } => "too-many-members",
            Self::UnsafeName => "unsafe-name",
            Self::Link => "link",
            Self::Encrypted => "encrypted",
            Self::Method => "packing-method",
            Self::Nested => "nested-archive",
            Self::Packed => "packed-parquet",
            Self::NotARecord(_) => "not-a-record",
            Self::NoTextColumn { .. } | Self::NoTextField { .. } => "no-text-field",
            Self::TooLarge { .. } => "too-large",
            Self::Table(_) => "damaged-table",
            Self::ArrowStream(_) => "damaged-stream",
            Self::NameTwice(_) => "name-twice",
            Self::NoPapers => "no-papers",
            Self::Changed => "changed",
        }
    }
}

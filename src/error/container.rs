//! Why an archive, a file of records, or one of their parts cannot be read.

/// Why a file that holds many papers, or one part of it, is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContainerFailure {
    /// An archive whose structure is broken.
    #[error("a damaged archive ({0}); download it again, or unpack it and ingest the folder")]
    Damaged(String),
    /// More bytes come out than any papers would give.
    #[error(
        "unpacks to more than {limit} bytes from {packed}, as an archive made to do harm does; what came before is read: unpack it, look at it, and ingest the folder"
    )]
    Bomb {
        /// Size of the archive in bytes.
        packed: u64,
        /// Most bytes that are taken from it.
        limit: u64,
    },
    /// More members than are listed in bounded memory.
    #[error("more than {limit} files in one archive; unpack it and ingest the folder")]
    TooManyMembers {
        /// Most members that are looked at.
        limit: usize,
    },
    /// A member whose name would lead out of the folder that it is unpacked in.
    #[error("a file whose name leads out of the archive, which is never read")]
    UnsafeName,
    /// A symbolic or hard link.
    #[error("a link inside an archive, which is never followed")]
    Link,
    /// A member that opens with a password only.
    #[error("protected by a password; unpack the archive and ingest the folder")]
    Encrypted,
    /// A method of compression that is not undone.
    #[error("packed by a method that leitmotif does not undo; unpack it and ingest the folder")]
    Method,
    /// An archive that is a member of another one.
    #[error("an archive inside an archive; unpack the outer one and ingest the folder")]
    Nested,
    /// A format that must be a file of its own.
    #[error("Parquet inside an archive; unpack it and ingest the folder")]
    Packed,
    /// Something else than a record stands in the place of one.
    #[error("not a JSON object ({0})")]
    NotARecord(String),
    /// A table of which no column holds the texts of papers.
    #[error("no column with the text of papers ({known}); name it with `--text-field`")]
    NoTextColumn {
        /// Names that such a column may have.
        known: String,
    },
    /// A record in which no field holds text.
    #[error("no text in its fields ({known}); name the field that holds it with `--text-field`")]
    NoTextField {
        /// Names that such a field may have.
        known: String,
    },
    /// A record that is larger than a paper may be.
    #[error("larger than the limit for one paper, {limit} bytes; raise it with `--max-size`")]
    TooLarge {
        /// Limit in bytes.
        limit: u64,
    },
    /// A table that is broken in a way that ends its reading.
    #[error("a damaged table ({0}); export it again")]
    Table(String),
    /// An Arrow stream that is broken, or no such stream.
    #[error("not an Arrow stream that can be read ({0}); write it anew in the IPC stream format")]
    ArrowStream(String),
    /// Two records of one file with one name.
    #[error(
        "another paper of the file is called `{0}` too; name a field that tells records apart with `--id-field`"
    )]
    NameTwice(String),
    /// A file that should hold papers and holds none.
    #[error("no papers in it")]
    NoPapers,
    /// A part that was there when the file was looked at, and is not when it is read.
    #[error("the file changed while it was read; ingest it again")]
    Changed,
}

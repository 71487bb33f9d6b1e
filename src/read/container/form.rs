//! How files hold papers, told by the ends of their names.

use std::path::Path;

use crate::model::SourceFormat;
use crate::read::format_of;

/// Endings of files that hold papers, or may do so, in the order that messages name them.
pub const CONTAINER_EXTENSIONS: &[&str] = &[
    "jsonl",
    "ndjson",
    "json",
    "csv",
    "tsv",
    #[cfg(feature = "parquet")]
    "parquet",
    "zip",
    "tar",
    "tar.gz",
    "tgz",
    "gz",
];

/// How a file holds papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packing {
    /// Packed as a whole by gzip.
    pub(super) gzip: bool,
    pub(super) form: Form,
}

/// What is in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One paper, packed by gzip.
    Single(SourceFormat),
    JsonLines,
    Json,
    /// Cells divided by commas or semicolons.
    Csv,
    /// Cells divided by tabs.
    Tsv,
    #[cfg(feature = "parquet")]
    Parquet,
    Zip,
    Tar,
}

impl Form {
    /// What people call it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Single(format) => format.name(),
            Self::JsonLines => "JSON lines",
            Self::Json => "JSON",
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            #[cfg(feature = "parquet")]
            Self::Parquet => "Parquet",
            Self::Zip => "zip",
            Self::Tar => "tar",
        }
    }
}

/// Whether a file may hold many papers, by its name.
///
/// ```
/// use leitmotif::read::is_container;
/// assert!(is_container("corpus/works.jsonl.gz") && is_container("papers.ZIP"));
/// assert!(!is_container("lee.txt"));
/// ```
#[must_use]
pub fn is_container(path: impl AsRef<Path>) -> bool {
    packing_of(path.as_ref()).is_some()
}

/// How a file of this name holds papers; `None` where it is no such file.
pub(super) fn packing_of(path: &Path) -> Option<Packing> {
    let name = path.file_name()?.to_str()?.to_lowercase();
    if name.ends_with(".tgz") {
        return Some(Packing { gzip: true, form: Form::Tar });
    }
    let unpacked = name.strip_suffix(".gz");
    let gzip = unpacked.is_some();
    let inner = Path::new(unpacked.unwrap_or(&name));
    let form = match inner.extension()?.to_str()? {
        "jsonl" | "ndjson" => Form::JsonLines,
        "json" => Form::Json,
        "csv" => Form::Csv,
        "tsv" => Form::Tsv,
        #[cfg(feature = "parquet")]
        "parquet" if !gzip => Form::Parquet,
        "zip" if !gzip => Form::Zip,
        "tar" => Form::Tar,
        _ if gzip => Form::Single(format_of(inner)?),
        _ => return None,
    };
    Some(Packing { gzip, form })
}

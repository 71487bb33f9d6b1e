//! From bytes to a [`Document`]: what is read, how, and what a paper's text says about itself.
//!
//! [`discover`] turns paths, folders and patterns into a sorted list of [`Source`]s;
//! [`read_document`] reads one of them. A format has its extension in [`format_of`]; plain text and
//! Markdown are read alike, as their own text. Of a PDF the text is extracted (feature `pdf`), in a
//! process of its own where [`ReadOptions::isolation`] names a program for it. Of mark-up (JATS, TEI,
//! LaTeX, citation keys in Markdown) the citations and references that it gives are kept with the
//! text; files beside the source that belong to it are read with it.
//!
//! A file that cannot be read is an error with its kind and place, never a panic; the caller
//! passes over it and goes on.

mod beside;
mod bib;
pub(crate) mod bibtex;
mod builder;
mod compose;
mod container;
mod csl;
mod discover;
mod docx;
pub(crate) mod encoding;
mod entry;
mod epub;
mod events;
mod html;
mod inline;
#[cfg(feature = "pdf")]
pub mod isolated;
mod jats;
mod latex;
mod metadata;
mod odt;
mod package;
mod pandoc;
mod part;
#[cfg(feature = "pdf")]
mod pdf;
mod structured;
mod tei;
mod xml;

use std::fs::File;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::error::{ContainerFailure, Error, ErrorKind, Result};
use crate::model::{Document, GivenCitations, Metadata, SourceFormat, Span};
use crate::text::{Layout, form_feed_pages, identify, layers_of_layout};

use self::beside::Beside;
use self::structured::Record;

#[cfg(feature = "arrow")]
pub use container::visit_arrow;
pub use container::{
    CONTAINER_EXTENSIONS, Found, Part, PartNumber, Place, is_container, visit, visit_lines,
};
pub use discover::{Discovery, discover};
pub(crate) use encoding::decode;
pub use encoding::encoding_of;
pub use structured::RecordFields;

/// The extensions of the formats that are read, in the order that messages name them.
pub const EXTENSIONS: &[(&str, SourceFormat)] = &[
    #[cfg(feature = "pdf")]
    ("pdf", SourceFormat::Pdf),
    ("txt", SourceFormat::Text),
    ("text", SourceFormat::Text),
    ("md", SourceFormat::Markdown),
    ("markdown", SourceFormat::Markdown),
    ("xml", SourceFormat::Xml),
    ("nxml", SourceFormat::Xml),
    ("tex", SourceFormat::Latex),
    ("docx", SourceFormat::Docx),
    ("odt", SourceFormat::Odt),
    ("html", SourceFormat::Html),
    ("htm", SourceFormat::Html),
    ("xhtml", SourceFormat::Html),
    ("epub", SourceFormat::Epub),
];

/// Formats of documents that are not read, and those to save them as.
const TO_SAVE_AS: [(&str, &str); 9] = [
    ("doc", ".docx"),
    ("rtf", ".docx"),
    ("wpd", ".docx"),
    ("pages", ".docx"),
    ("sxw", ".odt"),
    ("mht", ".html"),
    ("mhtml", ".html"),
    ("mobi", ".epub"),
    ("azw3", ".epub"),
];

/// One file to read, and the name that results carry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The path below the ingested folder with `/` between its parts, or the file's name where a
    /// file was named.
    pub name: String,
    /// Where the file is.
    pub path: PathBuf,
}

/// How files are read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Largest file that is read as one paper, in bytes.
    pub size_limit: u64,
    /// Which fields of records hold what.
    pub fields: RecordFields,
    /// Reads PDF in processes of their own, with limits; without it PDF is read in this process.
    #[cfg(feature = "pdf")]
    pub isolation: Option<isolated::Isolation>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            size_limit: 32 * 1024 * 1024,
            fields: RecordFields::default(),
            #[cfg(feature = "pdf")]
            isolation: None,
        }
    }
}

impl ReadOptions {
    /// The same options with another limit on the size of a file.
    #[must_use]
    pub fn with_size_limit(mut self, bytes: u64) -> Self {
        self.size_limit = bytes;
        self
    }

    /// The same options with other fields of records.
    #[must_use]
    pub fn with_fields(mut self, fields: RecordFields) -> Self {
        self.fields = fields;
        self
    }

    /// The same options with PDF read in processes of their own.
    #[cfg(feature = "pdf")]
    #[must_use]
    pub fn with_isolation(mut self, isolation: isolated::Isolation) -> Self {
        self.isolation = Some(isolation);
        self
    }
}

/// The format of a file, by its extension; `None` where it is not one that is read.
///
/// ```
/// use leitmotif::model::SourceFormat;
/// use leitmotif::read::format_of;
/// assert_eq!(format_of("papers/Lee 2014.TXT"), Some(SourceFormat::Text));
/// assert_eq!(format_of("papers/Lee 2014.tiff"), None);
/// ```
#[must_use]
pub fn format_of(path: impl AsRef<Path>) -> Option<SourceFormat> {
    let extension = path.as_ref().extension()?.to_str()?;
    EXTENSIONS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(extension))
        .map(|&(_, format)| format)
}

/// What a document of a format that is not read should be saved as; `None` for other files.
fn save_as(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?;
    let found = TO_SAVE_AS.iter().find(|(known, _)| known.eq_ignore_ascii_case(extension));
    found.map(|&(_, instead)| instead)
}

/// Whether files of this name are read, as one paper or as many.
pub(crate) fn is_read(path: &Path) -> bool {
    format_of(path).is_some() || is_container(path)
}

/// The error for a file of another format.
pub(crate) fn unknown_format(path: &Path) -> Error {
    if let Some(instead) = save_as(path) {
        return Error::new(ErrorKind::SaveAs { instead }).at_path(path);
    }
    let single = EXTENSIONS.iter().map(|(known, _)| known);
    let all = single.chain(CONTAINER_EXTENSIONS);
    let known: Vec<String> = all.map(|known| format!(".{known}")).collect();
    Error::new(ErrorKind::UnknownFormat { known: known.join(", ") }).at_path(path)
}

/// Hash of a source with the files beside it that belong to it, as its document carries it; `bytes`
/// are those of the source.
#[must_use]
pub fn hash_of(source: &Source, bytes: &[u8], options: &ReadOptions) -> String {
    let beside = Beside::of(&source.path, options.size_limit);
    let visit: fn(&str, &Beside) = match format_of(&source.path) {
        Some(SourceFormat::Latex) => latex::visit,
        Some(SourceFormat::Markdown) => pandoc::visit,
        _ => return beside.hash(bytes),
    };
    if let Ok(text) = encoding::decode(bytes) {
        visit(&text, &beside);
    }
    beside.hash(bytes)
}

/// The bytes of a source, within the limit on its size.
///
/// # Errors
///
/// When the file is not there, is no regular file, is larger than the limit, or cannot be read.
pub fn read_source(source: &Source, options: &ReadOptions) -> Result<Vec<u8>> {
    let path = &source.path;
    let reading = |error| Error::reading(path, error);
    let metadata = std::fs::metadata(path).map_err(reading)?;
    if !metadata.is_file() {
        return Err(Error::new(ErrorKind::NotAFile).at_path(path));
    }
    let limit = options.size_limit;
    let too_large = |size| Error::new(ErrorKind::TooLarge { size, limit }).at_path(path);
    if metadata.len() > limit {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    let file = File::open(path).map_err(reading)?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(reading)?;
    match u64::try_from(bytes.len()) {
        Ok(size) if size > limit => Err(too_large(size)),
        _ => Ok(bytes),
    }
}

/// Reads a source into a document.
///
/// ```
/// use leitmotif::read::{ReadOptions, Source, read_document};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("Lee_2014.txt");
/// # std::fs::write(&path, "INTRODUCTION\nSmall firms go abroad.")?;
/// let source = Source { name: "Lee_2014.txt".to_owned(), path };
/// let document = read_document(&source, &ReadOptions::default())?;
/// assert_eq!(document.metadata.year, Some(2014));
/// assert_eq!(document.layers.sentences.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When the file cannot be read, is too large, or holds no text; see [`read_bytes`].
pub fn read_document(source: &Source, options: &ReadOptions) -> Result<Document> {
    let format = format_of(&source.path).ok_or_else(|| unknown_format(&source.path))?;
    let bytes = read_source(source, options)?;
    let beside = Beside::of(&source.path, options.size_limit);
    document(&source.name, format, &bytes, &beside, options)
        .map_err(|error| error.at_path(&source.path))
}

/// Makes a document of the bytes of a source that is called `name`.
///
/// The same bytes and the same name give the same document.
///
/// ```
/// use leitmotif::model::SourceFormat;
/// use leitmotif::read::read_bytes;
/// let bytes = b"El mercado creci\xf3 mucho.";
/// let document = read_bytes("a.txt", SourceFormat::Text, bytes)?;
/// assert_eq!(document.text, "El mercado creció mucho.");
/// # Ok::<(), leitmotif::Error>(())
/// ```
///
/// # Errors
///
/// When the bytes hold no text, are not text at all, or are damaged text; the error then names the
/// byte. When they are a PDF whose text cannot be had.
pub fn read_bytes(name: &str, format: SourceFormat, bytes: &[u8]) -> Result<Document> {
    document(name, format, bytes, &Beside::default(), &ReadOptions::default())
        .map_err(|error| error.at_path(name))
}

/// The name of a paper in a file that holds many: the file's name, then `/` and the name of an
/// archive's member, then `#` and what the record calls itself, or its number from 1.
///
/// # Errors
///
/// When the part is a record that cannot be parsed, or has no text.
pub fn part_name(source: &Source, part: &Part, options: &ReadOptions) -> Result<String> {
    let mut name = source.name.clone();
    if !part.place.member.is_empty() {
        name.push('/');
        name.push_str(&part.place.member);
    }
    if let Some((_, number)) = part.place.record {
        let record = Record::parse(&part.bytes)?;
        if !record.has_text(&options.fields) {
            let known = options.fields.known();
            return Err(ContainerFailure::NoTextField { known }.into());
        }
        name.push('#');
        name.push_str(&record.id(&options.fields).unwrap_or_else(|| number.to_string()));
    }
    Ok(name)
}

/// What a record calls itself, whether or not it has a text; `None` where it has no usable name, or is no
/// record.
#[must_use]
pub fn record_id(part: &Part, options: &ReadOptions) -> Option<String> {
    Record::parse(&part.bytes).ok()?.id(&options.fields)
}

/// The hash of a paper in a file that holds many; for a record also of the choice of its fields,
/// since with another choice it is another text.
#[must_use]
pub fn part_hash(part: &Part, options: &ReadOptions) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&part.bytes);
    if part.format == SourceFormat::Structured {
        hasher.update(&options.fields.mark());
    }
    hasher.finalize().to_hex().to_string()
}

/// Whether a sheet has a column of texts, by its own names for it.
pub(crate) fn has_texts(source: &Source) -> bool {
    let mut texts = false;
    let _ = visit(source, &ReadOptions::default(), None, &mut |found| {
        texts = matches!(found, Found::Paper(_) | Found::Refused(..));
        ControlFlow::Break(())
    });
    texts
}

/// Reads a paper in a file that holds many, which [`part_name`] calls `name`.
///
/// # Errors
///
/// When the part holds no text, or is damaged; see [`read_bytes`].
pub fn read_part(name: &str, part: &Part, options: &ReadOptions) -> Result<Document> {
    let mut document = document(name, part.format, &part.bytes, &Beside::default(), options)?;
    document.hash = part_hash(part, options);
    Ok(document)
}

fn document(
    name: &str,
    format: SourceFormat,
    bytes: &[u8],
    beside: &Beside,
    options: &ReadOptions,
) -> Result<Document> {
    let Extracted { text, layout, title, declared, given } =
        extracted(format, bytes, beside, options)?;
    if !text.contains(char::is_alphanumeric) {
        return Err(Error::new(ErrorKind::Empty));
    }
    let language = identify(&text);
    let layers = layers_of_layout(&text, format, language, layout);
    // What a record is called says nothing about the paper, as the name of a file does.
    let named = if format == SourceFormat::Structured { "" } else { name };
    let mut metadata = metadata::metadata(named, &text, &layers, format, title, declared);
    metadata.language = metadata.language.or(language);
    let name = name.to_owned();
    Ok(Document { name, hash: beside.hash(bytes), format, text, metadata, layers, given })
}

/// A text as it comes out of a file.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
struct Extracted {
    text: String,
    layout: Layout,
    /// The title, where the layout tells.
    title: Option<Span>,
    /// What the source declares about the paper outside of its text.
    declared: Metadata,
    /// Citations and references that the source marks as such.
    given: GivenCitations,
}

/// The text of a file of this format.
fn extracted(
    format: SourceFormat,
    bytes: &[u8],
    beside: &Beside,
    options: &ReadOptions,
) -> Result<Extracted> {
    match format {
        SourceFormat::Text | SourceFormat::Markdown | SourceFormat::Record => {
            let text = encoding::decode(bytes)?;
            let layout = Layout { pages: form_feed_pages(&text), ..Layout::default() };
            let given = match format {
                SourceFormat::Markdown => pandoc::given(&text, beside),
                _ => GivenCitations::default(),
            };
            Ok(Extracted { text, layout, given, ..Extracted::default() })
        }
        SourceFormat::Docx => docx::extract(bytes, options.size_limit).map_err(Error::from),
        SourceFormat::Odt => odt::extract(bytes, options.size_limit).map_err(Error::from),
        SourceFormat::Html => html::extract(bytes),
        SourceFormat::Epub => epub::extract(bytes, options.size_limit),
        #[cfg(feature = "pdf")]
        SourceFormat::Pdf => isolated::read(bytes, options.isolation.as_ref())
            .map_err(|failure| Error::new(ErrorKind::Pdf(failure))),
        SourceFormat::Xml => xml::read(bytes),
        SourceFormat::Latex => latex::read(&encoding::decode(bytes)?, beside),
        SourceFormat::Structured => structured::read(bytes, &options.fields),
        #[cfg(not(feature = "pdf"))]
        SourceFormat::Pdf => Err(unknown_format(Path::new(""))),
    }
}

#[cfg(test)]
mod tests;

//! Files of bibliographic records: what reference managers and databases know of papers.
//!
//! | file | as written by |
//! |---|---|
//! | [`bibtex`] | BibTeX and BibLaTeX: JabRef, Zotero, Mendeley, Google Scholar |
//! | [`ris`] | RIS and EndNote's `%` tags: EndNote, Zotero, Scopus, Scholar |
//! | [`csl_json`] | CSL-JSON: Zotero, pandoc, Crossref |
//! | [`zotero_rdf`] | Zotero RDF, with the files of an exported library |
//! | [`endnote_xml`] | EndNote XML |
//! | [`nbib`] | PubMed and MEDLINE |
//! | [`web_of_science`] | Web of Science, tagged; its tab-delimited form goes by [`sheet`] |
//! | [`sheet`] | tables with a header: Zotero CSV, Scopus CSV, Web of Science, and people's own |
//!
//! The format is told from the content ([`detect()`]), not from the ending. Every reader keeps all
//! fields: the usual ones in [`Metadata`], any other in its `extra`, by a name in lower case. A record
//! that cannot be read is a [`RecordMistake`] with its line, and the rest of the file is read.
//!
//! [`merge`] puts records of one paper from several files together, [`matching`] finds the paper
//! that a record describes, and [`apply`] gives a paper its record.

pub mod apply;
pub mod bibtex;
pub mod csl_json;
pub mod detect;
pub mod endnote_xml;
pub mod matching;
pub mod merge;
pub mod nbib;
pub mod report;
pub mod ris;
pub mod sheet;
pub mod title;
pub mod web_of_science;
pub mod zotero_rdf;

mod draft;
mod person;
mod tagged;
#[cfg(test)]
mod tests;
mod xml;

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Metadata;
use crate::read::decode;

pub use detect::{RecordFormat, detect};

/// What a file says of one paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its citation key or number in the file's own terms.
    pub key: Option<String>,
    /// Line at which it begins, from 1; of CSL-JSON the number of the item.
    pub line: usize,
    /// Its fields. A language of the text is told from the text first.
    pub metadata: Metadata,
    /// The abstract, on one line for each of its paragraphs.
    pub abstract_text: Option<String>,
    /// The attached files, as their paths are written.
    pub attachments: Vec<String>,
}

impl Record {
    /// A hash of all that it says, by which a changed record is told.
    #[must_use]
    pub fn hash(&self) -> String {
        let said = (&self.key, &self.metadata, &self.abstract_text);
        let bytes = postcard::to_stdvec(&said).unwrap_or_default();
        blake3::hash(&bytes).to_hex().chars().take(16).collect()
    }
}

/// A record that cannot be read, or a file that ends in the middle of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordMistake {
    /// Line, from 1; of CSL-JSON the number of the item.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl RecordMistake {
    /// A record that says nothing by which a paper could be known.
    fn empty(line: usize) -> Self {
        Self { line, reason: "neither title, author, DOI nor file in it".to_owned() }
    }
}

/// The records of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFile {
    /// Where it stands.
    pub path: PathBuf,
    /// How it was read.
    pub format: RecordFormat,
    /// Its records in order.
    pub records: Vec<Record>,
    /// What could not be read.
    pub mistakes: Vec<RecordMistake>,
}

impl RecordFile {
    /// The name of the file, without folders.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }
}

/// Reads the records of a file of any of the formats.
///
/// # Errors
/// Where the file cannot be read or is not text, and [`ErrorKind::NoRecords`] where it has none of
/// the formats.
pub fn read_file(path: &Path) -> Result<RecordFile> {
    let bytes = std::fs::read(path).map_err(|error| Error::reading(path, error))?;
    let text = decode(&bytes).map_err(|error| error.at_path(path))?;
    let format = detect(&text).ok_or_else(|| Error::new(ErrorKind::NoRecords).at_path(path))?;
    let Read { records, mistakes } = read(&text, format);
    Ok(RecordFile { path: path.to_owned(), format, records, mistakes })
}

/// Endings of the files that are looked at where nobody named them.
const ENDINGS: [&str; 11] =
    ["bib", "bibtex", "ris", "enw", "nbib", "ciw", "rdf", "json", "xml", "csv", "tsv"];

/// Largest file that is looked at where nobody named it, in bytes.
const LARGEST: u64 = 256 << 20;

/// Reads a file that stands beside papers, where it holds records; `None` where it is something else,
/// as JSON, XML and tables often are. Tables that leitmotif writes are no records here.
#[must_use]
pub fn read_beside(path: &Path) -> Option<RecordFile> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let size = std::fs::metadata(path).ok()?.len();
    let packaged = path.with_file_name("datapackage.json").exists();
    if !ENDINGS.contains(&ending.as_str()) || size > LARGEST || packaged {
        return None;
    }
    let text = decode(&std::fs::read(path).ok()?).ok()?;
    let format = detect(&text)?;
    if format == RecordFormat::Sheet && (sheet::is_result(&text) || !sheet::has_titles(&text)) {
        return None;
    }
    let Read { records, mistakes } = read(&text, format);
    let kinds = records.iter().filter(|record| record.metadata.extra.contains_key("kind")).count();
    let plausible = format != RecordFormat::CslJson || 2 * kinds > records.len();
    let file = RecordFile { path: path.to_owned(), format, records, mistakes };
    (plausible && !file.records.is_empty()).then_some(file)
}

/// What a reader gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The records in the order of the file.
    pub records: Vec<Record>,
    /// What could not be read, in the order of the file.
    pub mistakes: Vec<RecordMistake>,
}

/// Reads the records of a text in this format.
///
/// ```
/// use leitmotif::records::{RecordFormat, detect, read};
/// let text = "TY  - JOUR\nAU  - van der Berg, J.\nTI  - Ports\nPY  - 2004\nER  - \n";
/// assert_eq!(detect(text), Some(RecordFormat::Ris));
/// let records = read(text, RecordFormat::Ris).records;
/// assert_eq!(records[0].metadata.authors[0].family, "van der Berg");
/// assert_eq!(records[0].metadata.year, Some(2004));
/// ```
#[must_use]
pub fn read(text: &str, format: RecordFormat) -> Read {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        RecordFormat::Bibtex => bibtex::read(text),
        RecordFormat::Ris => ris::read(text),
        RecordFormat::EndNoteTags => ris::read_percent(text),
        RecordFormat::CslJson => csl_json::read(text),
        RecordFormat::ZoteroRdf => zotero_rdf::read(text),
        RecordFormat::EndNoteXml => endnote_xml::read(text),
        RecordFormat::Nbib => nbib::read(text),
        RecordFormat::WebOfScience => web_of_science::read(text),
        RecordFormat::Sheet => sheet::read(text),
    }
}

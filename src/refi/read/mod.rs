//! Reads a project that any program wrote.
//!
//! Programs differ, so much is allowed that the schema or the rules for writing do not: the folder
//! `Sources/` or `sources/` or none, a `.qde` of any name, texts inside the XML, PDFs with a text beside
//! them, GUIDs in braces and capitals, users without names, codings of one selection by several
//! people. Codings of pictures, sounds and whole papers have no place in a text and are only counted.
//! Notes, cases, sets, links, graphs and variables are passed over.

mod parse;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use zip::ZipArchive;

use super::archive::PROJECT;
use crate::error::{Error, ErrorKind, Result};

/// Largest `project.qde` that is read, in bytes.
const LARGEST_PROJECT: u64 = 1 << 30;
/// Largest text of one source that is read, in bytes.
const LARGEST_TEXT: u64 = 1 << 28;

/// A project as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// What it is called.
    pub name: String,
    /// The program that wrote it.
    pub origin: String,
    /// All codes, each before those below it.
    pub codes: Vec<ReadCode>,
    /// All sources.
    pub sources: Vec<ReadSource>,
}

/// A code as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadCode {
    /// GUID in lower case, without braces.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The names from the top to this one, joined by stops.
    pub path: String,
}

/// A source as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadSource {
    /// GUID in lower case, without braces.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its text, decoded but otherwise as it is; `None` for a source without one.
    pub text: Option<String>,
    /// Its codings in the order of the file.
    pub codings: Vec<ReadCoding>,
    /// Codings of the whole source, or of what is no text.
    pub without_place: usize,
}

/// One coding of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadCoding {
    /// Where it starts, as the program counts.
    pub start: usize,
    /// One past its end.
    pub end: usize,
    /// The name of the selection: for several programs, its words.
    pub words: String,
    /// GUID of the code.
    pub code: String,
    /// Who coded, by name where there is one.
    pub coder: String,
}

/// Reads the project in the file at `path`.
///
/// # Errors
/// Where the file cannot be read, is no archive, holds no project, or its XML is broken.
pub fn read(path: &Path) -> Result<Project> {
    let file = File::open(path).map_err(|error| Error::reading(path, error))?;
    read_from(BufReader::new(file)).map_err(|error| error.at_path(path))
}

/// Reads the project in an archive.
///
/// # Errors
/// As [`read`], without the name of a file.
pub fn read_from<R: Read + Seek>(archive: R) -> Result<Project> {
    let mut archive = ZipArchive::new(archive).map_err(|error| {
        let advice = "it is no zip archive; save it as a REFI-QDA project (.qdpx) again";
        unreadable(advice).caused_by(error)
    })?;
    let names = names(&archive)?;
    let project = names
        .get(PROJECT)
        .or_else(|| names.iter().find(|(name, _)| name.ends_with(".qde")).map(|(_, place)| place));
    let advice =
        "there is no `project.qde` in it; save it as a REFI-QDA project (.qdpx), not as a codebook";
    let project = *project.ok_or_else(|| unreadable(advice))?;
    let xml = entry(&mut archive, project, LARGEST_PROJECT)?;
    let (mut project, paths) = parse::parse(&decoded(&xml))?;
    for (source, path) in project.sources.iter_mut().zip(paths) {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
        if let (None, Some(&place)) = (&source.text, names.get(&name)) {
            source.text = Some(decoded(&entry(&mut archive, place, LARGEST_TEXT)?));
        }
    }
    Ok(project)
}

/// The places of all entries by the last part of their names, in lower case.
fn names<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<BTreeMap<String, usize>> {
    let mut names = BTreeMap::new();
    for (place, name) in archive.file_names().enumerate() {
        let name =
            name.map_err(|error| unreadable("a name in the archive is damaged").caused_by(error))?;
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        names.entry(last.to_lowercase()).or_insert(place);
    }
    Ok(names)
}

fn entry<R: Read + Seek>(archive: &mut ZipArchive<R>, place: usize, limit: u64) -> Result<Vec<u8>> {
    let damaged =
        |error: std::io::Error| unreadable("an entry of the archive is damaged").caused_by(error);
    let file = archive.by_index(place).map_err(|error| damaged(error.into()))?;
    let name = file.name().map(|name| name.into_owned()).unwrap_or_default();
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(damaged)?;
    if bytes.len() as u64 > limit {
        return Err(unreadable(&format!("`{name}` in it is larger than {} MiB", limit >> 20)));
    }
    Ok(bytes)
}

/// The text in `bytes`: by its byte order mark, which is taken off, else UTF-8, else windows-1252.
fn decoded(bytes: &[u8]) -> String {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let bytes = bytes.get(mark..).unwrap_or_default();
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken && mark == 0 {
        return WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    }
    text.into_owned()
}

fn unreadable(reason: &str) -> Error {
    Error::new(ErrorKind::Project(reason.to_owned()))
}

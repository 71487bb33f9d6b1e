//! Checking an index: whether it is as it was written, and holds what it promises.
//!
//! An [`Inspection`] goes from the outside in. The manifest and the list of parts come first, then the
//! checksum of every file, and then, in parts whose files are sound, every paper: its text and record are
//! decoded, what was found in it must lie in its text, and what the index says of its tokens, sentences,
//! sections and words is made anew from the text and compared. [`mend`] takes out what is damaged, so that
//! the next ingest reads it again.
//!
//! One part is looked at after the other, and of its papers as many at a time as there are threads.

mod fault;
mod mend;
mod papers;
mod spans;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::columnar::{ColumnarReader, DynamicColumn};
use tantivy::directory::error::OpenReadError;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::{Directory, HasLen, Index, SegmentReader};

use super::assemble::{COMPONENTS, META};
use super::directory::Folder;
use super::io_error;
use super::manifest::{self, Manifest};
use super::open::{IndexedPaper, facts_in, read_facts};
use super::record::PaperFacts;
use super::schema::{self, names};
use crate::error::{Error, ErrorKind, Result};

pub use fault::{Fault, FaultKind};
pub use mend::mend;

/// tantivy's list of the files that it may remove.
const MANAGED: &str = ".managed.json";

/// A look at one state of an index.
pub struct Inspection {
    folder: PathBuf,
    index: Index,
    parts: Vec<SegmentMeta>,
}

impl Inspection {
    /// Opens the index in `folder`, and tells what is wrong before any paper; `None` where nothing more
    /// can be told.
    ///
    /// # Errors
    /// [`ErrorKind::NoIndex`] where there is none.
    pub fn begin(folder: &Path) -> Result<(Option<Self>, Vec<Fault>)> {
        let mut faults = Vec::new();
        let expect = |file: &str| folder.join(file).exists();
        match Manifest::read(folder) {
            Ok(_) => {}
            Err(error) => match *error.kind() {
                ErrorKind::IndexVersion { found, expected } => {
                    let kind = FaultKind::Version { found, expected };
                    return Ok((None, vec![Fault::of_file(manifest::FILE_NAME, kind)]));
                }
                ErrorKind::NoIndex if !expect(META) => return Err(error),
                _ => faults.push(Fault::of_file(manifest::FILE_NAME, FaultKind::Manifest)),
            },
        }
        if std::fs::read(folder.join(MANAGED))
            .is_ok_and(|bytes| serde_json::from_slice::<Vec<PathBuf>>(&bytes).is_err())
        {
            faults.push(Fault::of_file(MANAGED, FaultKind::Files));
            return Ok((None, faults));
        }
        let opened = Index::open(Folder::read(folder)?);
        let sound = opened.and_then(|index| Ok((index.load_metas()?, index)));
        let inspection = match sound {
            Ok((meta, index)) if meta.schema == schema::build().0 => {
                Some(Self { folder: folder.to_owned(), index, parts: meta.segments })
            }
            _ => {
                faults.push(Fault::of_file(META, FaultKind::Parts));
                None
            }
        };
        Ok((inspection, faults))
    }

    /// How many parts there are.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// How many papers all parts hold, those included that were left out.
    #[must_use]
    pub fn papers(&self) -> usize {
        self.parts.iter().map(|part| part.num_docs() as usize).sum()
    }

    /// What tells this state of the index from another one; `None` where it cannot be read.
    #[must_use]
    pub fn state(&self) -> Option<Vec<u8>> {
        std::fs::read(self.folder.join(META)).ok()
    }

    /// Checks the files of a part; `visit` hears the bytes of each.
    pub fn check_files(&self, part: usize, visit: &dyn Fn(u64)) -> Vec<Fault> {
        let Some(part) = self.parts.get(part) else { return Vec::new() };
        let mut components = COMPONENTS.to_vec();
        if part.delete_opstamp().is_some() {
            components.push(SegmentComponent::Delete);
        }
        let mut faults = Vec::new();
        for component in components {
            let path = part.relative_path(component);
            let directory = self.index.directory();
            let kind = match directory.validate_checksum(&path) {
                Ok(true) => None,
                Ok(false) => Some(FaultKind::Checksum),
                Err(OpenReadError::FileDoesNotExist(_)) => Some(FaultKind::Missing),
                Err(_) => Some(FaultKind::Unreadable),
            };
            visit(directory.open_read(&path).map_or(0, |file| file.len() as u64));
            faults.extend(kind.map(|kind| Fault {
                part: Some(part.id().uuid_string()),
                ..Fault::of_file(&path.to_string_lossy(), kind)
            }));
        }
        if faults.is_empty()
            && let Some(found) = self.size(part).filter(|found| *found != part.max_doc())
        {
            let kind = FaultKind::Size { listed: part.max_doc(), found };
            let fault = Fault::of_file(META, kind);
            faults.push(Fault { part: Some(part.id().uuid_string()), ..fault });
        }
        faults
    }

    /// How many papers the files of a part have, deleted ones included.
    fn size(&self, part: &SegmentMeta) -> Option<u32> {
        let segment = self.index.segment(part.clone());
        let file = segment.open_read(SegmentComponent::FastFields).ok()?;
        Some(ColumnarReader::open(file).ok()?.num_docs())
    }

    /// What the index knows of the papers of a part, of whose files these are damaged.
    ///
    /// # Errors
    /// A fault that says that the papers cannot be named.
    pub fn facts(
        &self,
        part: usize,
        damaged: &[Fault],
    ) -> std::result::Result<Vec<PaperFacts>, Box<Fault>> {
        let Some(part) = self.parts.get(part) else { return Ok(Vec::new()) };
        let is_sound = |component| {
            let path = part.relative_path(component);
            let file = path.to_str();
            damaged.iter().all(|fault| fault.file.as_deref() != file)
        };
        let read = catch_unwind(AssertUnwindSafe(|| {
            if damaged.is_empty() {
                return read_facts(&self.reader(part)?, 0);
            }
            // A reader opens all files, and would not survive some damages.
            if !is_sound(SegmentComponent::FastFields) {
                return Err(Error::new(ErrorKind::Index));
            }
            self.facts_alone(part, is_sound(SegmentComponent::Delete))
        }));
        let papers = read.unwrap_or_else(|_| Err(Error::new(ErrorKind::Defect)));
        let papers = papers.map_err(|_| Box::new(unnamed(part)))?;
        Ok(papers.into_iter().map(|paper| paper.facts).collect())
    }

    /// Reads the facts from the only file that has them; without the file of deletions, those of papers
    /// that were deleted too.
    fn facts_alone(&self, part: &SegmentMeta, deletions: bool) -> Result<Vec<IndexedPaper>> {
        let segment = self.index.segment(part.clone());
        let reading = |error: OpenReadError| super::index_error(error.into());
        let file = segment.open_read(SegmentComponent::FastFields).map_err(reading)?;
        let columns = ColumnarReader::open(file).map_err(io_error)?;
        let documents = part.max_doc().min(columns.num_docs());
        let columns = columns.read_columns(names::FACTS).map_err(io_error)?;
        let column = columns.first().ok_or_else(|| Error::new(ErrorKind::Index))?;
        let DynamicColumn::Bytes(column) = column.open().map_err(io_error)? else {
            return Err(Error::new(ErrorKind::Index));
        };
        let alive = if deletions && part.has_deletes() {
            let file = segment.open_read(SegmentComponent::Delete).map_err(reading)?;
            Some(AliveBitSet::open(file.read_bytes().map_err(io_error)?))
        } else {
            None
        };
        let is_alive =
            |document: &u32| alive.as_ref().is_none_or(|alive| alive.is_alive(*document));
        facts_in(&column, (0..documents).filter(is_alive).collect(), 0)
    }

    /// Checks the papers of a part whose files are sound, on `jobs` threads; `visit` hears the bytes of
    /// each text, and answers whether to go on.
    pub fn check_papers(
        &self,
        part: usize,
        jobs: usize,
        visit: &(dyn Fn(u64) -> bool + Sync),
    ) -> Vec<Fault> {
        let Some(part) = self.parts.get(part) else { return Vec::new() };
        let checked = catch_unwind(AssertUnwindSafe(|| {
            papers::check(self.reader(part)?, &part.id().uuid_string(), jobs, visit)
        }));
        let checked = checked.unwrap_or_else(|_| Err(Error::new(ErrorKind::Defect)));
        checked.unwrap_or_else(|_| vec![unnamed(part)])
    }

    fn reader(&self, part: &SegmentMeta) -> Result<SegmentReader> {
        SegmentReader::open(&self.index.segment(part.clone())).map_err(super::index_error)
    }
}

/// A part that is damaged so that its papers cannot be named.
fn unnamed(part: &SegmentMeta) -> Fault {
    let (part, papers) = (Some(part.id().uuid_string()), part.num_docs());
    Fault { file: None, part, paper: None, source: None, kind: FaultKind::Unnamed(papers) }
}

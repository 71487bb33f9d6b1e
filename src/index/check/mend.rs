//! Taking what is damaged out of an index.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::{Directory, Index};

use super::MANAGED;
use super::fault::{Fault, FaultKind};
use crate::error::{Error, ErrorKind, Result};
use crate::index::assemble::META;
use crate::index::directory::Folder;
use crate::index::index_error;
use crate::index::manifest::Manifest;
use crate::index::write::{Writer, WriterOptions};

/// Takes damaged parts and papers out of the index in `folder`, and writes its manifest anew where that is
/// damaged. What is taken out is gone until it is ingested again; all else stays.
///
/// # Errors
/// [`ErrorKind::Locked`] while another process writes to the index, and failures to write.
pub fn mend(folder: &Path, faults: &[Fault], options: WriterOptions) -> Result<()> {
    let writing = |error| Error::writing(folder, error);
    let directory = Folder::write(folder)?;
    let lock = directory.acquire_lock(&INDEX_WRITER_LOCK);
    let lock =
        lock.map_err(|error| Error::new(ErrorKind::Locked).at_path(folder).caused_by(error))?;
    if faults.iter().any(|fault| fault.kind == FaultKind::Manifest) {
        Manifest::current().write(folder)?;
    }
    if faults.iter().any(|fault| fault.kind == FaultKind::Files) {
        // It is made anew by the next writer.
        fs::remove_file(folder.join(MANAGED)).map_err(writing)?;
    }
    let damaged: BTreeSet<&str> = faults
        .iter()
        .filter(|fault| fault.paper.is_none())
        .filter_map(|fault| fault.part.as_deref())
        .collect();
    if !damaged.is_empty() {
        drop_parts(&directory, &damaged).map_err(|error| error.at_path(folder))?;
    }
    drop(lock);
    // Papers of a damaged part have gone with it.
    let own = faults.iter().filter(|fault| fault.kind != FaultKind::InDamagedPart);
    let papers: BTreeSet<&str> = own.filter_map(|fault| fault.paper.as_deref()).collect();
    if !papers.is_empty() || !damaged.is_empty() {
        let writer = Writer::open(folder, options)?;
        papers.into_iter().for_each(|paper| writer.remove(paper));
        // This removes the files of parts that are no longer listed, too.
        writer.finish()?;
    }
    Ok(())
}

/// Takes parts off the list of parts, all at once.
fn drop_parts(directory: &Folder, damaged: &BTreeSet<&str>) -> Result<()> {
    let index = Index::open(directory.clone()).map_err(index_error)?;
    let mut meta = index.load_metas().map_err(index_error)?;
    meta.segments.retain(|part| !damaged.contains(part.id().uuid_string().as_str()));
    let mut bytes = serde_json::to_vec_pretty(&meta)
        .map_err(|error| Error::new(ErrorKind::Index).caused_by(error))?;
    bytes.push(b'\n');
    directory
        .atomic_write(Path::new(META), &bytes)
        .map_err(|error| Error::writing(Path::new(META), error))
}

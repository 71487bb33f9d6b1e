//! Putting an index together from the segments of others, beside its place, and then into its place.
//!
//! Segments are copied as they are: a segment numbers its own papers, so nothing has to be decoded or
//! counted again, and memory does not grow with the corpus. Every file is checked as it is copied.
//! The folder is filled under another name and renamed when all of it is on disk, so that an index
//! at its place is always whole.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tantivy::directory::{DirectoryLock, INDEX_WRITER_LOCK, Lock};
use tantivy::index::{SegmentComponent, SegmentId, SegmentMeta};
use tantivy::{Directory, HasLen, Index};

use super::directory::Folder;
use super::manifest::Manifest;
use super::schema;
use super::{index_error, io_error};
use crate::error::{Error, ErrorKind, MergeFailure, Result};

/// The files that every segment has, beside that of its deletions.
pub(super) const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Store,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
    SegmentComponent::Postings,
    SegmentComponent::Positions,
];

/// Held by whoever puts together an index in the folder; it goes with the process.
const LOCK: &str = ".assembly.lock";

/// The file with tantivy's list of segments.
pub(super) const META: &str = "meta.json";

/// Bytes that are copied at a time.
const PIECE: usize = 4 << 20;

/// An index that is not yet at its place.
pub struct Assembly {
    folder: PathBuf,
    index: Index,
    lock: DirectoryLock,
    segments: Vec<SegmentMeta>,
    seen: BTreeSet<String>,
    opstamp: u64,
}

impl Assembly {
    /// Begins an index that shall stand at `destination`; what an assembly left behind that was killed
    /// is removed.
    ///
    /// # Errors
    /// Where something is at `destination`, another process is putting an index together for it, or
    /// the folder beside it cannot be written.
    pub fn begin(destination: &Path) -> Result<Self> {
        expect_free(destination)?;
        let folder = beside(destination);
        fs::create_dir_all(&folder).map_err(|error| Error::writing(&folder, error))?;
        let directory = Folder::write(&folder)?;
        let wanted = Lock { filepath: PathBuf::from(LOCK), is_blocking: false };
        let lock = directory.acquire_lock(&wanted);
        let lock = lock
            .map_err(|error| Error::new(ErrorKind::Locked).at_path(destination).caused_by(error))?;
        clear(&folder).map_err(|error| Error::writing(&folder, error))?;
        Manifest::current().write(&folder)?;
        let (schema, _) = schema::build();
        let index = Index::create(directory, schema, Default::default()).map_err(index_error)?;
        Ok(Self { folder, index, lock, segments: Vec::new(), seen: BTreeSet::new(), opstamp: 0 })
    }

    /// The folder in which the index stands until it is published.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Copies all segments of the index in `source`; `proceed` hears the bytes of each file and answers
    /// whether to go on. Returns whether all was copied.
    ///
    /// # Errors
    /// Where the source is damaged, is being written to, or cannot be read, and where the copy cannot
    /// be written.
    pub fn add(&mut self, source: &Path, proceed: &dyn Fn(u64) -> bool) -> Result<bool> {
        let at_source = |error: Error| error.at_path(source);
        let index =
            Index::open(Folder::read(source)?).map_err(|error| at_source(index_error(error)))?;
        // Without a writer no file goes while it is copied.
        let _lock = index
            .directory()
            .acquire_lock(&INDEX_WRITER_LOCK)
            .map_err(|error| at_source(Error::new(ErrorKind::Locked).caused_by(error)))?;
        let meta = index.load_metas().map_err(|error| at_source(index_error(error)))?;
        self.opstamp = self.opstamp.max(meta.opstamp);
        for segment in meta.segments {
            let known = !self.seen.insert(segment.id().uuid_string());
            let id = if known { SegmentId::generate_random() } else { segment.id() };
            let mut copy = self.index.new_segment_meta(id, segment.max_doc());
            let mut components = COMPONENTS.to_vec();
            if let Some(opstamp) = segment.delete_opstamp() {
                copy = copy.with_delete_meta(segment.num_deleted_docs(), opstamp);
                components.push(SegmentComponent::Delete);
            }
            for component in components {
                let bytes = self.copy(&index, source, &segment, &copy, component)?;
                if !proceed(bytes) {
                    return Ok(false);
                }
            }
            self.segments.push(copy);
        }
        Ok(true)
    }

    /// Copies one file of a segment, with a new checksum that equals the old one; its bytes.
    fn copy(
        &self,
        index: &Index,
        source: &Path,
        segment: &SegmentMeta,
        copy: &SegmentMeta,
        component: SegmentComponent,
    ) -> Result<u64> {
        let path = segment.relative_path(component.clone());
        let file = source.join(&path);
        let damaged = || Error::from(MergeFailure::Damaged).at_path(&file);
        if !index
            .directory()
            .validate_checksum(&path)
            .map_err(|error| damaged().caused_by(error))?
        {
            return Err(damaged());
        }
        let from = index.directory().open_read(&path);
        let from = from.map_err(|error| damaged().caused_by(error))?;
        let target = self.folder.join(copy.relative_path(component.clone()));
        let writing = |error| Error::writing(&target, error);
        let to = self.index.segment(copy.clone()).open_write(component);
        let mut to = to.map_err(|error| index_error(error.into()).at_path(&target))?;
        for start in (0..from.len()).step_by(PIECE) {
            let piece = from.read_bytes_slice(start..(start + PIECE).min(from.len()));
            to.write_all(&piece.map_err(io_error)?).map_err(writing)?;
        }
        tantivy::directory::TerminatingWrite::terminate(to).map_err(writing)?;
        Ok(from.len() as u64)
    }

    /// Makes the copied segments an index in [`folder`](Self::folder), which can then be opened.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn commit(&mut self) -> Result<()> {
        let mut meta = self.index.load_metas().map_err(index_error)?;
        meta.segments = std::mem::take(&mut self.segments);
        meta.opstamp = self.opstamp;
        let mut bytes = serde_json::to_vec_pretty(&meta)
            .map_err(|error| Error::new(ErrorKind::Index).caused_by(error))?;
        bytes.push(b'\n');
        let directory = self.index.directory();
        let written = directory
            .sync_directory()
            .and_then(|()| directory.atomic_write(Path::new(META), &bytes));
        written.map_err(|error| Error::writing(self.folder.join(META), error))
    }

    /// Moves the index to its place, all of it at once.
    ///
    /// # Errors
    /// Where something is at `destination` by now, or the folder cannot be renamed.
    pub fn publish(self, destination: &Path, manifest: &Manifest) -> Result<()> {
        manifest.write(&self.folder)?;
        let writing = |error| Error::writing(destination, error);
        self.index.directory().sync_directory().map_err(writing)?;
        expect_free(destination)?;
        if destination.exists() {
            fs::remove_dir(destination).map_err(writing)?;
        }
        fs::rename(&self.folder, destination).map_err(writing)?;
        let _ = fs::remove_file(destination.join(LOCK));
        drop(self.lock);
        if let Some(parent) = destination.parent().filter(|parent| !parent.as_os_str().is_empty())
            && let Ok(parent) = fs::File::open(parent)
        {
            // Some systems cannot sync folders, and then the name comes a moment later.
            let _ = parent.sync_all();
        }
        Ok(())
    }

    /// Gives the assembly up, and removes what was copied.
    ///
    /// # Errors
    /// Where the folder cannot be removed.
    pub fn abandon(self) -> Result<()> {
        fs::remove_dir_all(&self.folder).map_err(|error| Error::writing(&self.folder, error))
    }
}

/// Whether nothing, or an empty folder, is at a place.
fn expect_free(destination: &Path) -> Result<()> {
    let taken = match fs::read_dir(destination) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => destination.symlink_metadata().is_ok(),
    };
    if taken {
        return Err(Error::from(MergeFailure::Taken).at_path(destination));
    }
    Ok(())
}

/// Where an index stands before it is at its place: in the same folder, so that it can be renamed.
fn beside(destination: &Path) -> PathBuf {
    let name = destination.file_name().unwrap_or(destination.as_os_str()).to_string_lossy();
    destination.with_file_name(format!(".{name}.merging"))
}

/// Removes all files of a folder but the lock.
fn clear(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() != LOCK {
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assembly_keeps_out_of_the_way_until_it_is_published() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("all");
        let mut assembly = Assembly::begin(&place).unwrap();
        assert!(!place.exists());
        assert!(
            matches!(Assembly::begin(&place), Err(error) if *error.kind() == ErrorKind::Locked)
        );
        assembly.commit().unwrap();
        assembly.publish(&place, &Manifest::current()).unwrap();
        assert_eq!(Manifest::read(&place).unwrap(), Manifest::current());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(Assembly::begin(&place).is_err(), "the place is taken");
    }

    #[test]
    fn what_a_killed_assembly_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("all");
        let assembly = Assembly::begin(&place).unwrap();
        let half = assembly.folder().join("half.store");
        fs::write(&half, "half").unwrap();
        drop(assembly);
        let assembly = Assembly::begin(&place).unwrap();
        assert!(!half.exists());
        assembly.abandon().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

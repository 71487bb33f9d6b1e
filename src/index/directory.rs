//! The folder of an index, as readers and as the writer see it.
//!
//! Readers change nothing in it, and it may be read-only. A reader takes a lock while it opens files, so
//! that a writer beside it does not remove them meanwhile. The lock is a file that must be opened for
//! writing; where that is forbidden, on a read-only medium or in a folder of someone else's, it is done
//! without.
//!
//! The writer's lists of parts and files are replaced whole, with the permissions that new files of the
//! user have: tantivy's own would be closed to everyone else, and nobody could read a shared index.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::index_error;
use crate::error::Error;

/// The folder of an index.
#[derive(Clone)]
pub(super) struct Folder {
    inner: MmapDirectory,
    /// Where it is, for the one who writes to it.
    written: Option<PathBuf>,
}

impl Folder {
    /// The folder for a reader.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        Self::open(folder, None)
    }

    /// The folder for the writer.
    pub(super) fn write(folder: &Path) -> Result<Self, Error> {
        Self::open(folder, Some(folder.to_owned()))
    }

    fn open(folder: &Path, written: Option<PathBuf>) -> Result<Self, Error> {
        let inner = MmapDirectory::open(folder)
            .map_err(|error| index_error(error.into()).at_path(folder))?;
        Ok(Self { inner, written })
    }

    fn expect_writer(&self) -> io::Result<&Path> {
        self.written.as_deref().ok_or_else(|| {
            let reason = "an index that is only read is not written";
            io::Error::new(io::ErrorKind::PermissionDenied, reason)
        })
    }
}

impl fmt::Debug for Folder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(formatter)
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.expect_writer().map_err(|error| DeleteError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_owned(),
        })?;
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.expect_writer()
            .map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let folder = self.expect_writer()?;
        let name = path.to_string_lossy();
        let partial = folder.join(format!(".{}.partial", name.trim_start_matches('.')));
        let mut file = File::create(&partial)?;
        file.write_all(data)?;
        file.sync_all()?;
        fs::rename(&partial, folder.join(path))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(error))
                if self.written.is_none()
                    && matches!(
                        error.kind(),
                        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                    ) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            acquired => acquired,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

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
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

use super::index_error;
use crate::error::Error;

/// Bytes at the end of every file that tell the length of its footer; tantivy reads them from a file of
/// four bytes on, and panics where there are fewer than these.
const FOOTER_END: usize = 8;

/// The folder of an index.
#[derive(Clone)]
pub(super) struct Folder {
    inner: MmapDirectory,
    /// Where it is, for the one who writes to it.
    written: Option<PathBuf>,
    fault: WriteFault,
}

/// The first failure to write, or to read for writing, with its file: threads that write pass on no more
/// than that they ended.
#[derive(Clone, Debug, Default)]
pub(super) struct WriteFault(Arc<Mutex<Option<(PathBuf, io::Error)>>>);

impl WriteFault {
    fn note(&self, path: &Path, error: &io::Error) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.get_or_insert_with(|| (path.to_owned(), again(error)));
    }

    /// `error`, or the failure to write that led to it.
    pub(super) fn behind(&self, error: Error) -> Error {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        noted.map_or(error, |(path, error)| Error::writing(path, error))
    }
}

/// The same failure once more.
fn again(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// A file that is written, whose first failure is noted.
struct Noting {
    inner: WritePtr,
    path: PathBuf,
    fault: WriteFault,
}

impl Noting {
    fn noted<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.inspect_err(|error| self.fault.note(&self.path, error))
    }
}

impl io::Write for Noting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.inner.write(bytes);
        self.noted(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.inner.flush();
        self.noted(done)
    }
}

impl TerminatingWrite for Noting {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let done = self.inner.terminate_ref(token);
        self.noted(done)
    }
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
        Ok(Self { inner, written, fault: WriteFault::default() })
    }

    /// What will be known of failures to write.
    pub(super) fn fault(&self) -> WriteFault {
        self.fault.clone()
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
        let handle = self.inner.get_file_handle(path).inspect_err(|error| {
            if let (OpenReadError::IoError { io_error, .. }, Some(_)) = (error, &self.written) {
                self.fault.note(path, io_error);
            }
        })?;
        if (1..FOOTER_END).contains(&handle.len()) {
            let error = io::Error::new(io::ErrorKind::UnexpectedEof, "the file is cut off");
            return Err(OpenReadError::wrap_io_error(error, path.to_owned()));
        }
        Ok(handle)
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
        let path = path.to_owned();
        let inner = self.inner.open_write(&path).inspect_err(|error| {
            if let OpenWriteError::IoError { io_error, .. } = error {
                self.fault.note(&path, io_error);
            }
        })?;
        Ok(WritePtr::new(Box::new(Noting { inner, path, fault: self.fault.clone() })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let folder = self.expect_writer()?;
        let name = path.to_string_lossy();
        let partial = folder.join(format!(".{}.partial", name.trim_start_matches('.')));
        let replace = || -> io::Result<()> {
            let mut file = File::create(&partial)?;
            file.write_all(data)?;
            file.sync_all()?;
            fs::rename(&partial, folder.join(path))
        };
        replace().inspect_err(|error| self.fault.note(path, error))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory().inspect_err(|error| self.fault.note(Path::new(""), error))
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
            Err(LockError::IoError(error)) => {
                self.fault.note(&lock.filepath, &error);
                Err(LockError::IoError(error))
            }
            acquired => acquired,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

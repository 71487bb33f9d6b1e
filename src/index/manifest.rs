//! `manifest.json`, which names the version of the format.
//!
//! It is written before anything else when an index is made, and read before anything else when one
//! is opened, so that an index of another version is refused with the command that rebuilds it.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// Version of all that is stored: schema, analyzer, records. Raise it with any change to these.
pub const FORMAT: u32 = 4;

/// Name of the manifest in the folder of the index.
pub const FILE_NAME: &str = "manifest.json";

/// What the manifest says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Format version, see [`FORMAT`].
    pub format: u32,
    /// Version of the program that made the index.
    pub leitmotif: String,
}

impl Manifest {
    /// The manifest of an index that this program makes.
    #[must_use]
    pub fn current() -> Self {
        Self { format: FORMAT, leitmotif: env!("CARGO_PKG_VERSION").to_owned() }
    }

    /// Reads the manifest in the folder `index`.
    ///
    /// # Errors
    /// [`ErrorKind::NoIndex`] where there is none, [`ErrorKind::Index`] where it is damaged, and
    /// [`ErrorKind::IndexVersion`] where it names another format.
    pub fn read(index: &Path) -> Result<Self> {
        let path = index.join(FILE_NAME);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(Error::new(ErrorKind::NoIndex).at_path(index));
            }
            Err(error) => return Err(Error::reading(path, error)),
        };
        let manifest: Self = serde_json::from_slice(&bytes)
            .map_err(|error| Error::new(ErrorKind::Index).at_path(path).caused_by(error))?;
        if manifest.format == FORMAT {
            Ok(manifest)
        } else {
            let kind = ErrorKind::IndexVersion { found: manifest.format, expected: FORMAT };
            Err(Error::new(kind).at_path(index))
        }
    }

    /// Writes the manifest into the folder `index`, whole or not at all.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] where the folder cannot be written.
    pub fn write(&self, index: &Path) -> Result<()> {
        let path = index.join(FILE_NAME);
        let partial = index.join("manifest.json.partial");
        let write = || -> std::io::Result<()> {
            let mut file = fs::File::create(&partial)?;
            serde_json::to_writer_pretty(&mut file, self)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            fs::rename(&partial, &path)
        };
        write().map_err(|error| Error::writing(path.clone(), error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        Manifest::current().write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), Manifest::current());
    }

    #[test]
    fn another_format_is_refused_with_both_versions() {
        let folder = tempfile::tempdir().unwrap();
        Manifest { format: FORMAT + 1, leitmotif: "9.0.0".to_owned() }
            .write(folder.path())
            .unwrap();
        let error = Manifest::read(folder.path()).unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::IndexVersion { found: FORMAT + 1, expected: FORMAT });
    }

    #[test]
    fn an_empty_folder_is_no_index() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap_err().kind(), &ErrorKind::NoIndex);
        assert_eq!(
            Manifest::read(&folder.path().join("none")).unwrap_err().kind(),
            &ErrorKind::NoIndex
        );
    }
}

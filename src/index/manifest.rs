//! `manifest.json`, which names the version of the format.
//!
//! It is written before anything else when an index is made, and read before anything else when one
//! is opened, so that an index of another version is refused with the command that rebuilds it. It
//! also tells of which shards the index is, and how its papers were read, so that only indexes that
//! fit together are merged.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::shard::Shards;
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
    /// The shards of a corpus that it holds; `None` where it was made of whole folders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shards: Option<Shards>,
    /// How the last ingest read papers: what changes the papers or their number, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of an index that this program makes.
    #[must_use]
    pub fn current() -> Self {
        Self {
            format: FORMAT,
            leitmotif: env!("CARGO_PKG_VERSION").to_owned(),
            shards: None,
            settings: BTreeMap::new(),
        }
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
    fn shards_and_settings_are_kept_and_older_manifests_have_none() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = Manifest {
            shards: Some(Shards::of_one("2/3".parse().unwrap())),
            settings: BTreeMap::from([("duplicates".to_owned(), "first".to_owned())]),
            ..Manifest::current()
        };
        manifest.write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), manifest);
        let older = format!("{{\"format\": {FORMAT}, \"leitmotif\": \"0.1.0\"}}");
        fs::write(folder.path().join(FILE_NAME), older).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap().shards, None);
    }

    #[test]
    fn another_format_is_refused_with_both_versions() {
        let folder = tempfile::tempdir().unwrap();
        Manifest { format: FORMAT + 1, ..Manifest::current() }.write(folder.path()).unwrap();
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

//! Files beside a source that belong to it: parts of a LaTeX document, bibliographies.
//!
//! A source can name files of its own folder and of folders below it, and no others: absolute paths,
//! `..`, and links that lead out are as if there were no such file. What was read is noted, so that
//! the hash of a source covers it.

use std::cell::RefCell;
use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// Most files that belong to one source.
const MOST_FILES: usize = 500;

/// The folder of a source.
#[derive(Debug, Default)]
pub(super) struct Beside {
    folder: Option<PathBuf>,
    /// Name of the source without its extension.
    stem: String,
    /// Bytes that may still be read.
    left: RefCell<u64>,
    read: RefCell<Vec<blake3::Hash>>,
}

impl Beside {
    /// What is beside the source at `path`, up to so many bytes altogether.
    pub(super) fn of(path: &Path, limit: u64) -> Self {
        let folder = path.parent().map(|folder| {
            if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.to_owned()
        });
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        Self { folder, stem, left: RefCell::new(limit), read: RefCell::default() }
    }

    /// Name of the source without its extension.
    pub(super) fn stem(&self) -> &str {
        &self.stem
    }

    /// The bytes of the file of this name, with one of these extensions where the name has none of
    /// them; `None` where there is no such file in the folder, or it is too large.
    pub(super) fn read(&self, name: &str, extensions: &[&str]) -> Option<Vec<u8>> {
        let folder = self.folder.as_ref()?;
        let inside = |component| matches!(component, Component::Normal(_) | Component::CurDir);
        let named = Path::new(name.trim());
        if named.as_os_str().is_empty() || !named.components().all(inside) {
            return None;
        }
        let mut candidates = vec![folder.join(named)];
        for extension in extensions {
            let mut with = folder.join(named).into_os_string();
            with.push(".");
            with.push(extension);
            candidates.push(with.into());
        }
        let complete = |path: &Path| {
            let own = path.extension().and_then(|own| own.to_str());
            own.is_some_and(|own| extensions.contains(&own))
        };
        let home = folder.canonicalize().ok()?;
        let path = candidates.into_iter().find(|path| complete(path) && path.is_file())?;
        let path = path.canonicalize().ok().filter(|path| path.starts_with(&home))?;
        self.take(&path)
    }

    fn take(&self, path: &Path) -> Option<Vec<u8>> {
        let mut left = self.left.borrow_mut();
        let mut read = self.read.borrow_mut();
        if read.len() >= MOST_FILES {
            return None;
        }
        let mut bytes = Vec::new();
        File::open(path).ok()?.take(left.saturating_add(1)).read_to_end(&mut bytes).ok()?;
        *left = left.checked_sub(u64::try_from(bytes.len()).ok()?)?;
        read.push(blake3::hash(&bytes));
        Some(bytes)
    }

    /// The hash of the source with what was read beside it: that of its bytes where nothing was.
    pub(super) fn hash(&self, bytes: &[u8]) -> String {
        let own = blake3::hash(bytes);
        let read = self.read.borrow();
        if read.is_empty() {
            return own.to_hex().to_string();
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(own.as_bytes());
        for hash in read.iter() {
            hasher.update(hash.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_folder_are_read() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("papers");
        std::fs::create_dir_all(folder.join("parts")).unwrap();
        std::fs::write(place.path().join("secret.bib"), "no").unwrap();
        std::fs::write(folder.join("own.bib"), "yes").unwrap();
        std::fs::write(folder.join("parts/one.tex"), "part").unwrap();
        let beside = Beside::of(&folder.join("paper.tex"), 7);
        let read = |name: &str| beside.read(name, &["bib", "tex"]);
        assert_eq!(read("own").as_deref(), Some(b"yes".as_slice()));
        assert_ne!(beside.hash(b"x"), Beside::default().hash(b"x"));
        assert_eq!(read("./parts/one.tex").as_deref(), Some(b"part".as_slice()));
        assert_eq!(read("own.bib"), None, "the limit is reached");
        let beside = Beside::of(&folder.join("paper.tex"), 100);
        let absolute = place.path().join("secret.bib");
        for name in ["../secret", "parts/../../secret.bib", absolute.to_str().unwrap(), "", "none"]
        {
            assert_eq!(beside.read(name, &["bib", "tex"]), None, "{name}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&absolute, folder.join("link.bib")).unwrap();
            assert_eq!(beside.read("link", &["bib"]), None);
        }
        assert_eq!(beside.hash(b"x"), Beside::default().hash(b"x"));
    }
}

//! Which files to read: paths, folders and patterns become a sorted list of sources.
//!
//! Folders are walked with symbolic links followed, each loop found and named. Inside a folder,
//! documents that must be saved in another format first are skipped with that advice; files of other formats, hidden files and folders, and files about the folder itself (`README`,
//! `LICENSE`, `CHANGELOG` and their like) are passed over and only counted; a file that is named is
//! read whatever it is called, and refused with a reason where its format is unknown. A path that
//! does not exist but has `*`, `?` or `[` is a pattern. Only regular files are ever opened, so a
//! pipe called `paper.txt` does not stop the run.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::error::{Error, ErrorKind, Skipped};

use super::{Source, is_read, save_as, unknown_format};

/// Names, without extension and in lower case, of files about a folder.
const ABOUT_THE_FOLDER: [&str; 14] = [
    "readme",
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "changelog",
    "changes",
    "contributing",
    "contributors",
    "authors",
    "code_of_conduct",
    "security",
    "todo",
];

/// What the paths of a run lead to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// Files to read, by name; each file and each name once.
    pub sources: Vec<Source>,
    /// What cannot be read, by name.
    pub skipped: Vec<Skipped>,
    /// How many files and hidden folders inside walked folders are no papers.
    pub passed_over: usize,
    /// Those of them that are files of other formats, in the order of the walk.
    pub others: Vec<PathBuf>,
}

/// Finds the files that `paths` name or hold.
///
/// A file's name is its path below the folder that was named, with `/` between the parts, or its
/// own name where the file itself was named. Of two files with one name the second is skipped; a
/// file that is reached twice is read once, under the first name in order.
///
/// ```
/// use leitmotif::read::discover;
/// # let folder = tempfile::tempdir()?;
/// # std::fs::create_dir(folder.path().join("asia"))?;
/// # std::fs::write(folder.path().join("asia/lee.txt"), "Text.")?;
/// # std::fs::write(folder.path().join("README.md"), "About.")?;
/// let found = discover(&[folder.path().to_owned(), "absent.txt".into()]);
/// assert_eq!(found.sources[0].name, "asia/lee.txt");
/// assert_eq!(found.skipped[0].name, "absent.txt");
/// assert_eq!(found.passed_over, 1);
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn discover(paths: &[PathBuf]) -> Discovery {
    let mut found = Discovery::default();
    for path in paths {
        found.add(path);
    }
    found.settle()
}

impl Discovery {
    fn add(&mut self, path: &Path) {
        if path.symlink_metadata().is_err() && is_pattern(path) {
            self.add_pattern(path);
        } else if path.is_dir() {
            self.walk(path);
        } else {
            self.add_file(path);
        }
    }

    fn skip(&mut self, path: &Path, error: &Error) {
        let mut reason = error.kind().to_string();
        if let Some(source) = std::error::Error::source(error)
            && *error.kind() == ErrorKind::Read
        {
            reason = format!("{reason}: {source}");
        }
        self.skipped.push(Skipped { name: path.display().to_string(), reason });
    }

    /// A file that was named.
    fn add_file(&mut self, path: &Path) {
        match std::fs::metadata(path) {
            Err(error) => self.skip(path, &Error::reading(path, error)),
            Ok(metadata) if !metadata.is_file() => {
                self.skip(path, &Error::new(ErrorKind::NotAFile));
            }
            Ok(_) if !is_read(path) => self.skip(path, &unknown_format(path)),
            Ok(_) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                let name = name.to_string_lossy().into_owned();
                self.sources.push(Source { name, path: path.to_owned() });
            }
        }
    }

    fn add_pattern(&mut self, pattern: &Path) {
        let matches = pattern.to_str().and_then(|pattern| glob::glob(pattern).ok());
        let mut any = false;
        for path in matches.into_iter().flatten() {
            any = true;
            match path {
                Ok(path) => self.add(&path),
                Err(error) => {
                    let path = error.path().to_owned();
                    self.skip(&path, &Error::reading(&path, error.into()));
                }
            }
        }
        if !any {
            self.skip(pattern, &Error::new(ErrorKind::NotFound));
        }
    }

    fn walk(&mut self, folder: &Path) {
        let mut hidden = 0;
        let visible = |entry: &DirEntry| {
            let shown = entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
            hidden += usize::from(!shown);
            shown
        };
        let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
        let entries: Vec<_> = walk.into_iter().filter_entry(visible).collect();
        self.passed_over += hidden;
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => self.add_entry(folder, &entry),
                Err(error) => self.skip_unreadable(folder, &error),
            }
        }
    }

    /// A file inside a walked folder.
    fn add_entry(&mut self, folder: &Path, entry: &DirEntry) {
        let path = entry.path();
        if save_as(path).is_some() && entry.file_type().is_file() {
            self.skip(path, &unknown_format(path));
        } else if !is_read(path) || is_about_the_folder(path) {
            self.passed_over += 1;
            self.others.push(path.to_owned());
        } else if !entry.file_type().is_file() {
            self.skip(path, &Error::new(ErrorKind::NotAFile));
        } else {
            let name = name_below(folder, path);
            self.sources.push(Source { name, path: path.to_owned() });
        }
    }

    fn skip_unreadable(&mut self, folder: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(folder);
        let reason = if let Some(ancestor) = error.loop_ancestor() {
            format!("a symbolic link that leads back to {}", ancestor.display())
        } else if path.is_symlink() {
            "a symbolic link to nothing".to_owned()
        } else {
            let cause = error.io_error().map(|cause| format!(": {cause}")).unwrap_or_default();
            format!("{}{cause}", ErrorKind::Read)
        };
        self.skipped.push(Skipped { name: path.display().to_string(), reason });
    }

    /// Sorts, and leaves each file and each name once.
    fn settle(mut self) -> Self {
        self.sources.sort();
        let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
        let mut names: BTreeMap<String, PathBuf> = BTreeMap::new();
        let mut once = Vec::with_capacity(self.sources.len());
        for source in std::mem::take(&mut self.sources) {
            let file = source.path.canonicalize().unwrap_or_else(|_| source.path.clone());
            if files.contains_key(&file) {
                continue;
            }
            if let Some(other) = names.get(&source.name) {
                let other = other.display().to_string();
                let kind = ErrorKind::NameTaken { name: source.name.clone(), other };
                self.skip(&source.path, &Error::new(kind));
                continue;
            }
            files.insert(file, source.name.clone());
            names.insert(source.name.clone(), source.path.clone());
            once.push(source);
        }
        self.sources = once;
        self.skipped.sort_by(|a, b| (&a.name, &a.reason).cmp(&(&b.name, &b.reason)));
        self.skipped.dedup();
        self
    }
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

pub(super) fn is_about_the_folder(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| {
        let stem = stem.to_string_lossy().to_lowercase();
        ABOUT_THE_FOLDER.contains(&stem.as_str())
    })
}

/// The path of a file below a folder, with `/` between its parts.
fn name_below(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .filter_map(|part| match part {
            Component::Normal(part) => Some(part.to_string_lossy()),
            _ => None,
        })
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(found: &Discovery) -> Vec<&str> {
        found.sources.iter().map(|source| source.name.as_str()).collect()
    }

    #[test]
    fn folders_give_their_papers_in_order_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/.git")).unwrap();
        for file in
            ["b/z.txt", "b/a.MD", "c.text", "d.tiff", ".hidden.txt", "b/.git/x.txt", "License.md"]
        {
            fs::write(root.join(file), "Text.").unwrap();
        }
        let found = discover(&[root.to_owned()]);
        assert_eq!(names(&found), ["b/a.MD", "b/z.txt", "c.text"]);
        assert_eq!(found.passed_over, 4);
        assert!(found.skipped.is_empty());
    }

    #[test]
    fn what_is_named_is_read_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for file in ["README.md", "x.tiff", "y.txt"] {
            fs::write(root.join(file), "Text.").unwrap();
        }
        let paths =
            ["README.md", "x.tiff", "no.txt", "*.txt", "*.none"].map(|file| root.join(file));
        let found = discover(&paths);
        assert_eq!(names(&found), ["README.md", "y.txt"]);
        assert_eq!(found.skipped.len(), 3);
        assert!(found.skipped[2].reason.contains(".txt, .text, .md, .markdown"));
        assert!(found.skipped[0].reason.starts_with("no such file"));
    }

    #[test]
    fn a_file_or_a_name_is_taken_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("a")).unwrap();
        fs::create_dir_all(root.join("b")).unwrap();
        fs::write(root.join("a/x.txt"), "One.").unwrap();
        fs::write(root.join("b/x.txt"), "Two.").unwrap();
        let found = discover(&[root.join("a"), root.join("a/x.txt"), root.join("b")]);
        assert_eq!(names(&found), ["x.txt"]);
        assert_eq!(found.skipped.len(), 1);
        assert!(found.skipped[0].reason.contains("is called `x.txt`"));
    }

    #[cfg(unix)]
    #[test]
    fn loops_dangling_links_and_pipes_are_named() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("sub")).unwrap();
        fs::write(root.join("sub/a.txt"), "Text.").unwrap();
        symlink(root, root.join("sub/loop")).unwrap();
        symlink(root.join("nothing"), root.join("gone.txt")).unwrap();
        symlink(root.join("sub/a.txt"), root.join("again.txt")).unwrap();
        let piped = std::process::Command::new("mkfifo").arg(root.join("pipe.txt")).status();
        let found = discover(&[root.to_owned()]);
        assert_eq!(names(&found), ["again.txt"]);
        let reasons: Vec<&str> =
            found.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
        assert!(reasons.iter().any(|reason| reason.contains("leads back")), "{reasons:?}");
        assert!(reasons.iter().any(|reason| reason.contains("to nothing")), "{reasons:?}");
        if piped.is_ok_and(|status| status.success()) {
            assert!(reasons.contains(&"not a regular file"), "{reasons:?}");
        }
    }
}

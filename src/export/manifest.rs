//! The manifest of a run: what its files were made from, and a hash of each, so that the same files can be made
//! again and told to be the same.
//!
//! It names no path, clock or machine; two runs on the same papers with the same settings write the same
//! manifest. Hashes of files are SHA-256, which every system can check (`sha256sum`); those of papers are the ones
//! that the index knows them by.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::model::Provenance;

/// The version of the manifest's form.
pub const VERSION: u32 = 1;

/// What a folder of results was made from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Manifest {
    /// [`VERSION`].
    pub manifest: u32,
    /// Program, settings, fingerprints of corpus and codebook.
    pub provenance: Provenance,
    /// What to type behind `leitmotif` to make the files again, with `PAPERS` for the papers and `DIR` for the
    /// new folder; other names are files of this folder.
    pub arguments: Vec<String>,
    /// The papers in order.
    pub papers: Vec<Paper>,
    /// The files in the order in which they were written.
    pub files: Vec<FileHash>,
}

/// A paper that results were made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Its name in all results.
    pub name: String,
    /// BLAKE3 hash of its file, in hexadecimal digits.
    pub blake3: String,
}

/// A file of results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileHash {
    /// Its name below the folder.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
}

impl Manifest {
    /// Writes the manifest as JSON.
    ///
    /// # Errors
    /// Where `out` does not take the bytes.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        out.write_all(b"\n")
    }
}

/// Passes bytes on, and hashes them.
pub struct Hashing<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
    hash: Sha256,
}

impl<'a> Hashing<'a> {
    /// Hashes what is written to `out`.
    #[must_use]
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self { out, bytes: 0, hash: Sha256::new() }
    }

    /// What was written, as the file `path`.
    ///
    /// ```
    /// use leitmotif::export::manifest::Hashing;
    /// use std::io::Write as _;
    /// let mut bytes = Vec::new();
    /// let mut out = Hashing::new(&mut bytes);
    /// out.write_all(b"abc")?;
    /// let file = out.finish("abc.txt");
    /// assert_eq!((file.bytes, &file.sha256[..8]), (3, "ba7816bf"));
    /// # std::io::Result::Ok(())
    /// ```
    #[must_use]
    pub fn finish(self, path: &str) -> FileHash {
        let digest = self.hash.finalize();
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        FileHash { path: path.to_owned(), bytes: self.bytes, sha256 }
    }
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

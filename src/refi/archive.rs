//! The archive of a project: `project.qde`, then the papers' texts.
//!
//! Papers are added one by one and then once more for their texts, so that no more than a paper need
//! be in memory. Entries have a fixed time and are packed the same way everywhere.

use std::io::{self, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::guid::Guid;
use super::plain::PlainText;
use super::project::{CLOSE_SOURCES, OPEN_SOURCES, Outline};

/// The entry with all but the texts.
pub(super) const PROJECT: &str = "project.qde";

/// A project that takes papers, one after the other.
pub struct ProjectWriter<'a, W: Write + Seek> {
    zip: ZipWriter<W>,
    outline: &'a Outline,
    empty: bool,
}

impl<'a, W: Write + Seek> ProjectWriter<'a, W> {
    /// Begins a project in `out`.
    ///
    /// # Errors
    /// Where `out` does not take the bytes.
    pub fn begin(out: W, outline: &'a Outline) -> io::Result<Self> {
        let mut zip = ZipWriter::new(out);
        zip.start_file(PROJECT, options())?;
        outline.write_head(&mut zip)?;
        Ok(Self { zip, outline, empty: true })
    }

    /// Adds a paper, as [`Outline::source`] gives it.
    ///
    /// # Errors
    /// Where the output does not take the bytes.
    pub fn add(&mut self, source: &[u8]) -> io::Result<()> {
        if std::mem::take(&mut self.empty) {
            self.zip.write_all(OPEN_SOURCES)?;
        }
        self.zip.write_all(source)
    }

    /// Ends the papers; their texts come next.
    ///
    /// # Errors
    /// Where the output does not take the bytes.
    pub fn end(mut self) -> io::Result<TextWriter<W>> {
        if !self.empty {
            self.zip.write_all(CLOSE_SOURCES)?;
        }
        self.outline.write_tail(&mut self.zip)?;
        Ok(TextWriter { zip: self.zip })
    }
}

/// A project that takes the texts of its papers.
pub struct TextWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
}

impl<W: Write + Seek> TextWriter<W> {
    /// Adds the text of the paper whose source has this hash.
    ///
    /// # Errors
    /// Where the output does not take the bytes.
    pub fn add(&mut self, hash: &str, text: &str) -> io::Result<()> {
        self.zip.start_file(format!("sources/{}.txt", Guid::of_paper(hash)), options())?;
        self.zip.write_all(PlainText::of(text).text().as_bytes())
    }

    /// Ends the archive.
    ///
    /// # Errors
    /// Where the output does not take the bytes.
    pub fn finish(self) -> io::Result<W> {
        Ok(self.zip.finish()?)
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644)
}

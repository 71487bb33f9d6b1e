//! The archive of a project: `project.qde`, then the papers' texts.
//!
//! Papers are added one by one and then once more for their texts, so that no more than a paper need
//! be in memory. Entries have a fixed time and are packed the same way everywhere.

use std::io::{self, Seek, SeekFrom, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::guid::Guid;
use super::plain::PlainText;
use super::project::{CLOSE_SOURCES, OPEN_SOURCES, Outline};

/// The entry with all but the texts.
pub(super) const PROJECT: &str = "project.qde";

/// A project that takes papers, one after the other.
pub struct ProjectWriter<'a, W: Write + Seek> {
    zip: ZipWriter<Output<W>>,
    outline: &'a Outline,
    empty: bool,
}

impl<'a, W: Write + Seek> ProjectWriter<'a, W> {
    /// Begins a project in `out`.
    ///
    /// # Errors
    /// Where `out` does not take the bytes.
    pub fn begin(out: W, outline: &'a Outline) -> io::Result<Self> {
        let mut zip = ZipWriter::new(Output { inner: out, failed: false, position: 0 });
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
    zip: ZipWriter<Output<W>>,
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
        Ok(self.zip.finish()?.inner)
    }
}

/// An output that takes nothing more, without complaint, once it has failed: a dropped archive tries to
/// end itself, and would print its failure beside the one that was returned.
struct Output<W> {
    inner: W,
    failed: bool,
    /// Where the next byte goes, or would go.
    position: u64,
}

impl<W> Output<W> {
    /// What `work` gives; `instead` once anything has failed.
    fn attempt<T>(
        &mut self,
        instead: T,
        work: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.failed {
            return Ok(instead);
        }
        let result = work(&mut self.inner);
        let passing = |error: &io::Error| error.kind() == io::ErrorKind::Interrupted;
        self.failed = result.as_ref().is_err_and(|error| !passing(error));
        result
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.attempt(bytes.len(), |inner| inner.write(bytes))?;
        self.position = self.position.saturating_add(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt((), Write::flush)
    }
}

impl<W: Seek> Seek for Output<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let instead = match to {
            SeekFrom::Start(place) => place,
            SeekFrom::Current(by) => self.position.saturating_add_signed(by),
            SeekFrom::End(_) => self.position,
        };
        self.position = self.attempt(instead, |inner| inner.seek(to))?;
        Ok(self.position)
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::codebook::parse_any;

    /// An output that takes so many bytes.
    struct Small(Cursor<Vec<u8>>, usize);

    impl Write for Small {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0.get_ref().len() + bytes.len() > self.1 {
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Small {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    #[test]
    fn a_full_output_is_an_error_wherever_it_comes() {
        let codebook = parse_any("m.yaml", "themes: {a: [port]}".to_owned(), None).unwrap();
        let outline = Outline::new("P", "", codebook.codes(), Vec::new());
        let text: String = (0..9_000_u32).map(|number| format!("{:x} ", number * 7_919)).collect();
        let pack = |room: usize| -> io::Result<usize> {
            let out = Small(Cursor::new(Vec::new()), room);
            let mut project = ProjectWriter::begin(out, &outline)?;
            project.add(b"<TextSource/>\n")?;
            let mut texts = project.end()?;
            texts.add("ab", &text)?;
            texts.add("cd", &text)?;
            Ok(texts.finish()?.0.into_inner().len())
        };
        let size = pack(usize::MAX).unwrap();
        assert!(size > 20_000, "{size}");
        for room in (0..size).step_by(997).chain([size - 1]) {
            assert_eq!(pack(room).unwrap_err().kind(), io::ErrorKind::StorageFull, "{room}");
        }
        assert_eq!(pack(size).unwrap(), size);
    }
}

//! Documents that are zip archives: entries by name, with limits on what they unpack to.

use std::io::{Cursor, Read as _};

use encoding_rs::{Encoding, UTF_8};
use zip::ZipArchive;

use crate::error::DocumentFailure;

/// Most entries of an archive; a book with a picture a page has some thousands.
const MOST_ENTRIES: usize = 20_000;

/// How many times the limit on the size of a file its unpacked text may have. XML with its tags
/// is packed to a tenth.
const UNPACKED: u64 = 4;

/// Most bytes that one packed byte may stand for, in entries beyond [`SMALL`]. Text of a word
/// processor reaches 60; deflate can do 1,032.
const RATIO: u64 = 250;

/// Entries up to this size may be packed as tightly as they like, in bytes.
const SMALL: u64 = 1 << 20;

/// The head of compound files: Word before 2007, and newer files with a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// An archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
    limit: u64,
}

impl<'a> Package<'a> {
    /// Opens an archive; `size_limit` is that on the size of a file, `expected` what it should be.
    pub(super) fn open(
        bytes: &'a [u8],
        size_limit: u64,
        expected: &'static str,
    ) -> Result<Self, DocumentFailure> {
        if bytes.starts_with(COMPOUND) {
            return Err(DocumentFailure::OldOrProtected);
        }
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocumentFailure::Other { expected })?;
        if archive.len() > MOST_ENTRIES {
            return Err(DocumentFailure::TooManyEntries { limit: MOST_ENTRIES });
        }
        let limit = size_limit.saturating_mul(UNPACKED);
        Ok(Self { archive, left: limit, limit })
    }

    /// The bytes of an entry; `None` where there is none of this name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocumentFailure> {
        let Some(place) = self.archive.index_for_name(name) else { return Ok(None) };
        let damaged = || DocumentFailure::Damaged(name.to_owned());
        let file = self.archive.by_index(place).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => DocumentFailure::Protected,
            _ => damaged(),
        })?;
        if file.size() > self.left {
            return Err(DocumentFailure::TooLarge { limit: self.limit });
        }
        let packed = file.compressed_size();
        let most = self.left.min(packed.saturating_mul(RATIO).max(SMALL));
        let mut bytes = Vec::new();
        // What is declared may be a lie: what is unpacked counts.
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| damaged())?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > self.left {
            return Err(DocumentFailure::TooLarge { limit: self.limit });
        }
        if size > most {
            return Err(DocumentFailure::Bomb(name.to_owned()));
        }
        self.left -= size;
        Ok(Some(bytes))
    }

    /// The text of an XML entry; `None` where there is none of this name.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<String>, DocumentFailure> {
        Ok(self.bytes(name)?.map(|bytes| {
            let (encoding, _) = Encoding::for_bom(&bytes).unwrap_or((UTF_8, 0));
            encoding.decode_with_bom_removal(&bytes).0.into_owned()
        }))
    }

    /// The text of an XML entry that must be there.
    pub(super) fn needed(&mut self, name: &str) -> Result<String, DocumentFailure> {
        self.xml(name)?.ok_or_else(|| DocumentFailure::Missing(name.to_owned()))
    }
}

/// An archive with these entries.
#[cfg(test)]
pub(super) fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: u64 = 4 << 20;

    fn read(entries: &[(&str, &str)], name: &str) -> Result<Option<Vec<u8>>, DocumentFailure> {
        Package::open(&zipped(entries), LIMIT, "x")?.bytes(name)
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        let open = |bytes: &[u8]| Package::open(bytes, LIMIT, "a test").err().unwrap();
        assert_eq!(open(b"{\\rtf1 text}"), DocumentFailure::Other { expected: "a test" });
        assert_eq!(open(b"\xd0\xcf\x11\xe0\xa1\xb1"), DocumentFailure::OldOrProtected);
        let whole = zipped(&[("a", "words")]);
        for end in 0..whole.len() {
            let cut = whole.get(..end).unwrap();
            assert!(Package::open(cut, LIMIT, "x").is_err(), "{end}");
        }
    }

    #[test]
    fn damage_is_told_with_the_entry() {
        let mut bytes = zipped(&[("a", &"words and ".repeat(50))]);
        *bytes.get_mut(36).unwrap() ^= 0xff;
        let read = Package::open(&bytes, LIMIT, "x").unwrap().bytes("a");
        assert_eq!(read, Err(DocumentFailure::Damaged("a".to_owned())));
    }

    #[test]
    fn bombs_are_refused() {
        let zeros = "0".repeat(3 << 20);
        assert_eq!(read(&[("a", &zeros)], "a"), Err(DocumentFailure::Bomb("a".to_owned())));
        let most = usize::try_from(LIMIT * UNPACKED).unwrap();
        let words = "0".repeat(most + 1);
        let too_large = DocumentFailure::TooLarge { limit: LIMIT * UNPACKED };
        assert_eq!(read(&[("a", &words)], "a"), Err(too_large.clone()));
        // The size that is declared is made small: what is unpacked counts.
        let noise: String =
            (0_u32..400_000).map(|n| (n.wrapping_mul(2_654_435_761)).to_string()).collect();
        let bytes =
            zipped(&[("a", &noise), ("b", &noise), ("c", &noise), ("d", &noise), ("e", &noise)]);
        let mut package = Package::open(&bytes, 1 << 20, "x").unwrap();
        let outcome = ["a", "b", "c", "d", "e"].map(|name| package.bytes(name).map(|_| ()));
        assert!(outcome.contains(&Err(DocumentFailure::TooLarge { limit: 4 << 20 })));
    }
}

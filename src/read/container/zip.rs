//! Zip archives.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::member::{self, Kind, Verdict};
use super::meter::Metered;
use super::{Found, MOST_MEMBERS, Packing, Spot, Visit};
use crate::error::ContainerFailure;

/// Farthest from the end of a file that the record at the end of an archive begins, in bytes.
const END_REACH: u64 = (1 << 16) + 22;

/// The record at the end of an archive, and the one of large archives.
const END: &[u8] = b"PK\x05\x06";
const LARGE_END: &[u8] = b"PK\x06\x06";

impl Visit<'_> {
    /// Shows the papers of a zip archive.
    pub(super) fn zip(&mut self, mut file: File, spot: &Spot) -> ControlFlow<()> {
        if members_told(&mut file).is_some_and(|members| members > MOST_MEMBERS as u64) {
            return self
                .refuse(spot, ContainerFailure::TooManyMembers { limit: MOST_MEMBERS }.into());
        }
        let mut archive = match ZipArchive::new(BufReader::new(file)) {
            Ok(archive) => archive,
            Err(error) => return self.refuse(spot, failure(&error).into()),
        };
        for number in 0..archive.len() {
            if !self.wants_member(number) {
                continue;
            }
            let (name, kind, encrypted) = match archive.by_index_raw(number) {
                Ok(raw) => {
                    let name = raw.name().map(std::borrow::Cow::into_owned);
                    let name =
                        name.unwrap_or_else(|_| String::from_utf8_lossy(raw.name_raw()).into());
                    let kind = match () {
                        () if raw.is_symlink() => Kind::Link,
                        () if raw.is_dir() => Kind::Folder,
                        () => Kind::File,
                    };
                    (name, kind, raw.encrypted())
                }
                Err(error) => {
                    self.refuse(&spot.at(number, String::new()), failure(&error).into())?;
                    continue;
                }
            };
            let spot = spot.at(number, member::shown(&name));
            match member::judge(&name, kind) {
                Verdict::Ignore => {}
                Verdict::PassOver => (self.each)(Found::PassedOver)?,
                Verdict::Refuse(reason) => self.refuse(&spot, reason.into())?,
                Verdict::Read(_) if encrypted => {
                    self.refuse(&spot, ContainerFailure::Encrypted.into())?;
                }
                Verdict::Read(packing) => match archive.by_index(number) {
                    Ok(member) => self.member(Metered::new(member, &spot), packing, &spot)?,
                    Err(error) => self.refuse(&spot, failure(&error).into())?,
                },
            }
            if spot.is_exhausted() {
                break;
            }
        }
        ControlFlow::Continue(())
    }

    /// Goes through a member of an archive, whose bytes are counted already.
    pub(super) fn member(
        &mut self,
        member: impl Read,
        packing: Packing,
        spot: &Spot,
    ) -> ControlFlow<()> {
        if let Some(meter) = &spot.meter {
            meter.allow(None, 0);
        }
        if packing.gzip {
            let unpacked = Metered::new(MultiGzDecoder::new(BufReader::new(member)), spot);
            self.form(packing.form, Box::new(unpacked), spot)
        } else {
            self.form(packing.form, Box::new(member), spot)
        }
    }
}

/// How many members the record at the end of the archive tells, where it can be found: the list of
/// members is held in memory, so its length is looked at first.
fn members_told(file: &mut File) -> Option<u64> {
    let size = file.seek(SeekFrom::End(0)).ok()?;
    file.seek(SeekFrom::Start(size.saturating_sub(END_REACH))).ok()?;
    let mut tail = Vec::new();
    file.take(END_REACH).read_to_end(&mut tail).ok()?;
    file.seek(SeekFrom::Start(0)).ok()?;
    let end = memchr::memmem::rfind(&tail, END)?;
    let count = tail.get(end + 10..end + 12)?.try_into().map(u16::from_le_bytes).ok()?;
    if count != u16::MAX {
        return Some(u64::from(count));
    }
    let large = memchr::memmem::rfind(tail.get(..end)?, LARGE_END)?;
    tail.get(large + 32..large + 40)?.try_into().map(u64::from_le_bytes).ok()
}

fn failure(error: &ZipError) -> ContainerFailure {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ContainerFailure::Encrypted
        }
        ZipError::CompressionMethodNotSupported(_) => ContainerFailure::Method,
        ZipError::UnsupportedArchive(why) if why.contains("ompression method") => {
            ContainerFailure::Method
        }
        other => ContainerFailure::Damaged(other.to_string()),
    }
}

//! Tar archives, which are gone through from front to back.

use std::io::{self, Read};
use std::ops::ControlFlow;

use tar::{Archive, EntryType};

use super::member::{self, Kind, Verdict};
use super::{Found, MOST_MEMBERS, PartNumber, Spot, Visit};
use crate::error::ContainerFailure;

/// Most bytes between two members: long names, the end of a block.
const BETWEEN: u64 = 1 << 20;

impl Visit<'_> {
    /// Shows the papers of a tar archive.
    pub(super) fn tar(&mut self, reader: impl Read, spot: &Spot) -> ControlFlow<()> {
        let mut archive = Archive::new(reader);
        let mut entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return self.refuse(spot, spot.failure(&error)),
        };
        for number in 0_usize.. {
            if !self.wants_more(PartNumber { member: number, record: 0 }) {
                break;
            }
            if number == MOST_MEMBERS {
                let limit = ContainerFailure::TooManyMembers { limit: MOST_MEMBERS };
                return self.refuse(&spot.at(number, String::new()), limit.into());
            }
            if let Some(meter) = &spot.meter {
                meter.allow(Some(BETWEEN), BETWEEN);
            }
            let mut entry = match entries.next() {
                None => break,
                Some(Ok(entry)) => entry,
                Some(Err(error)) => {
                    let reason = match spot.meter.as_ref().and_then(|meter| meter.spent()) {
                        Some(bomb @ ContainerFailure::Bomb { .. }) => bomb,
                        _ => ContainerFailure::Damaged(error.to_string()),
                    };
                    return self.refuse(&spot.at(number, String::new()), reason.into());
                }
            };
            if let Some(meter) = &spot.meter {
                meter.allow(None, 0);
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let spot = spot.at(number, member::shown(&name));
            match member::judge(&name, kind_of(entry.header().entry_type())) {
                Verdict::Ignore => {}
                Verdict::PassOver => (self.each)(Found::PassedOver)?,
                Verdict::Refuse(reason) => self.refuse(&spot, reason.into())?,
                Verdict::Read(packing) if self.wants_member(number) => {
                    self.member(&mut entry, packing, &spot)?;
                    // What broke the reading of the member has been told.
                    if spot.is_exhausted() || io::copy(&mut entry, &mut io::sink()).is_err() {
                        break;
                    }
                    continue;
                }
                Verdict::Read(_) => {}
            }
            if let Err(error) = io::copy(&mut entry, &mut io::sink()) {
                return self.refuse(&spot, spot.failure(&error));
            }
        }
        ControlFlow::Continue(())
    }
}

const fn kind_of(kind: EntryType) -> Kind {
    match kind {
        EntryType::Regular | EntryType::Continuous => Kind::File,
        EntryType::Directory | EntryType::XGlobalHeader => Kind::Folder,
        EntryType::Link | EntryType::Symlink => Kind::Link,
        _ => Kind::Other,
    }
}

//! Files that hold many papers: archives, and tables and lists of records.
//!
//! [`visit`] goes through such a file from front to back and shows one paper after the other, with
//! its place in the file, so that no more than a paper need be in memory. It is gone through twice:
//! once to learn what is in it, once to read what is new; [`PartNumber`] says which is which.
//!
//! What comes out of an archive is never written to disk, and is limited: in all to
//! [`MOST_EXPANSION`] times its size, for one paper to [`ReadOptions::size_limit`], in number to
//! [`MOST_MEMBERS`]. Names that lead out of the archive, links, and archives in archives are refused
//! with their reasons, and the rest is read.

mod array;
#[cfg(feature = "arrow")]
mod arrow;
mod form;
mod lines;
mod member;
mod meter;
#[cfg(feature = "parquet")]
mod parquet;
mod table;
mod tar;
mod zip;

use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use self::form::{Form, Packing, packing_of};
use self::meter::{Meter, Metered};
use super::structured::{Record, RecordFields};
use super::{ReadOptions, Source};
use crate::error::{ContainerFailure, Error, ErrorKind, Result};
use crate::model::SourceFormat;

pub use self::form::{CONTAINER_EXTENSIONS, is_container};

/// Bytes that come out of an archive for each of its own, at most; text is packed to a third or a
/// tenth of its size, seldom to a fortieth.
const MOST_EXPANSION: u64 = 200;

/// Bytes that come out of any archive, however small.
const LEAST_ALLOWANCE: u64 = 64 << 20;

/// Most members of an archive.
const MOST_MEMBERS: usize = 500_000;

/// Where a paper stands in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartNumber {
    /// Number of the archive's member, from 0.
    pub member: usize,
    /// Number of the record in it, from 0.
    pub record: usize,
}

/// Where something stands in a file, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Name of the archive's member; empty where the file itself is meant.
    pub member: String,
    /// Line, row or record, from 1, with its unit.
    pub record: Option<(&'static str, usize)>,
}

/// A paper in a file that holds many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which of them it is.
    pub number: PartNumber,
    /// Where it stands.
    pub place: Place,
    /// How its bytes are read.
    pub format: SourceFormat,
    /// What it came from, for people: `JSON lines`, `CSV`.
    pub form: &'static str,
    /// A file, or one JSON object.
    pub bytes: Vec<u8>,
}

/// What is found in a file that holds many papers.
#[derive(Debug)]
pub enum Found {
    /// A paper.
    Paper(Part),
    /// Something that should be a paper and cannot be read.
    Refused(PartNumber, Place, Error),
    /// Something else than a paper: a file of another kind in an archive.
    PassedOver,
    /// The file itself is a table or a list of something else than papers, for this reason.
    NoPapers(Error),
}

/// Shows what a file holds to `each`, in the order of the file, until it breaks off. Of the members
/// of an archive only those are unpacked that hold one of the `wanted` papers, which are sorted.
pub fn visit(
    source: &Source,
    options: &ReadOptions,
    wanted: Option<&[PartNumber]>,
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let opened = File::open(&source.path).and_then(|file| Ok((file.metadata()?, file)));
    let (metadata, file) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let error = Error::reading(&source.path, error);
            return each(Found::Refused(PartNumber::default(), Place::default(), error));
        }
    };
    let Some(packing) = packing_of(&source.path).filter(|_| metadata.is_file()) else {
        let error = Error::new(ErrorKind::NotAFile);
        return each(Found::Refused(PartNumber::default(), Place::default(), error));
    };
    Visit { options, wanted, each, packed: metadata.len() }.file(file, packing)
}

/// Shows the records that `reader` gives as JSON lines.
pub fn visit_lines(
    reader: impl Read,
    options: &ReadOptions,
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut visit = Visit { options, wanted: None, each, packed: 0 };
    visit.every_line(reader, &Spot::default())
}

/// Shows the records that `reader` gives as a stream of Arrow batches in the IPC format, a row each. Where the
/// stream is broken it is told, and nothing more comes.
#[cfg(feature = "arrow")]
pub fn visit_arrow(
    reader: impl Read,
    options: &ReadOptions,
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> ControlFlow<()> {
    Visit { options, wanted: None, each, packed: 0 }.arrow(reader, &Spot::default())
}

/// A walk through one file.
struct Visit<'a> {
    options: &'a ReadOptions,
    wanted: Option<&'a [PartNumber]>,
    each: &'a mut dyn FnMut(Found) -> ControlFlow<()>,
    /// Size of the file.
    packed: u64,
}

/// Where in its file a walk is.
#[derive(Clone, Debug, Default)]
struct Spot {
    member: usize,
    name: String,
    /// Counts what comes out of an archive.
    meter: Option<Rc<Meter>>,
}

impl Visit<'_> {
    fn file(&mut self, file: File, packing: Packing) -> ControlFlow<()> {
        let spot = Spot { meter: Some(Rc::new(self.meter())), ..Spot::default() };
        match packing.form {
            Form::Zip => self.zip(file, &spot),
            #[cfg(feature = "parquet")]
            Form::Parquet => self.parquet(file, &spot),
            form if packing.gzip => {
                let unpacked = Metered::new(MultiGzDecoder::new(BufReader::new(file)), &spot);
                self.form(form, Box::new(unpacked), &spot)
            }
            form => self.form(form, Box::new(Metered::new(file, &spot)), &spot),
        }
    }

    fn meter(&self) -> Meter {
        let allowance = LEAST_ALLOWANCE.max(self.packed.saturating_mul(MOST_EXPANSION));
        Meter::new(self.packed, allowance)
    }

    /// Goes through what a reader gives, which is no zip.
    fn form(&mut self, form: Form, reader: Box<dyn Read + '_>, spot: &Spot) -> ControlFlow<()> {
        match form {
            Form::Single(format) => self.single(format, reader, spot),
            Form::Tar => self.tar(reader, spot),
            Form::Zip => self.refuse(spot, ContainerFailure::Nested.into()),
            #[cfg(feature = "parquet")]
            Form::Parquet => self.refuse(spot, ContainerFailure::Packed.into()),
            Form::JsonLines | Form::Json | Form::Csv | Form::Tsv => {
                self.records(form, reader, spot)
            }
        }
    }

    fn records(&mut self, form: Form, reader: Box<dyn Read + '_>, spot: &Spot) -> ControlFlow<()> {
        match form {
            Form::Json => self.array(reader, spot),
            Form::Csv | Form::Tsv => self.table(reader, form, spot),
            _ => self.lines(reader, spot),
        }
    }

    /// Whether any paper of a member is wanted.
    fn wants_member(&self, member: usize) -> bool {
        self.wanted.is_none_or(|wanted| {
            wanted.binary_search_by_key(&member, |number| number.member).is_ok()
        })
    }

    fn wants(&self, number: PartNumber) -> bool {
        self.wanted.is_none_or(|wanted| wanted.binary_search(&number).is_ok())
    }

    /// Whether wanted papers come at this place or behind it.
    fn wants_more(&self, number: PartNumber) -> bool {
        self.wanted.is_none_or(|wanted| wanted.last().is_some_and(|last| *last >= number))
    }

    /// Shows a paper.
    fn paper(&mut self, part: Part) -> ControlFlow<()> {
        if self.wants(part.number) {
            (self.each)(Found::Paper(part))
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Shows a record.
    fn record(
        &mut self,
        spot: &Spot,
        form: Form,
        (unit, number): (&'static str, usize),
        record: usize,
        bytes: Vec<u8>,
    ) -> ControlFlow<()> {
        self.paper(Part {
            number: PartNumber { member: spot.member, record },
            place: Place { member: spot.name.clone(), record: Some((unit, number)) },
            format: SourceFormat::Structured,
            form: form.name(),
            bytes,
        })
    }

    /// Tells that a whole file or member cannot be read.
    fn refuse(&mut self, spot: &Spot, error: Error) -> ControlFlow<()> {
        let number = PartNumber { member: spot.member, record: 0 };
        let place = Place { member: spot.name.clone(), record: None };
        (self.each)(Found::Refused(number, place, error))
    }

    /// Tells that a record cannot be read.
    fn refuse_record(
        &mut self,
        spot: &Spot,
        unit: (&'static str, usize),
        record: usize,
        error: Error,
    ) -> ControlFlow<()> {
        let number = PartNumber { member: spot.member, record };
        let place = Place { member: spot.name.clone(), record: Some(unit) };
        (self.each)(Found::Refused(number, place, error))
    }

    /// A table or list that holds no papers: passed over in an archive, told where it is the file.
    fn no_papers(&mut self, spot: &Spot, error: Error) -> ControlFlow<()> {
        (self.each)(if spot.name.is_empty() { Found::NoPapers(error) } else { Found::PassedOver })
    }

    /// One paper, whole.
    fn single(
        &mut self,
        format: SourceFormat,
        reader: Box<dyn Read + '_>,
        spot: &Spot,
    ) -> ControlFlow<()> {
        match self.take(reader, spot) {
            Ok(bytes) => self.paper(Part {
                number: PartNumber { member: spot.member, record: 0 },
                place: Place { member: spot.name.clone(), record: None },
                format,
                form: Form::Single(format).name(),
                bytes,
            }),
            Err(error) => self.refuse(spot, error),
        }
    }

    /// All that a reader gives, within the limit for one paper.
    fn take(&self, reader: impl Read, spot: &Spot) -> Result<Vec<u8>> {
        let limit = self.options.size_limit;
        let mut bytes = Vec::new();
        let taken = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        taken.map_err(|error| spot.failure(&error))?;
        match u64::try_from(bytes.len()) {
            Ok(size) if size > limit => Err(ContainerFailure::TooLarge { limit }.into()),
            _ => Ok(bytes),
        }
    }

    fn fields(&self) -> &RecordFields {
        &self.options.fields
    }

    /// Why the first record of a list shows that the list holds no papers.
    fn no_paper(&self, record: &[u8]) -> Option<Error> {
        let record = Record::parse(record).ok()?;
        let papers = record.is_paper(self.fields())
            && (record.has_full_text(self.fields()) || record.is_of_a_database());
        let known = || self.fields().known();
        (!papers).then(|| ContainerFailure::NoTextField { known: known() }.into())
    }
}

impl Spot {
    /// The place of a member of the archive.
    fn at(&self, member: usize, name: String) -> Self {
        Self { member, name, meter: self.meter.clone() }
    }

    /// Whether nothing more may come out of the archive.
    fn is_exhausted(&self) -> bool {
        let spent = self.meter.as_ref().and_then(|meter| meter.spent());
        matches!(spent, Some(ContainerFailure::Bomb { .. }))
    }

    /// The reason why reading failed here.
    fn failure(&self, error: &std::io::Error) -> Error {
        let spent = self.meter.as_ref().and_then(|meter| meter.spent());
        spent.unwrap_or_else(|| ContainerFailure::Damaged(error.to_string())).into()
    }
}

#[cfg(test)]
mod tests;

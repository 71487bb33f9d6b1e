//! JSON lines: one record a line.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use super::{Form, PartNumber, Spot, Visit};
use crate::error::{ContainerFailure, Error, ErrorKind};
use crate::read::structured::Record;

const UNIT: &str = "line";

/// Records without text that a file of papers may begin with.
const MOST_LEADING: usize = 100;

/// The records that a file begins with, as long as none of them has shown that it holds papers.
type Leading = Vec<(usize, Vec<u8>)>;

/// A line as it was read.
enum Line {
    /// Within the limit; the bytes are in the buffer.
    Whole,
    /// Of this many bytes, which were passed over.
    TooLong(u64),
    End,
}

impl Visit<'_> {
    /// Shows the records of a file of JSON lines; one whose first records have no text is no list of
    /// papers.
    pub(super) fn lines(&mut self, reader: impl Read, spot: &Spot) -> ControlFlow<()> {
        let leading = self.wanted.is_none().then(Leading::new);
        self.lines_after(reader, spot, leading)
    }

    /// Shows all records of JSON lines; blank lines are no records.
    pub(super) fn every_line(&mut self, reader: impl Read, spot: &Spot) -> ControlFlow<()> {
        self.lines_after(reader, spot, None)
    }

    fn lines_after(
        &mut self,
        reader: impl Read,
        spot: &Spot,
        mut leading: Option<Leading>,
    ) -> ControlFlow<()> {
        let mut reader = BufReader::with_capacity(1 << 16, reader);
        let limit = self.options.size_limit;
        let mut buffer = Vec::new();
        for number in 0_usize.. {
            if !self.wants_more(PartNumber { member: spot.member, record: number }) {
                break;
            }
            let unit = (UNIT, number + 1);
            match next_line(&mut reader, limit, &mut buffer) {
                Ok(Line::End) => break,
                Ok(Line::Whole) => {
                    let line = buffer.trim_ascii();
                    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
                    if !line.is_empty() {
                        self.line(spot, (number, line.to_vec()), &mut leading)?;
                    }
                    if leading.as_ref().is_some_and(|leading| leading.len() > MOST_LEADING) {
                        break;
                    }
                }
                Ok(Line::TooLong(size)) => {
                    let error = Error::new(ErrorKind::TooLarge { size, limit });
                    self.refuse_record(spot, unit, number, error)?;
                }
                Err(error) => {
                    return self.refuse_record(spot, unit, number, spot.failure(&error));
                }
            }
        }
        match leading.is_some_and(|leading| !leading.is_empty()) {
            true => {
                let known = self.fields().known();
                self.no_papers(spot, ContainerFailure::NoTextField { known }.into())
            }
            false => ControlFlow::Continue(()),
        }
    }

    /// Shows a record, or keeps it until one with a text has been seen.
    fn line(
        &mut self,
        spot: &Spot,
        line: (usize, Vec<u8>),
        leading: &mut Option<Leading>,
    ) -> ControlFlow<()> {
        if let Some(leading) = leading
            && Record::parse(&line.1).is_ok_and(|record| !record.is_paper(self.fields()))
        {
            leading.push(line);
            return ControlFlow::Continue(());
        }
        for (number, line) in leading.take().into_iter().flatten().chain([line]) {
            self.record(spot, Form::JsonLines, (UNIT, number + 1), number, line)?;
        }
        ControlFlow::Continue(())
    }
}

/// Reads a line into the buffer; one beyond the limit is read to its end without being kept.
fn next_line(reader: &mut impl BufRead, limit: u64, buffer: &mut Vec<u8>) -> io::Result<Line> {
    buffer.clear();
    let mut size = 0_u64;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            return Ok(match size {
                0 => Line::End,
                _ if size > limit => Line::TooLong(size),
                _ => Line::Whole,
            });
        }
        let end = memchr::memchr(b'\n', chunk);
        let line = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
        size = size.saturating_add(line.len() as u64);
        if size <= limit {
            buffer.extend_from_slice(line);
        } else {
            *buffer = Vec::new();
        }
        let taken = line.len() + usize::from(end.is_some());
        reader.consume(taken);
        if end.is_some() {
            return Ok(if size > limit { Line::TooLong(size) } else { Line::Whole });
        }
    }
}

//! JSON: a list of records, or records one after the other, on any number of lines.
//!
//! Only the borders of the records are looked for, by their brackets and quotes, so that a list of
//! any length is read record by record. What stands in a record is looked at later.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use super::{Form, PartNumber, Spot, Visit};
use crate::error::{ContainerFailure, Error, ErrorKind};

const UNIT: &str = "record";

/// What may stand between records: the list's own brackets and commas, white space, and the bytes of a
/// byte-order mark.
const BETWEEN: &[u8] = b"[], \n\r\t\xef\xbb\xbf";

/// What comes next in the file.
enum Next {
    /// A record within the limit; its bytes are in the buffer.
    Record,
    /// A record of this many bytes, which were passed over.
    TooLarge(u64),
    /// Something else.
    Stray,
    End,
}

impl Visit<'_> {
    /// Shows the records of a JSON file; one whose first record has no text is no list of papers.
    pub(super) fn array(&mut self, reader: impl Read, spot: &Spot) -> ControlFlow<()> {
        let mut reader = BufReader::with_capacity(1 << 16, reader);
        let limit = self.options.size_limit;
        let mut buffer = Vec::new();
        for number in 0_usize.. {
            if !self.wants_more(PartNumber { member: spot.member, record: number }) {
                break;
            }
            let unit = (UNIT, number + 1);
            match next_record(&mut reader, limit, &mut buffer) {
                Ok(Next::End) => break,
                Ok(Next::Record) => {
                    if number == 0
                        && let Some(error) = self.no_paper(&buffer)
                    {
                        return self.no_papers(spot, error);
                    }
                    self.record(spot, Form::Json, unit, number, std::mem::take(&mut buffer))?;
                }
                Ok(Next::TooLarge(size)) => {
                    let error = Error::new(ErrorKind::TooLarge { size, limit });
                    self.refuse_record(spot, unit, number, error)?;
                }
                Ok(Next::Stray) => {
                    let what = match number {
                        0 => "the file is no list of records",
                        _ => "something else stands between the records, and the rest is not read",
                    };
                    let error = ContainerFailure::NotARecord(what.to_owned()).into();
                    return match number {
                        0 => self.no_papers(spot, error),
                        _ => self.refuse_record(spot, unit, number, error),
                    };
                }
                Err(error) => {
                    return self.refuse_record(spot, unit, number, spot.failure(&error));
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// Reads up to the next record, and the record into the buffer.
fn next_record(reader: &mut impl BufRead, limit: u64, buffer: &mut Vec<u8>) -> io::Result<Next> {
    buffer.clear();
    loop {
        let chunk = reader.fill_buf()?;
        let between = chunk.iter().take_while(|byte| BETWEEN.contains(byte)).count();
        match chunk.get(between) {
            Some(b'{') => {
                reader.consume(between);
                break;
            }
            Some(_) => return Ok(Next::Stray),
            None if chunk.is_empty() => return Ok(Next::End),
            None => reader.consume(between),
        }
    }
    let mut borders = Borders::default();
    let mut size = 0_u64;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            // An unfinished record is shown as it is, and refused when it is parsed.
            return Ok(if size > limit { Next::TooLarge(size) } else { Next::Record });
        }
        let end = borders.end_in(chunk);
        let taken = end.unwrap_or(chunk.len());
        size = size.saturating_add(taken as u64);
        if size <= limit {
            buffer.extend_from_slice(chunk.get(..taken).unwrap_or_default());
        } else {
            *buffer = Vec::new();
        }
        reader.consume(taken);
        if end.is_some() {
            return Ok(if size > limit { Next::TooLarge(size) } else { Next::Record });
        }
    }
}

/// Follows brackets and quotes.
#[derive(Default)]
struct Borders {
    depth: u64,
    quoted: bool,
    escaped: bool,
}

impl Borders {
    /// Where the record ends, behind its last byte.
    fn end_in(&mut self, chunk: &[u8]) -> Option<usize> {
        for (at, &byte) in chunk.iter().enumerate() {
            if self.escaped {
                self.escaped = false;
            } else if self.quoted {
                self.escaped = byte == b'\\';
                self.quoted = byte != b'"';
            } else {
                match byte {
                    b'"' => self.quoted = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => {
                        self.depth = self.depth.saturating_sub(1);
                        if self.depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
            }
        }
        None
    }
}

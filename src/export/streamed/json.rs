//! JSON lines: one object a paper.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::export::jsonl::Row;
use crate::model::streamed::Rows;
use crate::model::{Column, FindingTable, PaperFailure, StreamedPaper};

/// Writes a paper as one line. A paper that was mined has a key for each of `tables` and none for an error;
/// for one that failed it is the other way round.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(
    tables: &[FindingTable],
    paper: &StreamedPaper,
    out: &mut dyn Write,
) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Paper { tables, paper })?;
    out.write_all(b"\n")
}

struct Paper<'a> {
    tables: &'a [FindingTable],
    paper: &'a StreamedPaper,
}

impl Serialize for Paper<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { tables, paper } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &paper.id)?;
        map.serialize_entry("document", &paper.document)?;
        match &paper.outcome {
            Ok(found) => {
                for (FindingTable { finding, columns }, rows) in tables.iter().zip(found) {
                    match rows.first().filter(|_| finding.is_single()) {
                        Some(row) => map.serialize_entry(finding.name(), &Row { columns, row })?,
                        None => map.serialize_entry(finding.name(), &List { columns, rows })?,
                    }
                }
            }
            Err(failure) => map.serialize_entry("error", &Failure(failure))?,
        }
        map.end()
    }
}

struct List<'a> {
    columns: &'a [Column],
    rows: &'a Rows,
}

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = self.columns;
        serializer.collect_seq(self.rows.iter().map(|row| Row { columns, row }))
    }
}

struct Failure<'a>(&'a PaperFailure);

impl Serialize for Failure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let PaperFailure { kind, message, place } = self.0;
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("kind", kind)?;
        map.serialize_entry("message", message)?;
        map.serialize_entry("place", place)?;
        map.end()
    }
}

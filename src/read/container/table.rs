//! CSV and TSV: one record a row, its fields named by the first row.

use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;

use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::{Map, Value};

use super::{Form, PartNumber, Spot, Visit};
use crate::error::{ContainerFailure, Error};
use crate::read::encoding;
use crate::read::structured::has_text_column;

const UNIT: &str = "line";

/// Most columns of a table.
const MOST_COLUMNS: usize = 2_000;

/// Bytes that are read ahead of the row that they belong to.
const AHEAD: u64 = 1 << 17;

/// The separators that a first row is looked through for.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

impl Visit<'_> {
    /// Shows the rows of a table that has a column for full texts.
    pub(super) fn table(&mut self, reader: impl Read, form: Form, spot: &Spot) -> ControlFlow<()> {
        self.allow_row(spot);
        let mut reader = BufReader::with_capacity(1 << 16, reader);
        let separator = match form {
            Form::Tsv => b'\t',
            _ => match reader.fill_buf() {
                Ok(start) => separator(start),
                Err(error) => return self.refuse(spot, spot.failure(&error)),
            },
        };
        let mut rows = ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(reader);
        let columns: Vec<String> = match rows.byte_headers() {
            Ok(headers) => headers.iter().take(MOST_COLUMNS).map(words).collect(),
            Err(error) => return self.refuse(spot, table_failure(spot, &error)),
        };
        if !has_text_column(columns.iter().map(String::as_str), self.fields()) {
            let known = self.fields().known();
            return self.no_papers(spot, ContainerFailure::NoTextColumn { known }.into());
        }
        self.rows(&mut rows, &columns, form, spot)
    }

    fn rows(
        &mut self,
        rows: &mut Reader<impl Read>,
        columns: &[String],
        form: Form,
        spot: &Spot,
    ) -> ControlFlow<()> {
        let mut row = ByteRecord::new();
        for number in 0_usize.. {
            if !self.wants_more(PartNumber { member: spot.member, record: number }) {
                break;
            }
            self.allow_row(spot);
            let line = usize::try_from(rows.position().line()).unwrap_or(usize::MAX);
            match rows.read_byte_record(&mut row) {
                Ok(false) => break,
                Ok(true) => {
                    let start = row.position().map_or(line, |position| {
                        usize::try_from(position.line()).unwrap_or(usize::MAX)
                    });
                    let bytes = as_object(columns, &row);
                    self.record(spot, form, (UNIT, start), number, bytes)?;
                }
                Err(error) => {
                    let error = table_failure(spot, &error);
                    return self.refuse_record(spot, (UNIT, line), number, error);
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Allows a row of the largest size.
    fn allow_row(&self, spot: &Spot) {
        if let Some(meter) = &spot.meter {
            let limit = self.options.size_limit;
            meter.allow(Some(limit.saturating_add(AHEAD)), limit);
        }
    }
}

/// The separator that stands most often in the first line.
fn separator(start: &[u8]) -> u8 {
    let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |separator: &u8| line.iter().filter(|byte| *byte == separator).count();
    // Of equal ones the first counts.
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// A cell as text, in UTF-8 or an older encoding.
fn words(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => {
            encoding::decode(cell).unwrap_or_else(|_| String::from_utf8_lossy(cell).into_owned())
        }
    }
}

/// A row as a JSON object.
fn as_object(columns: &[String], row: &ByteRecord) -> Vec<u8> {
    let cells = columns.iter().zip(row.iter()).filter(|(_, cell)| !cell.is_empty());
    let fields: Map<String, Value> =
        cells.map(|(column, cell)| (column.clone(), Value::String(words(cell)))).collect();
    serde_json::to_vec(&Value::Object(fields)).unwrap_or_default()
}

fn table_failure(spot: &Spot, error: &csv::Error) -> Error {
    let spent = spot.meter.as_ref().and_then(|meter| meter.spent());
    spent.unwrap_or_else(|| ContainerFailure::Table(error.to_string())).into()
}

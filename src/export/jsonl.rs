//! JSON lines: one object a row, its keys in the order of the columns.
//!
//! Numbers in full, missing cells `null`, lists and records nested. No title, notes or provenance.

use std::io::{self, Write};
use std::ops::Range;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::model::table::RowSource;
use crate::model::{Cell, Column, Table};

/// Writes one line a row.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    table.rows().iter().try_for_each(|row| write_row(&table.columns, row, out))
}

/// Writes one row as one line: for results too large to be held as a table.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write_row(columns: &[Column], row: &[Cell], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Row { columns, row })?;
    out.write_all(b"\n")
}

/// Some rows of a large result, one a line.
pub(super) fn rows_to_bytes(
    columns: &[Column],
    source: &dyn RowSource,
    rows: Range<usize>,
) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut written = Ok(());
    source.visit_rows(rows, &mut |row| {
        if written.is_ok() {
            written = write_row(columns, row, &mut bytes);
        }
    });
    written.map(|()| bytes)
}

/// A row as an object with the columns' names as keys.
pub(super) struct Row<'a> {
    pub(super) columns: &'a [Column],
    pub(super) row: &'a [Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, cell) in self.columns.iter().zip(self.row) {
            map.serialize_entry(&column.name, &Value(cell))?;
        }
        map.end()
    }
}

struct Value<'a>(&'a Cell);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Missing => serializer.serialize_none(),
            Cell::Text(text) | Cell::Marked(text, _) => serializer.serialize_str(text),
            Cell::Integer(value) => serializer.serialize_i64(*value),
            Cell::Real(value) => serializer.serialize_f64(*value),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
            Cell::List(cells) => serializer.collect_seq(cells.iter().map(Value)),
            Cell::Record(fields) => {
                serializer.collect_map(fields.iter().map(|(name, cell)| (name, Value(cell))))
            }
        }
    }
}

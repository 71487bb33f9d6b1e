//! Cells as plain strings, for the formats that have no nesting, and the rule that keeps
//! spreadsheets from running text as a formula.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use super::number;
use crate::model::table::RowSource;
use crate::model::{Cell, Column, Table};

/// Writes header and rows with RFC 4180 quoting and `delimiter`; lines end with a line feed.
pub(super) fn write_delimited(table: &Table, delimiter: u8, out: &mut dyn Write) -> io::Result<()> {
    write_header(&table.columns, delimiter, out)?;
    let mut records = Records::new(delimiter, out);
    table.rows().iter().try_for_each(|row| records.write(row))?;
    records.finish()
}

/// Writes the header alone.
pub(super) fn write_header(
    columns: &[Column],
    delimiter: u8,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let names = columns.iter().map(|column| column.name.as_str());
    writer.write_record(names).map_err(cause_of)?;
    writer.flush()
}

/// Some rows of a large result, without a header.
pub(super) fn rows_to_bytes(
    source: &dyn RowSource,
    rows: Range<usize>,
    delimiter: u8,
) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut records = Records::new(delimiter, &mut bytes);
    let mut written = Ok(());
    source.visit_rows(rows, &mut |row| {
        if written.is_ok() {
            written = records.write(row);
        }
    });
    written.and_then(|()| records.finish())?;
    Ok(bytes)
}

/// Writes row after row.
struct Records<W: Write> {
    writer: csv::Writer<W>,
    /// A number as text.
    number: String,
}

impl<W: Write> Records<W> {
    fn new(delimiter: u8, out: W) -> Self {
        let writer =
            csv::WriterBuilder::new().delimiter(delimiter).has_headers(false).from_writer(out);
        Self { writer, number: String::new() }
    }

    fn write(&mut self, row: &[Cell]) -> io::Result<()> {
        row.iter().try_for_each(|cell| self.write_cell(cell)).map_err(cause_of)?;
        self.writer.write_record(None::<&[u8]>).map_err(cause_of)
    }

    fn write_cell(&mut self, cell: &Cell) -> csv::Result<()> {
        self.number.clear();
        match cell {
            Cell::Integer(value) => write!(self.number, "{value}").unwrap_or_default(),
            Cell::Real(value) => number::write_in_full(*value, &mut self.number),
            other => return self.writer.write_field(field(other).as_bytes()),
        }
        self.writer.write_field(&self.number)
    }

    fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The output's own error, whose kind callers look at: a closed pipe is no failure to them.
fn cause_of(error: csv::Error) -> io::Error {
    let message = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        _ => io::Error::other(message),
    }
}

/// A cell as a field of a delimited file: numbers in full, text made harmless.
fn field(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Missing | Cell::Integer(_) | Cell::Real(_) | Cell::Flag(_) => plain(cell),
        Cell::Text(text) | Cell::Marked(text, _) => harmless(text),
        Cell::List(_) | Cell::Record(_) => Cow::Owned(harmless(&plain(cell)).into_owned()),
    }
}

/// A cell as text: numbers in full, lists joined by `; ` and records by `, `.
pub(super) fn plain(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Missing => Cow::Borrowed(""),
        Cell::Text(text) | Cell::Marked(text, _) => Cow::Borrowed(text),
        Cell::Integer(value) => Cow::Owned(value.to_string()),
        Cell::Real(value) => Cow::Owned(number::in_full(*value).unwrap_or_default()),
        Cell::Flag(true) => Cow::Borrowed("true"),
        Cell::Flag(false) => Cow::Borrowed("false"),
        Cell::List(cells) => Cow::Owned(joined(cells.iter(), "; ")),
        Cell::Record(fields) => Cow::Owned(joined(fields.iter().map(|(_, cell)| cell), ", ")),
    }
}

fn joined<'a>(cells: impl Iterator<Item = &'a Cell>, separator: &str) -> String {
    let known: Vec<_> = cells.filter(|cell| **cell != Cell::Missing).map(plain).collect();
    known.join(separator)
}

/// Text that no spreadsheet takes for a formula.
///
/// Spreadsheets run a field that starts with `=`, `+`, `-` or `@` (some also behind a tab, carriage
/// return or line feed). Such text gets an apostrophe before it, as OWASP advises; so does
/// text that starts with apostrophes and then one of these, so that a reader can undo the rule:
/// take one apostrophe from text of the shape `'+[=+-@\t\r\n]`.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches('\'').chars().next();
    if first.is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless_and_numbers_left_alone() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("'@SUM"), "''@SUM");
        assert_eq!(harmless("'tis"), "'tis");
        assert_eq!(field(&Cell::Integer(-5)), "-5");
        assert_eq!(field(&Cell::Real(-0.5)), "-0.5");
    }

    #[test]
    fn nested_cells_are_joined() {
        let person = |family: &str, given: Option<&str>| {
            Cell::Record(vec![("family", family.into()), ("given", given.into())])
        };
        let authors = Cell::List(vec![person("Lee", Some("A.")), person("OECD", None)]);
        assert_eq!(plain(&authors), "Lee, A.; OECD");
    }
}

//! Cells as plain strings, for the formats that have no nesting, and the rule that keeps
//! spreadsheets from running text as a formula.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use super::number;
use crate::model::table::RowSource;
use crate::model::{Cell, Column, Table};

/// Bytes that are gathered before they go to the output.
const BUFFER: usize = 64 * 1024;

/// Writes header and rows with RFC 4180 quoting and `delimiter`; lines end with a line feed.
pub(super) fn write_delimited(table: &Table, delimiter: u8, out: &mut dyn Write) -> io::Result<()> {
    write_header(&table.columns, delimiter, out)?;
    let mut bytes = Vec::new();
    for row in table.rows() {
        write_row(row, delimiter, &mut bytes);
        if bytes.len() >= BUFFER {
            out.write_all(&bytes)?;
            bytes.clear();
        }
    }
    out.write_all(&bytes)?;
    out.flush()
}

/// Writes the header alone; names that come from papers and records are made harmless as cells are.
pub(super) fn write_header(
    columns: &[Column],
    delimiter: u8,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    let names = columns.iter().map(|column| harmless(&column.name));
    write_fields(names, delimiter, &mut bytes, |name, delimiter, out| {
        write_field(&name, delimiter, out);
    });
    out.write_all(&bytes)
}

/// Some rows of a large result, without a header.
pub(super) fn rows_to_bytes(
    source: &dyn RowSource,
    rows: Range<usize>,
    delimiter: u8,
) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.visit_rows(rows, &mut |row| write_row(row, delimiter, &mut bytes));
    Ok(bytes)
}

fn write_row(row: &[Cell], delimiter: u8, out: &mut Vec<u8>) {
    write_fields(row, delimiter, out, |cell, delimiter, out| match cell {
        // Digits need no quotes.
        Cell::Integer(value) => number::write_whole(*value, out),
        Cell::Real(value) => number::write_in_full(*value, out),
        other => write_field(&field(other), delimiter, out),
    });
}

/// Writes one line. A line of one empty field is written as `""`, so that it is no blank line.
fn write_fields<T>(
    fields: impl IntoIterator<Item = T>,
    delimiter: u8,
    out: &mut Vec<u8>,
    write: impl Fn(T, u8, &mut Vec<u8>),
) {
    let start = out.len();
    for (number, field) in fields.into_iter().enumerate() {
        if number > 0 {
            out.push(delimiter);
        }
        write(field, delimiter, out);
    }
    if out.len() == start {
        out.extend_from_slice(b"\"\"");
    }
    out.push(b'\n');
}

/// Bytes of a field from which on its signs are sought many at a time.
const SHORT: usize = 32;

/// Writes a field, in quotes where RFC 4180 (section 2, rules 5 to 7) asks for them.
///
/// Our own, since large results are mostly numbers, and looking for quotes in each digit took a fifth
/// of the time of a recount.
fn write_field(text: &str, delimiter: u8, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    let is_plain = if rest.len() < SHORT {
        let special = |&byte: &u8| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
        !rest.iter().any(special)
    } else {
        memchr::memchr3(delimiter, b'"', b'\n', rest).is_none()
            && memchr::memchr(b'\r', rest).is_none()
    };
    if is_plain {
        return out.extend_from_slice(rest);
    }
    out.push(b'"');
    while let Some(quote) = memchr::memchr(b'"', rest) {
        let (before, after) = rest.split_at(quote + 1);
        out.extend_from_slice(before);
        out.push(b'"');
        rest = after;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
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
        // A value that is missing keeps its place in a list, so that lists can be laid side by side.
        Cell::List(cells) => Cow::Owned(joined(cells.iter(), "; ")),
        Cell::Record(fields) => {
            let known = fields.iter().map(|(_, cell)| cell).filter(|cell| **cell != Cell::Missing);
            Cow::Owned(joined(known, ", "))
        }
    }
}

fn joined<'a>(cells: impl Iterator<Item = &'a Cell>, separator: &str) -> String {
    cells.map(plain).collect::<Vec<_>>().join(separator)
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
        let mut header = Vec::new();
        write_header(&[Column::text("=A1", ""), Column::text("b", "")], b',', &mut header).unwrap();
        assert_eq!(header, b"'=A1,b\n");
        assert_eq!(field(&Cell::Integer(-5)), "-5");
        assert_eq!(field(&Cell::Real(-0.5)), "-0.5");
    }

    #[test]
    fn what_is_missing_keeps_its_place_in_a_list() {
        let list = Cell::List(vec![Cell::Integer(1), Cell::Missing, Cell::Integer(3)]);
        assert_eq!(plain(&list), "1; ; 3");
        let record = Cell::Record(vec![("a", Cell::Missing), ("b", Cell::Integer(2))]);
        assert_eq!(plain(&record), "2");
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        let written = |fields: &[&str]| {
            let mut bytes = Vec::new();
            write_fields(fields, b',', &mut bytes, |field, delimiter, out| {
                write_field(field, delimiter, out);
            });
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(
            written(&["a b", "c,d", "\"e\"", "f\ng", ""]),
            "a b,\"c,d\",\"\"\"e\"\"\",\"f\ng\",\n"
        );
        assert_eq!(written(&[""]), "\"\"\n");
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

//! The cells of a spreadsheet or a delimited text file, as their program left them.
//!
//! `.xlsx`, `.xlsm`, `.xlsb`, `.xls` and `.ods` are read by the crate `calamine`; anything else is text in
//! any encoding that papers may have, divided by commas, semicolons (as spreadsheets write where the comma
//! divides decimals) or tabs.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};

use crate::error::{Error, ErrorKind, Result};
use crate::read::encoding::decode;

/// Endings of files that are no text.
const SPREADSHEETS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];

/// The cells of one sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// What a row is called where it is named.
    pub(super) unit: &'static str,
    /// Rows with any cell, each with the number that its program shows.
    pub(super) rows: Vec<(usize, Vec<String>)>,
}

/// Reads the file at `path`; of a spreadsheet the first sheet whose first row `fits`, else the first.
pub(super) fn read(path: &Path, fits: impl Fn(&[String]) -> bool) -> Result<Sheet> {
    let bytes = fs::read(path).map_err(|error| Error::reading(path, error))?;
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if SPREADSHEETS.contains(&ending.to_lowercase().as_str()) {
        return spreadsheet(bytes, fits)
            .map_err(|error| Error::new(ErrorKind::Spreadsheet).at_path(path).caused_by(error));
    }
    let text = decode(&bytes).map_err(|error| error.at_path(path))?;
    Ok(delimited(text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

fn spreadsheet(
    bytes: Vec<u8>,
    fits: impl Fn(&[String]) -> bool,
) -> std::result::Result<Sheet, calamine::Error> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes))?;
    let mut first = None;
    for name in book.sheet_names() {
        let rows = rows(&book.worksheet_range(&name)?);
        if rows.first().is_some_and(|(_, heading)| fits(heading)) {
            return Ok(Sheet { unit: "row", rows });
        }
        first = first.or(Some(rows));
    }
    Ok(Sheet { unit: "row", rows: first.unwrap_or_default() })
}

fn rows(range: &Range<Data>) -> Vec<(usize, Vec<String>)> {
    let before = range.start().map_or(0, |(row, _)| row as usize);
    let rows = range
        .rows()
        .enumerate()
        .map(|(row, cells)| (before + row + 1, cells.iter().map(content).collect::<Vec<String>>()));
    rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect()
}

/// What a cell shows; whole numbers without decimals.
fn content(cell: &Data) -> String {
    match cell {
        Data::Bool(true) => "1".to_owned(),
        Data::Bool(false) => "0".to_owned(),
        other => other.to_string().trim().to_owned(),
    }
}

fn delimited(text: &str) -> Sheet {
    // The reader counts lines that end in both characters too late.
    let text = text.replace("\r\n", "\n");
    let heading = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| heading.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = b";\t,".iter().copied().max_by_key(count).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // Neither text in UTF-8 nor rows of any length are errors to this reader.
    let rows = reader.records().filter_map(std::result::Result::ok).map(|record| {
        let line = record.position().map_or(0, |position| position.line());
        let cells = record.iter().map(|cell| unguarded(cell.trim()).to_owned()).collect();
        (usize::try_from(line).unwrap_or(usize::MAX), cells)
    });
    let rows = rows.filter(|(_, cells): &(usize, Vec<String>)| cells.iter().any(|c| !c.is_empty()));
    Sheet { unit: "line", rows: rows.collect() }
}

/// A cell without the apostrophe that keeps spreadsheets from running it as a formula (see
/// [`crate::export::csv`]).
fn unguarded(cell: &str) -> &str {
    let rest = cell.trim_start_matches('\'');
    let guarded = rest.len() < cell.len() && rest.starts_with(['=', '+', '-', '@']);
    if guarded { cell.get(1..).unwrap_or(cell) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_tabs_and_commas_divide_cells() {
        for delimiter in [";", "\t", ","] {
            let text =
                format!("key{delimiter}a,b\r\n\r\nk1{delimiter}\"x\ny\"\nk2{delimiter}'=1\n");
            let text = if delimiter == "," { text.replace("a,b", "ab") } else { text };
            let sheet = delimited(&text);
            assert_eq!(sheet.rows.len(), 3, "{text}");
            assert_eq!(sheet.rows[1], (3, vec!["k1".to_owned(), "x\ny".to_owned()]));
            assert_eq!(sheet.rows[2], (5, vec!["k2".to_owned(), "=1".to_owned()]));
        }
        assert!(delimited("").rows.is_empty());
    }
}

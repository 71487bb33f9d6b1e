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

/// Reads the file at `path`; `fits` says whether a row is the heading that is
/// sought: it tells the sheet of a spreadsheet, and the delimiter of a text file.
pub(super) fn read(path: &Path, fits: impl Fn(&[String]) -> bool) -> Result<Sheet> {
    let bytes = fs::read(path).map_err(|error| Error::reading(path, error))?;
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if SPREADSHEETS.contains(&ending.to_lowercase().as_str()) {
        return spreadsheet(bytes, fits)
            .map_err(|error| Error::new(ErrorKind::Spreadsheet).at_path(path).caused_by(error));
    }
    let text = decode(&bytes).map_err(|error| error.at_path(path))?;
    Ok(delimited(text.strip_prefix('\u{feff}').unwrap_or(&text), fits))
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

fn delimited(text: &str, fits: impl Fn(&[String]) -> bool) -> Sheet {
    // Lines are counted by one character.
    let text = text.replace("\r\n", "\n");
    let heading = text.lines().next().unwrap_or_default();
    let cells = |delimiter: char| -> Vec<String> {
        heading.split(delimiter).map(|cell| cell.trim_matches([' ', '"']).to_owned()).collect()
    };
    let divides = |delimiter: &char| fits(&cells(*delimiter));
    let delimiter = [',', ';', '\t'].into_iter().find(divides).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut line, mut counted) = (1, 0);
    // Neither text in UTF-8 nor rows of any length are errors to this reader.
    let rows = reader.records().filter_map(std::result::Result::ok).map(|record| {
        // A record begins with the empty lines before it.
        let start = record.position().map_or(0, |place| usize::try_from(place.byte()).unwrap_or(0));
        let empty =
            text.get(start..).unwrap_or_default().bytes().take_while(|&b| b == b'\n').count();
        let before = text.get(counted..start + empty).unwrap_or_default();
        line += before.bytes().filter(|&byte| byte == b'\n').count();
        counted = start + empty;
        (line, record.iter().map(|cell| unguarded(cell.trim()).to_owned()).collect())
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
            let sheet = delimited(&text, |cells| cells.contains(&"key".to_owned()));
            assert_eq!(sheet.rows.len(), 3, "{text}");
            assert_eq!(sheet.rows[1], (3, vec!["k1".to_owned(), "x\ny".to_owned()]));
            assert_eq!(sheet.rows[2], (5, vec!["k2".to_owned(), "=1".to_owned()]));
        }
        assert!(delimited("", |_| true).rows.is_empty());
    }
}

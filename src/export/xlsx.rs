//! A spreadsheet file (Office Open XML, ECMA-376) for Excel, LibreOffice and their kind.
//!
//! The first sheet holds a header and the rows, the second, `about`, says what the table is: title, notes,
//! provenance, and what each column means. Numbers are numbers and carry every digit; missing cells are
//! empty; lists and records are joined as in CSV. Text is never taken for a formula. Whole numbers that a
//! spreadsheet cannot hold exactly (beyond 2^53) are written as text.
//!
//! Limits of the format: 1,048,575 rows below the header, 16,384 columns (a table beyond them is refused),
//! and 32,767 UTF-16 units in a cell (longer text is cut and ends in `…`). The file carries no date: its
//! day of creation is 1 January 2000, so that equal tables give equal bytes. (The packer may choose other, equally
//! valid bytes on processors of another kind; what is packed is the same.)

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::flat;
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Column, Table};

/// Rows of a sheet, the header included.
const MOST_ROWS: usize = 1_048_576;
/// Columns of a sheet.
const MOST_COLUMNS: usize = 16_384;
/// UTF-16 units of a cell.
const MOST_UNITS: usize = 32_767;
/// The largest whole number up to which doubles hold all of them.
const MOST_EXACT: u64 = 1 << 53;
/// Width of a column with wrapped text, in characters.
const WRAPPED_WIDTH: f64 = 60.0;
/// Widths of other columns, in characters.
const WIDTHS: (usize, usize) = (6, 28);

/// Writes both sheets.
///
/// # Errors
/// Where the table is larger than a sheet, or `out` does not take the bytes.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if table.rows().len() >= MOST_ROWS || table.columns.len() > MOST_COLUMNS {
        let message = format!(
            "{} rows and {} columns are more than a sheet of xlsx holds ({} and {MOST_COLUMNS}); \
             use --format csv or jsonl",
            table.rows().len(),
            table.columns.len(),
            MOST_ROWS - 1
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let bytes = workbook(table).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new().set_title(table.title.as_str()).set_creation_datetime(&created),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&table.name))?;
    rows(sheet, table)?;
    about(workbook.add_worksheet(), table)?;
    workbook.save_to_buffer()
}

/// A name that a sheet may have: at most 31 characters, none of `[]:*?/\`, no apostrophe at its ends.
fn sheet_name(name: &str) -> String {
    let kept = name.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).take(31);
    let kept = kept.collect::<String>().trim_matches('\'').to_owned();
    if kept.is_empty() || kept.eq_ignore_ascii_case("about") { "table".to_owned() } else { kept }
}

fn rows(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_align(FormatAlign::Top);
    for (place, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, place, cut(&column.name), &heading)?;
        if column.display == Display::Wrapped {
            let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
            sheet.set_column_format(place, &wrapped)?;
        }
        sheet.set_column_width(place, width(table, usize::from(place), column))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let top = Format::new().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, cells) in (1_u32..).zip(table.rows()) {
        for ((place, cell), column) in (0_u16..).zip(cells).zip(&table.columns) {
            let format = if column.display == Display::Wrapped { &wrapped } else { &top };
            write_cell(sheet, row, place, cell, format)?;
        }
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Missing => {}
        #[expect(clippy::cast_precision_loss, reason = "only numbers that a double holds exactly")]
        Cell::Integer(value) if value.unsigned_abs() <= MOST_EXACT => {
            sheet.write_number_with_format(row, column, *value as f64, format)?;
        }
        Cell::Real(value) => {
            sheet.write_number_with_format(row, column, *value, format)?;
        }
        Cell::Flag(value) => {
            sheet.write_boolean_with_format(row, column, *value, format)?;
        }
        Cell::Integer(_) | Cell::Text(_) | Cell::Marked(..) | Cell::List(_) | Cell::Record(_) => {
            let text = flat::plain(cell);
            if !text.is_empty() {
                sheet.write_string_with_format(row, column, cut(&text), format)?;
            }
        }
    }
    Ok(())
}

/// The second sheet: what the table is, and what its columns mean.
fn about(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name("about")?;
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, 90)?;
    let mut lines: Vec<(&str, String)> = vec![("title", table.title.clone())];
    lines.extend(table.notes.iter().map(|note| ("note", note.clone())));
    lines.push(("made by", table.provenance.to_string()));
    lines.push(("", String::new()));
    lines.push(("column", "what it holds".to_owned()));
    lines.extend(table.columns.iter().map(|c| (c.name.as_str(), c.description.clone())));
    for (row, (key, value)) in (0_u32..).zip(lines) {
        sheet.write_string_with_format(row, 0, cut(key), &bold)?;
        sheet.write_string_with_format(row, 1, cut(&value), &wrapped)?;
    }
    Ok(())
}

/// How wide a column is, in characters: by its longest cell, within limits.
fn width(table: &Table, place: usize, column: &Column) -> f64 {
    if column.display == Display::Wrapped {
        return WRAPPED_WIDTH;
    }
    if matches!(column.kind, ColumnKind::Real { .. } | ColumnKind::Share) {
        return 12.0;
    }
    let cells = table.rows().iter().filter_map(|row| row.get(place));
    let longest = cells.map(|cell| flat::plain(cell).chars().take(WIDTHS.1).count()).max();
    let longest = longest.unwrap_or(0).max(column.name.chars().count());
    #[expect(clippy::cast_precision_loss, reason = "at most 28")]
    let width = longest.clamp(WIDTHS.0, WIDTHS.1) as f64;
    width + 2.0
}

/// `text` as far as it fits into a cell, with `…` in place of what does not.
fn cut(text: &str) -> Cow<'_, str> {
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return Cow::Borrowed(text);
    }
    let mut units = 1;
    let fitting = text.chars().take_while(|character| {
        units += character.len_utf16();
        units <= MOST_UNITS
    });
    let mut fitting: String = fitting.collect();
    fitting.push('…');
    Cow::Owned(fitting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_to_what_a_cell_holds() {
        let long = "𝔸".repeat(20_000);
        let short = cut(&long);
        assert_eq!(short.encode_utf16().count(), MOST_UNITS);
        assert!(short.ends_with('…'));
        assert_eq!(cut("abc"), "abc");
    }

    #[test]
    fn a_table_beyond_a_sheet_is_refused_with_advice() {
        let mut table = Table::new("wide", "Wide");
        table.columns = vec![Column::text("c", ""); MOST_COLUMNS + 1];
        let error = write(&table, &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("--format csv"), "{error}");
    }

    #[test]
    fn names_of_sheets_are_legal() {
        assert_eq!(sheet_name("themes_by_year"), "themes_by_year");
        assert_eq!(sheet_name("a/b:c"), "abc");
        assert_eq!(sheet_name("About"), "table");
        assert_eq!(sheet_name(&"x".repeat(40)).len(), 31);
    }
}

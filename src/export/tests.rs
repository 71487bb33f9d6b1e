//! What every format must hold to: read back equals written, equal input gives equal bytes.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::model::{Cell, Column};

fn bytes(table: &Table, format: ExportFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(table, format, &mut bytes).unwrap();
    bytes
}

fn all_formats() -> impl Iterator<Item = ExportFormat> {
    ExportFormat::NAMES.iter().map(|name| name.parse().unwrap())
}

fn table_of(rows: Vec<(Option<String>, i64, f64, bool)>) -> Table {
    let mut table = Table::new("awkward", "Awkward cells");
    table.columns = vec![
        Column::text("text", "words"),
        Column::integer("count", "places"),
        Column::real("rate", 2, "per 1,000 tokens"),
        Column::new(crate::model::table::ColumnKind::Flag, "negated", "yes or no"),
    ];
    for (text, count, rate, negated) in rows {
        table.push(vec![text.into(), Cell::Integer(count), Cell::real(rate), negated.into()]);
    }
    table
}

/// Text with everything that a format may stumble on.
fn awkward_text() -> impl Strategy<Value = Option<String>> {
    let part = prop_oneof![
        Just("\"".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\t,;|".to_owned()),
        Just("漢字".to_owned()),
        Just("e\u{301}".to_owned()),
        Just("👩‍👩‍👧".to_owned()),
        "[=+@'-]",
        "\\PC{0,4}",
        Just("\\<*`&".to_owned()),
    ];
    proptest::option::weighted(0.9, proptest::collection::vec(part, 1..6).prop_map(|p| p.concat()))
}

fn awkward_table() -> impl Strategy<Value = Table> {
    let row = (awkward_text(), any::<i64>(), any::<f64>(), any::<bool>());
    proptest::collection::vec(row, 0..12).prop_map(table_of)
}

/// Undoes the rule against formulas, as the documentation of `csv` says.
fn undone(field: &str) -> &str {
    let rest = field.trim_start_matches('\'');
    let risky = rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if risky && rest.len() < field.len() { &field[1..] } else { field }
}

fn check_delimited(
    table: &Table,
    format: ExportFormat,
    delimiter: u8,
) -> Result<(), TestCaseError> {
    let bytes = bytes(table, format);
    let mut reader = ::csv::ReaderBuilder::new().delimiter(delimiter).from_reader(&bytes[..]);
    let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
    prop_assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
    let records: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    prop_assert_eq!(records.len(), table.rows().len());
    for (record, row) in records.iter().zip(table.rows()) {
        for (field, cell) in record.iter().zip(row) {
            match cell {
                Cell::Missing => prop_assert_eq!(field, ""),
                Cell::Text(text) => {
                    prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
                    prop_assert_eq!(undone(field), text);
                }
                Cell::Integer(value) => prop_assert_eq!(field.parse::<i64>().unwrap(), *value),
                Cell::Real(value) => prop_assert_eq!(field.parse::<f64>().unwrap(), *value),
                Cell::Flag(value) => prop_assert_eq!(field.parse::<bool>().unwrap(), *value),
                other => prop_assert!(false, "no such cell was written: {:?}", other),
            }
        }
    }
    Ok(())
}

fn check_object(object: &Value, table: &Table, row: &[Cell]) -> Result<(), TestCaseError> {
    for (column, cell) in table.columns.iter().zip(row) {
        let value = &object[&column.name];
        match cell {
            Cell::Missing => prop_assert!(value.is_null()),
            Cell::Text(text) => prop_assert_eq!(value.as_str(), Some(text.as_str())),
            Cell::Integer(number) => prop_assert_eq!(value.as_i64(), Some(*number)),
            Cell::Real(number) => prop_assert_eq!(value.as_f64(), Some(*number)),
            Cell::Flag(flag) => prop_assert_eq!(value.as_bool(), Some(*flag)),
            other => prop_assert!(false, "no such cell was written: {:?}", other),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn csv_and_tsv_read_back_equal(table in awkward_table()) {
        check_delimited(&table, ExportFormat::Csv, b',')?;
        check_delimited(&table, ExportFormat::Tsv, b'\t')?;
    }

    #[test]
    fn json_and_json_lines_read_back_equal(table in awkward_table()) {
        let document: Value = serde_json::from_slice(&bytes(&table, ExportFormat::Json)).unwrap();
        let rows = document["rows"].as_array().unwrap();
        prop_assert_eq!(rows.len(), table.rows().len());
        prop_assert_eq!(document["columns"].as_array().unwrap().len(), table.columns.len());
        let text = String::from_utf8(bytes(&table, ExportFormat::Jsonl)).unwrap();
        let lines: Vec<_> = text.lines().collect();
        prop_assert_eq!(lines.len(), table.rows().len());
        for ((object, line), row) in rows.iter().zip(lines).zip(table.rows()) {
            check_object(object, &table, row)?;
            check_object(&serde_json::from_str(line).unwrap(), &table, row)?;
        }
    }

    #[test]
    fn xlsx_reads_back_equal(table in awkward_table()) {
        use calamine::{Data, Reader as _};
        let bytes = bytes(&table, ExportFormat::Xlsx);
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(io::Cursor::new(bytes)).unwrap();
        prop_assert_eq!(book.sheet_names(), ["awkward", "about"]);
        let sheet = book.worksheet_range("awkward").unwrap();
        let at = |row: usize, column: usize| {
            let (row, column) = (u32::try_from(row).unwrap(), u32::try_from(column).unwrap());
            sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty)
        };
        for (place, column) in table.columns.iter().enumerate() {
            prop_assert_eq!(at(0, place), Data::String(column.name.clone()));
        }
        for (row, cells) in table.rows().iter().enumerate() {
            for (place, cell) in cells.iter().enumerate() {
                match (cell, at(row + 1, place)) {
                    (Cell::Missing, found) => prop_assert_eq!(found, Data::Empty),
                    (Cell::Text(text), Data::Empty) => prop_assert_eq!(text, ""),
                    (Cell::Text(text), Data::String(found)) => prop_assert_eq!(&found, text),
                    (Cell::Integer(number), Data::String(found)) => prop_assert_eq!(found, number.to_string()),
                    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
                    (Cell::Integer(number), Data::Float(found)) => prop_assert_eq!(found, *number as f64),
                    (Cell::Real(number), Data::Float(found)) => prop_assert_eq!(found, *number),
                    (Cell::Flag(flag), found) => prop_assert_eq!(found, Data::Bool(*flag)),
                    (cell, found) => prop_assert!(false, "{:?} was written as {:?}", cell, found),
                }
            }
        }
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn parquet_reads_back_equal(table in awkward_table()) {
        use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
        use ::parquet::record::Field;
        let mut bytes = Vec::new();
        write(&table, ExportFormat::Parquet, &mut bytes).unwrap();
        // The reader wants a file or shared bytes.
        let mut file = tempfile::tempfile().unwrap();
        io::Write::write_all(&mut file, &bytes).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let metadata = reader.metadata().file_metadata();
        prop_assert_eq!(metadata.num_rows(), table.rows().len() as i64);
        let entries = metadata.key_value_metadata().unwrap();
        prop_assert_eq!(entries[0].value.as_deref(), Some("Awkward cells"));
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), table.rows().len());
        for (found, row) in rows.iter().zip(table.rows()) {
            for ((_, field), cell) in found.get_column_iter().zip(row) {
                match (cell, field) {
                    (Cell::Missing, Field::Null) => {}
                    (Cell::Text(text), Field::Str(found)) => prop_assert_eq!(found, text),
                    (Cell::Integer(value), Field::Long(found)) => prop_assert_eq!(found, value),
                    (Cell::Real(value), Field::Double(found)) => prop_assert_eq!(found, value),
                    (Cell::Flag(value), Field::Bool(found)) => prop_assert_eq!(found, value),
                    (cell, field) => prop_assert!(false, "{:?} was written as {:?}", cell, field),
                }
            }
        }
    }

    #[test]
    fn a_latex_row_is_one_line_with_one_cell_a_column(table in awkward_table()) {
        let text = String::from_utf8(bytes(&table, ExportFormat::Latex)).unwrap();
        let rows: Vec<&str> = text.lines().filter(|line| line.ends_with(" \\tabularnewline")).collect();
        prop_assert_eq!(rows.len(), table.rows().len() + 1);
        for row in rows {
            let cells = row.replace("\\&", "").matches('&').count() + 1;
            prop_assert_eq!(cells, table.columns.len());
        }
    }

    #[test]
    fn a_markdown_row_is_one_line_with_one_cell_a_column(table in awkward_table()) {
        let text = String::from_utf8(bytes(&table, ExportFormat::Markdown)).unwrap();
        let rows = text.split('\n').filter(|line| line.starts_with("| ")).count();
        prop_assert_eq!(rows, table.rows().len() + 2);
        for line in text.split('\n').filter(|line| line.starts_with("| ")) {
            let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            prop_assert_eq!(bars, table.columns.len() + 1);
        }
    }

    #[test]
    fn equal_tables_give_equal_bytes_in_every_format(table in awkward_table()) {
        for format in all_formats() {
            prop_assert_eq!(bytes(&table, format), bytes(&table.clone(), format));
        }
    }
}

#[test]
fn the_formats_agree_on_one_table() {
    let mut table = table_of(vec![
        (Some("=SUM(A1), \"x\"".into()), -3, 0.1 + 0.2, true),
        (None, 1_234_567, f64::NAN, false),
    ]);
    table.notes.push("Two rows.".into());
    table.provenance.version = "0".into();
    let extensions = ["txt", "csv", "tsv", "json", "jsonl", "md", "tex", "xlsx", "parquet"];
    for (format, extension) in all_formats().zip(extensions) {
        assert_eq!(format.extension(), extension);
        if format.is_binary() {
            continue;
        }
        let text = String::from_utf8(bytes(&table, format)).unwrap();
        insta::assert_snapshot!(format!("formats_{format}"), text);
    }
}

#[test]
fn every_name_is_a_format_of_that_name() {
    for format in all_formats() {
        assert_eq!(format.name().parse(), Ok(format));
    }
    let message = "excel".parse::<ExportFormat>().unwrap_err().to_string();
    assert!(message.contains("table, csv, tsv, json, jsonl, markdown, latex, xlsx"), "{message}");
}

/// An output that its reader has closed.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn every_format_hands_on_what_its_output_says() {
    let table = table_of(vec![(Some("a".to_owned()), 1, 0.5, true)]);
    for format in all_formats() {
        let error = write(&table, format, &mut Closed).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format}");
    }
}

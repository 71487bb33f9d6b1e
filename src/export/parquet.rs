//! Apache Parquet: typed columns for pandas, polars, R, DuckDB, Spark.
//!
//! Whole numbers are INT64, other numbers DOUBLE, flags BOOLEAN, words UTF8 BYTE_ARRAY; every column is optional,
//! and what is missing is null. Lists and records are joined as in CSV, but nothing is escaped, since no
//! spreadsheet reads the file. A column one of whose cells does not fit its kind is one of words. Title, notes,
//! provenance (as JSON) and the meaning of each column stand in the key-value metadata under `leitmotif.…`.
//!
//! Pages are packed by Snappy, which every reader knows. Equal tables give equal bytes.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::flat;
use crate::model::table::ColumnKind;
use crate::model::{Cell, Table};

/// Rows of a row group.
const GROUP: usize = 131_072;

/// Writes the table.
///
/// # Errors
/// Where `out` does not take the bytes, or the table has no column, which the format does not allow.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if table.columns.is_empty() {
        let message = "a table without columns cannot be written as parquet";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let bytes = file(table).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn file(table: &Table) -> Result<Vec<u8>, ParquetError> {
    let kinds: Vec<Physical> =
        (0..table.columns.len()).map(|place| physical(table, place)).collect();
    let fields = table.columns.iter().zip(&kinds).map(|(column, &kind)| {
        let text = (kind == Physical::BYTE_ARRAY).then_some(LogicalType::String);
        Type::primitive_type_builder(&column.name, kind)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(text)
            .build()
            .map(Arc::new)
    });
    let fields: Vec<_> = fields.collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder("table").with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_created_by(format!("leitmotif {}", table.provenance.version))
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(metadata(table)))
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    for rows in table.rows().chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        for (place, &kind) in kinds.iter().enumerate() {
            let cells = || rows.iter().map(move |row| row.get(place).unwrap_or(&Cell::Missing));
            if let Some(mut column) = group.next_column()? {
                write_column(&mut column, kind, cells)?;
                column.close()?;
            }
        }
        group.close()?;
    }
    writer.into_inner()
}

/// The type of a column: that of its kind, or words where a cell does not fit it.
fn physical(table: &Table, place: usize) -> Physical {
    let kind = match table.columns.get(place).map(|column| column.kind) {
        Some(ColumnKind::Integer | ColumnKind::Ordinal) => Physical::INT64,
        Some(ColumnKind::Real { .. } | ColumnKind::Share) => Physical::DOUBLE,
        Some(ColumnKind::Flag) => Physical::BOOLEAN,
        Some(ColumnKind::Text | ColumnKind::Path | ColumnKind::Nested) | None => {
            Physical::BYTE_ARRAY
        }
    };
    let fits = |cell: &Cell| {
        matches!(
            (cell, kind),
            (Cell::Missing, _)
                | (Cell::Integer(_), Physical::INT64)
                | (Cell::Real(_), Physical::DOUBLE)
                | (Cell::Flag(_), Physical::BOOLEAN)
        )
    };
    let all_fit = table.rows().iter().all(|row| row.get(place).is_none_or(fits));
    if all_fit { kind } else { Physical::BYTE_ARRAY }
}

/// Writes the cells of a column: a level for each, 1 where it has a value, and the values.
fn write_column<'a, Cells: Iterator<Item = &'a Cell>>(
    column: &mut SerializedColumnWriter<'_>,
    kind: Physical,
    cells: impl Fn() -> Cells,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = cells().map(|cell| i16::from(*cell != Cell::Missing)).collect();
    let levels = Some(levels.as_slice());
    match kind {
        Physical::INT64 => {
            let whole =
                |cell: &Cell| if let Cell::Integer(value) = cell { Some(*value) } else { None };
            let values: Vec<i64> = cells().filter_map(whole).collect();
            column.typed::<Int64Type>().write_batch(&values, levels, None)?;
        }
        Physical::DOUBLE => {
            let real = |cell: &Cell| if let Cell::Real(value) = cell { Some(*value) } else { None };
            let values: Vec<f64> = cells().filter_map(real).collect();
            column.typed::<DoubleType>().write_batch(&values, levels, None)?;
        }
        Physical::BOOLEAN => {
            let flag = |cell: &Cell| if let Cell::Flag(value) = cell { Some(*value) } else { None };
            let values: Vec<bool> = cells().filter_map(flag).collect();
            column.typed::<BoolType>().write_batch(&values, levels, None)?;
        }
        _ => {
            let known = cells().filter(|cell| **cell != Cell::Missing);
            let values: Vec<ByteArray> = known
                .map(|cell| ByteArray::from(flat::plain(cell).into_owned().into_bytes()))
                .collect();
            column.typed::<ByteArrayType>().write_batch(&values, levels, None)?;
        }
    }
    Ok(())
}

/// What the table is, and what its columns mean.
fn metadata(table: &Table) -> Vec<KeyValue> {
    let entry = |key: &str, value: String| KeyValue::new(format!("leitmotif.{key}"), value);
    let provenance = serde_json::to_string(&table.provenance).unwrap_or_default();
    let columns: serde_json::Map<String, serde_json::Value> = table
        .columns
        .iter()
        .map(|column| (column.name.clone(), column.description.clone().into()))
        .collect();
    vec![
        entry("title", table.title.clone()),
        entry("notes", table.notes.join("\n")),
        entry("provenance", provenance),
        entry("columns", serde_json::Value::Object(columns).to_string()),
    ]
}

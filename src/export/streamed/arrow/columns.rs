//! Cells laid out as Arrow columns.
//!
//! A cell that does not fit the type of its column is an error, never a value that is lost.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, StringArray, StructArray,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, FieldRef, Fields, Schema};

use crate::model::streamed::Rows;
use crate::model::{Cell, FindingTable, PaperFailure, StreamedPaper};

type Result<T> = std::result::Result<T, ArrowError>;

const MISSING: Cell = Cell::Missing;

/// The columns of a batch of papers.
pub(super) fn of(
    schema: &Schema,
    tables: &[FindingTable],
    papers: &[StreamedPaper],
) -> Result<Vec<ArrayRef>> {
    let mut columns = vec![
        strings(papers.iter().map(|paper| paper.id.as_deref()))?,
        strings(papers.iter().map(|paper| paper.document.as_deref()))?,
    ];
    for (number, table) in tables.iter().enumerate() {
        let rows: Vec<Option<&Rows>> = papers
            .iter()
            .map(|paper| paper.outcome.as_ref().ok().and_then(|tables| tables.get(number)))
            .collect();
        let field = schema.field_with_name(table.finding.name())?;
        columns.push(match field.data_type() {
            DataType::List(item) => table_of(item, &rows)?,
            DataType::Struct(fields) => {
                let first: Vec<Option<&Vec<Cell>>> =
                    rows.iter().map(|rows| rows.and_then(|rows| rows.first())).collect();
                rows_of(fields, &first)?
            }
            other => return Err(unfit(other, "a table")),
        });
    }
    columns.push(failures(schema, papers)?);
    Ok(columns)
}

fn failures(schema: &Schema, papers: &[StreamedPaper]) -> Result<ArrayRef> {
    let errors: Vec<Option<&PaperFailure>> =
        papers.iter().map(|paper| paper.outcome.as_ref().err()).collect();
    let parts: [fn(&PaperFailure) -> &str; 3] =
        [|failure| failure.kind, |failure| &failure.message, |failure| &failure.place];
    let columns: Result<Vec<ArrayRef>> =
        parts.into_iter().map(|part| strings(errors.iter().map(|error| error.map(part)))).collect();
    match schema.field_with_name("error")?.data_type() {
        DataType::Struct(fields) => {
            let known = NullBuffer::from_iter(errors.iter().map(Option::is_some));
            Ok(Arc::new(StructArray::try_new(fields.clone(), columns?, Some(known))?))
        }
        other => Err(unfit(other, "an error")),
    }
}

/// A list of structs for each paper; null where there is no table.
fn table_of(item: &FieldRef, tables: &[Option<&Rows>]) -> Result<ArrayRef> {
    let DataType::Struct(fields) = item.data_type() else {
        return Err(unfit(item.data_type(), "rows"));
    };
    let rows: Vec<Option<&Vec<Cell>>> =
        tables.iter().flatten().flat_map(|rows| rows.iter().map(Some)).collect();
    let lengths = tables.iter().map(|rows| rows.map_or(0, Vec::len));
    let known = NullBuffer::from_iter(tables.iter().map(Option::is_some));
    let offsets = offsets(lengths)?;
    let list = ListArray::try_new(Arc::clone(item), offsets, rows_of(fields, &rows)?, Some(known));
    Ok(Arc::new(list?))
}

/// Rows as structs, whose fields are the columns in their order.
fn rows_of(fields: &Fields, rows: &[Option<&Vec<Cell>>]) -> Result<ArrayRef> {
    let columns = fields.iter().enumerate().map(|(number, field)| {
        let cells = rows.iter().map(|row| row.and_then(|row| row.get(number)).unwrap_or(&MISSING));
        column(field.data_type(), &cells.collect::<Vec<&Cell>>())
    });
    let columns: Result<Vec<ArrayRef>> = columns.collect();
    let known = NullBuffer::from_iter(rows.iter().map(Option::is_some));
    Ok(Arc::new(StructArray::try_new(fields.clone(), columns?, Some(known))?))
}

/// Cells as a column of this type.
fn column(kind: &DataType, cells: &[&Cell]) -> Result<ArrayRef> {
    match kind {
        DataType::Utf8 => {
            let texts: Result<Vec<_>> = cells.iter().map(|cell| text(cell)).collect();
            strings(texts?.into_iter())
        }
        DataType::Int64 => {
            let numbers = cells.iter().map(|cell| match cell {
                Cell::Missing => Ok(None),
                Cell::Integer(value) => Ok(Some(*value)),
                other => Err(misfit(kind, other)),
            });
            Ok(Arc::new(numbers.collect::<Result<Int64Array>>()?))
        }
        DataType::Float64 => {
            let numbers = cells.iter().map(|cell| match cell {
                Cell::Missing => Ok(None),
                Cell::Real(value) => Ok(Some(*value)),
                other => Err(misfit(kind, other)),
            });
            Ok(Arc::new(numbers.collect::<Result<Float64Array>>()?))
        }
        DataType::Boolean => {
            let flags = cells.iter().map(|cell| match cell {
                Cell::Missing => Ok(None),
                Cell::Flag(flag) => Ok(Some(*flag)),
                other => Err(misfit(kind, other)),
            });
            Ok(Arc::new(flags.collect::<Result<BooleanArray>>()?))
        }
        DataType::List(item) => list_of(item, cells),
        DataType::Struct(fields) => record_of(fields, cells),
        other => Err(unfit(other, "a cell")),
    }
}

fn list_of(item: &FieldRef, cells: &[&Cell]) -> Result<ArrayRef> {
    let lists = cells.iter().map(|cell| match cell {
        Cell::Missing => Ok(None),
        Cell::List(items) => Ok(Some(items)),
        other => Err(misfit(item.data_type(), other)),
    });
    let lists: Vec<Option<&Vec<Cell>>> = lists.collect::<Result<_>>()?;
    let items: Vec<&Cell> = lists.iter().flatten().flat_map(|items| items.iter()).collect();
    let lengths = lists.iter().map(|items| items.map_or(0, Vec::len));
    let known = NullBuffer::from_iter(lists.iter().map(Option::is_some));
    let offsets = offsets(lengths)?;
    let values = column(item.data_type(), &items)?;
    Ok(Arc::new(ListArray::try_new(Arc::clone(item), offsets, values, Some(known))?))
}

/// Records as structs, field by field by name; a name that the struct lacks is an error.
fn record_of(fields: &Fields, cells: &[&Cell]) -> Result<ArrayRef> {
    let records = cells.iter().map(|cell| match cell {
        Cell::Missing => Ok(None),
        Cell::Record(record) => match record.iter().find(|(name, _)| fields.find(name).is_none()) {
            Some((name, _)) => Err(ArrowError::SchemaError(format!("no field `{name}`"))),
            None => Ok(Some(record)),
        },
        other => Err(misfit(&DataType::Struct(fields.clone()), other)),
    });
    let records: Vec<_> = records.collect::<Result<_>>()?;
    let columns = fields.iter().map(|field| {
        let cells = records.iter().map(|record| {
            let named = record.and_then(|record| {
                record.iter().find(|(name, _)| name == field.name()).map(|(_, cell)| cell)
            });
            named.unwrap_or(&MISSING)
        });
        column(field.data_type(), &cells.collect::<Vec<&Cell>>())
    });
    let columns: Result<Vec<ArrayRef>> = columns.collect();
    let known = NullBuffer::from_iter(records.iter().map(Option::is_some));
    Ok(Arc::new(StructArray::try_new(fields.clone(), columns?, Some(known))?))
}

fn text(cell: &Cell) -> Result<Option<&str>> {
    match cell {
        Cell::Missing => Ok(None),
        Cell::Text(text) | Cell::Marked(text, _) => Ok(Some(text)),
        other => Err(misfit(&DataType::Utf8, other)),
    }
}

/// Words as a column; an error where there are more than offsets of 32 bits can tell apart.
fn strings<'c>(texts: impl Iterator<Item = Option<&'c str>> + Clone) -> Result<ArrayRef> {
    let lengths = texts.clone().map(|text| text.map_or(0, str::len));
    let offsets = offsets(lengths)?;
    let bytes: Vec<u8> = texts.clone().flatten().flat_map(str::bytes).collect();
    let known = NullBuffer::from_iter(texts.map(|text| text.is_some()));
    let array = StringArray::try_new(offsets, Buffer::from_vec(bytes), Some(known))?;
    Ok(Arc::new(array))
}

fn offsets(lengths: impl Iterator<Item = usize>) -> Result<OffsetBuffer<i32>> {
    let offsets = OffsetBuffer::try_from_lengths(lengths);
    offsets.map_err(|error| ArrowError::ComputeError(format!("a batch is too large: {error}")))
}

fn misfit(kind: &DataType, cell: &Cell) -> ArrowError {
    ArrowError::SchemaError(format!("a cell that is no {kind}: {cell:?}"))
}

fn unfit(kind: &DataType, what: &str) -> ArrowError {
    ArrowError::SchemaError(format!("{what} cannot be {kind}"))
}

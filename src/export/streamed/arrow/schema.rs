//! The types of the columns.
//!
//! | column kind | Arrow type |
//! |---|---|
//! | words, paths | `utf8` |
//! | counts, numbers of years, sentences, bytes | `int64` |
//! | real numbers, shares | `float64` |
//! | yes or no | `bool` |
//! | several values | `list`, of the structs below |
//!
//! Nested columns: `authors` and `editors` are lists of `{family, given}`; `references` of `{start, end, label}`;
//! `candidates` of `{start, end, score, differs}`, where `differs` is a list of words; `confidences` of `{field,
//! confidence}`. Every field may be null.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema};

use crate::model::table::ColumnKind;
use crate::model::{Column, FindingTable};

/// The schema of a stream with these tables.
#[must_use]
pub fn schema(tables: &[FindingTable]) -> Schema {
    let mut fields = vec![text("id"), text("document")];
    fields.extend(tables.iter().map(|FindingTable { finding, columns }| {
        let row = DataType::Struct(columns.iter().map(field).collect());
        let kind = if finding.is_single() { row } else { list(row) };
        Field::new(finding.name(), kind, true)
    }));
    let error = DataType::Struct(["kind", "message", "place"].map(text).into_iter().collect());
    fields.push(Field::new("error", error, true));
    Schema::new(fields)
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn list(item: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("item", item, true)))
}

fn field(column: &Column) -> Field {
    let kind = match column.kind {
        ColumnKind::Text | ColumnKind::Path => DataType::Utf8,
        ColumnKind::Integer | ColumnKind::Ordinal => DataType::Int64,
        ColumnKind::Real { .. } | ColumnKind::Share => DataType::Float64,
        ColumnKind::Flag => DataType::Boolean,
        ColumnKind::Nested => list(nested(&column.name)),
    };
    Field::new(&column.name, kind, true)
}

/// What a list is of, by the name of its column; words, where nothing else is said.
fn nested(column: &str) -> DataType {
    let number = |name: &str| Field::new(name, DataType::Int64, true);
    let share = |name: &str| Field::new(name, DataType::Float64, true);
    let fields: Fields = match column {
        "authors" | "editors" => ["family", "given"].map(text).into_iter().collect(),
        "references" => [number("start"), number("end"), text("label")].into_iter().collect(),
        "candidates" => {
            let differs = Field::new("differs", list(DataType::Utf8), true);
            [number("start"), number("end"), share("score"), differs].into_iter().collect()
        }
        "confidences" => [text("field"), share("confidence")].into_iter().collect(),
        _ => return DataType::Utf8,
    };
    DataType::Struct(fields)
}

//! One JSON document: `name`, `title`, `provenance`, `notes`, `columns` with their descriptions,
//! and `rows` as objects, one on a line.
//!
//! Numbers in full, missing cells `null`, lists and records nested.

use std::io::{self, Write};

use serde::Serialize;

use super::jsonl::Row;
use crate::model::table::ColumnKind;
use crate::model::{Column, Provenance, Table};

/// Writes the document.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let head = Head {
        name: &table.name,
        title: &table.title,
        provenance: &table.provenance,
        notes: &table.notes,
        columns: table.columns.iter().map(ColumnHead::of).collect(),
    };
    let text = serde_json::to_string_pretty(&head)?;
    out.write_all(text.trim_end_matches(['\n', '}']).as_bytes())?;
    out.write_all(b",\n  \"rows\": [")?;
    for (index, row) in table.rows().iter().enumerate() {
        out.write_all(if index == 0 { b"\n    " } else { b",\n    " })?;
        serde_json::to_writer(&mut *out, &Row { columns: &table.columns, row })?;
    }
    out.write_all(if table.is_empty() { b"]\n}\n" } else { b"\n  ]\n}\n" })
}

#[derive(Serialize)]
struct Head<'a> {
    name: &'a str,
    title: &'a str,
    provenance: &'a Provenance,
    notes: &'a [String],
    columns: Vec<ColumnHead<'a>>,
}

#[derive(Serialize)]
struct ColumnHead<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: &'a str,
}

impl<'a> ColumnHead<'a> {
    fn of(column: &'a Column) -> Self {
        let kind = match column.kind {
            ColumnKind::Text | ColumnKind::Path => "string",
            ColumnKind::Integer | ColumnKind::Ordinal => "integer",
            ColumnKind::Real { .. } | ColumnKind::Share => "number",
            ColumnKind::Flag => "boolean",
            ColumnKind::Nested => "array",
        };
        Self { name: &column.name, kind, description: &column.description }
    }
}

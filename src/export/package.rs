//! A folder of results as a data package: `datapackage.json` says what each file holds and documents
//! every column, so that R, Python and people read the tables rightly.
//!
//! By the Data Package specification, version 1 (Frictionless Data), which readers know best: tables
//! are `tabular-data-resource`s with a table schema, other files plain resources. Columns called
//! `document`, `theme` and `work_id` refer to the tables of papers, themes and works. What a result was
//! made from stands under `leitmotif`, for the package and for each table. No clock is read, so there
//! is no `created`.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::{ExportFormat, flat};
use crate::model::table::ColumnKind;
use crate::model::{Column, Provenance, Table};

/// The tables that others refer to, each with its key and the columns that hold it elsewhere.
const KEYS: [(&str, &str, &str); 3] = [
    ("papers", "document", "document"),
    ("codebook", "theme", "theme"),
    ("works", "work", "work_id"),
];

const CSV: &str = "text/csv";
const PARQUET: &str = "application/vnd.apache.parquet";

/// A package: its files in order, and what they were made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// The files.
    pub resources: Vec<Resource>,
    provenance: Provenance,
}

/// One file.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Name below the folder of the package.
    pub path: String,
    /// What it shows, for its reader.
    pub title: String,
    /// Its kind of content.
    pub mediatype: String,
    /// What the table holds, where it is one.
    pub table: Option<TableSchema>,
}

/// What a table holds.
#[derive(Clone, Debug, PartialEq)]
pub struct TableSchema {
    /// Name of the table.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows.
    pub rows: usize,
    /// Remarks that a reader needs.
    pub notes: Vec<String>,
    /// What it was made from.
    pub provenance: Provenance,
}

impl Resource {
    /// A table that is written under its name as CSV, or in a binary format.
    #[must_use]
    pub fn of_table(table: &Table, format: ExportFormat) -> Self {
        let mediatype = if format.is_binary() { PARQUET } else { CSV };
        Self {
            path: format!("{}.{}", table.name, format.extension()),
            title: table.title.clone(),
            mediatype: mediatype.to_owned(),
            table: Some(TableSchema {
                name: table.name.clone(),
                columns: table.columns.clone(),
                rows: table.rows().len(),
                notes: table.notes.clone(),
                provenance: table.provenance.clone(),
            }),
        }
    }

    /// Any other file.
    #[must_use]
    pub fn of_file(path: &str, title: &str, mediatype: &str) -> Self {
        Self {
            path: path.to_owned(),
            title: title.to_owned(),
            mediatype: mediatype.to_owned(),
            table: None,
        }
    }
}

impl Package {
    /// A package without files.
    #[must_use]
    pub const fn new(provenance: Provenance) -> Self {
        Self { resources: Vec::new(), provenance }
    }

    /// Writes `datapackage.json`.
    ///
    /// # Errors
    /// Where `out` does not take the bytes.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let described = Described {
            profile: "data-package",
            name: "leitmotif",
            title: "Themes, citations and references of research papers, by leitmotif",
            leitmotif: &self.provenance,
            resources: self.resources.iter().map(|resource| self.describe(resource)).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &described)?;
        out.write_all(b"\n")
    }

    fn describe<'a>(&'a self, resource: &'a Resource) -> DescribedResource<'a> {
        let Resource { path, title, mediatype, table } = resource;
        let name = match table {
            Some(table) => &table.name,
            None => path,
        };
        DescribedResource {
            name,
            path,
            // The profile of tables is for CSV alone.
            profile: if mediatype == CSV { "tabular-data-resource" } else { "data-resource" },
            title,
            format: path.rsplit('.').next().unwrap_or_default(),
            mediatype,
            encoding: (mediatype != PARQUET).then_some("utf-8"),
            description: table
                .as_ref()
                .filter(|table| !table.notes.is_empty())
                .map(|table| table.notes.join(" ")),
            rows: table.as_ref().map(|table| table.rows),
            schema: table.as_ref().map(|table| self.schema(table, mediatype == CSV)),
            leitmotif: table.as_ref().map(|table| &table.provenance),
        }
    }

    fn schema<'a>(&self, table: &'a TableSchema, is_csv: bool) -> Schema<'a> {
        let key = KEYS.iter().find(|(name, ..)| *name == table.name);
        let has = |name: &str| {
            self.resources
                .iter()
                .any(|resource| resource.table.as_ref().is_some_and(|t| t.name == name))
        };
        let referring = KEYS.iter().filter(|(other, _, column)| {
            *other != table.name && has(other) && table.columns.iter().any(|c| c.name == *column)
        });
        Schema {
            fields: table.columns.iter().map(|column| Field::of(column, is_csv)).collect(),
            missing_values: [""],
            primary_key: key.map(|(_, key, _)| *key),
            foreign_keys: referring
                .map(|&(resource, key, column)| ForeignKey {
                    fields: column,
                    reference: Reference { resource, fields: key },
                })
                .collect(),
        }
    }

    /// Writes `README.md`: what the files are, for people.
    ///
    /// # Errors
    /// Where `out` does not take the bytes.
    pub fn write_readme(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# What is here\n\nMade by {}.\n", self.provenance)?;
        writeln!(
            out,
            "`datapackage.json` describes every file by the Data Package specification and says what \
             each column\nholds. In R: `frictionless::read_package(\"datapackage.json\")`; in Python: \
             `frictionless.Package(\"datapackage.json\")`.\n"
        )?;
        writeln!(out, "| file | what | rows |\n|---|---|---|")?;
        for Resource { path, title, table, .. } in &self.resources {
            let rows = table.as_ref().map_or_else(String::new, |table| table.rows.to_string());
            writeln!(out, "| `{path}` | {} | {rows} |", title.replace('|', "\\|"))?;
        }
        let is_csv = self.resources.iter().any(|resource| resource.mediatype == CSV);
        let tables = if is_csv {
            "Tables are CSV in UTF-8: a header, commas, a missing value empty. Text that a spreadsheet would \
             run as a\nformula has an apostrophe before it."
        } else {
            "Tables are Parquet: typed columns, a missing value null."
        };
        writeln!(
            out,
            "\n{tables} Several values in one cell are joined by `; `. Places in texts (`start`,\n`end`) are \
             UTF-8 bytes of the source file where that is plain text."
        )
    }
}

#[derive(Serialize)]
struct Described<'a> {
    profile: &'a str,
    name: &'a str,
    title: &'a str,
    leitmotif: &'a Provenance,
    resources: Vec<DescribedResource<'a>>,
}

#[derive(Serialize)]
struct DescribedResource<'a> {
    name: &'a str,
    path: &'a str,
    profile: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    format: &'a str,
    mediatype: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Schema<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leitmotif: Option<&'a Provenance>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'a> {
    fields: Vec<Field<'a>>,
    missing_values: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_key: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field<'a> {
    name: Cow<'a, str>,
    #[serde(rename = "type")]
    kind: &'static str,
    description: &'a str,
}

impl<'a> Field<'a> {
    /// In CSV a column has its name as it is written there.
    fn of(column: &'a Column, is_csv: bool) -> Self {
        let kind = match column.kind {
            // Several values stand in one cell of a delimited file.
            ColumnKind::Text | ColumnKind::Path | ColumnKind::Nested => "string",
            ColumnKind::Integer | ColumnKind::Ordinal => "integer",
            ColumnKind::Real { .. } | ColumnKind::Share => "number",
            ColumnKind::Flag => "boolean",
        };
        let name = if is_csv { flat::harmless(&column.name) } else { Cow::Borrowed(&*column.name) };
        Self { name, kind, description: &column.description }
    }
}

#[derive(Serialize)]
struct ForeignKey {
    fields: &'static str,
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    resource: &'static str,
    fields: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cell;

    fn package() -> serde_json::Value {
        let mut papers = Table::new("papers", "Papers");
        papers.columns = vec![Column::text("document", "name"), Column::ordinal("year", "year")];
        papers.push(vec!["a.txt".into(), Cell::Missing]);
        let mut mentions = Table::new("mentions", "Mentions");
        mentions.columns = vec![
            Column::text("document", "name"),
            Column::text("theme", "path"),
            Column::new(ColumnKind::Flag, "negated", "denied"),
        ];
        mentions.notes.push("A note.".to_owned());
        let mut package = Package::new(Provenance::new("export"));
        package.resources = vec![
            Resource::of_table(&papers, ExportFormat::Csv),
            Resource::of_table(&mentions, ExportFormat::Csv),
            Resource::of_file("references.bib", "References", "application/x-bibtex"),
        ];
        let mut bytes = Vec::new();
        package.write(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn every_column_has_its_type_and_meaning() {
        let package = package();
        let mentions = &package["resources"][1];
        assert_eq!(mentions["path"], "mentions.csv");
        assert_eq!(mentions["rows"], 0);
        assert_eq!(mentions["description"], "A note.");
        assert_eq!(mentions["schema"]["fields"][2]["type"], "boolean");
        assert_eq!(mentions["schema"]["fields"][2]["description"], "denied");
        assert_eq!(package["leitmotif"]["command"], "export");
    }

    #[test]
    fn tables_refer_to_those_that_are_there() {
        let package = package();
        assert_eq!(package["resources"][0]["schema"]["primaryKey"], "document");
        let keys = package["resources"][1]["schema"]["foreignKeys"].as_array().unwrap();
        // There is no table of themes in this package.
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0]["reference"]["resource"], "papers");
        assert!(package["resources"][2].get("schema").is_none());
        assert_eq!(package["resources"][2]["name"], "references.bib");
    }
}

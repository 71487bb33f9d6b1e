//! Results as files and terminal tables: one format a file, and every format takes any
//! [`Table`].
//!
//! | format | numbers | missing | lists and records | title, notes, provenance |
//! |---|---|---|---|---|
//! | [`csv`], [`tsv`] | in full | empty | joined | no: rows only |
//! | [`json`] | in full | `null` | nested | yes |
//! | [`jsonl`] | in full | `null` | nested | no: one object a row |
//! | [`markdown`] | rounded | empty | joined | yes |
//! | [`latex`] | rounded, thousands grouped | `·` | joined | yes |
//! | [`terminal`] | rounded, thousands grouped | `·` | joined | yes |
//! | [`xlsx`] | in full | empty | joined | yes, on a sheet of their own |
//! | `parquet` (feature of this name) | in full | null | joined | yes, as metadata |
//!
//! Beside tables there are [`bibliography`], for programs that manage references, and [`annotated`],
//! a paper's text with its citations marked; [`package`] describes a folder of tables, and [`streamed`] writes
//! the papers of a stream one by one.
//!
//! To add a format: its file with a `write` function, a variant of [`ExportFormat`], a row above.
//! The contract tests at the foot of `tests.rs` then hold it to: read back equals written, and
//! equal input gives equal bytes.

pub mod annotated;
pub mod bibliography;
pub mod csv;
pub mod json;
pub mod jsonl;
pub mod latex;
pub mod manifest;
pub mod markdown;
pub mod network;
pub mod number;
pub mod package;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod streamed;
pub mod terminal;
pub mod tsv;
pub mod xlsx;

mod flat;
pub(crate) mod markup;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::model::table::RowSource;
use crate::model::{Column, Table};
use crate::parallel::map_in_order;

pub use terminal::TerminalStyle;

/// The formats that a result can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportFormat {
    /// A table for a terminal, drawn in this style.
    Table(TerminalStyle),
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One JSON document with provenance, columns and rows.
    Json,
    /// One JSON object a row.
    Jsonl,
    /// A Markdown pipe table.
    Markdown,
    /// A table for LaTeX.
    Latex,
    /// A spreadsheet file.
    Xlsx,
    /// A file of typed columns.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl ExportFormat {
    /// The names that [`ExportFormat::from_str`] knows, in the order of the help.
    pub const NAMES: &'static [&'static str] = &[
        "table",
        "csv",
        "tsv",
        "json",
        "jsonl",
        "markdown",
        "latex",
        "xlsx",
        #[cfg(feature = "parquet")]
        "parquet",
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table(_) => "table",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Markdown => "markdown",
            Self::Latex => "latex",
            Self::Xlsx => "xlsx",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }

    /// Whether its bytes are no text, so that they belong in a file and not on a terminal.
    #[must_use]
    pub const fn is_binary(self) -> bool {
        match self {
            Self::Xlsx => true,
            #[cfg(feature = "parquet")]
            Self::Parquet => true,
            _ => false,
        }
    }

    /// The usual ending of a file of this format, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Table(_) => "txt",
            Self::Markdown => "md",
            Self::Latex => "tex",
            other => other.name(),
        }
    }
}

impl ExportFormat {
    /// The same where it can be written row by row; `None` for a format that looks at the rows together.
    #[must_use]
    pub const fn by_rows(self) -> Option<RowFormat> {
        match self {
            Self::Csv => Some(RowFormat::Csv),
            Self::Tsv => Some(RowFormat::Tsv),
            Self::Jsonl => Some(RowFormat::Jsonl),
            _ => None,
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A text that names no export format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no export format; choose one of {known}", known = ExportFormat::NAMES.join(", "))]
pub struct NotAFormat(pub String);

impl FromStr for ExportFormat {
    type Err = NotAFormat;

    /// The format of this name; the table comes in the default style.
    ///
    /// ```
    /// use leitmotif::export::ExportFormat;
    /// assert_eq!("csv".parse(), Ok(ExportFormat::Csv));
    /// assert!("word".parse::<ExportFormat>().is_err());
    /// ```
    fn from_str(name: &str) -> Result<Self, NotAFormat> {
        match name {
            "table" => Ok(Self::Table(TerminalStyle::default())),
            "csv" => Ok(Self::Csv),
            "tsv" => Ok(Self::Tsv),
            "json" => Ok(Self::Json),
            "jsonl" => Ok(Self::Jsonl),
            "markdown" => Ok(Self::Markdown),
            "latex" => Ok(Self::Latex),
            "xlsx" => Ok(Self::Xlsx),
            #[cfg(feature = "parquet")]
            "parquet" => Ok(Self::Parquet),
            _ => Err(NotAFormat(name.to_owned())),
        }
    }
}

/// Writes `table` to `out`.
///
/// # Errors
/// Where `out` does not take the bytes.
///
/// ```
/// use leitmotif::export::{write, ExportFormat};
/// use leitmotif::model::{Column, Table};
/// let mut table = Table::new("works", "Most cited works");
/// table.columns = vec![Column::text("work", "label"), Column::integer("papers", "citing papers")];
/// table.push(vec!["Lee, \"Small\" (2003)".into(), 4_u64.into()]);
/// let mut bytes = Vec::new();
/// write(&table, ExportFormat::Csv, &mut bytes)?;
/// assert_eq!(bytes, b"work,papers\n\"Lee, \"\"Small\"\" (2003)\",4\n");
/// # std::io::Result::Ok(())
/// ```
pub fn write(table: &Table, format: ExportFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        ExportFormat::Table(style) => terminal::write(table, style, out),
        ExportFormat::Csv => csv::write(table, out),
        ExportFormat::Tsv => tsv::write(table, out),
        ExportFormat::Json => json::write(table, out),
        ExportFormat::Jsonl => jsonl::write(table, out),
        ExportFormat::Markdown => markdown::write(table, out),
        ExportFormat::Latex => latex::write(table, out),
        ExportFormat::Xlsx => xlsx::write(table, out),
        #[cfg(feature = "parquet")]
        ExportFormat::Parquet => parquet::write(table, out),
    }
}

/// A format that needs no row but the one at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// [`ExportFormat::Csv`].
    Csv,
    /// [`ExportFormat::Tsv`].
    Tsv,
    /// [`ExportFormat::Jsonl`].
    Jsonl,
}

/// Rows that one thread puts into bytes at a time.
const BLOCK: usize = 2_048;

/// Blocks that are held at a time.
const BLOCKS: usize = 64;

/// Writes the rows of `source` under these columns, as [`write()`] would write them as a table, without
/// holding them all: on `jobs` threads, with the same bytes for any number of them.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write_rows(
    columns: &[Column],
    source: &dyn RowSource,
    format: RowFormat,
    jobs: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        RowFormat::Csv => flat::write_header(columns, b',', out)?,
        RowFormat::Tsv => flat::write_header(columns, b'\t', out)?,
        RowFormat::Jsonl => {}
    }
    let count = source.row_count();
    let starts: Vec<usize> = (0..count).step_by(BLOCK).collect();
    for starts in starts.chunks(BLOCKS) {
        let blocks = map_in_order(starts, jobs, |_, &start| {
            let rows = start..(start + BLOCK).min(count);
            match format {
                RowFormat::Csv => flat::rows_to_bytes(source, rows, b','),
                RowFormat::Tsv => flat::rows_to_bytes(source, rows, b'\t'),
                RowFormat::Jsonl => jsonl::rows_to_bytes(columns, source, rows),
            }
        });
        for block in blocks {
            out.write_all(&block?)?;
        }
    }
    Ok(())
}

/// `character` in a form that is safe to show: control characters as `�`, marks that turn the
/// direction of writing, and others that nobody sees, not at all.
fn printable(character: char) -> Option<char> {
    match character {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        '\u{feff}' | '\u{ad}' => None,
        _ if character.is_control() => Some('\u{fffd}'),
        _ => Some(character),
    }
}

//! Results as files and terminal tables: one format a file, and every format takes any
//! [`Table`].
//!
//! | format | numbers | missing | lists and records | title, notes, provenance |
//! |---|---|---|---|---|
//! | [`csv`], [`tsv`] | in full | empty | joined | no: rows only |
//! | [`json`] | in full | `null` | nested | yes |
//! | [`jsonl`] | in full | `null` | nested | no: one object a row |
//! | [`markdown`] | rounded | empty | joined | yes |
//! | [`terminal`] | rounded, thousands grouped | `·` | joined | yes |
//!
//! Beside tables there are [`bibliography`], for programs that manage references, and [`annotated`],
//! a paper's text with its citations marked.
//!
//! To add a format: its file with a `write` function, a variant of [`ExportFormat`], a row above.
//! The contract tests at the foot of `tests.rs` then hold it to: read back equals written, and
//! equal input gives equal bytes.

pub mod annotated;
pub mod bibliography;
pub mod csv;
pub mod json;
pub mod jsonl;
pub mod markdown;
pub mod number;
pub mod terminal;
pub mod tsv;

mod flat;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::model::Table;

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
}

impl ExportFormat {
    /// The names that [`ExportFormat::from_str`] knows, in the order of the help.
    pub const NAMES: [&'static str; 6] = ["table", "csv", "tsv", "json", "jsonl", "markdown"];

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
        }
    }

    /// The usual ending of a file of this format, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Table(_) => "txt",
            Self::Markdown => "md",
            other => other.name(),
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
    }
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

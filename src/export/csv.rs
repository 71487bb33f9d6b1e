//! Comma-separated values: a header line, then the rows, quoted as RFC 4180 (section 2) says.
//!
//! UTF-8 without a byte order mark; lines end with a line feed. Numbers in full, missing cells
//! empty. Text that a spreadsheet would run as a formula gets an apostrophe before it: text that
//! starts with `=`, `+`, `-`, `@`, tab, carriage return or line feed, whether or not apostrophes
//! stand before. Lists are joined by `; ` and records by `, `.

use std::io::{self, Write};

use super::flat;
use crate::model::Table;

/// Writes header and rows.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    flat::write_delimited(table, b',', out)
}

//! Tab-separated values: as [`csv`](super::csv), with tabs between the fields.
//!
//! Fields that hold a tab, a quote or a line break are quoted as in CSV; `read.delim` of R and
//! `read_csv(sep="\t")` of pandas read them so.

use std::io::{self, Write};

use super::flat;
use crate::model::Table;

/// Writes header and rows.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    flat::write_delimited(table, b'\t', out)
}

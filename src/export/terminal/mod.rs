//! A table for a terminal: fitted to its width, numbers flush right with their thousands grouped,
//! bars, indented theme trees, highlighted words.
//!
//! How it works: every cell becomes a [`Text`] safe to print, the [`layout`] finds the width of
//! each column, then rows are drawn line by line. Colours (ANSI sequences) come only when the style
//! asks for them; without them the bytes hold no control character but line feeds, whatever the
//! papers hold.
//!
//! Limits: the whole table is laid out before the first line is written, since widths depend on
//! all rows. Terminals disagree on the width of some emoji; columns may then be off by one.

mod draw;
mod layout;
#[cfg(test)]
mod tests;
mod text;

use std::io::{self, Write};

use layout::Layout;
use text::Text;

use crate::model::Table;
use crate::model::table::Display;

/// How a table is drawn on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalStyle {
    /// Columns of the terminal that may be used; less than 20 counts as 20.
    pub width: usize,
    /// Whether ANSI colours may be used.
    pub colour: bool,
}

impl Default for TerminalStyle {
    /// 100 columns, no colour: for pipes and files.
    fn default() -> Self {
        Self { width: 100, colour: false }
    }
}

/// Columns without room that are named.
const NAMED: usize = 8;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const BAR: &str = "\u{1b}[36m";
const MARK: &str = "\u{1b}[1;33m";
const RESET: &str = "\u{1b}[0m";

/// Writes title, heading, rows, notes and provenance.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(table: &Table, style: TerminalStyle, out: &mut dyn Write) -> io::Result<()> {
    let style = TerminalStyle { width: style.width.max(20), ..style };
    let layout = Layout::of(table, style.width);
    let mut lines = String::new();
    for line in Text::new(&table.title, &[]).wrapped(style.width) {
        lines.push_str(&paint(line.as_str(), BOLD, style.colour));
        lines.push('\n');
    }
    lines.push('\n');
    draw::heading(&layout, style.colour, &mut lines);
    for row in 0..table.rows().len() {
        draw::row(&layout, row, style.colour, &mut lines);
        if lines.len() > 1 << 16 {
            out.write_all(lines.as_bytes())?;
            lines.clear();
        }
    }
    if table.is_empty() {
        lines.push_str(&paint("none", DIM, style.colour));
        lines.push('\n');
    }
    for remark in remarks(table, &layout) {
        lines.push('\n');
        for line in Text::new(&remark, &[]).wrapped(style.width) {
            lines.push_str(&paint(line.as_str(), DIM, style.colour));
            lines.push('\n');
        }
    }
    out.write_all(lines.as_bytes())
}

/// A column as a terminal shows it, for other formats that are read by people.
pub(super) struct PrintedColumn {
    pub(super) heading: String,
    /// A cell for each row; themes are indented by two spaces for each level.
    pub(super) cells: Vec<String>,
    pub(super) flush_right: bool,
    /// The width of the widest cell or of the heading.
    pub(super) width: usize,
}

/// The columns that a terminal with any room would show, but for rows of small bars.
pub(super) fn printed_columns(table: &Table) -> Vec<PrintedColumn> {
    let columns = layout::drawn_columns(table);
    let columns = columns.filter(|column| column.display != Display::Spark);
    columns
        .map(|column| PrintedColumn {
            heading: column.heading.as_str().to_owned(),
            cells: column.cells.iter().map(|cell| cell.as_str().to_owned()).collect(),
            flush_right: column.flush_right,
            width: column.width,
        })
        .collect()
}

/// What stands below the rows: the notes, what did not fit, the provenance.
fn remarks(table: &Table, layout: &Layout) -> Vec<String> {
    let mut remarks = table.notes.clone();
    if !layout.left_out.is_empty() {
        let named: Vec<&str> = layout.left_out.iter().take(NAMED).map(String::as_str).collect();
        let more = match layout.left_out.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        remarks.push(format!(
            "Too narrow for: {}{more}. A wider terminal or another --format shows them.",
            named.join(", ")
        ));
    }
    remarks.push(table.provenance.to_string());
    remarks
}

/// `text` in a colour, where colours are wanted.
fn paint(text: &str, code: &str, colour: bool) -> String {
    if colour && !text.is_empty() { format!("{code}{text}{RESET}") } else { text.to_owned() }
}

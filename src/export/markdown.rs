//! A pipe table of GitHub-flavoured Markdown, under its title, with notes and provenance below.
//!
//! Numbers are rounded as on a terminal, but their thousands are not grouped. Backslashes, pipes,
//! angle brackets, asterisks and backquotes in text are escaped; line breaks become `<br>`; other
//! control characters become spaces. Columns that a terminal hides are left out here too.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{flat, number};
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Table};

/// Writes title, table, notes and provenance.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!("**{}**\n\n", escaped(&table.title));
    let shown: Vec<_> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.display != Display::Hidden)
        .collect();
    let names: Vec<_> = shown.iter().map(|(_, column)| escaped(&column.name)).collect();
    let rules: Vec<_> = shown
        .iter()
        .map(|(_, column)| if column.kind.is_numeric() { "---:" } else { "---" })
        .collect();
    push_line(&mut text, &names);
    push_line(&mut text, &rules);
    for row in table.rows() {
        let cells: Vec<_> = shown
            .iter()
            .map(|&(index, column)| row.get(index).map(|cell| value(cell, column.kind)))
            .map(Option::unwrap_or_default)
            .collect();
        push_line(&mut text, &cells);
    }
    for note in &table.notes {
        let _ = write!(text, "\n{}\n", escaped(note));
    }
    let _ = write!(text, "\nSource: {}\n", escaped(&table.provenance.to_string()));
    out.write_all(text.as_bytes())
}

fn push_line(text: &mut String, cells: &[impl AsRef<str>]) {
    text.push('|');
    for cell in cells {
        let _ = write!(text, " {} |", cell.as_ref());
    }
    text.push('\n');
}

fn value(cell: &Cell, kind: ColumnKind) -> String {
    match (cell, kind) {
        (Cell::Real(value), ColumnKind::Real { decimals }) => {
            number::rounded(*value, decimals).replace(',', "")
        }
        (Cell::Real(value), ColumnKind::Share) => format!("{} %", number::percentage(*value)),
        _ => escaped(&flat::plain(cell)),
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.trim().chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' => escaped.push_str("<br>"),
            '\\' | '|' | '<' | '>' | '*' | '`' => escaped.extend(['\\', character]),
            _ if character.is_control() => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}

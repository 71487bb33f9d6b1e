//! Lines of a table that has been laid out.

use super::layout::{DrawnColumn, GAP, Layout, bar, padding};
use super::text::Text;
use super::{BAR, BOLD, DIM, MARK, RESET, paint};
use crate::model::table::{ColumnKind, Display};

/// The headings and a rule below them.
pub(super) fn heading(layout: &Layout, colour: bool, lines: &mut String) {
    let mut line = Line::default();
    for column in &layout.columns {
        let text = column.heading.cut_end(column.full_width());
        let width = if column.flush_right { column.width } else { column.full_width() };
        let painted = paint(text.as_str(), BOLD, colour);
        line.add(&painted, &padding(text.as_str(), width), column.flush_right);
        line.skip(column.full_width().saturating_sub(width.max(text.width())) + GAP);
    }
    line.end(lines);
    lines.push_str(&paint(&"─".repeat(layout.width()), DIM, colour));
    lines.push('\n');
}

/// The row at place `row`, over as many lines as its longest cell needs.
pub(super) fn row(layout: &Layout, row: usize, colour: bool, lines: &mut String) {
    let cells: Vec<Vec<Text>> = layout.columns.iter().map(|column| fitted(column, row)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(1);
    for place in 0..height {
        let mut line = Line::default();
        for (column, texts) in layout.columns.iter().zip(&cells) {
            match texts.get(place) {
                Some(text) => {
                    let painted = painted(text, column.display, colour);
                    line.add(&painted, &padding(text.as_str(), column.width), column.flush_right);
                }
                None => line.skip(column.width),
            }
            if column.bar_width > 0 {
                let part = column.bars.get(row).copied().unwrap_or(0.0);
                let bar = if place == 0 { bar(part, column.bar_width) } else { String::new() };
                line.skip(1);
                line.add(&paint(&bar, BAR, colour), &padding(&bar, column.bar_width), false);
            }
            line.skip(GAP);
        }
        line.end(lines);
    }
    let wraps = layout.columns.iter().any(|column| column.display == Display::Wrapped);
    if wraps && row + 1 < layout.columns.first().map_or(0, |column| column.cells.len()) {
        lines.push('\n');
    }
}

/// A line whose blanks are written only when something follows them.
#[derive(Default)]
struct Line {
    text: String,
    blanks: usize,
}

impl Line {
    fn skip(&mut self, columns: usize) {
        self.blanks += columns;
    }

    fn add(&mut self, painted: &str, padding: &str, flush_right: bool) {
        if painted.is_empty() {
            self.blanks += padding.len();
            return;
        }
        if flush_right {
            self.blanks += padding.len();
        }
        self.text.extend(std::iter::repeat_n(' ', self.blanks));
        self.text.push_str(painted);
        self.blanks = if flush_right { 0 } else { padding.len() };
    }

    fn end(self, lines: &mut String) {
        lines.push_str(&self.text);
        lines.push('\n');
    }
}

/// The cell cut or wrapped to the width of its column.
fn fitted(column: &DrawnColumn, row: usize) -> Vec<Text> {
    let Some(cell) = column.cells.get(row) else { return Vec::new() };
    match column.display {
        Display::Wrapped => cell.wrapped(column.width),
        Display::Before => vec![cell.cut_start(column.width)],
        // The ends of paths tell them apart.
        Display::Plain | Display::Brief if column.kind == ColumnKind::Path => {
            vec![cell.cut_start(column.width)]
        }
        _ => vec![cell.cut_end(column.width)],
    }
}

/// The text with its marks, or all of a node, in colour.
fn painted(text: &Text, display: Display, colour: bool) -> String {
    if display == Display::Node {
        return paint(text.as_str(), MARK, colour);
    }
    if colour && text.marks().is_empty() && matches!(text.as_str(), "0" | "0 %" | "·") {
        return paint(text.as_str(), DIM, colour);
    }
    if !colour || text.marks().is_empty() {
        return text.as_str().to_owned();
    }
    let mut painted = String::new();
    let mut end = 0;
    for mark in text.marks() {
        painted.push_str(text.as_str().get(end..mark.start).unwrap_or_default());
        painted.push_str(MARK);
        painted.push_str(mark.of(text.as_str()));
        painted.push_str(RESET);
        end = mark.end;
    }
    painted.push_str(text.as_str().get(end..).unwrap_or_default());
    painted
}

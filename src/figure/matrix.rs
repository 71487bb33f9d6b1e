//! Matrices: a shaded cell with its number where a row and a column meet.
//!
//! The shade repeats the number, so the eye finds what the number says exactly.

use std::fmt::Write as _;

use super::palette::shade;
use super::scale::Measure;
use super::svg::{Anchor, INK, SIZE, SMALL, Words, close_mark, grid, number, open_mark};
use super::{Figure, text};
use crate::export::markup::escaped;

/// Height of a row.
const ROW: f64 = 22.0;
/// Indentation of a level.
const INDENT: f64 = 14.0;

/// The name of a row or column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatrixLabel {
    /// The name.
    pub text: String,
    /// Levels above it in the tree.
    pub depth: usize,
    /// Where it leads.
    pub link: Option<String>,
}

/// Where a row and a column meet.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixCell {
    /// The number.
    pub value: f64,
    /// All that it says in words.
    pub note: String,
    /// Where it leads.
    pub link: Option<String>,
}

/// A matrix of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// What it shows, in a line.
    pub title: String,
    /// What its marks mean.
    pub description: String,
    /// How numbers are printed.
    pub measure: Measure,
    /// Names of the rows.
    pub rows: Vec<MatrixLabel>,
    /// Names of the columns.
    pub columns: Vec<MatrixLabel>,
    /// For each row a cell for each column, or none where there is nothing to say; a cell of 0 is left
    /// without a shade.
    pub cells: Vec<Vec<Option<MatrixCell>>>,
}

impl Matrix {
    /// The matrix with room for its labels; as wide as it needs, and never cut.
    #[must_use]
    pub fn draw(&self) -> Figure {
        let left = self
            .rows
            .iter()
            .map(|row| text::width(&row.text, SIZE) * 1.04 + INDENT * row.depth as f64)
            .fold(0.0, f64::max);
        let left = left.min(280.0) + 12.0;
        let values = || self.cells.iter().flatten().flatten().map(|cell| cell.value);
        let numbers =
            values().map(|value| text::width(&self.printed(value), SMALL)).fold(0.0, f64::max);
        let longest =
            self.columns.iter().map(|column| text::width(&column.text, SMALL)).fold(0.0, f64::max);
        // Names stand upright where they are short, else they climb.
        let level = longest + 8.0 <= 84.0 && self.columns.len() <= 14;
        let column =
            if level { (longest + 10.0).max(numbers + 10.0) } else { (numbers + 10.0).max(30.0) };
        let climb = longest.min(220.0) * std::f64::consts::FRAC_1_SQRT_2;
        let top = if level { 26.0 } else { climb + 18.0 };
        let width =
            left + column * self.columns.len() as f64 + if level { 4.0 } else { climb + 8.0 };
        let most = values().fold(0.0, f64::max);
        let mut out = String::new();
        let tree = self.rows.iter().any(|row| row.depth > 0);
        for (place, label) in self.columns.iter().enumerate() {
            column_name(&mut out, label, left + column * (place as f64 + 0.5), top, level);
        }
        for (place, (label, cells)) in self.rows.iter().zip(&self.cells).enumerate() {
            let y = top + ROW * place as f64;
            if label.depth == 0 && place > 0 && tree {
                grid(&mut out, (0.0, y), (left + column * self.columns.len() as f64, y));
            }
            row_name(&mut out, label, tree && label.depth == 0, y, left);
            for (across, cell) in cells.iter().enumerate() {
                if let Some(cell) = cell {
                    self.cell(&mut out, cell, (left + column * across as f64, y), column, most);
                }
            }
        }
        let height = top + ROW * self.rows.len() as f64 + 4.0;
        Figure {
            title: self.title.clone(),
            description: self.description.clone(),
            width,
            height,
            body: out,
        }
    }

    fn printed(&self, value: f64) -> String {
        match self.measure {
            // One decimal does for an overview, and columns stay narrow.
            Measure::Rate if value > 0.0 => format!("{value:.1}"),
            _ if value == 0.0 => String::new(),
            measure => measure.printed(value),
        }
    }

    fn cell(&self, out: &mut String, cell: &MatrixCell, (x, y): (f64, f64), width: f64, most: f64) {
        if cell.value <= 0.0 {
            return;
        }
        let (fill, ink) = shade(cell.value, most);
        let note = format!("{} · {}", self.printed(cell.value), cell.note);
        open_mark(out, cell.link.as_deref(), &note);
        let _ = writeln!(
            out,
            "<rect class=\"cell\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\" fill=\"{fill}\"/>\n\
             <text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"{SMALL}\" fill=\"{ink}\">{}</text>",
            number(x + 1.0),
            number(y + 1.0),
            number(width - 2.0),
            number(ROW - 2.0),
            number(x + width / 2.0),
            number(y + ROW / 2.0 + 3.9),
            escaped(&self.printed(cell.value))
        );
        close_mark(out, cell.link.as_deref());
    }
}

fn row_name(out: &mut String, label: &MatrixLabel, bold: bool, y: f64, left: f64) {
    let indent = INDENT * label.depth as f64;
    let shown = text::cut(&label.text, SIZE, left - 10.0 - indent);
    let link = label.link.as_deref();
    if link.is_some() || shown != label.text {
        open_mark(out, link, &label.text);
    }
    Words::new(&shown, indent, y + ROW / 2.0 + 4.4).bold(bold).draw(out);
    if link.is_some() || shown != label.text {
        close_mark(out, link);
    }
}

fn column_name(out: &mut String, label: &MatrixLabel, x: f64, top: f64, level: bool) {
    if level {
        Words::new(&label.text, x, top - 10.0).small().anchored(Anchor::Middle).draw(out);
        return;
    }
    let shown = text::cut(&label.text, SMALL, 220.0);
    let _ = writeln!(
        out,
        "<text class=\"ink\" transform=\"translate({} {}) rotate(-45)\" font-size=\"{SMALL}\" fill=\"{INK}\">{}</text>",
        number(x + 3.0),
        number(top - 6.0),
        escaped(&shown)
    );
}

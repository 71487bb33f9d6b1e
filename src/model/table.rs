//! The one rectangular result that every exporter accepts.
//!
//! A query ends in a typed result, the typed result turns itself into a [`Table`], and every
//! export format writes any table: analyses and formats meet only here. Numbers stay numbers until
//! a format writes them, so that files carry full precision and terminals round.
//!
//! A column says what its cells are ([`ColumnKind`]) and how a terminal should draw them
//! ([`Display`]); files pay no heed to the latter.

use std::ops::Range;

use super::{Provenance, Span};

/// A rectangular result: named columns, rows of as many cells, and where it comes from.
///
/// ```
/// use leitmotif::model::table::{Cell, Column, Table};
/// let mut table = Table::new("themes", "Themes in 2 papers");
/// table.columns.push(Column::text("theme", "path of the theme"));
/// table.columns.push(Column::integer("mentions", "places where the theme is raised").bar());
/// table.push(vec!["motives.proactive".into(), 7_u64.into()]);
/// table.push(vec!["motives.reactive".into()]);
/// assert_eq!(table.rows()[1], ["motives.reactive".into(), Cell::Missing]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Short name in lower case, fit for a file name.
    pub name: String,
    /// What the table shows, for its reader.
    pub title: String,
    /// The columns; fixed before the first row is pushed.
    pub columns: Vec<Column>,
    /// Remarks that a reader needs to understand the numbers.
    pub notes: Vec<String>,
    /// What the numbers were made from, and how.
    pub provenance: Provenance,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without columns and rows.
    #[must_use]
    pub fn new(name: impl Into<String>, title: impl Into<String>) -> Self {
        Self { name: name.into(), title: title.into(), ..Self::default() }
    }

    /// Adds a row. A short row is filled with missing cells; cells beyond the columns are dropped.
    pub fn push(&mut self, mut cells: Vec<Cell>) {
        cells.resize(self.columns.len(), Cell::Missing);
        self.rows.push(cells);
    }

    /// The table with all rows of `source` behind its own.
    #[must_use]
    pub fn filled(mut self, source: &dyn RowSource) -> Self {
        source.visit_rows(0..source.row_count(), &mut |row| self.push(row.to_vec()));
        self
    }

    /// The rows, each with as many cells as there are columns.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Whether the table has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The place of the column called `name`.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// The rows of a result that may be too large to be held as a table: made where they are asked for.
pub trait RowSource: Sync {
    /// How many rows there are.
    fn row_count(&self) -> usize;

    /// Shows the rows with these numbers in their order, each with a cell for each column.
    fn visit_rows(&self, rows: Range<usize>, visit: &mut dyn FnMut(&[Cell]));
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// A dotted path in a tree, such as `motives.proactive`.
    Path,
    /// Counts, whose thousands a terminal may group.
    Integer,
    /// Whole numbers that are names, never grouped: years, sentence and page numbers.
    Ordinal,
    /// Numbers of any size, shown to so many decimals; files carry them in full.
    Real {
        /// Decimals on a terminal.
        decimals: u8,
    },
    /// Parts of a whole from 0 to 1; a terminal shows percentages.
    Share,
    /// Yes or no.
    Flag,
    /// Several values, or values with names: nested in JSON, joined elsewhere.
    Nested,
}

impl ColumnKind {
    /// Whether cells are numbers, which stand flush right.
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Ordinal | Self::Real { .. } | Self::Share)
    }
}

/// How a terminal draws a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Display {
    /// As it is, cut at its end where the line is too short.
    #[default]
    Plain,
    /// As it is, but cut to a short width in favour of other columns where the line is too short.
    Brief,
    /// Not at all: the column is for files.
    Hidden,
    /// The number, and a bar in proportion to the largest of the column.
    Bar,
    /// The last part of a path, indented by its depth; a repeated path is left blank.
    Tree,
    /// The number with the two columns after it as its interval.
    Interval,
    /// A probability, which is said to be below the least that its decimals can show.
    Probability,
    /// Emphasised: the node of a concordance.
    Node,
    /// Flush right and cut at its start: what stands left of a node.
    Before,
    /// Wrapped over several lines.
    Wrapped,
    /// The number with its sign, also where it is above 0: a difference.
    Signed,
    /// A list of numbers as small bars in a row, each row relative to its largest.
    Spark,
}

/// A column: its name in files, what it holds, and what that means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in files: lower case, words joined by `_`.
    pub name: String,
    /// What its cells are.
    pub kind: ColumnKind,
    /// What its cells mean, in a phrase.
    pub description: String,
    /// How a terminal draws it.
    pub display: Display,
    /// Heading on a terminal, where the name would not do.
    pub label: Option<String>,
}

impl Column {
    /// A column of this kind.
    #[must_use]
    pub fn new(kind: ColumnKind, name: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind,
            description: description.into(),
            display: Display::Plain,
            label: None,
        }
    }

    /// A column of words.
    #[must_use]
    pub fn text(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(ColumnKind::Text, name, description)
    }

    /// A column of counts.
    #[must_use]
    pub fn integer(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(ColumnKind::Integer, name, description)
    }

    /// A column of years, page or sentence numbers.
    #[must_use]
    pub fn ordinal(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(ColumnKind::Ordinal, name, description)
    }

    /// A column of numbers, shown to so many decimals.
    #[must_use]
    pub fn real(name: impl Into<String>, decimals: u8, description: impl Into<String>) -> Self {
        Self::new(ColumnKind::Real { decimals }, name, description)
    }

    /// A column of shares from 0 to 1.
    #[must_use]
    pub fn share(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self::new(ColumnKind::Share, name, description)
    }

    /// The column drawn so on a terminal.
    #[must_use]
    pub fn shown(mut self, display: Display) -> Self {
        self.display = display;
        self
    }

    /// The column with bars on a terminal.
    #[must_use]
    pub fn bar(self) -> Self {
        self.shown(Display::Bar)
    }

    /// The column in files only.
    #[must_use]
    pub fn hidden(self) -> Self {
        self.shown(Display::Hidden)
    }

    /// The column with this heading on a terminal.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }
}

/// One value of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Not known, or not defined: empty in text formats, `null` in JSON.
    #[default]
    Missing,
    /// Words.
    Text(String),
    /// Words with places that a terminal highlights: spans into them, sorted, without overlaps.
    Marked(String, Vec<Span>),
    /// A whole number.
    Integer(i64),
    /// A finite number; make it with [`Cell::real`].
    Real(f64),
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<Cell>),
    /// Values with names, in order.
    Record(Vec<(&'static str, Cell)>),
}

impl Cell {
    /// A number, or [`Cell::Missing`] where it is infinite or not a number.
    #[must_use]
    pub const fn real(value: f64) -> Self {
        if value.is_finite() { Self::Real(value) } else { Self::Missing }
    }

    /// The words, where the cell holds some.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Marked(text, _) => Some(text),
            _ => None,
        }
    }

    /// The number, where the cell holds one.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for bars and tests; counts are below 2^53")]
    pub const fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Real(value) => Some(*value),
            _ => None,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i32> for Cell {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u64> for Cell {
    /// The number; the largest signed one where it does not fit, which no count reaches.
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Cell {
    /// The number; the largest signed one where it does not fit, which no count reaches.
    fn from(value: usize) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

/// A count in the title of a table, its thousands grouped by commas.
///
/// ```
/// assert_eq!(leitmotif::model::table::thousands(1234567), "1,234,567");
/// ```
#[must_use]
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_as_many_cells_as_columns() {
        let mut table = Table::new("t", "T");
        table.columns = vec![Column::text("a", ""), Column::integer("b", "")];
        table.push(vec![]);
        table.push(vec![1_u32.into(), 2_u32.into(), 3_u32.into()]);
        assert_eq!(table.rows(), [vec![Cell::Missing; 2], vec![1_u32.into(), 2_u32.into()]]);
        assert_eq!(table.column("b"), Some(1));
    }

    #[test]
    fn what_is_not_a_finite_number_is_missing() {
        assert_eq!(Cell::real(f64::NAN), Cell::Missing);
        assert_eq!(Cell::real(f64::INFINITY), Cell::Missing);
        assert_eq!(Cell::real(-0.5), Cell::Real(-0.5));
        assert_eq!(Cell::from(None::<i32>), Cell::Missing);
    }
}

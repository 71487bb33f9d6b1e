//! What each column shows and how wide it is.
//!
//! Columns take the width of their widest cell. Where the line is too short, bars shrink first,
//! then brief columns, then the widest columns of words down to a common width; then numeric
//! columns are left out from the right, and named below the table.

use super::text::{Text, width_of};
use crate::export::{flat, number};
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Column, Table};

/// Columns between two columns.
pub(super) const GAP: usize = 2;
/// What stands for a missing value.
const MISSING: &str = "·";
const LONGEST_BAR: usize = 20;
const SHORTEST_BAR: usize = 5;
const NARROWEST_TEXT: usize = 10;
/// A tree keeps so much where the terminal has [`WIDE`] columns: indented names are short of room sooner.
const NARROWEST_TREE: usize = 24;
const WIDE: usize = 80;
/// Longest row of small bars that is not cut.
const LONGEST_SPARK: usize = 40;
const BRIEF_TEXT: usize = 22;

/// A table ready to be drawn.
pub(super) struct Layout {
    pub(super) columns: Vec<DrawnColumn>,
    /// Headings of the columns for which there was no room.
    pub(super) left_out: Vec<String>,
}

/// One column ready to be drawn.
pub(super) struct DrawnColumn {
    pub(super) heading: Text,
    pub(super) cells: Vec<Text>,
    /// Length of the bar of each row relative to the longest; empty for columns without bars.
    pub(super) bars: Vec<f64>,
    pub(super) display: Display,
    pub(super) flush_right: bool,
    /// Width of the text, without the bar.
    pub(super) width: usize,
    /// Width of the longest bar; 0 for columns without bars.
    pub(super) bar_width: usize,
}

impl DrawnColumn {
    /// Width of text and bar.
    pub(super) const fn full_width(&self) -> usize {
        if self.bar_width == 0 { self.width } else { self.width + 1 + self.bar_width }
    }

    fn is_flexible(&self) -> bool {
        let is_short_spark = self.display == Display::Spark && self.width <= LONGEST_SPARK;
        (!self.flush_right && !is_short_spark) || self.display == Display::Before
    }
}

impl Layout {
    /// Fits `table` into `width` columns.
    pub(super) fn of(table: &Table, width: usize) -> Self {
        let columns = (0..table.columns.len())
            .filter(|&place| is_shown(&table.columns, place))
            .filter_map(|place| drawn(table, place))
            .collect();
        let mut layout = Self { columns, left_out: Vec::new() };
        layout.shorten_bars(width);
        layout.shorten_brief_texts(width);
        layout.narrow_texts(width);
        while layout.width() > width && layout.leave_out_one() {
            layout.narrow_texts(width);
        }
        layout
    }

    /// Width of a line.
    pub(super) fn width(&self) -> usize {
        let columns: usize = self.columns.iter().map(DrawnColumn::full_width).sum();
        columns + GAP * self.columns.len().saturating_sub(1)
    }

    fn shorten_bars(&mut self, width: usize) {
        let excess = self.width().saturating_sub(width);
        if let Some(column) = self.columns.iter_mut().find(|column| column.bar_width > 0) {
            column.bar_width = column.bar_width.saturating_sub(excess).max(SHORTEST_BAR);
        }
    }

    fn shorten_brief_texts(&mut self, width: usize) {
        if self.width() > width {
            let brief = self.columns.iter_mut().filter(|column| column.display == Display::Brief);
            brief.for_each(|column| column.width = column.width.min(BRIEF_TEXT));
        }
    }

    /// Gives all columns of words that are wider than some limit that limit, so that the line fits. Trees keep more
    /// than others where the terminal is wide.
    fn narrow_texts(&mut self, width: usize) {
        if self.width() <= width {
            return;
        }
        let limit = self.limit(width, |_| true);
        if width < WIDE || limit >= NARROWEST_TREE {
            self.narrow(limit, |_| true);
            return;
        }
        let is_tree = |column: &DrawnColumn| column.display == Display::Tree;
        self.narrow(NARROWEST_TREE, is_tree);
        let limit = self.limit(width, |column| !is_tree(column));
        self.narrow(limit, |column| !is_tree(column));
    }

    fn narrow(&mut self, limit: usize, which: impl Fn(&DrawnColumn) -> bool) {
        let columns = self.columns.iter_mut();
        for column in columns.filter(|column| column.is_flexible() && which(column)) {
            column.width = column.width.min(limit);
        }
    }

    /// The width to which columns of words would have to be narrowed for the line to fit.
    fn limit(&self, width: usize, which: impl Fn(&DrawnColumn) -> bool) -> usize {
        let columns = self.columns.iter().filter(|column| column.is_flexible() && which(column));
        let mut flexible: Vec<usize> = columns.map(|column| column.width).collect();
        flexible.sort_unstable();
        let fixed = self.width() - flexible.iter().sum::<usize>();
        let mut room = width.saturating_sub(fixed);
        let mut limit = NARROWEST_TEXT;
        for (place, natural) in flexible.iter().enumerate() {
            limit = (room / (flexible.len() - place)).max(NARROWEST_TEXT);
            if *natural > limit {
                break;
            }
            room = room.saturating_sub(*natural);
        }
        limit
    }

    /// Leaves out the last column of numbers, else the last column; never the first.
    fn leave_out_one(&mut self) -> bool {
        let last = self.columns.len().saturating_sub(1);
        if last == 0 {
            if let Some(only) = self.columns.first_mut() {
                only.width = only.width.min(NARROWEST_TEXT);
            }
            return false;
        }
        let place = self
            .columns
            .iter()
            .rposition(|column| !column.is_flexible())
            .filter(|&place| place > 0)
            .unwrap_or(last);
        let column = self.columns.remove(place);
        self.left_out.insert(0, column.heading.as_str().to_owned());
        true
    }
}

/// Whether the column is drawn on its own: neither hidden nor part of an interval before it.
fn is_shown(columns: &[Column], place: usize) -> bool {
    let is_interval = |back: usize| {
        place
            .checked_sub(back)
            .and_then(|before| columns.get(before))
            .is_some_and(|column| column.display == Display::Interval)
    };
    let hidden = columns.get(place).is_none_or(|column| column.display == Display::Hidden);
    !hidden && !is_interval(1) && !is_interval(2)
}

fn drawn(table: &Table, place: usize) -> Option<DrawnColumn> {
    let column = table.columns.get(place)?;
    let heading = column.label.clone().unwrap_or_else(|| column.name.replace('_', " "));
    let heading = Text::new(&heading, &[]);
    let mut before = None;
    let mut cells = Vec::with_capacity(table.rows().len());
    for row in table.rows() {
        let cell = row.get(place)?;
        cells.push(match column.display {
            Display::Tree if before == Some(cell) => Text::default(),
            Display::Tree => tree_label(cell),
            Display::Interval => {
                Text::new(&interval(row.get(place..).unwrap_or_default(), column.kind), &[])
            }
            Display::Spark => Text::new(&spark(cell), &[]),
            Display::Probability => probability(cell, column.kind),
            Display::Signed => signed(cell, column.kind),
            _ => printed(cell, column.kind),
        });
        before = Some(cell);
    }
    let bars = if column.display == Display::Bar { bars(table, place) } else { Vec::new() };
    let widest = cells.iter().map(Text::width).max().unwrap_or(0);
    Some(DrawnColumn {
        width: widest.max(heading.width()),
        bar_width: if bars.iter().any(|&bar| bar > 0.0) { LONGEST_BAR } else { 0 },
        flush_right: column.kind.is_numeric() || column.display == Display::Before,
        display: column.display,
        heading,
        cells,
        bars,
    })
}

/// A cell as a person reads it.
fn printed(cell: &Cell, kind: ColumnKind) -> Text {
    match cell {
        Cell::Marked(text, marks) => Text::new(text, marks),
        Cell::Text(text) => Text::new(text, &[]),
        Cell::Flag(flag) => Text::new(if *flag { "yes" } else { "no" }, &[]),
        Cell::Missing => Text::new(MISSING, &[]),
        Cell::List(_) | Cell::Record(_) => Text::new(&flat::plain(cell), &[]),
        Cell::Integer(_) | Cell::Real(_) => {
            let unit = if kind == ColumnKind::Share { " %" } else { "" };
            Text::new(&format!("{}{unit}", printed_number(cell, kind)), &[])
        }
    }
}

/// A probability: `<0.0001` where four decimals show nothing of it.
fn probability(cell: &Cell, kind: ColumnKind) -> Text {
    let rounded = printed_number(cell, kind);
    let is_zero = rounded.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    match rounded.strip_suffix('0') {
        Some(rest) if is_zero && !rest.is_empty() => Text::new(&format!("<{rest}1"), &[]),
        _ => printed(cell, kind),
    }
}

/// A number with its sign, unless it is 0.
fn signed(cell: &Cell, kind: ColumnKind) -> Text {
    let is_above = match cell {
        Cell::Integer(value) => *value > 0,
        Cell::Real(value) => *value > 0.0,
        _ => false,
    };
    match is_above {
        true => Text::new(&format!("+{}", printed_number(cell, kind)), &[]),
        false => printed(cell, kind),
    }
}

/// A number rounded as its column says, without unit.
fn printed_number(cell: &Cell, kind: ColumnKind) -> String {
    match (cell, kind) {
        (Cell::Integer(value), ColumnKind::Ordinal) => value.to_string(),
        (Cell::Integer(value), _) => number::grouped(*value),
        (Cell::Real(value), ColumnKind::Share) => number::percentage(*value),
        (Cell::Real(value), ColumnKind::Real { decimals }) => number::rounded(*value, decimals),
        _ => flat::plain(cell).into_owned(),
    }
}

/// A number and the two after it: `62 % [41, 80]`.
fn interval(cells: &[Cell], kind: ColumnKind) -> String {
    let unit = if kind == ColumnKind::Share { " %" } else { "" };
    match cells {
        [Cell::Missing, ..] | [] => MISSING.to_owned(),
        [value, low, high, ..] if *low != Cell::Missing && *high != Cell::Missing => {
            let [value, low, high] = [value, low, high].map(|cell| printed_number(cell, kind));
            format!("{value}{unit} [{low}, {high}]")
        }
        [value, ..] => format!("{}{unit}", printed_number(value, kind)),
    }
}

/// The last part of a dotted path, indented by two columns for each part before it.
fn tree_label(cell: &Cell) -> Text {
    let path = cell.as_text().unwrap_or_default();
    let depth = path.matches('.').count();
    let last = path.rsplit('.').next().unwrap_or_default().replace('_', " ");
    Text::new(&last, &[]).indented(2 * depth)
}

/// A list of numbers as bars of one character each: a blank where there is none, a line for nothing.
fn spark(cell: &Cell) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let Cell::List(cells) = cell else { return MISSING.to_owned() };
    let numbers = || cells.iter().map(Cell::as_number);
    let largest = numbers().flatten().fold(0.0, f64::max);
    let bar = |number: Option<f64>| {
        let Some(number) = number else { return MISSING.chars().next().unwrap_or(' ') };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of one, times seven"
        )]
        let height = if number > 0.0 { (number / largest * 7.0).ceil() as usize } else { 0 };
        BARS.get(height).copied().unwrap_or('█')
    };
    numbers().map(bar).collect()
}

/// Each number of the column relative to the largest.
fn bars(table: &Table, place: usize) -> Vec<f64> {
    let numbers: Vec<f64> = table
        .rows()
        .iter()
        .map(|row| row.get(place).and_then(Cell::as_number).unwrap_or(0.0).max(0.0))
        .collect();
    let largest = numbers.iter().copied().fold(0.0, f64::max);
    numbers.iter().map(|number| if largest > 0.0 { number / largest } else { 0.0 }).collect()
}

/// A bar of up to `width` columns; never empty for a number above zero.
pub(super) fn bar(part: f64, width: usize) -> String {
    if part <= 0.0 {
        return String::new();
    }
    #[expect(clippy::cast_precision_loss, reason = "a terminal has few columns")]
    let exact = part * width as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the width of a terminal"
    )]
    let length = exact.round() as usize;
    "▇".repeat(length.clamp(1, width))
}

/// Spaces that fill `text` up to `width`.
pub(super) fn padding(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(width_of(text)))
}

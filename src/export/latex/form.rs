//! How the columns of a table share the line.

use std::fmt::Write as _;

use crate::export::terminal::PrintedColumn;

/// Letters in a line of the usual article, by the size of letters.
const SIZES: [(usize, &str); 3] = [
    (72, ""),
    (88, "\\footnotesize\\setlength{\\tabcolsep}{4pt}\n"),
    (106, "\\scriptsize\\setlength{\\tabcolsep}{3pt}\n"),
];
/// Text up to this width is never broken over lines.
const UNBROKEN: usize = 32;
/// Text beyond this width wants no more of the line.
const LONGEST: usize = 72;
/// Columns between two columns, in letters.
const GAP: usize = 2;

/// How columns are set.
pub(super) struct Form {
    /// What stands behind `\begin{tabular}`.
    pub(super) specification: String,
    /// A smaller size of letters, where the line is full.
    pub(super) size: &'static str,
    /// For a column that is broken over lines the letters of a line.
    pub(super) broken: Vec<Option<usize>>,
}

impl Form {
    /// Shares out the line: columns of long text take what the others leave, in the largest letters that leave
    /// enough.
    pub(super) fn of(columns: &[PrintedColumn]) -> Self {
        let gaps = GAP * columns.len().saturating_sub(1);
        let is_long = |column: &PrintedColumn| !column.flush_right && column.width > UNBROKEN;
        let width = |is_wanted: bool, most: usize| -> usize {
            let wanted = columns.iter().filter(|column| is_long(column) == is_wanted);
            wanted.map(|column| column.width.min(most)).sum()
        };
        let (fixed, long) = (gaps + width(false, usize::MAX), width(true, LONGEST));
        if fixed + width(true, usize::MAX) <= SIZES[0].0 {
            let kinds = columns.iter().map(|column| if column.flush_right { 'r' } else { 'l' });
            return Self {
                specification: kinds.collect(),
                size: "",
                broken: vec![None; columns.len()],
            };
        }
        let least = fixed + width(true, UNBROKEN);
        let (line, size) =
            SIZES.into_iter().find(|&(line, _)| least <= line).unwrap_or(SIZES[SIZES.len() - 1]);
        let room = line.saturating_sub(fixed).max(line / 4);
        let mut specification = String::new();
        let mut broken = Vec::with_capacity(columns.len());
        for column in columns {
            if is_long(column) {
                // Hundredths of the line, rounded down.
                let share = column.width.min(LONGEST) * room * 100 / (long.max(1) * line);
                let _ = write!(specification, "p{{.{:02}\\linewidth}}", share.clamp(8, 99));
                broken.push(Some((share.clamp(8, 99) * line / 100).max(1)));
            } else {
                specification.push(if column.flush_right { 'r' } else { 'l' });
                broken.push(None);
            }
        }
        Self { specification, size, broken }
    }

    /// About how many lines the rows take.
    pub(super) fn lines(&self, columns: &[PrintedColumn], rows: usize) -> usize {
        let of_row = |row: usize| {
            let broken = columns.iter().zip(&self.broken);
            let of_cell = broken.filter_map(|(column, width)| {
                Some(column.cells.get(row)?.chars().count().div_ceil((*width)?))
            });
            of_cell.max().unwrap_or(1).max(1)
        };
        (0..rows).map(of_row).sum()
    }
}

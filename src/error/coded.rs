//! Mistakes in a file of codes made by hand: which cell, what stands there, what may stand there.

use std::fmt;

/// How many mistakes are printed.
const PRINTED: usize = 20;

/// All mistakes of one file of codes, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedFileError {
    /// The file as the user knows it.
    pub name: String,
    /// Never empty.
    pub mistakes: Vec<CellMistake>,
}

/// One mistake in a file of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellMistake {
    /// What rows are called: `row`, or `line` in a text file.
    pub unit: &'static str,
    /// Row of the spreadsheet, or line of the text file, from 1.
    pub row: usize,
    /// Heading of the column, where one is concerned.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: CellMistakeKind,
}

/// The kinds of mistakes in a file of codes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CellMistakeKind {
    /// A column that every sample has is not there.
    #[error("no such column; hand in the file that `codebook sample` wrote, with its first row")]
    NoColumn,
    /// Two columns with one heading.
    #[error("two columns have this heading; remove one")]
    TwoColumns,
    /// A file without rows below the heading.
    #[error("no rows below the heading")]
    NoRows,
    /// A cell that holds no code.
    #[error("`{0}` is no code; write 1 (or x, yes) or 0 (or no), or leave the cell empty")]
    Code(String),
    /// No theme, and a theme.
    #[error("the row says that no theme is raised, and that one is")]
    NoneAndOne,
    /// A key that does not fit the row.
    #[error(
        "the key does not fit document and number: a cell was changed, or columns were sorted apart; copy `document`, `number` and `key` from the sample again"
    )]
    Key,
    /// A sentence that stands in the file twice.
    #[error("the sentence stands in {unit} {first} already; remove one of them")]
    Twice {
        /// What rows are called.
        unit: &'static str,
        /// Its first place.
        first: usize,
    },
}

impl fmt::Display for CodedFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.mistakes.len() == 1 { "mistake" } else { "mistakes" };
        write!(formatter, "{} {noun} in the coded file {}", self.mistakes.len(), self.name)?;
        for CellMistake { unit, row, column, kind } in self.mistakes.iter().take(PRINTED) {
            write!(formatter, "\n  {unit} {row}")?;
            if let Some(column) = column {
                write!(formatter, ", column `{column}`")?;
            }
            write!(formatter, ": {kind}")?;
        }
        match self.mistakes.len().saturating_sub(PRINTED) {
            0 => Ok(()),
            more => write!(formatter, "\n  and {more} more"),
        }
    }
}

impl std::error::Error for CodedFileError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_has_its_cell() {
        let mistake = |row| CellMistake {
            unit: "line",
            row,
            column: Some("motives".to_owned()),
            kind: CellMistakeKind::Code("maybe".to_owned()),
        };
        let error = CodedFileError {
            name: "anna.csv".to_owned(),
            mistakes: (2..25).map(mistake).collect(),
        };
        let text = error.to_string();
        assert!(
            text.starts_with(
                "23 mistakes in the coded file anna.csv\n  line 2, column `motives`: "
            )
        );
        assert!(text.ends_with("\n  and 3 more"), "{text}");
    }
}

//! Warnings on a codebook without mistakes: patterns that do not do what their author may think.

use std::fmt;

use super::mistake::Mistake;

/// A warning, with its place in the file.
pub type Warning = Mistake<WarningKind>;

/// All warnings on one codebook, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookWarnings {
    /// The file as the user knows it.
    pub name: String,
    /// Sorted by line and column.
    pub warnings: Vec<Warning>,
}

/// What a warning is about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WarningKind {
    /// A pattern without a place in the papers.
    #[error("`{0}` matches nothing in the papers of the index")]
    NoMatch(String),
    /// A pattern for papers in a language that no paper is in.
    #[error("`{0}` is for papers in `{1}`, and the index has none")]
    NoPaper(String, String),
    /// A theme that has neither patterns nor themes below it.
    #[error("the theme `{0}` has no patterns, so it counts nothing")]
    NoPatterns(String),
    /// A pattern that stands in a theme before.
    #[error("`{pattern}` stands in this theme already, in line {line}")]
    Repeated {
        /// As written.
        pattern: String,
        /// Line of its first place.
        line: usize,
    },
    /// A pattern that stands in another theme too.
    #[error("`{pattern}` stands in two themes: in `{theme}` too, in line {line}")]
    TwoThemes {
        /// As written.
        pattern: String,
        /// Path of the other theme.
        theme: String,
        /// Line there.
        line: usize,
    },
    /// A pattern whose every match gives way to a longer or earlier one of its theme.
    #[error(
        "`{pattern}` never counts: where it matches ({places}), `{other}` of line {line} does too, and is taken"
    )]
    Shadowed {
        /// As written.
        pattern: String,
        /// In how many places it matches.
        places: u64,
        /// The pattern that is taken instead most often.
        other: String,
        /// Line of that.
        line: usize,
    },
    /// A pattern whose every match is excluded.
    #[error("`{pattern}` never counts: all its matches ({places}) are excluded")]
    Excluded {
        /// As written.
        pattern: String,
        /// In how many places it matches.
        places: u64,
    },
    /// A pattern with a word that stands for too many words.
    #[error("`{pattern}` matches {percent} % of all {types} different words of the papers")]
    TooBroad {
        /// As written.
        pattern: String,
        /// Share of the types in per cent.
        percent: u64,
        /// All types.
        types: u64,
    },
}

impl fmt::Display for CodebookWarnings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, warning) in self.warnings.iter().enumerate() {
            if number > 0 {
                write!(formatter, "\n\n")?;
            }
            warning.render("warning", &self.name, formatter)?;
        }
        Ok(())
    }
}

//! Mistakes in a codebook or a file of decisions: what, where, and what to write instead.
//!
//! A file is read to its end and every mistake is kept, so that one run shows all of them.
//! [`CodebookError`] and [`DecisionsError`] print each with its line of the file, the offending text underlined, in the
//! manner of a compiler. Lines and columns count from 1, columns in characters.

use std::fmt;

/// All mistakes of one codebook, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookError {
    /// The file as the user knows it.
    pub name: String,
    /// Never empty; sorted by line and column.
    pub mistakes: Vec<Mistake>,
}

/// All mistakes of one file of decisions on works, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionsError {
    /// The file as the user knows it.
    pub name: String,
    /// Never empty; sorted by line and column.
    pub mistakes: Vec<Mistake>,
}

/// One mistake in a codebook or a file of decisions, or another remark on a place there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake<K = MistakeKind> {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub kind: K,
    /// What to write instead, where that can be told.
    pub suggestion: Option<String>,
    /// The line of the file, without its end.
    pub excerpt: String,
    /// How many characters of the line are underlined; at least 1.
    pub length: usize,
}

/// The kinds of mistakes in a codebook or a file of decisions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MistakeKind {
    /// The file is not well-formed YAML, JSON or TOML.
    #[error("the file cannot be read as {format}: {reason}")]
    Syntax {
        /// Name of the format.
        format: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// The file holds nothing.
    #[error("the codebook is empty")]
    Empty,
    /// A value of another shape than its place asks for.
    #[error("{found} where {expected} is expected")]
    Shape {
        /// What is expected here.
        expected: &'static str,
        /// What stands here.
        found: &'static str,
    },
    /// A key at the top of the file that means nothing.
    #[error("unknown key `{0}` at the top of the codebook")]
    TopKey(String),
    /// A key among the reserved keys of a theme that means nothing.
    #[error("unknown key `{0}` in a theme")]
    ThemeKey(String),
    /// A key in the long form of a pattern that means nothing.
    #[error("unknown key `{0}` in a pattern")]
    PatternKey(String),
    /// No `themes` in the file.
    #[error("no `themes` in the codebook")]
    NoThemes,
    /// A key that stands twice in one mapping.
    #[error("`{key}` stands here twice; first in line {first}")]
    Duplicate {
        /// The key.
        key: String,
        /// Line of its first occurrence.
        first: usize,
    },
    /// A theme without a name, or with a stop in it.
    #[error("`{0}` cannot be the name of a theme")]
    ThemeName(String),
    /// Themes nested beyond all sense.
    #[error("themes or groups are nested more than {0} deep")]
    TooDeep(usize),
    /// A theme that has neither patterns nor themes below it.
    #[error("the theme `{0}` has no patterns and no themes below it")]
    NoPatterns(String),
    /// A value of `match` that is not known.
    #[error("unknown value `{0}` of `match`")]
    Matching(String),
    /// A language that is not a two-letter code.
    #[error("`{0}` is no language code")]
    Language(String),
    /// A weight that is not a number.
    #[error("the weight `{0}` is not a number")]
    Weight(String),
    /// A colour that cannot be read.
    #[error("`{0}` is no colour")]
    Color(String),
    /// A pattern, or a group in one, with nothing in it.
    #[error("an empty pattern")]
    EmptyPattern,
    /// Text in a pattern without a letter or digit.
    #[error("`{0}` holds no word, so it finds nothing")]
    NoWord(String),
    /// A quotation mark without its partner.
    #[error("this quotation mark is never closed")]
    UnclosedQuote,
    /// A regular expression without its closing slash.
    #[error("this regular expression has no closing `/`")]
    UnclosedRegex,
    /// A regular expression that cannot be compiled.
    #[error("a mistake in the regular expression: {0}")]
    Regex(String),
    /// A parenthesis without its partner.
    #[error("this parenthesis has no partner")]
    Parenthesis,
    /// A parenthesis that touches a word.
    #[error("a parenthesis inside a word")]
    GluedParenthesis,
    /// `|` with nothing on one side.
    #[error("an empty alternative: nothing stands on one side of `|`")]
    EmptyAlternative,
    /// `|` with spaces in a phrase, which can be read in two ways.
    #[error("`|` with spaces around it in a phrase can be read in two ways")]
    AmbiguousAlternative,
    /// `NEAR` or `BEFORE` without a distance.
    #[error("`{0}` without a number")]
    NoDistance(String),
    /// A distance that is not a number in range.
    #[error("the distance of `{0}` is not a number from 0 to {1}")]
    Distance(String, u32),
    /// An operator without an operand.
    #[error("`{0}` needs something on both sides")]
    NoOperand(String),
    /// `&` or `&&` inside a phrase, an alternative or a distance.
    #[error("`{0}` joins whole patterns and cannot stand inside another operator")]
    InnerAnd(&'static str),
    /// A word in capitals that is an operator elsewhere.
    #[error("`{0}` is no operator here")]
    ForeignOperator(String),
    /// A file of decisions that holds none.
    #[error("no decisions in the file")]
    NoDecisions,
    /// A key at the top of a file of decisions that means nothing.
    #[error("unknown key `{0}` at the top of the file")]
    DecisionKey(String),
    /// A decision on too few references.
    #[error("too few references: {0}")]
    FewReferences(usize),
    /// A name that says too little to find a reference by.
    #[error("`{0}` is no name of a reference")]
    ReferenceName(String),
    /// The name of an entry of a bibliography without a number.
    #[error("`{0}` has no number of an entry")]
    EntryNumber(String),
    /// A reference to a theme or word list that is not there.
    #[error("no theme or word list is called `{0}`")]
    UnknownReference(String),
    /// A reference that several themes or lists answer to.
    #[error("`@{name}` can mean {count} themes or word lists")]
    AmbiguousReference {
        /// As written, without the sign.
        name: String,
        /// How many there are.
        count: usize,
    },
    /// Themes or lists whose patterns refer to each other in a circle; the chain of their paths.
    #[error("this reference leads back to itself: {0}")]
    Cycle(String),
    /// A reference to a theme with a pattern across sentences.
    #[error("`{0}` has a pattern with `&&`, which cannot stand inside another pattern")]
    ParagraphReference(String),
    /// A pattern that grows beyond all sense by its references.
    #[error("with its references this pattern has more than {0} parts")]
    TooLarge(usize),
    /// A dictionary of another program without a category.
    #[error("no category in the file, which is read as {0}")]
    NoCategories(&'static str),
    /// A term before the first category.
    #[error("`{0}` stands before the first category")]
    BeforeCategories(String),
    /// A legend of categories that is not closed.
    #[error("the legend of categories has no second line `%`")]
    NoLegendEnd,
    /// A table of terms without a column that it needs.
    #[error("no column for {0}")]
    NoColumn(&'static str),
    /// A cell that says neither membership nor a weight.
    #[error("`{cell}` in the column `{column}` is neither `X` nor a number")]
    Cell {
        /// What stands in the cell.
        cell: String,
        /// The column's name.
        column: String,
    },
    /// An XML file of another kind.
    #[error("the root of the file is `{found}`, not {expected}")]
    Root {
        /// The root element.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// An attribute that an element has to have.
    #[error("`{element}` without `{attribute}`")]
    NoAttribute {
        /// The element.
        element: &'static str,
        /// The attribute.
        attribute: &'static str,
    },
    /// A value that is none of those that a setting may have.
    #[error("unknown value `{value}` of `{key}`")]
    Setting {
        /// The setting.
        key: &'static str,
        /// As written.
        value: String,
    },
}

impl CodebookError {
    /// The error for `mistakes` in the file `name`, put in the order of the file.
    #[must_use]
    pub fn new(name: impl Into<String>, mistakes: Vec<Mistake>) -> Self {
        Self { name: name.into(), mistakes: in_order(mistakes) }
    }
}

impl DecisionsError {
    /// The error for `mistakes` in the file `name`, put in the order of the file.
    #[must_use]
    pub fn new(name: impl Into<String>, mistakes: Vec<Mistake>) -> Self {
        Self { name: name.into(), mistakes: in_order(mistakes) }
    }
}

fn in_order(mut mistakes: Vec<Mistake>) -> Vec<Mistake> {
    mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    mistakes
}

impl fmt::Display for CodebookError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        render_all("codebook", &self.name, &self.mistakes, formatter)
    }
}

impl fmt::Display for DecisionsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        render_all("decisions", &self.name, &self.mistakes, formatter)
    }
}

/// Writes how many mistakes there are in which file, and each.
fn render_all(
    what: &str,
    name: &str,
    mistakes: &[Mistake],
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match mistakes.len() {
        1 => write!(formatter, "a mistake in the {what} {name}")?,
        count => write!(formatter, "{count} mistakes in the {what} {name}")?,
    }
    for mistake in mistakes {
        write!(formatter, "\n\n")?;
        mistake.render("error", name, formatter)?;
    }
    Ok(())
}

impl std::error::Error for DecisionsError {}

impl std::error::Error for CodebookError {}

impl<K: fmt::Display> Mistake<K> {
    /// Writes message, place, underlined line and suggestion.
    pub(super) fn render(
        &self,
        level: &str,
        name: &str,
        formatter: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let excerpt = Excerpt::new(self);
        writeln!(formatter, "{level}: {}", self.kind)?;
        writeln!(formatter, "{margin}--> {name}:{}:{}", self.line, self.column)?;
        writeln!(formatter, "{margin} |")?;
        writeln!(formatter, "{number} | {}", excerpt.text)?;
        let indent = " ".repeat(excerpt.indent);
        write!(formatter, "{margin} | {indent}{}", "^".repeat(excerpt.length))?;
        match &self.suggestion {
            Some(suggestion) => write!(formatter, "\n{margin} = help: {suggestion}"),
            None => Ok(()),
        }
    }
}

/// Most characters of a line that are shown.
const EXCERPT_WIDTH: usize = 100;

/// The part of a line that is shown, with the place of the underline in it.
struct Excerpt {
    text: String,
    indent: usize,
    length: usize,
}

impl Excerpt {
    /// Tabs become spaces, so that the underline stands right; a long line is cut around the place.
    fn new<K>(mistake: &Mistake<K>) -> Self {
        let before = mistake.column.saturating_sub(1);
        let skipped = before.saturating_sub(EXCERPT_WIDTH * 3 / 5);
        let mut text: String = if skipped > 0 { "…".to_owned() } else { String::new() };
        let shown = mistake.excerpt.chars().skip(skipped).take(EXCERPT_WIDTH);
        text.extend(shown.map(|letter| if letter.is_control() { ' ' } else { letter }));
        let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
        let place = before - skipped + usize::from(skipped > 0);
        let indent: String = text.chars().take(place).collect();
        let marked: String = text.chars().skip(place).take(mistake.length).collect();
        if mistake.excerpt.chars().count() > skipped + EXCERPT_WIDTH {
            text.push('…');
        }
        Self { indent: width(&indent), length: width(&marked).max(1), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(line: usize, column: usize, excerpt: &str) -> Mistake {
        Mistake {
            line,
            column,
            kind: MistakeKind::ThemeKey("inclued".into()),
            suggestion: Some("did you mean `include`?".into()),
            excerpt: excerpt.into(),
            length: 7,
        }
    }

    #[test]
    fn a_mistake_is_shown_with_its_line_underlined() {
        let error = CodebookError::new("m.yaml", vec![mistake(12, 5, "    inclued: [a]")]);
        let expected = "a mistake in the codebook m.yaml\n\n\
                        error: unknown key `inclued` in a theme\n  \
                        --> m.yaml:12:5\n   \
                        |\n\
                        12 |     inclued: [a]\n   \
                        |     ^^^^^^^\n   \
                        = help: did you mean `include`?";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn mistakes_are_sorted_and_long_lines_cut() {
        let long = format!("{}inclued{}", "x".repeat(500), "y".repeat(500));
        let error =
            CodebookError::new("m.yaml", vec![mistake(9, 501, &long), mistake(2, 1, "inclued: 1")]);
        assert_eq!(error.mistakes[0].line, 2);
        let shown = error.to_string();
        let lines: Vec<&str> = shown.lines().collect();
        let (cut, marks) = (lines[lines.len() - 3], lines[lines.len() - 2]);
        let at = marks.chars().position(|sign| sign == '^').unwrap();
        assert!(cut.chars().skip(at).collect::<String>().starts_with("inclued"));
        assert!(cut.chars().count() < 120);
    }
}

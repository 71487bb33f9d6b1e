//! The language of `--where`: which papers, and which of their sections, a query looks at.
//!
//! ```text
//! year >= 2015 and language = en
//! section in (results, discussion) and not author = "Abd Aziz"
//! year 2010..2015 or title ~ 'born global'
//! cites:"Porter 1990" and text:"cheap labour"
//! ```
//!
//! # Grammar
//!
//! ```text
//! expression = conjunction { "or" conjunction }
//! conjunction = negation { "and" negation }
//! negation   = "not" negation | "(" expression ")" | condition
//! condition  = field operator value
//!            | field [ "not" ] "in" "(" item { "," item } ")"
//!            | field [ "=" | "in" ] range
//!            | "has" field
//!            | "cites" ":" value | "text" ":" value
//! item       = value | range          (sections: values only)
//! operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~"
//! range      = number ".." [ number ] | ".." number
//! field      = "document" | "title" | "author" | "year" | "container" | "doi" | "language"
//!            | "keyword" | "section" | any field of a bibliography file or table, quoted where it
//!              holds spaces
//! value      = word | "…" | '…'       (\" and \\ inside quotes)
//! ```
//!
//! Words are anything but white space and `= ! < > ~ ( ) , : "`; `and`, `or`, `not`, `in` in any
//! capitals. `authors`, `keywords` and `journal` are other names of `author`, `keyword` and
//! `container`.
//!
//! # Meaning
//!
//! `=` compares whole values and `~` asks whether the value contains the text, both without regard
//! to capitals; numbers compare as numbers, and other text in alphabetical order. A field with
//! several values fits where one of them does; an author fits by family name or by the whole name.
//! Where a paper lacks the field, `=`, `~`, `<`, `>`, `in` and ranges do not fit, and `!=`, `!~`,
//! `not in` do, since they are the negations. A condition on `section` selects sections, every
//! other one whole papers: `section = results or year > 2015` is the results of all papers, and all
//! of the papers after 2015.
//!
//! `text:` is a search in the index, `cites:` a search among the works that a paper cites; the
//! caller answers both ([`FilterHooks`]).
//!
//! Limits: parentheses and `not` nest at most 64 deep.

pub mod field;

mod evaluate;
mod lexer;
mod parser;
mod print;
#[cfg(test)]
mod tests;

use crate::error::Result;
use crate::model::SectionKind;

use field::Field;

/// A condition on papers and sections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Every one holds; two or more.
    All(Vec<Filter>),
    /// At least one holds; two or more.
    Any(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// A field compared with a value.
    Compare(Field, Operator, String),
    /// A field that is one of several values.
    In(Field, Vec<String>),
    /// A number between two others, ends included; at least one end is given.
    Range(Field, Option<i64>, Option<i64>),
    /// A field that has a value.
    Has(Field),
    /// Sections of these kinds, in the order of the text.
    Sections(Vec<SectionKind>),
    /// Papers that cite this work.
    Cites(String),
    /// Papers found by this full-text search.
    Text(String),
}

/// How a field is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `~`
    Contains,
    /// `!~`
    Lacks,
}

impl Operator {
    const ALL: [Self; 8] = [
        Self::Equal,
        Self::Unequal,
        Self::Less,
        Self::AtMost,
        Self::Greater,
        Self::AtLeast,
        Self::Contains,
        Self::Lacks,
    ];

    /// As it is written.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Contains => "~",
            Self::Lacks => "!~",
        }
    }
}

/// The searches that a filter leaves to its caller. Each answers for every document of the corpus
/// in its order.
pub trait FilterHooks {
    /// Which documents a full-text search finds.
    ///
    /// # Errors
    /// Where the search cannot be understood or the index cannot be read.
    fn text(&self, query: &str) -> Result<Vec<bool>>;

    /// Which documents cite the work, named like `Porter 1990`.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn cites(&self, work: &str) -> Result<Vec<bool>>;
}

impl Filter {
    /// Reads an expression; `extra` names the fields that the corpus has besides the usual ones.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`](crate::ErrorKind::Usage) with the column of the mistake, and the
    /// nearest field or section where one is not known.
    ///
    /// ```
    /// use leitmotif::query::Filter;
    /// let filter = Filter::parse("year >= 2015 AND not section = results", &[])?;
    /// assert_eq!(filter.to_string(), "year >= 2015 and not section = results");
    /// let error = Filter::parse("yeer = 2015", &[]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "line 1, column 1: unknown field `yeer`; did you mean `year`?"
    /// );
    /// # leitmotif::Result::Ok(())
    /// ```
    pub fn parse(text: &str, extra: &[&str]) -> Result<Self> {
        parser::parse(text, extra)
    }
}

//! In-text citations: the printed callout, its markers, and what each resolves to.

use serde::{Deserialize, Serialize};

use super::{Span, Year};

/// One callout in the running text, such as `(Lee 2003; Wu 2010, p. 4)` or `Lee (2003)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// The whole printed callout, brackets included; with the authors' names where it is narrative.
    pub span: Span,
    /// How it is printed.
    pub style: CitationStyle,
    /// Whether the authors' names are part of the sentence.
    pub narrative: bool,
    /// One per cited work, or one per range of numbers; never empty, in the order of the text.
    pub markers: Vec<Marker>,
}

/// How citations are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CitationStyle {
    /// `(Lee 2003)`, `Lee (2003)`.
    AuthorYear,
    /// `[3]`, `(3, 5-7)`.
    Numeric,
    /// Raised numbers, which plain text shows as `result.3` or `market3,4`.
    Superscript,
    /// Foot- or endnotes: `ibid.`, `Lee, op. cit., p. 4`.
    Note,
}

impl CitationStyle {
    /// The name that results carry.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AuthorYear => "author-year",
            Self::Numeric => "numeric",
            Self::Superscript => "superscript",
            Self::Note => "note",
        }
    }
}

/// One pointer in a citation to one cited work, or to several where numbers form a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// The words of this pointer: `Lee 2003`, `3-5`.
    pub span: Span,
    /// Family names or organisation as printed; empty for numbers.
    pub authors: Vec<String>,
    /// Whether more authors are meant than named.
    pub et_al: bool,
    /// Year as printed; `None` for numbers.
    pub year: Option<Year>,
    /// Numbers with ranges written out; empty for names.
    pub numbers: Vec<u32>,
    /// `cf.`, `see`, `e.g.` before it.
    pub prefix: Option<Span>,
    /// `p. 23`, `ch. 4` after it.
    pub locator: Option<Span>,
    /// The references it points to.
    pub resolution: Resolution,
    /// How sure the marker and its resolution are, from 0 to 1.
    pub confidence: f32,
}

/// What a marker points to. Numbers are places in the document's list of references, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resolution {
    /// The references meant: one, or several for a range of numbers.
    Resolved(Vec<usize>),
    /// One of these is meant, and nothing tells which; best first.
    Ambiguous(Vec<usize>),
    /// None of the references fits.
    #[default]
    Unresolved,
}

impl Resolution {
    /// The references meant, or that may be meant.
    #[must_use]
    pub fn references(&self) -> &[usize] {
        match self {
            Self::Resolved(references) | Self::Ambiguous(references) => references,
            Self::Unresolved => &[],
        }
    }
}

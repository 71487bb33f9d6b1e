//! Codebooks: themes in a tree, each with the patterns that find its mentions.
//!
//! A [`Codebook`] is what a file says after parsing, with nothing left to look up: words are
//! normalized, `match` and `language` are inherited, themes stand in file order with links to their
//! parents. The language of patterns is described in [`crate::codebook::pattern`].

use serde::{Deserialize, Serialize};

use super::{Language, Span};

/// A tree of themes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Codebook {
    /// What the codebook is called.
    pub title: Option<String>,
    /// Every theme before the themes below it, siblings in file order.
    pub themes: Vec<Theme>,
    /// Word lists: read like themes and referred to like them, but not counted.
    pub lists: Vec<Theme>,
    /// Hash, in hexadecimal digits, of all that can change a count.
    pub fingerprint: String,
}

impl Codebook {
    /// The theme with this dotted path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<usize> {
        self.themes.iter().position(|theme| theme.path == path)
    }

    /// Every pattern that finds mentions, with the number of its theme; the place in this order is
    /// the number that a [`Mention`](super::Mention) gives.
    pub fn patterns(&self) -> impl Iterator<Item = (usize, &Pattern)> {
        let themes = self.themes.iter().enumerate();
        themes.flat_map(|(theme, of)| of.include.iter().map(move |pattern| (theme, pattern)))
    }

    /// Whether a theme counts in documents of this language by a pattern of its own: a pattern without
    /// a language counts in all, and a document of unknown language counts for all.
    #[must_use]
    pub fn covers(&self, theme: usize, language: Option<Language>) -> bool {
        let covers = |own: Option<Language>| own.is_none() || language.is_none() || own == language;
        self.themes
            .get(theme)
            .is_some_and(|theme| theme.include.iter().any(|pattern| covers(pattern.language)))
    }

    /// The weight of a mention by each pattern, in the order of [`Codebook::patterns`]: its own, else
    /// that of its theme, else that of the nearest theme above that has one, else 1. `None` for a
    /// codebook without weights.
    #[must_use]
    pub fn weights(&self) -> Option<Vec<f64>> {
        let mut of_themes: Vec<Option<f64>> = Vec::with_capacity(self.themes.len());
        for theme in &self.themes {
            let above = theme.parent.and_then(|parent| of_themes.get(parent).copied().flatten());
            of_themes.push(theme.weight.or(above));
        }
        let weights: Vec<Option<f64>> = self
            .patterns()
            .map(|(theme, pattern)| pattern.weight.or(of_themes.get(theme).copied().flatten()))
            .collect();
        let any = weights.iter().any(Option::is_some);
        any.then(|| weights.into_iter().map(|weight| weight.unwrap_or(1.0)).collect())
    }
}

/// A theme, with its own patterns, themes below it, or both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Theme {
    /// Names from the top, joined by stops: `motives.proactive.cheap_labour`.
    pub path: String,
    /// The last part of the path.
    pub name: String,
    /// Place of the name in the file, in bytes.
    pub span: Span,
    /// How reports show the name.
    pub label: Option<String>,
    /// What the theme means.
    pub definition: Option<String>,
    /// Sentences that raise the theme, for people.
    pub examples: Vec<String>,
    /// Colour of the theme in figures, as `#rrggbb`.
    pub color: Option<String>,
    /// Weight of a mention, for this theme and those below it.
    pub weight: Option<f64>,
    /// Language of the texts that the theme counts in, unless its patterns say another; `None` for all.
    pub language: Option<Language>,
    /// The theme above.
    pub parent: Option<usize>,
    /// Themes above, so 0 at the top.
    pub depth: usize,
    /// One past the last theme below this one: `index..end` is the theme with all below it.
    pub end: usize,
    /// What the theme's mentions look like.
    pub include: Vec<Pattern>,
    /// What no mention of this theme, or of one below it, may overlap.
    pub exclude: Vec<Pattern>,
}

impl Theme {
    /// A theme at the top, at place `index` of its codebook, with nothing but a name.
    #[must_use]
    pub fn new(name: &str, index: usize) -> Self {
        Self {
            path: name.to_owned(),
            name: name.to_owned(),
            span: Span::default(),
            label: None,
            definition: None,
            examples: Vec::new(),
            color: None,
            weight: None,
            language: None,
            parent: None,
            depth: 0,
            end: index + 1,
            include: Vec::new(),
            exclude: Vec::new(),
        }
    }
}

/// How bare words are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Matching {
    /// By their stems.
    #[default]
    Stem,
    /// As they are.
    Word,
}

/// A pattern as written and as understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// As written.
    pub source: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// Place in the file, in bytes, quotes included.
    pub span: Span,
    /// Language of the texts that it counts in; `None` for all.
    pub language: Option<Language>,
    /// Weight of a mention, where the pattern has one of its own.
    pub weight: Option<f64>,
    /// As understood.
    pub expression: Expression,
}

impl Pattern {
    /// A pattern that stands in no file, for texts of all languages.
    #[must_use]
    pub fn new(source: &str, expression: Expression) -> Self {
        let span = Span::new(0, source.len());
        Self { source: source.to_owned(), line: 1, span, language: None, weight: None, expression }
    }
}

/// What a pattern asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expression {
    /// One token.
    Word(Word),
    /// One after the other, without a token between; two at least.
    Phrase(Vec<Expression>),
    /// Any of these; two at least.
    Either(Vec<Expression>),
    /// Both, with at most `distance` tokens between them.
    Near {
        /// The first operand.
        left: Box<Expression>,
        /// The second operand.
        right: Box<Expression>,
        /// Most tokens between the two.
        distance: u32,
        /// Whether `left` must come first.
        ordered: bool,
    },
    /// All of these in one sentence; two at least.
    Together(Vec<Expression>),
    /// All of these in one paragraph; two at least. Never inside another expression.
    Paragraph(Vec<Expression>),
    /// The first, where it shares no token with the second.
    Except {
        /// What is looked for.
        of: Box<Expression>,
        /// What no place of it may overlap.
        without: Box<Expression>,
    },
}

impl Expression {
    /// The expressions directly inside this one.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        let (list, pair): (&[Self], [Option<&Self>; 2]) = match self {
            Self::Word(_) => (&[], [None, None]),
            Self::Phrase(all) | Self::Either(all) | Self::Together(all) | Self::Paragraph(all) => {
                (all, [None, None])
            }
            Self::Near { left, right, .. } => (&[], [Some(left), Some(right)]),
            Self::Except { of, without } => (&[], [Some(of), Some(without)]),
        };
        list.iter().chain(pair.into_iter().flatten())
    }

    /// How many words and operators it is made of.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.parts().map(Self::size).sum::<usize>()
    }
}

/// What one token has to look like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// Any token.
    Any,
    /// This norm.
    Exact(String),
    /// A token with the stem of this norm.
    Stem {
        /// The norm of the word as written.
        norm: String,
        /// The language whose stemmer is used; it has one.
        language: Language,
    },
    /// A norm with `*` for any characters and `?` for one.
    Wildcard(String),
    /// A regular expression that the whole norm has to match.
    Regex(String),
    /// A token printed so, capitals included, with `*` for any characters and `?` for one.
    Printed(String),
    /// A token that fits `word` as it is, or does once both are folded further.
    Loose {
        /// An exact word, a stem or a wildcard.
        word: Box<Word>,
        /// How both are folded.
        folding: Folding,
    },
}

/// Differences between words that are passed over when asked.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Folding {
    /// British and American spellings are the same.
    pub spelling: bool,
    /// Letters with and without diacritics are the same.
    pub diacritics: bool,
}

impl Folding {
    /// Whether nothing is folded.
    #[must_use]
    pub const fn is_none(self) -> bool {
        !self.spelling && !self.diacritics
    }
}

//! Reference parsing by a linear-chain conditional random field.
//!
//! A reference string is prepared (line ends, module `text`), its identifiers are found by rule, it
//! is cut into tokens, each token gets the scores of its features ([`feature`]) from a small trained
//! model ([`model`]), and the best sequence of labels with its probabilities ([`tagger`]) is turned
//! into fields ([`fields`]): names are split, pages written out, the kind of work and the language
//! guessed. The model is compiled in. How it was trained and how well it does:
//! `docs/reference-parser.md`.
//!
//! Limits: one reference a string; a string with several ("see also …") gives the first. Fields that
//! are not printed are not guessed. Strings over [`text::LONGEST`] bytes are cut.

use std::sync::LazyLock;

use crate::model::ReferenceFields;

use super::identifiers::{self, Identifier};

mod context;
pub mod feature;
pub mod fields;
pub mod kind;
pub mod label;
pub mod language;
pub mod lexicon;
pub mod model;
pub mod record;
mod run;
pub mod tagger;
pub mod text;
pub mod token;
mod venue;

pub use record::ReferenceRecord;

use feature::Features;
use fields::Tagged;
use model::Model;
use tagger::Lattice;
use token::Token;

const EMBEDDED: &[u8] = include_bytes!("model/references.crf");

/// The model that is compiled in.
#[must_use]
pub fn embedded() -> &'static Model {
    // The file is checked by a test; a damaged one cannot be built into a release.
    static MODEL: LazyLock<Model> = LazyLock::new(|| {
        Model::read(EMBEDDED).unwrap_or_else(|_| {
            let neutral = model::Calibration { slope: 1.0, intercept: 0.0 };
            Model::new(&[], tagger::Transitions::default(), [neutral; model::CALIBRATED])
        })
    });
    &MODEL
}

/// Parses one reference string; what could not be parsed is absent.
///
/// Many strings are parsed faster by one [`Parser`].
///
/// ```
/// use leitmotif::extract::reference::parse::parse;
///
/// let fields = parse("Porter, M. E. (1990). The competitive advantage of nations. \
///                     Harvard Business Review, 68(2), 73-93.");
/// assert_eq!(fields.authors[0].family, "Porter");
/// assert_eq!(fields.title.as_deref(), Some("The competitive advantage of nations"));
/// assert_eq!(fields.container.as_deref(), Some("Harvard Business Review"));
/// assert_eq!((fields.volume.as_deref(), fields.issue.as_deref()), (Some("68"), Some("2")));
/// assert_eq!(fields.last_page.as_deref(), Some("93"));
/// ```
#[must_use]
pub fn parse(raw: &str) -> ReferenceFields {
    Parser::new().parse(raw)
}

/// Parses reference strings one after another, with buffers that are used again.
#[derive(Debug)]
pub struct Parser<'m> {
    model: &'m Model,
    text: String,
    identifiers: Vec<Identifier>,
    tokens: Vec<Token>,
    features: Features,
    lattice: Lattice,
    labels: Vec<usize>,
}

impl Default for Parser<'static> {
    fn default() -> Self {
        Self::new()
    }
}

impl Parser<'static> {
    /// A parser with the model that is compiled in.
    #[must_use]
    pub fn new() -> Self {
        Parser::with_model(embedded())
    }
}

impl<'m> Parser<'m> {
    /// A parser with another model.
    #[must_use]
    pub fn with_model(model: &'m Model) -> Self {
        Self {
            model,
            text: String::new(),
            identifiers: Vec::new(),
            tokens: Vec::new(),
            features: Features::default(),
            lattice: Lattice::default(),
            labels: Vec::new(),
        }
    }

    /// Parses one reference string, which may hold line ends and divided words.
    pub fn parse(&mut self, raw: &str) -> ReferenceFields {
        let mended = text::prepare(raw, &mut self.text);
        identifiers::find(&self.text, &mut self.identifiers);
        token::tokenize(&self.text, &self.identifiers, &mut self.tokens);
        self.features.read(&self.text, &self.tokens);
        self.lattice.scores.clear();
        self.lattice
            .scores
            .extend(self.features.iter().map(|of_token| self.model.score(&of_token)));
        self.lattice.decode(self.model.chain(), &mut self.labels);
        self.lattice.sweep(self.model.chain());
        let mut fields = fields::assemble(&Tagged {
            text: &self.text,
            tokens: &self.tokens,
            attributes: self.features.attributes(),
            labels: &self.labels,
            identifiers: &self.identifiers,
            lattice: &self.lattice,
            model: self.model,
        });
        if mended {
            // What the tagger says holds for the string as it was mended.
            fields.confidence *= fields::BY_RULE;
        }
        fields
    }
}

#[cfg(test)]
mod tests;

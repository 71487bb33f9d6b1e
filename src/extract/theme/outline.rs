//! The tokens of a document and what starts at which of them, for papers that are matched as they come and
//! never indexed.
//!
//! The numbers are those that the index has of the same document, so that the mentions are the same; a test
//! lays both on the same papers.

use std::ops::Range;

use super::program::number;
use crate::model::{Document, SectionKind, Span};
use crate::text::tokens;

/// The tokens of a document, and at which of them its sentences, paragraphs and sections start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    tokens: Vec<Span>,
    pub(super) sentences: Vec<u32>,
    pub(super) paragraphs: Vec<u32>,
    sections: Vec<(u32, SectionKind)>,
}

impl Outline {
    /// Cuts the tokens of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let tokens: Vec<Span> = tokens(&document.text).collect();
        let first = |offset: usize| number(tokens.partition_point(|token| token.start < offset));
        let layers = &document.layers;
        let sentences: Vec<u32> =
            layers.sentences.iter().map(|sentence| first(sentence.start)).collect();
        let paragraphs = layers.paragraphs.iter().map(|paragraph| {
            let sentence = layers.sentences.partition_point(|span| span.start < paragraph.start);
            sentences.get(sentence).copied().unwrap_or(u32::MAX)
        });
        let paragraphs = paragraphs.collect();
        let sections = layers.sections.iter();
        let sections = sections.map(|section| (first(section.span.start), section.kind)).collect();
        Self { tokens, sentences, paragraphs, sections }
    }

    /// The spans of all tokens.
    #[must_use]
    pub fn tokens(&self) -> &[Span] {
        &self.tokens
    }

    /// The sections with the numbers of their tokens, ascending.
    pub fn sections(&self) -> impl Iterator<Item = (SectionKind, Range<u32>)> {
        let ends = self.sections.iter().skip(1).map(|&(start, _)| start);
        let ends = ends.chain([number(self.tokens.len())]);
        self.sections.iter().zip(ends).map(|(&(start, kind), end)| (kind, start..end))
    }

    /// The kind of the section that holds a token.
    #[must_use]
    pub fn section_of(&self, token: u32) -> SectionKind {
        let after = self.sections.partition_point(|&(start, _)| start <= token);
        let section = after.checked_sub(1).and_then(|at| self.sections.get(at));
        section.map_or(SectionKind::Other, |&(_, kind)| kind)
    }
}

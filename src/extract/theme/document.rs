//! An inverted index of one document, for papers that are matched as they come and never indexed.
//!
//! It gives the matcher what a segment of the index would give of the same document, so that the mentions are
//! the same; a test lays both on the same papers.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::program::number;
use crate::error::Result;
use crate::model::inverted::{InvertedIndex, PostingList};
use crate::model::{Document, Language, SectionKind, Span};
use crate::text::{normalize, tokens};

/// The tokens of a document, and at which of them its sentences and sections start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    tokens: Vec<Span>,
    sentences: Vec<u32>,
    sections: Vec<(u32, SectionKind)>,
}

impl Outline {
    /// Cuts the tokens of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let tokens: Vec<Span> = tokens(&document.text).collect();
        let first = |offset: usize| number(tokens.partition_point(|token| token.start < offset));
        let layers = &document.layers;
        let sentences = layers.sentences.iter().map(|sentence| first(sentence.start)).collect();
        let sections = layers.sections.iter();
        let sections = sections.map(|section| (first(section.span.start), section.kind)).collect();
        Self { tokens, sentences, sections }
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

/// One document, searchable by the norms of its tokens.
#[derive(Debug)]
pub struct DocumentIndex<'a> {
    document: &'a Document,
    outline: &'a Outline,
    /// The norms of the document, in the order of their bytes, each with the place of its positions.
    types: Vec<(String, u32)>,
    /// For each place the positions of a type, ascending.
    positions: Vec<Vec<u32>>,
}

impl<'a> DocumentIndex<'a> {
    /// Indexes a document, of which `outline` has the tokens.
    #[must_use]
    pub fn new(document: &'a Document, outline: &'a Outline) -> Self {
        let mut places: FxHashMap<String, u32> = FxHashMap::default();
        let mut positions: Vec<Vec<u32>> = Vec::new();
        let mut norm = String::new();
        for (position, token) in (0..).zip(&outline.tokens) {
            norm.clear();
            normalize(token.of(&document.text), &mut norm);
            let place = match places.get(norm.as_str()) {
                Some(&place) => place,
                None => {
                    let place = number(positions.len());
                    places.insert(norm.clone(), place);
                    positions.push(Vec::new());
                    place
                }
            };
            if let Some(list) = positions.get_mut(place as usize) {
                list.push(position);
            }
        }
        let mut types: Vec<(String, u32)> = places.into_iter().collect();
        types.sort_unstable();
        Self { document, outline, types, positions }
    }

    /// Shows the types with this prefix from the first one on whose bytes are not below `from`.
    fn visit_from(&self, from: &[u8], prefix: &str, visit: &mut dyn FnMut(&str, &u32)) {
        let first = self.types.partition_point(|(norm, _)| norm.as_bytes() < from);
        let types = self.types.get(first..).unwrap_or_default();
        for (norm, place) in types.iter().take_while(|(norm, _)| norm.starts_with(prefix)) {
            visit(norm, place);
        }
    }
}

/// The lowest byte that UTF-8 has in characters beyond ASCII.
const FIRST_BEYOND_ASCII: u8 = 0x80;

impl InvertedIndex for DocumentIndex<'_> {
    type WordType = u32;

    fn document_limit(&self) -> u32 {
        1
    }

    fn visit_types(&self, prefix: &str, visit: &mut dyn FnMut(&str, &u32)) -> Result<()> {
        self.visit_from(prefix.as_bytes(), prefix, visit);
        Ok(())
    }

    fn visit_marked_types(&self, prefix: &str, visit: &mut dyn FnMut(&str, &u32)) -> Result<()> {
        self.visit_from(&[prefix.as_bytes(), &[FIRST_BEYOND_ASCII]].concat(), prefix, visit);
        Ok(())
    }

    fn find_type(&self, norm: &str) -> Result<Option<u32>> {
        let found = self.types.binary_search_by(|(known, _)| known.as_str().cmp(norm)).ok();
        Ok(found.and_then(|at| self.types.get(at)).map(|&(_, place)| place))
    }

    fn postings(&self, types: &[u32]) -> Result<PostingList> {
        let lists = types.iter().filter_map(|&place| self.positions.get(place as usize));
        let mut all: Vec<u32> = lists.flatten().copied().collect();
        all.sort_unstable();
        let mut list = PostingList::with_capacity(1);
        if !all.is_empty() {
            list.push(0, &all);
        }
        Ok(list)
    }

    fn sentence_starts(&self, _document: u32, starts: &mut Vec<u32>) -> Result<()> {
        starts.extend_from_slice(&self.outline.sentences);
        Ok(())
    }

    fn paragraph_starts(&self, _document: u32, starts: &mut Vec<u32>) -> Result<()> {
        let layers = &self.document.layers;
        starts.extend(layers.paragraphs.iter().map(|paragraph| {
            let sentences = &layers.sentences;
            let sentence = sentences.partition_point(|span| span.start < paragraph.start);
            self.outline.sentences.get(sentence).copied().unwrap_or(u32::MAX)
        }));
        Ok(())
    }

    fn printed(
        &self,
        _document: u32,
        positions: &[u32],
        visit: &mut dyn FnMut(&str),
    ) -> Result<()> {
        for &position in positions {
            let token = self.outline.tokens.get(position as usize);
            visit(token.map_or("", |token| token.of(&self.document.text)));
        }
        Ok(())
    }

    fn token_count(&self, _document: u32) -> Result<u32> {
        Ok(number(self.outline.tokens.len()))
    }

    fn outside_text(&self, _document: u32, ranges: &mut Vec<Range<u32>>) -> Result<()> {
        let outside = self
            .outline
            .sections()
            .filter(|(kind, tokens)| *kind == SectionKind::References && !tokens.is_empty());
        ranges.extend(outside.map(|(_, tokens)| tokens));
        Ok(())
    }

    fn language(&self, _document: u32) -> Result<Option<Language>> {
        Ok(self.document.metadata.language)
    }
}

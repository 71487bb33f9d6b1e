//! An inverted index in memory: for tests, and for texts that are not indexed.

use std::collections::BTreeMap;
use std::ops::{Bound, Range};

use rustc_hash::FxHashMap;

use super::outline::Outline;
use super::program::number;
use crate::error::Result;
use crate::model::inverted::{InvertedIndex, PostingList};
use crate::model::{Document, Language, SectionKind, Span};
use crate::text::{normalize, tokens};

/// Documents given as norms and boundaries, searchable at once.
#[derive(Clone, Debug, Default)]
pub struct MemoryIndex {
    /// Number of each type, by its norm; most tokens are of known types, which hashes find at once.
    numbers: FxHashMap<String, u64>,
    /// The same in the order of the norms.
    ordered: BTreeMap<String, u64>,
    /// For each type its occurrences, as document and position.
    occurrences: Vec<Vec<(u32, u32)>>,
    documents: Vec<MemoryDocument>,
}

#[derive(Clone, Debug, Default)]
struct MemoryDocument {
    sentence_starts: Vec<u32>,
    paragraph_starts: Vec<u32>,
    /// The text; empty where only norms are known.
    text: String,
    /// The tokens in the text.
    tokens: Vec<Span>,
    token_count: u32,
    outside: Vec<Range<u32>>,
    language: Option<Language>,
}

impl MemoryIndex {
    /// An index without documents.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document by the norms of its tokens and the tokens at which its sentences start;
    /// returns its number.
    pub fn add<'a>(
        &mut self,
        norms: impl IntoIterator<Item = &'a str>,
        sentence_starts: Vec<u32>,
    ) -> u32 {
        let document = number(self.documents.len());
        let mut token_count = 0;
        for norm in norms {
            self.add_token(norm, (document, token_count));
            token_count += 1;
        }
        self.documents.push(MemoryDocument { sentence_starts, token_count, ..Default::default() });
        document
    }

    fn add_token(&mut self, norm: &str, place: (u32, u32)) {
        let next = self.occurrences.len();
        let kind = match self.numbers.get(norm) {
            Some(&kind) => kind,
            None => {
                self.numbers.insert(norm.to_owned(), next as u64);
                self.ordered.insert(norm.to_owned(), next as u64);
                self.occurrences.push(Vec::new());
                next as u64
            }
        };
        let list = usize::try_from(kind).ok().and_then(|at| self.occurrences.get_mut(at));
        if let Some(list) = list {
            list.push(place);
        }
    }

    /// Adds a document, of which `outline` has the tokens; returns its number.
    pub fn add_document(&mut self, document: &Document, outline: &Outline) -> u32 {
        let place = number(self.documents.len());
        let mut norm = String::new();
        for (position, token) in (0..).zip(outline.tokens()) {
            normalize(token.of(&document.text), &mut norm);
            self.add_token(&norm, (place, position));
        }
        let outside = outline
            .sections()
            .filter(|(kind, tokens)| *kind == SectionKind::References && !tokens.is_empty())
            .map(|(_, tokens)| tokens);
        self.documents.push(MemoryDocument {
            sentence_starts: outline.sentences.clone(),
            paragraph_starts: outline.paragraphs.clone(),
            text: document.text.clone(),
            tokens: outline.tokens().to_vec(),
            token_count: number(outline.tokens().len()),
            outside: outside.collect(),
            language: document.metadata.language,
        });
        place
    }

    /// Adds a document by the texts of its sentences; returns its number.
    pub fn add_sentences<S: AsRef<str>>(&mut self, sentences: &[S]) -> u32 {
        let mut norms = Vec::new();
        let mut printed = Vec::new();
        let mut starts = Vec::new();
        let mut norm = String::new();
        for sentence in sentences {
            let sentence = sentence.as_ref();
            starts.push(number(norms.len()));
            for span in tokens(sentence) {
                normalize(span.of(sentence), &mut norm);
                norms.push(norm.clone());
                printed.push(span.of(sentence).to_owned());
            }
        }
        let document = self.add(norms.iter().map(String::as_str), starts);
        self.set_printed(&printed);
        document
    }

    /// Says how the tokens of the document added last are printed; without this, as their norms.
    pub fn set_printed(&mut self, printed: &[String]) {
        if let Some(document) = self.documents.last_mut() {
            let ends = printed.iter().scan(0, |end, token| {
                *end += token.len();
                Some(*end)
            });
            document.tokens =
                ends.zip(printed).map(|(end, token)| Span::new(end - token.len(), end)).collect();
            document.text = printed.concat();
        }
    }

    /// Says at which tokens the paragraphs of the document added last start; without this, it is one.
    pub fn set_paragraphs(&mut self, starts: Vec<u32>) {
        if let Some(document) = self.documents.last_mut() {
            document.paragraph_starts = starts;
        }
    }

    /// Says which tokens of the document added last are not running text; ranges ascend.
    pub fn set_outside(&mut self, ranges: Vec<Range<u32>>) {
        if let Some(document) = self.documents.last_mut() {
            document.outside = ranges;
        }
    }

    /// Says in which language the document added last is.
    pub fn set_language(&mut self, language: Language) {
        if let Some(document) = self.documents.last_mut() {
            document.language = Some(language);
        }
    }

    /// The norm of one token.
    fn norm_at(&self, document: u32, position: u32) -> &str {
        let stands = |kind: u64| {
            let list = usize::try_from(kind).ok().and_then(|kind| self.occurrences.get(kind));
            list.is_some_and(|list| list.binary_search(&(document, position)).is_ok())
        };
        self.ordered.iter().find(|&(_, &kind)| stands(kind)).map_or("", |(norm, _)| norm)
    }

    fn document(&self, document: u32) -> Option<&MemoryDocument> {
        self.documents.get(document as usize)
    }
}

impl InvertedIndex for MemoryIndex {
    type WordType = u64;

    fn document_limit(&self) -> u32 {
        number(self.documents.len())
    }

    fn visit_types(&self, prefix: &str, visit: &mut dyn FnMut(&str, &u64)) -> Result<()> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        for (norm, kind) in self.ordered.range::<str, _>(from) {
            if !norm.starts_with(prefix) {
                break;
            }
            visit(norm, kind);
        }
        Ok(())
    }

    fn visit_marked_types(&self, prefix: &str, visit: &mut dyn FnMut(&str, &u64)) -> Result<()> {
        self.visit_types(prefix, &mut |norm, kind| {
            let next = norm.get(prefix.len()..).and_then(|rest| rest.chars().next());
            if next.is_some_and(|next| !next.is_ascii()) {
                visit(norm, kind);
            }
        })
    }

    fn find_type(&self, norm: &str) -> Result<Option<u64>> {
        Ok(self.numbers.get(norm).copied())
    }

    fn postings(&self, types: &[u64]) -> Result<PostingList> {
        let list = |&kind: &u64| {
            let occurrences = self.occurrences.get(usize::try_from(kind).ok()?)?;
            let mut list = PostingList::default();
            for same in occurrences.chunk_by(|one, next| one.0 == next.0) {
                let positions: Vec<u32> = same.iter().map(|&(_, position)| position).collect();
                list.push(same.first()?.0, &positions);
            }
            Some(list)
        };
        Ok(PostingList::union(types.iter().filter_map(list).collect()))
    }

    fn sentence_starts(&self, document: u32, starts: &mut Vec<u32>) -> Result<()> {
        if let Some(document) = self.document(document) {
            starts.extend_from_slice(&document.sentence_starts);
        }
        Ok(())
    }

    fn paragraph_starts(&self, document: u32, starts: &mut Vec<u32>) -> Result<()> {
        if let Some(document) = self.document(document) {
            starts.extend_from_slice(&document.paragraph_starts);
        }
        Ok(())
    }

    fn printed(&self, document: u32, positions: &[u32], visit: &mut dyn FnMut(&str)) -> Result<()> {
        let known = self.document(document);
        let (text, tokens) =
            known.map_or(("", &[][..]), |known| (known.text.as_str(), known.tokens.as_slice()));
        for &position in positions {
            match tokens.get(position as usize) {
                Some(token) => visit(token.of(text)),
                None => visit(self.norm_at(document, position)),
            }
        }
        Ok(())
    }

    fn token_count(&self, document: u32) -> Result<u32> {
        Ok(self.document(document).map_or(0, |document| document.token_count))
    }

    fn outside_text(&self, document: u32, ranges: &mut Vec<Range<u32>>) -> Result<()> {
        if let Some(document) = self.document(document) {
            ranges.extend_from_slice(&document.outside);
        }
        Ok(())
    }

    fn language(&self, document: u32) -> Result<Option<Language>> {
        Ok(self.document(document).and_then(|document| document.language))
    }
}

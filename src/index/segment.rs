//! One segment of the index, as the theme matcher sees it.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::{BytesColumn, Column};
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::record::PaperFacts;
use super::schema::{Fields, names};
use super::starts;
use super::stored::Stored;
use super::{index_error, io_error};
use crate::error::Result;
use crate::model::inverted::{InvertedIndex, PostingList};
use crate::model::{Language, SectionKind};

/// One segment: a part of the corpus that is searched on its own.
pub struct Segment {
    reader: SegmentReader,
    body: Arc<InvertedIndexReader>,
    /// None where no document of the segment has a sentence.
    sentence_tokens: Option<BytesColumn>,
    sentence_bytes: Column<u64>,
    /// What the matcher asks of each document; empty for deleted ones.
    outlines: Vec<Outline>,
    stored: Stored,
}

/// A word type of one segment: where its postings stand. No two types have the same place, and the
/// order of places is that of the dictionary.
#[derive(Clone, Debug, Default)]
pub struct WordType(TermInfo);

impl Ord for WordType {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |known: &Self| (known.0.postings_range.start, known.0.postings_range.end);
        place(self).cmp(&place(other))
    }
}

impl PartialOrd for WordType {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for WordType {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for WordType {}

/// What the theme matcher asks of a document beside its words.
#[derive(Clone, Debug, Default)]
struct Outline {
    tokens: u32,
    language: Option<Language>,
    outside_text: Vec<Range<u32>>,
}

impl Outline {
    fn of(facts: &PaperFacts) -> Self {
        let ends = facts.sections.iter().skip(1).map(|section| section.token).chain([facts.tokens]);
        let outside_text = facts
            .sections
            .iter()
            .zip(ends)
            .filter(|(section, end)| {
                section.kind == SectionKind::References && section.token < *end
            })
            .map(|(section, end)| section.token..end)
            .collect();
        Self { tokens: facts.tokens, language: facts.metadata.language, outside_text }
    }
}

impl Segment {
    /// Opens a segment whose living documents have these facts.
    pub(super) fn open<'a>(
        reader: SegmentReader,
        fields: Fields,
        facts: impl Iterator<Item = (u32, &'a PaperFacts)>,
    ) -> Result<Self> {
        let mut outlines = vec![Outline::default(); reader.max_doc() as usize];
        for (document, facts) in facts {
            if let Some(outline) = outlines.get_mut(document as usize) {
                *outline = Outline::of(facts);
            }
        }
        let body = reader.inverted_index(fields.body).map_err(index_error)?;
        let fast = reader.fast_fields();
        let sentence_tokens = fast.bytes(names::SENTENCE_TOKENS).map_err(index_error)?;
        let sentence_bytes = fast.u64(names::SENTENCE_BYTES).map_err(index_error)?;
        let stored = Stored::new(reader.clone(), fields);
        Ok(Self { reader, body, sentence_tokens, sentence_bytes, outlines, stored })
    }

    /// The dictionary and postings of the words of texts.
    pub(super) fn body(&self) -> &InvertedIndexReader {
        &self.body
    }

    /// The texts and records of its documents.
    pub(super) const fn stored(&self) -> &Stored {
        &self.stored
    }

    /// The bytes at which the sentences of `document` start, ascending, appended to `starts`.
    pub fn sentence_bytes(&self, document: u32, starts: &mut Vec<usize>) {
        starts.extend(
            self.sentence_bytes
                .values_for_doc(document)
                .map(|byte| usize::try_from(byte).unwrap_or(usize::MAX)),
        );
    }

    /// The occurrences of one type in living documents.
    fn occurrences(&self, WordType(place): &WordType) -> Result<PostingList> {
        let mut postings = self
            .body
            .read_postings_from_terminfo(place, IndexRecordOption::WithFreqsAndPositions)
            .map_err(io_error)?;
        let alive = self.reader.alive_bitset();
        let mut list = PostingList::with_capacity(place.doc_freq as usize);
        let mut document = postings.doc();
        while document != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(document)) {
                list.push_with(document, |positions| {
                    postings.append_positions_with_offset(0, positions);
                });
            }
            document = postings.advance();
        }
        Ok(list)
    }
}

impl InvertedIndex for Segment {
    type WordType = WordType;

    fn document_limit(&self) -> u32 {
        self.reader.max_doc()
    }

    fn visit_types(&self, prefix: &str, visit: &mut dyn FnMut(&str, &WordType)) -> Result<()> {
        self.visit_range(prefix.as_bytes(), end_of_prefix(prefix), visit)
    }

    fn visit_marked_types(
        &self,
        prefix: &str,
        visit: &mut dyn FnMut(&str, &WordType),
    ) -> Result<()> {
        // The bytes of characters beyond ASCII are all above those of ASCII.
        let start = [prefix.as_bytes(), &[FIRST_BEYOND_ASCII]].concat();
        self.visit_range(&start, end_of_prefix(prefix), visit)
    }

    fn find_type(&self, norm: &str) -> Result<Option<WordType>> {
        Ok(self.body.terms().get(norm.as_bytes()).map_err(io_error)?.map(WordType))
    }

    fn postings(&self, types: &[WordType]) -> Result<PostingList> {
        let lists: Result<Vec<_>> = types.iter().map(|known| self.occurrences(known)).collect();
        Ok(PostingList::union(lists?))
    }

    fn sentence_starts(&self, document: u32, starts: &mut Vec<u32>) -> Result<()> {
        let Some(column) = &self.sentence_tokens else { return Ok(()) };
        let (mut piece, mut start) = (Vec::new(), 0);
        for ordinal in column.term_ords(document) {
            piece.clear();
            column.ord_to_bytes(ordinal, &mut piece).map_err(io_error)?;
            start = starts::from_bytes(&piece, start, starts);
        }
        Ok(())
    }

    fn paragraph_starts(&self, document: u32, starts: &mut Vec<u32>) -> Result<()> {
        let sentences = self.sentences(document)?;
        starts.extend(self.stored.paragraphs(document)?.into_iter().map(|byte| {
            let sentence = sentences.partition_point(|&(_, start)| start < byte);
            sentences.get(sentence).map_or(u32::MAX, |&(token, _)| token)
        }));
        Ok(())
    }

    fn printed(&self, document: u32, positions: &[u32], visit: &mut dyn FnMut(&str)) -> Result<()> {
        self.stored.printed(document, positions, &self.sentences(document)?, visit)
    }

    fn token_count(&self, document: u32) -> Result<u32> {
        Ok(self.outline(document).map_or(0, |outline| outline.tokens))
    }

    fn outside_text(&self, document: u32, ranges: &mut Vec<Range<u32>>) -> Result<()> {
        if let Some(outline) = self.outline(document) {
            ranges.extend_from_slice(&outline.outside_text);
        }
        Ok(())
    }

    fn language(&self, document: u32) -> Result<Option<Language>> {
        Ok(self.outline(document).and_then(|outline| outline.language))
    }
}

impl Segment {
    /// Shows the types from `start` on, up to `end` where there is one.
    fn visit_range(
        &self,
        start: &[u8],
        end: Option<Vec<u8>>,
        visit: &mut dyn FnMut(&str, &WordType),
    ) -> Result<()> {
        let mut range = self.body.terms().range().ge(start);
        if let Some(end) = end {
            range = range.lt(end);
        }
        let mut types = range.into_stream().map_err(io_error)?;
        let mut known = WordType::default();
        while types.advance() {
            if let Ok(norm) = std::str::from_utf8(types.key()) {
                known.0.clone_from(types.value());
                visit(norm, &known);
            }
        }
        Ok(())
    }

    /// The first token and the first byte of each sentence.
    pub(super) fn sentences(&self, document: u32) -> Result<Vec<(u32, usize)>> {
        let (mut tokens, mut bytes) = (Vec::new(), Vec::new());
        self.sentence_starts(document, &mut tokens)?;
        self.sentence_bytes(document, &mut bytes);
        Ok(tokens.into_iter().zip(bytes).collect())
    }

    fn outline(&self, document: u32) -> Option<&Outline> {
        self.outlines.get(document as usize)
    }
}

/// The lowest byte that UTF-8 has in characters beyond ASCII.
const FIRST_BEYOND_ASCII: u8 = 0x80;

/// The first byte string after all that start with `prefix`; `None` where there is none.
fn end_of_prefix(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_before_the_next_byte_string() {
        assert_eq!(end_of_prefix("ab"), Some(b"ac".to_vec()));
        assert_eq!(end_of_prefix(""), None);
        assert!("abé".as_bytes() < end_of_prefix("ab").unwrap().as_slice());
    }
}

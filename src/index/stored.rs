//! What a segment reads from the store: texts and records, for the few questions that postings
//! cannot answer.

use std::sync::OnceLock;

use tantivy::SegmentReader;
use tantivy::directory::OwnedBytes;
use tantivy::schema::Field;
use tantivy::store::StoreReader;

use super::record::PaperRecord;
use super::schema::Fields;
use super::{decode_error, index_error, io_error};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Span;
use crate::text::tokens;

/// Blocks of the store that are kept uncompressed.
const CACHED_BLOCKS: usize = 8;

/// The store of one segment, opened when first asked.
pub(super) struct Stored {
    reader: SegmentReader,
    fields: Fields,
    store: OnceLock<StoreReader>,
}

impl Stored {
    pub(super) fn new(reader: SegmentReader, fields: Fields) -> Self {
        Self { reader, fields, store: OnceLock::new() }
    }

    /// What is stored of a document.
    pub(super) fn paper(&self, document: u32) -> Result<StoredPaper> {
        let store = match self.store.get() {
            Some(store) => store,
            None => {
                let opened = self.reader.get_store_reader(CACHED_BLOCKS).map_err(io_error)?;
                self.store.get_or_init(|| opened)
            }
        };
        let bytes = store.get_document_bytes(document).map_err(index_error)?;
        Ok(StoredPaper { bytes, fields: self.fields })
    }

    /// Shows the tokens at `positions`, which ascend; `sentences` gives for each sentence its first
    /// token and its first byte.
    pub(super) fn printed(
        &self,
        document: u32,
        positions: &[u32],
        sentences: &[(u32, usize)],
        visit: &mut dyn FnMut(&str),
    ) -> Result<()> {
        let stored = self.paper(document)?;
        let text = stored.text()?;
        let mut spans: Vec<Span> = Vec::new();
        let mut at = None;
        for &position in positions {
            let after = sentences.partition_point(|&(token, _)| token <= position);
            let (first, start) =
                after.checked_sub(1).and_then(|at| sentences.get(at)).copied().unwrap_or_default();
            if at != Some(start) {
                let end = sentences.get(after).map_or(text.len(), |&(_, byte)| byte);
                let sentence = text.get(start..end).unwrap_or_default();
                spans.clear();
                spans.extend(tokens(sentence).map(|span| span.shifted(start)));
                at = Some(start);
            }
            let span = spans.get((position - first) as usize);
            visit(span.map_or("", |span| span.of(text)));
        }
        Ok(())
    }

    /// The bytes at which paragraphs start.
    pub(super) fn paragraphs(&self, document: u32) -> Result<Vec<usize>> {
        let record = self.paper(document)?.record()?;
        Ok(record.layers.paragraphs.iter().map(|span| span.start).collect())
    }
}

/// What is stored of one document, in the bytes of its block.
///
/// tantivy's own way to a document copies every value, those of bytes one byte at a time. Here the
/// value that is asked for is found in the block as it is, and the others are passed over.
pub(super) struct StoredPaper {
    bytes: OwnedBytes,
    fields: Fields,
}

impl StoredPaper {
    /// The text.
    pub(super) fn text(&self) -> Result<&str> {
        let text = value_of(&self.bytes, self.fields.body).map(std::str::from_utf8);
        text.and_then(std::result::Result::ok).ok_or_else(|| Error::new(ErrorKind::Index))
    }

    /// What was stored with the text.
    pub(super) fn record(&self) -> Result<PaperRecord> {
        let record = value_of(&self.bytes, self.fields.record);
        let record = record.ok_or_else(|| Error::new(ErrorKind::Index))?;
        postcard::from_bytes(record).map_err(decode_error)
    }
}

/// The codes that tantivy puts before texts and before bytes; others are not stored here.
const TEXT: u8 = 0;
const BYTES: u8 = 4;

/// The first value of `field` in a document as tantivy stores it: the number of values; then for each
/// the number of its field in four bytes, a code for its type, its length, and the value.
fn value_of(mut document: &[u8], field: Field) -> Option<&[u8]> {
    for _ in 0..take_number(&mut document)? {
        let number = u32::from_le_bytes(*document.split_off(..4)?.first_chunk()?);
        if !matches!(document.split_off_first()?, &(TEXT | BYTES)) {
            return None;
        }
        let length = usize::try_from(take_number(&mut document)?).ok()?;
        let value = document.split_off(..length)?;
        if number == field.field_id() {
            return Some(value);
        }
    }
    None
}

/// Takes a number off the front: seven bits a byte, the lowest first, the highest bit set on the last.
fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let &byte = bytes.split_off_first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 != 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::schema::Value as _;
    use tantivy::{DocAddress, Index, TantivyDocument};

    use super::super::schema;
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn values_are_those_that_tantivy_reads(
            papers in proptest::collection::vec((".{0,300}", proptest::collection::vec(any::<u8>(), 0..300)), 1..5)
        ) {
            let (schema, fields) = schema::build();
            let index = Index::create_in_ram(schema);
            index.tokenizers().register(super::super::adapter::TOKENIZER, super::super::adapter::Adapter);
            let mut writer = index.writer_with_num_threads(1, 16 << 20).unwrap();
            for (text, record) in &papers {
                let mut entry = TantivyDocument::default();
                entry.add_bytes(fields.facts, b"not stored");
                entry.add_text(fields.body, text);
                entry.add_bytes(fields.record, record);
                writer.add_document(entry).unwrap();
            }
            writer.commit().unwrap();
            let searcher = index.reader().unwrap().searcher();
            for (number, (text, record)) in (0..).zip(&papers) {
                let stored: TantivyDocument = searcher.doc(DocAddress::new(0, number)).unwrap();
                let reader = searcher.segment_reader(0).clone();
                let paper = Stored::new(reader, fields).paper(number).unwrap();
                prop_assert_eq!(paper.text().unwrap(), text);
                prop_assert_eq!(Some(paper.text().unwrap()), stored.get_first(fields.body).and_then(|value| value.as_str()));
                prop_assert_eq!(value_of(&paper.bytes, fields.record), Some(record.as_slice()));
                prop_assert_eq!(value_of(&paper.bytes, fields.name), None);
            }
        }

        #[test]
        fn damaged_bytes_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let (_, fields) = schema::build();
            value_of(&bytes, fields.record);
        }
    }
}

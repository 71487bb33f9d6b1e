//! What a segment reads from the store: texts and records, for the few questions that postings
//! cannot answer.

use std::sync::OnceLock;

use tantivy::schema::Value as _;
use tantivy::store::StoreReader;
use tantivy::{SegmentReader, TantivyDocument};

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

    fn document(&self, document: u32) -> Result<TantivyDocument> {
        let store = match self.store.get() {
            Some(store) => store,
            None => {
                let opened = self.reader.get_store_reader(CACHED_BLOCKS).map_err(io_error)?;
                self.store.get_or_init(|| opened)
            }
        };
        store.get(document).map_err(index_error)
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
        let stored = self.document(document)?;
        let text = stored.get_first(self.fields.body).and_then(|value| value.as_str());
        let text = text.ok_or_else(|| Error::new(ErrorKind::Index))?;
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
        let stored = self.document(document)?;
        let record = stored.get_first(self.fields.record).and_then(|value| value.as_bytes());
        let record = record.ok_or_else(|| Error::new(ErrorKind::Index))?;
        let record: PaperRecord = postcard::from_bytes(record).map_err(decode_error)?;
        Ok(record.layers.paragraphs.iter().map(|span| span.start).collect())
    }
}

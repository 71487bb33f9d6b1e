//! What the index keeps of a paper.
//!
//! | field | kept as | for |
//! |---|---|---|
//! | `name` | term | replacing and deleting a paper |
//! | `body` | terms with positions, stored | matching; the words behind every number |
//! | `title` | terms with positions | full-text search |
//! | `work` | terms | papers that cite a work |
//! | `facts` | fast bytes | [`PaperFacts`](super::PaperFacts): metadata and sizes, without touching the store |
//! | `sentence_tokens` | fast, one value a sentence | the token at which each sentence starts |
//! | `sentence_bytes` | fast, one value a sentence | the byte at which each sentence starts |
//! | `record` | stored | [`PaperRecord`](super::PaperRecord): layers, citations, references |
//!
//! Positions are token numbers from 0 without gaps, so that `sentence_tokens` and the sections'
//! starts in the facts speak of the same places as the postings.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::adapter::TOKENIZER;

/// Names of the fast fields, which tantivy looks up by name.
pub(super) mod names {
    pub(in super::super) const FACTS: &str = "facts";
    pub(in super::super) const MATCHING: &str = "matching";
    pub(in super::super) const SENTENCE_TOKENS: &str = "sentence_tokens";
    pub(in super::super) const SENTENCE_BYTES: &str = "sentence_bytes";
}

/// The fields of the schema.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) name: Field,
    pub(super) body: Field,
    pub(super) title: Field,
    pub(super) work: Field,
    pub(super) facts: Field,
    pub(super) matching: Field,
    pub(super) sentence_tokens: Field,
    pub(super) sentence_bytes: Field,
    pub(super) record: Field,
}

/// The schema and its fields.
pub(super) fn build() -> (Schema, Fields) {
    let words = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(words);
    let mut builder = Schema::builder();
    let fields = Fields {
        name: builder.add_text_field("name", STRING),
        body: builder.add_text_field("body", text.clone().set_stored()),
        title: builder.add_text_field("title", text),
        work: builder.add_text_field("work", STRING),
        facts: builder.add_bytes_field(names::FACTS, FAST),
        matching: builder.add_bytes_field(names::MATCHING, FAST),
        sentence_tokens: builder.add_bytes_field(names::SENTENCE_TOKENS, FAST),
        sentence_bytes: builder.add_u64_field(names::SENTENCE_BYTES, FAST),
        record: builder.add_bytes_field("record", STORED),
    };
    (builder.build(), fields)
}

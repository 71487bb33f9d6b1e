//! The index: the only folder that knows tantivy.

//! From bytes to a [`Document`](crate::model::Document): one source format a file.

//! The papers of a stream: one record a paper, with the rows of its tables nested in it.
//!
//! [`json`] writes JSON lines, [`arrow`] (feature `arrow`) batches in the IPC stream format of Apache Arrow. Both
//! say the same: `id` and `document`, then each table under the name of what it holds, then `error`. The keys
//! and values of a row are those that the table has as JSON lines.

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod json;

#[cfg(test)]
mod tests;

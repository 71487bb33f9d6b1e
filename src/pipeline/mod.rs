//! The stages: they loop over papers, tell the observer, and collect what was skipped.
//!
//! [`ingest`] takes files into the index, [`refresh`] mines the stored texts again, and a
//! [`Study`](study::Study) is one state of the index opened for queries.

pub mod ingest;
pub mod refresh;
pub mod review;
pub mod study;

mod texts;

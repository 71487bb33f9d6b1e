//! The stages: they loop over papers, tell the observer, and collect what was skipped.
//!
//! [`ingest`] takes files into the index, [`refresh`] mines the stored texts again, a
//! [`Study`](study::Study) is one state of the index opened for queries, and [`recoded`] takes its
//! codings back from other programs.

pub mod check;
pub mod cooccurrence;
pub mod ingest;
pub mod lexical;
pub mod recoded;
pub mod refresh;
pub mod review;
pub mod sentences;
pub mod study;
pub mod suggest;

mod texts;

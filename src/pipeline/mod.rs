//! The stages: they loop over papers, tell the observer, and collect what was skipped.
//!
//! [`ingest`] takes files into the index, [`refresh`] mines the stored texts again, [`count`] finds
//! theme mentions on the postings, and [`show`] fetches the words and sentences behind them.

mod parallel;

pub mod ingest;

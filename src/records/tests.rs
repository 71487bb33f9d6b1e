//! Round trips of fifty records in every format, broken files, and matching.

mod endnote_tags;
mod formats;
mod matching;
mod samples;
mod sheets;

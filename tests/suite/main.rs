//! The suite: one crate, a module a topic, which drives the program as its users do.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "what fails here fails a test, and its output is the test's"
)]

mod archives;
mod check;
mod codebooks;
mod contract;
mod convert;
mod corpora;
mod cost;
mod counting;
mod exchange;
mod exports;
mod formats;
mod frequencies;
mod golden;
mod harness;
mod ingest;
mod lexical;
mod lifecycle;
#[cfg(feature = "pdf")]
mod pdf;
mod queries;
mod readme;
mod records;
mod references;
mod report;
mod scholarly;
mod seed;
mod shards;
mod structure;
mod suggest;
mod tokens;
mod validation;
mod watch;
mod works;

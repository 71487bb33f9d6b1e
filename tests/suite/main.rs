//! The suite: one crate, a module a topic, which drives the program as its users do.

mod harness;
mod ingest;
mod lifecycle;
mod structure;

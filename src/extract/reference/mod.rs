//! The bibliography: located, split into entries, parsed into fields.

pub mod dates;
pub mod identifiers;
pub mod locate;
pub mod names;
pub mod pages;
pub mod parse;
pub mod split;

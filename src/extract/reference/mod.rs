//! The bibliography: located, split into entries, parsed into fields.

pub mod locate;
pub mod split;

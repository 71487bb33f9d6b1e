//! In-text citations.

pub mod numeric;
pub mod superscript;

//! In-text citations.

pub mod numeric;

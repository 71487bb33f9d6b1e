//! What is found in one document: citations, references, theme mentions.

pub mod citation;
pub mod reference;
pub mod theme;

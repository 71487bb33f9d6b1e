//! In-text citations: the paper's style is recognised, then callouts of that style are found.

pub mod style;

pub(crate) mod author_year;

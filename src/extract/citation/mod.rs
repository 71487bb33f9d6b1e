//! In-text citations.

//! Statistics: numbers in, numbers out.
//!
//! Pure functions, one concept a file, each with its formula, source, variant and edge cases.
//! What is not defined (a rate over no tokens, an association in an empty table) is `None` or
//! stated where it is returned; no function gives NaN for counts that make sense.

pub mod interval;
pub mod normal;

//! Statistics: numbers in, numbers out.
//!
//! Pure functions, one concept a file, each with its formula, source, variant and edge cases.
//! What is not defined (a rate over no tokens, a share of nothing) is `None`; measures that have a
//! limit where a cell is empty give the limit, infinite where it is, as each function says.
//!
//! Logarithms, exponentials and special functions are those of the crate `libm`, so that results
//! do not depend on the platform's mathematics library.
//!
//! The tests hold every function to values worked by independent packages and to published
//! examples, to a relative difference of 1e-9.

pub mod agreement;
pub mod association;
pub mod bca;
pub mod beta;
pub mod bootstrap;
pub mod c_value;
pub mod clustered;
pub mod confusion;
pub mod contingency;
pub mod correction;
pub mod dispersion;
pub mod exact;
pub mod gamma;
pub mod interval;
pub mod kendall;
pub mod keyness;
pub mod log_likelihood;
pub mod log_odds;
pub mod normal;
pub mod random;
pub mod rank;
pub mod survey;
pub mod trend;

#[cfg(test)]
mod tests;

//! leitmotif reads research papers, finds the works they cite and the themes they speak of, and
//! reports how often, where, since when and on whose authority each theme is raised.

pub mod codebook;
pub mod decisions;
pub mod error;
pub mod export;
pub mod extract;
pub mod figure;
pub mod index;
pub mod model;
pub mod observe;
pub mod pipeline;
pub mod query;
pub mod read;
pub mod records;
pub mod refi;
pub mod report;
pub mod stats;
pub mod text;
pub mod validation;

mod parallel;

pub use error::{Error, ErrorKind, Result};

//! The report: all results on a corpus and a codebook in one HTML file, to be read without the program.
//!
//! [`Report::gather`] makes the typed results, [`Report::write`] the page. Figures and tables are drawn here,
//! so that the page can be read, printed and saved without scripts; its script adds what needs one: sentences
//! with search and filters, sorting, hovering, figures as files. Texts of papers are never mark-up, and the
//! page's own policy forbids it to load or send anything ([`page`]).
//!
//! The functions in [`figures`] and [`results`] draw a single figure of a result, for `--plot`.

pub mod figures;
pub mod results;
pub mod themes;

mod data;
mod embedded;
mod evidence;
mod frequency;
mod methods;
mod overview;
mod page;
mod papers;
mod table;

#[cfg(test)]
mod tests;

pub use data::{PaperEntry, Report, ReportOptions, ReportSources};

//! REFI-QDA, the exchange format of programs for qualitative data analysis, both ways: codebooks
//! (`.qdc`) and projects (`.qdpx`) as NVivo, MAXQDA, ATLAS.ti and QualCoder open and write them.
//!
//! - [`code`]: themes as codes; [`codebook`] writes them alone.
//! - [`project`]: what a project says of its papers; [`archive`] packs it with the papers' texts.
//! - [`read`]: reads a project that such a program wrote; [`join`] takes its codings for codings of our
//!   papers and themes.
//!
//! # What holds of what is written
//!
//! - Themes are codes under names that are unique in the whole codebook, since QualCoder holds codes
//!   and categories to that. Each mention of a theme by a pattern of its own is one coding.
//! - Places are code points of the text in the archive, from 0, the end exclusive. That text has line
//!   feeds only, no byte order mark, and no control characters that XML forbids ([`plain`]).
//! - GUIDs are made from what they name ([`guid`]): a theme keeps its GUID when its patterns change,
//!   a paper as long as its file is the same. So a project that was corrected elsewhere is joined again.
//! - No clock is read: everything was created at [`CREATED`].
//!
//! Source: the schemas `Project.xsd` and `Codebook.xsd` of REFI-QDA 1.0 (2019).

pub mod archive;
pub mod code;
pub mod codebook;
pub mod guid;
pub mod join;
pub mod plain;
pub mod project;
pub mod read;

mod align;
#[cfg(test)]
mod tests;
mod xml;

/// When everything in a project was created, since results know no clock: the first day that a zip
/// archive can hold.
pub const CREATED: &str = "1980-01-01T00:00:00Z";

/// The coder of what leitmotif codes.
pub const CODER: &str = "leitmotif";

/// What programs show as the origin of a file.
fn origin() -> String {
    format!("leitmotif {}", env!("CARGO_PKG_VERSION"))
}

//! The nouns that cross stages: plain data and its invariants.
//!
//! Nothing here reads a file, knows the index or prints. Everything that is found in a text is a
//! [`Span`] into the text of its [`Document`], so that every number can be followed back to the
//! words behind it.

pub mod bibliography;
pub mod citation;
pub mod codebook;
pub mod coding;
pub mod decision;
pub mod document;
pub mod given;
pub mod inverted;
pub mod language;
pub mod mention;
pub mod network;
pub mod provenance;
pub mod record;
pub mod reference;
pub mod span;
pub mod streamed;
pub mod table;

pub use bibliography::{Bibliography, BibliographyEntry};
pub use citation::{Citation, CitationStyle, Marker, Resolution};
pub use codebook::{Codebook, Expression, Folding, Matching, Pattern, Theme, Word};
pub use coding::Coding;
pub use decision::{Decision, Decisions, NameMeans, ReferenceName};
pub use document::{Document, Layers, Metadata, Page, Section, SectionKind, SourceFormat};
pub use given::{GivenCitations, GivenMarker, GivenReference};
pub use language::Language;
pub use mention::Mention;
pub use provenance::Provenance;
pub use record::{AppliedRecord, MatchMeans};
pub use reference::{Person, Reference, ReferenceFields, WorkKind, Year};
pub use span::Span;
pub(crate) use span::span_at;
pub use streamed::{Finding, FindingTable, PaperFailure, StreamedPaper};
pub use table::{Cell, Column, Table};

//! Results over the corpus: frequencies, concordance, evidence, works, search.
//!
//! Every query takes plain facts ([`facts`]) that the index fills, a [`Selection`] of documents and
//! sections that a [`filter`] makes, and gives a typed result, which turns itself into a
//! [`Table`](crate::model::Table). Nothing here knows the index.

pub mod bibliography;
pub mod change;
pub mod collocates;
pub mod comparison;
pub mod concordance;
pub mod cooccurrence;
pub mod dispersion;
pub mod evidence;
pub mod facts;
pub mod filter;
pub mod frequency;
pub mod group;
pub mod keyness;
pub mod keywords;
pub mod lexical;
pub mod listing;
pub mod network;
pub mod passage;
pub mod quotation;
pub mod search;
pub mod selection;
pub mod slices;
pub mod suggest;
pub mod trend;
pub mod works;

pub use facts::{CorpusFacts, DocumentFacts, MentionFacts, ThemeFacts};
pub use filter::Filter;
pub use group::GroupBy;
pub use passage::{DocumentText, TextSource};
pub use selection::{SectionSet, Selection};

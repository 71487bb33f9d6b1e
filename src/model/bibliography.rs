//! A bibliography: references with citation keys, as programs for references take them.

use super::{Provenance, ReferenceFields};

/// References to be written for LaTeX, Zotero, EndNote and their like.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bibliography {
    /// The entries, in the order in which they are written.
    pub entries: Vec<BibliographyEntry>,
    /// What the entries were made from.
    pub provenance: Provenance,
}

/// One entry of a bibliography.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BibliographyEntry {
    /// What a manuscript cites it by; unique in its bibliography.
    pub key: String,
    /// Its fields.
    pub fields: ReferenceFields,
    /// The printed reference, on one line; it is kept as a note, so that nothing is lost that was
    /// not parsed.
    pub raw: String,
}

//! What the mark-up of a source says of its citations and references.

use serde::{Deserialize, Serialize};

use super::{ReferenceFields, Span};

/// Citations and references that a source marks as such, beside its text.
///
/// Empty for sources without such mark-up. What is given is taken as it is; what is not is found in
/// the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GivenCitations {
    /// The entries of the bibliography, in its order. Where there are any, there are no others.
    pub references: Vec<GivenReference>,
    /// The words in the text that point to them, in the order of the text, without overlaps.
    pub markers: Vec<GivenMarker>,
}

impl GivenCitations {
    /// Whether nothing is given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.references.is_empty() && self.markers.is_empty()
    }
}

/// An entry of the bibliography that the source marks as such.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GivenReference {
    /// The entry in the text, its label included; empty where it does not stand in the text.
    pub span: Span,
    /// The printed number or key, without brackets and stops.
    pub label: Option<String>,
    /// The entry as it would be printed, where it does not stand in the text.
    pub raw: Option<String>,
    /// Its fields, where the source marks them; else they are parsed from the entry.
    pub fields: Option<ReferenceFields>,
}

/// Words that the source marks as pointing to references.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenMarker {
    /// The words.
    pub span: Span,
    /// Places in [`GivenCitations::references`], from 0; empty where the source points to what it
    /// does not have.
    pub references: Vec<usize>,
}

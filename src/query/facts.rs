//! What queries know of a corpus: plain data, filled from the index and the matcher.

use std::collections::BTreeSet;

use crate::model::table::{ColumnKind, Display};
use crate::model::{Column, Metadata, SectionKind};

/// The documents of a corpus and their names for extra metadata.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorpusFacts {
    /// Documents in the order of their names; others refer to them by their place here.
    pub documents: Vec<DocumentFacts>,
}

impl CorpusFacts {
    /// The names of extra metadata fields that any document has, in alphabetical order.
    #[must_use]
    pub fn extra_fields(&self) -> Vec<&str> {
        let names = self.documents.iter().flat_map(|document| document.metadata.extra.keys());
        names.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// What queries know of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentFacts {
    /// The name that results carry.
    pub name: String,
    /// What is known about the paper.
    pub metadata: Metadata,
    /// Tokens by kind of section, in the order of [`SectionKind::ALL`].
    pub tokens: [u64; SectionKind::ALL.len()],
}

/// A theme of the codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeFacts {
    /// Dotted path, such as `motives.proactive`.
    pub path: String,
    /// Place of the parent theme, which comes before this one.
    pub parent: Option<usize>,
}

impl ThemeFacts {
    /// How deep the theme stands in the tree: 1 below no other.
    #[must_use]
    pub fn level(&self) -> usize {
        1 + self.path.matches('.').count()
    }
}

/// The column of themes for rows of these paths: a tree, unless that would leave open which theme a row is, as where
/// the themes above are not shown.
#[must_use]
pub fn theme_column<'a>(paths: impl IntoIterator<Item = &'a str>) -> Column {
    let column = Column::new(ColumnKind::Path, "theme", "path of the theme in the codebook");
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    let mut first = None;
    for path in paths {
        let above = path.rsplit_once('.').map(|(above, _)| above);
        let is_first = *first.get_or_insert(path) == path;
        if above.is_some_and(|above| !is_first && !shown.contains(above)) {
            return column;
        }
        shown.insert(path);
    }
    column.shown(Display::Tree)
}

/// Whether each theme has children.
#[must_use]
pub fn has_children(themes: &[ThemeFacts]) -> Vec<bool> {
    let mut parents = vec![false; themes.len()];
    for parent in themes.iter().filter_map(|theme| theme.parent) {
        if let Some(place) = parents.get_mut(parent) {
            *place = true;
        }
    }
    parents
}

/// One place in a text where a theme is raised, as the counting rule leaves it.
///
/// A theme without children has its own mentions only. A theme with children has, besides those
/// of its own patterns, the mentions of its descendants' patterns and its own taken together as one
/// theme; these have `union` set, and they are what is counted for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionFacts {
    /// Place of the document in [`CorpusFacts::documents`].
    pub document: u32,
    /// First token of the mention, counted from 0 in the document.
    pub first_token: u32,
    /// One past the last token.
    pub end_token: u32,
    /// Place of the theme in the codebook's order.
    pub theme: u32,
    /// Number of the pattern in the codebook's order.
    pub pattern: u32,
    /// Sentence, counted from 0 in the document.
    pub sentence: u32,
    /// Kind of section that the mention stands in.
    pub section: SectionKind,
    /// Whether the sentence denies it ("no evidence of ...").
    pub negated: bool,
    /// Whether the sentence holds it less than certain ("may", "it is possible that ...").
    pub hedged: bool,
    /// Whether it counts for a theme with children, over the patterns of all its descendants.
    pub union: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_are_a_tree_where_those_above_them_are_shown() {
        let is_tree = |paths: &[&str]| theme_column(paths.iter().copied()).display == Display::Tree;
        assert!(is_tree(&["a", "a.b", "a.b", "a.b.c", "d"]));
        assert!(is_tree(&["a.b", "a.b.c", "d"]));
        assert!(!is_tree(&["a.b", "a.c"]));
        assert!(!is_tree(&["a", "d", "a.b.c"]));
        assert!(is_tree(&[]));
    }
}

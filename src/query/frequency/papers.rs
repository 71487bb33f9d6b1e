//! Mentions and tokens paper by paper within groups: what intervals and tests that take papers for their
//! units are made of.

use super::scope::Scope;
use super::{FrequencyOptions, in_order};
use crate::model::SectionKind;
use crate::query::facts::{CorpusFacts, MentionFacts, ThemeFacts, has_children};
use crate::query::group::GroupKey;
use crate::query::selection::Selection;
use crate::stats::bootstrap::Bootstrap;
use crate::stats::clustered::Clustered;

/// The papers of every group, in the order of groups that [`FrequencyTable`](super::FrequencyTable) has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperCounts {
    /// The groups.
    pub groups: Vec<GroupPapers>,
}

/// The papers of one group, with the text that belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupPapers {
    /// One key for each part of [`FrequencyOptions::by`].
    pub keys: Vec<GroupKey>,
    /// Places of the papers in the corpus, ascending.
    pub documents: Vec<u32>,
    /// Tokens of each paper.
    pub tokens: Vec<u64>,
    /// For each theme the papers that raise it, as places in `documents`, with the number of mentions.
    pub mentions: Vec<Vec<(u32, u64)>>,
}

impl GroupPapers {
    /// Intervals of the rates of all themes, in mentions per token.
    #[must_use]
    pub fn rate_intervals(&self, bootstrap: Bootstrap) -> Vec<Option<(f64, f64)>> {
        Clustered::of_rates(&self.tokens, &self.mentions).rate_intervals(bootstrap)
    }
}

impl PaperCounts {
    /// Counts `mentions` of `themes` in the selected text, paper by paper; the counts of a theme with
    /// children are those of its descendants taken together.
    #[must_use]
    pub fn count(
        corpus: &CorpusFacts,
        themes: &[ThemeFacts],
        mentions: &[MentionFacts],
        selection: &Selection,
        options: &FrequencyOptions,
    ) -> Self {
        let scope = Scope::of(corpus, selection, &options.by);
        let group = |group: &super::Group| GroupPapers {
            keys: group.keys.clone(),
            mentions: vec![Vec::new(); themes.len()],
            ..GroupPapers::default()
        };
        let mut groups: Vec<GroupPapers> = scope.groups.iter().map(group).collect();
        for (document, facts) in (0_u32..).zip(&corpus.documents) {
            for (kind, tokens) in SectionKind::ALL.into_iter().zip(facts.tokens) {
                for &group in scope.groups_at(document as usize, kind) {
                    if let Some(group) = groups.get_mut(group as usize) {
                        group.add_text(document, tokens);
                    }
                }
            }
        }
        let counts = counted(themes, selection, options);
        for mention in in_order(mentions).iter().filter(|mention| counts(mention)) {
            for &group in scope.groups_of(mention) {
                if let Some(group) = groups.get_mut(group as usize) {
                    group.add_mention(mention.document, mention.theme as usize);
                }
            }
        }
        Self { groups }
    }

    /// Whether some paper has text in two groups.
    #[must_use]
    pub fn overlap(&self) -> bool {
        let mut documents: Vec<u32> =
            self.groups.iter().flat_map(|group| group.documents.iter().copied()).collect();
        documents.sort_unstable();
        documents.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
    }
}

/// Whether a mention is one of those that make up the counts of its theme: those of a theme with children are those of all
/// its descendants taken together.
pub(in crate::query) fn counted<'a>(
    themes: &[ThemeFacts],
    selection: &'a Selection,
    options: &'a FrequencyOptions,
) -> impl Fn(&MentionFacts) -> bool + use<'a> {
    let is_parent = has_children(themes);
    move |mention| {
        is_parent.get(mention.theme as usize).is_some_and(|&parent| parent == mention.union)
            && !options.leaves_out(mention)
            && selection.contains(mention.document, mention.section)
    }
}

impl GroupPapers {
    fn add_text(&mut self, document: u32, tokens: u64) {
        match self.tokens.last_mut() {
            Some(sum) if self.documents.last() == Some(&document) => *sum += tokens,
            _ => {
                self.documents.push(document);
                self.tokens.push(tokens);
            }
        }
    }

    /// Mentions of a theme come document by document.
    fn add_mention(&mut self, document: u32, theme: usize) {
        let Ok(paper) = self.documents.binary_search(&document) else { return };
        let (Some(mentions), Ok(paper)) = (self.mentions.get_mut(theme), u32::try_from(paper))
        else {
            return;
        };
        match mentions.last_mut() {
            Some((last, count)) if *last == paper => *count += 1,
            _ => mentions.push((paper, 1)),
        }
    }
}

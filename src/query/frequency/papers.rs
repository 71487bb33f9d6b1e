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
        let frame = PaperFrame::new(corpus, themes, selection, options);
        let mut counter = frame.counter();
        in_order(mentions).iter().for_each(|mention| counter.add(mention));
        let counted = [counter.finish()];
        frame.counts(counted)
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

/// What mentions are counted in paper by paper: themes, selected text, groups.
///
/// Mentions are shown to one or more counters, of different documents each, which then make the counts
/// together, so that none need be kept.
pub struct PaperFrame<'a> {
    selection: &'a Selection,
    options: &'a FrequencyOptions,
    has_children: Vec<bool>,
    scope: Scope,
    groups: Vec<GroupPapers>,
}

impl<'a> PaperFrame<'a> {
    /// The frame of these themes and this text.
    #[must_use]
    pub fn new(
        corpus: &CorpusFacts,
        themes: &[ThemeFacts],
        selection: &'a Selection,
        options: &'a FrequencyOptions,
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
        Self { selection, options, has_children: has_children(themes), scope, groups }
    }

    /// A counter that has seen nothing.
    #[must_use]
    pub fn counter(&self) -> PaperCounter<'_> {
        let cells = self.has_children.len() * self.groups.len();
        PaperCounter { frame: self, cells: vec![Vec::new(); cells] }
    }

    /// The counts of what these counters have seen together, no document by two of them.
    #[must_use]
    pub fn counts(mut self, counted: impl IntoIterator<Item = CountedPapers>) -> PaperCounts {
        for CountedPapers(cells) in counted {
            let themes = self.has_children.len().max(1);
            for (group, cells) in self.groups.iter_mut().zip(cells.chunks(themes)) {
                for (mentions, cell) in group.mentions.iter_mut().zip(cells) {
                    mentions.extend_from_slice(cell);
                }
            }
        }
        for GroupPapers { documents, mentions, .. } in &mut self.groups {
            for mentions in mentions {
                mentions.sort_unstable_by_key(|&(document, _)| document);
                mentions.retain_mut(|(document, _)| {
                    let place = documents.binary_search(document);
                    let place = place.ok().and_then(|place| u32::try_from(place).ok());
                    *document = place.unwrap_or(*document);
                    place.is_some()
                });
            }
        }
        PaperCounts { groups: self.groups }
    }
}

/// What a [`PaperCounter`] has counted: for each group and theme the documents with their mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountedPapers(Vec<Vec<(u32, u64)>>);

/// Counts mentions paper by paper; those of a document come together.
pub struct PaperCounter<'a> {
    frame: &'a PaperFrame<'a>,
    /// For each group the themes in their order.
    cells: Vec<Vec<(u32, u64)>>,
}

impl PaperCounter<'_> {
    /// Counts a mention where its text is selected, it makes up the count of its theme, and it is not
    /// left out as denied or hedged.
    pub fn add(&mut self, mention: &MentionFacts) {
        let PaperFrame { selection, options, has_children, scope, .. } = self.frame;
        let theme = mention.theme as usize;
        if has_children.get(theme) != Some(&mention.union)
            || options.leaves_out(mention)
            || !selection.contains(mention.document, mention.section)
        {
            return;
        }
        for &group in scope.groups_of(mention) {
            let cell = self.cells.get_mut(group as usize * has_children.len() + theme);
            let Some(cell) = cell else { continue };
            match cell.last_mut() {
                Some((document, count)) if *document == mention.document => *count += 1,
                _ => cell.push((mention.document, 1)),
            }
        }
    }

    /// What was counted.
    #[must_use]
    pub fn finish(self) -> CountedPapers {
        CountedPapers(self.cells)
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
}

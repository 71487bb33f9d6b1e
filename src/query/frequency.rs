//! How often each theme is raised, over all text or by group.
//!
//! For each theme and group: mentions, papers and sentences with a mention, tokens of the group,
//! mentions per so many tokens, and the share of the group's papers that raise the theme with its
//! Wilson interval ([`stats::interval`](crate::stats::interval)).
//!
//! - Numerators and denominators have the same scope: a group by section counts the tokens of
//!   those sections, and its papers are those that have such a section.
//! - The count of a theme with children is that of its descendants' patterns taken together; the
//!   column `sum` holds the sum of its own and its descendants' mentions, always, so that files
//!   have the same columns for every codebook. A terminal shows the sum only where some theme's
//!   differs.
//! - Every theme has a row in every group, zero or not. Rows come in the order of the codebook,
//!   then of the groups.
//! - A sentence or paper counts once in a group however many mentions it has.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::facts::{CorpusFacts, MentionFacts, ThemeFacts, has_children};
use super::group::{GroupBy, GroupKey};
use super::selection::Selection;
use crate::model::SectionKind;
use crate::stats::interval;

mod table;
#[cfg(test)]
mod tests;

/// What to do with mentions that their sentence denies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Negation {
    /// Count them like any other.
    #[default]
    Count,
    /// Count them, and show how many there are.
    Flag,
    /// Leave them out.
    Exclude,
}

impl Negation {
    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Flag => "flag",
            Self::Exclude => "exclude",
        }
    }
}

/// How frequencies are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrequencyOptions {
    /// What text is grouped by; nothing gives one group of all text.
    pub by: Vec<GroupBy>,
    /// Rates are mentions per so many tokens.
    pub per: u64,
    /// What to do with denied mentions.
    pub negation: Negation,
}

impl Default for FrequencyOptions {
    /// One group, per 1,000 tokens, denied mentions counted.
    fn default() -> Self {
        Self { by: Vec::new(), per: 1_000, negation: Negation::Count }
    }
}

/// The text of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// One key for each part of [`FrequencyOptions::by`].
    pub keys: Vec<GroupKey>,
    /// Tokens in the selected sections.
    pub tokens: u64,
    /// Papers that have such text.
    pub papers: u64,
}

/// How often one theme is raised in one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frequency {
    /// Places where the theme is raised.
    pub mentions: u64,
    /// Mentions of the theme's own patterns and of each descendant's, counted apart.
    pub sum: u64,
    /// Papers with a mention.
    pub papers: u64,
    /// Sentences with a mention.
    pub sentences: u64,
    /// Mentions that their sentence denies.
    pub negated: u64,
}

impl Frequency {
    /// Mentions per `per` tokens of the group; `None` where it has no tokens.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
    pub fn rate(&self, group: &Group, per: u64) -> Option<f64> {
        (group.tokens > 0).then(|| self.mentions as f64 * per as f64 / group.tokens as f64)
    }

    /// The share of the group's papers that raise the theme, with its 95 % interval.
    #[must_use]
    pub fn share(&self, group: &Group) -> Option<interval::Share> {
        interval::wilson(self.papers, group.papers, interval::LEVEL)
    }
}

/// Frequencies of every theme in every group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrequencyTable {
    /// The options they were counted with.
    pub options: FrequencyOptions,
    /// The themes, in the order of the codebook.
    pub themes: Vec<ThemeFacts>,
    /// The groups, in order.
    pub groups: Vec<Group>,
    /// Papers and tokens of the whole selection.
    pub total: Group,
    cells: Vec<Frequency>,
}

impl FrequencyTable {
    /// Counts `mentions` of `themes` in the selected text.
    ///
    /// Mentions may come in any order; those in the order of documents and tokens are counted
    /// without a copy.
    #[must_use]
    pub fn count(
        corpus: &CorpusFacts,
        themes: &[ThemeFacts],
        mentions: &[MentionFacts],
        selection: &Selection,
        options: FrequencyOptions,
    ) -> Self {
        let scope = Scope::of(corpus, selection, &options.by);
        let mut counter = Counter::new(themes, scope.groups.len());
        for mention in in_order(mentions).iter() {
            let excluded = mention.negated && options.negation == Negation::Exclude;
            if !excluded && selection.contains(mention.document, mention.section) {
                counter.add(mention, scope.groups_of(mention));
            }
        }
        let cells = counter.cells.into_iter().map(|cell| cell.frequency).collect();
        let Scope { groups, total, .. } = scope;
        Self { options, themes: themes.to_vec(), groups, total, cells }
    }

    /// How often the theme at place `theme` is raised in the group at place `group`.
    #[must_use]
    pub fn get(&self, theme: usize, group: usize) -> Frequency {
        let place = theme * self.groups.len() + group;
        self.cells.get(place).copied().unwrap_or_default()
    }
}

/// The mentions in an order in which those of each theme come by document and token: as they are
/// where they come so, as from the matcher.
fn in_order(mentions: &[MentionFacts]) -> Cow<'_, [MentionFacts]> {
    let by_theme = |m: &MentionFacts| (m.document, m.theme, m.union, m.first_token);
    let by_place = |m: &MentionFacts| (m.document, m.first_token);
    if mentions.is_sorted_by_key(by_theme) || mentions.is_sorted_by_key(by_place) {
        return Cow::Borrowed(mentions);
    }
    let mut sorted = mentions.to_vec();
    sorted.sort_unstable();
    Cow::Owned(sorted)
}

/// The groups of the selected text, and which of them each section of each document belongs to.
struct Scope {
    groups: Vec<Group>,
    total: Group,
    /// `members[offsets[unit]..offsets[unit + 1]]` are the groups of a unit: a kind of section in a
    /// document.
    offsets: Vec<u32>,
    members: Vec<u32>,
}

impl Scope {
    fn of(corpus: &CorpusFacts, selection: &Selection, by: &[GroupBy]) -> Self {
        let units = Self::units(corpus, selection, by);
        let mut numbers: BTreeMap<&[GroupKey], u32> = BTreeMap::new();
        for keys in units.iter().flatten() {
            numbers.insert(keys, 0);
        }
        for (number, place) in (0_u32..).zip(numbers.values_mut()) {
            *place = number;
        }
        let mut groups: Vec<_> = numbers
            .keys()
            .map(|keys| Group { keys: keys.to_vec(), tokens: 0, papers: 0 })
            .collect();
        let mut total = Group { keys: Vec::new(), tokens: 0, papers: 0 };
        let mut last_paper = vec![usize::MAX; groups.len()];
        let (mut offsets, mut members) = (vec![0], Vec::new());
        for (unit, keys_of_unit) in units.iter().enumerate() {
            let (document, section) =
                (unit / SectionKind::ALL.len(), unit % SectionKind::ALL.len());
            let tokens = corpus
                .documents
                .get(document)
                .and_then(|document| document.tokens.get(section))
                .copied()
                .unwrap_or(0);
            for number in keys_of_unit.iter().filter_map(|keys| numbers.get(keys.as_slice())) {
                members.push(*number);
                let place = *number as usize;
                if let (Some(group), Some(last)) =
                    (groups.get_mut(place), last_paper.get_mut(place))
                {
                    group.tokens += tokens;
                    group.papers += u64::from(*last != document);
                    *last = document;
                }
            }
            if !keys_of_unit.is_empty() {
                total.tokens += tokens;
            }
            offsets.push(u32::try_from(members.len()).unwrap_or(u32::MAX));
        }
        total.papers = units
            .chunks(SectionKind::ALL.len())
            .filter(|sections| sections.iter().any(|keys| !keys.is_empty()))
            .count() as u64;
        Self { groups, total, offsets, members }
    }

    /// The keys of each kind of section of each document; none where it has no selected tokens.
    fn units(
        corpus: &CorpusFacts,
        selection: &Selection,
        by: &[GroupBy],
    ) -> Vec<Vec<Vec<GroupKey>>> {
        let mut units = Vec::with_capacity(corpus.documents.len() * SectionKind::ALL.len());
        for (place, document) in corpus.documents.iter().enumerate() {
            for (kind, tokens) in SectionKind::ALL.into_iter().zip(document.tokens) {
                if tokens == 0 || !selection.sections(place).contains(kind) {
                    units.push(Vec::new());
                    continue;
                }
                let mut combined = vec![Vec::new()];
                for keys in by.iter().map(|by| by.keys(document, kind)) {
                    combined = combined
                        .iter()
                        .flat_map(|before: &Vec<GroupKey>| {
                            keys.iter()
                                .map(|key| [before.as_slice(), std::slice::from_ref(key)].concat())
                        })
                        .collect();
                }
                units.push(combined);
            }
        }
        units
    }

    fn groups_of(&self, mention: &MentionFacts) -> &[u32] {
        let unit = mention.document as usize * SectionKind::ALL.len() + mention.section as usize;
        match (self.offsets.get(unit), self.offsets.get(unit + 1)) {
            (Some(&start), Some(&end)) => {
                self.members.get(start as usize..end as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }
}

/// Counts mentions that come in the order of documents and tokens within each theme.
struct Counter<'a> {
    themes: &'a [ThemeFacts],
    has_children: Vec<bool>,
    groups: usize,
    cells: Vec<CountedCell>,
}

#[derive(Clone, Copy, Default)]
struct CountedCell {
    frequency: Frequency,
    /// Document and sentence counted last, each plus one; 0 before the first.
    last_document: u32,
    last_sentence: u32,
}

impl<'a> Counter<'a> {
    fn new(themes: &'a [ThemeFacts], groups: usize) -> Self {
        let cells = vec![CountedCell::default(); themes.len() * groups];
        Self { themes, has_children: has_children(themes), groups, cells }
    }

    fn add(&mut self, mention: &MentionFacts, groups: &[u32]) {
        let theme = mention.theme as usize;
        if self.has_children.get(theme).is_some_and(|&parent| parent == mention.union) {
            for &group in groups {
                if let Some(cell) = self.cells.get_mut(theme * self.groups + group as usize) {
                    cell.add(mention);
                }
            }
        }
        if !mention.union {
            let mut next = Some(theme);
            while let Some(place) = next {
                for &group in groups {
                    if let Some(cell) = self.cells.get_mut(place * self.groups + group as usize) {
                        cell.frequency.sum += 1;
                    }
                }
                // A parent comes before its children: the walk to the root ends.
                let parent = self.themes.get(place).and_then(|theme| theme.parent);
                next = parent.filter(|&parent| parent < place);
            }
        }
    }
}

impl CountedCell {
    fn add(&mut self, mention: &MentionFacts) {
        let document = mention.document.saturating_add(1);
        let sentence = mention.sentence.saturating_add(1);
        let new_document = self.last_document != document;
        let frequency = &mut self.frequency;
        frequency.mentions += 1;
        frequency.negated += u64::from(mention.negated);
        frequency.papers += u64::from(new_document);
        frequency.sentences += u64::from(new_document || self.last_sentence != sentence);
        (self.last_document, self.last_sentence) = (document, sentence);
    }
}

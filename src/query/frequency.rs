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
//! - Rates have intervals on request, since these ask for counts paper by paper ([`PaperCounts`]): papers are
//!   drawn anew within each group.

use std::borrow::Cow;

use super::facts::{CorpusFacts, MentionFacts, ThemeFacts};
use super::group::{GroupBy, GroupKey};
use super::selection::Selection;
use crate::stats::bootstrap::Bootstrap;
use crate::stats::interval;

mod counter;
mod papers;
mod scope;
mod table;
#[cfg(test)]
mod tests;
mod weight;
mod wide;

pub use counter::{FrequencyCounter, FrequencyFrame};
pub(super) use papers::counted;
pub use papers::{CountedPapers, GroupPapers, PaperCounter, PaperCounts, PaperFrame};
pub use weight::Weight;
pub use wide::Measure;

/// What to do with mentions that their sentence denies, or holds less than certain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Treatment {
    /// Count them like any other.
    #[default]
    Count,
    /// Count them, and show how many there are.
    Flag,
    /// Leave them out.
    Exclude,
}

impl Treatment {
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
    pub negation: Treatment,
    /// What to do with hedged mentions.
    pub hedging: Treatment,
    /// The weight of each pattern, by its number; empty for a codebook without weights.
    pub weights: Vec<Weight>,
    /// Places of the themes that have rows, ascending; `None` for all.
    pub shown: Option<Vec<usize>>,
}

impl FrequencyOptions {
    /// Whether a mention does not count, for its sentence denies it or holds it less than certain.
    #[must_use]
    pub fn leaves_out(&self, mention: &MentionFacts) -> bool {
        mention.negated && self.negation == Treatment::Exclude
            || mention.hedged && self.hedging == Treatment::Exclude
    }
}

impl Default for FrequencyOptions {
    /// One group, per 1,000 tokens, denied and hedged mentions counted.
    fn default() -> Self {
        let (negation, hedging) = (Treatment::Count, Treatment::Count);
        Self { by: Vec::new(), per: 1_000, negation, hedging, weights: Vec::new(), shown: None }
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
    /// Mentions that their sentence holds less than certain.
    pub hedged: u64,
    /// The weights of the mentions in millionths; 0 where the codebook has none.
    weight: i64,
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
#[derive(Clone, Debug, PartialEq)]
pub struct FrequencyTable {
    /// The options they were counted with.
    pub options: FrequencyOptions,
    /// The themes, in the order of the codebook.
    pub themes: Vec<ThemeFacts>,
    /// The groups, in order.
    pub groups: Vec<Group>,
    /// Papers and tokens of the whole selection.
    pub total: Group,
    /// Places of the themes that have rows, in the order of the rows.
    pub rows: Vec<usize>,
    /// For each group the themes in their order.
    cells: Vec<Frequency>,
    /// Intervals of the rates, mentions per token, in the order of `cells`; empty where none were made.
    rate_intervals: Vec<Option<(f64, f64)>>,
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
        let frame = FrequencyFrame::new(corpus, themes, selection, options);
        let mut counter = frame.counter();
        in_order(mentions).iter().for_each(|mention| counter.add(mention));
        let counters = [counter.finish()];
        frame.table(counters)
    }

    /// The table with intervals of its rates, by drawing the papers of each group anew ([`clustered`](crate::stats::clustered)).
    ///
    /// `papers` are those of the same corpus, mentions, selection and options.
    #[must_use]
    pub fn with_rate_intervals(mut self, papers: &PaperCounts, bootstrap: Bootstrap) -> Self {
        let intervals = papers.groups.iter().flat_map(|group| group.rate_intervals(bootstrap));
        self.rate_intervals = intervals.collect();
        self
    }

    /// The interval of a rate, per `per` tokens; `None` where it has none, or none were made.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "rates are given per much less than 2^53")]
    pub fn rate_interval(&self, theme: usize, group: usize) -> Option<(f64, f64)> {
        let place = group * self.themes.len() + theme;
        let (low, high) = self.rate_intervals.get(place).copied().flatten()?;
        let per = self.options.per as f64;
        Some((low * per, high * per))
    }

    /// Whether no theme that has rows is raised anywhere.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        let groups = 0..self.groups.len();
        self.rows
            .iter()
            .all(|&theme| groups.clone().all(|group| self.get(theme, group).mentions == 0))
    }

    /// How often the theme at place `theme` is raised in the group at place `group`.
    #[must_use]
    pub fn get(&self, theme: usize, group: usize) -> Frequency {
        let place = group * self.themes.len() + theme;
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

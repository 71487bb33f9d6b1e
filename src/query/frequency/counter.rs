//! Counting mentions one by one, in parts that are added up.

use super::scope::Scope;
use super::{Frequency, FrequencyOptions, FrequencyTable};
use crate::query::facts::{CorpusFacts, MentionFacts, ThemeFacts, has_children};
use crate::query::group::GroupBy;
use crate::query::selection::Selection;

/// What frequencies are counted in: themes, selected text, groups.
///
/// Mentions are shown to one or more counters, of different documents each, which then make the
/// table together.
pub struct FrequencyFrame<'a> {
    themes: &'a [ThemeFacts],
    selection: &'a Selection,
    options: FrequencyOptions,
    scope: Scope,
    has_children: Vec<bool>,
    /// The theme above each.
    parents: Vec<Option<usize>>,
}

impl<'a> FrequencyFrame<'a> {
    /// The frame of these themes and this text.
    #[must_use]
    pub fn new(
        corpus: &CorpusFacts,
        themes: &'a [ThemeFacts],
        selection: &'a Selection,
        options: FrequencyOptions,
    ) -> Self {
        let scope = Scope::of(corpus, selection, &options.by);
        // A parent comes before its children, so that every walk to the root ends.
        let parents = themes
            .iter()
            .zip(0..)
            .map(|(theme, place)| theme.parent.filter(|&above| above < place));
        let parents = parents.collect();
        Self { themes, selection, options, scope, has_children: has_children(themes), parents }
    }

    /// A counter that has seen nothing.
    #[must_use]
    pub fn counter(&self) -> FrequencyCounter<'_> {
        let cells = self.themes.len() * self.scope.groups.len();
        FrequencyCounter { frame: self, cells: vec![CountedCell::default(); cells] }
    }

    /// The table of what these counters have seen together, no document by two of them.
    #[must_use]
    pub fn table(self, counted: impl IntoIterator<Item = Vec<Frequency>>) -> FrequencyTable {
        let mut counted = counted.into_iter();
        let mut cells = counted.next().unwrap_or_default();
        cells.resize(self.themes.len() * self.scope.groups.len(), Frequency::default());
        for part in counted {
            for (cell, part) in cells.iter_mut().zip(part) {
                cell.add(part);
            }
        }
        let Scope { groups, total, .. } = self.scope;
        let rows = rows(self.themes, &self.options);
        FrequencyTable {
            options: self.options,
            themes: self.themes.to_vec(),
            rows,
            groups,
            total,
            cells,
            rate_intervals: Vec::new(),
        }
    }
}

/// The places of the themes that have rows, in the order of the rows.
fn rows(themes: &[ThemeFacts], options: &FrequencyOptions) -> Vec<usize> {
    let mut rows: Vec<usize> = match &options.shown {
        Some(shown) => shown.iter().copied().filter(|&place| place < themes.len()).collect(),
        None => (0..themes.len()).collect(),
    };
    if options.by.contains(&GroupBy::Level) {
        rows.sort_by_key(|&place| themes.get(place).map_or(0, ThemeFacts::level));
    }
    rows
}

/// Counts mentions that come document by document, within each theme in the order of tokens.
///
/// The cells of a group stand together: where it is a document, its mentions then touch little memory.
pub struct FrequencyCounter<'a> {
    frame: &'a FrequencyFrame<'a>,
    cells: Vec<CountedCell>,
}

#[derive(Clone, Copy, Default)]
struct CountedCell {
    frequency: Frequency,
    /// Document and sentence counted last, each plus one; 0 before the first.
    last_document: u32,
    last_sentence: u32,
}

impl FrequencyCounter<'_> {
    /// Counts a mention where its text is selected and it is not left out as denied or hedged.
    pub fn add(&mut self, mention: &MentionFacts) {
        let Self { frame, cells } = self;
        if frame.options.leaves_out(mention)
            || !frame.selection.contains(mention.document, mention.section)
        {
            return;
        }
        let groups = frame.scope.groups_of(mention);
        let row = frame.themes.len();
        let theme = mention.theme as usize;
        let counts = frame.has_children.get(theme) == Some(&mention.union);
        let weight = frame.options.weights.get(mention.pattern as usize);
        let weight = weight.map_or(0, |weight| weight.millionths());
        for &group in groups {
            let start = group as usize * row;
            let Some(cells) = cells.get_mut(start..start + row) else { continue };
            if let Some(cell) = cells.get_mut(theme).filter(|_| counts) {
                cell.add(mention, weight);
            }
            let mut next = (!mention.union).then_some(theme);
            while let Some(place) = next {
                if let Some(cell) = cells.get_mut(place) {
                    cell.frequency.sum += 1;
                }
                next = frame.parents.get(place).copied().flatten();
            }
        }
    }

    /// What was counted, for each group the themes in their order.
    #[must_use]
    pub fn finish(self) -> Vec<Frequency> {
        self.cells.into_iter().map(|cell| cell.frequency).collect()
    }
}

impl CountedCell {
    fn add(&mut self, mention: &MentionFacts, weight: i64) {
        let document = mention.document.saturating_add(1);
        let sentence = mention.sentence.saturating_add(1);
        let new_document = self.last_document != document;
        let frequency = &mut self.frequency;
        frequency.mentions += 1;
        frequency.weight = frequency.weight.saturating_add(weight);
        frequency.negated += u64::from(mention.negated);
        frequency.hedged += u64::from(mention.hedged);
        frequency.papers += u64::from(new_document);
        frequency.sentences += u64::from(new_document || self.last_sentence != sentence);
        (self.last_document, self.last_sentence) = (document, sentence);
    }
}

impl Frequency {
    /// Adds what was counted in other documents.
    const fn add(&mut self, other: Self) {
        self.mentions += other.mentions;
        self.sum += other.sum;
        self.papers += other.papers;
        self.sentences += other.sentences;
        self.negated += other.negated;
        self.hedged += other.hedged;
        self.weight = self.weight.saturating_add(other.weight);
    }
}

//! The groups of a selection of text, with their sizes.

use std::collections::BTreeMap;

use super::Group;
use crate::model::SectionKind;
use crate::query::facts::{CorpusFacts, MentionFacts};
use crate::query::group::{GroupBy, GroupKey};
use crate::query::selection::Selection;

/// The groups of the selected text, and which of them each section of each document belongs to.
pub(super) struct Scope {
    pub(super) groups: Vec<Group>,
    pub(super) total: Group,
    /// `members[offsets[unit]..offsets[unit + 1]]` are the groups of a unit: a kind of section in a
    /// document.
    offsets: Vec<u32>,
    members: Vec<u32>,
}

impl Scope {
    pub(super) fn of(corpus: &CorpusFacts, selection: &Selection, by: &[GroupBy]) -> Self {
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

    pub(super) fn groups_of(&self, mention: &MentionFacts) -> &[u32] {
        let unit = mention.document as usize * SectionKind::ALL.len() + mention.section as usize;
        match (self.offsets.get(unit), self.offsets.get(unit + 1)) {
            (Some(&start), Some(&end)) => {
                self.members.get(start as usize..end as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }
}

//! The groups of a selection of text, with their sizes.

use rustc_hash::FxHashMap;

use super::Group;
use crate::model::SectionKind;
use crate::query::facts::{CorpusFacts, DocumentFacts, MentionFacts};
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
        let mut scope = Self::in_order_of_text(corpus, selection, by);
        // Groups were numbered as they came up: now in the order of their keys.
        let mut order: Vec<u32> = (0..).take(scope.groups.len()).collect();
        order.sort_by_key(|&place| scope.groups.get(place as usize).map(|group| &group.keys));
        let mut numbers = vec![0; order.len()];
        for (number, &place) in (0_u32..).zip(&order) {
            if let Some(slot) = numbers.get_mut(place as usize) {
                *slot = number;
            }
        }
        for member in &mut scope.members {
            *member = numbers.get(*member as usize).copied().unwrap_or_default();
        }
        let mut groups: Vec<_> = numbers.into_iter().zip(scope.groups).collect();
        groups.sort_unstable_by_key(|&(number, _)| number);
        scope.groups = groups.into_iter().map(|(_, group)| group).collect();
        scope
    }

    fn in_order_of_text(corpus: &CorpusFacts, selection: &Selection, by: &[GroupBy]) -> Self {
        let mut numbers: FxHashMap<Vec<GroupKey>, u32> = FxHashMap::default();
        let mut groups: Vec<Group> = Vec::new();
        let mut total = Group { keys: Vec::new(), tokens: 0, papers: 0 };
        let mut last_paper = Vec::new();
        let (mut offsets, mut members) = (vec![0], Vec::new());
        let same_everywhere = !by.iter().any(GroupBy::is_of_section);
        let mut found: Vec<u32> = Vec::new();
        for (place, document) in corpus.documents.iter().enumerate() {
            let selected = selection.sections(place);
            let mut begun = false;
            for (kind, tokens) in SectionKind::ALL.into_iter().zip(document.tokens) {
                if tokens > 0 && selected.contains(kind) {
                    if !begun || !same_everywhere {
                        found.clear();
                        for keys in combined(by, place, document, kind) {
                            let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
                            found.push(*numbers.entry(keys).or_insert_with_key(|keys| {
                                groups.push(Group { keys: keys.clone(), tokens: 0, papers: 0 });
                                last_paper.push(usize::MAX);
                                next
                            }));
                        }
                    }
                    for &number in &found {
                        let number = number as usize;
                        if let (Some(group), Some(last)) =
                            (groups.get_mut(number), last_paper.get_mut(number))
                        {
                            group.tokens += tokens;
                            group.papers += u64::from(*last != place);
                            *last = place;
                        }
                    }
                    members.extend_from_slice(&found);
                    total.tokens += tokens;
                    total.papers += u64::from(!begun);
                    begun = true;
                }
                offsets.push(u32::try_from(members.len()).unwrap_or(u32::MAX));
            }
        }
        Self { groups, total, offsets, members }
    }

    pub(super) fn groups_of(&self, mention: &MentionFacts) -> &[u32] {
        self.groups_at(mention.document as usize, mention.section)
    }

    /// The groups of a kind of section in a document; none where it is not selected or has no text.
    pub(super) fn groups_at(&self, document: usize, section: SectionKind) -> &[u32] {
        let unit = document * SectionKind::ALL.len() + section as usize;
        match (self.offsets.get(unit), self.offsets.get(unit + 1)) {
            (Some(&start), Some(&end)) => {
                self.members.get(start as usize..end as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }
}

/// The keys of one kind of section of a document: each of the first part with each of the second,
/// and so on.
fn combined(
    by: &[GroupBy],
    place: usize,
    document: &DocumentFacts,
    kind: SectionKind,
) -> Vec<Vec<GroupKey>> {
    let mut combined = vec![Vec::new()];
    for keys in by.iter().map(|by| by.keys(place, document, kind)) {
        combined = combined
            .iter()
            .flat_map(|before: &Vec<GroupKey>| {
                keys.iter().map(|key| [before.as_slice(), std::slice::from_ref(key)].concat())
            })
            .collect();
    }
    combined
}

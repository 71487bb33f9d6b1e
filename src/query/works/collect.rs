//! Collects what papers cite and puts it together to works.

use std::collections::BTreeMap;

use super::explain::members;
use super::item::{Item, MarkerKey, references_of};
use super::order::Ordered;
use super::{CitedAt, Works, assemble, cluster, decide};
use crate::model::{Citation, Decisions, Layers, Marker, Reference, SectionKind};
use crate::query::facts::CorpusFacts;

/// What one paper cites, with all that works are compared by; made of each paper on its own, so
/// that many threads can.
#[derive(Clone, Debug, Default)]
pub struct CitedByPaper {
    document: u32,
    /// The entries of the bibliography, then the names that markers without an entry give.
    items: Vec<Item>,
    references: usize,
    /// Item, section and style of each marker.
    markers: Vec<(u32, SectionKind, bool)>,
    /// The names and years of markers without an entry.
    named: BTreeMap<MarkerKey, u32>,
}

impl CitedByPaper {
    /// What the paper at this place of the corpus cites.
    #[must_use]
    pub fn new(
        document: u32,
        layers: &Layers,
        citations: &[Citation],
        references: Vec<Reference>,
    ) -> Self {
        let mut cited = Self { document, references: references.len(), ..Self::default() };
        cited.items.extend(
            (0..).zip(references).map(|(place, one)| Item::of_reference(document, place, one)),
        );
        for citation in citations {
            let section = layers.section_at(citation.span.start);
            let section = section.map_or(SectionKind::Other, |section| section.kind);
            for marker in &citation.markers {
                cited.add_marker(marker, section, citation.narrative);
            }
        }
        cited
    }

    /// Adds what a marker points to; names without a reference make an item, once a paper.
    fn add_marker(&mut self, marker: &Marker, section: SectionKind, narrative: bool) {
        let references = references_of(marker);
        for &reference in references {
            if reference < self.references
                && let Ok(item) = u32::try_from(reference)
            {
                self.markers.push((item, section, narrative));
            }
        }
        if references.is_empty()
            && let Some(key) = MarkerKey::of(marker)
        {
            let next = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
            let item = *self.named.entry(key).or_insert(next);
            if item == next {
                self.items.push(Item::of_marker(self.document, marker));
            }
            self.markers.push((item, section, narrative));
        }
    }
}

/// Collects what papers cite, one paper after the other.
#[derive(Clone, Debug, Default)]
pub struct WorksBuilder {
    items: Vec<Item>,
    /// Item, document, section and style of each marker.
    markers: Vec<(u32, u32, SectionKind, bool)>,
    /// The first item and the number of entries of each paper's bibliography.
    references: BTreeMap<u32, (u32, usize)>,
    item_of_marker: BTreeMap<(u32, MarkerKey), u32>,
    decisions: Decisions,
    jobs: usize,
}

impl WorksBuilder {
    /// Nothing collected.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets these decisions on what is the same and what is different be held to.
    #[must_use]
    pub fn decided_by(mut self, decisions: Decisions) -> Self {
        self.decisions = decisions;
        self
    }

    /// Lets so many threads put works together; the works do not depend on it.
    #[must_use]
    pub const fn on_threads(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// Adds the bibliography and the citations of a paper, by its place in the corpus. Papers are
    /// added once each, in any order.
    pub fn add(
        &mut self,
        document: u32,
        layers: &Layers,
        citations: &[Citation],
        references: &[Reference],
    ) {
        self.push(CitedByPaper::new(document, layers, citations, references.to_vec()));
    }

    /// Adds what a paper cites.
    pub fn push(&mut self, cited: CitedByPaper) {
        let CitedByPaper { document, items, references, markers, named } = cited;
        let first = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        let place = |item: u32| first.saturating_add(item);
        self.items.extend(items);
        self.references.insert(document, (first, references));
        self.markers.extend(
            markers
                .into_iter()
                .map(|(item, section, narrative)| (place(item), document, section, narrative)),
        );
        let named = named.into_iter().map(|(key, item)| ((document, key), place(item)));
        self.item_of_marker.extend(named);
    }

    /// The works, with those recognised that are papers of the corpus.
    #[must_use]
    pub fn build(self, corpus: &CorpusFacts) -> Works {
        // The order of papers must not reach ids: items are put in the order of what they say.
        let ordered = Ordered::of(self.items);
        let decided = decide::decide(&self.decisions, &ordered.items, corpus);
        let (clusters, refused) = cluster::cluster(&ordered, &decided);
        let groups = clusters.members();
        let (works, groups) =
            assemble::assemble(&ordered.items, &clusters, groups, corpus, self.jobs);
        let mut work_of_item = vec![u32::MAX; ordered.items.len()];
        for (number, items) in (0_u32..).zip(&groups) {
            for &item in items {
                if let Some(slot) = work_of_item.get_mut(item) {
                    *slot = number;
                }
            }
        }
        let work = |item: u32| {
            let place = ordered.place_of(item) as usize;
            work_of_item.get(place).copied().unwrap_or(u32::MAX)
        };
        let cited = self.markers.iter().map(|&(item, document, section, narrative)| CitedAt {
            document,
            work: work(item),
            section,
            narrative,
        });
        let mut cited: Vec<_> = cited.collect();
        cited.sort_unstable();
        let of_reference = self.references.iter().map(|(&document, &(first, count))| {
            (document, (first..).take(count).map(work).collect())
        });
        let named = self.item_of_marker.into_iter().map(|(key, item)| (key, work(item)));
        Works {
            of_reference: of_reference.collect(),
            of_marker: named.collect(),
            members: members(&ordered.items, &clusters, &groups),
            remarks: decided.remarks(refused, &works, corpus),
            works,
            cited,
        }
    }
}

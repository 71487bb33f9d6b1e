//! Papers in groups by the works that they cite.

use super::{WorkUse, Works, WorksOptions};
use crate::query::facts::CorpusFacts;
use crate::query::selection::Selection;

/// Works that papers are grouped by, and which of them each paper cites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitedWorks {
    /// How texts name the works, the most cited first.
    labels: Vec<String>,
    /// For each document the places of its works in `labels`, ascending.
    of_document: Vec<Vec<u32>>,
}

impl CitedWorks {
    /// How texts name the work at this place.
    #[must_use]
    pub fn label(&self, place: u32) -> Option<&str> {
        self.labels.get(place as usize).map(String::as_str)
    }

    /// How many works there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The works that a document cites, or lists in its bibliography.
    #[must_use]
    pub fn of_document(&self, document: usize) -> &[u32] {
        self.of_document.get(document).map_or(&[], Vec::as_slice)
    }
}

impl Works {
    /// The works that most of the selected papers cite, as groups of papers.
    #[must_use]
    pub fn groups(
        &self,
        corpus: &CorpusFacts,
        selection: &Selection,
        options: WorksOptions,
    ) -> CitedWorks {
        let (ranked, _) = self.ranked(corpus, selection, options);
        let mut places = vec![None; self.works.len()];
        for (rank, &(place, _)) in (0_u32..).zip(&ranked) {
            if let Some(slot) = places.get_mut(place) {
                *slot = Some(rank);
            }
        }
        let mut of_document = vec![Vec::new(); corpus.documents.len()];
        let mut add = |document: u32, work: usize| {
            let rank = places.get(work).copied().flatten();
            if let (Some(rank), Some(works)) = (rank, of_document.get_mut(document as usize)) {
                works.push(rank);
            }
        };
        for cited in &self.cited {
            add(cited.document, cited.work as usize);
        }
        for (place, work) in self.works.iter().enumerate() {
            work.listed_in.iter().for_each(|&document| add(document, place));
        }
        for works in &mut of_document {
            works.sort_unstable();
            works.dedup();
        }
        let label = |&(place, _): &(usize, WorkUse)| {
            self.works.get(place).map(|work| work.label.clone()).unwrap_or_default()
        };
        CitedWorks { labels: ranked.iter().map(label).collect(), of_document }
    }
}

//! The sentences that a sample is drawn from, from the boundaries in the index.

use super::study::Study;
use crate::error::Result;
use crate::query::Selection;
use crate::validation::SentenceSource;

/// The sentences of the selected sections, headings included, that have a word.
pub struct SelectedSentences<'a> {
    study: &'a Study,
    selection: &'a Selection,
}

impl<'a> SelectedSentences<'a> {
    /// The sentences of `study` that are in `selection`.
    #[must_use]
    pub const fn new(study: &'a Study, selection: &'a Selection) -> Self {
        Self { study, selection }
    }
}

impl SentenceSource for SelectedSentences<'_> {
    fn sentences(&self, document: u32) -> Result<Vec<u32>> {
        let place = document as usize;
        let Some(paper) = self.study.papers().get(place) else { return Ok(Vec::new()) };
        if self.selection.sections(place).is_empty() {
            return Ok(Vec::new());
        }
        let starts = self.study.sentence_tokens(place)?;
        let ends = starts.iter().copied().skip(1).chain([paper.facts.tokens]);
        let bounds = (0_u32..).zip(starts.iter().copied().zip(ends));
        let chosen = bounds.filter(|&(_, (start, end))| {
            start < end && self.selection.contains(document, paper.facts.section_of(start).0)
        });
        Ok(chosen.map(|(number, _)| number).collect())
    }
}

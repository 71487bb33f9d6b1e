//! Texts and cited works of a [`Study`], for the queries that show them.

use super::study::Study;
use crate::error::Result;
use crate::extract::Extraction;
use crate::index::PaperRecord;
use crate::model::{Decisions, Span};
use crate::parallel::map_in_order;
use crate::query::passage::squeezed_with_marks;
use crate::query::search::{SearchHit, SearchResult};
use crate::query::works::{CitedByPaper, Works, WorksBuilder};
use crate::query::{DocumentText, TextSource};
use crate::text::tokens;

impl TextSource for Study {
    fn read(&self, document: u32) -> Result<DocumentText> {
        let place = document as usize;
        let Some(fetched) = self.fetch(place)? else { return Ok(DocumentText::default()) };
        Ok(DocumentText {
            text: fetched.document.text,
            layers: fetched.document.layers,
            sentence_tokens: self.sentence_tokens(place)?,
            citations: fetched.extraction.citations,
            references: fetched.extraction.references,
        })
    }

    fn tokens(&self, passage: &str) -> Vec<Span> {
        tokens(passage).collect()
    }

    fn jobs(&self) -> usize {
        self.jobs()
    }
}

impl Study {
    /// The cited works of all papers; `decisions` on what is the same and what is not are held to.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn works(&self, decisions: Decisions) -> Result<Works> {
        let cited = map_in_order(self.papers(), self.jobs(), |place, paper| -> Result<_> {
            let PaperRecord { layers, extraction, .. } = self.corpus().record(paper)?;
            let document = u32::try_from(place).unwrap_or(u32::MAX);
            let Extraction { citations, references, .. } = extraction;
            Ok(CitedByPaper::new(document, &layers, &citations, references))
        });
        let mut builder = WorksBuilder::new().decided_by(decisions).on_threads(self.jobs());
        for cited in cited {
            builder.push(cited?);
        }
        Ok(builder.build(self.facts()))
    }

    /// The `limit` papers that fit a full-text search best, each with a passage that shows why.
    ///
    /// # Errors
    /// Where the search cannot be understood, or the index cannot be read.
    pub fn search(&self, query: &str, limit: usize) -> Result<SearchResult> {
        let found = self.corpus().search(query, limit)?;
        let hits = found.papers.into_iter().filter_map(|hit| {
            let (snippet, marks) = squeezed_with_marks(&hit.passage, &hit.marks);
            let document = u32::try_from(hit.paper).ok()?;
            Some(SearchHit { document, score: f64::from(hit.score), snippet, marks })
        });
        Ok(SearchResult::new(query, hits.collect(), found.total))
    }
}

//! Texts and cited works of a [`Study`], for the queries that show them.

use super::study::Study;
use crate::error::Result;
use crate::model::Span;
use crate::query::passage::squeezed_with_marks;
use crate::query::search::{SearchHit, SearchResult};
use crate::query::works::{Works, WorksBuilder};
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
}

impl Study {
    /// The cited works of all papers.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn works(&self) -> Result<Works> {
        let places: Vec<usize> = (0..self.papers().len()).collect();
        let papers = self.with_papers(&places, |_, paper| {
            (paper.document.layers.clone(), paper.extraction.clone())
        })?;
        let mut builder = WorksBuilder::new();
        for (number, (layers, extraction)) in (0_u32..).zip(&papers) {
            builder.add(number, layers, &extraction.citations, &extraction.references);
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

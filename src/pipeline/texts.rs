//! Texts and cited works of a [`Study`], for the queries that show them.

use super::study::Study;
use crate::error::Result;
use crate::model::Span;
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
}

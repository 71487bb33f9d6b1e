//! Mining the stored texts again, after an update of the extractor, without reading the sources.

use std::path::Path;

use crate::error::Result;
use crate::extract::extract;
use crate::index::{Corpus, Origin, Writer, WriterOptions};
use crate::observe::{Observer, Stage};
use crate::parallel::map_in_order;
use crate::text::layers;

/// Divides and mines all papers of the index anew; returns how many.
///
/// Papers whose text was extracted keep their divisions, which rest on the layout of the source.
///
/// The state before stays visible until the end, and is kept where the run is killed.
///
/// # Errors
/// Where the index cannot be read or written.
pub fn refresh(index: &Path, options: WriterOptions, observer: &dyn Observer) -> Result<usize> {
    let writer = Writer::open(index, options)?;
    let corpus = Corpus::open(index, options.threads)?;
    let matching = corpus.matching_facts(corpus.papers())?;
    observer.begin(Stage::Refreshing, corpus.papers().len());
    let refreshed = map_in_order(corpus.papers(), options.threads, |place, paper| -> Result<()> {
        let (mut document, _) = corpus.paper(paper)?;
        if document.format.is_own_text() {
            document.layers = layers(&document.text, document.format, document.metadata.language);
        }
        let extraction = extract(&document);
        let bytes = document.text.len() as u64;
        let record = matching.get(place).and_then(|facts| facts.record.as_deref()).cloned();
        let origin = Origin { source: paper.facts.source.clone(), record };
        writer.put(document, extraction, origin, true)?;
        observer.advance(bytes);
        Ok(())
    });
    observer.end();
    refreshed.into_iter().collect::<Result<()>>()?;
    observer.begin(Stage::Merging, 0);
    writer.finish()?;
    observer.end();
    Ok(corpus.papers().len())
}

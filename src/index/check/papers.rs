//! Checking the papers of one part.

use tantivy::schema::Value as _;
use tantivy::store::StoreReader;
use tantivy::{SegmentReader, TantivyDocument};

use super::fault::{Fault, FaultKind};
use super::spans;
use super::words::{Digest, indexed};
use crate::error::Result;
use crate::index::open::{IndexedPaper, read_facts, read_matching};
use crate::index::record::{PaperFacts, PaperRecord, boundaries};
use crate::index::schema::{self, Fields};
use crate::index::segment::Segment;
use crate::index::{io_error, work_key};
use crate::parallel::map_in_order;
use crate::text::{Sketch, normalize};

/// Blocks of the store that are kept uncompressed.
const CACHED_BLOCKS: usize = 16;

/// What the inverted index says of the papers of a part.
struct Indexed {
    names: Vec<Digest>,
    words: Vec<Digest>,
    titles: Vec<Digest>,
    works: Vec<Digest>,
}

/// A part of an index that is being checked.
struct Part {
    fields: Fields,
    store: StoreReader,
    segment: Segment,
    indexed: Indexed,
}

/// Checks all papers of a part.
pub(super) fn check(
    reader: SegmentReader,
    name: &str,
    jobs: usize,
    visit: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Vec<Fault>> {
    let (_, fields) = schema::build();
    let papers = read_facts(&reader, 0)?;
    let documents: Vec<u32> = papers.iter().map(|paper| paper.address.document).collect();
    let matching = read_matching(&reader, &documents)?;
    let facts = papers.iter().map(|paper| (paper.address.document, &paper.facts));
    let part = Part {
        fields,
        store: reader.get_store_reader(CACHED_BLOCKS).map_err(io_error)?,
        indexed: Indexed {
            names: indexed(&reader, fields.name, false)?,
            words: indexed(&reader, fields.body, true)?,
            titles: indexed(&reader, fields.title, true)?,
            works: indexed(&reader, fields.work, false)?,
        },
        segment: Segment::open(reader, fields, facts)?,
    };
    let both: Vec<_> = papers.iter().zip(&matching).collect();
    let found = map_in_order(&both, jobs, |_, (paper, matching)| {
        part.check(paper, &matching.sketch, visit)
    });
    let told = papers.iter().zip(found).flat_map(|(paper, kinds)| {
        kinds.into_iter().map(|kind| Fault {
            file: None,
            part: Some(name.to_owned()),
            paper: Some(paper.facts.name.clone()),
            source: Some(paper.facts.source.clone()),
            kind,
        })
    });
    Ok(told.collect())
}

impl Part {
    /// What is wrong with one paper; nothing is looked at once `visit` wants no more.
    fn check(
        &self,
        paper: &IndexedPaper,
        sketch: &Sketch,
        visit: &(dyn Fn(u64) -> bool + Sync),
    ) -> Vec<FaultKind> {
        let (facts, document) = (&paper.facts, paper.address.document);
        let mut faults = Vec::new();
        if self.digest(&self.indexed.names, document) != Digest::of_terms([facts.name.as_str()]) {
            faults.push(FaultKind::Words("names"));
        }
        if facts.same_as.is_some() {
            // It was left out, and has no text.
            visit(0);
            return faults;
        }
        let Some((text, record)) = self.stored(document) else {
            visit(0);
            faults.push(FaultKind::Undecodable);
            return faults;
        };
        if !visit(text.len() as u64) {
            return Vec::new();
        }
        faults.extend(spans::check(&text, &record));
        // Boundaries are found only where sentences and sections are in the text.
        if faults.is_empty() {
            self.compare(facts, sketch, document, &text, &record, &mut faults);
        }
        faults
    }

    /// The text and the record of a document, where both can be had.
    fn stored(&self, document: u32) -> Option<(String, PaperRecord)> {
        let stored: TantivyDocument = self.store.get(document).ok()?;
        let text = stored.get_first(self.fields.body).and_then(|value| value.as_str())?;
        let record = stored.get_first(self.fields.record).and_then(|value| value.as_bytes())?;
        Some((text.to_owned(), postcard::from_bytes(record).ok()?))
    }

    /// Makes what the index says of a paper anew from its text, and compares.
    fn compare(
        &self,
        facts: &PaperFacts,
        sketch: &Sketch,
        document: u32,
        text: &str,
        record: &PaperRecord,
        faults: &mut Vec<FaultKind>,
    ) {
        let mut words = Digest::default();
        let mut norm = String::new();
        let found = boundaries(text, &record.layers, |token, place| {
            norm.clear();
            normalize(token, &mut norm);
            words.add(&norm, place);
        });
        let sentences = record.layers.sentences.len();
        for (what, stored, counted) in [
            ("tokens", facts.tokens as usize, found.tokens as usize),
            ("sentences", facts.sentences as usize, sentences),
            ("sections", facts.sections.len(), found.sections.len()),
        ] {
            if stored != counted {
                faults.push(FaultKind::Count { what, stored, counted });
            }
        }
        let starts = record.layers.sentences.iter().map(|sentence| sentence.start);
        let expected: Vec<(u32, usize)> = found.sentences.iter().copied().zip(starts).collect();
        for (what, equal) in [
            (
                "sentence boundaries",
                self.segment.sentences(document).is_ok_and(|found| found == expected),
            ),
            ("section boundaries", facts.sections == found.sections),
            ("sketch", *sketch == found.sketch),
        ] {
            if !equal {
                faults.push(FaultKind::Differs(what));
            }
        }
        let title = facts.metadata.title.as_deref().unwrap_or_default();
        let keys = work_key::keys(&record.extraction.references);
        for (what, stored, expected) in [
            ("words", &self.indexed.words, words),
            ("titles", &self.indexed.titles, Digest::of_text(title)),
            ("cited works", &self.indexed.works, Digest::of_terms(keys.iter().map(String::as_str))),
        ] {
            if self.digest(stored, document) != expected {
                faults.push(FaultKind::Words(what));
            }
        }
    }

    fn digest(&self, digests: &[Digest], document: u32) -> Digest {
        digests.get(document as usize).copied().unwrap_or_default()
    }
}

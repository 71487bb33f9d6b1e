//! Reading the index: one consistent state of the corpus.
//!
//! A [`Corpus`] shows the last commit at the moment it was opened, whatever a writer does meanwhile.
//! Papers are numbered in the order of their names, so that no result depends on the order in which
//! threads wrote them.

use std::path::Path;

use serde::de::DeserializeOwned;
use tantivy::columnar::BytesColumn;
use tantivy::{Index, ReloadPolicy, Searcher, SegmentReader};

use super::adapter::{Adapter, TOKENIZER};
use super::directory::Folder;
use super::manifest::Manifest;
use super::record::{MatchingFacts, PaperEntry, PaperFacts, PaperRecord};
use super::schema::{self, Fields, names};
use super::segment::Segment;
use super::stored::StoredPaper;
use super::{decode_error, index_error, io_error};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::Extraction;
use crate::model::Document;
use crate::model::inverted::InvertedIndex;
use crate::parallel::map_in_order;

/// Where a paper stands in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaperAddress {
    /// Number of the segment in [`Corpus::segments`].
    pub segment: u32,
    /// Number of the document in the segment.
    pub document: u32,
}

/// One paper of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedPaper {
    /// What is known of it.
    pub facts: PaperFacts,
    /// Where it stands.
    pub address: PaperAddress,
}

/// One consistent state of the indexed corpus.
pub struct Corpus {
    pub(super) index: Index,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    papers: Vec<IndexedPaper>,
    left_out: Vec<IndexedPaper>,
    segments: Vec<Segment>,
    /// For each segment and document the paper's number; `u32::MAX` for deleted ones.
    numbers: Vec<Vec<u32>>,
}

impl Corpus {
    /// Opens the last commit of the index in `folder`, with `jobs` threads.
    ///
    /// # Errors
    /// [`ErrorKind::NoIndex`] where there is none, [`ErrorKind::IndexVersion`] for another format,
    /// and failures to read.
    pub fn open(folder: &Path, jobs: usize) -> Result<Self> {
        Manifest::read(folder)?;
        let directory = Folder::read(folder)?;
        if !Index::exists(&directory).map_err(|error| index_error(error.into()))? {
            return Err(Error::new(ErrorKind::NoIndex).at_path(folder));
        }
        let (_, fields) = schema::build();
        let index = Index::open(directory).map_err(|error| index_error(error).at_path(folder))?;
        index.tokenizers().register(TOKENIZER, Adapter);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let searcher = reader.try_into().map_err(index_error)?.searcher();
        let mut papers = Vec::new();
        let mut left_out = Vec::new();
        let mut segments = Vec::new();
        let mut numbers = Vec::new();
        for part in map_in_order(searcher.segment_readers(), jobs, |number, segment| {
            let all = read_facts(segment, u32::try_from(number).unwrap_or(u32::MAX))?;
            let (papers, out): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|paper| paper.facts.same_as.is_none());
            let facts = papers.iter().map(|paper| (paper.address.document, &paper.facts));
            let segment = Segment::open(segment.clone(), fields, facts)?;
            Ok::<_, Error>((papers, out, segment))
        }) {
            let (mut part, out, segment) = part?;
            left_out.extend(out);
            numbers.push(vec![u32::MAX; segment.document_limit() as usize]);
            segments.push(segment);
            papers.append(&mut part);
        }
        papers.sort_by(|a, b| (&a.facts.name, a.address).cmp(&(&b.facts.name, b.address)));
        for (number, paper) in (0u32..).zip(&papers) {
            let places = numbers.get_mut(paper.address.segment as usize);
            if let Some(place) =
                places.and_then(|places| places.get_mut(paper.address.document as usize))
            {
                *place = number;
            }
        }
        left_out.sort_by(|a: &IndexedPaper, b| a.facts.name.cmp(&b.facts.name));
        Ok(Self { index, searcher, fields, papers, left_out, segments, numbers })
    }

    /// The papers in the order of their names.
    #[must_use]
    pub fn papers(&self) -> &[IndexedPaper] {
        &self.papers
    }

    /// The papers that were left out as duplicates, in the order of their names.
    #[must_use]
    pub fn left_out(&self) -> &[IndexedPaper] {
        &self.left_out
    }

    /// The segments, each to be searched on its own.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The number of the paper at a place of the index; `None` where it was deleted.
    #[must_use]
    pub fn number_at(&self, segment: usize, document: u32) -> Option<usize> {
        let number = *self.numbers.get(segment)?.get(document as usize)?;
        (number != u32::MAX).then_some(number as usize)
    }

    /// For each segment and document the paper's number; `u32::MAX` for deleted ones.
    pub(super) fn numbers(&self) -> &[Vec<u32>] {
        &self.numbers
    }

    /// A fingerprint of names and contents of all papers: equal corpora have equal ones.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for paper in &self.papers {
            for part in [&paper.facts.name, &paper.facts.hash] {
                hasher.update(part.as_bytes());
                hasher.update(&[0]);
            }
        }
        hasher.finalize().to_hex().chars().take(16).collect()
    }

    /// A fingerprint of which paper has which record, and of what the records say; `None` where no
    /// paper has one.
    #[must_use]
    pub fn records_fingerprint(&self) -> Option<String> {
        let mut hasher = blake3::Hasher::new();
        let mut any = false;
        for (number, paper) in (0_u64..).zip(&self.papers) {
            if let Some(hash) = &paper.facts.record_hash {
                any = true;
                hasher.update(&number.to_le_bytes());
                hasher.update(hash.as_bytes());
            }
        }
        any.then(|| hasher.finalize().to_hex().chars().take(8).collect())
    }
}

impl Corpus {
    /// The text of a paper and what was found in it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn paper(&self, paper: &IndexedPaper) -> Result<(Document, Extraction)> {
        let stored = self.stored(paper)?;
        let PaperRecord { layers, extraction, given } = stored.record()?;
        let document = Document {
            name: paper.facts.name.clone(),
            hash: paper.facts.hash.clone(),
            format: paper.facts.format,
            text: stored.text()?.to_owned(),
            metadata: paper.facts.metadata.clone(),
            layers,
            given,
        };
        Ok((document, extraction))
    }

    /// The text of a paper, without what was stored with it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn text(&self, paper: &IndexedPaper) -> Result<String> {
        Ok(self.stored(paper)?.text()?.to_owned())
    }

    /// What was stored with the text of a paper, without the text.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn record(&self, paper: &IndexedPaper) -> Result<PaperRecord> {
        self.stored(paper)?.record()
    }

    /// What each of these papers is matched by, which no count needs, in their order.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn matching_facts(&self, papers: &[IndexedPaper]) -> Result<Vec<MatchingFacts>> {
        let mut order: Vec<(PaperAddress, usize)> =
            papers.iter().map(|paper| paper.address).zip(0..).collect();
        order.sort_unstable();
        let mut found: Vec<(usize, MatchingFacts)> = Vec::with_capacity(papers.len());
        for part in order.chunk_by(|(one, _), (next, _)| one.segment == next.segment) {
            let number = part.first().map_or(0, |(address, _)| address.segment);
            let segment = self.searcher.segment_reader(number);
            let documents: Vec<u32> = part.iter().map(|(address, _)| address.document).collect();
            let facts = read_matching(segment, &documents)?;
            found.extend(part.iter().map(|&(_, place)| place).zip(facts));
        }
        found.sort_unstable_by_key(|&(place, _)| place);
        Ok(found.into_iter().map(|(_, facts)| facts).collect())
    }

    /// The facts of these papers with what they are matched by.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn entries(&self, papers: &[IndexedPaper]) -> Result<Vec<PaperEntry>> {
        let matching = self.matching_facts(papers)?;
        let facts = papers.iter().map(|paper| paper.facts.clone());
        let entry = |(facts, matching)| PaperEntry { facts, matching };
        Ok(facts.zip(matching).map(entry).collect())
    }

    fn stored(&self, paper: &IndexedPaper) -> Result<StoredPaper> {
        let segment = self.segments.get(paper.address.segment as usize);
        let stored = segment.map(|segment| segment.stored().paper(paper.address.document));
        let stored = stored.unwrap_or_else(|| Err(Error::new(ErrorKind::Index)));
        stored.map_err(|error| error.at_path(&paper.facts.name))
    }
}

/// The facts of all living papers of a segment.
pub(super) fn read_facts(segment: &SegmentReader, number: u32) -> Result<Vec<IndexedPaper>> {
    let column = bytes_column(segment, names::FACTS)?;
    facts_in(&column, segment.doc_ids_alive().collect(), number)
}

/// The facts of these documents of a segment.
pub(super) fn facts_in(
    column: &BytesColumn,
    documents: Vec<u32>,
    number: u32,
) -> Result<Vec<IndexedPaper>> {
    let facts = read_column(column, &documents)?;
    let paper = |(document, facts)| IndexedPaper {
        facts,
        address: PaperAddress { segment: number, document },
    };
    Ok(documents.into_iter().zip(facts).map(paper).collect())
}

/// What these documents of a segment are matched by, in their order.
pub(super) fn read_matching(
    segment: &SegmentReader,
    documents: &[u32],
) -> Result<Vec<MatchingFacts>> {
    read_column(&bytes_column(segment, names::MATCHING)?, documents)
}

fn bytes_column(segment: &SegmentReader, name: &str) -> Result<BytesColumn> {
    let column = segment.fast_fields().bytes(name).map_err(index_error)?;
    column.ok_or_else(|| Error::new(ErrorKind::Index))
}

/// What a fast field of bytes holds of these documents of a segment, in their order.
fn read_column<T: DeserializeOwned>(column: &BytesColumn, documents: &[u32]) -> Result<Vec<T>> {
    let mut places = Vec::with_capacity(documents.len());
    for (place, &document) in documents.iter().enumerate() {
        let ordinal = column.term_ords(document).next();
        places.push((ordinal.ok_or_else(|| Error::new(ErrorKind::Index))?, place));
    }
    // In the order of the dictionary, whose blocks are then read once each.
    places.sort_unstable();
    let ordinals: Vec<u64> = places.iter().map(|&(ordinal, _)| ordinal).collect();
    let mut found = Vec::with_capacity(places.len());
    let complete = column
        .dictionary()
        .sorted_ords_to_term_cb(&ordinals, |bytes| found.push(postcard::from_bytes(bytes)))
        .map_err(io_error)?;
    if !complete {
        return Err(Error::new(ErrorKind::Index));
    }
    let mut placed = Vec::with_capacity(places.len());
    for ((_, place), value) in places.into_iter().zip(found) {
        placed.push((place, value.map_err(decode_error)?));
    }
    placed.sort_unstable_by_key(|&(place, _)| place);
    Ok(placed.into_iter().map(|(_, value)| value).collect())
}

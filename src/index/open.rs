//! Reading the index: one consistent state of the corpus.
//!
//! A [`Corpus`] shows the last commit at the moment it was opened, whatever a writer does meanwhile.
//! Papers are numbered in the order of their names, so that no result depends on the order in which
//! threads wrote them.

use std::path::Path;

use tantivy::columnar::BytesColumn;
use tantivy::schema::Value;
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, SegmentReader, TantivyDocument};

use super::adapter::{Adapter, TOKENIZER};
use super::directory::Folder;
use super::manifest::Manifest;
use super::record::{PaperFacts, PaperRecord};
use super::schema::{self, Fields, names};
use super::segment::Segment;
use super::{decode_error, index_error, io_error};
use crate::error::{Error, ErrorKind, Result};
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
    left_out: Vec<PaperFacts>,
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
            left_out.extend(out.into_iter().map(|paper| paper.facts));
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
        left_out.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { index, searcher, fields, papers, left_out, segments, numbers })
    }

    /// The papers in the order of their names.
    #[must_use]
    pub fn papers(&self) -> &[IndexedPaper] {
        &self.papers
    }

    /// The papers that were left out as duplicates, in the order of their names.
    #[must_use]
    pub fn left_out(&self) -> &[PaperFacts] {
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
            if let Some(record) = &paper.facts.record {
                any = true;
                hasher.update(&number.to_le_bytes());
                hasher.update(record.hash.as_bytes());
            }
        }
        any.then(|| hasher.finalize().to_hex().chars().take(8).collect())
    }

    /// The text of a paper and what was stored with it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn paper(&self, paper: &IndexedPaper) -> Result<(Document, PaperRecord)> {
        let address = DocAddress::new(paper.address.segment, paper.address.document);
        let stored: TantivyDocument = self.searcher.doc(address).map_err(index_error)?;
        let text = stored.get_first(self.fields.body).and_then(|value| value.as_str());
        let record = stored.get_first(self.fields.record).and_then(|value| value.as_bytes());
        let (Some(text), Some(record)) = (text, record) else {
            return Err(Error::new(ErrorKind::Index).at_path(&paper.facts.name));
        };
        let record: PaperRecord = postcard::from_bytes(record).map_err(decode_error)?;
        let document = Document {
            name: paper.facts.name.clone(),
            hash: paper.facts.hash.clone(),
            format: paper.facts.format,
            text: text.to_owned(),
            metadata: paper.facts.metadata.clone(),
            layers: record.layers.clone(),
            given: record.given.clone(),
        };
        Ok((document, record))
    }
}

impl Corpus {
    /// The text of a paper, without what was stored with it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn text(&self, paper: &IndexedPaper) -> Result<String> {
        let address = DocAddress::new(paper.address.segment, paper.address.document);
        let stored: TantivyDocument = self.searcher.doc(address).map_err(index_error)?;
        let text = stored.get_first(self.fields.body).and_then(|value| value.as_str());
        let text = text.ok_or_else(|| Error::new(ErrorKind::Index).at_path(&paper.facts.name))?;
        Ok(text.to_owned())
    }

    /// What was stored with the text of a paper, without the text.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn record(&self, paper: &IndexedPaper) -> Result<PaperRecord> {
        let address = DocAddress::new(paper.address.segment, paper.address.document);
        let stored: TantivyDocument = self.searcher.doc(address).map_err(index_error)?;
        let record = stored.get_first(self.fields.record).and_then(|value| value.as_bytes());
        let record =
            record.ok_or_else(|| Error::new(ErrorKind::Index).at_path(&paper.facts.name))?;
        postcard::from_bytes(record).map_err(decode_error)
    }
}

/// The facts of all living papers of a segment.
pub(super) fn read_facts(segment: &SegmentReader, number: u32) -> Result<Vec<IndexedPaper>> {
    let column: BytesColumn = segment
        .fast_fields()
        .bytes(names::FACTS)
        .map_err(index_error)?
        .ok_or_else(|| Error::new(ErrorKind::Index))?;
    facts_in(&column, segment.doc_ids_alive(), number)
}

/// The facts of these documents of a segment.
pub(super) fn facts_in(
    column: &BytesColumn,
    documents: impl Iterator<Item = u32>,
    number: u32,
) -> Result<Vec<IndexedPaper>> {
    let mut places = Vec::new();
    for document in documents {
        let ordinal = column.term_ords(document).next();
        places.push((ordinal.ok_or_else(|| Error::new(ErrorKind::Index))?, document));
    }
    // In the order of the dictionary, whose blocks are then read once each.
    places.sort_unstable();
    let ordinals: Vec<u64> = places.iter().map(|&(ordinal, _)| ordinal).collect();
    let mut facts = Vec::with_capacity(places.len());
    let complete = column
        .dictionary()
        .sorted_ords_to_term_cb(&ordinals, |bytes| facts.push(postcard::from_bytes(bytes)))
        .map_err(io_error)?;
    if !complete {
        return Err(Error::new(ErrorKind::Index));
    }
    let papers: Result<Vec<_>> = places
        .into_iter()
        .zip(facts)
        .map(|((_, document), facts): (_, postcard::Result<PaperFacts>)| {
            let facts = facts.map_err(decode_error)?;
            Ok(IndexedPaper { facts, address: PaperAddress { segment: number, document } })
        })
        .collect();
    let mut papers = papers?;
    papers.sort_unstable_by_key(|paper| paper.address);
    Ok(papers)
}

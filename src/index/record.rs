//! What is stored of a paper beside its text: facts that every query reads, what only an ingest and
//! few queries need, and the record that is read where sentences or citations are shown. All are
//! encoded with postcard.

use std::ops::{Deref, Range};

use serde::{Deserialize, Serialize};

use crate::extract::Extraction;
use crate::model::{AppliedRecord, GivenCitations, Layers, Metadata, SectionKind, SourceFormat};
use crate::text::{Sketch, Sketcher, tokens};

/// What every query may need of a paper, kept in a fast field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperFacts {
    /// Name of the document.
    pub name: String,
    /// Hash of the source bytes.
    pub hash: String,
    /// Where the source stood when it was ingested; never part of a result.
    pub source: String,
    /// How the source was read.
    pub format: SourceFormat,
    /// Metadata, its record's fields included.
    pub metadata: Metadata,
    /// Hash of what the bibliographic record says that it was given.
    pub record_hash: Option<String>,
    /// The paper that it is the same as, where it was left out for that.
    pub same_as: Option<String>,
    /// Number of tokens, bibliography included.
    pub tokens: u32,
    /// Number of sentences, bibliography included.
    pub sentences: u32,
    /// Where each section starts, ascending; the first at token 0.
    pub sections: Vec<SectionStart>,
}

/// Where a section starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionStart {
    /// Number of its first token.
    pub token: u32,
    /// Number of its first sentence.
    pub sentence: u32,
    /// What the section is for.
    pub kind: SectionKind,
}

/// What an ingest needs to match a paper with records and other papers, kept in a fast field of its
/// own, so that counting need not read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchingFacts {
    /// The bibliographic record that it was given.
    pub record: Option<Box<AppliedRecord>>,
    /// A sketch of its text, by which near-duplicates are found.
    pub sketch: Sketch,
}

/// All that is known of a paper without its text; a paper's facts first of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperEntry {
    /// What every query may need of it.
    pub facts: PaperFacts,
    /// What it is matched by.
    pub matching: MatchingFacts,
}

impl Deref for PaperEntry {
    type Target = PaperFacts;

    fn deref(&self) -> &PaperFacts {
        &self.facts
    }
}

impl PaperEntry {
    /// What the paper shows itself, without its record.
    #[must_use]
    pub fn own_metadata(&self) -> &Metadata {
        self.matching.record.as_ref().map_or(&self.metadata, |record| &record.own)
    }
}

impl PaperFacts {
    /// The kind of the section that holds the token with this number, and its tokens.
    #[must_use]
    pub fn section_of(&self, token: u32) -> (SectionKind, Range<u32>) {
        let after = self.sections.partition_point(|section| section.token <= token);
        let section = after.checked_sub(1).and_then(|index| self.sections.get(index));
        let end = self.sections.get(after).map_or(u32::MAX, |next| next.token);
        match section {
            Some(section) => (section.kind, section.token..end),
            None => (SectionKind::Other, 0..end),
        }
    }

    /// The sections with the numbers of their tokens and sentences: kind, tokens, sentences.
    pub fn section_sizes(&self) -> impl Iterator<Item = (SectionKind, u32, u32)> {
        self.sections.iter().enumerate().map(|(index, section)| {
            let (token, sentence) = self
                .sections
                .get(index + 1)
                .map_or((self.tokens, self.sentences), |next| (next.token, next.sentence));
            (
                section.kind,
                token.saturating_sub(section.token),
                sentence.saturating_sub(section.sentence),
            )
        })
    }
}

/// What is stored with the text of a paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperRecord {
    /// Pages, sections, paragraphs, sentences.
    pub layers: Layers,
    /// Citations and references.
    pub extraction: Extraction,
    /// Those that the source marks as such, for mining again.
    pub given: GivenCitations,
}

/// Token numbers of the boundaries in a document.
pub(super) struct Boundaries {
    pub(super) tokens: u32,
    pub(super) sentences: Vec<u32>,
    pub(super) sections: Vec<SectionStart>,
    pub(super) sketch: Sketch,
}

/// Counts tokens up to the starts of sentences and sections, in one pass over the text; each token is
/// shown to `visit`.
pub(super) fn boundaries(
    text: &str,
    layers: &Layers,
    mut visit: impl FnMut(&str, u32),
) -> Boundaries {
    let mut sentences = Vec::with_capacity(layers.sentences.len());
    let mut sections = Vec::with_capacity(layers.sections.len());
    let mut count = 0u32;
    let mut sentence_ahead = layers.sentences.iter().peekable();
    let mut section_ahead = layers.sections.iter().peekable();
    let mut reach = |offset: usize, count: u32| {
        while sentence_ahead.next_if(|sentence| sentence.start <= offset).is_some() {
            sentences.push(count);
        }
        while let Some(section) = section_ahead.next_if(|section| section.span.start <= offset) {
            let reached = layers.sentences.partition_point(|span| span.start < section.span.start);
            let sentence = u32::try_from(reached).unwrap_or(u32::MAX);
            sections.push(SectionStart { token: count, sentence, kind: section.kind });
        }
    };
    let mut sketcher = Sketcher::default();
    for token in tokens(text) {
        reach(token.start, count);
        visit(token.of(text), count);
        sketcher.add(token.of(text));
        count = count.saturating_add(1);
    }
    reach(text.len(), count);
    Boundaries { tokens: count, sentences, sections, sketch: sketcher.finish() }
}

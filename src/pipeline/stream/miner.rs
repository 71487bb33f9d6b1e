//! One paper of a stream: read, mined, and laid out as rows.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{NAME, SHOWN};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::theme::{MatchOptions, Matcher, MemoryIndex, Outline};
use crate::extract::{Extraction, extract};
use crate::model::streamed::Rows;
use crate::model::{
    Codebook, Document, Finding, FindingTable, Mention, PaperFailure, SectionKind, StreamedPaper,
};
use crate::query::{DocumentFacts, MentionFacts, SectionSet, listing};
use crate::read::{self, Part, Place, ReadOptions, Source};

/// The themes to find in the papers of a stream.
#[derive(Debug)]
pub struct StreamThemes {
    /// The codebook.
    pub codebook: Codebook,
    /// The codebook made ready.
    pub matcher: Matcher,
    /// What to look at, and whether mentions in the scope of a negation or a hedge are flagged.
    pub options: MatchOptions,
    /// Leave denied mentions out.
    pub without_negated: bool,
    /// Leave hedged mentions out.
    pub without_hedged: bool,
}

/// What makes rows of papers; used by many threads at once.
#[derive(Debug)]
pub struct Miner<'a> {
    tables: Vec<FindingTable>,
    themes: Option<&'a StreamThemes>,
    read: ReadOptions,
    source: Source,
}

impl<'a> Miner<'a> {
    /// A miner that makes the tables `wanted`; mentions are those of `themes`, and none without.
    #[must_use]
    pub fn new(wanted: &[Finding], themes: Option<&'a StreamThemes>, read: ReadOptions) -> Self {
        let wanted = Finding::ALL.into_iter().filter(|finding| wanted.contains(finding));
        let table = |finding| FindingTable { finding, columns: columns(finding) };
        let source = Source { name: NAME.to_owned(), path: SHOWN.into() };
        Self { tables: wanted.map(table).collect(), themes, read, source }
    }

    /// The tables that it makes of each paper.
    #[must_use]
    pub fn tables(&self) -> &[FindingTable] {
        &self.tables
    }

    /// Mines a paper. Neither a paper that cannot be read nor a defect of ours is more than the failure of this
    /// paper.
    #[must_use]
    pub fn mine(&self, part: &Part) -> StreamedPaper {
        let mined = catch_unwind(AssertUnwindSafe(|| {
            let name = read::part_name(&self.source, part, &self.read)?;
            let document = read::read_part(&name, part, &self.read)?;
            let extraction = extract(&document);
            let rows = self.rows(&document, &extraction)?;
            Ok((name, rows))
        }));
        match mined.unwrap_or_else(|_| Err(Error::new(ErrorKind::Defect))) {
            Ok((name, rows)) => {
                let id = name.strip_prefix(NAME).and_then(|id| id.strip_prefix('#'));
                let id = id.map(str::to_owned);
                StreamedPaper { id, document: Some(name), outcome: Ok(rows) }
            }
            Err(error) => {
                let id = read::record_id(part, &self.read);
                let document = id.as_ref().map(|id| format!("{NAME}#{id}"));
                StreamedPaper { id, document, outcome: Err(failure(&part.place, &error)) }
            }
        }
    }

    fn rows(&self, document: &Document, extraction: &Extraction) -> Result<Vec<Rows>> {
        let counted = |finding| matches!(finding, Finding::Statistics | Finding::Mentions);
        let outline = match self.tables.iter().any(|table| counted(table.finding)) {
            true => Outline::of(document),
            false => Outline::default(),
        };
        let rows = self.tables.iter().map(|table| match table.finding {
            Finding::Statistics => {
                let facts = facts_of(document, &outline);
                Ok(vec![listing::statistics_row(&facts, document, extraction)])
            }
            Finding::Citations => Ok(listing::citation_rows(document, extraction)),
            Finding::References => Ok(listing::reference_rows(document, extraction)),
            Finding::Mentions => match self.themes {
                Some(themes) => themes.rows(document, &outline),
                None => Ok(Vec::new()),
            },
        });
        rows.collect()
    }
}

impl StreamThemes {
    /// The mentions of a paper; none where no theme is for papers in its language.
    fn rows(&self, document: &Document, outline: &Outline) -> Result<Rows> {
        let language = document.metadata.language;
        if !(0..self.codebook.themes.len()).any(|theme| self.codebook.covers(theme, language)) {
            return Ok(Vec::new());
        }
        let mut index = MemoryIndex::new();
        index.add_document(document, outline);
        let found = self.matcher.mentions(&index, self.options)?.mentions;
        let placed = found.iter().map(|mention| placed(mention, outline));
        let mentions: Vec<MentionFacts> = placed.filter(|mention| self.counts(mention)).collect();
        Ok(listing::mention_rows(document, outline.tokens(), &self.codebook, &mentions))
    }

    fn counts(&self, mention: &MentionFacts) -> bool {
        let everywhere = self.options.everywhere;
        (everywhere || SectionSet::RUNNING_TEXT.contains(mention.section))
            && !(self.without_negated && mention.negated)
            && !(self.without_hedged && mention.hedged)
    }
}

fn columns(finding: Finding) -> Vec<crate::model::Column> {
    match finding {
        Finding::Statistics => listing::statistics_columns(),
        Finding::Citations => listing::citation_columns(),
        Finding::References => listing::reference_columns(),
        Finding::Mentions => listing::mention_columns(),
    }
}

fn placed(mention: &Mention, outline: &Outline) -> MentionFacts {
    MentionFacts {
        document: 0,
        first_token: mention.first_token,
        end_token: mention.end_token,
        theme: mention.theme,
        pattern: mention.pattern,
        sentence: mention.sentence,
        section: outline.section_of(mention.first_token),
        negated: mention.negated,
        hedged: mention.hedged,
        union: mention.union,
    }
}

fn facts_of(document: &Document, outline: &Outline) -> DocumentFacts {
    let mut tokens = [0; SectionKind::ALL.len()];
    for (kind, section) in outline.sections() {
        if let Some(sum) = tokens.get_mut(kind as usize) {
            *sum += section.len() as u64;
        }
    }
    DocumentFacts { name: document.name.clone(), metadata: document.metadata.clone(), tokens }
}

/// A record that could not be taken from the stream.
pub(super) fn refused(place: &Place, error: &Error) -> StreamedPaper {
    StreamedPaper { id: None, document: None, outcome: Err(failure(place, error)) }
}

fn failure(place: &Place, error: &Error) -> PaperFailure {
    let at = place.record.map(|(unit, number)| format!("{unit} {number}"));
    let position = error.position().map(|position| format!("{position}: ")).unwrap_or_default();
    PaperFailure {
        kind: error.kind().name(),
        message: format!("{position}{}", error.kind()),
        place: at.unwrap_or_default(),
    }
}

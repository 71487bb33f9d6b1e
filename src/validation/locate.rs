//! From rows of coded files to sentences of the index, and what the codebook finds in them.
//!
//! A row's sentence is looked up by document and number, and is the right one if its hash is that of the key.
//! Where numbers have moved, since the paper was ingested again, the sentence is sought by its hash in the
//! whole paper. A sentence that was changed, or whose paper is gone, is lost: it was read as it no longer is.
//!
//! Mentions are those of the codebook as it is now. So a sample that was coded once can tell whether an
//! edited codebook is better; its weights stay those of the draw.

use std::collections::BTreeMap;
use std::fmt;

use super::coded::{CodedRow, Codes};
use super::key::text_hash;
use crate::error::Result;
use crate::model::Span;
use crate::query::passage::{Sentences, squeezed, squeezed_with_marks};
use crate::query::{CorpusFacts, MentionFacts, Selection, TextSource};

/// Sentences that were drawn from together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Sentences that it had when the sample was drawn.
    pub size: u32,
    /// Sentences that were drawn; all, where a text was coded whole.
    pub drawn: u32,
}

/// One sentence that anybody coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Place of the document in the corpus.
    pub document: u32,
    /// Number of the sentence, from 0.
    pub sentence: u32,
    /// Its stratum, by the number in [`Located::strata`].
    pub stratum: u16,
    /// The sentence, white space as single spaces.
    pub text: String,
    /// Kind of section that it stands in, and page.
    pub surroundings: (Option<&'static str>, Option<String>),
    /// What the codebook finds in it.
    pub mentions: Vec<UnitMention>,
    /// Whether it is in the selection, which may be narrower than that of the sample.
    pub selected: bool,
}

/// A mention in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitMention {
    /// Theme whose pattern it is, by its place in the codebook.
    pub theme: u32,
    /// Number of the pattern.
    pub pattern: u32,
    /// Where it stands in the text of the unit.
    pub span: Span,
}

/// All sentences that were coded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// Each once, by document and place.
    pub units: Vec<Unit>,
    /// Strata by their numbers.
    pub strata: BTreeMap<u16, Stratum>,
    /// For each coder the unit of each row; `None` for a lost one.
    pub rows: Vec<Vec<Option<usize>>>,
    /// Rows whose sentences are lost, each once.
    pub lost: Vec<Lost>,
}

/// A row whose sentence is not in the index as it was coded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lost {
    /// Name of the paper.
    pub document: String,
    /// Number of the sentence, from 1.
    pub number: u32,
    /// Whether the paper is gone, and not only changed.
    pub gone: bool,
}

impl fmt::Display for Lost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { document, number, gone } = self;
        if *gone {
            write!(
                formatter,
                "{document}, sentence {number}: the paper is not in the index any more"
            )
        } else {
            write!(
                formatter,
                "{document}, sentence {number}: the text has changed since the sample"
            )
        }
    }
}

impl Located {
    /// Finds the sentences of all rows. `mentions` are those that count; texts are read paper by paper, each
    /// once.
    ///
    /// # Errors
    /// Where a text cannot be read.
    pub fn find(
        coders: &[Codes],
        corpus: &CorpusFacts,
        selection: &Selection,
        mentions: &[MentionFacts],
        source: &dyn TextSource,
    ) -> Result<Self> {
        let mut by_document: BTreeMap<&str, Vec<(usize, usize, &CodedRow)>> = BTreeMap::new();
        for (coder, codes) in coders.iter().enumerate() {
            for (place, row) in codes.rows.iter().enumerate() {
                by_document.entry(&row.document).or_default().push((coder, place, row));
            }
        }
        let rows = coders.iter().map(|codes| vec![None; codes.rows.len()]).collect();
        let mut located = Self { rows, ..Self::default() };
        let mentioned = by_sentence(mentions);
        for (name, rows) in by_document {
            let place = corpus.documents.binary_search_by(|facts| facts.name.as_str().cmp(name));
            let document = place.ok().and_then(|place| u32::try_from(place).ok());
            match document {
                Some(document) => {
                    located.find_in(document, &rows, selection, &mentioned, source)?;
                }
                None => located.lost.extend(rows.iter().map(|(_, _, row)| lost(row, true))),
            }
        }
        located.lost.sort();
        located.lost.dedup();
        Ok(located)
    }

    fn find_in(
        &mut self,
        document: u32,
        rows: &[(usize, usize, &CodedRow)],
        selection: &Selection,
        mentioned: &BTreeMap<(u32, u32), Vec<&MentionFacts>>,
        source: &dyn TextSource,
    ) -> Result<()> {
        let text = source.read(document)?;
        let mut sentences = Sentences::new(source, &text);
        let count = text.layers.sentences.len();
        let hash = |sentence: usize| {
            let span = text.layers.sentences.get(sentence);
            span.map(|span| text_hash(&squeezed(span.of(&text.text))))
        };
        let mut found: BTreeMap<usize, Vec<(usize, usize, &CodedRow)>> = BTreeMap::new();
        for &(coder, place, row) in rows {
            let numbered = (row.number as usize).checked_sub(1);
            let sought = Some(row.key.text);
            let sentence = numbered.filter(|&sentence| hash(sentence) == sought);
            match sentence.or_else(|| (0..count).find(|&sentence| hash(sentence) == sought)) {
                Some(sentence) => found.entry(sentence).or_default().push((coder, place, row)),
                None => self.lost.push(lost(row, false)),
            }
        }
        for (sentence, rows) in found {
            let Some(&(_, _, CodedRow { key, .. })) = rows.first() else { continue };
            let span = sentences.span(sentence);
            let number = u32::try_from(sentence).unwrap_or(u32::MAX);
            let mentions = mentioned.get(&(document, number)).into_iter().flatten();
            let marked = mentions.filter_map(|mention| {
                let place = sentences.locate(mention)?;
                let end = place.end.min(span.end).checked_sub(span.start)?;
                let place = Span::new(place.start.checked_sub(span.start)?, end);
                let (_, marks) = squeezed_with_marks(span.of(&text.text), &[place]);
                let span = *marks.first()?;
                Some(UnitMention { theme: mention.theme, pattern: mention.pattern, span })
            });
            let marked = marked.collect();
            let section = text.layers.section_at(span.start).map(|section| section.kind);
            let page = text.layers.page_at(span.start).map(|page| page.label.clone());
            for &(coder, place, _) in &rows {
                if let Some(unit) = self.rows.get_mut(coder).and_then(|rows| rows.get_mut(place)) {
                    *unit = Some(self.units.len());
                }
            }
            self.strata.insert(key.stratum, Stratum { size: key.size, drawn: key.drawn });
            self.units.push(Unit {
                document,
                sentence: number,
                stratum: key.stratum,
                text: squeezed(span.of(&text.text)),
                surroundings: (section.map(|kind| kind.name()), page),
                mentions: marked,
                selected: section.is_some_and(|kind| selection.contains(document, kind)),
            });
        }
        Ok(())
    }
}

fn lost(row: &CodedRow, gone: bool) -> Lost {
    Lost { document: row.document.clone(), number: row.number, gone }
}

/// The mentions of each sentence by patterns of the themes themselves.
fn by_sentence(mentions: &[MentionFacts]) -> BTreeMap<(u32, u32), Vec<&MentionFacts>> {
    let mut by_sentence: BTreeMap<_, Vec<&MentionFacts>> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| !mention.union) {
        by_sentence.entry((mention.document, mention.sentence)).or_default().push(mention);
    }
    by_sentence
}

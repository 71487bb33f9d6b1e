//! Who is cited for which theme: mentions and citations in one sentence, side by side, or in one
//! paragraph.
//!
//! A theme and a work are *evidence* of each other in a sentence that raises the theme and cites
//! the work. In the wider scopes another sentence of the paragraph may cite it, and every row says
//! how far away. Nothing says that the work is cited *in support* of the theme: the passage, which
//! every row shows, is for the reader to judge.
//!
//! Rows are one for each theme, work, document and sentence with a mention, whatever the number of
//! mentions and markers. Themes with children count by the union of their descendants, as in
//! frequencies, so that the sentences of a row are always among those counted for its theme.

use std::collections::BTreeMap;

use super::facts::{MentionFacts, ThemeFacts, has_children};
use super::passage::{
    DocumentText, Sentences, TextSource, by_document, merged, squeezed_with_marks,
};
use super::selection::Selection;
use super::works::Works;
use crate::error::Result;
use crate::model::{SectionKind, Span};
use crate::parallel::map_in_order;

mod table;
#[cfg(test)]
mod tests;

/// How near mention and citation must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceScope {
    /// In one sentence.
    Sentence,
    /// In one paragraph, with at most so many sentence ends between them: 1 takes the sentences
    /// before and after.
    Sentences(u32),
    /// In one paragraph.
    Paragraph,
}

impl Default for EvidenceScope {
    /// The sentences before and after: statements that are introduced by "according to ..., there
    /// are two reasons." go on in the next sentence, and are often closed by a citation there.
    fn default() -> Self {
        Self::Sentences(1)
    }
}

/// What counts as evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvidenceOptions {
    /// How near mention and citation must be.
    pub scope: EvidenceScope,
    /// Whether mentions that their sentence denies are left out.
    pub exclude_negated: bool,
}

/// One sentence in which a theme is raised near a citation of a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Place of the theme in the codebook's order.
    pub theme: u32,
    /// Place of the work in [`Works::works`].
    pub work: u32,
    /// Place of the document in the corpus.
    pub document: u32,
    /// The sentence with the mention, from 0 in the document.
    pub sentence: u32,
    /// How many sentences later the nearest citation of the work stands; negative before it.
    pub distance: i64,
    /// Kind of section.
    pub section: SectionKind,
    /// Page of the sentence.
    pub page: Option<String>,
    /// Whether some marker of the work names the authors in the sentence.
    pub narrative: bool,
    /// The passage from the sentence to the nearest citation of the work, its white space as single
    /// spaces.
    pub text: String,
    /// Mentions of the theme and markers of the work in `text`.
    pub marks: Vec<Span>,
}

/// All evidence, in the order of themes, works, documents and sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The rows.
    pub rows: Vec<EvidenceRow>,
    /// How near mention and citation are.
    pub scope: EvidenceScope,
}

impl Evidence {
    /// Finds the evidence in the selected text. Texts are read document by document, those with
    /// mentions only, by as many threads as `source` allows.
    ///
    /// # Errors
    /// Where a text cannot be read.
    pub fn collect(
        themes: &[ThemeFacts],
        mentions: &[MentionFacts],
        selection: &Selection,
        works: &Works,
        options: EvidenceOptions,
        source: &dyn TextSource,
    ) -> Result<Self> {
        let parents = has_children(themes);
        let counted = |mention: &&MentionFacts| {
            parents.get(mention.theme as usize) == Some(&mention.union)
                && !(options.exclude_negated && mention.negated)
                && selection.contains(mention.document, mention.section)
        };
        let mut chosen: Vec<&MentionFacts> = mentions.iter().filter(counted).collect();
        chosen.sort_unstable();
        let documents: Vec<_> = by_document(&chosen).collect();
        let found =
            map_in_order(&documents, source.jobs(), |_, &(document, mentions)| -> Result<_> {
                let mut rows = Vec::new();
                let text = source.read(document)?;
                if !text.citations.is_empty() {
                    let cited = cited(document, &text, works, options.scope);
                    let mut sentences = Sentences::new(source, &text);
                    collect_document(mentions, &cited, &mut sentences, options.scope, &mut rows);
                }
                Ok(rows)
            });
        let mut rows = Vec::new();
        for part in found {
            rows.append(&mut part?);
        }
        rows.sort_by_key(|row| (row.theme, row.work, row.document, row.sentence));
        Ok(Self { rows, scope: options.scope })
    }
}

/// A marker that points to a work.
struct CitedThere {
    work: u32,
    sentence: usize,
    span: Span,
    narrative: bool,
}

/// The markers of a document by the unit that they stand in.
fn cited(
    document: u32,
    text: &DocumentText,
    works: &Works,
    scope: EvidenceScope,
) -> BTreeMap<usize, Vec<CitedThere>> {
    let mut cited: BTreeMap<usize, Vec<CitedThere>> = BTreeMap::new();
    for citation in &text.citations {
        for marker in &citation.markers {
            let Some(sentence) = text.layers.sentence_at(marker.span.start) else { continue };
            let Some(unit) = unit_of(sentence, text, scope) else { continue };
            for work in works.of_marker(document, marker) {
                let there =
                    CitedThere { work, sentence, span: marker.span, narrative: citation.narrative };
                cited.entry(unit).or_default().push(there);
            }
        }
    }
    cited
}

/// The number of the sentence itself, or of its paragraph.
fn unit_of(sentence: usize, text: &DocumentText, scope: EvidenceScope) -> Option<usize> {
    match scope {
        EvidenceScope::Sentence => Some(sentence),
        EvidenceScope::Sentences(_) | EvidenceScope::Paragraph => {
            text.layers.paragraph_at(text.layers.sentences.get(sentence)?.start)
        }
    }
}

fn collect_document(
    mentions: &[&MentionFacts],
    cited: &BTreeMap<usize, Vec<CitedThere>>,
    sentences: &mut Sentences,
    scope: EvidenceScope,
    rows: &mut Vec<EvidenceRow>,
) {
    // The mentions of each theme in each sentence.
    let mut places: BTreeMap<(u32, u32), Vec<&MentionFacts>> = BTreeMap::new();
    for mention in mentions {
        places.entry((mention.sentence, mention.theme)).or_default().push(mention);
    }
    for ((sentence, theme), mentions) in places {
        let unit = unit_of(sentence as usize, sentences.document, scope);
        let Some(there) = unit.and_then(|unit| cited.get(&unit)) else { continue };
        let nodes: Vec<Span> = mentions.iter().filter_map(|m| sentences.locate(m)).collect();
        let Some(&&MentionFacts { document, section, .. }) = mentions.first() else { continue };
        let mut by_work: BTreeMap<u32, Vec<&CitedThere>> = BTreeMap::new();
        let is_near = |cited: &&CitedThere| match scope {
            EvidenceScope::Sentences(most) => {
                cited.sentence.abs_diff(sentence as usize) <= most as usize
            }
            EvidenceScope::Sentence | EvidenceScope::Paragraph => true,
        };
        for cited in there.iter().filter(is_near) {
            by_work.entry(cited.work).or_default().push(cited);
        }
        for (work, markers) in by_work {
            let place = Place { theme, document, sentence, section };
            rows.extend(row(place, work, &nodes, &markers, sentences));
        }
    }
}

/// Where a theme is raised.
#[derive(Clone, Copy)]
struct Place {
    theme: u32,
    document: u32,
    sentence: u32,
    section: SectionKind,
}

fn row(
    place: Place,
    work: u32,
    nodes: &[Span],
    markers: &[&CitedThere],
    sentences: &Sentences,
) -> Option<EvidenceRow> {
    let own = place.sentence as usize;
    let distance = |marker: &&&CitedThere| {
        let to = i64::try_from(marker.sentence).unwrap_or(i64::MAX);
        to - i64::from(place.sentence)
    };
    // Of equally near ones the later citation, which closes a statement.
    let nearest = markers.iter().max_by_key(|marker| {
        let distance = distance(marker);
        (-distance.abs(), distance)
    })?;
    let (first, last) = (own.min(nearest.sentence), own.max(nearest.sentence));
    let span = Span::new(sentences.span(first).start, sentences.span(last).end);
    let in_passage = markers.iter().map(|marker| marker.span).filter(|marker| span.covers(*marker));
    let marks = merged(nodes.iter().copied().chain(in_passage).collect());
    let within = |mark: &Span| {
        Span::new(
            mark.start.saturating_sub(span.start),
            mark.end.min(span.end).saturating_sub(span.start),
        )
    };
    let marks: Vec<Span> = marks.iter().map(within).collect();
    let DocumentText { text, layers, .. } = sentences.document;
    let (text, marks) = squeezed_with_marks(span.of(text), &marks);
    Some(EvidenceRow {
        theme: place.theme,
        work,
        document: place.document,
        sentence: place.sentence,
        distance: distance(&nearest),
        section: place.section,
        page: layers.page_at(sentences.span(own).start).map(|page| page.label.clone()),
        narrative: markers.iter().any(|marker| marker.narrative),
        text,
        marks,
    })
}

/// How often a work is cited for a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvidenceCount {
    /// Papers with such a sentence.
    pub papers: u64,
    /// Sentences that raise the theme near a citation of the work.
    pub sentences: u64,
    /// Those of them with the authors' names in the sentence.
    pub narrative: u64,
}

impl Evidence {
    /// Theme, work and how often they meet, in the order of themes, then by papers, sentences and
    /// the works' ids.
    #[must_use]
    pub fn summary(&self) -> Vec<(u32, u32, EvidenceCount)> {
        let mut summary: Vec<(u32, u32, EvidenceCount)> = Vec::new();
        let groups = self.rows.chunk_by(|a, b| (a.theme, a.work) == (b.theme, b.work));
        for rows in groups {
            let Some(first) = rows.first() else { continue };
            let papers = rows.chunk_by(|a, b| a.document == b.document).count();
            let narrative = rows.iter().filter(|row| row.narrative).count();
            let count = EvidenceCount {
                papers: papers as u64,
                sentences: rows.len() as u64,
                narrative: narrative as u64,
            };
            summary.push((first.theme, first.work, count));
        }
        summary.sort_by(|(theme, work, a), (other_theme, other_work, b)| {
            let counts = |count: &EvidenceCount| (count.papers, count.sentences);
            theme.cmp(other_theme).then(counts(b).cmp(&counts(a))).then(work.cmp(other_work))
        });
        summary
    }
}

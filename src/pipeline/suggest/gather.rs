//! The sentences that shortlists are made from, read from the stored texts.

use super::super::study::{FetchedPaper, Study};
use crate::error::Result;
use crate::model::{Citation, Span};
use crate::query::Selection;
use crate::query::suggest::{Sample, SampledToken, SuggestingTheme};
use crate::text::tokens;

/// About so many sentences stand for the rest of the papers.
const BACKGROUND: usize = 100_000;

/// Papers that are read before their words are numbered, which bounds the memory.
const BATCH: usize = 256;

/// A sentence with the number of its first token.
type ReadSentence = (u32, u32, Vec<SampledToken>);

impl Study {
    /// The sentences of the themes and others spread evenly over the selected text; with the places of
    /// the latter in the sample.
    pub(super) fn gather(
        &self,
        selection: &Selection,
        themes: &[SuggestingTheme],
    ) -> Result<(Sample, Vec<u32>)> {
        let background = self.background(selection);
        let mut wanted: Vec<(u32, u32)> = background.clone();
        wanted.extend(themes.iter().flat_map(|theme| &theme.sentences));
        wanted.sort_unstable();
        wanted.dedup();
        let by_paper: Vec<&[(u32, u32)]> = wanted.chunk_by(|a, b| a.0 == b.0).collect();
        let mut sample = Sample::default();
        for batch in by_paper.chunks(BATCH) {
            let papers: Vec<usize> = batch
                .iter()
                .filter_map(|of| of.first())
                .map(|&(paper, _)| paper as usize)
                .collect();
            let read = self.with_papers(&papers, |place, paper| {
                let of = batch.iter().find(|of| of.first().is_some_and(|w| w.0 as usize == place));
                let starts = self.sentence_tokens(place)?;
                let sentences = read_sentences(paper, of.copied().unwrap_or_default(), &starts);
                Ok::<_, crate::Error>((place, sentences))
            })?;
            for read in read {
                let (place, sentences) = read?;
                let document = u32::try_from(place).unwrap_or(u32::MAX);
                for (sentence, first, tokens) in sentences {
                    sample.push(document, sentence, first, &tokens);
                }
            }
        }
        let mut left = background.into_iter().peekable();
        let places = (0..).zip(&sample.sentences).filter(|(_, sentence)| {
            left.next_if(|&key| key == (sentence.document, sentence.sentence)).is_some()
        });
        let places = places.map(|(place, _)| place).collect();
        Ok((sample, places))
    }

    /// One in so many of the sentences of the selected text, by document and number.
    fn background(&self, selection: &Selection) -> Vec<(u32, u32)> {
        let ranges = || {
            self.papers().iter().enumerate().flat_map(|(place, paper)| {
                let sections = selection.sections(place);
                let of_paper = paper.facts.section_sizes().zip(&paper.facts.sections);
                let chosen = of_paper.filter(move |((kind, ..), _)| sections.contains(*kind));
                let document = u32::try_from(place).unwrap_or(u32::MAX);
                chosen.map(move |((_, _, count), section)| (document, section.sentence, count))
            })
        };
        let all: usize = ranges().map(|(_, _, count)| count as usize).sum();
        let step = all.div_ceil(BACKGROUND).max(1);
        ranges()
            .flat_map(|(document, first, count)| {
                (0..count).map(move |number| (document, first.saturating_add(number)))
            })
            .step_by(step)
            .collect()
    }
}

fn read_sentences(
    paper: &FetchedPaper,
    wanted: &[(u32, u32)],
    starts: &[u32],
) -> Vec<ReadSentence> {
    let text = &paper.document.text;
    let read = wanted.iter().filter_map(|&(_, number)| {
        let span = *paper.document.layers.sentences.get(number as usize)?;
        let first = *starts.get(number as usize)?;
        let passage = span.of(text);
        let mut end = 0;
        let words = tokens(passage).map(|token| {
            let before = passage.get(end..token.start).unwrap_or_default();
            end = token.end;
            let cited = is_cited(&paper.extraction.citations, token.shifted(span.start));
            SampledToken::new(token.of(passage), before, cited)
        });
        Some((number, first, words.collect()))
    });
    read.collect()
}

/// Whether a token stands in one of `citations`, which are in the order of the text.
pub(in super::super) fn is_cited(citations: &[Citation], token: Span) -> bool {
    let next = citations.partition_point(|citation| citation.span.end <= token.start);
    citations.get(next).is_some_and(|citation| citation.span.start < token.end)
}

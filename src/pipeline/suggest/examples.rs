//! Sentences that show suggested patterns.

use super::super::study::{FetchedPaper, Study};
use super::gather::is_cited;
use crate::error::Result;
use crate::model::Span;
use crate::query::passage::squeezed_with_marks;
use crate::query::suggest::{Example, Occurrence, Suggestion};
use crate::text::tokens;

/// An example, whether it belongs to a citation, and whether its sentence raises the theme.
struct Shown {
    row: usize,
    cited: bool,
    elsewhere: bool,
    example: Example,
}

impl Study {
    /// Gives each suggestion the shortest of its sentences, of those that raise the theme where there
    /// are such; what stands in citations in most of them falls away.
    pub(super) fn with_examples(&self, rows: Vec<Suggestion>) -> Result<Vec<Suggestion>> {
        let mut asked: Vec<(usize, usize, Occurrence)> = Vec::new();
        for (row, suggestion) in rows.iter().enumerate() {
            let places = suggestion.figures.examples.iter();
            asked.extend(places.map(|&place| (place.document as usize, row, place)));
        }
        asked.sort_unstable_by_key(|&(document, row, place)| (document, row, place));
        let by_paper: Vec<&[(usize, usize, Occurrence)]> =
            asked.chunk_by(|a, b| a.0 == b.0).collect();
        let papers: Vec<usize> =
            by_paper.iter().filter_map(|of| of.first()).map(|&(document, ..)| document).collect();
        let read = self.with_papers(&papers, |document, paper| -> Result<Vec<Shown>> {
            let number = papers.binary_search(&document).unwrap_or(usize::MAX);
            let of = by_paper.get(number).copied().unwrap_or_default();
            let starts = self.sentence_tokens(document)?;
            Ok(of.iter().filter_map(|(_, row, place)| show(paper, &starts, *row, place)).collect())
        })?;
        let mut shown: Vec<Vec<Shown>> = rows.iter().map(|_| Vec::new()).collect();
        for one in read.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten() {
            if let Some(of_row) = shown.get_mut(one.row) {
                of_row.push(one);
            }
        }
        let rows = rows.into_iter().zip(shown).filter_map(|(mut row, shown)| {
            let cited = shown.iter().filter(|one| one.cited).count();
            if cited * 2 > shown.len() {
                return None;
            }
            let free = shown.into_iter().filter(|one| !one.cited);
            let best = free.min_by_key(|one| {
                (one.elsewhere, one.example.sentence.len(), one.example.document)
            });
            row.example = best.map(|one| one.example);
            Some(row)
        });
        Ok(rows.collect())
    }
}

fn show(paper: &FetchedPaper, starts: &[u32], row: usize, place: &Occurrence) -> Option<Shown> {
    let number = place.sentence as usize;
    let span = *paper.document.layers.sentences.get(number)?;
    let passage = span.of(&paper.document.text);
    let first = place.first.checked_sub(*starts.get(number)?)? as usize;
    let length = place.end.checked_sub(place.first)?.max(1) as usize;
    let words: Vec<Span> = tokens(passage).skip(first).take(length).collect();
    let mark = Span::new(words.first()?.start, words.last()?.end);
    let cited = is_cited(&paper.extraction.citations, mark.shifted(span.start));
    let (sentence, marks) = squeezed_with_marks(passage, &[mark]);
    let example = Example { document: place.document, sentence, mark: *marks.first()? };
    Some(Shown { row, cited, elsewhere: place.elsewhere, example })
}

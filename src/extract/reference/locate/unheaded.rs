//! A bibliography without a heading: the run of lines that looks most like entries.
//!
//! Paragraphs (or lines, where a text has no empty lines) count for a list by the entries that open
//! in them and against it by their length; the run of highest sum (Kadane's maximum subarray) is
//! the list if it holds entries enough.

use crate::extract::reference::split::line::{self, Line};
use crate::model::Span;

use super::extent;

/// Fewest entries of a list that no heading announces.
const FEWEST: f32 = 4.0;

/// The run of entries in `text`, if there is one.
pub(crate) fn bibliography(text: &str) -> Option<Span> {
    let lines = line::lines(text, Span::new(0, text.len()));
    let blanks = lines.iter().filter(|line| line.blank_before).count();
    let scores: Vec<(usize, usize, f32)> =
        if blanks * 25 >= lines.len() { blocks(text, &lines) } else { single_lines(text, &lines) };
    let (first, last) = best_run(&scores)?;
    let span = Span::new(lines.get(first)?.span.start, lines.get(last.checked_sub(1)?)?.span.end);
    Some(span.trimmed(text))
}

/// First line, one past the last line, score of each block.
fn blocks(text: &str, lines: &[Line]) -> Vec<(usize, usize, f32)> {
    let mut scores = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let end = extent::block_end(text, lines, at);
        scores.push((at, end, extent::block_score(text, &lines[at..end])));
        at = end;
    }
    scores
}

fn single_lines(text: &str, lines: &[Line]) -> Vec<(usize, usize, f32)> {
    let signs: Vec<extent::Sign> =
        lines.iter().map(|line| extent::sign(line.span.of(text))).collect();
    (0..lines.len())
        .map(|index| {
            let dated = signs[index..].iter().take(4).any(|sign| sign.dated);
            let opens = signs[index].opens;
            let score = if opens >= 0.5 && dated {
                3.0 * opens
            } else {
                let width = f32::from(u16::try_from(lines[index].width).unwrap_or(u16::MAX));
                -(width / 100.0).max(0.7)
            };
            (index, index + 1, score)
        })
        .collect()
}

/// First line and one past the last line of the run of highest sum.
fn best_run(scores: &[(usize, usize, f32)]) -> Option<(usize, usize)> {
    let (mut sum, mut from) = (0.0, 0);
    let mut best: Option<(f32, usize, usize)> = None;
    for &(first, last, score) in scores {
        if sum <= 0.0 {
            sum = 0.0;
            from = first;
        }
        sum += score;
        if best.is_none_or(|(highest, _, _)| sum >= highest) {
            best = Some((sum, from, last));
        }
    }
    best.filter(|(sum, _, _)| *sum >= FEWEST).map(|(_, from, last)| (from, last))
}

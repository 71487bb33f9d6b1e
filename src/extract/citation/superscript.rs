//! Raised reference numbers as plain text shows them: `market3,4`, `results.12 The`, `firms 42, we`.
//!
//! Plain text does not tell raised numbers from others, so three kinds of evidence are weighed for
//! every run of numbers that could be one ([`candidate`]): what stands around it ([`context`]),
//! whether it fits the order in which the references are first cited ([`order`]), and where the
//! paper's other citations stand (fused or set apart). The last is learned from a first pass over
//! the paper itself.
//!
//! Limits: numbers fused to a name in capitals that occurs once (`NGC3`) may be taken for
//! citations, and citations set apart from their word are found only in papers that print most of
//! them so.

mod candidate;
mod context;
mod order;
#[cfg(test)]
mod tests;
mod words;

use crate::model::{Citation, CitationStyle, Marker, Resolution, Span};

use super::numeric::{ReferenceNumbers, Support, named_references, names_before};
use candidate::{Candidate, Place};
use context::WordCounts;
use order::Chosen;

/// What is known of a paper before its raised numbers are sought.
#[derive(Clone, Copy, Debug)]
pub struct SuperscriptContext<'a> {
    /// Where no citation stands, sorted and without overlap: the bibliographies.
    pub skip: &'a [Span],
    /// The numbers of the references.
    pub numbers: &'a ReferenceNumbers,
}

/// Counts what [`find`] would find, for recognising a paper's style.
///
/// [`Support::coverage`] of a paper that cites by raised numbers is seldom below one half; in other
/// papers it is small, since numbers that do not follow the order of first citation are left out.
#[must_use]
pub fn evidence(text: &str, context: &SuperscriptContext<'_>) -> Support {
    let (candidates, chosen) = citations(text, context);
    let cited: Vec<Vec<u32>> = chosen
        .iter()
        .filter_map(|(chosen, _)| candidates.get(chosen.candidate))
        .map(|candidate| candidate.numbers().collect())
        .collect();
    Support::count(cited.iter().map(Vec::as_slice), context.numbers)
}

/// The citations by raised numbers in `text`, in order, unresolved; one marker per number or range.
///
/// Every number of every marker is in `context.numbers`. Meant for papers whose style is known to
/// be this one: elsewhere a few numbers may be taken for citations. The cost is linear in the
/// length of the text.
#[must_use]
pub fn find(text: &str, context: &SuperscriptContext<'_>) -> Vec<Citation> {
    let (candidates, chosen) = citations(text, context);
    let mut found = named_references(text, context.skip, context.numbers);
    for citation in &mut found {
        citation.style = CitationStyle::Superscript;
    }
    found.extend(chosen.into_iter().filter_map(|(chosen, score)| {
        Some(citation(text, candidates.get(chosen.candidate)?, score))
    }));
    found.sort_by_key(|citation| (citation.span.start, citation.span.end));
    found.dedup_by(|next, kept| next.span.overlaps(kept.span));
    found
}

/// All candidates, and those chosen with their log odds.
fn citations(text: &str, context: &SuperscriptContext<'_>) -> (Vec<Candidate>, Vec<(Chosen, f32)>) {
    let candidates = candidate::candidates(text, context.skip, context.numbers);
    let words = WordCounts::new(text, &candidates);
    let own: Vec<f32> =
        candidates.iter().map(|candidate| context::score(text, candidate, &words)).collect();
    let ordered = is_ordered(&candidates, &own, context.numbers);
    let first = order::choose(&candidates, &own, ordered);
    let priors = Priors::learn(&candidates, &own, &first, ordered);
    let scores: Vec<f32> = candidates
        .iter()
        .zip(&own)
        .map(|(candidate, own)| own + priors.of(candidate.place))
        .collect();
    let chosen = order::choose(&candidates, &scores, ordered);
    let scored = chosen
        .into_iter()
        .map(|chosen| (chosen, scores.get(chosen.candidate).copied().unwrap_or(0.0)))
        .collect();
    (candidates, scored)
}

/// With more candidates than any paper has, their order is not looked at.
const MOST_ORDERED: usize = 100_000;

/// Whether the references are numbered in the order of citation, as the surest candidates show.
fn is_ordered(candidates: &[Candidate], own: &[f32], numbers: &ReferenceNumbers) -> bool {
    let cited: Vec<Vec<u32>> = candidates
        .iter()
        .zip(own)
        .filter(|(candidate, own)| **own >= 2.0 && !candidate.place.is_spaced())
        .map(|(candidate, _)| candidate.numbers().collect())
        .collect();
    let support = Support::count(cited.iter().map(Vec::as_slice), numbers);
    candidates.len() <= MOST_ORDERED && (support.numbers < 8 || support.order() >= 0.62)
}

/// Log odds by place, learned from a paper.
#[derive(Clone, Copy, Debug)]
struct Priors([f32; Place::ALL.len()]);

impl Priors {
    /// Learns where this paper's citations stand from a first choice: each place is weighed by its
    /// share of the numbers that came next in order (or of all chosen, in other lists).
    fn learn(candidates: &[Candidate], own: &[f32], chosen: &[Chosen], ordered: bool) -> Self {
        let mut weight = [0.0f32; Place::ALL.len()];
        for chosen in chosen {
            let Some(candidate) = candidates.get(chosen.candidate) else { continue };
            let sure = own.get(chosen.candidate).is_some_and(|own| *own > 0.5);
            if if ordered { chosen.new > 0 } else { sure } {
                weight[candidate.place as usize] += 1.0;
            }
        }
        let total: f32 = weight.iter().sum();
        let share = |places: [Place; 2]| {
            places.iter().map(|place| weight[*place as usize]).sum::<f32>() / total.max(1.0)
        };
        let fused = share([Place::Word, Place::Mark]);
        let words = share([Place::Word, Place::Word]) / 2.0;
        let spaced = share([Place::SpacedWord, Place::SpacedMark]);
        let mut priors = [0.0; Place::ALL.len()];
        for place in Place::ALL {
            priors[place as usize] = match place {
                Place::SpacedWord | Place::SpacedMark if spaced > 0.6 => 1.6,
                Place::SpacedWord | Place::SpacedMark if spaced > 0.3 => 0.6,
                Place::SpacedWord | Place::SpacedMark if spaced > 0.12 => -0.8,
                Place::SpacedWord | Place::SpacedMark => -3.0,
                Place::Word if fused < 0.2 && total >= 5.0 => -2.0,
                Place::Word if words > 0.4 && total >= 5.0 => 1.0,
                Place::Mark | Place::Digit if fused < 0.1 && total >= 5.0 => -0.8,
                _ => 0.0,
            };
        }
        Self(priors)
    }

    fn of(&self, place: Place) -> f32 {
        self.0[place as usize]
    }
}

fn citation(text: &str, candidate: &Candidate, score: f32) -> Citation {
    let names = names_before(text, candidate.span.start);
    let start = names.map_or(candidate.span.start, |names| names.start);
    let confidence = (1.0 / (1.0 + (-score - 1.0).exp())).clamp(0.05, 0.97);
    let markers = candidate
        .parts
        .iter()
        .map(|part| Marker {
            span: part.span,
            authors: Vec::new(),
            et_al: false,
            year: None,
            numbers: part.numbers.clone(),
            prefix: None,
            locator: None,
            resolution: Resolution::Unresolved,
            confidence,
        })
        .collect();
    Citation {
        span: Span::new(start, candidate.span.end),
        style: CitationStyle::Superscript,
        narrative: names.is_some(),
        markers,
    }
}

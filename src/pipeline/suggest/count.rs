//! The figures of candidates, counted in the whole corpus as patterns of a codebook.

use super::super::study::Study;
use super::Suggesting;
use crate::codebook::of_pattern;
use crate::error::Result;
use crate::extract::theme::{MatchOptions, Matcher};
use crate::model::{Codebook, Pattern, Theme};
use crate::query::suggest::{Candidate, CandidateFigures, OwnMentions, Proof, SuggestingTheme};

/// A candidate with what it has to show, and its figures.
pub(super) type Counted = ((Candidate, Proof), CandidateFigures);

impl Study {
    /// Counts candidates; those that are no patterns of the language of codebooks fall away.
    pub(super) fn count_candidates(
        &self,
        asked: &Suggesting<'_>,
        own: &OwnMentions,
        themes: &[SuggestingTheme],
        candidates: Vec<(Candidate, Proof)>,
    ) -> Result<Vec<Counted>> {
        let mut kept = Vec::with_capacity(candidates.len());
        let mut codes = Vec::with_capacity(candidates.len());
        for (candidate, proof) in candidates {
            let theme = themes.iter().find(|known| known.theme == candidate.theme);
            let parsed =
                theme.map(|known| of_pattern(&candidate.pattern, known.stemming, known.matching));
            let Some(Ok(Codebook { themes: parsed, .. })) = parsed else { continue };
            let language = theme.and_then(|known| known.language);
            let patterns = parsed.into_iter().flat_map(|theme| theme.include);
            let include = patterns.map(|pattern| Pattern { language, ..pattern });
            codes.push(Theme {
                include: include.collect(),
                exclude: exclusions(asked.codebook, candidate.theme as usize),
                ..Theme::new("candidate", codes.len())
            });
            kept.push((candidate, proof));
        }
        let one_each =
            Codebook { title: None, themes: codes, lists: Vec::new(), fingerprint: String::new() };
        let matcher = Matcher::new(&one_each)?;
        let raised = raised(asked, own, self.papers().len());
        let below = |theme: u32| {
            let theme = asked.codebook.themes.get(theme as usize);
            theme.map_or(0, |theme| u32::try_from(theme.end).unwrap_or(u32::MAX))
        };
        let start = || vec![CandidateFigures::default(); kept.len()];
        let (parts, _) =
            self.fold_mentions(&matcher, MatchOptions::default(), start, |all, place| {
                let number = place.theme as usize;
                let (Some(figures), Some((candidate, _))) = (all.get_mut(number), kept.get(number))
                else {
                    return;
                };
                if !asked.selection.contains(place.document, place.section) {
                    return;
                }
                let own = own.in_sentence(place.document, place.sentence);
                let in_theme = raised
                    .get(candidate.theme as usize)
                    .is_some_and(|papers| papers.binary_search(&place.document).is_ok());
                let range = (candidate.theme, below(candidate.theme));
                figures.add(&place, own, range, in_theme);
            })?;
        let mut all = vec![CandidateFigures::default(); kept.len()];
        for part in parts {
            for (sum, part) in all.iter_mut().zip(part) {
                sum.merge(part);
            }
        }
        Ok(kept.into_iter().zip(all).collect())
    }
}

/// What a theme excludes, with the themes above it.
fn exclusions(codebook: &Codebook, theme: usize) -> Vec<Pattern> {
    let mut all = Vec::new();
    let mut next = Some(theme);
    while let Some(theme) = next.and_then(|place| codebook.themes.get(place)) {
        all.extend_from_slice(&theme.exclude);
        next = theme.parent;
    }
    all
}

/// For each theme the documents that raise it, ascending.
fn raised(asked: &Suggesting<'_>, own: &OwnMentions, documents: usize) -> Vec<Vec<u32>> {
    let mut raised: Vec<Vec<u32>> = vec![Vec::new(); asked.codebook.themes.len()];
    for mention in own.all().iter().filter(|mention| (mention.document as usize) < documents) {
        if let Some(papers) = raised.get_mut(mention.theme as usize)
            && papers.last() != Some(&mention.document)
        {
            papers.push(mention.document);
        }
    }
    raised
}

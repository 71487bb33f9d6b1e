//! Patterns that the themes of a codebook may lack: the shortlist from a sample of sentences, then the
//! figures from the whole corpus.

mod count;
mod examples;
mod gather;

pub(super) use gather::is_cited;

use std::collections::BTreeSet;

use super::study::{Coding, Study};
use crate::error::Result;
use crate::model::Codebook;
use crate::model::inverted::InvertedIndex as _;
use crate::parallel::map_in_order;
use crate::query::Selection;
use crate::query::suggest::{
    Candidate, Classes, OwnMention, OwnMentions, Proof, SuggestOptions, SuggestingTheme,
    Suggestion, SuggestionKind, Suggestions, ThemeSize, VariantFinder, ranked, shortlist,
};

/// Most sentences of one theme that the shortlist is made from; of more, every so many are taken.
const MOST_SENTENCES: usize = 20_000;

/// How many times as many candidates as are wanted have their examples read, since some turn out to
/// stand in citations.
const SPARE: usize = 2;

/// What is asked, and of what.
pub struct Suggesting<'a> {
    /// The codebook.
    pub codebook: &'a Codebook,
    /// Its mentions in the papers.
    pub coding: &'a Coding,
    /// The papers and sections that count.
    pub selection: &'a Selection,
    /// Places of the themes that patterns are sought for.
    pub themes: &'a [usize],
    /// Which candidates are wanted.
    pub options: &'a SuggestOptions,
}

impl Study {
    /// Patterns that the themes may lack, by theme, kind and rank.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn suggest(&self, asked: &Suggesting<'_>) -> Result<Suggestions> {
        let own = self.own_mentions(asked);
        let mut themes: Vec<SuggestingTheme> =
            asked.themes.iter().map(|&theme| SuggestingTheme::new(asked.codebook, theme)).collect();
        let sizes = self.sizes(asked, &own, &mut themes)?;
        let mut candidates = self.shortlists(asked, &own, &themes)?;
        candidates.extend(self.variants(asked, &themes)?);
        candidates.sort_by(|(a, _), (b, _)| {
            (a.theme, a.kind, &a.pattern).cmp(&(b.theme, b.kind, &b.pattern))
        });
        let counted = self.count_candidates(asked, &own, &themes, candidates)?;
        let rows = counted.into_iter().filter_map(|(candidate, figures)| {
            let theme = candidate.0.theme;
            let place = themes.iter().position(|known| known.theme == theme)?;
            let of = candidate.0.of.and_then(|of| asked.coding.places.get(of as usize));
            let places = of.copied().unwrap_or_default();
            Suggestion::new(candidate, figures, sizes.get(place)?, places, asked.options)
        });
        let rows = ranked(rows.collect(), asked.options, SPARE);
        let rows = self.with_examples(rows)?;
        let themes = asked.codebook.themes.iter().map(|theme| theme.path.clone()).collect();
        let patterns =
            asked.codebook.patterns().map(|(_, pattern)| pattern.source.clone()).collect();
        Ok(Suggestions { rows, themes, patterns }.limited(asked.options.limit))
    }

    fn own_mentions(&self, asked: &Suggesting<'_>) -> OwnMentions {
        let counts = asked.coding.mentions.iter().filter(|mention| {
            !mention.union && asked.selection.contains(mention.document, mention.section)
        });
        let own = counts.map(|mention| OwnMention {
            document: mention.document,
            sentence: mention.sentence,
            first: mention.first_token,
            end: mention.end_token,
            theme: mention.theme,
        });
        OwnMentions::new(own, self.papers().len())
    }

    /// Gives each theme its sentences, and returns the sizes that its figures are compared with.
    fn sizes(
        &self,
        asked: &Suggesting<'_>,
        own: &OwnMentions,
        themes: &mut [SuggestingTheme],
    ) -> Result<Vec<ThemeSize>> {
        let mut sizes = vec![ThemeSize::default(); themes.len()];
        let mut place_of = vec![None; asked.codebook.themes.len()];
        for (place, theme) in themes.iter().enumerate() {
            if let Some(known) = place_of.get_mut(theme.theme as usize) {
                *known = Some(place);
            }
        }
        for mentions in own.all().chunk_by(|a, b| a.document == b.document) {
            let Some(first) = mentions.first() else { continue };
            let document = first.document as usize;
            let starts = self.sentence_tokens(document)?;
            let end = self.papers().get(document).map_or(0, |paper| paper.facts.tokens);
            let mut seen = BTreeSet::new();
            for mention in mentions {
                let Some(place) = place_of.get(mention.theme as usize).copied().flatten() else {
                    continue;
                };
                let (Some(size), Some(theme)) = (sizes.get_mut(place), themes.get_mut(place))
                else {
                    continue;
                };
                size.mentions += 1;
                size.papers += u64::from(seen.insert((mention.theme, None)));
                if seen.insert((mention.theme, Some(mention.sentence))) {
                    let sentence = mention.sentence as usize;
                    let start = starts.get(sentence).copied().unwrap_or(end);
                    let next = starts.get(sentence + 1).copied().unwrap_or(end);
                    size.target_tokens += u64::from(next.saturating_sub(start));
                    theme.sentences.push((mention.document, mention.sentence));
                }
            }
        }
        for (theme, size) in themes.iter_mut().zip(&mut sizes) {
            for (place, document) in self.facts().documents.iter().enumerate() {
                let sections = asked.selection.sections(place);
                if sections.is_empty() || !theme.covers(document.metadata.language) {
                    continue;
                }
                size.all_papers += 1;
                let tokens = |kind| document.tokens.get(kind as usize).copied().unwrap_or(0);
                size.tokens += sections.iter().map(tokens).sum::<u64>();
            }
            theme.tokens = size.tokens;
            theme.step = theme.sentences.len().div_ceil(MOST_SENTENCES).max(1);
            theme.sentences = theme.sentences.iter().step_by(theme.step).copied().collect();
        }
        Ok(sizes)
    }

    /// The terms and words of the themes' sentences that may be patterns.
    fn shortlists(
        &self,
        asked: &Suggesting<'_>,
        own: &OwnMentions,
        themes: &[SuggestingTheme],
    ) -> Result<Vec<(Candidate, Proof)>> {
        let wants = |kind| asked.options.kinds.contains(&kind);
        if !(wants(SuggestionKind::Term)
            || wants(SuggestionKind::Collocate)
            || wants(SuggestionKind::Keyword))
        {
            return Ok(Vec::new());
        }
        let (sample, background) = self.gather(asked.selection, themes)?;
        let key = |theme: &SuggestingTheme| (theme.language, theme.matching, theme.stemming);
        let mut classes: Vec<(_, Classes)> = Vec::new();
        for theme in themes {
            if !classes.iter().any(|(known, _)| *known == key(theme)) {
                classes.push((key(theme), Classes::new(&sample.lexicon, theme)));
            }
        }
        let found = map_in_order(themes, self.jobs(), |_, theme| {
            let known = classes.iter().find(|(known, _)| *known == key(theme));
            let Some((_, classes)) = known else { return Vec::new() };
            let language = |place: u32| {
                let sentence = sample.sentences.get(place as usize);
                let document = sentence.map_or(u32::MAX, |sentence| sentence.document);
                let facts = self.facts().documents.get(document as usize);
                facts.and_then(|facts| facts.metadata.language)
            };
            let background: Vec<u32> =
                background.iter().copied().filter(|&place| theme.covers(language(place))).collect();
            let mentions = |document, sentence| {
                let all = own.in_sentence(document, sentence).iter();
                let of_theme = all.filter(|mention| mention.theme == theme.theme);
                of_theme.map(|mention| (mention.first, mention.end)).collect()
            };
            shortlist(&sample, classes, theme, &background, &mentions, asked.options)
        });
        // What terms and words have to show depends on their kind alone.
        Ok(found.into_iter().flatten().map(|candidate| (candidate, Proof::Occurs)).collect())
    }

    /// Other spellings and forms of the words of the themes' patterns among the types of the index.
    fn variants(
        &self,
        asked: &Suggesting<'_>,
        themes: &[SuggestingTheme],
    ) -> Result<Vec<(Candidate, Proof)>> {
        let wants = |kind| asked.options.kinds.contains(&kind);
        if !(wants(SuggestionKind::Variant) || wants(SuggestionKind::Inflection)) {
            return Ok(Vec::new());
        }
        let mut finder = VariantFinder::new(asked.codebook, themes);
        for segment in self.corpus().segments() {
            segment.visit_types("", &mut |norm, _| finder.visit(norm))?;
        }
        Ok(finder.candidates())
    }
}

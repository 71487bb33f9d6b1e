//! Single words of a theme's sentences.

use rustc_hash::FxHashMap;

use super::sample::{NO_WORD, Sample, SampleSentence};
use super::theme::{Classes, Role, SuggestingTheme, ThemeSentence, usual_forms, written};
use super::{Candidate, SuggestOptions, SuggestionKind, WINDOW};
use crate::stats::association::log_dice;
use crate::stats::contingency::Contingency;
use crate::stats::log_likelihood::signed_g2;

/// How many words are counted in the whole corpus for each that is wanted, and how many besides.
const SPARE: (usize, usize) = (3, 20);

/// Fewest letters of a word that is suggested alone.
const SHORTEST: usize = 3;

#[derive(Clone, Copy, Default)]
struct Seen {
    count: u64,
    /// Of these near a mention.
    near: u64,
    papers: u64,
    last_document: Option<u32>,
}

/// The words with the highest G² in the theme's sentences, and those with the highest logDice near its
/// mentions, by the sample.
pub(super) fn word_candidates(
    sample: &Sample,
    classes: &Classes,
    theme: &SuggestingTheme,
    sentences: &[ThemeSentence<'_>],
    background: &[&SampleSentence],
    options: &SuggestOptions,
) -> Vec<Candidate> {
    let (seen, target) = seen_words(classes, sentences);
    let mut elsewhere: FxHashMap<u32, u64> = FxHashMap::default();
    let mut reference = 0;
    for sentence in background {
        for &word in &sentence.words {
            reference += 1;
            *elsewhere.entry(classes.class(word)).or_default() += 1;
        }
    }
    let mentions: u64 = sentences.iter().map(|sentence| sentence.mentions.len() as u64).sum();
    let step = theme.step as u64;
    let mut rated: Vec<(u32, f64, f64)> = seen
        .into_iter()
        .filter(|(class, seen)| {
            classes.role(*class) == Role::Content
                && sample.lexicon.norm(*class).chars().count() >= SHORTEST
                && seen.count * step >= options.minimum.min(2)
                && seen.papers >= options.papers.min(2)
        })
        .filter_map(|(class, seen)| {
            let other = elsewhere.get(&class).copied().unwrap_or_default();
            let table = Contingency::of_corpora(seen.count, target, other, reference)?;
            // The frequency in all papers, as far as the sample tells, at the scale of the sentences.
            let scaled = u128::from(other) * u128::from(theme.tokens / step.max(1));
            let all = u64::try_from(scaled / u128::from(reference.max(1))).unwrap_or(u64::MAX);
            let all = all.max(seen.count);
            let common = seen.near.min(mentions);
            let near = Contingency::new(common, mentions, all, all.saturating_add(mentions));
            let dice = near.and_then(|table| log_dice(&table)).unwrap_or(f64::NEG_INFINITY);
            let g2 = signed_g2(&table);
            (g2 > 0.0).then_some((class, g2, dice))
        })
        .collect();
    let norm = |class: u32| sample.lexicon.norm(class);
    let chosen = best(&mut rated, options.limit, norm);
    let sought = chosen.iter().map(|&class| vec![class]).collect();
    let forms = usual_forms(sample, classes, sentences, sought);
    let word = |class: u32| forms.get(&[class][..]).and_then(|form| form.first()).copied();
    let candidate = |class: u32| Candidate {
        theme: theme.theme,
        pattern: written(norm(word(class).unwrap_or(class))),
        kind: SuggestionKind::Keyword,
        c_value: None,
        of: None,
        distance: None,
    };
    chosen.into_iter().map(candidate).collect()
}

/// Of classes with G² and logDice those that are best by either.
fn best<'a>(
    rated: &mut [(u32, f64, f64)],
    limit: usize,
    norm: impl Fn(u32) -> &'a str,
) -> Vec<u32> {
    let count = limit.saturating_mul(SPARE.0).saturating_add(SPARE.1);
    rated.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| norm(a.0).cmp(norm(b.0))));
    let mut chosen: Vec<u32> = rated.iter().take(count).map(|&(class, ..)| class).collect();
    rated.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| norm(a.0).cmp(norm(b.0))));
    chosen.extend(rated.iter().take(count).map(|&(class, ..)| class));
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// The classes in the theme's sentences outside of its mentions, and the number of all tokens there.
fn seen_words(classes: &Classes, sentences: &[ThemeSentence<'_>]) -> (FxHashMap<u32, Seen>, u64) {
    let mut words: FxHashMap<u32, Seen> = FxHashMap::default();
    let mut tokens = 0;
    for ThemeSentence { sentence, mentions } in sentences {
        for (place, &word) in (0..).zip(&sentence.words) {
            tokens += 1;
            let inside = mentions.iter().any(|&(start, end)| (start..end).contains(&place));
            let class = classes.class(word);
            if inside || class == NO_WORD {
                continue;
            }
            let near = mentions
                .iter()
                .any(|&(start, end)| place + WINDOW >= start && place < end.saturating_add(WINDOW));
            let seen = words.entry(class).or_default();
            seen.count += 1;
            seen.near += u64::from(near);
            seen.papers += u64::from(seen.last_document != Some(sentence.document));
            seen.last_document = Some(sentence.document);
        }
    }
    (words, tokens)
}

//! Terms of several words in a theme's sentences.

use rustc_hash::FxHashMap;

use super::sample::Sample;
use super::theme::{Classes, Role, SuggestingTheme, ThemeSentence, usual_forms, written};
use super::{Candidate, SuggestOptions, SuggestionKind};
use crate::stats::c_value::c_values;

/// Most words of a term.
const LONGEST: usize = 5;

/// How many terms are counted in the whole corpus for each that is wanted, and how many besides.
const SPARE: (usize, usize) = (4, 40);

/// The terms of the highest C-value in the theme's sentences.
pub(super) fn term_candidates(
    sample: &Sample,
    classes: &Classes,
    theme: &SuggestingTheme,
    sentences: &[ThemeSentence<'_>],
    options: &SuggestOptions,
) -> Vec<Candidate> {
    let fewest = options.minimum.div_ceil(theme.step as u64).max(2);
    let mut terms: Vec<(Vec<u32>, u64)> = count_terms(classes, sentences)
        .into_iter()
        .filter(|(_, (count, papers, _))| *count >= fewest && *papers >= options.papers.min(2))
        .map(|(term, (count, ..))| (term, count))
        .collect();
    terms.sort_unstable();
    let values = c_values(&terms);
    let mut rated: Vec<(&[u32], f64)> =
        terms.iter().map(|(term, _)| term.as_slice()).zip(values).collect();
    rated.retain(|(_, value)| *value > 0.0);
    // The places of words in the lexicon follow the sample's order, which is that of the papers.
    rated.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    rated.truncate(options.limit.saturating_mul(SPARE.0).saturating_add(SPARE.1));
    let step = theme.step;
    let sought = rated.iter().map(|(term, _)| term.to_vec()).collect();
    let forms = usual_forms(sample, classes, sentences, sought);
    let candidates = rated.into_iter().map(|(term, value)| {
        let words = forms.get(term).map_or(term, Vec::as_slice);
        let words: Vec<String> =
            words.iter().map(|&word| written(sample.lexicon.norm(word))).collect();
        Candidate {
            theme: theme.theme,
            pattern: words.join(" "),
            kind: SuggestionKind::Term,
            c_value: Some(value * f64::from(u32::try_from(step).unwrap_or(u32::MAX))),
            of: None,
            distance: None,
        }
    });
    candidates.collect()
}

/// For each term its frequency, its papers, and the document counted last.
type TermCounts = FxHashMap<Vec<u32>, (u64, u64, u32)>;

/// Counts all sequences of classes that may be terms.
fn count_terms(classes: &Classes, sentences: &[ThemeSentence<'_>]) -> TermCounts {
    let mut counts: TermCounts = FxHashMap::default();
    for ThemeSentence { sentence, .. } in sentences {
        let words: Vec<u32> = sentence.words.iter().map(|&word| classes.class(word)).collect();
        for start in 0..words.len() {
            for length in 2..=LONGEST {
                let Some(term) = words.get(start..start + length) else { break };
                let parted = sentence.parted.get(start + length - 1).copied().unwrap_or(false);
                if parted || !may_go_on(classes, term) {
                    break;
                }
                if !is_term(classes, term) {
                    continue;
                }
                match counts.get_mut(term) {
                    Some((count, papers, last)) => {
                        *count += 1;
                        *papers += u64::from(*last != sentence.document);
                        *last = sentence.document;
                    }
                    None => {
                        counts.insert(term.to_vec(), (1, 1, sentence.document));
                    }
                }
            }
        }
    }
    counts
}

/// Whether a term may begin with these words: it begins with a word, and has none that it cannot hold.
fn may_go_on(classes: &Classes, words: &[u32]) -> bool {
    let begins = words.first().map(|&class| classes.role(class));
    matches!(begins, Some(Role::Content | Role::Name))
        && words.iter().all(|&class| classes.role(class) != Role::None)
}

/// Whether the words end a term: with a word, after two linking ones at most, not all of them names.
fn is_term(classes: &Classes, words: &[u32]) -> bool {
    let roles = || words.iter().map(|&class| classes.role(class));
    let linking = roles().filter(|&role| role == Role::Linking).count();
    let ends = words.last().map(|&class| classes.role(class));
    matches!(ends, Some(Role::Content | Role::Name))
        && linking <= 2
        && roles().any(|role| role == Role::Content)
}

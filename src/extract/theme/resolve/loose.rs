//! Words that are compared after both sides are folded further.
//!
//! A type that folds to something that begins with `exp` begins so itself, or it parts from `exp` at a
//! character beyond ASCII (`éxp…`, `eẋp…`): such types are few, and lie together in the dictionary
//! for each beginning (nothing, `e`, `ex`). A spelling changes a type from some letter on, and only types
//! that begin as the word does before that are tried.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Test, WordSet, glob_prefix, stem_prefixes};
use crate::model::{Folding, Word};
use crate::text::{fold_diacritics, fold_spelling, prefix_before_spelling};

/// A norm or glob, folded further.
pub(super) fn fold(norm: &str, folding: Folding) -> String {
    let plain = if folding.diacritics { fold_diacritics(norm) } else { norm.into() };
    if folding.spelling { fold_spelling(&plain) } else { plain.into_owned() }
}

impl WordSet {
    /// Adds the word `index` for types that fit it once both are folded.
    pub(super) fn add_loose(&mut self, index: usize, word: &Word, folding: Folding) {
        let (test, prefixes) = match word {
            Word::Exact(norm) => {
                let folded = fold(norm, folding);
                (Test::Exact(folded.clone()), vec![folded])
            }
            Word::Wildcard(glob) => {
                let folded = fold(glob, folding);
                let prefix = glob_prefix(&folded).to_owned();
                (Test::Wildcard(folded.chars().collect()), vec![prefix])
            }
            Word::Stem { norm, language } => {
                let folded = fold(norm, folding);
                match self.stemmer(*language) {
                    Some(place) => {
                        let stem = self
                            .stemmers
                            .get(place)
                            .map_or_else(|| folded.clone(), |stemmer| stemmer.stem(&folded).into());
                        let prefixes = stem_prefixes(&stem, *language);
                        (Test::Stem(place, stem), prefixes)
                    }
                    None => (Test::Exact(folded.clone()), vec![folded]),
                }
            }
            _ => return,
        };
        let before =
            |prefix| if folding.spelling { prefix_before_spelling(prefix) } else { prefix };
        let prefixes: BTreeSet<&str> = prefixes.iter().map(|prefix| before(prefix)).collect();
        let test = Test::Loose(folding, Box::new(test));
        if folding.diacritics {
            let starts = |prefix: &str| -> Vec<String> {
                prefix.char_indices().map(|(end, _)| prefix.split_at(end).0.to_owned()).collect()
            };
            let marked: BTreeSet<String> =
                prefixes.iter().flat_map(|prefix| starts(prefix)).collect();
            for prefix in marked {
                self.marked_scans.entry(prefix).or_default().push((index, test.clone()));
            }
        }
        for prefix in prefixes {
            self.scan(prefix.to_owned(), index, test.clone());
        }
    }

    /// Whether a folded type passes a test; its stem is computed once for each language.
    pub(super) fn passes_folded(&self, test: &Test, folded: &mut Folded<'_>) -> bool {
        let Test::Stem(place, stem) = test else { return self.passes(test, &folded.norm) };
        if folded.stem.as_ref().is_none_or(|(known, _)| known != place) {
            let stemmer = self.stemmers.get(*place);
            folded.stem = stemmer.map(|known| (*place, known.stem(&folded.norm).into_owned()));
        }
        folded.stem.as_ref().is_some_and(|(_, found)| found == stem)
    }
}

/// A type, folded further, with its stem once that was asked for.
pub(super) struct Folded<'a> {
    pub(super) folding: Folding,
    norm: Cow<'a, str>,
    stem: Option<(usize, String)>,
}

impl<'a> Folded<'a> {
    pub(super) fn new(norm: &'a str, folding: Folding) -> Self {
        // What is plain already has nothing to lose.
        let norm = if norm.is_ascii() && !folding.spelling {
            Cow::Borrowed(norm)
        } else {
            Cow::Owned(fold(norm, folding))
        };
        Self { folding, norm, stem: None }
    }
}

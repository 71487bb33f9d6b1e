//! Words that are compared after both sides are folded further.
//!
//! Any type can lose diacritics, so that the whole dictionary is read. A spelling changes a type from
//! some letter on, and only types that begin as the word does before that are tried.

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
        let mut prefixes: Vec<&str> = prefixes
            .iter()
            .map(|prefix| if folding.diacritics { "" } else { prefix_before_spelling(prefix) })
            .collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        for prefix in prefixes {
            self.scan(prefix.to_owned(), index, Test::Loose(folding, Box::new(test.clone())));
        }
    }
}

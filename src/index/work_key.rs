//! Keys under which the works that a paper cites are indexed: `porter 1990`.
//!
//! A key is the first author's family name, case-folded and without diacritics, and the year. It is a
//! way to papers, not an identity: two works of one author and year share it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::Reference;
use crate::text::normalize;

/// The keys of the works in a bibliography, sorted, each once.
pub(super) fn keys(references: &[Reference]) -> Vec<String> {
    let mut keys: Vec<String> = references.iter().filter_map(key).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn key(reference: &Reference) -> Option<String> {
    let author = reference.fields.authors.first()?;
    let year = reference.fields.year.as_ref()?.value?;
    Some(folded(&format!("{} {year}", author.family)))
}

/// A name and year as typed, in the form of a key.
pub(super) fn folded(name: &str) -> String {
    let mut key = String::new();
    for word in name.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c) && c != '\'') {
        let mut norm = String::new();
        normalize(word, &mut norm);
        let plain: String = norm.nfd().filter(|&c| !is_combining_mark(c)).collect();
        if !plain.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(&plain);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_fold_case_diacritics_and_punctuation() {
        assert_eq!(folded("  Pérez-Núñez, 2010 "), "perez nunez 2010");
        assert_eq!(folded("van der Berg 1999"), folded("Van Der Berg, 1999"));
    }
}

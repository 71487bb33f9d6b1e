//! The words that the rules of sentence ends know: abbreviations by class, and a few other lists.
//!
//! The lists are a data file beside the code, `data/abbreviations.txt`, which explains itself. They
//! are ours, written from usage in English, German, French, Spanish, Portuguese and Indonesian
//! papers; one list serves all languages, since papers cite across languages.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// What may follow the stop of an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// The sentence goes on, whatever follows.
    Never,
    /// The sentence goes on where a number or a label follows.
    Number,
    /// The sentence may end, and does where a capital follows.
    End,
    /// The sentence ends only where a word that usually opens one follows.
    Strict,
}

#[derive(Default)]
pub(super) struct Lists {
    classes: FxHashMap<&'static str, Class>,
    labels: FxHashSet<&'static str>,
    starters: FxHashSet<&'static str>,
    naming: FxHashSet<&'static str>,
    verbs: FxHashSet<&'static str>,
    months: FxHashSet<&'static str>,
}

static LISTS: LazyLock<Lists> =
    LazyLock::new(|| Lists::parse(include_str!("../data/abbreviations.txt")));

impl Lists {
    /// The lists of the data file.
    pub(super) fn get() -> &'static Self {
        &LISTS
    }

    fn parse(data: &'static str) -> Self {
        let mut lists = Self::default();
        for line in data.lines() {
            let mut words = line.split_whitespace();
            let set = match words.next() {
                Some("label") => &mut lists.labels,
                Some("starter") => &mut lists.starters,
                Some("naming") => &mut lists.naming,
                Some("verb") => &mut lists.verbs,
                Some("month") => &mut lists.months,
                Some(name) => {
                    let class = match name {
                        "never" => Class::Never,
                        "number" => Class::Number,
                        "end" => Class::End,
                        "strict" => Class::Strict,
                        _ => continue,
                    };
                    for word in words {
                        lists.classes.entry(word).or_insert(class);
                    }
                    continue;
                }
                None => continue,
            };
            set.extend(words);
        }
        lists
    }

    /// The class of a lower-case word without its last stop. Letters with stops between them that
    /// the list does not have: small ones are taken for a connective, capitals for a name.
    pub(super) fn class(&self, lower: &str, capitals: bool) -> Option<Class> {
        if let Some(class) = self.listed(lower) {
            return Some(class);
        }
        let letters = lower.contains('.')
            && lower.split('.').all(|part| {
                let mut chars = part.chars();
                chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
            });
        letters.then_some(if capitals { Class::Strict } else { Class::Never })
    }

    /// The class of a lower-case word that the list has.
    pub(super) fn listed(&self, lower: &str) -> Option<Class> {
        self.classes.get(lower).copied()
    }

    /// Whether things of this name bear a number or a letter.
    pub(super) fn is_label(&self, lower: &str) -> bool {
        self.labels.contains(lower)
    }

    /// Whether the word usually opens a sentence.
    pub(super) fn is_starter(&self, lower: &str) -> bool {
        self.starters.contains(lower)
    }

    /// Whether a person may be named after the word.
    pub(super) fn is_naming(&self, lower: &str) -> bool {
        self.naming.contains(lower)
    }

    /// Whether the word is a finite verb.
    pub(super) fn is_verb(&self, lower: &str) -> bool {
        self.verbs.contains(lower)
    }

    /// Whether the word follows an ordinal number with a stop, in German.
    pub(super) fn follows_ordinal(&self, lower: &str) -> bool {
        self.months.contains(lower)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_file_has_no_line_of_an_unknown_kind() {
        let kinds = [
            "never", "number", "end", "strict", "label", "starter", "naming", "verb", "month", "#",
        ];
        for line in include_str!("../data/abbreviations.txt").lines() {
            if let Some(first) = line.split_whitespace().next() {
                assert!(kinds.contains(&first), "{line}");
            }
        }
    }

    #[test]
    fn lettered_abbreviations_have_a_class_of_their_own() {
        let lists = Lists::get();
        assert_eq!(lists.class("e.g", false), Some(Class::Never));
        assert_eq!(lists.class("u.s", true), Some(Class::Strict));
        assert_eq!(lists.class("w.h.o", true), Some(Class::Strict));
        assert_eq!(lists.class("market", false), None);
        assert_eq!(lists.class("3.5", false), None);
    }
}

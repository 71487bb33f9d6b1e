//! From the words of patterns to the types of one dictionary.
//!
//! Exact words are looked up. The others share passes over parts of the dictionary: a wildcard or
//! regular expression is tried on the types that begin as it does, a stem on those that can have it.
//!
//! **Stems.** A suffix-stripping stemmer leaves the beginning of a word alone, so types with a given
//! stem begin like the stem, but for its last letters (English `happi` is the stem of `happy`) and
//! for marks that the stemmer removes (German `haus` of `Häuser`). [`stem_prefixes`] says how they can
//! begin. Few irregular forms break the rule and are tried by name. For languages whose stemmers do
//! more than that (Arabic, Finnish, Greek, Hungarian, Romanian, Tamil, Turkish) the whole dictionary
//! is read. A test holds all this against stemming every type.

mod loose;

use std::borrow::Cow;
use std::collections::BTreeMap;

use regex::Regex;

use crate::codebook::pattern::compile_regex;
use crate::error::{CodebookError, Mistake, MistakeKind, Result};
use crate::model::inverted::InvertedIndex;
use crate::model::{Folding, Language, Word};
use crate::text::Stemmer;
use loose::{Folded, fold};

/// Words ready to be resolved on any dictionary.
#[derive(Debug)]
pub(super) struct WordSet {
    /// Exact norms with the word each belongs to.
    exact: Vec<(usize, String)>,
    /// Tests by the prefix of the types that they are tried on.
    scans: BTreeMap<String, Vec<(usize, Test)>>,
    /// Tests by the prefix of types that go on with a character beyond ASCII.
    marked_scans: BTreeMap<String, Vec<(usize, Test)>>,
    stemmers: Vec<Stemmer>,
    count: usize,
}

/// What a type has to look like.
#[derive(Clone, Debug)]
enum Test {
    /// A glob.
    Wildcard(Vec<char>),
    Regex(Box<Regex>),
    /// A stem by the stemmer at this place.
    Stem(usize, String),
    /// What a type has to look like when it is folded further.
    Loose(Folding, Box<Test>),
    Exact(String),
}

impl WordSet {
    /// Prepares `words`, each given by its alternatives.
    ///
    /// # Errors
    /// Where a regular expression cannot be compiled.
    pub(super) fn new(words: &[Vec<Word>]) -> Result<Self> {
        let mut set = Self {
            exact: Vec::new(),
            scans: BTreeMap::new(),
            marked_scans: BTreeMap::new(),
            stemmers: Vec::new(),
            count: words.len(),
        };
        for (index, all) in words.iter().enumerate() {
            for word in all {
                set.add(index, word)?;
            }
        }
        Ok(set)
    }

    fn add(&mut self, index: usize, word: &Word) -> Result<()> {
        match word {
            // Both are looked for by other means than a dictionary of norms.
            Word::Any | Word::Printed(_) => {}
            Word::Exact(norm) => self.exact.push((index, norm.clone())),
            Word::Wildcard(glob) => {
                let prefix = glob_prefix(glob);
                self.scan(prefix.to_owned(), index, Test::Wildcard(glob.chars().collect()));
            }
            Word::Regex(source) => {
                let regex = compile_regex(source).map_err(|error| bad_regex(source, &error))?;
                self.scan(regex_prefix(source), index, Test::Regex(Box::new(regex)));
            }
            Word::Stem { norm, language } => self.add_stem(index, norm, *language),
            Word::Loose { word, folding } => {
                self.add(index, word)?;
                self.add_loose(index, word, *folding);
            }
        }
        Ok(())
    }

    fn scan(&mut self, prefix: String, index: usize, test: Test) {
        self.scans.entry(prefix).or_default().push((index, test));
    }

    fn add_stem(&mut self, index: usize, norm: &str, language: Language) {
        let Some(place) = self.stemmer(language) else {
            return self.exact.push((index, norm.to_owned()));
        };
        let Some(stem) = self.stemmers.get(place).map(|stemmer| stemmer.stem(norm).into_owned())
        else {
            return;
        };
        for (form, irregular) in irregular_forms(language) {
            if *irregular == stem {
                self.exact.push((index, (*form).to_owned()));
            }
        }
        for prefix in stem_prefixes(&stem, language) {
            self.scan(prefix, index, Test::Stem(place, stem.clone()));
        }
    }

    /// The place of the stemmer for a language that has one.
    fn stemmer(&mut self, language: Language) -> Option<usize> {
        let known = self.stemmers.iter().position(|stemmer| stemmer.language() == language);
        known.or_else(|| {
            self.stemmers.push(Stemmer::new(language)?);
            Some(self.stemmers.len() - 1)
        })
    }

    /// The types of each word in the dictionary of `index`, ascending.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    pub(super) fn resolve<I: InvertedIndex + ?Sized>(
        &self,
        index: &I,
    ) -> Result<Vec<Vec<I::WordType>>> {
        let mut types: Vec<Vec<I::WordType>> = vec![Vec::new(); self.count];
        for (word, norm) in &self.exact {
            if let (Some(found), Some(types)) = (index.find_type(norm)?, types.get_mut(*word)) {
                types.push(found);
            }
        }
        for (prefix, tests) in &self.scans {
            index.visit_types(prefix, &mut |norm, word_type| {
                self.try_type(tests, norm, word_type, &mut types);
            })?;
        }
        for (prefix, tests) in &self.marked_scans {
            index.visit_marked_types(prefix, &mut |norm, word_type| {
                self.try_type(tests, norm, word_type, &mut types);
            })?;
        }
        for types in &mut types {
            types.sort_unstable();
            types.dedup();
        }
        Ok(types)
    }

    /// Tries all tests of one scan on one type, which is stemmed at most once for each language.
    fn try_type<T: Clone>(
        &self,
        tests: &[(usize, Test)],
        norm: &str,
        word_type: &T,
        types: &mut [Vec<T>],
    ) {
        let mut stemmed: Option<(usize, Cow<'_, str>)> = None;
        let mut folded: Option<Folded<'_>> = None;
        for (word, test) in tests {
            let passes = match test {
                Test::Stem(place, stem) => {
                    if stemmed.as_ref().is_none_or(|(known, _)| known != place)
                        && let Some(stemmer) = self.stemmers.get(*place)
                    {
                        stemmed = Some((*place, stemmer.stem(norm)));
                    }
                    stemmed.as_ref().is_some_and(|(_, found)| found == stem)
                }
                Test::Loose(folding, test) => {
                    let folded = match &mut folded {
                        Some(folded) if folded.folding == *folding => folded,
                        other => other.insert(Folded::new(norm, *folding)),
                    };
                    self.passes_folded(test, folded)
                }
                test => self.passes(test, norm),
            };
            if passes && let Some(types) = types.get_mut(*word) {
                types.push(word_type.clone());
            }
        }
    }

    fn passes(&self, test: &Test, norm: &str) -> bool {
        match test {
            Test::Wildcard(glob) => glob_matches(glob, norm),
            Test::Regex(regex) => regex.is_match(norm),
            Test::Exact(exact) => exact == norm,
            Test::Stem(place, stem) => {
                self.stemmers.get(*place).is_some_and(|stemmer| stemmer.stem(norm) == *stem)
            }
            Test::Loose(folding, test) => self.passes(test, &fold(norm, *folding)),
        }
    }
}

/// An expression that was checked when its codebook was read, or came in by another way.
fn bad_regex(source: &str, error: &regex::Error) -> CodebookError {
    let mistake = Mistake {
        line: 1,
        column: 1,
        kind: MistakeKind::Regex(error.to_string()),
        suggestion: None,
        excerpt: source.to_owned(),
        length: source.chars().count().max(1),
    };
    CodebookError::new("pattern", vec![mistake])
}

/// Whether `glob`, with `*` for any characters and `?` for one, fits the whole of `text`.
///
/// Goes back to the last `*` alone, so the cost is the product of the two lengths at most.
pub(super) fn glob_matches(glob: &[char], text: &str) -> bool {
    let mut rest = text.chars();
    let mut at = 0;
    let mut retry: Option<(usize, std::str::Chars<'_>)> = None;
    loop {
        if glob.get(at) == Some(&'*') {
            at += 1;
            retry = Some((at, rest.clone()));
            continue;
        }
        match (glob.get(at), rest.next()) {
            (None, None) => return true,
            (Some(&wanted), Some(letter)) if wanted == '?' || wanted == letter => at += 1,
            (_, None) => return false,
            _ => match &mut retry {
                Some((after, from)) => {
                    from.next();
                    at = *after;
                    rest = from.clone();
                }
                None => return false,
            },
        }
    }
}

/// What stands before the first wildcard.
fn glob_prefix(glob: &str) -> &str {
    glob.split(['*', '?']).next().unwrap_or_default()
}

/// ASCII letters and digits that every match of a regular expression begins with, in lower case.
fn regex_prefix(source: &str) -> String {
    if source.contains('|') {
        return String::new();
    }
    let mut prefix: String =
        source.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    // A letter that may be missing is no part of the beginning.
    if matches!(source.chars().nth(prefix.len()), Some('*' | '?' | '{')) {
        prefix.pop();
    }
    prefix
}

/// Fewest letters of a stem that types with it are taken to share.
const SHORTEST_PREFIX: usize = 2;

/// Most ways in which types with a stem may begin before the whole dictionary is read instead.
const MOST_PREFIXES: usize = 32;

/// How types with this stem can begin: none of them is the beginning of another.
fn stem_prefixes(stem: &str, language: Language) -> Vec<String> {
    let Some((loose, marks)) = stem_rule(stem, language) else { return vec![String::new()] };
    let letters = stem.chars().count();
    let shared = letters.saturating_sub(loose).max(SHORTEST_PREFIX).min(letters);
    let mut prefixes = vec![String::new()];
    for letter in stem.chars().take(shared) {
        let variants = marks.iter().find(|(plain, _)| *plain == letter).map_or("", |(_, all)| all);
        if prefixes.len() * (1 + variants.chars().count()) > MOST_PREFIXES {
            break;
        }
        let plain = prefixes.clone();
        for prefix in &mut prefixes {
            prefix.push(letter);
        }
        for variant in variants.chars() {
            prefixes.extend(plain.iter().map(|prefix| format!("{prefix}{variant}")));
        }
    }
    prefixes
}

/// How many of a stem's last letters may differ from a type with that stem, and which letters a
/// stemmer makes plain, each with its forms; `None` where types need not begin like their stems.
///
/// The English stemmer only puts `i`, `e`, `y` or `bl` in the place of what it takes away: `happi` of
/// `happy`, `hope` of `hoping`, `sky` of `skies`, `responsibl` of `responsibility`.
fn stem_rule(stem: &str, language: Language) -> Option<(usize, &'static [(char, &'static str)])> {
    Some(match language.code() {
        "en" => (usize::from(stem.ends_with(['i', 'e', 'y']) || stem.ends_with("bl")), &[]),
        "da" | "nb" | "nn" | "no" | "sv" | "pt" => (3, &[]),
        "ru" => (3, &[('е', "ё")]),
        "de" => (3, &[('a', "ä"), ('o', "ö"), ('u', "ü")]),
        "es" => (3, &[('a', "á"), ('e', "é"), ('i', "í"), ('o', "ó"), ('u', "ú")]),
        "fr" => (3, &[('e', "éè")]),
        "it" => (3, &[('à', "á"), ('è', "é"), ('ì', "í"), ('ò', "ó"), ('ù', "ú")]),
        "nl" => (3, &[('a', "äá"), ('e', "ëé"), ('i', "ïí"), ('o', "öó"), ('u', "üú")]),
        _ => return None,
    })
}

/// Forms that do not begin like their stems, with the stems.
fn irregular_forms(language: Language) -> &'static [(&'static str, &'static str)] {
    match language.code() {
        "en" => &[("dying", "die"), ("lying", "lie"), ("tying", "tie")],
        _ => &[],
    }
}

#[cfg(test)]
mod tests;

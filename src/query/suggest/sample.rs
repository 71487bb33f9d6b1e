//! Sentences read from texts, as numbered words.

use rustc_hash::FxHashMap;

use crate::text::normalize;

/// Stands for a token that can be no part of a candidate: a number, a letter, a part of a citation.
pub(super) const NO_WORD: u32 = 0;

/// The words of a sample, numbered in the order of their first use; 0 is no word.
#[derive(Clone, Debug)]
pub struct Lexicon {
    ids: FxHashMap<String, u32>,
    entries: Vec<Entry>,
}

/// A word of the lexicon.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) norm: String,
    /// How often it stands in the sample.
    pub(super) count: u64,
    /// The same behind the first token of a sentence, and of these those with a capital and small
    /// letters.
    pub(super) inside: u64,
    pub(super) capitals: u64,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self { ids: FxHashMap::default(), entries: vec![Entry::default()] }
    }
}

impl Lexicon {
    /// All words by their numbers; the first is no word.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The norm of a word.
    #[must_use]
    pub fn norm(&self, word: u32) -> &str {
        self.entries.get(word as usize).map_or("", |entry| &entry.norm)
    }

    fn add(&mut self, token: &SampledToken, first: bool) -> u32 {
        if token.norm.is_empty() {
            return NO_WORD;
        }
        let word = match self.ids.get(&token.norm) {
            Some(&word) => word,
            None => {
                let word = u32::try_from(self.entries.len()).unwrap_or(NO_WORD);
                self.entries.push(Entry { norm: token.norm.clone(), ..Entry::default() });
                self.ids.insert(token.norm.clone(), word);
                word
            }
        };
        if let Some(entry) = self.entries.get_mut(word as usize) {
            entry.count += 1;
            entry.inside += u64::from(!first);
            entry.capitals += u64::from(!first && token.capital);
        }
        word
    }
}

/// One token of a sentence: its norm, empty where it can be no part of a candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SampledToken {
    norm: String,
    /// Whether it begins with a capital and goes on in small letters.
    capital: bool,
    /// Whether punctuation stands before it.
    parted: bool,
}

impl SampledToken {
    /// The token as it is printed, behind what stands between the token before and it; `outside` where it
    /// belongs to a citation.
    #[must_use]
    pub fn new(token: &str, before: &str, outside: bool) -> Self {
        let parted = is_parted(before);
        let is_word = token.chars().nth(1).is_some() && !token.chars().any(char::is_numeric);
        if outside || !is_word {
            return Self { parted, ..Self::default() };
        }
        let mut norm = String::new();
        normalize(token, &mut norm);
        if norm.chars().nth(1).is_none() {
            return Self { parted, ..Self::default() };
        }
        let mut letters = token.chars();
        let capital =
            letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase);
        Self { norm, capital, parted }
    }
}

/// Whether more than space and hyphens stands between two tokens: no term reaches over it.
#[must_use]
pub fn is_parted(between: &str) -> bool {
    let joins = |sign: char| sign.is_whitespace() || matches!(sign, '-' | '\u{2010}' | '\u{2011}');
    !between.chars().all(joins)
}

/// A sentence of the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleSentence {
    /// Place of the document in the corpus.
    pub document: u32,
    /// Number of the sentence in the document.
    pub sentence: u32,
    /// Number of its first token.
    pub first_token: u32,
    /// Its words by the lexicon.
    pub words: Vec<u32>,
    /// For each word whether punctuation stands before it.
    pub parted: Vec<bool>,
}

/// Sentences with the lexicon of their words.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The words.
    pub lexicon: Lexicon,
    /// Sentences by document and number.
    pub sentences: Vec<SampleSentence>,
}

impl Sample {
    /// Adds a sentence; sentences come in the order of documents and numbers.
    pub fn push(
        &mut self,
        document: u32,
        sentence: u32,
        first_token: u32,
        tokens: &[SampledToken],
    ) {
        let words = tokens.iter().enumerate();
        let words = words.map(|(place, token)| self.lexicon.add(token, place == 0)).collect();
        let parted = tokens.iter().map(|token| token.parted).collect();
        self.sentences.push(SampleSentence { document, sentence, first_token, words, parted });
    }

    /// The sentence of this number of this document, where it is in the sample.
    #[must_use]
    pub fn sentence(&self, document: u32, sentence: u32) -> Option<&SampleSentence> {
        let key = |known: &SampleSentence| (known.document, known.sentence);
        let place = self.sentences.binary_search_by_key(&(document, sentence), key).ok()?;
        self.sentences.get(place)
    }
}

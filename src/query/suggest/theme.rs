//! What is known of a theme while candidates are sought for it, and its shortlist.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::sample::{Lexicon, NO_WORD, Sample, SampleSentence};
use super::terms::term_candidates;
use super::words::word_candidates;
use super::{Candidate, SuggestOptions};
use crate::model::{Codebook, Expression, Language, Matching, Word};
use crate::text::{FunctionWord, Stemmer, function_word};

/// Languages whose function words are left out for a theme of no language.
const LANGUAGES: [Language; 6] = [
    Language::ENGLISH,
    Language::INDONESIAN,
    Language::SPANISH,
    Language::PORTUGUESE,
    Language::FRENCH,
    Language::GERMAN,
];

/// A word is a name where this share of its places inside sentences has a capital.
const NAME_SHARE: f64 = 0.8;

/// A theme with its sentences.
#[derive(Clone, Debug)]
pub struct SuggestingTheme {
    /// Place in the codebook.
    pub theme: u32,
    /// Language of the papers that it counts in; `None` for all.
    pub language: Option<Language>,
    /// How bare words of its patterns are compared.
    pub matching: Matching,
    /// The language that its words are stemmed by.
    pub stemming: Language,
    /// Its sentences in the sample, as document and number, ascending.
    pub sentences: Vec<(u32, u32)>,
    /// Of all its sentences one in this many is in the sample.
    pub step: usize,
    /// Tokens of the papers that it counts in.
    pub tokens: u64,
}

impl SuggestingTheme {
    /// The theme at this place of `codebook`, without sentences.
    ///
    /// A parsed codebook no longer says `match`; a theme has `stem` where a word of its own, or else any
    /// word of the codebook, is compared by its stem.
    #[must_use]
    pub fn new(codebook: &Codebook, theme: usize) -> Self {
        let own = codebook.themes.get(theme);
        let patterns = own.map_or(&[][..], |theme| &theme.include);
        let bare = patterns.iter().map(|pattern| &pattern.expression).find_map(stem_language);
        let exact = patterns.iter().any(|pattern| has_exact(&pattern.expression));
        let mut all = codebook.patterns().map(|(_, pattern)| &pattern.expression);
        let stemming = bare.or_else(|| all.find_map(stem_language));
        let stems = bare.is_some() || (!exact && stemming.is_some());
        let language = patterns.first().and_then(|pattern| pattern.language);
        let same = patterns.iter().all(|pattern| pattern.language == language);
        let language = language.filter(|_| same);
        Self {
            theme: u32::try_from(theme).unwrap_or(u32::MAX),
            language,
            matching: if stems { Matching::Stem } else { Matching::Word },
            stemming: stemming.or(language).unwrap_or(Language::ENGLISH),
            sentences: Vec::new(),
            step: 1,
            tokens: 0,
        }
    }

    /// Whether the theme counts in documents of this language.
    #[must_use]
    pub fn covers(&self, language: Option<Language>) -> bool {
        self.language.is_none() || language.is_none() || self.language == language
    }
}

fn stem_language(expression: &Expression) -> Option<Language> {
    match expression {
        Expression::Word(word) => language_of(word),
        _ => expression.parts().find_map(stem_language),
    }
}

fn language_of(word: &Word) -> Option<Language> {
    match word {
        Word::Stem { language, .. } => Some(*language),
        Word::Loose { word, .. } => language_of(word),
        _ => None,
    }
}

fn has_exact(expression: &Expression) -> bool {
    match expression {
        Expression::Word(word) => matches!(word, Word::Exact(_) | Word::Loose { .. }),
        _ => expression.parts().any(has_exact),
    }
}

/// What a class of words can be in a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing.
    None,
    /// A candidate alone, or any part of a term.
    Content,
    /// Any part of a term.
    Name,
    /// The inside of a term.
    Linking,
}

/// The words of a lexicon put together as a codebook's patterns compare them: by stem, or each alone.
#[derive(Clone, Debug)]
pub struct Classes {
    /// For each word its class, named by the most frequent word in it.
    of: Vec<u32>,
    /// For each class its role; for other words the role is not used.
    roles: Vec<Role>,
}

impl Classes {
    /// The classes of all words for themes of this kind.
    #[must_use]
    pub fn new(lexicon: &Lexicon, theme: &SuggestingTheme) -> Self {
        let stemmer = match theme.matching {
            Matching::Stem => Stemmer::new(theme.stemming),
            Matching::Word => None,
        };
        let entries = lexicon.entries();
        let stem = |norm: &str| match &stemmer {
            Some(stemmer) => stemmer.stem(norm).into_owned(),
            None => norm.to_owned(),
        };
        let mut classes: FxHashMap<String, (u32, u64, u64)> = FxHashMap::default();
        let stems: Vec<String> = entries.iter().map(|entry| stem(&entry.norm)).collect();
        for (word, (entry, stem)) in (0..).zip(entries.iter().zip(&stems)) {
            let (best, inside, capitals) = classes.entry(stem.clone()).or_insert((word, 0, 0));
            *inside += entry.inside;
            *capitals += entry.capitals;
            let known = entries.get(*best as usize);
            let key = |entry: &super::sample::Entry| (entry.count, Reverse(entry.norm.clone()));
            if known.is_some_and(|known| key(known) < key(entry)) {
                *best = word;
            }
        }
        let class = |stem: &String| classes.get(stem).copied().unwrap_or_default();
        let of = stems.iter().map(|stem| class(stem).0).collect();
        let roles = entries.iter().zip(&stems).map(|(entry, stem)| {
            let (_, inside, capitals) = class(stem);
            role(theme, &entry.norm, inside, capitals)
        });
        Self { roles: roles.collect(), of }
    }

    pub(super) fn class(&self, word: u32) -> u32 {
        self.of.get(word as usize).copied().unwrap_or(NO_WORD)
    }

    pub(super) fn role(&self, class: u32) -> Role {
        self.roles.get(class as usize).copied().unwrap_or(Role::None)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
fn role(theme: &SuggestingTheme, norm: &str, inside: u64, capitals: u64) -> Role {
    if norm.is_empty() {
        return Role::None;
    }
    let languages: &[Language] = match &theme.language {
        Some(language) => std::slice::from_ref(language),
        None => &LANGUAGES,
    };
    let kinds = languages.iter().map(|&language| function_word(norm, language));
    match kinds.max_by_key(|&kind| (kind != FunctionWord::No, kind == FunctionWord::Linking)) {
        Some(FunctionWord::Linking) => return Role::Linking,
        Some(FunctionWord::Yes) => return Role::None,
        _ => {}
    }
    let german = theme.stemming == Language::GERMAN || theme.language == Some(Language::GERMAN);
    let is_name = !german && inside > 0 && capitals as f64 >= NAME_SHARE * inside as f64;
    if is_name { Role::Name } else { Role::Content }
}

/// A sentence of a theme with the tokens of its mentions, counted from the sentence's first.
pub(super) struct ThemeSentence<'a> {
    pub(super) sentence: &'a SampleSentence,
    pub(super) mentions: Vec<(u32, u32)>,
}

/// Terms and words that may be patterns of `theme`; `background` are the places of the sentences in the
/// sample that stand for the rest of the papers, and `mentions` tells the tokens of the theme's mentions
/// in a sentence.
#[must_use]
pub fn shortlist(
    sample: &Sample,
    classes: &Classes,
    theme: &SuggestingTheme,
    background: &[u32],
    mentions: &dyn Fn(u32, u32) -> Vec<(u32, u32)>,
    options: &SuggestOptions,
) -> Vec<Candidate> {
    let sentences: Vec<ThemeSentence<'_>> = theme
        .sentences
        .iter()
        .filter_map(|&(document, number)| {
            let sentence = sample.sentence(document, number)?;
            let inside = mentions(document, number).into_iter();
            let first = sentence.first_token;
            let inside =
                inside.map(|(start, end)| (start.saturating_sub(first), end.saturating_sub(first)));
            Some(ThemeSentence { sentence, mentions: inside.collect() })
        })
        .collect();
    let background: Vec<&SampleSentence> =
        background.iter().filter_map(|&place| sample.sentences.get(place as usize)).collect();
    let mut found = term_candidates(sample, classes, theme, &sentences, options);
    found.extend(word_candidates(sample, classes, theme, &sentences, &background, options));
    found
}

/// How a norm stands in a pattern of this kind: as it is, or quoted where it holds other signs than
/// letters.
pub(super) fn written(norm: &str) -> String {
    if norm.chars().all(char::is_alphanumeric) { norm.to_owned() } else { format!("\"{norm}\"") }
}

/// The most frequent words behind each of these sequences of classes in the theme's sentences; of equally
/// frequent ones those that come first in the alphabet.
pub(super) fn usual_forms(
    sample: &Sample,
    classes: &Classes,
    sentences: &[ThemeSentence<'_>],
    sought: Vec<Vec<u32>>,
) -> FxHashMap<Vec<u32>, Vec<u32>> {
    let longest = sought.iter().map(Vec::len).max().unwrap_or_default();
    let mut forms: FxHashMap<Vec<u32>, BTreeMap<Vec<u32>, u64>> =
        sought.into_iter().map(|classes| (classes, BTreeMap::new())).collect();
    for ThemeSentence { sentence, .. } in sentences {
        let of: Vec<u32> = sentence.words.iter().map(|&word| classes.class(word)).collect();
        for start in 0..of.len() {
            for end in start + 1..=(start + longest).min(of.len()) {
                if let Some(forms) = of.get(start..end).and_then(|sequence| forms.get_mut(sequence))
                    && let Some(words) = sentence.words.get(start..end)
                {
                    *forms.entry(words.to_vec()).or_default() += 1;
                }
            }
        }
    }
    let norms = |words: &[u32]| -> Vec<String> {
        words.iter().map(|&word| sample.lexicon.norm(word).to_owned()).collect()
    };
    let usual = forms.into_iter().filter_map(|(sequence, forms)| {
        let best = forms.into_iter().max_by_key(|(words, count)| (*count, Reverse(norms(words))));
        best.map(|(words, _)| (sequence, words))
    });
    usual.collect()
}

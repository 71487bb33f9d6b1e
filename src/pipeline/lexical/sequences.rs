//! N-grams and terms, counted from the texts.
//!
//! Most sequences of words occur once, and to keep them all would need many times the memory of the text. So
//! there are two passes. The first counts sequences in buckets by their hash, where several may share one;
//! the second counts those alone whose bucket reaches the fewest occurrences, which no frequent sequence
//! misses. (J. S. Park, M.-S. Chen & P. S. Yu 1995, An effective hash-based algorithm for mining association
//! rules, *SIGMOD*.) Words that are too rare themselves are known from the postings before. The result is
//! exact; memory grows with the sequences that are frequent enough, not with the text.

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU16, Ordering};

use rustc_hash::{FxHashMap, FxHasher};

use super::super::study::Study;
use super::{Counting, counted};
use crate::error::Result;
use crate::index::TokenGroups;
use crate::model::{Citation, Language};
use crate::parallel::fold;
use crate::pipeline::suggest::is_cited;
use crate::query::lexical::{CountedItems, ItemKind, TextSize};
use crate::query::suggest::is_parted;
use crate::text::{FunctionWord, function_word, normalize, tokens};

/// Most buckets, of two bytes each.
const MOST_BUCKETS: usize = 1 << 25;
/// Buckets count no further than this, which leaves room for threads that count at the same moment.
const FULL: u16 = 60_000;
/// Most linking words in a term.
const MOST_LINKS: usize = 2;
/// Stands for a word that is too rare, or of no use in a term.
const NO_WORD: u32 = 0;

/// What a word can be in a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Any part.
    Content,
    /// The inside.
    Inside,
    /// The inside of a term, where few are allowed.
    Link,
}

/// The words that sequences are made of.
#[derive(Default)]
struct Lexicon {
    ids: FxHashMap<String, u32>,
    norms: Vec<String>,
    roles: Vec<Role>,
}

impl Lexicon {
    fn role(&self, word: u32) -> Role {
        self.roles.get(word as usize).copied().unwrap_or(Role::Inside)
    }

    fn phrase(&self, words: &[u32]) -> String {
        let norms: Vec<&str> = words
            .iter()
            .filter_map(|&word| self.norms.get(word as usize).map(String::as_str))
            .collect();
        norms.join(" ")
    }

    /// Whether the words are a sequence that counts.
    fn is_item(&self, words: &[u32]) -> bool {
        let at_ends = [words.first(), words.last()].into_iter().flatten();
        at_ends.into_iter().all(|&word| self.role(word) == Role::Content)
            && !words.contains(&NO_WORD)
            && words.iter().filter(|&&word| self.role(word) == Role::Link).count() <= MOST_LINKS
    }
}

/// For each sequence its occurrences as group, paper, count.
type Sequences = FxHashMap<Vec<u32>, Vec<(usize, u32, u32)>>;

/// What one thread counts.
#[derive(Default)]
struct Part {
    sequences: Sequences,
    /// Places where an n-gram can stand: group, paper, and how many.
    places: Vec<(usize, usize, u64)>,
}

impl Part {
    fn add_place(&mut self, group: usize, paper: usize) {
        match self.places.last_mut() {
            Some((of, at, places)) if (*of, *at) == (group, paper) => *places += 1,
            _ => self.places.push((group, paper, 1)),
        }
    }

    /// Adds one occurrence; papers come one after the other.
    fn add_sequence(&mut self, words: &[u32], group: usize, paper: u32) {
        let occurrences = match self.sequences.get_mut(words) {
            Some(occurrences) => occurrences,
            None => self.sequences.entry(words.to_vec()).or_default(),
        };
        let mut of_paper = occurrences.iter_mut().rev().take_while(|(_, of, _)| *of == paper);
        match of_paper.find(|(of, _, _)| *of == group) {
            Some((_, _, count)) => *count += 1,
            None => occurrences.push((group, paper, 1)),
        }
    }
}

/// A paper with what divides its words.
struct Scanned<'a> {
    text: &'a str,
    sentences: &'a [u32],
    runs: &'a [(u32, Option<usize>)],
    citations: &'a [Citation],
}

impl Study {
    /// Counts n-grams or terms in groups of tokens.
    pub(super) fn count_sequences(
        &self,
        asked: &Counting<'_>,
        groups: &TokenGroups,
    ) -> Result<CountedItems> {
        let lexicon = self.lexicon(asked, groups)?;
        let papers: Vec<usize> =
            (0..self.papers().len()).filter(|&place| !groups.runs(place).is_empty()).collect();
        let buckets = Buckets::new(groups, asked);
        if buckets.is_needed() {
            self.scan(
                &papers,
                asked.kind,
                groups,
                &lexicon,
                || (),
                |(), _, _, words| {
                    buckets.add(words);
                },
            )?;
        }
        let parts = self.scan(
            &papers,
            asked.kind,
            groups,
            &lexicon,
            Part::default,
            |part, place, group, words| {
                if words.is_empty() {
                    part.add_place(group, place);
                } else if buckets.reaches(words) {
                    let paper = u32::try_from(place).unwrap_or(u32::MAX);
                    part.add_sequence(words, group, paper);
                }
            },
        )?;
        let mut sizes: Vec<Vec<u64>> = match asked.kind {
            ItemKind::Term => (0..groups.len()).map(|of| groups.sizes(of).to_vec()).collect(),
            _ => vec![vec![0; self.papers().len()]; groups.len()],
        };
        let mut all = Sequences::default();
        for part in parts {
            for (group, place, places) in part.places {
                if let Some(size) = sizes.get_mut(group).and_then(|sizes| sizes.get_mut(place)) {
                    *size += places;
                }
            }
            for (words, mut occurrences) in part.sequences {
                all.entry(words).or_default().append(&mut occurrences);
            }
        }
        let texts = sizes.into_iter().map(TextSize::new).collect();
        Ok(items(all, &lexicon, asked, texts))
    }

    /// The words that are frequent enough to be part of a frequent sequence, numbered in their order.
    fn lexicon(&self, asked: &Counting<'_>, groups: &TokenGroups) -> Result<Lexicon> {
        let languages = self.languages(asked.texts);
        let words = self.map_words(groups, &|_| true, &|norm, counts| {
            let sum: u64 = counts.iter().flatten().map(|&(_, count)| u64::from(count)).sum();
            if sum < asked.minimum {
                return None;
            }
            let role = match asked.kind {
                ItemKind::Term => term_role(norm, &languages)?,
                _ if asked.filter.leaves_out(norm) => Role::Inside,
                _ => Role::Content,
            };
            Some((norm.to_owned(), role))
        })?;
        let mut lexicon =
            Lexicon { norms: vec![String::new()], roles: vec![Role::Inside], ..Lexicon::default() };
        for (number, (norm, role)) in (1..).zip(words) {
            lexicon.ids.insert(norm.clone(), number);
            lexicon.norms.push(norm);
            lexicon.roles.push(role);
        }
        Ok(lexicon)
    }

    /// Shows each sequence of the papers with its paper and group to `visit`; an empty one for each place
    /// where an n-gram can stand. Each thread has a state of its own.
    fn scan<S: Send>(
        &self,
        papers: &[usize],
        kind: ItemKind,
        groups: &TokenGroups,
        lexicon: &Lexicon,
        start: impl Fn() -> S + Sync,
        visit: impl Fn(&mut S, usize, usize, &[u32]) + Sync,
    ) -> Result<Vec<S>> {
        let states = fold(
            papers,
            self.jobs(),
            || Ok(start()),
            |state, _, &place| {
                let Ok(known) = state else { return };
                if let Err(error) =
                    self.scan_paper(place, kind, groups, lexicon, &mut |group, words| {
                        visit(known, place, group, words);
                    })
                {
                    *state = Err(error);
                }
            },
        );
        states.into_iter().collect()
    }

    fn scan_paper(
        &self,
        place: usize,
        kind: ItemKind,
        groups: &TokenGroups,
        lexicon: &Lexicon,
        visit: &mut dyn FnMut(usize, &[u32]),
    ) -> Result<()> {
        let Some(paper) = self.papers().get(place) else { return Ok(()) };
        let sentences = self.sentence_tokens(place)?;
        let (text, citations) = if kind == ItemKind::Term {
            let Some(fetched) = self.fetch(place)? else { return Ok(()) };
            (fetched.document.text, fetched.extraction.citations)
        } else {
            (self.corpus().text(paper)?, Vec::new())
        };
        let runs = groups.runs(place);
        let scanned = Scanned { text: &text, sentences: &sentences, runs, citations: &citations };
        scanned.visit(kind, lexicon, visit);
        Ok(())
    }
}

impl Scanned<'_> {
    fn visit(&self, kind: ItemKind, lexicon: &Lexicon, visit: &mut dyn FnMut(usize, &[u32])) {
        let (fewest, most) = kind.lengths();
        let is_term = kind == ItemKind::Term;
        let mut words: Vec<u32> = Vec::new();
        let mut norm = String::new();
        let (mut sentence, mut run, mut end) = (0, 0, 0);
        for (number, span) in (0_u32..).zip(tokens(self.text)) {
            while self.sentences.get(sentence).is_some_and(|&first| first <= number) {
                words.clear();
                sentence += 1;
            }
            while self.runs.get(run).is_some_and(|&(end, _)| end <= number) {
                words.clear();
                run += 1;
            }
            let between = self.text.get(end..span.start).unwrap_or_default();
            end = span.end;
            let Some(&(_, group)) = self.runs.get(run) else { break };
            let Some(group) = group else { continue };
            normalize(span.of(self.text), &mut norm);
            let word = lexicon.ids.get(norm.as_str()).copied().unwrap_or(NO_WORD);
            if is_term {
                if is_parted(between) {
                    words.clear();
                }
                if word == NO_WORD || is_cited(self.citations, span) {
                    words.clear();
                    continue;
                }
            }
            words.push(word);
            if words.len() > most {
                words.remove(0);
            }
            if words.len() == most && !is_term {
                visit(group, &[]);
            }
            for length in fewest..=words.len() {
                let sequence = words.get(words.len() - length..).unwrap_or_default();
                if lexicon.is_item(sequence) {
                    visit(group, sequence);
                }
            }
        }
    }
}

/// The sequences that occur often enough, by name.
fn items(
    all: Sequences,
    lexicon: &Lexicon,
    asked: &Counting<'_>,
    texts: Vec<TextSize>,
) -> CountedItems {
    let items = all.into_iter().filter_map(|(words, occurrences)| {
        let mut counts = vec![Vec::new(); texts.len()];
        for (group, paper, count) in occurrences {
            if let Some(counts) = counts.get_mut(group) {
                counts.push((paper, count));
            }
        }
        counted(&lexicon.phrase(&words), &counts, &texts, asked.minimum, asked.papers)
    });
    let mut items: Vec<_> = items.collect();
    items.sort_by(|a, b| a.item.cmp(&b.item));
    CountedItems { items, texts }
}

/// What a word can be in a term; `None` for what can be no part of one.
fn term_role(norm: &str, languages: &[Language]) -> Option<Role> {
    if norm.contains(char::is_numeric) || norm.chars().nth(1).is_none() {
        return None;
    }
    let kinds = || languages.iter().map(|&language| function_word(norm, language));
    if kinds().any(|kind| kind == FunctionWord::Linking) {
        return Some(Role::Link);
    }
    kinds().all(|kind| kind == FunctionWord::No).then_some(Role::Content)
}

/// Counts of sequences by hash: never below the count of any of them.
struct Buckets {
    counts: Vec<AtomicU16>,
    least: u16,
}

impl Buckets {
    fn new(groups: &TokenGroups, asked: &Counting<'_>) -> Self {
        let tokens: u64 = (0..groups.len()).flat_map(|group| groups.sizes(group)).sum();
        let (fewest, most) = asked.kind.lengths();
        let wanted =
            usize::try_from(tokens).unwrap_or(usize::MAX).saturating_mul(most - fewest + 1);
        let size = wanted.clamp(1, MOST_BUCKETS).next_power_of_two();
        let least = u16::try_from(asked.minimum).unwrap_or(FULL).min(FULL);
        let counts = if least > 1 { size } else { 0 };
        Self { counts: (0..counts).map(|_| AtomicU16::new(0)).collect(), least }
    }

    fn is_needed(&self) -> bool {
        self.least > 1
    }

    fn bucket(&self, words: &[u32]) -> Option<&AtomicU16> {
        let mut hasher = FxHasher::default();
        words.hash(&mut hasher);
        let hash = hasher.finish();
        // The high bits are the well mixed ones.
        let place =
            usize::try_from((hash ^ (hash >> 32)) & u64::from(u32::MAX)).unwrap_or_default();
        self.counts.get(place & self.counts.len().saturating_sub(1))
    }

    fn add(&self, words: &[u32]) {
        if let Some(count) = self.bucket(words).filter(|_| !words.is_empty())
            && count.load(Ordering::Relaxed) < FULL
        {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn reaches(&self, words: &[u32]) -> bool {
        self.bucket(words).is_none_or(|count| count.load(Ordering::Relaxed) >= self.least)
    }
}

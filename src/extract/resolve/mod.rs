//! From markers to references: by names, year and letter, or by number.
//!
//! References are indexed by the folded words of their authors' names together with their year
//! ([`key`]), so a marker meets a handful of candidates, however long the bibliography. Each
//! candidate is scored by how well the first author's name agrees, whether the co-authors named are
//! among its authors, whether their number fits, and how the years and letters agree; the factors
//! are multiplied. Candidates that score nearly as the best one does leave the marker ambiguous.
//! What fails to match exactly is looked for again with small misspellings, a neighbouring year,
//! or a year that the reference lacks ([`Reach::Near`]).
//!
//! [`confidence`] maps a score to the share of markers with such a score whose first reference was
//! right in articles with publishers' mark-up.

mod fold;
mod key;
mod nearest;
mod score;

use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;
use std::hash::Hasher as _;

pub(crate) use fold::{fold_words, is_particle};
pub(crate) use key::{Name, ReferenceKey, read_keys};
pub use nearest::{Candidate, Candidates, Difference};

use crate::model::Resolution;

type Postings = SmallVec<[u32; 4]>;

/// Candidates that are scored for one marker; only a hostile bibliography has more.
const CANDIDATES: usize = 48;
/// References of one year that are compared letter by letter with a name that none has.
const MISSPELT: usize = 96;
/// Reference with a share of the best score above this are as good as the best.
const AMBIGUOUS: f32 = 0.93;
/// References that score below this do not agree.
pub(crate) const ACCEPTED: f32 = 0.3;
/// Score of a reference that opens with the words before the year.
const OPENING: f32 = 0.85;
/// Place of the references without a year.
const UNDATED: i32 = 0;

/// The references of one bibliography, ready to be looked up.
#[derive(Debug, Default)]
pub(crate) struct ReferenceIndex {
    keys: Vec<ReferenceKey>,
    by_word_and_year: FxHashMap<(u64, i32), Postings>,
    by_word: FxHashMap<u64, Postings>,
    by_year: FxHashMap<i32, Postings>,
}

/// What a marker says of the work it cites.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cited<'n> {
    /// The first name.
    pub(crate) first: &'n Name,
    /// The names after it.
    pub(crate) rest: &'n [Name],
    /// Whether more authors are meant than named.
    pub(crate) et_al: bool,
    /// When the work appeared.
    pub(crate) year: CitedYear,
}

/// What a marker says of the year of the work it cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CitedYear {
    /// A year, the second of two joined years, and the letter.
    Year { value: i32, second: Option<i32>, letter: Option<char> },
    /// Not yet published, or without date.
    Undated { letter: Option<char>, final_form: bool },
    /// Nothing.
    Any,
}

/// How far a reference may be from what the marker says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The names' words and the year as they are.
    Exact,
    /// Misspelt names, the years beside it, references without a year.
    Near,
}

/// A reference that may be meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Match {
    /// Its place in the list of references.
    pub(crate) reference: usize,
    /// How well it agrees, from 0 to 1.
    pub(crate) score: f32,
}

impl ReferenceIndex {
    /// Indexes the keys of a bibliography.
    pub(crate) fn new(keys: Vec<ReferenceKey>) -> Self {
        let mut index = Self::default();
        for (place, key) in keys.iter().enumerate() {
            let Ok(place) = u32::try_from(place) else { break };
            let mut years: SmallVec<[i32; 8]> = key.others.iter().copied().collect();
            years.push(key.year.unwrap_or(UNDATED));
            years.sort_unstable();
            years.dedup();
            for word in words_of(key) {
                let hash = hash_of(word);
                add(index.by_word.entry(hash).or_default(), place);
                for &year in &years {
                    add(index.by_word_and_year.entry((hash, year)).or_default(), place);
                }
            }
            add(index.by_year.entry(key.year.unwrap_or(UNDATED)).or_default(), place);
        }
        index.keys = keys;
        index
    }

    /// Whether there is no reference.
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many references there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether a reference of that year has the folded word in its authors' names.
    pub(crate) fn has(&self, word: &str, year: Option<i32>) -> bool {
        let hash = hash_of(word);
        match year {
            Some(year) => self.by_word_and_year.contains_key(&(hash, year)),
            None => self.by_word.contains_key(&hash),
        }
    }

    /// The key of a reference.
    pub(crate) fn key(&self, reference: usize) -> Option<&ReferenceKey> {
        self.keys.get(reference)
    }

    /// The references by these authors, misspelt ones where no other agrees, best first.
    pub(crate) fn find_by_names(
        &self,
        names: &[Name],
        et_al: bool,
        year: CitedYear,
    ) -> SmallVec<[Match; 4]> {
        let Some((first, rest)) = names.split_first() else { return SmallVec::new() };
        let cited = Cited { first, rest, et_al, year };
        let mut matches = self.find(&cited, Reach::Exact);
        if matches.first().is_none_or(|best| best.score < ACCEPTED) {
            matches = self.find(&cited, Reach::Near);
        }
        matches.retain(|found| found.score >= ACCEPTED);
        matches
    }

    /// The references that agree with what a marker says, best first.
    pub(crate) fn find(&self, cited: &Cited<'_>, reach: Reach) -> SmallVec<[Match; 4]> {
        let mut places: SmallVec<[u32; 16]> = SmallVec::new();
        let lettered = score::with_initials(cited.first);
        let joined = (cited.first.words.len() > 1).then_some(cited.first.joined.as_str());
        let acronym: String = score::acronym_of(cited);
        let lone = cited.first.words.len() == 1;
        let words = cited.first.words.iter().map(String::as_str);
        let words = words.filter(|word| lone || !is_particle(word)).chain(joined);
        let others = [acronym.as_str(), lettered.as_str()];
        for word in words.chain(others.into_iter().filter(|word| !word.is_empty())) {
            let hash = hash_of(word);
            match (cited.year, reach) {
                (CitedYear::Year { value, second, .. }, Reach::Exact) => {
                    self.look_up(hash, value, &mut places);
                    if let Some(second) = second {
                        self.look_up(hash, second, &mut places);
                    }
                }
                (CitedYear::Year { value, .. }, Reach::Near) => {
                    for year in [value - 1, value, value + 1, UNDATED] {
                        self.look_up(hash, year, &mut places);
                    }
                }
                (CitedYear::Undated { .. }, Reach::Exact) => {
                    self.look_up(hash, UNDATED, &mut places);
                }
                (CitedYear::Undated { .. }, Reach::Near) | (CitedYear::Any, _) => {
                    let found = self.by_word.get(&hash).map(SmallVec::as_slice);
                    places.extend(found.unwrap_or_default().iter().take(CANDIDATES).copied());
                }
            }
        }
        if reach == Reach::Near {
            self.look_up_misspelt(cited, &mut places);
        }
        places.sort_unstable();
        places.dedup();
        self.ranked(cited, &places)
    }

    /// The references of `year` that open with these words: a law by its number and date, a page by
    /// its title.
    pub(crate) fn find_by_opening(&self, words: &[String], year: i32) -> SmallVec<[Match; 4]> {
        let mut places: SmallVec<[u32; 16]> = SmallVec::new();
        if let Some(first) = words.first() {
            self.look_up(hash_of(first), year, &mut places);
        }
        let opens = |place: u32| {
            let key = self.keys.get(place as usize)?;
            let agrees = key.opening.starts_with(words) && key.year == Some(year);
            agrees.then_some(Match { reference: place as usize, score: OPENING })
        };
        places.iter().filter_map(|&place| opens(place)).collect()
    }

    fn look_up(&self, hash: u64, year: i32, places: &mut SmallVec<[u32; 16]>) {
        let found = self.by_word_and_year.get(&(hash, year)).map(SmallVec::as_slice);
        places.extend(found.unwrap_or_default().iter().take(CANDIDATES).copied());
    }

    /// Adds the references of the year whose first author is spelt nearly as the marker has it.
    fn look_up_misspelt(&self, cited: &Cited<'_>, places: &mut SmallVec<[u32; 16]>) {
        let year = match cited.year {
            CitedYear::Year { value, .. } => value,
            CitedYear::Undated { .. } | CitedYear::Any => UNDATED,
        };
        let found = self.by_year.get(&year).map(SmallVec::as_slice).unwrap_or_default();
        let close = found.iter().take(MISSPELT).filter(|&&place| {
            let key = self.keys.get(place as usize);
            key.is_some_and(|key| {
                key.names.first().is_some_and(|name| score::is_misspelt(cited.first, name))
                    || score::is_abbreviated(cited, key)
            })
        });
        places.extend(close.copied());
    }

    fn ranked(&self, cited: &Cited<'_>, places: &[u32]) -> SmallVec<[Match; 4]> {
        let mut matches: SmallVec<[Match; 4]> = places
            .iter()
            .filter_map(|&place| {
                let key = self.keys.get(place as usize)?;
                let score = score::score(key, cited);
                (score > 0.0).then_some(Match { reference: place as usize, score })
            })
            .collect();
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.reference.cmp(&b.reference)));
        matches
    }
}

/// The words by which a reference can be found.
fn words_of(key: &ReferenceKey) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for name in &key.names {
        let lone = name.words.len() == 1;
        words.extend(
            name.words.iter().map(String::as_str).filter(|word| lone || !is_particle(word)),
        );
        words.push(&name.joined);
    }
    words.extend(key.head.iter().take(4).map(String::as_str));
    words.extend(key.opening.first().map(String::as_str));
    words.extend(key.acronyms.iter().map(String::as_str));
    words.sort_unstable();
    words.dedup();
    words
}

fn hash_of(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

/// Adds a place to postings that are filled in order.
fn add(postings: &mut Postings, place: u32) {
    if postings.last() != Some(&place) {
        postings.push(place);
    }
}

/// What ranked matches say: one reference, several as good as the best, or none.
pub(crate) fn decide(matches: &[Match]) -> Resolution {
    let Some(best) = matches.first() else { return Resolution::Unresolved };
    let equal: Vec<usize> = matches
        .iter()
        .take_while(|other| other.score >= best.score * AMBIGUOUS)
        .map(|other| other.reference)
        .collect();
    if equal.len() == 1 { Resolution::Resolved(equal) } else { Resolution::Ambiguous(equal) }
}

/// How sure a marker with these ranked matches is.
pub(crate) fn confidence(matches: &[Match]) -> f32 {
    let Some(best) = matches.first() else { return 0.0 };
    let equal = matches.iter().take_while(|other| other.score >= best.score * AMBIGUOUS).count();
    let sure = if best.score >= 0.9 {
        0.98
    } else if best.score >= 0.7 {
        0.93
    } else if best.score >= 0.5 {
        0.85
    } else {
        0.6
    };
    match equal {
        0 | 1 => sure,
        2 => sure * 0.55,
        _ => sure * 0.4,
    }
}

#[cfg(test)]
mod tests;

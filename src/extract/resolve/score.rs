//! How well a reference agrees with what a marker says of it.
//!
//! The score is a product of factors between 0 and 1: the first name, the co-authors that are
//! named, their number, year and letter, initials. The factors were set by their order of
//! reliability and are mapped to observed rates by [`super::confidence`]; only their order matters
//! to which reference is chosen.

use smallvec::SmallVec;

use super::fold::{is_close, is_small};
use super::{Cited, CitedYear, Name, ReferenceKey};

/// The score of a reference, 0 where it cannot be meant.
pub(super) fn score(key: &ReferenceKey, cited: &Cited<'_>) -> f32 {
    let year = year_score(key, cited);
    if year == 0.0 {
        return 0.0;
    }
    let persons = persons_score(key, cited);
    // A year in a title is no reason to take the title's words for an organisation.
    let printed = match cited.year {
        CitedYear::Year { value, second, .. } => {
            key.year.is_none_or(|year| year == value || second == Some(year))
        }
        CitedYear::Undated { .. } | CitedYear::Any => true,
    };
    let organisation = if printed { organisation_score(key, cited) } else { 0.0 };
    year * persons.max(organisation)
}

/// Agreement of the names as persons or as an organisation, whatever the years.
pub(super) fn names_score(key: &ReferenceKey, cited: &Cited<'_>) -> f32 {
    persons_score(key, cited).max(organisation_score(key, cited))
}

/// Agreement of first author, co-authors and their number.
fn persons_score(key: &ReferenceKey, cited: &Cited<'_>) -> f32 {
    let mut first = key.names.first().map_or(0.0, |name| name_score(cited.first, name));
    let mut place = 0;
    if first < 0.7 {
        for (at, name) in key.names.iter().enumerate().skip(1).take(24) {
            let score = name_score(cited.first, name) * 0.55;
            if score > first {
                (first, place) = (score, at);
            }
        }
    }
    if first == 0.0 {
        return 0.0;
    }
    let mut used: SmallVec<[usize; 8]> = SmallVec::from_slice(&[place]);
    for name in cited.rest {
        let found = key
            .names
            .iter()
            .enumerate()
            .find(|&(at, other)| !used.contains(&at) && name_score(name, other) >= 0.7);
        used.extend(found.map(|(at, _)| at));
    }
    let named = cited.rest.len() + 1;
    let found = used.len();
    let coauthors =
        if cited.rest.is_empty() { 1.0 } else { 0.35 + 0.65 * ratio(found - 1, cited.rest.len()) };
    first * coauthors * number_score(key, named, cited.et_al)
}

/// Agreement of the number of authors named with the number in the reference.
fn number_score(key: &ReferenceKey, named: usize, et_al: bool) -> f32 {
    let authors = key.names.len();
    if et_al {
        if authors > named.max(2) || key.et_al {
            1.0
        } else if authors > named {
            0.9
        } else {
            0.55
        }
    } else if authors == named && !key.et_al {
        1.0
    } else if authors > named {
        if named == 1 { 0.62 } else { 0.75 }
    } else {
        0.8
    }
}

/// Agreement of two names, and of their initials where both have them.
pub(super) fn name_score(cited: &Name, name: &Name) -> f32 {
    let words = words_score(cited, name);
    let initials_differ = match (cited.initials.chars().next(), name.initials.chars().next()) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    if initials_differ { words * 0.4 } else { words }
}

fn words_score(cited: &Name, name: &Name) -> f32 {
    if cited.joined == name.joined {
        return 1.0;
    }
    // "R Studio" and "RStudio Team"
    if !cited.initials.is_empty() && name.words.first() == Some(&with_initials(cited)) {
        return 0.85;
    }
    if cited.plain.is_empty() || name.plain.is_empty() {
        return if is_close(&cited.joined, &name.joined) { 0.8 } else { 0.0 };
    }
    if cited.plain_joined == name.plain_joined {
        return 0.99;
    }
    let (a, b) = (cited.plain.as_slice(), name.plain.as_slice());
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if longer.starts_with(shorter) {
        0.95
    } else if longer.ends_with(shorter) {
        0.9
    } else if is_close(&cited.plain_joined, &name.plain_joined) {
        0.8
    } else if shorter.iter().any(|word| word.len() > 3 && longer.contains(word)) {
        0.7
    } else {
        0.0
    }
}

/// Whether two names are the same but for a slip of spelling.
pub(super) fn is_misspelt(cited: &Name, name: &Name) -> bool {
    is_close(&cited.joined, &name.joined)
        || name.words.iter().take(2).any(|word| is_close(&cited.plain_joined, word))
}

/// The initials and the name joined, empty without initials.
pub(super) fn with_initials(name: &Name) -> String {
    if name.initials.is_empty() {
        String::new()
    } else {
        format!("{}{}", name.initials, name.joined)
    }
}

/// Whether a single word is made of the beginnings of the organisation's words, as `capes` is of
/// `coordenacao aperfeicoamento pessoal nivel superior`.
pub(super) fn is_abbreviated(cited: &Cited<'_>, key: &ReferenceKey) -> bool {
    let [word] = cited.first.words.as_slice() else { return false };
    let lone = cited.rest.is_empty() && !cited.et_al;
    lone && (3..=8).contains(&word.len())
        && key.head.len() >= 3
        && key.names.len() <= 3
        && key.head.first().is_some_and(|first| first.len() > 3)
        && spells(word, &key.head, true)
}

/// Whether `word` is made of beginnings of `parts` in order, the first of them included, none of
/// more than three letters.
fn spells(word: &str, parts: &[String], opening: bool) -> bool {
    if word.is_empty() {
        return true;
    }
    let Some((part, rest)) = parts.split_first() else { return false };
    let shared = word.bytes().zip(part.bytes()).take(3).take_while(|(a, b)| a == b).count();
    let uses = (1..=shared).rev().filter_map(|length| word.get(length..));
    uses.take(3).any(|after| spells(after, rest, false)) || !opening && spells(word, rest, false)
}

/// Agreement of the marker's words, taken as an organisation or a title, with the entry's head.
fn organisation_score(key: &ReferenceKey, cited: &Cited<'_>) -> f32 {
    if cited.et_al {
        return 0.0;
    }
    let words: Vec<&str> = organisation_words(cited).collect();
    let head: Vec<&str> = key.head.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => 0.0,
        [word] => {
            if key.acronyms.iter().any(|acronym| acronym == word) && word.len() > 1 {
                0.9
            } else if head.first() == Some(word) {
                0.7
            } else if is_abbreviated(cited, key) {
                0.75
            } else if word.len() > 2 && head.contains(word) && key.names.len() <= 2 {
                0.45
            } else {
                0.0
            }
        }
        words => {
            let acronym = acronym_of(cited);
            let mut rest = head.iter();
            if head.as_slice() == words {
                0.97
            } else if head.starts_with(words) {
                0.9
            } else if head.first() == Some(&acronym.as_str()) && acronym.len() > 2 {
                0.85
            } else if words.iter().all(|word| rest.any(|other| other == word)) {
                0.8
            } else {
                0.0
            }
        }
    }
}

fn organisation_words<'n>(cited: &Cited<'n>) -> impl Iterator<Item = &'n str> + use<'n> {
    let names = std::iter::once(cited.first).chain(cited.rest);
    names.flat_map(|name| &name.words).map(String::as_str).filter(|word| !is_small(word))
}

/// The acronym that the marker's words would have, empty for a single word.
pub(super) fn acronym_of(cited: &Cited<'_>) -> String {
    let names = std::iter::once(cited.first).chain(cited.rest);
    let letters = names.take(6).flat_map(|name| [name.initials.as_str(), name.letters.as_str()]);
    let acronym: String = letters.collect();
    if acronym.chars().count() > 2 { acronym } else { String::new() }
}

/// Agreement of years and letters.
fn year_score(key: &ReferenceKey, cited: &Cited<'_>) -> f32 {
    let (year, second, letter) = match cited.year {
        CitedYear::Any => return 1.0,
        CitedYear::Undated { letter, final_form } => {
            return match key.year {
                None => letters(letter, key.letter),
                Some(_) if final_form => 0.55,
                Some(_) => 0.0,
            };
        }
        CitedYear::Year { value, second, letter } => (value, second, letter),
    };
    match key.year {
        Some(other) if other == year || second == Some(other) => letters(letter, key.letter),
        _ if key.others.contains(&year) => 0.8,
        None => 0.5,
        Some(other) if other.abs_diff(year) == 1 => 0.45,
        Some(_) => 0.0,
    }
}

fn letters(cited: Option<char>, printed: Option<char>) -> f32 {
    match (cited, printed) {
        (Some(a), Some(b)) if a != b => 0.32,
        (None, Some(_)) => 0.9,
        (Some(_), None) => 0.85,
        _ => 1.0,
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of authors are small")]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

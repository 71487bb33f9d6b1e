//! How well a reference agrees with what a marker says of it.
//!
//! The score is a product of factors between 0 and 1: the first name, the co-authors that are
//! named, their number, year and letter, initials. The factors were set by their order of
//! reliability and are mapped to observed rates by [`super::confidence`]; only their order matters
//! to which reference is chosen.

use super::fold::{is_close, is_particle, is_small};
use super::{Cited, CitedYear, Name, ReferenceKey};

/// The score of a reference, 0 where it cannot be meant.
pub(super) fn score(key: &ReferenceKey, cited: &Cited<'_>) -> f32 {
    let year = year_score(key, cited);
    if year == 0.0 {
        return 0.0;
    }
    let persons = persons_score(key, cited);
    let organisation = organisation_score(key, cited);
    year * persons.max(organisation)
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
    let mut used = vec![place];
    for name in cited.rest {
        let found = key.names.iter().enumerate().find(|&(at, other)| {
            !used.contains(&at) && name_score(name, other) >= 0.7
        });
        used.extend(found.map(|(at, _)| at));
    }
    let named = cited.rest.len() + 1;
    let found = used.len();
    let coauthors = if cited.rest.is_empty() {
        1.0
    } else {
        0.35 + 0.65 * ratio(found - 1, cited.rest.len())
    };
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
    let strip = |name: &Name| -> Vec<String> {
        name.words.iter().filter(|word| !is_particle(word)).cloned().collect()
    };
    let (a, b) = (strip(cited), strip(name));
    if a.is_empty() || b.is_empty() {
        return if is_close(&cited.joined, &name.joined) { 0.8 } else { 0.0 };
    }
    if a.concat() == b.concat() {
        return 0.99;
    }
    let (shorter, longer) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if longer.starts_with(shorter) {
        return 0.95;
    }
    if longer.ends_with(shorter) {
        return 0.9;
    }
    if is_close(&a.concat(), &b.concat()) {
        return 0.8;
    }
    let shared = shorter.iter().any(|word| word.len() > 3 && longer.contains(word));
    if shared { 0.7 } else { 0.0 }
}

/// Whether two names are the same but for a slip of spelling.
pub(super) fn is_misspelt(cited: &Name, name: &Name) -> bool {
    is_close(&cited.joined, &name.joined)
        || name.words.first().is_some_and(|word| is_close(&cited.joined, word))
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
            if key.acronym.as_deref() == Some(*word) && word.len() > 1 {
                0.9
            } else if head.first() == Some(word) {
                0.7
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
    let acronym: String = names.map(|name| name.letters.as_str()).take(6).collect();
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
        (Some(a), Some(b)) if a != b => 0.1,
        (None, Some(_)) => 0.9,
        (Some(_), None) => 0.85,
        _ => 1.0,
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of authors are small")]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

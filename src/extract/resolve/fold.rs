//! Names made comparable: without case, accents, apostrophes and hyphens.
//!
//! `García‐López`, `GARCIA LOPEZ` and `Garcia-Lopez` become the words `garcia`, `lopez`. Letters
//! that do not decompose (ø, ł, ß ...) are written as their usual ASCII stand-ins. Two folded names
//! are *close* when few edits part them (optimal string alignment, Damerau 1964, so that two
//! letters in the wrong order are one edit).

use smallvec::SmallVec;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::extract::token::is_apostrophe;

/// Folded words of one name.
pub(crate) type Words = SmallVec<[String; 2]>;

/// Particles of family names that texts keep, drop, capitalise and sort as they please.
const PARTICLES: [&str; 45] = [
    "a", "abd", "abu", "af", "al", "aus", "av", "bin", "binti", "d", "da", "dal", "dalla", "das",
    "de", "degli", "del", "dela", "della", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn",
    "la", "las", "le", "les", "lo", "los", "op", "st", "te", "ten", "ter", "van", "vom", "von",
    "y", "zu", "zur",
];

/// Words too small to tell one organisation from another.
const SMALL: [&str; 24] = [
    "and", "e", "y", "und", "et", "dan", "of", "for", "the", "de", "da", "do", "das", "dos", "des",
    "del", "la", "le", "in", "on", "para", "für", "fur", "a",
];

/// Whether a folded word is a particle of names.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.binary_search(&word).is_ok()
}

/// Whether a folded word is too small to tell organisations apart.
pub(crate) fn is_small(word: &str) -> bool {
    SMALL.contains(&word)
}

/// The folded words of `name`.
pub(crate) fn fold_words(name: &str) -> Words {
    let mut words = Words::new();
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() && !is_raised(letter) {
            fold_letter(letter, &mut word);
        } else if !is_apostrophe(letter)
            && !is_combining_mark(letter)
            && !is_raised(letter)
            && !word.is_empty()
        {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether a letter is the raised one of "nº", for which a degree sign is as often printed.
const fn is_raised(letter: char) -> bool {
    matches!(letter, 'º' | 'ª' | '°')
}

/// Appends the folded form of a letter outside ASCII.
fn fold_letter(letter: char, word: &mut String) {
    for part in std::iter::once(letter).nfkd().filter(|&part| !is_combining_mark(part)) {
        match part {
            'ø' | 'Ø' => word.push('o'),
            'ł' | 'Ł' => word.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => word.push('d'),
            'ı' => word.push('i'),
            'ß' | 'ẞ' => word.push_str("ss"),
            'æ' | 'Æ' => word.push_str("ae"),
            'œ' | 'Œ' => word.push_str("oe"),
            'þ' | 'Þ' => word.push_str("th"),
            _ => word.extend(part.to_lowercase()),
        }
    }
}

/// Whether few edits part two folded names: one from four letters on, two from eight on.
pub(crate) fn is_close(a: &str, b: &str) -> bool {
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    if shorter < 4 || longer > 40 || longer - shorter > 2 {
        return false;
    }
    let allowed = if shorter < 8 { 1 } else { 2 };
    // Few names are misspelt at both ends, and to compare these is cheap.
    let (a_bytes, b_bytes) = (a.as_bytes(), b.as_bytes());
    if a_bytes.first() != b_bytes.first() && a_bytes.last() != b_bytes.last() {
        return false;
    }
    strsim::osa_distance(a, b) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_to_their_letters() {
        assert_eq!(fold_words("García‐López").as_slice(), ["garcia", "lopez"]);
        assert_eq!(fold_words("O’Brien d'Hombres").as_slice(), ["obrien", "dhombres"]);
        assert_eq!(fold_words("Łukasz Sørensen Weiß").as_slice(), ["lukasz", "sorensen", "weiss"]);
        assert_eq!(fold_words("Kube\u{301}sova").as_slice(), ["kubesova"]);
    }

    #[test]
    fn small_slips_are_close() {
        assert!(is_close("muller", "mueller") && is_close("hernandez", "hernadnes"));
        assert!(
            !is_close("lee", "lei") && !is_close("wang", "yangs") && !is_close("brown", "bruin")
        );
    }

    #[test]
    fn the_table_of_particles_is_sorted() {
        assert!(PARTICLES.is_sorted());
    }
}

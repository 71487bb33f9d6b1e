//! Citation keys that people can read: `Meulen2005Network`.
//!
//! A key depends on its reference alone, as far as no other has the same, so that a manuscript still
//! finds its references when papers are added.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::{ReferenceFields, Year};

/// Letters of the title's word that a key takes at least.
const WORD_LETTERS: usize = 4;

/// Keys that have been given.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// In small letters, since BibTeX takes no heed of capitals.
    given: BTreeSet<String>,
    /// By such a key, the number that the next equal one may get.
    next: BTreeMap<String, usize>,
}

impl Keys {
    /// `key`, or with a number where it has been given before.
    pub(super) fn unique(&mut self, key: String) -> String {
        if self.given.insert(key.to_lowercase()) {
            return key;
        }
        let next = self.next.entry(key.to_lowercase()).or_insert(2);
        loop {
            let numbered = format!("{key}-{next}");
            *next += 1;
            if self.given.insert(numbered.to_lowercase()) {
                return numbered;
            }
        }
    }
}

/// First author (or editor), year with its letter, and the first long word of the title.
pub(super) fn of_fields(fields: &ReferenceFields) -> String {
    let person = fields.authors.first().or_else(|| fields.editors.first());
    // Of an organisation, or a book's title in its place, one word is enough.
    let name = person.map_or_else(String::new, |person| match person.given {
        Some(_) => family(&person.family),
        None => words(&person.family).into_iter().take(1).collect(),
    });
    let year = fields.year.as_ref().map_or_else(|| "nd".to_owned(), year);
    let mut title = words(fields.title.as_deref().unwrap_or_default());
    let long = title.iter().position(|word| word.chars().count() >= WORD_LETTERS).unwrap_or(0);
    let word = if title.is_empty() { String::new() } else { title.swap_remove(long) };
    format!("{name}{year}{word}")
}

/// A family name without what stands before it in small letters, and not in capitals throughout.
fn family(name: &str) -> String {
    let parts = name.split(' ').skip_while(|part| part.starts_with(char::is_lowercase));
    let main: Vec<&str> = parts.collect();
    let main = if main.is_empty() { name.to_owned() } else { main.join(" ") };
    let family = words(&main).concat();
    match family.chars().any(char::is_lowercase) {
        true => family,
        false => capitalised(&family.to_lowercase()),
    }
}

fn year(year: &Year) -> String {
    match year.value {
        Some(value) => format!("{value}{}", year.letter.map(String::from).unwrap_or_default()),
        None => {
            let words = words(&year.raw).concat();
            // `n.d.` is an abbreviation, `in press` is words.
            if words.chars().count() > 3 { words } else { words.to_lowercase() }
        }
    }
}

/// The words of `text`, capitalised, without accents and punctuation.
fn words(text: &str) -> Vec<String> {
    let letters = text.nfkd().filter(|&letter| !is_combining_mark(letter));
    let joined = letters.filter(|letter| !matches!(letter, '\'' | '’' | '-' | '‐' | '‑'));
    let plain: String = joined.map(plain).collect();
    let words = plain.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(capitalised).collect()
}

/// A letter without the strokes that are no accents, where it has some.
const fn plain(letter: char) -> char {
    match letter {
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'đ' | 'ð' => 'd',
        'Đ' | 'Ð' => 'D',
        'ı' => 'i',
        'ß' => 's',
        'æ' => 'a',
        'Æ' => 'A',
        'œ' => 'o',
        'Œ' => 'O',
        other => other,
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reference::parse::parse;

    #[test]
    fn keys_are_of_author_year_and_title() {
        let key = |raw| of_fields(&parse(raw));
        assert_eq!(
            key("van der Meulen, P. (2005). The network that carries you. Trade, 3, 1-9."),
            "Meulen2005Network"
        );
        assert_eq!(
            key("Núñez-Øst, A. (2018b). Why go? Trade Review, 8, 20-31."),
            "NunezOst2018bWhy"
        );
        assert_eq!(key("LEE, K., 2003. On ports. Trade Review 3."), "Lee2003Ports");
        assert_eq!(of_fields(&ReferenceFields::default()), "nd");
    }

    #[test]
    fn equal_keys_get_numbers_that_no_other_key_has() {
        let mut keys = Keys::default();
        let mut given = |key: &str| keys.unique(key.to_owned());
        assert_eq!(given("Lee2003"), "Lee2003");
        assert_eq!(given("lee2003-2"), "lee2003-2");
        assert_eq!(given("LEE2003"), "LEE2003-3");
        assert_eq!(given("Lee2003"), "Lee2003-4");
    }
}

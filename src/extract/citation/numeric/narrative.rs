//! Names before a number that make its citation narrative.

use crate::model::Span;

/// How far back names are sought, in bytes.
const WINDOW: usize = 120;

/// The names that end right before `at`, where they are part of the sentence: `Lee et al.`, `Lee and
/// colleagues`, `Lee and Wu`, or the name after `by`.
pub(crate) fn names_before(text: &str, at: usize) -> Option<Span> {
    let mut from = at.saturating_sub(WINDOW);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..at)?;
    let words: Vec<(usize, &str)> = words(before);
    let last = words.len().checked_sub(1)?;
    let word = |back: usize| last.checked_sub(back).and_then(|index| words.get(index)).copied();
    let (_, ending) = word(0)?;
    let group = matches!(
        ending,
        "colleagues"
            | "coworkers"
            | "co-workers"
            | "associates"
            | "collaborators"
            | "Mitarbeiter"
            | "Kollegen"
    );
    let names = if matches!(ending.trim_end_matches('.'), "al" | "dkk" | "col" | "cols") {
        let back = if matches!(word(1)?.1, "et" | "y") { 2 } else { 1 };
        name_start(&words, last.checked_sub(back)?)?
    } else if (group || is_name(ending)) && is_and(word(1)?.1) {
        name_start(&words, last.checked_sub(2)?)?
    } else if is_name(ending) && matches!(word(1)?.1, "by" | "por" | "par" | "von" | "oleh") {
        word(0)?.0
    } else {
        return None;
    };
    Some(Span::new(from + names, at))
}

/// White-space-parted words and where they start.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        if character.is_whitespace() {
            if let Some(from) = start.take() {
                words.push((from, &text[from..at]));
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        words.push((from, &text[from..]));
    }
    words
}

/// Where the names start whose last is word `index`: names parted by commas and their particles.
fn name_start(words: &[(usize, &str)], index: usize) -> Option<usize> {
    let (mut start, last) = *words.get(index)?;
    if !is_name(last.trim_end_matches(',')) {
        return None;
    }
    let mut at = index;
    while let Some(before) = at.checked_sub(1).and_then(|before| words.get(before)) {
        let listed = before.1.ends_with(',') && is_name(before.1.trim_end_matches(','));
        let particle = matches!(
            before.1,
            "van"
                | "von"
                | "de"
                | "der"
                | "den"
                | "da"
                | "di"
                | "du"
                | "la"
                | "le"
                | "del"
                | "dos"
                | "Van"
                | "De"
                | "La"
                | "Le"
        );
        if !listed && !particle {
            break;
        }
        start = before.0;
        at -= 1;
    }
    Some(start)
}

fn is_and(word: &str) -> bool {
    matches!(word, "and" | "&" | "y" | "e" | "et" | "und" | "dan")
}

/// A capital, then letters of which some are small: `Lee`, `O’Brien`, `McKay`, `Abd-Aziz`.
fn is_name(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\'' | '‐'))
        && word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Option<&str> {
        names_before(text, text.len()).map(|span| span.of(text).trim())
    }

    #[test]
    fn names_before_a_number_are_found() {
        assert_eq!(names("as Lee et al. "), Some("Lee et al."));
        assert_eq!(names("as Lee and Wu "), Some("Lee and Wu"));
        assert_eq!(names("as Lee, Wu and Xu "), Some("Lee, Wu and Xu"));
        assert_eq!(names("van der Berg and colleagues "), Some("van der Berg and colleagues"));
        assert_eq!(names("was shown by Lee "), Some("Lee"));
    }

    #[test]
    fn other_words_are_no_names() {
        for text in ["in Africa ", "the firms ", "of ATP ", "", "et al. ", "and "] {
            assert_eq!(names(text), None, "{text}");
        }
    }
}

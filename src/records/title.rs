//! How alike two titles are, and whether two names can be one.
//!
//! Titles are compared folded: without case, marks and punctuation. Their similarity is the
//! Sørensen–Dice coefficient of their letter pairs, 2·shared / all (L. R. Dice, "Measures of the
//! amount of ecologic association between species", *Ecology* 26, 1945; T. Sørensen 1948). A title
//! that is the beginning of the other up to a subtitle is equal to it; titles whose numbers differ
//! ("part 1", "part 2") are not alike at all.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that a title needs to count as another one without its subtitle.
const MAIN_TITLE_WORDS: usize = 4;

/// A title or name without case, marks and punctuation, its words joined by single blanks.
///
/// ```
/// assert_eq!(leitmotif::records::title::folded("Élan: “R&D”, 2"), "elan r d 2");
/// ```
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|&letter| !is_combining_mark(letter)) {
        if letter.is_alphanumeric() {
            match letter {
                'ß' => folded.push_str("ss"),
                'ø' | 'Ø' => folded.push('o'),
                'ł' | 'Ł' => folded.push('l'),
                _ => folded.extend(letter.to_lowercase()),
            }
        } else if !matches!(letter, '\'' | '’' | 'ʼ')
            && !folded.ends_with(' ')
            && !folded.is_empty()
        {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Similarity of two folded titles, from 0 to 1.
///
/// ```
/// use leitmotif::records::title::similarity;
/// assert_eq!(similarity("why small firms export", "why small firms export evidence from peru"), 1.0);
/// assert_eq!(similarity("a survey part 1", "a survey part 2"), 0.0);
/// assert!(similarity("ports and trade", "sports and trades") > 0.8);
/// ```
#[must_use]
pub fn similarity(one: &str, other: &str) -> f64 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let rest = long.strip_prefix(short).filter(|rest| rest.is_empty() || rest.starts_with(' '));
    if let Some(rest) = rest
        && (rest.is_empty() || short.split(' ').count() >= MAIN_TITLE_WORDS)
        && !rest.split(' ').take(3).any(is_number)
    {
        return 1.0;
    }
    let numbers = |title: &str| {
        let mut numbers: Vec<String> =
            title.split(' ').filter(|word| is_number(word)).map(str::to_owned).collect();
        numbers.sort();
        numbers
    };
    if numbers(one) == numbers(other) { strsim::sorensen_dice(one, other) } else { 0.0 }
}

fn is_number(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'i' | b'v' | b'x'))
}

/// Whether two folded family names can be one: equal, or one of them without its particles.
pub(super) fn same_family(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    !short.is_empty()
        && long.strip_suffix(short).is_some_and(|before| before.is_empty() || before.ends_with(' '))
}

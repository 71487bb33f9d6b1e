//! How alike two titles are, and whether two names can be one.
//!
//! Titles are compared folded: without case, marks and punctuation. Their similarity is the
//! Sørensen–Dice coefficient of their letter pairs, 2·shared / all (L. R. Dice, "Measures of the
//! amount of ecologic association between species", *Ecology* 26, 1945; T. Sørensen 1948). A title
//! that is the beginning of the other up to a subtitle is equal to it; titles whose numbers differ
//! ("part 1", "part 2") are not alike at all.

use std::cmp::Ordering;

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

/// A folded title, ready to be compared with many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    text: String,
    /// Pairs of neighbouring letters, blanks left out, sorted.
    pairs: Vec<(char, char)>,
    /// The numbers in it, sorted.
    numbers: Vec<String>,
}

impl Title {
    /// Prepares a title as it is printed.
    #[must_use]
    pub fn of(title: &str) -> Self {
        let text = folded(title);
        let letters: Vec<char> = text.chars().filter(|letter| *letter != ' ').collect();
        let next = letters.iter().skip(1);
        let mut pairs: Vec<(char, char)> = letters.iter().copied().zip(next.copied()).collect();
        pairs.sort_unstable();
        let numbers = text.split(' ').filter(|word| is_number(word));
        let mut numbers: Vec<String> = numbers.map(str::to_owned).collect();
        numbers.sort();
        Self { text, pairs, numbers }
    }

    /// The folded title.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Similarity of two titles, from 0 to 1; 0 where one of them is empty.
    ///
    /// ```
    /// use leitmotif::records::title::Title;
    /// let alike = |one: &str, other: &str| Title::of(one).similarity(&Title::of(other));
    /// assert_eq!(alike("Why small firms export", "Why small firms export: Evidence from Peru"), 1.0);
    /// assert_eq!(alike("A survey, part 1", "A survey, part 2"), 0.0);
    /// assert!(alike("Ports and trade", "Sports and trades") > 0.8);
    /// ```
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        let (one, two) = (self.text.as_str(), other.text.as_str());
        if one.is_empty() || two.is_empty() {
            return 0.0;
        }
        let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
        let rest = long.strip_prefix(short);
        let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with(' '));
        if let Some(rest) = rest
            && (rest.is_empty() || short.split(' ').count() >= MAIN_TITLE_WORDS)
            && !rest.split(' ').take(3).any(is_number)
        {
            return 1.0;
        }
        if self.numbers == other.numbers { dice(&self.pairs, &other.pairs) } else { 0.0 }
    }
}

/// The coefficient of two sorted lists, in which values may stand several times.
fn dice(one: &[(char, char)], other: &[(char, char)]) -> f64 {
    let (mut first, mut second) = (one.iter().peekable(), other.iter().peekable());
    let mut shared = 0_usize;
    while let (Some(a), Some(b)) = (first.peek(), second.peek()) {
        match a.cmp(b) {
            Ordering::Less => drop(first.next()),
            Ordering::Greater => drop(second.next()),
            Ordering::Equal => {
                shared += 1;
                first.next();
                second.next();
            }
        }
    }
    let all = one.len() + other.len();
    #[expect(clippy::cast_precision_loss, reason = "titles are short")]
    let share = if all == 0 { 0.0 } else { 2.0 * shared as f64 / all as f64 };
    share
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

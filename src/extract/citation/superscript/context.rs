//! What stands around a run of numbers says for or against its being raised reference numbers.
//!
//! The scores are log odds, set by hand from how journals print and checked on articles of many
//! publishers. A number fused to an ordinary word in small letters is most likely raised; one fused
//! to capitals (`CD4`, `IL6`), to one letter (`p53`, `R2`) or to a unit (`cm3`) is most likely part
//! of a name. A sentence does not start with a numeral, so `. 17 They` is raised; after "Table",
//! "day", "of" or before a unit a number set apart is a number.

use rustc_hash::FxHashMap;

use super::candidate::{Candidate, Place};
use super::words::{ABBREVIATIONS, AFTER_CITATION, BEFORE_QUANTITY, NAMING};

/// Units that take a raised 2 or 3.
const UNITS: [&str; 14] =
    ["m", "cm", "mm", "km", "dm", "nm", "μm", "µm", "ft", "in", "s", "Å", "kg", "g"];

/// How often words occur in a text, of those that matter to its candidates.
#[derive(Debug, Default)]
pub(crate) struct WordCounts<'t> {
    counts: FxHashMap<&'t str, (u32, u32)>,
}

impl<'t> WordCounts<'t> {
    /// Counts, for every word that a number is fused to, how often it occurs by itself and how often
    /// with this number.
    pub(crate) fn new(text: &'t str, candidates: &[Candidate]) -> Self {
        let mut counts: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
        for candidate in candidates {
            if candidate.place == Place::SpacedWord {
                counts.entry(with_spaced(text, candidate)).or_default().1 += 1;
            }
            if candidate.place != Place::Word {
                continue;
            }
            let word = word_before(text, candidate.span.start);
            counts.entry(word).or_default();
            let with = with_number(text, candidate, word);
            counts.entry(with).or_default().1 += 1;
        }
        if counts.is_empty() {
            return Self { counts };
        }
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if let Some(count) = counts.get_mut(word) {
                count.0 += 1;
            }
        }
        Self { counts }
    }

    fn alone(&self, word: &str) -> u32 {
        self.counts.get(word).map_or(0, |count| count.0)
    }

    fn same(&self, with: &str) -> u32 {
        self.counts.get(with).map_or(0, |count| count.1.max(count.0))
    }
}

/// The letters right before `at`.
fn word_before(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    // No word is longer than this; the bound keeps hostile text linear.
    let mut from = at.saturating_sub(80);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let head = before.get(from..).unwrap_or_default();
    let len =
        head.chars().rev().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    head.get(head.len() - len..).unwrap_or_default()
}

/// The word with the first number fused to it: `CD4`.
fn with_number<'t>(text: &'t str, candidate: &Candidate, word: &str) -> &'t str {
    let end = candidate.parts.first().map_or(candidate.span.end, |part| {
        let digits = part.span.of(text).bytes().take_while(u8::is_ascii_digit).count();
        part.span.start + digits
    });
    text.get(candidate.span.start - word.len()..end).unwrap_or_default()
}

/// The word before a number set apart, with the number: `CO 2`.
fn with_spaced<'t>(text: &'t str, candidate: &Candidate) -> &'t str {
    let before = text.get(..candidate.span.start).unwrap_or_default().trim_end();
    let word = word_before(text, before.len());
    let end = candidate.parts.first().map_or(candidate.span.end, |part| part.span.end);
    text.get(before.len() - word.len()..end).unwrap_or_default()
}

/// Log odds that `candidate` cites, whatever its number.
pub(crate) fn score(text: &str, candidate: &Candidate, words: &WordCounts<'_>) -> f32 {
    let own = match candidate.place {
        Place::Word => word_score(text, candidate, words),
        Place::Mark => mark_score(text, candidate),
        Place::Digit => digit_score(text, candidate),
        Place::SpacedWord => spaced_word_score(text, candidate, words),
        Place::SpacedMark => spaced_mark_score(text, candidate),
        Place::Raised => raised_score(text, candidate),
    };
    own + list_score(candidate)
}

/// Several numbers in rising order are hardly a quantity.
fn list_score(candidate: &Candidate) -> f32 {
    let numbers: Vec<u32> = candidate.numbers().collect();
    if numbers.len() < 2 {
        return 0.0;
    }
    let rising = numbers.windows(2).all(|pair| pair[0] < pair[1]);
    if rising { 1.5 } else { -1.5 }
}

fn word_score(text: &str, candidate: &Candidate, words: &WordCounts<'_>) -> f32 {
    let word = word_before(text, candidate.span.start);
    let letters = word.chars().count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let first_upper = word.chars().next().is_some_and(char::is_uppercase);
    let joined =
        text.get(..candidate.span.start - word.len()).and_then(|before| before.chars().next_back());
    let mut score = match (letters, capitals) {
        (0..=1, _) => -5.0,
        (2, 0) => {
            if matches!(word, "al") {
                3.0
            } else {
                -2.0
            }
        }
        (2, _) => -4.0,
        (3, 0) => 1.0,
        (_, 0) => 2.8,
        (_, 1) if first_upper => 1.2,
        _ => -1.2,
    };
    if UNITS.contains(&word) && candidate.numbers().all(|number| number <= 3) {
        score -= 5.0;
    }
    // "IL-6"-like names are no candidates, but "OsMT3a" and "x_1" are close.
    if joined.is_some_and(|c| c.is_ascii_digit() || matches!(c, '_' | '/' | '@' | '.' | '\\')) {
        score -= 2.5;
    }
    let same = words.same(with_number(text, candidate, word));
    let alone = words.alone(word);
    let plain = capitals == 0 && letters > 3;
    score += if alone > 0 {
        0.8
    } else if plain {
        -0.2
    } else {
        -1.0
    };
    if same > 1 && !plain {
        score -= 0.9 * f32::from(u16::try_from(same.min(5)).unwrap_or(5));
    }
    let next = text.get(candidate.span.end..).and_then(|rest| rest.chars().next());
    if matches!(next, Some('(' | '[')) {
        score -= 1.0;
    }
    score
}

fn mark_score(text: &str, candidate: &Candidate) -> f32 {
    let before = tail(text, candidate.span.start, 40);
    let mark = before.chars().next_back().unwrap_or(' ');
    let word = before
        .trim_end_matches(mark)
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let next = after(text, candidate.span.end);
    match mark {
        '.' | '?' | '!' | '…' => {
            if is_abbreviation(word) {
                return -4.0;
            }
            // "e.g.3", "U.S.5" and file names are rare; a sentence or paragraph starts after a citation.
            2.0 + match next {
                Next::Upper | Next::End => 1.5,
                Next::Lower | Next::Digit => -0.5,
                Next::Mark => 0.3,
            }
        }
        ',' | ';' => 1.8 + if next == Next::Lower { 0.8 } else { 0.0 },
        ':' => 0.3,
        ')' | ']' => bracket_score(before),
        '*' => -0.5,
        _ => 1.2,
    }
}

/// After `2010.`, `0.05.`, `IL6.`: a version or a decimal number unless a sentence ends there.
fn digit_score(text: &str, candidate: &Candidate) -> f32 {
    let before = tail(text, candidate.span.start, 24);
    let year = before
        .trim_end_matches(['.', ','])
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .is_some_and(|digits| digits.len() == 4);
    let next = after(text, candidate.span.end);
    let ends = before.ends_with('.') && matches!(next, Next::Upper | Next::End);
    match (year, ends) {
        (true, true) => 1.5,
        (true, false) if before.ends_with(',') && next == Next::Lower => 1.0,
        (false, true) => -0.8,
        _ => -3.0,
    }
}

/// `(MELOS)6` cites; in `C(CH3)2` a letter touches the opening bracket.
fn bracket_score(before: &str) -> f32 {
    let open = before.rfind(['(', '[']);
    let touched =
        open.and_then(|open| before.get(..open)).and_then(|head| head.chars().next_back());
    match touched {
        Some(c) if c.is_alphanumeric() => -2.0,
        _ => 1.5,
    }
}

fn spaced_word_score(text: &str, candidate: &Candidate, words: &WordCounts<'_>) -> f32 {
    let before = tail(text, candidate.span.start, 60).trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let lower = word.to_lowercase();
    if NAMING.contains(&lower.as_str()) || BEFORE_QUANTITY.contains(&lower.as_str()) {
        return -5.0;
    }
    let mut score = if lower == "al" { 2.0 } else { -1.0 };
    if before.ends_with(|c: char| c.is_ascii_digit()) {
        score -= 1.5;
    }
    let same = words.same(with_spaced(text, candidate));
    if same > 2 && lower != "al" {
        score -= 0.8 * f32::from(u16::try_from(same.min(6) - 1).unwrap_or(5));
    }
    let rest = text.get(candidate.span.end..).unwrap_or_default();
    if rest.starts_with(" /") {
        return -4.0;
    }
    if counts_on(rest) {
        score -= 2.0;
    }
    // Raised numbers that a converter has set apart on both sides.
    if rest.starts_with(" .") || rest.starts_with(" ,") || rest.starts_with(" ;") {
        return score + 3.5;
    }
    score += match after(text, candidate.span.end) {
        Next::Mark => 1.3,
        Next::End => 1.0,
        Next::Upper => -0.5,
        Next::Digit => -1.5,
        Next::Lower => following_word(rest),
    };
    score
}

/// Whether "and 5" or the like follows: "grades 1 and 2".
fn counts_on(rest: &str) -> bool {
    let rest = rest.trim_start_matches([',', ' ']);
    ["and ", "or ", "to ", "y ", "e ", "o ", "ou ", "dan ", "et "].iter().any(|word| {
        rest.strip_prefix(word).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

fn following_word(rest: &str) -> f32 {
    let word = rest.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if AFTER_CITATION.contains(&word) { 0.8 } else { -1.5 }
}

fn spaced_mark_score(text: &str, candidate: &Candidate) -> f32 {
    let before = tail(text, candidate.span.start, 40).trim_end();
    let mark = before.chars().next_back().unwrap_or(' ');
    let word = before
        .trim_end_matches(mark)
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    if ABBREVIATIONS.contains(&word.to_lowercase().as_str())
        || NAMING.contains(&word.to_lowercase().as_str()) && word.len() < 4
    {
        return -4.0;
    }
    let rest = text.get(candidate.span.end..).unwrap_or_default();
    let next = after(text, candidate.span.end);
    match mark {
        '.' if word == "al" => 1.5,
        '.' | '?' | '!' => match next {
            Next::Upper => 1.8,
            Next::End => 1.8,
            Next::Lower => -2.0,
            Next::Mark | Next::Digit => -1.0,
        },
        ',' | ';' if counts_on(rest) => -3.0,
        ',' if word == "al" => 1.0,
        ',' | ';' => match next {
            Next::Lower => following_word(rest) - 0.5,
            Next::End => -0.5,
            _ => -1.8,
        },
        _ => -2.5,
    }
}

fn raised_score(text: &str, candidate: &Candidate) -> f32 {
    let word = word_before(text, candidate.span.start);
    let before = tail(text, candidate.span.start, 4);
    let small = candidate.numbers().all(|number| number <= 3);
    if small && (UNITS.contains(&word) || word.chars().count() == 1)
        || before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '⁻' | '−'))
    {
        return -5.0;
    }
    2.5
}

fn is_abbreviation(word: &str) -> bool {
    // "0.8 V.10" ends a sentence, "v. 10" does not.
    ABBREVIATIONS.contains(&word)
        || word.len() > 1 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// What follows a run of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// A word with a capital, or an opening mark.
    Upper,
    /// A word in small letters.
    Lower,
    /// A digit.
    Digit,
    /// Punctuation.
    Mark,
    /// The end of the paragraph.
    End,
}

fn after(text: &str, at: usize) -> Next {
    let rest = text.get(at..).unwrap_or_default();
    let word = rest.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\t', '\r']);
    let word = match word.strip_prefix('\n') {
        Some(line) if line.trim_start_matches([' ', '\t', '\r']).starts_with('\n') => {
            return Next::End;
        }
        Some(line) => line.trim_start(),
        None => word,
    };
    match word.chars().next() {
        None => Next::End,
        Some(c) if c.is_uppercase() || matches!(c, '“' | '‘' | '(' | '[' | '"' | '¿' | '«') => {
            Next::Upper
        }
        Some(c) if c.is_alphabetic() => Next::Lower,
        Some(c) if c.is_ascii_digit() => Next::Digit,
        Some(_) => Next::Mark,
    }
}

/// At most `bytes` bytes of text before `at`.
fn tail(text: &str, at: usize, bytes: usize) -> &str {
    let mut from = at.saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..at).unwrap_or_default()
}

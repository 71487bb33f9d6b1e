//! Runs of numbers that may be raised reference numbers, and where they stand.
//!
//! Plain text loses the raising, so a citation shows as numbers fused to a word (`market3,4`),
//! after punctuation (`results.12 The`), or set apart (`firms 42, we`, `firms. 17 They`); some texts
//! keep it as Unicode superscripts (`market³`) or mark-up (`market^3,4^`, `<sup>3</sup>`). All runs
//! of numbers in such places are candidates; what they are is decided later.

use crate::extract::citation::numeric::{ReferenceNumbers, expand, is_dash};
use crate::extract::reference::split::opening;
use crate::model::Span;

/// Where a run of numbers stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Fused to a letter.
    Word,
    /// Fused to punctuation.
    Mark,
    /// Fused to a stop or comma after a digit.
    Digit,
    /// After a word and a space.
    SpacedWord,
    /// After punctuation and a space.
    SpacedMark,
    /// Printed as superscript, by character or mark-up.
    Raised,
}

impl Place {
    /// All places.
    pub(crate) const ALL: [Self; 6] =
        [Self::Word, Self::Mark, Self::Digit, Self::SpacedWord, Self::SpacedMark, Self::Raised];

    /// Whether a space stands before the numbers.
    pub(crate) const fn is_spaced(self) -> bool {
        matches!(self, Self::SpacedWord | Self::SpacedMark)
    }
}

/// One number or range of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) span: Span,
    pub(crate) numbers: Vec<u32>,
}

/// A run of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// From the first digit to the last, mark-up included.
    pub(crate) span: Span,
    pub(crate) place: Place,
    pub(crate) parts: Vec<Part>,
}

impl Candidate {
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.parts.iter().flat_map(|part| part.numbers.iter().copied())
    }
}

/// Signs that stand after quantities, primes and parts of names, never after a citation.
const NOT_AFTER: [char; 19] = [
    '%', '°', '/', '+', '=', '′', '’', '\'', '×', '±', '<', '>', '_', '@', '#', '~', '‰', '\t', '™',
];

/// Most numbers or ranges in one run.
const LONGEST: usize = 60;

/// All candidates outside `skip` whose numbers are all in `numbers`, in order.
pub(crate) fn candidates(text: &str, skip: &[Span], numbers: &ReferenceNumbers) -> Vec<Candidate> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut skip = skip.iter().peekable();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        // Digits, and the lead bytes of ¹²³ and of ⁰–⁹.
        if !byte.is_ascii_digit() && byte != 0xc2 && byte != 0xe2 {
            at += 1;
            continue;
        }
        while skip.next_if(|span| span.end <= at).is_some() {}
        if let Some(span) = skip.peek().filter(|span| span.contains(at)) {
            at = span.end;
            continue;
        }
        if !byte.is_ascii_digit()
            && !text.get(at..).is_some_and(|rest| rest.starts_with(is_raised_digit))
        {
            at += 1;
            continue;
        }
        let (candidate, end) = candidate(text, at);
        if let Some(candidate) = candidate
            && candidate.numbers().all(|number| numbers.contains(number))
        {
            found.push(candidate);
        }
        at = end.max(at + 1);
    }
    found
}

/// The candidate that starts with the digit at `at`, and where to go on.
fn candidate(text: &str, at: usize) -> (Option<Candidate>, usize) {
    let raised = text.get(at..).is_some_and(|rest| rest.starts_with(is_raised_digit));
    let digits_end = at + digits_len(text, at);
    let place = if raised { Some(Place::Raised) } else { place(text, at) };
    let Some(place) = place else { return (None, digits_end) };
    let (parts, end) = run(text, at, raised);
    let Some(first) = parts.first() else { return (None, digits_end) };
    let first_end = first.span.end.max(digits_end);
    let (parts, end) =
        if place == Place::Mark { with_spaces(text, parts, end) } else { (parts, end) };
    if !ends_well(text, end, place) {
        return (None, first_end);
    }
    (Some(Candidate { span: Span::new(at, end), place, parts }), end)
}

fn digits_len(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len()
}

/// Where the digit at `at` stands, if numbers there can be raised.
fn place(text: &str, at: usize) -> Option<Place> {
    let before = text.get(..at)?;
    let mut back = before.chars().rev();
    let previous = back.next()?;
    let second = back.next();
    if before.ends_with("<sup>") || previous == '^' || before.ends_with("^{") {
        return Some(Place::Raised);
    }
    if previous.is_alphabetic() {
        return Some(Place::Word);
    }
    if matches!(previous, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{200a}' | '\n') {
        let last =
            before.trim_end_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}', '\u{200a}', '\n']);
        let gap = before.get(last.len()..).unwrap_or_default();
        // An empty line parts paragraphs.
        if gap.len() > 4 || gap.bytes().filter(|byte| *byte == b'\n').count() > 1 {
            return None;
        }
        let last = last.chars().next_back()?;
        return if last.is_alphabetic() || matches!(last, ')' | ']' | '”' | '’' | '"' | '»' | '%')
        {
            Some(Place::SpacedWord)
        } else if matches!(last, '.' | ',' | ';' | ':' | '?' | '!') {
            Some(Place::SpacedMark)
        } else if last.is_ascii_digit() {
            Some(Place::SpacedWord)
        } else {
            None
        };
    }
    match previous {
        // "0.5", "1,000", "12:30"
        '.' | ',' | ':' | ';' if second.is_some_and(|c| c.is_ascii_digit()) => {
            after_digit(before.get(..before.len() - 1)?, previous).then_some(Place::Digit)
        }
        // "of .8"
        '.' | ',' if second.is_none_or(char::is_whitespace) => None,
        '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '’' | '"' | '\'' | '»' | '%'
        | '…' | '*' | '®' | '™' => Some(Place::Mark),
        _ => None,
    }
}

/// Whether a number may be raised after `number` and a mark: a year (`2010.12`), a decimal number
/// (`0.05.12`) or a name (`IL6.12`) stands there.
fn after_digit(number: &str, mark: char) -> bool {
    let word = opening::clip_start(number, 24)
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '=' | '<' | '>' | '~' | '≈'))
        .next()
        .unwrap_or_default();
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    if digits && word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) {
        return matches!(mark, '.' | ',');
    }
    if mark != '.' {
        return false;
    }
    let stops = word.bytes().filter(|byte| *byte == b'.').count();
    let decimal = stops == 1 && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let named = stops == 0 && word.starts_with(char::is_alphabetic);
    decimal || named
}

/// Whether what follows lets the run be raised numbers.
fn ends_well(text: &str, end: usize, place: Place) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let mut after = rest.chars();
    let Some(next) = after.next() else { return true };
    if place == Place::Raised {
        return true;
    }
    let second = after.next();
    match next {
        '.' | ',' | ':' => !second.is_some_and(|c| c.is_ascii_digit()),
        '-' | '–' | '‐' | '−' => second.is_none_or(|c| c.is_whitespace()),
        '(' | '[' => true,
        _ => !next.is_alphanumeric() && !NOT_AFTER.contains(&next),
    }
}

/// The numbers from `at` on and where they end; no parts where the first number fits no reference.
fn run(text: &str, at: usize, raised: bool) -> (Vec<Part>, usize) {
    let mut parts = Vec::new();
    let mut end = at;
    let mut from = at;
    while parts.len() < LONGEST {
        let Some((first, mut next)) = number(text, from, raised) else { break };
        let mut numbers = vec![first];
        if let Some(after) = range_dash(text, next)
            && let Some((last, stop)) = number(text, after, raised)
            && let Some(all) = expand(first, last)
        {
            numbers = all;
            next = stop;
        }
        parts.push(Part { span: Span::new(from, next), numbers });
        end = next;
        match comma(text, next, raised) {
            Some(after) => from = after,
            None => break,
        }
    }
    (parts, end)
}

/// Goes on over numbers that only spaces part, as in `results.19 21 22 The`, where they rise and end
/// a sentence.
fn with_spaces(text: &str, parts: Vec<Part>, end: usize) -> (Vec<Part>, usize) {
    let (mut more, mut stop) = (Vec::new(), end);
    while parts.len() + more.len() < LONGEST {
        let last =
            more.last().or(parts.last()).and_then(|part: &Part| part.numbers.last().copied());
        let spaced = text.get(stop..).is_some_and(|rest| rest.starts_with(' '));
        let (next, after) = if spaced { run(text, stop + 1, false) } else { (Vec::new(), stop) };
        let first = next.first().and_then(|part| part.numbers.first().copied());
        if first.is_none() || first <= last {
            break;
        }
        more.extend(next);
        stop = after;
    }
    let rest = text.get(stop..).unwrap_or_default().trim_start_matches(' ');
    let ends = rest.is_empty() || rest.starts_with(|c: char| c.is_uppercase() || c == '\n');
    if more.is_empty() || !ends {
        return (parts, end);
    }
    (parts.into_iter().chain(more).collect(), stop)
}

/// A number of at most four digits without leading zero and where it ends.
fn number(text: &str, at: usize, raised: bool) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let (mut value, mut digits, mut end) = (0u32, 0, at);
    for character in rest.chars().take(5) {
        let digit = if raised { raised_digit(character) } else { character.to_digit(10) };
        let Some(digit) = digit else { break };
        value = value * 10 + digit;
        digits += 1;
        end += character.len_utf8();
        if digits == 1 && digit == 0 {
            return None;
        }
    }
    (1..=4).contains(&digits).then_some((value, end))
}

/// Where the number after a dash starts.
fn range_dash(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start_matches([' ', '\u{2009}']);
    let after = trimmed.trim_start_matches(|c: char| is_dash(c) || c == '⁻');
    if after.len() == trimmed.len() || trimmed.len() - after.len() > 6 {
        return None;
    }
    let number = after.trim_start_matches([' ', '\u{2009}', '\n']);
    (rest.len() - number.len() <= 8).then_some(at + rest.len() - number.len())
}

/// Where the number after a comma or semicolon starts.
fn comma(text: &str, at: usize, raised: bool) -> Option<usize> {
    let rest = text.get(at..)?;
    let after = rest
        .trim_start_matches([' ', '\u{2009}'])
        .strip_prefix([',', ';', '‚', '’', '˒', '\u{b7}'])?;
    let number = after.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\n']);
    let digit =
        number.starts_with(|c: char| if raised { is_raised_digit(c) } else { c.is_ascii_digit() });
    (digit && rest.len() - number.len() <= 6).then_some(at + rest.len() - number.len())
}

fn is_raised_digit(character: char) -> bool {
    raised_digit(character).is_some()
}

fn raised_digit(character: char) -> Option<u32> {
    Some(match character {
        '⁰' => 0,
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁴' => 4,
        '⁵' => 5,
        '⁶' => 6,
        '⁷' => 7,
        '⁸' => 8,
        '⁹' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Place, Vec<u32>)> {
        candidates(text, &[], &ReferenceNumbers::counted(60))
            .iter()
            .map(|candidate| (candidate.place, candidate.numbers().collect()))
            .collect()
    }

    #[test]
    fn numbers_in_every_place_are_found() {
        assert_eq!(found("the market3,4 grew"), [(Place::Word, vec![3, 4])]);
        assert_eq!(found("It grew.12 The"), [(Place::Mark, vec![12])]);
        assert_eq!(found("It grew,3–5 and"), [(Place::Mark, vec![3, 4, 5])]);
        assert_eq!(found("It grew. 9, 14, 16 The"), [(Place::SpacedMark, vec![9, 14, 16])]);
        assert_eq!(found("It grew 6,29– 31 as"), [(Place::SpacedWord, vec![6, 29, 30, 31])]);
        assert_eq!(found("It grew¹²,¹⁴ as"), [(Place::Raised, vec![12, 14])]);
        assert_eq!(found("It grew^3,4^ as"), [(Place::Raised, vec![3, 4])]);
        assert_eq!(found("in 2010.12 The"), [(Place::Digit, vec![12])]);
    }

    #[test]
    fn numbers_elsewhere_are_not() {
        for text in [
            "H2O", "0.5", "1,000", "12:30", "10−3", "x = 5", "5%", "IL-6", "2010", "a 5-fold",
            "x99999",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}

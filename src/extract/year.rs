//! Years of publication in a text, with their letters and the brackets they stand in.
//!
//! One pass over the bytes notes brackets, paragraph ends and four-digit years from 1400 to 2049;
//! words in a year's place (`in press`, `n.d.`, `s.f.`, `o. J.`) come from an Aho-Corasick
//! automaton. Decades (`1990s`), parts of longer numbers and of identifiers are left out; whether a
//! year belongs to a citation is for others to say.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::extract::resolve::CitedYear;
use crate::model::{Span, Year};

/// A year in the text.
#[derive(Clone, Debug)]
pub(crate) struct YearAnchor {
    /// The year, its letter and a second year (`1998/2005`) included.
    pub(crate) span: Span,
    /// The year; `None` for a word such as `in press`.
    pub(crate) value: Option<i32>,
    /// The letter after it: `a` in `2018a`, `n.d.-a`.
    pub(crate) letter: Option<char>,
    /// The second of two joined years.
    pub(crate) second: Option<i32>,
    /// Whether the work is in its final form: false for `submitted`, `in preparation`.
    pub(crate) is_final: bool,
    /// Place in [`YearScan::brackets`] of the innermost bracket around it.
    pub(crate) bracket: Option<usize>,
    /// Where its paragraph starts.
    pub(crate) paragraph: usize,
}

impl YearAnchor {
    /// What it says of the year of the cited work.
    pub(crate) fn cited(&self) -> CitedYear {
        let Self { second, letter, .. } = *self;
        match self.value {
            Some(value) => CitedYear::Year { value, second, letter },
            None => CitedYear::Undated { letter, final_form: self.is_final },
        }
    }

    /// The year as the model has it.
    pub(crate) fn year(&self, text: &str) -> Year {
        Year { value: self.value, letter: self.letter, raw: self.span.of(text).to_owned() }
    }
}

/// A pair of brackets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bracket {
    /// Offset of the opening bracket.
    pub(crate) open: usize,
    /// Offset of the closing bracket, where there is one.
    pub(crate) close: Option<usize>,
}

/// What one pass over a text found.
#[derive(Debug, Default)]
pub(crate) struct YearScan {
    /// Years in the order of the text.
    pub(crate) anchors: Vec<YearAnchor>,
    /// Brackets that hold a year directly, in the order of their first year.
    pub(crate) brackets: Vec<Bracket>,
}

/// An opening bracket that waits for its end, and its place in the list once a year is in it.
struct Waiting {
    open: usize,
    sign: u8,
    listed: Option<usize>,
}

/// Brackets open deeper than this are forgotten: prose does not nest so, hostile input does.
const DEEPEST: usize = 32;
/// A bracket farther away than this many bytes is taken for one that was never closed.
const FARTHEST: usize = 3_000;
/// The years that count.
const YEARS: std::ops::RangeInclusive<i32> = 1400..=2049;

/// Bytes at which the pass stops.
static STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let bytes = b"()[]12\n";
    let mut at = 0;
    while at < bytes.len() {
        stops[bytes[at] as usize] = true;
        at += 1;
    }
    stops
};

/// Words that stand in a year's place.
const YEARLESS: [&str; 26] = [
    "in press",
    "in\npress",
    "in prep",
    "in preparation",
    "forthcoming",
    "submitted",
    "unpublished",
    "n.d.",
    "n. d.",
    "s.f.",
    "s. f.",
    "s.d.",
    "s. d.",
    "t.t.",
    "o.j.",
    "o. j.",
    "no prelo",
    "en prensa",
    "im druck",
    "im erscheinen",
    "sous presse",
    "à paraître",
    "en preparación",
    "em preparação",
    "tanpa tahun",
    "dalam proses terbit",
];

/// Longest of the words that are abbreviations.
const ABBREVIATION: usize = 5;
/// Starts of the words for works that may never appear, or not under that name.
const UNFINISHED: [&str; 5] = ["in prep", "submitted", "unpublished", "en prep", "em prep"];

#[expect(clippy::expect_used, reason = "the patterns are constants, and a test builds them")]
static YEARLESS_FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .build(YEARLESS)
        .expect("constant patterns")
});

/// Finds the years of `region`.
pub(crate) fn scan_years(text: &str, region: Span) -> YearScan {
    let mut scan = YearScan::default();
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut paragraph = region.start;
    let bytes = text.as_bytes().get(..region.end).unwrap_or_default();
    let mut yearless = YEARLESS_FINDER
        .find_iter(region.of(text))
        .map(|found| Span::new(found.start(), found.end()).shifted(region.start))
        .filter(|&span| is_word_alone(text, span))
        .peekable();
    let mut at = region.start;
    while let Some(step) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| STOPS[usize::from(byte)]))
    {
        at += step;
        while let Some(span) = yearless.next_if(|span| span.start < at) {
            let anchor = yearless_anchor(text, span, paragraph);
            list(&mut scan, &mut waiting, anchor);
        }
        let Some(&byte) = bytes.get(at) else { break };
        match byte {
            b'(' | b'[' => {
                if waiting.len() == DEEPEST {
                    waiting.remove(0);
                }
                waiting.push(Waiting { open: at, sign: byte, listed: None });
            }
            b')' | b']' => close(&mut scan, &mut waiting, byte, at),
            b'\n' => {
                if is_blank_line(bytes, at + 1) {
                    waiting.clear();
                    paragraph = at + 1;
                }
            }
            _ => {
                if let Some(anchor) = read_year(text, at, paragraph) {
                    at = anchor.span.end;
                    list(&mut scan, &mut waiting, anchor);
                    continue;
                }
                at += bytes
                    .get(at..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                continue;
            }
        }
        at += 1;
    }
    for span in yearless {
        let anchor = yearless_anchor(text, span, paragraph);
        list(&mut scan, &mut waiting, anchor);
    }
    scan
}

/// Adds an anchor with the bracket it stands in.
fn list(scan: &mut YearScan, waiting: &mut [Waiting], mut anchor: YearAnchor) {
    if scan.anchors.last().is_some_and(|last| last.span.overlaps(anchor.span)) {
        return;
    }
    if let Some(bracket) = waiting.last_mut()
        && anchor.span.start - bracket.open <= FARTHEST
    {
        let place = *bracket.listed.get_or_insert_with(|| {
            scan.brackets.push(Bracket { open: bracket.open, close: None });
            scan.brackets.len() - 1
        });
        anchor.bracket = Some(place);
    }
    scan.anchors.push(anchor);
}

/// Closes the innermost bracket of the sign's kind.
fn close(scan: &mut YearScan, waiting: &mut Vec<Waiting>, sign: u8, at: usize) {
    let opening = if sign == b')' { b'(' } else { b'[' };
    let Some(place) = waiting.iter().rposition(|bracket| bracket.sign == opening) else { return };
    if let Some(bracket) = waiting.get(place).and_then(|bracket| bracket.listed)
        && let Some(bracket) = scan.brackets.get_mut(bracket)
    {
        bracket.close = Some(at);
    }
    waiting.truncate(place);
}

/// Whether the line that starts at `at` has nothing but blanks.
fn is_blank_line(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    let next = rest.iter().take(80).find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    next == Some(&b'\n')
}

/// Whether no letter or digit touches the span, and it is no person's initials.
fn is_word_alone(text: &str, span: Span) -> bool {
    // Initials: "Koskinen, T.T."
    let word = span.of(text);
    if word.len() <= ABBREVIATION && word.starts_with(char::is_uppercase) {
        return false;
    }
    let before = text.get(..span.start).and_then(|rest| rest.chars().next_back());
    let after = text.get(span.end..).and_then(|rest| rest.chars().next());
    !before.is_some_and(char::is_alphanumeric)
        && (!after.is_some_and(char::is_alphanumeric)
            || text.get(..span.end).is_some_and(|t| t.ends_with('.')))
}

/// The anchor of a word in a year's place, with the letter of `n.d.-a`.
fn yearless_anchor(text: &str, span: Span, paragraph: usize) -> YearAnchor {
    let rest = text.as_bytes().get(span.end..).unwrap_or_default();
    let (letter, length) = match rest {
        [b'-', letter, next, ..]
            if letter.is_ascii_lowercase() && !next.is_ascii_alphanumeric() =>
        {
            (Some(char::from(*letter)), 2)
        }
        [letter, next, ..] if letter.is_ascii_lowercase() && !next.is_ascii_alphanumeric() => {
            (Some(char::from(*letter)), 1)
        }
        _ => (None, 0),
    };
    let span = Span::new(span.start, span.end + length);
    let word = span.of(text).to_lowercase();
    let is_final = !UNFINISHED.iter().any(|unfinished| word.starts_with(unfinished));
    YearAnchor { span, value: None, letter, second: None, is_final, bracket: None, paragraph }
}

/// The four digits at `at` as a number, where no digit follows.
fn four_digits(bytes: &[u8], at: usize) -> Option<i32> {
    let digits = bytes.get(at..at + 4)?;
    if bytes.get(at + 4).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + i32::from(digit - b'0'))
    })
}

/// The year that starts at `at`, unless the digits are part of something else.
fn read_year(text: &str, at: usize, paragraph: usize) -> Option<YearAnchor> {
    let bytes = text.as_bytes();
    let value = four_digits(bytes, at).filter(|value| YEARS.contains(value))?;
    let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
    let earlier = at.checked_sub(2).and_then(|before| bytes.get(before)).copied();
    match before {
        Some(b'/') if !earlier.is_some_and(|byte| byte.is_ascii_digit()) => return None,
        Some(b'_' | b'#' | b'$' | b'@' | b'=' | b'+' | b'*' | b'<' | b'>' | b'^' | b'~') => {
            return None;
        }
        Some(byte) if byte.is_ascii_alphanumeric() => return None,
        Some(b'-') if !earlier.is_some_and(|byte| byte.is_ascii_whitespace()) => return None,
        Some(b'.') if earlier.is_some_and(|byte| byte.is_ascii_digit()) => return None,
        _ => {}
    }
    let mut end = at + 4;
    let mut letter = None;
    let mut second = None;
    match bytes.get(end..).unwrap_or_default() {
        [b'%' | b'_', ..] => return None,
        [b'.', digit, ..] if digit.is_ascii_digit() => return None,
        [b',', a, b, c, rest @ ..]
            if [a, b, c].iter().all(|digit| digit.is_ascii_digit())
                && !rest.first().is_some_and(u8::is_ascii_digit) =>
        {
            return None;
        }
        [b's', rest @ ..] if !rest.first().is_some_and(u8::is_ascii_alphanumeric) => return None,
        [mark, ..] if mark.is_ascii_lowercase() => {
            let after = text.get(end + 1..).and_then(|rest| rest.chars().next());
            if after.is_some_and(char::is_alphanumeric) {
                return None;
            }
            letter = Some(char::from(*mark));
            end += 1;
        }
        [mark, ..] if mark.is_ascii_alphabetic() => return None,
        rest => {
            if let Some((year, length)) = joined_year(rest, value) {
                second = Some(year);
                end += length;
            } else if matches!(rest, [b'-' | b'/', digit, ..] if digit.is_ascii_digit()) {
                return None;
            }
        }
    }
    let span = Span::new(at, end);
    Some(YearAnchor {
        span,
        value: Some(value),
        letter,
        second,
        is_final: true,
        bracket: None,
        paragraph,
    })
}

/// A second year joined to the first by a slash or a dash, and the length of both: `/2005`, `–05`.
fn joined_year(rest: &[u8], first: i32) -> Option<(i32, usize)> {
    let sign = match rest {
        [b'/' | b'-', ..] => 1,
        [0xe2, 0x80, 0x90..=0x95, ..] => 3,
        _ => return None,
    };
    if let Some(year) = four_digits(rest, sign) {
        return (YEARS.contains(&year) && year != first).then_some((year, sign + 4));
    }
    match rest.get(sign..)? {
        [a, b, after @ ..]
            if a.is_ascii_digit()
                && b.is_ascii_digit()
                && !after.first().is_some_and(u8::is_ascii_alphanumeric) =>
        {
            let year = first / 100 * 100 + i32::from(a - b'0') * 10 + i32::from(b - b'0');
            (year > first).then_some((year, sign + 2))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(text: &str) -> Vec<&str> {
        let scan = scan_years(text, Span::new(0, text.len()));
        scan.anchors.iter().map(|anchor| anchor.span.of(text)).collect()
    }

    #[test]
    fn years_are_told_from_other_numbers() {
        assert_eq!(
            years(
                "Lee (2003a, 1998/2005; 2003–05) in 12010, the 1990s, 2000.5, 1,999, 2010,000, doi/2010/x 2019_1 2015/50305-8"
            ),
            ["2003a", "1998/2005", "2003–05"]
        );
        assert_eq!(years("2010"), ["2010"]);
        assert_eq!(
            years("(Wu, n.d.-a; Oh, In Press; Ng, T.T., pressing in pressure; Sun, s. f.)"),
            ["n.d.-a", "In Press", "s. f."]
        );
    }

    #[test]
    fn a_year_knows_its_innermost_bracket() {
        let text = "(a [b 2001] c 2002) 2003 (d\n\n2004)";
        let scan = scan_years(text, Span::new(0, text.len()));
        let open: Vec<_> = scan
            .anchors
            .iter()
            .map(|anchor| {
                anchor.bracket.and_then(|place| scan.brackets.get(place)).map(|b| (b.open, b.close))
            })
            .collect();
        assert_eq!(open, [Some((3, Some(10))), Some((0, Some(18))), None, None]);
    }
}

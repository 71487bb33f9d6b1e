//! Numbers and keys that open the entries of a list: `[12]`, `(12)`, `12.`, `12)`, `12`, `¹²`, `[Lee03]`.
//!
//! A number at the start of a line may be a volume or a page as well, so single lines decide
//! nothing. For each way of printing, the best chain of rising numbers is sought over the whole
//! list: every step from `n` to `n + 1` counts for a chain and every number left out against it;
//! a list may start again at 1. The kind whose chain counts most is the list's. The search keeps
//! the best chain that ends at each number and is linear in the number of candidates.

use rustc_hash::FxHashMap;

use super::line::Line;
use super::opening::{self, Opening};

/// How a label is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `[12]`
    Bracket,
    /// `(12)`
    Parenthesis,
    /// `12.`
    Stop,
    /// `12)`
    Closing,
    /// `12` before a word with a capital
    Bare,
    /// `¹²`
    Superscript,
}

const KINDS: [Kind; 6] =
    [Kind::Bracket, Kind::Parenthesis, Kind::Stop, Kind::Closing, Kind::Bare, Kind::Superscript];

/// A number at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) kind: Kind,
    pub(crate) number: u32,
    /// Bytes from the start of the line to the text after the label.
    pub(crate) len: usize,
}

/// Numbers above this label no entry.
const HIGHEST: u32 = 99_999;

/// The number that opens `line`.
pub(crate) fn label(line: &str) -> Option<Label> {
    let body = line.trim_start_matches(['-', '*', '•', '\\', '^', '#']).trim_start();
    let skipped = line.len() - body.len();
    let superscripts: String = body.chars().map_while(superscript_digit).collect();
    if !superscripts.is_empty() {
        let len = body.chars().take(superscripts.len()).map(char::len_utf8).sum::<usize>();
        return finish(Kind::Superscript, &superscripts, body, len, skipped);
    }
    let (open, rest) = match body.as_bytes().first()? {
        b'[' => (Some(Kind::Bracket), &body[1..]),
        b'(' => (Some(Kind::Parenthesis), &body[1..]),
        _ => (None, body),
    };
    let inner = rest.trim_start_matches([' ', '^']);
    let digits = inner.len() - inner.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 5 {
        return None;
    }
    let after = inner[digits..].trim_start_matches('\\');
    let tail = match open {
        Some(Kind::Bracket) => after.trim_start().strip_prefix(']')?,
        Some(_) => after.trim_start().strip_prefix(')')?,
        None => after,
    };
    let (kind, tail) = match open {
        Some(kind) => (kind, tail.trim_start_matches([':', '.'])),
        None => match tail.as_bytes().first() {
            // "12.5" and "10.1000/1" are no labels.
            Some(b'.') if !tail[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                (Kind::Stop, &tail[1..])
            }
            Some(b')') => (Kind::Closing, tail[1..].trim_start_matches('.')),
            Some(b']') => return None,
            None => (Kind::Bare, tail),
            Some(b' ' | b'\t') => (Kind::Bare, tail),
            _ if tail.starts_with('\u{a0}') || tail.starts_with('\u{2003}') => (Kind::Bare, tail),
            _ => return None,
        },
    };
    finish(kind, &inner[..digits], body, body.len() - tail.len(), skipped)
}

fn finish(kind: Kind, digits: &str, body: &str, len: usize, skipped: usize) -> Option<Label> {
    let number = digits.parse().ok().filter(|&number| number <= HIGHEST)?;
    let rest = body[len..].trim_start();
    if kind == Kind::Bare && !rest.is_empty() {
        let open = opening::of(rest);
        if matches!(open, Opening::Lower | Opening::Digit | Opening::Mark) {
            return None;
        }
    }
    Some(Label { kind, number, len: skipped + body.len() - rest.len() })
}

fn superscript_digit(character: char) -> Option<char> {
    Some(match character {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        _ => return None,
    })
}

/// A place in the list where a numbered entry starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    /// The number of the line.
    pub(crate) line: usize,
    /// The label found there.
    pub(crate) label: Label,
}

/// The chain of labels that fits the whole list best, if one fits.
pub(crate) fn chain(text: &str, lines: &[Line]) -> Option<Vec<Start>> {
    let mut best: Option<(f32, Vec<Start>)> = None;
    let labels: Vec<Option<Label>> = lines.iter().map(|line| label(line.span.of(text))).collect();
    for kind in KINDS {
        let candidates: Vec<Start> = labels
            .iter()
            .enumerate()
            .filter_map(|(line, label)| {
                label.filter(|label| label.kind == kind).map(|label| Start { line, label })
            })
            .collect();
        if candidates.len() < 2 {
            continue;
        }
        let (score, found) = best_chain(text, lines, &candidates);
        if fits(&found, lines) && best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, found));
        }
    }
    best.map(|(_, found)| found)
}

/// Whether the chain can be the numbering of the list rather than a few volumes in a row.
fn fits(found: &[Start], lines: &[Line]) -> bool {
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return false };
    // "(2011) … (2012)" are years.
    let rising = found.len() >= 2 && first.label.number <= 1
        || found.len() >= 4 && first.label.number < 1000;
    // Entries of a list have a handful of lines; before the first there may be a line or two.
    let dense = lines.len() <= found.len() * 14 + 4;
    let early = first.line <= 3 || first.line * 5 <= lines.len();
    let late = last.line * 2 >= lines.len() || lines.len() - last.line <= 12;
    rising && dense && early && late
}

/// How far a chain may jump where numbers are missing.
const LONGEST_JUMP: u32 = 4;

fn best_chain(text: &str, lines: &[Line], candidates: &[Start]) -> (f32, Vec<Start>) {
    let mut ending: FxHashMap<u32, (f32, usize)> = FxHashMap::default();
    let mut back: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    let mut finished: Option<(f32, usize)> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        let number = candidate.label.number;
        let own = own_score(text, lines, candidate);
        let mut best: (f32, Option<usize>) = (if number <= 1 { 0.5 } else { -1.0 }, None);
        for step in 1..=LONGEST_JUMP.min(number) {
            if let Some(&(score, previous)) = ending.get(&(number - step)) {
                let score = score + step_score(step);
                if score > best.0 {
                    best = (score, Some(previous));
                }
            }
        }
        if let Some((score, previous)) = finished
            && number == 1
            && score - 2.5 > best.0
        {
            best = (score - 2.5, Some(previous));
        }
        back.push(best.1);
        let score = best.0 + own;
        if ending.get(&number).is_none_or(|&(other, _)| score >= other) {
            ending.insert(number, (score, index));
        }
        if finished.is_none_or(|(other, _)| score > other) {
            finished = Some((score, index));
        }
    }
    let Some((score, mut at)) = finished else { return (0.0, Vec::new()) };
    let mut found = vec![candidates[at]];
    while let Some(previous) = back[at] {
        found.push(candidates[previous]);
        at = previous;
    }
    found.reverse();
    (score, found)
}

/// Credit for a step to the next number, charge for numbers left out.
fn step_score(step: u32) -> f32 {
    match step {
        1 => 1.0,
        2 => -1.0,
        3 => -1.5,
        _ => -2.0,
    }
}

/// What the line and the one before it say for or against a label, whatever its number.
fn own_score(text: &str, lines: &[Line], start: &Start) -> f32 {
    let line = &lines[start.line];
    let rest = &line.span.of(text)[start.label.len..];
    let mut score = match opening::of(rest) {
        Opening::Name(strength) => 0.3 * f32::from(strength),
        Opening::Organisation | Opening::Repeated => 0.5,
        Opening::Capital | Opening::Address => 0.2,
        Opening::Lower => -0.4,
        Opening::Digit => -0.6,
        Opening::Mark => -0.3,
    };
    let before = start.line.checked_sub(1).and_then(|index| lines.get(index));
    score += match before.map(|line| line.span.of(text)) {
        None => 0.5,
        Some(_) if line.blank_before => 0.5,
        Some(before) if before.ends_with([',', '&', '-', '–', ';', ':', '(']) => -0.6,
        Some(before) if before.ends_with('.') => 0.2,
        Some(_) => 0.0,
    };
    score
}

/// The key in brackets that opens `line`, as BibTeX's alphabetic styles print it: `[LW03a]`.
pub(crate) fn key(line: &str) -> Option<(&str, usize)> {
    let inner = line.strip_prefix('[')?;
    let end = inner.find(']').filter(|&end| (2..=30).contains(&end))?;
    let key = &inner[..end];
    let shaped = key.starts_with(|c: char| c.is_alphabetic())
        && key.ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '+')
        && key.bytes().any(|byte| byte.is_ascii_digit())
        && !key.contains("http");
    let after = &inner[end + 1..];
    let len = line.len() - after.trim_start_matches([':', ' ', '\t']).len();
    shaped.then_some((key, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Option<(Kind, u32, &str)> {
        label(line).map(|found| (found.kind, found.number, &line[found.len..]))
    }

    #[test]
    fn labels_of_all_kinds_are_read() {
        for (line, kind) in [
            ("[12] Lee J", Kind::Bracket),
            ("[ 12 ]: Lee J", Kind::Bracket),
            ("\\[12\\] Lee J", Kind::Bracket),
            ("(12) Lee J", Kind::Parenthesis),
            ("12. Lee J", Kind::Stop),
            ("12.\tLee J", Kind::Stop),
            ("12) Lee J", Kind::Closing),
            ("12 Lee J", Kind::Bare),
            ("¹² Lee J", Kind::Superscript),
            ("- 12. Lee J", Kind::Stop),
        ] {
            assert_eq!(parsed(line), Some((kind, 12, "Lee J")), "{line}");
        }
        assert_eq!(parsed("7"), Some((Kind::Bare, 7, "")));
    }

    #[test]
    fn numbers_that_label_nothing_are_left() {
        for line in [
            "10.1000/182",
            "12, 33–45.",
            "12(3), 4",
            "2010;14:12",
            "12 pp. in all",
            "(Lee",
            "[Lee03]",
            "[",
            "",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn keys_are_read() {
        assert_eq!(key("[LW03a] Lee, J."), Some(("LW03a", 8)));
        assert_eq!(key("[Lee et al. 2003] Lee, J."), Some(("Lee et al. 2003", 18)));
        assert_eq!(key("[In German] Lee"), None);
    }
}

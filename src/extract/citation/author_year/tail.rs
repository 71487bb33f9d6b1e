//! What follows the year in a callout: letters, locators, and what joins it to the next year.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::Span;

#[expect(clippy::expect_used, reason = "the patterns are constants, and tests build them")]
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("constant pattern")
}

/// `p. 23`, `S. 12 f.`, `hlm. 5-7`, `Fig. 3`, `:45`, after a comma, colon or blank.
static LOCATOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\s*[,:]?\s*(?:(?:(?:pp?|S|P|hlm|hal|págs?|pags?|chap|chapters?|chs?|cap|caps|Kap|figs?|Figs?|",
        r"Figures?|figures?|Abb|Tab|Tables?|tables?|paras?|paragraphs?|secs?|sections?|Sections?|vol|Vol|",
        r"Bd|n|notas?|note|fn|Fn|Anm|arts?|Art|eqs?|Eqs?|Chapters?|Chap|Ch|Bab|bab|Appendix|loc)\b\.?|§+)\s*",
        r"(?:\d[\w.]*|[ivxlcIVXLC]+\b|[A-Z]\d*\b)",
        r"(?:\s*[-–—‐]\s*\d+\w*|\s*(?:,|&|and|y|e|und|dan)\s*\d{1,3}\b|\s*ff?\.)*",
        r"|:\s*\d{1,4}\b(?:\s*[-–—‐,]\s*\d{1,4}\b)*)",
    ))
});

/// Signs and words between two years of the same authors.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\s*(?:[,;&/+]|and|y|e|et|und|dan|or|see also|also|as well as|bzw\.)",
        r"(?:\s*(?:and|&|y|e|et|und|dan|see also|also))?",
        r"(?:\s*(?i:idem|id\.|ders\.|dies\.|ead\.)\s*,?)?\s*$",
    ))
});

/// A further letter of the same year: `, b`, `/b`, `–d`, `and c`.
static LETTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(\s*(?:[,;/&+]|and|y|e|und|dan)\s*|\s*[-–]\s*)([a-z])(?:[\s,;:)\]/&–+-]|$)")
});

/// A further letter and what it is after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FurtherLetter {
    /// The letter's place; with the dash where it ends a range.
    pub(super) span: Span,
    /// The letter.
    pub(super) letter: char,
    /// Whether all letters since the one before are meant.
    pub(super) range: bool,
}

/// The text of at most `length` bytes from `from` on.
fn window(text: &str, from: usize, length: usize) -> &str {
    let end = (from..=(from + length).min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    end.and_then(|end| text.get(from..end)).unwrap_or_default()
}

/// The letters that follow a year with the letter `last`, each later in the alphabet.
pub(super) fn read_letters(text: &str, from: usize, mut last: char) -> Vec<FurtherLetter> {
    let mut letters = Vec::new();
    let mut at = from;
    while let Some(found) = LETTER.captures(window(text, at, 16)) {
        let (Some(joint), Some(mark)) = (found.get(1), found.get(2)) else { break };
        let Some(letter) = mark.as_str().chars().next().filter(|&letter| letter > last) else {
            break;
        };
        let distance = u32::from(letter) - u32::from(last);
        let range = joint.as_str().contains(['-', '–']);
        if distance > if range { 12 } else { 3 } {
            break;
        }
        let start = if range { at } else { at + mark.start() };
        letters.push(FurtherLetter { span: Span::new(start, at + mark.end()), letter, range });
        at += mark.end();
        last = letter;
    }
    letters
}

/// The locator that follows at `from`, without the signs before it; several in a row are one:
/// "p. 18, note 3".
pub(crate) fn read_locator(text: &str, from: usize) -> Option<Span> {
    let mut locator = read_one_locator(text, from)?;
    for _ in 0..3 {
        let Some(next) = read_one_locator(text, locator.end) else { break };
        locator.end = next.end;
    }
    Some(locator)
}

fn read_one_locator(text: &str, from: usize) -> Option<Span> {
    let rest = window(text, from, 80);
    if !rest.starts_with([',', ':', ' ', '\n', '\u{a0}']) {
        return None;
    }
    let found = LOCATOR.find(rest)?;
    let whole = found.as_str();
    // The stop of a sentence; that of "12 ff." is its own.
    let whole = if whole.ends_with("f.") { whole } else { whole.trim_end_matches('.') };
    let inside = whole.trim_start_matches([',', ' ', '\n', '\u{a0}']);
    let end = from + whole.len();
    Some(Span::new(end - inside.len(), end))
}

/// Whether `gap` joins two years of the same authors.
pub(super) fn joins_years(gap: &str) -> bool {
    gap.len() <= 24 && BETWEEN.is_match(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locators_of_many_kinds() {
        for (rest, expected) in [
            (", p. 23)", Some("p. 23")),
            (", pp. 23–25; Wu", Some("pp. 23–25")),
            (": 23-25)", Some(": 23-25")),
            (":45)", Some(":45")),
            (", S. 12 ff.)", Some("S. 12 ff.")),
            (", hlm. 5)", Some("hlm. 5")),
            (", ch. 4)", Some("ch. 4")),
            (", Fig. 3a)", Some("Fig. 3a")),
            (", p. 4, 2005)", Some("p. 4")),
            (", 2005)", None),
            (", Section 2.1)", Some("Section 2.1")),
            (" shows", None),
            (", p. 18, 21 e 36, nota 34; idem", Some("p. 18, 21 e 36, nota 34")),
        ] {
            assert_eq!(read_locator(rest, 0).map(|span| span.of(rest)), expected, "{rest}");
        }
    }

    #[test]
    fn letters_go_on_in_order() {
        let read = |rest: &str| -> String {
            read_letters(rest, 0, 'a')
                .iter()
                .map(|found| found.span.of(rest))
                .collect::<Vec<_>>()
                .join("|")
        };
        assert_eq!(read(", b; Wu"), "b");
        assert_eq!(read(",b,c)"), "b|c");
        assert_eq!(read("–d)"), "–d");
        assert_eq!(read(" and b)"), "b");
        assert_eq!(read(", p. 4)"), "");
        assert_eq!(read(", a new"), "");
    }

    #[test]
    fn years_are_joined_by_little() {
        assert!(
            joins_years(", ")
                && joins_years("; idem, ")
                && joins_years("; ")
                && joins_years(", and ")
                && joins_years(" & ")
        );
        assert!(!joins_years(" ") && !joins_years(", Wu ") && !joins_years(") "));
    }
}

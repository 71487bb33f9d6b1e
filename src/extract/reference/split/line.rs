//! The printed lines of a bibliography, with what the layout says about each.
//!
//! Empty lines are not lines here: they only mark the line after them. Lines that are no part of
//! any entry (page numbers, running heads that come back, headings of sub-lists) are marked as
//! [`Role::Noise`] or [`Role::Heading`].

use std::collections::BTreeMap;

use crate::model::Span;

use super::opening;

/// One line that is not empty.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The line without white space at its ends.
    pub(crate) span: Span,
    /// Columns of white space before it; a tab counts four.
    pub(crate) indent: usize,
    /// Width in characters, without the indent.
    pub(crate) width: usize,
    /// Whether an empty line, or the start of the text, stands before it.
    pub(crate) blank_before: bool,
    /// Whether it is a piece of a longer printed line.
    pub(crate) inside: bool,
    /// What it is.
    pub(crate) role: Role,
}

/// What a line is in a bibliography.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Text of an entry.
    Text,
    /// Page number or running head.
    Noise,
    /// Heading of a part of the list.
    Heading,
}

/// The lines of `region` that are not empty.
pub(crate) fn lines(text: &str, region: Span) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut blank = true;
    let mut start = region.start;
    for printed in region.of(text).split_inclusive(['\n', '\u{c}']) {
        let span = Span::new(start, start + printed.len()).trimmed(text);
        if span.is_empty() {
            // A form feed ends a page, not a paragraph.
            blank |= !printed.contains('\u{c}');
        } else {
            let before = &text[start..span.start];
            lines.push(Line {
                span,
                indent: before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum(),
                width: span.of(text).chars().count(),
                blank_before: blank,
                inside: false,
                role: Role::Text,
            });
            blank = false;
        }
        start += printed.len();
    }
    lines
}

/// Marks page numbers, running heads and the headings of sub-lists.
pub(crate) fn mark_roles(text: &str, lines: &mut [Line]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let keys: Vec<Option<String>> = lines.iter().map(|line| head_key(line.span.of(text))).collect();
    for key in keys.iter().flatten() {
        *seen.entry(key.clone()).or_default() += 1;
    }
    let following: Vec<bool> = lines.iter().skip(1).map(|line| line.blank_before).collect();
    let numbers: Vec<bool> = lines.iter().map(|line| is_page_number(line.span.of(text))).collect();
    for (index, line) in lines.iter_mut().enumerate() {
        let inside = line.span.of(text);
        let repeated =
            keys[index].as_ref().is_some_and(|key| seen.get(key).is_some_and(|&n| n > 2));
        let blank_after = following.get(index).copied().unwrap_or(true);
        let alone = line.blank_before && blank_after;
        if is_page_number(inside) || repeated && (alone || beside_number(index, &numbers)) {
            line.role = Role::Noise;
        } else if is_heading(inside, alone) {
            line.role = Role::Heading;
        }
    }
}

fn beside_number(index: usize, numbers: &[bool]) -> bool {
    let at = |index: usize| numbers.get(index).copied().unwrap_or(false);
    at(index + 1) || index.checked_sub(1).is_some_and(at)
}

/// What running heads have in common from page to page: a short line, its digits left out.
fn head_key(line: &str) -> Option<String> {
    // Long lines are no heads, and repeated authors ("Lee, J.") come with a title and a year.
    if line.len() > 90 || opening::find_year(line).is_some() {
        return None;
    }
    let key: String = line.chars().filter(|c| c.is_alphabetic()).collect();
    (key.len() > 8 && !line.ends_with([',', '-', '&']) && !line.starts_with("http"))
        .then_some(key)
        .filter(|key| key.chars().next().is_some_and(char::is_uppercase))
}

fn is_page_number(line: &str) -> bool {
    let core = line.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '|' | ' '));
    !core.is_empty() && core.len() <= 4 && core.bytes().all(|byte| byte.is_ascii_digit())
        || line
            .strip_prefix("Page ")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.len() < 12)
}

fn is_heading(line: &str, alone: bool) -> bool {
    if line.starts_with('#') && line.trim_start_matches('#').starts_with(' ') {
        return true;
    }
    alone
        && line.len() < 60
        && !line.ends_with(['.', ',', ')', ';'])
        && !line.bytes().any(|byte| byte.is_ascii_digit())
        && !line.contains("//")
        && line.chars().next().is_some_and(char::is_uppercase)
        && !matches!(opening::of(line), opening::Opening::Name(_))
}

//! Lexicoder dictionaries (`.lc3`): lines `+category#RRGGBB`, each followed by its patterns, one a line.
//!
//! Patterns are words or phrases; `*` at the end of a word, or after a space at the end of a line, is any
//! letters. Spaces around a pattern mean nothing. Categories are flat; names with stops (`motives.proactive`) are read as paths.

use super::liwc::lines;
use super::notice::{Notice, NoticeKind};
use super::outline::{Branch, Outline, Report, unfold};
use super::term::Signs;
use super::write::{Capabilities, Flat, Wildcards, collect};
use crate::error::MistakeKind;
use crate::model::{Codebook, Span};

pub(super) fn read(report: &mut Report<'_>) -> Option<Outline> {
    let heading = |line: &str| {
        line.strip_prefix('+').map(|name| match name.rsplit_once('#') {
            Some((name, digits)) => match color(digits.trim()) {
                Some(color) => (name.to_owned(), Some(color)),
                None => (format!("{name}#{digits}"), None),
            },
            None => (name.to_owned(), None),
        })
    };
    let term = |line: &str| match line.strip_suffix(" *") {
        Some(word) => format!("{}*", word.trim_end()),
        None => line.to_owned(),
    };
    read_listed(report, heading, term, "write `+category` before its patterns")
}

/// Reads a file of headings, each followed by the terms of its category.
pub(super) fn read_listed(
    report: &mut Report<'_>,
    heading: impl Fn(&str) -> Option<(String, Option<String>)>,
    term: impl Fn(&str) -> String,
    advice: &str,
) -> Option<Outline> {
    let mut rows: Vec<(String, Branch)> = Vec::new();
    for (span, line) in lines(report.text) {
        let body = line.trim();
        if body.is_empty() {
            continue;
        }
        let start = span.start + line.len() - line.trim_start().len();
        let span = Span::new(start, start + body.len());
        if let Some((name, color)) = heading(body) {
            let branch = Branch { color, ..Branch::named(name.trim(), span, report) };
            rows.push((name.trim().to_owned(), branch));
            continue;
        }
        let Some((_, branch)) = rows.last_mut() else {
            report.mistake(span, MistakeKind::BeforeCategories(body.to_owned()), advice);
            continue;
        };
        if body.split_whitespace().any(|word| word.trim_end_matches('*').contains('*')) {
            report.notice(NoticeKind::InnerStar, &branch.name, span, body, None);
        }
        branch.add(&term(body), span, Signs::STAR, None, report);
    }
    Some(Outline { branches: unfold(rows), ..Outline::default() })
}

/// A colour of six, three, or with its opacity eight hexadecimal digits, as `#rrggbb`.
pub(super) fn color(digits: &str) -> Option<String> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let digits = digits.to_ascii_lowercase();
    match digits.len() {
        6 => Some(format!("#{digits}")),
        8 => digits.get(2..).map(|digits| format!("#{digits}")),
        3 => Some(
            digits.chars().fold("#".to_owned(), |color, digit| format!("{color}{digit}{digit}")),
        ),
        _ => None,
    }
}

const CAPABILITIES: Capabilities =
    Capabilities { wildcards: Wildcards::Suffix, color: true, ..Capabilities::PLAIN };

pub(super) fn write(codebook: &Codebook) -> (String, Vec<Notice>) {
    let flat = collect(codebook, CAPABILITIES);
    write_listed(flat, |path, color| match color {
        Some(color) => format!("+{path}{}", color.to_ascii_uppercase()),
        None => format!("+{path}"),
    })
}

/// Writes headings, each followed by the terms of its theme; themes that only hold others are in the
/// paths of those.
pub(super) fn write_listed(
    mut flat: Flat,
    heading: impl Fn(&str, Option<&str>) -> String,
) -> (String, Vec<Notice>) {
    let mut out = String::new();
    let mut renamed = Vec::new();
    let mut uncolored = Vec::new();
    for theme in &flat.themes {
        if theme.terms.is_empty() && theme.is_parent {
            uncolored.extend(theme.color.clone().map(|color| (theme.path.clone(), color)));
            continue;
        }
        let path = theme.path.replace(['#', '<', '>'], "_");
        if path != theme.path {
            renamed.push((theme.path.clone(), path.clone()));
        }
        out.push_str(&heading(&path, theme.color.as_deref()));
        out.push('\n');
        for term in &theme.terms {
            out.push_str(&term.text);
            out.push('\n');
        }
    }
    for (path, color) in uncolored {
        flat.tell(NoticeKind::Color, &path, &color, None);
    }
    for (path, name) in renamed {
        flat.tell(NoticeKind::Name, &path, "", Some(name));
    }
    (out, flat.notices)
}

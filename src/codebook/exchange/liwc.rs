//! LIWC dictionaries (`.dic`) as the programs of 2001 to 2015 have them.
//!
//! A legend between two lines `%` gives each category a number and a name; tabs before them say what is
//! below what. Then each line has a term and the numbers of its categories. `*` stands at the end of a
//! term. In LIWC2015 a name may be followed by a longer one in parentheses, which becomes the label.
//!
//! Conditions of LIWC2007, by its operator's manual as it is remembered: `<of>131/125` puts the term into
//! 131 where "of" follows and else into 125; `(02 134)125/464` puts it into 125 where a term of category 2
//! or 134 comes right before it and else into 464. Without the second number there is no else. They become
//! `kind of`, `kind EXCEPT kind of`, `@a|@b like` and `like EXCEPT @a|@b like`; a mention of such a pattern
//! holds the other word too.

use std::collections::BTreeMap;

use super::notice::{Notice, NoticeKind};
use super::outline::{Branch, Entry, Outline, Report, nest};
use super::rule::{Pending, settle};
use super::term::Signs;
use super::write::{Capabilities, Flat, Wildcards, collect};
use crate::error::MistakeKind;
use crate::model::{Codebook, Span};

pub(super) fn read(report: &mut Report<'_>) -> Option<Outline> {
    let text = report.text;
    let mut lines = lines(text);
    let opens = lines.by_ref().find(|(_, line)| line.trim() == "%");
    let mut legend = Legend::default();
    let mut closed = false;
    for (span, line) in lines.by_ref() {
        if line.trim() == "%" {
            closed = true;
            break;
        }
        legend.add(span, line, report);
    }
    if opens.is_none() || !closed {
        let at = opens.map_or(Span::new(0, 0), |(span, _)| span);
        let advice = "put a line `%` before and after the list of categories: `1<TAB>name`";
        report.mistake(at, MistakeKind::NoLegendEnd, advice);
        return None;
    }
    let mut pending = Vec::new();
    for (span, line) in lines {
        if !line.trim().is_empty() {
            read_term(span, line, &mut legend, &mut pending, report);
        }
    }
    let mut rows = legend.rows;
    settle(&mut rows, pending, report);
    Some(Outline { branches: nest(rows, report), ..Outline::default() })
}

/// The lines of a text with their places, without their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let span = Span::new(at, at + line.len());
        at = span.end + 1;
        (span, line)
    })
}

/// The categories, in order, with the depth of each and what numbers they go by.
#[derive(Default)]
struct Legend {
    rows: Vec<(usize, Branch)>,
    numbers: BTreeMap<String, usize>,
}

impl Legend {
    fn add(&mut self, span: Span, line: &str, report: &mut Report<'_>) {
        let written = line.trim();
        if written.is_empty() {
            return;
        }
        let depth = line.len() - line.trim_start().len();
        let (first, rest) = written.split_once(char::is_whitespace).unwrap_or((written, ""));
        let (number, name) = match is_number(first) {
            true => (Some(canonical(first)), rest.trim()),
            false => (None, written),
        };
        let span = place_of(span, line, if name.is_empty() { written } else { name });
        if let Some(number) = number {
            if let Some(first) = self.numbers.get(&number).and_then(|&at| self.rows.get(at)) {
                let first = report.places.line_of(first.1.span.start);
                let kind = MistakeKind::Duplicate { key: number, first };
                report.mistake(span, kind, "give each category a number of its own");
                return;
            }
            self.numbers.insert(number, self.rows.len());
        }
        let long = name.strip_suffix(')').and_then(|name| name.split_once(" ("));
        let mut branch = Branch::new(long.map_or(name, |(name, _)| name), span, report);
        if let Some((_, label)) = long.filter(|(name, label)| !name.is_empty() && !label.is_empty())
        {
            branch.label = Some(label.to_owned());
        }
        self.rows.push((depth, branch));
    }

    fn find(&self, number: &str) -> Option<usize> {
        self.numbers.get(&canonical(number)).copied()
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number without zeros before it.
fn canonical(number: &str) -> String {
    let short = number.trim_start_matches('0');
    if short.is_empty() { "0".to_owned() } else { short.to_owned() }
}

/// Where `part`, a piece of `line`, stands in the file.
fn place_of(span: Span, line: &str, part: &str) -> Span {
    let at = line.find(part).unwrap_or(0);
    Span::new(span.start + at, span.start + at + part.len())
}

/// What puts a term into categories.
#[derive(Debug, PartialEq)]
enum Assignment<'a> {
    Always(&'a str),
    /// Where the word follows.
    Followed {
        word: &'a str,
        then: &'a str,
        other: &'a str,
    },
    /// Where a term of one of these categories comes before.
    Preceded {
        numbers: &'a str,
        then: &'a str,
        other: &'a str,
    },
    /// What cannot be read.
    Unknown(&'a str),
}

/// The term of a line and what stands behind it. Where there is no tab, spaces divide, and all that looks
/// like numbers of categories at the end are such.
fn divide(line: &str) -> (&str, &str) {
    let line = line.trim();
    if let Some((term, rest)) = line.split_once('\t') {
        return (term.trim(), rest.trim());
    }
    let mut begin = line.len();
    for piece in line.rsplit(char::is_whitespace).filter(|piece| !piece.is_empty()) {
        let at = piece.as_ptr().addr().saturating_sub(line.as_ptr().addr());
        let numbers = piece.split('/').all(is_number);
        if at == 0 || !(numbers || piece.starts_with('<')) {
            break;
        }
        begin = at;
    }
    let (term, rest) = line.split_at(begin);
    (term.trim(), rest)
}

fn assignments(text: &str) -> Vec<Assignment<'_>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let open = rest.chars().next().filter(|sign| matches!(sign, '<' | '('));
        let close = match open {
            Some('<') => rest.find('>'),
            Some(_) => rest.find(')'),
            None => Some(0),
        };
        let from = close.unwrap_or(0);
        let after = rest.get(from..).unwrap_or_default();
        let end = from + after.find(char::is_whitespace).unwrap_or(after.len());
        let whole = rest.get(..end).unwrap_or_default();
        let condition = rest.get(1..from).unwrap_or_default().trim();
        let goal = whole.get(from + 1..).unwrap_or_default();
        let (then, other) = goal.split_once('/').unwrap_or((goal, ""));
        let valid = is_number(then) && (other.is_empty() || is_number(other));
        found.push(match open {
            Some('<') if close.is_some() && valid && !condition.is_empty() => {
                Assignment::Followed { word: condition, then, other }
            }
            Some('(') if close.is_some() && valid => {
                Assignment::Preceded { numbers: condition, then, other }
            }
            None if is_number(whole) => Assignment::Always(whole),
            _ => Assignment::Unknown(whole),
        });
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    found
}

fn read_term(
    line_span: Span,
    line: &str,
    legend: &mut Legend,
    pending: &mut Vec<Pending>,
    report: &mut Report<'_>,
) {
    let (term, rest) = divide(line);
    let span = place_of(line_span, line, term);
    let assignments = assignments(rest);
    if assignments.is_empty() {
        report.notice(NoticeKind::NoCategory, "", span, term, None);
        return;
    }
    if term.trim_end_matches('*').contains('*') {
        report.notice(NoticeKind::InnerStar, "", span, term, None);
    }
    let Some(pattern) = report.sought("", term, span, Signs::STAR) else { return };
    let mut entry = TermEntry { term, pattern, span, legend, pending, report };
    for assignment in &assignments {
        entry.assign(assignment);
    }
}

/// A term on its way into categories.
struct TermEntry<'a, 't> {
    term: &'a str,
    pattern: String,
    span: Span,
    legend: &'a mut Legend,
    pending: &'a mut Vec<Pending>,
    report: &'a mut Report<'t>,
}

impl TermEntry<'_, '_> {
    fn assign(&mut self, assignment: &Assignment<'_>) {
        let what = format!("{} {}", self.term, written(assignment));
        let pattern = self.pattern.clone();
        match *assignment {
            Assignment::Always(number) => {
                let at = self.legend.find(number);
                match at.and_then(|at| self.legend.rows.get_mut(at)) {
                    Some((_, branch)) => {
                        branch.entries.push(Entry { pattern, span: self.span, weight: None });
                    }
                    None => self.unknown(number),
                }
            }
            Assignment::Followed { word, then, other } => {
                let both = super::term::pattern(&format!("{} {word}", self.term), Signs::STAR);
                let both = both.map_or_else(|| pattern.clone(), |sought| sought.pattern);
                self.rule(then, &[], both.clone(), None, &what);
                self.rule(other, &[], format!("{pattern} EXCEPT {both}"), None, &what);
            }
            Assignment::Preceded { numbers, then, other } => {
                let mut targets = Vec::new();
                for number in numbers.split_whitespace() {
                    match self.legend.find(number) {
                        Some(target) => targets.push(target),
                        None => self.unknown(number),
                    }
                }
                if targets.is_empty() {
                    self.report.notice(NoticeKind::Rule, "", self.span, &what, None);
                    return self.rule(other, &[], pattern, None, &what);
                }
                let names: Vec<String> =
                    (0..targets.len()).map(|number| format!("{{{number}}}")).collect();
                let both = format!("{} {pattern}", names.join("|"));
                self.rule(then, &targets, both.clone(), None, &what);
                let except = format!("{pattern} EXCEPT {both}");
                self.rule(other, &targets, except, Some(pattern), &what);
            }
            Assignment::Unknown(text) => self.unknown(text),
        }
    }

    /// Keeps a rule for the category of this number; none is meant where there is no number.
    fn rule(
        &mut self,
        number: &str,
        targets: &[usize],
        pattern: String,
        otherwise: Option<String>,
        what: &str,
    ) {
        if number.is_empty() {
            return;
        }
        let Some(owner) = self.legend.find(number) else { return self.unknown(number) };
        let (targets, written) = (targets.to_vec(), what.to_owned());
        let (span, weight) = (self.span, None);
        self.pending.push(Pending { owner, targets, pattern, otherwise, written, span, weight });
    }

    fn unknown(&mut self, number: &str) {
        let what = format!("{}: {number}", self.term);
        self.report.notice(NoticeKind::UnknownId, "", self.span, &what, None);
    }
}

/// An assignment as the file has it.
fn written(assignment: &Assignment<'_>) -> String {
    let goal = |then: &str, other: &str| match other {
        "" => then.to_owned(),
        other => format!("{then}/{other}"),
    };
    match assignment {
        Assignment::Always(text) | Assignment::Unknown(text) => (*text).to_owned(),
        Assignment::Followed { word, then, other } => format!("<{word}>{}", goal(then, other)),
        Assignment::Preceded { numbers, then, other } => {
            format!("({numbers}){}", goal(then, other))
        }
    }
}

const CAPABILITIES: Capabilities =
    Capabilities { wildcards: Wildcards::Suffix, label: true, ..Capabilities::PLAIN };

pub(super) fn write(codebook: &Codebook) -> (String, Vec<Notice>) {
    let mut flat = collect(codebook, CAPABILITIES);
    let mut out = "%\n".to_owned();
    let mut renamed = Vec::new();
    for (index, theme) in flat.themes.iter().enumerate() {
        let indent = "\t".repeat(theme.depth);
        let label = theme.label.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
        let mut name = theme.name.clone();
        if name.contains(['(', ')']) {
            name = name.replace('(', "[").replace(')', "]");
            renamed.push((theme.path.clone(), name.clone()));
        }
        out.push_str(&format!("{indent}{}\t{name}{label}\n", index + 1));
    }
    for (path, name) in renamed {
        flat.tell(NoticeKind::Name, &path, "", Some(name));
    }
    out.push_str("%\n");
    for (term, numbers) in by_term(&flat) {
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        out.push_str(&format!("{term}\t{}\n", numbers.join("\t")));
    }
    (out, flat.notices)
}

/// The terms in the order of their first places, each with the numbers of its themes from 1.
fn by_term(flat: &Flat) -> Vec<(&str, Vec<usize>)> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows: Vec<(&str, Vec<usize>)> = Vec::new();
    for (index, theme) in flat.themes.iter().enumerate() {
        for term in &theme.terms {
            let at = *places.entry(&term.text).or_insert(rows.len());
            if at == rows.len() {
                rows.push((&term.text, Vec::new()));
            }
            if let Some((_, numbers)) = rows.get_mut(at) {
                numbers.push(index + 1);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_divided_by_tabs_or_else_by_spaces() {
        assert_eq!(divide("good job\t1\t11"), ("good job", "1\t11"));
        assert_eq!(divide("little        01    02"), ("little", "01    02"));
        assert_eq!(divide("world war 2 5"), ("world war", "2 5"));
        assert_eq!(divide("alone"), ("alone", ""));
        assert_eq!(divide("2020"), ("2020", ""));
    }

    #[test]
    fn conditions_are_read() {
        let read = assignments("131\t<of>131/125 (02 134)126  <x");
        let expected = [
            Assignment::Always("131"),
            Assignment::Followed { word: "of", then: "131", other: "125" },
            Assignment::Preceded { numbers: "02 134", then: "126", other: "" },
            Assignment::Unknown("<x"),
        ];
        assert_eq!(read, expected);
    }
}

//! WordStat dictionaries (`.cat`): a tree by indentation, whose lines that end in a weight in parentheses
//! are words, and all others categories.
//!
//! `_` stands for a space in words, `*` and `?` are wildcards. A line `@NAME [rule] (weight)` is a rule.
//! Those of two operands, each a word or a category (`#NAME`), joined by `NEAR`, `BEFORE` or `AFTER`, or by
//! one of them after `NOT`, become patterns:
//!
//! | WordStat | pattern |
//! |---|---|
//! | `#A BEFORE #B /S 3` | `@A BEFORE/3 @B` |
//! | `#A AFTER #B /S 3` | `@B BEFORE/3 @A` |
//! | `#A NEAR #B /S 3` | `@A NEAR/3 @B` |
//! | `#A NOT AFTER #B /S 3` | `@A EXCEPT @B BEFORE/3 @A` |
//! | `#A NEAR #B /S`, `/P` | `@A & @B`, `@A && @B` |
//!
//! What is certain of the operators is their order and that `/S` keeps them in one sentence. The number is
//! taken for the most words between; a mention holds both operands.

use super::liwc::lines;
use super::notice::{Notice, NoticeKind};
use super::outline::{Branch, Outline, Report, nest};
use super::rule::{Pending, settle};
use super::term::{self, Signs};
use super::write::{Capabilities, Operand, Rule, Wildcards, collect};
use crate::codebook::pattern::LARGEST_DISTANCE;
use crate::model::{Codebook, Span};

const SIGNS: Signs = Signs { underscore: true, ..Signs::GLOB };

pub(super) fn read(report: &mut Report<'_>) -> Option<Outline> {
    let mut reader = Reader { rows: Vec::new(), open: Vec::new(), stray: None, rules: Vec::new() };
    for (span, line) in lines(report.text) {
        let body = line.trim();
        if body.is_empty() {
            continue;
        }
        let depth = line.len() - line.trim_start().len();
        let span = Span::new(span.start + depth, span.start + depth + body.len());
        reader.line(depth, span, body, report);
    }
    let Reader { mut rows, rules, .. } = reader;
    let pending = rules.into_iter().filter_map(|rule| pending(rule, &rows, report)).collect();
    settle(&mut rows, pending, report);
    Some(Outline { branches: nest(rows, report), ..Outline::default() })
}

struct Reader<'a> {
    /// Categories with their depths.
    rows: Vec<(usize, Branch)>,
    /// Depth and number of the categories that a deeper line belongs to.
    open: Vec<(usize, usize)>,
    /// The theme of words that stand outside all categories.
    stray: Option<usize>,
    rules: Vec<RuleLine<'a>>,
}

/// A rule with the category that it stands in.
struct RuleLine<'a> {
    owner: usize,
    written: &'a str,
    span: Span,
    weight: Option<f64>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, depth: usize, span: Span, body: &'a str, report: &mut Report<'_>) {
        while self.open.last().is_some_and(|&(above, _)| above >= depth) {
            self.open.pop();
        }
        let (word, weight) = weighted(body);
        let is_rule = word.starts_with('@') && word.contains('[');
        if weight.is_none() && !is_rule {
            self.open.push((depth, self.rows.len()));
            self.rows.push((depth, Branch::new(body, span, report)));
            return;
        }
        let span = Span::new(span.start, span.start + word.len());
        let owner = match self.open.last() {
            Some(&(_, owner)) => owner,
            None => self.stray(span, word, report),
        };
        if is_rule {
            return self.rules.push(RuleLine { owner, written: word, span, weight });
        }
        if let Some((_, branch)) = self.rows.get_mut(owner) {
            branch.add(word, span, SIGNS, weight, report);
        }
    }

    /// The theme of words outside all categories, which is called as the file.
    fn stray(&mut self, span: Span, word: &str, report: &mut Report<'_>) -> usize {
        let name = report.stem.to_owned();
        report.notice(NoticeKind::Uncategorised, "", span, word, Some(name.clone()));
        *self.stray.get_or_insert_with(|| {
            self.rows.push((0, Branch::new(&name, span, report)));
            self.rows.len() - 1
        })
    }
}

/// A line without its weight, and the weight: ` (1)` at the end.
fn weighted(body: &str) -> (&str, Option<f64>) {
    let inside = body.strip_suffix(')').and_then(|body| body.rsplit_once('('));
    let Some((before, number)) = inside else { return (body, None) };
    let weight = number.trim().replace(',', ".").parse::<f64>();
    match weight.ok().filter(|weight| weight.is_finite()) {
        Some(weight) if before.ends_with(char::is_whitespace) => (before.trim_end(), Some(weight)),
        _ => (body, None),
    }
}

/// The rule, ready to be said in references; `None` where patterns cannot say it, which is told.
fn pending(
    line: RuleLine<'_>,
    rows: &[(usize, Branch)],
    report: &mut Report<'_>,
) -> Option<Pending> {
    let parsed = parse(line.written).and_then(|parsed| say(&parsed, rows));
    let RuleLine { owner, written, span, weight } = line;
    let Some((pattern, targets)) = parsed else {
        let name = rows.get(owner).map_or("", |(_, branch)| branch.name.as_str());
        report.notice(NoticeKind::Rule, name, span, written, None);
        return None;
    };
    let (otherwise, written) = (None, written.to_owned());
    Some(Pending { owner, targets, pattern, otherwise, written, span, weight })
}

/// A rule of two operands.
#[derive(Debug, PartialEq)]
struct Parsed<'a> {
    left: Vec<&'a str>,
    negated: bool,
    operator: &'a str,
    right: Vec<&'a str>,
    /// `/S` or `/P`, where there is one.
    unit: Option<&'a str>,
    distance: Option<u32>,
}

fn parse(written: &str) -> Option<Parsed<'_>> {
    let (_, inside) = written.split_once('[')?;
    let (inside, _) = inside.rsplit_once(']')?;
    let operators = ["NEAR", "BEFORE", "AFTER"];
    let mut words: Vec<&str> = inside.split_whitespace().collect();
    let mut distance = None;
    if let Some(number) = words.last().and_then(|last| last.parse::<u32>().ok())
        && words.len() > 1
    {
        distance = Some(number.min(LARGEST_DISTANCE));
        words.pop();
    }
    let unit = words.last().copied().filter(|last| last.starts_with('/'));
    if unit.is_some() {
        words.pop();
    } else if distance.is_some() {
        return None;
    }
    let at = words.iter().position(|word| operators.contains(word))?;
    let (left, right) = words.split_at(at);
    let (operator, right) = right.split_first()?;
    let negated = left.last() == Some(&"NOT");
    let left = left.get(..left.len() - usize::from(negated))?;
    let known = |word: &&str| {
        !operators.contains(word)
            && !["NOT", "AND", "OR"].contains(word)
            && !word.contains(['(', ')', '/'])
    };
    let fits = |side: &[&str]| !side.is_empty() && side.iter().all(known);
    let unit_known = matches!(unit, None | Some("/S" | "/P"));
    (fits(left) && fits(right) && unit_known).then(|| Parsed {
        left: left.to_vec(),
        negated,
        operator,
        right: right.to_vec(),
        unit,
        distance,
    })
}

/// The pattern that says the rule, with the categories that it refers to.
fn say(rule: &Parsed<'_>, rows: &[(usize, Branch)]) -> Option<(String, Vec<usize>)> {
    let mut targets = Vec::new();
    let left = operand(&rule.left, rows, &mut targets)?;
    let right = operand(&rule.right, rows, &mut targets)?;
    let paragraph = rule.unit == Some("/P");
    let pattern = match (rule.operator, rule.distance, rule.negated) {
        (_, Some(_), _) if paragraph => return None,
        ("NEAR", None, false) => format!("{left} {} {right}", if paragraph { "&&" } else { "&" }),
        ("NEAR", None, true) => return None,
        _ if paragraph => return None,
        (operator, distance, negated) => {
            let distance = distance.unwrap_or(LARGEST_DISTANCE);
            let joined = match operator {
                "NEAR" => format!("{left} NEAR/{distance} {right}"),
                "BEFORE" => format!("{left} BEFORE/{distance} {right}"),
                _ => format!("{right} BEFORE/{distance} {left}"),
            };
            if negated { format!("{left} EXCEPT {joined}") } else { joined }
        }
    };
    Some((pattern, targets))
}

/// One operand: a placeholder for a reference, or what the words seek.
fn operand(words: &[&str], rows: &[(usize, Branch)], targets: &mut Vec<usize>) -> Option<String> {
    let written = words.join(" ");
    let Some(name) = written.strip_prefix('#') else {
        return term::pattern(&written, SIGNS).map(|sought| sought.pattern);
    };
    let target = rows.iter().position(|(_, branch)| same_name(&branch.name, name))?;
    targets.push(target);
    Some(format!("{{{}}}", targets.len() - 1))
}

/// Whether two names of categories are the same but for case and `_`.
fn same_name(one: &str, other: &str) -> bool {
    let folded = |name: &str| name.replace(['_', '.'], " ").to_lowercase();
    folded(one) == folded(other)
}

const CAPABILITIES: Capabilities = Capabilities {
    wildcards: Wildcards::Glob,

    weights: true,
    refused: &['_'],
    rules: true,
    ..Capabilities::PLAIN
};

pub(super) fn write(codebook: &Codebook) -> (String, Vec<Notice>) {
    let mut flat = collect(codebook, CAPABILITIES);
    let mut out = String::new();
    let mut renamed = Vec::new();
    let mut number = 0;
    for theme in &flat.themes {
        let indent = "\t".repeat(theme.depth);
        let mut name = theme.name.clone();
        if weighted(&name).1.is_some() || name.starts_with('@') {
            name = name.replace(['(', '@'], "[").replace(')', "]");
            renamed.push((theme.path.clone(), name.clone()));
        }
        out.push_str(&format!("{indent}{name}\n"));
        for term in &theme.terms {
            let text = term.text.replace(' ', "_");
            out.push_str(&format!("{indent}\t{text} ({})\n", term.weight));
        }
        for rule in &theme.rules {
            number += 1;
            let Rule { left, right, distance, ordered, weight } = rule;
            let operator = if *ordered { "BEFORE" } else { "NEAR" };
            let (left, right) = (written(left), written(right));
            out.push_str(&format!(
                "{indent}\t@RULE{number} [{left} {operator} {right} /S {distance}] ({weight})\n"
            ));
        }
    }
    for (path, name) in renamed {
        flat.tell(NoticeKind::Name, &path, "", Some(name));
    }
    (out, flat.notices)
}

fn written(operand: &Operand) -> String {
    match operand {
        Operand::Term(text) => text.replace(' ', "_"),
        Operand::Name(name) => format!("#{}", name.replace(' ', "_")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_stand_in_parentheses_at_the_end() {
        assert_eq!(weighted("GROWTH (10)"), ("GROWTH", Some(10.0)));
        assert_eq!(weighted("HALF (0.5)"), ("HALF", Some(0.5)));
        assert_eq!(weighted("HALF (0,5)"), ("HALF", Some(0.5)));
        assert_eq!(weighted("BAD (-2)"), ("BAD", Some(-2.0)));
        assert_eq!(weighted("GROUP (OLD)"), ("GROUP (OLD)", None));
        assert_eq!(weighted("COVID(19)"), ("COVID(19)", None));
    }

    #[test]
    fn rules_of_two_operands_are_said_in_patterns() {
        let rows: Vec<(usize, Branch)> = ["GOOD", "NOT WORDS"]
            .iter()
            .map(|name| (0, Branch { name: (*name).to_owned(), ..Branch::default() }))
            .collect();
        let said = |rule: &str| parse(rule).and_then(|parsed| say(&parsed, &rows));
        let cases = [
            ("@R [#GOOD AFTER #NOT_WORDS /S 3]", "{1} BEFORE/3 {0}"),
            ("@R [#GOOD BEFORE FIRM* /S 2]", "{0} BEFORE/2 FIRM*"),
            ("@R [#GOOD NOT AFTER #NOT_WORDS /S 4]", "{0} EXCEPT {1} BEFORE/4 {0}"),
            ("@R [LOW_COST NEAR #GOOD /S 0]", "LOW COST NEAR/0 {0}"),
            ("@R [LOW_COST NEAR #GOOD /S]", "LOW COST & {0}"),
            ("@R [LOW_COST NEAR #GOOD /P]", "LOW COST && {0}"),
            ("@R [A BEFORE B /S]", "A BEFORE/1000 B"),
        ];
        for (rule, pattern) in cases {
            assert_eq!(said(rule).map(|said| said.0).as_deref(), Some(pattern), "{rule}");
        }
        for rule in
            ["@R [#X NEAR A /S 1]", "@R [A AND B]", "@R [A NEAR B NEAR C /S 1]", "@R [A", "@R []"]
        {
            assert_eq!(said(rule), None, "{rule}");
        }
    }
}

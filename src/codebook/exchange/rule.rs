//! Rules of other programs that speak of whole categories, as patterns with references.
//!
//! A reference to a category that holds nothing, or that leads back to the category of the rule, cannot
//! be kept: then the rule is left out, or what it says otherwise is kept, and that is told.

use std::ops::Range;

use super::notice::NoticeKind;
use super::outline::{Branch, Entry, Report, path_of};
use crate::model::Span;

/// A rule that waits until all terms are read.
#[derive(Debug)]
pub(super) struct Pending {
    /// Number of the category that the rule belongs to.
    pub(super) owner: usize,
    /// Numbers of the categories that it speaks of.
    pub(super) targets: Vec<usize>,
    /// The pattern, with `{0}`, `{1}` and so on for references to the targets.
    pub(super) pattern: String,
    /// What is sought where the rule cannot be kept.
    pub(super) otherwise: Option<String>,
    /// As the file has it.
    pub(super) written: String,
    pub(super) span: Span,
    pub(super) weight: Option<f64>,
}

/// Adds the patterns of rules to their categories, which are listed with their depths.
pub(super) fn settle(rows: &mut [(usize, Branch)], pending: Vec<Pending>, report: &mut Report<'_>) {
    let below: Vec<Range<usize>> = (0..rows.len()).map(|index| subtree(rows, index)).collect();
    let paths = paths(rows);
    let mut kept: Vec<(usize, Range<usize>)> = Vec::new();
    for rule in pending {
        let ranges = rule.targets.iter().filter_map(|&target| below.get(target).cloned());
        let quoted = |range: &Range<usize>| {
            paths.get(range.start).is_some_and(|path| path.contains(['"', '“', '”', '„']))
        };
        let usable = ranges.clone().all(|range| {
            let holds = rows.get(range.clone()).unwrap_or_default();
            holds.iter().any(|(_, branch)| !branch.entries.is_empty())
                && !quoted(&range)
                && !leads_to(rule.owner, range, &kept)
        });
        let path = paths.get(rule.owner).cloned().unwrap_or_default();
        let pattern = if usable {
            kept.extend(ranges.map(|range| (rule.owner, range)));
            let mut pattern = rule.pattern;
            for (number, target) in rule.targets.iter().enumerate() {
                let name = paths.get(*target).map(|path| reference(path)).unwrap_or_default();
                pattern = pattern.replace(&format!("{{{number}}}"), &name);
            }
            Some(pattern)
        } else {
            let instead = rule.otherwise.clone();
            report.notice(NoticeKind::Rule, &path, rule.span, &rule.written, instead);
            rule.otherwise
        };
        if let (Some(pattern), Some((_, branch))) = (pattern, rows.get_mut(rule.owner)) {
            let weight = rule.weight.filter(|&weight| weight != 1.0);
            branch.entries.push(Entry { pattern, span: rule.span, weight });
        }
    }
}

/// The category with all that are deeper and follow it.
fn subtree(rows: &[(usize, Branch)], index: usize) -> Range<usize> {
    let depth = rows.get(index).map_or(0, |row| row.0);
    let after = rows.get(index + 1..).unwrap_or_default();
    let below = after.iter().take_while(|row| row.0 > depth).count();
    index..index + 1 + below
}

/// The path of each category.
fn paths(rows: &[(usize, Branch)]) -> Vec<String> {
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut paths = Vec::with_capacity(rows.len());
    for (depth, branch) in rows {
        while open.last().is_some_and(|(above, _)| above >= depth) {
            open.pop();
        }
        let path = path_of(open.last().map_or("", |(_, path)| path), &branch.name);
        open.push((*depth, path.clone()));
        paths.push(path);
    }
    paths
}

/// Whether the rules that are kept lead from one of the categories in `from` to `owner`.
fn leads_to(owner: usize, from: Range<usize>, kept: &[(usize, Range<usize>)]) -> bool {
    let mut reached = vec![from];
    let mut at = 0;
    while let Some(range) = reached.get(at).cloned() {
        if range.contains(&owner) {
            return true;
        }
        for (category, target) in kept {
            if range.contains(category) && !reached.contains(target) {
                reached.push(target.clone());
            }
        }
        at += 1;
    }
    false
}

/// A reference to the theme at `path`.
fn reference(path: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    if path.chars().all(plain) { format!("@{path}") } else { format!("@\"{path}\"") }
}

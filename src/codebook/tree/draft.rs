//! Patterns between their place in the file and their meaning: those that refer to others are read
//! after them.
//!
//! Patterns wait in groups, the `include` or the `exclude` of one theme or list. A group waits for
//! those that it refers to (Kahn's algorithm); what then still waits leads back to itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{DEFAULT_LANGUAGE, Settings};
use crate::codebook::file::{Node, Value};
use crate::codebook::pattern::{self, Reading};
use crate::codebook::place::Collector;
use crate::codebook::reference::{Names, Target, above};
use crate::error::MistakeKind;
use crate::model::{Pattern, Span, Theme};

/// A pattern as it stands in the file.
pub(super) struct Draft<'a> {
    pub(super) group: Group,
    pub(super) node: &'a Node,
    pub(super) weight: Option<f64>,
    pub(super) settings: Settings,
}

/// The `include` or the `exclude` of a theme or list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    pub(super) owner: Target,
    pub(super) exclude: bool,
}

/// A reference of one group to the groups of a target.
struct Edge {
    target: Target,
    span: Span,
    waits_for: BTreeSet<Group>,
}

/// Reads all drafts into `themes` and `lists`.
pub(super) fn settle(
    file: &str,
    drafts: &[Draft<'_>],
    themes: &mut [Theme],
    lists: &mut [Theme],
    mistakes: &mut Collector<'_>,
) {
    let mut waiting: BTreeMap<Group, Vec<&Draft<'_>>> = BTreeMap::new();
    for draft in drafts {
        waiting.entry(draft.group).or_default().push(draft);
    }
    let mut edges = edges(file, &waiting, Names { themes, lists });
    while !waiting.is_empty() {
        let free = |group: &Group| {
            let edges = edges.get(group).map(Vec::as_slice).unwrap_or_default();
            edges.iter().all(|edge| edge.waits_for.iter().all(|on| !waiting.contains_key(on)))
        };
        let ready: Vec<Group> = waiting.keys().copied().filter(free).collect();
        if ready.is_empty() {
            break_circle(&mut edges, &waiting, Names { themes, lists }, mistakes);
        }
        for group in ready {
            let ready = waiting.remove(&group).unwrap_or_default();
            let names = Names { themes, lists };
            let patterns: Vec<Pattern> =
                ready.iter().filter_map(|draft| read(file, draft, names, mistakes)).collect();
            let forest = if group.owner.is_list { &mut *lists } else { &mut *themes };
            let Some(theme) = forest.get_mut(group.owner.index) else { continue };
            if group.exclude { theme.exclude = patterns } else { theme.include = patterns }
        }
    }
}

/// What each group refers to.
fn edges(
    file: &str,
    waiting: &BTreeMap<Group, Vec<&Draft<'_>>>,
    names: Names<'_>,
) -> BTreeMap<Group, Vec<Edge>> {
    let mut edges: BTreeMap<Group, Vec<Edge>> = BTreeMap::new();
    for (&group, drafts) in waiting {
        for draft in drafts {
            let Value::Scalar(source) = &draft.node.value else { continue };
            for (name, span) in pattern::read_references(source) {
                let Ok(target) = names.find(name) else { continue };
                let forest = names.forest(target);
                let end = forest.get(target.index).map_or(0, |theme| theme.end);
                let mut waits_for = BTreeSet::new();
                for index in target.index..end {
                    let owner = Target { index, ..target };
                    waits_for.extend([true, false].map(|exclude| Group { owner, exclude }));
                }
                let parents = above(forest, target.index).filter_map(|theme| theme.parent);
                waits_for.extend(
                    parents.map(|index| Group { owner: Target { index, ..target }, exclude: true }),
                );
                let span = draft.node.locate(file, span);
                edges.entry(group).or_default().push(Edge { target, span, waits_for });
            }
        }
    }
    edges
}

/// Reports one circle among groups that all wait, and takes it apart.
fn break_circle(
    edges: &mut BTreeMap<Group, Vec<Edge>>,
    waiting: &BTreeMap<Group, Vec<&Draft<'_>>>,
    names: Names<'_>,
    mistakes: &mut Collector<'_>,
) {
    let Some(mut at) = waiting.keys().next().copied() else { return };
    let mut path: Vec<(Group, usize)> = Vec::new();
    // Every group that waits refers to one that waits, so the walk comes back to a group it has seen.
    let start = loop {
        if let Some(seen) = path.iter().position(|(group, _)| *group == at) {
            break seen;
        }
        let next = edges.get(&at).into_iter().flatten().enumerate().find_map(|(number, edge)| {
            let on = edge.waits_for.iter().find(|on| waiting.contains_key(on))?;
            Some((number, *on))
        });
        let Some((number, on)) = next else { return };
        path.push((at, number));
        at = on;
    };
    let circle = path.get(start..).unwrap_or_default();
    let mut chain = String::new();
    for &(group, number) in circle {
        let owner = names.path(group.owner);
        if chain.is_empty() {
            chain.push_str(owner);
        } else if !chain.ends_with(&format!("→ {owner}")) {
            chain.push_str(&format!(" with {owner}"));
        }
        let target = edges.get(&group).and_then(|edges| edges.get(number)).map(|edge| edge.target);
        chain.push_str(&format!(" → {}", target.map_or("", |target| names.path(target))));
    }
    let first = circle.first().map(|(group, _)| names.path(group.owner)).unwrap_or_default();
    if !chain.ends_with(&format!("→ {first}")) {
        chain.push_str(&format!(" with {first}"));
    }
    for &(group, number) in circle {
        let Some(edges) = edges.get_mut(&group) else { continue };
        if let Some(edge) = edges.get_mut(number) {
            if Some(&(group, number)) == circle.first() {
                let advice = "take one of these references out, or write its words out in a list";
                let kind = MistakeKind::Cycle(chain.clone());
                mistakes.add(edge.span, kind, Some(advice.to_owned()));
            }
            edge.waits_for.clear();
        }
    }
}

/// Reads one pattern; its mistakes are told at their places in the file.
fn read(
    file: &str,
    draft: &Draft<'_>,
    names: Names<'_>,
    mistakes: &mut Collector<'_>,
) -> Option<Pattern> {
    let Value::Scalar(source) = &draft.node.value else { return None };
    let Settings { language, matching, folding } = draft.settings;
    let stems = language.unwrap_or(DEFAULT_LANGUAGE);
    let mut folding = folding;
    folding.spelling &= stems == DEFAULT_LANGUAGE;
    let reading = Reading { matching, language: stems, folding };
    match pattern::parse(source, reading, &|name| names.resolve(name)) {
        Ok(expression) => Some(Pattern {
            source: source.trim().to_owned(),
            line: mistakes.line_of(draft.node.span.start),
            span: draft.node.span,
            language,
            weight: draft.weight,
            expression,
        }),
        Err(found) => {
            for mistake in found {
                let span = draft.node.locate(file, mistake.span);
                mistakes.add(span, mistake.kind, mistake.suggestion);
            }
            None
        }
    }
}

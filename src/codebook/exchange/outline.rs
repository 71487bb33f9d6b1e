//! What the readers of all formats make: themes with terms, in a plain tree that knows its places in the
//! file, and becomes the tree of values that a codebook of ours would be.

use std::collections::{BTreeMap, BTreeSet};

use super::notice::{Notice, NoticeKind};
use super::term::{Signs, Sought, pattern};
use crate::codebook::file::{Node, Value};
use crate::codebook::place::Collector;
use crate::codebook::tree::is_like_reserved;
use crate::error::MistakeKind;
use crate::model::Span;

/// Deepest nesting of categories that is read; the codebook's own limit is lower.
const DEEPEST: usize = 100;

/// A whole dictionary.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) title: Option<(String, Span)>,
    /// Keys at the top of the codebook, as ours has them.
    pub(super) settings: Vec<(Node, Node)>,
    pub(super) branches: Vec<Branch>,
}

/// A category.
#[derive(Debug, Default)]
pub(super) struct Branch {
    pub(super) name: String,
    /// Place of the name.
    pub(super) span: Span,
    pub(super) label: Option<String>,
    pub(super) definition: Option<String>,
    pub(super) color: Option<String>,
    pub(super) weight: Option<f64>,
    pub(super) entries: Vec<Entry>,
    pub(super) below: Vec<Branch>,
    /// Further keys of the theme, as our codebooks have them.
    pub(super) keys: Vec<(Node, Node)>,
}

/// A pattern of a category.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// In our language of patterns.
    pub(super) pattern: String,
    /// Place of the term in the file.
    pub(super) span: Span,
    pub(super) weight: Option<f64>,
}

impl Branch {
    /// A category whose name stands at `span`; stops and control characters cannot be part of names.
    pub(super) fn new(written: &str, span: Span, report: &mut Report<'_>) -> Self {
        let written = written.trim();
        let clean = |letter: char| match letter {
            '.' => '_',
            letter if letter.is_control() => ' ',
            letter => letter,
        };
        let name: String = written.chars().map(clean).collect();
        let name = if name.trim().is_empty() { "unnamed".to_owned() } else { name };
        let label = (name != written && !written.is_empty()).then(|| written.to_owned());
        if name != written {
            report.notice(NoticeKind::Renamed, "", span, written, Some(name.clone()));
        }
        Self { name, span, label, ..Self::default() }
    }

    /// A category of a flat format, whose name may be a path: then its stops are no reason to rename it.
    pub(super) fn named(written: &str, span: Span, report: &mut Report<'_>) -> Self {
        match is_path(written) {
            true => {
                let name = written.to_owned();
                Self { name, span, ..Self::default() }
            }
            false => Self::new(written, span, report),
        }
    }

    /// Adds what `term` seeks, where it holds a word.
    pub(super) fn add(
        &mut self,
        term: &str,
        span: Span,
        signs: Signs,
        weight: Option<f64>,
        report: &mut Report<'_>,
    ) {
        if let Some(pattern) = report.sought(&self.name, term, span, signs) {
            self.entries.push(Entry {
                pattern,
                span,
                weight: weight.filter(|&weight| weight != 1.0),
            });
        }
    }

    /// Adds a pattern with its weight.
    pub(super) fn put(&mut self, pattern: &str, span: Span, weight: f64) {
        let weight = Some(weight).filter(|&weight| weight != 1.0);
        self.entries.push(Entry { pattern: pattern.to_owned(), span, weight });
    }
}

/// What a reader tells beside the outline: mistakes, which refuse the file, and notices.
pub(super) struct Report<'a> {
    pub(super) text: &'a str,
    /// Name of the file without folder and ending.
    pub(super) stem: &'a str,
    pub(super) places: Collector<'a>,
    pub(super) notices: Vec<Notice>,
}

impl Report<'_> {
    pub(super) fn mistake(&mut self, span: Span, kind: MistakeKind, advice: &str) {
        self.places.add(span, kind, Some(advice.to_owned()));
    }

    pub(super) fn notice(
        &mut self,
        kind: NoticeKind,
        theme: &str,
        span: Span,
        what: &str,
        instead: Option<String>,
    ) {
        let line = Some(self.places.line_of(span.start));
        let (theme, what) = (theme.to_owned(), what.trim().to_owned());
        self.notices.push(Notice { kind, theme, what, line, instead });
    }

    /// The pattern for a term, with what has to be said of it.
    pub(super) fn sought(
        &mut self,
        theme: &str,
        term: &str,
        span: Span,
        signs: Signs,
    ) -> Option<String> {
        match pattern(term, signs) {
            Some(Sought { pattern, signs }) => {
                if signs {
                    self.notice(NoticeKind::Signs, theme, span, term, None);
                }
                Some(pattern)
            }
            None => {
                self.notice(NoticeKind::NoWord, theme, span, term, None);
                None
            }
        }
    }
}

/// Puts categories that are listed with their depths below each other. A depth that is skipped is none.
pub(super) fn nest(rows: Vec<(usize, Branch)>, report: &mut Report<'_>) -> Vec<Branch> {
    let mut top = Vec::new();
    let mut open: Vec<(usize, Branch)> = Vec::new();
    for (depth, branch) in rows {
        close(depth, &mut open, &mut top);
        if open.len() == DEEPEST {
            report.mistake(branch.span, MistakeKind::TooDeep(DEEPEST), "nest fewer categories");
            break;
        }
        open.push((depth, branch));
    }
    close(0, &mut open, &mut top);
    top
}

/// Puts the open categories that are as deep as `depth` or deeper where they belong.
fn close(depth: usize, open: &mut Vec<(usize, Branch)>, top: &mut Vec<Branch>) {
    while open.last().is_some_and(|&(last, _)| last >= depth) {
        let Some((_, branch)) = open.pop() else { break };
        match open.last_mut() {
            Some((_, above)) => above.below.push(branch),
            None => top.push(branch),
        }
    }
}

/// The categories of flat formats whose names are paths (`motives.proactive`), nested.
pub(super) fn unfold(rows: Vec<(String, Branch)>) -> Vec<Branch> {
    let mut top: Vec<Branch> = Vec::new();
    for (path, mut branch) in rows {
        let names: Vec<&str> = path.split('.').collect();
        let is_path = is_path(&path);
        let mut level = &mut top;
        if is_path {
            let (last, above) = names.split_last().unwrap_or((&"", &[]));
            for name in above {
                let at = level.iter().position(|known| known.name == *name);
                let at = at.unwrap_or_else(|| {
                    let (name, span) = ((*name).to_owned(), branch.span);
                    level.push(Branch { name, span, ..Branch::default() });
                    level.len() - 1
                });
                let Some(next) = level.get_mut(at) else { return top };
                level = &mut next.below;
            }
            (*last).clone_into(&mut branch.name);
        }
        // One that stands there for those below it only becomes this one.
        let same = |known: &&mut Branch| known.name == branch.name && known.entries.is_empty();
        match level.iter_mut().find(same).filter(|known| !known.below.is_empty()) {
            Some(known) => {
                branch.below = std::mem::take(&mut known.below);
                *known = branch;
            }
            None => level.push(branch),
        }
    }
    top
}

/// Whether a name is several, or one, joined by stops.
fn is_path(name: &str) -> bool {
    let mut names = name.split('.');
    let valid = |name: &str| !name.is_empty() && name.trim() == name;
    names.clone().count() <= DEEPEST && names.all(valid) && !name.contains(char::is_control)
}

/// Puts siblings of one name together, and keeps each pattern of a category once.
pub(super) fn tidy(branches: Vec<Branch>, above: &str, report: &mut Report<'_>) -> Vec<Branch> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut merged: Vec<Branch> = Vec::with_capacity(branches.len());
    for branch in branches {
        match places.get(&branch.name).and_then(|&at| merged.get_mut(at)) {
            Some(known) => {
                report.notice(NoticeKind::Merged, above, branch.span, &branch.name, None);
                known.entries.extend(branch.entries);
                known.below.extend(branch.below);
                known.definition = known.definition.take().or(branch.definition);
                known.color = known.color.take().or(branch.color);
                known.weight = known.weight.or(branch.weight);
            }
            None => {
                places.insert(branch.name.clone(), merged.len());
                merged.push(branch);
            }
        }
    }
    for branch in &mut merged {
        let path = path_of(above, &branch.name);
        let mut seen = BTreeSet::new();
        let entries = std::mem::take(&mut branch.entries);
        for entry in entries {
            let folded = match entry.pattern.starts_with('/') {
                true => entry.pattern.clone(),
                false => entry.pattern.to_lowercase(),
            };
            if !seen.insert(folded) {
                report.notice(NoticeKind::Repeated, &path, entry.span, &entry.pattern, None);
            } else {
                branch.entries.push(entry);
            }
        }
        branch.below = tidy(std::mem::take(&mut branch.below), &path, report);
        let has_patterns = branch.keys.iter().any(|(key, _)| is_named(key, "include"));
        if branch.entries.is_empty() && branch.below.is_empty() && !has_patterns {
            report.notice(NoticeKind::NoPatterns, &path, branch.span, "", None);
        }
    }
    merged
}

/// A path one name longer.
pub(super) fn path_of(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}

pub(super) fn is_named(key: &Node, name: &str) -> bool {
    matches!(&key.value, Value::Scalar(text) if text == name)
}

pub(super) fn scalar(text: &str, span: Span) -> Node {
    Node { span, value: Value::Scalar(text.to_owned()) }
}

impl Outline {
    /// The codebook of ours that says the same; `whole` says whether words are compared whole unless
    /// the settings say otherwise.
    pub(super) fn into_node(self, whole: bool) -> Node {
        let top = Span::new(0, 0);
        let mut pairs = Vec::new();
        if let Some((title, span)) = self.title {
            pairs.push((scalar("codebook", span), scalar(&title, span)));
        }
        if whole {
            pairs.push((scalar("match", top), scalar("word", top)));
        }
        pairs.extend(self.settings);
        pairs.push((scalar("themes", top), forest(self.branches, top)));
        Node { span: top, value: Value::Mapping(pairs) }
    }
}

fn forest(branches: Vec<Branch>, span: Span) -> Node {
    let pairs =
        branches.into_iter().map(|branch| (scalar(&branch.name, branch.span), theme(branch)));
    Node { span, value: Value::Mapping(pairs.collect()) }
}

/// A theme in its shortest form.
fn theme(branch: Branch) -> Node {
    let span = branch.span;
    let mut pairs = Vec::new();
    let mut key = |name: &str, value: Node| pairs.push((scalar(name, span), value));
    for (name, text) in
        [("label", branch.label), ("definition", branch.definition), ("color", branch.color)]
    {
        if let Some(text) = text {
            key(name, scalar(&text, span));
        }
    }
    if let Some(weight) = branch.weight {
        key("weight", scalar(&weight.to_string(), span));
    }
    let has_include = branch.keys.iter().any(|(key, _)| is_named(key, "include"));
    pairs.extend(branch.keys);
    let entries: Vec<Node> = branch.entries.into_iter().map(entry).collect();
    let patterns = Node { span, value: Value::List(entries) };
    let empty = matches!(&patterns.value, Value::List(entries) if entries.is_empty());
    let plain = pairs.is_empty();
    let leaf = branch.below.is_empty();
    if plain && leaf && !empty {
        return patterns;
    }
    if !empty || leaf && !has_include {
        pairs.push((scalar("include", span), patterns));
    }
    if leaf {
        return Node { span, value: Value::Mapping(pairs) };
    }
    let free = branch.below.iter().all(|below| !is_like_reserved(&below.name));
    let below = forest(branch.below, span);
    if pairs.is_empty() && free {
        return below;
    }
    pairs.push((scalar("themes", span), below));
    Node { span, value: Value::Mapping(pairs) }
}

fn entry(entry: Entry) -> Node {
    let pattern = scalar(&entry.pattern, entry.span);
    match entry.weight {
        None => pattern,
        Some(weight) => {
            let pairs = vec![
                (scalar("pattern", entry.span), pattern),
                (scalar("weight", entry.span), scalar(&weight.to_string(), entry.span)),
            ];
            Node { span: entry.span, value: Value::Mapping(pairs) }
        }
    }
}

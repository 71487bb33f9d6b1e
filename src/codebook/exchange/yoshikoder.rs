//! Yoshikoder dictionaries (`.ykd`), and those of the first Lexicoder (`.lcd`): XML of `cnode`s, which are
//! categories and may hold both categories and `pnode`s, which are patterns.
//!
//! Patterns are compared with whole words without regard to case; `*` is any letters. Where the dictionary
//! asks for regular expressions (`patternengine="regexp"`), each is one on a whole word. Scores are weights.
//! A single category around all others is the dictionary itself; its name is the title.
//! Yoshikoder counts overlapping patterns each for itself; here a word counts once in a theme.

use super::notice::{Notice, NoticeKind};
use super::outline::{Branch, Entry, Outline, Report};
use super::term::Signs;
use super::write::{Capabilities, Flat, collect};
use super::xml::{self, Element, escaped};
use crate::codebook::pattern::compile_regex;
use crate::error::MistakeKind;
use crate::model::Codebook;

/// What Yoshikoder calls a dictionary that has no name yet.
const UNTITLED: &str = "New dictionary";

pub(super) fn read(report: &mut Report<'_>) -> Option<Outline> {
    let root = xml::read(report)?;
    if root.name != "dictionary" {
        let kind = MistakeKind::Root { found: root.name, expected: "`dictionary`" };
        report.mistake(root.span, kind, "check the format, or name it with `--from`");
        return None;
    }
    let engine = root.attribute("patternengine").map(|engine| engine.value.to_lowercase());
    let regex = engine.is_some_and(|engine| engine.starts_with("reg"));
    let mut outline = Outline::default();
    let top: Vec<&Element> = root.all("cnode").collect();
    let mut from = &root;
    if let [only] = top.as_slice()
        && root.all("pnode").next().is_none()
        && only.all("pnode").next().is_none()
        && only.all("cnode").next().is_some()
    {
        from = only;
        outline.title = only
            .attribute("name")
            .filter(|name| !name.value.trim().is_empty() && name.value != UNTITLED)
            .map(|name| (name.value.trim().to_owned(), name.span));
    }
    let mut around = Branch { name: report.stem.to_owned(), span: root.span, ..Branch::default() };
    fill(&mut around, from, regex, report);
    if !around.entries.is_empty() {
        let name = around.name.clone();
        report.notice(NoticeKind::Uncategorised, "", root.span, "", Some(name));
        outline.branches.push(Branch { below: Vec::new(), entries: around.entries, ..around });
    }
    outline.branches.extend(around.below);
    Some(outline)
}

/// Takes up what stands directly in an element; the depth is bounded by the reader of XML.
fn fill(branch: &mut Branch, element: &Element, regex: bool, report: &mut Report<'_>) {
    for node in &element.below {
        match node.name.as_str() {
            "cnode" => {
                let Some(name) = node.attribute("name") else {
                    missing("cnode", node, report);
                    continue;
                };
                let mut below = Branch::new(&name.value, name.span, report);
                let definition = node.attribute("desc").map(|text| text.value.trim().to_owned());
                below.definition = definition.filter(|text| !text.is_empty());
                below.weight = score(node, report);
                fill(&mut below, node, regex, report);
                branch.below.push(below);
            }
            "pnode" => {
                let Some(name) = node.attribute("name") else {
                    missing("pnode", node, report);
                    continue;
                };
                let weight = score(node, report);
                if regex {
                    expression(branch, &name.value, name.span, weight, report);
                } else {
                    branch.add(&name.value, name.span, Signs::STAR, weight, report);
                }
            }
            other => report.notice(NoticeKind::NotRead, "", node.span, &format!("<{other}>"), None),
        }
    }
}

fn missing(element: &'static str, node: &Element, report: &mut Report<'_>) {
    let kind = MistakeKind::NoAttribute { element, attribute: "name" };
    report.mistake(node.span, kind, "give it a name");
}

/// The score of a node; none where the attribute is missing or empty.
fn score(node: &Element, report: &mut Report<'_>) -> Option<f64> {
    let score = node.attribute("score").filter(|score| !score.value.trim().is_empty())?;
    let number = score.value.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    if number.is_none() {
        let kind = MistakeKind::Weight(score.value.clone());
        report.mistake(score.span, kind, "write a number, such as `1.5`");
    }
    number.filter(|&number| number != 1.0)
}

/// Adds a regular expression on whole words.
fn expression(
    branch: &mut Branch,
    source: &str,
    span: crate::model::Span,
    weight: Option<f64>,
    report: &mut Report<'_>,
) {
    let source = source.trim();
    if source.is_empty() || compile_regex(source).is_err() {
        let name = branch.name.clone();
        return report.notice(NoticeKind::ForeignRegex, &name, span, source, None);
    }
    let pattern = format!("/{}/", source.replace("\\/", "/").replace('/', "\\/"));
    branch.entries.push(Entry { pattern, span, weight });
}

const CAPABILITIES: Capabilities =
    Capabilities { weights: true, definition: true, title: true, ..Capabilities::PLAIN };

pub(super) fn write(codebook: &Codebook) -> (String, Vec<Notice>) {
    let flat = collect(codebook, CAPABILITIES);
    let title = codebook.title.as_deref().unwrap_or(UNTITLED);
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    out.push_str("<dictionary style=\"050805\" patternengine=\"substring\">\n");
    out.push_str(&format!(" <cnode name=\"{}\" desc=\"\">\n", escaped(title, true)));
    let mut open = 0;
    for theme in &flat.themes {
        close(theme.depth, &mut open, &mut out);
        let indent = " ".repeat(theme.depth + 2);
        let name = escaped(&theme.name, true);
        let definition = escaped(theme.definition.as_deref().unwrap_or_default(), true);
        out.push_str(&format!("{indent}<cnode name=\"{name}\" desc=\"{definition}\">\n"));
        open = theme.depth + 1;
        for term in &theme.terms {
            let score = match term.weight {
                1.0 => String::new(),
                weight => format!(" score=\"{weight}\""),
            };
            out.push_str(&format!(
                "{indent} <pnode name=\"{}\"{score}/>\n",
                escaped(&term.text, true)
            ));
        }
    }
    close(0, &mut open, &mut out);
    out.push_str(" </cnode>\n</dictionary>\n");
    let Flat { notices, .. } = flat;
    (out, notices)
}

/// Closes the open categories down to `depth`.
fn close(depth: usize, open: &mut usize, out: &mut String) {
    while *open > depth {
        *open -= 1;
        out.push_str(&format!("{}</cnode>\n", " ".repeat(*open + 2)));
    }
}

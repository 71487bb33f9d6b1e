//! REFI-QDA codebooks (`.qdc`), which programs for qualitative data analysis exchange.
//!
//! A code has a name, a colour, a description, and codes below it: a theme with its definition. Such
//! programs know no patterns. What a theme has beside its definition and colour stands at the end of the
//! description, below a line that nobody writes by chance, as our codebooks say it:
//!
//! ```text
//! The firm seeks an advantage abroad.
//!
//! -- leitmotif --
//! include:
//!   - cheap labour
//!   - low tariff*
//! ```
//!
//! There people read and change it, and it comes back. The settings of the codebook stand with every code
//! at the top. Title and word lists belong to no code; they stand with a set of all codes at the top.
//!
//! Where a code goes by the path of its theme, since several themes have its name, the theme's own name is
//! kept as `name`. A code is codable where it has patterns, or is below one that has.

use super::emit::yaml_pairs;
use super::lexicoder::color;
use super::notice::{Notice, NoticeKind};
use super::outline::{Branch, Outline, Report, is_named, path_of};
use super::xml::{self, Element};
use crate::codebook::Format;
use crate::codebook::file::{self, Node, Value};
use crate::codebook::tree::{SETTING_KEYS, TOP_KEYS, is_long_form};
use crate::error::MistakeKind;
use crate::model::{Codebook, Span};
use crate::refi;
use crate::refi::code::Code;
use crate::refi::codebook::Whole;
use crate::refi::guid::Guid;

/// The line above what the description of a code says for leitmotif.
const MARK: &str = "-- leitmotif --";

/// The key of a theme's own name, where its code goes by another.
const NAME: &str = "name";

pub(super) fn read(report: &mut Report<'_>) -> Option<Outline> {
    let root = xml::read(report)?;
    let codebook = match root.name.as_str() {
        "Project" => root.all("CodeBook").next(),
        "CodeBook" => Some(&root),
        _ => None,
    };
    let Some(codebook) = codebook else {
        let kind = MistakeKind::Root { found: root.name, expected: "`CodeBook`" };
        report.mistake(root.span, kind, "export the codebook as REFI-QDA codebook (`.qdc`)");
        return None;
    };
    let mut outline = Outline::default();
    for code in codebook.all("Codes").flat_map(|codes| codes.all("Code")) {
        outline.branches.extend(branch(code, report));
    }
    for set in codebook.all("Sets").flat_map(|sets| sets.all("Set")) {
        let (_, own) = description(set, report);
        let Some(pairs) = own else {
            let name = set.attribute("name").map_or("", |name| name.value.as_str());
            report.notice(NoticeKind::NotRead, "", set.span, &format!("the set {name}"), None);
            continue;
        };
        outline.settings.extend(pairs);
    }
    Some(outline)
}

/// The category of a code; the depth is bounded by the reader of XML.
fn branch(code: &Element, report: &mut Report<'_>) -> Option<Branch> {
    let Some(name) = code.attribute("name") else {
        let kind = MistakeKind::NoAttribute { element: "Code", attribute: "name" };
        report.mistake(code.span, kind, "give the code a name");
        return None;
    };
    let (definition, own) = description(code, report);
    let mut keys = own.unwrap_or_default();
    let at = keys.iter().position(|(key, _)| is_named(key, NAME));
    let own_name = at.map(|at| keys.remove(at).1.value);
    let mut branch = match &own_name {
        Some(Value::Scalar(own)) => Branch::new(own, name.span, report),
        _ => Branch::new(&name.value, name.span, report),
    };
    if keys.iter().any(|(key, _)| is_named(key, "label")) {
        branch.label = None;
    }
    branch.definition = definition;
    let shade = code.attribute("color").and_then(|shade| shade.value.strip_prefix('#'));
    branch.color = shade.and_then(color);
    branch.keys = keys;
    for below in code.all("Code") {
        branch.below.extend(self::branch(below, report));
    }
    Some(branch)
}

/// Keys with their values, as a codebook of ours has them.
type Pairs = Vec<(Node, Node)>;

/// The description of an element in two: for people, and for leitmotif, where there is any.
fn description(element: &Element, report: &mut Report<'_>) -> (Option<String>, Option<Pairs>) {
    let Some(description) = element.all("Description").next() else { return (None, None) };
    let text = description.text.as_str();
    let mark = text.lines().rfind(|line| line.trim() == MARK);
    let Some(mark) = mark else { return (non_empty(text), None) };
    let at = mark.as_ptr().addr() - text.as_ptr().addr();
    let before = non_empty(text.get(..at).unwrap_or_default());
    let after = text.get(at + mark.len()..).unwrap_or_default();
    // Where the text stands in the file as it is, places can be followed there.
    let span = description.text_span;
    let literal = span.of(report.text) == text;
    let offset = literal.then_some(span.start + at + mark.len());
    match file::read(after, Format::Yaml) {
        Ok(Some(Node { value: Value::Mapping(mut pairs), .. })) => {
            for (key, value) in &mut pairs {
                relocate(key, offset, span);
                relocate(value, offset, span);
            }
            (before, Some(pairs))
        }
        Ok(None) => (before, Some(Vec::new())),
        Ok(Some(node)) => {
            let kind = MistakeKind::Shape { expected: "a mapping of keys", found: node.kind() };
            report.mistake(span, kind, "write `include:` and the patterns below it");
            (before, None)
        }
        Err(mistake) => {
            let place =
                offset.map_or(span, |by| Span::new(mistake.span.start + by, mistake.span.end + by));
            report.places.add(place, mistake.kind, mistake.suggestion);
            (before, None)
        }
    }
}

fn non_empty(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Gives a value the place that it has in the file: so many bytes further, or else that of the whole text.
fn relocate(node: &mut Node, offset: Option<usize>, whole: Span) {
    node.span = match offset {
        Some(offset) => Span::new(node.span.start + offset, node.span.end + offset),
        None => whole,
    };
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| relocate(item, offset, whole)),
        Value::Mapping(pairs) => {
            for (key, value) in pairs {
                relocate(key, offset, whole);
                relocate(value, offset, whole);
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

/// Writes a codebook of ours, which stands under `root`.
pub(super) fn write(root: &Node, codebook: &Codebook) -> (String, Vec<Notice>) {
    let mut bytes = Vec::new();
    // Memory takes all bytes.
    let _ = refi::codebook::write(&codes(root, codebook), whole(root).as_ref(), &mut bytes);
    (String::from_utf8_lossy(&bytes).into_owned(), Vec::new())
}

/// What a codebook says beside its themes, where that is more than settings.
fn whole(root: &Node) -> Option<Whole> {
    let is_kept =
        |key: &Node| TOP_KEYS.iter().any(|name| is_named(key, name)) && !is_named(key, "themes");
    let pairs: Pairs = pairs_of(root).iter().filter(|(key, _)| is_kept(key)).cloned().collect();
    if !pairs.iter().any(|(key, _)| is_named(key, "codebook") || is_named(key, "lists")) {
        return None;
    }
    let title = pairs.iter().find(|(key, _)| is_named(key, "codebook"));
    let name = match title.map(|(_, value)| &value.value) {
        Some(Value::Scalar(title)) => title.clone(),
        _ => "Codebook".to_owned(),
    };
    Some(Whole { name, description: block(&pairs) })
}

/// The codes of a codebook of ours, in the order of its themes.
pub(super) fn codes(root: &Node, codebook: &Codebook) -> Vec<Code> {
    let pairs = pairs_of(root);
    let is_setting = |key: &Node| SETTING_KEYS.iter().any(|name| is_named(key, name));
    let settings: Pairs = pairs.iter().filter(|(key, _)| is_setting(key)).cloned().collect();
    let mut walk = Walk { settings, names: refi::code::names(codebook), codes: Vec::new() };
    for (_, themes) in pairs.iter().filter(|(key, _)| is_named(key, "themes")) {
        walk.themes(themes, "", 0, false);
    }
    walk.codes
}

fn pairs_of(node: &Node) -> &[(Node, Node)] {
    match &node.value {
        Value::Mapping(pairs) => pairs,
        _ => &[],
    }
}

/// What a description says for leitmotif.
fn block(pairs: &[(Node, Node)]) -> String {
    let mut text = format!("{MARK}\n");
    yaml_pairs(pairs, 0, &mut text);
    text.truncate(text.trim_end().len());
    text
}

/// A walk along the themes of a codebook.
struct Walk {
    /// Settings of the codebook, which go with the codes at the top.
    settings: Pairs,
    /// Of the codes, in the order of themes.
    names: Vec<String>,
    codes: Vec<Code>,
}

impl Walk {
    fn themes(&mut self, node: &Node, above: &str, depth: usize, codable: bool) {
        for (key, value) in pairs_of(node) {
            if let Value::Scalar(name) = &key.value {
                let path = path_of(above, name.trim());
                self.theme((key, value), name.trim(), &path, depth, codable);
            }
        }
    }

    fn theme(
        &mut self,
        (key, value): (&Node, &Node),
        name: &str,
        path: &str,
        depth: usize,
        codable: bool,
    ) {
        let Parts { definition, color, mut own, below } = parts(key, value);
        let codable = codable || own.iter().any(|(key, value)| has_patterns(key, value));
        let code = self.names.get(self.codes.len()).map_or(name, String::as_str).to_owned();
        if code != name {
            let named = Node { span: key.span, value: Value::Scalar(NAME.to_owned()) };
            own.insert(0, (named, key.clone()));
        }
        if depth == 0 {
            let is_new = |key: &Node| match &key.value {
                Value::Scalar(key) => !own.iter().any(|(known, _)| is_named(known, key.trim())),
                _ => false,
            };
            let new: Pairs = self.settings.iter().filter(|(key, _)| is_new(key)).cloned().collect();
            own.extend(new);
        }
        let told = (!own.is_empty()).then(|| block(&own));
        let description: Vec<String> = definition.into_iter().chain(told).collect();
        self.codes.push(Code {
            guid: Guid::of_theme(path),
            name: code,
            codable,
            color,
            description: description.join("\n\n"),
            depth,
        });
        if let Some(below) = below {
            self.themes(below, path, depth + 1, codable);
        }
    }
}

/// Whether a key of a theme is its list of patterns, with any.
fn has_patterns(key: &Node, value: &Node) -> bool {
    is_named(key, "include")
        && match &value.value {
            Value::Null => false,
            Value::Scalar(_) => true,
            Value::List(items) => !items.is_empty(),
            Value::Mapping(pairs) => !pairs.is_empty(),
        }
}

/// A theme in parts.
struct Parts<'n> {
    definition: Option<String>,
    color: Option<String>,
    /// All other keys but `themes`.
    own: Pairs,
    below: Option<&'n Node>,
}

fn parts<'n>(key: &Node, value: &'n Node) -> Parts<'n> {
    let mut parts = Parts { definition: None, color: None, own: Vec::new(), below: None };
    match &value.value {
        Value::Mapping(pairs) if is_long_form(pairs) => {
            for (key, value) in pairs {
                match &value.value {
                    _ if is_named(key, "themes") => parts.below = Some(value),
                    Value::Scalar(text)
                        if is_named(key, "definition") && !text.trim().is_empty() =>
                    {
                        parts.definition = Some(text.trim().to_owned());
                    }
                    Value::Scalar(text) if is_named(key, "color") => {
                        parts.color = Some(text.trim().to_ascii_lowercase());
                    }
                    _ => parts.own.push((key.clone(), value.clone())),
                }
            }
        }
        Value::Mapping(_) => parts.below = Some(value),
        Value::Scalar(_) => {
            let list = Node { span: value.span, value: Value::List(vec![value.clone()]) };
            parts.own.push((include(key), list));
        }
        Value::List(_) => parts.own.push((include(key), value.clone())),
        Value::Null => {}
    }
    parts
}

fn include(key: &Node) -> Node {
    Node { span: key.span, value: Value::Scalar("include".to_owned()) }
}

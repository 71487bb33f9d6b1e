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
//! Codes below different codes may not have the same name in some programs: of such the later ones are
//! named by their paths, and the theme's own name is kept as `name`. A code is codable where it has
//! patterns. Identifiers are made from the paths, so that the same codebook gives the same file, and the
//! same theme the same identifier.

use std::collections::BTreeSet;

use super::emit::yaml_pairs;
use super::lexicoder::color;
use super::notice::{Notice, NoticeKind};
use super::outline::{Branch, Outline, Report, is_named, path_of};
use super::xml::{self, Element, escaped};
use crate::codebook::Format;
use crate::codebook::file::{self, Node, Value};
use crate::codebook::tree::{SETTING_KEYS, TOP_KEYS, is_long_form};
use crate::error::MistakeKind;
use crate::model::Span;

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

/// The identifier of the code for the theme at `path`: always the same.
///
/// It has the form of a UUID of version 8 (RFC 9562, section 5.8) made from a hash of the path.
#[must_use]
pub fn code_guid(path: &str) -> String {
    let hash = blake3::derive_key("leitmotif REFI-QDA code", path.as_bytes());
    let digits: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    let (a, b, c, d, e) = (part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32));
    format!("{a}-{b}-8{c}-a{d}-{e}")
}

/// Writes the codebook of ours under `root`.
pub(super) fn write(root: &Node) -> (String, Vec<Notice>) {
    let pairs: &[(Node, Node)] = match &root.value {
        Value::Mapping(pairs) => pairs,
        _ => &[],
    };
    let is_setting = |key: &Node| SETTING_KEYS.iter().any(|name| is_named(key, name));
    let settings: Pairs = pairs.iter().filter(|(key, _)| is_setting(key)).cloned().collect();
    let mut writer = Writer { out: String::new(), names: BTreeSet::new(), top: Vec::new() };
    for (_, themes) in pairs.iter().filter(|(key, _)| is_named(key, "themes")) {
        writer.themes(themes, "", 0, &settings);
    }
    let codes = writer.out;
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let origin = concat!("leitmotif ", env!("CARGO_PKG_VERSION"));
    out.push_str(&format!("<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"{origin}\">\n"));
    out.push_str(&format!("<Codes>\n{codes}</Codes>\n"));
    let whole: Pairs = pairs
        .iter()
        .filter(|(key, _)| {
            TOP_KEYS.iter().any(|name| is_named(key, name)) && !is_named(key, "themes")
        })
        .cloned()
        .collect();
    if whole.iter().any(|(key, _)| is_named(key, "codebook") || is_named(key, "lists")) {
        let title = whole.iter().find(|(key, _)| is_named(key, "codebook"));
        let title = match title.map(|(_, value)| &value.value) {
            Some(Value::Scalar(title)) => title.as_str(),
            _ => "Codebook",
        };
        let mut text = format!("{MARK}\n");
        yaml_pairs(&whole, 0, &mut text);
        let (name, text) = (escaped(title, true), escaped(&text, false));
        let guid = code_guid("\0codebook");
        out.push_str(&format!("<Sets>\n <Set guid=\"{guid}\" name=\"{name}\">\n"));
        out.push_str(&format!("  <Description>{text}</Description>\n"));
        for guid in writer.top {
            out.push_str(&format!("  <MemberCode guid=\"{guid}\"/>\n"));
        }
        out.push_str(" </Set>\n</Sets>\n");
    }
    out.push_str("</CodeBook>\n");
    (out, Vec::new())
}

struct Writer {
    out: String,
    /// Names that codes have.
    names: BTreeSet<String>,
    /// Identifiers of the codes at the top.
    top: Vec<String>,
}

impl Writer {
    /// Writes the themes of a mapping; `settings` go with those at the top.
    fn themes(&mut self, node: &Node, above: &str, depth: usize, settings: &[(Node, Node)]) {
        let Value::Mapping(pairs) = &node.value else { return };
        for (key, value) in pairs {
            if let Value::Scalar(name) = &key.value {
                self.theme(name.trim(), key, value, above, depth, settings);
            }
        }
    }

    fn theme(
        &mut self,
        name: &str,
        key: &Node,
        value: &Node,
        above: &str,
        depth: usize,
        settings: &[(Node, Node)],
    ) {
        let path = path_of(above, name);
        let Parts { definition, color, mut own, below } = parts(key, value);
        let codable = own.iter().any(|(key, _)| is_named(key, "include"));
        let guid = code_guid(&path);
        let code = if self.names.contains(name) { path.clone() } else { name.to_owned() };
        if code != name {
            let named = Node { span: key.span, value: Value::Scalar(NAME.to_owned()) };
            own.insert(0, (named, key.clone()));
        }
        self.names.insert(code.clone());
        if depth == 0 {
            self.top.push(guid.clone());
            let new = |(key, _): &&(Node, Node)| {
                !own.iter().any(|(known, _)| {
                    matches!((&known.value, &key.value),
                    (Value::Scalar(known), Value::Scalar(key)) if known.trim() == key.trim())
                })
            };
            let settings: Pairs = settings.iter().filter(new).cloned().collect();
            own.extend(settings);
        }
        let indent = " ".repeat(depth + 1);
        let shade = color.map(|color| format!(" color=\"{color}\"")).unwrap_or_default();
        let code = escaped(&code, true);
        self.out.push_str(&format!(
            "{indent}<Code guid=\"{guid}\" name=\"{code}\" isCodable=\"{codable}\"{shade}>\n"
        ));
        let mut text = definition.unwrap_or_default();
        if !own.is_empty() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(&format!("{MARK}\n"));
            yaml_pairs(&own, 0, &mut text);
        }
        if !text.is_empty() {
            let text = escaped(&text, false);
            self.out.push_str(&format!("{indent} <Description>{text}</Description>\n"));
        }
        if let Some(below) = below {
            self.themes(below, &path, depth + 1, &[]);
        }
        self.out.push_str(&format!("{indent}</Code>\n"));
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

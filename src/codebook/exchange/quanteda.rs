//! YAML dictionaries of quanteda: mappings of categories, with a word or a list of words at the ends.
//!
//! A category with words beside categories below it keeps the words under the key `__`, or in the list
//! that also holds the mappings. Words are globs, compared whole and without regard to case. `yes`, `no`
//! and numbers are words, as written.

use super::emit::yaml_scalar;
use super::notice::{Notice, NoticeKind};
use super::outline::{Branch, Outline, Report};
use super::term::Signs;
use super::write::{Capabilities, Wildcards, collect};
use crate::codebook::Format;
use crate::codebook::file::{self, Node, Value};
use crate::error::MistakeKind;
use crate::model::Codebook;

/// The key of a category's own words.
const OWN: &str = "__";

pub(super) fn read(report: &mut Report<'_>) -> Option<Outline> {
    let through = file::read_through(report.text, Format::Yaml);
    for mistake in through.mistakes {
        report.places.add(mistake.span, mistake.kind, mistake.suggestion);
    }
    let root = through.root?;
    let Value::Mapping(pairs) = &root.value else {
        let kind = MistakeKind::Shape { expected: "a mapping of categories", found: root.kind() };
        report.mistake(root.span, kind, "write each category as `name: [word, word*]`");
        return None;
    };
    let branches = pairs.iter().filter_map(|(key, value)| branch(key, value, report)).collect();
    Some(Outline { branches, ..Outline::default() })
}

/// The category under a key; the depth of the tree is bounded by the reader of YAML.
fn branch(key: &Node, value: &Node, report: &mut Report<'_>) -> Option<Branch> {
    let Value::Scalar(name) = &key.value else {
        let kind = MistakeKind::Shape { expected: "a name", found: key.kind() };
        report.mistake(key.span, kind, "write the name of a category before the colon");
        return None;
    };
    let mut branch = Branch::new(name, key.span, report);
    fill(&mut branch, value, report);
    Some(branch)
}

fn fill(branch: &mut Branch, value: &Node, report: &mut Report<'_>) {
    match &value.value {
        Value::Null => {}
        Value::Scalar(term) => branch.add(term, value.span, Signs::GLOB, None, report),
        Value::List(items) => items.iter().for_each(|item| fill(branch, item, report)),
        Value::Mapping(pairs) => {
            for (key, value) in pairs {
                let own = matches!(&key.value, Value::Scalar(name) if name.trim() == OWN);
                if own {
                    fill(branch, value, report);
                } else {
                    branch.below.extend(self::branch(key, value, report));
                }
            }
        }
    }
}

/// What a dictionary of quanteda holds.
const CAPABILITIES: Capabilities =
    Capabilities { wildcards: Wildcards::Glob, ..Capabilities::PLAIN };

pub(super) fn write(codebook: &Codebook) -> (String, Vec<Notice>) {
    let mut flat = collect(codebook, CAPABILITIES);
    let mut out = String::new();
    let mut renamed = Vec::new();
    for theme in &flat.themes {
        let name = if theme.name == OWN { "_" } else { &theme.name };
        if name != theme.name {
            renamed.push(theme.path.clone());
        }
        let indent = "  ".repeat(theme.depth);
        let terms: Vec<String> = theme.terms.iter().map(|term| yaml_scalar(&term.text)).collect();
        let terms = terms.join(", ");
        out.push_str(&format!("{indent}{}:", yaml_scalar(name)));
        match (theme.is_parent, terms.is_empty()) {
            (false, _) => out.push_str(&format!(" [{terms}]\n")),
            (true, true) => out.push('\n'),
            (true, false) => out.push_str(&format!("\n{indent}  {OWN}: [{terms}]\n")),
        }
    }
    for path in renamed {
        flat.tell(NoticeKind::Name, &path, "", Some("_".to_owned()));
    }
    (out, flat.notices)
}

//! The tree of a codebook as YAML, JSON or TOML.
//!
//! Order and names are kept. What other readers of YAML could take for a number, a truth value or a sign
//! of YAML goes in quotes. In TOML every theme has a table of its own, so that themes keep their order.

use super::outline::is_named;
use crate::codebook::Format;
use crate::codebook::file::{Node, Value};
use crate::codebook::tree::is_long_form;

/// The codebook of ours under `root`.
pub(super) fn own(root: &Node, format: Format) -> String {
    let mut out = String::new();
    match format {
        Format::Yaml => {
            if let Value::Mapping(pairs) = &root.value {
                yaml_pairs(pairs, 0, &mut out);
            }
        }
        Format::Json => {
            json(root, 0, &mut out);
            out.push('\n');
        }
        Format::Toml => toml(root, &mut out),
    }
    out
}

/// The pairs of a mapping as YAML, each on lines of its own.
pub(super) fn yaml_pairs(pairs: &[(Node, Node)], depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for (key, value) in pairs {
        let Value::Scalar(name) = &key.value else { continue };
        out.push_str(&format!("{indent}{}:", yaml_scalar(name)));
        match &value.value {
            Value::Null => out.push('\n'),
            Value::Scalar(text) if is_named(key, "weight") => out.push_str(&format!(" {text}\n")),
            Value::Scalar(text) if is_prose(text) => {
                let keep = if text.ends_with('\n') { "|" } else { "|-" };
                out.push_str(&format!(" {keep}\n"));
                for line in text.lines() {
                    let indent = if line.is_empty() { "" } else { &*indent };
                    let inner = if line.is_empty() { "" } else { "  " };
                    out.push_str(&format!("{indent}{inner}{line}\n"));
                }
            }
            Value::Scalar(text) => out.push_str(&format!(" {}\n", yaml_scalar(text))),
            Value::List(items) if items.is_empty() => out.push_str(" []\n"),
            Value::List(items) => {
                out.push('\n');
                for item in items {
                    out.push_str(&format!("{indent}  - {}\n", yaml_flow(item)));
                }
            }
            Value::Mapping(pairs) if pairs.is_empty() => out.push_str(" {}\n"),
            Value::Mapping(pairs) => {
                out.push('\n');
                yaml_pairs(pairs, depth + 1, out);
            }
        }
    }
}

/// Whether a text is lines that a literal block of YAML gives back as they are.
fn is_prose(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let strange = |letter: char| {
        letter.is_control() || matches!(letter, '\u{feff}' | '\u{2028}' | '\u{2029}')
    };
    body.contains('\n')
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && body.lines().all(|line| !line.contains(strange))
}

/// A value as YAML on one line.
fn yaml_flow(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Scalar(text) => yaml_scalar(text),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(yaml_flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Mapping(pairs) => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, value)| match &value.value {
                    Value::Scalar(text) if is_named(key, "weight") => {
                        format!("{}: {text}", yaml_flow(key))
                    }
                    _ => format!("{}: {}", yaml_flow(key), yaml_flow(value)),
                })
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

/// A text as a scalar of YAML, in quotes where it has to be, in block or flow.
pub(super) fn yaml_scalar(text: &str) -> String {
    let escaped = |letter: char| {
        letter.is_control() || matches!(letter, '\u{feff}' | '\u{2028}' | '\u{2029}')
    };
    if text.chars().any(escaped) {
        return json_string(text);
    }
    if is_plain(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// Whether a text is no other value, and holds no sign that YAML could take for its own.
fn is_plain(text: &str) -> bool {
    const OTHER: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan"];
    let sign =
        |letter: char| !letter.is_alphanumeric() && !" -_*?'’./+()|=…&<>@^!".contains(letter);
    text.starts_with(|letter: char| letter.is_alphabetic())
        && !text.ends_with(' ')
        && !text.contains(sign)
        && !text.contains(" &")
        && !OTHER.contains(&text.to_lowercase().as_str())
}

/// A text as a string of JSON, which is one of YAML and TOML too.
fn json_string(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            letter
                if letter.is_control()
                    || matches!(letter, '\u{feff}' | '\u{2028}' | '\u{2029}') =>
            {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// A value as JSON; what fits on a line stands on one.
fn json(node: &Node, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth + 1);
    let close = "  ".repeat(depth);
    match &node.value {
        Value::Mapping(pairs) if !pairs.is_empty() && !is_entry(pairs) => {
            out.push_str("{\n");
            for (number, (key, value)) in pairs.iter().enumerate() {
                let Value::Scalar(name) = &key.value else { continue };
                out.push_str(&format!("{indent}{}: ", json_string(name)));
                match &value.value {
                    Value::Scalar(text) if name == "weight" => out.push_str(&number_of(text)),
                    _ => json(value, depth + 1, out),
                }
                out.push_str(if number + 1 < pairs.len() { ",\n" } else { "\n" });
            }
            out.push_str(&format!("{close}}}"));
        }
        Value::List(items) if !items.is_empty() => {
            out.push_str("[\n");
            for (number, item) in items.iter().enumerate() {
                let end = if number + 1 < items.len() { "," } else { "" };
                out.push_str(&format!("{indent}{}{end}\n", inline(item, ": ")));
            }
            out.push_str(&format!("{close}]"));
        }
        _ => out.push_str(&inline(node, ": ")),
    }
}

/// Whether a mapping is a pattern with its weight.
fn is_entry(pairs: &[(Node, Node)]) -> bool {
    pairs
        .iter()
        .any(|(key, value)| is_named(key, "pattern") && matches!(value.value, Value::Scalar(_)))
}

/// A value on one line, as JSON with `": "` between key and value, or as TOML with `" = "`.
fn inline(node: &Node, sign: &str) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Scalar(text) => json_string(text),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(item, sign)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Mapping(pairs) => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, value)| match &value.value {
                    Value::Scalar(text) if is_named(key, "weight") => {
                        format!("{}{sign}{}", inline(key, sign), number_of(text))
                    }
                    _ => format!("{}{sign}{}", inline(key, sign), inline(value, sign)),
                })
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

/// A weight as a number of JSON and TOML.
fn number_of(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| json_string(text), |number| format!("{number:?}"))
}

/// The codebook as TOML.
fn toml(root: &Node, out: &mut String) {
    let Value::Mapping(pairs) = &root.value else { return };
    let is_forest = |key: &Node| is_named(key, "themes") || is_named(key, "lists");
    for (key, value) in pairs.iter().filter(|(key, _)| !is_forest(key)) {
        out.push_str(&format!("{} = {}\n", toml_key(key), inline(value, " = ")));
    }
    for (key, value) in pairs.iter().filter(|(key, _)| is_forest(key)) {
        toml_themes(value, &toml_key(key), out);
    }
}

/// Themes of a mapping, each a table with the path in its heading.
fn toml_themes(node: &Node, path: &str, out: &mut String) {
    let Value::Mapping(pairs) = &node.value else { return };
    for (key, value) in pairs {
        let path = format!("{path}.{}", toml_key(key));
        let gap = if out.is_empty() { "" } else { "\n" };
        out.push_str(&format!("{gap}[{path}]\n"));
        match &value.value {
            Value::Mapping(own) if is_long_form(own) => {
                for (key, value) in own.iter().filter(|(key, _)| !is_named(key, "themes")) {
                    let written = match &value.value {
                        Value::Scalar(text) if is_named(key, "weight") => number_of(text),
                        _ => inline(value, " = "),
                    };
                    out.push_str(&format!("{} = {written}\n", toml_key(key)));
                }
                for (_, below) in own.iter().filter(|(key, _)| is_named(key, "themes")) {
                    toml_themes(below, &format!("{path}.themes"), out);
                }
            }
            Value::Mapping(_) => toml_themes(value, &format!("{path}.themes"), out),
            Value::Scalar(_) | Value::List(_) => {
                out.push_str(&format!("include = {}\n", inline(value, " = ")));
            }
            Value::Null => {}
        }
    }
}

fn toml_key(key: &Node) -> String {
    match &key.value {
        Value::Scalar(name)
            if !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) =>
        {
            name.clone()
        }
        Value::Scalar(name) => json_string(name),
        _ => String::new(),
    }
}

//! What stands under the keys of a codebook: settings, single values, examples, patterns.

use super::{DEFAULT_LANGUAGE, Reader, Settings};
use crate::codebook::file::{Node, Value};
use crate::codebook::pattern::{self, Reading};
use crate::codebook::suggest::{language_code, nearest};
use crate::error::MistakeKind;
use crate::model::{Matching, Pattern};

impl Reader<'_, '_> {
    /// Reads `match` or `language`.
    pub(super) fn setting(&mut self, key: &Node, value: &Node, settings: &mut Settings) {
        let name = match &key.value {
            Value::Scalar(name) => name.trim(),
            _ => return,
        };
        let Value::Scalar(written) = &value.value else {
            return self.reserved_as_theme(name, value);
        };
        match (name, written.trim()) {
            ("match", "stem") => settings.matching = Matching::Stem,
            ("match", "word") => settings.matching = Matching::Word,
            ("match", other) => {
                let known = nearest(other, &["stem", "word"]);
                let suggestion = match (known, other) {
                    (Some(known), _) => format!("did you mean `{known}`?"),
                    (None, "exact" | "fixed" | "glob") => "did you mean `word`?".to_owned(),
                    _ => "it is `stem` or `word`".to_owned(),
                };
                self.add(value.span, MistakeKind::Matching(other.to_owned()), suggestion);
            }
            (_, code) => match code.parse() {
                Ok(language) => settings.language = Some(language),
                Err(_) => {
                    let suggestion = match language_code(code) {
                        Some(code) => format!("did you mean `{code}`?"),
                        None => "write a two-letter code of ISO 639-1, such as `en`".to_owned(),
                    };
                    self.add(value.span, MistakeKind::Language(code.to_owned()), suggestion);
                }
            },
        }
    }

    /// A reserved key with a list or mapping, which is most likely meant as a theme.
    fn reserved_as_theme(&mut self, name: &str, value: &Node) {
        let advice = match value.value {
            Value::Null if name == "color" => {
                "put the colour in quotes: after a space, `#` begins a comment".to_owned()
            }
            Value::Null => format!("write a value after `{name}:`, or remove the key"),
            _ => format!(
                "`{name}` is a reserved key of themes; a theme needs another name, such as `{name}_theme`"
            ),
        };
        self.wrong_shape(value, "a single value", Some(advice));
    }

    /// Reads one of the keys that hold a single value.
    pub(super) fn field(&mut self, index: usize, name: &str, value: &Node) {
        let Value::Scalar(written) = &value.value else {
            return self.reserved_as_theme(name, value);
        };
        let written = written.trim().to_owned();
        match name {
            "weight" if !written.parse::<f64>().is_ok_and(f64::is_finite) => {
                return self.add(
                    value.span,
                    MistakeKind::Weight(written),
                    "write a number, such as `1.5`",
                );
            }
            "color" if !is_color(&written) => {
                return self.add(
                    value.span,
                    MistakeKind::Color(written),
                    "write six hexadecimal digits in quotes: \"#1b9e77\"",
                );
            }
            _ => {}
        }
        let Some(theme) = self.themes.get_mut(index) else { return };
        match name {
            "label" => theme.label = Some(written),
            "definition" => theme.definition = Some(written),
            "color" => theme.color = Some(written.to_ascii_lowercase()),
            _ => theme.weight = written.parse().ok(),
        }
    }

    pub(super) fn examples(&mut self, node: &Node) -> Vec<String> {
        match &node.value {
            Value::List(items) => {
                items.iter().filter_map(|item| self.text(item)).map(str::to_owned).collect()
            }
            _ => self.text(node).map(str::to_owned).into_iter().collect(),
        }
    }

    /// Reads a list of patterns, or a single one; whether there is any, right or wrong.
    pub(super) fn patterns(
        &mut self,
        index: usize,
        node: &Node,
        settings: Settings,
        exclude: bool,
    ) -> bool {
        let items = match &node.value {
            Value::List(items) if !items.is_empty() => items.as_slice(),
            Value::Scalar(_) => std::slice::from_ref(node),
            Value::Mapping(_) => {
                let advice = "patterns are a list: `[cheap labour, low tariff*]`".to_owned();
                self.wrong_shape(node, "a list of patterns", Some(advice));
                return true;
            }
            _ => {
                self.add(
                    node.span,
                    MistakeKind::EmptyPattern,
                    "write a pattern, or remove the key",
                );
                return true;
            }
        };
        for item in items {
            let Some(pattern) = self.pattern(item, settings) else { continue };
            let Some(theme) = self.themes.get_mut(index) else { continue };
            let list = if exclude { &mut theme.exclude } else { &mut theme.include };
            list.push(pattern);
        }
        true
    }

    fn pattern(&mut self, node: &Node, settings: Settings) -> Option<Pattern> {
        let source = match &node.value {
            Value::Scalar(source) => source,
            Value::Null => {
                self.add(
                    node.span,
                    MistakeKind::EmptyPattern,
                    "write a pattern, or remove the item",
                );
                return None;
            }
            Value::List(_) => {
                self.wrong_shape(
                    node,
                    "a pattern",
                    Some("write each pattern on its own".to_owned()),
                );
                return None;
            }
            Value::Mapping(_) => {
                let advice = "themes go below `themes:`; if the colon is part of a pattern, put it in quotes";
                self.wrong_shape(node, "a pattern", Some(advice.to_owned()));
                return None;
            }
        };
        let reading = Reading {
            matching: settings.matching,
            language: settings.language.unwrap_or(DEFAULT_LANGUAGE),
        };
        match pattern::parse(source, reading) {
            Ok(expression) => {
                let line = self.mistakes.line_of(node.span.start);
                Some(Pattern { source: source.trim().to_owned(), line, expression })
            }
            Err(found) => {
                for mistake in found {
                    let span = node.locate(self.text, mistake.span);
                    self.mistakes.add(span, mistake.kind, mistake.suggestion);
                }
                None
            }
        }
    }
}

fn is_color(written: &str) -> bool {
    written.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

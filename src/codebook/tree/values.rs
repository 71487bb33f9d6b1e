//! What stands under the keys of a codebook: settings, single values, examples, patterns.

use super::{Draft, Group, Reader, Settings, Target};
use crate::codebook::file::{Node, Value};
use crate::codebook::suggest::{language_code, nearest};
use crate::error::MistakeKind;
use crate::model::{Language, Matching};

impl<'n> Reader<'_, '_, 'n> {
    /// Reads `match`, `language`, `spelling` or `diacritics`.
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
            ("spelling", "written") => settings.folding.spelling = false,
            ("spelling", "both") => settings.folding.spelling = true,
            ("spelling", other) => self.unknown_value(value, "spelling", other, "both", "written"),
            ("diacritics", "keep") => settings.folding.diacritics = false,
            ("diacritics", "ignore") => settings.folding.diacritics = true,
            ("diacritics", other) => {
                self.unknown_value(value, "diacritics", other, "ignore", "keep");
            }
            (_, code) => {
                if let Some(language) = self.language(value, code) {
                    settings.language = Some(language);
                }
            }
        }
    }

    fn unknown_value(
        &mut self,
        node: &Node,
        key: &'static str,
        value: &str,
        one: &'static str,
        other: &'static str,
    ) {
        let suggestion = match nearest(value, &[one, other]) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("it is `{one}` or `{other}`"),
        };
        self.add(node.span, MistakeKind::Setting { key, value: value.to_owned() }, suggestion);
    }

    /// The language with this code, which stands at `node`.
    fn language(&mut self, node: &Node, code: &str) -> Option<Language> {
        let parsed = code.parse().ok();
        if parsed.is_none() {
            let suggestion = match language_code(code) {
                Some(code) => format!("did you mean `{code}`?"),
                None => "write a two-letter code of ISO 639-1, such as `en`".to_owned(),
            };
            self.add(node.span, MistakeKind::Language(code.to_owned()), suggestion);
        }
        parsed
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
            "weight" => {
                let weight = self.weight(value);
                if let Some(theme) = self.themes.get_mut(index) {
                    theme.weight = weight;
                }
                return;
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
            _ => theme.color = Some(written.to_ascii_lowercase()),
        }
    }

    fn weight(&mut self, node: &Node) -> Option<f64> {
        let written = self.text(node)?;
        let weight = written.parse::<f64>().ok().filter(|weight| weight.is_finite());
        if weight.is_none() {
            let kind = MistakeKind::Weight(written.to_owned());
            self.add(node.span, kind, "write a number, such as `1.5`");
        }
        weight
    }

    pub(super) fn examples(&mut self, node: &Node) -> Vec<String> {
        match &node.value {
            Value::List(items) => {
                items.iter().filter_map(|item| self.text(item)).map(str::to_owned).collect()
            }
            _ => self.text(node).map(str::to_owned).into_iter().collect(),
        }
    }

    /// Reads a list of patterns, a single one, or such lists by language; whether there is any, right
    /// or wrong.
    pub(super) fn patterns(
        &mut self,
        index: usize,
        node: &'n Node,
        settings: Settings,
        exclude: bool,
    ) -> bool {
        let items = match &node.value {
            Value::List(items) if !items.is_empty() => items.as_slice(),
            Value::Scalar(_) => std::slice::from_ref(node),
            // A theme that has no patterns yet.
            Value::List(_) if !exclude => return true,
            Value::Mapping(pairs) if has_language(pairs) => {
                for (key, value) in self.mapping(node, "languages").unwrap_or_default() {
                    let Some(code) = self.key(key) else { continue };
                    if let Some(language) = self.language(key, code) {
                        let settings = Settings { language: Some(language), ..settings };
                        self.patterns(index, value, settings, exclude);
                    }
                }
                return true;
            }
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
        let group = Group { owner: Target { is_list: self.in_lists, index }, exclude };
        for item in items {
            self.pattern(item, group, settings);
        }
        true
    }

    /// Reads one item of a list of patterns.
    fn pattern(&mut self, node: &'n Node, group: Group, settings: Settings) {
        match &node.value {
            Value::Scalar(_) => {
                self.drafts.push(Draft { group, node, weight: None, settings });
            }
            Value::Null => {
                self.add(
                    node.span,
                    MistakeKind::EmptyPattern,
                    "write a pattern, or remove the item",
                );
            }
            Value::List(_) => {
                let advice = "write each pattern on its own".to_owned();
                self.wrong_shape(node, "a pattern", Some(advice));
            }
            Value::Mapping(pairs) if pairs.iter().any(|(key, _)| names_pattern(key)) => {
                self.long_pattern(node, group, settings);
            }
            Value::Mapping(_) => {
                let advice = "themes go below `themes:`; if the colon is part of a pattern, put it in quotes";
                self.wrong_shape(node, "a pattern", Some(advice.to_owned()));
            }
        }
    }

    /// Reads `{pattern: cheap labour, weight: 2}`.
    fn long_pattern(&mut self, node: &'n Node, group: Group, settings: Settings) {
        let (mut found, mut weight) = (None, None);
        for (key, value) in self.mapping(node, "a pattern").unwrap_or_default() {
            match self.key(key) {
                Some("pattern") => found = Some(value),
                Some("weight") => weight = self.weight(value),
                Some(unknown) => {
                    let suggestion = match nearest(unknown, &["pattern", "weight"]) {
                        Some(known) => format!("did you mean `{known}`?"),
                        None => "the keys of a pattern are `pattern` and `weight`".to_owned(),
                    };
                    self.add(key.span, MistakeKind::PatternKey(unknown.to_owned()), suggestion);
                }
                None => {}
            }
        }
        match found {
            Some(node @ Node { value: Value::Scalar(_), .. }) => {
                self.drafts.push(Draft { group, node, weight, settings });
            }
            Some(other) => self.wrong_shape(other, "a pattern", None),
            None => {}
        }
    }
}

/// Whether a mapping divides patterns by language.
fn has_language(pairs: &[(Node, Node)]) -> bool {
    pairs.iter().any(|(key, _)| {
        matches!(&key.value, Value::Scalar(name) if name.trim().parse::<Language>().is_ok())
    })
}

fn names_pattern(key: &Node) -> bool {
    matches!(&key.value, Value::Scalar(name) if name.trim() == "pattern")
}

fn is_color(written: &str) -> bool {
    written.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

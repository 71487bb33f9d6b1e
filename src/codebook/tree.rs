//! From the tree of a file to themes: keys, inheritance, and every mistake on the way.
//!
//! Reading goes on after a mistake, so that one run shows them all. The shape of the file is
//! described in [`crate::codebook`].

use std::collections::BTreeMap;

use super::file::{Node, Value};
use super::pattern::{self, Reading};
use super::place::Collector;
use super::suggest::{language_code, nearest};
use crate::error::MistakeKind;
use crate::model::{Codebook, Expression, Language, Matching, Pattern, Span, Theme};

/// Keys at the top of a file.
const TOP_KEYS: [&str; 4] = ["codebook", "language", "match", "themes"];

/// Keys of the long form of a theme.
const THEME_KEYS: [&str; 10] = [
    "label",
    "definition",
    "include",
    "exclude",
    "examples",
    "color",
    "weight",
    "match",
    "language",
    "themes",
];

/// Deepest nesting of themes.
const DEEPEST_THEME: usize = 30;

/// The language whose stemmer serves where none is named.
const DEFAULT_LANGUAGE: Language = Language::ENGLISH;

/// The codebook in the tree under `root`; what is wrong with it goes to `mistakes`, and then the
/// result is of no use.
pub(super) fn read(text: &str, root: &Node, mistakes: &mut Collector<'_>) -> Option<Codebook> {
    let mut reader = Reader { text, mistakes, themes: Vec::new() };
    let pairs = reader.mapping(root, "a mapping with `themes`")?;
    let mut title = None;
    let mut settings = Settings { language: None, matching: Matching::default() };
    let mut themes = None;
    for (key, value) in pairs {
        let Some(name) = reader.key(key) else { continue };
        match name {
            "codebook" => title = reader.text(value).map(str::to_owned),
            "themes" => themes = Some(value),
            "language" | "match" => reader.setting(key, value, &mut settings),
            unknown => reader.unknown_top_key(key, unknown),
        }
    }
    match themes {
        None => {
            let kind = MistakeKind::NoThemes;
            reader.add(
                Span::new(root.span.start, root.span.start),
                kind,
                "put your themes below a key `themes:`",
            );
        }
        Some(themes) => reader.themes_below(themes, None, settings),
    }
    let themes = reader.themes;
    Some(codebook(title, themes))
}

/// Puts themes together and computes the fingerprint.
pub(super) fn codebook(title: Option<String>, themes: Vec<Theme>) -> Codebook {
    let fingerprint = fingerprint(&themes);
    Codebook { title, themes, fingerprint }
}

/// BLAKE3 over all that can change a count: paths, languages, weights and expressions, in order.
fn fingerprint(themes: &[Theme]) -> String {
    fn expressions(patterns: &[Pattern]) -> Vec<&Expression> {
        patterns.iter().map(|pattern| &pattern.expression).collect()
    }
    let canonical: Vec<_> = themes
        .iter()
        .map(|theme| {
            let counted = (expressions(&theme.include), expressions(&theme.exclude));
            (&theme.path, theme.language, theme.weight, counted)
        })
        .collect();
    let bytes = postcard::to_stdvec(&canonical).unwrap_or_default();
    blake3::hash(&bytes).to_hex().to_string()
}

/// What themes inherit.
#[derive(Clone, Copy)]
struct Settings {
    language: Option<Language>,
    matching: Matching,
}

struct Reader<'a, 'c> {
    text: &'a str,
    mistakes: &'a mut Collector<'c>,
    themes: Vec<Theme>,
}

impl<'a> Reader<'a, '_> {
    fn add(&mut self, span: Span, kind: MistakeKind, suggestion: impl Into<String>) {
        self.mistakes.add(span, kind, Some(suggestion.into()));
    }

    fn wrong_shape(&mut self, node: &Node, expected: &'static str, suggestion: Option<String>) {
        let kind = MistakeKind::Shape { expected, found: node.kind() };
        self.mistakes.add(node.span, kind, suggestion);
    }

    /// The pairs of a mapping, each repeated key reported.
    fn mapping<'n>(
        &mut self,
        node: &'n Node,
        expected: &'static str,
    ) -> Option<&'n [(Node, Node)]> {
        let Value::Mapping(pairs) = &node.value else {
            self.wrong_shape(node, expected, None);
            return None;
        };
        let mut first_lines = BTreeMap::new();
        for (key, _) in pairs {
            let Value::Scalar(name) = &key.value else { continue };
            let line = self.mistakes.line_of(key.span.start);
            if let Some(&first) = first_lines.get(name) {
                let kind = MistakeKind::Duplicate { key: name.clone(), first };
                self.add(key.span, kind, "rename one of them, or put both together");
            } else {
                first_lines.insert(name, line);
            }
        }
        Some(pairs)
    }

    fn key<'n>(&mut self, key: &'n Node) -> Option<&'n str> {
        match &key.value {
            Value::Scalar(name) => Some(name.trim()),
            _ => {
                self.wrong_shape(key, "a name", None);
                None
            }
        }
    }

    fn text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        match &node.value {
            Value::Scalar(text) => Some(text.trim()),
            _ => {
                self.wrong_shape(node, "text", None);
                None
            }
        }
    }

    fn unknown_top_key(&mut self, key: &Node, unknown: &str) {
        let suggestion = match (nearest(unknown, &TOP_KEYS), unknown.to_lowercase().as_str()) {
            (Some(known), _) => format!("did you mean `{known}`?"),
            (None, "title" | "name") => "the title goes under `codebook`".to_owned(),
            _ => {
                "themes go below `themes:`; the other keys here are `codebook`, `language`, `match`"
                    .to_owned()
            }
        };
        self.add(key.span, MistakeKind::TopKey(unknown.to_owned()), suggestion);
    }

    /// Reads `match` or `language`.
    fn setting(&mut self, key: &Node, value: &Node, settings: &mut Settings) {
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

    fn themes_below(&mut self, node: &Node, parent: Option<usize>, settings: Settings) {
        let Some(pairs) = self.mapping(node, "a mapping of themes") else { return };
        if pairs.is_empty() {
            let kind = MistakeKind::NoThemes;
            return self.add(node.span, kind, "name a theme here, with a list of patterns");
        }
        for (key, value) in pairs {
            if let Some(name) = self.key(key) {
                self.theme(key, name, value, parent, settings);
            }
        }
    }

    fn theme(
        &mut self,
        key: &Node,
        name: &str,
        value: &Node,
        parent: Option<usize>,
        settings: Settings,
    ) {
        if name.is_empty() || name.contains(['.', '\n', '\t']) {
            let better = name.replace(['.', '\n', '\t'], "_");
            let suggestion = if better.is_empty() {
                "give the theme a name".to_owned()
            } else {
                format!("stops divide the names in paths; write `{better}`")
            };
            self.add(key.span, MistakeKind::ThemeName(name.to_owned()), suggestion);
        }
        let above = parent.and_then(|parent| self.themes.get(parent));
        let (path, depth) = match above {
            Some(above) => (format!("{}.{name}", above.path), above.depth + 1),
            None => (name.to_owned(), 0),
        };
        if depth >= DEEPEST_THEME {
            return self.mistakes.add(key.span, MistakeKind::TooDeep(DEEPEST_THEME), None);
        }
        let index = self.themes.len();
        self.themes.push(Theme {
            path: path.clone(),
            name: name.to_owned(),
            label: None,
            definition: None,
            examples: Vec::new(),
            color: None,
            weight: None,
            language: settings.language,
            parent,
            depth,
            end: index + 1,
            include: Vec::new(),
            exclude: Vec::new(),
        });
        let filled = match &value.value {
            Value::Null => false,
            Value::Scalar(_) => self.patterns(index, value, settings, false),
            Value::List(items) => !items.is_empty() && self.patterns(index, value, settings, false),
            Value::Mapping(pairs) if pairs.is_empty() => false,
            Value::Mapping(pairs) if is_long_form(pairs) => self.long_form(index, value, settings),
            Value::Mapping(_) => {
                self.themes_below(value, Some(index), settings);
                true
            }
        };
        if !filled {
            let suggestion = "give it a list of patterns, or themes below it";
            self.add(key.span, MistakeKind::NoPatterns(path), suggestion);
        }
        let end = self.themes.len();
        if let Some(theme) = self.themes.get_mut(index) {
            theme.end = end;
        }
    }

    /// Reads the long form; whether it has patterns or themes below it, right or wrong.
    fn long_form(&mut self, index: usize, node: &Node, inherited: Settings) -> bool {
        let Some(pairs) = self.mapping(node, "a theme") else { return true };
        let mut settings = inherited;
        for (key, value) in pairs {
            match &key.value {
                Value::Scalar(name) if matches!(name.trim(), "match" | "language") => {
                    self.setting(key, value, &mut settings);
                }
                _ => {}
            }
        }
        if let Some(theme) = self.themes.get_mut(index) {
            theme.language = settings.language;
        }
        let mut filled = false;
        let mut below = None;
        for (key, value) in pairs {
            let Some(name) = self.key(key) else { continue };
            match name {
                "match" | "language" => {}
                "include" => filled |= self.patterns(index, value, settings, false),
                "exclude" => {
                    self.patterns(index, value, settings, true);
                }
                "themes" => below = Some(value),
                "label" | "definition" | "color" | "weight" => self.field(index, name, value),
                "examples" => {
                    let examples = self.examples(value);
                    if let Some(theme) = self.themes.get_mut(index) {
                        theme.examples = examples;
                    }
                }
                unknown => {
                    let suggestion = match nearest(unknown, &THEME_KEYS) {
                        Some(known) => format!("did you mean `{known}`?"),
                        None => "beside reserved keys, themes go below `themes:`".to_owned(),
                    };
                    filled = true;
                    self.add(key.span, MistakeKind::ThemeKey(unknown.to_owned()), suggestion);
                }
            }
        }
        if let Some(below) = below {
            self.themes_below(below, Some(index), settings);
            filled = true;
        }
        filled
    }

    /// Reads one of the keys that hold a single value.
    fn field(&mut self, index: usize, name: &str, value: &Node) {
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

    fn examples(&mut self, node: &Node) -> Vec<String> {
        match &node.value {
            Value::List(items) => {
                items.iter().filter_map(|item| self.text(item)).map(str::to_owned).collect()
            }
            _ => self.text(node).map(str::to_owned).into_iter().collect(),
        }
    }

    /// Reads a list of patterns, or a single one; whether there is any, right or wrong.
    fn patterns(&mut self, index: usize, node: &Node, settings: Settings, exclude: bool) -> bool {
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

/// Whether a mapping under a theme is the long form: it has a reserved key, or a misspelt one with a
/// value such as the key asks for.
fn is_long_form(pairs: &[(Node, Node)]) -> bool {
    pairs.iter().any(|(key, value)| {
        let Value::Scalar(name) = &key.value else { return false };
        let name = name.trim();
        THEME_KEYS.contains(&name)
            || nearest(name, &THEME_KEYS).is_some_and(|meant| match meant {
                "include" | "exclude" | "examples" => {
                    matches!(value.value, Value::List(_) | Value::Scalar(_))
                }
                "themes" => matches!(value.value, Value::Mapping(_)),
                _ => matches!(value.value, Value::Scalar(_)),
            })
    })
}

fn is_color(written: &str) -> bool {
    written.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

//! From the tree of a file to themes: keys, inheritance, and every mistake on the way.
//!
//! Reading goes on after a mistake, so that one run shows them all. The shape of the file is
//! described in [`crate::codebook`].

mod draft;
mod values;

use std::collections::BTreeMap;

use super::file::{Node, Value};
use super::place::Collector;
use super::reference::Target;
use super::suggest::nearest;
use crate::error::MistakeKind;
use crate::model::{Codebook, Expression, Folding, Language, Matching, Pattern, Span, Theme};
use draft::{Draft, Group};

/// Keys at the top of a file.
pub(super) const TOP_KEYS: [&str; 7] =
    ["codebook", "language", "match", "spelling", "diacritics", "lists", "themes"];

/// Keys of the long form of a theme.
const THEME_KEYS: [&str; 12] = [
    "label",
    "definition",
    "include",
    "exclude",
    "examples",
    "color",
    "weight",
    "match",
    "language",
    "spelling",
    "diacritics",
    "themes",
];

/// Keys that hold for a theme and those below it.
pub(super) const SETTING_KEYS: [&str; 4] = ["match", "language", "spelling", "diacritics"];

/// Deepest nesting of themes.
const DEEPEST_THEME: usize = 30;

/// The language whose stemmer serves where none is named.
const DEFAULT_LANGUAGE: Language = Language::ENGLISH;

/// The codebook in the tree under `root`; what is wrong with it goes to `mistakes`, and then the
/// result is of no use.
pub(super) fn read(text: &str, root: &Node, mistakes: &mut Collector<'_>) -> Option<Codebook> {
    let mut reader = Reader { mistakes, themes: Vec::new(), drafts: Vec::new(), in_lists: false };
    let pairs = reader.mapping(root, "a mapping with `themes`")?;
    let mut title = None;
    let mut settings = Settings::default();
    let (mut themes, mut lists) = (None, None);
    for (key, value) in pairs {
        let Some(name) = reader.key(key) else { continue };
        match name {
            "codebook" => title = reader.text(value).map(str::to_owned),
            "themes" => themes = Some(value),
            "lists" => lists = Some(value),
            setting if SETTING_KEYS.contains(&setting) => {
                reader.setting(key, value, &mut settings);
            }
            unknown => reader.unknown_top_key(key, unknown),
        }
    }
    if let Some(lists) = lists {
        reader.in_lists = true;
        reader.themes_below(lists, None, settings);
        reader.in_lists = false;
    }
    let mut lists = std::mem::take(&mut reader.themes);
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
    let Reader { mut themes, drafts, mistakes, .. } = reader;
    draft::settle(text, &drafts, &mut themes, &mut lists, mistakes);
    Some(codebook(title, themes, lists))
}

/// Puts themes together and computes the fingerprint.
pub(super) fn codebook(title: Option<String>, themes: Vec<Theme>, lists: Vec<Theme>) -> Codebook {
    let fingerprint = fingerprint(&themes);
    Codebook { title, themes, lists, fingerprint }
}

/// BLAKE3 over all that can change a count: paths, languages, weights and expressions, in order.
/// Word lists count by what refers to them.
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
    // What single patterns say otherwise than their theme.
    let numbered = themes.iter().flat_map(|theme| {
        let all = theme.include.iter().chain(&theme.exclude);
        all.map(|pattern| (pattern, theme.language))
    });
    let own: Vec<_> = (0_u32..)
        .zip(numbered)
        .filter(|(_, (pattern, language))| {
            pattern.language != *language || pattern.weight.is_some()
        })
        .map(|(number, (pattern, _))| (number, pattern.language, pattern.weight))
        .collect();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&postcard::to_stdvec(&canonical).unwrap_or_default());
    if !own.is_empty() {
        hasher.update(&postcard::to_stdvec(&own).unwrap_or_default());
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}

/// What themes inherit.
#[derive(Clone, Copy, Default)]
struct Settings {
    language: Option<Language>,
    matching: Matching,
    folding: Folding,
}

struct Reader<'a, 'c, 'n> {
    mistakes: &'a mut Collector<'c>,
    /// The themes, or at first the word lists, so far.
    themes: Vec<Theme>,
    /// Their patterns.
    drafts: Vec<Draft<'n>>,
    in_lists: bool,
}

impl<'n> Reader<'_, '_, 'n> {
    fn add(&mut self, span: Span, kind: MistakeKind, suggestion: impl Into<String>) {
        self.mistakes.add(span, kind, Some(suggestion.into()));
    }

    fn wrong_shape(&mut self, node: &Node, expected: &'static str, suggestion: Option<String>) {
        let kind = MistakeKind::Shape { expected, found: node.kind() };
        self.mistakes.add(node.span, kind, suggestion);
    }

    /// The pairs of a mapping, each repeated key reported.
    fn mapping<'m>(
        &mut self,
        node: &'m Node,
        expected: &'static str,
    ) -> Option<&'m [(Node, Node)]> {
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

    fn key<'m>(&mut self, key: &'m Node) -> Option<&'m str> {
        match &key.value {
            Value::Scalar(name) => Some(name.trim()),
            _ => {
                self.wrong_shape(key, "a name", None);
                None
            }
        }
    }

    fn text<'m>(&mut self, node: &'m Node) -> Option<&'m str> {
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
                "themes go below `themes:`; the other keys here are `codebook`, `language`, `match`, \
                 `spelling`, `diacritics`, `lists`"
                    .to_owned()
            }
        };
        self.add(key.span, MistakeKind::TopKey(unknown.to_owned()), suggestion);
    }

    fn themes_below(&mut self, node: &'n Node, parent: Option<usize>, settings: Settings) {
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
        value: &'n Node,
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
            span: key.span,
            language: settings.language,
            parent,
            depth,
            ..Theme::new(name, index)
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
    fn long_form(&mut self, index: usize, node: &'n Node, inherited: Settings) -> bool {
        let Some(pairs) = self.mapping(node, "a theme") else { return true };
        let mut settings = inherited;
        for (key, value) in pairs {
            match &key.value {
                Value::Scalar(name) if SETTING_KEYS.contains(&name.trim()) => {
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
                setting if SETTING_KEYS.contains(&setting) => {}
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
}

/// Whether a key at the top is `themes`, or such with a slip.
pub(super) fn is_theme_key(name: &str) -> bool {
    nearest(name, &["themes"]).is_some()
}

/// Whether a theme of this name among others could be taken for a key of the long form.
pub(super) fn is_like_reserved(name: &str) -> bool {
    nearest(name, &THEME_KEYS).is_some()
}

/// Whether a mapping under a theme is the long form: it has a reserved key, or a misspelt one with a
/// value such as the key asks for.
pub(super) fn is_long_form(pairs: &[(Node, Node)]) -> bool {
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

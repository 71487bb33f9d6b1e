//! A codebook as the plain dictionaries of other programs can hold it: themes with terms, alternatives
//! written out, and a notice for everything that such a dictionary cannot say.

use std::collections::BTreeMap;

use super::notice::{Notice, NoticeKind};
use super::wording::{Written, rule_of, terms_of};
use crate::model::{Codebook, Language, Pattern, Theme};

/// What the wildcards of a format are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wildcards {
    /// `*` and `?` anywhere; `*` alone for any word.
    Glob,
    /// `*` anywhere; `*` alone for any word.
    Star,
    /// `*` at the end of a word only.
    Suffix,
}

/// What a format can hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capabilities {
    pub(super) wildcards: Wildcards,
    pub(super) weights: bool,
    pub(super) label: bool,
    pub(super) definition: bool,
    pub(super) color: bool,
    pub(super) title: bool,
    /// Themes without patterns.
    pub(super) empty: bool,
    /// Signs that a term cannot hold.
    pub(super) refused: &'static [char],
    /// Two names or terms joined by a distance, as a rule.
    pub(super) rules: bool,
}

impl Capabilities {
    /// Terms in flat categories, and nothing else.
    pub(super) const PLAIN: Self = Self {
        wildcards: Wildcards::Star,

        weights: false,
        label: false,
        definition: false,
        color: false,
        title: false,
        empty: true,
        refused: &[],
        rules: false,
    };
}

/// A codebook in terms.
#[derive(Debug)]
pub(super) struct Flat {
    /// In the order of the codebook.
    pub(super) themes: Vec<FlatTheme>,
    pub(super) notices: Vec<Notice>,
    /// Whether any mention has a weight.
    pub(super) weighted: bool,
}

/// A theme in terms.
#[derive(Debug)]
pub(super) struct FlatTheme {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) depth: usize,
    /// Whether there are themes below it.
    pub(super) is_parent: bool,
    pub(super) label: Option<String>,
    pub(super) definition: Option<String>,
    pub(super) color: Option<String>,
    pub(super) terms: Vec<Term>,
    /// Patterns with a distance whose operands are terms or names.
    pub(super) rules: Vec<Rule>,
}

/// A term.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub(super) text: String,
    /// Weight of a mention; 1 where nothing says another.
    pub(super) weight: f64,
}

/// `A BEFORE/n B`, or `A NEAR/n B`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) left: Operand,
    pub(super) right: Operand,
    pub(super) distance: u32,
    pub(super) ordered: bool,
    pub(super) weight: f64,
}

/// What a rule joins.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    /// A term.
    Term(String),
    /// A theme or list by its name in the pattern.
    Name(String),
}

/// The terms of a theme, each once.
#[derive(Debug, Default)]
struct Terms {
    list: Vec<Term>,
    /// Numbers of the terms, by their text without regard to case.
    places: BTreeMap<String, usize>,
}

impl Terms {
    /// Adds a term; the weight that it stands there with already, where that is another.
    fn add(&mut self, text: String, weight: f64) -> Option<f64> {
        let at = *self.places.entry(text.to_lowercase()).or_insert(self.list.len());
        if let Some(known) = self.list.get(at) {
            return Some(known.weight).filter(|&known| known != weight);
        }
        self.list.push(Term { text, weight });
        None
    }
}

/// The codebook in terms.
pub(super) fn collect(codebook: &Codebook, can: Capabilities) -> Flat {
    let weights = codebook.weights();
    let weighted = weights.as_ref().is_some_and(|all| all.iter().any(|&weight| weight != 1.0));
    let mut weight_of = weights.into_iter().flatten();
    let mut flat = Flat { themes: Vec::new(), notices: Vec::new(), weighted };
    let common = tell_of_all(codebook, can, &mut flat);
    for (index, theme) in codebook.themes.iter().enumerate() {
        let mut own = FlatTheme {
            name: theme.name.clone(),
            path: theme.path.clone(),
            depth: theme.depth,
            is_parent: theme.end > index + 1,
            label: theme.label.clone().filter(|_| can.label),
            definition: theme.definition.clone().filter(|_| can.definition),
            color: theme.color.clone().filter(|_| can.color),
            terms: Vec::new(),
            rules: Vec::new(),
        };
        tell_of(theme, can, &mut flat);
        let mut said = Vec::new();
        let mut terms = Terms::default();
        for pattern in &theme.include {
            let weight = weight_of.next().unwrap_or(1.0);
            let written = match rule_of(pattern, weight, codebook).filter(|_| can.rules) {
                Some(rule) => {
                    own.rules.push(rule);
                    true
                }
                None => add(pattern, weight, theme, can, &mut terms, &mut flat),
            };
            if written {
                said.push((pattern, weight));
            }
        }
        own.terms = terms.list;
        tell_values_of(&theme.path, &said, common.is_some(), can, &mut flat);
        let bare = own.terms.is_empty() && own.rules.is_empty();
        if bare && !own.is_parent && !can.empty {
            flat.tell(NoticeKind::Empty, &theme.path, "", None);
        }
        flat.themes.push(own);
    }
    flat
}

/// Tells the languages and weights of the patterns that are written, where the format does not know them.
fn tell_values_of(
    theme: &str,
    written: &[(&Pattern, f64)],
    one_language: bool,
    can: Capabilities,
    flat: &mut Flat,
) {
    if !one_language {
        let language = |pattern: &Pattern| pattern.language.map(|language| language.to_string());
        let values: Vec<_> = written.iter().map(|&(one, _)| (one, language(one))).collect();
        flat.tell_values(NoticeKind::Language, theme, &values);
    }
    if !can.weights {
        let weight = |weight: f64| (weight != 1.0).then(|| weight.to_string());
        let values: Vec<_> = written.iter().map(|&(one, own)| (one, weight(own))).collect();
        flat.tell_values(NoticeKind::Weight, theme, &values);
    }
}

/// Tells what of the whole codebook is not written; the language of all its patterns, where there is one.
fn tell_of_all(codebook: &Codebook, can: Capabilities, flat: &mut Flat) -> Option<Language> {
    if let Some(title) = codebook.title.as_ref().filter(|_| !can.title) {
        flat.tell(NoticeKind::Title, "", title, None);
    }
    for list in codebook.lists.iter().filter(|list| list.depth == 0) {
        flat.tell(NoticeKind::Lists, "", &list.path, None);
    }
    let mut languages = codebook.patterns().map(|(_, pattern)| pattern.language);
    let first = languages.next().flatten();
    let common = first.filter(|_| languages.all(|language| language == first));
    if let Some(language) = common {
        flat.tell(NoticeKind::Language, "", &language.to_string(), None);
    }
    common
}

/// Tells what of a theme, beside its patterns, is not written.
fn tell_of(theme: &Theme, can: Capabilities, flat: &mut Flat) {
    let texts = [
        (NoticeKind::Label, &theme.label, can.label),
        (NoticeKind::Definition, &theme.definition, can.definition),
        (NoticeKind::Color, &theme.color, can.color),
    ];
    for (kind, text, can) in texts {
        if let Some(text) = text.as_ref().filter(|_| !can) {
            flat.tell(kind, &theme.path, text, None);
        }
    }
    for example in &theme.examples {
        flat.tell(NoticeKind::Examples, &theme.path, example, None);
    }
    for pattern in &theme.exclude {
        flat.tell(NoticeKind::Exclude, &theme.path, &pattern.source, None);
    }
}

impl Flat {
    pub(super) fn tell(
        &mut self,
        kind: NoticeKind,
        theme: &str,
        what: &str,
        instead: Option<String>,
    ) {
        let (theme, what) = (theme.to_owned(), what.to_owned());
        self.notices.push(Notice { kind, theme, what, line: None, instead });
    }

    /// Tells a value that patterns have and the format does not know: once where it is the same for all
    /// patterns of the theme.
    fn tell_values(
        &mut self,
        kind: NoticeKind,
        theme: &str,
        values: &[(&Pattern, Option<String>)],
    ) {
        let first = values.first().and_then(|(_, value)| value.as_ref());
        match first.filter(|_| values.iter().all(|(_, value)| value.as_ref() == first)) {
            Some(value) => self.tell(kind, theme, value, None),
            None => {
                for (pattern, value) in values {
                    if let Some(value) = value {
                        self.tell(kind, theme, &format!("{} ({value})", pattern.source), None);
                    }
                }
            }
        }
    }
}

/// Adds the terms of a pattern, and tells what they do not say; whether there are any.
fn add(
    pattern: &Pattern,
    weight: f64,
    theme: &Theme,
    can: Capabilities,
    terms: &mut Terms,
    flat: &mut Flat,
) -> bool {
    let written = match terms_of(pattern, can) {
        Ok(written) => written,
        Err(kind) => {
            flat.tell(kind, &theme.path, &pattern.source, None);
            return false;
        }
    };
    let texts: Vec<&str> = written.iter().map(|term| term.text.as_str()).collect();
    let instead = texts.join(", ");
    let instead = (instead != pattern.source).then_some(instead);
    for (kind, lost) in [
        (NoticeKind::Stem, written.iter().any(|term| term.stem)),
        (NoticeKind::Folding, written.iter().any(|term| term.folded)),
        (NoticeKind::Capitals, written.iter().any(|term| term.capitals)),
    ] {
        if lost {
            flat.tell(kind, &theme.path, &pattern.source, instead.clone());
        }
    }
    for Written { text, .. } in written {
        if let Some(known) = terms.add(text, weight) {
            let what = format!("{} ({weight})", pattern.source);
            flat.tell(NoticeKind::TwoWeights, &theme.path, &what, Some(known.to_string()));
        }
    }
    true
}

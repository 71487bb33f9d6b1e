//! Codebooks by chance, written in every format and read again: what the notices do not name is kept.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::*;
use crate::model::{Expression, Theme, Word};

const PATTERNS: [&str; 32] = [
    "tariff",
    "\"tariff\"",
    "low tariff*",
    "wom?n",
    "* market",
    "cheap labour|labor",
    "(cheap labour)|(low wages)",
    "=WTO",
    "=\"World T*\"",
    "/export(er|ers)/",
    "price BEFORE/4 material",
    "\"price\" BEFORE/4 @target",
    "\"cheap labour\" NEAR/2 \"wom?n\"",
    "@target NEAR/0 @target",
    "@target",
    "labour & cost",
    "labour && tariff",
    "growth EXCEPT growth rate",
    "threat ... market",
    "R&D",
    "low-cost",
    "\"say (so)\"",
    "o'clock",
    "u.s. dollar",
    "a_b",
    "naïve",
    "市场",
    "3.5",
    "\"NOT\"",
    "Ünïted*",
    "a|b|c d|e",
    "\"+1\"",
];

const NAMES: [&str; 16] = [
    "a",
    "b",
    "include",
    "label",
    "incl",
    "en",
    "a b",
    "x (2)",
    "@n",
    "c#d",
    "yes",
    "1990",
    "__",
    "é",
    "it's \"so\"",
    "<<x>>",
];

/// A theme as our YAML has it, in JSON.
fn theme(depth: u32) -> BoxedStrategy<serde_json::Value> {
    let weighted = (prop::sample::select(&PATTERNS[..]), prop::option::of(-2_i32..3)).prop_map(
        |(pattern, weight)| match weight {
            Some(weight) => {
                serde_json::json!({ "pattern": pattern, "weight": f64::from(weight) / 2.0 })
            }
            None => pattern.into(),
        },
    );
    let optional = |text: &'static str| prop::option::weighted(0.2, Just(text));
    let keys = (
        prop::collection::vec(weighted, 0..5),
        optional("A longer name (of it)"),
        optional("What it\n\n  means: <this> & \"that\" #1."),
        optional("#1b9e77"),
        prop::option::weighted(0.2, -1_i32..4),
        optional("An example."),
        optional("not this"),
        prop::option::weighted(0.2, prop::sample::select(vec!["en", "es"])),
        prop::option::weighted(0.3, prop::sample::select(vec!["word", "stem"])),
    );
    let below = if depth == 0 { Just(Vec::new()).boxed() } else { forest(depth - 1).boxed() };
    (keys, below)
        .prop_map(
            |(
                (include, label, definition, color, weight, example, exclude, language, matching),
                below,
            )| {
                let mut keys = serde_json::Map::new();
                keys.insert("include".to_owned(), include.into());
                let mut put = |key: &str, value: Option<serde_json::Value>| {
                    if let Some(value) = value {
                        keys.insert(key.to_owned(), value);
                    }
                };
                put("label", label.map(Into::into));
                put("definition", definition.map(Into::into));
                put("color", color.map(Into::into));
                put("weight", weight.map(Into::into));
                put("examples", example.map(|one| vec![one].into()));
                put("exclude", exclude.map(|one| vec![one].into()));
                put("language", language.map(Into::into));
                put("match", matching.map(Into::into));
                if !below.is_empty() {
                    keys.insert("themes".to_owned(), serde_json::Map::from_iter(below).into());
                }
                keys.into()
            },
        )
        .boxed()
}

fn forest(depth: u32) -> impl Strategy<Value = Vec<(String, serde_json::Value)>> {
    let name = prop::sample::select(&NAMES[..]).prop_map(str::to_owned);
    prop::collection::vec((name, theme(depth)), 0..4)
}

fn codebooks() -> impl Strategy<Value = String> {
    let title = prop::option::of(Just("Motives: \"all\""));
    let matching = prop::sample::select(vec!["word", "stem"]);
    let spelling = prop::sample::select(vec!["written", "written", "both"]);
    (forest(2), title, matching, spelling, any::<bool>()).prop_map(
        |(themes, title, matching, spelling, lists)| {
            let mut file = serde_json::json!({ "match": matching, "spelling": spelling });
            if let Some(title) = title {
                file["codebook"] = title.into();
            }
            if lists {
                file["lists"] = serde_json::json!({ "denial": ["no", "not"] });
            }
            let mut all = serde_json::Map::from_iter(themes);
            // Patterns refer to it.
            all.insert(
                "target".to_owned(),
                serde_json::json!({ "match": "word", "include": ["x"] }),
            );
            file["themes"] = all.into();
            file.to_string()
        },
    )
}

/// All that a codebook says, without places.
fn said(codebook: &Codebook) -> Vec<String> {
    let patterns = |theme: &Theme| {
        let all = theme.include.iter().chain(&theme.exclude);
        let said =
            all.map(|one| (one.source.clone(), one.expression.clone(), one.language, one.weight));
        format!("{:?}", said.collect::<Vec<_>>())
    };
    let themes = codebook.themes.iter().chain(&codebook.lists).map(|theme| {
        let Theme { path, label, definition, examples, color, weight, language, .. } = theme;
        let definition = definition.as_deref().map(str::trim);
        format!(
            "{path} {label:?} {definition:?} {examples:?} {color:?} {weight:?} {language:?} {}",
            patterns(theme)
        )
    });
    std::iter::once(format!("{:?}", codebook.title)).chain(themes).collect()
}

/// The runs of words that an expression stands for, as a plain dictionary compares them: forms that a
/// notice names as lost are written whole.
fn runs(expression: &Expression, lost: &BTreeSet<NoticeKind>) -> Option<Vec<Vec<String>>> {
    Some(match expression {
        Expression::Word(word) => vec![vec![plain(word, lost)?]],
        Expression::Either(parts) => {
            let all: Option<Vec<_>> = parts.iter().map(|part| runs(part, lost)).collect();
            all?.concat()
        }
        Expression::Phrase(parts) => {
            let mut all = vec![Vec::new()];
            for part in parts {
                let ends = runs(part, lost)?;
                let join = |begin: &Vec<String>| {
                    ends.iter().map(|end| [&begin[..], end].concat()).collect::<Vec<_>>()
                };
                all = all.iter().flat_map(join).collect();
            }
            all
        }
        _ => return None,
    })
}

fn plain(word: &Word, lost: &BTreeSet<NoticeKind>) -> Option<String> {
    Some(match word {
        Word::Any => "*".to_owned(),
        Word::Exact(form) | Word::Wildcard(form) => form.clone(),
        Word::Stem { norm, .. } if lost.contains(&NoticeKind::Stem) => norm.clone(),
        Word::Printed(form) if lost.contains(&NoticeKind::Capitals) => form.to_lowercase(),
        Word::Loose { word, .. } if lost.contains(&NoticeKind::Folding) => plain(word, lost)?,
        other => format!("{other:?}"),
    })
}

/// Kinds of notices that say that the whole pattern is not written.
const UNWRITTEN: [NoticeKind; 5] = [
    NoticeKind::Operator,
    NoticeKind::Regex,
    NoticeKind::Wildcard,
    NoticeKind::Sign,
    NoticeKind::TooMany,
];

/// Whether a notice on `noted` is on the pattern `source`: with a value behind it or without.
fn is_of(noted: &str, source: &str) -> bool {
    noted.strip_prefix(source).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
}

/// Checks that what is read again is what was written, but for what the notices name.
fn check(written: &Codebook, read: &Codebook, notices: &[Notice], name: &str) {
    let kinds = |path: &str, what: Option<&str>| -> BTreeSet<NoticeKind> {
        let of = notices.iter().filter(|notice| {
            notice.theme == path && what.is_none_or(|what| is_of(&notice.what, what))
        });
        of.map(|notice| notice.kind).collect()
    };
    let everywhere = kinds("", None);
    assert!(everywhere.contains(&NoticeKind::Title) || read.title == written.title, "{name}");
    let lists = written.lists.is_empty() || everywhere.contains(&NoticeKind::Lists);
    assert!(lists, "{name}: lists");
    let renamed: Vec<&str> = notices
        .iter()
        .filter(|notice| notice.kind == NoticeKind::Name)
        .map(|notice| notice.theme.as_str())
        .collect();
    let of_written = written.weights().unwrap_or_default();
    let of_read = read.weights().unwrap_or_default();
    let mut number = 0;
    for theme in &written.themes {
        let first = number;
        number += theme.include.len();
        let under = |above: &str| {
            theme
                .path
                .strip_prefix(above)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let own = kinds(&theme.path, None);
        if renamed.iter().any(|above| under(above)) || own.contains(&NoticeKind::Empty) {
            continue;
        }
        let of_theme = |kind: NoticeKind, kept: bool| {
            assert!(kept || own.contains(&kind), "{name}: {kind:?} of {}", theme.path);
        };
        for pattern in &theme.exclude {
            of_theme(
                NoticeKind::Exclude,
                kinds(&theme.path, Some(&pattern.source)).contains(&NoticeKind::Exclude),
            );
        }
        of_theme(NoticeKind::Examples, theme.examples.is_empty());
        let mut wanted: BTreeMap<Vec<String>, f64> = BTreeMap::new();
        let mut rules = 0;
        for (pattern, weight) in theme
            .include
            .iter()
            .zip(of_written.get(first..).into_iter().flatten().chain(std::iter::repeat(&1.0)))
        {
            let lost = kinds(&theme.path, Some(&pattern.source));
            if UNWRITTEN.iter().any(|kind| lost.contains(kind)) {
                continue;
            }
            let language = pattern.language.is_none() || everywhere.contains(&NoticeKind::Language);
            of_theme(NoticeKind::Language, language);
            match runs(&pattern.expression, &lost) {
                Some(runs) => {
                    for run in runs {
                        let known = *wanted.entry(run).or_insert(*weight);
                        let told = own.contains(&NoticeKind::TwoWeights)
                            || own.contains(&NoticeKind::Weight);
                        assert!(known == *weight || told, "{name}: two weights in {}", theme.path);
                    }
                }
                None => rules += 1,
            }
        }
        let Some(at) = read.find(&theme.path) else {
            let flat = wanted.is_empty() && theme.end > 0 && rules == 0;
            assert!(flat, "{name}: {} is gone", theme.path);
            continue;
        };
        let again = &read.themes[at];
        of_theme(NoticeKind::Label, theme.label == again.label);
        of_theme(NoticeKind::Definition, theme.definition == again.definition);
        of_theme(NoticeKind::Color, theme.color == again.color);
        let before = read.patterns().take_while(|(owner, _)| *owner < at).count();
        let mut found = BTreeMap::new();
        let mut found_rules = 0;
        for (place, pattern) in again.include.iter().enumerate() {
            match runs(&pattern.expression, &BTreeSet::new()) {
                Some(runs) => {
                    let weight = of_read.get(before + place).copied().unwrap_or(1.0);
                    found.extend(runs.into_iter().map(|run| (run, weight)));
                }
                None => found_rules += 1,
            }
        }
        assert_eq!(
            found.keys().collect::<Vec<_>>(),
            wanted.keys().collect::<Vec<_>>(),
            "{name}: {}",
            theme.path
        );
        let same = found == wanted;
        of_theme(NoticeKind::Weight, same || own.contains(&NoticeKind::TwoWeights));
        assert!(
            found_rules <= rules && (rules == 0 || found_rules > 0),
            "{name}: rules of {}",
            theme.path
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_no_notice_names_is_kept(file in codebooks()) {
        let loaded = parse_any("own.json", file.clone(), None)
            .unwrap_or_else(|error| panic!("{error}"));
        for (format, ..) in CodebookFormat::ALL {
            let (text, notices) = loaded.write(format);
            let name = format!("{file}\nas {format}:\n{text}\n{}", Notices(&notices));
            prop_assert_eq!(&loaded.write(format).0, &text);
            let again = parse_any("again", text, Some(format)).unwrap_or_else(|error| panic!("{error}\n{name}"));
            match format {
                CodebookFormat::Own(_) | CodebookFormat::RefiQda => {
                    prop_assert!(notices.is_empty());
                    prop_assert_eq!(said(&again.codebook), said(&loaded.codebook), "{}", name);
                    prop_assert_eq!(&again.codebook.fingerprint, &loaded.codebook.fingerprint);
                }
                _ => check(&loaded.codebook, &again.codebook, &notices, &name),
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused_and_comes_back_from_our_formats(
        text in "([%+@#<>/=|()*?_a-c\"' .,:;\t\n0-2&-]|word|DicTerm|sentiment|<cnode name=\"a\">|</cnode>|<pnode name=\"b\"/>|%\n|\\(1\\)|>>|<<|é){0,60}"
    ) {
        for (format, ..) in CodebookFormat::ALL {
            let wrapped = match format {
                CodebookFormat::Yoshikoder => format!("<dictionary>{text}</dictionary>"),
                CodebookFormat::Liwc => format!("%\n1\ta\n2\tb\n%\n{text}"),
                CodebookFormat::WordStat | CodebookFormat::Lexicoder => format!("+a\n{text}"),
                _ => text.clone(),
            };
            let Ok(loaded) = parse_any("d", wrapped, Some(format)) else { continue };
            for own in [Format::Yaml, Format::Json, Format::Toml] {
                let own = CodebookFormat::Own(own);
                let (text, _) = loaded.write(own);
                let again = parse_any("d", text.clone(), Some(own)).unwrap_or_else(|error| panic!("{error}\n{text}"));
                prop_assert_eq!(said(&again.codebook), said(&loaded.codebook), "{}", text);
            }
        }
    }
}

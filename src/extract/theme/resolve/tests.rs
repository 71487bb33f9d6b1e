//! Resolution held against trying every type.

use std::collections::BTreeSet;

use super::*;
use crate::extract::theme::MemoryIndex;
use crate::text::{normalize, tokens};

/// Languages whose stems are looked for by prefixes.
const BY_PREFIX: [&str; 13] =
    ["en", "da", "nb", "nn", "no", "sv", "pt", "ru", "de", "es", "fr", "it", "nl"];

/// Endings that the stemmers of these languages know, and marks inside words.
const ENDINGS: [&str; 44] = [
    "s",
    "es",
    "ies",
    "ied",
    "ing",
    "ed",
    "edly",
    "y",
    "ely",
    "ization",
    "ational",
    "fulness",
    "bility",
    "ement",
    "mente",
    "ción",
    "ciones",
    "ando",
    "aría",
    "amos",
    "issement",
    "euse",
    "eux",
    "ence",
    "logie",
    "aux",
    "heiten",
    "ungen",
    "lich",
    "igkeit",
    "erns",
    "heden",
    "elijk",
    "aatjes",
    "erne",
    "ende",
    "else",
    "ность",
    "ами",
    "иями",
    "ého",
    "ício",
    "ções",
    "ême",
];

fn word_list() -> Vec<String> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold");
    let mut norm = String::new();
    let mut files = Vec::new();
    for kind in ["author-year", "numeric", "superscript"] {
        let Ok(entries) = std::fs::read_dir(folder.join(kind)) else {
            println!("without the texts of ../shared/gold");
            continue;
        };
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    for path in files.iter().step_by(6) {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        for span in tokens(&text) {
            normalize(span.of(&text), &mut norm);
            if !words.contains(&norm) {
                words.insert(norm.clone());
            }
        }
    }
    let bases = [
        "happy",
        "haus",
        "häuser",
        "bücher",
        "straße",
        "niño",
        "razón",
        "países",
        "élève",
        "sécher",
        "naïve",
        "città",
        "perché",
        "één",
        "brood",
        "reëel",
        "море",
        "ёлка",
        "skole",
        "gården",
        "coração",
        "avô",
        "dying",
        "dy",
        "li",
        "ski",
        "sky",
        "gas",
        "yes",
        "boy",
        "agreed",
        "qualité",
    ];
    for base in bases {
        for ending in ENDINGS.iter().chain(&[""]) {
            normalize(&format!("{base}{ending}"), &mut norm);
            words.insert(norm.clone());
        }
    }
    let some: Vec<String> = words.iter().step_by(50).cloned().collect();
    for (base, ending) in some.iter().zip(ENDINGS.iter().cycle()) {
        words.insert(format!("{base}{ending}"));
    }
    words.into_iter().collect()
}

#[test]
fn stems_by_prefix_equal_stems_of_every_type() {
    let words = word_list();
    for code in BY_PREFIX {
        let language: Language = code.parse().unwrap();
        let stemmer = Stemmer::new(language).unwrap();
        for word in &words {
            let stem = stemmer.stem(word);
            let reached =
                stem_prefixes(&stem, language).iter().any(|prefix| word.starts_with(prefix))
                    || irregular_forms(language).contains(&(word.as_str(), &*stem));
            assert!(reached, "{code}: {word} has the stem {stem}");
        }
    }
}

#[test]
fn resolution_equals_a_full_scan() {
    let list = word_list();
    let mut index = MemoryIndex::new();
    index.add(list.iter().map(String::as_str), vec![0]);
    for code in BY_PREFIX.iter().chain(&["fi", "id", "ro", "tr"]) {
        let language: Language = code.parse().unwrap();
        let stemmer = Stemmer::new(language).unwrap();
        let stems: Vec<String> = list.iter().map(|word| stemmer.stem(word).into_owned()).collect();
        let step = if BY_PREFIX.contains(code) { 397 } else { 9001 };
        let asked: Vec<&String> = list.iter().step_by(step).collect();
        let words: Vec<Vec<Word>> =
            asked.iter().map(|norm| vec![Word::Stem { norm: (*norm).clone(), language }]).collect();
        let found = WordSet::new(&words).unwrap().resolve(&index).unwrap();
        for (norm, types) in asked.iter().zip(found) {
            let stem = stemmer.stem(norm);
            let expected: Vec<u64> = (0..)
                .zip(&stems)
                .filter(|(_, other)| **other == stem)
                .map(|(number, _)| number)
                .collect();
            assert_eq!(types, expected, "{code}: {norm}");
        }
    }
}

#[test]
fn a_prefix_is_never_the_beginning_of_another_of_the_same_stem() {
    for (stem, code, expected) in [
        ("happi", "en", vec!["happ"]),
        ("go", "en", vec!["go"]),
        ("haus", "de", vec!["ha", "hä"]),
        ("kaup", "fi", vec![""]),
        ("", "en", vec![""]),
    ] {
        assert_eq!(stem_prefixes(stem, code.parse().unwrap()), expected, "{stem}");
    }
}

#[test]
fn globs_fit_whole_words() {
    for (glob, text, expected) in [
        ("a*", "a", true),
        ("a*", "ba", false),
        ("*", "", true),
        ("?", "é", true),
        ("?", "", false),
        ("*ab*b", "aabxabb", true),
        ("*ab*b", "ab", false),
        ("a?c", "abc", true),
        ("a?c", "abbc", false),
        ("*a*a*a*a*b", &"a".repeat(2000), false),
    ] {
        let glob: Vec<char> = glob.chars().collect();
        assert_eq!(glob_matches(&glob, text), expected, "{glob:?} {text}");
    }
}

#[test]
fn the_prefix_of_an_expression_is_what_every_match_begins_with() {
    for (source, expected) in [
        ("Inter.*", "inter"),
        ("colou?rs", "colo"),
        ("a|b", ""),
        ("(ab)c", ""),
        ("ab*", "a"),
        ("ab+", "ab"),
        ("ab{0,2}c", "a"),
        ("é", ""),
    ] {
        assert_eq!(regex_prefix(source), expected, "{source}");
    }
}

//! The counting cases of `../shared/counting`, which quanteda counted: as codebooks of ours, and as
//! dictionaries in every format that can say them, written by the exporter and by small writers here.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::codebook::{CodebookFormat, Format, parse, parse_any};
use crate::extract::theme::{MatchOptions, Matcher, MemoryIndex};
use crate::model::Codebook;

/// Mentions by document and path of the theme.
type Counts = BTreeMap<(String, String), u64>;

fn cases() -> Option<Vec<Value>> {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/counting/cases.jsonl");
    let Ok(cases) = std::fs::read_to_string(&path) else {
        println!("skipped: no ../shared/counting/cases.jsonl");
        return None;
    };
    let cases: Vec<Value> = cases.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!cases.is_empty());
    Some(cases)
}

fn index(case: &Value) -> (MemoryIndex, Vec<String>) {
    let mut index = MemoryIndex::new();
    let documents = case["documents"].as_object().unwrap();
    for text in documents.values() {
        index.add_sentences(&[text.as_str().unwrap()]);
    }
    (index, documents.keys().cloned().collect())
}

fn count(codebook: &Codebook, index: &MemoryIndex, names: &[String]) -> Counts {
    let found = Matcher::new(codebook).unwrap().mentions(index, MatchOptions::default()).unwrap();
    let mut counted = Counts::new();
    for mention in found.mentions.iter().filter(|mention| !mention.union) {
        let theme = codebook.themes[mention.theme as usize].path.clone();
        *counted.entry((names[mention.document as usize].clone(), theme)).or_default() += 1;
    }
    counted
}

fn expected(case: &Value) -> Counts {
    let mut expected = Counts::new();
    for (document, themes) in case["mentions"].as_object().unwrap() {
        for (theme, count) in themes.as_object().unwrap() {
            expected.insert((document.clone(), theme.clone()), count.as_u64().unwrap());
        }
    }
    expected.retain(|_, count| *count > 0);
    expected
}

fn own(case: &Value) -> String {
    let mut file = serde_json::json!({ "match": "word" });
    file["themes"] = case["themes"].clone();
    file.to_string()
}

#[test]
fn counts_equal_those_of_quanteda() {
    for case in cases().into_iter().flatten() {
        let codebook =
            parse("case.json", &own(&case), Format::Json).unwrap_or_else(|error| panic!("{error}"));
        let (index, names) = index(&case);
        assert_eq!(count(&codebook, &index, &names), expected(&case), "case {}", case["case"]);
    }
}

/// The themes with patterns, in order: path, depth of each theme above that is new, patterns.
fn leaves(themes: &Value, above: &[String], into: &mut Vec<(Vec<String>, Vec<String>)>) {
    for (name, below) in themes.as_object().unwrap() {
        let path = [above, std::slice::from_ref(name)].concat();
        match below.as_array() {
            Some(patterns) => {
                let patterns = patterns.iter().map(|one| one.as_str().unwrap().to_owned());
                into.push((path, patterns.collect()));
            }
            None => leaves(below, &path, into),
        }
    }
}

/// Whether a format has the wildcards of a pattern.
fn can_say(format: CodebookFormat, pattern: &str) -> bool {
    let suffix = |word: &str| {
        let stem = word.strip_suffix('*').unwrap_or(word);
        !stem.is_empty() && !stem.contains(['*', '?'])
    };
    match format {
        CodebookFormat::Liwc | CodebookFormat::Lexicoder | CodebookFormat::VbPro => {
            pattern.split(' ').all(suffix)
        }
        CodebookFormat::LiwcTable | CodebookFormat::Yoshikoder => !pattern.contains('?'),
        _ => true,
    }
}

/// Small writers, which know nothing of the exporters.
fn write(format: CodebookFormat, leaves: &[(Vec<String>, Vec<String>)]) -> String {
    let listed = |open: &str, close: &str| {
        let mut out = String::new();
        for (path, patterns) in leaves {
            out += &format!("{open}{}{close}\n{}\n", path.join("."), patterns.join("\n"));
        }
        out
    };
    // How many levels the path before has, and how many of them it shares with this one.
    let mut before: &[String] = &[];
    let mut rows = Vec::new();
    for (path, patterns) in leaves {
        let same = before.iter().zip(path).take_while(|(one, other)| one == other).count();
        rows.push((before.len(), same, path, patterns));
        before = path;
    }
    match format {
        CodebookFormat::Lexicoder => listed("+", ""),
        CodebookFormat::VbPro => listed(">>", "<<"),
        CodebookFormat::Tidytext => {
            leaves.iter().fold("word,sentiment\n".to_owned(), |out, leaf| {
                let path = leaf.0.join(".");
                leaf.1.iter().fold(out, |out, pattern| out + &format!("{pattern},{path}\n"))
            })
        }
        CodebookFormat::LiwcTable => {
            let paths: Vec<String> = leaves.iter().map(|leaf| leaf.0.join(".")).collect();
            let mut out = format!("DicTerm,{}\n", paths.join(","));
            for (column, (_, patterns)) in leaves.iter().enumerate() {
                for pattern in patterns {
                    out += &format!("{pattern}{}X\n", ",".repeat(column + 1));
                }
            }
            out
        }
        CodebookFormat::Liwc => {
            let (mut legend, mut terms) = ("%\n".to_owned(), "%\n".to_owned());
            for (at, (_, same, path, patterns)) in rows.into_iter().enumerate() {
                for (depth, name) in path.iter().enumerate().skip(same) {
                    let id = at * 10 + depth + 1;
                    legend += &format!("{}{id}\t{name}\n", "\t".repeat(depth));
                }
                for pattern in patterns {
                    terms += &format!("{pattern}\t{}\n", at * 10 + path.len());
                }
            }
            legend + &terms
        }
        CodebookFormat::WordStat => {
            let mut out = String::new();
            for (_, same, path, patterns) in rows {
                for (depth, name) in path.iter().enumerate().skip(same) {
                    out += &format!("{}{name}\r\n", "\t".repeat(depth));
                }
                for pattern in patterns {
                    let tabs = "\t".repeat(path.len());
                    out += &format!("{tabs}{} (1)\r\n", pattern.to_uppercase().replace(' ', "_"));
                }
            }
            out
        }
        CodebookFormat::Yoshikoder => {
            let mut out = "<dictionary><cnode name=\"all\">".to_owned();
            for (before, same, path, patterns) in rows {
                out += &"</cnode>".repeat(before - same);
                path[same..].iter().for_each(|name| out += &format!("<cnode name=\"{name}\">"));
                patterns.iter().for_each(|one| out += &format!("<pnode name=\"{one}\"/>"));
            }
            out + &"</cnode>".repeat(before.len() + 1) + "</dictionary>"
        }
        _ => unreachable!("no small writer for {format}"),
    }
}

#[test]
fn counts_are_the_same_through_every_format_that_can_say_the_case() {
    let mut compared: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases().into_iter().flatten() {
        let loaded =
            parse_any("case.json", own(&case), None).unwrap_or_else(|error| panic!("{error}"));
        let (index, names) = index(&case);
        let expected = expected(&case);
        let mut all = Vec::new();
        leaves(&case["themes"], &[], &mut all);
        let mut check = |format: CodebookFormat, text: String, how: &str, paths: &[String]| {
            let read = parse_any("case", text.clone(), Some(format))
                .unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert_eq!(read.format, format);
            let kept = |counts: &Counts| -> Counts {
                let kept = counts.iter().filter(|((_, path), _)| paths.contains(path));
                kept.map(|(key, count)| (key.clone(), *count)).collect()
            };
            let counted = count(&read.codebook, &index, &names);
            let name = format!("case {}, {how} {format}:\n{text}", case["case"]);
            assert_eq!(kept(&counted), kept(&expected), "{name}");
            *compared.entry(format!("{how} {format}")).or_default() += paths.len();
        };
        for (format, ..) in CodebookFormat::ALL {
            let mut sayable = all.clone();
            sayable.retain(|(_, patterns)| patterns.iter().all(|one| can_say(format, one)));
            let paths: Vec<String> = sayable.iter().map(|(path, _)| path.join(".")).collect();
            if paths.is_empty() {
                continue;
            }
            let (text, notices) = loaded.write(format);
            let whole = sayable.len() == all.len();
            assert!(!whole || notices.is_empty(), "{format}: {notices:?}");
            check(format, text, "exported to", &paths);
            match format {
                CodebookFormat::Own(_) | CodebookFormat::RefiQda => {}
                // JSON is YAML.
                CodebookFormat::Quanteda => {
                    check(format, case["themes"].to_string(), "written as", &paths);
                }
                _ => check(format, write(format, &sayable), "written as", &paths),
            }
        }
    }
    println!("themes compared: {compared:#?}");
}

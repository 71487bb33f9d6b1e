//! The counting cases of `../shared/counting`, which quanteda counted.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::codebook::{Format, parse};
use crate::extract::theme::{MatchOptions, Matcher, MemoryIndex};

#[test]
fn counts_equal_those_of_quanteda() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/counting/cases.jsonl");
    let Ok(cases) = std::fs::read_to_string(&path) else {
        println!("skipped: no ../shared/counting/cases.jsonl");
        return;
    };
    let mut number = 0;
    for line in cases.lines() {
        check(&serde_json::from_str(line).unwrap());
        number += 1;
    }
    assert!(number > 0);
}

fn check(case: &Value) {
    let mut file = serde_json::json!({ "match": "word" });
    file["themes"] = case["themes"].clone();
    let codebook = parse("case.json", &file.to_string(), Format::Json)
        .unwrap_or_else(|error| panic!("{error}"));
    let mut index = MemoryIndex::new();
    let documents = case["documents"].as_object().unwrap();
    for text in documents.values() {
        index.add_sentences(&[text.as_str().unwrap()]);
    }
    let found = Matcher::new(&codebook).unwrap().mentions(&index, MatchOptions::default()).unwrap();
    let mut counted: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let names: Vec<&String> = documents.keys().collect();
    for mention in found.mentions.iter().filter(|mention| !mention.union) {
        let theme = codebook.themes[mention.theme as usize].path.as_str();
        *counted.entry((names[mention.document as usize], theme)).or_default() += 1;
    }
    let mut expected: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for (document, themes) in case["mentions"].as_object().unwrap() {
        for (theme, count) in themes.as_object().unwrap() {
            expected.insert((document, theme), count.as_u64().unwrap());
        }
    }
    expected.retain(|_, count| *count > 0);
    assert_eq!(counted, expected, "case {}", case["case"]);
}

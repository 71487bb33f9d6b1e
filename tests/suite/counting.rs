//! Mentions as quanteda counts them: random dictionaries over random texts.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::harness::{Workplace, shared};

/// A dictionary, its texts, and the mentions of each theme that has any, by document.
#[derive(Deserialize)]
struct Case {
    case: u32,
    themes: Value,
    documents: BTreeMap<String, String>,
    mentions: BTreeMap<String, BTreeMap<String, u64>>,
}

/// The paths of themes without themes below them.
fn leaves(themes: &Value, above: &str, into: &mut Vec<String>) {
    for (name, below) in themes.as_object().unwrap() {
        let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        if below.is_object() { leaves(below, &path, into) } else { into.push(path) }
    }
}

/// One index holds the texts of all cases; texts that cases share are in it once.
#[test]
fn counts_are_those_of_quanteda() {
    let Some(folder) = shared("counting") else { return };
    let cases = fs::read_to_string(folder.join("cases.jsonl")).unwrap();
    let cases: Vec<Case> = cases.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(cases.len() >= 60);

    let place = Workplace::new();
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for text in cases.iter().flat_map(|case| case.documents.values()) {
        let name = format!("{:04}.txt", names.len());
        let name = names.entry(text).or_insert(name);
        place.write(&format!("papers/{name}"), text);
    }
    place.run(&["ingest", "papers"]).success();

    let mut compared = 0;
    for case in &cases {
        let codebook = json!({ "match": "word", "themes": case.themes });
        place.write("codebook.json", codebook.to_string());
        let query = ["query", "themes", "--codebook", "codebook.json", "--by", "document"];
        let rows = place.run(&[&query[..], &["--format", "csv"]].concat()).csv();
        let counted: BTreeMap<(&str, &str), u64> = rows
            .iter()
            .map(|row| {
                ((&*row["document"], &*row["theme"]), row["mentions"].parse::<u64>().unwrap())
            })
            .collect();
        let mut themes = Vec::new();
        leaves(&case.themes, "", &mut themes);
        for (document, text) in &case.documents {
            for theme in &themes {
                let wanted = case.mentions.get(document).and_then(|counts| counts.get(theme));
                let found = counted.get(&(names[&**text].as_str(), theme));
                assert_eq!(
                    found.copied(),
                    Some(wanted.copied().unwrap_or(0)),
                    "case {}, {theme} in {document}: {text}",
                    case.case
                );
                compared += 1;
            }
        }
    }
    println!("{compared} counts of {} cases are equal", cases.len());
}

//! References in German, Spanish, Portuguese, French and Indonesian, through the program, against what
//! people read in them: `tests/golden/README.md` says how the expectations are written.
//!
//! Prints what differs, and the share of fields that are right of each language, held by a floor.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::harness::{Workplace, repository};

/// Share of fields that may not be undercut, by language.
const FLOORS: [(&str, f64); 5] =
    [("de", 0.99), ("es", 0.99), ("pt", 0.95), ("fr", 0.98), ("id", 0.98)];

/// Fields that are compared; `type` only where a case names it.
const FIELDS: [&str; 15] = [
    "authors",
    "editors",
    "year",
    "title",
    "container",
    "volume",
    "issue",
    "first_page",
    "last_page",
    "publisher",
    "place",
    "edition",
    "doi",
    "url",
    "type",
];

/// One reference string and what stands in it.
struct Case<'t> {
    raw: &'t str,
    fields: BTreeMap<&'t str, &'t str>,
}

/// The cases of a file: blocks of a reference and its fields, one a line.
fn read_cases(text: &str) -> Vec<Case<'_>> {
    let blocks = text.split("\n\n").filter(|block| !block.trim().is_empty());
    let case = |block| {
        let mut lines = str::lines(block);
        let raw = lines.next().unwrap();
        let fields: BTreeMap<_, _> = lines.map(|line| line.split_once(' ').unwrap()).collect();
        for name in fields.keys() {
            assert!(FIELDS.contains(name), "{raw}: {name} is no field");
        }
        Case { raw, fields }
    };
    blocks.map(case).collect()
}

/// A field as the cases write it: persons as `Family/Given; Family/Given`.
fn value_of(record: &Value, field: &str) -> Option<String> {
    let persons = match &record[field] {
        Value::Array(persons) => persons,
        value => return value.as_str().map(str::to_owned),
    };
    let person = |one: &Value| {
        let family = one["family"].as_str().unwrap();
        one["given"].as_str().map_or_else(|| family.to_owned(), |given| format!("{family}/{given}"))
    };
    let persons: Vec<String> = persons.iter().map(person).collect();
    (!persons.is_empty()).then(|| persons.join("; "))
}

/// What is compared: letters, digits, and what parts names. A full stop at the end of initials or
/// an edition is no difference.
fn bare(value: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | ';' | '/');
    value.chars().filter(kept).collect::<String>().trim().to_owned()
}

/// Prints what differs in a reference; how many of its fields are right, and how many there are.
fn compare(case: &Case<'_>, record: &Value) -> (u32, u32) {
    assert_eq!(record["raw"].as_str(), Some(case.raw));
    let (mut right, mut all) = (0, 0);
    for field in FIELDS {
        let wanted = case.fields.get(field).copied();
        let found = value_of(record, field);
        if wanted.is_none() && (found.is_none() || field == "type") {
            continue;
        }
        all += 1;
        if wanted.map(bare) == found.as_deref().map(bare) {
            right += 1;
        } else {
            println!("{}\n    {field}: {found:?} instead of {wanted:?}", case.raw);
        }
    }
    (right, all)
}

#[test]
fn references_of_other_languages_have_their_fields() {
    let place = Workplace::new();
    let mut shares = Vec::new();
    for (language, floor) in FLOORS {
        let file = repository().join(format!("tests/golden/references/{language}.txt"));
        let text = fs::read_to_string(file).unwrap();
        let cases = read_cases(&text);
        let strings: String = cases.iter().map(|case| format!("{}\n", case.raw)).collect();
        place.write("strings.txt", strings);
        let arguments = ["extract", "references", "--strings", "strings.txt", "--format", "jsonl"];
        let records = place.run(&arguments).success().json_lines();
        assert_eq!(records.len(), cases.len());
        let (mut right, mut all) = (0, 0);
        for (case, record) in cases.iter().zip(&records) {
            let (of_case, fields) = compare(case, record);
            right += of_case;
            all += fields;
        }
        shares.push((language, f64::from(right) / f64::from(all), floor));
        println!("{language}: {right} of {all} fields right");
    }
    for (language, share, floor) in shares {
        assert!(share >= floor, "{language}: {share:.4} of the fields are right, below {floor}");
    }
}

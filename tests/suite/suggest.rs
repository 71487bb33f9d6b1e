//! `codebook suggest`: patterns that themes may lack.

use std::collections::BTreeMap;

use crate::harness::Workplace;

fn rows(place: &Workplace, options: &[&str]) -> Vec<BTreeMap<String, String>> {
    let mut arguments = vec!["codebook", "suggest", "--format", "csv"];
    arguments.extend(options);
    place.run(&arguments).success().csv()
}

#[test]
fn what_a_theme_lacks_is_suggested_as_patterns_that_count() {
    let place = Workplace::with_corpus();
    place.write(
        "motives.yaml",
        "language: en\nmatch: word\nthemes:\n  labour: [cheap labor, wage]\n  materials: [raw materials]\n",
    );
    let found = rows(&place, &["--codebook", "motives.yaml", "--limit", "20"]);
    let row = |candidate: &str| {
        found
            .iter()
            .find(|row| row["candidate"] == candidate)
            .unwrap_or_else(|| panic!("no {candidate} in {found:#?}"))
    };
    assert_eq!(row("cheap labour")["kind"], "variant");
    assert_eq!(row("cheap labour")["of"], "cheap labor");
    assert_eq!(row("wages")["kind"], "inflection");
    for row in &found {
        assert!(!row["example"].is_empty() && !row["document"].is_empty(), "{row:?}");
        assert!(row["in_theme"].parse::<u64>().unwrap() <= row["mentions"].parse().unwrap());
        // Nothing in the theme overlaps these, so the pattern alone counts as much.
        if ["cheap labour", "wages"].contains(&row["candidate"].as_str()) {
            let yaml =
                format!("language: en\nmatch: word\nthemes: {{one: ['{}']}}\n", row["candidate"]);
            place.write("one.yaml", yaml);
            let counted = ["query", "themes", "--codebook", "one.yaml", "--format", "csv"];
            let counted = place.run(&counted).success().csv();
            assert_eq!(counted[0]["mentions"], row["mentions"], "{row:?}");
            assert_eq!(counted[0]["papers"], row["papers"], "{row:?}");
        }
    }
}

#[test]
fn every_suggestion_can_be_pasted() {
    let place = Workplace::with_corpus();
    let found = rows(&place, &["--minimum", "2", "--papers", "1"]);
    let patterns: Vec<String> =
        found.iter().map(|row| format!("'{}'", row["candidate"].replace('\'', "''"))).collect();
    place.write(
        "pasted.yaml",
        format!("language: en\nthemes: {{all: [{}]}}\n", patterns.join(", ")),
    );
    let told = place.run(&["codebook", "check", "pasted.yaml"]).success().errors();
    assert!(!told.contains("matches nothing"), "{told}");
    assert!(found.len() > 50, "{}", found.len());
}

#[test]
fn suggestions_do_not_depend_on_threads_and_follow_the_options() {
    let place = Workplace::with_corpus();
    let run = |jobs: &str| {
        let arguments = ["codebook", "suggest", "--format", "jsonl", "--jobs", jobs];
        place.run(&arguments).success().results()
    };
    assert_eq!(run("1"), run("3"));
    let terms = rows(&place, &["--kind", "term", "--limit", "2", "--theme", "motives.reactive"]);
    assert!(
        terms.iter().all(|row| row["kind"] == "term" && row["theme"].starts_with("motives.reac"))
    );
    let mut of_theme: BTreeMap<&str, usize> = BTreeMap::new();
    terms.iter().for_each(|row| *of_theme.entry(&row["theme"]).or_default() += 1);
    assert!(!terms.is_empty() && of_theme.values().all(|count| *count <= 2));
    let told = place.run(&["codebook", "suggest", "--theme", "motives.reactiv"]).code(2).errors();
    assert!(told.contains("did you mean `motives.reactive`?"), "{told}");
}

//! The article introduction that the project grew from: its eleven cited works, its themes, and
//! the evidence for them.

use std::collections::BTreeSet;
use std::fs;

use crate::harness::{Workplace, shared};

/// The works in the order of the text: families, "et al.", year, narrative.
///
/// "According to (Muchtar & Qamariah, 2016)" is narrative by the rule of `src/extract/citation/`: the
/// callout, though in brackets, is the object of a phrase that needs one.
const WORKS: [(&[&str], bool, &str, bool); 11] = [
    (&["Rahayu", "Sari"], false, "2018", false),
    (&["Abd Aziz", "Basir"], false, "2017", false),
    (&["Zhang", "Ghorbani"], false, "2020", false),
    (&["Sherly"], true, "2020", false),
    (&["Muchtar", "Qamariah"], false, "2016", true),
    (&["Yulianti", "Damayanti", "Prastowo"], false, "2021", false),
    (&["Hallett"], false, "2012", false),
    (&["Kaukab"], false, "2017", false),
    (&["Hartanti", "Setiawati"], false, "2017", false),
    (&["Laysandra"], true, "2019", false),
    (&["Herliana"], false, "2015", false),
];

const NAME: &str = "msme-internationalisation.txt";

/// The seed's text in an index of its own.
fn seed() -> Option<(Workplace, String)> {
    let text = fs::read_to_string(shared("seed")?.join(NAME)).unwrap();
    let place = Workplace::with_papers(&[(NAME, &text)]);
    Some((place, text))
}

#[test]
fn the_seed_cites_eleven_works() {
    let Some((place, text)) = seed() else { return };
    let rows = place.run(&["extract", "citations", "--format", "jsonl"]).success().json_lines();
    let found: Vec<(String, bool)> = rows
        .iter()
        .map(|row| {
            let words = row["text"].as_str().unwrap().to_owned();
            (words, row["narrative"].as_bool().unwrap())
        })
        .collect();
    let printed: Vec<(String, bool)> = WORKS
        .iter()
        .map(|(families, et_al, year, narrative)| {
            let names = match families {
                [one] if *et_al => format!("{one} et al."),
                [one] => (*one).to_owned(),
                [one, other] => format!("{one} & {other}"),
                [before @ .., last] => format!("{}, & {last}", before.join(", ")),
                [] => unreachable!("a work has an author"),
            };
            (format!("{names}, {year}"), *narrative)
        })
        .collect();
    assert_eq!(found, printed);
    for row in &rows {
        let offset = |field: &str| usize::try_from(row[field].as_u64().unwrap()).unwrap();
        let cut = text[offset("start")..offset("end")].split_whitespace().collect::<Vec<_>>();
        assert_eq!(cut.join(" "), row["text"].as_str().unwrap());
    }
}

#[test]
fn the_works_of_the_seed_have_their_authors_and_years() {
    let Some((place, _)) = seed() else { return };
    let rows = place.run(&["query", "works", "--format", "jsonl"]).success().json_lines();
    let found: BTreeSet<(Vec<String>, u64)> = rows
        .iter()
        .map(|row| {
            let authors = row["authors"].as_array().unwrap().iter();
            let authors = authors.map(|author| author.as_str().unwrap().to_owned()).collect();
            (authors, row["year"].as_u64().unwrap())
        })
        .collect();
    let wanted: BTreeSet<(Vec<String>, u64)> = WORKS
        .iter()
        .map(|(families, _, year, _)| {
            (families.iter().map(|&family| family.to_owned()).collect(), year.parse().unwrap())
        })
        .collect();
    assert_eq!(found, wanted);
    assert!(rows.iter().all(|row| row["citations"] == 1 && row["papers"] == 1));
}

#[test]
fn the_seed_raises_its_motives_and_the_role_of_government() {
    let Some((place, _)) = seed() else { return };
    let rows = place.run(&["query", "themes", "--format", "csv"]).success().csv();
    for theme in [
        "motives.proactive",
        "motives.proactive.cheap_labour",
        "motives.proactive.raw_materials",
        "motives.proactive.low_tariffs",
        "motives.reactive",
        "motives.reactive.threat_to_domestic_market",
        "government_role",
    ] {
        let row = rows.iter().find(|row| row["theme"] == theme);
        let row = row.unwrap_or_else(|| panic!("no row for {theme}"));
        assert_ne!(row["mentions"], "0", "{theme}");
    }
    let mentions = place.run(&["extract", "themes", "--format", "jsonl"]).json_lines();
    let words = |theme: &str| -> Vec<String> {
        let of_theme = mentions.iter().filter(|row| row["theme"] == theme);
        of_theme.map(|row| row["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(words("motives.proactive.cheap_labour"), ["cheap labor"]);
    assert_eq!(words("motives.proactive.low_tariffs"), ["low tariffs"]);
    assert!(words("motives.proactive").contains(&"proactive".to_owned()));
    assert!(!words("motives.reactive.threat_to_domestic_market").is_empty());
    assert!(words("motives.proactive.raw_materials")[0].contains("raw materials"));
}

/// The work stands in the sentence before the motive: "According to (Muchtar & Qamariah, 2016) …
/// for two reasons. The first reason is being proactive …".
#[test]
fn muchtar_and_qamariah_are_evidence_for_the_proactive_motive() {
    let Some((place, _)) = seed() else { return };
    let query = ["query", "evidence", "--theme", "motives.proactive", "--format", "csv"];
    let cites = |row: &&std::collections::BTreeMap<String, String>| {
        row["work"] == "Muchtar & Qamariah (2016)" && row["theme"] == "motives.proactive"
    };
    for scope in [&[][..], &["--scope", "neighbours"], &["--scope", "paragraph"]] {
        let rows = place.run(&[&query[..], scope].concat()).success().csv();
        let row = rows.iter().find(cites).expect("evidence from Muchtar & Qamariah");
        assert_eq!(row["distance"], "-1");
        assert!(row["text"].contains("being proactive"), "{}", row["text"]);
    }
    let narrow = place.run(&[&query[..], &["--scope", "sentence"]].concat()).csv();
    assert!(!narrow.iter().any(|row| cites(&row)));
}

//! Cited works: papers of the corpus among them, decisions made by hand, explanations, and markers
//! that no reference fits.

use crate::harness::Workplace;

const LEE: &str = "---\n\
    title: Why small firms go abroad\n\
    author: Lee, Kim\n\
    date: 2003\n\
    ---\n\n\
    # Introduction\n\nFirms grow.\n";

const WU: &str = "Barriers to exporting from small towns\n\n\
    Wu, Jing\n\n\
    Journal of Trade, 2008. https://doi.org/10.5555/jt.2008.77\n\n\
    Introduction\n\nBarriers are high.\n";

const CITING: &str = "A review of small exporters\n\nIntroduction\n\n\
    Small firms go abroad (Lee, 2003; Wu, 2008). Others do not (Oh, 2011; Ahn, 2011; Lea, 2003).\n\n\
    References\n\n\
    Ahn, S. (2011). Ships of small owners. Trade Review, 4(1), 1-9.\n\
    Lee, K. (2003). Why Small Firms Go Abroad. Journal of Trade, 3(1), 10-19.\n\
    Oh, S. (2011). Sails of small owners. Trade Review, 4(1), 10-19.\n\
    Wu, J. (2009). Barriers. https://doi.org/10.5555/JT.2008.77\n";

const OTHER: &str = "Another review\n\nIntroduction\n\nSmall firms go abroad (Lee, 2003; Ahn, 2011).\n\n\
    References\n\n\
    Ahn, S. (2011). Ships of small owners: evidence. Trade Review, 4, 1-9.\n\
    Lee, K. (2003). Why small firms go abroad. Journal of Trade, 3(1), 10-19.\n";

fn place() -> Workplace {
    Workplace::with_papers(&[
        ("citing.txt", CITING),
        ("lee.md", LEE),
        ("other.txt", OTHER),
        ("wu.txt", WU),
    ])
}

/// The ids of works with the papers that cite or list each.
fn works(place: &Workplace, options: &[&str]) -> Vec<(String, String)> {
    let rows = place.run(&[&["query", "works", "--format", "csv"], options].concat()).csv();
    rows.into_iter().map(|row| (row["work"].clone(), row["papers"].clone())).collect()
}

#[test]
fn papers_of_the_corpus_are_recognised_by_doi_and_by_author_year_and_title() {
    let place = place();
    let rows = place.run(&["query", "works", "--format", "csv"]).success().csv();
    let paper = |id: &str| {
        let row = rows.iter().find(|row| row["work"].starts_with(id));
        row.unwrap_or_else(|| panic!("no {id} in {rows:?}"))["in_corpus"].clone()
    };
    assert_eq!(paper("lee-2003"), "lee.md");
    assert_eq!(paper("wu-2009"), "wu.txt");
    assert_eq!(paper("ahn-2011"), "");
}

#[test]
fn works_are_joined_and_parted_as_a_file_says() {
    let place = place();
    let plain = works(&place, &[]);
    assert!(plain.contains(&("ahn-2011-ships-small-owners".into(), "2".into())), "{plain:?}");
    place.write(
        "works.yaml",
        "same:\n  - [Oh 2011, 'wu 2009']\ndifferent:\n  - ['citing.txt#1', 'other.txt#1']\n",
    );
    let decided = works(&place, &["--works", "works.yaml"]);
    assert_eq!(decided.iter().filter(|(id, _)| id.starts_with("ahn-2011")).count(), 2);
    assert_eq!(decided.len(), plain.len());
    let explained =
        place.run(&["query", "works", "--explain", "--works", "works.yaml", "--format", "csv"]);
    let rows = explained.success().csv();
    let by_hand: Vec<_> = rows.iter().filter(|row| row["reason"] == "by hand, line 2").collect();
    assert_eq!(by_hand.len(), 1);
    assert_eq!(
        (&*by_hand[0]["entry"], &*by_hand[0]["joined_to"]),
        ("citing.txt#4", "citing.txt#3")
    );
    assert!(rows.iter().any(|row| row["reason"] == "author, year, pages"));
    assert!(rows.iter().all(|row| !row["printed"].is_empty()));
    // The same decisions hold for evidence and for all tables of a run, and are told in each.
    place.write("c.yaml", "themes: {abroad: [abroad]}\n");
    let options = ["--codebook", "c.yaml", "--works", "works.yaml", "--format", "csv"];
    let evidence = place.run(&[&["query", "evidence"], &options[..]].concat()).success().results();
    let run = place.run(&[&["run", "papers", "--output", "out"], &options[..]].concat());
    run.success();
    let written = std::fs::read_to_string(place.path("out/evidence.csv")).unwrap();
    assert_eq!(written, evidence);
    let written = std::fs::read_to_string(place.path("out/works.csv")).unwrap();
    assert_eq!(written.matches("ahn-2011").count(), 2);
    let json = place.run(&["query", "works", "--works", "works.yaml", "--format", "json"]);
    assert!(json.results().contains("\"works\""), "the provenance names no decisions");
}

#[test]
fn mistakes_in_decisions_are_told_and_names_without_a_reference_too() {
    let place = place();
    place.write("works.yaml", "same:\n  - [Ahn 2011]\n");
    let ran = place.run(&["query", "works", "--works", "works.yaml"]).code(2);
    assert!(ran.errors().contains("works.yaml:2:5"), "{}", ran.errors());
    assert!(ran.results().is_empty());
    // Before any paper is read.
    place.run(&["run", "papers", "--works", "works.yaml", "--index", "new"]).code(2);
    assert!(!place.path("new").exists());
    place.write("works.yaml", "same:\n  - [Ahn 2011, Oh 2012 sails]\n");
    let ran = place.run(&["query", "works", "--works", "works.yaml"]).success();
    let expected = "works.yaml:2:16: no reference is named by `Oh 2012 sails`; did you mean `oh-2011-sails-small-owners`?";
    assert!(ran.errors().contains(expected), "{}", ran.errors());
    place.run(&["query", "works", "--works", "none.yaml"]).code(2);
}

#[test]
fn markers_without_a_reference_are_listed_with_the_nearest() {
    let paper = CITING.replace("(Oh, 2011;", "(Oh, 2004;");
    let place = Workplace::with_papers(&[("p.txt", &paper)]);
    let open = place.run(&["extract", "citations", "--unresolved", "--format", "jsonl"]);
    let open = open.success().json_lines();
    let oh = open.iter().find(|row| row["text"] == "Oh, 2004").expect("the marker is unresolved");
    assert_eq!(oh["resolution"], "unresolved");
    assert!(oh["passage"].as_str().unwrap().starts_with("Others do not"));
    assert_eq!(oh["candidates"][0]["differs"][0], "year 2011");
    let start = usize::try_from(oh["candidates"][0]["start"].as_u64().unwrap()).unwrap();
    assert!(paper[start..].starts_with("Oh, S. (2011)"));
    assert!(
        oh["nearest"].as_str().unwrap().starts_with("1. Oh (2011) Sails of small owners [year")
    );
    // The same candidates stand in the list of all markers, of which these are the open ones.
    let all = place.run(&["extract", "citations", "--format", "jsonl"]).json_lines();
    let unresolved = all.iter().filter(|row| row["resolution"] != "resolved");
    let candidates: Vec<_> = unresolved.map(|row| &row["candidates"]).collect();
    assert_eq!(candidates, open.iter().map(|row| &row["candidates"]).collect::<Vec<_>>());
    assert!(all.iter().any(|row| row["resolution"] == "resolved"));
}

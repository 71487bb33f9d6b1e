//! Mark-up whose citations and references are given: JATS, TEI, LaTeX, Markdown with keys.
//!
//! `tests/formats` holds two papers of the sample corpus in other formats, with the same words; what
//! is found in them is held to what is found in the corpus, which `golden.rs` holds to what people
//! found.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{Workplace, repository};

/// Papers of `tests/formats`, and the papers of the corpus that they are.
const PAPERS: [(&str, &str); 2] = [
    ("rahman-2014-bangladesh-garments.xml", "rahman-2014-bangladesh-garments.md"),
    ("chen-2017-taiwan-machine-tools.tex", "chen-2017-taiwan-machine-tools.txt"),
];

fn formats() -> Workplace {
    let place = Workplace::new();
    let folder = repository().join("tests/formats");
    place.run(&["ingest", folder.to_str().expect("a path")]).success();
    place
}

/// The rows of one paper.
fn rows(place: &Workplace, kind: &str, paper: &str) -> Vec<Value> {
    let all = place.run(&["extract", kind, "--format", "jsonl"]).success().json_lines();
    all.into_iter().filter(|row| row["document"] == paper).collect()
}

/// Each marker with the titles of the works it cites.
fn links(place: &Workplace, paper: &str) -> Vec<Value> {
    let references = rows(place, "references", paper);
    let title = |link: &Value| {
        let place = |row: &Value| (row["start"].as_u64(), row["end"].as_u64());
        let found = references.iter().find(|row| place(row) == place(link));
        found.map_or(Value::Null, |row| row["title"].clone())
    };
    let markers = rows(place, "citations", paper).into_iter().map(|row| {
        let titles: Vec<Value> =
            row["references"].as_array().expect("a list").iter().map(title).collect();
        json!([row["text"], row["narrative"], row["locator"], row["style"], titles])
    });
    markers.collect()
}

/// Mentions of each theme.
fn themes(place: &Workplace, paper: &str) -> BTreeMap<String, String> {
    let table = place.run(&["query", "themes", "--by", "document", "--format", "csv"]).success();
    let rows = table.csv().into_iter().filter(|row| row["document"] == paper);
    rows.map(|row| (row["theme"].clone(), row["mentions"].clone())).collect()
}

#[test]
fn papers_in_other_formats_say_what_their_texts_say() {
    let (given, plain) = (formats(), Workplace::with_corpus());
    for (marked_up, text) in PAPERS {
        assert_eq!(links(&given, marked_up), links(&plain, text), "{marked_up}");
        assert_eq!(themes(&given, marked_up), themes(&plain, text), "{marked_up}");
        let fields = |place: &Workplace, paper: &str| -> Vec<Value> {
            let rows = rows(place, "references", paper).into_iter();
            rows.map(|row| {
                let names = ["year", "title", "container", "volume", "issue", "first_page"];
                let more = ["last_page", "publisher", "place", "doi"];
                let authors = row["authors"].as_array().expect("a list").iter();
                let families: Value = authors.map(|one| one["family"].clone()).collect();
                let own = names.iter().chain(&more).map(|name| row[*name].clone());
                own.chain([families]).collect()
            })
            .collect()
        };
        assert_eq!(fields(&given, marked_up), fields(&plain, text), "{marked_up}");
        for row in rows(&given, "citations", marked_up) {
            assert_eq!(row["confidence"], 1.0, "{row}");
        }
    }
}

#[test]
fn mining_again_keeps_what_was_given() {
    let place = formats();
    let before: Vec<_> = PAPERS.map(|(paper, _)| rows(&place, "citations", paper)).to_vec();
    place.run(&["extract", "refresh"]).success();
    let after: Vec<_> = PAPERS.map(|(paper, _)| rows(&place, "citations", paper)).to_vec();
    assert_eq!(before, after);
}

#[test]
fn a_changed_bibliography_is_noticed() {
    let place = Workplace::new();
    let paper = "\\documentclass{article}\\begin{document}Ports grow \\cite{lee}.\\bibliography{r}\\end{document}";
    place.write("papers/a.tex", paper);
    place.write("papers/r.bib", "@misc{lee, author={Lee, J.}, title={On ports}, year=2003}");
    place.run(&["ingest", "papers"]).success();
    place.write("papers/r.bib", "@misc{lee, author={Lee, J.}, title={On tides}, year=2003}");
    let again = place.run(&["ingest", "papers"]).success();
    assert!(again.errors().contains("1 changed"), "{}", again.errors());
    assert_eq!(rows(&place, "references", "a.tex")[0]["title"], "On tides");
}

#[test]
fn other_files_are_refused_with_what_to_do() {
    let place = Workplace::new();
    place.write("papers/page.xml", "<html><body>Ports grow.</body></html>");
    place.write("papers/torn.xml", "<article><body>\n<p>Ports");
    place.write("papers/part.tex", "\\section{Ports} They grow.");
    let errors = place.run(&["ingest", "papers"]).code(3).errors();
    for said in ["root `html`", "JATS", "line 2, column 9: not well-formed", "\\documentclass"] {
        assert!(errors.contains(said), "{said} in {errors}");
    }
}

#[test]
fn keys_in_markdown_lead_to_the_bibliography() {
    let place = Workplace::new();
    let paper =
        "# Ports\n\n## Introduction\n\nPorts grow [see @lee, p. 3; @none], and @wu agrees.\n";
    place.write("papers/a.md", paper);
    let works = "@misc{lee, author={Lee, J.}, title={On ports}, year=2003}\n\
        @misc{wu, author={Wu, K.}, title={Of tides}, year=2001}";
    place.write("papers/a.bib", works);
    place.run(&["ingest", "papers"]).success();
    let citations = rows(&place, "citations", "a.md");
    let shown: Vec<Value> = citations
        .iter()
        .map(|row| json!([row["text"], row["narrative"], row["resolution"], row["reference"]]))
        .collect();
    let expected = [
        json!(["@lee", false, "resolved", "Lee, J. (2003). On ports."]),
        json!(["@none", false, "unresolved", null]),
        json!(["@wu", true, "resolved", "Wu, K. (2001). Of tides."]),
    ];
    assert_eq!(shown, expected);
    assert_eq!(citations[2]["references"], json!([{"start": 0, "end": 0, "label": "wu"}]));
    let labels: Vec<Value> =
        rows(&place, "references", "a.md").iter().map(|row| row["label"].clone()).collect();
    assert_eq!(labels, ["lee", "wu"]);
}

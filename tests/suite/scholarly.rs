//! Mark-up whose citations and references are given: JATS, TEI, LaTeX, Markdown with keys.
//!
//! Two papers of the sample corpus are JATS and LaTeX; `tests/formats` holds their texts, and the
//! LaTeX with a bibliography in BibTeX. What is found in them is held to what is found in the texts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{Workplace, repository};

/// Papers, and their texts.
const PAPERS: [(&str, &str); 3] = [
    (
        "corpus/rahman-2014-bangladesh-garments.xml",
        "tests/formats/rahman-2014-bangladesh-garments.md",
    ),
    (
        "corpus/chen-2017-taiwan-machine-tools.tex",
        "tests/formats/chen-2017-taiwan-machine-tools.txt",
    ),
    (
        "tests/formats/chen-2017-taiwan-machine-tools.tex",
        "tests/formats/chen-2017-taiwan-machine-tools.txt",
    ),
];

/// An index of one file, and the name of its paper.
fn ingested(file: &str) -> (Workplace, &str) {
    let place = Workplace::new();
    let path = repository().join(file);
    place.run(&["ingest", path.to_str().expect("a path")]).success();
    (place, file.rsplit('/').next().expect("a name"))
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

/// The fields of each reference.
fn fields(place: &Workplace, paper: &str) -> Vec<Value> {
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
}

#[test]
fn papers_in_other_formats_say_what_their_texts_say() {
    for (file, text) in PAPERS {
        let ((given, marked_up), (plain, text)) = (ingested(file), ingested(text));
        assert_eq!(links(&given, marked_up), links(&plain, text), "{file}");
        assert_eq!(themes(&given, marked_up), themes(&plain, text), "{file}");
        assert_eq!(fields(&given, marked_up), fields(&plain, text), "{file}");
        let citations = rows(&given, "citations", marked_up);
        assert!(!citations.is_empty() && citations.iter().all(|row| row["confidence"] == 1.0));
    }
}

#[test]
fn mining_again_keeps_what_was_given() {
    for (file, _) in PAPERS {
        let (place, paper) = ingested(file);
        let before = rows(&place, "citations", paper);
        place.run(&["extract", "refresh"]).success();
        assert_eq!(before, rows(&place, "citations", paper), "{file}");
    }
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

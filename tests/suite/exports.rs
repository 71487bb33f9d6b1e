//! Bibliographies and annotated texts, as their users ask for them.

use std::fs;

use crate::harness::Workplace;

const LEE: &str = "Ports\n\nPorts grow (Lee, 2003).\n\nReferences\n\n\
    Lee, K. (2003). On the growth of ports. Trade Review, 3(2), 1-9.\n";
const WU: &str = "Rails\n\nRails rust (Lee 2003; Nemo, 1999).\n\nReferences\n\n\
    LEE, K., 2003. On the growth of ports. Trade Review 3. doi:10.1234/ports\n";

fn place() -> Workplace {
    Workplace::with_papers(&[("lee.txt", LEE), ("wu.txt", WU)])
}

#[test]
fn references_are_listed_as_often_as_papers_list_them_and_works_once() {
    let place = place();
    let bibtex = place.run(&["extract", "references", "--format", "bibtex"]).success().results();
    assert!(bibtex.contains("\n@article{Lee2003Growth,\n"), "{bibtex}");
    assert!(bibtex.contains("\n@article{Lee2003Growth-2,\n"), "{bibtex}");
    let works = place.run(&["query", "works", "--format", "bibtex"]).success();
    let bibtex = works.results();
    assert_eq!(bibtex.matches("\n@").count(), 1, "{bibtex}");
    assert!(
        bibtex.contains("pages = {1--9}") && bibtex.contains("doi = {10.1234/ports}"),
        "{bibtex}"
    );
    let left_out = "left out: 1 work that no bibliography lists";
    assert!(works.errors().contains(left_out), "{}", works.errors());
}

#[test]
fn works_come_under_the_names_that_tables_give_them() {
    let place = place();
    let named = place.run(&["query", "works", "--format", "jsonl"]).success().json_lines();
    let text = place.run(&["query", "works", "--format", "csl-json"]).success().results();
    let items: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(items.len(), 1);
    assert!(named.iter().any(|row| row["work"] == items[0]["id"]));
}

#[test]
fn strings_become_a_bibliography_without_an_index() {
    let place = Workplace::new();
    place.write("s.txt", "\u{feff}Lee, K. (2003). On ports. Trade Review, 3(2), 1-9.\n\n  \n");
    let ris = place
        .run(&[
            "extract",
            "references",
            "--strings",
            "s.txt",
            "--format",
            "ris",
            "--output",
            "s.ris",
        ])
        .success();
    assert_eq!(ris.results(), "");
    let text = fs::read_to_string(place.path("s.ris")).unwrap();
    assert!(text.starts_with("TY  - JOUR\nID  - Lee2003Ports\nAU  - Lee, K.\n"), "{text}");
    assert_eq!(text.matches("ER  - \n").count(), 1, "{text}");
    place.write("empty.txt", "\n");
    let nothing = ["extract", "references", "--strings", "empty.txt", "--format", "csl-json"];
    assert_eq!(place.run(&nothing).code(1).results(), "[]\n");
}

#[test]
fn tables_are_no_bibliographies() {
    let place = place();
    for arguments in [
        &["query", "themes", "--format", "bibtex"][..],
        &["query", "works", "--explain", "--format", "bibtex"],
        &["extract", "citations", "--format", "ris"],
        &["run", "papers", "--format", "csl-json"],
    ] {
        let errors = place.run(arguments).code(2).errors();
        assert!(errors.contains("`extract references` or `query works`"), "{errors}");
    }
    let errors = place.run(&["query", "works", "--format", "endnote"]).code(2).errors();
    assert!(errors.contains("jsonl") && errors.contains("csl-json"), "{errors}");
}

#[test]
fn annotated_texts_show_all_papers_or_one() {
    let place = place();
    let text = place.run(&["extract", "citations", "--annotate", "text"]).success().results();
    assert!(text.contains("Ports grow ([[Lee, 2003]→1])."), "{text}");
    assert!(text.contains("([[Lee 2003]→1]; [[Nemo, 1999]→?])"), "{text}");
    assert!(!text.contains('\u{1b}'), "colours are for terminals");
    let one = [
        "extract",
        "citations",
        "--annotate",
        "html",
        "--document",
        "wu.txt",
        "--output",
        "w.html",
    ];
    assert_eq!(place.run(&one).success().results(), "");
    let html = fs::read_to_string(place.path("w.html")).unwrap();
    assert!(html.contains("href=\"#p0r1\"") && html.contains("id=\"p0r1\""), "{html}");
    assert!(html.contains("class=\"marker unresolved\""), "{html}");
    assert!(!html.contains("Ports grow"), "{html}");
    let again = place.run(&["extract", "citations", "--annotate", "html", "--document", "wu.txt"]);
    assert_eq!(again.success().results(), html);
}

#[test]
fn a_document_that_is_not_there_is_named_with_the_nearest() {
    let place = place();
    for rest in [&["--annotate", "html"][..], &["--format", "csv"]] {
        let arguments = [&["extract", "citations", "--document", "wu"], rest].concat();
        let errors = place.run(&arguments).code(2).errors();
        assert!(errors.contains("no paper `wu` in the index; did you mean `wu.txt`"), "{errors}");
    }
    let rows = place.run(&["extract", "citations", "--document", "wu.txt", "--format", "csv"]);
    assert!(rows.success().csv().iter().all(|row| row["document"] == "wu.txt"));
}

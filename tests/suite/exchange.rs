//! `leitmotif export`: data packages, and codebooks and projects for programs of qualitative data
//! analysis, as their users ask for them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};

use leitmotif::codebook;
use leitmotif::model::Coding;
use leitmotif::pipeline::recoded::codings_of_project;
use leitmotif::pipeline::study::Study;
use serde_json::Value;
use zip::ZipArchive;

use crate::harness::Workplace;

const LEE: &str = "Ports\r\n\r\nPorts 😀 grow by cheap labour (Lee, 2003).\r\n\r\nReferences\r\n\r\n\
    Lee, K. (2003). On the growth of ports. Trade Review, 3(2), 1-9.\r\n";

/// A CSV file of a package: rows of cells by column name.
fn csv(place: &Workplace, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(place.path(name)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn package(place: &Workplace, folder: &str) -> Value {
    let bytes = fs::read(place.path(&format!("{folder}/datapackage.json"))).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// The rows of a package by column name, by the names of its tables.
type Tables = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// The tables of a package, after a check that they are as it describes them.
fn described_tables(place: &Workplace, folder: &str) -> Tables {
    let package = package(place, folder);
    let mut tables = Tables::new();
    for resource in package["resources"].as_array().unwrap() {
        let path = format!("{folder}/{}", resource["path"].as_str().unwrap());
        assert!(place.path(&path).is_file(), "{path}");
        let Some(fields) = resource["schema"]["fields"].as_array() else { continue };
        let mut reader = csv::Reader::from_path(place.path(&path)).unwrap();
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(header, names, "{path}");
        let rows = csv(place, &path);
        assert_eq!(Value::from(rows.len()), resource["rows"], "{path}");
        for field in fields {
            let (name, kind) = (field["name"].as_str().unwrap(), field["type"].as_str().unwrap());
            assert!(!field["description"].as_str().unwrap().is_empty(), "{path}: {name}");
            let fits = |value: &String| match kind {
                "integer" => value.parse::<i64>().is_ok(),
                "number" => value.parse::<f64>().is_ok(),
                "boolean" => value == "true" || value == "false",
                _ => true,
            };
            let odd = rows.iter().map(|row| &row[name]).find(|v| !v.is_empty() && !fits(v));
            assert_eq!(odd, None, "{path}: {name} is {kind}");
        }
        tables.insert(resource["name"].as_str().unwrap().to_owned(), rows);
    }
    check_keys(&package, &tables);
    tables
}

/// Checks that keys are unique, and that what refers to them finds them.
fn check_keys(package: &Value, tables: &Tables) {
    for resource in package["resources"].as_array().unwrap() {
        let Some(rows) = resource["name"].as_str().and_then(|name| tables.get(name)) else {
            continue;
        };
        if let Some(key) = resource["schema"]["primaryKey"].as_str() {
            let distinct: BTreeSet<&str> = rows.iter().map(|row| row[key].as_str()).collect();
            assert_eq!(distinct.len(), rows.len(), "{}", resource["name"]);
        }
        for key in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let (own, other) = (text(&key["fields"]), text(&key["reference"]["fields"]));
            let known = &tables[key["reference"]["resource"].as_str().unwrap()];
            let known: BTreeSet<&str> = known.iter().map(|row| row[&other].as_str()).collect();
            let lost = rows.iter().find(|row| !known.contains(row[&own].as_str()));
            assert_eq!(lost, None, "{} {own}", resource["name"]);
        }
    }
}

#[test]
fn a_package_holds_what_it_describes() {
    let place = Workplace::with_corpus();
    place.run(&["export", "out"]).success();
    let tables = described_tables(&place, "out");
    let expected = [
        "citations",
        "codebook",
        "evidence",
        "evidence_summary",
        "keywords",
        "mentions",
        "papers",
        "references",
        "sections",
        "themes",
        "themes_by_document",
        "themes_by_section",
        "themes_by_year",
        "works",
    ];
    assert!(tables.keys().eq(expected), "{:?}", tables.keys());
    assert_eq!(tables["papers"].len(), 18);
    let same = place.run(&["extract", "themes", "--format", "csv"]).success().results();
    assert_eq!(fs::read_to_string(place.path("out/mentions.csv")).unwrap(), same);
    assert_eq!(package(&place, "out")["leitmotif"]["corpus"]["papers"], 18);
}

#[test]
fn tables_of_a_part_of_the_text_still_refer_to_each_other() {
    let place = Workplace::with_corpus();
    for (folder, filter) in [
        ("a", &["--where", "section = results"][..]),
        ("b", &["--where", "year < 2014", "--bibliography"]),
    ] {
        place.run(&[&["export", folder], filter].concat()).success();
        let tables = described_tables(&place, folder);
        assert!(tables["evidence"].len() > 5, "{folder}");
    }
}

#[test]
fn packages_have_the_same_bytes_and_hold_bibliographies_and_the_codebook() {
    let place = Workplace::with_papers(&[("lee.txt", LEE)]);
    place.write("mine.yml", "themes:\n  wages: [cheap labour]\n");
    for folder in ["a", "b"] {
        place.run(&["export", folder, "--codebook", "mine.yml", "--jobs", "2"]).success();
    }
    for entry in fs::read_dir(place.path("a")).unwrap() {
        let name = entry.unwrap().file_name();
        let [a, b] = ["a", "b"].map(|folder| fs::read(place.path(folder).join(&name)).unwrap());
        assert!(a == b, "{name:?}");
    }
    let read = |name: &str| fs::read_to_string(place.path("a").join(name)).unwrap();
    assert!(read("references.bib").contains("@article{Lee2003Growth,"));
    assert!(read("works.ris").starts_with("TY  - JOUR\n"));
    let works: Value = serde_json::from_str(&read("works.json")).unwrap();
    assert_eq!(works[0]["id"], Value::from(csv(&place, "a/works.csv")[0]["work"].as_str()));
    assert_eq!(read("codebook.yml"), "themes:\n  wages: [cheap labour]\n");
    assert!(read("README.md").contains("| `mentions.csv` | Theme mentions | 1 |"));
}

#[test]
fn a_project_has_each_mention_where_it_stands() {
    let place = Workplace::with_corpus();
    let said = place.run(&["export", "p.qdpx", "--as", "qdpx"]).success();
    assert!(said.errors().contains("18 papers, 37 codes, "), "{}", said.errors());
    let study = Study::open(&place.path("index"), 1).unwrap();
    let codebook = codebook::built_in().unwrap();
    let found = codings_of_project(&place.path("p.qdpx"), &study, &codebook).unwrap();
    assert_eq!(found.remarks, []);
    assert_eq!(found.papers.len(), 18);
    let rows = place.run(&["extract", "themes", "--format", "jsonl"]).success().json_lines();
    let mentions = rows.iter().map(|row| {
        let number = |name: &str| usize::try_from(row[name].as_u64().unwrap()).unwrap();
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        (text("document"), number("start"), number("end"), text("theme"))
    });
    let mut mentions: Vec<_> = mentions.collect();
    mentions.sort();
    let coded = found.codings.into_iter().map(|Coding { document, span, theme, coder }| {
        assert_eq!(coder, "leitmotif");
        (document, span.start, span.end, theme)
    });
    assert!(mentions.into_iter().eq(coded));
    place.run(&["export", "q.qdpx", "--as", "qdpx", "--jobs", "1"]).success();
    let [p, q] = ["p.qdpx", "q.qdpx"].map(|name| fs::read(place.path(name)).unwrap());
    assert!(p == q, "the same bytes each time");
}

#[test]
fn the_text_in_a_project_has_line_feeds_only_and_is_counted_in_code_points() {
    let text = format!("\u{feff}{LEE}");
    let place = Workplace::with_papers(&[("lee.txt", &text)]);
    place.run(&["export", "out/", "--as", "qdpx"]).success();
    let bytes = fs::read(place.path("out/project.qdpx")).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(archive.len(), 2);
    let mut entry = |place| {
        let mut text = String::new();
        archive.by_index(place).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let (project, text) = (entry(0), entry(1));
    assert!(text.starts_with("Ports\n\nPorts 😀 grow by cheap labour (Lee, 2003).\n"));
    assert!(
        project.contains("name=\"cheap labour\" startPosition=\"23\" endPosition=\"35\""),
        "{project}"
    );
    for value in ["citations", "references", "cited_works"] {
        assert!(
            project.contains(&format!("name=\"{value}\" typeOfVariable=\"Integer\"")),
            "{value}"
        );
    }
    assert!(project.contains("\nLee (2003): 1</Description>"), "{project}");
    assert_eq!(project.matches("<IntegerValue>1</IntegerValue>").count(), 3);
}

#[test]
fn a_codebook_needs_no_index() {
    let place = Workplace::new();
    place.write(
        "mine.yaml",
        "themes:\n  wages: {definition: Low & lower, include: [cheap labour]}\n",
    );
    place.run(&["export", "c.qdc", "--as", "qdc", "--codebook", "mine.yaml"]).success();
    let text = fs::read_to_string(place.path("c.qdc")).unwrap();
    assert!(
        text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CodeBook xmlns="),
        "{text}"
    );
    let description =
        "<Description>Low &amp; lower\n\n-- leitmotif --\ninclude:\n  - cheap labour</";
    assert!(text.contains(description), "{text}");
}

#[test]
fn the_place_must_be_named_once_and_tables_are_csv() {
    let place = Workplace::with_papers(&[("lee.txt", LEE)]);
    let errors = |arguments: &[&str]| place.run(arguments).code(2).errors();
    assert!(errors(&["export"]).contains("where to?"));
    assert!(errors(&["export", "a", "--output", "b"]).contains("name the place once"));
    assert!(errors(&["export", "a", "--format", "json"]).contains("writes tables as CSV"));
    place.run(&["export", "--output", "a", "--format", "csv"]).success();
    assert!(place.path("a/datapackage.json").is_file());
    let said = errors(&["export", "nowhere/p.qdpx", "--as", "qdpx"]);
    assert!(said.contains("nowhere/p.qdpx"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_once() {
    let place = Workplace::with_papers(&[("lee.txt", LEE)]);
    let said = place.run(&["export", "/dev/full", "--as", "qdpx"]).code(2).errors();
    assert!(said.starts_with("leitmotif: cannot write /dev/full: "), "{said}");
}

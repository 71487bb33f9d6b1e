//! Tests of the listings on one small paper.

use super::*;
use crate::codebook::{Format, parse};
use crate::extract::extract;
use crate::extract::theme::{MatchOptions, Matcher, MemoryIndex};
use crate::model::SourceFormat;
use crate::query::MentionFacts;
use crate::read::read_bytes;
use crate::text::tokens;

const PAPER: &str = "Why firms export\n\nIntroduction\n\nSmall firms want cheap labour (Lee, 2003, p. 4). \
    Cheap labour is a motive; cheap\nlabor too.\n\nReferences\n\nLee, K. (2003). Small exporters. Journal of Trade, 3(1), 1-9.\n";

fn document() -> Document {
    read_bytes("lee.txt", SourceFormat::Text, PAPER.as_bytes()).unwrap()
}

fn names(columns: &[Column]) -> Vec<&str> {
    columns.iter().map(|column| column.name.as_str()).collect()
}

fn cell<'a>(columns: &[Column], row: &'a [Cell], name: &str) -> &'a Cell {
    &row[names(columns).iter().position(|column| *column == name).unwrap()]
}

#[test]
fn a_citation_row_has_the_fields_of_the_contract() {
    let document = document();
    let extraction = extract(&document);
    let (columns, rows) = (citation_columns(), citation_rows(&document, &extraction));
    for name in [
        "document",
        "start",
        "end",
        "text",
        "style",
        "narrative",
        "sentence",
        "section",
        "page",
        "confidence",
        "references",
    ] {
        assert!(names(&columns).contains(&name), "{name} is missing");
    }
    assert_eq!(rows.len(), 1);
    assert_eq!(cell(&columns, &rows[0], "section"), &Cell::from("introduction"));
    assert_eq!(cell(&columns, &rows[0], "resolution"), &Cell::from("resolved"));
    let Cell::List(spans) = cell(&columns, &rows[0], "references") else { panic!("no list") };
    assert_eq!(spans.len(), 1);
    assert!(rows.iter().all(|row| row.len() == columns.len()));
}

#[test]
fn a_reference_row_has_the_fields_of_the_contract() {
    let document = document();
    let (columns, rows) = (reference_columns(), reference_rows(&document, &extract(&document)));
    for name in [
        "document",
        "start",
        "end",
        "raw",
        "type",
        "authors",
        "year",
        "title",
        "container",
        "volume",
        "issue",
        "first_page",
        "last_page",
        "publisher",
        "doi",
        "url",
        "confidence",
    ] {
        assert!(names(&columns).contains(&name), "{name} is missing");
    }
    assert_eq!(rows.len(), 1);
    assert!(rows.iter().all(|row| row.len() == columns.len()));
    let Cell::List(confidences) = cell(&columns, &rows[0], "confidences") else {
        panic!("no list")
    };
    let named: Vec<&Cell> = confidences
        .iter()
        .map(|one| match one {
            Cell::Record(parts) => &parts[0].1,
            other => panic!("{other:?} is no record"),
        })
        .collect();
    for field in ["authors", "year", "title", "container", "volume", "issue", "first_page"] {
        assert!(named.contains(&&Cell::from(field)), "{field} has no confidence");
    }
}

#[test]
fn mentions_and_keywords_agree() {
    let document = document();
    let codebook = parse("c.yaml", "themes: {costs: [cheap labour|labor]}", Format::Yaml).unwrap();
    let mut memory = MemoryIndex::new();
    let sentences: Vec<&str> =
        document.layers.sentences.iter().map(|span| span.of(PAPER)).collect();
    memory.add_sentences(&sentences);
    let found =
        Matcher::new(&codebook).unwrap().mentions(&memory, MatchOptions::default()).unwrap();
    let mentions: Vec<MentionFacts> = found
        .mentions
        .iter()
        .map(|mention| MentionFacts {
            document: 0,
            first_token: mention.first_token,
            end_token: mention.end_token,
            theme: mention.theme,
            pattern: mention.pattern,
            sentence: mention.sentence,
            section: crate::model::SectionKind::Introduction,
            negated: false,
            hedged: false,
            union: mention.union,
        })
        .collect();
    let all: Vec<Span> = tokens(PAPER).collect();
    let rows = mention_rows(&document, &all, &codebook, &mentions);
    let texts: Vec<_> = rows
        .iter()
        .map(|row| cell(&mention_columns(), row, "text").as_text().unwrap().to_owned())
        .collect();
    assert_eq!(texts, ["cheap labour", "Cheap labour", "cheap labor"]);
    let counts = keyword_counts(&document, &all, &mentions);
    let keywords: Vec<_> =
        counts.iter().map(|count| (count.keyword.as_str(), count.mentions)).collect();
    assert_eq!(keywords, [("cheap labour", 2), ("cheap labor", 1)]);
    assert_eq!(counts.iter().map(|count| count.mentions).sum::<u64>(), rows.len() as u64);
}

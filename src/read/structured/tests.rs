//! Records of the usual databases, and of none.

use serde_json::{Value, json};

use super::*;
use crate::model::{Document, SectionKind, SourceFormat};
use crate::read::{Part, PartNumber, Place, ReadOptions, read_part};

fn part(value: &Value) -> Part {
    Part {
        number: PartNumber::default(),
        place: Place { member: String::new(), record: Some(("line", 1)) },
        format: SourceFormat::Structured,
        form: "JSON lines",
        bytes: serde_json::to_vec(value).unwrap(),
    }
}

fn document(value: &Value) -> Document {
    read_part("w.jsonl#1", &part(value), &ReadOptions::default()).unwrap()
}

fn record(value: Value) -> Record {
    Record(value)
}

fn id(value: Value) -> Option<String> {
    record(value).id(&RecordFields::default())
}

#[test]
fn works_of_openalex_have_their_abstracts_and_facts() {
    let document = document(&json!({
        "id": "https://openalex.org/W1", "doi": "https://doi.org/10.1000/AbC",
        "display_name": "Why firms export", "publication_year": 2011, "language": "en",
        "authorships": [{"author": {"display_name": "Kim Lee"}}, {"author": {"display_name": "Ana Díaz"}}],
        "primary_location": {"source": {"display_name": "Journal of Trade"}},
        "keywords": [{"display_name": "Export"}],
        "type": "article", "cited_by_count": 5,
        "abstract_inverted_index": {"firms": [1, 4], "Small": [0], "follow": [2], "large": [3]},
    }));
    assert_eq!(document.text, "Why firms export\n\nAbstract\n\nSmall firms follow large firms");
    let metadata = document.metadata;
    assert_eq!(metadata.title.as_deref(), Some("Why firms export"));
    assert_eq!(metadata.year, Some(2011));
    assert_eq!(metadata.doi.as_deref(), Some("10.1000/abc"));
    assert_eq!(metadata.container.as_deref(), Some("Journal of Trade"));
    let families: Vec<&str> = metadata.authors.iter().map(|a| a.family.as_str()).collect();
    assert_eq!(families, ["Lee", "Díaz"]);
    assert_eq!(metadata.keywords, ["Export"]);
    let extra: Vec<(&str, &str)> =
        metadata.extra.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(extra, [("cited_by_count", "5"), ("type", "article")]);
}

#[test]
fn the_older_s2orc_has_sections_and_references() {
    let document = document(&json!({
        "paper_id": "99", "title": "On ports", "year": 2001,
        "authors": [{"first": "Ann", "middle": [], "last": "Poe", "suffix": ""}],
        "pdf_parse": {
            "abstract": [{"section": "Abstract", "text": "We ask about ports."}],
            "body_text": [
                {"section": "Introduction", "text": "Ports matter (Lee, 2003)."},
                {"section": "Introduction", "text": "They grow."},
                {"section": "Methods", "text": "We asked firms."},
            ],
            "bib_entries": {
                "BIBREF10": {"title": "Later", "authors": [], "raw_text": "Wu, B. (2010). Later. Oxford."},
                "BIBREF2": {"title": "Why", "authors": [{"first": "K", "last": "Lee"}], "year": 2003,
                    "venue": "Journal of Trade", "volume": "3", "pages": "1-9"},
            },
        },
    }));
    assert_eq!(
        document.text,
        "On ports\n\nAbstract\n\nWe ask about ports.\n\nIntroduction\n\nPorts matter (Lee, 2003).\n\n\
         They grow.\n\nMethods\n\nWe asked firms.\n\nReferences\n\n\
         Lee, K. (2003). Why. Journal of Trade, 3, 1-9.\n\nWu, B. (2010). Later. Oxford."
    );
    let kinds: Vec<SectionKind> =
        document.layers.sections.iter().skip(1).map(|section| section.kind).collect();
    use SectionKind::{Abstract, Introduction, Methods, References};
    assert_eq!(kinds, [Abstract, Introduction, Methods, References]);
    assert_eq!(document.metadata.authors[0].given.as_deref(), Some("Ann"));
}

#[test]
fn the_newer_s2orc_is_cut_by_its_annotations_in_characters() {
    let text = "Über ports\nIntroduction\nPörts matter [1].\n1. Lee K. Why. 2003.";
    let span = |words: &str| {
        let start = text[..text.find(words).unwrap()].chars().count();
        json!({"start": start.to_string(), "end": start + words.chars().count()})
    };
    let list = |words: &str| Value::String(json!([span(words)]).to_string());
    let document = document(&json!({
        "corpusid": 5, "externalids": {"DOI": "10.5/z"},
        "content": {"text": text, "annotations": {
            "sectionheader": list("Introduction"),
            "paragraph": list("Pörts matter [1]."),
            "bibentry": json!([span("1. Lee K. Why. 2003.")]),
            "figure": null,
        }},
    }));
    let expected = "Introduction\n\nPörts matter [1].\n\nReferences\n\n1. Lee K. Why. 2003.";
    assert_eq!(document.text, expected);
    assert_eq!(document.metadata.doi.as_deref(), Some("10.5/z"));
}

#[test]
fn annotations_that_fit_no_text_are_no_harm() {
    let document = document(&json!({
        "content": {"text": "Ports matter.", "annotations": {
            "paragraph": [{"start": 3, "end": 900}, {"start": 5, "end": 2}, {"start": -1, "end": 1}],
            "sectionheader": "no list",
        }},
    }));
    assert_eq!(document.text, "Ports matter.");
}

#[test]
fn full_texts_of_core_keep_their_lines() {
    let full = "On ports\n\nIntroduction\n\nPorts matter.\nThey grow.";
    let document = document(&json!({
        "id": 7, "title": "On Ports", "abstract": "Ports  matter.", "fullText": full,
        "authors": [{"name": "Wu, Bo"}], "yearPublished": 2015, "language": {"code": "en", "name": "English"},
        "journals": [{"title": "Trade"}],
    }));
    assert_eq!(document.text, full);
    assert_eq!(document.metadata.year, Some(2015));
    assert_eq!(document.metadata.container.as_deref(), Some("Trade"));
    assert_eq!(document.metadata.language.unwrap().code(), "en");
    assert_eq!(document.metadata.authors[0].family, "Wu");
}

#[test]
fn names_of_fields_are_compared_loosely_and_may_be_chosen() {
    let value = json!({
        "PMID": "123", "Article Title": "On ports", "Pub-Date": "Published 2009-05", "Abstract": "Ports matter.",
        "Authors": "Lee, K.; Wu, B.", "Journal": "Trade", "Country": "Chile", "url": "https://x.org",
    });
    let found = document(&value);
    assert_eq!(found.text, "On ports\n\nAbstract\n\nPorts matter.");
    assert_eq!(found.metadata.year, Some(2009));
    assert_eq!(found.metadata.authors.len(), 2);
    assert_eq!(found.metadata.extra.get("Country").map(String::as_str), Some("Chile"));
    assert_eq!(found.metadata.extra.len(), 1, "{:?}", found.metadata.extra);
    assert_eq!(id(value).as_deref(), Some("123"));

    let fields = RecordFields {
        text: vec!["part.one".to_owned(), "part.two".to_owned()],
        id: Some("n".to_owned()),
        title: Some("t".to_owned()),
        year: Some("y".to_owned()),
        authors: Some("who".to_owned()),
    };
    let value = json!({"part": {"one": "First.", "two": "Second."}, "n": 4, "t": "T", "y": "1999",
        "who": ["Kim Lee"], "text": "not this"});
    let chosen = record(value).compose(&fields).unwrap();
    assert_eq!(chosen.text, "T\n\nFirst.\n\nSecond.");
    assert_eq!(chosen.declared.year, Some(1999));
    assert_eq!(chosen.declared.authors[0].family, "Lee");
}

#[test]
fn records_are_called_by_what_tells_them_apart() {
    assert_eq!(id(json!({"id": "https://openalex.org/W7"})).as_deref(), Some("W7"));
    assert_eq!(id(json!({"doi": "https://doi.org/10.1/x", "corpusid": 8})).as_deref(), Some("8"));
    assert_eq!(id(json!({"id": null, "DOI": "10.1/x"})).as_deref(), Some("10.1/x"));
    for nameless in
        [json!({}), json!({"id": ""}), json!({"id": "a\nb"}), json!({"id": "x".repeat(999)})]
    {
        assert_eq!(id(nameless), None);
    }
}

#[test]
fn what_is_no_record_is_refused_with_its_place() {
    let refused = |bytes: &[u8]| Record::parse(bytes).unwrap_err().to_string();
    assert!(refused(b"[1]").contains("it has no fields"));
    assert!(refused(b"{\"a\": tru}").contains("at byte 10"), "{}", refused(b"{\"a\": tru}"));
    assert!(refused(b"{\n\"a\": \n").contains("in its line"));
    assert!(refused(b"{\"a\": \"\xff\"}").contains("not a JSON object"));
    let nested = format!("{{\"a\":{}1{}}}", "[".repeat(500), "]".repeat(500));
    assert!(refused(nested.as_bytes()).contains("recursion limit"));
    let many = format!("{{\"a\":[{}0]}}", "0,".repeat(MOST_VALUES));
    assert!(refused(many.as_bytes()).contains("more than 2000000 values"));
}

#[test]
fn a_record_without_text_says_which_field_may_hold_it() {
    let error = record(json!({"title": "Only this"})).compose(&RecordFields::default());
    let told = error.unwrap_err().to_string();
    assert!(told.contains("full_text") && told.contains("--text-field"), "{told}");
}

#[test]
fn an_outline_is_no_text() {
    let outline = br#"{"sections": [{"title": "Introduction", "start": 0, "end": 70}]}"#;
    let record = Record::parse(outline).unwrap();
    assert!(!record.has_text(&RecordFields::default()));
    let chosen = RecordFields { text: vec!["sections".to_owned()], ..RecordFields::default() };
    assert!(!record.has_text(&chosen));
}

#[test]
fn columns_with_full_texts_make_a_corpus_and_abstracts_do_not() {
    let fields = RecordFields::default();
    assert!(has_text_column(["Title", "Full Text"].into_iter(), &fields));
    assert!(!has_text_column(["title", "abstract", "year"].into_iter(), &fields));
    assert!(has_text_column(["document", "theme", "text"].into_iter(), &fields));
    assert!(!has_text_column(["document", "start", "end", "text"].into_iter(), &fields));
    let chosen = RecordFields { text: vec!["abstract".to_owned()], ..fields };
    assert!(has_text_column(["Title", "Abstract"].into_iter(), &chosen));
    assert!(!has_text_column(["title", "text"].into_iter(), &chosen));
}

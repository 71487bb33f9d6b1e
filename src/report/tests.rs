//! The page as a whole: safe whatever stands in the papers, and the same every time.

use super::*;
use crate::codebook;
use crate::model::{Language, Matching, Metadata, Person, Provenance, SectionKind};
use crate::query::passage::tests::Memory;
use crate::query::works::Works;
use crate::query::{CorpusFacts, DocumentFacts, SectionSet, Selection};

const HOSTILE: &str =
    "Firms say </script><script>alert(1)</script> of cheap labour. Low tariffs &amp; <b>more</b>.";

fn page() -> String {
    let memory = Memory(vec![Memory::document(HOSTILE, SectionKind::Results)]);
    let mut tokens = [0; SectionKind::ALL.len()];
    tokens[SectionKind::Results as usize] = 14;
    let metadata = Metadata {
        title: Some("<img src=x onerror=alert(1)> & \"quotes\"".to_owned()),
        authors: vec![Person { family: "O'<i>Hara".to_owned(), given: None }],
        year: Some(2010),
        ..Metadata::default()
    };
    let documents = vec![DocumentFacts { name: "a<b>.txt".to_owned(), metadata, tokens }];
    let corpus = CorpusFacts { documents };
    let codebook = codebook::of_pattern("cheap labour", Language::ENGLISH, Matching::Word).unwrap();
    let themes = crate::pipeline::study::theme_facts(&codebook);
    let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    let sources = ReportSources {
        corpus: &corpus,
        codebook: &codebook,
        themes: &themes,
        selection: &selection,
        works: &Works::default(),
        source: &memory,
    };
    let title = Some("A <title> & more".to_owned());
    let options = ReportOptions { title, ..ReportOptions::default() };
    let report = Report::gather(
        sources,
        &[memory.mention(0, 0, "cheap labour")],
        options,
        Provenance::new("report"),
    )
    .unwrap();
    assert!(!report.is_empty());
    let mut bytes = Vec::new();
    report.write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn nothing_of_a_paper_is_mark_up() {
    let page = page();
    assert_eq!(page.matches("<script").count(), 2, "one for data and one of our own");
    assert_eq!(page.matches("</script").count(), 2);
    for mark_up in ["<img", "<b>more", "<i>Hara", "<title> &"] {
        assert!(!page.contains(mark_up), "{mark_up}");
    }
    assert!(page.contains("A &lt;title&gt; &amp; more"));
}

#[test]
fn the_page_is_one_file_and_loads_nothing() {
    let page = page();
    for outside in [" src=\"", "<link", "@import", "url(", "fetch(", "XMLHttpRequest"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("default-src 'none'"));
    // The policy would forbid them.
    assert!(!page.contains(" style=\"") && !page.contains(" onclick="));
}

#[test]
fn the_data_are_json_with_the_sentence_and_its_mention() {
    let page = page();
    let start = page.find("id=\"data\">").unwrap() + "id=\"data\">".len();
    let end = start + page[start..].find("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(&page[start..end]).unwrap();
    let sentence = &data["sentences"][0];
    let text: Vec<u16> = sentence["t"].as_str().unwrap().encode_utf16().collect();
    let [from, to] =
        [0, 1].map(|at| usize::try_from(sentence["m"][0][at].as_u64().unwrap()).unwrap());
    assert_eq!(String::from_utf16(&text[from..to]).unwrap(), "cheap labour");
    assert_eq!(data["papers"][0]["name"], "a<b>.txt");
}

#[test]
fn the_same_papers_give_the_same_page() {
    assert_eq!(page(), page());
}

//! PDF papers made from texts of the corpus: what is read of them against the texts, and files that
//! cannot be read. `tests/pdf/make.py` makes the papers.

use std::collections::BTreeMap;
use std::fs;

use leitmotif::error::PdfFailure;
use leitmotif::extract::extract;
use leitmotif::model::{Document, Resolution, SectionKind};
use leitmotif::read::isolated::Isolation;
use leitmotif::read::{ReadOptions, Source, read_document};
use leitmotif::text::{normalize, tokens};
use leitmotif::{Error, ErrorKind};

use crate::harness::{Workplace, repository};

/// A paper, the text that it was made from, and the least that may be read of it: the share of the
/// text's words, and the Jaccard index of the sets of three words in a row.
const PAPERS: [(&str, &str, f64, f64); 4] = [
    ("two-columns.pdf", "../tests/formats/chen-2017-taiwan-machine-tools.txt", 0.99, 0.9),
    ("raised-numbers.pdf", "vanderberg-2022-motives-review.txt", 0.98, 0.9),
    ("one-column.pdf", "../tests/formats/footwear.txt", 0.99, 0.9),
    ("line-numbers.pdf", "adeyemi-2010-nigerian-leather.txt", 0.99, 0.9),
];

fn read(folder: &str, name: &str) -> Result<Document, Error> {
    let path = repository().join(folder).join(name);
    read_document(&Source { name: name.to_owned(), path }, &ReadOptions::default())
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for span in tokens(text) {
        let mut norm = String::new();
        normalize(span.of(text), &mut norm);
        words.push(norm);
    }
    words
}

fn counts(items: impl IntoIterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

fn common(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> usize {
    a.iter().map(|(item, count)| b.get(item).map_or(0, |other| (*other).min(*count))).sum()
}

/// An amount as a share.
fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole.max(1)).unwrap())
}

#[test]
fn words_and_their_order_are_those_of_the_text() {
    for (paper, source, least_recall, least_order) in PAPERS {
        let (pdf, text) = (read("tests/pdf", paper).unwrap(), read("corpus", source).unwrap());
        let (found, expected) = (words(&pdf.text), words(&text.text));
        let (found_words, expected_words) = (counts(found.clone()), counts(expected.clone()));
        let recall = share(common(&expected_words, &found_words), expected.len());
        let triples = |words: &[String]| counts(words.windows(3).map(|three| three.join(" ")));
        let (ours, theirs) = (triples(&found), triples(&expected));
        let both = common(&ours, &theirs);
        let all = ours.values().sum::<usize>() + theirs.values().sum::<usize>() - both;
        let order = share(both, all);
        println!("{paper}: {recall:.4} of the words, order {order:.4}");
        let lost: Vec<&String> = expected_words
            .iter()
            .filter(|(word, count)| found_words.get(*word).is_none_or(|found| found < count))
            .map(|(word, _)| word)
            .collect();
        assert!(recall >= least_recall, "{paper}: {recall}, lost {lost:?}");
        assert!(order >= least_order, "{paper}: {order}");
    }
}

/// Citations as a reader knows them: the references that each points to, by their first words.
fn links(document: &Document) -> BTreeMap<String, usize> {
    let extraction = extract(document);
    let opening = |place: usize| {
        let reference = &extraction.references[place];
        words(reference.span.of(&document.text)).into_iter().take(5).collect::<Vec<_>>().join(" ")
    };
    let markers = extraction.citations.iter().flat_map(|citation| &citation.markers);
    counts(markers.flat_map(|marker| match &marker.resolution {
        Resolution::Resolved(found) => found.iter().map(|&place| opening(place)).collect(),
        _ => vec!["unresolved".to_owned()],
    }))
}

#[test]
fn citations_and_sections_are_those_of_the_text() {
    for (paper, source, ..) in PAPERS {
        let (pdf, text) = (read("tests/pdf", paper).unwrap(), read("corpus", source).unwrap());
        assert_eq!(links(&pdf), links(&text), "{paper}");
        assert_eq!(pdf.metadata, text.metadata, "{paper}");
        let kinds = |document: &Document| {
            let sections = document.layers.sections.iter().map(|section| section.kind);
            let mut kinds: Vec<_> = sections.filter(|kind| *kind != SectionKind::Other).collect();
            kinds.dedup();
            kinds
        };
        // Type tells headings that words alone do not: all that the text shows are there, in order.
        let (found, expected) = (kinds(&pdf), kinds(&text));
        let mut rest = found.iter();
        assert!(expected.iter().all(|kind| rest.any(|one| one == kind)), "{paper}: {found:?}");
    }
}

#[test]
fn furniture_is_left_out_and_what_stands_beside_the_text_interrupts_nothing() {
    let paper = read("tests/pdf", "two-columns.pdf").unwrap();
    assert!(!paper.text.contains("Chen and Huang"), "{}", paper.text);
    assert_eq!(paper.text.matches("Entry modes in a machine tool cluster").count(), 1);
    assert!(paper.text.contains("\n\nPlace\tFirms\tShare\nNorthern valley\t12\t32 %\n"));
    assert!(paper.text.contains("\n\nTable 1. Firms of the sample"));
    assert_eq!(paper.layers.pages.last().map(|page| page.label.as_str()), Some("16"));
    let numbered = read("tests/pdf", "line-numbers.pdf").unwrap();
    assert!(!words(&numbered.text).contains(&"57".to_owned()), "{}", numbered.text);
}

#[test]
fn the_program_counts_the_same_themes_with_pages() {
    let place = Workplace::new();
    for (paper, source, ..) in PAPERS {
        place.write(
            &format!("pdf/{paper}"),
            fs::read(repository().join("tests/pdf").join(paper)).unwrap(),
        );
        place.write(
            &format!("text/{}.txt", paper.trim_end_matches(".pdf")),
            fs::read(repository().join("corpus").join(source)).unwrap(),
        );
    }
    place.run(&["ingest", "pdf", "--index", "a"]).success();
    place.run(&["ingest", "text", "--index", "b"]).success();
    let themes = |index: &str| {
        let ran = place.run(&["query", "themes", "--index", index, "--format", "csv"]);
        let rows = ran.success().csv().into_iter();
        rows.map(|row| (row["theme"].clone(), row["mentions"].clone(), row["papers"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(themes("a"), themes("b"));
    let listed = place.run(&["extract", "themes", "--index", "a", "--format", "jsonl"]).success();
    let text = place.run(&["extract", "text", "--index", "a", "--document", "two-columns.pdf"]);
    let text = text.success().results();
    let mut seen = 0;
    for row in listed.json_lines() {
        assert!(row["page"].is_string(), "{row}");
        if row["document"] == "two-columns.pdf" {
            let at = |field: &str| usize::try_from(row[field].as_u64().unwrap()).unwrap();
            assert_eq!(text.get(at("start")..at("end")), row["text"].as_str());
            seen += 1;
        }
    }
    assert!(seen > 0);
    // Mining the stored texts again changes nothing.
    place.run(&["extract", "refresh", "--index", "a"]).success();
    let again = place.run(&["extract", "themes", "--index", "a", "--format", "jsonl"]).success();
    assert_eq!(again.results(), listed.results());
}

#[test]
fn files_that_cannot_be_read_are_skipped_with_their_reason() {
    let place = Workplace::new();
    for name in ["scan.pdf", "locked.pdf", "one-column.pdf"] {
        place.write(
            &format!("papers/{name}"),
            fs::read(repository().join("tests/pdf").join(name)).unwrap(),
        );
    }
    let whole = fs::read(repository().join("tests/pdf/two-columns.pdf")).unwrap();
    place.write("papers/cut.pdf", &whole[..900]);
    place.write("papers/page.pdf", "<html>Sign in to read this article</html>");
    let ran = place.run(&["ingest", "papers"]).code(3);
    let errors = ran.errors();
    for reason in [
        "scan.pdf: no text layer: the pages (2) are images; recognise their text first",
        "locked.pdf: protected by a password; save a copy without one",
        "cut.pdf: a damaged PDF in which no page can be found",
        "page.pdf: not a PDF, whatever its name says",
        "read 1 paper",
    ] {
        assert!(errors.contains(reason), "{reason}\n{errors}");
    }
}

#[test]
fn too_little_memory_ends_the_reading_and_not_the_ingest() {
    let place = Workplace::new();
    place.write("papers/a.pdf", fs::read(repository().join("tests/pdf/two-columns.pdf")).unwrap());
    place.write("papers/b.txt", "INTRODUCTION\nSmall firms go abroad.");
    let errors = place.run(&["ingest", "papers", "--pdf-memory", "1"]).code(3).errors();
    assert!(errors.contains("a.pdf: ") && errors.contains("read 1 paper"), "{errors}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_hangs_or_dies_is_a_reason() {
    let reading = |program: &str, argument: &str| {
        let isolation = Isolation {
            program: program.into(),
            arguments: vec![argument.into()],
            seconds: 1,
            megabytes: 64,
        };
        let options = ReadOptions::default().with_isolation(isolation);
        let path = repository().join("tests/pdf/scan.pdf");
        read_document(&Source { name: "scan.pdf".to_owned(), path }, &options)
            .unwrap_err()
            .kind()
            .clone()
    };
    let failed = ErrorKind::Pdf;
    assert_eq!(reading("sleep", "30"), failed(PdfFailure::OutOfTime { seconds: 1 }));
    assert_eq!(reading("false", ""), failed(PdfFailure::Stopped));
    assert_eq!(reading("/no/such/program", ""), failed(PdfFailure::NotStarted));
}

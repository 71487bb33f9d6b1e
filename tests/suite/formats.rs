//! The same papers as Word document, OpenDocument text, web page, electronic book, Markdown, plain
//! text, JATS, LaTeX and PDF: the same words, citations and themes. `tests/formats/make.py` and
//! `tests/pdf/make.py` make the files.
//!
//! What differs, and why:
//!
//! - paragraphs: entries of a bibliography that are lines in a text are paragraphs elsewhere;
//! - sections: styles tell headings that words alone do not, so a text has fewer of no known kind;
//!   the title is a section in Markdown, and a paragraph elsewhere;
//! - words: JATS and LaTeX name the authors and the year as data, so that the lines around the title
//!   (journal, institutions) are not in their text; LaTeX has its own quotation marks.

use std::collections::BTreeMap;
use std::fs;

use leitmotif::extract::extract;
use leitmotif::model::{Document, Resolution, SectionKind};
use leitmotif::read::{ReadOptions, Source, read_document};

use crate::harness::{Workplace, repository};

/// The files of each paper, that of its text first.
const PAPERS: [&[&str]; 2] = [
    &[
        "tests/formats/footwear.txt",
        "corpus/ferreira-2009-portuguese-footwear.docx",
        "tests/formats/footwear.odt",
        "tests/formats/footwear.html",
        "tests/formats/footwear.epub",
        "tests/pdf/one-column.pdf",
    ],
    &[
        "tests/formats/medtech.md",
        "tests/formats/medtech.docx",
        "tests/formats/medtech.odt",
        "corpus/obrien-2019-irish-medtech.html",
        "tests/formats/medtech.epub",
        "tests/pdf/medtech.pdf",
    ],
];

/// The same papers in formats that do not print what stands around the title, in the order of
/// [`PAPERS`].
const WITHOUT_FRONT: [&[&str]; 2] = [
    &["tests/formats/footwear.xml", "tests/formats/footwear.tex"],
    &["tests/formats/medtech.xml", "tests/formats/medtech.tex"],
];

/// Words at which the text begins that all formats have.
const BEGINNINGS: [&str; 2] = ["Portuguese footwear sells", "For makers of medical devices"];

fn read(path: &str) -> Document {
    let source = Source { name: path.to_owned(), path: repository().join(path) };
    read_document(&source, &ReadOptions::default()).unwrap()
}

/// The words on one line, without the marks of Markdown.
fn words(document: &Document) -> String {
    let bare = |word: &str| word.replace(['*', '#'], "");
    let words = document.text.split_whitespace().map(bare);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What citations say and which references they mean, by place in the list.
fn citations(document: &Document) -> Vec<String> {
    let extraction = extract(document);
    let markers = extraction.citations.iter().flat_map(|citation| &citation.markers);
    let meaning = markers.map(|marker| match &marker.resolution {
        Resolution::Resolved(found) => {
            format!("{} {found:?}", marker.span.of(&document.text))
        }
        _ => marker.span.of(&document.text).to_owned(),
    });
    meaning.collect()
}

/// References as parsed: first authors, year, title, container.
fn references(document: &Document) -> Vec<String> {
    let extraction = extract(document);
    let fields = extraction.references.iter().map(|reference| {
        let families = reference.fields.authors.iter().map(|author| author.family.as_str());
        format!(
            "{} | {:?} | {:?} | {:?}",
            families.collect::<Vec<_>>().join(", "),
            reference.fields.year,
            reference.fields.title,
            reference.fields.container
        )
    });
    fields.collect()
}

/// What the sections are for, in order.
fn kinds(document: &Document) -> Vec<SectionKind> {
    let sections = document.layers.sections.iter().map(|section| section.kind);
    let mut kinds: Vec<_> = sections.filter(|kind| *kind != SectionKind::Other).collect();
    kinds.dedup();
    kinds
}

#[test]
fn the_same_paper_is_the_same_in_all_formats() {
    for files in PAPERS {
        let (first, others) = files.split_first().unwrap();
        let first = read(first);
        assert!(!citations(&first).is_empty());
        for name in others {
            let other = read(name);
            assert_eq!(words(&other), words(&first), "{name}");
            assert_eq!(citations(&other), citations(&first), "{name}");
            assert_eq!(references(&other), references(&first), "{name}");
            assert_eq!(kinds(&other), kinds(&first), "{name}");
            let (metadata, expected) = (&other.metadata, &first.metadata);
            assert_eq!(metadata.title, expected.title, "{name}");
            assert_eq!(metadata.authors, expected.authors, "{name}");
            assert_eq!(metadata.keywords, expected.keywords, "{name}");
            assert_eq!(metadata.language, expected.language, "{name}");
        }
    }
}

#[test]
fn scholarly_markup_differs_in_what_stands_around_the_title_alone() {
    for ((files, others), begin) in PAPERS.iter().zip(WITHOUT_FRONT).zip(BEGINNINGS) {
        let first = read(files[0]);
        for name in others {
            let other = read(name);
            let text = |document: &Document| {
                let all = words(document);
                all[all.find(begin).unwrap()..].replace(['“', '”'], "\"")
            };
            assert_eq!(text(&other), text(&first), "{name}");
            assert_eq!(citations(&other), citations(&first), "{name}");
            assert_eq!(references(&other), references(&first), "{name}");
            assert_eq!(kinds(&other), kinds(&first), "{name}");
            let (metadata, expected) = (&other.metadata, &first.metadata);
            assert_eq!(metadata.title, expected.title, "{name}");
            assert_eq!(metadata.authors, expected.authors, "{name}");
            // Data may know a year that the text only shows beside an address.
            assert!(expected.year.is_none_or(|year| metadata.year == Some(year)), "{name}");
            assert_eq!(metadata.language, expected.language, "{name}");
        }
    }
}

#[test]
fn the_program_counts_the_same_themes_in_all_formats() {
    let place = Workplace::new();
    let mut counts: BTreeMap<usize, Vec<(String, String)>> = BTreeMap::new();
    for (number, (files, others)) in PAPERS.iter().zip(WITHOUT_FRONT).enumerate() {
        for file in files.iter().chain(others) {
            let name = file.rsplit('/').next().unwrap();
            let ending = name.rsplit('.').next().unwrap();
            let index = format!("index-{number}-{ending}");
            place.write(name, fs::read(repository().join(file)).unwrap());
            place.run(&["ingest", name, "--index", &index]).success();
            let ran = place.run(&["query", "themes", "--index", &index, "--format", "csv"]);
            let rows = ran.success().csv().into_iter();
            let found: Vec<_> =
                rows.map(|row| (row["theme"].clone(), row["mentions"].clone())).collect();
            let expected = counts.entry(number).or_insert_with(|| found.clone());
            assert_eq!(&found, expected, "{file}");
        }
    }
}

#[test]
fn a_document_that_cannot_be_read_is_skipped_with_advice() {
    let place = Workplace::new();
    place.write("papers/good.html", "<p>Small firms go abroad.</p>");
    place.write("papers/old.doc", "words");
    place.write("papers/broken.docx", "words");
    let ran = place.run(&["ingest", "papers"]);
    let told = ran.errors();
    assert!(
        told.contains("broken.docx: not a Word document (.docx), whatever its name says"),
        "{told}"
    );
    assert!(
        told.contains("old.doc: not a format that leitmotif reads; save it as .docx"),
        "{told}"
    );
}

//! Bytes of every kind turned into documents, or refused with a reason.

use proptest::prelude::*;

use super::*;
use crate::model::Span;

fn read(text: &str) -> Document {
    read_bytes("a.txt", SourceFormat::Text, text.as_bytes()).unwrap()
}

#[test]
fn files_are_refused_for_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let source = |file: &str, bytes: &[u8]| {
        let path = folder.path().join(file);
        std::fs::write(&path, bytes).unwrap();
        Source { name: file.to_owned(), path }
    };
    let options = ReadOptions::default().with_size_limit(10);
    let kind = |source: &Source| read_document(source, &options).unwrap_err().kind().clone();
    assert_eq!(kind(&source("empty.txt", b"")), ErrorKind::Empty);
    assert_eq!(kind(&source("blank.txt", b" \n\t\n")), ErrorKind::Empty);
    assert_eq!(kind(&source("rule.md", b"-----")), ErrorKind::Empty);
    assert_eq!(kind(&source("nul.txt", b"a\0b")), ErrorKind::Binary);
    assert_eq!(kind(&source("bad.txt", b"a \xff\xfe b")), ErrorKind::Encoding);
    assert_eq!(
        kind(&source("big.txt", b"aaaaaaaaaaa")),
        ErrorKind::TooLarge { size: 11, limit: 10 }
    );
    let absent = Source { name: "x.txt".to_owned(), path: folder.path().join("x.txt") };
    assert_eq!(kind(&absent), ErrorKind::NotFound);
    let itself = Source { name: "x.txt".to_owned(), path: folder.path().to_owned() };
    assert!(matches!(kind(&itself), ErrorKind::UnknownFormat { .. }));
}

#[test]
fn errors_name_the_file() {
    let error = read_bytes("a/b.txt", SourceFormat::Text, b"x \xff\xff").unwrap_err();
    assert!(error.to_string().starts_with("a/b.txt: byte 2: damaged text"), "{error}");
}

/// Everything that holds for the layers of any document.
pub(super) fn assert_layers(document: &Document) {
    let Document { text, layers, .. } = document;
    let spans = |spans: &[Span], what: &str| {
        let mut last = 0;
        for span in spans {
            assert!(span.start >= last && !span.is_empty(), "{what} {span:?} after {last}");
            assert!(text.get(span.start..span.end).is_some(), "{what} {span:?} not in the text");
            last = span.end;
        }
    };
    spans(&layers.paragraphs, "paragraph");
    spans(&layers.sentences, "sentence");
    let mut end = 0;
    for section in &layers.sections {
        assert_eq!(section.span.start, end, "a gap between sections");
        end = section.span.end;
        assert!(section.title.is_none_or(|title| section.span.covers(title)));
        assert_eq!(
            section.level == 0,
            section.title.is_none() && section.span.start == 0 && section.level == 0
        );
    }
    assert_eq!(end, text.len());
    for sentence in &layers.sentences {
        let paragraph = layers.paragraph_at(sentence.start).expect("a paragraph");
        assert!(layers.paragraphs[paragraph].covers(*sentence));
    }
    for paragraph in &layers.paragraphs {
        let section = layers.section_at(paragraph.start).expect("a section");
        assert!(section.span.covers(*paragraph), "{paragraph:?} crosses {section:?}");
    }
    for token in crate::text::tokens(text) {
        let sentence = layers.sentence_at(token.start);
        assert!(
            sentence.is_some_and(|sentence| layers.sentences[sentence].covers(token)),
            "`{}` in no sentence",
            token.of(text)
        );
    }
    if !layers.pages.is_empty() {
        assert_eq!(layers.pages.last().map(|page| page.span.end), Some(text.len()));
    }
}

const PIECES: &[&str] = &[
    "Introduction",
    "1. Introduction",
    "2 Methods",
    "2.1 Data",
    "A. Data",
    "II. RESULTS",
    "Abstract",
    "Abstract: ",
    "References",
    "DISKUSI",
    "# Title",
    "## Data ##",
    "===",
    "---",
    "```",
    "| a | b |",
    "- item",
    "(1) item",
    "Table 2. Firms",
    "Lee, J. (2010). Trade. Journal, 3(2), 1–9.",
    "firms",
    "Firms",
    "go abroad",
    " et al. ",
    "(Lee, 2010)",
    ".",
    ". ",
    "?",
    "!”",
    "[12]",
    "1–3",
    "e.g.",
    " U.S. ",
    "市场。",
    "é",
    "\u{300}",
    "’s",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\x0c",
    "\t",
    " ",
    "\u{a0}",
    "\u{202f}",
    "\u{feff}",
    "**",
    "Small firms go abroad for many reasons, and the literature names most of them in one way or another.",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn layers_hold_in_any_mixture(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..40), markdown in any::<bool>()) {
        let text = pieces.concat();
        let format = if markdown { SourceFormat::Markdown } else { SourceFormat::Text };
        if let Ok(document) = read_bytes("a.txt", format, text.as_bytes()) {
            prop_assert_eq!(&document.text, &text);
            assert_layers(&document);
            prop_assert_eq!(&read_bytes("a.txt", format, text.as_bytes()).unwrap(), &document);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(document) = read_bytes("a.txt", SourceFormat::Text, &bytes) {
            assert_layers(&document);
        }
    }
}

#[test]
fn pages_are_divided_at_form_feeds() {
    let document = read("One page.\n\x0cTwo pages,\x0cand more.\n\x0c");
    let pages: Vec<(&str, &str)> = document
        .layers
        .pages
        .iter()
        .map(|page| (page.label.as_str(), page.span.of(&document.text)))
        .collect();
    assert_eq!(
        pages,
        [("1", "One page.\n\x0c"), ("2", "Two pages,\x0c"), ("3", "and more.\n\x0c")]
    );
    assert_layers(&document);
}

#[test]
fn hostile_texts_take_linear_time() {
    let megabytes = 8_000_000;
    for piece in
        ["x", "x ", "\n", "x\n", "(", "1. X\n\n", "# X\n", "Introduction\n", "a. ", "\r", "\x0c"]
    {
        let text = format!("Firms {}", piece.repeat(megabytes / 4 / piece.len()));
        assert!(read(&text).layers.sections.last().is_some());
    }
    let line = read(&"word ".repeat(megabytes / 5));
    assert_eq!(line.layers.sentences.len(), 1);
}

#[test]
fn the_seed_has_its_heading_and_paragraphs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seed/msme-internationalisation.txt");
    let Ok(bytes) = std::fs::read(path) else {
        println!("skipped: no ../shared/seed");
        return;
    };
    let document = read_bytes("msme.txt", SourceFormat::Text, &bytes).unwrap();
    assert_layers(&document);
    let text = &document.text;
    assert_eq!(document.layers.sections.len(), 1);
    assert_eq!(document.layers.sections[0].title.map(|title| title.of(text)), Some("INTRODUCTION"));
    let starts: Vec<&str> = document
        .layers
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.of(text).split_whitespace().next().unwrap_or_default())
        .collect();
    assert_eq!(
        starts,
        ["INTRODUCTION", "Like", "In", "In", "The", "The", "Based"],
        "paragraphs of the seed"
    );
    assert!(document.layers.sentences.iter().any(|sentence| {
        let sentence = sentence.of(text);
        sentence.starts_with("According to (Muchtar") && sentence.ends_with("two reasons.")
    }));
    assert_eq!(document.metadata.title, None);
    assert_eq!(document.metadata.language, Some(crate::model::Language::ENGLISH));
}

/// Reads a file of a format whose text is extracted; all that holds for documents is checked.
pub(super) fn extracted_document(name: &str, bytes: &[u8]) -> Document {
    let format = format_of(name).unwrap();
    let document = read_bytes(name, format, bytes).unwrap();
    assert_layers(&document);
    assert_eq!(read_bytes(name, format, bytes).unwrap(), document, "the same bytes");
    document
}

#[test]
fn documents_of_other_formats_say_what_to_save_them_as() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.rtf", "b.DOC", "c.xyz"] {
        std::fs::write(folder.path().join(name), "text").unwrap();
    }
    let found = discover(&[folder.path().to_owned()]);
    let reasons: Vec<&str> = found.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
    assert_eq!(reasons, ["not a format that leitmotif reads; save it as .docx"; 2]);
    assert_eq!(found.passed_over, 1);
}

#[test]
fn what_is_no_document_of_its_format_is_refused() {
    for (name, expected) in [
        ("a.docx", "a Word document (.docx)"),
        ("a.odt", "an OpenDocument text (.odt)"),
        ("a.epub", "an electronic book (.epub)"),
    ] {
        let format = format_of(name).unwrap();
        let error = read_bytes(name, format, b"words").unwrap_err();
        let failure = crate::error::DocumentFailure::Other { expected };
        assert_eq!(*error.kind(), ErrorKind::Document(failure));
        let empty = read_bytes(name, format, &package::zipped(&[("x", "")])).unwrap_err();
        assert!(empty.to_string().contains("is not in it; save it again"), "{empty}");
    }
}

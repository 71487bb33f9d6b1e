//! What annotated texts must hold to: nothing is lost, every link has its end, nothing is mark-up.

use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;

use super::*;
use crate::extract::{Extraction, extract};
use crate::model::{Provenance, SourceFormat};
use crate::read::read_bytes;

const PAPER: &str = "\u{feff}<b>Costs</b> & \"benefits\"\r\n\r\nIntroduction\r\n\r\n\
    Firms <i>go</i> abroad (Lée, 2003; see Wu & Öz 2005, p. 4). Nobody \u{1b}[31mknows (Nemo, 1999). \
    Lée (2003) does.\r\n\r\nReferences\r\n\r\n\
    Lée, K. (2003). Why they <went>. Journal of Trade, 3(2), 1–9. https://doi.org/10.1234/a\"b\r\n\r\n\
    Wu, A., & Öz, B. (2005). Labour, cheap and dear. Trade Review, 8, 20–31.\r\n";

fn read(name: &str, text: &[u8]) -> (Document, Extraction) {
    let format = crate::read::format_of(name).unwrap_or(SourceFormat::Text);
    let document = read_bytes(name, format, text).unwrap();
    let extraction = extract(&document);
    (document, extraction)
}

fn annotated<'a>((document, extraction): &'a (Document, Extraction)) -> AnnotatedPaper<'a> {
    AnnotatedPaper {
        document,
        citations: &extraction.citations,
        references: &extraction.references,
    }
}

fn corpus() -> Vec<(Document, Extraction)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let papers = paths.iter().filter(|path| path.is_file() && !path.ends_with("README.md"));
    papers
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            read(&name, &std::fs::read(path).unwrap())
        })
        .collect()
}

fn page(papers: &[(Document, Extraction)]) -> String {
    let numbered = papers.iter().enumerate();
    let drawn: Vec<_> = numbered.map(|(number, one)| html::paper(annotated(one), number)).collect();
    let mut bytes = Vec::new();
    html::write(&drawn, &Provenance::new("test"), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn no_word_and_no_marker_is_lost_or_doubled() {
    for paper in corpus() {
        let layout = Layout::of(annotated(&paper));
        let pieces = || layout.blocks.iter().flat_map(|block| &block.pieces);
        let mut end = 0;
        for piece in pieces() {
            assert!(piece.span.start >= end, "{} at {}", paper.0.name, piece.span.start);
            let gap = Span::new(end, piece.span.start).of(&paper.0.text);
            let blank =
                |letter: char| letter.is_whitespace() || letter == '#' || letter == '\u{feff}';
            assert!(gap.chars().all(blank), "{}: {gap}", paper.0.name);
            end = piece.span.end;
        }
        assert!(Span::new(end, paper.0.text.len()).of(&paper.0.text).trim().is_empty());
        let mut markers: Vec<usize> = pieces()
            .filter_map(|piece| match piece.kind {
                PieceKind::Marker(number) => Some(number),
                _ => None,
            })
            .collect();
        markers.dedup();
        assert_eq!(markers, (0..layout.markers.len()).collect::<Vec<_>>());
        let found: usize = paper.1.citations.iter().map(|citation| citation.markers.len()).sum();
        assert_eq!(layout.counts.markers, found, "{}", paper.0.name);
    }
}

#[test]
fn fields_are_found_where_they_are_printed() {
    let mut found = 0;
    let mut known = 0;
    for paper in corpus() {
        for reference in &paper.1.references {
            let pieces = field::locate(&paper.0.text, reference.span, &reference.fields);
            for pair in pieces.windows(2) {
                assert!(pair[0].span.end <= pair[1].span.start);
            }
            let kinds: BTreeSet<Field> = pieces
                .iter()
                .filter_map(|piece| match piece.kind {
                    PieceKind::Field(field) => Some(field),
                    _ => None,
                })
                .collect();
            let values: BTreeSet<Field> =
                field::values(&reference.fields).into_iter().map(|(field, _)| field).collect();
            assert!(kinds.is_subset(&values));
            found += kinds.len();
            known += values.len();
        }
    }
    // All of them at the time of writing; a value that the parser completes need not be printed.
    assert!(known > 1_000 && found * 100 >= known * 99, "{found} of {known}");
}

#[test]
fn every_link_of_a_page_has_its_end_and_every_element_is_closed() {
    let page = page(&corpus());
    let all = |pattern: &str| -> Vec<String> {
        let pattern = Regex::new(pattern).unwrap();
        pattern.captures_iter(&page).map(|found| found[1].to_owned()).collect()
    };
    let ids = all(" id=\"([^\"]*)\"");
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    let links = all(" href=\"([^\"]*)\"");
    assert!(links.len() > 700, "{}", links.len());
    for link in links {
        let target = link.strip_prefix('#').expect("a link inside of the page").to_owned();
        assert!(unique.contains(&target), "{target}");
    }
    assert!(all("<(script|link|img|iframe)").is_empty());
    let mut open: Vec<String> = Vec::new();
    for found in Regex::new("<(/?)([a-z0-9]+)[^>]*>").unwrap().captures_iter(&page) {
        match (&found[1], &found[2]) {
            (_, "meta") => {}
            ("", name) => open.push(name.to_owned()),
            (_, name) => assert_eq!(open.pop().as_deref(), Some(name)),
        }
    }
    assert!(open.is_empty());
}

#[test]
fn what_a_paper_holds_is_text() {
    let page = page(&[read("<x>.txt", PAPER.as_bytes())]);
    for mark_up in ["<b>Costs", "<i>go", "<went>", "<x>", "\u{1b}", "\u{feff}", "10.1234/a\"b"] {
        assert!(!page.contains(mark_up), "{mark_up:?}");
    }
    assert!(page.contains("&lt;b&gt;Costs&lt;/b&gt; &amp; &quot;benefits&quot;"));
}

#[test]
fn text_has_plain_marks_or_colours() {
    let paper = read("p.txt", PAPER.as_bytes());
    insta::assert_snapshot!(text::paper(annotated(&paper), false));
    let coloured = text::paper(annotated(&paper), true);
    let colours = Regex::new("\u{1b}\\[[0-9;]+m").unwrap();
    assert!(colours.is_match(&coloured));
    let plain = colours.replace_all(&coloured, "");
    assert!(plain.chars().all(|letter| letter == '\n' || !letter.is_control()));
}

#[test]
fn a_paper_without_anything_is_drawn_too() {
    let paper = read("empty.txt", b"Words.\n");
    let text = text::paper(annotated(&paper), false);
    let first = "empty.txt\n0 markers: 0 resolved, 0 ambiguous, 0 unresolved; 0 references";
    assert!(text.starts_with(first), "{text}");
    assert!(page(&[paper]).contains("<p>Words.</p>"));
    assert!(page(&[]).contains("Citations of 0 papers"));
}

//! Hostile files of every kind of mark-up among honest ones: entities that grow without end, in papers and in
//! records, and packages that do. The program has little memory, ends soon, and reads the rest.
//! `archives.rs` holds archives and JSON, `pdf.rs` PDF.

use std::io::{Cursor, Write};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::harness::Workplace;

const LEE: &str = "# Ports\n\n## Introduction\n\nSmall firms seek cheap labour (Wu, 2003).\n\n## References\n\nWu, A. (2003). Ports. Journal of Ports, 1(1), 1–9.\n";

/// Entities of ten times ten times ten, each of the one before.
fn laughs() -> String {
    let mut entities = "<!ENTITY a0 \"words and words \">".to_owned();
    for level in 1..12 {
        entities.push_str(&format!(
            "<!ENTITY a{level} \"{}\">",
            format!("&a{};", level - 1).repeat(10)
        ));
    }
    format!("{entities}<!ENTITY bomb \"&a11;\">")
}

/// One long entity, which the paper calls again and again.
fn quadratic() -> String {
    format!("<!ENTITY bomb \"{}\">", "words and ".repeat(100_000))
}

/// An honest sentence, and calls of the entity.
fn sentence(calls: usize) -> String {
    format!("Small firms seek cheap labour abroad. {}", "&bomb; ".repeat(calls))
}

fn package(members: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in members {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(document: String) -> Vec<u8> {
    package(&[("word/document.xml", document)])
}

/// Word, OpenDocument, EPUB, JATS and TEI with these declarations and this text.
fn papers(place: &Workplace, name: &str, entities: &str, text: &str) {
    let head = |root: &str| format!("<?xml version=\"1.0\"?><!DOCTYPE {root} [{entities}]>");
    let (jats, tei) = (head("article"), head("TEI"));
    place.write(
        &format!("papers/{name}.jats.xml"),
        format!("{jats}<article><front><article-meta><title-group><article-title>Jats {name}</article-title></title-group></article-meta></front><body><sec><title>Introduction</title><p>Jats. {text}</p></sec></body></article>"),
    );
    place.write(
        &format!("papers/{name}.tei.xml"),
        format!("{tei}<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><div><head>Introduction</head><p>Tei. {text}</p></div></body></text></TEI>"),
    );
    let word = head("w:document");
    place.write(
        &format!("papers/{name}.docx"),
        docx(format!("{word}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Word. {text}</w:t></w:r></w:p></w:body></w:document>")),
    );
    let (open, book) = (head("office:document-content"), head("html"));
    place.write(
        &format!("papers/{name}.odt"),
        package(&[
            ("mimetype", "application/vnd.oasis.opendocument.text".to_owned()),
            ("content.xml", format!("{open}<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text><text:p>Open. {text}</text:p></office:text></office:body></office:document-content>")),
        ]),
    );
    place.write(
        &format!("papers/{name}.epub"),
        package(&[
            ("mimetype", "application/epub+zip".to_owned()),
            ("META-INF/container.xml", "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"a.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>".to_owned()),
            ("a.opf", "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata/><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/></spine></package>".to_owned()),
            ("a.xhtml", format!("{book}<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Book. {text}</p></body></html>")),
        ]),
    );
}

/// Records of EndNote and Zotero with these declarations.
fn records(place: &Workplace, name: &str, entities: &str) {
    place.write(
        &format!("papers/{name}-endnote.xml"),
        format!("<?xml version=\"1.0\"?><!DOCTYPE xml [{entities}]><xml><records><record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>Lee, J.</author></authors></contributors><titles><title>Ports {name} &bomb;</title></titles><dates><year>2003</year></dates></record></records></xml>"),
    );
    place.write(
        &format!("papers/{name}.rdf"),
        format!("<?xml version=\"1.0\"?><!DOCTYPE rdf:RDF [{entities}]><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:z=\"http://www.zotero.org/namespaces/export#\" xmlns:bib=\"http://purl.org/net/biblio#\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><bib:Article rdf:about=\"#a\"><z:itemType>journalArticle</z:itemType><dc:title>Tides {name} &bomb;</dc:title><dc:date>2003</dc:date></bib:Article></rdf:RDF>"),
    );
}

/// An ingest with little memory, where the system can limit it, and how long it took.
fn limited(place: &Workplace) -> (Output, Duration) {
    let limit = if cfg!(target_os = "linux") { "ulimit -v 1500000; " } else { "" };
    let program = env!("CARGO_BIN_EXE_leitmotif");
    let command = format!("{limit}exec {program} ingest papers --memory 32 --jobs 2");
    let begun = Instant::now();
    let ran = Command::new("sh").current_dir(place.path(".")).args(["-c", &command]).output();
    (ran.unwrap(), begun.elapsed())
}

#[cfg(unix)]
#[test]
fn entities_that_grow_are_never_expanded() {
    let place = Workplace::new();
    place.write("papers/lee.md", LEE);
    for (name, entities, calls) in [("laughs", laughs(), 3), ("quadratic", quadratic(), 100_000)] {
        papers(&place, name, &entities, &sentence(calls));
        records(&place, name, &entities);
    }
    let (ran, took) = limited(&place);
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(took < Duration::from_secs(90), "{took:?}");
    assert!(matches!(ran.status.code(), Some(0 | 3)), "{:?}: {told}", ran.status);
    let read = place.run(&["extract", "metadata", "--format", "csv"]).success().results();
    assert!(read.contains("lee.md"), "{read}");
    for name in ["laughs", "quadratic"] {
        for ending in ["jats.xml", "tei.xml", "docx", "odt", "epub"] {
            let paper = format!("{name}.{ending}");
            let text = place.run(&["extract", "text", "--document", &paper]);
            let reason = told.contains(&format!("papers/{paper}: "));
            let text = text.results();
            assert!(
                reason || text.contains("Small firms seek cheap labour abroad."),
                "{paper}: {told}"
            );
            assert!(!text.contains("words and"), "{paper}: {text:.200}");
        }
    }
}

#[cfg(unix)]
#[test]
fn packages_that_unpack_without_end_are_skipped_with_a_reason() {
    let place = Workplace::new();
    place.write("papers/lee.md", LEE);
    let endless = " ".repeat(180 << 20);
    place.write("papers/bomb.docx", docx(endless.clone()));
    place.write(
        "papers/bomb.odt",
        package(&[("mimetype", String::new()), ("content.xml", endless.clone())]),
    );
    place.write("papers/bomb.epub", package(&[("META-INF/container.xml", endless)]));
    let (ran, took) = limited(&place);
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(took < Duration::from_secs(60), "{took:?}");
    assert_eq!(ran.status.code(), Some(3), "{told}");
    for paper in ["bomb.docx", "bomb.odt", "bomb.epub"] {
        assert!(told.contains(&format!("papers/{paper}: ")), "{told}");
    }
    assert!(told.contains("read 1 paper "), "{told}");
}

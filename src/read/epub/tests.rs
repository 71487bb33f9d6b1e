//! Books made here.

use super::*;
use crate::read::package::zipped;
use crate::read::tests::extracted_document;
use crate::{ErrorKind, model::SourceFormat};

const CONTAINER: &str =
    r#"<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"#;

const OPF: &str = r#"<package><metadata xmlns:dc="d"><dc:title>On &amp; off ports</dc:title><dc:creator>Jane Lee</dc:creator>
<dc:creator>Kim, Hana</dc:creator><dc:date>2014-03-01</dc:date><dc:identifier>urn:doi:10.5555/Ports</dc:identifier><dc:subject>ports</dc:subject></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/><item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="c.css" media-type="text/css"/></manifest>
<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>"#;

const ONE: &str = r#"<html><head><title/></head><body><h1>On &amp; off ports</h1><h2>Methods</h2>
<p>Firms <span epub:type="pagebreak" id="p7" title="7"/>grow.<a epub:type="noteref">1</a></p><aside epub:type="footnote"><p>1 See Lee (2010).</p></aside></body></html>"#;

const TWO: &str = r#"<html><body><div role="doc-pagebreak" aria-label="8"/><h2>References</h2><p>Lee, J. (2010).</p></body></html>"#;

fn book(extra: &[(&str, &str)]) -> Vec<u8> {
    let mut entries = vec![
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/book.opf", OPF),
        ("OEBPS/nav.xhtml", "<html><body><p>Contents</p></body></html>"),
        ("OEBPS/text/one.xhtml", ONE),
        ("OEBPS/text/two b.xhtml", TWO),
    ];
    entries.extend_from_slice(extra);
    zipped(&entries)
}

#[test]
fn chapters_come_in_the_order_of_the_spine_with_printed_pages() {
    let document = extracted_document("a.epub", &book(&[]));
    assert_eq!(
        document.text,
        "On & off ports\n\nMethods\n\nFirms grow.1\n\n1 See Lee (2010).\n\nReferences\n\nLee, J. (2010)."
    );
    let pages: Vec<_> = document.layers.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(pages, ["7", "8"]);
    assert_eq!(document.layers.pages[1].span.of(&document.text), "References\n\nLee, J. (2010).");
    let metadata = &document.metadata;
    assert_eq!(metadata.title.as_deref(), Some("On & off ports"));
    let families: Vec<_> = metadata.authors.iter().map(|author| author.family.as_str()).collect();
    assert_eq!((families, metadata.year), (vec!["Lee", "Kim"], Some(2014)));
    assert_eq!(metadata.doi.as_deref(), Some("10.5555/ports"));
}

#[test]
fn protected_and_broken_books_are_refused() {
    let kind = |bytes: &[u8]| {
        crate::read::read_bytes("a.epub", SourceFormat::Epub, bytes).unwrap_err().kind().clone()
    };
    let locked = r#"<encryption><CipherReference URI="OEBPS/text/one.xhtml"/></encryption>"#;
    let failure = kind(&book(&[("META-INF/encryption.xml", locked)]));
    assert_eq!(failure, ErrorKind::Document(DocumentFailure::Protected));
    let without = zipped(&[("META-INF/container.xml", CONTAINER), ("OEBPS/book.opf", OPF)]);
    let missing = DocumentFailure::Missing("OEBPS/text/one.xhtml".to_owned());
    assert_eq!(kind(&without), ErrorKind::Document(missing));
    let none = zipped(&[("META-INF/container.xml", "<container/>")]);
    let missing = DocumentFailure::Missing("content.opf".to_owned());
    assert_eq!(kind(&none), ErrorKind::Document(missing));
}

#[test]
fn addresses_are_resolved() {
    assert_eq!(resolved("a/b.opf", "../c/./d%20e.xhtml#f"), "c/d e.xhtml");
    assert_eq!(resolved("b.opf", "../../c%zz"), "c%zz");
}

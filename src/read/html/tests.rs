//! Pages made here, tidy and not.

use crate::model::{Document, SourceFormat};
use crate::read::tests::extracted_document;

fn document(page: &str) -> Document {
    extracted_document("a.html", page.as_bytes())
}

fn text(page: &str) -> String {
    document(page).text
}

const LONG: &str = "Small firms go abroad for many reasons, and the literature names most of them.";

#[test]
fn the_paper_is_read_and_the_site_is_not() {
    let page = format!(
        "<!DOCTYPE html><html><head><title>Ports | Journal</title><script>var a='<p>no';</script></head><body>
        <header><nav><ul><li>Home<li>Issues</ul></nav></header><div class='sidebar wide'>Most read</div>
        <main><article><h1>On ports</h1><p>{LONG}<h2>Methods</h2><p>We <b>asked</b> firms<sup>3,4</sup>&nbsp;twice.<br>Yes.</p>
        <aside>Advert</aside><div hidden>Hidden</div></article>
        <section><h2>References</h2><ol><li>Lee, J. (2010).<li id=r2>[2] Kim, H. (2011).</ol></section></main>
        <footer>© Publisher</footer></body></html>"
    );
    let document = document(&page);
    assert_eq!(
        document.text,
        format!(
            "On ports\n\n{LONG}\n\nMethods\n\nWe asked firms³,⁴ twice. Yes.\n\nReferences\n\n[1] Lee, J. (2010).\n\n[2] Kim, H. (2011)."
        )
    );
    assert_eq!(document.metadata.title.as_deref(), Some("On ports"));
}

#[test]
fn a_title_outside_of_the_article_and_references_beside_it_are_found() {
    let page = format!(
        "<body><div><h1>On ports</h1></div><div><article><p>{LONG}</p><h2>Methods</h2><p>{LONG}</p></article>
        <footer><h2>References</h2><p>Lee, J. (2010).</p></footer></div><ul class=menu><li>Home</ul></body>"
    );
    let document = document(&page);
    assert_eq!(document.metadata.title.as_deref(), Some("On ports"));
    assert!(document.text.ends_with("References\n\nLee, J. (2010)."), "{}", document.text);
    assert!(!document.text.contains("Home"));
}

#[test]
fn what_is_declared_for_reference_managers_is_believed() {
    let page = "<meta name='citation_title' content='On  Ports'><meta name='citation_author' content='Lee, Jane'>
        <meta name='citation_author' content='Kim van Dyck'><meta name='citation_publication_date' content='2014/03/01'>
        <meta name='citation_journal_title' content='Ships'><meta name='citation_doi' content='https://doi.org/10.5555/ABC'>
        <meta name='citation_keywords' content='ports; ships'><p>Words.";
    let metadata = document(page).metadata;
    assert_eq!(metadata.title.as_deref(), Some("On Ports"));
    let families: Vec<_> = metadata.authors.iter().map(|author| author.family.as_str()).collect();
    assert_eq!(families, ["Lee", "van Dyck"]);
    assert_eq!((metadata.year, metadata.container.as_deref()), (Some(2014), Some("Ships")));
    assert_eq!(metadata.doi.as_deref(), Some("10.5555/abc"));
    assert_eq!(metadata.keywords, ["ports", "ships"]);
}

#[test]
fn tables_captions_and_tag_soup() {
    let page = "<table><caption>Table 1. Ports</caption><tr><td>Port<td>Tonnes<tr><td>Kiel<p>x</p></div><td>4</table>
        <p>One<p>Two<div>Three</div>Four<table><tr><td>Layout</table><figure><img alt=no><figcaption>Figure 1.</figcaption></figure>
        <pre>a  b\nc</pre></b></i><p>&lt;q&gt; <q>said</q> &unknown;</p>";
    assert_eq!(
        text(page),
        "Table 1. Ports\n\nPort\tTonnes\nKiel x\t4\n\nOne\n\nTwo\n\nThree\n\nFour\n\nLayout\n\nFigure 1.\n\na b\nc\n\n<q> “said” &unknown;"
    );
}

#[test]
fn encodings_are_those_that_pages_declare() {
    let page = |declared: &str, words: &[u8]| {
        let head = format!("<html><head>{declared}</head><body><p>").into_bytes();
        let bytes = [head, words.to_vec(), b"</p></body></html>".to_vec()].concat();
        crate::read::read_bytes("a.htm", SourceFormat::Html, &bytes).unwrap().text
    };
    let meta = "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>";
    assert_eq!(page(meta, b"\xcc\xe8\xf0"), "Мир");
    assert_eq!(page("<meta charset=\"utf-8\">", "Größe".as_bytes()), "Größe");
    assert_eq!(page("<meta charset=utf-8>", b"Gr\xf6\xdfe"), "Größe");
    assert_eq!(page("", "Größe".as_bytes()), "Größe");
}

#[test]
fn xhtml_may_close_what_it_opens() {
    let page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><html xmlns=\"h\"><head><title/><script src=\"a\"/></head><body><p>Words.</p></body></html>";
    assert_eq!(text(page), "Words.");
}

#[test]
fn hostile_pages_are_read_in_bounded_time() {
    for tag in ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<p><b>", "</div>", "<a href=x>"] {
        let page = format!("{}Words.", tag.repeat(20_000));
        assert_eq!(text(&page), "Words.", "{tag}");
    }
    let attributes: String = (0..20_000).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(text(&format!("<p{attributes}>Words.")), "Words.");
    assert_eq!(text(&format!("Words.<{}", "a ".repeat(100_000))), "Words.");
    assert_eq!(text(&format!("Words.{}", "&".repeat(100_000)))[..6], *"Words.");
    let many = "<b></b>".repeat(1_010_000);
    let error = crate::read::read_bytes("a.html", SourceFormat::Html, many.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("more than 1000000 elements"), "{error}");
    let empty = crate::read::read_bytes("a.html", SourceFormat::Html, b"<p></p>").unwrap_err();
    assert_eq!(*empty.kind(), crate::ErrorKind::Empty);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
    #[test]
    fn any_soup_is_read(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "<p>", "</p>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<li>", "<ol>", "</ol>", "<h1>", "</h1>", "<h2>References</h2>",
        "<sup>", "</sup>", "<br>", "<pre>", "</pre>", "<nav>", "</nav>", "<q>", "<title>", "</title>", "<caption>", "<figure>", "<main>", "</main>",
        "<span epub:type=pagebreak title=7></span>", "12", "Words here. ", "\n", "\t", "\u{c}", "&nbsp;", "<!-- c -->", "[3]", "é",
    ]), 0..60)) {
        let page = pieces.concat();
        if let Ok(document) = crate::read::read_bytes("a.html", SourceFormat::Html, page.as_bytes()) {
            crate::read::tests::assert_layers(&document);
        }
    }
}

//! OpenDocument texts made here, as LibreOffice writes them.

use super::*;
use crate::model::Document;
use crate::read::package::zipped;
use crate::read::tests::extracted_document;

const AUTOMATIC: &str = r#"<office:automatic-styles>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-prefix="[" style:num-suffix="]" style:num-format="1"/></text:list-style>
</office:automatic-styles>"#;

fn file(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:style="s">{AUTOMATIC}<office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

fn document(body: &str) -> Document {
    extracted_document("a.odt", &file(body))
}

#[test]
fn titles_headings_and_raised_numbers() {
    let document = document(
        r#"<text:p text:style-name="P1">Ports and ships</text:p><text:h text:outline-level="2">Methods</text:h>
        <text:p>Firms<text:span text:style-name="T1">3</text:span> sell CO<text:span text:style-name="T2">2</text:span><text:s text:c="2"/>abroad.<text:line-break/>Yes.</text:p>"#,
    );
    assert_eq!(document.text, "Ports and ships\n\nMethods\n\nFirms³ sell CO2 abroad. Yes.");
    assert_eq!(document.metadata.title.as_deref(), Some("Ports and ships"));
    let heading = document.layers.sections[1].title.unwrap();
    assert_eq!(heading.of(&document.text), "Methods");
}

#[test]
fn notes_deletions_tables_lists_and_pages() {
    let document = document(
        r#"<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
        <text:table-of-content><text:index-body><text:p>Contents</text:p></text:index-body></text:table-of-content>
        <text:p>Firms go<text:note><text:note-citation>7</text:note-citation><text:note-body><text:p>See Lee (2010).</text:p></text:note-body></text:note> abroad<office:annotation><text:p>why?</text:p></office:annotation>.</text:p>
        <text:soft-page-break/>
        <table:table><table:table-row><table:table-cell><text:p>Port</text:p></table:table-cell><table:table-cell><text:p>t</text:p></table:table-cell></table:table-row></table:table>
        <text:list text:style-name="L1"><text:list-item><text:p>Lee.</text:p></text:list-item><text:list-item><text:p>Kim.</text:p></text:list-item></text:list>
        <text:p>A <draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box><svg:title>ship</svg:title></draw:frame>frame.</text:p>"#,
    );
    assert_eq!(
        document.text,
        "Firms go¹ abroad.\n\n¹ See Lee (2010).\n\nPort\tt\n\n[1] Lee.\n\n[2] Kim.\n\nA frame.\n\nBoxed."
    );
    assert_eq!(document.layers.pages.len(), 2);
    assert!(document.layers.pages[1].span.of(&document.text).starts_with("Port"));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let failure = |bytes: &[u8]| extract(bytes, 1 << 25).unwrap_err();
    let deep = "<text:section>".repeat(100_000);
    assert_eq!(failure(&file(&deep)), DocumentFailure::TooDeep { limit: 512 });
    let manifest = "<manifest:encryption-data/>";
    let locked = zipped(&[("META-INF/manifest.xml", manifest), ("content.xml", "?")]);
    assert_eq!(failure(&locked), DocumentFailure::Protected);
    let spaces = r#"<text:p>a<text:s text:c="4000000000"/>b</text:p>"#;
    assert_eq!(document(spaces).text, "a b");
}

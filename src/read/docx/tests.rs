//! Word documents made here, as Word and others write them.

use super::*;
use crate::model::Document;
use crate::read::package::zipped;
use crate::read::tests::extracted_document;

const STYLES: &str = r#"<w:styles xmlns:w="w">
<w:style w:type="paragraph" w:styleId="Ttulo"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Up"><w:name w:val="Up"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
</w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;

const FOOTNOTES: &str = r#"<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> See Lee (2010).</w:t></w:r></w:p></w:footnote></w:footnotes>"#;

fn file(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="mc"><w:body>{body}</w:body></w:document>"#
    );
    zipped(&[
        ("word/document.xml", &document),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", FOOTNOTES),
        ("docProps/core.xml", "<cp xmlns:dc='d'><dc:title>On ports, again</dc:title></cp>"),
    ])
}

fn document(body: &str) -> Document {
    extracted_document("a.docx", &file(body))
}

fn text(body: &str) -> String {
    document(body).text
}

/// A paragraph of one run.
fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn styled(style: &str, words: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"#)
}

#[test]
fn headings_go_by_styles_in_any_language() {
    let document = document(
        &[
            styled("Ttulo", "Ports and ships"),
            styled("TOC1", "Methods 3"),
            styled("berschrift1", "Methods"),
            p("We asked."),
            styled("Mine", "Findings"),
            r#"<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Ships</w:t></w:r></w:p>"#
                .to_owned(),
            p("They sail."),
        ]
        .concat(),
    );
    assert_eq!(
        document.text,
        "Ports and ships\n\nMethods\n\nWe asked.\n\nFindings\n\nShips\n\nThey sail."
    );
    assert_eq!(document.metadata.title.as_deref(), Some("Ports and ships"));
    let sections = document.layers.sections.iter().skip(1);
    let found: Vec<_> = sections
        .map(|section| (section.level, section.title.unwrap().of(&document.text)))
        .collect();
    assert_eq!(found, [(1, "Methods"), (1, "Findings"), (2, "Ships")]);
}

#[test]
fn the_title_property_counts_where_the_text_has_it() {
    let title = |first: &str| document(&(p(first) + &p("We asked many firms."))).metadata.title;
    assert_eq!(title("On ports again"), Some("On ports again".to_owned()));
    assert_eq!(title("On ships"), None);
}

#[test]
fn raised_numbers_notes_and_breaks() {
    let words = text(&format!(
        r#"<w:p><w:r><w:t>Firms</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Up"/></w:rPr><w:t>,4</w:t></w:r><w:r><w:t xml:space="preserve"> go</w:t><w:footnoteReference w:id="2"/></w:r><w:r><w:tab/><w:t>abroad</w:t><w:noBreakHyphen/><w:t>so&#xAD;me.</w:t><w:br/><w:t>Yes.</w:t></w:r></w:p>{}"#,
        p("Next.")
    ));
    assert_eq!(words, "Firms³,⁴ go¹ abroad-some. Yes.\n\n¹ See Lee (2010).\n\nNext.");
}

#[test]
fn deletions_fields_and_hidden_text_are_left_out() {
    let words = text(&format!(
        r#"<w:p><w:r><w:t xml:space="preserve">It </w:t></w:r><w:ins><w:r><w:t>grew</w:t></w:r></w:ins><w:del><w:r><w:delText>fell</w:delText></w:r></w:del>
        <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ADDIN ZOTERO_ITEM Wrong (1999)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve"> (Lee, 2010)</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:hyperlink><w:r><w:t xml:space="preserve"> online</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p>
        <w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC \o</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>Contents 1</w:t></w:r></w:p>
        <w:p><w:r><w:t>Contents 2</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One </w:t></w:r></w:p>{}
        <w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>{}"#,
        p("and two."),
        p("After a broken field.")
    ));
    assert_eq!(words, "It grew (Lee, 2010) online.\n\nOne and two.\n\nAfter a broken field.");
}

#[test]
fn tables_are_rows_and_boxes_come_once() {
    let cell = |words: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", p(words));
    let table = format!(
        "<w:tbl><w:tblPr/><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("Port"),
        cell("Tonnes"),
        cell("Kiel"),
        cell("4")
    );
    let boxed = format!(
        "<w:p><w:r><w:t>Before.</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        p("In a box.")
    );
    assert_eq!(text(&(table + &boxed)), "Port\tTonnes\nKiel\t4\n\nBefore.\n\nIn a box.");
}

#[test]
fn lists_have_the_numbers_that_word_shows() {
    let item = |words: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"#
        )
    };
    let words = text(&(item("Lee, J. (2010).") + &item("") + &item("Kim, H. (2011).")));
    assert_eq!(words, "[1] Lee, J. (2010).\n\n[2] Kim, H. (2011).");
}

#[test]
fn pages_turn_where_word_last_broke_them() {
    let document = document(
        "<w:p><w:r><w:t xml:space='preserve'>One </w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>two.</w:t></w:r></w:p>",
    );
    let pages: Vec<_> = document
        .layers
        .pages
        .iter()
        .map(|page| (page.label.as_str(), page.span.of(&document.text)))
        .collect();
    assert_eq!(pages, [("1", "One "), ("2", "two.")]);
    assert!(self::document(&p("One.")).layers.pages.is_empty());
}

#[test]
fn hostile_documents_are_refused_or_read_in_bounded_time() {
    let failure = |body: &str| extract(&file(body), 1 << 25).unwrap_err();
    let deep = "<w:sdt>".repeat(100_000);
    assert_eq!(failure(&deep), DocumentFailure::TooDeep { limit: 512 });
    assert!(matches!(failure("<w:p><w:r></w:p>"), DocumentFailure::Damaged(_)));
    assert!(matches!(failure("<w:p>"), DocumentFailure::Damaged(_)));
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "words"><!ENTITY b "&a;&a;&a;">]><w:document><w:body><w:p><w:r><w:t>Firms &b; grow &amp; sell.</w:t></w:r></w:p></w:body></w:document>"#;
    let read = extracted_document("a.docx", &zipped(&[("word/document.xml", bomb)]));
    assert_eq!(read.text, "Firms grow & sell.");
    let attributes: String = (0..200_000).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(text(&format!("<w:p{attributes}><w:r><w:t>Yes.</w:t></w:r></w:p>")), "Yes.");
    // Elements in places where they have no business lose no words.
    let odd = "<w:tc><w:tr><w:p><w:p><w:r><w:t>In.</w:t></w:r></w:p></w:p></w:tr></w:tc><w:txbxContent><w:tbl><w:r><w:t>x</w:t></w:r></w:tbl></w:txbxContent>";
    assert_eq!(text(odd), "In.");
}

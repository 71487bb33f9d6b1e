//! Articles in JATS, whole and in pieces.

use crate::model::{Document, SourceFormat, WorkKind};
use crate::read::read_bytes;

const ARTICLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML" xml:lang="en">
<front>
 <journal-meta><journal-title-group><journal-title>Journal of Harbours</journal-title></journal-title-group></journal-meta>
 <article-meta>
  <article-id pub-id-type="doi">10.5555/JH.1</article-id>
  <title-group><article-title>On small <italic>ports</italic><xref ref-type="fn" rid="n1">*</xref></article-title><subtitle>A survey</subtitle></title-group>
  <contrib-group>
   <contrib contrib-type="author"><name><surname>Lee</surname><given-names>Jo A.</given-names></name><xref ref-type="aff" rid="a1">1</xref></contrib>
   <contrib contrib-type="author"><collab>Harbour Group</collab></contrib>
   <contrib contrib-type="editor"><name><surname>Wu</surname><given-names>K</given-names></name></contrib>
  </contrib-group>
  <pub-date pub-type="ppub"><year>2004</year></pub-date>
  <pub-date pub-type="epub"><year>2003</year></pub-date>
  <pub-date pub-type="pmc-release"><year>1999</year></pub-date>
  <abstract><sec><title>Methods</title><p>We asked ports.</p></sec></abstract>
  <kwd-group><kwd>ports</kwd><kwd>cheap labour</kwd></kwd-group>
 </article-meta>
</front>
<body>
 <sec><title>Introduction</title>
  <p>Ports grow&nbsp;slowly (<xref ref-type="bibr" rid="B1">Lee, 2003</xref>; see <xref ref-type="bibr" rid="B2">Wu</xref>).
  Tides rise.<sup><xref ref-type="bibr" rid="B1">1</xref>&#x2013;<xref ref-type="bibr" rid="B3">3</xref></sup><fn><p>A note on tides.</p></fn> So
  <disp-formula><alternatives><mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>1</mml:mn></mml:math><tex-math>\begin{document}$x$\end{document}</tex-math></alternatives></disp-formula> holds.
  <list><list-item><p>First item.</p></list-item><list-item><p>Second item.</p></list-item></list> And more.</p>
  <sec><title>Tides</title><p>They turn [<xref rid="B1 B2" ref-type="bibr">1,2</xref>].</p>
   <table-wrap><label>Table 1.</label><caption><title>Ports</title><p>After <xref ref-type="bibr" rid="B3">Oh</xref>.</p></caption>
    <table><thead><tr><th>Port</th><th>Tonnes</th></tr></thead><tbody><tr><td>Kiel</td><td>4</td></tr></tbody></table></table-wrap>
  </sec>
 </sec>
</body>
<back>
 <ref-list><title>References</title>
  <ref id="B1"><label>1.</label><element-citation publication-type="journal"><person-group person-group-type="author"><name><surname>Lee</surname><given-names>J</given-names></name></person-group><year>2003</year><article-title>On ports.</article-title><source>Trade</source><volume>1</volume><fpage>1197</fpage><lpage>202</lpage><pub-id pub-id-type="doi">10.5555/T1</pub-id></element-citation></ref>
  <ref id="B2"><label>2.</label><mixed-citation publication-type="book"><name><surname>Wu</surname><given-names>K</given-names></name>. <source>Of tides</source>. <publisher-loc>Kiel</publisher-loc>: <publisher-name>Hafen</publisher-name>; <year>2001</year>.</mixed-citation></ref>
  <ref id="B3"><label>3.</label><mixed-citation>Oh S. Rising seas. Sea Review 2002;3:4-9.</mixed-citation></ref>
 </ref-list>
 <ack><p>We thank the ports.</p></ack>
</back>
</article>"#;

fn read_article(source: &str) -> Document {
    read_bytes("a.xml", SourceFormat::Xml, source.as_bytes()).unwrap()
}

#[test]
fn the_text_of_an_article() {
    let document = read_article(ARTICLE);
    let expected = "On small ports: A survey\n\nAbstract\n\nMethods\n\nWe asked ports.\n\nKeywords: ports; cheap labour\n\n\
        Introduction\n\nPorts grow slowly (Lee, 2003; see Wu). Tides rise.¹–³ So x=1 holds.\n\n\
        A note on tides.\n\nFirst item.\n\nSecond item.\n\nAnd more.\n\nTides\n\nThey turn [1,2].\n\n\
        Table 1. Ports After Oh.\nPort\tTonnes\nKiel\t4\n\nAcknowledgements\n\nWe thank the ports.\n\n\
        References\n\n1. Lee, J (2003). On ports. Trade, 1, 1197–1202. doi:10.5555/t1\n\n\
        2. Wu K. Of tides. Kiel: Hafen; 2001.\n\n3. Oh S. Rising seas. Sea Review 2002;3:4-9.";
    assert_eq!(document.text, expected);
    let sections =
        document.layers.sections.iter().map(|section| {
            (section.level, section.title.map_or("", |title| title.of(&document.text)))
        });
    let expected = [
        (0, ""),
        (1, "Abstract"),
        (2, "Methods"),
        (1, "Introduction"),
        (2, "Tides"),
        (1, "Acknowledgements"),
        (1, "References"),
    ];
    assert_eq!(sections.collect::<Vec<_>>(), expected);
}

#[test]
fn metadata_of_an_article() {
    let metadata = read_article(ARTICLE).metadata;
    assert_eq!(metadata.title.as_deref(), Some("On small ports: A survey"));
    let families: Vec<_> = metadata.authors.iter().map(|one| one.family.as_str()).collect();
    assert_eq!(families, ["Lee", "Harbour Group"]);
    assert_eq!(metadata.authors[0].given.as_deref(), Some("Jo A."));
    assert_eq!((metadata.year, metadata.doi.as_deref()), (Some(2003), Some("10.5555/jh.1")));
    assert_eq!(metadata.container.as_deref(), Some("Journal of Harbours"));
    assert_eq!(metadata.keywords, ["ports", "cheap labour"]);
}

#[test]
fn cross_references_are_given() {
    let document = read_article(ARTICLE);
    let given = &document.given;
    let markers: Vec<_> = given
        .markers
        .iter()
        .map(|marker| (marker.span.of(&document.text), marker.references.clone()))
        .collect();
    let expected = [
        ("Lee, 2003", vec![0]),
        ("Wu", vec![1]),
        ("¹–³", vec![0, 1, 2]),
        ("1,2", vec![0, 1]),
        ("Oh", vec![2]),
    ];
    assert_eq!(markers, expected);
    let [lee, wu, oh] = given.references.as_slice() else { panic!("{given:?}") };
    let fields = lee.fields.as_ref().unwrap();
    assert_eq!((fields.kind, fields.last_page.as_deref()), (WorkKind::Article, Some("1202")));
    let fields = wu.fields.as_ref().unwrap();
    assert_eq!((fields.kind, fields.title.as_deref()), (WorkKind::Book, Some("Of tides")));
    assert_eq!((oh.fields.as_ref(), oh.label.as_deref()), (None, Some("3")));
    assert!(oh.span.of(&document.text).starts_with("3. Oh S."));
}

#[test]
fn references_without_ids_stand_in_the_text() {
    let source = "<article><body><p>Ports grow.</p></body><back><ref-list>\
        <ref><mixed-citation>Lee J. On ports. 2003.</mixed-citation></ref></ref-list></back></article>";
    let document = read_article(source);
    let [lee] = document.given.references.as_slice() else { panic!("{:?}", document.given) };
    assert_eq!((lee.span.of(&document.text), &lee.raw), ("Lee J. On ports. 2003.", &None));
}

#[test]
fn other_xml_is_refused_by_its_root() {
    for (source, root) in
        [("<html><body>x</body></html>", "html"), ("<article><info/>x</article>", "article")]
    {
        let error = read_bytes("a.xml", SourceFormat::Xml, source.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), &crate::error::ErrorKind::UnknownXml { root: root.to_owned() });
    }
}

#[test]
fn an_article_in_a_set_is_read() {
    let set = format!(
        "<pmc-articleset>{}</pmc-articleset>",
        ARTICLE.split_once("]>").map_or(ARTICLE.split_once(".dtd\">").unwrap().1, |(_, rest)| rest)
    );
    assert_eq!(read_article(&set).metadata.year, Some(2003));
}

proptest::proptest! {
    /// Whatever the mark-up, all that is given stands in the text.
    #[test]
    fn given_places_are_in_the_text(
        pieces in proptest::collection::vec("(<p>|</p>|<sec>|</sec>|<title>T</title>|<sup>|</sup>|<xref ref-type=\"bibr\" rid=\"a b\">é 1</xref>|<xref ref-type=\"bibr\" rid=\"b\"> </xref>|<list><list-item>x</list-item></list>|<fn>n</fn>|–| word |<ref id=\"a\">Lee 2003</ref>|<ref id=\"b\"/>|<ref-list>|</ref-list>)", 0..30)
    ) {
        // Unbalanced tags are closed.
        let mut body = String::new();
        let mut open: Vec<&str> = Vec::new();
        for piece in &pieces {
            let name = piece.trim_start_matches(['<', '/']).trim_end_matches('>');
            if piece.starts_with("</") {
                if open.last() != Some(&name) { continue }
                open.pop();
            } else if piece.starts_with('<') && !piece[1..].contains('<') && !piece.ends_with("/>") {
                open.push(name);
            }
            body.push_str(piece);
        }
        for name in open.iter().rev() {
            body.push_str(&format!("</{name}>"));
        }
        let source = format!("<article><body>{body} end</body></article>");
        let document = read_article(&source);
        let count = document.given.references.len();
        let mut end = 0;
        for marker in &document.given.markers {
            proptest::prop_assert!(marker.span.start >= end && !marker.span.is_empty());
            proptest::prop_assert!(!marker.span.of(&document.text).is_empty());
            proptest::prop_assert!(marker.references.iter().all(|&place| place < count));
            end = marker.span.end;
        }
        let _ = crate::extract::extract(&document);
    }
}

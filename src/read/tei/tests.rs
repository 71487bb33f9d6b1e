//! Texts in TEI as GROBID writes it.

use crate::model::SourceFormat;
use crate::read::read_bytes;

const TEXT: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<TEI xml:space="preserve" xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader xml:lang="en"><fileDesc>
 <titleStmt><title level="a" type="main">On small ports</title></titleStmt>
 <publicationStmt><publisher/><date type="published" when="2003-05-01">1 May 2003</date></publicationStmt>
 <sourceDesc><biblStruct><analytic>
   <author><persName><forename type="first">Jo</forename><forename type="middle">A</forename><surname>Lee</surname></persName></author>
   <title level="a" type="main">On small ports</title></analytic>
   <monogr><title level="j" type="main">Journal of Harbours</title><imprint><date type="published" when="2003-05-01"/></imprint></monogr>
   <idno type="DOI">10.5555/JH.1</idno></biblStruct></sourceDesc>
 </fileDesc><profileDesc><textClass><keywords><term>ports</term></keywords></textClass>
 <abstract><div><p>We asked ports.</p></div></abstract></profileDesc></teiHeader>
<text xml:lang="en"><body>
 <div><head n="1">Introduction</head><p>Ports grow slowly <ref type="bibr" target="#b0">(Lee, 2003)</ref>. Tides rise <ref type="bibr" target="#b0">[1]</ref>-<ref type="bibr" target="#b2">[3]</ref>.</p></div>
 <div><head n="1.1">Tides</head><p>They turn <ref type="bibr">(Wu, 2001)</ref>, see <ref type="figure" target="#fig_0">Figure 1</ref>.</p></div>
 <figure xml:id="fig_0"><head>Figure 1.</head><label>1</label><figDesc>Ports at night.</figDesc></figure>
</body><back>
 <div type="acknowledgement"><div><p>We thank the ports.</p></div></div>
 <div type="references"><listBibl>
  <biblStruct xml:id="b0"><analytic><title level="a" type="main">On ports</title><author><persName><forename type="first">J</forename><surname>Lee</surname></persName></author></analytic>
   <monogr><title level="j">Trade</title><imprint><biblScope unit="volume">1</biblScope><biblScope unit="page" from="1" to="9"/><date type="published" when="2003">2003a</date></imprint></monogr></biblStruct>
  <biblStruct xml:id="b1"><monogr><title level="m">Of tides</title><author><persName><surname>Wu</surname></persName></author><imprint><publisher>Hafen</publisher><pubPlace>Kiel</pubPlace><date when="2001"/></imprint></monogr></biblStruct>
  <biblStruct xml:id="b2"><monogr><title/><imprint/></monogr><note type="raw_reference">Oh, S. (2002). Rising seas. Sea Review, 3, 4-9.</note></biblStruct>
 </listBibl></div>
</back></text></TEI>"##;

#[test]
fn a_text_as_grobid_writes_it() {
    let document = read_bytes("a.tei.xml", SourceFormat::Xml, TEXT.as_bytes()).unwrap();
    let expected = "On small ports\n\nAbstract\n\nWe asked ports.\n\nKeywords: ports\n\n1 Introduction\n\n\
        Ports grow slowly (Lee, 2003). Tides rise [1]-[3].\n\n1.1 Tides\n\n\
        They turn (Wu, 2001), see Figure 1.\n\nFigure 1. Ports at night.\n\n\
        Acknowledgements\n\nWe thank the ports.\n\nReferences\n\n\
        Lee, J (2003a). On ports. Trade, 1, 1–9.\n\nWu (2001). Of tides. Kiel: Hafen.\n\n\
        Oh, S. (2002). Rising seas. Sea Review, 3, 4-9.";
    assert_eq!(document.text, expected);
    let metadata = &document.metadata;
    assert_eq!((metadata.title.as_deref(), metadata.year), (Some("On small ports"), Some(2003)));
    assert_eq!(metadata.authors[0].given.as_deref(), Some("Jo A"));
    assert_eq!(metadata.container.as_deref(), Some("Journal of Harbours"));
    assert_eq!(metadata.doi.as_deref(), Some("10.5555/jh.1"));
    let levels: Vec<u8> = document.layers.sections.iter().map(|section| section.level).collect();
    assert_eq!(levels, [0, 1, 1, 2, 1, 1]);
}

#[test]
fn links_are_given_and_the_rest_is_found() {
    let document = read_bytes("a.tei.xml", SourceFormat::Xml, TEXT.as_bytes()).unwrap();
    let extraction = crate::extract::extract(&document);
    let links: Vec<_> = extraction
        .citations
        .iter()
        .flat_map(|citation| &citation.markers)
        .map(|marker| (marker.span.of(&document.text), marker.resolution.references().to_vec()))
        .collect();
    let expected = [("Lee, 2003", vec![0]), ("[1]-[3]", vec![0, 1, 2]), ("Wu, 2001", vec![1])];
    assert_eq!(links, expected);
    assert_eq!(extraction.references[2].fields.year.as_ref().unwrap().value, Some(2002));
}

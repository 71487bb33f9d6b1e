//! Whole papers: citations, references, and the links between them.

use super::*;
use crate::model::{GivenCitations, Layers, Metadata, Resolution, SourceFormat};

fn document(text: &str) -> Document {
    Document {
        name: "test.txt".to_owned(),
        hash: String::new(),
        format: SourceFormat::Text,
        text: text.to_owned(),
        metadata: Metadata::default(),
        layers: Layers::default(),
        given: GivenCitations::default(),
    }
}

/// Style, callouts with the references of their markers, and the number of references.
fn read(text: &str) -> (Option<CitationStyle>, Vec<String>, usize) {
    let extraction = extract(&document(text));
    let shown = extraction.citations.iter().map(|citation| {
        let references: Vec<_> =
            citation.markers.iter().map(|marker| marker.resolution.references().to_vec()).collect();
        format!("{} {references:?}", citation.span.of(text).replace('\n', " "))
    });
    (extraction.style, shown.collect(), extraction.references.len())
}

const BY_NAME: &str = "Ports and growth

Introduction

Small ports grow slowly (Lee, 2003; Wu & Oh, 2005). Lee (2003, p. 4) says why. Tides differ from
January 2010 to May 2010 [12]. The reason is simple (ibid., p. 7).

References

Lee, J. (2003). On small ports. Journal of Harbours, 1(2), 1-9.

Wu, K., & Oh, S. (2005). On the growth of large ports. Journal of Harbours, 3(1), 10-19.

Park, A. (2007). Keels and hulls of trading ships. Harbour Press.
";

#[test]
fn citations_by_name_are_linked_to_their_entries() {
    let (style, citations, references) = read(BY_NAME);
    assert_eq!((style, references), (Some(CitationStyle::AuthorYear), 3));
    assert_eq!(
        citations,
        ["(Lee, 2003; Wu & Oh, 2005) [[0], [1]]", "Lee (2003, p. 4) [[0]]", "(ibid., p. 7) [[0]]"]
    );
}

#[test]
fn citations_by_number_are_linked_to_their_entries() {
    let text = "Ports and growth

Introduction

Small ports grow slowly [1, 2]. Lee (2003) says why [1]. Large ones differ [3].

References

[1] J. Lee, On small ports, Journal of Harbours 1 (2003) 1-9.
[2] K. Wu, S. Oh, On the growth of large ports, Journal of Harbours 3 (2005) 10-19.
[3] A. Park, Keels and hulls of trading ships, Harbour Press, 2007.
";
    let (style, citations, references) = read(text);
    assert_eq!((style, references), (Some(CitationStyle::Numeric), 3));
    assert_eq!(citations, ["[1, 2] [[0], [1]]", "[1] [[0]]", "[3] [[2]]"]);
}

#[test]
fn citations_by_author_and_page_are_linked_to_their_entries() {
    let text = "Ports in novels

The harbour is a stage (Lee 45). Ships are its actors (Wu and Oh 12-15; Park 7), as before (Lee 46).

Works Cited

Lee, John. On Small Ports. Harbour Press, 2003.

Park, Ann. Keels and Hulls. Harbour Press, 2007.

Wu, Kim, and Sue Oh. On the Growth of Large Ports. Harbour Press, 2005.
";
    let (style, citations, references) = read(text);
    assert_eq!((style, references), (Some(CitationStyle::AuthorYear), 3));
    assert_eq!(
        citations,
        ["(Lee 45) [[0]]", "(Wu and Oh 12-15; Park 7) [[2], [1]]", "(Lee 46) [[0]]"]
    );
}

#[test]
fn a_text_without_citations_has_no_style() {
    assert_eq!(read("Ports grow.\n\nThey do."), (None, Vec::new(), 0));
    assert_eq!(read(""), (None, Vec::new(), 0));
}

/// The works that the article introduction cites, by authors and year.
const SEED: [&str; 11] = [
    "Abd Aziz, Basir 2017",
    "Hallett 2012",
    "Hartanti, Setiawati 2017",
    "Herliana 2015",
    "Kaukab 2017",
    "Laysandra+ 2019",
    "Muchtar, Qamariah 2016",
    "Rahayu, Sari 2018",
    "Sherly+ 2020",
    "Yulianti, Damayanti, Prastowo 2021",
    "Zhang, Ghorbani 2020",
];

#[test]
fn the_seed_cites_its_eleven_works() {
    let Ok(text) = std::fs::read_to_string("../shared/seed/msme-internationalisation.txt") else {
        println!("skipped: no ../shared/seed");
        return;
    };
    let extraction = extract(&document(&text));
    let mut works: Vec<String> = extraction
        .citations
        .iter()
        .flat_map(|citation| &citation.markers)
        .map(|marker| {
            let year = marker.year.as_ref().map_or("", |year| year.raw.as_str());
            let et_al = if marker.et_al { "+" } else { "" };
            format!("{}{et_al} {year}", marker.authors.join(", "))
        })
        .collect();
    works.sort();
    works.dedup();
    assert_eq!(works, SEED);
    let introduced = extraction
        .citations
        .iter()
        .find(|citation| citation.span.of(&text) == "(Muchtar & Qamariah, 2016)");
    assert!(introduced.is_some_and(|citation| citation.narrative));
}

/// Spans fit the text, hold something, are sorted, and do not overlap.
fn check_apart(text: &str, spans: impl IntoIterator<Item = Span>) {
    let mut end = 0;
    for span in spans {
        assert!(!span.of(text).is_empty(), "{span:?} does not fit {text:?}");
        assert!(span.start >= end, "{span:?} begins before {end} in {text:?}");
        end = span.end;
    }
}

/// Every span of the text's citations and references fits it, and what they name exists.
fn check(text: &str) {
    let extraction = extract(&document(text));
    check_apart(text, extraction.references.iter().map(|reference| reference.span));
    check_apart(text, extraction.citations.iter().map(|citation| citation.span));
    for citation in &extraction.citations {
        assert!(!citation.markers.is_empty(), "{text:?}");
        check_apart(text, citation.markers.iter().map(|marker| marker.span));
        for marker in &citation.markers {
            assert!(citation.span.covers(marker.span), "{marker:?} in {citation:?} of {text:?}");
            check_apart(text, marker.prefix);
            check_apart(text, marker.locator);
            assert!((0.0..=1.0).contains(&marker.confidence));
            let meant = marker.resolution.references();
            assert!(meant.iter().all(|&place| place < extraction.references.len()), "{text:?}");
            assert!(marker.resolution == Resolution::Unresolved || !meant.is_empty(), "{text:?}");
        }
    }
    for reference in &extraction.references {
        let fields = &reference.fields;
        let confidences = fields.field_confidence.iter().map(|(_, confidence)| confidence);
        assert!(confidences.chain([&fields.confidence]).all(|value| (0.0..=1.0).contains(value)));
    }
}

/// Pieces that citations and bibliographies are made of, for texts that hold some.
const PIECES: &[&str] = &[
    "(Lee, 2003)",
    "Lee (2003, p. 4) ",
    "Lee and Wu (2003a, b; 2005) ",
    "(see Lee, 2003; cf. Wu et al., 2005, ch. 2)",
    "[1]",
    "[2-3]",
    "[1, 2] ",
    "(4)",
    "[",
    "]",
    "(",
    ")",
    ";",
    ", ",
    " & ",
    " et al. ",
    "ibid.",
    "Lee (ibid., p. 4)",
    "op. cit., p. 4",
    "(Wu, op. cit.)",
    "\n",
    "\n\n",
    "References\n",
    "\n\nReferences\n\n",
    "Bibliography\n\n",
    "Lee 45",
    "(Lee 45; Park 7)",
    "2003",
    "1999a",
    "-",
    "\u{2013}",
    "Lee",
    "Wu",
    "van der Berg",
    "\u{c9}lan",
    "\u{674e}\u{660e}",
    "e\u{301}",
    "\u{200b}",
    "\u{fb01}",
    "\u{b9}\u{207b}\u{b3}",
    "1. Lee, J. (2003). On ports. Trade.\n",
    "[2] Wu, K. On ships. Trade 2, 1-9 (2005).\n",
    "Wu, K. 2005. On ships.\n",
    "Park, Ann. Keels and Hulls. Harbour Press, 2007.\n\n",
    "ports.3 ",
    "ports3,4 grow. ",
    "(Wu 7)",
    "\u{a0}",
    "\t",
    "# ",
    "\u{2022} ",
    "\u{c}",
];

#[test]
fn citations_by_page_and_by_year_stand_in_order() {
    let text = "Ships (Lee 1999, p. 3) sail.\n\nThe harbour is a stage (Lee 45). Ships are its actors (Wu and Oh
12-15; Park 7), as before (Lee 46) and after (Park 2007).

Works Cited

Lee, John. On Small Ports. Harbour Press, 2003.

Park, Ann. Keels and Hulls. Harbour Press, 2007.

Wu, Kim, and Sue Oh. On the Growth of Large Ports. Harbour Press, 2005.
";
    check(text);
    assert_eq!(
        read(text).1,
        [
            "(Lee 1999, p. 3) [[]]",
            "(Lee 45) [[0]]",
            "(Wu and Oh 12-15; Park 7) [[2], [1]]",
            "(Lee 46) [[0]]",
            "(Park 2007) [[1]]"
        ]
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

    /// Every span fits the text and every marker's references exist, whatever the text.
    #[test]
    fn extraction_fits_any_text(
        body in "(?s).{0,80}",
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
    ) {
        check(&(body + &pieces.concat()));
    }

    /// The same of a bibliography between any pieces.
    #[test]
    fn extraction_fits_any_text_with_a_bibliography(
        before in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
        after in proptest::collection::vec(proptest::sample::select(PIECES), 0..8),
    ) {
        let list = BY_NAME.split_once("References").map_or("", |(_, list)| list);
        check(&(before.concat() + "\n\nReferences" + list + &after.concat()));
    }
}

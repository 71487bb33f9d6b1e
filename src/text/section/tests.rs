//! Headings of every form and language, and what only looks like one.

use super::super::line::lines;
use super::*;

/// Titles, levels and kinds of the sections of a plain text.
fn outline(text: &str) -> Vec<(&str, u8, SectionKind)> {
    outline_of(text, SourceFormat::Text)
}

fn outline_of(text: &str, format: SourceFormat) -> Vec<(&str, u8, SectionKind)> {
    sections(text, &lines(text), format, &Layout::default())
        .sections
        .iter()
        .map(|section| {
            (section.title.map_or("", |title| title.of(text)), section.level, section.kind)
        })
        .collect()
}

const RUN: &str = "Small firms go abroad for many reasons, and the literature names most of them in \
    one way or another. We do the same here.";

#[test]
fn a_name_in_capitals_right_before_the_text_is_a_heading() {
    let text = "INTRODUCTION\nLike other countries in the world, the country must be able to adapt\nto trade.";
    assert_eq!(outline(text), [("INTRODUCTION", 1, SectionKind::Introduction)]);
}

#[test]
fn numbered_headings_have_their_depth_and_inherit_their_kind() {
    let text = format!(
        "A title\n\nJohn Lee\n\nAbstract\n\n{RUN}\n\n1. Introduction\n\n{RUN}\n\n2. Methods\n\n2.1\tThe survey\n\n{RUN}\n\n\
         2.2 Variables\n\n{RUN}\n\n3. What firms say\n\n{RUN}\n\n4. Discussion and conclusions\n\n{RUN}\n\nReferences\n\nLee, J. (2010). Trade."
    );
    assert_eq!(
        outline(&text),
        [
            ("", 0, SectionKind::Other),
            ("Abstract", 1, SectionKind::Abstract),
            ("Introduction", 1, SectionKind::Introduction),
            ("Methods", 1, SectionKind::Methods),
            ("The survey", 2, SectionKind::Methods),
            ("Variables", 2, SectionKind::Methods),
            ("What firms say", 1, SectionKind::Other),
            ("Discussion and conclusions", 1, SectionKind::Discussion),
            ("References", 1, SectionKind::References),
        ]
    );
}

#[test]
fn roman_numbers_and_letters_make_an_outline() {
    let text = format!(
        "I. INTRODUCTION\n\n{RUN}\n\nII. METHODS\n\nA. Data\n\n{RUN}\n\nB. Procedure\n\n{RUN}\n\nIII. RESULTS\n\n{RUN}"
    );
    assert_eq!(
        outline(&text),
        [
            ("INTRODUCTION", 1, SectionKind::Introduction),
            ("METHODS", 1, SectionKind::Methods),
            ("Data", 2, SectionKind::Methods),
            ("Procedure", 2, SectionKind::Methods),
            ("RESULTS", 1, SectionKind::Results),
        ]
    );
}

#[test]
fn markdown_headings_are_the_only_ones_in_their_file() {
    let text = format!(
        "# Firms abroad\n\nJohn Lee\n\n## Abstract\n\n{RUN}\n\nA short line\n\n{RUN}\n\n## 1. Method\n\n### Sample\n\n{RUN}\n\nData\n====\n\n{RUN}\n\n## Daftar Pustaka\n\nLee, J. (2010)."
    );
    assert_eq!(
        outline_of(&text, SourceFormat::Markdown),
        [
            ("Firms abroad", 1, SectionKind::Other),
            ("Abstract", 2, SectionKind::Abstract),
            ("Method", 2, SectionKind::Methods),
            ("Sample", 3, SectionKind::Methods),
            ("Data", 1, SectionKind::Methods),
            ("Daftar Pustaka", 2, SectionKind::References),
        ]
    );
}

#[test]
fn an_abstract_may_open_its_paragraph() {
    for mark in [": ", "—", ". ", " – "] {
        let text = format!(
            "Firms abroad\n\nAbstract{mark}{RUN}\n\nKeywords: trade\n\n1. Introduction\n\n{RUN}"
        );
        let found = outline(&text);
        assert_eq!(found.get(1), Some(&("Abstract", 1, SectionKind::Abstract)), "{mark:?}");
        assert_eq!(found.len(), 3);
    }
}

#[test]
fn a_structured_abstract_stays_an_abstract() {
    let text = format!(
        "Abstract\n\nBackground\n\n{RUN}\n\nMethods\n\n{RUN}\n\nConclusions\n\n{RUN}\n\nBackground\n\n{RUN}\n\nMethods\n\n{RUN}"
    );
    let kinds: Vec<_> = outline(&text).iter().map(|found| (found.1, found.2)).collect();
    assert_eq!(
        kinds,
        [
            (1, SectionKind::Abstract),
            (2, SectionKind::Abstract),
            (2, SectionKind::Abstract),
            (2, SectionKind::Abstract),
            (1, SectionKind::Background),
            (1, SectionKind::Methods),
        ]
    );
}

#[test]
fn short_lines_between_blank_lines_are_headings_when_text_follows() {
    let text = format!(
        "Firms abroad\n\nJohn Lee and Mary Wu\n\nUniversity of Trade\n\nAbstract\n\n{RUN}\n\nMethods\n\n{RUN}\n\nHow we asked\n\n{RUN}\n\n\
         Table 1 Firms\n\nFirms\t12\n\n- an item\n\n{RUN}"
    );
    let found: Vec<_> = outline(&text).iter().map(|found| found.0).collect();
    assert_eq!(found, ["", "Abstract", "Methods", "How we asked"]);
}

#[test]
fn the_bibliography_ends_at_a_known_name_only() {
    let text = format!(
        "Introduction\n\n{RUN}\n\nReferences\n\n1. Lee J. Trade\n\nA Book Without Stop\n\n{RUN}\n\nAppendix A: Items\n\n{RUN}"
    );
    assert_eq!(
        outline(&text),
        [
            ("Introduction", 1, SectionKind::Introduction),
            ("References", 1, SectionKind::References),
            ("Appendix A: Items", 1, SectionKind::Appendix),
        ]
    );
}

#[test]
fn literature_is_a_review_or_a_bibliography() {
    let kind = |after: &str| {
        let text = format!("Introduction\n\n{RUN}\n\nLITERATURE\n\n{after}\n");
        outline(&text).last().map(|found| found.2)
    };
    assert_eq!(
        kind("Lee (2010) found that small firms go abroad early."),
        Some(SectionKind::Background)
    );
    for entry in [
        "Lee, J. (2010). Trade.",
        "[1] Lee, Jane. Trade, 2010.",
        "van Lee AB, Wu C. Trade. 2010;3:1.",
        "World Bank. 2010. Trade.",
        "1. Lee J: Trade.",
    ] {
        let expected = if entry.starts_with("van") {
            SectionKind::Background
        } else {
            SectionKind::References
        };
        assert_eq!(kind(entry), Some(expected), "{entry}");
    }
}

#[test]
fn a_nested_number_opens_a_paragraph() {
    let text = "1 Introduction\n\nFirms go abroad.\n\n2 What might explain it\n\n\
        2.1 Motives. It has been claimed that firms which were pushed into exporting leave\n\
        it sooner than others.\n\n2.2 Standards. In 2012 inspectors lowered them a good deal, and then\nagain.";
    let found: Vec<_> = outline(text).iter().map(|found| (found.0, found.1)).collect();
    assert_eq!(
        found,
        [("Introduction", 1), ("What might explain it", 1), ("Motives", 2), ("Standards", 2)]
    );
}

#[test]
fn a_byte_order_mark_hides_no_heading() {
    let text = "\u{feff}INTRODUCTION\nFirms go abroad.";
    assert_eq!(outline(text), [("INTRODUCTION", 1, SectionKind::Introduction)]);
}

#[test]
fn numbered_lists_are_no_headings() {
    let text = format!(
        "1. Introduction\n\n{RUN}\n\n1. Cheap labour\n2. Raw materials\n3. Low tariffs\n\n{RUN}\n\n2. Results\n\n{RUN}"
    );
    let found: Vec<_> = outline(&text).iter().map(|found| found.0).collect();
    assert_eq!(found, ["Introduction", "Results"]);
}

#[test]
fn sections_cover_the_text() {
    for text in ["", "\n", "Abstract", "\u{feff}Text", "\u{feff}", "\n\nAbstract\n\nText"] {
        let mut end = 0;
        for section in sections(text, &lines(text), SourceFormat::Text, &Layout::default()).sections
        {
            assert_eq!(section.span.start, end);
            end = section.span.end;
        }
        assert_eq!(end, text.len());
    }
}

#[test]
fn headings_that_the_layout_shows_count_and_what_is_apart_does_not() {
    use super::super::layers::MarkedHeading;
    let text = "Introduction\n\nFirms go abroad. They sell there.\n\nChosen for wages: 1961–1979\n\n\
        They came early.\n\nResults of firms\n\n2\t4";
    let span = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let headings = vec![MarkedHeading { span: span("Chosen for wages: 1961–1979"), level: 2 }];
    let layout = Layout { headings, apart: vec![span("Results of firms")], ..Layout::default() };
    let found = sections(text, &lines(text), SourceFormat::Pdf, &layout).sections;
    let titles: Vec<(u8, &str)> =
        found.iter().map(|one| (one.level, one.title.unwrap().of(text))).collect();
    assert_eq!(titles, [(1, "Introduction"), (2, "Chosen for wages: 1961–1979")]);
}

#[test]
fn where_mark_up_names_all_headings_there_are_no_others() {
    use super::super::layers::MarkedHeading;
    let text = "Title of a paper\n\nWeighing anchor\n\nFirms go abroad.\n\nMethods\n\nThey sell there.\n\n\
        2.3 Data and measures\n\nAn introduction to it.\n\nConclusion\n\nIt ended.";
    let heading = |words: &str, level: u8| {
        let start = text.find(words).unwrap();
        MarkedHeading { span: Span::new(start, start + words.len()), level }
    };
    let headings = vec![
        heading("Weighing anchor", 1),
        heading("2.3 Data and measures", 3),
        heading("Conclusion", 2),
    ];
    let layout = Layout { headings, marked_up: true, ..Layout::default() };
    let found = sections(text, &lines(text), SourceFormat::Xml, &layout).sections;
    let titles: Vec<(u8, &str)> =
        found.iter().map(|one| (one.level, one.title.map_or("", |title| title.of(text)))).collect();
    let expected = [(0, ""), (1, "Weighing anchor"), (3, "Data and measures"), (2, "Conclusion")];
    assert_eq!(titles, expected);
}

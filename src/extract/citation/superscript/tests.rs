//! Raised numbers in plain text, and what only looks like them.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn find_in(text: &str, references: usize) -> Vec<Citation> {
    let numbers = ReferenceNumbers::counted(references);
    find(text, &SuperscriptContext { skip: &[], numbers: &numbers })
}

fn cited(text: &str, references: usize) -> Vec<Vec<u32>> {
    find_in(text, references)
        .iter()
        .map(|citation| citation.markers.iter().flat_map(|marker| marker.numbers.clone()).collect())
        .collect()
}

#[test]
fn numbers_fused_to_words_and_stops_cite() {
    let text = "Small firms export more than they did.1 Some sell to one market2,3 and others, as surveys show,4–6 to many. \
                Lee et al7 asked 12 firms. “It pays”8 (so they say)9 to export.10,11\n\nOther firms do not.12";
    let expected =
        vec![vec![1], vec![2, 3], vec![4, 5, 6], vec![7], vec![8], vec![9], vec![10, 11], vec![12]];
    assert_eq!(cited(text, 12), expected);
}

#[test]
fn numbers_set_apart_cite_where_the_paper_prints_them_so() {
    let text = "Small firms export more than they did. 1 Some sell to one market 2, 3 , and others to many. 4 Surveys ask few 5 . \
                They asked 12 firms in 3 countries. 6, 7 Others agree 8 . In Table 2 we show 5 of them. 9 It pays. 10\n\nSo they say.";
    let expected =
        vec![vec![1], vec![2, 3], vec![4], vec![5], vec![6, 7], vec![8], vec![9], vec![10]];
    assert_eq!(cited(text, 10), expected);
}

#[test]
fn superscript_characters_and_marks_cite() {
    assert_eq!(
        cited("Firms export.¹ Some sell,²,³ others⁴⁻⁶ do not.", 6),
        [vec![1], vec![2, 3], vec![4, 5, 6]]
    );
    assert_eq!(
        cited("Firms export.^1^ Some sell^2,3^ or not<sup>4</sup>.", 4),
        [vec![1], vec![2, 3], vec![4]]
    );
}

#[test]
fn names_units_and_quantities_do_not() {
    let text = "Small firms export more.1 The CD4 cells, IL6 and p53 of H2O and CO2 in 5 m2 or 7 cm3 are shown in Table 2, \
                Fig. 3 and ref. 2 of the text, at 10−3 and 0.5 or 1,000 units, in COVID19 times and in 2010.2 Half (50%) sell 4 \
                goods in 3 years, with R2 of .8 and version 2.0 in both.3 CD4 and IL6 rose again.";
    assert_eq!(cited(text, 8), [vec![1], vec![2], vec![2], vec![3]]);
}

#[test]
fn the_order_of_first_use_tells_names_from_citations() {
    // "Casp8" comes before references 2 to 7 are cited.
    let text = "Firms export.1 The Casp8 type is rare.2 Others sell.3 Some buy.4 A few rent.5 One lends.6 All pay.7 None steals.8";
    assert_eq!(
        cited(text, 8),
        [vec![1], vec![2], vec![3], vec![4], vec![5], vec![6], vec![7], vec![8]]
    );
}

#[test]
fn numbers_parted_by_spaces_cite_at_the_end_of_a_sentence() {
    assert_eq!(
        cited("Firms export.1 2 Some sell.3 5 7 None buys.4", 7),
        [vec![1, 2], vec![3, 5, 7], vec![4]]
    );
}

#[test]
fn names_in_the_sentence_make_a_citation_narrative() {
    let text = "Firms export.1 So say Wu and Xu,2 and Lee et al3 agree.";
    let found = find_in(text, 3);
    let shown: Vec<_> =
        found.iter().map(|citation| (citation.narrative, citation.span.of(text))).collect();
    assert_eq!(shown, [(false, "1"), (false, "2"), (true, "Lee et al3")]);
}

#[test]
fn evidence_is_strong_in_papers_of_this_style_alone() {
    let raised = "Firms export.1 Some sell,2,3 others4–6 do not. They say so.7 We do not.8";
    let named = "Firms export (Lee, 2010). Some sell (Wu and Xu, 2011, p. 3), others do not. In Table 2, 5 of 8 firms do.";
    let numbers = ReferenceNumbers::counted(8);
    let context = SuperscriptContext { skip: &[], numbers: &numbers };
    assert!(evidence(raised, &context).coverage() > 0.9);
    assert!(evidence(named, &context).coverage() < 0.3);
}

#[test]
fn bibliographies_are_skipped() {
    let text = "Firms export.1 Some sell.2\n\n1. Lee J. Title.2 2. Wu P. Title.3";
    let skip = [Span::new(28, text.len())];
    let numbers = ReferenceNumbers::counted(3);
    let found = find(text, &SuperscriptContext { skip: &skip, numbers: &numbers });
    assert_eq!(found.len(), 2);
}

#[test]
fn hostile_texts_take_seconds() {
    let started = Instant::now();
    let rising: String = (0..600_000).map(|n| format!("word{} ", n % 300 + 1)).collect();
    for text in [
        rising,
        "1,".repeat(2_000_000),
        "a1".repeat(2_000_000),
        ".1 ".repeat(1_000_000),
        "²".repeat(1_000_000),
        "1 ".repeat(2_000_000),
    ] {
        let found = find_in(&text, 300);
        assert!(found.iter().all(|citation| citation.span.end <= text.len()));
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn citations_are_valid_and_in_order(text in "([0-9]|, |,|–|\\.|market|et al|CD|see |é|²|³|\\PC|\n| |\\^){0,100}") {
        let found = find_in(&text, 40);
        for citation in &found {
            prop_assert!(text.get(citation.span.start..citation.span.end).is_some());
            prop_assert!(!citation.markers.is_empty());
            for marker in &citation.markers {
                prop_assert!(citation.span.covers(marker.span));
                prop_assert!(!marker.span.of(&text).is_empty());
                prop_assert!(marker.numbers.iter().all(|number| (1..=40).contains(number)));
            }
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    }
}

//! Callouts with numbers, and what only looks like them.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn find_in(text: &str, references: usize, bracket: Option<Bracket>) -> Vec<Citation> {
    let numbers = ReferenceNumbers::counted(references);
    find(text, &NumericContext { skip: &[], numbers: &numbers, bracket })
}

/// The numbers of each citation.
fn cited(text: &str, references: usize, bracket: Bracket) -> Vec<Vec<u32>> {
    find_in(text, references, Some(bracket))
        .iter()
        .map(|citation| citation.markers.iter().flat_map(|marker| marker.numbers.clone()).collect())
        .collect()
}

#[test]
fn square_brackets_cite() {
    for (text, expected) in [
        ("Firms export [1].", vec![vec![1]]),
        ("Firms export [2,3] and [4–6].", vec![vec![2, 3], vec![4, 5, 6]]),
        ("as shown [7, p. 23], and [8; 9].", vec![vec![7], vec![8, 9]]),
        ("as shown [10]–[12].", vec![vec![10, 11, 12]]),
        ("as shown [3][4].", vec![vec![3, 4]]),
        ("as shown [3], [4], [7]-[9].", vec![vec![3, 4, 7, 8, 9]]),
        ("broken over\nlines [3,\n4] and\n[5].", vec![vec![3, 4], vec![5]]),
        ("fused[3] to the word[4] and so[5] on[6].", vec![vec![3], vec![4], vec![5], vec![6]]),
        ("the Nernst equation [3] and conditions [4]", vec![vec![3], vec![4]]),
        ("of Ca2+ [3] and Cl− [4]", vec![vec![3], vec![4]]),
        ("as in refs. 3–5 and reference 8.", vec![vec![3, 4, 5], vec![8]]),
        ("Lee et al.\n[5] found that", vec![vec![5]]),
        (
            "ainda [3, 4], según [5], selon [6], nach [7], menurut [8]",
            vec![vec![3, 4], vec![5], vec![6], vec![7], vec![8]],
        ),
    ] {
        assert_eq!(cited(text, 20, Bracket::Square), expected, "{text}");
    }
}

#[test]
fn look_alikes_in_square_brackets_do_not() {
    for text in [
        "on the interval [0, 1]",
        "x ∈ [1, 2]",
        "over the interval [1, 2]",
        "[18F]fluoride and [3H]",
        "pyrido[2,3-b]indole",
        "[95% CI 1–2]",
        "see Eq. [3] and Eqs. [4] and [5]",
        "Figure [3]",
        "number [21] of twenty",
        "[2010]",
        "a[1] = b[2]",
        "[1.5, 2.5]",
        "y = ax + b [3]\n",
        "\n\n[3] A list item\n",
    ] {
        let found = cited(text, 20, Bracket::Square);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn parentheses_cite_where_the_paper_does_so() {
    for (text, expected) in [
        ("Firms export (1).", vec![vec![1]]),
        ("Firms export (3, 5-7) and (8).", vec![vec![3, 5, 6, 7], vec![8]]),
        ("at pH 5.5 (13) in 2004 (12), and so on", vec![vec![13], vec![12]]),
        ("(reviewed in reference 3)", vec![vec![3]]),
        ("other wastes (corn straw [14], olive [15])", vec![vec![14], vec![15]]),
        ("the end of a long line\n(7).\n\nNext", vec![vec![7]]),
    ] {
        assert_eq!(cited(text, 20, Bracket::Round), expected, "{text}");
    }
}

#[test]
fn look_alikes_in_parentheses_do_not() {
    for text in [
        "We ask (1) why firms export; (2) where to; and (3) how.",
        "criteria were (1) absent from class, (2) ill, or (3) unwilling",
        "y = ax + b (3)\n\nwhere a",
        "see Eq. (3) and Fig. (2)",
        "in step (2)",
        "17 (15, 19)",
        "n = 45 (12)",
        "F(1, 10) = 4.16",
        "2(3):e0050",
        "C(18:3)",
        "in most farms (16/18)",
        "(1.5)",
        "(2010)",
        "(n = 3)",
        "(12%)",
        "\n(1) First item\n",
    ] {
        let found = cited(text, 20, Bracket::Round);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn brackets_are_chosen_by_what_they_cite() {
    let square = "One [1]. Two (see Fig. 2) [2]. Three [3, 4]. We ask (1) why and (2) how [5].";
    let round = "One (1). Two (2). Three (3, 4), on [0, 1]. Five (5).";
    for (text, bracket) in [(square, Bracket::Square), (round, Bracket::Round)] {
        let found = evidence(text, &[], &ReferenceNumbers::counted(5));
        assert_eq!(found.bracket(), Some(bracket), "{found:?}");
        assert_eq!(find_in(text, 5, None), find_in(text, 5, Some(bracket)));
    }
    let neither = "Firms export (Lee, 2010). We ask (1) why and (2) how.";
    assert_eq!(evidence(neither, &[], &ReferenceNumbers::counted(5)).bracket(), None);
    assert_eq!(find_in(neither, 5, None), []);
}

#[test]
fn names_in_the_sentence_make_a_citation_narrative() {
    let text = "as Lee et al. [3] and Wu and Xu [4] show, and firms [5] know";
    let found = find_in(text, 9, Some(Bracket::Square));
    let shown: Vec<_> =
        found.iter().map(|citation| (citation.narrative, citation.span.of(text))).collect();
    assert_eq!(shown, [(true, "Lee et al. [3]"), (true, "Wu and Xu [4]"), (false, "[5]")]);
}

#[test]
fn markers_have_prefixes_and_locators() {
    let text = "so [see 3, pp. 4–6; 7–9].";
    let found = find_in(text, 9, Some(Bracket::Square));
    let [first, second] = found[0].markers.as_slice() else { panic!("{found:?}") };
    assert_eq!((first.span.of(text), second.span.of(text)), ("3", "7–9"));
    assert_eq!(first.prefix.map(|span| span.of(text)), Some("see"));
    assert_eq!(first.locator.map(|span| span.of(text)), Some("pp. 4–6"));
    assert_eq!((second.prefix, second.numbers.as_slice()), (None, [7, 8, 9].as_slice()));
}

#[test]
fn bibliographies_are_skipped() {
    let text = "One [1].\n\n[1] Lee. [2] Wu.\n\nTwo [2].";
    let skip = [Span::new(10, 28)];
    let numbers = ReferenceNumbers::counted(2);
    let found = find(
        text,
        &NumericContext { skip: &skip, numbers: &numbers, bracket: Some(Bracket::Square) },
    );
    assert_eq!(found.iter().map(|citation| citation.span.start).collect::<Vec<_>>(), [4, 32]);
}

#[test]
fn hostile_texts_take_seconds() {
    let started = Instant::now();
    for text in [
        "(".repeat(50_000),
        "(1)".repeat(300_000),
        "[1,".repeat(300_000),
        "ref".repeat(300_000),
        "[see ".repeat(200_000),
        "[1]–".repeat(200_000),
        format!("[1{}", " ".repeat(3_000_000)),
    ] {
        for bracket in [None, Some(Bracket::Square), Some(Bracket::Round)] {
            let found = find_in(&text, 300, bracket);
            assert!(found.iter().all(|citation| citation.span.end <= text.len()));
        }
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn citations_are_valid_and_in_order(text in "(\\[|\\]|\\(|\\)|[0-9]|, |–|Lee et al\\. |see |and |p\\. |ref\\. |é|\\PC|\n| ){0,100}") {
        for bracket in [None, Some(Bracket::Square), Some(Bracket::Round)] {
            let found = find_in(&text, 40, bracket);
            for citation in &found {
                prop_assert!(text.get(citation.span.start..citation.span.end).is_some());
                prop_assert!(!citation.markers.is_empty());
                for marker in &citation.markers {
                    prop_assert!(citation.span.covers(marker.span));
                    prop_assert!(!marker.span.of(&text).is_empty());
                    prop_assert!(marker.numbers.iter().all(|number| (1..=40).contains(number)));
                }
            }
            prop_assert!(found.windows(2).all(|pair| pair[0].span.start < pair[1].span.start));
        }
    }
}

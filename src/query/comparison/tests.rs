//! Comparisons worked by hand.

use super::*;
use crate::model::{Provenance, SectionKind};

fn theme(path: &str) -> ThemeFacts {
    ThemeFacts { path: path.into(), parent: None }
}

/// A group of papers of 100 tokens each, with the mentions of one theme.
fn group(key: GroupKey, documents: &[u32], mentions: &[u64]) -> GroupPapers {
    let counts = (0..).zip(mentions).filter(|(_, count)| **count > 0);
    GroupPapers {
        keys: vec![key],
        documents: documents.to_vec(),
        tokens: vec![100; documents.len()],
        mentions: vec![counts.map(|(paper, &count)| (paper, count)).collect(), Vec::new()],
    }
}

fn year(year: i64, documents: &[u32], mentions: &[u64]) -> GroupPapers {
    group(GroupKey::Number(year), documents, mentions)
}

fn compare(groups: Vec<GroupPapers>, by: GroupBy, pairs: bool) -> Result<Comparison> {
    let options =
        ComparisonOptions { by, pairs, least_papers: 2, permutations: 999, seed: 1, per: 1_000 };
    let themes = [theme("motives"), theme("barriers")];
    Comparison::of(&PaperCounts { groups }, &themes, &[0, 1], options)
}

fn names(comparison: &Comparison) -> Vec<String> {
    let table = comparison.to_table(Provenance::default());
    table.columns.into_iter().map(|column| column.name).collect()
}

#[test]
fn two_groups_have_ratio_effect_and_test() {
    let groups = vec![
        year(2001, &[0, 1, 2, 3], &[4, 5, 6, 9]),
        year(2002, &[4, 5, 6, 7], &[0, 1, 2, 3]),
        year(2003, &[8], &[9]),
        group(GroupKey::Missing, &[9, 10], &[1, 1]),
    ];
    let found = compare(groups, GroupBy::Period(1), false).unwrap();
    assert_eq!((found.groups.len(), found.left_out.len(), found.rows.len()), (2, 2, 2));
    let row = &found.rows[0];
    assert_eq!((&row.mentions[..], &row.papers[..]), (&[24, 6][..], &[4, 3][..]));
    assert_eq!(row.rates, [60.0, 15.0]);
    let table = Contingency::of_corpora(24, 400, 6, 400).unwrap();
    assert_eq!(row.log_ratio, Some(keyness::log_ratio(&table)));
    assert_eq!(row.g2, log_likelihood::signed_g2(&table));
    let test = row.test.unwrap();
    assert!((test.rank_biserial.unwrap() - 1.0).abs() < 1e-12);
    assert!((test.p - 2.0 / 70.0).abs() < 0.02);
    // One test: nothing to correct for.
    assert_eq!(row.adjusted, Some((test.p, test.p)));
    let silent = &found.rows[1];
    assert_eq!((silent.test, silent.g2_p, silent.log_ratio), (None, None, None));
    assert!(names(&found).contains(&"rank_biserial".to_owned()));
    let note = found.to_table(Provenance::default()).notes.join(" ");
    assert!(
        note.contains("no period (2 papers)") && note.contains("2003-2003 (1 paper)"),
        "{note}"
    );
}

#[test]
fn more_groups_are_compared_at_once_or_each_with_each() {
    let groups = || {
        vec![
            year(2001, &[0, 1], &[1, 2]),
            year(2002, &[2, 3], &[3, 4]),
            year(2003, &[4, 5], &[5, 0]),
        ]
    };
    let at_once = compare(groups(), GroupBy::Period(1), false).unwrap();
    assert_eq!(at_once.rows.len(), 2);
    let row = &at_once.rows[0];
    // 15 mentions in 600 tokens: 5 of 200 expected in each.
    let part = |observed: f64, expected: f64| observed * (observed / expected).ln();
    let cells = [3.0, 7.0, 5.0].map(|count| part(count, 5.0) + part(200.0 - count, 195.0));
    assert!((row.g2 - 2.0 * cells.iter().sum::<f64>()).abs() < 1e-9);
    let tail = row.g2_p.unwrap();
    assert!((tail - (-row.g2 / 2.0).exp()).abs() < 1e-12);
    let table = at_once.to_table(Provenance::default());
    let [highest, lowest] = ["highest", "lowest"].map(|name| table.column(name).unwrap());
    assert_eq!(table.rows()[0][highest], "2002-2002".into());
    assert_eq!(table.rows()[0][lowest], "2001-2001".into());
    let pairs = compare(groups(), GroupBy::Period(1), true).unwrap();
    let compared: Vec<_> = pairs.rows.iter().map(|row| (&*row.theme, &row.groups[..])).collect();
    assert_eq!(
        compared[..3],
        [("motives", &[0, 1][..]), ("motives", &[0, 2]), ("motives", &[1, 2])]
    );
    assert_eq!(compared.len(), 6);
}

#[test]
fn sections_change_places_within_their_papers() {
    let documents: Vec<u32> = (0..6).collect();
    let section = |kind| GroupKey::Section(kind);
    let groups = vec![
        group(section(SectionKind::Methods), &documents, &[10, 20, 30, 40, 50, 60]),
        group(section(SectionKind::Results), &documents, &[11, 21, 31, 41, 51, 61]),
    ];
    let found = compare(groups, GroupBy::Section, false).unwrap();
    let p = found.rows[0].test.unwrap().p;
    // 2 of 64 ways to deal, though over papers such a difference would be nothing.
    assert!((p - 2.0 / 64.0).abs() < 0.02, "{p}");
}

#[test]
fn groups_that_share_papers_or_are_too_few_are_refused() {
    let error = |groups| compare(groups, GroupBy::Period(1), false).unwrap_err().to_string();
    let shared = error(vec![year(2001, &[0, 1], &[1, 0]), year(2002, &[1, 2], &[1, 0])]);
    assert!(shared.contains("several groups of `period`"), "{shared}");
    let one = error(vec![year(2001, &[0, 1], &[1, 0]), year(2002, &[2], &[1])]);
    assert!(one.contains("one group of at least 2 papers"), "{one}");
    assert!(error(Vec::new()).contains("no group"));
}

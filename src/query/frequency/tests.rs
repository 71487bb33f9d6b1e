//! Counts by hand, and that groups add up.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::{Metadata, Provenance, SectionKind};
use crate::query::facts::DocumentFacts;
use crate::query::selection::SectionSet;

mod groups;

fn themes() -> Vec<ThemeFacts> {
    let theme = |path: &str, parent| ThemeFacts { path: path.into(), parent };
    vec![
        theme("motives", None),
        theme("motives.proactive", Some(0)),
        theme("motives.proactive.labour", Some(1)),
        theme("motives.proactive.tariffs", Some(1)),
        theme("barriers", None),
    ]
}

fn document(name: &str, year: Option<i32>, tokens: &[(SectionKind, u64)]) -> DocumentFacts {
    let mut facts = DocumentFacts {
        name: name.into(),
        metadata: Metadata { year, ..Metadata::default() },
        ..DocumentFacts::default()
    };
    for &(kind, count) in tokens {
        facts.tokens[kind as usize] = count;
    }
    facts
}

fn corpus() -> CorpusFacts {
    use SectionKind::{Introduction, References, Results};
    CorpusFacts {
        documents: vec![
            document("a.txt", Some(2012), &[(Introduction, 300), (Results, 100), (References, 50)]),
            document("b.txt", Some(2010), &[(Introduction, 100)]),
            document("c.txt", None, &[(Introduction, 100)]),
        ],
    }
}

fn mention(document: u32, theme: u32, token: u32, sentence: u32, union: bool) -> MentionFacts {
    MentionFacts {
        document,
        theme,
        pattern: 0,
        first_token: token,
        end_token: token + 1,
        sentence,
        section: if token < 300 { SectionKind::Introduction } else { SectionKind::Results },
        negated: token == 350,
        hedged: false,
        union,
    }
}

/// Labour and tariffs overlap once, at token 10 of the first paper.
fn mentions() -> Vec<MentionFacts> {
    let mut mentions = Vec::new();
    for (document, theme, token, sentence) in
        [(0, 2, 10, 1), (0, 2, 12, 1), (0, 2, 350, 9), (0, 3, 10, 1), (1, 3, 5, 0)]
    {
        mentions.push(mention(document, theme, token, sentence, false));
        if (document, theme, token) != (0, 3, 10) {
            mentions.push(mention(document, 0, token, sentence, true));
            mentions.push(mention(document, 1, token, sentence, true));
        }
    }
    mentions
}

fn count(by: &[&str], negation: Treatment) -> FrequencyTable {
    let corpus = corpus();
    let by = by.iter().map(|name| GroupBy::parse(name, &corpus).unwrap()).collect();
    let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    let options = FrequencyOptions { by, negation, ..FrequencyOptions::default() };
    FrequencyTable::count(&corpus, &themes(), &mentions(), &selection, options)
}

fn csv(table: &FrequencyTable) -> String {
    let provenance = Provenance::new("query themes");
    let mut bytes = Vec::new();
    crate::export::csv::write(&table.to_table(provenance), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_parent_counts_the_union_and_shows_the_sum() {
    let table = count(&[], Treatment::Count);
    let all = Frequency {
        mentions: 4,
        sum: 5,
        papers: 2,
        sentences: 3,
        negated: 1,
        hedged: 0,
        weight: 0,
    };
    assert_eq!(table.get(0, 0), all);
    assert_eq!(table.get(1, 0), all);
    let labour = Frequency {
        mentions: 3,
        sum: 3,
        papers: 1,
        sentences: 2,
        negated: 1,
        hedged: 0,
        weight: 0,
    };
    assert_eq!(table.get(2, 0), labour);
    assert_eq!(table.get(4, 0), Frequency::default());
    assert_eq!((table.total.tokens, table.total.papers), (600, 3));
    let rate = table.get(0, 0).rate(&table.groups[0], 1_000).unwrap();
    assert!((rate - 4.0 * 1_000.0 / 600.0).abs() < 1e-12);
}

#[test]
fn weights_are_added_up() {
    let corpus = corpus();
    let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    let weights = vec![Weight::new(0.1); 100];
    let options = FrequencyOptions { weights, ..FrequencyOptions::default() };
    let table = FrequencyTable::count(&corpus, &themes(), &mentions(), &selection, options);
    assert!((table.get(2, 0).weighted() - 0.3).abs() < f64::EPSILON);
    let header = csv(&table).lines().next().unwrap_or_default().to_owned();
    assert!(header.ends_with(",papers_total,sum,weighted,weighted_rate"), "{header}");
}

#[test]
fn columns_keep_the_contract() {
    let text = csv(&count(&["year"], Treatment::Flag));
    let header = "theme,year,mentions,papers,sentences,tokens,rate,share,share_low,share_high,papers_total,sum,negated";
    assert_eq!(text.lines().next(), Some(header));
    let starts: Vec<_> = text
        .lines()
        .skip(1)
        .take(4)
        .map(|line| line.split(',').take(6).collect::<Vec<_>>())
        .collect();
    assert_eq!(starts[0], ["motives", "2010", "1", "1", "1", "100"]);
    assert_eq!(starts[1], ["motives", "2012", "3", "1", "2", "400"]);
    assert_eq!(starts[2], ["motives", "", "0", "0", "0", "100"]);
    assert_eq!(starts[3][..2], ["motives.proactive", "2010"]);
    assert_eq!(text.lines().count(), 1 + 5 * 3);
}

#[test]
fn groups_by_section_have_the_tokens_and_papers_of_their_sections() {
    let table = count(&["section"], Treatment::Count);
    let keys: Vec<_> = table.groups.iter().map(|group| group.keys[0].clone()).collect();
    assert_eq!(
        keys,
        [GroupKey::Section(SectionKind::Introduction), GroupKey::Section(SectionKind::Results)]
    );
    assert_eq!((table.groups[0].tokens, table.groups[0].papers), (500, 3));
    assert_eq!((table.groups[1].tokens, table.groups[1].papers), (100, 1));
    assert_eq!(table.get(2, 1).share(&table.groups[1]).unwrap().share, 1.0);
}

#[test]
fn two_groups_cross_where_text_is() {
    let table = count(&["section", "year"], Treatment::Count);
    assert_eq!(table.groups.len(), 4);
    assert_eq!(csv(&table).lines().count(), 1 + 5 * 4);
}

#[test]
fn denied_mentions_can_be_left_out() {
    let table = count(&[], Treatment::Exclude);
    let labour = Frequency {
        mentions: 2,
        sum: 2,
        papers: 1,
        sentences: 1,
        negated: 0,
        hedged: 0,
        weight: 0,
    };
    assert_eq!(table.get(2, 0), labour);
}

#[test]
fn no_papers_give_no_rows_and_no_panic() {
    let corpus = CorpusFacts::default();
    let selection = Selection::everywhere(&corpus, SectionSet::ALL);
    let options = FrequencyOptions::default();
    let table = FrequencyTable::count(&corpus, &themes(), &mentions(), &selection, options);
    assert_eq!(csv(&table).lines().count(), 1);
}

fn any_mentions() -> impl Strategy<Value = Vec<MentionFacts>> {
    let one = (0_u32..3, 2_u32..5, 0_u32..400).prop_map(|(document, theme, token)| {
        let token = if document == 0 { token } else { token % 100 };
        // Six tokens a sentence: none stands in two sections.
        mention(document, theme, token, token / 6, false)
    });
    proptest::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn cells_sum_to_mentions_over_sections_years_and_papers(mentions in any_mentions()) {
        let corpus = corpus();
        let selection = Selection::everywhere(&corpus, SectionSet::ALL);
        let whole = FrequencyTable::count(&corpus, &themes(), &mentions, &selection, FrequencyOptions::default());
        for by in ["section", "year", "document"] {
            let by = vec![GroupBy::parse(by, &corpus).unwrap()];
            let options = FrequencyOptions { by, ..FrequencyOptions::default() };
            let table = FrequencyTable::count(&corpus, &themes(), &mentions, &selection, options);
            let tokens: u64 = table.groups.iter().map(|group| group.tokens).sum();
            prop_assert_eq!(tokens, table.total.tokens);
            for theme in 0..5 {
                let cells = || (0..table.groups.len()).map(|group| table.get(theme, group));
                let whole = whole.get(theme, 0);
                prop_assert_eq!(cells().map(|cell| cell.mentions).sum::<u64>(), whole.mentions);
                prop_assert_eq!(cells().map(|cell| cell.sum).sum::<u64>(), whole.sum);
                prop_assert!(cells().map(|cell| cell.papers).sum::<u64>() >= whole.papers);
            }
        }
    }

    #[test]
    fn papers_and_sentences_are_those_a_plain_count_finds(mentions in any_mentions()) {
        let corpus = corpus();
        let selection = Selection::everywhere(&corpus, SectionSet::ALL);
        let table = FrequencyTable::count(&corpus, &themes(), &mentions, &selection, FrequencyOptions::default());
        for theme in 2..5_u32 {
            let own = || mentions.iter().filter(|mention| mention.theme == theme);
            let papers: BTreeSet<_> = own().map(|mention| mention.document).collect();
            let sentences: BTreeSet<_> = own().map(|m| (m.document, m.sentence)).collect();
            let cell = table.get(theme as usize, 0);
            prop_assert_eq!(cell.papers, papers.len() as u64);
            prop_assert_eq!(cell.sentences, sentences.len() as u64);
            prop_assert_eq!(cell.mentions, own().count() as u64);
        }
    }
}

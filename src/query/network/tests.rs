//! Small networks counted by hand.

use super::*;
use crate::model::SectionKind;
use crate::query::facts::{DocumentFacts, MentionFacts, ThemeFacts};
use crate::query::selection::SectionSet;
use crate::query::works::{CitedAt, Work};

fn work(id: &str, listed_in: &[u32], in_corpus: Option<u32>) -> Work {
    Work {
        id: id.to_owned(),
        label: id.to_uppercase(),
        authors: Vec::new(),
        year: Some(2000),
        title: None,
        container: None,
        doi: None,
        kind: Default::default(),
        listed_in: listed_in.to_vec(),
        in_corpus,
        merge: Default::default(),
    }
}

fn setting() -> (Works, CorpusFacts, Selection) {
    let works =
        vec![work("a", &[0, 1, 2], None), work("b", &[0, 1], None), work("c", &[1, 2], Some(0))];
    let cited = |document, work| CitedAt {
        document,
        work,
        section: SectionKind::Results,
        narrative: false,
    };
    let mut all = Works::default();
    all.works = works;
    all.cited = vec![cited(1, 2), cited(1, 2), cited(0, 0)];
    let documents = ["p", "q", "r"]
        .map(|name| DocumentFacts { name: name.to_owned(), ..DocumentFacts::default() });
    let corpus = CorpusFacts { documents: documents.to_vec() };
    let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    (all, corpus, selection)
}

fn edges(network: &Network) -> Vec<(&str, &str, u64)> {
    let id = |place: usize| network.nodes[place].id.as_str();
    network.edges.iter().map(|edge| (id(edge.source), id(edge.target), edge.weight)).collect()
}

#[test]
fn works_are_joined_by_papers_and_papers_by_works() {
    let (works, corpus, selection) = setting();
    let network = co_citation(&works, &selection, 1);
    assert_eq!(edges(&network), [("a", "b", 2), ("a", "c", 2), ("b", "c", 1)]);
    assert_eq!(network.nodes[0].count, 3);
    let strength = network.edges[0].strength.unwrap();
    assert!(
        (strength.jaccard - 2.0 / 3.0).abs() < 1e-12 && (strength.association - 1.0).abs() < 1e-12
    );
    assert_eq!(edges(&co_citation(&works, &selection, 2)), [("a", "b", 2), ("a", "c", 2)]);
    let network = coupling(&works, &corpus, &selection, 2);
    assert_eq!(edges(&network), [("p", "q", 2), ("q", "r", 2)]);
    assert_eq!(network.nodes[1].count, 3);
}

#[test]
fn papers_of_the_corpus_cite_each_other() {
    let (works, corpus, selection) = setting();
    let network = citing(&works, &corpus, &selection, 1);
    assert!(network.directed);
    assert_eq!(edges(&network), [("q", "p", 2), ("r", "p", 1)]);
    assert_eq!(network.to_table().rows()[0][4], 2_u64.into());
}

fn mention(document: u32, sentence: u32, theme: u32, union: bool) -> MentionFacts {
    MentionFacts {
        document,
        first_token: sentence * 10 + theme,
        end_token: sentence * 10 + theme + 1,
        theme,
        pattern: theme,
        sentence,
        section: SectionKind::Other,
        negated: false,
        hedged: false,
        union,
    }
}

#[test]
fn sentences_count_once_and_a_theme_is_no_pair_with_those_below_it() {
    let facts = [("a", None), ("a.b", Some(0)), ("c", None), ("d", None)];
    let facts = facts.map(|(path, parent)| ThemeFacts { path: path.to_owned(), parent });
    let again = MentionFacts { first_token: 19, end_token: 20, ..mention(0, 1, 1, false) };
    let mentions = [
        mention(0, 1, 0, true),
        mention(0, 1, 0, false),
        mention(0, 1, 1, false),
        again,
        mention(0, 1, 3, false),
        mention(0, 2, 1, false),
        mention(0, 2, 3, false),
        mention(1, 1, 3, false),
        mention(1, 1, 1, false),
        mention(1, 1, 2, false),
    ];
    let found = together(&mentions, &facts);
    assert_eq!(found[&(1, 3)], Together { sentences: 3, papers: 2 });
    assert_eq!(found[&(0, 3)], Together { sentences: 1, papers: 1 });
    assert_eq!(found[&(1, 2)], Together { sentences: 1, papers: 1 });
    assert!(!found.contains_key(&(0, 1)));
    let labels = ["A", "B", "C", "D"].map(str::to_owned);
    let network = themes(&mentions, &facts, &labels, Unit::Paper, (2, 2));
    assert_eq!(edges(&network), [("a.b", "d", 2)]);
}

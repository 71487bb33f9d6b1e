//! Windows, orders and samples of concordance lines.

use proptest::prelude::*;

use super::*;
use crate::model::Metadata;
use crate::query::facts::DocumentFacts;
use crate::query::frequency::{FrequencyOptions, FrequencyTable};
use crate::query::passage::tests::Memory;
use crate::query::selection::SectionSet;

fn memory() -> Memory {
    Memory(vec![
        Memory::document(
            "Small firms go abroad. They want\ncheap labour and low tariffs. Others stay.",
            SectionKind::Results,
        ),
        Memory::document(
            "Why cheap labour? It is cheap labour that counts. Costs fall.",
            SectionKind::Discussion,
        ),
    ])
}

fn corpus() -> CorpusFacts {
    let document = |name: &str, year| DocumentFacts {
        name: name.into(),
        metadata: Metadata { year, ..Metadata::default() },
        ..DocumentFacts::default()
    };
    CorpusFacts { documents: vec![document("a.txt", Some(2018)), document("b.txt", Some(2010))] }
}

fn themes() -> Vec<ThemeFacts> {
    let theme = |path: &str, parent| ThemeFacts { path: path.into(), parent };
    vec![
        theme("motives", None),
        theme("motives.labour", Some(0)),
        theme("motives.tariffs", Some(0)),
    ]
}

fn mentions(memory: &Memory) -> Vec<MentionFacts> {
    let own = [
        memory.mention(1, 1, "cheap labour"),
        memory.mention(0, 1, "cheap labour"),
        memory.mention(0, 2, "low tariffs"),
    ];
    let union = own.map(|mention| MentionFacts { theme: 0, union: true, ..mention });
    own.into_iter().chain(union).collect()
}

fn collect(options: ConcordanceOptions) -> Vec<String> {
    let (memory, corpus) = (memory(), corpus());
    let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    let concordance =
        Concordance::collect(&corpus, &themes(), &mentions(&memory), &selection, &options, &memory)
            .unwrap();
    let lines = concordance.lines.iter();
    lines.map(|line| format!("{}|{}|{}", line.left, line.node, line.right)).collect()
}

#[test]
fn windows_of_tokens_cross_sentences_and_stay_in_the_section() {
    let lines = collect(ConcordanceOptions { window: Window::Tokens(3), ..Default::default() });
    assert_eq!(
        lines,
        [
            "abroad. They want|cheap labour|and low tariffs",
            "cheap labour and|low tariffs|. Others stay.",
            "Why|cheap labour|? It is cheap"
        ]
    );
}

#[test]
fn a_window_of_a_sentence_is_the_sentence() {
    let lines = collect(ConcordanceOptions { window: Window::Sentence, ..Default::default() });
    assert_eq!(lines[0], "They want|cheap labour|and low tariffs.");
}

#[test]
fn lines_are_sorted_by_year_and_by_context() {
    let nodes = |order| {
        let options = ConcordanceOptions { order, window: Window::Sentence, ..Default::default() };
        collect(options)
            .iter()
            .map(|line| line.split('|').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(nodes(LineOrder::Year), ["Why", "They want", "They want cheap labour and"]);
    assert_eq!(nodes(LineOrder::Left), ["They want cheap labour and", "They want", "Why"]);
    assert_eq!(nodes(LineOrder::Right), ["They want cheap labour and", "They want", "Why"]);
}

#[test]
fn a_parent_shows_its_union_and_limits_hold() {
    let parent = ConcordanceOptions { themes: vec![0], ..Default::default() };
    assert_eq!(collect(parent.clone()).len(), 3);
    assert_eq!(collect(ConcordanceOptions { limit: Some(1), ..parent.clone() }).len(), 1);
    assert_eq!(collect(ConcordanceOptions { sample: Some((2, 5)), ..parent }).len(), 2);
    let pattern = ConcordanceOptions { patterns: vec![2], ..Default::default() };
    assert_eq!(collect(pattern).len(), 1);
}

#[test]
fn the_table_names_document_place_and_pattern() {
    let (memory, corpus) = (memory(), corpus());
    let selection = Selection::everywhere(&corpus, SectionSet::of(SectionKind::Discussion));
    let options = ConcordanceOptions::default();
    let concordance =
        Concordance::collect(&corpus, &themes(), &mentions(&memory), &selection, &options, &memory)
            .unwrap();
    let patterns = ["x".to_owned(), "cheap labour".to_owned()];
    let table = concordance.to_table(&corpus, &themes(), &patterns, Provenance::default());
    let mut bytes = Vec::new();
    crate::export::csv::write(&table, &mut bytes).unwrap();
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r"
    document,year,section,page,sentence,theme,pattern,left,node,right,citations
    b.txt,2010,discussion,,1,motives.labour,cheap labour,Why,cheap labour,? It is cheap labour that counts. Costs fall,
    ");
}

proptest! {
    #[test]
    fn lines_of_a_theme_are_as_many_as_its_mentions(
        kept in proptest::collection::vec(any::<bool>(), 6),
        order in proptest::sample::select(vec![LineOrder::Place, LineOrder::Left, LineOrder::Right, LineOrder::Year]),
    ) {
        let (memory, mut corpus) = (memory(), corpus());
        for document in &mut corpus.documents {
            document.tokens = [20; SectionKind::ALL.len()];
        }
        let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
        let mentions = mentions(&memory).into_iter().zip(kept);
        let mentions: Vec<_> = mentions.filter(|(_, kept)| *kept).map(|(mention, _)| mention).collect();
        let options = FrequencyOptions::default();
        let counts = FrequencyTable::count(&corpus, &themes(), &mentions, &selection, options);
        for theme in 0..3_u32 {
            let options = ConcordanceOptions { themes: vec![theme], order, ..Default::default() };
            let concordance =
                Concordance::collect(&corpus, &themes(), &mentions, &selection, &options, &memory)
                    .unwrap();
            let counted = counts.get(theme as usize, 0).mentions;
            prop_assert_eq!(concordance.lines.len() as u64, counted);
            for line in &concordance.lines {
                let text = &memory.0[line.mention.document as usize].text;
                prop_assert_eq!(squeezed(line.span.of(text)), line.node.clone());
            }
        }
    }
}

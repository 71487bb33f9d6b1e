//! Evidence in both scopes, and that its rows agree with frequencies.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::{Provenance, Resolution};
use crate::query::facts::{CorpusFacts, DocumentFacts};
use crate::query::frequency::{FrequencyOptions, FrequencyTable};
use crate::query::passage::tests::Memory;
use crate::query::selection::SectionSet;
use crate::query::works::WorksBuilder;
use crate::query::works::tests::citation;

const TEXT: &str = "Firms look for cheap\nlabour (Muchtar & Qamariah, 2016). They fear rivals. Tariffs are low (Wu, 2010).\n\nLee (2003) finds cheap labour and low tariffs.";

fn corpus() -> CorpusFacts {
    let mut document = DocumentFacts { name: "a.txt".into(), ..DocumentFacts::default() };
    document.tokens[SectionKind::Results as usize] = 24;
    CorpusFacts { documents: vec![document] }
}

fn themes() -> Vec<ThemeFacts> {
    let theme = |path: &str, parent| ThemeFacts { path: path.into(), parent };
    vec![theme("motives", None), theme("motives.labour", Some(0)), theme("motives.rivals", Some(0))]
}

fn memory() -> Memory {
    let mut document = Memory::document(TEXT, SectionKind::Results);
    let at = |words: &str| {
        let start = TEXT.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let unresolved = Resolution::Unresolved;
    document.citations = vec![
        citation(at("Muchtar & Qamariah, 2016"), "Muchtar; Qamariah", "2016", unresolved.clone()),
        citation(at("Wu, 2010"), "Wu", "2010", unresolved.clone()),
        citation(at("Lee (2003)"), "Lee", "2003", unresolved),
    ];
    document.citations[2].narrative = true;
    Memory(vec![document])
}

fn works(memory: &Memory) -> Works {
    let mut builder = WorksBuilder::new();
    for (number, document) in (0_u32..).zip(&memory.0) {
        builder.add(number, &document.layers, &document.citations, &document.references);
    }
    builder.build(&corpus())
}

fn mentions(memory: &Memory) -> Vec<MentionFacts> {
    let mut second = memory.mention(0, 1, "cheap labour and");
    second.end_token -= 1;
    let own = [memory.mention(0, 1, "cheap\nlabour"), memory.mention(0, 2, "rivals"), second];
    let union = own.map(|mention| MentionFacts { theme: 0, union: true, ..mention });
    own.into_iter().chain(union).collect()
}

fn collect(scope: EvidenceScope) -> (Evidence, Works) {
    let memory = memory();
    let works = works(&memory);
    let selection = Selection::everywhere(&corpus(), SectionSet::RUNNING_TEXT);
    let options = EvidenceOptions { scope, ..EvidenceOptions::default() };
    let mentions = mentions(&memory);
    let evidence =
        Evidence::collect(&themes(), &mentions, &selection, &works, options, &memory).unwrap();
    (evidence, works)
}

fn csv(table: &crate::model::Table) -> String {
    let mut bytes = Vec::new();
    crate::export::csv::write(table, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_sentence_with_theme_and_citation_is_evidence() {
    let (evidence, works) = collect(EvidenceScope::Sentence);
    let table = evidence.to_table(&corpus(), &themes(), &works, Provenance::default());
    insta::assert_snapshot!(csv(&table), @r#"
    theme,work,work_id,document,year,section,page,sentence,distance,narrative,text
    motives,Lee (2003),lee-2003,a.txt,,results,,4,0,true,Lee (2003) finds cheap labour and low tariffs.
    motives,Muchtar & Qamariah (2016),muchtar-qamariah-2016,a.txt,,results,,1,0,false,"Firms look for cheap labour (Muchtar & Qamariah, 2016)."
    motives.labour,Lee (2003),lee-2003,a.txt,,results,,4,0,true,Lee (2003) finds cheap labour and low tariffs.
    motives.labour,Muchtar & Qamariah (2016),muchtar-qamariah-2016,a.txt,,results,,1,0,false,"Firms look for cheap labour (Muchtar & Qamariah, 2016)."
    "#);
}

#[test]
fn a_paragraph_joins_sentences_and_tells_the_distance() {
    let (evidence, works) = collect(EvidenceScope::Paragraph);
    let rivals: Vec<_> = evidence
        .rows
        .iter()
        .filter(|row| row.theme == 2)
        .map(|row| (works.works[row.work as usize].label.as_str(), row.distance, row.text.as_str()))
        .collect();
    assert_eq!(
        rivals,
        [
            (
                "Muchtar & Qamariah (2016)",
                -1,
                "Firms look for cheap labour (Muchtar & Qamariah, 2016). They fear rivals."
            ),
            ("Wu (2010)", 1, "They fear rivals. Tariffs are low (Wu, 2010)."),
        ]
    );
}

#[test]
fn a_window_of_sentences_stays_in_the_paragraph() {
    let labels = |most| {
        let (evidence, works) = collect(EvidenceScope::Sentences(most));
        let rows = evidence.rows.iter().filter(|row| row.theme == 1);
        rows.map(|row| (works.works[row.work as usize].label.clone(), row.sentence))
            .collect::<Vec<_>>()
    };
    let own = [("Lee (2003)".to_owned(), 3), ("Muchtar & Qamariah (2016)".to_owned(), 0)];
    assert_eq!(labels(0), own);
    assert_eq!(labels(1), own);
    assert_eq!(labels(2).last(), Some(&("Wu (2010)".to_owned(), 0)));
}

#[test]
fn the_summary_counts_papers_and_sentences() {
    let (evidence, works) = collect(EvidenceScope::Sentence);
    let table = evidence.to_summary_table(&corpus(), &themes(), &works, Provenance::default());
    insta::assert_snapshot!(csv(&table), @r"
    theme,work,work_id,papers,sentences,narrative
    motives,Lee (2003),lee-2003,1,1,1
    motives,Muchtar & Qamariah (2016),muchtar-qamariah-2016,1,1,0
    motives.labour,Lee (2003),lee-2003,1,1,1
    motives.labour,Muchtar & Qamariah (2016),muchtar-qamariah-2016,1,1,0
    ");
}

#[test]
fn marks_are_the_mention_and_the_marker() {
    let (evidence, _) = collect(EvidenceScope::Sentence);
    let row = evidence.rows.iter().find(|row| row.theme == 1).unwrap();
    let marked: Vec<_> = row.marks.iter().map(|mark| mark.of(&row.text)).collect();
    assert_eq!(row.text.chars().filter(|&character| character == '\n').count(), 0);
    assert!(marked.contains(&"cheap labour"), "{marked:?}");
    assert!(marked.contains(&"Lee (2003)") || marked.contains(&"Muchtar & Qamariah, 2016"));
}

proptest! {
    #[test]
    fn evidence_lies_in_the_sentences_that_frequencies_count(kept in proptest::collection::vec(any::<bool>(), 6)) {
        let memory = memory();
        let works = works(&memory);
        let selection = Selection::everywhere(&corpus(), SectionSet::RUNNING_TEXT);
        let all = mentions(&memory);
        let mentions: Vec<_> = all.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(m, _)| m).collect();
        let frequencies = FrequencyTable::count(&corpus(), &themes(), &mentions, &selection, FrequencyOptions::default());
        for scope in [EvidenceScope::Sentence, EvidenceScope::Paragraph] {
            let options = EvidenceOptions { scope, ..EvidenceOptions::default() };
            let evidence = Evidence::collect(&themes(), &mentions, &selection, &works, options, &memory).unwrap();
            for theme in 0..3_u32 {
                let rows = || evidence.rows.iter().filter(|row| row.theme == theme);
                let sentences: BTreeSet<_> = rows().map(|row| (row.document, row.sentence)).collect();
                prop_assert!(sentences.len() as u64 <= frequencies.get(theme as usize, 0).sentences);
                for (document, sentence) in sentences {
                    let raised = mentions.iter().any(|m| (m.theme, m.document, m.sentence) == (theme, document, sentence));
                    prop_assert!(raised);
                }
            }
            let summed: u64 = evidence.summary().iter().map(|(_, _, count)| count.sentences).sum();
            prop_assert_eq!(summed, evidence.rows.len() as u64);
        }
    }
}

//! Decisions made by hand, what they leave undone, and how works explain themselves.

use super::*;
use crate::model::{Decision, Decisions, NameMeans, ReferenceName};
use crate::query::passage::tests::Memory;
use crate::query::{DocumentText, SectionSet, Selection};

/// A decision on references named in the manner of a file, each in a column of its own.
fn decision(line: usize, names: &[&str]) -> Decision {
    let name = |(at, written): (usize, &&str)| {
        let means = match written.split_once('#') {
            Some((document, number)) => {
                NameMeans::Entry { document: document.into(), number: number.parse().unwrap() }
            }
            None if written.starts_with("10.") => NameMeans::Doi((*written).into()),
            None => NameMeans::Words((*written).into()),
        };
        ReferenceName { written: (*written).into(), line, column: at + 1, means }
    };
    Decision { line, names: names.iter().enumerate().map(name).collect() }
}

fn corpus(papers: usize) -> CorpusFacts {
    let paper = |number| DocumentFacts { name: format!("p{number}"), ..DocumentFacts::default() };
    CorpusFacts { documents: (0..papers).map(paper).collect() }
}

fn decided(papers: &[Vec<Reference>], same: &[&[&str]], different: &[&[&str]]) -> Works {
    let lines = |first: usize, names: &[&[&str]]| {
        let numbered = names.iter().enumerate();
        numbered.map(|(at, names)| decision(first + at, names)).collect()
    };
    let decisions = Decisions {
        file: "w".into(),
        same: lines(1, same),
        different: lines(11, different),
        ..Decisions::default()
    };
    let mut builder = WorksBuilder::new().decided_by(decisions);
    for (number, references) in (0_u32..).zip(papers) {
        builder.add(number, &layers(), &[], references);
    }
    builder.build(&corpus(papers.len()))
}

/// The works of the first references of all papers, as numbers from 0 in the order of papers.
fn grouping(works: &Works, papers: usize) -> Vec<usize> {
    let mut seen = Vec::new();
    let numbers = (0_u32..).take(papers).map(|paper| {
        let work = works.of_reference(paper, 0).unwrap();
        seen.iter().position(|&known| known == work).unwrap_or_else(|| {
            seen.push(work);
            seen.len() - 1
        })
    });
    numbers.collect()
}

fn with_doi(mut reference: Reference, doi: &str) -> Reference {
    reference.fields.doi = Some(doi.to_owned());
    reference
}

fn remarks(works: &Works) -> Vec<String> {
    works.remarks.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_the_same_is_joined_whatever_dois_years_and_authors_say() {
    let papers = [
        vec![with_doi(reference("Lee", "2003", "Why small firms export"), "10.1/a")],
        vec![with_doi(reference("Wu", "2010", "Motives of owners"), "10.1/b")],
        // Has the second DOI, which is now one of the same work.
        vec![with_doi(reference("Wu", "2011", "Motives"), "10.1/b")],
        vec![reference("Oh", "1999", "Another")],
    ];
    let works = decided(&papers, &[&["p0#1", "p1#1"]], &[]);
    assert_eq!(grouping(&works, 4), [0, 0, 0, 1]);
    assert!(works.remarks.is_empty());
    let work = &works.works[works.of_reference(0, 0).unwrap() as usize];
    assert_eq!((work.merge.decision, work.merge.doi), (1, 1));
    assert_eq!(work.merge.to_string(), "1 by hand, 1 by doi");
    for names in
        [["10.1/a", "10.1/b"], ["Lee 2003", "Wu motives"], ["small EXPORT", "wu 2010 2010"]]
    {
        assert_eq!(grouping(&decided(&papers, &[&names], &[]), 4), [0, 0, 0, 1], "{names:?}");
    }
}

#[test]
fn what_is_different_is_joined_neither_directly_nor_through_others() {
    let same = || vec![reference("Lee", "2003", "Why small firms export")];
    let papers = [same(), same(), same(), same()];
    assert_eq!(grouping(&decided(&papers, &[], &[]), 4), [0, 0, 0, 0]);
    let works = decided(&papers, &[], &[&["p0#1", "p3#1"]]);
    let groups = grouping(&works, 4);
    assert_ne!(groups[0], groups[3]);
    assert_eq!(works.works.len(), 2);
    assert!(works.remarks.is_empty());
    // By equal DOIs neither, and three names part three ways.
    let papers = papers
        .map(|paper| paper.into_iter().map(|one| with_doi(one, "10.1/a")).collect::<Vec<_>>());
    let works = decided(&papers, &[], &[&["p0#1", "p1#1", "p2#1"]]);
    let groups = grouping(&works, 3);
    assert_eq!(groups, [0, 1, 2]);
}

#[test]
fn a_split_holds_against_a_merge_and_both_are_told() {
    let paper = |year, title| vec![reference("Lee", year, title)];
    let papers = [paper("2003", "Ports"), paper("2004", "Ships"), paper("2005", "Sails")];
    let works = decided(
        &papers,
        &[&["p0#1", "p1#1"], &["Lee 2004 ships", "Lee 2005"]],
        &[&["p0#1", "p2#1"]],
    );
    let groups = grouping(&works, 3);
    assert_eq!((groups[0] == groups[1], groups[0] == groups[2]), (true, false));
    assert_eq!(
        remarks(&works),
        [
            "w:2:1: what is the same here is different by another entry, directly or through others, \
          and stays apart; remove one of the two"
        ]
    );
}

#[test]
fn names_without_a_reference_are_told_with_what_may_be_meant() {
    let papers = [
        vec![with_doi(reference("Lee; Wu", "2003a", "Why small firms export"), "10.1/abc")],
        vec![reference("Lee", "2003b", "Why small farms import")],
    ];
    let works = decided(
        &papers,
        &[&["Lea Wu 2003 small firms", "10.1/abd"], &["p0#7", "p00#1"], &["Zhang 1950", "x y"]],
        &[&["Lee 2003b", "Lee 2003a", "Lee why small"]],
    );
    assert_eq!(
        remarks(&works),
        [
            "w:1:1: no reference is named by `Lea Wu 2003 small firms`; did you mean \
             `lee-wu-2003-small-firms-export`?",
            "w:1:2: no reference is named by `10.1/abd`; did you mean `10.1/abc`?",
            "w:2:1: no reference is named by `p0#7`; the bibliography of p0 has no such entry",
            "w:2:2: no reference is named by `p00#1`; there is no paper `p00`; did you mean `p0`?",
            "w:3:1: no reference is named by `Zhang 1950`",
            "w:3:2: no reference is named by `x y`",
            "w:11:3: `Lee why small` also names a reference of `Lee 2003b`, with which it stays; \
             add words that tell them apart",
            "w:11:3: `Lee why small` also names a reference of `Lee 2003a`, with which it stays; \
             add words that tell them apart",
        ]
    );
}

#[test]
fn every_reference_of_a_work_says_what_it_was_joined_to_and_why() {
    let text = "Lee (2003). Why. 1. | Lee (2003). Why small. | Lee (2004). Why small. | Wu. Why.";
    let spans: Vec<Span> = text
        .split(" | ")
        .map(|part| {
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            Span::new(start, start + part.len())
        })
        .collect();
    let long = "Why small firms export to Asia and Europe";
    let mut references = vec![
        with_doi(reference("Lee", "2003", "Why"), "10.1/a"),
        with_doi(reference("Lee", "2003", long), "10.1/a"),
        reference("Lee", "2004", long),
        reference("Wu", "2004", long),
    ];
    for (reference, span) in references.iter_mut().zip(&spans) {
        reference.span = *span;
    }
    let mut builder = WorksBuilder::new();
    builder.add(0, &layers(), &[], &references);
    let corpus = corpus(1);
    let works = builder.build(&corpus);
    assert_eq!(works.works.len(), 1);
    for (to, member) in works.members[0].iter().enumerate() {
        assert!(member.joined.is_none_or(|joined| joined.to < to), "{member:?}");
    }
    let source = Memory(vec![DocumentText { text: text.into(), ..DocumentText::default() }]);
    let selection = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    let options = WorksOptions::default();
    let table = works.to_explanation(&corpus, &selection, options, &source, Default::default());
    let mut bytes = Vec::new();
    crate::export::csv::write(&table.unwrap(), &mut bytes).unwrap();
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r#"
    work,work_id,entry,document,reference,start,end,joined_to,reason,similarity,printed
    Lee (2003),lee-2003-small-firms-export,p0#1,p0,1,0,19,,(first),,Lee (2003). Why. 1.
    Lee (2003),lee-2003-small-firms-export,p0#2,p0,2,22,44,p0#1,DOI,,Lee (2003). Why small.
    Lee (2003),lee-2003-small-firms-export,p0#3,p0,3,47,69,p0#2,"author, title, near year",,Lee (2004). Why small.
    Lee (2003),lee-2003-small-firms-export,p0#4,p0,4,72,80,p0#3,"year, title",,Wu. Why.
    "#);
}

#[test]
fn joins_of_a_work_are_one_less_than_its_references() {
    let papers: Vec<Vec<Reference>> = (0..6)
        .map(|number| {
            let title = ["Why small firms export", "Why smal firms export", "Ports"][number % 3];
            vec![reference("Lee", "2003", title), reference("Wu", "2003", "Sails")]
        })
        .collect();
    let works = build(&papers);
    for (work, members) in works.works.iter().zip(&works.members) {
        let Merge { decision, doi, title, pages, near, name, .. } = work.merge;
        let joins = decision + doi + title + pages + near + name;
        assert_eq!(joins as usize + 1, members.len());
        assert_eq!(members.iter().filter(|member| member.joined.is_none()).count(), 1);
    }
}

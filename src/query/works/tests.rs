//! Which references are one work, and how often it is cited.

use proptest::prelude::*;

use super::*;
use crate::model::{
    Citation, CitationStyle, Layers, Metadata, Reference, ReferenceFields, Resolution, Section,
    Span, Year,
};
use crate::query::facts::{CorpusFacts, DocumentFacts};
use crate::query::selection::{SectionSet, Selection};

pub(in crate::query) fn year(text: &str) -> Year {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    Year {
        value: digits.parse().ok(),
        letter: text.chars().nth(4).filter(char::is_ascii_lowercase),
        raw: text.to_owned(),
    }
}

/// A reference of `"Lee; Wu" "2003a" "Title"`.
pub(in crate::query) fn reference(authors: &str, printed_year: &str, title: &str) -> Reference {
    let person = |family: &str| Person { family: family.into(), given: None };
    Reference {
        span: Span::default(),
        label: None,
        raw: None,
        fields: ReferenceFields {
            authors: authors.split("; ").filter(|name| !name.is_empty()).map(person).collect(),
            year: Some(year(printed_year)),
            title: Some(title.to_owned()).filter(|title| !title.is_empty()),
            ..ReferenceFields::default()
        },
    }
}

/// A citation of one marker at `span`.
pub(in crate::query) fn citation(
    span: Span,
    authors: &str,
    printed_year: &str,
    resolution: Resolution,
) -> Citation {
    let authors: Vec<String> = authors.split("; ").map(str::to_owned).collect();
    Citation {
        span,
        style: CitationStyle::AuthorYear,
        narrative: false,
        markers: vec![Marker {
            span,
            et_al: authors.iter().any(|name| name == "et al."),
            authors: authors.into_iter().filter(|name| name != "et al.").collect(),
            year: Some(year(printed_year)),
            numbers: Vec::new(),
            prefix: None,
            locator: None,
            resolution,
            confidence: 1.0,
        }],
    }
}

fn layers() -> Layers {
    let section = Section {
        span: Span::new(0, 1_000),
        title: None,
        kind: SectionKind::Introduction,
        level: 0,
    };
    Layers { sections: vec![section], ..Layers::default() }
}

fn build(papers: &[Vec<Reference>]) -> Works {
    let mut builder = WorksBuilder::new();
    for (number, references) in (0_u32..).zip(papers) {
        builder.add(number, &layers(), &[], references);
    }
    builder.build(&CorpusFacts::default())
}

fn ids(works: &Works) -> Vec<&str> {
    works.works.iter().map(|work| work.id.as_str()).collect()
}

#[test]
fn spellings_of_one_work_are_joined_and_others_are_not() {
    let process = "The internationalization process of the firm";
    let works = build(&[
        vec![
            reference("Johanson; Vahlne", "1977", &format!("{process}: A model")),
            reference("Lee", "2003", "Exports of small firms, part 1"),
        ],
        vec![
            reference("Johanson; Vahlne", "1977", "The internationalisation process of the firm"),
            reference("Lee", "2003", "Exports of small firms, part 2"),
        ],
        vec![reference("JOHANSON; Vahlne", "1977", process)],
        vec![reference("Lee", "2004", "Motives of owners")],
    ]);
    assert_eq!(
        ids(&works),
        [
            "johanson-vahlne-1977-internationalization-process-firm",
            "lee-2003-exports-small-firms",
            "lee-2003-exports-small-firms-2",
            "lee-2004-motives-owners",
        ]
    );
    let first = &works.works[0];
    assert_eq!(first.listed_in, [0, 1, 2]);
    assert_eq!(first.label, "Johanson & Vahlne (1977)");
    assert_eq!(first.merge.title, 2);
    assert!(first.merge.least_similarity > TITLE_SIMILARITY);
    assert!(first.merge.to_string().starts_with("2 by title (least similarity 0."));
}

#[test]
fn dois_join_and_part() {
    let with = |doi: &str, mut reference: Reference| {
        reference.fields.doi = Some(doi.into());
        reference
    };
    let works = build(&[
        vec![with("10.1/A", reference("Lee", "2003", "Exports of small firms"))],
        vec![with("10.1/a", reference("Leee", "2004", "Exprts"))],
        vec![with("10.1/b", reference("Lee", "2003", "Exports of small firms"))],
    ]);
    let papers: Vec<_> = works.works.iter().map(|work| work.listed_in.len()).collect();
    assert_eq!(papers.iter().sum::<usize>(), 3);
    assert_eq!(papers.len(), 2);
    assert!(works.works.iter().any(|work| work.merge.doi == 1));
}

#[test]
fn pages_join_where_there_is_no_title() {
    let paged = |page: &str, title: &str| {
        let mut reference = reference("Lee", "2003", title);
        reference.fields.volume = Some("12".into());
        reference.fields.first_page = Some(page.into());
        reference
    };
    let works =
        build(&[vec![paged("45", "")], vec![paged("45", "Exports")], vec![paged("46", "")]]);
    assert_eq!(works.works.len(), 2);
    assert_eq!(works.works.iter().map(|work| work.merge.pages).sum::<u32>(), 1);
}

#[test]
fn the_year_of_print_and_a_misread_author_do_not_part_a_work() {
    let works = build(&[
        vec![reference("Lee", "2003", "Why small firms export")],
        vec![reference("Lee", "2004", "Why small firms export")],
        vec![reference("Wu", "2010", "What small firms learn from exporting to Asia")],
        vec![reference("Journal of Wu", "2010", "What small firms learn from exporting to Asia")],
        vec![reference("Lee", "2007", "Why small firms export")],
    ]);
    assert_eq!(works.works.len(), 3);
}

#[test]
fn yearly_editions_do_not_chain_to_one_work() {
    let edition =
        |year: &str| vec![reference("Core Team", year, "A language for statistical computing")];
    let works = build(&["2013", "2014", "2015", "2016"].map(edition));
    assert_eq!(works.works.len(), 2);
}

#[test]
fn equal_labels_get_letters_in_the_order_of_titles() {
    let works = build(&[vec![
        reference("Lee", "2018", "Why small firms export"),
        reference("Lee", "2018", "Barriers to trade"),
        reference("Wu", "2018", "Trade"),
    ]]);
    let mut labels: Vec<_> = works.works.iter().map(|work| work.label.as_str()).collect();
    labels.sort_unstable();
    assert_eq!(labels, ["Lee (2018a)", "Lee (2018b)", "Wu (2018)"]);
    let barriers = works.works.iter().find(|work| work.id.contains("barriers")).unwrap();
    assert_eq!(barriers.label, "Lee (2018a)");
}

#[test]
fn letters_part_works_of_one_paper() {
    let report = |year: &str| reference("Lee", year, "Annual report of the agency");
    let works = build(&[vec![report("2018a"), report("2018b")], vec![report("2018")]]);
    assert_eq!(works.works.len(), 2);
}

#[test]
fn markers_without_references_join_the_one_work_that_fits() {
    let mut builder = WorksBuilder::new();
    let porter = reference("Porter", "1990", "The competitive advantage of nations");
    builder.add(0, &layers(), &[], &[porter]);
    let cited = |at: usize, authors: &str, year: &str| {
        citation(Span::new(at, at + 4), authors, year, Resolution::Unresolved)
    };
    let cited = [
        cited(0, "Porter", "1990"),
        cited(6, "Porter", "1990"),
        cited(10, "Muchtar; Qamariah", "2016"),
        cited(20, "Porter; Kramer", "1990"),
    ];
    builder.add(1, &layers(), &cited, &[]);
    let works = builder.build(&CorpusFacts::default());
    assert_eq!(
        ids(&works),
        [
            "muchtar-qamariah-2016",
            "porter-1990-competitive-advantage-nations",
            "porter-kramer-1990"
        ]
    );
    assert_eq!(works.works[0].label, "Muchtar & Qamariah (2016)");
    assert_eq!(works.of_marker(1, &cited[0].markers[0]), [1]);
    assert_eq!(works.of_marker(1, &cited[3].markers[0]), [2]);
    assert_eq!(works.of_reference(0, 0), Some(1));
    assert_eq!(works.works[1].merge.name, 1);
    assert_eq!(works.citing("Porter 1990", 2), [true, true]);
    assert_eq!(works.citing("Qamariah", 2), [false, true]);
    assert_eq!(works.citing("competitive advantage Porter", 2), [true, true]);
    assert_eq!(works.citing("Porter 1991", 2), [false, false]);
    assert_eq!(works.citing("", 2), [false, false]);
}

#[test]
fn uses_follow_the_selection_and_papers_of_the_corpus_are_known() {
    let citing = DocumentFacts {
        name: "citing.txt".into(),
        metadata: Metadata { year: Some(2020), ..Metadata::default() },
        ..DocumentFacts::default()
    };
    let lee = DocumentFacts {
        name: "lee.txt".into(),
        metadata: Metadata {
            title: Some("Why Small Firms Export: Evidence".into()),
            authors: vec![Person { family: "Lee".into(), given: None }],
            year: Some(2004),
            ..Metadata::default()
        },
        ..DocumentFacts::default()
    };
    let corpus = CorpusFacts { documents: vec![citing, lee] };
    let mut builder = WorksBuilder::new();
    let references = [
        reference("Lee", "2003", "Why small firms export"),
        reference("Wu", "2001", "Never cited"),
    ];
    let marker = |at| citation(Span::new(at, at + 3), "Lee", "2003", Resolution::Resolved(vec![0]));
    builder.add(0, &layers(), &[marker(0), marker(9)], &references);
    let works = builder.build(&corpus);
    assert_eq!(works.works[0].in_corpus, Some(1));
    let everywhere = Selection::everywhere(&corpus, SectionSet::RUNNING_TEXT);
    let uses = works.uses(&corpus, &everywhere);
    assert_eq!((uses[0].papers, uses[0].citations), (1, 2));
    assert_eq!((uses[0].first_year, uses[0].last_year), (Some(2020), Some(2020)));
    assert_eq!((uses[1].papers, uses[1].citations), (1, 0));
    let results = Selection::everywhere(&corpus, SectionSet::of(SectionKind::Results));
    assert!(works.uses(&corpus, &results).iter().all(|work| work.papers == 0));
    let table = works.to_table(&corpus, &everywhere, WorksOptions::default(), Default::default());
    let mut bytes = Vec::new();
    crate::export::csv::write(&table, &mut bytes).unwrap();
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r"
    work,label,authors,year,title,container,type,doi,papers,citations,narrative,first_cited,last_cited,in_corpus,merged
    lee-2003-small-firms-export,Lee (2003),Lee,2003,Why small firms export,,other,,1,2,0,2020,2020,lee.txt,
    wu-2001-never-cited,Wu (2001),Wu,2001,Never cited,,other,,1,0,0,2020,2020,,
    ");
}

#[test]
fn a_block_of_many_titles_takes_no_quadratic_time() {
    // Words of letters that a multiplication scatters, so that no two titles are alike.
    let word = |seed: u64| -> String {
        let scattered = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let letters = (0..8).map(|place| u8::try_from((scattered >> (place * 8)) % 26).unwrap());
        letters.map(|letter| char::from(b'a' + letter)).collect()
    };
    let title = |number: u64| {
        let words = [number, number + 20_000, number + 40_000].map(word);
        words.join(" ")
    };
    let references: Vec<_> =
        (1..=20_000).map(|number| reference("Wang", "2020", &title(number))).collect();
    assert_eq!(build(&[references]).works.len(), 20_000);
}

#[test]
fn a_block_of_many_bare_names_takes_no_quadratic_time() {
    let second = |number: u32| {
        let letters = number.to_le_bytes().map(|byte| char::from(b'a' + byte % 26));
        format!("{}{number}", letters.iter().collect::<String>())
    };
    let named = |number: u32| format!("Wang; {}", second(number));
    let full = (0..20_000).map(|number| reference(&named(number), "2020", &second(number)));
    let bare = (10_000..40_000).map(|number| reference(&named(number), "2020", ""));
    let works = build(&[full.chain(bare).collect()]);
    assert_eq!(works.works.len(), 40_000);
}

mod decided;

fn any_reference() -> impl Strategy<Value = Reference> {
    let author = proptest::sample::select(vec!["Lee", "Lee; Wu", "Wu", "van Wu", "", "Müller"]);
    let year = proptest::sample::select(vec!["2003", "2004", "2003a", "2003b", "in press"]);
    let title = proptest::sample::select(vec![
        "",
        "Why small firms export",
        "Why small firms export: evidence",
        "Why smal firms export",
        "Trade",
        "The trade of small firms in Asia and Europe",
    ]);
    let doi = proptest::option::weighted(0.2, proptest::sample::select(vec!["10.1/a", "10.1/b"]));
    (author, year, title, doi).prop_map(|(author, year, title, doi)| {
        let mut reference = reference(author, year, title);
        reference.fields.doi = doi.map(str::to_owned);
        reference
    })
}

proptest! {
    #[test]
    fn works_do_not_depend_on_the_order_of_papers(
        papers in proptest::collection::vec(proptest::collection::vec(any_reference(), 0..5), 1..6),
    ) {
        let forwards = build(&papers);
        let count = u32::try_from(papers.len()).unwrap();
        let mut builder = WorksBuilder::new();
        for (number, references) in (0..count).zip(&papers).rev() {
            builder.add(number, &layers(), &[], references);
        }
        let backwards = builder.build(&CorpusFacts::default());
        prop_assert_eq!(&forwards.works, &backwards.works);
        // Every reference has one work, and ids are unique.
        for (number, references) in (0_u32..).zip(&papers) {
            for (place, _) in (0_u32..).zip(references) {
                let work = forwards.of_reference(number, place).unwrap();
                prop_assert!(forwards.works[work as usize].listed_in.contains(&number));
                let back = backwards.of_reference(number, place).unwrap();
                prop_assert_eq!(&backwards.works[back as usize].id, &forwards.works[work as usize].id);
            }
        }
        prop_assert!(ids(&forwards).is_sorted_by(|a, b| a < b));
    }
}

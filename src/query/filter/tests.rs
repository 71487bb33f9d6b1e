//! What filters select, how they print, and what each mistake says.

use proptest::prelude::*;

use super::*;
use crate::ErrorKind;
use crate::model::{Metadata, Person};
use crate::query::facts::{CorpusFacts, DocumentFacts};
use crate::query::selection::SectionSet;

struct Hooks;

impl FilterHooks for Hooks {
    fn text(&self, query: &str) -> Result<Vec<bool>> {
        Ok(vec![query == "labour"])
    }

    fn cites(&self, work: &str) -> Result<Vec<bool>> {
        Ok(vec![false, work == "Porter 1990", false])
    }
}

fn corpus() -> CorpusFacts {
    let person =
        |family: &str, given: &str| Person { family: family.into(), given: Some(given.into()) };
    let lee = Metadata {
        title: Some("Why small firms export".into()),
        authors: vec![person("Lee", "A."), person("Abd Aziz", "N.")],
        year: Some(2012),
        language: Some("en".parse().unwrap()),
        keywords: vec!["SMEs".into(), "exports".into()],
        extra: [("sample size".to_owned(), "40".to_owned())].into(),
        ..Metadata::default()
    };
    let sari = Metadata {
        title: Some("Ekspor UMKM".into()),
        authors: vec![person("Sari", "D.")],
        year: Some(2018),
        language: Some("id".parse().unwrap()),
        ..Metadata::default()
    };
    let unknown = Metadata::default();
    let documents = [("a.txt", lee), ("b.txt", sari), ("c.txt", unknown)];
    let documents = documents.into_iter().map(|(name, metadata)| DocumentFacts {
        name: name.into(),
        metadata,
        ..DocumentFacts::default()
    });
    CorpusFacts { documents: documents.collect() }
}

fn parse(text: &str) -> Result<Filter> {
    Filter::parse(text, &["sample size", "country"])
}

/// The documents of which anything is selected, by the letter of their names.
fn selected(text: &str) -> String {
    let corpus = corpus();
    let selection = parse(text).unwrap().select(&corpus, &Hooks).unwrap();
    let names = corpus.documents.iter().enumerate();
    names
        .filter(|(place, _)| !selection.sections(*place).is_empty())
        .map(|(_, d)| &d.name[..1])
        .collect()
}

#[test]
fn conditions_select_papers() {
    let cases = [
        ("year >= 2015", "b"),
        ("year < 2015", "a"),
        ("not year < 2015", "bc"),
        ("year != 2012", "bc"),
        ("year 2010..2015", "a"),
        ("year in 2013..", "b"),
        ("year = ..2018", "ab"),
        ("year in (1999, 2010..2012, 2018..)", "ab"),
        ("year not in (1999, 2010..2012)", "bc"),
        ("has year", "ab"),
        ("not has year and HAS document", "c"),
        ("text : labour or cites : 'Porter 1990'", "ab"),
        ("language = en or language = ID", "ab"),
        ("language in (id, es)", "b"),
        ("language not in (id, es)", "ac"),
        ("title ~ 'small firms'", "a"),
        ("title !~ small", "bc"),
        ("author = lee", "a"),
        ("authors = \"Lee, A.\"", "a"),
        ("author = “abd aziz”", "a"),
        ("keywords = smes AND year > 2000", "a"),
        ("document ~ .txt", "abc"),
        ("\"sample size\" > 9", "a"),
        ("country = Indonesia", ""),
        ("cites:\"Porter 1990\"", "b"),
        ("text:labour or cites:'Porter 1990'", "ab"),
        ("year > 2000 and (language = id or title ~ why)", "ab"),
        ("year > 2000 and language = id or title ~ why", "ab"),
        ("not (year > 2000 or document = c.txt)", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(selected(text), expected, "{text}");
    }
}

#[test]
fn a_condition_on_sections_selects_sections() {
    let corpus = corpus();
    let filter = parse("section in (Results, discussion) or year > 2015").unwrap();
    let selection = filter.select(&corpus, &Hooks).unwrap();
    let two: SectionSet = [SectionKind::Results, SectionKind::Discussion].into_iter().collect();
    assert_eq!(selection.sections(0), two);
    assert_eq!(selection.sections(1), SectionSet::ALL);
    let selection = parse("section != references").unwrap().select(&corpus, &Hooks).unwrap();
    assert_eq!(selection.sections(2), SectionSet::RUNNING_TEXT);
}

#[test]
fn mistakes_are_met_with_their_column_and_a_suggestion() {
    let cases = [
        ("", 1, "empty filter"),
        ("yeer = 2015", 1, "did you mean `year`?"),
        ("é = 1 and x", 1, "there are document, title"),
        ("year = 2015 and sektion = results", 17, "did you mean `section`?"),
        ("section = resutls", 11, "did you mean `results`?"),
        ("section in (methods, x)", 22, "unknown section `x`"),
        ("section ~ x", 9, "by `=`, `!=` and `in` only"),
        ("year = old", 8, "`old` is no year"),
        ("year >=", 8, "expected a value"),
        ("year", 5, "expected a comparison"),
        ("(year > 2000", 13, "expected `)` for the `(` at column 1"),
        ("year > 2000)", 12, "expected `and`, `or` or the end"),
        ("title ~ \"open", 9, "no closing quote"),
        ("year 2010..x", 12, "expected `and`"),
        ("year ..", 8, "whole number after `..`"),
        ("year ! 3", 6, "unexpected `!`"),
        ("author:Lee", 1, "only `cites:` and `text:`"),
        ("title not ~ x", 11, "expected `in`"),
        ("has yeer", 5, "did you mean `year`?"),
        ("year in (2010, ..)", 18, "whole number after `..`"),
        ("year in (2010 2012)", 15, "expected `,` or `)`"),
    ];
    for (text, column, message) in cases {
        let error = parse(text).expect_err(text);
        let position = crate::error::Position::Line { line: 1, column };
        assert_eq!(error.position(), Some(position), "{text}: {error}");
        assert!(matches!(error.kind(), ErrorKind::Usage(_)), "{text}");
        assert!(error.to_string().contains(message), "{text}: {error}");
    }
}

#[test]
fn deep_nesting_is_refused_and_long_chains_are_not() {
    for opening in ["(", "not "] {
        let text = format!("{}year > 1", opening.repeat(50_000));
        assert!(parse(&text).unwrap_err().to_string().contains("nested"), "{opening}");
    }
    let long = vec!["year > 2000"; 20_000].join(" and ");
    assert!(matches!(parse(&long).unwrap(), Filter::All(parts) if parts.len() == 20_000));
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let field = prop_oneof![
        Just(Field::Title),
        Just(Field::Author),
        Just(Field::Document),
        Just(Field::Extra("sample size".into())),
        Just(Field::Extra("country".into())),
    ];
    let value = || "[a-zA-Z0-9 .'\"\\\\=()é漢“”:,-]{0,8}|and|Not|in";
    let operator = proptest::sample::select(Operator::ALL.to_vec());
    let kinds = proptest::sample::subsequence(SectionKind::ALL.to_vec(), 1..4);
    let end = || proptest::option::of(-3000_i64..3000);
    let leaf = prop_oneof![
        (field.clone(), operator, value()).prop_map(|(f, o, v)| Filter::Compare(f, o, v)),
        (field.clone(), proptest::collection::vec(value(), 1..4))
            .prop_map(|(f, v)| Filter::In(f, v)),
        (Just(Field::Year), end(), any::<i64>()).prop_map(|(f, l, h)| Filter::Range(f, l, Some(h))),
        (field.clone(), any::<i64>(), end()).prop_map(|(f, l, h)| Filter::Range(f, Some(l), h)),
        field.clone().prop_map(Filter::Has),
        kinds.prop_map(Filter::Sections),
        value().prop_map(Filter::Cites),
        value().prop_map(Filter::Text),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Filter::All),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Filter::Any),
            inner.prop_map(|filter| Filter::Not(Box::new(filter))),
        ]
    })
}

proptest! {
    #[test]
    fn a_printed_filter_reads_back_as_itself(filter in any_filter()) {
        let text = filter.to_string();
        prop_assert_eq!(parse(&text).map_err(|error| format!("{text}: {error}")), Ok(filter));
    }

    #[test]
    fn no_text_makes_the_parser_fail_otherwise_than_by_an_error(text in "[a-z(). =!~<>\"',:0-9é]{0,40}") {
        if let Err(error) = parse(&text) {
            prop_assert!(error.position().is_some(), "{}", error);
        }
    }
}

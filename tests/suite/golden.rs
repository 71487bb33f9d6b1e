//! The sample corpus against what people found in it: `tests/golden/README.md` says how the
//! expectations are written.
//!
//! Prints precision, recall and F1 of markers, links, narrative callouts and the fields of
//! references, each held by a floor. `tests/golden/passing.txt` lists the papers in which all is
//! right: a listed paper that fails is an error, and one that is right and not listed is named, to be
//! added.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::PathBuf;

use leitmotif::model::Metadata;
use leitmotif::pipeline::study::Study;
use leitmotif::read::{ReadOptions, Source, read_document};
use serde::Deserialize;
use serde_json::Value;

use crate::harness::{Workplace, corpus, repository};

/// F1 that each figure may not fall below.
const FLOORS: [(&str, f64); 10] = [
    ("metadata", 1.0),
    ("references", 1.0),
    ("reference authors", 1.0),
    ("reference year", 1.0),
    ("reference title", 1.0),
    ("reference container", 1.0),
    ("markers", 1.0),
    ("links", 1.0),
    ("narrative", 1.0),
    ("style", 1.0),
];

/// What a paper holds, by hand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    title: String,
    authors: Vec<String>,
    year: i32,
    language: String,
    style: String,
    references: Vec<GoldenReference>,
    citations: Vec<GoldenCitation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldenReference {
    first_author: String,
    authors: Vec<String>,
    year: String,
    title: String,
    container: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldenCitation {
    context: String,
    text: String,
    narrative: Option<bool>,
    references: Vec<usize>,
}

/// The expectations, by the name of the paper.
fn expectations() -> BTreeMap<String, Golden> {
    let folder = repository().join("tests/golden/corpus");
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let golden = serde_json::from_str(&fs::read_to_string(&path).unwrap());
        all.insert(name, golden.unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    }
    all
}

/// How many of what was found is right, and how many there are.
#[derive(Clone, Copy, Default)]
struct Score {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Score {
    fn of(part: usize, whole: usize) -> f64 {
        let as_real = |count: usize| f64::from(u32::try_from(count).unwrap());
        if whole == 0 { 1.0 } else { as_real(part) / as_real(whole) }
    }

    fn f1(self) -> f64 {
        Self::of(2 * self.right, self.found + self.wanted)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (precision, recall) =
            (Self::of(self.right, self.found), Self::of(self.right, self.wanted));
        write!(
            formatter,
            "precision {precision:.4}  recall {recall:.4}  F1 {:.4}  ({} of {} found, {} wanted)",
            self.f1(),
            self.right,
            self.found,
            self.wanted
        )
    }
}

/// Scores of all papers, and what is wrong in each.
#[derive(Default)]
struct Marks {
    scores: BTreeMap<&'static str, Score>,
    faults: BTreeMap<String, Vec<String>>,
}

impl Marks {
    /// Notes one expectation: `found` and `wanted` are equal, or it is a fault of `paper`.
    fn check<T: PartialEq + fmt::Debug>(
        &mut self,
        figure: &'static str,
        paper: &str,
        place: &str,
        found: Option<T>,
        wanted: Option<T>,
    ) {
        let score = self.scores.entry(figure).or_default();
        score.found += usize::from(found.is_some());
        score.wanted += usize::from(wanted.is_some());
        if found == wanted {
            score.right += usize::from(wanted.is_some());
        } else {
            let show = |value: Option<T>| {
                value.map_or_else(|| "nothing".to_owned(), |value| format!("{value:?}"))
            };
            let fault = format!("{figure}: {place}: {} instead of {}", show(found), show(wanted));
            self.faults.entry(paper.to_owned()).or_default().push(fault);
        }
    }
}

/// The letters and digits of a text, in lower case: what stays the same however it is printed.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn text_of<'a>(row: &'a Value, field: &str) -> Option<&'a str> {
    row[field].as_str()
}

fn place_of(row: &Value) -> (usize, usize) {
    let offset = |field: &str| usize::try_from(row[field].as_u64().unwrap()).unwrap();
    (offset("start"), offset("end"))
}

/// Checks the paper's own title, authors, year and language.
fn check_metadata(marks: &mut Marks, paper: &str, golden: &Golden, found: &Metadata) {
    let families: Vec<String> = found.authors.iter().map(|author| author.family.clone()).collect();
    let families = (!families.is_empty()).then_some(families);
    let language = found.language.map(|language| language.to_string());
    marks.check("metadata", paper, "title", found.title.as_ref(), Some(&golden.title));
    marks.check("metadata", paper, "authors", families, Some(golden.authors.clone()));
    marks.check("metadata", paper, "year", found.year, Some(golden.year));
    marks.check("metadata", paper, "language", language, Some(golden.language.clone()));
}

/// Checks the entries of the bibliography and their fields; the places of the entries found in
/// the golden list.
fn check_references(
    marks: &mut Marks,
    paper: &str,
    golden: &Golden,
    rows: &[&Value],
) -> BTreeMap<(usize, usize), usize> {
    let mut places = BTreeMap::new();
    let mut free: Vec<&Value> = rows.to_vec();
    for (number, wanted) in golden.references.iter().enumerate() {
        assert_eq!(wanted.authors.first(), Some(&wanted.first_author), "{paper}: a slip");
        let title = bare(&wanted.title);
        let holds = |row: &&Value| bare(text_of(row, "raw").unwrap()).contains(&title);
        let Some(place) = free.iter().position(holds) else {
            marks.check("references", paper, "entry", None, Some(&wanted.title));
            continue;
        };
        let row = free.remove(place);
        marks.check("references", paper, "entry", Some(&wanted.title), Some(&wanted.title));
        places.insert(place_of(row), number);
        let families: Vec<&str> = row["authors"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|a| text_of(a, "family"))
            .collect();
        let families = (!families.is_empty()).then_some(families);
        let authors = wanted.authors.iter().map(String::as_str).collect();
        let at = &wanted.title;
        marks.check("reference authors", paper, at, families, Some(authors));
        marks.check("reference year", paper, at, text_of(row, "year"), Some(&wanted.year));
        marks.check("reference title", paper, at, text_of(row, "title"), Some(&wanted.title));
        let container = wanted.container.as_deref();
        marks.check("reference container", paper, at, text_of(row, "container"), container);
    }
    for row in free {
        marks.check("references", paper, "entry", text_of(row, "raw"), None);
    }
    places
}

/// A text with every run of white space as one space, and for each byte its place in the source.
fn on_one_line(text: &str) -> (String, Vec<usize>) {
    let (mut line, mut places) = (String::new(), Vec::new());
    for (place, c) in text.char_indices() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == ' ' && line.ends_with(' ') {
            continue;
        }
        line.push(c);
        places.extend(place..place + c.len_utf8());
    }
    places.push(text.len());
    (line, places)
}

/// Where each citation's text stands in the source.
fn golden_places(paper: &str, golden: &Golden, source: &str) -> Vec<(usize, usize)> {
    let (line, places) = on_one_line(source);
    let mut from = 0;
    let place = |citation: &GoldenCitation| {
        let sought = format!("{}{}", citation.context, citation.text);
        let at = line[from..].find(&sought).unwrap_or_else(|| panic!("{paper}: {sought:?}"));
        let start = from + at + citation.context.len();
        from = line[..start].char_indices().rev().nth(24).map_or(0, |(place, _)| place);
        (places[start], places[start + citation.text.len()])
    };
    golden.citations.iter().map(place).collect()
}

/// Checks markers, what they point to, and whether they are narrative.
fn check_citations(
    marks: &mut Marks,
    paper: &str,
    golden: &Golden,
    rows: &[&Value],
    references: &BTreeMap<(usize, usize), usize>,
) {
    let path = repository().join("corpus").join(paper);
    let file = Source { name: paper.to_owned(), path };
    let source = read_document(&file, &ReadOptions::default()).unwrap().text;
    let mut free: Vec<&Value> = rows.to_vec();
    for (wanted, (start, end)) in golden.citations.iter().zip(golden_places(paper, golden, &source))
    {
        let at = format!("{}{}", wanted.context, wanted.text);
        let holds = |row: &&Value| {
            let (from, to) = place_of(row);
            from <= start && end <= to
        };
        let Some(place) = free.iter().position(holds) else {
            marks.check("markers", paper, &at, None, Some(&wanted.text));
            for &number in &wanted.references {
                marks.check("links", paper, &at, None, Some(number));
            }
            continue;
        };
        let row = free.remove(place);
        marks.check("markers", paper, &at, Some(&wanted.text), Some(&wanted.text));
        marks.check("style", paper, &at, text_of(row, "style"), Some(&golden.style));
        if let Some(narrative) = wanted.narrative {
            let found = row["narrative"].as_bool().unwrap();
            marks.check("narrative", paper, &at, found.then_some(true), narrative.then_some(true));
        }
        // A reference that the golden list lacks gets a number past its end.
        let links = row["references"].as_array().unwrap().iter();
        let links: BTreeSet<usize> =
            links.map(|link| *references.get(&place_of(link)).unwrap_or(&usize::MAX)).collect();
        let meant: BTreeSet<usize> = wanted.references.iter().copied().collect();
        for number in links.union(&meant) {
            let known = |set: &BTreeSet<usize>| set.contains(number).then_some(*number);
            marks.check("links", paper, &at, known(&links), known(&meant));
        }
    }
    for row in free {
        let (start, _) = place_of(row);
        let before: String = source[..start].chars().rev().take(25).collect();
        let before: String = before.chars().rev().collect();
        marks.check("markers", paper, &format!("after {before:?}"), text_of(row, "text"), None);
        for link in row["references"].as_array().unwrap() {
            let number = references.get(&place_of(link)).copied().unwrap_or(usize::MAX);
            marks.check("links", paper, "a link of that marker", Some(number), None);
        }
    }
}

/// Scores the whole corpus.
fn score() -> Marks {
    let place = Workplace::with_corpus();
    let citations = place.run(&["extract", "citations", "--format", "jsonl"]).success();
    let references = place.run(&["extract", "references", "--format", "jsonl"]).success();
    let (citations, references) = (citations.json_lines(), references.json_lines());
    let study = Study::open(&place.path("index"), 1).unwrap();
    let mut marks = Marks::default();
    for (paper, golden) in expectations() {
        let own = |row: &&Value| text_of(row, "document") == Some(&paper);
        let facts = study.papers().iter().find(|known| known.facts.name == paper);
        let facts = facts.unwrap_or_else(|| panic!("{paper} is not in the index"));
        check_metadata(&mut marks, &paper, &golden, &facts.facts.metadata);
        let rows: Vec<&Value> = references.iter().filter(own).collect();
        let places = check_references(&mut marks, &paper, &golden, &rows);
        let rows: Vec<&Value> = citations.iter().filter(own).collect();
        check_citations(&mut marks, &paper, &golden, &rows, &places);
        marks.faults.entry(paper).or_default();
    }
    marks
}

fn passing_list() -> PathBuf {
    repository().join("tests/golden/passing.txt")
}

#[test]
fn every_paper_of_the_corpus_has_its_expectations() {
    let named = expectations();
    let papers = fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap());
    let names = papers
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| name != "README.md" && !name.starts_with("library."));
    assert_eq!(names.collect::<BTreeSet<_>>(), named.into_keys().collect::<BTreeSet<_>>());
}

#[test]
fn the_corpus_is_read_as_people_read_it() {
    let marks = score();
    for (paper, faults) in &marks.faults {
        for fault in faults {
            println!("{paper}: {fault}");
        }
    }
    for (figure, score) in &marks.scores {
        println!("{figure:>20}  {score}");
    }
    for (figure, floor) in FLOORS {
        let reached = marks.scores.get(figure).map_or(0.0, |score| score.f1());
        assert!(reached >= floor, "{figure}: F1 {reached:.4} is below {floor}");
    }
    assert_eq!(marks.scores.len(), FLOORS.len(), "a figure without a floor");

    let listed = fs::read_to_string(passing_list()).unwrap();
    let listed: BTreeSet<&str> = listed.lines().filter(|line| !line.starts_with('#')).collect();
    let whole = marks.faults.iter().filter(|(_, faults)| faults.is_empty());
    let whole: BTreeSet<&str> = whole.map(|(paper, _)| paper.as_str()).collect();
    let lost: Vec<_> = listed.difference(&whole).collect();
    assert!(lost.is_empty(), "once right, and no longer: {lost:?}");
    for paper in whole.difference(&listed) {
        println!("now all right, to be added to tests/golden/passing.txt: {paper}");
    }
}

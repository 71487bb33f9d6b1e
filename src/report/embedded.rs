//! The data that the page's script works on: themes, papers, works, and the quoted sentences.
//!
//! Names are short, since they are repeated for each sentence. Offsets are in UTF-16 units, as scripts count.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::data::Report;
use crate::model::SectionKind;
use crate::query::quotation::Quotation;

#[derive(Serialize)]
struct Data<'a> {
    themes: Vec<Theme<'a>>,
    papers: Vec<Paper<'a>>,
    sections: Vec<&'static str>,
    works: Vec<Work<'a>>,
    /// All sentences that raise a theme.
    all: usize,
    sentences: Vec<Sentence<'a>>,
}

#[derive(Serialize)]
struct Theme<'a> {
    path: &'a str,
    name: &'a str,
    depth: usize,
    end: usize,
    color: &'a str,
    /// All sentences that raise it.
    all: u64,
}

#[derive(Serialize)]
struct Paper<'a> {
    name: &'a str,
    label: String,
    year: Option<i32>,
}

#[derive(Serialize)]
struct Work<'a> {
    id: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct Sentence<'a> {
    /// Paper, by its place among the papers.
    d: usize,
    /// Section, by its place.
    s: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<&'a str>,
    /// Number in the paper, from 1.
    n: u32,
    t: &'a str,
    /// Start, end, theme, and 1 for denied, 2 for hedged.
    m: Vec<[usize; 4]>,
    /// Work, and how many sentences later it is cited.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    w: Vec<(usize, i64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<&'a str>,
}

/// Writes the data; nothing in it can end the element that it stands in.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let text = serde_json::to_string(&data(report))?;
    // Within JSON, `<` stands in strings only.
    out.write_all(text.replace('<', "\\u003c").as_bytes())
}

fn data<'a>(report: &'a Report<'_>) -> Data<'a> {
    let places: BTreeMap<u32, usize> = report
        .papers
        .iter()
        .enumerate()
        .filter_map(|(number, paper)| Some((u32::try_from(paper.place).ok()?, number)))
        .collect();
    let quotations = &report.quotations.quotations;
    let cited: BTreeMap<u32, usize> =
        quotations.iter().flat_map(|q| &q.works).map(|&(work, _)| (work, 0)).collect();
    let numbers: BTreeMap<u32, usize> = cited.into_keys().zip(0..).collect();
    let works = numbers.keys().filter_map(|&work| report.works.works.get(work as usize));
    let themes = report.names.iter().enumerate().map(|(place, name)| Theme {
        path: &name.path,
        name: &name.full,
        depth: name.depth,
        end: name.end,
        color: &name.color,
        all: report.overall.get(place, 0).sentences,
    });
    let papers = report.papers.iter().map(|paper| Paper {
        name: &paper.name,
        label: super::papers::short_name(paper),
        year: paper.metadata.year,
    });
    Data {
        themes: themes.collect(),
        papers: papers.collect(),
        sections: SectionKind::ALL.iter().map(|kind| kind.name()).collect(),
        works: works.map(|work| Work { id: &work.id, label: &work.label }).collect(),
        all: report.quotations.sentences,
        sentences: quotations
            .iter()
            .filter_map(|quotation| sentence(quotation, &places, &numbers))
            .collect(),
    }
}

fn sentence<'a>(
    quotation: &'a Quotation,
    papers: &BTreeMap<u32, usize>,
    works: &BTreeMap<u32, usize>,
) -> Option<Sentence<'a>> {
    let text = quotation.text.as_str();
    let units = |end: usize| text.get(..end).map_or(0, |before| before.encode_utf16().count());
    let mentions = quotation.mentions.iter().map(|mention| {
        let flags = usize::from(mention.negated) + 2 * usize::from(mention.hedged);
        [units(mention.span.start), units(mention.span.end), mention.theme as usize, flags]
    });
    let cited =
        quotation.works.iter().filter_map(|(work, distance)| Some((*works.get(work)?, *distance)));
    Some(Sentence {
        d: *papers.get(&quotation.document)?,
        s: quotation.section as usize,
        p: quotation.page.as_deref(),
        n: quotation.sentence.saturating_add(1),
        t: text,
        m: mentions.collect(),
        w: cited.collect(),
        b: quotation.before.as_deref(),
        a: quotation.after.as_deref(),
    })
}

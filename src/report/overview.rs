//! The opening of the page: what it is made from, in numbers, and what stands out.

use std::fmt::Write as _;

use super::data::Report;
use super::figures::plural;
use super::page::{Page, sentences_link};
use crate::export::markup::escaped;
use crate::model::table::thousands;
use crate::query::frequency::Frequency;

/// What the report is on, below its title.
pub(super) fn lede(report: &Report<'_>) -> String {
    let papers = plural(report.papers.len() as u64, "paper");
    let years = years(report).map_or_else(String::new, |(first, last)| {
        if first == last { format!(" of {first}") } else { format!(" of {first}–{last}") }
    });
    let all = report.names.len();
    let raised = |&theme: &usize| report.overall.get(theme, 0).mentions > 0;
    let found = (0..all).filter(raised).count();
    let found = match found {
        0 => "None of the themes is raised.".to_owned(),
        _ if found == all => "All of the themes are raised.".to_owned(),
        _ => format!("{found} of the themes are raised."),
    };
    let left_out = match report.left_out {
        0 => String::new(),
        count => format!(
            " {} of the index {} not counted, since {} not selected or in a language that the codebook is not for.",
            plural(count as u64, "paper"),
            if count == 1 { "is" } else { "are" },
            if count == 1 { "it is" } else { "they are" },
        ),
    };
    format!(
        "<p class=\"lede\">What {papers}{years} say on the {} of a codebook: how often, where, since when, and on \
         whose authority each is raised, with the sentences behind every number. {found}{left_out}</p>\n",
        plural(all as u64, "theme")
    )
}

/// First and last year of publication.
pub(super) fn years(report: &Report<'_>) -> Option<(i32, i32)> {
    let years = || report.papers.iter().filter_map(|paper| paper.metadata.year);
    years().min().zip(years().max())
}

/// Sums over the papers: citations, resolved citations, references.
pub(super) fn sums(report: &Report<'_>) -> [u64; 3] {
    report.papers.iter().fold([0; 3], |[citations, resolved, references], paper| {
        [
            citations + paper.counts.citations as u64,
            resolved + paper.counts.resolved as u64,
            references + paper.references as u64,
        ]
    })
}

/// Adds the section.
pub(super) fn draw(report: &Report<'_>, page: &mut Page) {
    page.open("overview", "Overview");
    let [citations, _, references] = sums(report);
    let numbers = [
        (report.papers.len() as u64, "papers", "#papers"),
        (report.overall.total.tokens, "words of running text", "#methods"),
        (report.quotations.sentences as u64, "sentences that raise a theme", "#sentences"),
        (citations, "citations in the text", "#evidence"),
        (references, "references", "#works"),
        (report.most_cited.1 as u64, "cited works", "#works"),
    ];
    page.out.push_str("<ul class=\"numbers\">\n");
    for (number, what, link) in numbers {
        let number = thousands(number);
        let _ = writeln!(
            page.out,
            "<li><a href=\"{link}\"><b>{number}</b> <span>{what}</span></a></li>"
        );
    }
    page.out.push_str("</ul>\n");
    let found = findings(report);
    if !found.is_empty() {
        page.out.push_str("<h3>What stands out</h3>\n<ul class=\"findings\">\n");
        for finding in found {
            let _ = writeln!(page.out, "<li>{finding}</li>");
        }
        page.out.push_str("</ul>\n");
    }
    page.close();
}

/// A theme that leads to its sentences.
fn linked(report: &Report<'_>, theme: usize) -> String {
    let path = report.names.get(theme).map_or("", |name| name.path.as_str());
    let link = sentences_link(&[("theme", path)]);
    format!("<b><a href=\"{}\">{}</a></b>", escaped(&link), escaped(report.full_name(theme)))
}

fn findings(report: &Report<'_>) -> Vec<String> {
    let mut findings = Vec::new();
    findings.extend(widest(report));
    findings.extend(most_often(report));
    let ends_only = |(first, second): &(u32, u32)| {
        !report.has_children(*first as usize) && !report.has_children(*second as usize)
    };
    let pairs = report.together.iter().filter(|(pair, _)| ends_only(pair));
    let pair = pairs.rev().max_by_key(|(_, together)| (together.sentences, together.papers));
    if let Some((&(first, second), together)) = pair {
        findings.push(format!(
            "Most often raised together: {} and {}, in {} of {}.",
            linked(report, first as usize),
            linked(report, second as usize),
            plural(together.sentences, "sentence"),
            plural(together.papers, "paper")
        ));
    }
    if let Some((work, count)) = report.most_cited.0.first()
        && let Some(work) = report.works.works.get(*work)
    {
        let link = escaped(&sentences_link(&[("work", &work.id)]));
        let label = escaped(&work.label);
        let papers = plural(count.papers, "paper");
        findings.push(format!("Most cited: <b><a href=\"{link}\">{label}</a></b>, by {papers}."));
    }
    findings.extend(silent(report));
    findings
}

/// The themes without themes below them that are raised, with their frequencies.
fn ends(report: &Report<'_>) -> impl DoubleEndedIterator<Item = (usize, Frequency)> {
    (0..report.names.len())
        .filter(|&theme| !report.has_children(theme))
        .map(|theme| (theme, report.overall.get(theme, 0)))
        .filter(|(_, frequency)| frequency.mentions > 0)
}

/// The theme of most papers; of equal ones the first in the codebook.
fn widest(report: &Report<'_>) -> Option<String> {
    let most = |(_, frequency): &(usize, Frequency)| (frequency.papers, frequency.mentions);
    let (theme, frequency) = ends(report).rev().max_by_key(most)?;
    let group = report.overall.groups.first()?;
    let share = frequency.share(group)?;
    Some(format!(
        "Most widespread: {}, in {} of {} ({:.0} %, 95 % interval {:.0}–{:.0} %).",
        linked(report, theme),
        frequency.papers,
        plural(group.papers, "paper"),
        share.share * 100.0,
        share.low * 100.0,
        share.high * 100.0
    ))
}

/// The theme of most mentions.
fn most_often(report: &Report<'_>) -> Option<String> {
    let (theme, frequency) = ends(report).rev().max_by_key(|(_, frequency)| frequency.mentions)?;
    let mentions = plural(frequency.mentions, "mention");
    let papers = plural(frequency.papers, "paper");
    Some(format!("Most often raised: {}, {mentions} in {papers}.", linked(report, theme)))
}

/// How many themes, and how many papers, have nothing.
fn silent(report: &Report<'_>) -> Option<String> {
    let absent = (0..report.names.len()).filter(|&theme| !report.has_children(theme));
    let absent: Vec<&str> = absent
        .filter(|&theme| report.overall.get(theme, 0).mentions == 0)
        .map(|theme| report.full_name(theme))
        .collect();
    let tops: Vec<usize> = (0..report.names.len())
        .filter(|&theme| report.names.get(theme).is_some_and(|name| name.depth == 0))
        .collect();
    let groups = 0..report.by_document.groups.len();
    let quiet = groups
        .filter(|&group| {
            tops.iter().all(|&theme| report.by_document.get(theme, group).mentions == 0)
        })
        .count();
    let mut parts = Vec::new();
    if quiet > 0 {
        let verb = if quiet == 1 { "raises" } else { "raise" };
        parts.push(format!("{} {verb} none of the themes", plural(quiet as u64, "paper")));
    }
    match absent.as_slice() {
        [] => {}
        [one] => parts.push(format!("no paper raises <b>{}</b>", escaped(one))),
        many => parts.push(format!("{} are raised nowhere", plural(many.len() as u64, "theme"))),
    }
    (!parts.is_empty()).then(|| format!("Silent: {}.", parts.join("; ")))
}

//! `leitmotif extract citations --annotate`: the papers' texts with citations and references marked.

use anyhow::{Result, anyhow};
use leitmotif::export::annotated::{AnnotatedPaper, html, text};
use leitmotif::pipeline::study::{FetchedPaper, Study};

use super::Outcome;
use super::args::{Annotate, FilterArgs, Global};
use super::extract::chosen;
use super::output::{colour, deliver};
use super::themes::{did_you_mean, provenance};

/// Runs the command.
pub(crate) fn run(
    global: &Global,
    form: Annotate,
    document: Option<&str>,
    filter: &FilterArgs,
) -> Result<Outcome> {
    let study = Study::open(&global.index, global.jobs())?;
    let selection = study.select(filter.filter.as_deref(), true)?;
    let mut papers = chosen(&study, &selection);
    let mut provenance =
        provenance(&study, "extract citations --annotate", filter.filter.as_deref());
    if let Some(name) = document {
        papers = named(&study, papers, name)?;
        provenance = provenance.with("document", name);
    }
    match form {
        Annotate::Html => {
            let drawn = study.with_papers(&papers, |place, paper| {
                html::paper(annotated(paper), papers.binary_search(&place).unwrap_or_default())
            })?;
            deliver(global, |out| html::write(&drawn, &provenance, out))?;
        }
        Annotate::Text => {
            let colour = global.output.is_none() && colour();
            let drawn =
                study.with_papers(&papers, |_, paper| text::paper(annotated(paper), colour))?;
            deliver(global, |out| {
                for (number, paper) in drawn.iter().enumerate() {
                    let before = if number > 0 { "\n" } else { "" };
                    write!(out, "{before}{paper}")?;
                }
                writeln!(out, "\n{provenance}")
            })?;
        }
    }
    Ok(if papers.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

fn annotated(paper: &FetchedPaper) -> AnnotatedPaper<'_> {
    AnnotatedPaper {
        document: &paper.document,
        citations: &paper.extraction.citations,
        references: &paper.extraction.references,
    }
}

/// Of the papers at these places, the one of this name.
pub(crate) fn named(study: &Study, mut papers: Vec<usize>, name: &str) -> Result<Vec<usize>> {
    let names = || study.facts().documents.iter().map(|document| document.name.as_str());
    let Some(place) = names().position(|known| known == name) else {
        return Err(anyhow!("no paper `{name}` in the index{}", did_you_mean(name, names())));
    };
    papers.retain(|&one| one == place);
    Ok(papers)
}

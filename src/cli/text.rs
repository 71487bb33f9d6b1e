//! `leitmotif extract text`: the text of a paper, to which all offsets refer.

use anyhow::Result;
use leitmotif::pipeline::study::Study;

use super::Outcome;
use super::annotate::named;
use super::args::Global;
use super::extract::chosen;
use super::output::deliver;

/// Runs the command.
pub(super) fn run(global: &Global, name: &str) -> Result<Outcome> {
    let study = Study::open(&global.index, global.jobs())?;
    let selection = study.select(None, true)?;
    let papers = named(&study, chosen(&study, &selection), name)?;
    let texts = study.with_papers(&papers, |_, paper| paper.document.text.clone())?;
    deliver(global, |out| texts.iter().try_for_each(|text| out.write_all(text.as_bytes())))?;
    Ok(Outcome::Done)
}

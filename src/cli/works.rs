//! What all commands on cited works share: the decisions made by hand, and what they left undone.

use anyhow::Result;
use leitmotif::decisions;
use leitmotif::model::{Decisions, Provenance, Table};
use leitmotif::pipeline::study::Study;
use leitmotif::query::Selection;
use leitmotif::query::works::{Works, WorksOptions};

use super::args::{FilterArgs, Global, WorksArgs};
use super::output::note;
use super::themes::provenance;

/// How many decisions that could not be followed are told.
const TOLD: usize = 20;

/// The cited works of a study, with what they were decided by.
pub(crate) struct Cited {
    pub(crate) works: Works,
    decisions: String,
}

impl Cited {
    /// Adds the decisions to what a result is made from.
    pub(crate) fn provenance(&self, provenance: Provenance) -> Provenance {
        if self.decisions.is_empty() {
            provenance
        } else {
            provenance.with("works", &self.decisions)
        }
    }
}

/// The decisions in the file that is named, or none.
pub(crate) fn read_decisions(args: &WorksArgs) -> Result<Decisions> {
    Ok(match &args.decisions {
        Some(path) => decisions::read(path)?,
        None => Decisions::default(),
    })
}

/// Puts the references of a study together to works, and tells what could not be done as decided.
pub(crate) fn cited(global: &Global, study: &Study, decisions: Decisions) -> Result<Cited> {
    let fingerprint = decisions.fingerprint.clone();
    let works = study.works(decisions)?;
    for remark in works.remarks.iter().take(TOLD) {
        note(global, &remark.to_string());
    }
    let more = works.remarks.len().saturating_sub(TOLD);
    if more > 0 {
        note(global, &format!("and {more} more decisions that could not be followed"));
    }
    Ok(Cited { works, decisions: fingerprint })
}

/// The most cited works, or the references that they were put together from.
pub(crate) fn table(
    study: &Study,
    cited: &Cited,
    filter: &FilterArgs,
    limit: Option<usize>,
    explain: bool,
) -> Result<Table> {
    let selection: Selection = study.select(filter.filter.as_deref(), false)?;
    let options = WorksOptions { limit, ..WorksOptions::default() };
    let provenance = provenance(study, "query works", filter.filter.as_deref());
    let provenance = cited.provenance(provenance);
    Ok(if explain {
        cited.works.to_explanation(study.facts(), &selection, options, study, provenance)?
    } else {
        cited.works.to_table(study.facts(), &selection, options, provenance)
    })
}

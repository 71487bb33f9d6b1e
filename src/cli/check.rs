//! `leitmotif index check`: whether the index is sound, and mending it.

use anyhow::Result;
use clap::Args;
use leitmotif::index::WriterOptions;
use leitmotif::pipeline::check::{CheckReport, check, mend};

use super::args::Global;
use super::ingest::counted;
use super::output::{note, show};
use super::progress::Progress;
use super::{Outcome, interrupt};

/// How to check, and whether to mend.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Check files and lists only, and no texts.
    #[arg(long)]
    fast: bool,
    /// Take damaged papers out of the index, so that the next ingest reads them again.
    #[arg(long)]
    mend: bool,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &CheckArgs) -> Result<Outcome> {
    let progress = Progress::new(global.quiet);
    let report = interrupt::stoppable(global.quiet, || {
        check(&global.index, args.fast, global.jobs(), &progress)
    })?;
    if !report.faults.is_empty() {
        show(global, &report.table())?;
    }
    note(global, &summary(&report, args.fast));
    if report.stopped {
        return Ok(Outcome::Stopped);
    }
    if report.faults.is_empty() {
        return Ok(Outcome::Done);
    }
    if args.mend && report.faults.iter().all(leitmotif::index::check::Fault::is_mendable) {
        let options = WriterOptions { threads: global.jobs(), ..WriterOptions::default() };
        mend(&global.index, &report, options)?;
        note(global, "taken out of the index; ingest the papers again, and check once more");
    }
    Ok(Outcome::Damaged)
}

/// What was checked and found, in a line.
fn summary(report: &CheckReport, fast: bool) -> String {
    let papers = counted(report.papers, "paper");
    let looked = if fast { " by their files alone" } else { "" };
    if report.stopped {
        return "stopped before all was checked".to_owned();
    }
    match report.faults.len() {
        0 => format!("sound: {papers} checked{looked}"),
        faults => format!(
            "damaged: {}; {papers} checked{looked}\nto mend: `leitmotif index check --mend`, then ingest the same folders again",
            counted(faults, "fault")
        ),
    }
}

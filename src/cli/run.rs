//! `leitmotif run`: all stages at once.

use anyhow::Result;

use super::Outcome;
use super::args::{Global, RunArgs};
use super::export::copied;
use super::folder::write_all;
use super::frequency;
use super::ingest::{counted, take_in};
use super::output::{note, print};
use super::tables::PER;
use super::themes::{code_with, expect_codebook, load_with_file, remarks};
use super::works;

/// Runs the command: the theme table goes to standard output, tables, report and manifest to the
/// folder `--output`.
pub(crate) fn run(global: &Global, args: &RunArgs) -> Result<Outcome> {
    // A mistake in the codebook or the decisions is told before any paper is read.
    expect_codebook(&args.themes)?;
    let decisions = works::read_decisions(&args.works)?;
    let report = take_in(global, &args.ingest)?;
    if report.stopped {
        return Ok(Outcome::Stopped);
    }
    let path = args.themes.codebook.as_deref();
    let loaded = load_with_file(global, path)?;
    let copy = copied(&loaded, path);
    let coded = code_with(global, &args.themes, loaded.codebook, true)?;
    let frequencies = frequency::frequencies(&coded, &args.themes, None, PER)?;
    // The files first: standard output may be closed before all of the table is read.
    let written = match &global.output {
        Some(folder) => {
            let cited = works::cited(global, &coded.setting.study, decisions)?;
            let tables = write_all(folder, global.format, &coded, &cited, &copy, args)?;
            let tables = counted(tables, "table");
            format!("wrote {tables}, report.html and manifest.json to {}", folder.display())
        }
        None => String::new(),
    };
    print(global, &frequencies)?;
    remarks(global, &coded.setting, &coded.coding.places, &args.themes);
    if !written.is_empty() {
        note(global, &written);
    }
    let nothing = coded.selected().is_empty();
    Ok(match (report.skipped.is_empty(), nothing) {
        (false, _) => Outcome::Skipped,
        (true, true) => Outcome::NothingFound,
        (true, false) => Outcome::Done,
    })
}

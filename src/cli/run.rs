//! `leitmotif run`: all stages at once.

use std::path::Path;

use anyhow::Result;
use leitmotif::export::{ExportFormat, TerminalStyle, write};

use super::Outcome;
use super::args::{Format, Global, RunArgs};
use super::ingest::{counted, take_in};
use super::output::{make_folder, note, print, to_file};
use super::query;
use super::tables::{self, PER};
use super::themes::{Coded, code_flagged, expect_codebook, remarks};
use super::works::{self, Cited};

/// Runs the command: the theme table goes to standard output, all tables to the folder `--output`.
pub(crate) fn run(global: &Global, args: &RunArgs) -> Result<Outcome> {
    // A mistake in the codebook or the decisions is told before any paper is read.
    expect_codebook(&args.themes)?;
    let decisions = works::read_decisions(&args.works)?;
    let report = take_in(global, &args.ingest)?;
    if report.stopped {
        return Ok(Outcome::Stopped);
    }
    let coded = code_flagged(global, &args.themes)?;
    let frequencies = query::frequencies(&coded, &args.themes, None, PER)?;
    // The files first: standard output may be closed before all of the table is read.
    let written = match &global.output {
        Some(folder) => {
            let cited = works::cited(global, &coded.setting.study, decisions)?;
            let tables = write_all(folder, global.format, &coded, &cited, args)?;
            format!("wrote {} to {}", counted(tables, "table"), folder.display())
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

/// Writes each table into a file of its own, and returns how many there are; tables for people are
/// written as CSV, which people and programs read.
fn write_all(
    folder: &Path,
    format: Format,
    coded: &Coded,
    cited: &Cited,
    args: &RunArgs,
) -> Result<usize> {
    let format = match format {
        Format::Table(ExportFormat::Table(TerminalStyle { .. })) | Format::Bibliography(_) => {
            ExportFormat::Csv
        }
        Format::Table(other) => other,
    };
    make_folder(folder)?;
    let mut written = 0;
    tables::each(coded, cited, &args.themes, &mut |table| {
        let path = folder.join(format!("{}.{}", table.name, format.extension()));
        to_file(&path, |out| write(&table, format, out))?;
        written += 1;
        Ok(())
    })?;
    Ok(written)
}

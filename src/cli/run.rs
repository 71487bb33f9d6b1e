//! `leitmotif run`: all stages at once.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use leitmotif::export::{ExportFormat, TerminalStyle, write};
use leitmotif::model::Table;

use super::Outcome;
use super::args::{Format, Global, RunArgs, Scope};
use super::ingest::{counted, take_in};
use super::output::{note, print};
use super::themes::{Coded, code_flagged, load, provenance, remarks};
use super::works::{self, Cited};
use super::{codebook, extract, query};

/// Rates are given per this many tokens.
const PER: u64 = 1000;

/// Runs the command: the theme table goes to standard output, all tables to the folder `--output`.
pub(crate) fn run(global: &Global, args: &RunArgs) -> Result<Outcome> {
    // A mistake in the codebook or the decisions is told before any paper is read.
    load(args.themes.codebook.as_deref())?;
    let decisions = works::read_decisions(&args.works)?;
    let report = take_in(global, &args.ingest)?;
    let coded = code_flagged(global, &args.themes)?;
    let frequencies = query::frequencies(&coded, &args.themes, None, PER)?;
    // The files first: standard output may be closed before all of the table is read.
    let written = match &global.output {
        Some(folder) => {
            let cited = works::cited(global, &coded.setting.study, decisions)?;
            let tables = tables(&coded, &cited, args)?;
            write_all(folder, global.format, &tables)?;
            format!("wrote {} to {}", counted(tables.len(), "table"), folder.display())
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

/// All tables of a run, each with the name of its file.
fn tables(coded: &Coded, cited: &Cited, args: &RunArgs) -> Result<Vec<Table>> {
    let themes = &args.themes;
    let mut tables = Vec::new();
    tables.push(query::frequencies(coded, themes, None, PER)?);
    for by in ["document", "section", "year"] {
        tables.push(query::frequencies(coded, themes, Some(by), PER)?);
    }
    tables.push(extract::mentions(coded, themes)?);
    tables.push(extract::keywords(coded, themes)?);
    tables.push(query::evidence(coded, cited, themes, None, Scope::Neighbours, false)?);
    tables.push(query::evidence(coded, cited, themes, None, Scope::Neighbours, true)?);
    tables.push(works::table(&coded.setting.study, cited, &themes.filter, None, false)?);
    let filter = themes.filter.filter.as_deref();
    let selection = coded.setting.study.select(filter, true)?;
    let papers = extract::chosen(&coded.setting.study, &selection);
    let mut citations = Table::new("citations", "In-text citations");
    citations.provenance = provenance(&coded.setting.study, "extract citations", filter);
    tables.push(extract::citation_table(&coded.setting.study, &selection, &papers, citations)?);
    let mut references = Table::new("references", "References");
    references.provenance = provenance(&coded.setting.study, "extract references", filter);
    tables.push(extract::reference_table(&coded.setting.study, &selection, references)?);
    tables.push(codebook::table(&coded.setting.codebook));
    Ok(tables)
}

/// Writes each table into a file of its own; tables for people are written as CSV, which people and
/// programs read.
fn write_all(folder: &Path, format: Format, tables: &[Table]) -> Result<()> {
    let format = match format {
        Format::Table(ExportFormat::Table(TerminalStyle { .. })) | Format::Bibliography(_) => {
            ExportFormat::Csv
        }
        Format::Table(other) => other,
    };
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    for table in tables {
        let path = folder.join(format!("{}.{}", table.name, format.extension()));
        let mut bytes = Vec::new();
        write(table, format, &mut bytes)?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

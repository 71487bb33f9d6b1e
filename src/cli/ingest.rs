//! `leitmotif ingest`.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use leitmotif::pipeline::ingest::{IngestOptions, IngestReport, ingest};
use leitmotif::read::ReadOptions;

use super::Outcome;
use super::args::{Global, IngestArgs};
use super::output::note;
use super::progress::Progress;
use super::records;

/// How many skipped papers or duplicates are named before the rest is only counted.
const NAMED: usize = 20;

/// Runs the command.
pub(crate) fn run(global: &Global, args: &IngestArgs) -> Result<Outcome> {
    let report = take_in(global, args)?;
    Ok(if report.skipped.is_empty() { Outcome::Done } else { Outcome::Skipped })
}

/// Ingests, and tells what was read, skipped and found.
pub(crate) fn take_in(global: &Global, args: &IngestArgs) -> Result<IngestReport> {
    let options = IngestOptions {
        jobs: global.jobs(),
        memory: args.memory << 20,
        prune: args.prune,
        read: read_options(args)?,
        metadata: args.records.metadata.clone(),
        abstracts: args.records.abstracts,
        duplicates: args.records.duplicates.into(),
    };
    let paths = paths(&args.paths)?;
    let report = ingest(&global.index, &paths, &options, &Progress::new(global.quiet))?;
    note(global, &summary(&report));
    if let (Some(path), Some(records)) = (&args.records.matches, &report.records) {
        records::write_matches(path, records)?;
    }
    Ok(report)
}

/// How files are read: PDF in processes of their own.
fn read_options(args: &IngestArgs) -> Result<ReadOptions> {
    let options = ReadOptions::default().with_size_limit(args.max_size << 20);
    #[cfg(feature = "pdf")]
    let options = options.with_isolation(super::pdf::isolation(args.pdf_time, args.pdf_memory)?);
    Ok(options)
}

/// The paths with `-` replaced by those on standard input.
fn paths(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::with_capacity(named.len());
    for path in named {
        if path == Path::new("-") {
            for line in io::stdin().lock().lines() {
                let line = line.context("cannot read file names from standard input")?;
                let name = line.trim_end_matches('\r');
                if !name.is_empty() {
                    paths.push(PathBuf::from(name));
                }
            }
        } else {
            paths.push(path.clone());
        }
    }
    Ok(paths)
}

/// What an ingest did, in a few lines.
fn summary(report: &IngestReport) -> String {
    let mut lines = Vec::new();
    let read = report.added + report.replaced;
    if read > 0 {
        lines.push(format!(
            "read {} ({} new, {} changed): {} and {}",
            counted(read, "paper"),
            report.added,
            report.replaced,
            counted(report.citations, "citation"),
            counted(report.references, "reference"),
        ));
    }
    if report.unchanged > 0 {
        lines.push(format!("unchanged: {}", counted(report.unchanged, "paper")));
    }
    if !report.removed.is_empty() {
        lines.push(format!("removed: {}", counted(report.removed.len(), "paper")));
    }
    if report.passed_over > 0 {
        lines.push(format!(
            "passed over: {} of other kinds in the folders",
            counted(report.passed_over, "file")
        ));
    }
    let duplicates = report
        .duplicates
        .iter()
        .map(|pair| format!("{} is the same as {}", pair.name, pair.same_as));
    list(&mut lines, "the same text twice, indexed once", duplicates.collect());
    if let Some(records) = &report.records {
        records::summary(&mut lines, records);
    }
    records::same(&mut lines, &report.same);
    let skipped = report.skipped.iter().map(|paper| format!("{}: {}", paper.name, paper.reason));
    list(&mut lines, "skipped", skipped.collect());
    if lines.is_empty() {
        lines.push("found no papers".to_owned());
    }
    lines.join("\n")
}

/// Adds a heading with the number of items, and the first of them.
pub(crate) fn list(lines: &mut Vec<String>, heading: &str, items: Vec<String>) {
    if items.is_empty() {
        return;
    }
    lines.push(format!("{heading}: {}", items.len()));
    let more = items.len().saturating_sub(NAMED);
    lines.extend(items.into_iter().take(NAMED).map(|item| format!("  {item}")));
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
}

/// A number with its noun: `1 paper`, `2 papers`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

//! `leitmotif ingest`.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use leitmotif::error::Skipped;
use leitmotif::export::ExportFormat;
use leitmotif::pipeline::ingest::{
    Duplicate, IngestOptions, IngestReport, Outlook, ingest, ingest_lines, preview,
};
use leitmotif::read::{ReadOptions, RecordFields};

use super::args::{Format, Global, IngestArgs};
use super::output::{note, show};
use super::progress::Progress;
use super::{Outcome, interrupt, records};

/// How many skipped papers or duplicates are named before the rest is only counted.
const NAMED: usize = 20;

/// The command.
#[derive(Debug, Args)]
pub(crate) struct IngestCommand {
    #[command(flatten)]
    pub(crate) ingest: IngestArgs,
    /// Only tell how each paper would be read and what would be done with it.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Which fields of JSON, CSV and Parquet files hold what, where they have other names than usual;
/// `a.b` is the field b inside a.
#[derive(Debug, Args)]
pub(crate) struct FieldArgs {
    /// Field or column with the text; may be given several times.
    #[arg(long = "text-field", value_name = "NAME")]
    pub(crate) text: Vec<String>,
    /// Field that tells the records of a file apart.
    #[arg(long = "id-field", value_name = "NAME")]
    pub(crate) id: Option<String>,
    /// Field with the title.
    #[arg(long = "title-field", value_name = "NAME")]
    pub(crate) title: Option<String>,
    /// Field with the year of publication.
    #[arg(long = "year-field", value_name = "NAME")]
    pub(crate) year: Option<String>,
    /// Field with the authors.
    #[arg(long = "author-field", value_name = "NAME")]
    pub(crate) authors: Option<String>,
}

impl FieldArgs {
    /// As the library has them.
    pub(crate) fn fields(&self) -> RecordFields {
        let Self { text, id, title, year, authors } = self;
        RecordFields {
            text: text.clone(),
            id: id.clone(),
            title: title.clone(),
            year: year.clone(),
            authors: authors.clone(),
        }
    }
}

/// Runs the command.
pub(crate) fn run(global: &Global, command: &IngestCommand) -> Result<Outcome> {
    if command.dry_run {
        return look(global, &command.ingest);
    }
    let report = take_in(global, &command.ingest)?;
    Ok(match report {
        IngestReport { stopped: true, .. } => Outcome::Stopped,
        report if report.skipped.is_empty() => Outcome::Done,
        _ => Outcome::Skipped,
    })
}

/// Ingests, and tells what was read, skipped and found.
pub(crate) fn take_in(global: &Global, args: &IngestArgs) -> Result<IngestReport> {
    let options = options(global, args)?;
    let progress = Progress::new(global.quiet);
    let report = if reads_papers_from_pipe(global, args)? {
        interrupt::stoppable(global.quiet, || {
            ingest_lines(&global.index, io::stdin().lock(), &options, &progress)
        })
    } else {
        let paths = paths(&args.paths)?;
        interrupt::stoppable(global.quiet, || ingest(&global.index, &paths, &options, &progress))
    }?;
    note(global, &summary(&report, args.shard.is_some()));
    if let (Some(path), Some(records)) = (&args.records.matches, &report.records) {
        records::write_matches(path, records)?;
    }
    Ok(report)
}

/// Tells what an ingest would do.
fn look(global: &Global, args: &IngestArgs) -> Result<Outcome> {
    if args.paths.iter().any(|path| path == Path::new("-")) && is_json_lines(global) {
        bail!(
            "--dry-run with --format jsonl and - : papers from standard input can be read only once"
        );
    }
    let options = options(global, args)?;
    let paths = paths(&args.paths)?;
    let progress = Progress::new(global.quiet);
    let outlook =
        interrupt::stoppable(global.quiet, || preview(&global.index, &paths, &options, &progress))?;
    show(global, &outlook.table())?;
    note(global, &foresight(&outlook));
    Ok(match outlook {
        Outlook { stopped: true, .. } => Outcome::Stopped,
        outlook if outlook.skips() => Outcome::Skipped,
        _ => Outcome::Done,
    })
}

fn options(global: &Global, args: &IngestArgs) -> Result<IngestOptions> {
    Ok(IngestOptions {
        jobs: global.jobs(),
        memory: args.memory << 20,
        prune: args.prune,
        read: read_options(args)?,
        metadata: args.records.metadata.clone(),
        abstracts: args.records.abstracts,
        duplicates: args.records.duplicates.into(),
        shard: args.shard,
    })
}

/// How files are read: PDF in processes of their own.
fn read_options(args: &IngestArgs) -> Result<ReadOptions> {
    let fields = args.fields.fields();
    let options = ReadOptions::default().with_size_limit(args.max_size << 20).with_fields(fields);
    #[cfg(feature = "pdf")]
    let options = options.with_isolation(super::pdf::isolation(args.pdf_time, args.pdf_memory)?);
    Ok(options)
}

fn is_json_lines(global: &Global) -> bool {
    matches!(global.format, Format::Table(ExportFormat::Jsonl))
}

/// Whether papers come through standard input, and not the names of files.
fn reads_papers_from_pipe(global: &Global, args: &IngestArgs) -> Result<bool> {
    let pipe = is_json_lines(global) && args.paths.iter().any(|path| path == Path::new("-"));
    if pipe && args.paths.len() > 1 {
        bail!(
            "papers from standard input (- with --format jsonl) are ingested alone; ingest files in a run of their own"
        );
    }
    if pipe && args.prune {
        bail!("--prune compares files, and papers from standard input have none");
    }
    Ok(pipe)
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
fn summary(report: &IngestReport, of_shard: bool) -> String {
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
    lines.extend(passed_over(report.passed_over));
    duplicates(&mut lines, &report.duplicates);
    if let Some(records) = &report.records {
        records::summary(&mut lines, records, of_shard);
    }
    records::same(&mut lines, &report.same);
    skipped(&mut lines, &report.skipped);
    if report.stopped {
        let left = match report.remaining {
            0 => String::new(),
            left => format!(" with {} to read", counted(left, "paper")),
        };
        lines.push(format!("stopped{left}; run the same command again to go on"));
    } else if lines.is_empty() {
        lines.push("found no papers".to_owned());
    }
    lines.join("\n")
}

/// Tells which papers have the content of others.
pub(crate) fn duplicates(lines: &mut Vec<String>, pairs: &[Duplicate]) {
    let rows = pairs.iter().map(|pair| format!("{} is the same as {}", pair.name, pair.same_as));
    list(lines, "the same text twice, indexed once", rows.collect());
}

/// Tells which papers were skipped, and why.
pub(crate) fn skipped(lines: &mut Vec<String>, papers: &[Skipped]) {
    let rows = papers.iter().map(|paper| format!("{}: {}", paper.name, paper.reason));
    list(lines, "skipped", rows.collect());
}

fn passed_over(files: usize) -> Option<String> {
    let told = || format!("passed over: {} of other kinds", counted(files, "file"));
    (files > 0).then(told)
}

/// What an ingest would do, in a few lines.
fn foresight(outlook: &Outlook) -> String {
    let mut parts = Vec::new();
    for action in ["new", "changed", "unchanged", "duplicate", "skipped"] {
        let papers = outlook.papers.iter().filter(|paper| paper.action == action).count();
        if papers > 0 {
            parts.push(format!("{papers} {action}"));
        }
    }
    let mut lines = vec![match parts.is_empty() {
        true => "would find no papers".to_owned(),
        false => format!("would ingest: {}", parts.join(", ")),
    }];
    if !outlook.removed.is_empty() {
        lines.push(format!("would remove: {}", counted(outlook.removed.len(), "paper")));
    }
    lines.extend(passed_over(outlook.passed_over));
    for (action, heading) in [("duplicate", "the same text twice"), ("skipped", "skipped")] {
        let papers = outlook.papers.iter().filter(|paper| paper.action == action);
        let told = papers.map(|paper| {
            let reason = paper.reason.as_deref().unwrap_or_default();
            format!("{}: {reason}", paper.name)
        });
        list(&mut lines, heading, told.collect());
    }
    if outlook.stopped {
        lines.push("stopped before its end".to_owned());
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

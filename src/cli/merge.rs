//! `leitmotif index merge`: several indexes become one.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;
use leitmotif::pipeline::ingest::{MergeOptions, MergeReport, merge};

use super::args::Global;
use super::ingest::{counted, duplicates, list, skipped};
use super::output::note;
use super::progress::Progress;
use super::{Outcome, interrupt, records};

/// Which indexes to merge.
#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    /// Folders of the indexes; they stay as they are.
    #[arg(required = true, value_name = "INDEX")]
    indexes: Vec<PathBuf>,
    /// Records of the papers, to be given anew over all of them; by default the files from which the
    /// indexes have theirs. May be given several times.
    #[arg(long, value_name = "FILE")]
    metadata: Vec<PathBuf>,
    /// Memory for indexing, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    memory: usize,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &MergeArgs) -> Result<Outcome> {
    let destination = global
        .output
        .as_ref()
        .ok_or_else(|| anyhow!("name the folder of the merged index with --output DIR"))?;
    let options = MergeOptions {
        jobs: global.jobs(),
        memory: args.memory << 20,
        metadata: args.metadata.clone(),
    };
    let progress = Progress::new(global.quiet);
    let report = interrupt::stoppable(global.quiet, || {
        merge(&args.indexes, destination, &options, &progress)
    })?;
    if report.stopped {
        note(global, "stopped; nothing was merged");
        return Ok(Outcome::Stopped);
    }
    note(global, &summary(&report, args.indexes.len(), &destination.display().to_string()));
    Ok(if report.skipped.is_empty() { Outcome::Done } else { Outcome::Skipped })
}

/// What a merge did, in a few lines.
fn summary(report: &MergeReport, indexes: usize, destination: &str) -> String {
    let indexes = if indexes == 1 { "1 index".to_owned() } else { format!("{indexes} indexes") };
    let papers = counted(report.papers, "paper");
    let mut lines = vec![format!("merged {indexes} into {destination}: {papers}")];
    let missing: Vec<String> = report.missing.iter().map(ToString::to_string).collect();
    if !missing.is_empty() {
        lines.push(format!("missing of the corpus: shard {}", missing.join(", ")));
    }
    let shared = report.shared.iter().map(|(name, folders)| {
        let folders: Vec<String> =
            folders.iter().map(|folder| folder.display().to_string()).collect();
        format!("{name} is in {}", folders.join(" and "))
    });
    list(&mut lines, "in several indexes, taken once", shared.collect());
    duplicates(&mut lines, &report.duplicates);
    if let Some(records) = &report.records {
        records::summary(&mut lines, records, !report.missing.is_empty());
    }
    let unread = report.unread.iter().map(|file| file.display().to_string());
    list(
        &mut lines,
        "records not compared over all papers, since their files cannot be read; name them with --metadata",
        unread.collect(),
    );
    records::same(&mut lines, &report.same);
    skipped(&mut lines, &report.skipped);
    lines.join("\n")
}

//! Ingest: files into the index, only what is new.
//!
//! 1. The paths are walked, and every file, and every paper in a file that holds many, is hashed, on
//!    all threads.
//! 2. A plan is made from names and hashes (see [`plan`]); an ingest of unchanged papers ends here,
//!    and so does [`preview`], which tells it.
//! 3. New and changed papers are read, divided into layers, mined for citations, and handed to the
//!    index, on all threads, with a commit every [`COMMIT_BYTES`] of source so that a killed run
//!    goes on from there.
//!
//! Files that hold many papers are gone through from front to back both times, so that no more than some
//! papers need be in memory. When the observer wants to stop, no further paper is begun, and what was
//! done is kept.
//!
//! A paper that cannot be read, or on which our own code fails, is skipped with its reason.

mod gather;
mod plan;
mod preview;
mod stream;
mod take;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use self::gather::{Gathered, Gathering, gather};
use self::plan::{Decision, Plan};
use self::take::{Taker, Tally, Task, with_material};
use crate::error::{Result, Skipped};
use crate::index::{KnownPaper, Writer, WriterOptions};
use crate::observe::{Observer, Stage};
use crate::read::{self, ReadOptions};

pub use self::preview::{Outlook, PreviewedPaper, preview};
pub use self::stream::ingest_lines;

/// Bytes of source after which the work so far is committed.
const COMMIT_BYTES: u64 = 128 << 20;

/// How to ingest.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// Threads that read and mine papers, and as many that index them.
    pub jobs: usize,
    /// Memory for postings, in bytes.
    pub memory: usize,
    /// Whether papers leave the index whose files below the given paths are gone.
    pub prune: bool,
    /// How single files are read.
    pub read: ReadOptions,
}

impl Default for IngestOptions {
    fn default() -> Self {
        let memory = WriterOptions::default().memory;
        Self { jobs: 1, memory, prune: false, read: ReadOptions::default() }
    }
}

/// Two papers with the same content; the first is indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// Name of the paper that is not indexed.
    pub name: String,
    /// Name of the paper that has the same content.
    pub same_as: String,
}

/// What an ingest did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IngestReport {
    /// New papers.
    pub added: usize,
    /// Papers whose files had changed.
    pub replaced: usize,
    /// Papers that were in the index already.
    pub unchanged: usize,
    /// Names of papers that left the index.
    pub removed: Vec<String>,
    /// Files with the content of another paper.
    pub duplicates: Vec<Duplicate>,
    /// Files that could not be read, in the order of their names.
    pub skipped: Vec<Skipped>,
    /// Files in the folders and archives that are of no format for papers.
    pub passed_over: usize,
    /// Whether it was stopped before its end; what is missing is taken up by the next ingest.
    pub stopped: bool,
    /// How many new or changed papers were found and not read before it was stopped.
    pub remaining: usize,
    /// Bytes of the papers read.
    pub bytes: u64,
    /// Citations found in the papers read.
    pub citations: usize,
    /// References found in the papers read.
    pub references: usize,
}

/// Takes the papers at `paths` into the index in the folder `index`, which is made if need be.
///
/// # Errors
/// Where the index cannot be opened or written; single papers never end the run.
pub fn ingest(
    index: &Path,
    paths: &[PathBuf],
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Result<IngestReport> {
    let writer_options = WriterOptions { threads: options.jobs, memory: options.memory };
    let writer = Writer::open(index, writer_options)?;
    let Planned { papers, plan, mut skipped, passed_over, stopped } =
        look(paths, writer.known()?, options, observer);
    let mut report = IngestReport { passed_over, stopped, ..IngestReport::default() };
    if !stopped {
        let tasks = settle(papers, plan.decisions, &mut report, &mut skipped);
        for name in &plan.removed {
            writer.remove(name);
        }
        report.removed = plan.removed;
        take_all(&writer, &tasks, options, observer, &mut report, &mut skipped)?;
    }
    observer.begin(Stage::Merging, 0);
    writer.finish()?;
    observer.end();
    for paper in &skipped {
        observer.skipped(paper);
    }
    skipped.sort_by(|a, b| a.name.cmp(&b.name));
    report.skipped = skipped;
    Ok(report)
}

/// What there is, and what is to be done with it.
struct Planned {
    papers: Vec<Gathered>,
    plan: Plan,
    skipped: Vec<Skipped>,
    passed_over: usize,
    /// Nothing was planned, since not all was seen.
    stopped: bool,
}

/// Finds and hashes the papers at `paths`, and decides what to do with each.
fn look(
    paths: &[PathBuf],
    known: Vec<KnownPaper>,
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Planned {
    let discovered = read::discover(paths);
    let roots: Vec<String> = paths.iter().map(|path| place_of(path)).collect();
    let gathering = gather(discovered.sources, &roots, options, observer);
    let Gathering { papers, skipped, passed_over, faulty, stopped } = gathering;
    let pruned =
        if options.prune { plan::gone(&known, &papers, &roots, &faulty) } else { Vec::new() };
    let plan = if stopped { Plan::default() } else { plan::plan(&papers, &known, pruned) };
    Planned {
        papers,
        plan,
        skipped: discovered.skipped.into_iter().chain(skipped).collect(),
        passed_over: discovered.passed_over + passed_over,
        stopped,
    }
}

/// Notes what needs no reading, and returns what does.
fn settle(
    papers: Vec<Gathered>,
    decisions: Vec<Decision>,
    report: &mut IngestReport,
    skipped: &mut Vec<Skipped>,
) -> Vec<Task> {
    let mut tasks = Vec::new();
    for (paper, decision) in papers.into_iter().zip(decisions) {
        match decision {
            Decision::New => tasks.push(Task { paper, replace: false }),
            Decision::Changed => tasks.push(Task { paper, replace: true }),
            Decision::Unchanged => report.unchanged += 1,
            Decision::Duplicate(same_as) => {
                report.duplicates.push(Duplicate { name: paper.name, same_as });
            }
            Decision::Refused(reason) => skipped.push(Skipped { name: paper.shown(), reason }),
        }
    }
    tasks
}

/// Reads, mines and indexes papers.
fn take_all(
    writer: &Writer,
    tasks: &[Task],
    options: &IngestOptions,
    observer: &dyn Observer,
    report: &mut IngestReport,
    skipped: &mut Vec<Skipped>,
) -> Result<()> {
    let uncommitted = AtomicU64::new(0);
    let taker = Taker { writer, options: &options.read, observer, uncommitted };
    observer.begin(Stage::Ingesting, tasks.len());
    let tallies =
        with_material(tasks, options, observer, Tally::default, |tally, number, task, material| {
            taker.take(tally, number, task, material);
        });
    observer.end();
    let skipped_here = collect(tallies, report)?;
    report.remaining = tasks.len() - report.added - report.replaced - skipped_here.len();
    report.stopped = report.remaining > 0;
    skipped.extend(skipped_here);
    Ok(())
}

/// Adds up what the threads did; the skipped papers, in order.
fn collect(tallies: Vec<Tally>, report: &mut IngestReport) -> Result<Vec<Skipped>> {
    let mut skipped = Vec::new();
    for tally in tallies {
        if let Some(failure) = tally.failure {
            return Err(failure);
        }
        report.added += tally.report.added;
        report.replaced += tally.report.replaced;
        report.bytes += tally.report.bytes;
        report.citations += tally.report.citations;
        report.references += tally.report.references;
        skipped.extend(tally.skipped);
    }
    skipped.sort_by_key(|&(number, _)| number);
    Ok(skipped.into_iter().map(|(_, skipped)| skipped).collect())
}

/// Where a file or folder stands, for comparison with later runs.
fn place_of(path: &Path) -> String {
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    absolute.to_string_lossy().into_owned()
}

//! Ingest: files into the index, only what is new.
//!
//! 1. The paths are walked, and every file, and every paper in a file that holds many, is hashed, on
//!    all threads; files of records are read.
//! 2. A plan is made from names and hashes (see [`plan`]); an ingest of unchanged papers ends here,
//!    and so does [`preview`], which tells it.
//! 3. New and changed papers are read, divided into layers, mined for citations, and handed to the
//!    index, on all threads, with a commit every [`COMMIT_BYTES`] of source so that a killed run
//!    goes on from there.
//! 4. Records are given to the papers that they describe (see [`records`]), new and old.
//! 5. Papers that are the same under different names are found (see [`duplicates`]).
//!
//! Files that hold many papers are gone through from front to back both times, so that no more than some
//! papers need be in memory. When the observer wants to stop, no further paper is begun, and what was
//! done is kept.
//!
//! A paper that cannot be read, or on which our own code fails, is skipped with its reason.

mod abstracts;
mod duplicates;
mod gather;
mod merge;
mod plan;
mod preview;
mod records;
mod settings;
mod stream;
mod take;

use std::path::{Path, PathBuf};

use self::gather::{Gathered, Gathering, gather};
use self::plan::{Decision, KnownPaper};
use self::records::Library;
use self::take::{Taker, Tally, Task, with_material};
use crate::error::{Result, Skipped};
use crate::index::{PaperEntry, Shard, Writer, WriterOptions};
use crate::model::SourceFormat;
use crate::observe::{Observer, Stage};
use crate::read::{self, Discovery, ReadOptions};

pub use self::duplicates::{Duplicates, SamePapers, Sameness, same_papers};
pub use self::merge::{MergeOptions, MergeReport, merge};
pub use self::preview::{Outlook, PreviewedPaper, preview};
pub use self::records::RecordsReport;
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
    /// Files of bibliographic records, beside those that are found in the folders; of two records of
    /// one paper the fields of the first win.
    pub metadata: Vec<PathBuf>,
    /// Whether records with an abstract and without a paper become papers themselves.
    pub abstracts: bool,
    /// What to do with papers that are the same under different names.
    pub duplicates: Duplicates,
    /// Takes the papers of this shard alone.
    pub shard: Option<Shard>,
}

impl Default for IngestOptions {
    fn default() -> Self {
        let memory = WriterOptions::default().memory;
        Self {
            jobs: 1,
            memory,
            prune: false,
            read: ReadOptions::default(),
            metadata: Vec::new(),
            abstracts: false,
            duplicates: Duplicates::Report,
            shard: None,
        }
    }
}

impl IngestOptions {
    /// Whether the paper, or file, of this name is to be taken.
    fn wants(&self, name: &str) -> bool {
        self.shard.is_none_or(|shard| shard.holds(name))
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
    /// What became of the records, where any file of records was read.
    pub records: Option<RecordsReport>,
    /// Papers that are the same under different names, by the name of the first.
    pub same: Vec<SamePapers>,
}

/// Takes the papers at `paths` into the index in the folder `index`, which is made if need be.
///
/// # Errors
/// Where the index cannot be opened or written, or a file of records that was named cannot be read;
/// single papers never end the run.
pub fn ingest(
    index: &Path,
    paths: &[PathBuf],
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Result<IngestReport> {
    let (library, discovered) = discover(paths, options)?;
    let writer_options = WriterOptions { threads: options.jobs, memory: options.memory };
    let writer = Writer::open(index, writer_options)?;
    let mut papers = writer.known()?;
    settings::describe(index, &writer, papers.is_empty(), options)?;
    let Surveyed { gathering, mut skipped, roots } = survey(discovered, paths, options, observer);
    let (passed_over, stopped) = (gathering.passed_over, gathering.stopped);
    let mut report = IngestReport { passed_over, stopped, ..IngestReport::default() };
    if !stopped {
        let pruned = gone(&papers, &gathering, &roots, options);
        duplicates::reconsider(&writer, &mut papers, &pruned, options.duplicates);
        let plan = plan::plan(&gathering.papers, &known_files(&papers), pruned);
        let tasks = settle(gathering.papers, plan.decisions, &mut report, &mut skipped);
        for name in &plan.removed {
            writer.remove(name);
        }
        papers.retain(|paper| plan.removed.binary_search(&paper.name).is_err());
        report.removed = plan.removed;
        let taker = Taker::new(&writer, &library, options, observer);
        let new = take_all(&taker, &tasks, options, observer, &mut report, &mut skipped)?;
        finish_papers(index, &writer, &library, papers, new, options, &mut report)?;
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

/// Finds the files of papers at `paths`, and reads those of records.
fn discover(paths: &[PathBuf], options: &IngestOptions) -> Result<(Library, Discovery)> {
    let mut discovered = read::discover(paths);
    let library = Library::read(&options.metadata, &mut discovered)?;
    Ok((library, discovered))
}

/// What papers there are.
struct Surveyed {
    gathering: Gathering,
    skipped: Vec<Skipped>,
    /// Where the paths stand.
    roots: Vec<String>,
}

/// Finds and hashes the papers in the files found at `paths`.
fn survey(
    discovered: Discovery,
    paths: &[PathBuf],
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Surveyed {
    let roots: Vec<String> = paths.iter().map(|path| place_of(path)).collect();
    let mut gathering = gather(discovered.sources, &roots, options, observer);
    gathering.passed_over += discovered.passed_over;
    let mut skipped = discovered.skipped;
    skipped.retain(|skipped| options.wants(&skipped.name));
    skipped.append(&mut gathering.skipped);
    Surveyed { gathering, skipped, roots }
}

/// Names of papers that leave the index since their files are gone, where that is wanted.
fn gone(
    papers: &[PaperEntry],
    gathering: &Gathering,
    roots: &[String],
    options: &IngestOptions,
) -> Vec<String> {
    if !options.prune {
        return Vec::new();
    }
    plan::gone(&known_files(papers), &gathering.papers, roots, &gathering.faulty)
}

/// The papers that come from files of their own.
fn known_files(papers: &[PaperEntry]) -> Vec<KnownPaper> {
    let of_files = papers.iter().filter(|paper| paper.format != SourceFormat::Record);
    of_files.map(KnownPaper::from).collect()
}

/// Gives the records to the papers, and finds those that are the same; an ingest that was stopped
/// leaves both to the next one. `papers` are those that this run left as they were, `new` the others.
fn finish_papers(
    index: &Path,
    writer: &Writer,
    library: &Library,
    mut papers: Vec<PaperEntry>,
    new: Vec<PaperEntry>,
    options: &IngestOptions,
    report: &mut IngestReport,
) -> Result<()> {
    if report.stopped {
        return Ok(());
    }
    papers.retain(|paper| new.binary_search_by(|new| new.name.cmp(&paper.name)).is_err());
    let before: Vec<String> = papers.iter().map(|paper| paper.name.clone()).collect();
    papers.extend(new);
    papers.sort_by(|a, b| a.name.cmp(&b.name));
    report.records = library.settle(index, writer, &mut papers, &before, options)?;
    report.same = duplicates::settle(writer, &papers, &before, options)?;
    Ok(())
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

/// Reads, mines and indexes papers; what the index then knows of them, by name.
fn take_all(
    taker: &Taker<'_>,
    tasks: &[Task],
    options: &IngestOptions,
    observer: &dyn Observer,
    report: &mut IngestReport,
    skipped: &mut Vec<Skipped>,
) -> Result<Vec<PaperEntry>> {
    observer.begin(Stage::Ingesting, tasks.len());
    let tallies =
        with_material(tasks, options, observer, Tally::default, |tally, number, task, material| {
            taker.take(tally, number, task, material);
        });
    observer.end();
    let Collected { facts, skipped: skipped_here } = collect(tallies, report)?;
    report.remaining = tasks.len() - report.added - report.replaced - skipped_here.len();
    report.stopped = report.remaining > 0;
    skipped.extend(skipped_here);
    Ok(facts)
}

/// What the threads took in.
struct Collected {
    /// By name.
    facts: Vec<PaperEntry>,
    /// In the order of the papers.
    skipped: Vec<Skipped>,
}

/// Adds up what the threads did.
fn collect(tallies: Vec<Tally>, report: &mut IngestReport) -> Result<Collected> {
    let (mut facts, mut skipped) = (Vec::new(), Vec::new());
    for tally in tallies {
        if let Some(failure) = tally.failure {
            return Err(failure);
        }
        report.added += tally.report.added;
        report.replaced += tally.report.replaced;
        report.bytes += tally.report.bytes;
        report.citations += tally.report.citations;
        report.references += tally.report.references;
        facts.extend(tally.facts);
        skipped.extend(tally.skipped);
    }
    facts.sort_by(|a: &PaperEntry, b| a.name.cmp(&b.name));
    skipped.sort_by_key(|&(number, _)| number);
    let skipped = skipped.into_iter().map(|(_, skipped)| skipped).collect();
    Ok(Collected { facts, skipped })
}

/// Where a file or folder stands, for comparison with later runs.
fn place_of(path: &Path) -> String {
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    absolute.to_string_lossy().into_owned()
}

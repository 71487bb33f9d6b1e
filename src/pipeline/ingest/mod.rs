//! Ingest: files into the index, only what is new.
//!
//! 1. The paths are walked and every file is hashed, on all threads; files of records are read.
//! 2. A plan is made from names and hashes (see [`plan`]); an ingest of unchanged files ends here.
//! 3. New and changed papers are read, divided into layers, mined for citations, and handed to the
//!    index, on all threads, with a commit every [`COMMIT_BYTES`] of source so that a killed run
//!    goes on from there.
//! 4. Records are given to the papers that they describe (see [`records`]), new and old.
//! 5. Papers that are the same under different names are found (see [`duplicates`]).
//!
//! A paper that cannot be read, or on which our own code fails, is skipped with its reason.

mod abstracts;
mod duplicates;
mod plan;
mod records;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use self::plan::{Hashed, KnownPaper, Plan, Task};
use self::records::Library;
use crate::error::{Error, ErrorKind, Result, Skipped};
use crate::extract::{Extraction, extract};
use crate::index::{Origin, PaperFacts, Writer, WriterOptions};
use crate::model::{Document, SourceFormat};
use crate::observe::{Observer, Stage};
use crate::parallel::map_in_order;
use crate::read::{self, ReadOptions, Source};
use crate::records::matching::Matcher;

pub use self::duplicates::{Duplicates, SamePapers, Sameness, same_papers};
pub use self::plan::Duplicate;
pub use self::records::RecordsReport;

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
        }
    }
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
    /// Files in the folders that are of no format for papers.
    pub passed_over: usize,
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

/// What came of one paper.
enum Done {
    Indexed {
        facts: Box<PaperFacts>,
        replaced: bool,
        bytes: u64,
        citations: usize,
        references: usize,
    },
    Skipped(Skipped),
}

/// What every paper is read with.
struct Work<'a> {
    writer: &'a Writer,
    options: &'a IngestOptions,
    observer: &'a dyn Observer,
    library: &'a Library,
    matcher: Matcher<'a>,
    uncommitted: AtomicU64,
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
    let mut discovered = read::discover(paths);
    let library = Library::read(&options.metadata, &mut discovered)?;
    let writer =
        Writer::open(index, WriterOptions { threads: options.jobs, memory: options.memory })?;
    let mut papers = writer.known()?;
    let mut skipped = discovered.skipped;
    let files = hash_all(discovered.sources, options, observer, &mut skipped);
    let roots: Vec<String> = paths.iter().map(|path| place_of(path)).collect();
    let pruned = match options.prune {
        true => plan::gone(&known_files(&papers), &files, &roots),
        false => Vec::new(),
    };
    duplicates::reconsider(&writer, &mut papers, &pruned, options.duplicates);
    let known = known_files(&papers);
    let Plan { tasks, unchanged, duplicates, removed, skipped: refused } =
        plan::plan(files, &known, pruned);
    skipped.extend(refused);
    for name in &removed {
        writer.remove(name);
    }
    papers.retain(|paper| removed.binary_search(&paper.name).is_err());
    let mut report = IngestReport {
        unchanged,
        duplicates,
        removed,
        passed_over: discovered.passed_over,
        ..IngestReport::default()
    };
    let new = read_all(&writer, &library, &tasks, options, observer, &mut report, &mut skipped)?;
    papers.retain(|paper| new.binary_search_by(|new| new.name.cmp(&paper.name)).is_err());
    let before: Vec<String> = papers.iter().map(|paper| paper.name.clone()).collect();
    papers.extend(new);
    papers.sort_by(|a, b| a.name.cmp(&b.name));
    report.records = library.settle(index, &writer, &mut papers, &before, options)?;
    report.same = duplicates::settle(&writer, &papers, &before, options)?;
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

/// The papers that come from files of their own.
fn known_files(papers: &[PaperFacts]) -> Vec<KnownPaper> {
    let of_files = papers.iter().filter(|paper| paper.format != SourceFormat::Record);
    of_files.map(KnownPaper::from).collect()
}

/// Reads and indexes the papers of the plan; what the index then knows of them, by name.
fn read_all(
    writer: &Writer,
    library: &Library,
    tasks: &[Task],
    options: &IngestOptions,
    observer: &dyn Observer,
    report: &mut IngestReport,
    skipped: &mut Vec<Skipped>,
) -> Result<Vec<PaperFacts>> {
    let matcher = Matcher::new(library.records());
    let uncommitted = AtomicU64::new(0);
    let work = Work { writer, options, observer, library, matcher, uncommitted };
    observer.begin(Stage::Ingesting, tasks.len());
    let all = map_in_order(tasks, options.jobs, |_, task| index_paper(&work, task));
    observer.end();
    let mut new = Vec::with_capacity(all.len());
    for done in all {
        match done? {
            Done::Indexed { facts, replaced, bytes, citations, references } => {
                report.replaced += usize::from(replaced);
                report.added += usize::from(!replaced);
                report.bytes += bytes;
                report.citations += citations;
                report.references += references;
                new.push(*facts);
            }
            Done::Skipped(paper) => skipped.push(paper),
        }
    }
    new.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(new)
}

/// Where a file or folder stands, for comparison with later runs.
fn place_of(path: &Path) -> String {
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    absolute.to_string_lossy().into_owned()
}

/// Hashes all files; those that cannot be read go to `skipped`.
fn hash_all(
    sources: Vec<Source>,
    options: &IngestOptions,
    observer: &dyn Observer,
    skipped: &mut Vec<Skipped>,
) -> Vec<Hashed> {
    observer.begin(Stage::Comparing, sources.len());
    let hashes = map_in_order(&sources, options.jobs, |_, source| {
        let bytes = read::read_source(source, &options.read);
        observer.advance(0);
        bytes.map(|bytes| (read::hash_of(source, &bytes, &options.read), place_of(&source.path)))
    });
    observer.end();
    let mut files = Vec::with_capacity(sources.len());
    for (source, hash) in sources.into_iter().zip(hashes) {
        match hash {
            Ok((hash, place)) => files.push(Hashed { source, place, hash }),
            Err(error) => skipped.push(skip(&source, &error)),
        }
    }
    files
}

/// Reads, mines and indexes one paper, and commits where enough has gathered.
fn index_paper(work: &Work<'_>, task: &Task) -> Result<Done> {
    let Work { writer, options, observer, library, matcher, uncommitted } = work;
    let mined = catch_unwind(AssertUnwindSafe(|| mine(&task.source, &options.read)))
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::Defect)));
    let (mut document, extraction) = match mined {
        Ok(mined) => mined,
        Err(error) => {
            observer.advance(0);
            return Ok(Done::Skipped(skip(&task.source, &error)));
        }
    };
    let bytes = document.text.len() as u64;
    let citations = extraction.citations.len();
    let references = extraction.references.len();
    let record = library.likely(matcher, &document.name, &task.place, &mut document.metadata);
    let origin = Origin { source: task.place.clone(), record };
    let facts = Box::new(writer.put(document, extraction, origin, task.replace)?);
    let before = uncommitted.fetch_add(bytes, Ordering::Relaxed);
    if before / COMMIT_BYTES != (before + bytes) / COMMIT_BYTES {
        writer.commit()?;
    }
    observer.advance(bytes);
    Ok(Done::Indexed { facts, replaced: task.replace, bytes, citations, references })
}

/// Reads one paper and finds its citations and references.
fn mine(source: &Source, options: &ReadOptions) -> Result<(Document, Extraction)> {
    let document = read::read_document(source, options)?;
    let extraction = extract(&document);
    Ok((document, extraction))
}

/// A skipped paper, by the path that leads to its file, with the reason, which need not name the
/// file again.
fn skip(source: &Source, error: &Error) -> Skipped {
    let place = error.position().map(|position| format!("{position}: ")).unwrap_or_default();
    let cause = std::error::Error::source(error).map(|cause| format!(" ({cause})"));
    let reason = format!("{place}{}{}", error.kind(), cause.unwrap_or_default());
    Skipped { name: source.path.display().to_string(), reason }
}

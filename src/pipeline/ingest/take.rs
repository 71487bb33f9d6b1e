//! Taking papers in: each is read, mined, and handed to the index, on all threads.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::gather::{Gathered, skip, skip_part};
use super::records::Library;
use super::{COMMIT_BYTES, IngestOptions, IngestReport};
use crate::error::{ContainerFailure, Error, ErrorKind, Result, Skipped};
use crate::extract::{Extraction, extract};
use crate::index::{Origin, PaperEntry, Writer};
use crate::model::Document;
use crate::observe::Observer;
use crate::parallel::feed;
use crate::read::{self, Found, Part, PartNumber, Place, ReadOptions};
use crate::records::matching::Matcher;

/// A paper to be read.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) paper: Gathered,
    /// Whether the index has a paper of its name, which it replaces.
    pub(super) replace: bool,
}

/// What a paper is read from.
pub(super) enum Material {
    /// The file of the task.
    File,
    /// Bytes that stood in the file of the task.
    Part(Part),
    /// Nothing: the file changed.
    Gone,
}

/// Shows each task with what it is read from to one of the threads, each with a state of its own;
/// the states, in no order. Nothing more is begun once the observer wants to stop.
pub(super) fn with_material<S: Send>(
    tasks: &[Task],
    options: &IngestOptions,
    observer: &dyn Observer,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize, &Task, Material) + Sync,
) -> Vec<S> {
    let produce = |give: &mut dyn FnMut((usize, Material)) -> bool| {
        let mut give = |task, material| {
            let wanted = !observer.stop_requested() && give((task, material));
            if wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let mut begun = 0;
        for group in tasks.chunk_by(|a, b| Arc::ptr_eq(&a.paper.file, &b.paper.file)) {
            if give_group(group, begun, options, &mut give).is_break() {
                return;
            }
            begun += group.len();
        }
    };
    feed(options.jobs, produce, start, |state, (number, material)| {
        if let Some(task) = tasks.get(number) {
            work(state, number, task, material);
        }
    })
}

/// Hands over the papers of one file; the first of them has the number `first`.
fn give_group(
    group: &[Task],
    first: usize,
    options: &IngestOptions,
    give: &mut dyn FnMut(usize, Material) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let wanted: Vec<PartNumber> = group.iter().filter_map(|task| task.paper.part).collect();
    let Some(Task { paper: Gathered { file, part: Some(_), .. }, .. }) = group.first() else {
        return (0..group.len()).try_for_each(|at| give(first + at, Material::File));
    };
    let mut seen = vec![false; group.len()];
    read::visit(&file.source, &options.read, Some(&wanted), &mut |found| {
        if let Found::Paper(part) = found
            && let Ok(at) = wanted.binary_search(&part.number)
            && let Some(seen) = seen.get_mut(at)
        {
            *seen = true;
            return give(first + at, Material::Part(part));
        }
        // What cannot be read was told when the papers were gathered.
        ControlFlow::Continue(())
    })?;
    let gone = seen.iter().enumerate().filter(|(_, seen)| !**seen);
    gone.map(|(at, _)| at).try_for_each(|at| give(first + at, Material::Gone))
}

/// Reads the paper of a task.
pub(super) fn read_material(
    task: &Task,
    material: &Material,
    options: &ReadOptions,
) -> Result<Document> {
    match material {
        Material::File => read::read_document(&task.paper.file.source, options),
        Material::Part(part) if read::part_hash(part, options) == task.paper.hash => {
            read::read_part(&task.paper.name, part, options)
        }
        Material::Part(_) | Material::Gone => Err(ContainerFailure::Changed.into()),
    }
}

/// A skipped paper, by its place in the file where it has one.
pub(super) fn skip_task(task: &Task, material: &Material, error: &Error) -> Skipped {
    match material {
        Material::Part(Part { place: place @ Place { .. }, .. }) => {
            skip_part(&task.paper.file.source.path.display().to_string(), place, error)
        }
        _ => skip(&task.paper.shown(), error),
    }
}

/// What came of the papers that one thread took in.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) report: IngestReport,
    pub(super) skipped: Vec<(usize, Skipped)>,
    /// What the index knows of the papers that were taken in.
    pub(super) facts: Vec<PaperEntry>,
    /// The index could not be written.
    pub(super) failure: Option<Error>,
}

/// What is needed to take papers in.
pub(super) struct Taker<'a> {
    writer: &'a Writer,
    options: &'a ReadOptions,
    observer: &'a dyn Observer,
    uncommitted: AtomicU64,
    library: &'a Library,
    matcher: Matcher<'a>,
}

impl<'a> Taker<'a> {
    pub(super) fn new(
        writer: &'a Writer,
        library: &'a Library,
        options: &'a IngestOptions,
        observer: &'a dyn Observer,
    ) -> Self {
        let (options, matcher) = (&options.read, Matcher::new(library.records()));
        Self { writer, options, observer, uncommitted: AtomicU64::new(0), library, matcher }
    }

    /// Reads, mines and indexes one paper, and commits where enough has gathered.
    pub(super) fn take(&self, tally: &mut Tally, number: usize, task: &Task, material: Material) {
        if tally.failure.is_some() {
            return;
        }
        let mined = catch_unwind(AssertUnwindSafe(|| {
            let document = read_material(task, &material, self.options)?;
            let extraction = extract(&document);
            Ok((document, extraction))
        }));
        match mined.unwrap_or_else(|_| Err(Error::new(ErrorKind::Defect))) {
            Ok((document, extraction)) => {
                let bytes = document.text.len() as u64;
                match self.put(tally, document, extraction, task) {
                    Ok(()) => self.observer.advance(bytes),
                    Err(error) => tally.failure = Some(error),
                }
            }
            Err(error) => {
                tally.skipped.push((number, skip_task(task, &material, &error)));
                self.observer.advance(0);
            }
        }
    }

    fn put(
        &self,
        tally: &mut Tally,
        mut document: Document,
        extraction: Extraction,
        task: &Task,
    ) -> Result<()> {
        let bytes = document.text.len() as u64;
        let report = &mut tally.report;
        let (citations, references) = (extraction.citations.len(), extraction.references.len());
        let place = task.paper.file.place.clone();
        let record =
            self.library.likely(&self.matcher, &document.name, &place, &mut document.metadata);
        let origin = Origin { source: place, record };
        tally.facts.push(self.writer.put(document, extraction, origin, task.replace)?);
        report.replaced += usize::from(task.replace);
        report.added += usize::from(!task.replace);
        report.bytes += bytes;
        report.citations += citations;
        report.references += references;
        let before = self.uncommitted.fetch_add(bytes, Ordering::Relaxed);
        if before / COMMIT_BYTES != (before + bytes) / COMMIT_BYTES {
            self.writer.commit()?;
        }
        Ok(())
    }
}

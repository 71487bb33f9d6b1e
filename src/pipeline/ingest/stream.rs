//! Papers that come through a pipe, as JSON lines, and can be seen only once.
//!
//! What to do with a paper is decided when it comes, from what the index has and from the papers
//! before it, so the outcome depends on their order and on nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::gather::{Faults, Gathered, Located, skip_part};
use super::plan::KnownPaper;
use super::records::Library;
use super::take::{Material, Taker, Tally, Task};
use super::{
    Collected, Duplicate, IngestOptions, IngestReport, collect, duplicates, finish_papers,
    known_files, settings,
};
use crate::error::{ContainerFailure, Error, Result};
use crate::index::{Writer, WriterOptions};
use crate::observe::{Observer, Stage};
use crate::parallel::feed;
use crate::read::{self, Discovery, Found, Part, Source};

/// What results call the stream: its papers are `stdin#W123`.
const NAME: &str = "stdin";

/// What messages call it.
const SHOWN: &str = "standard input";

/// Takes the papers that `input` gives as JSON lines into the index in the folder `index`, which is
/// made if need be. A paper is called `stdin#` and what the record calls itself, or its line.
///
/// # Errors
/// Where the index cannot be opened or written; single papers never end the run.
pub fn ingest_lines(
    index: &Path,
    input: impl Read,
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Result<IngestReport> {
    let writer_options = WriterOptions { threads: options.jobs, memory: options.memory };
    let writer = Writer::open(index, writer_options)?;
    let library = Library::read(&options.metadata, &mut Discovery::default())?;
    let mut papers = writer.known()?;
    settings::describe(index, &writer, papers.is_empty(), options)?;
    duplicates::reconsider(&writer, &mut papers, &[], options.duplicates);
    let known = known_files(&papers);
    let mut decider = Decider::of(&known, options);
    let taker = Taker::new(&writer, &library, options, observer);
    observer.begin(Stage::Ingesting, 0);
    let produce = |give: &mut dyn FnMut((Task, Part)) -> bool| {
        let ended = read::visit_lines(input, &options.read, &mut |found| {
            if observer.stop_requested() {
                return ControlFlow::Break(());
            }
            let wanted = decider.decide(found).is_none_or(&mut *give);
            if wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        decider.report.stopped = ended.is_break();
    };
    let tallies = feed(options.jobs, produce, Tally::default, |tally, (task, part)| {
        taker.take(tally, part.number.record, &task, Material::Part(part));
    });
    observer.end();
    let Decider { mut report, faults, removed, .. } = decider;
    for name in &removed {
        writer.remove(name);
    }
    papers.retain(|paper| !removed.contains(&paper.name));
    report.removed = removed;
    let Collected { facts, skipped } = collect(tallies, &mut report)?;
    finish_papers(index, &writer, &library, papers, facts, options, &mut report)?;
    observer.begin(Stage::Merging, 0);
    writer.finish()?;
    observer.end();
    report.skipped = faults.told(|_| Some(SHOWN.to_owned()));
    report.skipped.extend(skipped);
    report.skipped.iter().for_each(|paper| observer.skipped(paper));
    Ok(report)
}

/// Decides on one paper after the other.
struct Decider<'a> {
    options: &'a IngestOptions,
    file: Arc<Located>,
    known: BTreeMap<&'a str, &'a str>,
    /// The name of the paper that has a content, by hash.
    holders: BTreeMap<String, String>,
    /// Names of this run.
    taken: BTreeSet<String>,
    removed: Vec<String>,
    report: IngestReport,
    faults: Faults,
}

impl<'a> Decider<'a> {
    fn of(known: &'a [KnownPaper], options: &'a IngestOptions) -> Self {
        let source = Source { name: NAME.to_owned(), path: PathBuf::from(SHOWN) };
        let mut holders = BTreeMap::new();
        for paper in known {
            holders.entry(paper.hash.clone()).or_insert_with(|| paper.name.clone());
        }
        Self {
            options,
            file: Arc::new(Located { source, place: "-".to_owned(), named: true }),
            known: known.iter().map(|paper| (paper.name.as_str(), paper.hash.as_str())).collect(),
            holders,
            taken: BTreeSet::new(),
            removed: Vec::new(),
            report: IngestReport::default(),
            faults: Faults::default(),
        }
    }

    /// What is to be read, if anything.
    fn decide(&mut self, found: Found) -> Option<(Task, Part)> {
        let part = match found {
            Found::Paper(part) => part,
            Found::Refused(number, place, error) => {
                self.faults.add(0, number, skip_part(SHOWN, &place, &error));
                return None;
            }
            Found::PassedOver | Found::NoPapers(_) => return None,
        };
        let name = match self.name(&part) {
            Ok(name) => name,
            Err(error) => {
                self.faults.add(0, part.number, skip_part(SHOWN, &part.place, &error));
                return None;
            }
        };
        self.taken.insert(name.clone());
        if !self.options.wants(&name) {
            return None;
        }
        let hash = read::part_hash(&part, &self.options.read);
        let before = self.known.get(name.as_str()).copied();
        if before == Some(hash.as_str()) {
            self.report.unchanged += 1;
            return None;
        }
        if let Some(holder) = self.holders.get(&hash).filter(|holder| **holder != name) {
            self.removed.extend(before.map(|_| name.clone()));
            self.report.duplicates.push(Duplicate { name, same_as: holder.clone() });
            return None;
        }
        self.holders.insert(hash.clone(), name.clone());
        let paper = Gathered {
            name,
            file: Arc::clone(&self.file),
            part: Some(part.number),
            hash,
            bytes: part.bytes.len() as u64,
            form: part.form,
        };
        Some((Task { paper, replace: before.is_some() }, part))
    }

    /// The name of a paper, which no other of this run has.
    fn name(&self, part: &Part) -> Result<String> {
        let name = read::part_name(&self.file.source, part, &self.options.read)?;
        if self.taken.contains(&name) {
            let (_, id) = name.split_once('#').unwrap_or(("", &name));
            return Err(Error::from(ContainerFailure::NameTwice(id.to_owned())));
        }
        Ok(name)
    }
}

//! Merging indexes: shards of a corpus, ingested apart, become the index that one ingest of everything
//! gives.
//!
//! 1. The manifests are compared: version, settings, division into shards.
//! 2. Names and hashes of all papers tell which are in several indexes, and which have one content
//!    under several names; of these the first by name stays, as at an ingest.
//! 3. The segments are copied (see [`Assembly`]), papers that go are deleted, and those that stood in
//!    several indexes are written once.
//! 4. Records are given anew over all papers, and papers that are the same are found, since either may
//!    concern papers of different indexes.
//! 5. The index is moved to its place.
//!
//! Facts of papers are in memory, as in every query; texts are not. A merge that is killed leaves nothing
//! at the destination, and the next one begins anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::records::Library;
use super::{Duplicate, IngestOptions, RecordsReport, SamePapers, duplicates, settings};
use crate::error::{Error, ErrorKind, MergeFailure, Result, Skipped};
use crate::index::manifest::Manifest;
use crate::index::{
    Assembly, Corpus, Origin, PaperEntry, Shard, Writer, WriterOptions, known_papers,
};
use crate::model::SourceFormat;
use crate::observe::{Observer, Stage};
use crate::read::Discovery;
use crate::records::read_file;

/// How to merge.
#[derive(Clone, Debug, Default)]
pub struct MergeOptions {
    /// Threads to work with.
    pub jobs: usize,
    /// Memory for postings, in bytes.
    pub memory: usize,
    /// Files of bibliographic records; where empty those that the papers had theirs from.
    pub metadata: Vec<PathBuf>,
}

/// What a merge did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeReport {
    /// Papers in the merged index.
    pub papers: usize,
    /// Papers that stood in several indexes with the same content, by name, with these indexes.
    pub shared: Vec<(String, Vec<PathBuf>)>,
    /// Papers left out since another one has the same content.
    pub duplicates: Vec<Duplicate>,
    /// Papers left out since an index before has another one of their name.
    pub skipped: Vec<Skipped>,
    /// Shards of the corpus that none of the indexes holds.
    pub missing: Vec<Shard>,
    /// What became of the records, where there are any.
    pub records: Option<RecordsReport>,
    /// Files of records that are not where they were, so that their records were not given anew.
    pub unread: Vec<PathBuf>,
    /// Papers that are the same under different names, by the name of the first.
    pub same: Vec<SamePapers>,
    /// Whether it was stopped; then there is no merged index.
    pub stopped: bool,
}

/// Puts the indexes in the folders `sources` together, as a new index in the folder `destination`.
///
/// # Errors
/// Where the indexes do not fit together, one of them is damaged or being written to, there is
/// something at `destination`, or it cannot be written.
pub fn merge(
    sources: &[PathBuf],
    destination: &Path,
    options: &MergeOptions,
    observer: &dyn Observer,
) -> Result<MergeReport> {
    let (manifest, missing) = join(sources)?;
    let mut held = Vec::new();
    for source in sources {
        held.push(known_papers(source, options.jobs).map_err(|error| named(error, source))?);
    }
    let mut report = MergeReport { missing, ..MergeReport::default() };
    let choice = choose(sources, &held, &mut report);
    let mut assembly = Assembly::begin(destination)?;
    observer.begin(Stage::Copying, 0);
    for source in sources {
        let proceed = |bytes| {
            observer.advance(bytes);
            !observer.stop_requested()
        };
        if !assembly.add(source, &proceed)? {
            observer.end();
            assembly.abandon()?;
            return Ok(MergeReport { stopped: true, ..MergeReport::default() });
        }
    }
    assembly.commit()?;
    observer.end();
    observer.begin(Stage::Merging, 0);
    let writer_options = WriterOptions { threads: options.jobs, memory: options.memory };
    let writer = Writer::open(assembly.folder(), writer_options)?;
    let mut papers = apply(&writer, sources, &held, &choice, options.jobs)?;
    drop(held);
    let ingest = settings::options(&manifest.settings, options.jobs);
    settle(assembly.folder(), &writer, &mut papers, options, &ingest, &mut report)?;
    writer.finish()?;
    assembly.publish(destination, &manifest)?;
    observer.end();
    report.papers = papers.len();
    Ok(report)
}

/// What the merged index says of itself, and which shards are missing.
fn join(sources: &[PathBuf]) -> Result<(Manifest, Vec<Shard>)> {
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    let mut joined: Option<(&Path, Manifest)> = None;
    for source in sources {
        let own = Manifest::read(source)?;
        if !seen.insert(source.canonicalize().unwrap_or_else(|_| source.clone())) {
            return Err(Error::from(MergeFailure::Twice).at_path(source));
        }
        let Some((first, manifest)) = &mut joined else {
            joined = Some((source, own));
            continue;
        };
        if let Some(failure) = difference(&own, manifest, first) {
            return Err(Error::from(failure).at_path(source));
        }
        if let (Some(all), Some(own)) = (&mut manifest.shards, &own.shards) {
            all.join(own);
        }
        if manifest.settings.is_empty() {
            manifest.settings = own.settings;
        }
    }
    let Some((_, mut manifest)) = joined else {
        return Err(Error::new(ErrorKind::Usage("name the indexes to merge".to_owned())));
    };
    let missing = manifest.shards.as_ref().map(crate::index::Shards::missing).unwrap_or_default();
    if missing.is_empty() {
        manifest.shards = None;
    }
    Ok((manifest, missing))
}

/// Why two indexes do not fit together. Settings are compared where both are known.
fn difference(own: &Manifest, others: &Manifest, other: &Path) -> Option<MergeFailure> {
    let other = other.display().to_string();
    if own.leitmotif != others.leitmotif {
        let (own, others) = (own.leitmotif.clone(), others.leitmotif.clone());
        return Some(MergeFailure::Version { own, other, others });
    }
    match (&own.shards, &others.shards) {
        (Some(own), Some(others)) if own.of() != others.of() => {
            let (own, others) = (own.to_string(), others.to_string());
            return Some(MergeFailure::Shards { own, other, others });
        }
        _ => {}
    }
    if own.settings.is_empty() || others.settings.is_empty() {
        return None;
    }
    let names: BTreeSet<&String> = own.settings.keys().chain(others.settings.keys()).collect();
    let value = |settings: &BTreeMap<String, String>, name: &str| {
        settings.get(name).cloned().unwrap_or_else(|| "not given".to_owned())
    };
    names.into_iter().find(|name| own.settings.get(*name) != others.settings.get(*name)).map(
        |name| MergeFailure::Setting {
            setting: name.clone(),
            own: value(&own.settings, name),
            other,
            others: value(&others.settings, name),
        },
    )
}

/// Which papers the merged index holds.
struct Choice {
    /// For each name the index that it is taken from, and whether another one has the name too.
    places: BTreeMap<String, (usize, bool)>,
    /// Names that go, since another paper has the same content.
    dropped: Vec<String>,
}

/// Decides which of several papers stays; `held` are the papers of each index by name.
fn choose(sources: &[PathBuf], held: &[Vec<PaperEntry>], report: &mut MergeReport) -> Choice {
    let mut by_name: BTreeMap<&str, Vec<(usize, &PaperEntry)>> = BTreeMap::new();
    for (source, papers) in held.iter().enumerate() {
        for paper in papers {
            by_name.entry(&paper.name).or_default().push((source, paper));
        }
    }
    let folder = |source: usize| sources.get(source).cloned().unwrap_or_default();
    let mut holders: BTreeMap<&str, &str> = BTreeMap::new();
    let mut choice = Choice { places: BTreeMap::new(), dropped: Vec::new() };
    for (name, mut papers) in by_name {
        // One that an index left out has no text there.
        papers.sort_by_key(|&(source, paper)| (paper.same_as.is_some(), source));
        let Some((&(source, paper), others)) = papers.split_first() else { continue };
        let (equal, different): (Vec<_>, Vec<_>) =
            others.iter().partition(|(_, other)| other.hash == paper.hash);
        if !equal.is_empty() {
            let all = std::iter::once(source).chain(equal.iter().map(|&(source, _)| source));
            report.shared.push((name.to_owned(), all.map(folder).collect()));
        }
        for (other, facts) in different {
            let place = folder(other).display().to_string();
            report.skipped.push(conflict(name, &place, &folder(source), facts, paper));
        }
        if paper.format != SourceFormat::Record {
            if let Some(holder) = holders.get(paper.hash.as_str()) {
                let same_as = (*holder).to_owned();
                report.duplicates.push(Duplicate { name: name.to_owned(), same_as });
                choice.dropped.push(name.to_owned());
                continue;
            }
            holders.insert(&paper.hash, name);
        }
        choice.places.insert(name.to_owned(), (source, !others.is_empty()));
    }
    choice
}

/// A paper that is not taken, since another index has another one of its name.
fn conflict(
    name: &str,
    place: &str,
    kept: &Path,
    facts: &PaperEntry,
    other: &PaperEntry,
) -> Skipped {
    let kept = kept.display();
    let reason = if facts.source == other.source {
        format!(
            "{kept} has another version of it, which is kept; ingest {} again into the merged index",
            facts.source
        )
    } else {
        format!(
            "{kept} has another paper of that name, which is kept (from {}); ingest the folder that holds both, so that their names differ",
            other.source
        )
    };
    Skipped { name: format!("{name} of {place}"), reason }
}

/// Makes the copied papers those that were chosen; what the index then knows of them, by name.
fn apply(
    writer: &Writer,
    sources: &[PathBuf],
    held: &[Vec<PaperEntry>],
    choice: &Choice,
    jobs: usize,
) -> Result<Vec<PaperEntry>> {
    for name in &choice.dropped {
        writer.remove(name);
    }
    for (number, (source, papers)) in sources.iter().zip(held).enumerate() {
        let again = |name: &str| choice.places.get(name) == Some(&(number, true));
        if !papers.iter().any(|paper| again(&paper.name)) {
            continue;
        }
        // A deletion goes by name, and so takes the paper out of all segments.
        let corpus = Corpus::open(source, jobs)?;
        let matching = corpus.matching_facts(corpus.papers())?;
        for (paper, matching) in corpus.papers().iter().zip(matching) {
            if again(&paper.facts.name) {
                let (document, extraction) = corpus.paper(paper)?;
                let record = matching.record.as_deref().cloned();
                let origin = Origin { source: paper.facts.source.clone(), record };
                writer.put(document, extraction, origin, true)?;
            }
        }
        for paper in corpus.entries(corpus.left_out())? {
            if again(&paper.name) {
                writer.leave_out(&paper)?;
            }
        }
    }
    let mut papers = Vec::new();
    for (number, own) in held.iter().enumerate() {
        let chosen = |paper: &&PaperEntry| {
            choice.places.get(&paper.name).is_some_and(|&(source, _)| source == number)
        };
        papers.extend(own.iter().filter(chosen).cloned());
    }
    papers.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(papers)
}

/// Gives records to all papers anew, and finds those that are the same.
fn settle(
    folder: &Path,
    writer: &Writer,
    papers: &mut Vec<PaperEntry>,
    options: &MergeOptions,
    ingest: &IngestOptions,
    report: &mut MergeReport,
) -> Result<()> {
    let mut files = options.metadata.clone();
    if files.is_empty() {
        let named =
            papers.iter().filter_map(|paper| Some(paper.matching.record.as_ref()?.file.as_str()));
        let named: BTreeSet<&str> = named.collect();
        let read = named.into_iter().map(PathBuf::from).partition(|file| read_file(file).is_ok());
        (files, report.unread) = read;
    }
    let library = Library::read(&files, &mut Discovery::default())?;
    report.records = library.settle(folder, writer, papers, &[], ingest)?;
    report.same = duplicates::settle_all(writer, papers, ingest.duplicates)?;
    Ok(())
}

/// An error that names the index where it names no file.
fn named(error: Error, source: &Path) -> Error {
    if error.path().is_some() { error } else { error.at_path(source) }
}

//! Records at an ingest: the files of them are read, each new paper gets the record that it is likely
//! to have as it is indexed, and when all papers are known it is decided for all, old ones included.
//!
//! A paper whose record is another one than before is written anew from its stored text; nothing is
//! read or mined again. A paper keeps a record whose file is not among those of the run; it loses it
//! where the file was read and the record is gone, or, with `prune`, where the file is gone.

use std::path::{Path, PathBuf};

use super::{IngestOptions, abstracts, place_of};
use crate::error::{Result, Skipped};
use crate::index::{Corpus, Origin, PaperEntry, Writer};
use crate::model::{AppliedRecord, MatchMeans, Metadata, SourceFormat};
use crate::parallel::map_in_order;
use crate::read::{Discovery, Source, has_texts};
use crate::records::apply::{applied, given};
use crate::records::matching::{Claim, Finding, Matcher, Means, Shown, decide, likely};
use crate::records::merge::{MergedRecord, merge};
use crate::records::report::{RecordMatch, RecordStatus};
use crate::records::{RecordFile, RecordFormat, read_beside, read_file};

/// What an ingest did with records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordsReport {
    /// The files, with their formats and the numbers of their records.
    pub files: Vec<(String, RecordFormat, usize)>,
    /// Records that could not be read, by file and line.
    pub mistakes: Vec<Skipped>,
    /// What became of each record; records of one paper in several files are one.
    pub matches: Vec<RecordMatch>,
    /// Papers of the index that were given another record, or lost theirs, without being read.
    pub changed: usize,
    /// Papers made of records with abstracts that are new or changed.
    pub ingested: usize,
}

/// The records of a run.
#[derive(Debug, Default)]
pub(super) struct Library {
    files: Vec<RecordFile>,
    records: Vec<MergedRecord>,
    /// Where the files stand, for comparison with later runs.
    places: Vec<String>,
}

impl Library {
    /// Reads the files that were named, and those beside the papers; none of them is a paper then.
    pub(super) fn read(named: &[PathBuf], discovered: &mut Discovery) -> Result<Self> {
        let mut files = Vec::new();
        for path in named {
            files.push(read_file(path)?);
        }
        let mut places: Vec<String> = named.iter().map(|path| place_of(path)).collect();
        if !places.is_empty() {
            discovered.sources.retain(|source| !places.contains(&place_of(&source.path)));
        }
        for path in std::mem::take(&mut discovered.others) {
            if places.contains(&place_of(&path)) {
                discovered.passed_over = discovered.passed_over.saturating_sub(1);
            } else if let Some(file) = read_beside(&path) {
                discovered.passed_over = discovered.passed_over.saturating_sub(1);
                places.push(place_of(&path));
                files.push(file);
            }
        }
        // These endings are those of papers too: XML of articles, sheets and JSON of corpora.
        discovered.sources.retain(|source| {
            let Some(file) = may_be_records(source).then(|| read_beside(&source.path)).flatten()
            else {
                return true;
            };
            places.push(place_of(&source.path));
            files.push(file);
            false
        });
        let records = merge(&files);
        Ok(Self { files, records, places })
    }

    /// The records, those of one paper put together.
    pub(super) fn records(&self) -> &[MergedRecord] {
        &self.records
    }

    /// Gives the fields of the record that a paper is likely to have to its metadata.
    pub(super) fn likely(
        &self,
        matcher: &Matcher<'_>,
        name: &str,
        place: &str,
        metadata: &mut Metadata,
    ) -> Option<AppliedRecord> {
        let claim = likely(&matcher.claims(Shown { name, place, metadata }))?;
        let (means, similarity) = match claim.means {
            Means::Doi => (MatchMeans::Doi, None),
            Means::File { .. } => (MatchMeans::File, None),
            Means::Title(alike) | Means::Near(alike) => (MatchMeans::Title, Some(alike)),
        };
        let own = std::mem::take(metadata);
        let (with, record) = self.give(claim.record, means, similarity, own)?;
        *metadata = with;
        Some(record)
    }

    /// The metadata of a paper with a record, and what is kept of the record.
    pub(super) fn give(
        &self,
        number: usize,
        means: MatchMeans,
        similarity: Option<f64>,
        own: Metadata,
    ) -> Option<(Metadata, AppliedRecord)> {
        let merged = self.records.get(number)?;
        let record = &merged.record;
        let file = merged.places.first().and_then(|(file, _)| self.places.get(*file));
        let with = applied(&own, record);
        let fields = given(&own, record);
        let kept = AppliedRecord {
            file: file.cloned().unwrap_or_default(),
            key: record.key.clone(),
            means,
            similarity: similarity.map(thousandths),
            hash: record.hash(),
            fields,
            own,
        };
        Some((with, kept))
    }

    /// Decides which paper has which record, and writes the papers anew for which that has changed.
    pub(super) fn settle(
        &self,
        index: &Path,
        writer: &Writer,
        papers: &mut Vec<PaperEntry>,
        before: &[String],
        options: &IngestOptions,
    ) -> Result<Option<RecordsReport>> {
        let findings = self.findings(papers, options.jobs);
        let mut wanted: Vec<Option<(Metadata, AppliedRecord)>> = vec![None; papers.len()];
        for (number, finding) in findings.iter().enumerate() {
            if let Finding::Matched { paper, means, similarity } = *finding
                && let (Some(facts), Some(place)) = (papers.get(paper), wanted.get_mut(paper))
            {
                *place = self.give(number, means, similarity, facts.own_metadata().clone());
            }
        }
        let changes: Vec<(usize, Option<(Metadata, AppliedRecord)>)> = (0..papers.len())
            .zip(wanted)
            .filter(|(paper, wanted)| {
                papers
                    .get(*paper)
                    .is_some_and(|facts| self.changes(facts, wanted.as_ref(), options.prune))
            })
            .collect();
        rewrite(index, writer, papers, &changes, options.jobs)?;
        if self.files.is_empty() {
            return Ok(None);
        }
        let mut report = self.report(papers, &findings);
        let old = |paper: &usize| {
            let name = papers.get(*paper).map(|facts| &facts.name);
            name.is_some_and(|name| before.binary_search(name).is_ok())
        };
        report.changed = changes.iter().filter(|(paper, _)| old(paper)).count();
        abstracts::settle(self, writer, papers, &findings, options, &mut report)?;
        Ok(Some(report))
    }

    fn findings(&self, papers: &[PaperEntry], jobs: usize) -> Vec<Finding> {
        if self.records.is_empty() {
            return Vec::new();
        }
        let matcher = Matcher::new(&self.records);
        let claims: Vec<Vec<Claim>> = map_in_order(papers, jobs, |_, facts| {
            if facts.format == SourceFormat::Record || facts.same_as.is_some() {
                return Vec::new();
            }
            matcher.claims(Shown {
                name: &facts.name,
                place: &facts.source,
                metadata: facts.own_metadata(),
            })
        });
        decide(&claims, self.records.len())
    }

    /// Whether a paper must be written anew to have the record that it should have.
    fn changes(
        &self,
        facts: &PaperEntry,
        wanted: Option<&(Metadata, AppliedRecord)>,
        prune: bool,
    ) -> bool {
        if facts.format == SourceFormat::Record || facts.same_as.is_some() {
            return false;
        }
        match (wanted, &facts.matching.record) {
            (None, None) => false,
            (Some((_, wanted)), Some(has)) => *wanted != **has,
            (Some(_), None) => true,
            (None, Some(has)) => {
                self.places.contains(&has.file) || (prune && !Path::new(&has.file).exists())
            }
        }
    }

    /// The place of the first file of a record.
    pub(super) fn place(&self, number: usize) -> Option<(&RecordFile, &str)> {
        let (file, _) = *self.records.get(number)?.places.first()?;
        Some((self.files.get(file)?, self.places.get(file)?))
    }

    /// Where all files of the run stand.
    pub(super) fn places(&self) -> &[String] {
        &self.places
    }

    fn report(&self, papers: &[PaperEntry], findings: &[Finding]) -> RecordsReport {
        let name =
            |paper: usize| papers.get(paper).map(|facts| facts.name.clone()).unwrap_or_default();
        let files = self.files.iter().map(|file| (file.name(), file.format, file.records.len()));
        let mistakes = self.files.iter().flat_map(|file| {
            file.mistakes.iter().map(|mistake| {
                let item = if file.format == RecordFormat::CslJson { "item" } else { "line" };
                let name = format!("{}: {item} {}", file.path.display(), mistake.line);
                Skipped { name, reason: mistake.reason.clone() }
            })
        });
        let matches =
            self.records.iter().zip(findings).enumerate().map(|(number, (merged, finding))| {
                let status = match finding {
                    Finding::Matched { paper, means, similarity } => RecordStatus::Matched {
                        document: name(*paper),
                        means: *means,
                        similarity: similarity.map(thousandths),
                    },
                    Finding::Unmatched(nearest) => RecordStatus::Unmatched {
                        nearest: nearest.map(|(paper, alike)| (name(paper), thousandths(alike))),
                    },
                    Finding::Ambiguous { papers, reason } => RecordStatus::Ambiguous {
                        documents: papers.iter().map(|&paper| name(paper)).collect(),
                        reason: *reason,
                    },
                };
                RecordMatch {
                    file: self.place(number).map(|(file, _)| file.name()).unwrap_or_default(),
                    line: merged.record.line,
                    key: merged.record.key.clone(),
                    title: merged.record.metadata.title.clone(),
                    status,
                }
            });
        RecordsReport {
            files: files.collect(),
            mistakes: mistakes.collect(),
            matches: matches.collect(),
            ..RecordsReport::default()
        }
    }
}

/// Whether a file that would be read for papers may hold records instead: a sheet with a column of texts is
/// a corpus.
fn may_be_records(source: &Source) -> bool {
    let ending = source.path.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_lowercase).as_deref() {
        Some("xml" | "json") => true,
        Some("csv" | "tsv") => !has_texts(source),
        _ => false,
    }
}

/// Writes papers anew from what the index holds, each with the record that it should have.
fn rewrite(
    index: &Path,
    writer: &Writer,
    papers: &mut [PaperEntry],
    changes: &[(usize, Option<(Metadata, AppliedRecord)>)],
    jobs: usize,
) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    writer.commit()?;
    let corpus = Corpus::open(index, jobs)?;
    let written = map_in_order(changes, jobs, |_, (paper, wanted)| -> Result<Option<PaperEntry>> {
        let Some(facts) = papers.get(*paper) else { return Ok(None) };
        let found = corpus.papers().binary_search_by(|indexed| indexed.facts.name.cmp(&facts.name));
        let Some(indexed) = found.ok().and_then(|at| corpus.papers().get(at)) else {
            return Ok(None);
        };
        let (mut document, extraction) = corpus.paper(indexed)?;
        let (metadata, applied) = match wanted {
            Some((metadata, record)) => (metadata.clone(), Some(record.clone())),
            None => (facts.own_metadata().clone(), None),
        };
        document.metadata = metadata;
        let origin = Origin { source: facts.source.clone(), record: applied };
        writer.put(document, extraction, origin, true).map(Some)
    });
    for ((paper, _), written) in changes.iter().zip(written) {
        if let (Some(written), Some(place)) = (written?, papers.get_mut(*paper)) {
            *place = written;
        }
    }
    Ok(())
}

/// A share in thousandths.
pub(super) fn thousandths(share: f64) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is from 0 to 1"
    )]
    let thousandths = (share.clamp(0.0, 1.0) * 1000.0).round() as u16;
    thousandths
}

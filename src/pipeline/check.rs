//! Checking an index, paper by paper, and mending it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::error::Result;
use crate::index::check::{self, Fault, FaultKind, Inspection};
use crate::index::{PaperFacts, WriterOptions};
use crate::model::table::{Cell, Display};
use crate::model::{Column, Provenance, SourceFormat, Table};
use crate::observe::{Observer, Stage};

/// How often the check begins anew since a writer has changed the index meanwhile.
const ATTEMPTS: usize = 3;

/// Digits of a hash of a source; of a record.
const HASH_DIGITS: [usize; 2] = [64, 16];

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// What is wrong, from the outside in; nothing where the index is sound.
    pub faults: Vec<Fault>,
    /// Parts whose files were checked.
    pub parts: usize,
    /// Papers that were checked, those included that were left out as duplicates.
    pub papers: usize,
    /// Whether the check was stopped before its end.
    pub stopped: bool,
}

/// Checks the index in `folder` with `jobs` threads: every file and, unless it shall be `quick`, the text
/// of every paper against all that the index says of it.
///
/// # Errors
/// Where there is no index, or the folder cannot be read; damages are no errors, but what is reported.
pub fn check(
    folder: &Path,
    quick: bool,
    jobs: usize,
    observer: &dyn Observer,
) -> Result<CheckReport> {
    let mut attempt = 1;
    loop {
        let (inspection, faults) = Inspection::begin(folder)?;
        let Some(inspection) = inspection else {
            return Ok(CheckReport { faults, ..CheckReport::default() });
        };
        let before = inspection.state();
        let mut report = inspect(&inspection, quick, jobs, observer);
        report.faults.splice(0..0, faults);
        // A writer removes files that are no longer needed.
        let changed = before != inspection.state();
        if report.faults.is_empty() || report.stopped || !changed || attempt == ATTEMPTS {
            return Ok(report);
        }
        attempt += 1;
    }
}

/// Takes what is damaged out of the index, so that the next ingest reads it again.
///
/// # Errors
/// Where the index is being written to, or cannot be written.
pub fn mend(folder: &Path, report: &CheckReport, options: WriterOptions) -> Result<()> {
    check::mend(folder, &report.faults, options)
}

/// Goes through all parts.
fn inspect(
    inspection: &Inspection,
    quick: bool,
    jobs: usize,
    observer: &dyn Observer,
) -> CheckReport {
    let mut report = CheckReport { parts: inspection.parts(), ..CheckReport::default() };
    let mut papers: Vec<PaperFacts> = Vec::new();
    let mut sound = Vec::new();
    observer.begin(Stage::Checking, 0);
    for part in 0..inspection.parts() {
        let mut faults = inspection.check_files(part, &|bytes| observer.advance(bytes));
        match inspection.facts(part, &faults) {
            Ok(facts) if faults.is_empty() => {
                sound.push(part);
                papers.extend(facts);
            }
            Ok(facts) => faults.extend(facts.iter().map(|paper| {
                Fault::of_paper(&paper.name, &paper.source, FaultKind::InDamagedPart)
            })),
            Err(fault) => faults.push(*fault),
        }
        report.faults.append(&mut faults);
        report.stopped |= observer.stop_requested();
        if report.stopped {
            break;
        }
    }
    observer.end();
    report.papers = papers.len();
    if !report.stopped {
        report.faults.extend(among(&papers, report.faults.is_empty()));
    }
    drop(papers);
    if !quick && !report.stopped {
        observer.begin(Stage::Checking, report.papers);
        for part in sound {
            let visit = |bytes| {
                observer.advance(bytes);
                !observer.stop_requested()
            };
            report.faults.extend(inspection.check_papers(part, jobs, &visit));
        }
        observer.end();
        report.stopped = observer.stop_requested();
    }
    report
}

/// What is wrong between papers; `whole` where no paper is missing.
fn among(papers: &[PaperFacts], whole: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut indexed: BTreeSet<&str> = BTreeSet::new();
    let mut hashes: BTreeMap<&str, &str> = BTreeMap::new();
    for paper in papers {
        *names.entry(&paper.name).or_default() += 1;
        if paper.same_as.is_none() {
            indexed.insert(&paper.name);
        }
    }
    for paper in papers {
        let mut tell = |kind| faults.push(Fault::of_paper(&paper.name, &paper.source, kind));
        let times = names.get_mut(paper.name.as_str()).map(std::mem::take).unwrap_or_default();
        if times > 1 {
            tell(FaultKind::Twice(times));
        }
        let digits = paper.hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !digits || !HASH_DIGITS.contains(&paper.hash.len()) {
            tell(FaultKind::Hash);
        }
        // Two records without a paper of their own may say the same.
        if paper.format != SourceFormat::Record {
            match hashes.get(paper.hash.as_str()) {
                Some(other) if *other != paper.name => {
                    tell(FaultKind::SameContent((*other).to_owned()));
                }
                _ => drop(hashes.insert(&paper.hash, &paper.name)),
            }
        }
        if let Some(first) = paper.same_as.as_ref().filter(|_| whole)
            && !indexed.contains(first.as_str())
        {
            tell(FaultKind::LeftOut(first.clone()));
        }
    }
    faults
}

impl CheckReport {
    /// One row a fault: `document`, `file`, `fault`, `remedy`.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new("check", "What is wrong with the index");
        table.columns = vec![
            Column::text("document", "name of the paper that is concerned").shown(Display::Brief),
            Column::text("file", "file in the folder of the index").shown(Display::Brief),
            Column::text("fault", "what is wrong").shown(Display::Wrapped),
            Column::text("remedy", "what to do").shown(Display::Wrapped),
        ];
        table.provenance = Provenance::new("index check");
        for fault in &self.faults {
            table.push(vec![
                Cell::from(fault.paper.as_deref()),
                Cell::from(fault.file.as_deref()),
                fault.kind.to_string().into(),
                fault.remedy().into(),
            ]);
        }
        table
    }
}

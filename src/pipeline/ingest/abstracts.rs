//! Records with an abstract and no paper, ingested as papers of their abstracts.
//!
//! Such a paper is called by its file and key, `refs.bib/lee2003`; its text is title and abstract. It
//! leaves the index as soon as a paper has its record; with `prune` also where its record is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::IngestOptions;
use super::records::{Library, RecordsReport};
use crate::error::Result;
use crate::extract::extract;
use crate::index::{Origin, PaperEntry, Writer};
use crate::model::{MatchMeans, Metadata, SourceFormat};
use crate::read::read_bytes;
use crate::records::Record;
use crate::records::matching::Finding;
use crate::records::report::RecordStatus;

/// Ingests the records that are to become papers, and takes back those that have a paper now.
pub(super) fn settle(
    library: &Library,
    writer: &Writer,
    papers: &mut Vec<PaperEntry>,
    findings: &[Finding],
    options: &IngestOptions,
    report: &mut RecordsReport,
) -> Result<()> {
    let of_records =
        papers.iter().enumerate().filter(|(_, paper)| paper.format == SourceFormat::Record);
    let by_name: BTreeMap<String, usize> =
        of_records.map(|(at, paper)| (paper.name.clone(), at)).collect();
    let mut stays: BTreeSet<String> = BTreeSet::new();
    for (number, finding) in findings.iter().enumerate() {
        let Some(merged) = library.records().get(number) else { continue };
        let Some((file, place)) = library.place(number) else { continue };
        let record = &merged.record;
        let name = name(&file.name(), record);
        let unmatched = matches!(finding, Finding::Unmatched(_));
        if !unmatched || stays.contains(&name) || !options.wants(&name) {
            continue;
        }
        let known = by_name.get(&name).copied();
        let known = known.filter(|&at| papers.get(at).is_some_and(|paper| paper.source == place));
        if !options.abstracts && known.is_none() {
            continue;
        }
        let Some(text) = text(record) else { continue };
        stays.insert(name.clone());
        if let Some(one) = report.matches.get_mut(number) {
            one.status = RecordStatus::Ingested { document: name.clone() };
        }
        let unchanged =
            known.and_then(|at| papers.get(at)).is_some_and(|paper| paper.hash == record.hash());
        if unchanged {
            continue;
        }
        let Ok(mut document) = read_bytes(&name, SourceFormat::Text, text.as_bytes()) else {
            continue;
        };
        document.format = SourceFormat::Record;
        document.hash = record.hash();
        let own = Metadata { language: document.metadata.language, ..Metadata::default() };
        let Some((metadata, record)) = library.give(number, MatchMeans::Record, None, own) else {
            continue;
        };
        document.metadata = metadata;
        let extraction = extract(&document);
        let origin = Origin { source: place.to_owned(), record: Some(record) };
        let entry = writer.put(document, extraction, origin, true)?;
        match known.and_then(|at| papers.get_mut(at)) {
            Some(paper) => *paper = entry,
            None => papers.push(entry),
        }
        report.ingested += 1;
    }
    take_back(library, writer, papers, &stays, options.prune);
    papers.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(())
}

/// Removes papers of records that have become those of papers, or, with `prune`, are gone.
fn take_back(
    library: &Library,
    writer: &Writer,
    papers: &mut Vec<PaperEntry>,
    stays: &BTreeSet<String>,
    prune: bool,
) {
    let described: BTreeSet<&str> = papers
        .iter()
        .filter(|paper| paper.format != SourceFormat::Record)
        .filter_map(|paper| paper.record_hash.as_deref())
        .collect();
    let goes = |paper: &PaperEntry| {
        let record = paper.record_hash.as_ref().filter(|_| paper.format == SourceFormat::Record);
        record.is_some_and(|hash| {
            let read = library.places().contains(&paper.source);
            !stays.contains(&paper.name) && (described.contains(hash.as_str()) || (prune && read))
        })
    };
    let gone: BTreeSet<String> =
        papers.iter().filter(|paper| goes(paper)).map(|paper| paper.name.clone()).collect();
    for name in &gone {
        writer.remove(name);
    }
    papers.retain(|paper| !gone.contains(&paper.name));
}

/// The name of a paper of a record: its file, and its key or line.
fn name(file: &str, record: &Record) -> String {
    let key: String = match &record.key {
        Some(key) => key
            .chars()
            .map(|sign| if sign == '/' || sign.is_whitespace() { '-' } else { sign })
            .collect(),
        None => format!("line {}", record.line),
    };
    format!("{file}/{key}")
}

/// Title and abstract, with the heading by which its section is known; `None` without an abstract.
fn text(record: &Record) -> Option<String> {
    let summary =
        record.abstract_text.as_deref().filter(|text| text.contains(char::is_alphabetic))?;
    let title = record.metadata.title.as_deref().unwrap_or_default();
    Some(
        format!("{title}\n\nAbstract\n\n{}\n", summary.replace('\n', "\n\n"))
            .trim_start()
            .to_owned(),
    )
}

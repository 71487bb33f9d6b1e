//! Records of one paper from several files, put together.
//!
//! Two records are one where their DOIs are equal, or where titles, first authors and years are and
//! their DOIs do not differ. The record that comes first wins; the others fill what it lacks.

use std::collections::BTreeMap;

use super::title::folded;
use super::{Record, RecordFile};

/// A record with the places that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedRecord {
    /// What the places say together.
    pub record: Record,
    /// Numbers of the files, and of the records in them, the first one first.
    pub places: Vec<(usize, usize)>,
}

/// Puts the records of all files together, in the order of files and records.
#[must_use]
pub fn merge(files: &[RecordFile]) -> Vec<MergedRecord> {
    let mut merged: Vec<MergedRecord> = Vec::new();
    let mut by_doi: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_title: BTreeMap<(String, String, Option<i32>), Vec<usize>> = BTreeMap::new();
    for (number, file) in files.iter().enumerate() {
        for (place, record) in file.records.iter().enumerate() {
            let doi = record.metadata.doi.as_ref();
            let title = title_key(record);
            let same_doi = doi.and_then(|doi| by_doi.get(doi)).copied();
            let alike = title.as_ref().and_then(|title| by_title.get(title)).and_then(|known| {
                let fits = |at: &&usize| {
                    let other = merged.get(**at).and_then(|one| one.record.metadata.doi.as_ref());
                    other.is_none() || doi.is_none() || other == doi
                };
                known.iter().find(fits).copied()
            });
            let at = same_doi.or(alike).unwrap_or(merged.len());
            match merged.get_mut(at) {
                Some(known) => {
                    fill(&mut known.record, record);
                    known.places.push((number, place));
                }
                None => merged
                    .push(MergedRecord { record: record.clone(), places: vec![(number, place)] }),
            }
            if let Some(doi) = doi {
                by_doi.entry(doi.clone()).or_insert(at);
            }
            if let Some(title) = title {
                let known = by_title.entry(title).or_default();
                if !known.contains(&at) {
                    known.push(at);
                }
            }
        }
    }
    merged
}

fn title_key(record: &Record) -> Option<(String, String, Option<i32>)> {
    let metadata = &record.metadata;
    let title = folded(metadata.title.as_ref()?);
    let family = folded(&metadata.authors.first()?.family);
    (!title.is_empty()).then_some((title, family, metadata.year))
}

/// Gives `record` what only `other` has.
fn fill(record: &mut Record, other: &Record) {
    let (own, more) = (&mut record.metadata, &other.metadata);
    let text = |field: &mut Option<String>, value: &Option<String>| {
        if field.is_none() {
            field.clone_from(value);
        }
    };
    text(&mut own.title, &more.title);
    text(&mut own.container, &more.container);
    text(&mut own.doi, &more.doi);
    text(&mut record.key, &other.key);
    text(&mut record.abstract_text, &other.abstract_text);
    own.year = own.year.or(more.year);
    own.language = own.language.or(more.language);
    if own.authors.is_empty() {
        own.authors.clone_from(&more.authors);
    }
    if own.keywords.is_empty() {
        own.keywords.clone_from(&more.keywords);
    }
    for (name, value) in &more.extra {
        own.extra.entry(name.clone()).or_insert_with(|| value.clone());
    }
    for path in &other.attachments {
        if !record.attachments.contains(path) {
            record.attachments.push(path.clone());
        }
    }
}

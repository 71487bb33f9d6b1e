//! Which paper gets which record.

use crate::model::{MatchMeans, Metadata, Person};
use crate::records::matching::{Ambiguity, Finding, Matcher, Shown, decide, likely};
use crate::records::merge::{MergedRecord, merge};
use crate::records::{Record, RecordFile, RecordFormat};

fn metadata(title: &str, family: &str, year: Option<i32>, doi: &str) -> Metadata {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let person = Person { family: family.to_owned(), given: None };
    Metadata {
        title: text(title),
        authors: if family.is_empty() { vec![] } else { vec![person] },
        year,
        doi: text(doi),
        ..Metadata::default()
    }
}

fn record(metadata: Metadata, files: &[&str]) -> MergedRecord {
    let attachments = files.iter().map(|&file| file.to_owned()).collect();
    MergedRecord { record: Record { metadata, attachments, ..Record::default() }, places: vec![] }
}

fn found(papers: &[(&str, Metadata)], records: &[MergedRecord]) -> Vec<Finding> {
    let matcher = Matcher::new(records);
    let claims: Vec<_> = papers
        .iter()
        .map(|(place, metadata)| {
            matcher.claims(Shown { name: place.trim_start_matches("/p/"), place, metadata })
        })
        .collect();
    decide(&claims, records.len())
}

fn matched(paper: usize, means: MatchMeans) -> Finding {
    let similarity = (means == MatchMeans::Title).then_some(1.0);
    Finding::Matched { paper, means, similarity }
}

const EXPORT: &str = "Why small firms go abroad";

#[test]
fn each_means_finds_its_paper() {
    let papers = [
        ("/p/a.txt", metadata("", "", None, "10.5555/a")),
        ("/p/Lee 2003.txt", metadata("Something in the running head", "", None, "")),
        (
            "/p/c.txt",
            metadata("Why small firms go abroad: Evidence from Peru", "Wu", Some(2010), ""),
        ),
    ];
    let records = [
        record(metadata(EXPORT, "Wu", Some(2011), ""), &[]),
        record(metadata("Ports", "Lee", Some(2003), ""), &["C:\\refs\\files\\Lee 2003.pdf"]),
        record(metadata("Barriers", "Diaz", None, "10.5555/a"), &[]),
    ];
    assert_eq!(
        found(&papers, &records),
        [matched(2, MatchMeans::Title), matched(1, MatchMeans::File), matched(0, MatchMeans::Doi)]
    );
}

#[test]
fn a_misnamed_file_goes_by_what_it_holds() {
    // The text under Lee's name is Wu's, by its DOI; Lee's own text has another name.
    let papers = [
        ("/p/lee-2003.txt", metadata(EXPORT, "Wu", Some(2010), "10.5555/wu")),
        ("/p/scan17.txt", metadata("Ports and trade in the Andes", "Lee", Some(2003), "")),
    ];
    let records = [
        record(metadata("Ports and trade in the Andes", "Lee", Some(2003), ""), &["lee-2003.pdf"]),
        record(metadata(EXPORT, "Wu", Some(2010), "10.5555/wu"), &[]),
    ];
    assert_eq!(
        found(&papers, &records),
        [matched(1, MatchMeans::Title), matched(0, MatchMeans::Doi)]
    );
    // Without the scan Lee's record has no paper that could be its own.
    let alone = found(&papers[..1], &records);
    let reason = Ambiguity::FileOfAnother;
    assert_eq!(alone[0], Finding::Ambiguous { papers: vec![0], reason });
}

#[test]
fn what_is_ambiguous_is_assigned_to_nobody() {
    let twice = [
        ("/p/a.txt", metadata(EXPORT, "Wu", Some(2010), "10.5555/wu")),
        ("/p/b.txt", metadata(EXPORT, "Wu", Some(2010), "10.5555/wu")),
    ];
    let one = [record(metadata(EXPORT, "Wu", Some(2010), "10.5555/wu"), &[])];
    let papers = vec![0, 1];
    assert_eq!(
        found(&twice, &one),
        [Finding::Ambiguous { papers: papers.clone(), reason: Ambiguity::SeveralPapersOfDoi }]
    );
    let without = [record(metadata(EXPORT, "Wu", Some(2010), ""), &[])];
    assert_eq!(
        found(&twice, &without),
        [Finding::Ambiguous { papers, reason: Ambiguity::SeveralPapers }]
    );
    let parts = [
        ("/p/x/main.txt", metadata("", "", None, "")),
        ("/p/y/main.txt", metadata("", "", None, "")),
    ];
    let by_folder = [record(metadata("A", "Lee", None, ""), &["y/main.pdf"])];
    assert_eq!(found(&parts, &by_folder), [matched(1, MatchMeans::File)]);
    let papers = [parts[0].clone(), ("/p/main.txt", metadata("", "", None, ""))];
    let whole = [record(metadata("A", "Lee", None, ""), &["main.pdf"])];
    assert!(matches!(found(&papers, &whole)[0], Finding::Ambiguous { .. }));
    let whole = [record(metadata("A", "Lee", None, ""), &["main.txt"])];
    assert_eq!(found(&papers, &whole), [matched(1, MatchMeans::File)]);
    let by_name = [record(metadata("A", "Lee", None, ""), &["main.pdf"])];
    let reason = Ambiguity::SeveralFiles;
    assert_eq!(found(&parts, &by_name), [Finding::Ambiguous { papers: vec![0, 1], reason }]);
}

#[test]
fn one_paper_with_two_records_gets_neither() {
    let papers = [("/p/a.txt", metadata(EXPORT, "Wu", Some(2010), ""))];
    let records = [
        record(metadata(EXPORT, "Wu", Some(2009), ""), &[]),
        record(metadata(EXPORT, "Wu", Some(2010), ""), &[]),
    ];
    let reason = Ambiguity::SeveralRecords;
    let ambiguous = Finding::Ambiguous { papers: vec![0], reason };
    assert_eq!(found(&papers, &records), [ambiguous.clone(), ambiguous]);
}

#[test]
fn alike_is_not_enough_where_author_or_year_speak_against_it() {
    let papers = [("/p/a.txt", metadata("Why small firms go abroad", "Wu", Some(2010), ""))];
    let near = |family: &str, year| {
        let records = [record(metadata("Why all small firms go abroad", family, year, ""), &[])];
        found(&papers, &records).remove(0)
    };
    assert!(matches!(near("Wu", Some(2010)), Finding::Matched { means: MatchMeans::Title, .. }));
    assert!(matches!(near("Wu", Some(1990)), Finding::Unmatched(Some((0, _)))));
    assert!(matches!(near("Okafor", Some(2010)), Finding::Unmatched(Some((0, _)))));
}

#[test]
fn records_of_two_files_are_one() {
    let file = |records: Vec<Record>| RecordFile {
        path: "a.bib".into(),
        format: RecordFormat::Bibtex,
        records,
        mistakes: vec![],
    };
    let mut first = record(metadata(EXPORT, "Wu", Some(2010), ""), &["a.pdf"]).record;
    first.key = Some("wu".into());
    let mut second =
        record(metadata("WHY SMALL FIRMS GO ABROAD", "Wu", Some(2010), "10.5555/wu"), &["b.pdf"])
            .record;
    second.metadata.extra.insert("country".into(), "Peru".into());
    let other = record(metadata(EXPORT, "Wu", Some(2010), "10.5555/preprint"), &[]).record;
    let merged = merge(&[file(vec![first]), file(vec![second, other])]);
    assert_eq!(merged.len(), 2);
    assert_eq!(merged[0].places, [(0, 0), (1, 0)]);
    let record = &merged[0].record;
    assert_eq!(record.metadata.title.as_deref(), Some(EXPORT));
    assert_eq!(record.metadata.doi.as_deref(), Some("10.5555/wu"));
    assert_eq!(record.metadata.extra["country"], "Peru");
    assert_eq!(record.attachments, ["a.pdf", "b.pdf"]);
}

#[test]
fn the_likely_record_is_that_of_the_strongest_means() {
    let records = [
        record(metadata(EXPORT, "Wu", Some(2010), ""), &[]),
        record(metadata("Ports", "Lee", None, "10.5555/x"), &[]),
    ];
    let matcher = Matcher::new(&records);
    let shown = metadata(EXPORT, "Wu", Some(2010), "10.5555/x");
    let claims = matcher.claims(Shown { name: "a.txt", place: "a.txt", metadata: &shown });
    assert_eq!(likely(&claims).map(|claim| claim.record), Some(1));
    assert_eq!(likely(&[]), None);
}

//! Bibliographic records and duplicates: options of `ingest`, what is told of them, and their tables.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use leitmotif::export::{ExportFormat, write};
use leitmotif::model::{Cell, Column, MatchMeans, Table};
use leitmotif::pipeline::ingest::{Duplicates, RecordsReport, SamePapers, Sameness, same_papers};
use leitmotif::pipeline::study::Study;
use leitmotif::query::listing;
use leitmotif::records::report::{RecordMatch, RecordStatus, table};

use super::args::{FilterArgs, Global};
use super::extract::chosen;
use super::ingest::{counted, list};
use super::output::to_file;
use super::themes::provenance;

/// Records of papers, and what to do with papers that are the same.
#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// Records of the papers: BibTeX, RIS, CSL-JSON, Zotero RDF or CSV, EndNote XML, PubMed nbib,
    /// Web of Science, Scopus, any CSV with a header; may be given several times. Such files in the
    /// folders of the papers are found by themselves.
    #[arg(long, value_name = "FILE")]
    pub(crate) metadata: Vec<PathBuf>,
    /// Take records that have an abstract and no paper as papers of their abstracts.
    #[arg(long)]
    pub(crate) abstracts: bool,
    /// Write what became of every record to this file, by its ending .csv, .tsv, .json, .jsonl, .md or
    /// .xlsx.
    #[arg(long, value_name = "FILE")]
    pub(crate) matches: Option<PathBuf>,
    /// What to do with the same paper under different names: preprint and article, two scans.
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = DuplicatesArg::Report)]
    pub(crate) duplicates: DuplicatesArg,
}

/// What to do with papers that are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DuplicatesArg {
    /// Index all, and say nothing.
    Keep,
    /// Index the first one only.
    First,
    /// Index all, and name them.
    Report,
}

impl From<DuplicatesArg> for Duplicates {
    fn from(duplicates: DuplicatesArg) -> Self {
        match duplicates {
            DuplicatesArg::Keep => Self::Keep,
            DuplicatesArg::First => Self::First,
            DuplicatesArg::Report => Self::Report,
        }
    }
}

/// Tells what became of the records, in a few lines.
/// `of_shard` says that the papers are those of one shard.
pub(crate) fn summary(lines: &mut Vec<String>, records: &RecordsReport, of_shard: bool) {
    let files = records.files.iter();
    let files: Vec<String> =
        files.map(|(name, format, count)| format!("{count} in {name} ({format})")).collect();
    let all: usize = records.files.iter().map(|(_, _, count)| count).sum();
    let together = match records.matches.len() {
        merged if merged < all => format!(", of {}", counted(merged, "paper")),
        _ => String::new(),
    };
    lines.push(format!("records: {}{together}", files.join(", ")));
    let by = |means: MatchMeans| {
        let of = |one: &&RecordMatch| matches!(&one.status, RecordStatus::Matched { means: own, .. } if *own == means);
        records.matches.iter().filter(of).count()
    };
    lines.push(format!(
        "  matched: {} by DOI, {} by file, {} by title",
        by(MatchMeans::Doi),
        by(MatchMeans::File),
        by(MatchMeans::Title)
    ));
    if records.changed > 0 {
        lines.push(format!("  papers with a new or changed record: {}", records.changed));
    }
    let status = |name: &str| {
        records.matches.iter().filter(|one| one.status.name() == name).collect::<Vec<_>>()
    };
    let ingested = status("ingested").len();
    if ingested > 0 {
        lines.push(format!(
            "  as papers of their abstracts: {ingested}, of them {} new",
            records.ingested
        ));
    }
    list(
        lines,
        if of_shard { "records without a paper in this shard" } else { "records without a paper" },
        status("unmatched").into_iter().map(described).collect(),
    );
    list(
        lines,
        "ambiguous records, given to no paper",
        status("ambiguous").into_iter().map(described).collect(),
    );
    let mistakes = records.mistakes.iter().map(|one| format!("{}: {}", one.name, one.reason));
    list(lines, "records that could not be read", mistakes.collect());
}

/// A record in one line, with what speaks of it.
fn described(record: &RecordMatch) -> String {
    let key = record.key.as_deref().map(|key| format!(" {key}")).unwrap_or_default();
    let title = record.title.as_deref().unwrap_or("no title");
    let about = match &record.status {
        RecordStatus::Unmatched { nearest: Some((document, similarity)) } => {
            format!("; nearest: {document} ({:.2})", f64::from(*similarity) / 1000.0)
        }
        RecordStatus::Ambiguous { documents, reason } => {
            format!("; {reason}: {}", documents.join(", "))
        }
        _ => String::new(),
    };
    format!("{} line {}{key}: {title}{about}", record.file, record.line)
}

/// Tells which papers are the same.
pub(crate) fn same(lines: &mut Vec<String>, same: &[SamePapers]) {
    let rows = same.iter().flat_map(|group| {
        group
            .others
            .iter()
            .map(|(name, why)| format!("{name} is {} {}", why_words(*why), group.first))
    });
    list(
        lines,
        "the same paper under different names (leitmotif index duplicates)",
        rows.collect(),
    );
}

fn why_words(why: Sameness) -> String {
    match why {
        Sameness::Doi => "by its DOI".to_owned(),
        Sameness::Text(similarity) => format!("by its text ({} % alike)", (similarity + 5) / 10),
        Sameness::Title => "by its title".to_owned(),
    }
}

/// Writes what became of the records.
pub(crate) fn write_matches(path: &Path, records: &RecordsReport) -> Result<()> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("csv");
    let name = if ending == "md" { "markdown" } else { ending };
    let format: ExportFormat = name
        .parse()
        .map_err(|_| anyhow!("{}: no format for the ending .{ending}; use .csv", path.display()))?;
    to_file(path, |out| write(&table(&records.matches), format, out))
}

/// The papers' fields, and where they come from.
pub(crate) fn metadata(global: &Global, filter: &FilterArgs) -> Result<Table> {
    let study = Study::open(&global.index, global.jobs())?;
    let selection = study.select(filter.filter.as_deref(), true)?;
    let mut table = Table::new("metadata", "What is known of the papers");
    table.provenance = provenance(&study, "extract metadata", filter.filter.as_deref());
    table.columns = listing::metadata_columns(study.facts());
    let matching = study.matching_facts()?;
    for place in chosen(&study, &selection) {
        if let (Some(facts), Some(paper)) =
            (study.facts().documents.get(place), matching.get(place))
        {
            table.push(listing::metadata_row(study.facts(), facts, paper.record.as_deref()));
        }
    }
    Ok(table)
}

/// Papers that are the same, one row for each beside the first.
pub(crate) fn duplicates(study: &Study) -> Result<Table> {
    let mut table = Table::new("duplicates", "Papers that are the same under different names");
    table.provenance = provenance(study, "index duplicates", None);
    table.columns = vec![
        Column::text("document", "name of the paper"),
        Column::text("first", "name of the first paper that it is the same as"),
        Column::text("means", "why: doi, text, title"),
        Column::share(
            "similarity",
            "estimated share of runs of four words that both have, of all that one has",
        ),
    ];
    let papers = study.entries()?;
    for SamePapers { first, others } in same_papers(&papers.iter().collect::<Vec<_>>()) {
        for (name, why) in others {
            let (means, similarity) = match why {
                Sameness::Doi => ("doi", None),
                Sameness::Text(similarity) => ("text", Some(similarity)),
                Sameness::Title => ("title", None),
            };
            table.push(vec![
                name.into(),
                first.as_str().into(),
                means.into(),
                similarity.map_or(Cell::Missing, |share| Cell::Real(f64::from(share) / 1000.0)),
            ]);
        }
    }
    Ok(table)
}

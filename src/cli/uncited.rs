//! `leitmotif query uncited`: what a copy editor looks for.

use anyhow::Result;
use clap::{Args, ValueEnum};
use leitmotif::model::{Cell, Table};
use leitmotif::pipeline::study::Study;
use leitmotif::query::listing;

use super::Outcome;
use super::annotate;
use super::args::{FilterArgs, Global};
use super::extract::{chosen, filled};
use super::ingest::counted;
use super::output::show;
use super::themes::provenance;

/// References and citations without each other.
#[derive(Debug, Args)]
pub(crate) struct UncitedArgs {
    /// Only the paper of this name.
    #[arg(long, value_name = "NAME")]
    document: Option<String>,
    /// Only one of the three kinds.
    #[arg(long, value_enum, value_name = "KIND")]
    only: Option<Only>,
    #[command(flatten)]
    filter: FilterArgs,
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    /// References that are never cited.
    References,
    /// Citations without a reference.
    Citations,
    /// Citations of another year than their reference has.
    Years,
}

impl Only {
    /// What the column `problem` says of it.
    const fn problem(self) -> &'static str {
        match self {
            Self::References => "never cited",
            Self::Citations => "no reference",
            Self::Years => "another year",
        }
    }
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &UncitedArgs) -> Result<Outcome> {
    let study = Study::open(&global.index, global.jobs())?;
    let filter = args.filter.filter.as_deref();
    let mut papers = chosen(&study, &study.select(filter, true)?);
    let mut table = Table::new("uncited", String::new());
    table.provenance = provenance(&study, "query uncited", filter);
    if let Some(name) = &args.document {
        papers = annotate::named(&study, papers, name)?;
        table.provenance = table.provenance.with("document", name);
    }
    table.columns = listing::uncited_columns();
    let problem = table.column("problem").unwrap_or_default();
    let is =
        |row: &[Cell], only: Only| row.get(problem).and_then(Cell::as_text) == Some(only.problem());
    let rows = study.with_papers(&papers, |_, paper| {
        let mut rows = listing::uncited_rows(&paper.document, &paper.extraction);
        rows.retain(|row| args.only.is_none_or(|only| is(row, only)));
        let silent =
            paper.extraction.citations.is_empty() && !paper.extraction.references.is_empty();
        (rows, silent)
    })?;
    let silent = rows.iter().filter(|(_, silent)| *silent).count();
    if silent > 0 {
        table.notes.push(format!(
            "Not looked at: {} with references in whose text no citation was found.",
            counted(silent, "paper")
        ));
    }
    let rows: Vec<Vec<Vec<Cell>>> = rows.into_iter().map(|(rows, _)| rows).collect();
    if let Some(only) = args.only {
        table.provenance = table.provenance.with("only", only.problem());
    }
    let count = |only: Only, noun: &str| {
        counted(rows.iter().flatten().filter(|row| is(row, only)).count(), noun)
    };
    let found = match args.only {
        Some(only @ Only::References) => format!("{} never cited", count(only, "reference")),
        Some(only @ Only::Citations) => format!("{} without a reference", count(only, "citation")),
        Some(only @ Only::Years) => format!("{} of another year", count(only, "citation")),
        None => format!(
            "{} never cited, {} without a reference and {} of another year",
            count(Only::References, "reference"),
            count(Only::Citations, "citation"),
            count(Only::Years, "citation")
        ),
    };
    table.title = format!("{found}, in {}", counted(papers.len(), "paper"));
    show(global, &filled(table, rows))
}

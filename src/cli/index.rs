//! `leitmotif index`: what it holds; its other commands have files of their own.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::Subcommand;
use leitmotif::model::{Column, SectionKind, Table};
use leitmotif::pipeline::study::Study;

use super::Outcome;
use super::args::Global;
use super::check::{self, CheckArgs};
use super::merge::{self, MergeArgs};
use super::output::show;
use super::records;
use super::themes::provenance;

/// What to do with the index.
#[derive(Debug, Subcommand)]
pub(crate) enum IndexCommand {
    /// Papers, tokens, citations, languages and years in the index.
    Info,
    /// Papers that are the same under different names: by DOI, by text, by title.
    Duplicates,
    /// Put several indexes together as a new one in the folder --output: that of one ingest of everything.
    Merge(MergeArgs),
    /// Check every file and every paper of the index, and tell what is wrong and how to mend it.
    Check(CheckArgs),
}

/// Runs the command.
pub(crate) fn run(global: &Global, command: &IndexCommand) -> Result<Outcome> {
    match command {
        IndexCommand::Info => show(global, &info(&Study::open(&global.index, global.jobs())?)),
        IndexCommand::Duplicates => {
            show(global, &records::duplicates(&Study::open(&global.index, global.jobs())?)?)
        }
        IndexCommand::Merge(args) => merge::run(global, args),
        IndexCommand::Check(args) => check::run(global, args),
    }
}

/// Figures of the corpus: one row a property.
fn info(study: &Study) -> Table {
    let mut table = Table::new("index", "What the index holds");
    table.provenance = provenance(study, "index info", None);
    table.columns =
        vec![Column::text("property", "what is counted"), Column::integer("number", "how many")];
    let documents = &study.facts().documents;
    let bibliography = |kind: usize| SectionKind::ALL.get(kind) == Some(&SectionKind::References);
    let (mut running, mut listed) = (0, 0);
    let mut languages: BTreeMap<String, usize> = BTreeMap::new();
    let mut years: BTreeMap<i32, usize> = BTreeMap::new();
    for document in documents {
        for (kind, tokens) in document.tokens.iter().enumerate() {
            *if bibliography(kind) { &mut listed } else { &mut running } += tokens;
        }
        let language = document.metadata.language.map(|language| language.to_string());
        *languages.entry(language.unwrap_or_else(|| "unknown".to_owned())).or_default() += 1;
        if let Some(year) = document.metadata.year {
            *years.entry(year).or_default() += 1;
        }
    }
    let sentences: u64 = study.papers().iter().map(|paper| u64::from(paper.facts.sentences)).sum();
    let mut row = |property: &str, number: u64| {
        table.push(vec![property.into(), number.into()]);
    };
    row("papers", documents.len() as u64);
    row("tokens of running text", running);
    row("tokens of bibliographies", listed);
    row("sentences", sentences);
    row("papers with a year", years.values().sum::<usize>() as u64);
    for (language, papers) in &languages {
        row(&format!("papers in language {language}"), *papers as u64);
    }
    if let (Some((first, _)), Some((last, _))) = (years.first_key_value(), years.last_key_value()) {
        table.notes.push(format!("Papers from {first} to {last}."));
    }
    table
}

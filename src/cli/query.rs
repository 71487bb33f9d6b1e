//! `leitmotif query`: frequencies, sentences, evidence, cited works, search.

use anyhow::Result;
use leitmotif::model::Table;
use leitmotif::query::GroupBy;
use leitmotif::query::frequency::{FrequencyOptions, FrequencyTable};

use super::Outcome;
use super::args::{Global, QueryCommand, ThemeArgs};
use super::output::show;
use super::themes::{Coded, code, remarks};

/// Runs the command.
pub(crate) fn run(global: &Global, command: &QueryCommand) -> Result<Outcome> {
    match command {
        QueryCommand::Themes { themes, by, per } => {
            let coded = code(global, themes)?;
            let table = frequencies(&coded, themes, by.as_deref(), *per)?;
            remarks(global, &coded);
            show(global, &table)
        }
        _ => anyhow::bail!("later"),
    }
}

/// Theme frequencies, divided by a field.
pub(crate) fn frequencies(
    coded: &Coded,
    args: &ThemeArgs,
    by: Option<&str>,
    per: u64,
) -> Result<Table> {
    let facts = coded.study.facts();
    let groups = by.map(|name| GroupBy::parse(name, facts)).transpose()?;
    let options =
        FrequencyOptions { by: groups.into_iter().collect(), per, negation: coded.negation };
    let counted = FrequencyTable::count(
        facts,
        &coded.themes,
        &coded.coding.mentions,
        &coded.selection,
        options,
    );
    let provenance = coded.provenance("query themes", args).with("per", per);
    Ok(counted.to_table(match by {
        Some(by) => provenance.with("by", by),
        None => provenance,
    }))
}

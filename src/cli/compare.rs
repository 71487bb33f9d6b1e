//! `leitmotif query compare`: in which themes groups of papers differ.

use anyhow::{Result, anyhow};
use clap::Args;
use leitmotif::query::GroupBy;
use leitmotif::query::comparison::{Comparison, ComparisonOptions};
use leitmotif::query::frequency::{FrequencyOptions, PaperCounts};

use super::Outcome;
use super::args::{Global, ThemeArgs};
use super::frequency::{SEED, frequency_options};
use super::grouping::{ThemeChoice, of_text, parse_bin};
use super::output::show;
use super::themes::{code, remarks};

/// Which groups to compare, and how.
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    themes: ThemeArgs,
    #[command(flatten)]
    choice: ThemeChoice,
    /// The groups: section, year, period, language, container, or any field of metadata with one value a paper.
    #[arg(long, value_name = "FIELD")]
    by: String,
    /// With --by year or period: years in a period, such as 5y.
    #[arg(long, value_name = "YEARS", value_parser = parse_bin)]
    bin: Option<u16>,
    /// Each group with each, one row a theme and pair, instead of all at once.
    #[arg(long)]
    pairs: bool,
    /// Only groups of so many papers at least.
    #[arg(long, value_name = "N", default_value_t = 2)]
    minimum: usize,
    /// Give rates per this many tokens.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    per: u64,
    /// How often papers are dealt to the groups anew.
    #[arg(long, value_name = "N", default_value_t = 9999, value_parser = clap::value_parser!(u32).range(99..=10_000_000))]
    permutations: u32,
    /// Seed of the deals.
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &CompareArgs) -> Result<Outcome> {
    if matches!(args.by.as_str(), "work" | "level" | "document") {
        return Err(anyhow!(
            "--by {} makes no groups of papers to compare; there are section, year, period and the fields of metadata",
            args.by
        ));
    }
    let coded = code(global, &args.themes)?;
    let setting = &coded.setting;
    let by = of_text(&args.by, args.bin, setting)?;
    if args.bin.is_some() && !matches!(by.name(), "year" | "period") {
        return Err(anyhow!("--bin goes with --by year or --by period"));
    }
    let shown = args.choice.all_places(setting)?;
    let options = FrequencyOptions { by: vec![by.clone()], ..frequency_options(setting, args.per) };
    let facts = setting.study.facts();
    let (themes, mentions) = (&setting.themes, &coded.coding.mentions);
    let papers = PaperCounts::count(facts, themes, mentions, &setting.selection, &options);
    let comparison = Comparison::of(&papers, themes, &shown, compare_options(args, by))?;
    let provenance = setting.provenance("query compare", &args.themes).with("by", &args.by);
    let provenance = match args.bin {
        Some(years) => provenance.with("bin", years),
        None => provenance,
    };
    let provenance = args
        .choice
        .provenance(provenance)
        .with("per", args.per)
        .with("minimum", args.minimum)
        .with("permutations", args.permutations)
        .with("seed", args.seed);
    let table = comparison.to_table(provenance);
    show(global, &table)?;
    remarks(global, setting, &coded.coding.places, &args.themes);
    Ok(if comparison.is_zero() { Outcome::NothingFound } else { Outcome::Done })
}

fn compare_options(args: &CompareArgs, by: GroupBy) -> ComparisonOptions {
    ComparisonOptions {
        by,
        pairs: args.pairs,
        least_papers: args.minimum,
        permutations: args.permutations as usize,
        seed: args.seed,
        per: args.per,
    }
}

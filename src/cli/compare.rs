//! `leitmotif query compare`: in which themes groups of papers differ.

use std::sync::Arc;

use anyhow::{Result, anyhow, bail};
use clap::Args;
use leitmotif::query::GroupBy;
use leitmotif::query::comparison::{Comparison, ComparisonOptions};
use leitmotif::query::frequency::FrequencyOptions;
use leitmotif::query::group::ChosenText;
use leitmotif::report::results;
use leitmotif::report::themes::theme_names;

use super::Outcome;
use super::args::{Global, ThemeArgs};
use super::frequency::{SEED, count_papers, frequency_options};
use super::grouping::{ThemeChoice, of_text, parse_bin};
use super::output::show;
use super::plot::{self, PlotArgs};
use super::themes::{Setting, load, prepare, remarks};

/// Which groups to compare, and how.
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    themes: ThemeArgs,
    #[command(flatten)]
    choice: ThemeChoice,
    /// The groups: section, year, period, language, container, or any field of metadata with one value a paper.
    #[arg(long, value_name = "FIELD", required_unless_present = "target")]
    by: Option<String>,
    /// With --by year or period: years in a period, such as 5y.
    #[arg(long, value_name = "YEARS", value_parser = parse_bin, requires = "by")]
    bin: Option<u16>,
    /// Instead of --by: papers or sections that fit an expression, as of --where, such as 'cites: "Porter 1990"'.
    #[arg(long, value_name = "EXPR", conflicts_with_all = ["by", "pairs"])]
    target: Option<String>,
    /// What the target is compared with; all else if not given.
    #[arg(long, value_name = "EXPR", requires = "target")]
    reference: Option<String>,
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
    #[command(flatten)]
    plot: PlotArgs,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &CompareArgs) -> Result<Outcome> {
    let plot = args.plot.file()?;
    let codebook = load(global, args.themes.codebook.as_deref())?;
    let setting = &prepare(global, &args.themes, codebook, false)?;
    let by = group(args, setting)?;
    let shown = args.choice.all_places(setting)?;
    let options = FrequencyOptions { by: vec![by.clone()], ..frequency_options(setting, args.per) };
    let (papers, places) = count_papers(setting, &options)?;
    let comparison = Comparison::of(&papers, &setting.themes, &shown, compare_options(args, by))?;
    if let Some(path) = plot {
        if args.pairs && comparison.groups.len() > 2 {
            bail!("--plot draws all groups side by side: leave out --pairs");
        }
        let figure = results::compared(&comparison, &theme_names(&setting.codebook));
        plot::write(global, path, &figure.draw(plot::WIDTH))?;
    }
    let mut provenance = setting.provenance("query compare", &args.themes);
    for (name, value) in
        [("by", &args.by), ("target", &args.target), ("reference", &args.reference)]
    {
        if let Some(value) = value {
            provenance = provenance.with(name, value);
        }
    }
    if let Some(years) = args.bin {
        provenance = provenance.with("bin", years);
    }
    let provenance = args
        .choice
        .provenance(provenance)
        .with("per", args.per)
        .with("minimum", args.minimum)
        .with("permutations", args.permutations)
        .with("seed", args.seed);
    let table = comparison.to_table(provenance);
    show(global, &table)?;
    remarks(global, setting, &places, &args.themes);
    Ok(if comparison.is_zero() { Outcome::NothingFound } else { Outcome::Done })
}

/// What the groups are: values of a field, or target and reference.
fn group(args: &CompareArgs, setting: &Setting) -> Result<GroupBy> {
    if let Some(target) = &args.target {
        let chosen = |filter| setting.study.select(filter, args.themes.bibliography);
        let target = chosen(Some(target.as_str()))?;
        let reference = chosen(args.reference.as_deref())?;
        return Ok(GroupBy::Chosen(Arc::new(ChosenText { target, reference })));
    }
    let by = args.by.as_deref().unwrap_or_default();
    if matches!(by, "work" | "level" | "document") {
        return Err(anyhow!(
            "--by {by} makes no groups of papers to compare; there are section, year, period and the fields of \
             metadata; or choose papers by --target"
        ));
    }
    let group = of_text(by, args.bin, setting)?;
    if args.bin.is_some() && !matches!(group.name(), "year" | "period") {
        return Err(anyhow!("--bin goes with --by year or --by period"));
    }
    Ok(group)
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

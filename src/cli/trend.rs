//! `leitmotif query trend`: how themes rise and fall over the years.

use anyhow::Result;
use clap::Args;
use leitmotif::query::GroupBy;
use leitmotif::query::filter::field::Field;
use leitmotif::query::frequency::FrequencyOptions;
use leitmotif::query::trend::{TrendOptions, Trends};
use leitmotif::report::results;
use leitmotif::report::themes::theme_names;

use super::Outcome;
use super::args::{Global, ThemeArgs};
use super::frequency::{RESAMPLES, SEED, bootstrap, count_papers, frequency_options};
use super::grouping::{ThemeChoice, parse_bin};
use super::output::{note, show};
use super::plot::{self, PlotArgs};
use super::themes::{load, prepare, remarks};

/// Which trends to show.
#[derive(Debug, Args)]
pub(crate) struct TrendArgs {
    #[command(flatten)]
    themes: ThemeArgs,
    #[command(flatten)]
    choice: ThemeChoice,
    /// Show rates by periods of so many years, such as 5y.
    #[arg(long, value_name = "YEARS", value_parser = parse_bin, default_value = "1y")]
    bin: u16,
    /// Give rates per this many tokens.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    per: u64,
    /// How often papers are drawn for the intervals of slopes.
    #[arg(long, value_name = "N", default_value_t = RESAMPLES, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    resamples: u32,
    /// Seed of the draws.
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
    #[command(flatten)]
    plot: PlotArgs,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &TrendArgs) -> Result<Outcome> {
    let plot = args.plot.file()?;
    let codebook = load(global, args.themes.codebook.as_deref())?;
    let setting = &prepare(global, &args.themes, codebook, false)?;
    let shown = args.choice.all_places(setting)?;
    let options = FrequencyOptions {
        by: vec![GroupBy::Field(Field::Year)],
        ..frequency_options(setting, args.per)
    };
    let (years, places) = count_papers(setting, &options)?;
    let (resamples, seed) = (args.resamples, args.seed);
    let options =
        TrendOptions { bin: args.bin, per: args.per, bootstrap: bootstrap(resamples, seed) };
    let trends = Trends::of(&years, &setting.themes, &shown, options);
    if let Some(path) = plot {
        let figure = results::trends(&trends, &theme_names(&setting.codebook)).draw(plot::WIDTH);
        plot::write(global, path, &figure)?;
    }
    let provenance = setting.provenance("query trend", &args.themes);
    let provenance = args
        .choice
        .provenance(provenance)
        .with("per", args.per)
        .with("bin", args.bin)
        .with("resamples", resamples)
        .with("seed", seed);
    show(global, &trends.to_table(provenance))?;
    remarks(global, setting, &places, &args.themes);
    if trends.papers == 0 && trends.undated > 0 {
        note(
            global,
            "the year of none of these papers is known, so there is no trend; `ingest --metadata FILE` gives papers \
             the years of a reference manager, and a name such as lee-2014.txt has one",
        );
    }
    let nothing = trends.rows.iter().all(|row| row.mentions == 0);
    Ok(if nothing { Outcome::NothingFound } else { Outcome::Done })
}

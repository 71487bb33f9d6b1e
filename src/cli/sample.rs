//! `leitmotif codebook sample`: sentences to be coded by hand.

use anyhow::{Result, bail};
use clap::Args;
use leitmotif::export::ExportFormat;
use leitmotif::model::{Codebook, Table};
use leitmotif::pipeline::sentences::SelectedSentences;
use leitmotif::validation::plan::{Plan, SampleOptions};
use leitmotif::validation::sample::sheet;

use super::Outcome;
use super::args::{Format, Global, ThemeArgs};
use super::ingest::counted;
use super::output::{note, show_as};
use super::themes::{Coded, code};

/// What to draw.
#[derive(Debug, Args)]
pub(crate) struct SampleArgs {
    #[command(flatten)]
    pub(crate) themes: ThemeArgs,
    /// Sentences to draw: half of them from text without mentions, half evenly over the themes.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) size: usize,
    /// Seed of the draw; the same seed, papers and codebook give the same sample.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Sentences shown before and after each.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) context: usize,
}

/// Fewest sentences from which anything can be estimated: two a stratum of two strata.
const FEWEST: usize = 4;

/// How many themes of a stratum are named.
const NAMED: usize = 3;

/// Runs the command.
pub(crate) fn run(global: &Global, args: &SampleArgs) -> Result<Outcome> {
    if args.size < FEWEST {
        bail!("--size {} is too small to estimate anything; draw {FEWEST} at least", args.size);
    }
    let coded = code(global, &args.themes)?;
    let plan = draw(&coded, args)?;
    let table = laid_out(&coded, &plan, args)?;
    let outcome = show_as(global, &table, format(global))?;
    report(global, &plan, &coded.setting.codebook, args.size);
    Ok(outcome)
}

fn draw(coded: &Coded, args: &SampleArgs) -> Result<Plan> {
    let study = &coded.setting.study;
    let source = SelectedSentences::new(study, &coded.setting.selection);
    let documents = u32::try_from(study.papers().len())?;
    let options = SampleOptions { size: args.size, seed: args.seed };
    Ok(Plan::draw(documents, &coded.selected(), &source, options)?)
}

fn laid_out(coded: &Coded, plan: &Plan, args: &SampleArgs) -> Result<Table> {
    let setting = &coded.setting;
    let provenance = setting
        .provenance("codebook sample", &args.themes)
        .with("size", args.size)
        .with("seed", args.seed);
    let facts = setting.study.facts();
    Ok(sheet(plan, args.context, facts, &setting.codebook, &setting.study, provenance)?)
}

/// The format that is asked for; else that of the ending of `--output`, or CSV, since a table for a
/// terminal cannot be filled in.
fn format(global: &Global) -> Format {
    let Format::Table(ExportFormat::Table(_)) = global.format else { return global.format };
    let ending = global.output.as_ref().and_then(|path| path.extension()?.to_str());
    Format::Table(match ending.map(str::to_lowercase).as_deref() {
        Some("xlsx") => ExportFormat::Xlsx,
        Some("tsv") => ExportFormat::Tsv,
        _ => ExportFormat::Csv,
    })
}

/// Tells what was drawn from what; this is for whoever draws, not for coders.
fn report(global: &Global, plan: &Plan, codebook: &Codebook, size: usize) {
    let drawn = plan.sentences.len();
    let from: usize = plan.strata.iter().map(|stratum| stratum.size).sum();
    note(global, &format!("drawn: {} of {from}", counted(drawn, "sentence")));
    for stratum in &plan.strata {
        let themes = stratum.themes.iter().filter_map(|&theme| codebook.themes.get(theme as usize));
        let themes: Vec<&str> = themes.map(|theme| theme.path.as_str()).collect();
        let name = match themes.as_slice() {
            [] => "without mentions".to_owned(),
            [first, .., last] if themes.len() > NAMED => {
                format!("{}, {first} to {last}", counted(themes.len(), "theme"))
            }
            few => few.join(", "),
        };
        note(global, &format!("  {} of {}: {name}", stratum.drawn, stratum.size));
    }
    if drawn < size {
        note(global, &format!("there are no more than that; --size {size} takes all"));
    }
}

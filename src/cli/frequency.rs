//! `leitmotif query themes`: how often each theme is raised.

use std::mem::ManuallyDrop;

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use leitmotif::model::{Provenance, Table};
use leitmotif::query::GroupBy;
use leitmotif::query::frequency::{
    FrequencyCounter, FrequencyFrame, FrequencyOptions, FrequencyTable, Measure, PaperCounter,
    PaperCounts, PaperFrame, Weight,
};
use leitmotif::report::themes::theme_names;
use leitmotif::stats::bootstrap::Bootstrap;
use leitmotif::stats::interval::LEVEL;

use super::args::{Global, ThemeArgs};
use super::grouping::{GroupArgs, ThemeChoice};
use super::output::{print, show, show_rows};
use super::plot::{self, PlotArgs};
use super::themes::{Coded, Setting, load, prepare, remarks};
use super::{Outcome, watch};

/// Draws of papers where nothing else is said: Efron & Tibshirani (1993, section 14.3) want a thousand at least for
/// intervals.
pub(crate) const RESAMPLES: u32 = 2_000;
/// Seed of draws where nothing else is said.
pub(crate) const SEED: u64 = 1;

/// Which frequencies to show, and how.
#[derive(Debug, Args)]
pub(crate) struct FrequencyArgs {
    #[command(flatten)]
    themes: ThemeArgs,
    #[command(flatten)]
    groups: GroupArgs,
    #[command(flatten)]
    choice: ThemeChoice,
    /// Give rates per this many tokens.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    per: u64,
    /// A column for each group, holding this measure; rate if none is named.
    #[arg(
        long,
        value_enum,
        value_name = "MEASURE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "rate",
        requires = "by"
    )]
    wide: Option<Wide>,
    /// Intervals of the rates too, by drawing papers anew (BCa bootstrap).
    #[arg(long, conflicts_with = "wide")]
    bootstrap: bool,
    /// How often papers are drawn; 2000 if not given.
    #[arg(long, value_name = "N", requires = "bootstrap", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    resamples: Option<u32>,
    /// Seed of the draws; 1 if not given.
    #[arg(long, value_name = "N", requires = "bootstrap")]
    seed: Option<u64>,
    #[command(flatten)]
    plot: PlotArgs,
    /// Count again whenever the codebook is saved, and show what has changed.
    #[arg(long, requires = "codebook", conflicts_with_all = ["by", "wide", "bootstrap", "plot"])]
    watch: bool,
}

/// What the cells of a cross table hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Wide {
    /// Mentions.
    Mentions,
    /// Papers with a mention.
    Papers,
    /// Sentences with a mention.
    Sentences,
    /// Mentions per so many tokens.
    Rate,
    /// Share of papers with a mention.
    Share,
}

impl Wide {
    const fn measure(self) -> Measure {
        match self {
            Self::Mentions => Measure::Mentions,
            Self::Papers => Measure::Papers,
            Self::Sentences => Measure::Sentences,
            Self::Rate => Measure::Rate,
            Self::Share => Measure::Share,
        }
    }
}

/// Draws of papers, as they are asked for.
pub(crate) const fn bootstrap(resamples: u32, seed: u64) -> Bootstrap {
    Bootstrap { resamples: resamples as usize, seed, level: LEVEL }
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &FrequencyArgs) -> Result<Outcome> {
    if args.watch {
        return watch::run(global, &args.themes, &|setting, first| {
            watched(global, args, setting, first)
        });
    }
    let plot = args.plot.file()?;
    // The program ends with this query: to give back an index's facts piece by piece would only take
    // time.
    let codebook = load(global, args.themes.codebook.as_deref())?;
    let setting = ManuallyDrop::new(prepare(global, &args.themes, codebook, false)?);
    let shown = args.choice.places(&setting)?;
    let options = FrequencyOptions {
        shown,
        by: args.groups.parse(global, &setting)?,
        ..frequency_options(&setting, args.per)
    };
    let (counted, places) = if args.bootstrap {
        let seed = args.seed.unwrap_or(SEED);
        recount_with_intervals(&setting, options, bootstrap(args.resamples(), seed))?
    } else {
        recount(&setting, options)?
    };
    if let Some(path) = plot {
        let names = theme_names(&setting.codebook);
        let figure = plot::frequencies(&counted, &names, setting.study.facts())?;
        plot::write(global, path, &figure)?;
    }
    let nothing = counted.is_zero();
    let provenance = args.provenance(&setting, &counted);
    match args.wide {
        Some(wide) => {
            if !counted.options.by.iter().any(|by| *by != GroupBy::Level) {
                return Err(anyhow!("--wide needs groups of text, such as --by section"));
            }
            let provenance = provenance.with("wide", wide.measure().name());
            let mut table = counted.to_wide_table(wide.measure(), provenance);
            table.name = format!("{}_wide", table_name(&counted));
            show(global, &table)?;
        }
        None => {
            let mut head = counted.head(provenance);
            head.name = table_name(&counted);
            show_rows(global, head, &counted)?;
        }
    }
    remarks(global, &setting, &places, &args.themes);
    Ok(if nothing { Outcome::NothingFound } else { Outcome::Done })
}

/// Counts for a watch; shows the first count.
fn watched(
    global: &Global,
    args: &FrequencyArgs,
    setting: &Setting,
    first: bool,
) -> Result<(FrequencyTable, Vec<u64>)> {
    let shown = args.choice.places(setting)?;
    let options = FrequencyOptions { shown, ..frequency_options(setting, args.per) };
    let (counted, places) = recount(setting, options)?;
    if first {
        print(global, &counted.to_table(args.provenance(setting, &counted)))?;
    }
    Ok((counted, places))
}

impl FrequencyArgs {
    fn resamples(&self) -> u32 {
        self.resamples.unwrap_or(RESAMPLES)
    }

    fn provenance(&self, setting: &Setting, counted: &FrequencyTable) -> Provenance {
        let provenance = setting.provenance("query themes", &self.themes).with("per", self.per);
        let provenance = self.groups.provenance(provenance, &counted.options.by);
        let provenance = self.choice.provenance(provenance);
        if self.bootstrap {
            provenance.with("resamples", self.resamples()).with("seed", self.seed.unwrap_or(SEED))
        } else {
            provenance
        }
    }
}

/// Frequencies of mentions that are known, divided by a field.
pub(crate) fn frequencies(
    coded: &Coded,
    args: &ThemeArgs,
    by: Option<&str>,
    per: u64,
) -> Result<Table> {
    let Coded { setting, coding } = coded;
    let (facts, themes, selection) = (setting.study.facts(), &setting.themes, &setting.selection);
    let by = by.map(|name| GroupBy::parse(name, facts)).transpose()?;
    let options =
        FrequencyOptions { by: by.into_iter().collect(), ..frequency_options(setting, per) };
    let counted = FrequencyTable::count(facts, themes, &coding.mentions, selection, options);
    let mut provenance = setting.provenance("query themes", args).with("per", per);
    if let Some(by) = counted.options.by.first() {
        provenance = provenance.with("by", by.name());
    }
    let mut head = counted.head(provenance);
    head.name = table_name(&counted);
    Ok(head.filled(&counted))
}

/// The short name of a table of frequencies.
fn table_name(counted: &FrequencyTable) -> String {
    let by: Vec<&str> = counted.options.by.iter().map(GroupBy::name).collect();
    if by.is_empty() { "themes".to_owned() } else { format!("themes_by_{}", by.join("_")) }
}

/// Finds and counts mentions without keeping them: frequencies, and for each pattern the places
/// where it matches.
fn recount(setting: &Setting, options: FrequencyOptions) -> Result<(FrequencyTable, Vec<u64>)> {
    let Setting { study, themes, selection, matcher, .. } = setting;
    let frame = FrequencyFrame::new(study.facts(), themes, selection, options);
    let (counters, places) = study.fold_mentions(
        matcher,
        setting.options,
        || frame.counter(),
        |counter, mention| counter.add(&mention),
    )?;
    let counted: Vec<_> = counters.into_iter().map(FrequencyCounter::finish).collect();
    Ok((frame.table(counted), places))
}

/// The same, with the mentions counted paper by paper too.
fn recount_with_intervals(
    setting: &Setting,
    options: FrequencyOptions,
    bootstrap: Bootstrap,
) -> Result<(FrequencyTable, Vec<u64>)> {
    let Setting { study, themes, selection, matcher, .. } = setting;
    let papers = PaperFrame::new(study.facts(), themes, selection, &options);
    let frame = FrequencyFrame::new(study.facts(), themes, selection, options.clone());
    let (counters, places) = study.fold_mentions(
        matcher,
        setting.options,
        || (frame.counter(), papers.counter()),
        |(counter, papers), mention| {
            counter.add(&mention);
            papers.add(&mention);
        },
    )?;
    let finished =
        counters.into_iter().map(|(counter, papers)| (counter.finish(), papers.finish()));
    let (counted, of_papers): (Vec<_>, Vec<_>) = finished.unzip();
    let papers = papers.counts(of_papers);
    Ok((frame.table(counted).with_rate_intervals(&papers, bootstrap), places))
}

/// Finds mentions and counts them paper by paper, without keeping them; also for each pattern the places
/// where it matches.
pub(crate) fn count_papers(
    setting: &Setting,
    options: &FrequencyOptions,
) -> Result<(PaperCounts, Vec<u64>)> {
    let Setting { study, themes, selection, matcher, .. } = setting;
    let frame = PaperFrame::new(study.facts(), themes, selection, options);
    let (counters, places) = study.fold_mentions(
        matcher,
        setting.options,
        || frame.counter(),
        |counter, mention| counter.add(&mention),
    )?;
    let counted: Vec<_> = counters.into_iter().map(PaperCounter::finish).collect();
    Ok((frame.counts(counted), places))
}

/// How frequencies are counted, before they are divided.
pub(crate) fn frequency_options(setting: &Setting, per: u64) -> FrequencyOptions {
    let weights = setting.codebook.weights().unwrap_or_default();
    FrequencyOptions {
        per,
        negation: setting.negation,
        hedging: setting.hedging,
        weights: weights.into_iter().map(Weight::new).collect(),
        ..FrequencyOptions::default()
    }
}

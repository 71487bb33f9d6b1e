//! `leitmotif query dispersion`: how evenly themes, or words, are spread over the papers.

use anyhow::{Result, anyhow};
use clap::Args;
use leitmotif::codebook;
use leitmotif::model::{Codebook, Language, Matching};
use leitmotif::query::GroupBy;
use leitmotif::query::dispersion::Dispersion;
use leitmotif::query::frequency::{FrequencyOptions, FrequencyTable, PaperCounts};
use leitmotif::query::slices::Slices;
use leitmotif::report::results;
use leitmotif::report::themes::theme_names;

use super::Outcome;
use super::args::{Global, ThemeArgs};
use super::frequency::frequency_options;
use super::grouping::{ThemeChoice, of_text};
use super::output::show;
use super::plot::{self, PlotArgs};
use super::themes::{Coded, Setting, code_with, load, remarks};

/// Whose dispersion to show, over what.
#[derive(Debug, Args)]
pub(crate) struct DispersionArgs {
    /// Patterns in the language of codebooks, such as 'cheap labour|labor', instead of themes.
    #[arg(value_name = "PATTERN", conflicts_with_all = ["themes", "level"])]
    patterns: Vec<String>,
    #[command(flatten)]
    coding: ThemeArgs,
    #[command(flatten)]
    choice: ThemeChoice,
    /// The parts: document, section, year, or another field with one value a paper; or a number of slices of equal size.
    #[arg(long, value_name = "PARTS", default_value = "document")]
    parts: String,
    #[command(flatten)]
    plot: PlotArgs,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &DispersionArgs) -> Result<Outcome> {
    let plot = args.plot.file()?;
    let in_use = load(global, args.coding.codebook.as_deref())?;
    let of_patterns = !args.patterns.is_empty();
    let codebook = if of_patterns { of_patterns_in(args, &in_use)? } else { in_use };
    let mut coded = code_with(global, &args.coding, codebook, false)?;
    for (theme, pattern) in coded.setting.themes.iter_mut().zip(&args.patterns) {
        theme.path.clone_from(pattern);
    }
    let shown = args.choice.places(&coded.setting)?;
    let options = FrequencyOptions { shown, ..frequency_options(&coded.setting, 1_000) };
    let dispersion = match args.parts.parse::<u64>() {
        Ok(number) => in_slices(&coded, number, &options)?,
        Err(_) => in_groups(&coded, &args.parts, options)?,
    };
    if let Some(path) = plot {
        let names = theme_names(&coded.setting.codebook);
        plot::write(global, path, &results::dispersion(&dispersion, &names).draw(plot::WIDTH))?;
    }
    let provenance = coded.setting.provenance("query dispersion", &args.coding);
    let mut provenance = args.choice.provenance(provenance).with("parts", &args.parts);
    if of_patterns {
        provenance = provenance.with("of", args.patterns.join("; "));
    }
    show(global, &dispersion.to_table(of_patterns, provenance))?;
    if !of_patterns {
        remarks(global, &coded.setting, &coded.coding.places, &args.coding);
    }
    Ok(if dispersion.is_zero() { Outcome::NothingFound } else { Outcome::Done })
}

/// A codebook of the patterns, read by the rules of the codebook in use.
fn of_patterns_in(args: &DispersionArgs, in_use: &Codebook) -> Result<Codebook> {
    let own = args.coding.codebook.as_ref().and(in_use.themes.first());
    let language = own.and_then(|theme| theme.language).unwrap_or(Language::ENGLISH);
    Ok(codebook::of_patterns_in(&args.patterns, language, Matching::Stem, in_use)?)
}

fn in_slices(coded: &Coded, number: u64, options: &FrequencyOptions) -> Result<Dispersion> {
    let Setting { study, themes, selection, .. } = &coded.setting;
    let slices = Slices::new(&study.sections(), selection, number)
        .filter(|_| number > 1)
        .ok_or_else(|| {
            anyhow!("--parts {number}: slices are two at least, and no more than there are tokens")
        })?;
    let mentions = &coded.coding.mentions;
    Ok(Dispersion::of_slices(&slices, themes, mentions, selection, options))
}

fn in_groups(coded: &Coded, parts: &str, options: FrequencyOptions) -> Result<Dispersion> {
    let Setting { study, themes, selection, .. } = &coded.setting;
    if matches!(parts, "work" | "level") {
        return Err(anyhow!(
            "--parts {parts} makes no parts of text; there are document, section, year"
        ));
    }
    let by = of_text(parts, None, &coded.setting)?;
    let name = by.name().to_owned();
    let options = FrequencyOptions { by: vec![by], ..options };
    let (facts, mentions) = (study.facts(), &coded.coding.mentions);
    let by_section = options.by.iter().any(GroupBy::is_of_section);
    if !by_section && PaperCounts::count(facts, themes, &[], selection, &options).overlap() {
        return Err(anyhow!(
            "--parts {parts}: some papers have several, and parts must not overlap"
        ));
    }
    let table = FrequencyTable::count(facts, themes, mentions, selection, options);
    let noun = if name.ends_with('s') { name } else { format!("{name}s") };
    Ok(Dispersion::of_groups(noun, &table))
}

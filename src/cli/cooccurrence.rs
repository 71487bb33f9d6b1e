//! `leitmotif query cooccurrence`: themes that are raised in the same place.

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use leitmotif::pipeline::cooccurrence::Cooccurring;
use leitmotif::query::cooccurrence::{Cooccurrence, PairMeasure, UnitKind};
use leitmotif::report::results;
use leitmotif::report::themes::theme_names;

use super::Outcome;
use super::args::{Global, ThemeArgs};
use super::output::show;
use super::plot::{self, PlotArgs};
use super::themes::{Setting, code, nearest_theme, remarks};

/// Which themes to compare, and where they meet.
#[derive(Debug, Args)]
pub(crate) struct CooccurrenceArgs {
    /// Where two themes have to be raised.
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Within::Sentence)]
    within: Within,
    /// Only this theme and those below it; may be given several times.
    #[arg(long = "theme", value_name = "THEME")]
    names: Vec<String>,
    /// Only themes of this level of the codebook, from 1 for the uppermost.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    level: Option<u8>,
    /// What pairs are ranked by, or what the cells of the matrix show.
    #[arg(long, value_enum, value_name = "MEASURE", default_value_t = By::Observed)]
    by: By,
    /// A matrix of themes by themes instead of one row a pair.
    #[arg(long, conflicts_with_all = ["min_frequency", "limit"])]
    matrix: bool,
    /// Fewest places in which both are raised.
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_frequency: u64,
    /// At most this many pairs; 0 for all.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    themes: ThemeArgs,
}

/// Where two themes meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Within {
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
    /// In one section, from heading to heading.
    Section,
    /// In one paper.
    Document,
}

/// What pairs are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Places with both.
    Observed,
    /// Jaccard index.
    Jaccard,
    /// Log-likelihood.
    G2,
    /// Normalised pointwise mutual information.
    Npmi,
    /// Phi, the correlation.
    Phi,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &CooccurrenceArgs) -> Result<Outcome> {
    let plot = args.plot.file()?;
    let coded = code(global, &args.themes)?;
    let setting = &coded.setting;
    let asked = asked(setting, args)?;
    let unit = match args.within {
        Within::Sentence => UnitKind::Sentence,
        Within::Paragraph => UnitKind::Paragraph,
        Within::Section => UnitKind::Section,
        Within::Document => UnitKind::Document,
    };
    let (measure, measured) = match args.by {
        By::Observed => (PairMeasure::Observed, "how many raise both"),
        By::Jaccard => (PairMeasure::Jaccard, "the Jaccard index"),
        By::G2 => (PairMeasure::G2, "G2"),
        By::Npmi => (PairMeasure::Npmi, "NPMI"),
        By::Phi => (PairMeasure::Phi, "phi"),
    };
    let raised = setting.study.raised_units(&Cooccurring {
        themes: &setting.themes,
        mentions: &coded.selected(),
        selection: &setting.selection,
        asked: &asked,
        unit,
    })?;
    let found = Cooccurrence::new(&setting.themes, &raised, unit);
    if let Some(path) = plot {
        let names = theme_names(&setting.codebook);
        let figure = results::together(&found, &names, (measure, measured), unit).draw();
        plot::write(global, path, &figure)?;
    }
    let mut provenance =
        setting.provenance("query cooccurrence", &args.themes).with("within", unit.nouns().0);
    if !args.names.is_empty() {
        provenance = provenance.with("theme", args.names.join(", "));
    }
    if let Some(level) = args.level {
        provenance = provenance.with("level", level);
    }
    let table = if args.matrix {
        found.to_matrix(&setting.themes, measure, provenance)
    } else {
        let limit = Some(args.limit).filter(|&limit| limit > 0);
        found.to_table(&setting.themes, measure, args.min_frequency, limit, provenance)
    };
    let outcome = show(global, &table)?;
    remarks(global, setting, &coded.coding.places, &args.themes);
    Ok(outcome)
}

/// For each theme whether it is compared.
fn asked(setting: &Setting, args: &CooccurrenceArgs) -> Result<Vec<bool>> {
    let themes = &setting.codebook.themes;
    let mut asked = vec![args.names.is_empty(); themes.len()];
    for path in &args.names {
        let first = setting.codebook.find(path).ok_or_else(|| {
            anyhow!("no theme `{path}` in the codebook{}", nearest_theme(setting, path))
        })?;
        let end = themes.get(first).map_or(first, |theme| theme.end);
        asked.iter_mut().take(end).skip(first).for_each(|asked| *asked = true);
    }
    let level = |path: &str| path.split('.').count();
    for (asked, theme) in asked.iter_mut().zip(themes) {
        *asked &= args.level.is_none_or(|wanted| level(&theme.path) == usize::from(wanted));
    }
    if !asked.contains(&true) {
        let level = args.level.unwrap_or(1);
        return Err(anyhow!("no theme is at level {level} of the codebook"));
    }
    Ok(asked)
}

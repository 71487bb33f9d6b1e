//! `leitmotif query collocates`: words that stand near a pattern or a theme.

use anyhow::Result;
use clap::{Args, ValueEnum};
use leitmotif::pipeline::lexical::{Collocating, Window};
use leitmotif::query::MentionFacts;
use leitmotif::query::collocates::{CollocateMeasure, Collocates};
use leitmotif::report::results;

use super::Outcome;
use super::args::{Global, ThemeArgs};
use super::lexical::RowArgs;
use super::output::show;
use super::plot::{self, PlotArgs};
use super::query::{codebook_of, theme_number};
use super::themes::{Coded, code_with, load};

/// Near what, and how near.
#[derive(Debug, Args)]
pub(crate) struct CollocatesArgs {
    /// A pattern in the language of codebooks, such as 'export*'.
    #[arg(required_unless_present = "theme")]
    pattern: Option<String>,
    /// The mentions of this theme, and of those below it, instead of a pattern.
    #[arg(long, value_name = "THEME", conflicts_with = "pattern")]
    theme: Option<String>,
    /// Tokens on either side that are near.
    #[arg(long, value_name = "N", default_value_t = 5)]
    window: u32,
    /// Tokens before a node that are near, instead of --window.
    #[arg(long, value_name = "N")]
    left: Option<u32>,
    /// Tokens after a node that are near, instead of --window.
    #[arg(long, value_name = "N")]
    right: Option<u32>,
    /// The whole sentence is near, and nothing else.
    #[arg(long, conflicts_with_all = ["window", "left", "right", "across"])]
    sentence: bool,
    /// Let windows reach over the ends of sentences, within the section.
    #[arg(long)]
    across: bool,
    /// What collocates are ranked by.
    #[arg(long, value_enum, value_name = "MEASURE", default_value_t = By::LogDice)]
    by: By,
    /// Fewest occurrences near a node.
    #[arg(long, value_name = "N", default_value_t = 3)]
    min_frequency: u64,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    rows: RowArgs,
    #[command(flatten)]
    themes: ThemeArgs,
}

/// What collocates are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// logDice: typical words, whatever the size of the corpus.
    LogDice,
    /// Pointwise mutual information: exclusive words, rare ones first.
    Mi,
    /// MI3, which favours frequent words.
    Mi3,
    /// Local mutual information.
    Lmi,
    /// t-score: frequent words.
    T,
    /// z-score.
    Z,
    /// Log-likelihood: how sure the attraction is.
    G2,
    /// Delta P of the word given the node.
    DeltaP,
    /// Normalised pointwise mutual information.
    Npmi,
    /// Occurrences near a node.
    Frequency,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &CollocatesArgs) -> Result<Outcome> {
    let plot = args.plot.file()?;
    let codebook = match &args.pattern {
        Some(pattern) => codebook_of(global, pattern, &args.themes)?,
        None => load(global, args.themes.codebook.as_deref())?,
    };
    let coded = code_with(global, &args.themes, codebook, false)?;
    let nodes = nodes(&coded, args.theme.as_deref())?;
    let setting = &coded.setting;
    let filter = args.rows.filter(&setting.study, &[&setting.selection]);
    let window = if args.sentence {
        Window::Sentence
    } else {
        Window::Tokens {
            left: args.left.unwrap_or(args.window),
            right: args.right.unwrap_or(args.window),
            across: args.across,
        }
    };
    let counts = setting.study.collocates(&Collocating {
        nodes: &nodes,
        selection: &setting.selection,
        window,
        filter: &filter,
        minimum: args.min_frequency,
    })?;
    let measure = match args.by {
        By::LogDice => CollocateMeasure::LogDice,
        By::Mi => CollocateMeasure::Mi,
        By::Mi3 => CollocateMeasure::Mi3,
        By::Lmi => CollocateMeasure::Lmi,
        By::T => CollocateMeasure::T,
        By::Z => CollocateMeasure::Z,
        By::G2 => CollocateMeasure::G2,
        By::DeltaP => CollocateMeasure::DeltaP,
        By::Npmi => CollocateMeasure::Npmi,
        By::Frequency => CollocateMeasure::Frequency,
    };
    let found = Collocates::new(counts, measure, args.rows.limit());
    if let Some(path) = plot {
        let name = args.by.to_possible_value();
        let name = name.map_or_else(String::new, |name| measured(name.get_name()));
        let figure = results::collocates(&found, measure, &name).draw(plot::WIDTH);
        plot::write(global, path, &figure)?;
    }
    let sought = args.pattern.as_deref().or(args.theme.as_deref()).unwrap_or_default();
    let window = match window {
        Window::Sentence => "sentence".to_owned(),
        Window::Tokens { left, right, across } => {
            format!("{left} left, {right} right{}", if across { ", across sentences" } else { "" })
        }
    };
    let provenance = setting.provenance("query collocates", &args.themes).with("of", sought);
    let provenance = args.rows.provenance(provenance.with("window", window));
    show(global, &found.to_table(provenance.with("min frequency", args.min_frequency)))
}

/// What a measure is called below the axis of a figure.
fn measured(name: &str) -> String {
    match name {
        "log-dice" => "logDice".to_owned(),
        "delta-p" => "delta P of the word given the node".to_owned(),
        "frequency" => "occurrences near the node".to_owned(),
        "t" | "z" => format!("{name}-score"),
        _ => name.to_uppercase(),
    }
}

/// The mentions of a theme, or of the pattern, which is the only theme there is.
fn nodes(coded: &Coded, theme: Option<&str>) -> Result<Vec<MentionFacts>> {
    let setting = &coded.setting;
    let theme = theme.map_or(Ok(0), |path| theme_number(setting, path))?;
    let is_parent = leitmotif::query::facts::has_children(&setting.themes);
    let is_parent = is_parent.get(theme as usize).copied().unwrap_or(false);
    let mut nodes = coded.selected();
    nodes.retain(|mention| mention.theme == theme && mention.union == is_parent);
    nodes.sort_unstable();
    Ok(nodes)
}

//! `leitmotif query context`: the words around a pattern or a theme.

use anyhow::Result;
use clap::{Args, ValueEnum};
use leitmotif::model::Table;
use leitmotif::query::concordance::{Concordance, ConcordanceOptions, LineOrder, Window};

use super::args::{Global, ThemeArgs};
use super::query::{codebook_of, theme_number};
use super::themes::{code_with, load};

/// A concordance.
#[derive(Debug, Args)]
pub(crate) struct ContextArgs {
    /// A pattern in the language of codebooks, such as 'threat* NEAR/6 domestic market'.
    #[arg(required_unless_present = "theme")]
    pub(crate) pattern: Option<String>,
    /// The mentions of this theme, and of those below it, instead of a pattern.
    #[arg(long, value_name = "THEME", conflicts_with = "pattern")]
    pub(crate) theme: Option<String>,
    #[command(flatten)]
    pub(crate) themes: ThemeArgs,
    /// Tokens on either side.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) window: usize,
    /// Whole sentences instead of a window.
    #[arg(long, conflicts_with = "window")]
    pub(crate) sentence: bool,
    /// Order of the lines.
    #[arg(long, value_enum, default_value_t = Order::Document)]
    pub(crate) sort: Order,
    /// At most this many lines.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// A random sample of this many lines instead of the first; the same for the same `--seed`.
    #[arg(long, value_name = "N", conflicts_with = "limit")]
    pub(crate) sample: Option<usize>,
    /// Seed of the sample.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// Order of concordance lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// By document and place.
    Document,
    /// By the words to the left, nearest first.
    Left,
    /// By the words to the right.
    Right,
    /// By year, then document.
    Year,
}

/// The words around the mentions of a pattern or a theme.
pub(crate) fn table(global: &Global, args: &ContextArgs) -> Result<Table> {
    let codebook = match &args.pattern {
        Some(pattern) => codebook_of(global, pattern, &args.themes)?,
        None => load(global, args.themes.codebook.as_deref())?,
    };
    let coded = code_with(global, &args.themes, codebook, false)?;
    let options = ConcordanceOptions {
        themes: args
            .theme
            .as_deref()
            .map(|theme| theme_number(&coded.setting, theme))
            .transpose()?
            .into_iter()
            .collect(),
        patterns: Vec::new(),
        window: if args.sentence { Window::Sentence } else { Window::Tokens(args.window) },
        order: match args.sort {
            Order::Document => LineOrder::Place,
            Order::Left => LineOrder::Left,
            Order::Right => LineOrder::Right,
            Order::Year => LineOrder::Year,
        },
        sample: args.sample.map(|size| (size, args.seed)),
        limit: args.limit,
    };
    let facts = coded.setting.study.facts();
    let (themes, selection) = (&coded.setting.themes, &coded.setting.selection);
    let lines = Concordance::collect(
        facts,
        themes,
        &coded.selected(),
        selection,
        &options,
        &coded.setting.study,
    )?;
    let sought = args.pattern.as_deref().or(args.theme.as_deref()).unwrap_or_default();
    let provenance = coded.setting.provenance("query context", &args.themes).with("of", sought);
    Ok(lines.to_table(facts, themes, &coded.setting.patterns(), provenance))
}

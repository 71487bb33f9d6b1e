//! `leitmotif codebook suggest`: patterns that themes may lack.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use leitmotif::pipeline::suggest::Suggesting;
use leitmotif::query::suggest::{SuggestOptions, SuggestionKind, SuggestionRank};

use super::Outcome;
use super::args::{self, FilterArgs, Global, ThemeArgs};
use super::grouping::chosen_themes;
use super::output::show;
use super::themes::{code_with, load};

/// Which patterns to suggest.
#[derive(Debug, Args)]
pub(crate) struct SuggestArgs {
    /// Codebook whose themes may lack patterns; by default the built-in one.
    #[arg(long, short, value_name = "FILE")]
    codebook: Option<PathBuf>,
    /// Only this theme and those below it; may be given several times.
    #[arg(long = "theme", value_name = "THEME")]
    themes: Vec<String>,
    /// Only candidates of this kind; may be given several times.
    #[arg(long = "kind", value_enum, value_name = "KIND")]
    kinds: Vec<Kind>,
    /// What the candidates of each kind are ranked by; `kind` is the measure that suits each.
    #[arg(long, value_enum, value_name = "MEASURE", default_value_t = Rank::Kind)]
    by: Rank,
    /// At most this many of each kind for each theme.
    #[arg(long, value_name = "N", default_value_t = SuggestOptions::default().limit)]
    limit: usize,
    /// Fewest mentions of a term, collocate or keyword in sentences that raise the theme.
    #[arg(long, value_name = "N", default_value_t = SuggestOptions::default().minimum)]
    minimum: u64,
    /// Fewest papers with a term, collocate or keyword.
    #[arg(long, value_name = "N", default_value_t = SuggestOptions::default().papers)]
    papers: u64,
    #[command(flatten)]
    filter: FilterArgs,
}

/// A kind of candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Another spelling of a word of the theme.
    Variant,
    /// Another form of a word of the theme.
    Inflection,
    /// Several words that often stand together where the theme is raised.
    Term,
    /// A word near the theme's mentions.
    Collocate,
    /// A word of the theme's sentences.
    Keyword,
}

/// What candidates are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rank {
    /// G2 for terms and keywords, logDice for collocates, mentions for the others.
    Kind,
    /// G2 of the theme's sentences against the rest.
    Keyness,
    /// Log ratio of the theme's sentences against the rest.
    LogRatio,
    /// logDice with the theme's mentions.
    Collocation,
    /// C-value of terms.
    CValue,
    /// Mentions that the theme does not count yet.
    Mentions,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &SuggestArgs) -> Result<Outcome> {
    let theme_args = ThemeArgs {
        codebook: args.codebook.clone(),
        negation: args::Treatment::Count,
        hedging: args::Treatment::Count,
        bibliography: false,
        filter: FilterArgs { filter: args.filter.filter.clone() },
    };
    let coded = code_with(global, &theme_args, load(global, args.codebook.as_deref())?, false)?;
    let setting = &coded.setting;
    let codebook = &setting.codebook;
    let mut themes = chosen_themes(setting, &args.themes)?;
    themes.retain(|&theme| codebook.themes.get(theme).is_some_and(|t| !t.include.is_empty()));
    let options = options(args);
    let found = setting.study.suggest(&Suggesting {
        codebook: &setting.codebook,
        coding: &coded.coding,
        selection: &setting.selection,
        themes: &themes,
        options: &options,
    })?;
    let mut provenance = setting.provenance("codebook suggest", &theme_args);
    if !args.themes.is_empty() {
        provenance = provenance.with("theme", args.themes.join(", "));
    }
    let names: Vec<&str> = options.kinds.iter().map(|kind| kind.name()).collect();
    let provenance = provenance
        .with("kind", names.join(", "))
        .with("by", options.rank.name())
        .with("limit", options.limit)
        .with("minimum", options.minimum)
        .with("papers", options.papers);
    show(global, &found.to_table(setting.study.facts(), provenance))
}

fn options(args: &SuggestArgs) -> SuggestOptions {
    let kinds = args.kinds.iter().map(|kind| match kind {
        Kind::Variant => SuggestionKind::Variant,
        Kind::Inflection => SuggestionKind::Inflection,
        Kind::Term => SuggestionKind::Term,
        Kind::Collocate => SuggestionKind::Collocate,
        Kind::Keyword => SuggestionKind::Keyword,
    });
    let kinds: Vec<SuggestionKind> = kinds.collect();
    SuggestOptions {
        limit: args.limit,
        minimum: args.minimum,
        papers: args.papers,
        rank: match args.by {
            Rank::Kind => SuggestionRank::Kind,
            Rank::Keyness => SuggestionRank::Keyness,
            Rank::LogRatio => SuggestionRank::LogRatio,
            Rank::Collocation => SuggestionRank::Collocation,
            Rank::CValue => SuggestionRank::CValue,
            Rank::Mentions => SuggestionRank::Mentions,
        },
        kinds: if kinds.is_empty() { SuggestionKind::ALL.to_vec() } else { kinds },
    }
}

//! `leitmotif query keyness`: what one group of texts has more often than another.

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use leitmotif::model::Provenance;
use leitmotif::pipeline::lexical::Counting;
use leitmotif::pipeline::study::Study;
use leitmotif::query::Selection;
use leitmotif::query::keyness::{Direction, ItemNames, Keyness, KeynessMeasure, KeynessOptions};
use leitmotif::query::lexical::{CountedItems, ItemKind, count_themes};
use leitmotif::report::results;
use leitmotif::report::themes::{ThemeName, theme_names};

use super::Outcome;
use super::args::{Global, ThemeArgs, Treatment};
use super::lexical::RowArgs;
use super::output::{note, show};
use super::plot::{self, PlotArgs};
use super::themes::{code, provenance, remarks};

/// Which groups to compare, and how.
#[derive(Debug, Args)]
pub(crate) struct KeynessArgs {
    /// The target: a filter as for --where, such as 'year >= 2015' or 'section = results'.
    #[arg(long, value_name = "EXPR")]
    target: String,
    /// The reference corpus, without what is in the target; by default all the rest.
    #[arg(long, value_name = "EXPR")]
    reference: Option<String>,
    /// What to compare: words, n-grams (see --n), or the themes of the codebook.
    #[arg(long, value_enum, default_value_t = Of::Words)]
    of: Of,
    /// Words of an n-gram, 1 to 5.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=5))]
    n: u8,
    /// What items are ranked by.
    #[arg(long, value_enum, value_name = "MEASURE", default_value_t = By::G2)]
    by: By,
    /// Items that are more frequent in the target, less frequent, or both.
    #[arg(long, value_enum, default_value_t = Side::Over)]
    direction: Side,
    /// Fewest occurrences in both groups together; by default 5, of themes 1.
    #[arg(long, value_name = "N")]
    min_frequency: Option<u64>,
    /// Fewest papers in both groups together.
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_papers: u64,
    /// How many tokens the prior of the log-odds is worth.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    prior: u32,
    /// Give rates per this many tokens.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    per: u64,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    rows: RowArgs,
    #[command(flatten)]
    themes: ThemeArgs,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Of {
    /// Single words.
    Words,
    /// Sequences of --n words within a sentence.
    Ngrams,
    /// Themes of the codebook.
    Themes,
}

/// What items are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Log-likelihood: how sure the difference is.
    G2,
    /// Chi-squared.
    ChiSquared,
    /// Log ratio: how large the difference is.
    LogRatio,
    /// Conservative log ratio: how large it is at least.
    LogRatioBound,
    /// %DIFF.
    PercentDifference,
    /// Log-odds with Dirichlet prior over its standard error.
    LogOdds,
    /// Bayesian information criterion.
    Bic,
    /// Occurrences.
    Frequency,
}

impl By {
    /// Its name below the axis of a figure.
    const fn measured(self) -> &'static str {
        match self {
            Self::G2 => "log-likelihood G2",
            Self::ChiSquared => "chi-squared",
            Self::LogRatio => "log ratio",
            Self::LogRatioBound => "conservative log ratio",
            Self::PercentDifference => "%DIFF",
            Self::LogOdds => "log-odds (z)",
            Self::Bic => "BIC",
            Self::Frequency => "occurrences",
        }
    }
}

/// Which items are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Side {
    /// More frequent in the target.
    Over,
    /// Less frequent in the target.
    Under,
    /// Both.
    Both,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &KeynessArgs) -> Result<Outcome> {
    let plot = args.plot.file()?;
    let Counted { items, names, themes, provenance } = match args.of {
        Of::Themes => count_of_themes(global, args)?,
        Of::Words | Of::Ngrams => count_of_words(global, args)?,
    };
    let options = KeynessOptions {
        measure: match args.by {
            By::G2 => KeynessMeasure::G2,
            By::ChiSquared => KeynessMeasure::ChiSquared,
            By::LogRatio => KeynessMeasure::LogRatio,
            By::LogRatioBound => KeynessMeasure::LogRatioBound,
            By::PercentDifference => KeynessMeasure::PercentDifference,
            By::LogOdds => KeynessMeasure::LogOdds,
            By::Bic => KeynessMeasure::Bic,
            By::Frequency => KeynessMeasure::Frequency,
        },
        direction: match args.direction {
            Side::Over => Direction::Over,
            Side::Under => Direction::Under,
            Side::Both => Direction::Both,
        },
        limit: args.rows.limit(),
        prior: args.prior,
        per: args.per,
    };
    let provenance = provenance
        .with("target", &args.target)
        .with("reference", args.reference.as_deref().unwrap_or("the rest"))
        .with("min frequency", args.minimum())
        .with("min papers", args.min_papers);
    let found = Keyness::new(items, options);
    if let Some(path) = plot {
        let figure = results::key_items(&found, &themes, args.by.measured());
        plot::write(global, path, &figure.draw(plot::WIDTH))?;
    }
    show(global, &found.to_table(names, provenance))
}

impl KeynessArgs {
    fn minimum(&self) -> u64 {
        self.min_frequency.unwrap_or(if self.of == Of::Themes { 1 } else { 5 })
    }
}

/// Items with what they are called and made from.
struct Counted {
    items: CountedItems,
    names: ItemNames,
    /// What themes are called in figures, where the items are themes.
    themes: Vec<ThemeName>,
    provenance: Provenance,
}

fn count_of_words(global: &Global, args: &KeynessArgs) -> Result<Counted> {
    let themes = &args.themes;
    if themes.codebook.is_some()
        || themes.negation != Treatment::Count
        || themes.hedging != Treatment::Count
    {
        return Err(anyhow!("--codebook, --negation and --hedging go with --of themes"));
    }
    let study = Study::open(&global.index, global.jobs())?;
    let all = study.select(themes.filter.filter.as_deref(), themes.bibliography)?;
    let [target, reference] = groups(global, &study, args, &all)?;
    let texts = [&target, &reference];
    let kind = match args.of {
        Of::Ngrams => ItemKind::NGram(args.n.into()),
        _ => ItemKind::Word,
    };
    let filter = args.rows.filter(&study, &texts);
    let counted = study.count_items(&Counting {
        texts: &texts,
        kind,
        filter: &filter,
        minimum: args.minimum(),
        papers: args.min_papers,
    })?;
    let nouns = kind.nouns();
    let is_sequence = kind.lengths().1 > 1;
    let (column, places) =
        if is_sequence { ("ngram", "places of n-grams") } else { ("word", "tokens") };
    let mut provenance = provenance(&study, "query keyness", themes.filter.filter.as_deref())
        .with("bibliography", themes.bibliography);
    if args.of == Of::Ngrams {
        provenance = provenance.with("n", args.n);
    }
    let provenance = args.rows.provenance(provenance);
    let names = ItemNames { column, nouns, places, is_path: false };
    Ok(Counted { items: counted, names, themes: Vec::new(), provenance })
}

fn count_of_themes(global: &Global, args: &KeynessArgs) -> Result<Counted> {
    if !args.rows.is_plain() {
        return Err(anyhow!("--without goes with --of words or ngrams"));
    }
    let coded = code(global, &args.themes)?;
    let setting = &coded.setting;
    let [target, reference] = groups(global, &setting.study, args, &setting.selection)?;
    let texts = [&target, &reference];
    let sizes = setting.study.text_sizes(&texts);
    let mut counted = count_themes(&setting.themes, &coded.selected(), &texts, sizes);
    counted.items.retain(|item| {
        let of = |count: fn(&leitmotif::query::lexical::ItemFrequency) -> u64| {
            item.frequencies.iter().map(count).sum::<u64>()
        };
        of(|frequency| frequency.count) >= args.minimum()
            && of(|frequency| frequency.papers) >= args.min_papers
    });
    remarks(global, setting, &coded.coding.places, &args.themes);
    let provenance = setting.provenance("query keyness", &args.themes);
    let names =
        ItemNames { column: "theme", nouns: ("theme", "themes"), places: "tokens", is_path: true };
    Ok(Counted { items: counted, names, themes: theme_names(&setting.codebook), provenance })
}

/// The target and the reference corpus, of the text that is selected.
fn groups(
    global: &Global,
    study: &Study,
    args: &KeynessArgs,
    all: &Selection,
) -> Result<[Selection; 2]> {
    let target = study.select(Some(&args.target), true)?.common(all);
    let reference = match &args.reference {
        Some(filter) => study.select(Some(filter), true)?.common(all),
        None => all.clone(),
    };
    let apart = reference.without(&target);
    if args.reference.is_some() && apart != reference {
        note(global, "the reference corpus is taken without what is also in the target");
    }
    for (texts, name, filter) in [
        (&target, "target", args.target.as_str()),
        (&apart, "reference corpus", args.reference.as_deref().unwrap_or("the rest")),
    ] {
        if study.text_sizes(&[texts]).iter().all(|size| size.tokens == 0) {
            return Err(anyhow!("the {name} ({filter}) has no text; there is nothing to compare"));
        }
    }
    Ok([target, apart])
}

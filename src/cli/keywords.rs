//! `leitmotif query keywords`: words, n-grams and terms by frequency, papers and evenness.

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use leitmotif::pipeline::lexical::Counting;
use leitmotif::pipeline::study::Study;
use leitmotif::query::keywords::{KeywordMeasure, Keywords};
use leitmotif::query::lexical::ItemKind;

use super::Outcome;
use super::args::{FilterArgs, Global};
use super::lexical::RowArgs;
use super::output::show;
use super::themes::provenance;

/// Which keywords to list.
#[derive(Debug, Args)]
pub(crate) struct KeywordsArgs {
    /// What to count: single words, n-grams (see --n), or terms of two to five words.
    #[arg(long, value_enum, default_value_t = Of::Words)]
    of: Of,
    /// Words of an n-gram, 1 to 5.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=5))]
    n: u8,
    /// Only those with a word like this: 'export*', or a regular expression '/(pro|re)active/'.
    #[arg(long, value_name = "WORD")]
    like: Option<String>,
    /// What they are ranked by; terms by C-value unless told otherwise.
    #[arg(long, value_enum, value_name = "MEASURE")]
    by: Option<By>,
    /// Fewest occurrences; by default 1 for words, 3 for n-grams and terms.
    #[arg(long, value_name = "N")]
    min_frequency: Option<u64>,
    /// Fewest papers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_papers: u64,
    /// Give rates per this many tokens.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    per: u64,
    /// Count in the bibliography too.
    #[arg(long)]
    bibliography: bool,
    #[command(flatten)]
    rows: RowArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Of {
    /// Single words.
    Words,
    /// Sequences of --n words within a sentence.
    Ngrams,
    /// Sequences that may be terms: content words, linked by of or to at most.
    Terms,
}

/// What keywords are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Occurrences.
    Frequency,
    /// Papers with an occurrence.
    Papers,
    /// Evenness over the papers (deviation of proportions), the most even first.
    Dp,
    /// C-value of terms.
    CValue,
}

/// Runs the command.
pub(crate) fn run(global: &Global, args: &KeywordsArgs) -> Result<Outcome> {
    let kind = match args.of {
        Of::Words => ItemKind::Word,
        Of::Ngrams => ItemKind::NGram(args.n.into()),
        Of::Terms => ItemKind::Term,
    };
    let by = args.by.unwrap_or(if args.of == Of::Terms { By::CValue } else { By::Frequency });
    if by == By::CValue && args.of != Of::Terms {
        return Err(anyhow!("only terms have a C-value; use --of terms, or another --by"));
    }
    let study = Study::open(&global.index, global.jobs())?;
    let selection = study.select(args.filter.filter.as_deref(), args.bibliography)?;
    let texts = [&selection];
    let mut filter = args.rows.filter(&study, &texts);
    let minimum = args.min_frequency.unwrap_or(if args.of == Of::Words { 1 } else { 3 });
    let counting =
        Counting { texts: &texts, kind, filter: &filter, minimum, papers: args.min_papers };
    let counted = study.count_items(&counting)?;
    if let Some(like) = &args.like {
        filter = filter.like(like).map_err(|mistake| anyhow!("--like {mistake}"))?;
    }
    let measure = match by {
        By::Frequency => KeywordMeasure::Frequency,
        By::Papers => KeywordMeasure::Papers,
        By::Dp => KeywordMeasure::Dp,
        By::CValue => KeywordMeasure::CValue,
    };
    let found = Keywords::new(counted, kind, &filter, measure, args.rows.limit(), args.per);
    let mut provenance = provenance(&study, "query keywords", args.filter.filter.as_deref())
        .with("bibliography", args.bibliography);
    if args.of == Of::Ngrams {
        provenance = provenance.with("n", args.n);
    }
    if let Some(like) = &args.like {
        provenance = provenance.with("like", like);
    }
    let provenance = args.rows.provenance(provenance);
    let provenance = provenance.with("min frequency", minimum).with("min papers", args.min_papers);
    show(global, &found.to_table(provenance))
}

//! `leitmotif query`: frequencies, sentences, evidence, cited works, search.

use anyhow::{Result, anyhow};
use leitmotif::codebook;
use leitmotif::model::{Codebook, Language, Matching, Table};
use leitmotif::pipeline::study::Study;
use leitmotif::query::GroupBy;
use leitmotif::query::concordance::{Concordance, ConcordanceOptions, LineOrder, Window};
use leitmotif::query::evidence::{Evidence, EvidenceOptions, EvidenceScope};
use leitmotif::query::frequency::{FrequencyOptions, FrequencyTable};
use leitmotif::query::works::WorksOptions;

use super::Outcome;
use super::args::{self, ContextArgs, FilterArgs, Global, Order, QueryCommand, Scope, ThemeArgs};
use super::output::show;
use super::themes::{Coded, code, code_with, load, nearest_theme, provenance, remarks};

/// Runs the command.
pub(crate) fn run(global: &Global, command: &QueryCommand) -> Result<Outcome> {
    match command {
        QueryCommand::Themes { themes, by, per } => {
            let coded = code(global, themes)?;
            let table = frequencies(&coded, themes, by.as_deref(), *per)?;
            let outcome = show(global, &table)?;
            remarks(global, &coded, themes);
            let nothing = coded.selected().is_empty();
            Ok(if nothing { Outcome::NothingFound } else { outcome })
        }
        QueryCommand::Context(args) => show(global, &context(global, args)?),
        QueryCommand::Evidence { themes, theme, scope, summary } => {
            let coded = code(global, themes)?;
            show(global, &evidence(&coded, themes, theme.as_deref(), *scope, *summary)?)
        }
        QueryCommand::Works { limit, filter } => {
            let study = Study::open(&global.index, global.jobs())?;
            show(global, &works(&study, filter, *limit)?)
        }
        QueryCommand::Search { query, limit } => {
            let study = Study::open(&global.index, global.jobs())?;
            let found = study.search(query, *limit)?;
            let provenance = provenance(&study, "query search", None).with("limit", limit);
            show(global, &found.to_table(study.facts(), provenance))
        }
    }
}

/// Theme frequencies, divided by a field.
pub(crate) fn frequencies(
    coded: &Coded,
    args: &ThemeArgs,
    by: Option<&str>,
    per: u64,
) -> Result<Table> {
    let facts = coded.study.facts();
    let groups = by.map(|name| GroupBy::parse(name, facts)).transpose()?;
    let options =
        FrequencyOptions { by: groups.into_iter().collect(), per, negation: coded.negation };
    let mentions = &coded.coding.mentions;
    let counted = FrequencyTable::count(facts, &coded.themes, mentions, &coded.selection, options);
    let provenance = coded.provenance("query themes", args).with("per", per);
    let Some(by) = by else { return Ok(counted.to_table(provenance)) };
    let mut table = counted.to_table(provenance.with("by", by));
    table.name = format!("themes_by_{by}");
    Ok(table)
}

/// The words around the mentions of a pattern or a theme.
fn context(global: &Global, args: &ContextArgs) -> Result<Table> {
    let codebook = match &args.pattern {
        Some(pattern) => codebook_of(pattern, &args.themes)?,
        None => load(args.themes.codebook.as_deref())?,
    };
    let flag = args.themes.negation != args::Negation::Count;
    let coded = code_with(global, &args.themes, codebook, flag)?;
    let options = ConcordanceOptions {
        themes: args
            .theme
            .as_deref()
            .map(|theme| theme_number(&coded, theme))
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
    let facts = coded.study.facts();
    let (themes, selection) = (&coded.themes, &coded.selection);
    let lines =
        Concordance::collect(facts, themes, &coded.selected(), selection, &options, &coded.study)?;
    let sought = args.pattern.as_deref().or(args.theme.as_deref()).unwrap_or_default();
    let provenance = coded.provenance("query context", &args.themes).with("of", sought);
    Ok(lines.to_table(facts, themes, &coded.patterns(), provenance))
}

/// A codebook of one pattern, read by the rules of the codebook in use.
fn codebook_of(pattern: &str, args: &ThemeArgs) -> Result<Codebook> {
    let language = match &args.codebook {
        Some(path) => codebook::read(path)?.themes.first().and_then(|theme| theme.language),
        None => None,
    };
    Ok(codebook::of_pattern(pattern, language.unwrap_or(Language::ENGLISH), Matching::Stem)?)
}

/// The number of the theme with this path.
fn theme_number(coded: &Coded, path: &str) -> Result<u32> {
    let number = coded.codebook.find(path).and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| anyhow!("no theme `{path}` in the codebook{}", nearest_theme(coded, path)))
}

/// Who is cited where themes are raised.
pub(crate) fn evidence(
    coded: &Coded,
    args: &ThemeArgs,
    theme: Option<&str>,
    scope: Scope,
    summary: bool,
) -> Result<Table> {
    let chosen = theme.map(|theme| theme_number(coded, theme)).transpose()?;
    let mut mentions = coded.selected();
    if let Some(first) = chosen {
        let end = coded.codebook.themes.get(first as usize).map_or(0, |theme| theme.end);
        mentions.retain(|mention| mention.theme >= first && (mention.theme as usize) < end);
    }
    let options = EvidenceOptions {
        scope: match scope {
            Scope::Sentence => EvidenceScope::Sentence,
            Scope::Neighbours => EvidenceScope::Sentences(1),
            Scope::Paragraph => EvidenceScope::Paragraph,
        },
        exclude_negated: false,
    };
    let works = coded.study.works()?;
    let (themes, selection) = (&coded.themes, &coded.selection);
    let found = Evidence::collect(themes, &mentions, selection, &works, options, &coded.study)?;
    let mut provenance = coded.provenance("query evidence", args);
    if let Some(theme) = theme {
        provenance = provenance.with("theme", theme);
    }
    let facts = coded.study.facts();
    Ok(if summary {
        found.to_summary_table(facts, themes, &works, provenance)
    } else {
        found.to_table(facts, themes, &works, provenance)
    })
}

/// The most cited works.
pub(crate) fn works(study: &Study, filter: &FilterArgs, limit: Option<usize>) -> Result<Table> {
    let selection = study.select(filter.filter.as_deref(), false)?;
    let options = WorksOptions { limit, ..WorksOptions::default() };
    let provenance = provenance(study, "query works", filter.filter.as_deref());
    Ok(study.works()?.to_table(study.facts(), &selection, options, provenance))
}

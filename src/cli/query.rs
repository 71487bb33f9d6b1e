//! `leitmotif query`: frequencies, sentences, evidence, cited works, search.

use std::mem::ManuallyDrop;

use anyhow::{Result, anyhow};
use leitmotif::codebook;
use leitmotif::model::{Codebook, Language, Matching, Table};
use leitmotif::pipeline::study::Study;
use leitmotif::query::GroupBy;
use leitmotif::query::evidence::{Evidence, EvidenceOptions, EvidenceScope};
use leitmotif::query::frequency::{
    FrequencyCounter, FrequencyFrame, FrequencyOptions, FrequencyTable, Weight,
};

use super::Outcome;
use super::args::{Format, Global, QueryCommand, Scope, ThemeArgs};
use super::bibliography;
use super::output::{show, show_bibliography, show_rows};
use super::themes::{Coded, Setting, code, load, nearest_theme, prepare, provenance, remarks};
use super::works::{self, Cited};
use super::{collocates, context, cooccurrence, keyness, keywords};

/// Runs the command.
pub(crate) fn run(global: &Global, command: &QueryCommand) -> Result<Outcome> {
    match command {
        QueryCommand::Themes { themes, by, per } => {
            // The program ends with this query: to give back an index's facts piece by piece would only
            // take time.
            let codebook = load(global, themes.codebook.as_deref())?;
            let setting = ManuallyDrop::new(prepare(global, themes, codebook, false)?);
            let (counted, places) = recount(&setting, by.as_deref(), *per)?;
            let nothing = counted.is_zero();
            let head = frequency_head(&setting, &counted, themes);
            show_rows(global, head, &counted)?;
            remarks(global, &setting, &places, themes);
            Ok(if nothing { Outcome::NothingFound } else { Outcome::Done })
        }
        QueryCommand::Context(args) => show(global, &context::table(global, args)?),
        QueryCommand::Collocates(args) => collocates::run(global, args),
        QueryCommand::Keyness(args) => keyness::run(global, args),
        QueryCommand::Cooccurrence(args) => cooccurrence::run(global, args),
        QueryCommand::Keywords(args) => keywords::run(global, args),
        QueryCommand::Evidence { themes, theme, scope, summary, works } => {
            let decisions = works::read_decisions(works)?;
            let coded = code(global, themes)?;
            let cited = works::cited(global, &coded.setting.study, decisions)?;
            show(global, &evidence(&coded, &cited, themes, theme.as_deref(), *scope, *summary)?)
        }
        QueryCommand::Works { limit, explain, works, filter } => {
            let decisions = works::read_decisions(works)?;
            let study = Study::open(&global.index, global.jobs())?;
            let cited = works::cited(global, &study, decisions)?;
            let table = works::table(&study, &cited, filter, *limit, *explain)?;
            match global.format {
                Format::Table(_) => show(global, &table),
                Format::Bibliography(format) => {
                    let entries = bibliography::works(global, &study, &cited.works, &table)?;
                    show_bibliography(global, &entries, format)
                }
            }
        }
        QueryCommand::Search { query, limit } => {
            let study = Study::open(&global.index, global.jobs())?;
            let found = study.search(query, *limit)?;
            let provenance = provenance(&study, "query search", None).with("limit", limit);
            show(global, &found.to_table(study.facts(), provenance))
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
    let options = frequency_options(setting, by, per)?;
    let (facts, themes, selection) = (setting.study.facts(), &setting.themes, &setting.selection);
    let counted = FrequencyTable::count(facts, themes, &coding.mentions, selection, options);
    Ok(frequency_head(setting, &counted, args).filled(&counted))
}

/// Finds and counts mentions without keeping them: frequencies, and for each pattern the places
/// where it matches.
fn recount(setting: &Setting, by: Option<&str>, per: u64) -> Result<(FrequencyTable, Vec<u64>)> {
    let Setting { study, themes, selection, matcher, .. } = setting;
    let options = frequency_options(setting, by, per)?;
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

fn frequency_options(setting: &Setting, by: Option<&str>, per: u64) -> Result<FrequencyOptions> {
    let groups = by.map(|name| GroupBy::parse(name, setting.study.facts())).transpose()?;
    let weights = setting.codebook.weights().unwrap_or_default();
    Ok(FrequencyOptions {
        by: groups.into_iter().collect(),
        per,
        negation: setting.negation,
        hedging: setting.hedging,
        weights: weights.into_iter().map(Weight::new).collect(),
    })
}

/// The table of frequencies without its rows.
fn frequency_head(setting: &Setting, counted: &FrequencyTable, args: &ThemeArgs) -> Table {
    let provenance = setting.provenance("query themes", args).with("per", counted.options.per);
    let by = counted.options.by.first().map(|by| by.name().to_owned());
    let Some(by) = by else { return counted.head(provenance) };
    let mut table = counted.head(provenance.with("by", &by));
    table.name = format!("themes_by_{by}");
    table
}

/// A codebook of one pattern, read by the rules of the codebook in use, to whose themes and lists it may
/// refer.
pub(super) fn codebook_of(global: &Global, pattern: &str, args: &ThemeArgs) -> Result<Codebook> {
    let in_use = load(global, args.codebook.as_deref())?;
    let own = args.codebook.as_ref().and(in_use.themes.first());
    let language = own.and_then(|theme| theme.language).unwrap_or(Language::ENGLISH);
    Ok(codebook::of_pattern_in(pattern, language, Matching::Stem, &in_use)?)
}

/// The number of the theme with this path.
pub(super) fn theme_number(setting: &Setting, path: &str) -> Result<u32> {
    let number = setting.codebook.find(path).and_then(|number| u32::try_from(number).ok());
    number
        .ok_or_else(|| anyhow!("no theme `{path}` in the codebook{}", nearest_theme(setting, path)))
}

/// Who is cited where themes are raised.
pub(crate) fn evidence(
    coded: &Coded,
    cited: &Cited,
    args: &ThemeArgs,
    theme: Option<&str>,
    scope: Scope,
    summary: bool,
) -> Result<Table> {
    let chosen = theme.map(|theme| theme_number(&coded.setting, theme)).transpose()?;
    let mut mentions = coded.selected();
    if let Some(first) = chosen {
        let end = coded.setting.codebook.themes.get(first as usize).map_or(0, |theme| theme.end);
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
    let works = &cited.works;
    let (themes, selection) = (&coded.setting.themes, &coded.setting.selection);
    let found =
        Evidence::collect(themes, &mentions, selection, works, options, &coded.setting.study)?;
    let mut provenance = cited.provenance(coded.setting.provenance("query evidence", args));
    if let Some(theme) = theme {
        provenance = provenance.with("theme", theme);
    }
    let facts = coded.setting.study.facts();
    Ok(if summary {
        found.to_summary_table(facts, themes, works, provenance)
    } else {
        found.to_table(facts, themes, works, provenance)
    })
}

//! `leitmotif query`: frequencies, sentences, evidence, cited works, search.

use anyhow::{Result, anyhow};
use leitmotif::codebook;
use leitmotif::model::{Codebook, Language, Matching, Table};
use leitmotif::pipeline::study::Study;
use leitmotif::query::evidence::{Evidence, EvidenceOptions, EvidenceScope};
use leitmotif::report::results;
use leitmotif::report::themes::theme_names;

use super::Outcome;
use super::args::{Format, Global, QueryCommand, Scope, ThemeArgs};
use super::bibliography;
use super::output::{show, show_bibliography};
use super::plot;
use super::themes::{Coded, Setting, code, load, nearest_theme, provenance};
use super::works::{self, Cited};
use super::{
    collocates, compare, context, cooccurrence, dispersion, frequency, keyness, keywords, trend,
};

/// Runs the command.
pub(crate) fn run(global: &Global, command: &QueryCommand) -> Result<Outcome> {
    match command {
        QueryCommand::Themes(args) => frequency::run(global, args),
        QueryCommand::Compare(args) => compare::run(global, args),
        QueryCommand::Trend(args) => trend::run(global, args),
        QueryCommand::Dispersion(args) => dispersion::run(global, args),
        QueryCommand::Context(args) => show(global, &context::table(global, args)?),
        QueryCommand::Collocates(args) => collocates::run(global, args),
        QueryCommand::Keyness(args) => keyness::run(global, args),
        QueryCommand::Cooccurrence(args) => cooccurrence::run(global, args),
        QueryCommand::Keywords(args) => keywords::run(global, args),
        QueryCommand::Evidence { themes, theme, scope, summary, plot, works } => {
            let plot = plot.file()?;
            let decisions = works::read_decisions(works)?;
            let coded = code(global, themes)?;
            let cited = works::cited(global, &coded.setting.study, decisions)?;
            let found = found(&coded, &cited, theme.as_deref(), *scope)?;
            if let Some(path) = plot {
                let names = theme_names(&coded.setting.codebook);
                let figure = results::evidence(&found, &names, &cited.works, PLOTTED_WORKS);
                plot::write(global, path, &figure.draw())?;
            }
            show(global, &table_of(&found, &coded, &cited, (themes, theme.as_deref()), *summary))
        }
        QueryCommand::Works { limit, explain, plot, works, filter } => {
            let plot = plot.file()?;
            let decisions = works::read_decisions(works)?;
            let study = Study::open(&global.index, global.jobs())?;
            let cited = works::cited(global, &study, decisions)?;
            if let Some(path) = plot {
                let selection = study.select(filter.filter.as_deref(), false)?;
                let figure = plot::works(&cited.works, study.facts(), &selection, *limit);
                plot::write(global, path, &figure)?;
            }
            let table = works::table(&study, &cited, filter, *limit, *explain)?;
            match global.format {
                Format::Bibliography(format) => {
                    let entries = bibliography::works(global, &study, &cited.works, &table)?;
                    show_bibliography(global, &entries, format)
                }
                _ => show(global, &table),
            }
        }
        QueryCommand::Network(args) => super::network::run(global, args),
        QueryCommand::Uncited(args) => super::uncited::run(global, args),
        QueryCommand::Search { query, limit } => {
            let study = Study::open(&global.index, global.jobs())?;
            let found = study.search(query, *limit)?;
            let provenance = provenance(&study, "query search", None).with("limit", limit);
            show(global, &found.to_table(study.facts(), provenance))
        }
    }
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

/// Works in the figure of evidence.
const PLOTTED_WORKS: usize = 16;

/// Who is cited where themes are raised.
pub(crate) fn evidence(
    coded: &Coded,
    cited: &Cited,
    args: &ThemeArgs,
    summary: bool,
) -> Result<Table> {
    let found = found(coded, cited, None, Scope::Neighbours)?;
    Ok(table_of(&found, coded, cited, (args, None), summary))
}

fn found(coded: &Coded, cited: &Cited, theme: Option<&str>, scope: Scope) -> Result<Evidence> {
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
    Ok(Evidence::collect(themes, &mentions, selection, works, options, &coded.setting.study)?)
}

fn table_of(
    found: &Evidence,
    coded: &Coded,
    cited: &Cited,
    (args, theme): (&ThemeArgs, Option<&str>),
    summary: bool,
) -> Table {
    let (themes, works) = (&coded.setting.themes, &cited.works);
    let mut provenance = cited.provenance(coded.setting.provenance("query evidence", args));
    if let Some(theme) = theme {
        provenance = provenance.with("theme", theme);
    }
    let facts = coded.setting.study.facts();
    if summary {
        found.to_summary_table(facts, themes, works, provenance)
    } else {
        found.to_table(facts, themes, works, provenance)
    }
}

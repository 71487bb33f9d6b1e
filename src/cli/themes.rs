//! What all commands on themes share: codebook, index, selection, mentions, provenance.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use leitmotif::codebook::{self, LoadOptions, Loaded};
use leitmotif::extract::theme::{MatchOptions, Matcher};
use leitmotif::model::{Codebook, Language, Provenance};
use leitmotif::pipeline::study::{Coding, Study, theme_facts};
use leitmotif::query::frequency::Treatment;
use leitmotif::query::{MentionFacts, SectionSet, Selection, ThemeFacts};

use super::args::{self, Global, ThemeArgs};
use super::ingest::counted;
use super::output::note;

/// How many patterns without a match are named.
const NAMED: usize = 10;

/// A study, a codebook for it, and what of it to count.
pub(crate) struct Setting {
    pub(crate) study: Study,
    pub(crate) codebook: Codebook,
    pub(crate) themes: Vec<ThemeFacts>,
    pub(crate) selection: Selection,
    pub(crate) negation: Treatment,
    pub(crate) hedging: Treatment,
    pub(crate) matcher: Matcher,
    pub(crate) options: MatchOptions,
    /// Papers in a language that no theme of the codebook is for, by language; they are not selected.
    pub(crate) left_out: BTreeMap<Language, usize>,
}

/// The same with the mentions of the codebook's themes.
pub(crate) struct Coded {
    pub(crate) setting: Setting,
    pub(crate) coding: Coding,
}

impl Coded {
    /// The mentions that are selected, with the denied and hedged ones only where they count.
    pub(crate) fn selected(&self) -> Vec<MentionFacts> {
        let counts = |mention: &&MentionFacts| {
            self.setting.selection.contains(mention.document, mention.section)
                && !(mention.negated && self.setting.negation == Treatment::Exclude)
                && !(mention.hedged && self.setting.hedging == Treatment::Exclude)
        };
        self.coding.mentions.iter().filter(counts).copied().collect()
    }
}

impl Setting {
    /// The patterns as the codebook has them, by their numbers.
    pub(crate) fn patterns(&self) -> Vec<String> {
        let themes = self.codebook.themes.iter();
        themes.flat_map(|theme| &theme.include).map(|pattern| pattern.source.clone()).collect()
    }

    /// What the results of `command` are made from.
    pub(crate) fn provenance(&self, command: &str, args: &ThemeArgs) -> Provenance {
        let title = self.codebook.title.clone().unwrap_or_default();
        let provenance = provenance(&self.study, command, args.filter.filter.as_deref());
        let provenance = provenance
            .coded_by(title, self.codebook.fingerprint.clone())
            .with("negation", self.negation.name())
            .with("bibliography", args.bibliography);
        match self.hedging {
            Treatment::Count => provenance,
            hedging => provenance.with("hedging", hedging.name()),
        }
    }
}

/// The codebook that is named, or the one that is built in. A dictionary of another program is told to
/// be one, with how much of it could not be taken over.
pub(crate) fn load(global: &Global, path: Option<&Path>) -> Result<Codebook> {
    Ok(load_with_file(global, path)?.codebook)
}

/// The same with the file that it was read from.
pub(crate) fn load_with_file(global: &Global, path: Option<&Path>) -> Result<Loaded> {
    let Some(path) = path else { return Ok(codebook::load_built_in()?) };
    let loaded = codebook::load(path, &LoadOptions::default())?;
    if !loaded.format.is_own() {
        let name = path.display();
        let format = loaded.format.described();
        let remarks = match loaded.notices.len() {
            0 => String::new(),
            count => {
                let remarks = counted(count, "remark");
                format!(", with {remarks}: see `leitmotif codebook check {name}`")
            }
        };
        note(global, &format!("{name}: read as {format}{remarks}"));
    }
    Ok(loaded)
}

/// Reads the codebook that is named, so that its mistakes are told before anything else is done.
pub(crate) fn expect_codebook(args: &ThemeArgs) -> Result<()> {
    if let Some(path) = &args.codebook {
        codebook::read(path)?;
    }
    Ok(())
}

/// Opens the index and finds the mentions of the codebook's themes.
pub(crate) fn code(global: &Global, args: &ThemeArgs) -> Result<Coded> {
    code_with(global, args, load(global, args.codebook.as_deref())?, false)
}

/// The same with every mention in the scope of a negation or a hedge flagged, whatever is done with it;
/// this takes longer than finding the mentions.
pub(crate) fn code_flagged(global: &Global, args: &ThemeArgs) -> Result<Coded> {
    code_with(global, args, load(global, args.codebook.as_deref())?, true)
}

/// Opens the index and finds the mentions of the themes of `codebook`; `flag_all` as in [`prepare`].
pub(crate) fn code_with(
    global: &Global,
    args: &ThemeArgs,
    codebook: Codebook,
    flag_all: bool,
) -> Result<Coded> {
    let setting = prepare(global, args, codebook, flag_all)?;
    let coding = setting.study.mentions(&setting.matcher, setting.options)?;
    Ok(Coded { setting, coding })
}

/// Opens the index for the themes of `codebook`. Negated and hedged mentions are flagged where the options
/// do not just count them, or, with `flag_all`, always.
pub(crate) fn prepare(
    global: &Global,
    args: &ThemeArgs,
    codebook: Codebook,
    flag_all: bool,
) -> Result<Setting> {
    // A mistake in a pattern is told before the index is read.
    Matcher::new(&codebook)?;
    prepare_in(Study::open(&global.index, global.jobs())?, args, codebook, flag_all)
}

/// The same with an index that is open.
pub(crate) fn prepare_in(
    study: Study,
    args: &ThemeArgs,
    codebook: Codebook,
    flag_all: bool,
) -> Result<Setting> {
    let matcher = Matcher::new(&codebook)?;
    let selection = study.select(args.filter.filter.as_deref(), args.bibliography)?;
    let (selection, left_out) = in_language(&study, &codebook, &selection);
    let flagged = |of: args::Treatment| flag_all || of != args::Treatment::Count;
    let options = MatchOptions {
        negation: flagged(args.negation),
        hedging: flagged(args.hedging),
        everywhere: args.bibliography,
    };
    let treatment = |of| match of {
        args::Treatment::Count => Treatment::Count,
        args::Treatment::Flag => Treatment::Flag,
        args::Treatment::Exclude => Treatment::Exclude,
    };
    let (negation, hedging) = (treatment(args.negation), treatment(args.hedging));
    let themes = theme_facts(&codebook);
    Ok(Setting {
        study,
        codebook,
        themes,
        selection,
        negation,
        hedging,
        matcher,
        options,
        left_out,
    })
}

/// The selection without papers in a language that no theme is for, and their numbers: their tokens
/// are no denominator for themes that cannot occur in them.
fn in_language(
    study: &Study,
    codebook: &Codebook,
    selection: &Selection,
) -> (Selection, BTreeMap<Language, usize>) {
    let mut left_out = BTreeMap::new();
    let documents = study.facts().documents.iter().enumerate();
    let sections = documents.map(|(place, document)| {
        let sections = selection.sections(place);
        let language = document.metadata.language;
        let covered = (0..codebook.themes.len()).any(|theme| codebook.covers(theme, language));
        if let Some(language) = language.filter(|_| !covered && !sections.is_empty()) {
            *left_out.entry(language).or_default() += 1;
        }
        if covered { sections } else { SectionSet::NONE }
    });
    (Selection::new(sections.collect()), left_out)
}

/// What results from the index are made from.
pub(crate) fn provenance(study: &Study, command: &str, filter: Option<&str>) -> Provenance {
    let stamp = study.stamp();
    let provenance =
        Provenance::new(command).over(stamp.fingerprint, stamp.papers).with_records(stamp.records);
    match filter {
        Some(filter) => provenance.with("where", filter),
        None => provenance,
    }
}

/// What may have been meant by a path that no theme has.
pub(crate) fn nearest_theme(setting: &Setting, path: &str) -> String {
    did_you_mean(path, setting.themes.iter().map(|theme| theme.path.as_str()))
}

/// The most similar of the names that there are, put as a question.
pub(crate) fn did_you_mean<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = |name: &&str| strsim::jaro_winkler(name, written);
    let nearest = known.max_by(|a, b| near(a).total_cmp(&near(b)));
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// Tells which papers the codebook leaves out for their language, and which of the user's own
/// patterns match nothing.
pub(crate) fn remarks(global: &Global, setting: &Setting, places: &[u64], args: &ThemeArgs) {
    if !setting.left_out.is_empty() {
        let papers = counted(setting.left_out.values().sum(), "paper");
        let languages: Vec<String> = setting
            .left_out
            .iter()
            .map(|(language, count)| format!("{count} {language}"))
            .collect();
        let languages = languages.join(", ");
        let left_out = "left out, since the codebook is not in their language";
        note(global, &format!("{left_out}: {papers} ({languages})"));
    }
    if args.codebook.is_none() || setting.study.papers().is_empty() {
        return;
    }
    let sources = setting.patterns();
    let places = places.iter().zip(&sources);
    let unmatched: Vec<&str> =
        places.filter(|(places, _)| **places == 0).map(|(_, source)| source.as_str()).collect();
    if !unmatched.is_empty() {
        let named = unmatched.get(..NAMED.min(unmatched.len())).unwrap_or_default().join("; ");
        let more = unmatched.len().saturating_sub(NAMED);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let patterns = counted(unmatched.len(), "pattern");
        note(global, &format!("matching nothing: {patterns}: {named}{more}"));
    }
}

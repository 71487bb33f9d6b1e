//! `leitmotif codebook`: check a codebook, show one, convert one, and see how well it does.

use std::path::Path;

use anyhow::Result;
use leitmotif::ErrorKind;
use leitmotif::codebook::warning::{Finding, repetitions, warnings};
use leitmotif::codebook::{self, LoadOptions};
use leitmotif::error::WarningKind;
use leitmotif::model::table::{ColumnKind, Display};
use leitmotif::model::{Cell, Codebook, Column, Provenance, Table};
use leitmotif::pipeline::review::review;
use leitmotif::pipeline::study::Study;

use super::Outcome;
use super::args::{CodebookCommand, Global};
use super::convert;
use super::ingest::counted;
use super::output::{note, show};
use super::themes::load;
use super::{agree, sample};

/// Most warnings that are told of a dictionary of another program, which is seldom made for the papers.
const MOST_WARNINGS: usize = 50;

/// Runs the command.
pub(crate) fn run(global: &Global, command: &CodebookCommand) -> Result<Outcome> {
    match command {
        CodebookCommand::Check { file } => {
            check(global, file)?;
            Ok(Outcome::Done)
        }
        CodebookCommand::Show { file } => show(global, &table(&load(global, file.as_deref())?)),
        CodebookCommand::Suggest(args) => super::suggest::run(global, args),
        CodebookCommand::Convert(args) => convert::run(global, args),
        CodebookCommand::Sample(args) => sample::run(global, args),
        CodebookCommand::Agree(args) => agree::run(global, args),
    }
}

/// Reports what a codebook without mistakes may not mean so: repetitions always, and against the papers
/// what matches nothing, too much, or never counts, where there is an index.
fn check(global: &Global, file: &Path) -> Result<()> {
    let loaded = codebook::load(file, &LoadOptions::default())?;
    convert::tell_read(global, file, &loaded);
    let codebook = &loaded.codebook;
    let study = match Study::open(&global.index, global.jobs()) {
        Ok(study) if !study.papers().is_empty() => Some(study),
        Ok(_) => None,
        Err(error) if *error.kind() == ErrorKind::NoIndex => None,
        Err(error) => return Err(error.into()),
    };
    let mut findings = match &study {
        Some(study) => review(codebook, study)?,
        None => repetitions(codebook),
    };
    let name = file.display().to_string();
    if !loaded.format.is_own() {
        pass_over_shared(global, &mut findings);
    }
    let mut warnings = warnings(&name, &loaded.text, findings);
    let all = warnings.warnings.len();
    if !loaded.format.is_own() {
        warnings.warnings.truncate(MOST_WARNINGS);
    }
    if !warnings.warnings.is_empty() {
        note(global, &format!("{warnings}\n"));
    }
    if warnings.warnings.len() < all {
        let more = all - warnings.warnings.len();
        note(global, &format!("and {more} more, which are told of a codebook of leitmotif's own"));
    }
    let patterns = codebook.themes.iter().map(|theme| theme.include.len()).sum();
    let themes = counted(codebook.themes.len(), "theme");
    let patterns = counted(patterns, "pattern");
    let remarks = match all {
        0 => String::new(),
        count => format!(", {}", counted(count, "warning")),
    };
    let tried = match &study {
        Some(study) => format!("tried on {}", counted(study.papers().len(), "paper")),
        None => "not tried on papers, since there is no index".to_owned(),
    };
    note(global, &format!("{name}: {themes}, {patterns}, no mistakes{remarks}; {tried}"));
    Ok(())
}

/// Takes out patterns in two themes, which dictionaries of other programs are full of by design.
fn pass_over_shared(global: &Global, findings: &mut Vec<Finding>) {
    let before = findings.len();
    findings.retain(|found| !matches!(found.kind, WarningKind::TwoThemes { .. }));
    let shared = before - findings.len();
    if shared > 0 {
        let patterns = counted(shared, "pattern");
        note(global, &format!("{patterns} in two themes or more, and counted in each"));
    }
}

/// One row a theme: what it means, and its patterns; then one a word list.
pub(crate) fn table(codebook: &Codebook) -> Table {
    let title = codebook.title.clone().unwrap_or_else(|| "Codebook".to_owned());
    let mut table = Table::new("codebook", title.clone());
    table.provenance =
        Provenance::new("codebook show").coded_by(title, codebook.fingerprint.clone());
    let kind = if codebook.lists.is_empty() { Display::Hidden } else { Display::Plain };
    table.columns = vec![
        Column::new(ColumnKind::Path, "theme", "path of the theme or word list")
            .shown(Display::Tree),
        Column::text("label", "name for reports").hidden(),
        Column::text("definition", "what the theme means").shown(Display::Wrapped),
        Column::new(ColumnKind::Nested, "include", "patterns").shown(Display::Wrapped),
        Column::new(ColumnKind::Nested, "exclude", "places that are no mentions").hidden(),
        Column::text("language", "language of the papers that it counts in").hidden(),
        Column::real("weight", 2, "weight of a mention").hidden(),
        Column::text("color", "colour in figures").hidden(),
        Column::new(ColumnKind::Nested, "examples", "sentences that raise the theme").hidden(),
        Column::text("kind", "theme, or list: words to refer to").shown(kind),
    ];
    let themes = codebook.themes.iter().map(|theme| ("theme", theme));
    let lists = codebook.lists.iter().map(|list| ("list", list));
    for (kind, theme) in themes.chain(lists) {
        let sources = |patterns: &[leitmotif::model::Pattern]| {
            Cell::List(patterns.iter().map(|pattern| pattern.source.as_str().into()).collect())
        };
        table.push(vec![
            theme.path.as_str().into(),
            theme.label.as_deref().into(),
            theme.definition.as_deref().into(),
            sources(&theme.include),
            sources(&theme.exclude),
            theme.language.map(|language| language.to_string()).into(),
            theme.weight.map_or(Cell::Missing, Cell::real),
            theme.color.as_deref().into(),
            Cell::List(theme.examples.iter().map(|example| example.as_str().into()).collect()),
            kind.into(),
        ]);
    }
    table
}

//! `leitmotif codebook`: check a codebook, and show one.

use anyhow::Result;
use leitmotif::model::table::{ColumnKind, Display};
use leitmotif::model::{Cell, Codebook, Column, Provenance, Table};

use super::Outcome;
use super::args::{CodebookCommand, Global};
use super::ingest::counted;
use super::output::{note, show};
use super::themes::load;

/// Runs the command.
pub(crate) fn run(global: &Global, command: &CodebookCommand) -> Result<Outcome> {
    match command {
        CodebookCommand::Check { file } => {
            let codebook = load(Some(file))?;
            let patterns = codebook.themes.iter().map(|theme| theme.include.len()).sum();
            let themes = counted(codebook.themes.len(), "theme");
            let patterns = counted(patterns, "pattern");
            note(global, &format!("{}: {themes}, {patterns}, no mistakes", file.display()));
            Ok(Outcome::Done)
        }
        CodebookCommand::Show { file } => show(global, &table(&load(file.as_deref())?)),
    }
}

/// One row a theme: what it means, and its patterns.
pub(crate) fn table(codebook: &Codebook) -> Table {
    let title = codebook.title.clone().unwrap_or_else(|| "Codebook".to_owned());
    let mut table = Table::new("codebook", title.clone());
    table.provenance =
        Provenance::new("codebook show").coded_by(title, codebook.fingerprint.clone());
    table.columns = vec![
        Column::new(ColumnKind::Path, "theme", "path of the theme").shown(Display::Tree),
        Column::text("label", "name for reports").hidden(),
        Column::text("definition", "what the theme means").shown(Display::Wrapped),
        Column::new(ColumnKind::Nested, "include", "patterns").shown(Display::Wrapped),
        Column::new(ColumnKind::Nested, "exclude", "places that are no mentions").hidden(),
        Column::text("language", "language of the papers that it counts in").hidden(),
    ];
    for theme in &codebook.themes {
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
        ]);
    }
    table
}

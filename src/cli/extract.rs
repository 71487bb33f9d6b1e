//! `leitmotif extract`: one row an item found, with its place.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use leitmotif::extract::Extraction;
use leitmotif::extract::reference::parse::Parser;
use leitmotif::index::WriterOptions;
use leitmotif::model::{Cell, Document, Provenance, ReferenceFields, Table};
use leitmotif::pipeline::refresh::refresh;
use leitmotif::pipeline::study::{FetchedPaper, Study};
use leitmotif::query::listing;
use leitmotif::query::{MentionFacts, Selection};

use super::Outcome;
use super::args::{ExtractCommand, FilterArgs, Format, Global, ThemeArgs};
use super::ingest::counted;
use super::output::{note, show, show_bibliography};
use super::progress::Progress;
use super::stream::{self, ExtractArgs};
use super::themes::{Coded, code, code_flagged, provenance};
use super::{annotate, bibliography, records, text};

/// Runs the command.
pub(crate) fn run(global: &Global, args: &ExtractArgs) -> Result<Outcome> {
    let Some(command) = stream::command(args)? else { return stream::run(global, &args.stream) };
    match command {
        ExtractCommand::Citations { annotate: Some(form), document, filter, .. } => {
            annotate::run(global, *form, document.as_deref(), filter)
        }
        ExtractCommand::Citations { annotate: None, document, unresolved, filter } => {
            show(global, &citations(global, document.as_deref(), *unresolved, filter)?)
        }
        ExtractCommand::References { strings, filter } => {
            references(global, strings.as_deref(), filter)
        }
        ExtractCommand::Metadata(filter) => show(global, &records::metadata(global, filter)?),
        ExtractCommand::Text { document } => text::run(global, document),
        ExtractCommand::Themes(args) => {
            show(global, &mentions(&code_flagged(global, args)?, args)?)
        }
        ExtractCommand::Keywords(args) => show(global, &keywords(&code(global, args)?, args)?),
        ExtractCommand::Refresh => {
            let options = WriterOptions { threads: global.jobs(), ..WriterOptions::default() };
            let papers = refresh(&global.index, options, &Progress::new(global.quiet))?;
            note(global, &format!("mined again: {}", counted(papers, "paper")));
            Ok(Outcome::Done)
        }
    }
}

/// All citation markers of the selected sections, of one paper where it is named, or those that are
/// not resolved.
fn citations(
    global: &Global,
    document: Option<&str>,
    unresolved: bool,
    filter: &FilterArgs,
) -> Result<Table> {
    let study = Study::open(&global.index, global.jobs())?;
    let selection = study.select(filter.filter.as_deref(), true)?;
    let mut papers = chosen(&study, &selection);
    let mut table = if unresolved {
        Table::new("unresolved", "Markers that no reference, or more than one, fits")
    } else {
        Table::new("citations", "In-text citations")
    };
    table.provenance = provenance(&study, "extract citations", filter.filter.as_deref());
    if let Some(name) = document {
        papers = annotate::named(&study, papers, name)?;
        table.provenance = table.provenance.with("document", name);
    }
    if unresolved {
        table.columns = listing::unresolved_columns();
        filled_by_section(&study, &selection, &papers, table, listing::unresolved_rows)
    } else {
        citation_table(&study, &selection, &papers, table)
    }
}

/// Fills `table` with the citation markers of the selected sections of papers at these places.
pub(crate) fn citation_table(
    study: &Study,
    selection: &Selection,
    papers: &[usize],
    mut table: Table,
) -> Result<Table> {
    table.columns = listing::citation_columns();
    filled_by_section(study, selection, papers, table, listing::citation_rows)
}

/// Fills `table`, which has a column `section`, with those rows of each paper that stand in selected
/// sections.
fn filled_by_section(
    study: &Study,
    selection: &Selection,
    papers: &[usize],
    table: Table,
    rows: impl Fn(&Document, &Extraction) -> Vec<Vec<Cell>> + Sync,
) -> Result<Table> {
    let section = table.column("section");
    let selected = |document: usize, row: &[Cell]| {
        let name = section.and_then(|place| row.get(place)).and_then(Cell::as_text);
        let kind = name.and_then(|name| name.parse().ok());
        kind.is_none_or(|kind| selection.sections(document).contains(kind))
    };
    let rows = study.with_papers(papers, |document, paper| {
        let mut rows = rows(&paper.document, &paper.extraction);
        rows.retain(|row| selected(document, row));
        rows
    })?;
    Ok(filled(table, rows))
}

/// All references of the selected papers, or those in a file, as a table or a bibliography.
fn references(global: &Global, strings: Option<&Path>, filter: &FilterArgs) -> Result<Outcome> {
    let Format::Bibliography(format) = global.format else {
        return match strings {
            Some(file) => show(global, &parsed_strings(file)?),
            None => show(global, &listed_references(global, filter)?),
        };
    };
    let bibliography = match strings {
        Some(file) => {
            let parsed = parse_lines(&read(file)?);
            bibliography::of_strings(
                parsed.into_iter().map(|line| (line.raw, line.fields)).collect(),
            )
        }
        None => bibliography::references(global, filter)?,
    };
    show_bibliography(global, &bibliography, format)
}

fn listed_references(global: &Global, filter: &FilterArgs) -> Result<Table> {
    let study = Study::open(&global.index, global.jobs())?;
    let selection = study.select(filter.filter.as_deref(), true)?;
    let mut table = Table::new("references", "References");
    table.provenance = provenance(&study, "extract references", filter.filter.as_deref());
    reference_table(&study, &selection, table)
}

/// Fills `table` with the references of the selected papers.
pub(crate) fn reference_table(
    study: &Study,
    selection: &Selection,
    mut table: Table,
) -> Result<Table> {
    table.columns = listing::reference_columns();
    let rows = study.with_papers(&chosen(study, selection), |_, paper| {
        listing::reference_rows(&paper.document, &paper.extraction)
    })?;
    Ok(filled(table, rows))
}

/// The references in a file, one a line; an empty line gives a row without fields.
fn parsed_strings(file: &Path) -> Result<Table> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let mut table = Table::new("references", "References");
    table.columns = listing::reference_columns();
    table.provenance = Provenance::new("extract references --strings");
    for ParsedLine { start, raw, fields } in parse_lines(&read(file)?) {
        let place = vec![name.as_ref().into(), start.into(), (start + raw.len()).into()];
        table.push(listing::reference_row(place, None, raw, &fields));
    }
    Ok(table)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// A line with a reference.
struct ParsedLine {
    /// First byte of the reference in the file.
    start: usize,
    raw: String,
    fields: ReferenceFields,
}

/// Parses each line; a byte order mark is no part of the first.
fn parse_lines(text: &str) -> Vec<ParsedLine> {
    let lines = text.trim_start_matches('\u{feff}');
    let mut parser = Parser::new();
    let mut start = text.len() - lines.len();
    let parsed = lines.split_inclusive('\n').map(|line| {
        let raw = line.trim();
        let from = start + (line.len() - line.trim_start().len());
        start += line.len();
        ParsedLine { start: from, raw: raw.to_owned(), fields: parser.parse(raw) }
    });
    parsed.collect()
}

/// All mentions of themes with patterns of their own.
pub(crate) fn mentions(coded: &Coded, args: &ThemeArgs) -> Result<Table> {
    let mut table = Table::new("mentions", "Theme mentions");
    table.columns = listing::mention_columns();
    table.provenance = coded.setting.provenance("extract themes", args);
    let rows = by_paper(coded, |paper, mentions| {
        listing::mention_rows(&paper.document, &paper.tokens(), &coded.setting.codebook, mentions)
    })?;
    Ok(filled(table, rows))
}

/// The keywords by which papers raise themes, with their frequencies.
pub(crate) fn keywords(coded: &Coded, args: &ThemeArgs) -> Result<Table> {
    let mut table = Table::new("keywords", "Theme keywords by paper");
    table.columns = listing::keyword_columns();
    table.provenance = coded.setting.provenance("extract keywords", args);
    let rows = by_paper(coded, |paper, mentions| {
        let counts = listing::keyword_counts(&paper.document, &paper.tokens(), mentions);
        listing::keyword_rows(&paper.document, &coded.setting.codebook, &counts)
    })?;
    Ok(filled(table, rows))
}

/// Shows each paper with its selected mentions to `work`; papers without one are not fetched.
fn by_paper(
    coded: &Coded,
    work: impl Fn(&FetchedPaper, &[MentionFacts]) -> Vec<Vec<Cell>> + Sync,
) -> Result<Vec<Vec<Vec<Cell>>>> {
    let mentions = coded.selected();
    let papers: Vec<&[MentionFacts]> = mentions.chunk_by(|a, b| a.document == b.document).collect();
    let place =
        |mentions: &&[MentionFacts]| mentions.first().map(|mention| mention.document as usize);
    let places: Vec<usize> = papers.iter().filter_map(place).collect();
    let rows = coded.setting.study.with_papers(&places, |document, paper| {
        let own = places.binary_search(&document).ok().and_then(|number| papers.get(number));
        work(paper, own.copied().unwrap_or_default())
    })?;
    Ok(rows)
}

/// The places of the papers of which any section is selected.
pub(crate) fn chosen(study: &Study, selection: &Selection) -> Vec<usize> {
    (0..study.papers().len()).filter(|&place| !selection.sections(place).is_empty()).collect()
}

pub(crate) fn filled(mut table: Table, rows: Vec<Vec<Vec<Cell>>>) -> Table {
    for row in rows.into_iter().flatten() {
        table.push(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_of_strings_are_those_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("s.txt");
        fs::write(&file, "Lee, K. (2003). Trade. Wiley.\n\n  Wu, B. (2010). Barriers. Oxford.\r\n")
            .unwrap();
        let table = parsed_strings(&file).unwrap();
        let at =
            |column: &str, row: usize| table.rows()[row][table.column(column).unwrap()].clone();
        assert_eq!(table.rows().len(), 3);
        assert_eq!(at("start", 2), Cell::from(33_usize));
        assert_eq!(at("raw", 2), Cell::from("Wu, B. (2010). Barriers. Oxford."));
    }
}

//! Every table and bibliography as a data package.

use std::path::Path;

use anyhow::Result;
use leitmotif::codebook::{CodebookFormat, Format, Loaded};
use leitmotif::export::bibliography::{self, BibliographyFormat};
use leitmotif::export::package::{Package, Resource};
use leitmotif::export::{ExportFormat, write as write_table};
use leitmotif::model::{Bibliography, Table};
use leitmotif::pipeline::study::Study;
use leitmotif::query::listing;

use super::ExportArgs;
use crate::cli::Outcome;
use crate::cli::args::{FilterArgs, Global};
use crate::cli::bibliography::{listed_references, works as cited_works};
use crate::cli::extract::{chosen, filled};
use crate::cli::ingest::counted;
use crate::cli::output::{make_folder, note, to_file};
use crate::cli::tables;
use crate::cli::themes::{Coded, code_with, load_with_file, provenance, remarks};
use crate::cli::works;

/// The bibliographies of a package: their names, what they hold, and the tables that they go with.
const REFERENCES: (&str, &str) =
    ("references", "Every entry of the papers' bibliographies, as often as it is listed");
const WORKS: (&str, &str) = ("works", "Every cited work once; its key is `work` in works.csv");

/// Writes the package into a folder.
pub(super) fn write(
    global: &Global,
    args: &ExportArgs,
    (folder, format): (&Path, ExportFormat),
) -> Result<Outcome> {
    let path = args.themes.codebook.as_deref();
    let loaded = load_with_file(global, path)?;
    let (extension, text) = copied(&loaded, path);
    let decisions = works::read_decisions(&args.works)?;
    let coded = code_with(global, &args.themes, loaded.codebook, true)?;
    let cited = works::cited(global, &coded.setting.study, decisions)?;
    make_folder(folder)?;
    let mut package =
        Package::new(cited.provenance(coded.setting.provenance("export", &args.themes)));
    let study = &coded.setting.study;
    let place = (folder, format);
    add_table(place, &mut package, &papers(study, &args.themes.filter)?)?;
    add_table(place, &mut package, &divisions(study, &args.themes.filter, false)?)?;
    if args.sentences {
        add_table(place, &mut package, &divisions(study, &args.themes.filter, true)?)?;
    }
    let mut listed_works = None;
    tables::each(&coded, &cited, &args.themes, &mut |table| {
        add_table(place, &mut package, &table)?;
        if table.name == WORKS.0 {
            listed_works = Some(cited_works(global, study, &cited.works, &table)?);
        }
        Ok(())
    })?;
    let references = listed_references(study, &args.themes.filter)?;
    write_bibliography(folder, &mut package, REFERENCES, &references)?;
    write_bibliography(folder, &mut package, WORKS, &listed_works.unwrap_or_default())?;
    write_codebook(folder, &mut package, (&extension, &text))?;
    to_file(&folder.join("README.md"), |out| package.write_readme(out))?;
    to_file(&folder.join("datapackage.json"), |out| package.write(out))?;
    tell(global, args, &coded, &package, folder);
    let nothing = study.papers().is_empty();
    Ok(if nothing { Outcome::NothingFound } else { Outcome::Done })
}

/// Writes a table.
fn add_table(
    (folder, format): (&Path, ExportFormat),
    package: &mut Package,
    table: &Table,
) -> Result<()> {
    let resource = Resource::of_table(table, format);
    to_file(&folder.join(&resource.path), |out| write_table(table, format, out))?;
    package.resources.push(resource);
    Ok(())
}

/// The selected papers, one row a paper.
fn papers(study: &Study, filter: &FilterArgs) -> Result<Table> {
    let filter = filter.filter.as_deref();
    let mut table = Table::new("papers", "Papers");
    table.provenance = provenance(study, "export", filter);
    table.columns = listing::paper_columns(study.facts());
    let chosen = chosen(study, &study.select(filter, true)?);
    let rows = study.with_papers(&chosen, |place, paper| {
        let facts = study.facts().documents.get(place)?;
        Some(listing::paper_row(study.facts(), facts, &paper.document, &paper.extraction))
    })?;
    rows.into_iter().flatten().for_each(|row| table.push(row));
    Ok(table)
}

/// The selected sections, or their sentences.
fn divisions(study: &Study, filter: &FilterArgs, are_sentences: bool) -> Result<Table> {
    let filter = filter.filter.as_deref();
    let (name, title, columns) = if are_sentences {
        ("sentences", "Sentences", listing::sentence_columns())
    } else {
        ("sections", "Sections", listing::section_columns())
    };
    let mut table = Table::new(name, title);
    table.provenance = provenance(study, "export", filter);
    table.columns = columns;
    let selection = study.select(filter, true)?;
    let rows = study.with_papers(&chosen(study, &selection), |place, paper| {
        let document = u32::try_from(place).unwrap_or(u32::MAX);
        let is_selected = |kind| selection.contains(document, kind);
        let tokens = paper.tokens();
        if are_sentences {
            listing::sentence_rows(&paper.document, &tokens, is_selected)
        } else {
            listing::section_rows(&paper.document, &tokens, is_selected)
        }
    })?;
    Ok(filled(table, rows))
}

/// Writes a bibliography in every format.
fn write_bibliography(
    folder: &Path,
    package: &mut Package,
    (name, title): (&str, &str),
    bibliography: &Bibliography,
) -> Result<()> {
    let formats = [
        (BibliographyFormat::Bibtex, "bib", "application/x-bibtex"),
        (BibliographyFormat::CslJson, "json", "application/vnd.citationstyles.csl+json"),
        (BibliographyFormat::Ris, "ris", "application/x-research-info-systems"),
    ];
    for (format, extension, mediatype) in formats {
        let path = format!("{name}.{extension}");
        to_file(&folder.join(&path), |out| bibliography::write(bibliography, format, out))?;
        package.resources.push(Resource::of_file(&path, title, mediatype));
    }
    Ok(())
}

/// Copies the codebook, under a name of its own that tells its format; a dictionary of another program as
/// the codebook that it was read as.
fn write_codebook(
    folder: &Path,
    package: &mut Package,
    (extension, text): (&str, &str),
) -> Result<()> {
    let path = format!("codebook.{extension}");
    to_file(&folder.join(&path), |out| out.write_all(text.as_bytes()))?;
    let title = "The codebook, to be used again with --codebook";
    package.resources.push(Resource::of_file(&path, title, "text/plain"));
    Ok(())
}

/// The ending and the text of the codebook's copy.
pub(in crate::cli) fn copied(loaded: &Loaded, path: Option<&Path>) -> (String, String) {
    let extension = path.and_then(Path::extension).map(|it| it.to_string_lossy().to_lowercase());
    let yaml = || "yaml".to_owned();
    if loaded.format.is_own() {
        return (extension.unwrap_or_else(yaml), loaded.text.clone());
    }
    (yaml(), loaded.write(CodebookFormat::Own(Format::Yaml)).0)
}

fn tell(global: &Global, args: &ExportArgs, coded: &Coded, package: &Package, folder: &Path) {
    remarks(global, &coded.setting, &coded.coding.places, &args.themes);
    let tables = package.resources.iter().filter(|resource| resource.table.is_some()).count();
    let others = package.resources.len() - tables;
    note(
        global,
        &format!(
            "wrote {} and {}, described in datapackage.json and README.md, to {}",
            counted(tables, "table"),
            counted(others, "other file"),
            folder.display()
        ),
    );
}

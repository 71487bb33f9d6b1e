//! All tables that there are on a corpus and a codebook, made one after the other.

use anyhow::Result;
use leitmotif::model::Table;

use super::args::ThemeArgs;
use super::themes::{Coded, provenance};
use super::works::{self, Cited};
use super::{codebook, extract, frequency, query};

/// Rates are given per this many tokens.
pub(super) const PER: u64 = 1000;

/// Shows every table to `write`, each before the next one is made, so that one is in memory at a
/// time.
pub(super) fn each(
    coded: &Coded,
    cited: &Cited,
    themes: &ThemeArgs,
    write: &mut dyn FnMut(Table) -> Result<()>,
) -> Result<()> {
    let study = &coded.setting.study;
    write(frequency::frequencies(coded, themes, None, PER)?)?;
    for by in ["document", "section", "year"] {
        write(frequency::frequencies(coded, themes, Some(by), PER)?)?;
    }
    write(extract::mentions(coded, themes)?)?;
    write(extract::keywords(coded, themes)?)?;
    for summary in [false, true] {
        write(query::evidence(coded, cited, themes, summary)?)?;
    }
    write(works::table(study, cited, &themes.filter, None, false)?)?;
    let filter = themes.filter.filter.as_deref();
    let selection = study.select(filter, true)?;
    let papers = extract::chosen(study, &selection);
    let table = |name: &str, title: &str, command: &str| {
        let mut table = Table::new(name, title);
        table.provenance = provenance(study, command, filter);
        table
    };
    let citations = table("citations", "In-text citations", "extract citations");
    write(extract::citation_table(study, &selection, &papers, citations)?)?;
    let references = table("references", "References", "extract references");
    write(extract::reference_table(study, &selection, references)?)?;
    write(codebook::table(&coded.setting.codebook))
}

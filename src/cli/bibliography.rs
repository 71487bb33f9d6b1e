//! References and cited works as bibliographies: BibTeX, CSL-JSON, RIS.

use anyhow::Result;
use leitmotif::model::{Bibliography, Provenance, ReferenceFields, Table};
use leitmotif::pipeline::study::Study;
use leitmotif::query::bibliography::{ListedReference, of_references, of_works};
use leitmotif::query::works::Works;

use super::args::{FilterArgs, Global};
use super::extract::chosen;
use super::ingest::counted;
use super::output::note;
use super::themes::provenance;

/// The references of the selected papers, each as often as it is listed.
pub(crate) fn references(global: &Global, filter: &FilterArgs) -> Result<Bibliography> {
    listed_references(&Study::open(&global.index, global.jobs())?, filter)
}

/// The same of a study that is open.
pub(crate) fn listed_references(study: &Study, filter: &FilterArgs) -> Result<Bibliography> {
    let selection = study.select(filter.filter.as_deref(), true)?;
    let listed = listed(study, &chosen(study, &selection))?;
    let provenance = provenance(study, "extract references", filter.filter.as_deref());
    let references = listed.into_iter().map(|reference| (reference.raw, reference.fields));
    Ok(of_references(references, provenance))
}

/// Single references; blank lines between them are no entries.
pub(crate) fn of_strings(references: Vec<(String, ReferenceFields)>) -> Bibliography {
    let printed = references.into_iter().filter(|(raw, _)| !raw.is_empty());
    of_references(printed, Provenance::new("extract references --strings"))
}

/// The works in the rows of `table`, in their order.
pub(crate) fn works(
    global: &Global,
    study: &Study,
    works: &Works,
    table: &Table,
) -> Result<Bibliography> {
    let everywhere: Vec<usize> = (0..study.papers().len()).collect();
    let listed = listed(study, &everywhere)?;
    let column = table.column("work").unwrap_or_default();
    let ids = || table.rows().iter().filter_map(|row| row.get(column)?.as_text());
    let bibliography = of_works(works, ids(), &listed, table.provenance.clone());
    let left_out = ids().count() - bibliography.entries.len();
    if left_out > 0 {
        let count = counted(left_out, "work");
        note(global, &format!("left out: {count} that no bibliography lists, known by name only"));
    }
    Ok(bibliography)
}

/// The references that the papers at these places list.
fn listed(study: &Study, places: &[usize]) -> Result<Vec<ListedReference>> {
    let papers = study.with_papers(places, |place, paper| {
        let document = u32::try_from(place).unwrap_or(u32::MAX);
        let references = (0_u32..).zip(&paper.extraction.references);
        let listed = references.map(|(number, reference)| ListedReference {
            document,
            number,
            raw: reference.printed(&paper.document.text).to_owned(),
            fields: reference.fields.clone(),
        });
        listed.collect::<Vec<_>>()
    })?;
    Ok(papers.into_iter().flatten().collect())
}

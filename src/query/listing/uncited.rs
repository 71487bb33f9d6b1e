//! What a copy editor looks for in each paper: references that nothing in the text cites, citations that no
//! reference fits, and citations of another year than their reference has; each with what may have been meant.
//!
//! All follow from resolving the markers of a paper to its references
//! ([`crate::extract::resolve`]). A marker without a reference is laid beside those that come nearest
//! ([`Candidates`]): mostly the year or the spelling differs. A reference that is never cited is laid beside the
//! markers whose nearest reference it is. A marker is of another year where its reference nowhere prints the year
//! that it says, so that "1990 [1776]" is no mistake. A reference that an ambiguous marker may mean counts as cited, and
//! where the text has no citations at all nothing is listed, since then they were not found, or are
//! notes that the text does not have.

use super::citations::{brief, nearest};
use super::{place, place_columns, surroundings, surroundings_columns};
use crate::extract::{Candidates, Extraction};
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Column, Document, Marker, Resolution};
use crate::query::passage::squeezed;

/// Markers that are shown beside a reference.
const BESIDE: usize = 3;

/// The columns of [`uncited_rows`].
#[must_use]
pub fn uncited_columns() -> Vec<Column> {
    let mut columns = place_columns();
    columns.push(Column::text(
        "problem",
        "never cited: a reference; no reference, another year: a citation",
    ));
    columns.push(
        Column::text("text", "the reference, or the words of the citation").shown(Display::Wrapped),
    );
    columns.extend(surroundings_columns().into_iter().map(Column::hidden));
    columns.extend([
        Column::text("passage", "the sentence of the citation").hidden(),
        Column::text("nearest", "what may have been meant, best first, with what differs")
            .shown(Display::Wrapped),
        Column::new(ColumnKind::Text, "reference", "printed number of the reference").hidden(),
    ]);
    columns
}

/// One row for each marker of a paper that no reference fits, then for each of another year than its reference
/// has, then for each reference that is never cited; each in the order of the text.
#[must_use]
pub fn uncited_rows(document: &Document, extraction: &Extraction) -> Vec<Vec<Cell>> {
    let markers: Vec<&Marker> =
        extraction.citations.iter().flat_map(|citation| &citation.markers).collect();
    if markers.is_empty() {
        return Vec::new();
    }
    let mut rows = without_reference(document, extraction, &markers);
    rows.extend(of_another_year(document, extraction, &markers));
    rows.extend(never_cited(document, extraction, &markers));
    rows
}

/// The markers that no reference fits.
fn without_reference(
    document: &Document,
    extraction: &Extraction,
    markers: &[&Marker],
) -> Vec<Vec<Cell>> {
    let candidates = Candidates::new(&document.text, extraction);
    let open = markers.iter().filter(|marker| marker.resolution == Resolution::Unresolved);
    let row = |marker: &&Marker| {
        let near = nearest(document, extraction, &candidates.of(marker));
        marker_row(document, marker, "no reference", near, Cell::Missing)
    };
    open.map(row).collect()
}

/// The markers whose one reference nowhere prints the year that they say.
fn of_another_year(
    document: &Document,
    extraction: &Extraction,
    markers: &[&Marker],
) -> Vec<Vec<Cell>> {
    let row = |marker: &&Marker| {
        let [place] = marker.resolution.references() else { return None };
        let reference = extraction.references.get(*place)?;
        let said = marker.year.as_ref()?.value?;
        let listed = reference.fields.year.as_ref()?.value?;
        let printed = reference.span.of(&document.text).contains(&said.to_string());
        if said == listed || printed {
            return None;
        }
        let near = format!("{} [year {listed}]", brief(document, reference));
        let label = reference.label.as_deref().into();
        Some(marker_row(document, marker, "another year", near, label))
    };
    markers.iter().filter_map(row).collect()
}

/// The row of a marker.
fn marker_row(
    document: &Document,
    marker: &Marker,
    problem: &str,
    near: String,
    label: Cell,
) -> Vec<Cell> {
    let layers = &document.layers;
    let sentence = layers.sentence_at(marker.span.start);
    let sentence = sentence.and_then(|number| layers.sentences.get(number));
    let mut cells = place(document, marker.span);
    cells.push(problem.into());
    cells.push(squeezed(marker.span.of(&document.text)).into());
    cells.extend(surroundings(document, marker.span.start));
    cells.extend([
        sentence.map(|span| squeezed(span.of(&document.text))).into(),
        near.into(),
        label,
    ]);
    cells
}

/// The references that no marker points to, nor may point to.
fn never_cited(
    document: &Document,
    extraction: &Extraction,
    markers: &[&Marker],
) -> Vec<Vec<Cell>> {
    let mut cited = vec![false; extraction.references.len()];
    for &reference in markers.iter().flat_map(|marker| marker.resolution.references()) {
        if let Some(cited) = cited.get_mut(reference) {
            *cited = true;
        }
    }
    if cited.iter().all(|&cited| cited) {
        return Vec::new();
    }
    let beside = nearest_markers(document, extraction, markers);
    let uncited =
        extraction.references.iter().zip(&cited).enumerate().filter(|(_, (_, cited))| !**cited);
    let row = |(number, (reference, _)): (usize, (&crate::model::Reference, &bool))| {
        let mut cells = place(document, reference.span);
        cells.push("never cited".into());
        cells.push(brief(document, reference).into());
        cells.extend(surroundings(document, reference.span.start));
        let near = beside.get(number).map(Vec::as_slice).unwrap_or_default();
        let near =
            if near.is_empty() { "no citation is like it".to_owned() } else { near.join("; ") };
        cells.extend([Cell::Missing, near.into(), reference.label.as_deref().into()]);
        cells
    };
    uncited.map(row).collect()
}

/// For each reference the markers without one that come nearest to it, with what differs.
fn nearest_markers(
    document: &Document,
    extraction: &Extraction,
    markers: &[&Marker],
) -> Vec<Vec<String>> {
    let candidates = Candidates::new(&document.text, extraction);
    let mut beside: Vec<Vec<String>> = vec![Vec::new(); extraction.references.len()];
    for marker in markers.iter().filter(|marker| marker.resolution == Resolution::Unresolved) {
        for candidate in candidates.of(marker) {
            let Some(near) = beside.get_mut(candidate.reference) else { continue };
            let differs: Vec<String> = candidate.differs.iter().map(ToString::to_string).collect();
            let words = squeezed(marker.span.of(&document.text));
            let shown = format!("cited as {words}? [{}]", differs.join(", "));
            if near.len() < BESIDE && !near.contains(&shown) {
                near.push(shown);
            }
        }
    }
    beside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;
    use crate::model::SourceFormat;
    use crate::read::read_bytes;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let document = read_bytes("p.txt", SourceFormat::Text, text.as_bytes()).unwrap();
        let rows = uncited_rows(&document, &extract(&document));
        let columns = uncited_columns();
        let at = |name: &str| columns.iter().position(|column| column.name == name).unwrap();
        let shown = |row: &Vec<Cell>| {
            ["problem", "text", "nearest"]
                .map(|name| row[at(name)].as_text().unwrap().to_owned())
                .to_vec()
        };
        assert!(rows.iter().all(|row| row.len() == columns.len()));
        rows.iter().map(shown).collect()
    }

    const LIST: &str = "\n\nReferences\n\n\
        Lee, J. (2003). On small ports. Trade, 1, 1-9.\n\
        Mueller, A. (2018). Harbours. Springer.\n\
        Hernandez, P. (2015). Sails of the south. Trade, 4, 10-19.\n";

    #[test]
    fn both_sides_of_a_wrong_year_are_told() {
        let found =
            rows(&format!("Ports\n\nIntroduction\n\nPorts grow (Lee, 2006; Mueller, 2018).{LIST}"));
        assert_eq!(
            found,
            [
                ["no reference", "Lee, 2006", "1. Lee (2003) On small ports [year 2003]"],
                ["never cited", "Lee (2003) On small ports", "cited as Lee, 2006? [year 2003]"],
                ["never cited", "Hernandez (2015) Sails of the south", "no citation is like it"],
            ]
        );
    }

    #[test]
    fn a_year_beside_that_of_the_reference_is_told() {
        let found = rows(&format!(
            "Ports\n\nIntroduction\n\nPorts grow (Lee, 2004; Mueller, 2018; Hernandez, 2015).{LIST}"
        ));
        assert_eq!(found, [["another year", "Lee, 2004", "Lee (2003) On small ports [year 2003]"]]);
    }

    #[test]
    fn a_text_without_citations_says_nothing_of_its_references() {
        assert!(rows(&format!("Ports\n\nIntroduction\n\nPorts grow.{LIST}")).is_empty());
    }
}

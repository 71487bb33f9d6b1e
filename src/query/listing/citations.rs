//! In-text citations, one row a marker.

use super::{place, place_columns, surroundings, surroundings_columns};
use crate::extract::Extraction;
use crate::model::table::ColumnKind;
use crate::model::{Cell, Citation, Column, Document, Marker, Resolution};
use crate::query::passage::squeezed;

/// The columns of [`citation_rows`].
#[must_use]
pub fn citation_columns() -> Vec<Column> {
    let mut columns = place_columns();
    columns.extend([
        Column::text("text", "words of the marker"),
        Column::text("callout", "the whole printed citation").hidden(),
        Column::text("style", "author-year, numeric, superscript or note").hidden(),
        Column::new(ColumnKind::Flag, "narrative", "whether the names are part of the sentence"),
    ]);
    columns.extend(surroundings_columns());
    columns.extend([
        Column::text("locator", "page or chapter cited").hidden(),
        Column::text("resolution", "resolved, ambiguous or unresolved"),
        Column::real("confidence", 2, "how sure marker and resolution are, from 0 to 1").hidden(),
        Column::new(
            ColumnKind::Nested,
            "references",
            "spans of the references meant; of an ambiguous marker the most likely one",
        )
        .hidden(),
        Column::new(
            ColumnKind::Nested,
            "candidates",
            "references that an ambiguous marker may mean",
        )
        .hidden(),
        Column::text("reference", "the first reference meant, shortened"),
    ]);
    columns
}

/// One row for each marker of a paper, in the order of the text.
#[must_use]
pub fn citation_rows(document: &Document, extraction: &Extraction) -> Vec<Vec<Cell>> {
    let citations = extraction.citations.iter();
    let markers = citations
        .flat_map(|citation| citation.markers.iter().map(move |marker| (citation, marker)));
    markers.map(|(citation, marker)| row(document, extraction, citation, marker)).collect()
}

fn row(
    document: &Document,
    extraction: &Extraction,
    citation: &Citation,
    marker: &Marker,
) -> Vec<Cell> {
    let text = &document.text;
    let (meant, candidates) = match &marker.resolution {
        Resolution::Ambiguous(candidates) => {
            (candidates.get(..1).unwrap_or_default(), candidates.as_slice())
        }
        other => (other.references(), &[][..]),
    };
    let mut cells = place(document, marker.span);
    cells.extend([
        squeezed(marker.span.of(text)).into(),
        squeezed(citation.span.of(text)).into(),
        citation.style.name().into(),
        citation.narrative.into(),
    ]);
    cells.extend(surroundings(document, marker.span.start));
    let shown = meant.first().and_then(|&first| extraction.references.get(first));
    cells.extend([
        marker.locator.map(|locator| squeezed(locator.of(text))).into(),
        resolution_name(&marker.resolution).into(),
        confidence(marker.confidence),
        spans(extraction, meant),
        spans(extraction, candidates),
        shown.map(|reference| squeezed(reference.span.of(text))).into(),
    ]);
    cells
}

/// A confidence to four decimals, which is more than it is known to.
pub(super) fn confidence(value: f32) -> Cell {
    Cell::real((f64::from(value) * 10_000.0).round() / 10_000.0)
}

fn resolution_name(resolution: &Resolution) -> &'static str {
    match resolution {
        Resolution::Resolved(_) => "resolved",
        Resolution::Ambiguous(_) => "ambiguous",
        Resolution::Unresolved => "unresolved",
    }
}

fn spans(extraction: &Extraction, numbers: &[usize]) -> Cell {
    let references = numbers.iter().filter_map(|&number| extraction.references.get(number));
    let spans = references.map(|reference| {
        Cell::Record(vec![
            ("start", reference.span.start.into()),
            ("end", reference.span.end.into()),
        ])
    });
    Cell::List(spans.collect())
}

//! Entries of the bibliographies, one row an entry, with the fields parsed from each.

use super::citations::confidence;
use super::{people, place, place_columns};
use crate::extract::Extraction;
use crate::model::table::ColumnKind;
use crate::model::{Cell, Column, Document, ReferenceFields};
use crate::query::passage::squeezed;

/// The columns of [`reference_rows`].
#[must_use]
pub fn reference_columns() -> Vec<Column> {
    let mut columns = place_columns();
    columns.extend([
        Column::text("label", "printed number or key").hidden(),
        Column::text("raw", "the entry as printed, on one line").hidden(),
        Column::text("type", "kind of publication"),
        Column::new(ColumnKind::Nested, "authors", "authors in order"),
        Column::text("year", "year as printed"),
        Column::text("title", "title of the work"),
        Column::text("container", "journal or book"),
        Column::text("volume", "volume"),
        Column::text("issue", "issue").hidden(),
        Column::text("first_page", "first page or article number").hidden(),
        Column::text("last_page", "last page").hidden(),
        Column::text("publisher", "publisher or institution").hidden(),
        Column::text("place", "place of publication").hidden(),
        Column::text("edition", "edition").hidden(),
        Column::new(ColumnKind::Nested, "editors", "editors in order").hidden(),
        Column::text("doi", "digital object identifier").hidden(),
        Column::text("url", "address on the web").hidden(),
        Column::text("isbn", "book or serial number").hidden(),
        Column::text("arxiv", "arXiv identifier").hidden(),
        Column::text("pmid", "PubMed identifier").hidden(),
        Column::real("confidence", 2, "how sure the fields are as a whole, from 0 to 1"),
        Column::new(
            ColumnKind::Nested,
            "confidences",
            "how sure each field that was found is, from 0 to 1",
        )
        .hidden(),
    ]);
    columns
}

/// One row for each entry of a paper's bibliography, in the order of the text.
#[must_use]
pub fn reference_rows(document: &Document, extraction: &Extraction) -> Vec<Vec<Cell>> {
    let references = extraction.references.iter();
    let rows = references.map(|reference| {
        let raw = squeezed(reference.printed(&document.text));
        let label = reference.label.as_deref();
        reference_row(place(document, reference.span), label, raw, &reference.fields)
    });
    rows.collect()
}

/// The row of one entry; `place` says where it stands: document, start, end.
#[must_use]
pub fn reference_row(
    mut place: Vec<Cell>,
    label: Option<&str>,
    raw: String,
    fields: &ReferenceFields,
) -> Vec<Cell> {
    let text = |field: &Option<String>| Cell::from(field.as_deref());
    place.extend([
        label.into(),
        raw.into(),
        fields.kind.name().into(),
        people(&fields.authors),
        fields.year.as_ref().map(|year| year.raw.as_str()).into(),
        text(&fields.title),
        text(&fields.container),
        text(&fields.volume),
        text(&fields.issue),
        text(&fields.first_page),
        text(&fields.last_page),
        text(&fields.publisher),
        text(&fields.place),
        text(&fields.edition),
        people(&fields.editors),
        text(&fields.doi),
        text(&fields.url),
        text(&fields.isbn),
        text(&fields.arxiv),
        text(&fields.pmid),
        confidence(fields.confidence),
        confidences(&fields.field_confidence),
    ]);
    place
}

/// Names of fields with their confidences, in the order in which the fields were read.
fn confidences(fields: &[(&'static str, f32)]) -> Cell {
    let fields = fields.iter().map(|(field, value)| {
        Cell::Record(vec![("field", (*field).into()), ("confidence", confidence(*value))])
    });
    Cell::List(fields.collect())
}

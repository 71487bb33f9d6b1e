//! What is known of the papers, one row a paper, and which record it comes from.

use super::people;
use crate::model::table::ColumnKind;
use crate::model::{AppliedRecord, Cell, Column};
use crate::query::{CorpusFacts, DocumentFacts};

/// The columns of [`metadata_row`]; the last ones are the further fields that any paper has.
#[must_use]
pub fn metadata_columns(corpus: &CorpusFacts) -> Vec<Column> {
    let mut columns = vec![
        Column::text("document", "name of the paper"),
        Column::text(
            "matched",
            "how its record was found: doi, file, title; record for a paper of an abstract; empty without a record",
        ),
        Column::real("similarity", 2, "similarity of the titles, where they decided, from 0 to 1")
            .hidden(),
        Column::ordinal("year", "year of publication"),
        Column::new(ColumnKind::Nested, "authors", "authors in order"),
        Column::text("title", "title"),
        Column::text("container", "journal or book that it appeared in"),
        Column::text("doi", "digital object identifier").hidden(),
        Column::text("language", "two-letter code of its main language").hidden(),
        Column::new(ColumnKind::Nested, "keywords", "key words").hidden(),
        Column::new(
            ColumnKind::Nested,
            "from_record",
            "fields that come from the record; all others from the paper",
        )
        .hidden(),
    ];
    let known: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    columns.extend(corpus.extra_fields().into_iter().map(|name| {
        let taken = known.iter().any(|known| known == name);
        let column = if taken { format!("field_{name}") } else { name.to_owned() };
        Column::text(column, format!("the paper's field `{name}`"))
    }));
    columns
}

/// The row of a paper with its record, where it has one.
#[must_use]
pub fn metadata_row(
    corpus: &CorpusFacts,
    facts: &DocumentFacts,
    record: Option<&AppliedRecord>,
) -> Vec<Cell> {
    let metadata = &facts.metadata;
    let text = |field: &Option<String>| Cell::from(field.as_deref());
    let words =
        |words: &[String]| Cell::List(words.iter().map(|word| word.as_str().into()).collect());
    let similarity = record.and_then(|record| record.similarity);
    let mut row = vec![
        facts.name.as_str().into(),
        record.map(|record| record.means.name()).into(),
        similarity.map_or(Cell::Missing, |similarity| Cell::Real(f64::from(similarity) / 1000.0)),
        metadata.year.into(),
        people(&metadata.authors),
        text(&metadata.title),
        text(&metadata.container),
        text(&metadata.doi),
        metadata.language.map(|language| language.to_string()).into(),
        words(&metadata.keywords),
        words(record.map(|record| record.fields.as_slice()).unwrap_or_default()),
    ];
    let extra = corpus.extra_fields().into_iter();
    row.extend(extra.map(|name| Cell::from(metadata.extra.get(name).map(String::as_str))));
    row
}

//! How much was found in a paper, one row a paper.

use super::PaperCounts;
use crate::extract::Extraction;
use crate::model::table::Cell;
use crate::model::{Column, Document};
use crate::query::DocumentFacts;

/// The columns of [`statistics_row`], which agree with those of the same names in the table of papers.
#[must_use]
pub fn statistics_columns() -> Vec<Column> {
    vec![
        Column::text("title", "title"),
        Column::ordinal("year", "year of publication"),
        Column::text("language", "two-letter code of its main language"),
        Column::integer("tokens", "tokens, those of the bibliography left out"),
        Column::integer("sentences", "sentences, those of the bibliography included"),
        Column::integer("sections", "sections, the part before the first heading included"),
        Column::integer("citations", "markers in the text"),
        Column::integer("resolved", "those of them that point to one reference each, or a range"),
        Column::integer("references", "entries of the bibliography"),
    ]
}

/// The row of a paper.
#[must_use]
pub fn statistics_row(
    facts: &DocumentFacts,
    document: &Document,
    extraction: &Extraction,
) -> Vec<Cell> {
    let PaperCounts { tokens, citations, resolved } = PaperCounts::of(facts, extraction);
    let metadata = &facts.metadata;
    vec![
        metadata.title.as_deref().into(),
        metadata.year.into(),
        metadata.language.map(|language| language.to_string()).into(),
        tokens.into(),
        document.layers.sentences.len().into(),
        document.layers.sections.len().into(),
        citations.into(),
        resolved.into(),
        extraction.references.len().into(),
    ]
}

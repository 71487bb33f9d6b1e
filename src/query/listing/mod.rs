//! Listings: what was found in the papers, one row an item, with its place in the text.
//!
//! Spans are UTF-8 bytes into the source file where that is plain text, else into the text that was
//! read from it. Sentences are numbered from 1.

mod citations;
mod divisions;
mod keywords;
mod mentions;
mod metadata;
mod papers;
mod references;
mod statistics;
mod uncited;

pub use citations::{citation_columns, citation_rows, unresolved_columns, unresolved_rows};
pub use divisions::{section_columns, section_rows, sentence_columns, sentence_rows};
pub use keywords::{KeywordCount, keyword_columns, keyword_counts, keyword_rows};
pub use mentions::{mention_columns, mention_rows, mention_span};
pub use metadata::{metadata_columns, metadata_row};
pub use papers::{PaperCounts, paper_columns, paper_row};
pub use references::{reference_columns, reference_row, reference_rows};
pub use statistics::{statistics_columns, statistics_row};
pub use uncited::{uncited_columns, uncited_rows};

use crate::model::{Cell, Column, Document, Person, Span};

/// Columns that say where an item stands.
fn place_columns() -> Vec<Column> {
    vec![
        Column::text("document", "name of the paper"),
        Column::ordinal("start", "first byte of the item in the text").hidden(),
        Column::ordinal("end", "one past the last byte").hidden(),
    ]
}

/// Cells for [`place_columns`].
fn place(document: &Document, span: Span) -> Vec<Cell> {
    vec![document.name.as_str().into(), span.start.into(), span.end.into()]
}

/// Columns for sentence, section and page.
fn surroundings_columns() -> Vec<Column> {
    vec![
        Column::ordinal("sentence", "number of the sentence in the paper, from 1").hidden(),
        Column::text("section", "kind of section"),
        Column::text("page", "page, where the source has pages").hidden(),
    ]
}

/// Cells for [`surroundings_columns`].
fn surroundings(document: &Document, at: usize) -> Vec<Cell> {
    let layers = &document.layers;
    vec![
        layers.sentence_at(at).map(|number| number + 1).into(),
        layers.section_at(at).map(|section| section.kind.name()).into(),
        layers.page_at(at).map(|page| page.label.as_str()).into(),
    ]
}

/// People in order, each with family and given name.
fn people(people: &[Person]) -> Cell {
    let people = people.iter().map(|person| {
        Cell::Record(vec![
            ("family", person.family.as_str().into()),
            ("given", person.given.as_deref().into()),
        ])
    });
    Cell::List(people.collect())
}

#[cfg(test)]
mod tests;

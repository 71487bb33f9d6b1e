//! The papers, one row a paper, with what is known of each and what was found in it.

use super::people;
use crate::extract::Extraction;
use crate::model::table::ColumnKind;
use crate::model::{Cell, Citation, Column, Document, SectionKind};
use crate::query::{CorpusFacts, DocumentFacts};

/// The columns of [`paper_row`]; the last ones are the further fields that any paper of the corpus
/// has.
#[must_use]
pub fn paper_columns(corpus: &CorpusFacts) -> Vec<Column> {
    let mut columns = vec![
        Column::text("document", "name of the paper"),
        Column::text("title", "title"),
        Column::new(ColumnKind::Nested, "authors", "authors in order"),
        Column::ordinal("year", "year of publication"),
        Column::text("container", "journal or book that it appeared in"),
        Column::text("doi", "digital object identifier"),
        Column::text("language", "two-letter code of its main language"),
        Column::new(ColumnKind::Nested, "keywords", "key words as the paper gives them"),
        Column::text("hash", "BLAKE3 hash of its file, in hexadecimal digits"),
        Column::integer("tokens", "tokens, those of the bibliography left out"),
        Column::integer("sentences", "sentences, those of the bibliography included"),
        Column::integer("citations", "markers in the text"),
        Column::integer("resolved", "those of them that point to one reference each, or a range"),
        Column::integer("references", "entries of the bibliography"),
    ];
    let extra = corpus.extra_fields().into_iter();
    columns.extend(
        extra
            .map(|name| {
                let known = columns_named(&columns, name);
                let column = if known { format!("field_{name}") } else { name.to_owned() };
                Column::text(column, format!("the paper's field `{name}`"))
            })
            .collect::<Vec<_>>(),
    );
    columns
}

fn columns_named(columns: &[Column], name: &str) -> bool {
    columns.iter().any(|column| column.name == name)
}

/// The row of a paper.
#[must_use]
pub fn paper_row(
    corpus: &CorpusFacts,
    facts: &DocumentFacts,
    document: &Document,
    extraction: &Extraction,
) -> Vec<Cell> {
    let metadata = &facts.metadata;
    let text = |field: &Option<String>| Cell::from(field.as_deref());
    let counts = PaperCounts::of(facts, extraction);
    let mut row = vec![
        document.name.as_str().into(),
        text(&metadata.title),
        people(&metadata.authors),
        metadata.year.into(),
        text(&metadata.container),
        text(&metadata.doi),
        metadata.language.map(|language| language.to_string()).into(),
        Cell::List(metadata.keywords.iter().map(|word| word.as_str().into()).collect()),
        document.hash.as_str().into(),
        counts.tokens.into(),
        document.layers.sentences.len().into(),
        counts.citations.into(),
        counts.resolved.into(),
        extraction.references.len().into(),
    ];
    let extra = corpus.extra_fields().into_iter();
    row.extend(extra.map(|name| Cell::from(metadata.extra.get(name).map(String::as_str))));
    row
}

/// What is counted of a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaperCounts {
    /// Tokens outside the bibliography.
    pub tokens: u64,
    /// Markers in the text.
    pub citations: usize,
    /// Markers whose references are known.
    pub resolved: usize,
}

impl PaperCounts {
    /// Counts what was found in a paper.
    #[must_use]
    pub fn of(facts: &DocumentFacts, extraction: &Extraction) -> Self {
        Self::of_citations(facts, &extraction.citations)
    }

    /// The same of its citations alone.
    #[must_use]
    pub fn of_citations(facts: &DocumentFacts, citations: &[Citation]) -> Self {
        use crate::model::Resolution;
        let sections = SectionKind::ALL.iter().zip(facts.tokens);
        let running = sections.filter(|(kind, _)| **kind != SectionKind::References);
        let markers = || citations.iter().flat_map(|citation| &citation.markers);
        let resolved = |resolution: &Resolution| matches!(resolution, Resolution::Resolved(_));
        Self {
            tokens: running.map(|(_, tokens)| tokens).sum(),
            citations: markers().count(),
            resolved: markers().filter(|marker| resolved(&marker.resolution)).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Layers, Metadata, SourceFormat};

    #[test]
    fn further_fields_have_columns_of_their_own() {
        let extra = [("year", "in press"), ("funder", "none")];
        let extra = extra.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let metadata = Metadata {
            year: Some(2003),
            extra: extra.into_iter().collect(),
            ..Metadata::default()
        };
        let facts = DocumentFacts { metadata: metadata.clone(), ..DocumentFacts::default() };
        let corpus = CorpusFacts { documents: vec![facts] };
        let document = Document {
            name: "lee.txt".to_owned(),
            hash: "ab12".to_owned(),
            format: SourceFormat::Text,
            text: String::new(),
            metadata,
            layers: Layers::default(),
            given: crate::model::GivenCitations::default(),
        };
        let columns = paper_columns(&corpus);
        let row = paper_row(&corpus, &corpus.documents[0], &document, &Extraction::default());
        assert_eq!(columns.len(), row.len());
        let at = |name: &str| columns.iter().position(|column| column.name == name).unwrap();
        assert_eq!(row[at("year")], Cell::Integer(2003));
        assert_eq!(row[at("field_year")], "in press".into());
        assert_eq!(row[at("funder")], "none".into());
        assert_eq!(row[at("references")], Cell::Integer(0));
    }
}

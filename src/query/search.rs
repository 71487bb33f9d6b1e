//! Papers found by full-text search, with the passage that shows why.

use super::facts::CorpusFacts;
use crate::model::table::Display;
use crate::model::{Cell, Column, Provenance, Span, Table};

/// One paper that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// Place of the document in the corpus.
    pub document: u32,
    /// Relevance, comparable within one search only.
    pub score: f64,
    /// A passage with words of the search, its white space as single spaces.
    pub snippet: String,
    /// The words of the search in `snippet`: sorted spans without overlaps.
    pub marks: Vec<Span>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResult {
    /// The search as it was typed.
    pub query: String,
    /// Papers, the most relevant first; equal ones by name.
    pub hits: Vec<SearchHit>,
    /// How many papers fit in all.
    pub found: usize,
}

impl SearchResult {
    /// The result of a search for `query` that found so many papers, with the hits to be shown in
    /// any order.
    #[must_use]
    pub fn new(query: impl Into<String>, mut hits: Vec<SearchHit>, found: usize) -> Self {
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)));
        Self { query: query.into(), hits, found }
    }

    /// One row a paper: `document`, `title`, `year`, `score`, `snippet`.
    #[must_use]
    pub fn to_table(&self, corpus: &CorpusFacts, provenance: Provenance) -> Table {
        let noun = if self.found == 1 { "paper" } else { "papers" };
        let title = match (self.hits.len(), self.found) {
            (shown, found) if shown < found => {
                format!("The {shown} most relevant of {found} {noun} for {}", self.query)
            }
            (_, found) => format!("{found} {noun} for {}", self.query),
        };
        let mut table = Table::new("search", title);
        table.columns = vec![
            Column::text("document", "name of the paper").shown(Display::Brief),
            Column::text("title", "title").hidden(),
            Column::ordinal("year", "year of publication"),
            Column::real("score", 2, "relevance, comparable within this search only"),
            Column::text("snippet", "passage with words of the search").shown(Display::Wrapped),
        ];
        for hit in &self.hits {
            let document = corpus.documents.get(hit.document as usize);
            table.push(vec![
                document.map(|document| document.name.as_str()).into(),
                document.and_then(|document| document.metadata.title.as_deref()).into(),
                document.and_then(|document| document.metadata.year).into(),
                Cell::real(hit.score),
                Cell::Marked(hit.snippet.clone(), hit.marks.clone()),
            ]);
        }
        table.provenance = provenance;
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::facts::DocumentFacts;

    #[test]
    fn the_most_relevant_papers_come_first_and_equal_ones_by_name() {
        let document = |name: &str| DocumentFacts { name: name.into(), ..DocumentFacts::default() };
        let corpus = CorpusFacts { documents: ["a", "b", "c"].map(document).into() };
        let hit = |document, score| SearchHit {
            document,
            score,
            snippet: "low tariffs".into(),
            marks: vec![Span::new(4, 11)],
        };
        let result = SearchResult::new("tariffs", vec![hit(2, 1.0), hit(1, 2.5), hit(0, 1.0)], 7);
        let table = result.to_table(&corpus, Provenance::default());
        assert_eq!(table.title, "The 3 most relevant of 7 papers for tariffs");
        let names: Vec<_> = table.rows().iter().filter_map(|row| row[0].as_text()).collect();
        assert_eq!(names, ["b", "a", "c"]);
    }
}

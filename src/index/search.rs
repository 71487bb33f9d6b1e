//! Full-text search with relevance, for reading rather than for counting.

use tantivy::Term;
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{QueryParser, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::work_key::folded;
use super::{Corpus, index_error};
use crate::error::{Error, ErrorKind, Result};

/// One paper found by a search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Number of the paper in [`Corpus::papers`].
    pub paper: usize,
    /// Relevance (BM25 as tantivy computes it); comparable within one search only.
    pub score: f32,
}

impl Corpus {
    /// The `limit` papers that fit `query` best, best first; equal ones by name.
    ///
    /// The query is tantivy's: words (any of them), `+word`, `-word`, `AND`, `OR`, `"a phrase"`,
    /// `title:word`, brackets. Words are matched as they stand, case-folded and not stemmed.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for a query that cannot be parsed; failures to read.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Found>> {
        let parser = QueryParser::for_index(&self.index, vec![self.fields.body, self.fields.title]);
        let query = parser.parse_query(query).map_err(|error| {
            Error::new(ErrorKind::Usage(format!("cannot understand the search `{query}`: {error}")))
        })?;
        // All are ranked and cut here, so that equal scores do not depend on the order of writing.
        let all = self.papers().len().max(1);
        let ranked = self
            .searcher
            .search(&query, &TopDocs::with_limit(all).order_by_score())
            .map_err(index_error)?;
        let mut found: Vec<Found> = ranked
            .into_iter()
            .filter_map(|(score, address)| {
                let paper = self.number_at(address.segment_ord as usize, address.doc_id)?;
                Some(Found { paper, score })
            })
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.paper.cmp(&b.paper)));
        found.truncate(limit);
        Ok(found)
    }

    /// For every paper whether its bibliography holds a work of this first author and year, typed
    /// like `Porter 1990`.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn citing(&self, work: &str) -> Result<Vec<bool>> {
        let term = Term::from_field_text(self.fields.work, &folded(work));
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let citing = self.searcher.search(&query, &DocSetCollector).map_err(index_error)?;
        let mut cites = vec![false; self.papers().len()];
        for address in citing {
            let number = self.number_at(address.segment_ord as usize, address.doc_id);
            if let Some(cites) = number.and_then(|number| cites.get_mut(number)) {
                *cites = true;
            }
        }
        Ok(cites)
    }
}

//! Full-text search with relevance, for reading rather than for counting.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, Occur, Query, QueryParser, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::snippet::SnippetGenerator;
use tantivy::{DocSet, TERMINATED, Term};

use super::work_key::folded;
use super::{Corpus, index_error};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Span;
use crate::text::tokens;

/// Length of the passage shown of a paper found, in characters at most.
const PASSAGE_LENGTH: usize = 240;

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The papers that fit best, best first; equal ones by name.
    pub papers: Vec<FoundPaper>,
    /// How many papers fit in all.
    pub total: usize,
}

/// One paper found by a search.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPaper {
    /// Number of the paper in [`Corpus::papers`].
    pub paper: usize,
    /// Relevance (BM25 as tantivy computes it); comparable within one search only.
    pub score: f32,
    /// A passage with words of the search.
    pub passage: String,
    /// The words of the search in the passage.
    pub marks: Vec<Span>,
}

impl Corpus {
    /// The `limit` papers that fit `query` best.
    ///
    /// The query is tantivy's: words (any of them), `+word`, `-word`, `AND`, `OR`, `"a phrase"`,
    /// `title:word`, brackets. Words are matched as they stand, case-folded and not stemmed.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for a query that cannot be parsed; failures to read.
    pub fn search(&self, query: &str, limit: usize) -> Result<Found> {
        let query = self.parse_query(query)?;
        let ranked = self.ranked(&*query)?;
        let snippets = self.snippets(&*query)?;
        let mut papers = Vec::new();
        for &(paper, score) in ranked.iter().take(limit) {
            let Some(indexed) = self.papers().get(paper) else { continue };
            let snippet = snippets.snippet(&self.paper(indexed)?.0.text);
            let marks = snippet.highlighted().iter().map(|range| Span::new(range.start, range.end));
            let (passage, marks) = (snippet.fragment().to_owned(), marks.collect());
            papers.push(FoundPaper { paper, score, passage, marks });
        }
        Ok(Found { papers, total: ranked.len() })
    }

    /// For every paper whether `query` finds it.
    ///
    /// # Errors
    /// As for [`Corpus::search`].
    pub fn matching(&self, query: &str) -> Result<Vec<bool>> {
        let query = self.parse_query(query)?;
        self.fitting(&*query)
    }

    fn parse_query(&self, query: &str) -> Result<Box<dyn Query>> {
        let parser = QueryParser::for_index(&self.index, vec![self.fields.body, self.fields.title]);
        parser.parse_query(query).map_err(|error| {
            Error::new(ErrorKind::Usage(format!("cannot understand the search `{query}`: {error}")))
        })
    }

    /// All papers that fit, with their scores. All are ranked here, so that the order of equal ones
    /// does not depend on the order of writing.
    fn ranked(&self, query: &dyn Query) -> Result<Vec<(usize, f32)>> {
        let scores = self.scores(query, &Statistics::of(self))?;
        #[expect(clippy::cast_possible_truncation, reason = "the parts are of single precision")]
        let score = |score: f64| score as f32;
        let fitting = scores.into_iter().enumerate();
        let mut ranked: Vec<(usize, f32)> =
            fitting.filter_map(|(paper, sum)| Some((paper, score(sum?)))).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Ok(ranked)
    }

    /// For each paper its score, if it fits. The scores of several clauses are added in the order of the
    /// query: tantivy adds them in an order that depends on the segment, and sums of single precision
    /// then differ in their last digits.
    fn scores(&self, query: &dyn Query, statistics: &Statistics<'_>) -> Result<Vec<Option<f64>>> {
        let mut scores = vec![None; self.papers().len()];
        let Some(clauses) = query.downcast_ref::<BooleanQuery>().map(BooleanQuery::clauses) else {
            let all = TopDocs::with_limit(self.papers().len().max(1)).order_by_score();
            let found = self.searcher.search_with_statistics_provider(query, &all, statistics);
            for (score, address) in found.map_err(index_error)? {
                let number = self.number_at(address.segment_ord as usize, address.doc_id);
                if let Some(place) = number.and_then(|number| scores.get_mut(number)) {
                    *place = Some(f64::from(score));
                }
            }
            return Ok(scores);
        };
        for (place, fits) in scores.iter_mut().zip(self.fitting(query)?) {
            *place = fits.then_some(0.0);
        }
        for (_, clause) in clauses.iter().filter(|(occur, _)| *occur != Occur::MustNot) {
            let own = self.scores(&**clause, statistics)?;
            for (sum, own) in scores.iter_mut().zip(own) {
                if let (Some(sum), Some(own)) = (sum, own) {
                    *sum += own;
                }
            }
        }
        Ok(scores)
    }

    /// Finds passages; a word is worth the more the fewer papers have it.
    fn snippets(&self, query: &dyn Query) -> Result<SnippetGenerator> {
        let mut terms: BTreeSet<&Term> = BTreeSet::new();
        query.query_terms(&mut |term, _| {
            if term.field() == self.fields.body {
                terms.insert(term);
            }
        });
        let statistics = Statistics::of(self);
        let mut worth = BTreeMap::new();
        for term in terms {
            let frequency = statistics.doc_freq(term).map_err(index_error)?;
            if let (Some(word), 1..) = (term.value().as_str(), frequency) {
                worth.insert(word.to_owned(), 1.0 / (1.0 + frequency as f32));
            }
        }
        let analyzer = self.index.tokenizer_for_field(self.fields.body).map_err(index_error)?;
        Ok(SnippetGenerator::new(worth, analyzer, self.fields.body, PASSAGE_LENGTH))
    }

    fn fitting(&self, query: &dyn Query) -> Result<Vec<bool>> {
        let mut fits = vec![false; self.papers().len()];
        for address in self.searcher.search(query, &DocSetCollector).map_err(index_error)? {
            let number = self.number_at(address.segment_ord as usize, address.doc_id);
            if let Some(fit) = number.and_then(|number| fits.get_mut(number)) {
                *fit = true;
            }
        }
        Ok(fits)
    }

    /// For every paper whether its bibliography holds a work of this first author and year, typed
    /// like `Porter 1990`.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn citing(&self, work: &str) -> Result<Vec<bool>> {
        let term = Term::from_field_text(self.fields.work, &folded(work));
        self.fitting(&TermQuery::new(term, IndexRecordOption::Basic))
    }
}

/// What relevance rests on, counted from the papers that are there: tantivy's own figures count deleted
/// ones too until their segment is merged, so that the score of a paper would depend on the history of
/// the index.
struct Statistics<'a> {
    corpus: &'a Corpus,
    /// For each segment whether all its documents are papers.
    full: Vec<bool>,
}

impl<'a> Statistics<'a> {
    fn of(corpus: &'a Corpus) -> Self {
        let full = corpus.numbers().iter().map(|numbers| !numbers.contains(&u32::MAX)).collect();
        Self { corpus, full }
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let papers = self.corpus.papers();
        Ok(if field == self.corpus.fields.body {
            papers.iter().map(|paper| u64::from(paper.facts.tokens)).sum()
        } else if field == self.corpus.fields.title {
            let titles = papers.iter().filter_map(|paper| paper.facts.metadata.title.as_deref());
            titles.map(|title| tokens(title).count() as u64).sum()
        } else {
            // Fields whose values are single terms.
            papers.len() as u64
        })
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.corpus.papers().len() as u64)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut frequency = 0;
        for (number, segment) in self.corpus.searcher.segment_readers().iter().enumerate() {
            let terms = segment.inverted_index(term.field())?;
            let Some(info) = terms.get_term_info(term)? else { continue };
            if self.full.get(number) == Some(&true) {
                frequency += u64::from(info.doc_freq);
                continue;
            }
            let mut postings =
                terms.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                let paper = self.corpus.number_at(number, postings.doc());
                frequency += u64::from(paper.is_some());
                postings.advance();
            }
        }
        Ok(frequency)
    }
}

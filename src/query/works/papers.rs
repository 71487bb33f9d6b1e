//! Works that are papers of the corpus.
//!
//! A paper is a work when it has the work's DOI; else when its title is like the work's, and either
//! its first author is the same, or the title is as good as an author: equal, of
//! [`LONG_TITLE_WORDS`] words at least. Years that are known on both sides are at most one apart;
//! where the paper's year is not known, the titles must be equal but for what follows the shorter
//! one. Different DOIs are different works.

use rustc_hash::FxHashMap;

use super::similarity::Title;
use super::{LONG_TITLE_WORDS, TITLE_SIMILARITY, Work, key};
use crate::query::facts::CorpusFacts;

/// The papers of the corpus by the keys that a work is looked up by.
pub(super) struct Papers<'a> {
    corpus: &'a CorpusFacts,
    /// The folded title of each paper.
    titles: Vec<String>,
    by_author: FxHashMap<String, Vec<u32>>,
    by_long_title: FxHashMap<String, Vec<u32>>,
    by_doi: FxHashMap<String, u32>,
}

impl<'a> Papers<'a> {
    pub(super) fn of(corpus: &'a CorpusFacts) -> Self {
        let mut papers = Self {
            corpus,
            titles: Vec::with_capacity(corpus.documents.len()),
            by_author: FxHashMap::default(),
            by_long_title: FxHashMap::default(),
            by_doi: FxHashMap::default(),
        };
        for (number, document) in (0_u32..).zip(&corpus.documents) {
            if let Some(author) = document.metadata.authors.first() {
                let author = key::family(&author.family);
                papers.by_author.entry(author).or_default().push(number);
            }
            if let Some(doi) = &document.metadata.doi {
                papers.by_doi.entry(doi.to_lowercase()).or_insert(number);
            }
            let title = document.metadata.title.as_deref().map(key::title).unwrap_or_default();
            if is_long(&title) {
                papers.by_long_title.entry(title.clone()).or_default().push(number);
            }
            papers.titles.push(title);
        }
        papers
    }

    /// The paper that is the work: the one with its DOI, else the one with the most similar title,
    /// the first of equally similar ones.
    pub(super) fn find(&self, work: &Work) -> Option<u32> {
        if let Some(number) = work.doi.as_ref().and_then(|doi| self.by_doi.get(doi)) {
            return Some(*number);
        }
        let author = work.authors.first().map(|author| key::family(&author.family));
        let by_author = author.and_then(|author| self.by_author.get(&author));
        if by_author.is_none() && self.by_long_title.is_empty() {
            return None;
        }
        let folded = key::title(work.title.as_deref()?);
        let by_title = self.by_long_title.get(&folded);
        let mut candidates = by_author.into_iter().chain(by_title).flatten().peekable();
        candidates.peek()?;
        let title = Title::of(&folded);
        let mut best: Option<(f64, u32)> = None;
        for &number in candidates {
            let similarity = self.similarity(work, &title, number);
            let better = |(known, other): (f64, u32)| {
                similarity > known || similarity == known && number < other
            };
            if similarity >= TITLE_SIMILARITY && best.is_none_or(better) {
                best = Some((similarity, number));
            }
        }
        best.map(|(_, number)| number)
    }

    /// Similarity of the titles; 0 where DOIs or years tell work and paper apart.
    fn similarity(&self, work: &Work, title: &Title<'_>, number: u32) -> f64 {
        let place = number as usize;
        let (Some(document), Some(paper)) =
            (self.corpus.documents.get(place), self.titles.get(place))
        else {
            return 0.0;
        };
        let metadata = &document.metadata;
        let similarity = || title.similarity(&Title::of(paper));
        match (work.year, metadata.year) {
            _ if work.doi.is_some() && metadata.doi.is_some() => 0.0,
            (Some(one), Some(two)) if one.abs_diff(two) <= 1 => similarity(),
            (_, None) if title.words() >= SURE_TITLE_WORDS => {
                let similarity = similarity();
                if similarity >= 1.0 { similarity } else { 0.0 }
            }
            _ => 0.0,
        }
    }
}

/// Words of a title that stands for a year that is not known.
const SURE_TITLE_WORDS: usize = 4;

fn is_long(title: &str) -> bool {
    title.split(' ').count() >= LONG_TITLE_WORDS
}

#[cfg(test)]
mod tests {
    use super::super::WorksBuilder;
    use super::super::tests::reference;
    use super::*;
    use crate::model::{Layers, Metadata, Person};
    use crate::query::facts::DocumentFacts;

    /// The paper that a reference to `Lee`, 2003, with this title and DOI is taken for.
    fn found(
        papers: &[(&str, Option<i32>, &str, Option<&str>)],
        title: &str,
        doi: Option<&str>,
    ) -> Option<u32> {
        let documents = papers.iter().map(|(family, year, title, doi)| DocumentFacts {
            metadata: Metadata {
                title: Some((*title).into()),
                authors: vec![Person { family: (*family).into(), given: None }],
                year: *year,
                doi: doi.map(str::to_owned),
                ..Metadata::default()
            },
            ..DocumentFacts::default()
        });
        let corpus = CorpusFacts { documents: documents.collect() };
        let mut reference = reference("Lee", "2003", title);
        reference.fields.doi = doi.map(str::to_owned);
        let mut builder = WorksBuilder::new();
        builder.add(0, &Layers::default(), &[], &[reference]);
        builder.build(&corpus).works[0].in_corpus
    }

    #[test]
    fn a_paper_is_known_by_doi_or_by_title_with_author_and_year() {
        let title = "Why small firms go abroad";
        let long = "What small firms learn from exporting to Asia";
        let paper = |family, year, title| [(family, year, title, None)];
        let doi = Some("10.1/a");
        assert_eq!(found(&[("Wu", None, "Ports", Some("10.1/A"))], title, doi), Some(0));
        assert_eq!(found(&[("Lee", Some(2003), title, Some("10.1/b"))], title, doi), None);
        assert_eq!(
            found(&paper("Lee", Some(2004), "Why small firm go abroad"), title, None),
            Some(0)
        );
        assert_eq!(found(&paper("Lee", Some(2006), title), title, None), None);
        assert_eq!(found(&paper("Lee", None, title), title, None), Some(0));
        assert_eq!(found(&paper("Lee", None, "Why small firm go abroad"), title, None), None);
        assert_eq!(found(&paper("Wu", Some(2003), title), title, None), None);
        assert_eq!(found(&paper("Wu", Some(2003), long), long, None), Some(0));
        let both = [
            ("Lee", Some(2003), "Why small firm go abroad", None),
            ("Lee", Some(2003), title, None),
        ];
        assert_eq!(found(&both, title, None), Some(1));
    }
}

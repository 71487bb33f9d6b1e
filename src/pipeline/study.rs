//! A study: one state of the index with the facts that queries need, and the ways to its texts.
//!
//! Counting reads facts and postings only. The words behind a number are fetched paper by paper,
//! and a paper's tokens are cut anew, which is exact since everyone uses the same analyzer.

use std::ops::Range;
use std::path::Path;

use crate::error::Result;
use crate::extract::Extraction;
use crate::extract::theme::{MatchOptions, Matcher};
use crate::index::{Corpus, IndexedPaper, MatchingFacts, PaperEntry};
use crate::model::inverted::InvertedIndex;
use crate::model::provenance::CorpusStamp;
use crate::model::{Codebook, Decisions, Document, Mention, SectionKind, Span};
use crate::parallel::{fold, map_in_order};
use crate::query::filter::FilterHooks;
use crate::query::{
    CorpusFacts, DocumentFacts, Filter, MentionFacts, SectionSet, Selection, ThemeFacts,
};
use crate::text::tokens;

/// One state of the indexed corpus, opened for queries.
pub struct Study {
    corpus: Corpus,
    facts: CorpusFacts,
    jobs: usize,
}

/// The mentions of a codebook's themes in a study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coding {
    /// Sorted by document, theme, own before union, place; documents by their place in the facts.
    pub mentions: Vec<MentionFacts>,
    /// For each pattern, by its number over all patterns of the codebook, the places where it
    /// matches, before the counting rule.
    pub places: Vec<u64>,
}

/// A paper with everything that was stored of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FetchedPaper {
    /// Text, metadata and layers.
    pub document: Document,
    /// Citations and references.
    pub extraction: Extraction,
}

impl FetchedPaper {
    /// The spans of all tokens, by their numbers.
    #[must_use]
    pub fn tokens(&self) -> Vec<Span> {
        tokens(&self.document.text).collect()
    }
}

impl Study {
    /// Opens the last commit of the index in `folder`, to be searched with `jobs` threads.
    ///
    /// # Errors
    /// Where there is no index of this format, or it cannot be read.
    pub fn open(folder: &Path, jobs: usize) -> Result<Self> {
        let corpus = Corpus::open(folder, jobs)?;
        let documents = corpus.papers().iter().map(facts_of).collect();
        Ok(Self { facts: CorpusFacts { documents }, corpus, jobs })
    }

    /// What queries know of the papers, in the order of their names.
    #[must_use]
    pub fn facts(&self) -> &CorpusFacts {
        &self.facts
    }

    /// The papers as the index holds them, in the order of their names.
    #[must_use]
    pub fn papers(&self) -> &[IndexedPaper] {
        self.corpus.papers()
    }

    /// The record and the sketch of each paper, in the order of the facts.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn matching_facts(&self) -> Result<Vec<MatchingFacts>> {
        self.corpus.matching_facts(self.papers())
    }

    /// All papers with their records and sketches, in the order of the facts.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn entries(&self) -> Result<Vec<PaperEntry>> {
        self.corpus.entries(self.papers())
    }

    /// Which papers the results are made from.
    #[must_use]
    pub fn stamp(&self) -> CorpusStamp {
        let papers = self.papers().len() as u64;
        let records = self.corpus.records_fingerprint();
        CorpusStamp { fingerprint: self.corpus.fingerprint(), papers, records }
    }

    /// The sections of papers that `filter` selects; the bibliography only where `everywhere`.
    ///
    /// # Errors
    /// Where the filter names a field that no paper has, or asks a search that fails.
    pub fn select(&self, filter: Option<&str>, everywhere: bool) -> Result<Selection> {
        let allowed = if everywhere { SectionSet::ALL } else { SectionSet::RUNNING_TEXT };
        let Some(filter) = filter else {
            return Ok(Selection::everywhere(&self.facts, allowed));
        };
        let filter = Filter::parse(filter, &self.facts.extra_fields())
            .map_err(|mistake| mistake.at_path("filter"))?;
        Ok(filter.select(&self.facts, self)?.within(allowed))
    }

    /// Finds all mentions of the matcher's themes.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn mentions(&self, matcher: &Matcher, options: MatchOptions) -> Result<Coding> {
        let (parts, places) = self.fold_mentions(matcher, options, Vec::new, Vec::push)?;
        let mut mentions = parts.concat();
        // Within a document the matcher's order stays: all its mentions come from one thread.
        mentions.sort_by_key(|mention| mention.document);
        Ok(Coding { mentions, places })
    }

    /// Shows all mentions to `add`, without keeping them: those of a document together, by theme,
    /// own before union, place. Each thread has a state of its own, begun by `start`.
    ///
    /// Returns the states, in no order, and for each pattern the places where it matches before the
    /// counting rule.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn fold_mentions<S: Send>(
        &self,
        matcher: &Matcher,
        options: MatchOptions,
        start: impl Fn() -> S + Sync,
        add: impl Fn(&mut S, MentionFacts) + Sync,
    ) -> Result<(Vec<S>, Vec<u64>)> {
        let start = || Ok((start(), vec![0; matcher.pattern_count()]));
        let found = fold(self.corpus.segments(), self.jobs, start, |part, number, segment| {
            let Ok((state, places)) = part else { return };
            let visited = matcher.visit(segment, options, &mut |document, mentions| {
                if let Some(document) = self.corpus.number_at(number, document) {
                    self.place(document, mentions, |mention| add(state, mention));
                }
            });
            match visited {
                Ok(found) => places.iter_mut().zip(found).for_each(|(sum, found)| *sum += found),
                Err(error) => *part = Err(error),
            }
        });
        let mut states = Vec::with_capacity(found.len());
        let mut places = vec![0; matcher.pattern_count()];
        for part in found {
            let (state, part) = part?;
            states.push(state);
            places.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        }
        Ok((states, places))
    }

    /// Gives the mentions of one document their place in the corpus.
    fn place(&self, document: usize, mentions: &[Mention], mut show: impl FnMut(MentionFacts)) {
        let (Some(paper), Ok(document)) = (self.papers().get(document), u32::try_from(document))
        else {
            return;
        };
        // Mentions ascend within a theme, so many stand in the section of the one before.
        let (mut section, mut tokens) = (SectionKind::Other, 0..0);
        for mention in mentions {
            if !tokens.contains(&mention.first_token) {
                (section, tokens) = paper.facts.section_of(mention.first_token);
            }
            show(MentionFacts {
                document,
                first_token: mention.first_token,
                end_token: mention.end_token,
                theme: mention.theme,
                pattern: mention.pattern,
                sentence: mention.sentence,
                section,
                negated: mention.negated,
                hedged: mention.hedged,
                union: mention.union,
            });
        }
    }

    /// The sections of every paper with the numbers of their tokens, in the order of the facts.
    #[must_use]
    pub fn sections(&self) -> Vec<Vec<(SectionKind, Range<u32>)>> {
        let sections = |paper: &IndexedPaper| {
            let mut sections = Vec::new();
            let mut next = 0;
            while next < paper.facts.tokens {
                let (kind, tokens) = paper.facts.section_of(next);
                // A section without end would be no step forward.
                next = tokens.end.max(next + 1);
                sections.push((kind, tokens));
            }
            sections
        };
        self.papers().iter().map(sections).collect()
    }

    /// Fetches the papers at these places of the facts, and shows each to `work`, on all threads;
    /// results in the order of the places.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn with_papers<R: Send>(
        &self,
        places: &[usize],
        work: impl Fn(usize, &FetchedPaper) -> R + Sync,
    ) -> Result<Vec<R>> {
        let results = map_in_order(places, self.jobs, |_, &place| -> Result<Option<R>> {
            Ok(self.fetch(place)?.map(|fetched| work(place, &fetched)))
        });
        results.into_iter().filter_map(Result::transpose).collect()
    }

    /// The index that the study was opened from.
    pub(super) fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Threads to search with.
    pub(super) const fn jobs(&self) -> usize {
        self.jobs
    }

    /// Fetches the paper at this place of the facts; `None` where there is none.
    pub(super) fn fetch(&self, place: usize) -> Result<Option<FetchedPaper>> {
        let Some(paper) = self.papers().get(place) else { return Ok(None) };
        let (document, extraction) = self.corpus.paper(paper)?;
        Ok(Some(FetchedPaper { document, extraction }))
    }

    /// The numbers of the first tokens of a paper's sentences, from the index.
    pub(super) fn sentence_tokens(&self, place: usize) -> Result<Vec<u32>> {
        let mut starts = Vec::new();
        if let Some(IndexedPaper { address, .. }) = self.papers().get(place)
            && let Some(segment) = self.corpus.segments().get(address.segment as usize)
        {
            segment.sentence_starts(address.document, &mut starts)?;
        }
        Ok(starts)
    }
}

impl FilterHooks for Study {
    fn text(&self, query: &str) -> Result<Vec<bool>> {
        self.corpus.matching(query)
    }

    /// By first author and year the index answers; other names of works are sought among all works.
    fn cites(&self, work: &str) -> Result<Vec<bool>> {
        let citing = self.corpus.citing(work)?;
        if citing.contains(&true) {
            return Ok(citing);
        }
        Ok(self.works(Decisions::default())?.citing(work, self.facts.documents.len()))
    }
}

/// The themes of a codebook, as queries know them.
#[must_use]
pub fn theme_facts(codebook: &Codebook) -> Vec<ThemeFacts> {
    let themes = codebook.themes.iter();
    themes.map(|theme| ThemeFacts { path: theme.path.clone(), parent: theme.parent }).collect()
}

fn facts_of(paper: &IndexedPaper) -> DocumentFacts {
    let mut tokens = [0; SectionKind::ALL.len()];
    for (kind, count, _) in paper.facts.section_sizes() {
        if let Some(sum) = tokens.get_mut(kind as usize) {
            *sum += u64::from(count);
        }
    }
    DocumentFacts { name: paper.facts.name.clone(), metadata: paper.facts.metadata.clone(), tokens }
}

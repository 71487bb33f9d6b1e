//! What the report shows, as typed results.

use std::collections::{BTreeMap, BTreeSet};

use super::themes::{ThemeName, theme_names};
use crate::error::Result;
use crate::model::{Codebook, Metadata, Provenance};
use crate::query::evidence::{Evidence, EvidenceOptions};
use crate::query::frequency::{FrequencyOptions, FrequencyTable, Treatment};
use crate::query::listing::PaperCounts;
use crate::query::network::{Together, together};
use crate::query::quotation::Quotations;
use crate::query::works::{WorkUse, Works, WorksOptions};
use crate::query::{CorpusFacts, GroupBy, MentionFacts, Selection, TextSource, ThemeFacts};

/// Papers a year, on the average, that make years fit to be shown one by one.
const PAPERS_A_YEAR: usize = 4;
/// Years that are few enough to be shown one by one, however few papers they have.
const FEW_YEARS: usize = 6;
/// Cited works in the list of the most cited ones.
const WORKS: usize = 50;

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct ReportSources<'a> {
    /// The papers.
    pub corpus: &'a CorpusFacts,
    /// The codebook.
    pub codebook: &'a Codebook,
    /// Its themes, as queries know them.
    pub themes: &'a [ThemeFacts],
    /// The text that is counted.
    pub selection: &'a Selection,
    /// The cited works.
    pub works: &'a Works,
    /// The texts.
    pub source: &'a dyn TextSource,
}

/// How a report is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportOptions {
    /// Its title; by default that of the codebook.
    pub title: Option<String>,
    /// Most sentences that are quoted of each theme.
    pub sentences: usize,
    /// Rates are mentions per so many tokens.
    pub per: u64,
    /// What was done with denied mentions.
    pub negation: Treatment,
    /// What was done with hedged mentions.
    pub hedging: Treatment,
}

impl Default for ReportOptions {
    /// At most 200 sentences of a theme, rates per 1,000 tokens, denied and hedged mentions counted.
    fn default() -> Self {
        let (negation, hedging) = (Treatment::Count, Treatment::Count);
        Self { title: None, sentences: 200, per: 1_000, negation, hedging }
    }
}

/// A paper of the corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperEntry {
    /// Name in all results.
    pub name: String,
    /// What is known of it.
    pub metadata: Metadata,
    /// Tokens, markers, resolved markers.
    pub counts: PaperCounts,
    /// Entries of its bibliography.
    pub references: usize,
    /// Place in the corpus.
    pub place: usize,
}

/// All results of a report.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    pub(super) title: String,
    pub(super) codebook: &'a Codebook,
    pub(super) options: ReportOptions,
    pub(super) provenance: Provenance,
    pub(super) names: Vec<ThemeName>,
    /// The selected papers in the order of their names.
    pub(super) papers: Vec<PaperEntry>,
    /// Papers of the index that are not selected.
    pub(super) left_out: usize,
    pub(super) overall: FrequencyTable,
    pub(super) by_document: FrequencyTable,
    pub(super) by_section: FrequencyTable,
    pub(super) by_time: FrequencyTable,
    pub(super) together: BTreeMap<(u32, u32), Together>,
    /// For each document with mentions the number of sentences that raise a theme.
    pub(super) sentences_of: BTreeMap<u32, u64>,
    pub(super) evidence: Evidence,
    pub(super) works: &'a Works,
    /// The most cited works by place, and how many are cited.
    pub(super) most_cited: (Vec<(usize, WorkUse)>, usize),
    pub(super) quotations: Quotations,
}

impl<'a> Report<'a> {
    /// Makes all results of the `mentions` that count. Each text with mentions is read twice, the others once.
    ///
    /// # Errors
    /// Where a text cannot be read.
    pub fn gather(
        sources: ReportSources<'a>,
        mentions: &[MentionFacts],
        options: ReportOptions,
        provenance: Provenance,
    ) -> Result<Self> {
        let ReportSources { corpus, codebook, themes, selection, works, source } = sources;
        let papers = papers(corpus, selection, source)?;
        let count = |by: Vec<GroupBy>| {
            let (per, negation, hedging) = (options.per, options.negation, options.hedging);
            let unset = FrequencyOptions::default();
            let options = FrequencyOptions { by, per, negation, hedging, ..unset };
            FrequencyTable::count(corpus, themes, mentions, selection, options)
        };
        let names = theme_names(codebook);
        let evidence = EvidenceOptions::default();
        let evidence = Evidence::collect(themes, mentions, selection, works, evidence, source)?;
        let limit = WorksOptions { limit: Some(WORKS), ..WorksOptions::default() };
        let document = GroupBy::parse("document", corpus)?;
        let title = options.title.clone().or_else(|| codebook.title.clone());
        Ok(Self {
            title: title.unwrap_or_else(|| "Themes of a corpus of papers".to_owned()),
            codebook,
            overall: count(Vec::new()),
            by_document: count(vec![document]),
            by_section: count(vec![GroupBy::Section]),
            by_time: count(vec![time(corpus, &papers)?]),
            together: together(mentions, themes),
            names,
            sentences_of: sentences_of(mentions),
            quotations: Quotations::collect(
                mentions,
                selection,
                &evidence,
                options.sentences,
                source,
            )?,
            evidence,
            works,
            most_cited: works.ranked(corpus, selection, limit),
            left_out: corpus.documents.len().saturating_sub(papers.len()),
            papers,
            options,
            provenance,
        })
    }

    /// Whether no theme is raised anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.overall.is_zero()
    }

    /// How a theme is called where the tree is not seen.
    pub(super) fn full_name(&self, theme: usize) -> &str {
        self.names.get(theme).map_or("", |theme| theme.full.as_str())
    }

    /// Whether a theme has themes below it.
    pub(super) fn has_children(&self, theme: usize) -> bool {
        self.names.get(theme).is_some_and(|name| name.end > theme + 1)
    }
}

/// How many sentences of each document raise a theme.
fn sentences_of(mentions: &[MentionFacts]) -> BTreeMap<u32, u64> {
    let own = mentions.iter().filter(|mention| !mention.union);
    let places: BTreeSet<(u32, u32)> =
        own.map(|mention| (mention.document, mention.sentence)).collect();
    let mut counts = BTreeMap::new();
    for (document, _) in places {
        *counts.entry(document).or_default() += 1;
    }
    counts
}

/// The selected papers with what was found in each.
fn papers(
    corpus: &CorpusFacts,
    selection: &Selection,
    source: &dyn TextSource,
) -> Result<Vec<PaperEntry>> {
    let mut papers = Vec::with_capacity(corpus.documents.len());
    for (place, facts) in corpus.documents.iter().enumerate() {
        if selection.sections(place).is_empty() {
            continue;
        }
        let text = source.read(u32::try_from(place).unwrap_or(u32::MAX))?;
        papers.push(PaperEntry {
            name: facts.name.clone(),
            metadata: facts.metadata.clone(),
            counts: PaperCounts::of_citations(facts, &text.citations),
            references: text.references.len(),
            place,
        });
    }
    Ok(papers)
}

/// Years where these have some papers each, else periods of five, ten or twenty-five years.
fn time(corpus: &CorpusFacts, papers: &[PaperEntry]) -> Result<GroupBy> {
    let mut years: Vec<i32> = papers.iter().filter_map(|paper| paper.metadata.year).collect();
    years.sort_unstable();
    let span = years.last().zip(years.first()).map_or(0, |(last, first)| last - first);
    let dated = years.len();
    years.dedup();
    if years.len() <= FEW_YEARS || dated / years.len().max(1) >= PAPERS_A_YEAR {
        return GroupBy::parse("year", corpus);
    }
    Ok(GroupBy::Period(match span {
        ..=60 => 5,
        61..=120 => 10,
        _ => 25,
    }))
}

//! Papers that are the same under different names: a preprint and its article, a scan and a text.
//!
//! Two papers are the same where
//!
//! - their **DOIs** are equal (their own, or those of their records),
//! - or their **texts** are alike: the estimated Jaccard similarity of their shingles is at least
//!   [`ALIKE`] (see [`crate::text::Sketch`]),
//! - or their **titles** are equal, of four words or more, with the same first author, at most two
//!   years apart, and neither shows a DOI or their texts are somewhat alike ([`SOMEWHAT`]).
//!
//! Sameness is handed on: with a and b, and b and c, all three are one. The first of them is the one
//! that is named and, with [`Duplicates::First`], stays: a paper that was in the index before this run,
//! else the first one by name, of papers with a full text before those of abstracts.
//!
//! Sketches are compared only where one of their bands is equal, so that the work grows with the
//! number of papers, and not with its square.

use std::collections::BTreeMap;

use super::IngestOptions;
use super::records::thousandths;
use crate::error::Result;
use crate::index::{PaperEntry, Writer};
use crate::model::SourceFormat;
use crate::records::title::folded;

/// Least similarity of texts that are the same paper.
const ALIKE: f64 = 0.4;

/// Least similarity of texts with one title that are the same paper in spite of DOIs.
const SOMEWHAT: f64 = 0.1;

/// Words of a title that can tell a paper.
const TITLE_WORDS: usize = 4;

/// Years that the versions of a paper may lie apart.
const YEARS: u32 = 2;

/// Largest number of papers of one key that are all compared with one another; beyond it each is
/// compared with the first.
const CROWD: usize = 50;

/// What to do with papers that are the same under different names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// Index all of them, and say nothing.
    Keep,
    /// Index the first one only, and name the others.
    First,
    /// Index all of them, and name them.
    #[default]
    Report,
}

impl Duplicates {
    /// Every choice.
    pub(super) const ALL: [Self; 3] = [Self::Keep, Self::First, Self::Report];

    /// What it is called as an option.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::First => "first",
            Self::Report => "report",
        }
    }
}

/// Papers that are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamePapers {
    /// Name of the first.
    pub first: String,
    /// Names of the others, each with why it is the same as one of the papers before it.
    pub others: Vec<(String, Sameness)>,
}

/// Why two papers are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sameness {
    /// Equal DOIs.
    Doi,
    /// Texts of this similarity, in thousandths.
    Text(u16),
    /// Title, first author and year.
    Title,
}

/// Takes papers that were left out back into consideration, where they are no longer to be left out:
/// with another option, or where the paper that they are the same as is no longer there or among
/// those that go, `pruned`, by name.
pub(super) fn reconsider(
    writer: &Writer,
    papers: &mut Vec<PaperEntry>,
    pruned: &[String],
    duplicates: Duplicates,
) {
    let indexed = papers.iter().filter(|paper| paper.same_as.is_none());
    let names: Vec<String> = indexed.map(|paper| paper.name.clone()).collect();
    papers.retain(|paper| {
        let stays = paper.same_as.as_ref().is_none_or(|first| {
            duplicates == Duplicates::First
                && names.binary_search(first).is_ok()
                && pruned.binary_search(first).is_err()
        });
        if !stays {
            writer.remove(&paper.name);
        }
        stays
    });
}

/// Finds papers that are the same, and leaves out all but the first where that is wanted. Those are
/// given of which one is not among the names `before`, sorted, of papers that this run left as they
/// were; with [`Duplicates::First`] all.
pub(super) fn settle(
    writer: &Writer,
    papers: &[PaperEntry],
    before: &[String],
    options: &IngestOptions,
) -> Result<Vec<SamePapers>> {
    let first = options.duplicates == Duplicates::First;
    let new = papers.iter().any(|paper| before.binary_search(&paper.name).is_err());
    if options.duplicates == Duplicates::Keep || !(new || first) {
        return Ok(Vec::new());
    }
    let mut order: Vec<usize> = (0..papers.len())
        .filter(|&at| papers.get(at).is_some_and(|paper| paper.same_as.is_none()))
        .collect();
    order.sort_by_key(|&at| {
        papers.get(at).map(|paper| {
            (
                paper.format == SourceFormat::Record,
                before.binary_search(&paper.name).is_err(),
                paper.name.clone(),
            )
        })
    });
    let in_order: Vec<&PaperEntry> = order.iter().filter_map(|&at| papers.get(at)).collect();
    let mut same = same_papers(&in_order);
    if first {
        for SamePapers { first, others } in &same {
            for (name, _) in others {
                let found = papers.binary_search_by(|paper| paper.name.cmp(name));
                if let Some(paper) = found.ok().and_then(|at| papers.get(at)) {
                    let mut paper = paper.clone();
                    paper.facts.same_as = Some(first.clone());
                    writer.leave_out(&paper)?;
                }
            }
        }
    }
    same.retain(|SamePapers { first: name, others }| {
        let names = std::iter::once(name).chain(others.iter().map(|(name, _)| name));
        first || names.into_iter().any(|name| before.binary_search(name).is_err())
    });
    Ok(same)
}

/// Finds the papers that are the same among those of several indexes, and leaves out all but the
/// first where that is wanted. Papers that one of the indexes left out are compared too, since a paper
/// of another one may be the first now.
pub(super) fn settle_all(
    writer: &Writer,
    papers: &[PaperEntry],
    duplicates: Duplicates,
) -> Result<Vec<SamePapers>> {
    if duplicates == Duplicates::Keep {
        return Ok(Vec::new());
    }
    let mut order: Vec<&PaperEntry> = papers.iter().collect();
    order.sort_by_key(|paper| (paper.format == SourceFormat::Record, &paper.name));
    let same = same_papers(&order);
    if duplicates == Duplicates::First {
        for SamePapers { first, others } in &same {
            for (name, _) in others {
                let found = papers.binary_search_by(|paper| paper.name.cmp(name));
                let Some(paper) = found.ok().and_then(|at| papers.get(at)) else { continue };
                if paper.same_as.as_ref() != Some(first) {
                    let mut paper = paper.clone();
                    paper.facts.same_as = Some(first.clone());
                    writer.leave_out(&paper)?;
                }
            }
        }
    }
    Ok(same)
}

/// Papers that are the same, by the name of the first one in the order of `papers`.
#[must_use]
pub fn same_papers(papers: &[&PaperEntry]) -> Vec<SamePapers> {
    let mut leader: Vec<usize> = (0..papers.len()).collect();
    let mut reason: Vec<Option<Sameness>> = vec![None; papers.len()];
    for (one, other, why) in pairs(papers) {
        let (one, root) = (root(&leader, one), root(&leader, other));
        let (low, high) = if one < root { (one, root) } else { (root, one) };
        if low != high {
            if let Some(place) = leader.get_mut(high) {
                *place = low;
            }
            if let Some(place) = reason.get_mut(high) {
                *place = Some(why);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<(String, Sameness)>> = BTreeMap::new();
    for (at, paper) in papers.iter().enumerate() {
        if let Some(Some(why)) = reason.get(at) {
            groups.entry(root(&leader, at)).or_default().push((paper.name.clone(), *why));
        }
    }
    let mut same: Vec<SamePapers> = groups
        .into_iter()
        .filter_map(|(first, others)| {
            Some(SamePapers { first: papers.get(first)?.name.clone(), others })
        })
        .collect();
    same.sort_by(|a, b| a.first.cmp(&b.first));
    same
}

fn root(leader: &[usize], mut at: usize) -> usize {
    while let Some(&above) = leader.get(at).filter(|&&above| above != at) {
        at = above;
    }
    at
}

/// Pairs of papers that are the same, the strongest reasons first.
fn pairs(papers: &[&PaperEntry]) -> Vec<(usize, usize, Sameness)> {
    let mut by_doi: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_title: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    let mut bands: Vec<(u64, usize)> = Vec::new();
    for (at, paper) in papers.iter().enumerate() {
        if let Some(doi) = &paper.metadata.doi {
            by_doi.entry(doi).or_default().push(at);
        }
        if let (Some(title), Some(author)) = (&paper.metadata.title, paper.metadata.authors.first())
        {
            let title = folded(title);
            if title.split(' ').count() >= TITLE_WORDS {
                by_title.entry((title, folded(&author.family))).or_default().push(at);
            }
        }
        bands.extend(paper.matching.sketch.bands().map(|band| (band, at)));
    }
    let mut found = Vec::new();
    together(by_doi.values(), |one, other| found.push((one, other, Sameness::Doi)));
    let alike = of_one_band(bands);
    let similarity = |one: usize, other: usize| match (papers.get(one), papers.get(other)) {
        (Some(one), Some(other)) => one.matching.sketch.similarity(&other.matching.sketch),
        _ => 0.0,
    };
    for (one, other) in alike {
        let alike = similarity(one, other);
        if alike >= ALIKE {
            found.push((one, other, Sameness::Text(thousandths(alike))));
        }
    }
    together(by_title.values(), |one, other| {
        if let (Some(first), Some(second)) = (papers.get(one), papers.get(other)) {
            let (first, second) = (&first.metadata, &second.metadata);
            let near = match (first.year, second.year) {
                (Some(one), Some(other)) => one.abs_diff(other) <= YEARS,
                _ => true,
            };
            let versions =
                first.doi.is_none() || second.doi.is_none() || similarity(one, other) >= SOMEWHAT;
            if near && versions {
                found.push((one, other, Sameness::Title));
            }
        }
    });
    found.sort_by_key(|&(one, other, why)| (why_rank(why), one, other));
    found
}

/// Pairs that share a band, each once.
fn of_one_band(mut bands: Vec<(u64, usize)>) -> Vec<(usize, usize)> {
    bands.sort_unstable();
    let groups: Vec<Vec<usize>> = bands
        .chunk_by(|one, other| one.0 == other.0)
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|&(_, at)| at).collect())
        .collect();
    let mut alike: Vec<(usize, usize)> = Vec::new();
    together(groups.iter(), |one, other| alike.push((one, other)));
    alike.sort_unstable();
    alike.dedup();
    alike
}

const fn why_rank(why: Sameness) -> u8 {
    match why {
        Sameness::Doi => 0,
        Sameness::Text(_) => 1,
        Sameness::Title => 2,
    }
}

/// Shows all pairs in each of the groups; in large ones those with the first.
fn together<'a>(groups: impl Iterator<Item = &'a Vec<usize>>, mut show: impl FnMut(usize, usize)) {
    for group in groups {
        let firsts = if group.len() > CROWD { 1 } else { group.len() };
        for (number, &one) in group.iter().enumerate().take(firsts) {
            for &other in group.iter().skip(number + 1) {
                show(one, other);
            }
        }
    }
}

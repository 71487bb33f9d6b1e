//! Networks of citations and themes: co-citation, bibliographic coupling, citations within the corpus, themes
//! raised together.
//!
//! - *Co-citation* (H. Small 1973, *JASIS* 24): two works are joined by the papers that cite both.
//! - *Bibliographic coupling* (M. M. Kessler 1963, *American Documentation* 14): two papers are joined by the
//!   works that both cite.
//! - *Citing*: a paper is joined to the papers of the corpus that it cites, recognised as
//!   [`Work::in_corpus`](super::works::Work::in_corpus); the weight is the number of its citations, 1 at
//!   least for a work that is listed only.
//! - *Themes*: two themes are joined by the sentences, or papers, that raise both.
//!
//! Raw weights favour what is frequent anyway, so each edge of the three symmetric kinds also has, with `c` the
//! common units, `a` and `b` those of each node, and `n` all units (N. J. van Eck & L. Waltman 2009, How to
//! normalize cooccurrence data?, *JASIST* 60(8), 1635-1651):
//!
//! - Salton's cosine `c / √(a b)`,
//! - the Jaccard index `c / (a + b - c)`,
//! - association strength, which they recommend, as observed over expected co-occurrence: `c n / (a b)`.

mod table;
#[cfg(test)]
mod tests;
mod themes;

pub use themes::{Together, Unit, themes, together};

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::facts::CorpusFacts;
use super::selection::Selection;
use super::works::Works;
use crate::model::network::{Edge, Network, Node, Strength};

/// How strongly two nodes with `first` and `second` occurrences in `units` units are joined by `common` ones.
///
/// ```
/// use leitmotif::query::network::strength;
/// // Both in every second unit: no more often together than by chance.
/// let joined = strength(25, 50, 50, 100);
/// assert_eq!((joined.cosine, joined.association), (0.5, 1.0));
/// assert!((joined.jaccard - 1.0 / 3.0).abs() < 1e-12);
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
pub fn strength(common: u64, first: u64, second: u64, units: u64) -> Strength {
    let [common, first, second, units] = [common, first, second, units].map(|count| count as f64);
    let product = first * second;
    let part = |of: f64, whole: f64| if whole > 0.0 { of / whole } else { 0.0 };
    Strength {
        cosine: part(common, product.sqrt()),
        jaccard: part(common, first + second - common),
        association: part(common * units, product),
    }
}

/// Works that are cited together, by at least `least` papers.
#[must_use]
pub fn co_citation(works: &Works, selection: &Selection, least: u64) -> Network {
    let citing = works.papers_citing(selection);
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    citing.iter().for_each(|&(work, _)| *counts.entry(work).or_default() += 1);
    // A pair occurs at most as often as the rarer of the two.
    let mut by_paper: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut papers: Vec<u32> = citing.iter().map(|&(_, paper)| paper).collect();
    papers.sort_unstable();
    papers.dedup();
    for (work, paper) in citing.into_iter().filter(|(work, _)| counts.get(work) >= Some(&least)) {
        by_paper.entry(paper).or_default().push(work);
    }
    let pairs = pairs(by_paper.values(), least);
    let node = |work: u32| {
        let of = works.works.get(work as usize);
        Node {
            id: of.map(|work| work.id.clone()).unwrap_or_default(),
            label: of.map(|work| work.label.clone()).unwrap_or_default(),
            year: of.and_then(|work| work.year),
            count: counts.get(&work).copied().unwrap_or_default(),
        }
    };
    let papers_or_more =
        if least < 2 { "a paper".to_owned() } else { format!("{least} papers or more") };
    let title = format!("Works cited together by {papers_or_more}");
    joined(&pairs, papers.len() as u64, node, ("cocitation", title))
}

/// Papers that cite the same works, at least `least` of them.
#[must_use]
pub fn coupling(works: &Works, corpus: &CorpusFacts, selection: &Selection, least: u64) -> Network {
    let citing = works.papers_citing(selection);
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    let mut by_work: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (work, paper) in citing {
        *counts.entry(paper).or_default() += 1;
        by_work.entry(work).or_default().push(paper);
    }
    let pairs = pairs(by_work.values(), least);
    let node = |paper: u32| Node {
        count: counts.get(&paper).copied().unwrap_or_default(),
        ..paper_node(corpus, paper)
    };
    let works_or_more =
        if least < 2 { "a work".to_owned() } else { format!("{least} works or more") };
    let title = format!("Papers that cite {works_or_more} in common");
    joined(&pairs, by_work.len() as u64, node, ("coupling", title))
}

/// Papers of the corpus that cite each other, at least `least` times.
#[must_use]
pub fn citing(works: &Works, corpus: &CorpusFacts, selection: &Selection, least: u64) -> Network {
    let own = |work: u32| works.works.get(work as usize).and_then(|work| work.in_corpus);
    let mut weights: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for (work, paper) in works.papers_citing(selection) {
        if let Some(cited) = own(work).filter(|&cited| cited != paper) {
            weights.entry((paper, cited)).or_default();
        }
    }
    for cited_at in &works.cited {
        if selection.contains(cited_at.document, cited_at.section)
            && let Some(cited) = own(cited_at.work)
            && let Some(weight) = weights.get_mut(&(cited_at.document, cited))
        {
            *weight += 1;
        }
    }
    let pairs: Vec<((u32, u32), u64)> = weights
        .into_iter()
        .map(|(pair, weight)| (pair, weight.max(1)))
        .filter(|&(_, weight)| weight >= least)
        .collect();
    let mut cited: BTreeMap<u32, u64> = BTreeMap::new();
    pairs.iter().for_each(|&((_, target), _)| *cited.entry(target).or_default() += 1);
    let node = |paper: u32| Node {
        count: cited.get(&paper).copied().unwrap_or_default(),
        ..paper_node(corpus, paper)
    };
    let mut network =
        joined(&pairs, 0, node, ("citing", "Papers of the corpus that cite each other".to_owned()));
    network.directed = true;
    network.edges.iter_mut().for_each(|edge| edge.strength = None);
    network
}

fn paper_node(corpus: &CorpusFacts, paper: u32) -> Node {
    let Some(facts) = corpus.documents.get(paper as usize) else { return Node::default() };
    let metadata = &facts.metadata;
    let label = match (metadata.authors.as_slice(), metadata.year) {
        ([one], Some(year)) => format!("{} ({year})", one.family),
        ([one, two], Some(year)) => format!("{} & {} ({year})", one.family, two.family),
        ([first, _, ..], Some(year)) => format!("{} et al. ({year})", first.family),
        _ => facts.name.clone(),
    };
    Node { id: facts.name.clone(), label, year: metadata.year, count: 0 }
}

/// How often two items stand in one unit, where that is at least `least` times; pairs in order, the lesser item
/// first. The items of a unit are distinct.
fn pairs<'a>(units: impl Iterator<Item = &'a Vec<u32>>, least: u64) -> Vec<((u32, u32), u64)> {
    let mut weights: FxHashMap<(u32, u32), u64> = FxHashMap::default();
    for unit in units {
        for (place, &first) in unit.iter().enumerate() {
            for &second in unit.get(place + 1..).unwrap_or_default() {
                *weights.entry((first.min(second), first.max(second))).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<_> = weights.into_iter().filter(|&(_, weight)| weight >= least).collect();
    pairs.sort_unstable();
    pairs
}

/// The network of these pairs, with the nodes that any of them has.
fn joined(
    pairs: &[((u32, u32), u64)],
    units: u64,
    node: impl Fn(u32) -> Node,
    (name, title): (&str, String),
) -> Network {
    let mut items: Vec<u32> =
        pairs.iter().flat_map(|&((first, second), _)| [first, second]).collect();
    items.sort_unstable();
    items.dedup();
    let nodes: Vec<Node> = items.iter().map(|&item| node(item)).collect();
    let place = |item: u32| items.binary_search(&item).unwrap_or_default();
    let count = |place: usize| nodes.get(place).map_or(0, |node| node.count);
    let edge = |&((first, second), weight): &((u32, u32), u64)| {
        let (source, target) = (place(first), place(second));
        let strength = Some(strength(weight, count(source), count(target), units));
        Edge { source, target, weight, strength }
    };
    let edges = pairs.iter().map(edge).collect();
    Network { name: name.to_owned(), title, directed: false, nodes, edges, ..Network::default() }
}

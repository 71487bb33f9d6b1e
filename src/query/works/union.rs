//! Union-find over items, which keeps apart what must stay apart and remembers why it joined.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::decide::Sides;
use super::explain::{Join, Reason};
use super::item::Item;

/// What tells clusters apart that have another value for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Apart {
    /// A paper that tells the works of a year apart by letters: `2018a` and `2018b`.
    Paper(u32),
    /// A decision of the user that the references of its names are different works.
    Decision(u32),
}

/// Joins clusters of items. The root of a cluster is its first item.
pub(super) struct Joiner {
    parents: Vec<usize>,
    /// The number of the DOI of each root's cluster; 0 for none.
    dois: Vec<u32>,
    /// For each DOI by its number, the least one that the user says is of the same work.
    equal_dois: Vec<u32>,
    /// What tells each root's cluster from others.
    apart: Vec<BTreeMap<Apart, u32>>,
    /// First and last year of each root's cluster.
    years: Vec<Option<(i32, i32)>>,
    joins: Vec<Join>,
}

impl Joiner {
    /// Every item a cluster of its own; `sides` are those of the user's decisions.
    pub(super) fn new(items: &[Item], sides: &Sides) -> Self {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let dois = items.iter().map(|item| {
            let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
            item.doi.as_deref().map_or(0, |doi| *numbers.entry(doi).or_insert(next))
        });
        let dois: Vec<u32> = dois.collect();
        let letter = |item: &Item| {
            let letter = item.letter.map(|letter| (Apart::Paper(item.document), u32::from(letter)));
            letter.into_iter().collect()
        };
        let mut apart: Vec<BTreeMap<Apart, u32>> = items.iter().map(letter).collect();
        for side in sides.iter() {
            if let Some(slot) = apart.get_mut(side.item) {
                slot.insert(Apart::Decision(side.decision), side.name);
            }
        }
        Self {
            parents: (0..items.len()).collect(),
            equal_dois: (0..=u32::try_from(numbers.len()).unwrap_or(u32::MAX)).collect(),
            dois,
            apart,
            years: items.iter().map(|item| item.year.map(|year| (year, year))).collect(),
            joins: Vec::new(),
        }
    }

    /// The first item of the cluster that holds `item`.
    pub(super) fn root(&mut self, item: usize) -> usize {
        let mut root = item;
        while let Some(&parent) = self.parents.get(root)
            && parent != root
        {
            root = parent;
        }
        let mut next = item;
        while let Some(slot) = self.parents.get_mut(next)
            && *slot != root
        {
            next = std::mem::replace(slot, root);
        }
        root
    }

    /// Joins the clusters of two items, unless a decision, DOIs or the letters of their years tell
    /// them apart, or years for some reasons. A decision joins whatever no other decision parts.
    ///
    /// Returns whether they are in one cluster now.
    pub(super) fn join(&mut self, one: usize, two: usize, reason: Reason) -> bool {
        let (a, b) = (self.root(one), self.root(two));
        if a == b {
            return true;
        }
        let years = self.years_of_both(a, b);
        let dois = (self.doi(a), self.doi(b));
        let by_hand = matches!(reason, Reason::Decision(_));
        let far = matches!(
            (reason, years),
            (Reason::OtherYear | Reason::OtherAuthor, Some((x, y))) if x.abs_diff(y) > 1
        );
        let differ = dois.0 != 0 && dois.1 != 0 && dois.0 != dois.1;
        if self.is_apart(a, b, by_hand) || !by_hand && (differ || far) {
            return false;
        }
        if differ && let Some(slot) = self.equal_dois.get_mut(dois.0.max(dois.1) as usize) {
            *slot = dois.0.min(dois.1);
        }
        let (root, child) = (a.min(b), a.max(b));
        if let Some(slot) = self.years.get_mut(root) {
            *slot = years;
        }
        if let Some(parent) = self.parents.get_mut(child) {
            *parent = root;
        }
        if let Some(slot) = self.dois.get_mut(root) {
            *slot = if dois.0 == 0 { dois.1 } else { dois.0 };
        }
        let mut apart = self.apart.get_mut(child).map(std::mem::take).unwrap_or_default();
        if let Some(slot) = self.apart.get_mut(root) {
            if slot.len() < apart.len() {
                std::mem::swap(slot, &mut apart);
            }
            slot.append(&mut apart);
        }
        self.joins.push(Join { one, two, reason });
        true
    }

    /// The number of a cluster's DOI, the least of those that are said to be equal; 0 for none.
    fn doi(&self, root: usize) -> u32 {
        let mut doi = self.dois.get(root).copied().unwrap_or(0);
        while let Some(&equal) = self.equal_dois.get(doi as usize)
            && equal != doi
        {
            doi = equal;
        }
        doi
    }

    /// First and last year of two clusters.
    fn years_of_both(&self, a: usize, b: usize) -> Option<(i32, i32)> {
        let years = |root: usize| self.years.get(root).copied().flatten();
        match (years(a), years(b)) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        }
    }

    /// Whether some paper or decision tells the two clusters apart; letters are not asked where
    /// a decision joins.
    fn is_apart(&self, a: usize, b: usize, by_hand: bool) -> bool {
        let (Some(one), Some(two)) = (self.apart.get(a), self.apart.get(b)) else {
            return false;
        };
        let (few, many) = if one.len() <= two.len() { (one, two) } else { (two, one) };
        few.iter().any(|(what, value)| {
            let asked = !(by_hand && matches!(what, Apart::Paper(_)));
            asked && many.get(what).is_some_and(|other| other != value)
        })
    }

    pub(super) fn finish(mut self) -> Clusters {
        let roots = (0..self.parents.len()).map(|item| self.root(item)).collect();
        Clusters { roots, joins: self.joins }
    }
}

/// Clusters of items: the root of each item, and what joined them.
pub(super) struct Clusters {
    roots: Vec<usize>,
    /// One less than items, for each cluster.
    pub(super) joins: Vec<Join>,
}

impl Clusters {
    /// The clusters, each with its items ascending, in the order of their first items.
    pub(super) fn members(&self) -> Vec<Vec<usize>> {
        let mut pairs: Vec<(usize, usize)> = self.roots.iter().copied().zip(0..).collect();
        pairs.sort_unstable();
        let clusters = pairs.chunk_by(|a, b| a.0 == b.0);
        clusters.map(|cluster| cluster.iter().map(|&(_, item)| item).collect()).collect()
    }
}

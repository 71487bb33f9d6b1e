//! Union-find over items, which keeps apart what must stay apart and remembers why it joined.

use std::collections::BTreeMap;
use std::fmt;

use super::Merge;
use super::item::Item;

/// Why two items are joined.
#[derive(Clone, Copy)]
pub(super) enum Reason {
    Doi,
    Title(f64),
    Pages,
    Near,
    Name,
}

/// Joins clusters of items. The root of a cluster is its first item.
pub(super) struct Joiner<'a> {
    items: &'a [Item],
    parents: Vec<usize>,
    /// The DOI of each root's cluster.
    dois: Vec<Option<&'a str>>,
    /// The letters that papers tell the works of a year apart by, in each root's cluster.
    letters: Vec<BTreeMap<u32, char>>,
    /// First and last year of each root's cluster.
    years: Vec<Option<(i32, i32)>>,
    merges: BTreeMap<usize, Merge>,
}

impl<'a> Joiner<'a> {
    pub(super) fn new(items: &'a [Item]) -> Self {
        let letter = |item: &Item| item.letter.map(|letter| (item.document, letter));
        Self {
            items,
            years: items.iter().map(|item| item.year.map(|year| (year, year))).collect(),
            letters: items.iter().map(|item| letter(item).into_iter().collect()).collect(),
            parents: (0..items.len()).collect(),
            dois: items.iter().map(|item| item.doi.as_deref()).collect(),
            merges: BTreeMap::new(),
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

    /// Joins the clusters of two items, unless DOIs or the letters of their years differ.
    pub(super) fn join(&mut self, one: usize, two: usize, reason: Reason) {
        let (a, b) = (self.root(one), self.root(two));
        let doi = |root: usize| self.dois.get(root).copied().flatten();
        let dois = (doi(a), doi(b));
        let differ = matches!(dois, (Some(x), Some(y)) if x != y) || self.letters_differ(a, b);
        let years = self.years_of_both(a, b);
        let apart = matches!((reason, years), (Reason::Near, Some((x, y))) if x.abs_diff(y) > 1);
        if a == b || differ || apart {
            return;
        }
        if let Some(slot) = self.years.get_mut(a.min(b)) {
            *slot = years;
        }
        let (root, child) = (a.min(b), a.max(b));
        if let Some(parent) = self.parents.get_mut(child) {
            *parent = root;
        }
        if let Some(slot) = self.dois.get_mut(root) {
            *slot = dois.0.or(dois.1);
        }
        let mut letters = self.letters.get_mut(child).map(std::mem::take).unwrap_or_default();
        if let Some(slot) = self.letters.get_mut(root) {
            if slot.len() < letters.len() {
                std::mem::swap(slot, &mut letters);
            }
            slot.append(&mut letters);
        }
        let joined = self.merges.remove(&child).unwrap_or_default();
        let merge = self.merges.entry(root).or_default();
        merge.add(joined);
        merge.count(reason);
    }

    /// First and last year of two clusters.
    fn years_of_both(&self, a: usize, b: usize) -> Option<(i32, i32)> {
        let years = |root: usize| self.years.get(root).copied().flatten();
        match (years(a), years(b)) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        }
    }

    /// Whether some paper tells the two clusters apart by letters: `2018a` and `2018b`.
    fn letters_differ(&self, a: usize, b: usize) -> bool {
        let (Some(one), Some(two)) = (self.letters.get(a), self.letters.get(b)) else {
            return false;
        };
        let (few, many) = if one.len() <= two.len() { (one, two) } else { (two, one) };
        few.iter().any(|(paper, letter)| many.get(paper).is_some_and(|other| other != letter))
    }

    pub(super) fn finish(mut self) -> Clusters {
        let roots = (0..self.items.len()).map(|item| self.root(item)).collect();
        Clusters { roots, merges: self.merges }
    }
}

/// Clusters of items: the root of each item, and what joined the cluster of each root.
pub(super) struct Clusters {
    roots: Vec<usize>,
    merges: BTreeMap<usize, Merge>,
}

impl Clusters {
    /// The clusters, each with its items ascending, in the order of their first items.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Vec<usize>, Merge)> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (item, &root) in self.roots.iter().enumerate() {
            members.entry(root).or_default().push(item);
        }
        members
            .into_iter()
            .map(|(root, items)| (items, self.merges.get(&root).copied().unwrap_or_default()))
    }
}

impl Merge {
    fn count(&mut self, reason: Reason) {
        match reason {
            Reason::Doi => self.doi += 1,
            Reason::Title(similarity) => {
                let least = self.least_similarity;
                self.least_similarity =
                    if self.title == 0 { similarity } else { least.min(similarity) };
                self.title += 1;
            }
            Reason::Pages => self.pages += 1,
            Reason::Near => self.near += 1,
            Reason::Name => self.name += 1,
        }
    }

    fn add(&mut self, other: Self) {
        self.least_similarity = match (self.title, other.title) {
            (_, 0) => self.least_similarity,
            (0, _) => other.least_similarity,
            _ => self.least_similarity.min(other.least_similarity),
        };
        self.doi += other.doi;
        self.title += other.title;
        self.pages += other.pages;
        self.near += other.near;
        self.name += other.name;
    }
}

impl fmt::Display for Merge {
    /// Such as `2 by doi, 5 by title (least similarity 0.82)`; empty where nothing was joined.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = format!("title (least similarity {:.2})", self.least_similarity);
        let counts = [
            (self.doi, "doi"),
            (self.title, title.as_str()),
            (self.pages, "volume and page"),
            (self.near, "title, year or author apart"),
            (self.name, "names and year"),
        ];
        let parts: Vec<_> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, by)| format!("{count} by {by}"))
            .collect();
        formatter.write_str(&parts.join(", "))
    }
}

//! What joined the references of a work: counted for each work, and told for each reference.

use std::fmt;

use super::Merge;
use super::item::Item;
use super::union::Clusters;
use crate::model::Span;

/// Why two references are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// The user said so, in this line of the file.
    Decision(usize),
    /// Equal DOIs.
    Doi,
    /// Equal first author and year, and titles that are so similar, from 0 to 1.
    Title(f64),
    /// Equal first author, year, volume and first page.
    Pages,
    /// Equal first author and title, a year apart.
    OtherYear,
    /// Equal year and long title, whatever the author.
    OtherAuthor,
    /// Names and year alone.
    Name,
}

impl fmt::Display for Reason {
    /// What agrees: `DOI`; `author, year, title 0.93`; `author, year, pages`; `by hand, line 3`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Decision(line) => return write!(formatter, "by hand, line {line}"),
            Self::Title(similarity) if *similarity < 1.0 => {
                return write!(formatter, "author, year, title {similarity:.2}");
            }
            Self::Title(_) => "author, year, title",
            Self::Doi => "DOI",
            Self::Pages => "author, year, pages",
            Self::OtherYear => "author, title, near year",
            Self::OtherAuthor => "year, title",
            Self::Name => "names, year",
        };
        formatter.write_str(text)
    }
}

/// Two items that were joined.
#[derive(Clone, Copy)]
pub(super) struct Join {
    pub(super) one: usize,
    pub(super) two: usize,
    pub(super) reason: Reason,
}

/// A reference that a work was put together from, or markers that name it without one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// The paper.
    pub document: u32,
    /// Place in the paper's bibliography, from 0; `None` for markers.
    pub reference: Option<u32>,
    /// Where the entry, or the first of the markers, stands in the paper.
    pub span: Span,
    /// What it was joined to, and why; `None` for the first.
    pub joined: Option<Joined>,
}

/// What a member of a work was joined to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joined {
    /// Place of the other among the work's members, before this one.
    pub to: usize,
    /// Why.
    pub reason: Reason,
}

/// What joined each of `groups`, which are the clusters of `items` items.
pub(super) fn merges(clusters: &Clusters, groups: &[Vec<usize>], items: usize) -> Vec<Merge> {
    let mut group_of = vec![0; items];
    for (number, group) in groups.iter().enumerate() {
        for &item in group {
            if let Some(slot) = group_of.get_mut(item) {
                *slot = number;
            }
        }
    }
    let mut merges = vec![Merge::default(); groups.len()];
    for join in &clusters.joins {
        let group = group_of.get(join.one).and_then(|&group| merges.get_mut(group));
        if let Some(merge) = group {
            merge.count(join.reason);
        }
    }
    merges
}

/// The members of each of `groups`, each after the one that it was joined to: the joins of a cluster
/// are the edges of a tree, which is followed in breadth from its first item.
pub(super) fn members(
    items: &[Item],
    clusters: &Clusters,
    groups: &[Vec<usize>],
) -> Vec<Vec<Member>> {
    // The joins of each item: those of item i are edges[starts[i]..starts[i + 1]].
    let mut edges: Vec<(usize, usize, Reason)> = clusters
        .joins
        .iter()
        .flat_map(|join| [(join.one, join.two, join.reason), (join.two, join.one, join.reason)])
        .collect();
    edges.sort_unstable_by_key(|&(one, two, _)| (one, two));
    let edges_of = |item: usize| {
        let start = edges.partition_point(|edge| edge.0 < item);
        edges.get(start..).unwrap_or_default().iter().take_while(move |edge| edge.0 == item)
    };
    let member = |item: usize, joined: Option<Joined>| {
        items.get(item).map(|item| Member {
            document: item.document,
            reference: item.listed.then_some(item.place),
            span: item.span,
            joined,
        })
    };
    let tree = |group: &Vec<usize>| {
        let mut order: Vec<(usize, usize)> = Vec::new();
        let mut members: Vec<Member> = Vec::with_capacity(group.len());
        if let Some(&first) = group.first() {
            order.push((first, first));
            members.extend(member(first, None));
        }
        let mut next = 0;
        while let Some(&(item, parent)) = order.get(next) {
            for &(_, other, reason) in edges_of(item).filter(|edge| edge.1 != parent) {
                order.push((other, item));
                members.extend(member(other, Some(Joined { to: next, reason })));
            }
            next += 1;
        }
        members
    };
    groups.iter().map(tree).collect()
}

impl Merge {
    fn count(&mut self, reason: Reason) {
        match reason {
            Reason::Decision(_) => self.decision += 1,
            Reason::Doi => self.doi += 1,
            Reason::Title(similarity) => {
                let least = self.least_similarity;
                self.least_similarity =
                    if self.title == 0 { similarity } else { least.min(similarity) };
                self.title += 1;
            }
            Reason::Pages => self.pages += 1,
            Reason::OtherYear | Reason::OtherAuthor => self.near += 1,
            Reason::Name => self.name += 1,
        }
    }
}

impl fmt::Display for Merge {
    /// Such as `2 by doi, 5 by title (least similarity 0.82)`; empty where nothing was joined.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = format!("title (least similarity {:.2})", self.least_similarity);
        let counts = [
            (self.decision, "hand"),
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

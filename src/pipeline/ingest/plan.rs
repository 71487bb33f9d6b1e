//! What an ingest will do with each paper, decided before any is read.
//!
//! Papers are known by the hash of their bytes and by their names. The plan is made from the sorted
//! list of papers alone, so it does not depend on threads:
//!
//! - the same name with the same content: nothing to do;
//! - the same name with other content from the same place: the paper is replaced;
//! - the same name from another place that still exists, or twice in one file: skipped, since one of two
//!   papers would be lost;
//! - content that another paper has already: reported as a duplicate, and indexed once;
//! - anything else: a new paper.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::gather::Gathered;
use crate::error::{ContainerFailure, Error, ErrorKind};
use crate::index::PaperEntry;

/// A paper that the index holds already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KnownPaper {
    pub(super) name: String,
    pub(super) hash: String,
    pub(super) source: String,
}

impl From<&PaperEntry> for KnownPaper {
    fn from(facts: &PaperEntry) -> Self {
        Self { name: facts.name.clone(), hash: facts.hash.clone(), source: facts.source.clone() }
    }
}

/// What will be done with a paper that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    New,
    Changed,
    Unchanged,
    /// Its content is that of the paper of this name.
    Duplicate(String),
    /// For this reason.
    Refused(String),
}

/// All that is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// For each paper, in their order.
    pub(super) decisions: Vec<Decision>,
    /// Papers that leave the index, sorted.
    pub(super) removed: Vec<String>,
}

/// Decides for each paper. `pruned` are the names of papers that are gone and shall go too, sorted.
pub(super) fn plan(papers: &[Gathered], known: &[KnownPaper], pruned: Vec<String>) -> Plan {
    let stays = |paper: &&KnownPaper| pruned.binary_search(&paper.name).is_err();
    let by_name: BTreeMap<&str, &KnownPaper> =
        known.iter().filter(stays).map(|paper| (paper.name.as_str(), paper)).collect();
    let changing: BTreeSet<&str> = papers
        .iter()
        .filter(|paper| {
            by_name.get(paper.name.as_str()).is_some_and(|known| known.hash != paper.hash)
        })
        .map(|paper| paper.name.as_str())
        .collect();
    // Content that stays in the index whatever the plan does; its first name in order.
    let mut holders: BTreeMap<&str, &str> = BTreeMap::new();
    for paper in by_name.values().filter(|paper| !changing.contains(paper.name.as_str())) {
        holders.entry(&paper.hash).or_insert(&paper.name);
    }
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    let mut decided: Vec<(usize, Decision)> = Vec::with_capacity(papers.len());
    let mut plan = Plan::default();
    // By name, so that of equal papers the same one stays however the papers are divided into shards.
    let mut order: Vec<(usize, &Gathered)> = papers.iter().enumerate().collect();
    order.sort_by_key(|(_, paper)| &paper.name);
    for (place, paper) in order {
        let name = paper.name.as_str();
        let before = by_name.get(name).copied();
        if let Some(reason) = refusal(paper, before, taken.get(name).copied()) {
            decided.push((place, Decision::Refused(reason.to_string())));
            continue;
        }
        taken.insert(name, &paper.file.place);
        let decision = if before.is_some_and(|known| known.hash == paper.hash) {
            Decision::Unchanged
        } else if let Some(holder) =
            holders.get(paper.hash.as_str()).filter(|holder| **holder != name)
        {
            plan.removed.extend(before.map(|known| known.name.clone()));
            Decision::Duplicate((*holder).to_owned())
        } else {
            holders.insert(&paper.hash, name);
            if before.is_some() { Decision::Changed } else { Decision::New }
        };
        decided.push((place, decision));
    }
    decided.sort_by_key(|&(place, _)| place);
    plan.decisions = decided.into_iter().map(|(_, decision)| decision).collect();
    plan.removed.extend(pruned);
    plan.removed.sort();
    plan
}

/// Why a paper cannot be taken under its name: `taken` is the place of another one of this run,
/// `before` the paper that the index has.
fn refusal(paper: &Gathered, before: Option<&KnownPaper>, taken: Option<&str>) -> Option<Error> {
    if taken == Some(&paper.file.place) {
        let (_, name) = paper.name.rsplit_once('#').unwrap_or(("", &paper.name));
        return Some(ContainerFailure::NameTwice(name.to_owned()).into());
    }
    if before.is_some_and(|known| known.hash == paper.hash) {
        return None;
    }
    let other = taken.or_else(|| {
        let source = before?.source.as_str();
        (source != paper.file.place && Path::new(source).exists()).then_some(source)
    })?;
    let kind = ErrorKind::NameTaken { name: paper.name.clone(), other: other.to_owned() };
    Some(Error::new(kind))
}

/// Names of known papers from below one of `roots` that are not among the `papers`, sorted; without
/// those of `faulty` files, sorted, which may still have them.
pub(super) fn gone(
    known: &[KnownPaper],
    papers: &[Gathered],
    roots: &[String],
    faulty: &[String],
) -> Vec<String> {
    let mut names: Vec<&str> = papers.iter().map(|paper| paper.name.as_str()).collect();
    names.sort_unstable();
    let below = |paper: &&KnownPaper| {
        roots.iter().any(|root| Path::new(&paper.source).starts_with(root))
            && names.binary_search(&paper.name.as_str()).is_err()
            && faulty.binary_search(&paper.source).is_err()
    };
    let mut gone: Vec<String> =
        known.iter().filter(below).map(|paper| paper.name.clone()).collect();
    gone.sort();
    gone
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::gather::Located;
    use super::*;
    use crate::read::Source;

    fn file(name: &str, hash: &str) -> Gathered {
        at(name, hash, &format!("/papers/{name}"))
    }

    fn at(name: &str, hash: &str, place: &str) -> Gathered {
        let source = Source { name: name.to_owned(), path: place.into() };
        let file = Arc::new(Located { source, place: place.to_owned(), named: false });
        let (name, hash) = (name.to_owned(), hash.to_owned());
        Gathered { name, file, part: None, hash, bytes: 0, form: "text" }
    }

    fn known(name: &str, hash: &str) -> KnownPaper {
        KnownPaper {
            name: name.to_owned(),
            hash: hash.to_owned(),
            source: format!("/papers/{name}"),
        }
    }

    use Decision::{Changed, New, Unchanged};

    fn duplicate(name: &str) -> Decision {
        Decision::Duplicate(name.to_owned())
    }

    #[test]
    fn new_changed_and_unchanged_papers_are_told_apart() {
        let papers = [file("a", "1"), file("b", "9"), file("c", "3")];
        let plan = plan(&papers, &[known("a", "1"), known("b", "2")], vec![]);
        assert_eq!(plan.decisions, [Unchanged, Changed, New]);
    }

    #[test]
    fn the_same_content_is_indexed_once_under_its_first_name() {
        let plan = plan(&[file("a", "1"), file("b", "1")], &[], vec![]);
        assert_eq!(plan.decisions, [New, duplicate("a")]);
    }

    #[test]
    fn a_paper_that_becomes_a_duplicate_leaves_the_index() {
        let papers = [file("a", "1"), file("b", "1")];
        let plan = plan(&papers, &[known("a", "1"), known("b", "2")], vec![]);
        assert_eq!(plan.decisions, [Unchanged, duplicate("a")]);
        assert_eq!(plan.removed, ["b"]);
    }

    #[test]
    fn two_papers_that_swap_their_contents_are_both_replaced() {
        let papers = [file("a", "2"), file("b", "1")];
        let plan = plan(&papers, &[known("a", "1"), known("b", "2")], vec![]);
        assert_eq!(plan.decisions, [Changed, Changed]);
    }

    #[test]
    fn a_renamed_file_moves_with_prune_and_is_a_duplicate_without() {
        let old = [known("old", "1")];
        let papers = [file("new", "1")];
        assert_eq!(plan(&papers, &old, vec![]).decisions, [duplicate("old")]);
        let gone = gone(&old, &papers, &["/papers".to_owned()], &[]);
        let pruned = plan(&papers, &old, gone);
        assert_eq!(pruned.decisions, [New]);
        assert_eq!(pruned.removed, ["old"]);
    }

    #[test]
    fn prune_leaves_papers_from_elsewhere() {
        assert!(gone(&[known("a", "1")], &[], &["/other".to_owned()], &[]).is_empty());
        assert_eq!(gone(&[known("a", "1")], &[], &["/papers/a".to_owned()], &[]), ["a"]);
    }

    #[test]
    fn prune_leaves_papers_of_files_that_could_not_be_read() {
        let faulty = ["/papers/a".to_owned()];
        assert!(gone(&[known("a", "1")], &[], &["/papers".to_owned()], &faulty).is_empty());
    }

    #[test]
    fn two_papers_of_one_name_in_one_run_are_not_mixed_up() {
        let refused = |papers: &[Gathered]| match &plan(papers, &[], vec![]).decisions[..] {
            [New, Decision::Refused(reason)] => reason.clone(),
            other => panic!("{other:?}"),
        };
        let reason = refused(&[at("a", "1", "/x/a"), at("a", "2", "/y/a")]);
        assert!(reason.contains("is called `a` (from /x/a)"), "{reason}");
        let reason = refused(&[at("w#7", "1", "/x/w"), at("w#7", "1", "/x/w")]);
        assert!(reason.contains("is called `7` too"), "{reason}");
    }
}

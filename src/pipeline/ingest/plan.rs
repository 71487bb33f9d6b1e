//! What an ingest will do with each file, decided before any paper is read.
//!
//! Papers are known by the hash of their bytes and by their names. The plan is made from the sorted
//! list of files alone, so it does not depend on threads:
//!
//! - the same name with the same content: nothing to do;
//! - the same name with other content from the same place: the paper is replaced;
//! - the same name from another place that still exists: skipped, since one of two papers would be lost;
//! - content that another paper has already: reported as a duplicate, and indexed once;
//! - anything else: a new paper.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{Error, ErrorKind, Skipped};
use crate::index::PaperFacts;
use crate::read::Source;

/// A paper that the index holds already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KnownPaper {
    pub(super) name: String,
    pub(super) hash: String,
    pub(super) source: String,
}

impl From<&PaperFacts> for KnownPaper {
    fn from(facts: &PaperFacts) -> Self {
        Self { name: facts.name.clone(), hash: facts.hash.clone(), source: facts.source.clone() }
    }
}

/// A file with the hash of its content.
pub(super) struct Hashed {
    pub(super) source: Source,
    pub(super) place: String,
    pub(super) hash: String,
}

/// Two files with the same content; the first is indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// Name of the file that is not indexed.
    pub name: String,
    /// Name of the paper that has the same content.
    pub same_as: String,
}

/// A paper to be read and put into the index.
pub(super) struct Task {
    pub(super) source: Source,
    pub(super) place: String,
    pub(super) replace: bool,
}

/// All that is to be done.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) tasks: Vec<Task>,
    pub(super) unchanged: usize,
    pub(super) duplicates: Vec<Duplicate>,
    /// Papers that leave the index.
    pub(super) removed: Vec<String>,
    pub(super) skipped: Vec<Skipped>,
}

/// Decides for each file. `pruned` are the names of papers whose files are gone and that shall go too.
pub(super) fn plan(files: Vec<Hashed>, known: &[KnownPaper], pruned: Vec<String>) -> Plan {
    let stays = |paper: &&KnownPaper| pruned.binary_search(&paper.name).is_err();
    let by_name: BTreeMap<&str, &KnownPaper> =
        known.iter().filter(stays).map(|paper| (paper.name.as_str(), paper)).collect();
    let changing: BTreeMap<&str, &str> = files
        .iter()
        .filter(|file| {
            by_name.get(file.source.name.as_str()).is_some_and(|known| known.hash != file.hash)
        })
        .map(|file| (file.source.name.as_str(), file.hash.as_str()))
        .collect();
    // Content that stays in the index whatever the plan does; its first name in order.
    let mut holders: BTreeMap<String, String> = BTreeMap::new();
    for paper in by_name.values().filter(|paper| !changing.contains_key(paper.name.as_str())) {
        holders.entry(paper.hash.clone()).or_insert_with(|| paper.name.clone());
    }
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut plan = Plan::default();
    for file in &files {
        let name = &file.source.name;
        let before = by_name.get(name.as_str()).copied();
        let other = taken.get(name).or(before.map(|paper| &paper.source)).filter(|&other| {
            *other != file.place && (taken.contains_key(name) || Path::new(other).exists())
        });
        if let Some(other) = other.filter(|_| before.is_none_or(|paper| paper.hash != file.hash)) {
            let kind = ErrorKind::NameTaken { name: name.clone(), other: other.clone() };
            let reason = Error::new(kind).to_string();
            plan.skipped.push(Skipped { name: file.source.path.display().to_string(), reason });
            continue;
        }
        taken.insert(name.clone(), file.place.clone());
        if before.is_some_and(|paper| paper.hash == file.hash) {
            plan.unchanged += 1;
        } else if let Some(holder) = holders.get(&file.hash).filter(|holder| *holder != name) {
            plan.duplicates.push(Duplicate { name: name.clone(), same_as: holder.clone() });
            plan.removed.extend(before.map(|paper| paper.name.clone()));
        } else {
            holders.insert(file.hash.clone(), name.clone());
            plan.tasks.push(Task {
                source: file.source.clone(),
                place: file.place.clone(),
                replace: before.is_some(),
            });
        }
    }
    plan.removed.extend(pruned.iter().cloned());
    plan.removed.sort();
    plan
}

/// Names of known papers from below one of `roots` that are not among the `files`, sorted.
pub(super) fn gone(known: &[KnownPaper], files: &[Hashed], roots: &[String]) -> Vec<String> {
    let mut names: Vec<&str> = files.iter().map(|file| file.source.name.as_str()).collect();
    names.sort_unstable();
    let below = |paper: &&KnownPaper| {
        roots.iter().any(|root| Path::new(&paper.source).starts_with(root))
            && names.binary_search(&paper.name.as_str()).is_err()
    };
    let mut gone: Vec<String> =
        known.iter().filter(below).map(|paper| paper.name.clone()).collect();
    gone.sort();
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, hash: &str) -> Hashed {
        at(name, hash, &format!("/papers/{name}"))
    }

    fn at(name: &str, hash: &str, place: &str) -> Hashed {
        let source = Source { name: name.to_owned(), path: place.into() };
        Hashed { source, place: place.to_owned(), hash: hash.to_owned() }
    }

    fn known(name: &str, hash: &str) -> KnownPaper {
        KnownPaper {
            name: name.to_owned(),
            hash: hash.to_owned(),
            source: format!("/papers/{name}"),
        }
    }

    fn names(plan: &Plan) -> Vec<(&str, bool)> {
        plan.tasks.iter().map(|task| (task.source.name.as_str(), task.replace)).collect()
    }

    #[test]
    fn new_changed_and_unchanged_papers_are_told_apart() {
        let plan = plan(
            vec![file("a", "1"), file("b", "9"), file("c", "3")],
            &[known("a", "1"), known("b", "2")],
            vec![],
        );
        assert_eq!(names(&plan), [("b", true), ("c", false)]);
        assert_eq!(plan.unchanged, 1);
    }

    #[test]
    fn the_same_content_is_indexed_once_under_its_first_name() {
        let plan = plan(vec![file("a", "1"), file("b", "1")], &[], vec![]);
        assert_eq!(names(&plan), [("a", false)]);
        assert_eq!(plan.duplicates, [Duplicate { name: "b".into(), same_as: "a".into() }]);
    }

    #[test]
    fn a_paper_that_becomes_a_duplicate_leaves_the_index() {
        let plan =
            plan(vec![file("a", "1"), file("b", "1")], &[known("a", "1"), known("b", "2")], vec![]);
        assert!(plan.tasks.is_empty());
        assert_eq!(plan.removed, ["b"]);
    }

    #[test]
    fn two_papers_that_swap_their_contents_are_both_replaced() {
        let plan =
            plan(vec![file("a", "2"), file("b", "1")], &[known("a", "1"), known("b", "2")], vec![]);
        assert_eq!(names(&plan), [("a", true), ("b", true)]);
    }

    #[test]
    fn a_renamed_file_moves_with_prune_and_is_a_duplicate_without() {
        let old = [known("old", "1")];
        let files = || vec![file("new", "1")];
        assert_eq!(plan(files(), &old, vec![]).duplicates.len(), 1);
        let gone = gone(&old, &files(), &["/papers".to_owned()]);
        let pruned = plan(files(), &old, gone);
        assert_eq!(names(&pruned), [("new", false)]);
        assert_eq!(pruned.removed, ["old"]);
    }

    #[test]
    fn prune_leaves_papers_from_elsewhere() {
        assert!(gone(&[known("a", "1")], &[], &["/other".to_owned()]).is_empty());
        assert_eq!(gone(&[known("a", "1")], &[], &["/papers/a".to_owned()]), ["a"]);
    }

    #[test]
    fn two_papers_of_one_name_in_one_run_are_not_mixed_up() {
        let plan = plan(vec![at("a", "1", "/x/a"), at("a", "2", "/y/a")], &[], vec![]);
        assert_eq!(names(&plan), [("a", false)]);
        assert_eq!(plan.skipped.len(), 1);
        assert_eq!(plan.skipped[0].name, "/y/a");
    }
}

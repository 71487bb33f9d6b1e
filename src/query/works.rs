//! Cited works over all papers: which references, and markers without a reference, mean one
//! publication.
//!
//! # How references become works
//!
//! Two references are joined when one of these holds:
//!
//! 1. *DOI*: equal DOIs.
//! 2. *Title*: equal first author and year, and titles of which one begins with the other (three
//!    words at least), or whose character trigrams have a Jaccard similarity of
//!    [`TITLE_SIMILARITY`] at least, and whose numbers agree ("part 1" is not "part 2").
//! 3. *Pages*: equal first author and year, volume and first page, for styles without titles.
//! 4. *Near year*: equal first author and equal titles of [`SAME_TITLE_WORDS`] words at least, at
//!    most one year apart in all (online first and in print); or equal year and equal titles of
//!    [`LONG_TITLE_WORDS`] words, whatever the author, since author lists are the part that parsers
//!    most often get wrong.
//! 5. *Name*: what has neither title nor pages (as a marker without reference has) joins the one
//!    work of its block that fits its authors; where none or several fit, it is a work of its own
//!    with all that are named like it.
//!
//! Different DOIs are never joined, nor `2018a` with `2018b` of one paper. Joining is transitive
//! (single linkage, union-find).
//!
//! What a scholar has decided by hand ([`Decisions`](crate::model::Decisions)) comes first: what is
//! the same is joined whatever DOIs and letters say, and what is different is never joined, nor by
//! way of others.
//!
//! # Speed
//!
//! References are sorted by first author's folded family name, year and title ([`order`]). Only those
//! of a block (author and year) are compared, equal titles once. In a block with more than
//! [`WHOLE_BLOCK`] titles each is compared with its [`NEIGHBOURS`] successors in the order of titles
//! (the sorted neighbourhood of M. A. Hernández & S. J. Stolfo 1995), so the time stays near linear.
//!
//! Works that are papers of the corpus are recognised by DOI, or by title with author and year
//! ([`papers`]).
//!
//! # What a work shows
//!
//! The most frequent year, title, container, authors; ties by the longer, then by the alphabet. Its
//! id is made of these (`muchtar-qamariah-2016`, `porter-1990-competitive-advantage-nations`), with
//! a number where two works would have the same; labels that are equal get letters in the order of
//! their titles, `Lee (2018a)`, which need not be the letters that some paper gives. [`Merge`] says
//! what joined it. Ids depend on the corpus only, never on the order of papers.

use std::collections::BTreeMap;

use crate::model::reference::WorkKind;
use crate::model::{Marker, Person, SectionKind};

mod assemble;
mod bare;
mod cluster;
mod collect;
mod decide;
mod explain;
mod explanation;
mod group;
mod item;
mod key;
mod names;
mod order;
mod papers;
mod similarity;
mod table;
#[cfg(test)]
pub(in crate::query) mod tests;
mod union;

pub use collect::{CitedByPaper, WorksBuilder};
pub use decide::{Remark, RemarkKind};
pub use explain::{Joined, Member, Reason};
pub use group::CitedWorks;
pub use table::{WorkUse, WorksOptions};

use item::MarkerKey;

/// Least similarity of titles of one author and year.
///
/// Measured on 29,915 references of 588 open-access articles: of the pairs of one author and year
/// with unlike titles, 18 of the 23 with one DOI are more similar than this, and 1 of the 4,162
/// with two DOIs is.
pub const TITLE_SIMILARITY: f64 = 0.7;
/// Words of a title that joins references of one author, a year apart.
pub const SAME_TITLE_WORDS: usize = 4;
/// Words of a title that joins references of one year, whatever the author.
pub const LONG_TITLE_WORDS: usize = 6;
/// Titles of a block that are all compared with each other.
pub const WHOLE_BLOCK: usize = 64;
/// Titles that each title of a larger block is compared with.
pub const NEIGHBOURS: usize = 16;

/// One cited work.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Readable name, unique in the corpus.
    pub id: String,
    /// As a text would name it: `Muchtar & Qamariah (2016)`.
    pub label: String,
    /// Authors in order.
    pub authors: Vec<Person>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Title.
    pub title: Option<String>,
    /// Journal or book.
    pub container: Option<String>,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// Kind of publication.
    pub kind: WorkKind,
    /// Papers whose bibliography has it, ascending.
    pub listed_in: Vec<u32>,
    /// The paper of the corpus that is this work.
    pub in_corpus: Option<u32>,
    /// What joined its references.
    pub merge: Merge,
}

/// How many joins of each kind made a work.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Merge {
    /// By a decision of the user.
    pub decision: u32,
    /// By equal DOI.
    pub doi: u32,
    /// By title.
    pub title: u32,
    /// Least similarity of two titles that were joined; 0 where none was.
    pub least_similarity: f64,
    /// By volume and first page.
    pub pages: u32,
    /// By title with another year or author.
    pub near: u32,
    /// By names and year alone.
    pub name: u32,
}

/// One marker that points to a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CitedAt {
    /// The citing paper.
    pub document: u32,
    /// Place of the work in [`Works::works`].
    pub work: u32,
    /// Kind of section that the marker stands in.
    pub section: SectionKind,
    /// Whether the authors' names are part of the sentence.
    pub narrative: bool,
}

/// The cited works of a corpus, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Works {
    /// The works.
    pub works: Vec<Work>,
    /// Every marker that points to one, in the order of papers.
    pub cited: Vec<CitedAt>,
    /// By document, the work of each entry of its bibliography.
    of_reference: BTreeMap<u32, Vec<u32>>,
    of_marker: BTreeMap<(u32, MarkerKey), u32>,
    /// What each work was put together from; the first one is what the others were joined to.
    pub members: Vec<Vec<Member>>,
    /// What could not be done of the decisions made by hand, in the order of their file.
    pub remarks: Vec<Remark>,
}

impl Works {
    /// The works that a marker of a paper points to: those of its references, the best one where it
    /// is ambiguous, or that of its names and year. Numbers without a reference point to none.
    #[must_use]
    pub fn of_marker(&self, document: u32, marker: &Marker) -> Vec<u32> {
        let references = item::references_of(marker);
        if references.is_empty() {
            let key = MarkerKey::of(marker);
            return key
                .and_then(|key| self.of_marker.get(&(document, key)).copied())
                .into_iter()
                .collect();
        }
        let works = references
            .iter()
            .filter_map(|&reference| self.of_reference.get(&document)?.get(reference).copied());
        let mut works: Vec<_> = works.collect();
        works.dedup();
        works
    }

    /// The work of an entry of a paper's bibliography.
    #[must_use]
    pub fn of_reference(&self, document: u32, reference: u32) -> Option<u32> {
        self.of_reference.get(&document)?.get(reference as usize).copied()
    }

    /// Which documents cite a work that `query` names: a DOI, or words like `Porter 1990` or
    /// `Porter competitive advantage`, each of which must be its year, part of an author's name, or
    /// a word of its title.
    #[must_use]
    pub fn citing(&self, query: &str, documents: usize) -> Vec<bool> {
        let query = key::Query::of(query);
        let named: Vec<bool> = self.works.iter().map(|work| query.names(work)).collect();
        let mut citing = vec![false; documents];
        let mut mark = |document: u32| {
            if let Some(found) = citing.get_mut(document as usize) {
                *found = true;
            }
        };
        for (work, named) in self.works.iter().zip(&named) {
            if *named {
                work.listed_in.iter().copied().for_each(&mut mark);
            }
        }
        for cited in &self.cited {
            if named.get(cited.work as usize).copied().unwrap_or(false) {
                mark(cited.document);
            }
        }
        citing
    }
}

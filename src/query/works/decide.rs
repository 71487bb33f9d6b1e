//! Decisions made by hand, applied to the references that they name.
//!
//! A name stands for every reference that it fits: all of one DOI, one entry of one paper, or all
//! whose year, authors and title have the words of the name. Markers without a reference are named
//! by words only.

use std::fmt;

use super::item::Item;
use super::names::Finder;
use super::{Work, key};
use crate::model::{Decision, Decisions, NameMeans, ReferenceName};
use crate::query::facts::CorpusFacts;

/// Something of a decision that could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The file as the user knows it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What it is.
    pub kind: RemarkKind,
}

/// What could not be done of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// No reference has this name.
    NoReference {
        /// The name as written.
        name: String,
        /// What may be meant.
        suggestion: Option<String>,
    },
    /// The names of one decision that parts references have a reference in common.
    CommonReference {
        /// The later name, as written.
        name: String,
        /// The earlier name, to which the reference is kept.
        other: String,
    },
    /// What is the same here is different by another decision, which holds.
    Contradiction,
}

impl fmt::Display for Remark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}: ", self.file, self.line, self.column)?;
        match &self.kind {
            RemarkKind::NoReference { name, suggestion } => {
                write!(formatter, "no reference is named by `{name}`")?;
                match suggestion {
                    Some(suggestion) => write!(formatter, "; {suggestion}"),
                    None => Ok(()),
                }
            }
            RemarkKind::CommonReference { name, other } => write!(
                formatter,
                "`{name}` also names a reference of `{other}`, with which it stays; add words that tell them apart"
            ),
            RemarkKind::Contradiction => formatter.write_str(
                "what is the same here is different by another entry, directly or through others, and stays apart; remove one of the two",
            ),
        }
    }
}

/// Items that decisions part: items with other names of one decision stay apart.
#[derive(Debug, Default)]
pub(super) struct Sides(Vec<Side>);

/// That an item has a name in a decision.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    pub(super) item: usize,
    pub(super) decision: u32,
    pub(super) name: u32,
}

impl Sides {
    pub(super) fn iter(&self) -> impl Iterator<Item = Side> {
        self.0.iter().copied()
    }
}

/// The decisions with the items that they are about.
pub(super) struct Decided<'a> {
    decisions: &'a Decisions,
    pub(super) sides: Sides,
    /// For each decision of what is the same its line and its items.
    pub(super) same: Vec<(usize, Vec<usize>)>,
    /// Names that no item has.
    unknown: Vec<&'a ReferenceName>,
    /// Names that have an item of an earlier name of their decision, and that name.
    common: Vec<(&'a ReferenceName, &'a ReferenceName)>,
}

/// Finds the items that the decisions are about.
pub(super) fn decide<'a>(
    decisions: &'a Decisions,
    items: &[Item],
    corpus: &CorpusFacts,
) -> Decided<'a> {
    let names_of = |decisions: &'a [Decision]| decisions.iter().flat_map(|one| &one.names);
    let names: Vec<&ReferenceName> =
        names_of(&decisions.same).chain(names_of(&decisions.different)).collect();
    let mut found = Finder::new(&names, corpus).find(items).into_iter();
    let mut decided = Decided {
        decisions,
        sides: Sides::default(),
        same: Vec::new(),
        unknown: Vec::new(),
        common: Vec::new(),
    };
    for decision in &decisions.same {
        let mut all: Vec<usize> = Vec::new();
        for (name, items) in decision.names.iter().zip(found.by_ref()) {
            decided.unknown.extend(items.is_empty().then_some(name));
            all.extend(items);
        }
        all.sort_unstable();
        all.dedup();
        decided.same.push((decision.line, all));
    }
    for (number, decision) in (0_u32..).zip(&decisions.different) {
        decided.part(number, decision, found.by_ref());
    }
    decided
}

impl<'a> Decided<'a> {
    /// Takes up a decision of what is different; `found` are the items of its names and more.
    fn part(
        &mut self,
        number: u32,
        decision: &'a Decision,
        found: impl Iterator<Item = Vec<usize>>,
    ) {
        let start = self.sides.0.len();
        let mut names = Vec::new();
        for (place, (name, items)) in (0_u32..).zip(decision.names.iter().zip(found)) {
            self.unknown.extend(items.is_empty().then_some(name));
            let side = |item| Side { item, decision: number, name: place };
            self.sides.0.extend(items.into_iter().map(side));
            names.push(name);
        }
        // An item with several names stays with the first.
        let mut own = self.sides.0.split_off(start);
        own.sort_by_key(|side| (side.item, side.name));
        let mut common: Vec<(u32, u32)> = Vec::new();
        own.dedup_by(|later, earlier| {
            let same = later.item == earlier.item;
            if same {
                common.push((later.name, earlier.name));
            }
            same
        });
        self.sides.0.extend(own);
        common.sort_unstable();
        common.dedup();
        let name = |place: u32| names.get(place as usize).copied();
        self.common.extend(common.into_iter().filter_map(|(a, b)| Some((name(a)?, name(b)?))));
    }

    /// What could not be done, in the order of the file; `refused` are the numbers of decisions of
    /// what is the same that others forbid.
    pub(super) fn remarks(
        &self,
        refused: Vec<usize>,
        works: &[Work],
        corpus: &CorpusFacts,
    ) -> Vec<Remark> {
        let remark = |name: &ReferenceName, kind| Remark {
            file: self.decisions.file.clone(),
            line: name.line,
            column: name.column,
            kind,
        };
        let unknown = self.unknown.iter().map(|name| {
            let suggestion = suggestion(&name.means, works, corpus);
            remark(name, RemarkKind::NoReference { name: name.written.clone(), suggestion })
        });
        let common = self.common.iter().map(|(name, other)| {
            let kind = RemarkKind::CommonReference {
                name: name.written.clone(),
                other: other.written.clone(),
            };
            remark(name, kind)
        });
        let refused = refused.into_iter().filter_map(|number| {
            let first = self.decisions.same.get(number)?.names.first()?;
            Some(remark(first, RemarkKind::Contradiction))
        });
        let mut remarks: Vec<Remark> = unknown.chain(common).chain(refused).collect();
        remarks.sort_by_key(|remark| (remark.line, remark.column));
        remarks
    }
}

/// What may be meant by a name that no reference has.
fn suggestion(means: &NameMeans, works: &[Work], corpus: &CorpusFacts) -> Option<String> {
    match means {
        NameMeans::Doi(doi) => {
            let known = works.iter().filter_map(|work| work.doi.as_deref());
            let near = known.filter(|known| known.len().abs_diff(doi.len()) <= 2);
            let near = near.map(|known| (strsim::osa_distance(known, doi), known)).min()?;
            (near.0 <= 2).then(|| format!("did you mean `{}`?", near.1))
        }
        NameMeans::Entry { document, .. } => {
            let names = || corpus.documents.iter().map(|facts| facts.name.as_str());
            if names().any(|name| name == document) {
                return Some(format!("the bibliography of {document} has no such entry"));
            }
            let near = names().max_by(|a, b| {
                let likeness = |name: &str| strsim::jaro_winkler(name, document);
                likeness(a).total_cmp(&likeness(b)).then_with(|| b.cmp(a))
            })?;
            Some(format!("there is no paper `{document}`; did you mean `{near}`?"))
        }
        NameMeans::Words(text) => {
            let words = key::name_words(text);
            let alike = |work: &&Work| {
                let known = key::words(&work.id);
                let agrees = |word: &String| {
                    let near = |known: &String| strsim::osa_distance(word, known) <= word.len() / 5;
                    known.iter().any(near)
                };
                words.iter().filter(|word| agrees(word)).count()
            };
            let best = works.iter().rev().max_by_key(alike)?;
            let enough = alike(&best) * 2 >= words.len();
            enough.then(|| format!("did you mean `{}`?", best.id))
        }
    }
}

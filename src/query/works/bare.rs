//! Joins what has names and a year only: with the one work that fits, or with its likes.
//!
//! Works are looked up by how they name their authors after the first, so that a block of many
//! works and many bare names takes no quadratic time.

use rustc_hash::FxHashMap;

use super::explain::Reason;
use super::item::Item;
use super::order::Block;
use super::union::Joiner;

/// Joins the bare items of a block with the one cluster of the block that fits, or with their likes.
pub(super) fn join_bare(block: Block<'_>, joiner: &mut Joiner) {
    if !block.items.iter().any(Item::is_bare) {
        return;
    }
    let mut works = Namings::default();
    for (place, item) in block.placed().filter(|(_, item)| !item.is_bare()) {
        works.add(item, joiner.root(place));
    }
    let mut likes: FxHashMap<Option<char>, Namings<'_>> = FxHashMap::default();
    for (place, item) in block.placed().filter(|(_, item)| item.is_bare()) {
        if let Found { first: Some(only), several: false } = works.find(item) {
            joiner.join(only, place, Reason::Name);
            continue;
        }
        let likes = likes.entry(item.letter).or_default();
        match likes.find(item).first {
            Some(like) => {
                joiner.join(like, place, Reason::Name);
            }
            None => likes.add(item, place),
        }
    }
}

/// Things found by the authors after the first: `Lee & Wu`, `Lee et al.`, `Lee`.
#[derive(Default)]
struct Namings<'a> {
    by_second: FxHashMap<(&'a str, bool), Found>,
    /// All of `by_second` taken together.
    with_second: Found,
    et_al: Found,
    alone: Found,
}

/// The least of the things found, and whether there are others.
#[derive(Clone, Copy, Default)]
struct Found {
    first: Option<usize>,
    several: bool,
}

impl Found {
    fn and(self, other: Self) -> Self {
        match (self.first, other.first) {
            (Some(one), Some(two)) => Self {
                first: Some(one.min(two)),
                several: self.several || other.several || one != two,
            },
            (one, two) => Self { first: one.or(two), several: self.several || other.several },
        }
    }
}

impl<'a> Namings<'a> {
    fn add(&mut self, item: &'a Item, thing: usize) {
        let found = Found { first: Some(thing), several: false };
        let add = |slot: &mut Found| *slot = slot.and(found);
        match &item.second_author {
            Some(second) => {
                add(self.by_second.entry((second, item.et_al)).or_default());
                add(&mut self.with_second);
            }
            None if item.et_al => add(&mut self.et_al),
            None => add(&mut self.alone),
        }
    }

    /// What fits the authors of an item, as far as they are named on both sides: those who name
    /// the same second author, and those who say "et al." instead of any.
    fn find(&self, item: &Item) -> Found {
        match &item.second_author {
            Some(second) => {
                let of = |et_al| self.by_second.get(&(second.as_str(), et_al)).copied();
                let named = [of(false), of(true)].into_iter().flatten();
                named.fold(self.et_al, Found::and)
            }
            None if item.et_al => self.et_al.and(self.with_second),
            None => self.alone,
        }
    }
}

//! Items in an order that depends on what they say, not on when their papers were added.
//!
//! Items are sorted by author, year, title and all the rest, so that a block (one author and year)
//! is a run of neighbours, and equal titles of a block are a run in it. Authors and titles are
//! sorted once each and compared by their ranks, since most of a corpus cites the same works.

use rustc_hash::FxHashMap;

use super::item::Item;

/// The items in order, with the keys that blocks are made by.
pub(super) struct Ordered {
    pub(super) items: Vec<Item>,
    /// The rank of each item's title among all titles.
    titles: Vec<u32>,
    /// New place of each item by its old one.
    places: Vec<u32>,
}

impl Ordered {
    /// Sorts by content; items of equal content by document and place in it.
    pub(super) fn of(items: Vec<Item>) -> Self {
        let authors = ranks(items.iter().map(|item| item.author.as_str()));
        let titles = ranks(items.iter().map(|item| item.title.as_str()));
        let key = |old: u32| {
            let at = old as usize;
            let year = items.get(at).and_then(|item| item.year);
            (authors.get(at), year, titles.get(at), old)
        };
        let mut sorted: Vec<_> = (0..u32_of(items.len())).map(key).collect();
        sorted.sort_unstable_by(|a, b| {
            let item = |old: u32| items.get(old as usize);
            let ranks = (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2));
            ranks.then_with(|| item(a.3).cmp(&item(b.3))).then(a.3.cmp(&b.3))
        });
        let mut places = vec![0; items.len()];
        for (place, &(.., old)) in (0_u32..).zip(&sorted) {
            if let Some(slot) = places.get_mut(old as usize) {
                *slot = place;
            }
        }
        let titles = sorted.iter().map(|(_, _, title, _)| title.copied().unwrap_or(0)).collect();
        let mut items: Vec<_> = items.into_iter().map(Some).collect();
        let taken = sorted
            .iter()
            .filter_map(|&(.., old)| items.get_mut(old as usize).and_then(Option::take));
        Self { items: taken.collect(), titles, places }
    }

    /// The new place of the item that was added as number `old`.
    pub(super) fn place_of(&self, old: u32) -> u32 {
        self.places.get(old as usize).copied().unwrap_or(u32::MAX)
    }

    /// The blocks of equal author and year: the place of each one's first item, and its items.
    /// Items without an author are in none.
    pub(super) fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        let mut start = 0;
        let same = |a: &Item, b: &Item| a.year == b.year && a.author == b.author;
        self.items.chunk_by(same).filter_map(move |items| {
            let block = Block { start, items };
            start += items.len();
            items.first().is_some_and(|item| !item.author.is_empty()).then_some(block)
        })
    }

    /// The places of the items of each title that several have, in the order of titles; places
    /// ascending.
    pub(super) fn shared_titles(&self) -> Vec<Vec<usize>> {
        let mut places: Vec<(u32, usize)> = self.titles.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let groups = places.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
        groups.map(|group| group.iter().map(|&(_, place)| place).collect()).collect()
    }
}

/// Items of one author and year.
#[derive(Clone, Copy)]
pub(super) struct Block<'a> {
    /// Place of the first among all items.
    pub(super) start: usize,
    pub(super) items: &'a [Item],
}

impl<'a> Block<'a> {
    /// The items with their places among all.
    pub(super) fn placed(self) -> impl Iterator<Item = (usize, &'a Item)> {
        self.items.iter().enumerate().map(move |(at, item)| (self.start + at, item))
    }
}

/// The rank of each text among all that are unlike, from 0.
fn ranks<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut unlike: Vec<&str> = Vec::new();
    let mut ranks: Vec<u32> = Vec::new();
    for text in texts {
        let number = *numbers.entry(text).or_insert_with(|| {
            unlike.push(text);
            u32_of(unlike.len() - 1)
        });
        ranks.push(number);
    }
    let mut sorted: Vec<(&str, u32)> = unlike.into_iter().zip(0..).collect();
    sorted.sort_unstable();
    let mut rank_of = vec![0; sorted.len()];
    for (rank, &(_, number)) in (0_u32..).zip(&sorted) {
        if let Some(slot) = rank_of.get_mut(number as usize) {
            *slot = rank;
        }
    }
    for rank in &mut ranks {
        *rank = rank_of.get(*rank as usize).copied().unwrap_or(0);
    }
    ranks
}

fn u32_of(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_follow_the_order_of_texts() {
        assert_eq!(ranks(["b", "a", "b", "c", ""].into_iter()), [2, 1, 2, 3, 0]);
    }
}

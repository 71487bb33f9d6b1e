//! Joins items to clusters, each of which is a work.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::bare::join_bare;
use super::decide::Decided;
use super::explain::Reason;
use super::item::Item;
use super::order::{Block, Ordered};
use super::similarity::Title;
use super::union::{Clusters, Joiner};
use super::{LONG_TITLE_WORDS, NEIGHBOURS, SAME_TITLE_WORDS, TITLE_SIMILARITY, WHOLE_BLOCK};

/// Joins the items that mean one work. Also returns which of the user's decisions to join could not
/// be followed, by their numbers, since others part the same items.
pub(super) fn cluster(ordered: &Ordered, decided: &Decided<'_>) -> (Clusters, Vec<usize>) {
    let items = &ordered.items;
    let mut joiner = Joiner::new(items, &decided.sides);
    let refused = join_by_hand(decided, &mut joiner);
    join_by_doi(items, &mut joiner);
    for block in ordered.blocks() {
        join_by_pages(block, &mut joiner);
        join_by_title(block, &mut joiner);
    }
    join_equal_titles(ordered, &mut joiner);
    for block in ordered.blocks() {
        join_bare(block, &mut joiner);
    }
    (joiner.finish(), refused)
}

/// Joins what the user says is the same.
fn join_by_hand(decided: &Decided<'_>, joiner: &mut Joiner) -> Vec<usize> {
    let mut refused = Vec::new();
    for (number, (line, items)) in decided.same.iter().enumerate() {
        let Some((&first, rest)) = items.split_first() else { continue };
        let joined = rest.iter().map(|&item| joiner.join(first, item, Reason::Decision(*line)));
        if joined.filter(|joined| !joined).count() > 0 {
            refused.push(number);
        }
    }
    refused
}

fn join_by_doi(items: &[Item], joiner: &mut Joiner) {
    let mut first: FxHashMap<&str, usize> = FxHashMap::default();
    for (place, item) in items.iter().enumerate() {
        if let Some(doi) = &item.doi {
            let known = *first.entry(doi).or_insert(place);
            joiner.join(known, place, Reason::Doi);
        }
    }
}

fn join_by_pages(block: Block<'_>, joiner: &mut Joiner) {
    if block.items.len() < 2 {
        return;
    }
    let mut first: FxHashMap<&(String, String), usize> = FxHashMap::default();
    for (place, item) in block.placed() {
        if let Some(pages) = &item.pages {
            let known = *first.entry(pages).or_insert(place);
            joiner.join(known, place, Reason::Pages);
        }
    }
}

/// Joins equal titles, which are neighbours, and then like ones.
fn join_by_title(block: Block<'_>, joiner: &mut Joiner) {
    let mut titles: Vec<(&str, usize)> = Vec::new();
    for (place, item) in block.placed().filter(|(_, item)| !item.title.is_empty()) {
        match titles.last() {
            Some((known, _)) if *known == item.title => {
                joiner.join(place - 1, place, Reason::Title(1.0));
            }
            _ => titles.push((&item.title, place)),
        }
    }
    if titles.len() < 2 {
        return;
    }
    let titles: Vec<_> =
        titles.into_iter().map(|(title, place)| (Title::of(title), place)).collect();
    let window = if titles.len() <= WHOLE_BLOCK { titles.len() } else { NEIGHBOURS };
    for (index, (title, place)) in titles.iter().enumerate() {
        for (other, other_place) in titles.iter().skip(index + 1).take(window) {
            let similarity = title.similarity(other);
            if similarity >= TITLE_SIMILARITY {
                joiner.join(*place, *other_place, Reason::Title(similarity));
            }
        }
    }
}

/// Joins equal titles of one author a year apart, and long ones of one year with other authors.
fn join_equal_titles(ordered: &Ordered, joiner: &mut Joiner) {
    for places in ordered.shared_titles() {
        let item = |place: usize| ordered.items.get(place);
        let title = places.first().and_then(|&place| item(place)).map(|item| item.title.as_str());
        let words = title.unwrap_or_default().split(' ').count();
        if words < SAME_TITLE_WORDS {
            continue;
        }
        let mut of_year: BTreeMap<i32, usize> = BTreeMap::new();
        let mut of_author: BTreeMap<(&str, i32), usize> = BTreeMap::new();
        for place in places {
            let Some(item) = item(place) else { continue };
            let Some(year) = item.year else { continue };
            of_author.entry((&item.author, year)).or_insert(place);
            if let Some(&known) = of_author.get(&(item.author.as_str(), year.saturating_sub(1))) {
                joiner.join(known, place, Reason::OtherYear);
            }
            if words >= LONG_TITLE_WORDS {
                let known = *of_year.entry(year).or_insert(place);
                joiner.join(known, place, Reason::OtherAuthor);
            }
        }
    }
}

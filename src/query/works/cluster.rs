//! Joins items to clusters, each of which is a work.

use std::collections::BTreeMap;

use super::item::Item;
use super::similarity::Title;
use super::union::{Clusters, Joiner, Reason};
use super::{LONG_TITLE_WORDS, NEIGHBOURS, SAME_TITLE_WORDS, TITLE_SIMILARITY, WHOLE_BLOCK};

/// Joins the items that mean one work.
pub(super) fn cluster(items: &[Item]) -> Clusters {
    let mut joiner = Joiner::new(items);
    join_by_doi(items, &mut joiner);
    let blocks = blocks(items);
    for block in &blocks {
        join_by_pages(items, block, &mut joiner);
        join_by_title(items, block, &mut joiner);
    }
    join_equal_titles(items, &mut joiner);
    for block in &blocks {
        join_bare(items, block, &mut joiner);
    }
    joiner.finish()
}

/// Items of equal first author and year; places ascending.
fn blocks(items: &[Item]) -> Vec<Vec<usize>> {
    let mut blocks: BTreeMap<(&str, Option<i32>), Vec<usize>> = BTreeMap::new();
    for (place, item) in items.iter().enumerate() {
        if !item.author.is_empty() {
            blocks.entry((&item.author, item.year)).or_default().push(place);
        }
    }
    blocks.into_values().collect()
}

fn join_by_doi(items: &[Item], joiner: &mut Joiner) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, item) in items.iter().enumerate() {
        if let Some(doi) = &item.doi {
            let known = *first.entry(doi).or_insert(place);
            joiner.join(known, place, Reason::Doi);
        }
    }
}

fn join_by_pages(items: &[Item], block: &[usize], joiner: &mut Joiner) {
    let mut first: BTreeMap<&(String, String), usize> = BTreeMap::new();
    for &place in block {
        if let Some(pages) = items.get(place).and_then(|item| item.pages.as_ref()) {
            let known = *first.entry(pages).or_insert(place);
            joiner.join(known, place, Reason::Pages);
        }
    }
}

fn join_by_title(items: &[Item], block: &[usize], joiner: &mut Joiner) {
    let mut titles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &place in block {
        if let Some(item) = items.get(place)
            && !item.title.is_empty()
        {
            titles.entry(&item.title).or_default().push(place);
        }
    }
    for places in titles.values() {
        for pair in places.windows(2) {
            if let [one, two] = pair {
                joiner.join(*one, *two, Reason::Title(1.0));
            }
        }
    }
    if titles.len() < 2 {
        return;
    }
    let titles: Vec<_> =
        titles.into_iter().map(|(title, places)| (Title::of(title), places)).collect();
    let window = if titles.len() <= WHOLE_BLOCK { titles.len() } else { NEIGHBOURS };
    for (index, (title, places)) in titles.iter().enumerate() {
        for (other, other_places) in titles.iter().skip(index + 1).take(window) {
            let similarity = title.similarity(other);
            if similarity >= TITLE_SIMILARITY
                && let (Some(&one), Some(&two)) = (places.first(), other_places.first())
            {
                joiner.join(one, two, Reason::Title(similarity));
            }
        }
    }
}

/// Joins equal titles of one author a year apart, and long ones of one year with other authors.
fn join_equal_titles(items: &[Item], joiner: &mut Joiner) {
    let mut titles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, item) in items.iter().enumerate() {
        if item.title.split(' ').count() >= SAME_TITLE_WORDS {
            titles.entry(&item.title).or_default().push(place);
        }
    }
    for (title, places) in titles {
        let long = title.split(' ').count() >= LONG_TITLE_WORDS;
        let mut of_year: BTreeMap<i32, usize> = BTreeMap::new();
        let mut of_author: BTreeMap<(&str, i32), usize> = BTreeMap::new();
        for place in places {
            let Some(item) = items.get(place) else { continue };
            let Some(year) = item.year else { continue };
            of_author.entry((&item.author, year)).or_insert(place);
            if let Some(&known) = of_author.get(&(item.author.as_str(), year.saturating_sub(1))) {
                joiner.join(known, place, Reason::Near);
            }
            if long {
                let known = *of_year.entry(year).or_insert(place);
                joiner.join(known, place, Reason::Near);
            }
        }
    }
}

/// Joins what has names and a year only with the one cluster of the block that fits, or with its
/// likes.
fn join_bare(items: &[Item], block: &[usize], joiner: &mut Joiner) {
    let is_bare = |place: &&usize| items.get(**place).is_some_and(Item::is_bare);
    let (bare, full): (Vec<&usize>, Vec<&usize>) = block.iter().partition(is_bare);
    // One item for each cluster and way of naming authors: widely cited works stay cheap.
    let mut full: Vec<_> = full
        .into_iter()
        .filter_map(|&place| items.get(place).map(|item| (joiner.root(place), item)))
        .collect();
    let naming = |&(root, item): &(usize, &Item)| (root, item.second_author.clone(), item.et_al);
    full.sort_by_key(naming);
    full.dedup_by_key(|entry| naming(entry));
    let mut likes: Vec<usize> = Vec::new();
    for &place in bare {
        let Some(item) = items.get(place) else { continue };
        let mut fitting: Vec<usize> =
            full.iter().filter(|(_, full)| item.authors_fit(full)).map(|&(root, _)| root).collect();
        fitting.dedup();
        if let [only] = fitting.as_slice() {
            joiner.join(*only, place, Reason::Name);
            continue;
        }
        let is_like = |like: &Item| like.authors_fit(item) && like.letter == item.letter;
        match likes.iter().copied().find(|&like| items.get(like).is_some_and(is_like)) {
            Some(like) => joiner.join(like, place, Reason::Name),
            None => likes.push(place),
        }
    }
}

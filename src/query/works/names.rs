//! The items that names of references stand for.
//!
//! All names are looked for in one pass over the items. Names of words are tried only on items that
//! have their rarest kind of word, the longest one, so many names cost little more than one.

use rustc_hash::FxHashMap;

use super::item::Item;
use super::key;
use crate::model::{NameMeans, ReferenceName};
use crate::query::facts::CorpusFacts;

/// Looks for items by the names that they have.
pub(super) struct Finder<'a> {
    /// How many names there are.
    names: usize,
    by_doi: FxHashMap<&'a str, Vec<usize>>,
    /// By paper and place in its bibliography, from 0.
    by_entry: FxHashMap<(u32, u32), Vec<usize>>,
    /// The words of all names, each with its number.
    words: FxHashMap<String, u32>,
    /// By the number of its longest word, each name of words: its number, and its words sorted.
    by_word: FxHashMap<u32, Vec<(usize, Vec<u32>)>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(names: &[&'a ReferenceName], corpus: &CorpusFacts) -> Self {
        let mut finder = Self {
            names: names.len(),
            by_doi: FxHashMap::default(),
            by_entry: FxHashMap::default(),
            words: FxHashMap::default(),
            by_word: FxHashMap::default(),
        };
        for (number, name) in names.iter().enumerate() {
            match &name.means {
                NameMeans::Doi(doi) => finder.by_doi.entry(doi).or_default().push(number),
                NameMeans::Entry { document, number: entry } => {
                    let place = corpus.documents.iter().position(|facts| facts.name == *document);
                    let place = place.and_then(|place| u32::try_from(place).ok());
                    if let Some(key) = place.zip(entry.checked_sub(1)) {
                        finder.by_entry.entry(key).or_default().push(number);
                    }
                }
                NameMeans::Words(text) => finder.add_words(number, text),
            }
        }
        finder
    }

    fn add_words(&mut self, name: usize, text: &str) {
        let words = key::name_words(text);
        let longest = words.iter().max_by_key(|word| word.chars().count()).cloned();
        let mut numbers: Vec<u32> = words.into_iter().map(|word| self.number_of(word)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if let Some(longest) = longest {
            let longest = self.number_of(longest);
            self.by_word.entry(longest).or_default().push((name, numbers));
        }
    }

    fn number_of(&mut self, word: String) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        *self.words.entry(word).or_insert(next)
    }

    /// For each name, the places of the items that have it, ascending.
    pub(super) fn find(&self, items: &[Item]) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = vec![Vec::new(); self.names];
        if self.names == 0 {
            return found;
        }
        let mut words: Vec<u32> = Vec::new();
        for (place, item) in items.iter().enumerate() {
            let mut add = |name: usize| {
                if let Some(slot) = found.get_mut(name) {
                    slot.push(place);
                }
            };
            if let Some(names) = item.doi.as_deref().and_then(|doi| self.by_doi.get(doi)) {
                names.iter().copied().for_each(&mut add);
            }
            let entry = (item.document, item.place);
            if let Some(names) = self.by_entry.get(&entry).filter(|_| item.listed) {
                names.iter().copied().for_each(&mut add);
            }
            if !self.by_word.is_empty() {
                self.words_of(item, &mut words);
                let names = words.iter().filter_map(|word| self.by_word.get(word)).flatten();
                let fits =
                    |wanted: &[u32]| wanted.iter().all(|word| words.binary_search(word).is_ok());
                names.filter(|(_, wanted)| fits(wanted)).for_each(|(name, _)| add(*name));
            }
        }
        found
    }

    /// The numbers of the names' words that an item has, sorted.
    fn words_of(&self, item: &Item, numbers: &mut Vec<u32>) {
        numbers.clear();
        let mut add = |word: &str| numbers.extend(self.words.get(word));
        if let Some(year) = item.year {
            let year = year.to_string();
            add(&year);
            item.letter.iter().for_each(|letter| add(&format!("{year}{letter}")));
        } else {
            add("nd");
        }
        for family in item.shown.authors.families() {
            key::words(family).iter().for_each(|word| add(word));
            add(&key::family(family));
        }
        item.title.split(' ').for_each(add);
        numbers.sort_unstable();
        numbers.dedup();
    }
}

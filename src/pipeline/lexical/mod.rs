//! Words, n-grams and terms counted over the papers: single words by their postings, sequences of words from
//! the texts.

mod collocates;
mod sequences;

pub use collocates::{Collocating, Window};

use super::study::Study;
use crate::error::Result;
use crate::index::{GroupedCounts, IndexedPaper, TokenGroups};
use crate::model::Language;
use crate::parallel::map_in_order;
use crate::query::Selection;
use crate::query::lexical::{
    CountedItem, CountedItems, ItemFrequency, ItemKind, TextSize, WordFilter,
};

/// Parts of the vocabulary, so that threads which have an easy one can take another.
const PARTS: usize = 64;

/// What is counted, and where.
pub struct Counting<'a> {
    /// The texts; what two of them hold counts for the first.
    pub texts: &'a [&'a Selection],
    /// Words, n-grams or terms.
    pub kind: ItemKind,
    /// Words that are left out, and with them the items that begin or end with one.
    pub filter: &'a WordFilter,
    /// Fewest occurrences of an item in all texts.
    pub minimum: u64,
    /// Fewest papers with it in all texts; one that has it in two texts counts for both.
    pub papers: u64,
}

impl Study {
    /// Counts items in texts.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn count_items(&self, asked: &Counting<'_>) -> Result<CountedItems> {
        let groups = self.token_groups(asked.texts);
        if asked.kind != ItemKind::Word {
            return self.count_sequences(asked, &groups);
        }
        let texts: Vec<TextSize> =
            (0..groups.len()).map(|group| TextSize::new(groups.sizes(group).to_vec())).collect();
        let is_wanted = |norm: &str| !asked.filter.leaves_out(norm);
        let items = self.map_words(&groups, &is_wanted, &|norm, counts| {
            counted(norm, counts, &texts, asked.minimum, asked.papers)
        })?;
        Ok(CountedItems { items, texts })
    }

    /// The sizes of selected texts, in tokens.
    #[must_use]
    pub fn text_sizes(&self, texts: &[&Selection]) -> Vec<TextSize> {
        let groups = self.token_groups(texts);
        (0..groups.len()).map(|group| TextSize::new(groups.sizes(group).to_vec())).collect()
    }

    /// The languages of the papers that are selected, in order of their codes; English where none is known.
    #[must_use]
    pub fn languages(&self, texts: &[&Selection]) -> Vec<Language> {
        let papers = self.facts().documents.iter().enumerate();
        let selected = papers.filter(|(place, _)| {
            texts.iter().any(|selection| !selection.sections(*place).is_empty())
        });
        let mut languages: Vec<Language> =
            selected.filter_map(|(_, paper)| paper.metadata.language).collect();
        languages.sort_unstable();
        languages.dedup();
        if languages.is_empty() { vec![Language::ENGLISH] } else { languages }
    }

    /// The tokens of each selection as a group of their own; what two of them hold is of the first.
    fn token_groups(&self, texts: &[&Selection]) -> TokenGroups {
        let mut groups = TokenGroups::new(texts.len());
        for (place, paper) in self.papers().iter().enumerate() {
            let group = |kind| texts.iter().position(|text| text.sections(place).contains(kind));
            let before = first_section(paper);
            let sections = paper.facts.section_sizes();
            groups.push(
                before
                    .into_iter()
                    .chain(sections.map(|(kind, tokens, _)| (kind, tokens)))
                    .map(|(kind, tokens)| (tokens, group(kind))),
            );
        }
        groups
    }

    /// What `keep` makes of the words that are wanted, in the order of their bytes.
    fn map_words<R: Send>(
        &self,
        groups: &TokenGroups,
        is_wanted: &(dyn Fn(&str) -> bool + Sync),
        keep: &(dyn Fn(&str, &GroupedCounts) -> Option<R> + Sync),
    ) -> Result<Vec<R>> {
        let ranges = self.corpus().word_ranges(PARTS)?;
        let parts = map_in_order(&ranges, self.jobs(), |_, range| -> Result<Vec<R>> {
            let mut kept = Vec::new();
            self.corpus().visit_words(range, groups, is_wanted, &mut |norm, counts| {
                kept.extend(keep(norm, counts));
            })?;
            Ok(kept)
        });
        let mut all = Vec::new();
        for part in parts {
            all.append(&mut part?);
        }
        Ok(all)
    }
}

/// The tokens before the first section of a paper, which belong to none of its kinds.
fn first_section(paper: &IndexedPaper) -> Option<(crate::model::SectionKind, u32)> {
    let first = paper.facts.sections.first().map_or(paper.facts.tokens, |section| section.token);
    (first > 0).then_some((crate::model::SectionKind::Other, first))
}

/// An item that occurs often enough.
fn counted(
    item: &str,
    counts: &GroupedCounts,
    texts: &[TextSize],
    minimum: u64,
    papers: u64,
) -> Option<CountedItem> {
    let sum: u64 = counts.iter().flatten().map(|&(_, count)| u64::from(count)).sum();
    let in_papers: usize = counts.iter().map(Vec::len).sum();
    if sum < minimum || (in_papers as u64) < papers {
        return None;
    }
    let frequencies = counts.iter().zip(texts);
    let frequencies = frequencies.map(|(counts, text)| ItemFrequency::of(counts, text)).collect();
    Some(CountedItem { item: item.to_owned(), frequencies })
}

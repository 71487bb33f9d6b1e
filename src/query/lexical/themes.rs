//! Themes counted as words are.

use rustc_hash::FxHashMap;

use super::{CountedItem, CountedItems, ItemFrequency, TextSize};
use crate::query::facts::has_children;
use crate::query::{MentionFacts, Selection, ThemeFacts};

/// The mentions of each theme in texts; what two texts hold counts for the first. A theme with themes below
/// it counts their patterns together, as in the table of themes.
#[must_use]
pub fn count_themes(
    themes: &[ThemeFacts],
    mentions: &[MentionFacts],
    selections: &[&Selection],
    texts: Vec<TextSize>,
) -> CountedItems {
    let parents = has_children(themes);
    let mut counts: FxHashMap<(u32, usize), Vec<(u32, u32)>> = FxHashMap::default();
    // Mentions come by document.
    for mention in mentions {
        let is_parent = parents.get(mention.theme as usize).copied().unwrap_or(false);
        let text = selections.iter().position(|of| of.contains(mention.document, mention.section));
        let Some(text) = text.filter(|_| mention.union == is_parent) else { continue };
        let counts = counts.entry((mention.theme, text)).or_default();
        match counts.last_mut() {
            Some((paper, count)) if *paper == mention.document => *count += 1,
            _ => counts.push((mention.document, 1)),
        }
    }
    let items = (0_u32..).zip(themes).map(|(theme, facts)| {
        let of_text = |(number, text): (usize, &TextSize)| {
            let counts = counts.get(&(theme, number)).map_or(&[][..], Vec::as_slice);
            ItemFrequency::of(counts, text)
        };
        let frequencies = texts.iter().enumerate().map(of_text).collect();
        CountedItem { item: facts.path.clone(), frequencies }
    });
    CountedItems { items: items.collect(), texts }
}

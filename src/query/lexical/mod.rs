//! Words, sequences of words and terms with their frequencies: what keyness, collocates and keywords share.

mod filter;
mod themes;

pub use filter::{LikeMistake, WordFilter};
pub use themes::count_themes;

use crate::model::table::thousands;
use crate::stats::dispersion::dp_of_present;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Single words, by their norms.
    Word,
    /// Sequences of so many words within a sentence.
    NGram(usize),
    /// Terms: sequences of two to five words that begin and end with a content word, hold no others than
    /// content words and at most two that link (`of`, `to`), and no punctuation, number or citation.
    Term,
}

impl ItemKind {
    /// Fewest and most words of an item.
    #[must_use]
    pub const fn lengths(self) -> (usize, usize) {
        match self {
            Self::Word => (1, 1),
            Self::NGram(length) => (length, length),
            Self::Term => (2, 5),
        }
    }

    /// What one item is called, in the singular and plural.
    #[must_use]
    pub const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Word | Self::NGram(1) => ("word", "words"),
            Self::NGram(_) => ("n-gram", "n-grams"),
            Self::Term => ("term", "terms"),
        }
    }
}

/// A number with its noun, for titles: `1 word`, `2,000 words`.
pub(super) fn number_of(count: u64, (singular, plural): (&str, &str)) -> String {
    format!("{} {}", thousands(count), if count == 1 { singular } else { plural })
}

/// How many rows are shown of how many: `50 of 2,000 words`, or `12 words` where all are.
pub(super) fn shown_of(shown: usize, found: usize, nouns: (&str, &str)) -> String {
    let all = number_of(found as u64, nouns);
    if shown == found { all } else { format!("{} of {all}", thousands(shown as u64)) }
}

/// The size of a text that items are counted in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextSize {
    /// Tokens; for n-grams the places where one can stand.
    pub tokens: u64,
    /// Papers with a token.
    pub papers: u64,
    by_paper: Vec<u64>,
}

impl TextSize {
    /// The size of a text that has so many tokens in each paper.
    #[must_use]
    pub fn new(by_paper: Vec<u64>) -> Self {
        Self {
            tokens: by_paper.iter().sum(),
            papers: by_paper.iter().filter(|&&tokens| tokens > 0).count() as u64,
            by_paper,
        }
    }
}

/// How often an item occurs in a text, in how many papers, and how evenly.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ItemFrequency {
    /// Occurrences.
    pub count: u64,
    /// Papers with an occurrence.
    pub papers: u64,
    /// Gries' deviation of proportions over the papers; `None` where it does not occur.
    pub dp: Option<f64>,
}

impl ItemFrequency {
    /// The frequency of an item by its occurrences in papers, each of which is named once.
    #[must_use]
    pub fn of(counts: &[(u32, u32)], text: &TextSize) -> Self {
        let size = |paper: u32| text.by_paper.get(paper as usize).copied().unwrap_or(0);
        let present: Vec<(u64, u64)> =
            counts.iter().map(|&(paper, count)| (u64::from(count), size(paper))).collect();
        Self {
            count: present.iter().map(|(count, _)| count).sum(),
            papers: present.len() as u64,
            dp: dp_of_present(&present, text.tokens),
        }
    }

    /// Occurrences per so many tokens; `None` for an empty text.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
    pub fn rate(&self, text: &TextSize, per: u64) -> Option<f64> {
        (text.tokens > 0).then(|| self.count as f64 / text.tokens as f64 * per as f64)
    }
}

/// An item with its frequency in each of several texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CountedItem {
    /// The words, with a space between two; of a theme its path.
    pub item: String,
    /// One a text.
    pub frequencies: Vec<ItemFrequency>,
}

/// Items counted in several texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CountedItems {
    /// By name.
    pub items: Vec<CountedItem>,
    /// The sizes of the texts.
    pub texts: Vec<TextSize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_count_papers_and_evenness() {
        let text = TextSize::new(vec![100, 0, 100, 200]);
        assert_eq!((text.tokens, text.papers), (400, 3));
        let even = ItemFrequency::of(&[(3, 4), (0, 2), (2, 2)], &text);
        assert_eq!((even.count, even.papers, even.dp), (8, 3, Some(0.0)));
        let one = ItemFrequency::of(&[(0, 5)], &text);
        assert_eq!((one.dp, one.rate(&text, 1000)), (Some(0.75), Some(12.5)));
        assert_eq!(ItemFrequency::of(&[], &text), ItemFrequency::default());
        assert_eq!(one.rate(&TextSize::default(), 1000), None);
    }
}

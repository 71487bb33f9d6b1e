//! How alike two folded titles are.

use super::TITLE_SIMILARITY;

/// Words that a shorter title needs to count as the beginning of a longer one.
const BEGINNING_WORDS: usize = 3;

/// A folded title with its trigrams.
pub(super) struct Title<'a> {
    text: &'a str,
    trigrams: Vec<u64>,
    /// The numbers in the title, sorted.
    numbers: Vec<&'a str>,
}

impl<'a> Title<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut numbers: Vec<_> = text.split(' ').filter(|word| is_number(word)).collect();
        numbers.sort_unstable();
        Self { text, trigrams: trigrams(text), numbers }
    }

    /// How many words it has.
    pub(super) fn words(&self) -> usize {
        self.text.split(' ').filter(|word| !word.is_empty()).count()
    }

    /// Similarity from 0 to 1: 1 where one title begins with the other, 0 where numbers tell them
    /// apart ("part 1", "part 2"), else that of their trigrams.
    pub(super) fn similarity(&self, other: &Self) -> f64 {
        let (one, two) = (self.text, other.text);
        let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
        let rest = long.strip_prefix(short).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        match rest {
            Some(rest) if short.split(' ').count() >= BEGINNING_WORDS => {
                // "..., part 2" is another work, "..., evidence from 12 countries" is a subtitle.
                let is_part = rest.trim_start().split(' ').take(2).any(is_number);
                f64::from(u8::from(!is_part))
            }
            _ if self.numbers != other.numbers => 0.0,
            _ => trigram_similarity(&self.trigrams, &other.trigrams),
        }
    }
}

/// Jaccard similarity of two sorted lists of trigrams: shared by all, each counted once.
///
/// Source: P. Jaccard (1912), The distribution of the flora in the alpine zone, *New Phytologist*
/// 11.
///
/// Lists that cannot reach [`TITLE_SIMILARITY`], as their lengths or what has been compared of them
/// shows, give 0.
fn trigram_similarity(one: &[u64], two: &[u64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "titles are short")]
    let ratio = one.len().min(two.len()) as f64 / one.len().max(two.len()).max(1) as f64;
    if ratio < TITLE_SIMILARITY {
        return 0.0;
    }
    // Of n trigrams in both lists together, the similarity is shared / (n - shared), so at least
    // n * s / (1 + s) must be shared: each trigram of one list alone takes from what may be.
    #[expect(clippy::cast_precision_loss, reason = "titles are short")]
    let needed = (one.len() + two.len()) as f64 * TITLE_SIMILARITY / (1.0 + TITLE_SIMILARITY);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "titles are short")]
    let needed = (needed - 1e-9).ceil() as usize;
    let (mut i, mut j, mut shared) = (0, 0, 0_usize);
    while let (Some(a), Some(b)) = (one.get(i), two.get(j)) {
        if shared + (one.len() - i).min(two.len() - j) < needed {
            return 0.0;
        }
        shared += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    let all = one.len() + two.len() - shared;
    #[expect(clippy::cast_precision_loss, reason = "titles are short")]
    let similarity = if all == 0 { 1.0 } else { shared as f64 / all as f64 };
    similarity
}

/// The trigrams of characters, with a space at both ends: sorted, each once.
fn trigrams(title: &str) -> Vec<u64> {
    let padded = [' '].into_iter().chain(title.chars()).chain([' ']);
    let padded: Vec<u64> = padded.map(|character| u64::from(u32::from(character))).collect();
    let mut trigrams: Vec<u64> = padded
        .windows(3)
        .filter_map(|three| match three {
            // 21 bits hold any character.
            [a, b, c] => Some((a << 42) | (b << 21) | c),
            _ => None,
        })
        .collect();
    trigrams.sort_unstable();
    trigrams.dedup();
    trigrams
}

/// Whether a word of a title is or holds a number, Roman ones up to ten included.
fn is_number(word: &str) -> bool {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    ROMAN.contains(&word) || word.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(one: &str, two: &str) -> f64 {
        Title::of(one).similarity(&Title::of(two))
    }

    #[test]
    fn spellings_are_alike_and_parts_are_not() {
        let process = "the internationalization process of the firm";
        assert!(similarity(process, "the internationalisation process of the firm") > 0.8);
        assert_eq!(
            similarity(process, "the internationalization process of the firm a model"),
            1.0
        );
        assert!(similarity(process, "why small firms go abroad") < 0.2);
        assert_eq!(
            similarity("exports of small firms part 1", "exports of small firms part 2"),
            0.0
        );
        assert_eq!(similarity("exports of small firms", "exports of small firms part ii"), 0.0);
        let subtitle = "exports of small firms evidence from 12 countries";
        assert_eq!(similarity("exports of small firms", subtitle), 1.0);
        assert_eq!(similarity("exports", "exports"), 1.0);
        assert!(similarity("exports", "exports and imports of all countries") < 0.5);
    }
}

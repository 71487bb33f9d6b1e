//! Sketches of texts, by which near-duplicates are found among many.
//!
//! A text is the set of its shingles, runs of [`WORDS`] words; two texts are alike by the Jaccard
//! similarity of the sets, shared / all. Of each text only [`VALUES`] numbers are kept: the shingles
//! are hashed into as many bins and the least of each bin stays. The share of equal numbers estimates
//! the similarity, with a standard error of √(s(1−s)/128), at most .044.
//!
//! Sources: A. Broder, "On the resemblance and containment of documents" (1997), for shingles and
//! least hashes; P. Li, A. Owen and C.-H. Zhang, "One permutation hashing" (2012), for bins, so that
//! each shingle is hashed once; A. Shrivastava and P. Li, "Densifying one permutation hashing via
//! rotation for fast near neighbor search" (2014), for bins that stay empty in short texts.
//!
//! Words are compared as bytes without the bit of ASCII's case, which is cheap and enough here.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Words of a shingle.
const WORDS: usize = 4;

/// Numbers of a sketch.
const VALUES: usize = 128;

/// Numbers of a band; see [`Sketch::bands`].
const BAND: usize = 3;

/// Fewest shingles that a text can be told by.
const FEWEST: usize = 60;

/// Odd numbers to multiply with: the golden ratio's, and two of the finalizer of MurmurHash3.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
const MIX: [u64; 2] = [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53];

/// The sketch of a text; empty for a text too short to be told by one.
///
/// It is stored as bytes, two a number, since an ingest reads those of all papers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(Box<[u8]>);

impl Serialize for Sketch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Sketch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(SketchVisitor)
    }
}

struct SketchVisitor;

impl Visitor<'_> for SketchVisitor {
    type Value = Sketch;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the bytes of a sketch")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Sketch, E> {
        Ok(Sketch(bytes.into()))
    }
}

impl Sketch {
    /// The estimated similarity of two texts, from 0 to 1; 0 where one of them is too short.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        if self.0.len() != 2 * VALUES || other.0.len() != 2 * VALUES {
            return 0.0;
        }
        let equal = self.values().zip(other.values()).filter(|(one, other)| one == other).count();
        #[expect(clippy::cast_precision_loss, reason = "at most 128")]
        let share = equal as f64 / VALUES as f64;
        share
    }

    /// Hashes of pieces of the sketch: texts are worth comparing where one of them is equal in both.
    ///
    /// Of two texts of similarity s some band of three is equal with a probability of
    /// 1 − (1 − s³)⁴²: .94 for s = .4, .997 for .5 (J. Leskovec et al., *Mining of Massive Datasets*,
    /// section 3.4).
    pub fn bands(&self) -> impl Iterator<Item = u64> {
        self.0.chunks_exact(2 * BAND).zip(0_u64..).map(|(values, number)| {
            numbers(values)
                .fold(number, |hash, value| mixed(hash.wrapping_mul(SPREAD) ^ u64::from(value)))
        })
    }

    fn values(&self) -> impl Iterator<Item = u16> {
        numbers(&self.0)
    }
}

/// Makes the sketch of a text from its words.
///
/// ```
/// use leitmotif::text::Sketcher;
/// let sketch = |text: &str| {
///     let mut sketcher = Sketcher::default();
///     text.split(' ').for_each(|word| sketcher.add(word));
///     sketcher.finish()
/// };
/// let words: Vec<String> = (0..500).map(|number| format!("w{}", number * number)).collect();
/// let (one, half) = (sketch(&words.join(" ")), sketch(&words[..250].join(" ")));
/// assert_eq!(one.similarity(&one), 1.0);
/// assert!((one.similarity(&half) - 0.5).abs() < 0.15);
/// ```
#[derive(Clone, Debug)]
pub struct Sketcher {
    /// Hashes of the last words, the oldest one at `count % WORDS`.
    last: [u64; WORDS],
    count: usize,
    least: Vec<u64>,
}

impl Default for Sketcher {
    fn default() -> Self {
        Self { last: [0; WORDS], count: 0, least: vec![u64::MAX; VALUES] }
    }
}

impl Sketcher {
    /// Adds the next word.
    pub fn add(&mut self, word: &str) {
        let place = self.count % WORDS;
        if let Some(last) = self.last.get_mut(place) {
            *last = hash(word.as_bytes());
        }
        self.count += 1;
        if self.count < WORDS {
            return;
        }
        let (new, old) = self.last.split_at(self.count % WORDS);
        let words = old.iter().chain(new);
        let shingle =
            mixed(words.fold(0, |sum: u64, word| sum.wrapping_mul(SPREAD).wrapping_add(*word)));
        // The upper bits choose the bin, the lower ones are the number.
        let bin = usize::try_from(shingle >> 57).unwrap_or_default();
        if let Some(least) = self.least.get_mut(bin) {
            *least = (*least).min(shingle);
        }
    }

    /// The sketch.
    #[must_use]
    pub fn finish(self) -> Sketch {
        if self.count < FEWEST + WORDS - 1 {
            return Sketch::default();
        }
        let filled =
            |bin: usize| self.least.get(bin % VALUES).copied().filter(|&least| least != u64::MAX);
        let value = |bin: usize| {
            // An empty bin takes the number of the next one that is not, told apart by the distance.
            let (distance, least) =
                (0..VALUES).find_map(|away| Some((away, filled(bin + away)?)))?;
            Some(mixed(least.wrapping_add((distance as u64).wrapping_mul(SPREAD))))
        };
        #[expect(clippy::cast_possible_truncation, reason = "sixteen bits are kept")]
        let values = (0..VALUES).map(|bin| value(bin).unwrap_or_default() as u16);
        Sketch(values.flat_map(u16::to_le_bytes).collect())
    }
}

/// Eight bytes at a time, without the bit that tells capitals from small letters in ASCII.
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    for piece in bytes.chunks(8) {
        let mut eight = [0; 8];
        eight.iter_mut().zip(piece).for_each(|(to, from)| *to = from | 0x20);
        hash = (hash ^ u64::from_le_bytes(eight)).wrapping_mul(SPREAD).rotate_left(29);
    }
    hash
}

/// The numbers in the bytes of a sketch.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes.as_chunks().0.iter().map(|&pair| u16::from_le_bytes(pair))
}

fn mixed(mut hash: u64) -> u64 {
    for multiplier in MIX {
        hash = (hash ^ (hash >> 33)).wrapping_mul(multiplier);
    }
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(words: &[String]) -> Sketch {
        let mut sketcher = Sketcher::default();
        words.iter().for_each(|word| sketcher.add(word));
        sketcher.finish()
    }

    fn words(seed: u64, count: usize) -> Vec<String> {
        (0..count as u64)
            .map(|number| format!("w{}", mixed(seed * 1_000_003 + number) % 3_000))
            .collect()
    }

    #[test]
    fn estimates_come_near_the_true_similarity() {
        for (shared, of_each) in [(900, 1000), (500, 1000), (200, 1000), (0, 1000)] {
            let common = words(1, shared);
            let text = |seed: u64| [common.clone(), words(seed, of_each - shared)].concat();
            let (one, other) = (sketch(&text(2)), sketch(&text(3)));
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let truth = shared as f64 / (2 * of_each - shared) as f64;
            assert!(
                (one.similarity(&other) - truth).abs() < 0.13,
                "{truth}: {}",
                one.similarity(&other)
            );
        }
    }

    #[test]
    fn short_texts_are_told_apart_and_very_short_ones_are_not_told_at_all() {
        assert_eq!(sketch(&words(1, 150)).similarity(&sketch(&words(1, 150))), 1.0);
        assert!(sketch(&words(1, 150)).similarity(&sketch(&words(2, 150))) < 0.1);
        assert_eq!(sketch(&words(1, 30)), Sketch::default());
        assert_eq!(sketch(&words(1, 30)).similarity(&sketch(&words(1, 30))), 0.0);
        assert_eq!(sketch(&[]).bands().count(), 0);
    }

    #[test]
    fn texts_alike_share_a_band() {
        let common = words(1, 700);
        let text = |seed: u64| [common.clone(), words(seed, 300)].concat();
        let bands: Vec<u64> = sketch(&text(2)).bands().collect();
        assert!(sketch(&text(3)).bands().any(|band| bands.contains(&band)));
        assert!(!sketch(&words(9, 1000)).bands().any(|band| bands.contains(&band)));
    }
}

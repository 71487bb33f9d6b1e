//! Whether the inverted index holds what the papers say: digests of the words of each paper, made from
//! its text and from the postings, must be equal.
//!
//! A digest is the sum of hashes of all words with their places, so it does not depend on the order in
//! which they come, and no word need be kept.

use std::hash::{DefaultHasher, Hasher};

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::MAX_TOKEN_LEN;
use tantivy::{DocSet, SegmentReader, TERMINATED};

use crate::error::Result;
use crate::index::{index_error, io_error};
use crate::text::{normalize, tokens};

/// A digest of the words of one paper in one field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digest(u64);

impl Digest {
    /// Adds a word at a place.
    pub(super) fn add(&mut self, norm: &str, position: u32) {
        if norm.len() <= MAX_TOKEN_LEN {
            self.add_hash(hash(norm.as_bytes()), position);
        }
    }

    fn add_hash(&mut self, word: u64, position: u32) {
        // Multiplications by odd numbers and shifts, as in splitmix64 (Steele et al. 2014, fig. 14).
        let mut mixed = word ^ u64::from(position).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = self.0.wrapping_add(mixed ^ (mixed >> 31));
    }

    /// That of the words of a text.
    pub(super) fn of_text(text: &str) -> Self {
        let mut digest = Self::default();
        let mut norm = String::new();
        for (token, position) in tokens(text).zip(0..) {
            norm.clear();
            normalize(token.of(text), &mut norm);
            digest.add(&norm, position);
        }
        digest
    }

    /// That of terms without places.
    pub(super) fn of_terms<'a>(terms: impl IntoIterator<Item = &'a str>) -> Self {
        let mut digest = Self::default();
        terms.into_iter().for_each(|term| digest.add(term, 0));
        digest
    }
}

fn hash(word: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(word);
    hasher.finish()
}

/// The digests of all documents of a segment, from the postings of a field.
pub(super) fn indexed(reader: &SegmentReader, field: Field, places: bool) -> Result<Vec<Digest>> {
    let mut digests = vec![Digest::default(); reader.max_doc() as usize];
    let index = reader.inverted_index(field).map_err(index_error)?;
    let option = match places {
        true => IndexRecordOption::WithFreqsAndPositions,
        false => IndexRecordOption::Basic,
    };
    let mut terms = index.terms().stream().map_err(io_error)?;
    let mut positions = Vec::new();
    while terms.advance() {
        let word = hash(terms.key());
        let mut postings =
            index.read_postings_from_terminfo(terms.value(), option).map_err(io_error)?;
        while postings.doc() != TERMINATED {
            positions.clear();
            if places {
                postings.append_positions_with_offset(0, &mut positions);
            } else {
                positions.push(0);
            }
            if let Some(digest) = digests.get_mut(postings.doc() as usize) {
                positions.iter().for_each(|&position| digest.add_hash(word, position));
            }
            postings.advance();
        }
    }
    Ok(digests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_tells_words_and_places_but_no_order() {
        let one = Digest::of_text("Low tariffs, low wages");
        let mut other = Digest::default();
        for (word, place) in [("wages", 3), ("low", 2), ("tariffs", 1), ("low", 0)] {
            other.add(word, place);
        }
        assert_eq!(one, other);
        assert_ne!(one, Digest::of_text("Low wages, low tariffs"));
        assert_ne!(one, Digest::of_text("Low tariffs, low"));
        assert_ne!(Digest::of_terms(["a", "a"]), Digest::of_terms(["a"]));
    }
}

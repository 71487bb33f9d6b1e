//! The key of a row: what is needed to weight a coded sentence back to the corpus, and to find it again.
//!
//! A key is 53 letters and digits at the end of the row. It holds a hash of the sentence; its stratum, with
//! the sentences that the stratum has and those that were drawn from it; and fingerprints of the draw, the
//! corpus and the codebook. So a file of codes needs no second file beside it that could be lost, rows can
//! be sorted, deleted and put together from several files, and no row can be weighted by another sample.
//!
//! It is written so that it tells a coder nothing: all but the hash is masked by a stream of bits that
//! depends on the row, so that keys of one stratum have nothing in common. This is a blind, not a lock:
//! whoever has leitmotif can undo it, and coders who want to know what the codebook found can run it.
//!
//! A checksum over document, number and key tells when one of them was changed or moved to another row.

use crate::model::Provenance;

/// Letter that all keys begin with, so that no spreadsheet takes one for a number.
const BEGINNING: char = 'k';
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const HASH: usize = 6;
const MASKED: usize = 22;
const SUM: usize = 4;
const BYTES: usize = HASH + MASKED + SUM;

/// What the key of a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowKey {
    /// Hash of the sentence, white space as single spaces.
    pub text: [u8; HASH],
    /// Which draw the row comes from.
    pub draw: DrawStamp,
    /// Stratum, by its place in the plan.
    pub stratum: u16,
    /// Sentences in the stratum.
    pub size: u32,
    /// Sentences drawn from it.
    pub drawn: u32,
}

/// Which sample was drawn, from which papers, and by which codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawStamp {
    /// Of seed, size, filter, and all below.
    pub draw: [u8; 4],
    /// Beginning of the fingerprint of the corpus.
    pub corpus: [u8; 4],
    /// Beginning of the fingerprint of the codebook.
    pub codebook: [u8; 4],
}

impl DrawStamp {
    /// The stamp of a draw made so.
    #[must_use]
    pub fn of(provenance: &Provenance) -> Self {
        let corpus = provenance.corpus.as_ref().map_or("", |corpus| corpus.fingerprint.as_str());
        let codebook = provenance.codebook.as_ref();
        let codebook = codebook.map_or("", |codebook| codebook.fingerprint.as_str());
        let mut hasher = blake3::Hasher::new();
        for (name, value) in &provenance.settings {
            hasher.update(name.as_bytes()).update(b"=").update(value.as_bytes()).update(b"\n");
        }
        hasher.update(corpus.as_bytes()).update(b"\n").update(codebook.as_bytes());
        Self {
            draw: first(&hasher.finalize()),
            corpus: first(&blake3::hash(corpus.as_bytes())),
            codebook: first(&blake3::hash(codebook.as_bytes())),
        }
    }

    /// Whether papers and codebook are those of `other`.
    #[must_use]
    pub fn unchanged(&self, other: &Self) -> Unchanged {
        Unchanged { corpus: self.corpus == other.corpus, codebook: self.codebook == other.codebook }
    }
}

/// What is as it was when a sample was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unchanged {
    /// The papers.
    pub corpus: bool,
    /// The codebook.
    pub codebook: bool,
}

/// The hash of a sentence, whose white space is single spaces.
#[must_use]
pub fn text_hash(sentence: &str) -> [u8; HASH] {
    first(&blake3::hash(sentence.as_bytes()))
}

impl RowKey {
    /// The key as it stands in the row of sentence `number` of `document`.
    #[must_use]
    pub fn write(&self, document: &str, number: u32) -> String {
        let mut bytes = [0; BYTES];
        let plain = self.payload();
        let parts = self
            .text
            .into_iter()
            .chain(plain.iter().zip(mask(&self.text, document, number)).map(|(a, b)| a ^ b))
            .chain(checksum(&self.text, &plain, document, number));
        for (to, from) in bytes.iter_mut().zip(parts) {
            *to = from;
        }
        let mut key = String::with_capacity(53);
        key.push(BEGINNING);
        key.extend(letters(&bytes));
        key
    }

    /// What the key in the row of sentence `number` of `document` says; `None` where it is no key, or that
    /// of another row.
    ///
    /// ```
    /// use leitmotif::model::Provenance;
    /// use leitmotif::validation::key::{DrawStamp, RowKey, text_hash};
    /// let draw = DrawStamp::of(&Provenance::new("codebook sample").with("seed", 1));
    /// let key = RowKey { text: text_hash("Firms grow."), draw, stratum: 3, size: 40, drawn: 8 };
    /// let written = key.write("a.txt", 12);
    /// assert_eq!(RowKey::read(&written, "a.txt", 12), Some(key));
    /// assert_eq!(RowKey::read(&written, "a.txt", 13), None);
    /// ```
    #[must_use]
    pub fn read(written: &str, document: &str, number: u32) -> Option<Self> {
        let bytes = bytes(written.strip_prefix(BEGINNING)?)?;
        let text: [u8; HASH] = bytes.get(..HASH)?.try_into().ok()?;
        let mut plain: [u8; MASKED] = bytes.get(HASH..HASH + MASKED)?.try_into().ok()?;
        for (byte, mask) in plain.iter_mut().zip(mask(&text, document, number)) {
            *byte ^= mask;
        }
        if bytes.get(HASH + MASKED..)? != checksum(&text, &plain, document, number) {
            return None;
        }
        let part = |from: usize| <[u8; 4]>::try_from(plain.get(from..from + 4)?).ok();
        Some(Self {
            text,
            draw: DrawStamp { draw: part(0)?, corpus: part(4)?, codebook: part(8)? },
            size: u32::from_be_bytes(part(12)?),
            drawn: u32::from_be_bytes(part(16)?),
            stratum: u16::from_be_bytes(<[u8; 2]>::try_from(plain.get(20..22)?).ok()?),
        })
    }

    fn payload(&self) -> Vec<u8> {
        let DrawStamp { draw, corpus, codebook } = self.draw;
        let (size, drawn) = (self.size.to_be_bytes(), self.drawn.to_be_bytes());
        [draw, corpus, codebook, size, drawn]
            .into_iter()
            .flatten()
            .chain(self.stratum.to_be_bytes())
            .collect()
    }
}

/// The first bytes of a hash.
fn first<const N: usize>(hash: &blake3::Hash) -> [u8; N] {
    let mut bytes = [0; N];
    for (to, from) in bytes.iter_mut().zip(hash.as_bytes()) {
        *to = *from;
    }
    bytes
}

fn row_hash(purpose: &[u8], text: &[u8], document: &str, number: u32) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    hasher.update(purpose).update(text).update(&number.to_be_bytes()).update(document.as_bytes());
    hasher
}

fn mask(text: &[u8], document: &str, number: u32) -> [u8; MASKED] {
    first(&row_hash(b"mask of a row", text, document, number).finalize())
}

fn checksum(text: &[u8], plain: &[u8], document: &str, number: u32) -> [u8; SUM] {
    first(&row_hash(b"sum of a row", text, document, number).update(plain).finalize())
}

/// Five bits a letter, the last one filled up with zeros (RFC 4648, section 6, in lower case).
fn letters(bytes: &[u8]) -> impl Iterator<Item = char> {
    (0..(bytes.len() * 8).div_ceil(5)).filter_map(|letter| {
        let value = (0..5).fold(0_usize, |value, bit| {
            let at = letter * 5 + bit;
            let byte = bytes.get(at / 8).copied().unwrap_or(0);
            value * 2 + usize::from(byte >> (7 - at % 8) & 1)
        });
        ALPHABET.get(value).map(|&letter| char::from(letter))
    })
}

/// The bytes that letters stand for; `None` where they are no letters of a key.
fn bytes(letters: &str) -> Option<[u8; BYTES]> {
    if letters.len() != (BYTES * 8).div_ceil(5) {
        return None;
    }
    let mut bytes = [0_u8; BYTES];
    for (place, letter) in letters.bytes().enumerate() {
        let value = ALPHABET.iter().position(|known| letter.eq_ignore_ascii_case(known))?;
        for bit in 0..5 {
            let at = place * 5 + bit;
            let set = value >> (4 - bit) & 1 == 1;
            match bytes.get_mut(at / 8) {
                Some(byte) if set => *byte |= 1 << (7 - at % 8),
                None if set => return None,
                _ => {}
            }
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(stratum: u16) -> RowKey {
        let draw = DrawStamp { draw: [1, 2, 3, 4], corpus: [5; 4], codebook: [6; 4] };
        RowKey { text: text_hash("Firms grow."), draw, stratum, size: 830, drawn: 50 }
    }

    #[test]
    fn keys_of_one_stratum_have_nothing_in_common() {
        let keys: Vec<String> = (0..40)
            .map(|number| {
                let text = text_hash(&format!("Sentence {number}."));
                RowKey { text, ..key(2) }.write("a.txt", number)
            })
            .collect();
        for place in 1..53 {
            let same = keys.iter().filter(|key| key.as_bytes()[place] == keys[0].as_bytes()[place]);
            // One in 32 by chance; the last letter has one bit.
            assert!(same.count() < 12 || place == 52, "place {place}: {keys:?}");
        }
        assert!(keys.iter().all(|key| key.len() == 53 && key.starts_with('k')));
    }

    #[test]
    fn a_key_fits_its_own_row_only() {
        let written = key(2).write("a.txt", 7);
        assert_eq!(RowKey::read(&written, "b.txt", 7), None);
        assert_eq!(RowKey::read(&written, "a.txt", 8), None);
        assert_eq!(RowKey::read(&written[..52], "a.txt", 7), None);
        assert_eq!(RowKey::read("", "a.txt", 7), None);
        assert_eq!(RowKey::read("kéééé", "a.txt", 7), None);
    }

    proptest! {
        #[test]
        fn a_key_reads_back_and_a_changed_one_does_not(
            stratum: u16, size: u32, drawn: u32, document in "\\PC{0,12}", number: u32,
            place in 1_usize..53, letter in 0_usize..32,
        ) {
            let key = RowKey { stratum, size, drawn, ..key(0) };
            let mut written = key.write(&document, number);
            prop_assert_eq!(RowKey::read(&written, &document, number), Some(key));
            let letter = char::from(ALPHABET[letter]).to_string();
            let changed = written[place..=place] != letter;
            written.replace_range(place..=place, &letter);
            if changed {
                prop_assert_eq!(RowKey::read(&written, &document, number), None);
            }
        }
    }
}

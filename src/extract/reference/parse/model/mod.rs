//! The trained weights: file format, table in memory, scores of a token.
//!
//! In memory a feature is a 32-bit tag in an open-address table and a row of [`LABELS`] weights of 8
//! bits, with one common scale, at the same place of a second table: a token costs one probe and one
//! vector addition a feature that the model knows.
//!
//! The file, little-endian: magic `LMRP`, format version, [`TEMPLATES_VERSION`], number of features,
//! scale, transitions and calibration as `f32`; then the sorted keys as differences of seven bits a
//! byte, for each feature a 32-bit mask of the labels with a weight, the weights of all masks in
//! order, and a 64-bit checksum (FNV-1a) of all that.

use super::feature::{FEATURES, TEMPLATES_VERSION};
use super::label::LABELS;
use super::tagger::{Chain, Row, Transitions};

const MAGIC: &[u8; 4] = b"LMRP";
const FORMAT: u32 = 1;
const KEY_SHIFT: u32 = 64 - 40;

/// The tag of a slot that holds no feature.
const EMPTY: u32 = 0;

/// Number of calibrated probabilities: one a field by its number, and 0 for the whole reference.
pub const CALIBRATED: usize = 16;

/// Why bytes are not a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAModel {
    /// Other bytes, or cut short.
    #[error("these bytes are not a model of references, or are damaged")]
    Damaged,
    /// Trained for other features or another format.
    #[error("this model of references was made for another version of leitmotif; train it anew")]
    OtherVersion,
}

/// Slope and intercept that turn the tagger's log odds into calibrated ones (Platt 1999).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Factor of the log odds.
    pub slope: f32,
    /// Added to them.
    pub intercept: f32,
}

impl Calibration {
    /// The calibrated probability.
    #[must_use]
    pub fn apply(self, probability: f32) -> f32 {
        let probability = probability.clamp(1e-6, 1.0 - 1e-6);
        let odds = (probability / (1.0 - probability)).ln();
        1.0 / (1.0 + (-(self.slope * odds + self.intercept)).exp())
    }
}

/// A trained tagger.
#[derive(Clone, Debug)]
pub struct Model {
    filter: Filter,
    tags: Vec<u32>,
    rows: Vec<[i8; LABELS]>,
    keys: Vec<u64>,
    scale: f32,
    chain: Chain,
    calibration: [Calibration; CALIBRATED],
}

impl Model {
    /// A model of these features (hash and weights), which are rounded to 8 bits. Features whose
    /// weights all round to nothing are left out, and so is the second of two with the same key.
    #[must_use]
    pub fn new(
        features: &[(u64, Row)],
        transitions: Transitions,
        calibration: [Calibration; CALIBRATED],
    ) -> Self {
        let highest =
            features.iter().flat_map(|(_, row)| row).fold(0.0_f32, |all, one| all.max(one.abs()));
        let scale = if highest > 0.0 { highest.min(6.0) / 127.0 } else { 1.0 };
        #[expect(clippy::cast_possible_truncation, reason = "clamped to 8 bits")]
        let round = |weight: f32| (weight / scale).round().clamp(-127.0, 127.0) as i8;
        let mut kept: Vec<(u64, [i8; LABELS])> = features
            .iter()
            .map(|(hash, row)| (hash >> KEY_SHIFT, row.map(round)))
            .filter(|(_, row)| row.iter().any(|weight| *weight != 0))
            .collect();
        kept.sort_by_key(|(key, _)| *key);
        kept.dedup_by_key(|(key, _)| *key);
        let (keys, rows) = kept.into_iter().unzip();
        Self::of_parts(keys, rows, scale, transitions, calibration)
    }

    fn of_parts(
        keys: Vec<u64>,
        rows: Vec<[i8; LABELS]>,
        scale: f32,
        transitions: Transitions,
        calibration: [Calibration; CALIBRATED],
    ) -> Self {
        let slots = (keys.len() * 3 / 2 + 1).next_power_of_two();
        let (mut tags, mut table) = (vec![EMPTY; slots], vec![[0; LABELS]; slots]);
        for (&key, row) in keys.iter().zip(rows) {
            let mut at = slot_of(key, slots);
            while tags[at] != EMPTY {
                at = (at + 1) & (slots - 1);
            }
            tags[at] = tag_of(key);
            table[at] = row;
        }
        let (filter, chain) = (Filter::new(&keys), Chain::new(transitions));
        Self { filter, tags, rows: table, keys, scale, chain, calibration }
    }

    /// The chain of labels.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Number of features that have a weight.
    #[must_use]
    pub fn features(&self) -> usize {
        self.keys.len()
    }

    /// The calibration of a field by its number, or of the whole reference by 0.
    #[must_use]
    pub fn calibration(&self, number: usize) -> Calibration {
        let neutral = Calibration { slope: 1.0, intercept: 0.0 };
        self.calibration.get(number).copied().unwrap_or(neutral)
    }

    /// The model with another calibration.
    #[must_use]
    pub fn with_calibration(self, calibration: [Calibration; CALIBRATED]) -> Self {
        Self { calibration, ..self }
    }

    /// The scores of a token with these features.
    #[must_use]
    pub fn score(&self, features: &[u64; FEATURES]) -> Row {
        // Most features are in no model. The filter, which the fast caches hold, says so without a
        // branch that the processor would have to guess.
        let mut keys = [0; FEATURES];
        let mut count = 0;
        for hash in features {
            let key = hash >> KEY_SHIFT;
            keys[count % FEATURES] = key;
            count += usize::from(self.filter.may_hold(key));
        }
        let mut sums = [0_i16; LABELS];
        for &key in keys.iter().take(count) {
            if let Some(row) = self.row(key) {
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += i16::from(*weight);
                }
            }
        }
        sums.map(|sum| f32::from(sum) * self.scale)
    }

    fn row(&self, key: u64) -> Option<&[i8; LABELS]> {
        let tag = tag_of(key);
        let mut at = slot_of(key, self.tags.len());
        loop {
            let found = self.tags[at];
            if found == tag {
                return self.rows.get(at);
            }
            if found == EMPTY {
                return None;
            }
            at = (at + 1) & (self.tags.len() - 1);
        }
    }

    /// The file of the model.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        let count = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        for number in [FORMAT, TEMPLATES_VERSION, count] {
            file.extend(number.to_le_bytes());
        }
        let transitions = self.chain.transitions();
        let calibration = self.calibration.iter().flat_map(|one| [one.slope, one.intercept]);
        let numbers = [self.scale].into_iter().chain(transitions.start);
        let between = transitions.between.iter().flatten().copied();
        for number in numbers.chain(between).chain(calibration) {
            file.extend(number.to_le_bytes());
        }
        let mut before = 0;
        for key in &self.keys {
            write_number(key - before, &mut file);
            before = *key;
        }
        let rows: Vec<&[i8; LABELS]> = self.keys.iter().filter_map(|key| self.row(*key)).collect();
        for row in &rows {
            let bits = (0..).zip(*row).filter(|(_, weight)| **weight != 0);
            let mask = bits.fold(0_u32, |mask, (label, _)| mask | 1 << label);
            file.extend(mask.to_le_bytes());
        }
        let weights = rows.iter().copied().flatten().filter(|weight| **weight != 0);
        file.extend(weights.map(|weight| weight.cast_unsigned()));
        file.extend(checksum(&file).to_le_bytes());
        file
    }

    /// Reads the file of a model.
    ///
    /// # Errors
    ///
    /// Fails when the bytes are not a whole model, or one for other features.
    pub fn read(file: &[u8]) -> Result<Self, NotAModel> {
        let (content, sum) = file.split_last_chunk::<8>().ok_or(NotAModel::Damaged)?;
        if checksum(content) != u64::from_le_bytes(*sum) {
            return Err(NotAModel::Damaged);
        }
        let mut rest = Reader(content);
        if rest.take(MAGIC.len())? != MAGIC {
            return Err(NotAModel::Damaged);
        }
        if rest.number()? != FORMAT || rest.number()? != TEMPLATES_VERSION {
            return Err(NotAModel::OtherVersion);
        }
        let count = usize::try_from(rest.number()?).map_err(|_| NotAModel::Damaged)?;
        let scale = rest.float()?;
        let mut transitions = Transitions::default();
        for weight in transitions.start.iter_mut().chain(transitions.between.iter_mut().flatten()) {
            *weight = rest.float()?;
        }
        let mut calibration = [Calibration { slope: 1.0, intercept: 0.0 }; CALIBRATED];
        for one in &mut calibration {
            *one = Calibration { slope: rest.float()?, intercept: rest.float()? };
        }
        let mut keys = Vec::new();
        let mut key = 0;
        for _ in 0..count {
            key += rest.short_number()?;
            keys.push(key);
        }
        let masks: Vec<u32> = (0..count).map(|_| rest.number()).collect::<Result<_, _>>()?;
        let mut rows = Vec::with_capacity(count);
        for mask in masks {
            let mut row = [0; LABELS];
            for (label, weight) in row.iter_mut().enumerate() {
                if mask >> label & 1 == 1 {
                    *weight = rest.take(1)?.first().map_or(0, |byte| byte.cast_signed());
                }
            }
            rows.push(row);
        }
        Ok(Self::of_parts(keys, rows, scale, transitions, calibration))
    }
}

/// A Bloom filter of one bit a key (Bloom 1970): says of most absent keys that they are absent.
#[derive(Clone, Debug)]
struct Filter(Vec<u64>);

impl Filter {
    /// Bits of the filter: 256 KiB, a thirteenth of them set by 160,000 keys.
    const BITS: u64 = 1 << 21;

    fn new(keys: &[u64]) -> Self {
        let mut filter = Self(vec![0; usize::try_from(Self::BITS / 64).unwrap_or_default()]);
        for key in keys {
            let (word, bit) = Self::place(*key);
            filter.0[word] |= 1 << bit;
        }
        filter
    }

    fn may_hold(&self, key: u64) -> bool {
        let (word, bit) = Self::place(key);
        self.0.get(word).is_some_and(|word| word >> bit & 1 == 1)
    }

    /// Word and bit of a key, by other bits than those that choose its slot.
    fn place(key: u64) -> (usize, u64) {
        let bit = (key >> 19) % Self::BITS;
        (usize::try_from(bit / 64).unwrap_or_default(), bit % 64)
    }
}

/// The first slot to look for a key in, of a power of two of slots.
fn slot_of(key: u64, slots: usize) -> usize {
    usize::try_from(key).unwrap_or_default() & (slots - 1)
}

/// What tells the keys of a slot apart; never [`EMPTY`].
fn tag_of(key: u64) -> u32 {
    u32::try_from(key >> 8 & 0xffff_ffff).unwrap_or_default() | 1
}

fn write_number(mut number: u64, file: &mut Vec<u8>) {
    loop {
        let [low, ..] = (number & 0x7f).to_le_bytes();
        number >>= 7;
        if number == 0 {
            file.push(low);
            return;
        }
        file.push(low | 0x80);
    }
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Reads numbers off the front of bytes.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], NotAModel> {
        let (head, rest) = self.0.split_at_checked(length).ok_or(NotAModel::Damaged)?;
        self.0 = rest;
        Ok(head)
    }

    fn bytes(&mut self) -> Result<[u8; 4], NotAModel> {
        self.take(4)?.try_into().map_err(|_| NotAModel::Damaged)
    }

    fn number(&mut self) -> Result<u32, NotAModel> {
        self.bytes().map(u32::from_le_bytes)
    }

    fn float(&mut self) -> Result<f32, NotAModel> {
        self.bytes().map(f32::from_le_bytes)
    }

    fn short_number(&mut self) -> Result<u64, NotAModel> {
        let mut number = 0;
        for shift in (0..42).step_by(7) {
            let byte = *self.take(1)?.first().ok_or(NotAModel::Damaged)?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(NotAModel::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Model {
        let row = |weight| {
            let mut row = [0.0; LABELS];
            row[3] = weight;
            row
        };
        let mut transitions = Transitions::default();
        transitions.start[2] = 1.5;
        let calibration = [Calibration { slope: 0.5, intercept: 0.25 }; CALIBRATED];
        let features = [(7 << 50, row(1.27)), (u64::MAX, row(-0.5)), (9 << 40, row(0.0))];
        Model::new(&features, transitions, calibration)
    }

    #[test]
    fn a_written_model_reads_the_same() {
        let model = small();
        let read = Model::read(&model.write()).unwrap();
        assert_eq!(read.write(), model.write());
        assert_eq!(read.features(), 2);
        let mut features = [0; FEATURES];
        features[4] = 7 << 50;
        assert!((read.score(&features)[3] - 1.27).abs() < 0.01);
        assert!((read.chain().transitions().start[2] - 1.5).abs() < 1e-6);
        assert!((read.calibration(3).intercept - 0.25).abs() < 1e-6);
    }

    #[test]
    fn damage_is_noticed() {
        let file = small().write();
        for at in (0..file.len()).step_by(7) {
            let mut damaged = file.clone();
            damaged[at] ^= 4;
            assert_eq!(Model::read(&damaged).err(), Some(NotAModel::Damaged), "byte {at}");
            assert_eq!(Model::read(&file[..at]).err(), Some(NotAModel::Damaged), "cut at {at}");
        }
    }

    #[test]
    fn calibration_keeps_the_order() {
        let calibration = Calibration { slope: 0.7, intercept: -0.3 };
        let values = [0.0, 0.2, 0.9, 1.0].map(|probability| calibration.apply(probability));
        assert!(values.is_sorted() && values[3] < 1.0, "{values:?}");
    }
}

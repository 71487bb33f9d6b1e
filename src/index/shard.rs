//! Shards: a corpus divided by the names of its papers, so that several machines can ingest it.
//!
//! The shard of a paper follows from its name alone, so every machine finds it without talking to the
//! others, a paper stays in its shard when others come or go, and the shards together are the whole.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// One shard of several, written `2/8`.
///
/// ```
/// use leitmotif::index::Shard;
/// let shards: Vec<Shard> = ["1/3", "2/3", "3/3"].map(|shard| shard.parse().unwrap()).into();
/// let holding = shards.iter().filter(|shard| shard.holds("asia/lee.txt"));
/// assert_eq!(holding.count(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// Whether the paper, or file, of this name belongs to the shard.
    ///
    /// The shard is the remainder of the first eight bytes of the name's BLAKE3 hash, read as a
    /// little-endian number, divided by the number of shards.
    #[must_use]
    pub fn holds(self, name: &str) -> bool {
        let hash = blake3::hash(name.as_bytes());
        let mut first = [0; 8];
        first.iter_mut().zip(hash.as_bytes()).for_each(|(to, from)| *to = *from);
        u64::from_le_bytes(first) % u64::from(self.of) == u64::from(self.number - 1)
    }
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(written: &str) -> Result<Self, Error> {
        let parts = written.split_once('/');
        let numbers = parts.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if number > 0 && number <= of => Ok(Self { number, of }),
            _ => Err(Error::new(ErrorKind::Usage(format!(
                "`{written}` is no shard; write i/n with i from 1 to n, such as 2/8"
            )))),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.number, self.of)
    }
}

/// The shards of a corpus that an index holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shards {
    /// Into how many the corpus is divided.
    of: u32,
    /// Those in the index, from 1.
    numbers: BTreeSet<u32>,
}

impl Shards {
    /// A single one.
    #[must_use]
    pub fn of_one(shard: Shard) -> Self {
        Self { of: shard.of, numbers: BTreeSet::from([shard.number]) }
    }

    /// Into how many the corpus is divided.
    #[must_use]
    pub const fn of(&self) -> u32 {
        self.of
    }

    /// Adds those of another index of the same corpus.
    pub fn join(&mut self, other: &Self) {
        self.numbers.extend(&other.numbers);
    }

    /// Those that are not there, ascending.
    #[must_use]
    pub fn missing(&self) -> Vec<Shard> {
        let absent = (1..=self.of).filter(|number| !self.numbers.contains(number));
        absent.map(|number| Shard { number, of: self.of }).collect()
    }
}

impl fmt::Display for Shards {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.numbers.iter().map(u32::to_string).collect();
        write!(formatter, "{} of {}", numbers.join(", "), self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_belongs_to_one_shard_and_shards_are_about_equal() {
        let shards: Vec<Shard> =
            (1..=4).map(|number| format!("{number}/4").parse().unwrap()).collect();
        let mut sizes = [0; 4];
        for paper in 0..1000 {
            let name = format!("papers/{paper}.txt");
            let holding: Vec<usize> = (0..4).filter(|&shard| shards[shard].holds(&name)).collect();
            assert_eq!(holding.len(), 1);
            sizes[holding[0]] += 1;
        }
        assert!(sizes.iter().all(|&size| size > 200), "{sizes:?}");
    }

    #[test]
    fn the_shard_of_a_name_never_changes() {
        let shard: Shard = "1/2".parse().unwrap();
        let names = [
            "adeyemi-2010-nigerian-leather.txt",
            "chen-2017-taiwan-machine-tools.txt",
            "haddad-2018-tunisian-olive-oil.txt",
            "hidayat-2013-kerajinan-rotan.txt",
        ];
        assert_eq!(names.map(|name| shard.holds(name)), [true, true, false, false]);
    }

    #[test]
    fn what_is_no_shard_is_refused() {
        for written in ["", "1", "0/3", "4/3", "1/0", "-1/3", "a/b", "1/2/3"] {
            assert!(written.parse::<Shard>().is_err(), "{written}");
        }
        assert_eq!("2/3".parse::<Shard>().unwrap().to_string(), "2/3");
    }

    #[test]
    fn missing_shards_are_named() {
        let mut shards = Shards::of_one("1/3".parse().unwrap());
        shards.join(&Shards::of_one("3/3".parse().unwrap()));
        let missing: Vec<String> = shards.missing().iter().map(Shard::to_string).collect();
        assert_eq!((shards.to_string(), missing), ("1, 3 of 3".to_owned(), vec!["2/3".to_owned()]));
    }
}

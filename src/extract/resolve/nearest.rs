//! What a marker may mean that was not resolved to one reference, and what speaks against each.
//!
//! An ambiguous marker has its candidates already; this says how well each agrees and in what it
//! differs. For an unresolved one the references are looked through once more, far more widely than
//! resolving may: the authors' names and such as have a slip of spelling, with any year, and
//! for numbers the entries with the next numbers. Nothing here resolves a marker: the
//! list is for the reader, who sees what is wrong with the text, the bibliography, or our reading.

use std::fmt;

use smallvec::SmallVec;

use super::score::{self, name_score};
use super::{CANDIDATES, Cited, CitedYear, Name, ReferenceIndex, ReferenceKey, hash_of, read_keys};
use crate::extract::{Extraction, body};
use crate::model::{Marker, Resolution, Year};

/// Candidates that an unresolved marker has at most.
const NEAREST: usize = 5;
/// References that are compared letter by letter with a name; only a hostile list has more.
const COMPARED: usize = 1_000;
/// Candidates of an unresolved marker agree so much at least.
const LEAST: f32 = 0.05;
/// Names that agree less than this are spelt differently.
const SPELT: f32 = 0.85;

/// A reference that a marker may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its place in the list of references.
    pub reference: usize,
    /// How well it agrees with the marker, from 0 to 1. Only the order of the candidates of one
    /// marker says something.
    pub score: f32,
    /// In what it differs from what the marker says.
    pub differs: Vec<Difference>,
}

/// In what a reference differs from what a marker says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It appeared in another year, or has none.
    Year(Option<i32>),
    /// It has another letter after the year, or none.
    Letter(Option<char>),
    /// Its first author is spelt like this.
    Spelling(String),
    /// The first author has other initials.
    Initials,
    /// The first author that is named is not its first.
    LaterAuthor,
    /// Only some words of the organisation or title agree.
    Words,
    /// Some co-author that is named is not among its authors.
    CoAuthors,
    /// It has another number of authors than the marker says.
    Authors(usize),
    /// It has another number in the bibliography.
    Number(u32),
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(Some(year)) => write!(formatter, "year {year}"),
            Self::Year(None) => formatter.write_str("no year"),
            Self::Letter(Some(letter)) => write!(formatter, "letter {letter}"),
            Self::Letter(None) => formatter.write_str("no letter"),
            Self::Spelling(name) => write!(formatter, "spelt {name}"),
            Self::Initials => formatter.write_str("other initials"),
            Self::LaterAuthor => formatter.write_str("a later author"),
            Self::Words => formatter.write_str("some words only"),
            Self::CoAuthors => formatter.write_str("other co-authors"),
            Self::Authors(1) => formatter.write_str("1 author"),
            Self::Authors(count) => write!(formatter, "{count} authors"),
            Self::Number(number) => write!(formatter, "number {number}"),
        }
    }
}

/// Looks for candidates among the references of one paper.
pub struct Candidates {
    index: ReferenceIndex,
    /// The printed number of each reference with its place, ascending.
    numbers: Vec<(u32, usize)>,
}

impl Candidates {
    /// The references of the paper with this text.
    #[must_use]
    pub fn new(text: &str, extraction: &Extraction) -> Self {
        let references = &extraction.references;
        let bodies = references
            .iter()
            .map(|reference| body(reference.printed(text), reference.label.as_deref()));
        let mut keys = read_keys(bodies);
        for (key, reference) in keys.iter_mut().zip(references) {
            key.complete(&reference.fields);
        }
        let numbered = references.iter().enumerate().filter_map(|(place, reference)| {
            Some((reference.label.as_deref()?.parse().ok()?, place))
        });
        let mut numbers: Vec<(u32, usize)> = numbered.collect();
        numbers.sort_unstable();
        Self { index: ReferenceIndex::new(keys), numbers }
    }

    /// The references that a marker may mean, best first: those that it is ambiguous between, or
    /// the nearest ones where it is unresolved; none where it is resolved.
    #[must_use]
    pub fn of(&self, marker: &Marker) -> Vec<Candidate> {
        let places = match &marker.resolution {
            Resolution::Resolved(_) => return Vec::new(),
            Resolution::Ambiguous(places) => Some(places),
            Resolution::Unresolved => None,
        };
        let names: Vec<Name> =
            marker.authors.iter().map(|name| Name::read(name, String::new())).collect();
        let Some((first, rest)) = names.split_first() else {
            return match places {
                Some(places) => places.iter().map(|&place| agreeing(place)).collect(),
                None => self.near_numbers(&marker.numbers),
            };
        };
        let year = cited_year(marker.year.as_ref());
        let cited = Cited { first, rest, et_al: marker.et_al, year };
        let candidate = |place: usize| {
            let key = self.index.key(place)?;
            let score = score::names_score(key, &cited) * nearness(key, year);
            Some(Candidate { reference: place, score, differs: differences(key, &cited) })
        };
        if let Some(places) = places {
            return places.iter().filter_map(|&place| candidate(place)).collect();
        }
        let mut found: Vec<Candidate> = self.near(&cited).filter_map(candidate).collect();
        found.retain(|candidate| candidate.score >= LEAST);
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.reference.cmp(&b.reference)));
        found.truncate(NEAREST);
        found
    }

    /// The entries with the numbers below and above, where there is none with the first number.
    fn near_numbers(&self, numbers: &[u32]) -> Vec<Candidate> {
        let Some(&number) = numbers.first() else { return Vec::new() };
        let above = self.numbers.partition_point(|&(other, _)| other < number);
        let near = [above.checked_sub(1), Some(above)].into_iter().flatten();
        let near = near.filter_map(|at| self.numbers.get(at));
        let mut near: Vec<_> =
            near.map(|&(other, place)| (number.abs_diff(other), other, place)).collect();
        near.sort_unstable();
        let candidate = |(distance, other, place): (u32, u32, usize)| Candidate {
            reference: place,
            score: inverse(distance),
            differs: if distance == 0 { Vec::new() } else { vec![Difference::Number(other)] },
        };
        near.into_iter().map(candidate).collect()
    }

    /// References with the names' words, or with a first author who is spelt nearly as the first.
    fn near<'a>(&'a self, cited: &Cited<'_>) -> impl Iterator<Item = usize> + use<'a> {
        let mut places: SmallVec<[u32; 16]> = SmallVec::new();
        for name in std::iter::once(cited.first).chain(cited.rest).take(4) {
            let joined = std::iter::once(name.joined.as_str());
            for word in name.plain.iter().map(String::as_str).chain(joined) {
                let found = self.index.by_word.get(&hash_of(word)).map(SmallVec::as_slice);
                places.extend(found.unwrap_or_default().iter().take(CANDIDATES).copied());
            }
        }
        let spelt_alike = |key: &ReferenceKey| {
            key.names.first().is_some_and(|name| score::is_misspelt(cited.first, name))
                || score::is_abbreviated(cited, key)
        };
        let alike = self.index.keys.iter().take(COMPARED).zip(0..);
        places.extend(alike.filter(|(key, _)| spelt_alike(key)).map(|(_, place)| place));
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| place as usize)
    }
}

/// A candidate of numbers that are printed twice.
fn agreeing(place: usize) -> Candidate {
    Candidate { reference: place, score: 1.0, differs: Vec::new() }
}

fn cited_year(year: Option<&Year>) -> CitedYear {
    match year {
        None => CitedYear::Any,
        Some(Year { value: Some(value), letter, .. }) => {
            CitedYear::Year { value: *value, second: None, letter: *letter }
        }
        Some(Year { letter, .. }) => CitedYear::Undated { letter: *letter, final_form: false },
    }
}

/// How near the years are: 1 for the same, a half for one beside it or none at all.
fn nearness(key: &ReferenceKey, year: CitedYear) -> f32 {
    match (year, key.year) {
        (CitedYear::Any, _) | (CitedYear::Undated { .. }, None) => 1.0,
        (CitedYear::Year { value, letter, .. }, Some(year)) => {
            let letters = if letter == key.letter { 1.0 } else { 0.9 };
            inverse(value.abs_diff(year)) * letters
        }
        (CitedYear::Undated { .. }, Some(_)) | (CitedYear::Year { .. }, None) => 0.5,
    }
}

#[expect(clippy::cast_precision_loss, reason = "differences of years and numbers are small")]
fn inverse(distance: u32) -> f32 {
    1.0 / (distance as f32 + 1.0)
}

/// In what a reference differs from what a marker says.
fn differences(key: &ReferenceKey, cited: &Cited<'_>) -> Vec<Difference> {
    let mut differs = Vec::new();
    if let CitedYear::Year { value, letter, .. } = cited.year {
        if key.year != Some(value) {
            differs.push(Difference::Year(key.year));
        } else if letter != key.letter {
            differs.push(Difference::Letter(key.letter));
        }
    }
    let of = |name: &Name| name_score(cited.first, name);
    let first = key.names.first().map_or(0.0, of);
    let later = key.names.iter().skip(1).map(of).fold(0.0, f32::max);
    match key.names.first() {
        _ if first >= SPELT => {}
        _ if later >= SPELT => differs.push(Difference::LaterAuthor),
        Some(name) if first > 0.0 && name.joined == cited.first.joined => {
            differs.push(Difference::Initials);
        }
        Some(name) if first > 0.0 => differs.push(Difference::Spelling(name.words.join(" "))),
        _ if score::names_score(key, cited) < SPELT => differs.push(Difference::Words),
        _ => {}
    }
    let is_author = |name: &Name| key.names.iter().any(|other| name_score(name, other) >= 0.7);
    if first > 0.0 || later > 0.0 {
        let named = cited.rest.len() + 1;
        let authors = key.names.len();
        if !cited.rest.iter().all(is_author) {
            differs.push(Difference::CoAuthors);
        } else if cited.et_al != (authors > named || key.et_al) {
            differs.push(Difference::Authors(authors));
        }
    }
    differs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;
    use crate::model::SourceFormat;
    use crate::read::read_bytes;

    const LIST: &str = "\n\nReferences\n\n\
        Lee, J. (2003). On small ports. Trade, 1, 1-9.\n\
        Lee, J., & Wu, K. (2009). On large ports. Trade, 2, 1-9.\n\
        Mueller, A. (2018a). Harbours. Springer.\n\
        Mueller, A. (2018b). Ships. Springer.\n\
        Hernandez, P., Wu, K., & Oh, S. (2015). Sails. Press.\n";

    /// For each marker of the text that is not resolved its candidates, as `place: differences`.
    fn candidates(sentence: &str) -> Vec<Vec<String>> {
        let text = format!("Ports\n\nIntroduction\n\n{sentence}{LIST}");
        let document = read_bytes("p.txt", SourceFormat::Text, text.as_bytes()).unwrap();
        let extraction = extract(&document);
        let finder = Candidates::new(&document.text, &extraction);
        let shown = |candidate: Candidate| {
            let differs: Vec<String> = candidate.differs.iter().map(ToString::to_string).collect();
            format!("{}: {}", candidate.reference, differs.join(", "))
        };
        let markers = extraction.citations.iter().flat_map(|citation| &citation.markers);
        let open = markers.filter(|marker| !matches!(marker.resolution, Resolution::Resolved(_)));
        open.map(|marker| finder.of(marker).into_iter().map(shown).collect()).collect()
    }

    #[test]
    fn unresolved_markers_have_the_nearest_references_with_what_differs() {
        assert_eq!(
            candidates("Ports grow (Lee, 2006)."),
            [["0: year 2003", "1: year 2009, 2 authors"]]
        );
        assert_eq!(
            candidates("Ports grow (Hernandes et al., 2012)."),
            [["4: year 2015, spelt hernandez"]]
        );
        assert_eq!(
            candidates("Ports grow (Oh, 2011)."),
            [["4: year 2015, a later author, 3 authors"]]
        );
        assert_eq!(candidates("Ports grow (Zhang, 1950)."), [Vec::<String>::new()]);
    }

    #[test]
    fn ambiguous_markers_have_all_that_they_may_mean() {
        assert_eq!(candidates("Ports grow (Mueller, 2018)."), [["2: letter a", "3: letter b"]]);
        assert!(candidates("Ports grow (Mueller, 2018a; Lee, 2003).").is_empty());
    }
}

//! Which paper a record describes.
//!
//! Each paper makes *claims* on records, from what it shows itself; then all claims together decide:
//!
//! 1. **DOI**: the paper shows the record's DOI.
//! 2. **File**: an attached file of the record has the paper's file name, or that name with another
//!    ending (a text made of the PDF). Of several, the one whose name in results it is, else the one
//!    that shares most folders.
//! 3. **Title**: equal titles ([`Title::similarity`] 1) where first author or year agree (a year apart at
//!    most), or where neither is known and the title has four words; titles of similarity
//!    [`ALIKE`] or more where neither author nor year speak against it and one of them agrees.
//!
//! A record goes to one paper and a paper to one record. Where two claims come within [`MARGIN`], where
//! two papers show one DOI, or a file's content is plainly another paper, nothing is assigned, and the
//! record is listed as ambiguous with the reason. A stronger means wins over a weaker one: a file whose
//! text shows another record's DOI is that record's, whatever its name says.

mod decide;

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::merge::MergedRecord;
use super::title::{Title, folded, same_family};
use crate::model::{MatchMeans, Metadata};

pub use decide::decide;

/// Least similarity of titles that are not equal.
pub const ALIKE: f64 = 0.85;

/// By how much a title must be more alike than the next one.
pub const MARGIN: f64 = 0.05;

/// Least similarity of a title that is named as the nearest one.
const NEAR: f64 = 0.5;

/// What the whole name of a paper is worth among equal ends of paths.
const WHOLE_NAME: usize = 1_000;

/// Words of an equal title that needs neither author nor year.
const TELLING_WORDS: usize = 4;

/// Most records with the same words, or author and year, that are compared with a paper; more say
/// nothing.
const CROWD: usize = 200;

/// What the key of a whole title begins with.
const EXACT: &str = "x";

/// Words at the beginning, or at the end, that titles share which are compared at all.
const BLOCK_WORDS: usize = 4;

/// What a paper shows, for a record to be found.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The name that results carry.
    pub name: &'a str,
    /// Where its file stands, with `/` or `\` between folders.
    pub place: &'a str,
    /// What its text and its name show, without any record.
    pub metadata: &'a Metadata,
}

/// A record that a paper may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// Number of the record.
    pub record: usize,
    /// How.
    pub means: Means,
}

/// Why a paper may have a record, strongest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Means {
    /// Equal DOIs.
    Doi,
    /// An attached file of its name: folders shared, and whether the text shows another paper.
    File {
        /// Twice the number of names at the end of both paths that are equal, and one more for the
        /// same ending.
        depth: usize,
        /// Whether title, author and year, or the DOI, are those of another paper.
        contradicted: bool,
    },
    /// Title, first author and year, with the similarity of the titles.
    Title(f64),
    /// A title that is somewhat alike; never enough.
    Near(f64),
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// It is the record of the paper of this number.
    Matched {
        /// Number of the paper.
        paper: usize,
        /// How it was found.
        means: MatchMeans,
        /// Similarity of the titles, where they decided.
        similarity: Option<f64>,
    },
    /// No paper; with the number of the one whose title comes nearest, and the similarity.
    Unmatched(Option<(usize, f64)>),
    /// Several papers, or one that is another record's.
    Ambiguous {
        /// Numbers of the papers.
        papers: Vec<usize>,
        /// Why.
        reason: Ambiguity,
    },
}

/// Why a record is ambiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ambiguity {
    /// Two papers show its DOI.
    #[error("several papers show its DOI")]
    SeveralPapersOfDoi,
    /// Two files of its name.
    #[error("several papers have the name of its file")]
    SeveralFiles,
    /// The file is another record's paper.
    #[error("its file is the paper of another record")]
    FileOfAnother,
    /// The file's content is another paper.
    #[error("the text of its file shows another paper")]
    OtherContent,
    /// Two papers are equally alike.
    #[error("several papers have titles as like as this")]
    SeveralPapers,
    /// Another record is as like.
    #[error("several records fit the paper")]
    SeveralRecords,
}

/// Records, ready to be found.
#[derive(Debug)]
pub struct Matcher<'r> {
    records: Vec<Known<'r>>,
    by_doi: BTreeMap<&'r str, usize>,
    by_file: BTreeMap<String, Vec<usize>>,
    by_words: BTreeMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Known<'r> {
    metadata: &'r Metadata,
    title: Title,
    family: String,
    paths: Vec<Vec<String>>,
}

impl<'r> Matcher<'r> {
    /// Prepares records.
    #[must_use]
    pub fn new(records: &'r [MergedRecord]) -> Self {
        let mut matcher = Self {
            records: Vec::with_capacity(records.len()),
            by_doi: BTreeMap::new(),
            by_file: BTreeMap::new(),
            by_words: BTreeMap::new(),
        };
        for (number, MergedRecord { record, .. }) in records.iter().enumerate() {
            let metadata = &record.metadata;
            let known = Known {
                metadata,
                title: metadata.title.as_deref().map(Title::of).unwrap_or_default(),
                family: metadata.authors.first().map(|one| folded(&one.family)).unwrap_or_default(),
                paths: record.attachments.iter().map(|path| names(path)).collect(),
            };
            if let Some(doi) = &metadata.doi {
                matcher.by_doi.entry(doi).or_insert(number);
            }
            for path in &known.paths {
                if let Some(last) = path.last() {
                    matcher.by_file.entry(stem(last).to_owned()).or_default().push(number);
                }
            }
            for block in blocks(known.title.text(), &known.family, metadata.year) {
                matcher.by_words.entry(block).or_default().push(number);
            }
            matcher.records.push(known);
        }
        matcher
    }

    /// The records that a paper may have; each once, by its strongest means, in their order.
    #[must_use]
    pub fn claims(&self, paper: Shown<'_>) -> Vec<Claim> {
        let mut claims: BTreeMap<usize, Means> = BTreeMap::new();
        let title = paper.metadata.title.as_deref().map(Title::of).unwrap_or_default();
        let families: Vec<String> =
            paper.metadata.authors.iter().map(|author| folded(&author.family)).collect();
        let (name, place) = (names(paper.name), names(paper.place));
        let of_file = place.last().and_then(|last| self.by_file.get(stem(last)));
        let of_words = families.iter().map(String::as_str).chain([""]).flat_map(|family| {
            let years = paper.metadata.year.map_or(0..=0, |year| year - 1..=year + 1);
            years.flat_map(|year| blocks(title.text(), family, Some(year))).collect::<Vec<_>>()
        });
        for block in of_words {
            let found = self.by_words.get(&block);
            let crowd = |found: &&Vec<usize>| found.len() <= CROWD || block.starts_with(EXACT);
            for &number in found.filter(crowd).into_iter().flatten() {
                if let Some(known) = self.records.get(number)
                    && let Some(means) = by_title(known, &title, &families, paper.metadata.year)
                {
                    claims.insert(number, means);
                }
            }
        }
        for &number in of_file.into_iter().flatten() {
            if let Some(known) = self.records.get(number) {
                let depth = known
                    .paths
                    .iter()
                    .map(|path| depth(path, &place, &name))
                    .max()
                    .unwrap_or_default();
                let contradicted = contradicts(known, paper.metadata, &title, &families);
                claims.insert(number, Means::File { depth, contradicted });
            }
        }
        if let Some(&number) = paper.metadata.doi.as_deref().and_then(|doi| self.by_doi.get(doi)) {
            claims.insert(number, Means::Doi);
        }
        claims.into_iter().map(|(record, means)| Claim { record, means }).collect()
    }
}

/// The claim that a paper would win if there were no other papers.
#[must_use]
pub fn likely(claims: &[Claim]) -> Option<Claim> {
    // Records numbered by their claims, so that the cost is that of the claims alone.
    let alone = claims.iter().enumerate().map(|(record, claim)| Claim { record, ..*claim });
    let findings = decide(&[alone.collect()], claims.len());
    let won = |finding: &Finding| matches!(finding, Finding::Matched { .. });
    claims.iter().zip(&findings).find(|(_, finding)| won(finding)).map(|(claim, _)| *claim)
}

/// Keys under which records are looked up by title, or by author and year.
fn blocks(title: &str, family: &str, year: Option<i32>) -> Vec<String> {
    let mut blocks = Vec::new();
    if !title.is_empty() {
        let words: Vec<&str> = title.split(' ').collect();
        let first = words.get(..BLOCK_WORDS.min(words.len())).unwrap_or_default();
        let last = words.get(words.len().saturating_sub(BLOCK_WORDS)..).unwrap_or_default();
        blocks.push(format!("{EXACT} {title}"));
        blocks.extend([format!("b {}", first.join(" ")), format!("e {}", last.join(" "))]);
    }
    if let (Some(year), Some(last)) = (year, family.rsplit(' ').next())
        && !last.is_empty()
    {
        blocks.push(format!("a {last} {year}"));
    }
    blocks
}

/// How a title, with author and year, fits a record.
fn by_title(
    known: &Known<'_>,
    title: &Title,
    families: &[String],
    year: Option<i32>,
) -> Option<Means> {
    let alike = known.title.similarity(title);
    if alike < NEAR {
        return None;
    }
    let author = agree(
        !known.family.is_empty() && !families.is_empty(),
        families.iter().any(|family| same_family(family, &known.family)),
    );
    let year = match (known.metadata.year, year) {
        (Some(one), Some(other)) => agree(true, one.abs_diff(other) <= 1),
        _ => None,
    };
    let agrees = author == Some(true) || year == Some(true);
    let against = author == Some(false) || year == Some(false);
    let telling = title.text().split(' ').count() >= TELLING_WORDS;
    let equal = alike >= 1.0 && (agrees || (!against && telling));
    let fits = equal || (alike >= ALIKE && agrees && !against);
    Some(if fits { Means::Title(alike) } else { Means::Near(alike) })
}

fn agree(known: bool, fits: bool) -> Option<bool> {
    known.then_some(fits)
}

/// Whether what the text shows is another paper than the record's.
fn contradicts(known: &Known<'_>, shown: &Metadata, title: &Title, families: &[String]) -> bool {
    if let (Some(one), Some(other)) = (&known.metadata.doi, &shown.doi) {
        return one != other;
    }
    let author = !known.family.is_empty()
        && !families.is_empty()
        && !families.iter().any(|family| same_family(family, &known.family));
    let titles = !title.text().is_empty() && !known.title.text().is_empty();
    let words = titles && known.title.similarity(title) < NEAR;
    author && words
}

/// The names of a path, without case and composed; what stands before the last drive or address.
fn names(path: &str) -> Vec<String> {
    let names = path.split(['/', '\\']).filter(|name| !matches!(*name, "" | "." | ".."));
    names.map(|name| name.nfc().flat_map(char::to_lowercase).collect()).collect()
}

/// A file's name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// How much of the ends of two paths is equal, see [`Means::File`]; a path that is the paper's name as
/// results carry it leaves all others behind.
fn depth(path: &[String], place: &[String], name: &[String]) -> usize {
    let same_ending = path.last() == place.last();
    let folders = |path: &[String]| path.iter().rev().skip(1).cloned().collect::<Vec<_>>();
    let (one, other) = (folders(path), folders(place));
    let equal = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let named = if path == name { WHOLE_NAME } else { 0 };
    2 * (equal + 1) + usize::from(same_ending) + named
}

//! A large realistic corpus made from a folder of papers.
//!
//! Each new paper takes one of the given papers, puts its sentences in another order within each
//! stretch of lines, and exchanges one word in [`RARE_ONE_IN`] for a rare one, so that the number of
//! types grows with the size of the corpus as it does in real text (Heaps' law). Headings,
//! citations and bibliographies stay as they are. The same seed gives the same bytes.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One word in this many is exchanged for a rare one.
const RARE_ONE_IN: u64 = 150;
/// Rare words are drawn from this many.
const RARE_WORDS: u64 = 2_000_000;
/// Lines shorter than this are headings, names, or entries, and stay as they are.
const PARAGRAPH_BYTES: usize = 400;

/// A small generator of pseudo-random numbers (SplitMix64, Steele, Lea and Flood 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// The next place in a list of this length.
    fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }

    /// The next number below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}

/// Seed of the corpus.
const SEED: u64 = 2024;

/// The folder of a corpus of so many megabytes in `work`, made from the papers below `folder` (by default
/// `../shared/gold`, else `corpus`) where it is not there yet.
pub(crate) fn corpus(work: &Path, folder: Option<&Path>, megabytes: usize) -> io::Result<PathBuf> {
    let papers = work.join(format!("papers-{megabytes}"));
    if !papers.exists() {
        let gold = Path::new("../shared/gold");
        let folder = folder.unwrap_or(if gold.exists() { gold } else { Path::new("corpus") });
        let originals: Vec<String> =
            self::papers(folder)?.iter().map(fs::read_to_string).collect::<Result<_, _>>()?;
        let count = write(&papers, &originals, megabytes * 1_000_000, SEED)?;
        println!("made {count} papers of {megabytes} MB from {}", folder.display());
    }
    Ok(papers)
}

/// The paths of all `.txt` papers below `folder`, in order.
pub(crate) fn papers(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    Ok(paths)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            paths.push(path);
        }
    }
    Ok(())
}

/// Writes papers into `folder`, 1,000 to a sub-folder, until they hold `bytes`; returns their number.
fn write(folder: &Path, originals: &[String], bytes: usize, seed: u64) -> io::Result<usize> {
    let mut random = Random(seed);
    let (mut written, mut count) = (0, 0);
    while written < bytes {
        let original = &originals[random.place(originals.len())];
        let paper = vary(original, &mut random);
        let sub_folder = folder.join(format!("{:03}", count / 1000));
        fs::create_dir_all(&sub_folder)?;
        fs::write(sub_folder.join(format!("{count:06}.txt")), &paper)?;
        written += paper.len();
        count += 1;
    }
    Ok(count)
}

fn vary(original: &str, random: &mut Random) -> String {
    let mut paper = String::with_capacity(original.len() + original.len() / 8);
    for line in original.split_inclusive('\n') {
        if line.len() < PARAGRAPH_BYTES {
            paper.push_str(line);
            continue;
        }
        let mut sentences: Vec<&str> = line.trim_end().split_inclusive(". ").collect();
        for place in (1..sentences.len()).rev() {
            sentences.swap(place, random.place(place + 1));
        }
        for sentence in sentences {
            for word in sentence.trim_end().split(' ') {
                let plain = word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_lowercase());
                if plain && random.below(RARE_ONE_IN) == 0 {
                    rare_word(random, &mut paper);
                } else {
                    paper.push_str(word);
                }
                paper.push(' ');
            }
        }
        paper.push('\n');
    }
    paper
}

/// A pronounceable word; small numbers, and so some words, come more often than others.
fn rare_word(random: &mut Random, into: &mut String) {
    let bound = random.below(RARE_WORDS) + 1;
    let mut number = random.below(bound);
    let _ = write!(into, "qu");
    while number > 0 {
        into.push(char::from(
            b"bcdfghjklmnprstvwz"[usize::try_from(number % 18).unwrap_or_default()],
        ));
        number /= 18;
        into.push(char::from(b"aeiou"[usize::try_from(number % 5).unwrap_or_default()]));
        number /= 5;
    }
    into.push('x');
}

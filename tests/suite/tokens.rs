//! Tokens of sentences and of whole texts: a concordance cuts single sentences anew, and must find
//! the tokens that the index numbered over the whole text.

use std::fs;
use std::path::Path;

use leitmotif::model::{Document, SourceFormat, Span};
use leitmotif::read::read_bytes;
use leitmotif::text::tokens;
use proptest::prelude::*;

use crate::harness::{corpus, repository, shared};

/// The tokens of each sentence alone, as spans of the whole text, and those of the text.
fn by_sentence_and_whole(document: &Document) -> (Vec<Span>, Vec<Span>) {
    let text = &document.text;
    let alone =
        document.layers.sentences.iter().flat_map(|sentence| {
            tokens(sentence.of(text)).map(|token| token.shifted(sentence.start))
        });
    (alone.collect(), tokens(text).collect())
}

#[track_caller]
fn assert_same_tokens(document: &Document) {
    let (alone, whole) = by_sentence_and_whole(document);
    let differs = alone.iter().zip(&whole).position(|(a, b)| a != b);
    if let Some(place) = differs {
        let (a, b) = (alone[place], whole[place]);
        let text = &document.text;
        panic!("{}: {:?} alone is {:?} in the whole text", document.name, a.of(text), b.of(text));
    }
    assert_eq!(alone.len(), whole.len(), "{}", document.name);
}

/// Checks every text below a folder, and tells how many there are.
fn check(folder: &Path) -> usize {
    let mut checked = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let format = match path.extension().and_then(|extension| extension.to_str()) {
            Some("txt") => SourceFormat::Text,
            Some("md") => SourceFormat::Markdown,
            _ => continue,
        };
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_same_tokens(&read_bytes(name, format, &fs::read(&path).unwrap()).unwrap());
        checked += 1;
    }
    checked
}

#[test]
fn sentences_of_the_corpus_have_the_tokens_of_their_papers() {
    // The texts of papers that the corpus has in other formats stand there.
    let formats = check(&repository().join("tests/formats"));
    assert!(check(Path::new(&corpus())) + formats >= 18);
}

#[test]
fn sentences_of_published_papers_have_the_tokens_of_their_papers() {
    let Some(folder) = shared("gold") else { return };
    let styles = ["author-year", "numeric", "superscript"];
    let checked: usize = styles.iter().map(|style| check(&folder.join(style))).sum();
    println!("{checked} papers");
    assert!(checked > 500);
}

/// What texts are made of where tokens and sentences meet: stops and marks, joiners, signs that
/// stand on the character before, scripts without spaces, flags and families.
const PIECES: [&str; 30] = [
    "Firms",
    "a",
    "3",
    ".",
    ". ",
    "! ",
    "? ",
    "'",
    "’",
    "\u{201d}",
    ")",
    "(",
    "[12]",
    " ",
    "\n",
    "\n\n",
    "\u{a0}",
    "\u{301}",
    "\u{200d}",
    "\u{ad}",
    "_",
    ",5",
    "漢字。",
    "ไทย",
    "🇩🇪",
    "👩‍👩‍👧",
    "\u{2028}",
    "é",
    "\r\n",
    "A.",
];

proptest! {
    #[test]
    fn sentences_have_the_tokens_of_any_text(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..60),
        markdown in any::<bool>(),
    ) {
        let format = if markdown { SourceFormat::Markdown } else { SourceFormat::Text };
        if let Ok(document) = read_bytes("any.txt", format, pieces.concat().as_bytes()) {
            let (alone, whole) = by_sentence_and_whole(&document);
            prop_assert_eq!(alone, whole);
        }
    }
}

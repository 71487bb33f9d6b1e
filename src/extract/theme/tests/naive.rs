//! A matcher that follows the rules to the letter, at any cost, and the fast one held against it.

use proptest::prelude::*;

use super::arbitrary::{codebooks, texts};
use crate::extract::theme::{MatchOptions, Matcher, MemoryIndex};
use crate::model::{Codebook, Expression, Mention, Pattern, Word};
use crate::text::{Stemmer, fold_diacritics, fold_spelling};

type Range = (usize, usize);

/// A document as tokens with sentence starts.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// As printed.
    pub(super) printed: Vec<String>,
    /// Their norms.
    pub(super) tokens: Vec<String>,
    /// First tokens of sentences.
    pub(super) starts: Vec<u32>,
    /// First tokens of paragraphs, which are first tokens of sentences.
    pub(super) paragraphs: Vec<u32>,
}

impl Text {
    fn sentence(&self, token: usize) -> usize {
        self.starts.iter().filter(|&&start| start as usize <= token).count().saturating_sub(1)
    }

    fn one_sentence(&self, (start, end): Range) -> bool {
        end <= self.tokens.len() && self.sentence(start) == self.sentence(end - 1)
    }
}

/// Whether `printed`, with the norm `token`, is a place of the word.
fn fits(word: &Word, token: &str, printed: &str) -> bool {
    match word {
        Word::Any => true,
        Word::Exact(norm) => norm == token,
        Word::Stem { norm, language } => {
            let stemmer = Stemmer::new(*language).unwrap();
            stemmer.stem(norm) == stemmer.stem(token)
        }
        Word::Wildcard(glob) => glob_fits(glob, token),
        Word::Printed(form) => glob_fits(form, printed),
        Word::Loose { word, folding } => {
            let fold = |norm: &str| {
                let plain = if folding.diacritics { fold_diacritics(norm) } else { norm.into() };
                if folding.spelling { fold_spelling(&plain) } else { plain.into_owned() }
            };
            let folded = match &**word {
                Word::Exact(norm) => Word::Exact(fold(norm)),
                Word::Wildcard(glob) => Word::Wildcard(fold(glob)),
                Word::Stem { norm, language } => {
                    Word::Stem { norm: fold(norm), language: *language }
                }
                other => other.clone(),
            };
            fits(word, token, printed) || fits(&folded, &fold(token), printed)
        }
        Word::Regex(source) => {
            regex::Regex::new(&format!("(?i)^(?:{source})$")).unwrap().is_match(token)
        }
    }
}

fn glob_fits(glob: &str, text: &str) -> bool {
    let regex = regex::escape(glob).replace("\\*", ".*").replace("\\?", ".");
    regex::Regex::new(&format!("^{regex}$")).unwrap().is_match(text)
}

fn places(expression: &Expression, text: &Text) -> Vec<Range> {
    let mut found: Vec<Range> = match expression {
        Expression::Word(word) => (0..text.tokens.len())
            .filter(|&at| fits(word, &text.tokens[at], &text.printed[at]))
            .map(|at| (at, at + 1))
            .collect(),
        Expression::Phrase(parts) => {
            let mut joined: Vec<Range> = (0..=text.tokens.len()).map(|at| (at, at)).collect();
            for part in parts {
                let next = places(part, text);
                joined = joined
                    .iter()
                    .flat_map(|&(start, end)| {
                        next.iter()
                            .filter(move |after| after.0 == end)
                            .map(move |after| (start, after.1))
                    })
                    .collect();
            }
            joined
        }
        Expression::Either(all) => all.iter().flat_map(|one| places(one, text)).collect(),
        Expression::Near { left, right, distance, ordered } => {
            let (left, right) = (places(left, text), places(right, text));
            let mut hulls = Vec::new();
            for &one in &left {
                for &other in &right {
                    let follows =
                        |a: Range, b: Range| b.0 >= a.1 && b.0 - a.1 <= *distance as usize;
                    if follows(one, other) || (!ordered && follows(other, one)) {
                        hulls.push((one.0.min(other.0), one.1.max(other.1)));
                    }
                }
            }
            hulls.retain(|&hull| text.one_sentence(hull));
            let all = hulls.clone();
            hulls.retain(|hull| {
                !all.iter().any(|inner| inner != hull && inner.0 >= hull.0 && inner.1 <= hull.1)
            });
            hulls
        }
        Expression::Together(all) => {
            let operands: Vec<Vec<Range>> = all.iter().map(|one| places(one, text)).collect();
            shortest(&operands, &text.starts, text)
        }
        Expression::Paragraph(all) => {
            let operands: Vec<Vec<Range>> = all
                .iter()
                .map(|one| {
                    let mut found = places(one, text);
                    found.retain(|&place| text.one_sentence(place));
                    found
                })
                .collect();
            shortest(&operands, &text.paragraphs, text)
        }
        Expression::Except { of, without } => {
            let mut not = places(without, text);
            not.retain(|&place| text.one_sentence(place));
            let mut found = places(of, text);
            found.retain(|one| not.iter().all(|other| one.1 <= other.0 || other.1 <= one.0));
            found
        }
    };
    found.sort_unstable();
    found.dedup();
    found
}

/// In each of the stretches that begin at `starts`, the shortest one that holds a place of each operand.
fn shortest(operands: &[Vec<Range>], starts: &[u32], text: &Text) -> Vec<Range> {
    let mut found = Vec::new();
    for (number, &first) in starts.iter().enumerate() {
        let last = starts.get(number + 1).map_or(text.tokens.len(), |&next| next as usize);
        let mut all = Vec::new();
        for start in first as usize..last {
            for end in start + 1..=last {
                let holds = |places: &Vec<Range>| {
                    places.iter().any(|place| place.0 >= start && place.1 <= end)
                };
                if operands.iter().all(holds) {
                    all.push((end - start, start, end));
                }
            }
        }
        found.extend(all.into_iter().min().map(|(_, start, end)| (start, end)));
    }
    found
}

fn has_near(expression: &Expression) -> bool {
    matches!(expression, Expression::Near { .. }) || expression.parts().any(has_near)
}

fn pattern_places(pattern: &Pattern, text: &Text) -> Vec<Range> {
    let mut found = places(&pattern.expression, text);
    if !matches!(pattern.expression, Expression::Paragraph(_)) {
        found.retain(|&place| text.one_sentence(place));
    }
    if has_near(&pattern.expression) {
        found.sort_by_key(|&(start, end)| (end - start, start));
        found = without_overlaps(found.into_iter().map(|place| (place, 0)).collect())
            .into_iter()
            .map(|(place, _)| place)
            .collect();
    }
    found
}

/// The first of any that overlap, in the order given.
fn without_overlaps(all: Vec<(Range, usize)>) -> Vec<(Range, usize)> {
    let mut kept: Vec<(Range, usize)> = Vec::new();
    for (place, pattern) in all {
        if kept.iter().all(|(other, _)| place.1 <= other.0 || other.1 <= place.0) {
            kept.push((place, pattern));
        }
    }
    kept
}

fn mentions(codebook: &Codebook, texts: &[Text]) -> Vec<Mention> {
    let mut found = Vec::new();
    for (document, text) in texts.iter().enumerate() {
        let mut matches: Vec<(usize, usize, Range)> = Vec::new();
        let mut number = 0;
        for (theme, above) in codebook.themes.iter().enumerate() {
            for pattern in &above.include {
                let places = pattern_places(pattern, text);
                matches.extend(places.into_iter().map(|place| (theme, number, place)));
                number += 1;
            }
        }
        for (theme, above) in codebook.themes.iter().enumerate() {
            for pattern in &above.exclude {
                for (start, end) in pattern_places(pattern, text) {
                    matches.retain(|&(of, _, place)| {
                        !(theme..above.end).contains(&of) || place.1 <= start || end <= place.0
                    });
                }
            }
        }
        for (theme, above) in codebook.themes.iter().enumerate() {
            let scopes = [(false, theme..theme + 1), (true, theme..above.end)];
            for (union, themes) in scopes {
                if if union { above.end == theme + 1 } else { above.include.is_empty() } {
                    continue;
                }
                let mut all: Vec<(Range, usize)> = matches
                    .iter()
                    .filter(|(of, ..)| themes.contains(of))
                    .map(|&(_, pattern, place)| (place, pattern))
                    .collect();
                all.sort_by_key(|&((start, end), pattern)| {
                    (usize::MAX - (end - start), start, pattern)
                });
                for ((start, end), pattern) in without_overlaps(all) {
                    let number = |value: usize| u32::try_from(value).unwrap();
                    found.push(Mention {
                        document: number(document),
                        theme: number(theme),
                        union,
                        first_token: number(start),
                        end_token: number(end),
                        sentence: number(text.sentence(start)),
                        pattern: number(pattern),
                        negated: false,
                        hedged: false,
                    });
                }
            }
        }
    }
    found.sort_unstable();
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn the_postings_matcher_equals_the_naive_one(codebook in codebooks(), texts in texts()) {
        let mut index = MemoryIndex::new();
        for text in &texts {
            index.add(text.tokens.iter().map(String::as_str), text.starts.clone());
            index.set_printed(&text.printed);
            index.set_paragraphs(text.paragraphs.clone());
        }
        let fast = Matcher::new(&codebook).unwrap().mentions(&index, MatchOptions::default()).unwrap();
        prop_assert_eq!(fast.mentions, mentions(&codebook, &texts));
    }
}

//! A matcher that follows the rules to the letter, at any cost, and the fast one held against it.

use proptest::prelude::*;

use crate::extract::theme::{MatchOptions, Matcher, MemoryIndex};
use crate::model::{Codebook, Expression, Folding, Mention, Pattern, Theme, Word};
use crate::text::{Stemmer, fold_diacritics, fold_spelling, normalize};

type Range = (usize, usize);

/// A document as tokens with sentence starts.
#[derive(Clone, Debug)]
struct Text {
    /// As printed.
    printed: Vec<String>,
    /// Their norms.
    tokens: Vec<String>,
    /// First tokens of sentences.
    starts: Vec<u32>,
    /// First tokens of paragraphs, which are first tokens of sentences.
    paragraphs: Vec<u32>,
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
                    });
                }
            }
        }
    }
    found.sort_unstable();
    found
}

fn word() -> impl Strategy<Value = Expression> {
    let norm = prop::sample::select(vec!["a", "b", "c", "ab", "abs", "bc"]);
    prop_oneof![
        6 => norm.clone().prop_map(|norm| Word::Exact(norm.to_owned())),
        2 => norm.prop_map(|norm| Word::Stem {
            norm: norm.to_owned(),
            language: crate::model::Language::ENGLISH
        }),
        1 => prop::sample::select(vec!["a*", "*b", "?", "?b*", "*a*b*"])
            .prop_map(|glob| Word::Wildcard(glob.to_owned())),
        1 => prop::sample::select(vec!["a|b", "ab?", "[bc]+"])
            .prop_map(|source| Word::Regex(source.to_owned())),
        1 => Just(Word::Any),
        1 => prop::sample::select(vec!["AB", "a", "A*", "?B", "Labor"])
            .prop_map(|form| Word::Printed(form.to_owned())),
        1 => loose(),
    ]
    .prop_map(Expression::Word)
}

fn loose() -> impl Strategy<Value = Word> {
    let norm = prop::sample::select(vec!["labour", "labor", "labór", "ab", "modeling"]);
    let word = (norm, 0..3).prop_map(|(norm, kind)| match kind {
        0 => Word::Exact(norm.to_owned()),
        1 => Word::Stem { norm: norm.to_owned(), language: crate::model::Language::ENGLISH },
        _ => Word::Wildcard(format!("{norm}*")),
    });
    (word, any::<bool>(), any::<bool>()).prop_map(|(word, spelling, diacritics)| Word::Loose {
        word: Box::new(word),
        folding: Folding { spelling, diacritics },
    })
}

fn inner() -> impl Strategy<Value = Expression> {
    word().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(flat_phrase),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::Either),
            (inner.clone(), inner.clone(), 0_u32..4, any::<bool>()).prop_map(
                |(left, right, distance, ordered)| Expression::Near {
                    left: Box::new(left),
                    right: Box::new(right),
                    distance,
                    ordered
                }
            ),
            (inner.clone(), inner.clone()).prop_map(|(of, without)| Expression::Except {
                of: Box::new(of),
                without: Box::new(without)
            }),
            // A reference to a theme may bring it in.
            prop::collection::vec(inner, 2..3).prop_map(Expression::Together),
        ]
    })
}

/// Phrases do not hold phrases, as the parser has it.
fn flat_phrase(parts: Vec<Expression>) -> Expression {
    let flat = parts.into_iter().flat_map(|part| match part {
        Expression::Phrase(parts) => parts,
        part => vec![part],
    });
    Expression::Phrase(flat.collect())
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let together = prop::collection::vec(inner(), 2..4).prop_map(Expression::Together);
    let one = prop_oneof![
        3 => inner(),
        1 => prop::collection::vec(inner(), 2..3).prop_map(Expression::Together)
    ];
    let paragraph = prop::collection::vec(one, 2..4).prop_map(Expression::Paragraph);
    prop_oneof![5 => inner(), 1 => together, 1 => paragraph]
        .prop_map(|expression| Pattern::new("", expression))
}

/// Themes in pre-order from a list of depths.
fn codebooks() -> impl Strategy<Value = Codebook> {
    let theme = (
        0_usize..3,
        prop::collection::vec(pattern(), 0..4),
        prop::collection::vec(pattern(), 0..2),
    );
    prop::collection::vec(theme, 1..5).prop_map(|rows| {
        let mut themes: Vec<Theme> = Vec::new();
        for (wish, include, exclude) in rows {
            let index = themes.len();
            let depth = themes.last().map_or(0, |last: &Theme| wish.min(last.depth + 1));
            let parent = (0..index).rev().find(|&above| themes[above].depth + 1 == depth);
            themes.push(Theme {
                parent: parent.filter(|_| depth > 0),
                depth,
                include,
                exclude,
                ..Theme::new(&format!("t{index}"), index)
            });
            let mut above = themes[index].parent;
            while let Some(at) = above {
                themes[at].end = index + 1;
                above = themes[at].parent;
            }
        }
        Codebook { title: None, themes, lists: Vec::new(), fingerprint: String::new() }
    })
}

fn texts() -> impl Strategy<Value = Vec<Text>> {
    let token = prop::sample::select(vec![
        "a",
        "b",
        "c",
        "ab",
        "abs",
        "bc",
        "x",
        "A",
        "AB",
        "Ab",
        "labour",
        "Labor",
        "labór",
        "modelling",
        "models",
        "AB's",
    ]);
    let sentence = (any::<bool>(), prop::collection::vec(token, 0..9));
    let text = prop::collection::vec(sentence, 0..5).prop_map(|sentences| {
        let mut text = Text {
            printed: Vec::new(),
            tokens: Vec::new(),
            starts: Vec::new(),
            paragraphs: Vec::new(),
        };
        let mut norm = String::new();
        for (number, (begins, sentence)) in sentences.into_iter().enumerate() {
            let start = u32::try_from(text.tokens.len()).unwrap();
            text.starts.push(start);
            if begins || number == 0 {
                text.paragraphs.push(start);
            }
            for token in sentence {
                normalize(token, &mut norm);
                text.tokens.push(norm.clone());
                text.printed.push(token.trim_end_matches("'s").to_owned());
            }
        }
        text
    });
    prop::collection::vec(text, 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn the_postings_matcher_equals_the_naive_one(codebook in codebooks(), texts in texts()) {
        let mut index = MemoryIndex::new();
        for text in &texts {
            index.add(text.tokens.iter().map(String::as_str), text.starts.clone());
            index.set_printed(text.printed.clone());
            index.set_paragraphs(text.paragraphs.clone());
        }
        let fast = Matcher::new(&codebook).unwrap().mentions(&index, MatchOptions::default()).unwrap();
        prop_assert_eq!(fast.mentions, mentions(&codebook, &texts));
    }
}

//! A matcher that follows the rules to the letter, at any cost, and the fast one held against it.

use proptest::prelude::*;

use crate::extract::theme::{MatchOptions, Matcher, MemoryIndex};
use crate::model::{Codebook, Expression, Mention, Pattern, Theme, Word};
use crate::text::Stemmer;

type Range = (usize, usize);

/// A document as tokens with sentence starts.
#[derive(Clone, Debug)]
struct Text {
    tokens: Vec<String>,
    starts: Vec<u32>,
}

impl Text {
    fn sentence(&self, token: usize) -> usize {
        self.starts.iter().filter(|&&start| start as usize <= token).count().saturating_sub(1)
    }

    fn one_sentence(&self, (start, end): Range) -> bool {
        end <= self.tokens.len() && self.sentence(start) == self.sentence(end - 1)
    }
}

fn fits(word: &Word, token: &str) -> bool {
    match word {
        Word::Any => true,
        Word::Exact(norm) => norm == token,
        Word::Stem { norm, language } => {
            let stemmer = Stemmer::new(*language).unwrap();
            stemmer.stem(norm) == stemmer.stem(token)
        }
        Word::Wildcard(glob) => {
            let regex = regex::escape(glob).replace("\\*", ".*").replace("\\?", ".");
            regex::Regex::new(&format!("^{regex}$")).unwrap().is_match(token)
        }
        Word::Regex(source) => {
            regex::Regex::new(&format!("(?i)^(?:{source})$")).unwrap().is_match(token)
        }
    }
}

fn places(expression: &Expression, text: &Text) -> Vec<Range> {
    let mut found: Vec<Range> = match expression {
        Expression::Word(word) => (0..text.tokens.len())
            .filter(|&at| fits(word, &text.tokens[at]))
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
            let count = text.starts.len();
            (0..count).filter_map(|sentence| shortest(&operands, sentence, text)).collect()
        }
    };
    found.sort_unstable();
    found.dedup();
    found
}

/// The shortest stretch of a sentence that holds a place of each operand.
fn shortest(operands: &[Vec<Range>], sentence: usize, text: &Text) -> Option<Range> {
    let inside: Vec<usize> =
        (0..text.tokens.len()).filter(|&token| text.sentence(token) == sentence).collect();
    let (first, last) = (*inside.first()?, *inside.last()?);
    let mut all = Vec::new();
    for start in first..=last {
        for end in start + 1..=last + 1 {
            let holds =
                |places: &Vec<Range>| places.iter().any(|place| place.0 >= start && place.1 <= end);
            if operands.iter().all(holds) {
                all.push((end - start, start, end));
            }
        }
    }
    all.into_iter().min().map(|(_, start, end)| (start, end))
}

fn has_near(expression: &Expression) -> bool {
    match expression {
        Expression::Near { .. } => true,
        Expression::Word(_) => false,
        Expression::Phrase(all) | Expression::Either(all) | Expression::Together(all) => {
            all.iter().any(has_near)
        }
    }
}

fn pattern_places(pattern: &Pattern, text: &Text) -> Vec<Range> {
    let mut found = places(&pattern.expression, text);
    found.retain(|&place| text.one_sentence(place));
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
    ]
    .prop_map(Expression::Word)
}

fn inner() -> impl Strategy<Value = Expression> {
    word().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(flat_phrase),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::Either),
            (inner.clone(), inner, 0_u32..4, any::<bool>()).prop_map(
                |(left, right, distance, ordered)| Expression::Near {
                    left: Box::new(left),
                    right: Box::new(right),
                    distance,
                    ordered
                }
            ),
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
    prop_oneof![5 => inner(), 1 => together].prop_map(|expression| Pattern {
        source: String::new(),
        line: 1,
        expression,
    })
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
        Codebook { title: None, themes, fingerprint: String::new() }
    })
}

fn texts() -> impl Strategy<Value = Vec<Text>> {
    let token = prop::sample::select(vec!["a", "b", "c", "ab", "abs", "bc", "x"]);
    let sentence = prop::collection::vec(token, 0..9);
    let text = prop::collection::vec(sentence, 0..4).prop_map(|sentences| {
        let mut text = Text { tokens: Vec::new(), starts: Vec::new() };
        for sentence in sentences {
            text.starts.push(u32::try_from(text.tokens.len()).unwrap());
            text.tokens.extend(sentence.iter().map(|token| (*token).to_owned()));
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
        }
        let fast = Matcher::new(&codebook).unwrap().mentions(&index, MatchOptions::default()).unwrap();
        prop_assert_eq!(fast.mentions, mentions(&codebook, &texts));
    }
}

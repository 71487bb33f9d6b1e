//! Codebooks and texts by chance, made of few words so that patterns meet.

use proptest::prelude::*;

use super::naive::Text;
use crate::model::{Codebook, Expression, Folding, Pattern, Theme, Word};
use crate::text::normalize;

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
pub(super) fn codebooks() -> impl Strategy<Value = Codebook> {
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

pub(super) fn texts() -> impl Strategy<Value = Vec<Text>> {
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

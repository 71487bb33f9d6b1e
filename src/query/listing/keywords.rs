//! Theme keywords: the words by which papers raise themes.
//!
//! A keyword is the norm of the words of a mention (case-folded, on one line), so that `Cheap labour`
//! and `cheap labour` are one keyword, and `cheap labour` and `cheap labor` are two of one theme.

use std::collections::BTreeMap;

use super::mentions::mention_span;
use crate::model::table::ColumnKind;
use crate::model::{Cell, Codebook, Column, Document, Span};
use crate::query::MentionFacts;
use crate::text::normalize;

/// How often one paper raises a theme by one keyword.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeywordCount {
    /// Place of the theme in the codebook.
    pub theme: u32,
    /// The keyword.
    pub keyword: String,
    /// Places in the paper.
    pub mentions: u64,
    /// Sentences with such a place.
    pub sentences: u64,
    /// The first place.
    pub first: Span,
}

/// The columns of [`keyword_rows`].
#[must_use]
pub fn keyword_columns() -> Vec<Column> {
    vec![
        Column::text("document", "name of the paper"),
        Column::new(ColumnKind::Path, "theme", "path of the theme"),
        Column::text("keyword", "the words, case-folded"),
        Column::integer("mentions", "places where the theme is raised by the keyword").bar(),
        Column::integer("sentences", "sentences with such a place"),
        Column::ordinal("start", "first byte of the first place").hidden(),
        Column::ordinal("end", "one past its last byte").hidden(),
    ]
}

/// Counts the keywords of one paper, by theme in codebook order, then most frequent first.
#[must_use]
pub fn keyword_counts(
    document: &Document,
    tokens: &[Span],
    mentions: &[MentionFacts],
) -> Vec<KeywordCount> {
    let mut counts: BTreeMap<(u32, String), (KeywordCount, u32)> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| !mention.union) {
        let Some(span) = mention_span(tokens, mention) else { continue };
        let keyword = keyword(&document.text, tokens, mention);
        let (count, sentence) =
            counts.entry((mention.theme, keyword.clone())).or_insert_with(|| {
                let count = KeywordCount {
                    theme: mention.theme,
                    keyword,
                    mentions: 0,
                    sentences: 0,
                    first: span,
                };
                (count, u32::MAX)
            });
        count.mentions += 1;
        if *sentence != mention.sentence {
            count.sentences += 1;
            *sentence = mention.sentence;
        }
    }
    let mut counts: Vec<KeywordCount> = counts.into_values().map(|(count, _)| count).collect();
    counts
        .sort_by(|a, b| (a.theme, b.mentions, &a.keyword).cmp(&(b.theme, a.mentions, &b.keyword)));
    counts
}

/// One row for each keyword of a paper.
#[must_use]
pub fn keyword_rows(
    document: &Document,
    codebook: &Codebook,
    counts: &[KeywordCount],
) -> Vec<Vec<Cell>> {
    let rows = counts.iter().map(|count| {
        let theme = codebook.themes.get(count.theme as usize);
        vec![
            document.name.as_str().into(),
            theme.map(|theme| theme.path.as_str()).into(),
            count.keyword.as_str().into(),
            count.mentions.into(),
            count.sentences.into(),
            count.first.start.into(),
            count.first.end.into(),
        ]
    });
    rows.collect()
}

fn keyword(text: &str, tokens: &[Span], mention: &MentionFacts) -> String {
    let range = mention.first_token as usize..mention.end_token as usize;
    let (mut keyword, mut norm) = (String::new(), String::new());
    for token in tokens.get(range).unwrap_or_default() {
        if !keyword.is_empty() {
            keyword.push(' ');
        }
        normalize(token.of(text), &mut norm);
        keyword.push_str(&norm);
    }
    keyword
}

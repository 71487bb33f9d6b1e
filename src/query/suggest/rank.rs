//! Which candidates are suggested, and in which order.

use super::variants::Proof;
use super::{Candidate, CandidateFigures, SuggestOptions, SuggestionKind, SuggestionRank};
use crate::model::Span;
use crate::stats::association::log_dice;
use crate::stats::contingency::Contingency;
use crate::stats::keyness::log_ratio;
use crate::stats::log_likelihood::signed_g2;

/// G² that a term, collocate, keyword or derived form must reach: one in a hundred by chance.
const SIGNIFICANT: f64 = 6.63;

/// Log ratio that a term, collocate or keyword must reach: twice as frequent in the theme's sentences.
const LEAST_LOG_RATIO: f64 = 1.0;

/// How often a pattern must occur for each occurrence of a misspelling.
const TIMES_RARER: u64 = 5;

/// A pattern that a theme may take up.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The pattern, its theme and what it is.
    pub candidate: Candidate,
    /// What it finds.
    pub figures: CandidateFigures,
    /// G² of its places in the theme's sentences against those in other sentences.
    pub g2: f64,
    /// Log ratio of the same.
    pub log_ratio: f64,
    /// logDice with the theme's mentions, five tokens apart at most; `None` where it is never near.
    pub log_dice: Option<f64>,
    /// A sentence with it.
    pub example: Option<Example>,
}

/// A sentence that shows a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Place of the document in the corpus.
    pub document: u32,
    /// The sentence, its white space as single spaces.
    pub sentence: String,
    /// Where the pattern stands in it.
    pub mark: Span,
}

/// What all suggestions were chosen from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestions {
    /// By theme, kind and rank.
    pub rows: Vec<Suggestion>,
    /// Paths of all themes of the codebook.
    pub themes: Vec<String>,
    /// The patterns of the codebook by their numbers.
    pub patterns: Vec<String>,
}

/// The sizes that the figures of one theme are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThemeSize {
    /// Its mentions.
    pub mentions: u64,
    /// Papers with a mention.
    pub papers: u64,
    /// Tokens of the sentences with a mention.
    pub target_tokens: u64,
    /// Tokens of all text that it counts in.
    pub tokens: u64,
    /// Papers that it counts in.
    pub all_papers: u64,
}

impl Suggestion {
    /// The suggestion of a candidate that was counted; `None` where its figures speak against it.
    ///
    /// `places` are those of the pattern that a variant or inflection comes from.
    #[must_use]
    pub fn new(
        (candidate, proof): (Candidate, Proof),
        figures: CandidateFigures,
        size: &ThemeSize,
        places: u64,
        options: &SuggestOptions,
    ) -> Option<Self> {
        let rest = figures.mentions - figures.in_theme;
        let tokens = size.tokens.saturating_sub(size.target_tokens);
        let table =
            Contingency::of_corpora(figures.in_theme, size.target_tokens, rest, tokens.max(rest))?;
        let (g2, log_ratio) = (signed_g2(&table), log_ratio(&table));
        let common = figures.near.min(size.mentions);
        let pairs = figures.mentions.saturating_add(size.mentions);
        let near = Contingency::new(common, size.mentions, figures.mentions, pairs);
        let log_dice = near.and_then(|near| log_dice(&near)).filter(|dice| dice.is_finite());
        let papers =
            Contingency::new(figures.papers_in_theme, figures.papers, size.papers, size.all_papers);
        let in_papers = papers.is_some_and(|table| signed_g2(&table) >= SIGNIFICANT);
        let associated = g2 >= SIGNIFICANT || in_papers;
        let is_form =
            matches!(candidate.kind, SuggestionKind::Variant | SuggestionKind::Inflection);
        let shown = if is_form {
            figures.mentions > 0
                && match proof {
                    Proof::Occurs => true,
                    Proof::Rare => figures.mentions.saturating_mul(TIMES_RARER) <= places,
                    Proof::Associated => associated,
                }
        } else {
            g2 >= SIGNIFICANT
                && log_ratio >= LEAST_LOG_RATIO
                && figures.in_theme >= options.minimum
                && figures.papers >= options.papers.min(size.all_papers)
        };
        shown.then_some(Self { candidate, figures, g2, log_ratio, log_dice, example: None })
    }

    /// The measure of its rank: first that of the options, then others for equal ones.
    fn measure(&self, rank: SuggestionRank) -> [f64; 2] {
        #[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
        let mentions = self.figures.mentions as f64;
        let dice = self.log_dice.unwrap_or(f64::NEG_INFINITY);
        let c_value = self.candidate.c_value.unwrap_or(f64::NEG_INFINITY);
        match (rank, self.candidate.kind) {
            (SuggestionRank::Kind, SuggestionKind::Variant | SuggestionKind::Inflection)
            | (SuggestionRank::Mentions, _) => [mentions, self.g2],
            (SuggestionRank::CValue, _) => [c_value, self.g2],
            (SuggestionRank::Kind, SuggestionKind::Collocate)
            | (SuggestionRank::Collocation, _) => [dice, self.g2],
            (SuggestionRank::Kind, SuggestionKind::Term | SuggestionKind::Keyword)
            | (SuggestionRank::Keyness, _) => [self.g2, mentions],
            (SuggestionRank::LogRatio, _) => [self.log_ratio, self.g2],
        }
    }
}

/// The suggestions of each theme by kind and rank, `spare` times as many as are wanted of each kind, since
/// some fall away once their texts are read.
///
/// A word near the theme's mentions is a collocate where it is among the best of these, else a keyword.
/// What another theme counts already comes last.
#[must_use]
pub fn ranked(mut all: Vec<Suggestion>, options: &SuggestOptions, spare: usize) -> Vec<Suggestion> {
    let wanted = options.limit.saturating_mul(spare);
    let by_kind = options.rank == SuggestionRank::Kind;
    let as_collocate = if by_kind { SuggestionRank::Collocation } else { options.rank };
    all.sort_by(|a, b| order(a, b, as_collocate));
    let mut taken: (u32, usize) = (u32::MAX, 0);
    for one in &mut all {
        let is_word = one.candidate.kind == SuggestionKind::Keyword;
        if !is_word || one.figures.near < 2 {
            continue;
        }
        if taken.0 != one.candidate.theme {
            taken = (one.candidate.theme, 0);
        }
        if taken.1 < wanted {
            taken.1 += 1;
            one.candidate.kind = SuggestionKind::Collocate;
        }
    }
    all.retain(|one| options.kinds.contains(&one.candidate.kind));
    all.sort_by(|a, b| order(a, b, options.rank));
    cut(&mut all, wanted);
    all
}

fn order(a: &Suggestion, b: &Suggestion, rank: SuggestionRank) -> std::cmp::Ordering {
    let known = |one: &Suggestion| one.figures.other_theme().is_some();
    let place = |one: &Suggestion| (one.candidate.theme, one.candidate.kind, known(one));
    let (one, other) = (a.measure(rank), b.measure(rank));
    place(a)
        .cmp(&place(b))
        .then(other[0].total_cmp(&one[0]))
        .then(other[1].total_cmp(&one[1]))
        .then_with(|| a.candidate.pattern.cmp(&b.candidate.pattern))
}

/// Leaves at most `limit` of each theme and kind, which come together, and no pattern twice in a theme.
pub(super) fn cut(all: &mut Vec<Suggestion>, limit: usize) {
    let mut last = (u32::MAX, SuggestionKind::Variant);
    let mut count = 0;
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|one| {
        let key = (one.candidate.theme, one.candidate.kind);
        if key != last {
            (last, count) = (key, 0);
        }
        let new = seen.insert((one.candidate.theme, one.candidate.pattern.clone()));
        count += usize::from(new);
        new && count <= limit
    });
}

impl Suggestions {
    /// Leaves at most as many of each kind as are wanted.
    #[must_use]
    pub fn limited(mut self, limit: usize) -> Self {
        cut(&mut self.rows, limit);
        self
    }
}

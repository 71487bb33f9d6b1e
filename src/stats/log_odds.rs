//! Log-odds ratio with an informative Dirichlet prior, for keyness that does not favour rare words.
//!
//! For a word `w` with counts `y1`, `y2` among `n1`, `n2` tokens, and prior pseudo-counts `a_w`
//! that sum to `a0` over all words:
//!
//! ```text
//! δ   = ln( (y1 + a_w) / (n1 + a0 - y1 - a_w) ) - ln( (y2 + a_w) / (n2 + a0 - y2 - a_w) )
//! σ²  ≈ 1/(y1 + a_w) + 1/(y2 + a_w)
//! ζ   = δ / σ
//! ```
//!
//! Source: B. L. Monroe, M. P. Colaresi & K. M. Quinn (2008), Fightin' words, *Political Analysis*
//! 16(4), section 3.3 and 3.4. The prior is `a_w = a0 · (count of w in a background corpus) / (its
//! size)`; `a0` is how many tokens the prior is worth.

/// Counts of one word in the target, the reference corpus and the background corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordCounts {
    /// In the target.
    pub target: u64,
    /// In the reference corpus.
    pub reference: u64,
    /// In the background corpus that makes the prior.
    pub background: u64,
}

/// The log-odds ratio of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogOdds {
    /// `δ`: above 0 for words of the target.
    pub delta: f64,
    /// `σ²`.
    pub variance: f64,
    /// `ζ = δ/σ`, to rank words by; beyond ±1.96 for significance at 5 %.
    pub zeta: f64,
}

/// Log-odds ratios of `words`, which are all the words of the corpora, with a prior worth `a0`
/// tokens.
///
/// `None` in the place of a word without prior and count, or whose odds are infinite.
#[must_use]
pub fn log_odds(words: &[WordCounts], a0: f64) -> Vec<Option<LogOdds>> {
    let total = |count: fn(&WordCounts) -> u64| words.iter().map(count).sum::<u64>();
    let totals = WordCounts {
        target: total(|word| word.target),
        reference: total(|word| word.reference),
        background: total(|word| word.background),
    };
    words.iter().map(|&word| log_odds_of(word, totals, a0)).collect()
}

/// The log-odds ratio of one word in corpora of the sizes `totals`, with a prior worth `a0` tokens.
///
/// `None` without prior and count, or where the odds are infinite.
///
/// ```
/// use leitmotif::stats::log_odds::{WordCounts, log_odds, log_odds_of};
/// let words = [(9, 2, 11), (1, 8, 9)];
/// let words = words.map(|(target, reference, background)| WordCounts { target, reference, background });
/// let totals = WordCounts { target: 10, reference: 10, background: 20 };
/// assert_eq!(log_odds(&words, 5.0)[0], log_odds_of(words[0], totals, 5.0));
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
pub fn log_odds_of(word: WordCounts, totals: WordCounts, a0: f64) -> Option<LogOdds> {
    let (n1, n2) = (totals.target as f64, totals.reference as f64);
    let prior = a0 * word.background as f64 / totals.background as f64;
    let (y1, y2) = (word.target as f64 + prior, word.reference as f64 + prior);
    let delta = libm::log(y1 / (n1 + a0 - y1)) - libm::log(y2 / (n2 + a0 - y2));
    let variance = 1.0 / y1 + 1.0 / y2;
    let odds = LogOdds { delta, variance, zeta: delta / variance.sqrt() };
    (odds.delta.is_finite() && odds.zeta.is_finite()).then_some(odds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_without_prior_has_no_odds_where_it_is_absent() {
        let word = |target, reference, background| WordCounts { target, reference, background };
        let odds = log_odds(&[word(3, 0, 0), word(5, 5, 10), word(1, 1, 1)], 1.0);
        assert_eq!(odds[0], None);
        assert!(odds[1].is_some());
        assert_eq!(log_odds(&[word(0, 0, 0)], 1.0), [None]);
    }
}

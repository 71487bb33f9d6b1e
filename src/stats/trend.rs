//! The trend of a rate over time: the slope of a weighted regression, with an interval that resamples papers.
//!
//! A paper of time `t` (its year) has `n` tokens and `x` occurrences. The slope is that of the rates `x/n` on `t` by least
//! squares with weights `n`,
//!
//! ```text
//! b = (Σn Σxt - Σx Σnt) / (Σn Σnt² - (Σnt)²)
//! ```
//!
//! in occurrences per token and unit of time. Weights are the tokens because the variance of a rate falls with them; and
//! so weighted, the slope over papers is the same as the one over the pooled rates of years. Source: J. M. Chambers &
//! T. J. Hastie (1992), *Statistical models in S*, chapter 4 (weighted least squares). Its interval draws papers with
//! their years ([`clustered`](super::clustered); B. Efron & R. J. Tibshirani 1993, section 9.5, "bootstrapping pairs"), so it assumes
//! neither a distribution nor that tokens are independent. Whether there is a trend at all, also one that is not
//! straight, is tested by [`kendall`](super::kendall).
//!
//! Edge cases: undefined where all papers are of one time.

use super::bootstrap::Bootstrap;
use super::clustered::Clustered;

/// Denominators that are smaller, relative to their parts, are zero but for rounding.
const ROUNDING: f64 = 1e-12;

/// Papers with their times, and the occurrences of items in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    papers: Clustered<3, 2>,
}

impl Trend {
    /// Time and tokens of each paper, and how often each item occurs in which paper, in ascending order.
    ///
    /// ```
    /// use leitmotif::stats::trend::Trend;
    /// // 1, 2, 3 and 6 occurrences in 100 tokens each, in four years: Σ(t - 1.5)(r - .03) / 5.
    /// let papers = [(2001, 100), (2002, 100), (2003, 100), (2004, 100)];
    /// let trend = Trend::new(&papers, &[vec![(0, 1), (1, 2), (2, 3), (3, 6)]]);
    /// assert!((trend.slopes()[0].unwrap() - 0.016).abs() < 1e-15);
    /// ```
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
    pub fn new(papers: &[(i32, u64)], items: &[Vec<(u32, u64)>]) -> Self {
        // Counted from the first time, so that the sums stay small.
        let first = papers.iter().map(|&(time, _)| time).min().unwrap_or_default();
        let time = |time: i32| f64::from(time) - f64::from(first);
        let unit = |&(at, size): &(i32, u64)| {
            let (t, n) = (time(at), size as f64);
            [n, n * t, n * t * t]
        };
        let occurrence = |&(paper, count): &(u32, u64)| {
            let at = papers.get(paper as usize).map_or(first, |&(time, _)| time);
            (paper, [count as f64, count as f64 * time(at)])
        };
        let items = items.iter().map(|item| item.iter().map(occurrence).collect());
        Self {
            papers: Clustered { units: papers.iter().map(unit).collect(), items: items.collect() },
        }
    }

    /// The slope of each item; `None` where all papers are of one time.
    #[must_use]
    pub fn slopes(&self) -> Vec<Option<f64>> {
        self.papers.measures(slope)
    }

    /// The interval of each slope; `None` for fewer than two papers, for items that do not occur, and where most draws have
    /// one time only.
    #[must_use]
    pub fn intervals(&self, bootstrap: Bootstrap) -> Vec<Option<(f64, f64)>> {
        self.papers.intervals(bootstrap, slope)
    }
}

fn slope(&[n, nt, ntt]: &[f64; 3], &[x, xt]: &[f64; 2]) -> Option<f64> {
    let denominator = n * ntt - nt * nt;
    (denominator > ROUNDING * n * ntt).then(|| (n * xt - x * nt) / denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_year_has_no_trend() {
        let trend = Trend::new(&[(2001, 100), (2001, 300)], &[vec![(0, 1)]]);
        assert_eq!(trend.slopes(), [None]);
        let bootstrap = Bootstrap { resamples: 100, seed: 1, level: 0.95 };
        assert_eq!(trend.intervals(bootstrap), [None]);
        assert_eq!(Trend::new(&[], &[Vec::new()]).slopes(), [None]);
    }

    #[test]
    fn papers_and_pooled_years_have_the_same_slope() {
        let papers = [(2001, 80), (2001, 120), (2004, 300), (2009, 50), (2009, 100)];
        let item = vec![(0, 2), (1, 1), (2, 9), (4, 7)];
        let pooled = [(2001, 200), (2004, 300), (2009, 150)];
        let pooled_item = vec![(0, 3), (1, 9), (2, 7)];
        let [one, two] = [Trend::new(&papers, &[item]), Trend::new(&pooled, &[pooled_item])]
            .map(|trend| trend.slopes()[0].unwrap());
        assert!((one - two).abs() < 1e-15 && one > 0.0);
    }

    #[test]
    fn a_steady_rise_has_an_interval_above_zero_and_no_change_has_one_around_it() {
        let papers: Vec<(i32, u64)> = (0..60).map(|n| (2000 + n % 12, 1_000)).collect();
        let rising = (0..60).map(|n| (n, u64::from(n % 12 + n % 5))).filter(|&(_, x)| x > 0);
        let level = (0..60).map(|n| (n, u64::from(n % 5))).filter(|&(_, x)| x > 0);
        let trend = Trend::new(&papers, &[rising.collect(), level.collect()]);
        let bootstrap = Bootstrap { resamples: 1_000, seed: 5, level: 0.95 };
        let found = trend.intervals(bootstrap);
        let (low, high) = found[0].unwrap();
        assert!(low > 0.0005 && high < 0.0015, "{low} {high}");
        let (low, high) = found[1].unwrap();
        assert!(low < 0.0 && high > 0.0, "{low} {high}");
    }
}

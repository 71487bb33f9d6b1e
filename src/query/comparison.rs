//! Comparison of groups of text: in which themes do they differ, how much, and may that be chance?
//!
//! Two tests look at each theme, and say different things.
//!
//! - **Over papers**: the rates of the groups' papers are ranked, and group labels dealt anew
//!   ([`stats::rank`](crate::stats::rank)). Its p-value is the one to report. Where the groups are sections, labels are dealt
//!   among the sections of each paper. Effect sizes go with it: epsilon squared, or for two groups the rank-biserial
//!   correlation.
//! - **Over tokens**: G² of mentions against all other tokens, as corpus tools have it
//!   ([`stats::log_likelihood`](crate::stats::log_likelihood)). It takes every token for a draw of its own, which the tokens of
//!   one paper are not, so its p-value is too small wherever a theme gathers in few papers. It is given for
//!   comparison with other studies.
//!
//! p-values over papers are corrected for all rows of the result, by Holm and by Benjamini and Hochberg
//! ([`stats::correction`](crate::stats::correction)); themes that nobody raises, and such as are raised at the same rate everywhere, are not
//! tested and do not count. Parents and their children are tested alike, so tests depend on each other: Holm's correction
//! holds for any dependence.
//!
//! Groups must not share papers, unless they are sections, or chosen by filters on sections: then labels are dealt within each
//! paper too, and papers with text in one group only say nothing. Text without a group, and groups of fewer papers than asked
//! for, are left out and named.

use super::facts::ThemeFacts;
use super::frequency::{GroupPapers, PaperCounts};
use super::group::{GroupBy, GroupKey};
use crate::error::{Error, ErrorKind, Result};
use crate::stats::contingency::Contingency;
use crate::stats::correction::{Correction, adjust};
use crate::stats::rank::{Design, RankTest, Values};
use crate::stats::{gamma, keyness, log_likelihood, normal};

mod table;
#[cfg(test)]
mod tests;

/// How groups are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonOptions {
    /// What the groups are.
    pub by: GroupBy,
    /// Whether each is compared with each, instead of all at once; always so for two.
    pub pairs: bool,
    /// Groups of fewer papers are left out.
    pub least_papers: usize,
    /// How often labels are dealt.
    pub permutations: usize,
    /// Seed of the deals.
    pub seed: u64,
    /// Rates are mentions per so many tokens.
    pub per: u64,
}

/// A group with the sizes of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedGroup {
    /// What its papers have in common.
    pub key: GroupKey,
    /// Its papers.
    pub papers: u64,
    /// Their tokens.
    pub tokens: u64,
}

/// A theme in all groups, or in two.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparedTheme {
    /// Path of the theme.
    pub theme: String,
    /// Places of the groups that are compared, in [`Comparison::groups`].
    pub groups: Vec<usize>,
    /// Mentions in each of them.
    pub mentions: Vec<u64>,
    /// Papers with a mention in each of them.
    pub papers: Vec<u64>,
    /// Mentions per so many tokens in each of them.
    pub rates: Vec<f64>,
    /// G² of mentions and other tokens, with the sign of the first of two groups.
    pub g2: f64,
    /// Its p-value.
    pub g2_p: Option<f64>,
    /// For two groups the log ratio of their rates.
    pub log_ratio: Option<f64>,
    /// The comparison over papers; `None` where nothing varies.
    pub test: Option<RankTest>,
    /// Its p-value by Holm's correction, and by that of Benjamini and Hochberg.
    pub adjusted: Option<(f64, f64)>,
}

/// Groups compared theme by theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The options they were compared with.
    pub options: ComparisonOptions,
    /// The groups, in their order.
    pub groups: Vec<ComparedGroup>,
    /// Groups that were left out.
    pub left_out: Vec<ComparedGroup>,
    /// Whether some papers have text in several groups, so that labels were dealt within papers.
    pub within_papers: bool,
    /// One row for each theme that has rows, or for each theme and pair of groups.
    pub rows: Vec<ComparedTheme>,
}

impl Comparison {
    /// Compares the groups of papers in the themes at the places `shown`.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where papers belong to several groups, or fewer than two groups are left.
    pub fn of(
        papers: &PaperCounts,
        themes: &[ThemeFacts],
        shown: &[usize],
        options: ComparisonOptions,
    ) -> Result<Self> {
        let by = options.by.name().to_owned();
        if !options.by.is_of_section() && papers.overlap() {
            return Err(Error::new(ErrorKind::Usage(format!(
                "some papers belong to several groups of `{by}`, and groups that share papers cannot be tested \
                 against each other; compare by a field with one value a paper, or choose papers by filters"
            ))));
        }
        let (kept, left_out): (Vec<&GroupPapers>, Vec<&GroupPapers>) =
            papers.groups.iter().partition(|group| {
                let known = group.keys.first().is_some_and(|key| *key != GroupKey::Missing);
                known && group.documents.len() >= options.least_papers.max(1)
            });
        if kept.len() < 2 {
            return Err(too_few(&options, kept.len()));
        }
        let mut rows = Vec::new();
        if options.pairs || kept.len() == 2 {
            for second in 1..kept.len() {
                for first in 0..second {
                    rows.extend(compared(&kept, &[first, second], (themes, shown), &options));
                }
            }
            rows.sort_by_key(|&(place, _)| place);
        } else {
            let all: Vec<usize> = (0..kept.len()).collect();
            rows.extend(compared(&kept, &all, (themes, shown), &options));
        }
        let mut rows: Vec<ComparedTheme> = rows.into_iter().map(|(_, row)| row).collect();
        adjust_all(&mut rows);
        let sizes = |groups: Vec<&GroupPapers>| groups.into_iter().map(size_of).collect();
        let within_papers = options.by.is_of_section() && papers.overlap();
        Ok(Self { options, groups: sizes(kept), left_out: sizes(left_out), within_papers, rows })
    }

    /// Whether no theme is raised in any of the groups.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.rows.iter().all(|row| row.mentions.iter().all(|&count| count == 0))
    }
}

/// Says that fewer than two groups are left.
fn too_few(options: &ComparisonOptions, kept: usize) -> Error {
    let least = options.least_papers.max(1);
    let papers = if least == 1 { "1 paper".to_owned() } else { format!("{least} papers") };
    Error::new(ErrorKind::Usage(match &options.by {
        GroupBy::Chosen(_) => {
            format!(
                "a comparison needs at least {papers} in the target and as many in the reference"
            )
        }
        by => {
            let groups = if kept == 0 { "no group" } else { "one group" };
            format!("`{by}` has {groups} of at least {papers}, and a comparison needs two")
        }
    }))
}

fn size_of(group: &GroupPapers) -> ComparedGroup {
    ComparedGroup {
        key: group.keys.first().cloned().unwrap_or(GroupKey::Missing),
        papers: group.documents.len() as u64,
        tokens: group.tokens.iter().sum(),
    }
}

/// Compares some of the groups in all themes; rows with the place of their theme in `shown`.
fn compared(
    kept: &[&GroupPapers],
    places: &[usize],
    (themes, shown): (&[ThemeFacts], &[usize]),
    options: &ComparisonOptions,
) -> Vec<(usize, ComparedTheme)> {
    let groups: Vec<&GroupPapers> =
        places.iter().filter_map(|&place| kept.get(place).copied()).collect();
    let tests = tests(&groups, shown, options);
    let sizes: Vec<u64> = groups.iter().map(|group| group.tokens.iter().sum()).collect();
    let rows = shown.iter().zip(tests).enumerate().map(|(row, (&theme, test))| {
        let of_theme: Vec<&[(u32, u64)]> = groups
            .iter()
            .map(|group| group.mentions.get(theme).map_or(&[][..], Vec::as_slice))
            .collect();
        let mentions: Vec<u64> =
            of_theme.iter().map(|papers| papers.iter().map(|&(_, count)| count).sum()).collect();
        let rate =
            |(&count, &size): (&u64, &u64)| as_real(count) * as_real(options.per) / as_real(size);
        let mut compared = ComparedTheme {
            theme: themes.get(theme).map(|theme| theme.path.clone()).unwrap_or_default(),
            groups: places.to_vec(),
            papers: of_theme.iter().map(|papers| papers.len() as u64).collect(),
            rates: mentions.iter().zip(&sizes).map(rate).collect(),
            mentions,
            test,
            ..ComparedTheme::default()
        };
        over_tokens(&mut compared, &sizes);
        (row, compared)
    });
    rows.collect()
}

/// Adds the test over tokens, and for two groups the log ratio.
fn over_tokens(row: &mut ComparedTheme, sizes: &[u64]) {
    let counts = row.mentions.as_slice();
    if counts.iter().all(|&count| count == 0) {
        return;
    }
    if let (&[first, second], &[one, two]) = (counts, sizes) {
        if let Some(table) = Contingency::of_corpora(first, one, second, two) {
            row.log_ratio = Some(keyness::log_ratio(&table));
            row.g2 = log_likelihood::signed_g2(&table);
            row.g2_p = Some(normal::chi_squared_tail(row.g2.abs()));
        }
        return;
    }
    let (all, size) = (counts.iter().sum::<u64>(), sizes.iter().sum::<u64>());
    let part = |observed: u64, expected: f64| {
        if observed == 0 {
            0.0
        } else {
            as_real(observed) * libm::log(as_real(observed) / expected)
        }
    };
    let cells = counts.iter().zip(sizes).map(|(&count, &tokens)| {
        let expected = as_real(all) * as_real(tokens) / as_real(size);
        part(count, expected) + part(tokens.saturating_sub(count), as_real(tokens) - expected)
    });
    row.g2 = (2.0 * cells.sum::<f64>()).max(0.0);
    let degrees = u32::try_from(counts.len().saturating_sub(1)).unwrap_or(u32::MAX);
    row.g2_p = gamma::chi_squared_tail(row.g2, degrees);
}

/// The tests over papers, of each theme in `shown`.
fn tests(
    groups: &[&GroupPapers],
    shown: &[usize],
    options: &ComparisonOptions,
) -> Vec<Option<RankTest>> {
    // Units in the order of documents, so that the sections of one stand together.
    let mut units: Vec<(u32, u32, usize)> = (0..)
        .zip(groups)
        .flat_map(|(label, group)| {
            let papers = group.documents.iter().enumerate();
            papers.map(move |(paper, &document)| (document, label, paper))
        })
        .collect();
    units.sort_unstable();
    let mut numbers: Vec<Vec<u32>> =
        groups.iter().map(|group| vec![0; group.documents.len()]).collect();
    for (number, &(_, label, paper)) in (0..).zip(&units) {
        let slot = numbers.get_mut(label as usize).and_then(|of| of.get_mut(paper));
        if let Some(slot) = slot {
            *slot = number;
        }
    }
    let labels = units.iter().map(|&(_, label, _)| label).collect();
    let within = options.by.is_of_section() && share_papers(&units);
    let blocks: Vec<u32> =
        units.iter().map(|&(document, ..)| if within { document } else { 0 }).collect();
    let values = |&theme: &usize| {
        let mut values: Values = Vec::new();
        for (group, numbers) in groups.iter().zip(&numbers) {
            for &(paper, count) in group.mentions.get(theme).into_iter().flatten() {
                let place = paper as usize;
                if let (Some(&unit), Some(&tokens)) = (numbers.get(place), group.tokens.get(place))
                {
                    values.push((unit, as_real(count) / as_real(tokens)));
                }
            }
        }
        values.sort_by_key(|&(unit, _)| unit);
        values
    };
    let items: Vec<Values> = shown.iter().map(values).collect();
    Design::new(labels, &blocks).tests(&items, options.permutations, options.seed)
}

/// Whether some document has several of these units, which come in the order of documents.
fn share_papers(units: &[(u32, u32, usize)]) -> bool {
    units.windows(2).any(|pair| matches!(pair, [(a, ..), (b, ..)] if a == b))
}

/// Corrects the p-values of all rows that have one.
fn adjust_all(rows: &mut [ComparedTheme]) {
    let p: Vec<f64> = rows.iter().map(|row| row.test.map_or(f64::NAN, |test| test.p)).collect();
    let holm = adjust(&p, Correction::Holm);
    let bh = adjust(&p, Correction::BenjaminiHochberg);
    for (row, adjusted) in rows.iter_mut().zip(holm.into_iter().zip(bh)) {
        row.adjusted = row.test.map(|_| adjusted);
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
const fn as_real(count: u64) -> f64 {
    count as f64
}

//! How themes rise and fall over the years of publication.
//!
//! For each theme its rate in each year or period; the slope of the rate, in mentions per so many tokens and year, with an
//! interval that draws papers anew ([`stats::trend`](crate::stats::trend)); and Kendall's rank correlation of the rates of papers with
//! their years, with its p-value ([`stats::kendall`](crate::stats::kendall)), corrected for the number of themes.
//!
//! Papers are the units of both: tokens of one paper are no independent draws, and a year with many papers weighs more than
//! one with few. Slope and correlation take each paper's own year, also where rates are shown by period. Papers
//! without a year do not count. A theme that nobody raises has no correlation and does not count as a test.

use super::facts::{ThemeFacts, theme_column};
use super::frequency::PaperCounts;
use super::group::GroupKey;
use crate::model::table::{ColumnKind, Display, thousands};
use crate::model::{Cell, Column, Provenance, Table};
use crate::stats::bootstrap::Bootstrap;
use crate::stats::correction::{Correction, adjust};
use crate::stats::kendall::{Kendall, kendall};
use crate::stats::trend;

/// How trends are computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendOptions {
    /// Years of a period; 1 for year by year.
    pub bin: u16,
    /// Rates are mentions per so many tokens.
    pub per: u64,
    /// How intervals of slopes are made.
    pub bootstrap: Bootstrap,
}

/// The trends of themes.
#[derive(Clone, Debug, PartialEq)]
pub struct Trends {
    /// The options they were computed with.
    pub options: TrendOptions,
    /// The first year of each period, all from the first to the last with text.
    pub periods: Vec<i64>,
    /// Papers with a year.
    pub papers: u64,
    /// Papers without one, which do not count.
    pub undated: u64,
    /// One for each theme that has a row.
    pub rows: Vec<ThemeTrend>,
}

/// The trend of one theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeTrend {
    /// Path of the theme.
    pub theme: String,
    /// Its mentions.
    pub mentions: u64,
    /// Papers with a mention.
    pub papers: u64,
    /// Mentions per so many tokens of all dated papers.
    pub rate: Option<f64>,
    /// The rate in each period; `None` where there is no text.
    pub rates: Vec<Option<f64>>,
    /// Change of the rate in a year.
    pub slope: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// Rank correlation of rate and year over papers.
    pub kendall: Option<Kendall>,
    /// Its p-value by Holm's correction, and by that of Benjamini and Hochberg.
    pub adjusted: Option<(f64, f64)>,
}

/// All dated papers in one list.
#[derive(Default)]
struct Dated {
    papers: Vec<(i32, u64)>,
    /// For each theme the papers with a mention, ascending.
    mentions: Vec<Vec<(u32, u64)>>,
}

impl Dated {
    /// Groups by year, ascending.
    fn of(years: &PaperCounts, themes: usize) -> Self {
        let mut dated = Self { papers: Vec::new(), mentions: vec![Vec::new(); themes] };
        for group in &years.groups {
            let Some(year) = year_of(&group.keys) else { continue };
            let before = u32::try_from(dated.papers.len()).unwrap_or(u32::MAX);
            for (own, all) in group.mentions.iter().zip(&mut dated.mentions) {
                all.extend(own.iter().map(|&(paper, count)| (before + paper, count)));
            }
            dated.papers.extend(group.tokens.iter().map(|&tokens| (year, tokens)));
        }
        dated
    }
}

fn year_of(keys: &[GroupKey]) -> Option<i32> {
    match keys {
        [GroupKey::Number(year)] => i32::try_from(*year).ok(),
        _ => None,
    }
}

impl Trends {
    /// Computes the trends of the themes at the places `shown` from papers that are grouped by year.
    #[must_use]
    pub fn of(
        years: &PaperCounts,
        themes: &[ThemeFacts],
        shown: &[usize],
        options: TrendOptions,
    ) -> Self {
        let dated = Dated::of(years, themes.len());
        let periods = periods(&dated, options.bin);
        let items: Vec<_> = shown
            .iter()
            .map(|&place| dated.mentions.get(place).cloned().unwrap_or_default())
            .collect();
        let trend = trend::Trend::new(&dated.papers, &items);
        let (slopes, intervals) = (trend.slopes(), trend.intervals(options.bootstrap));
        let mut rows = Vec::with_capacity(shown.len());
        for (((place, item), slope), interval) in
            shown.iter().zip(&items).zip(slopes).zip(intervals)
        {
            let path = themes.get(*place).map(|theme| theme.path.clone()).unwrap_or_default();
            let per = as_real(options.per);
            rows.push(ThemeTrend {
                mentions: item.iter().map(|&(_, count)| count).sum(),
                papers: item.len() as u64,
                slope: slope.map(|slope| slope * per),
                interval: interval.map(|(low, high)| (low * per, high * per)),
                kendall: kendall(&rates_of(&dated.papers, item)),
                ..with_rates(path, &dated.papers, item, (&periods, options))
            });
        }
        adjust_all(&mut rows);
        let undated = years.groups.iter().filter(|group| year_of(&group.keys).is_none());
        Self {
            options,
            periods,
            papers: dated.papers.len() as u64,
            undated: undated.map(|group| group.documents.len() as u64).sum(),
            rows,
        }
    }

    /// One row a theme: `theme`, `mentions`, `papers`, `rate`, `rates` (by period), `slope`, `slope_low`, `slope_high`, `tau`,
    /// `p`, `p_holm`, `p_bh`, `periods` (the first year of each).
    #[must_use]
    pub fn to_table(&self, provenance: Provenance) -> Table {
        let span = self.span();
        let noun = if self.papers == 1 { "paper" } else { "papers" };
        let title = format!("Trends of themes, {span}: {} {noun}", thousands(self.papers));
        let mut table = Table::new("trend", title);
        table.columns = self.columns(&span);
        let per = thousands(self.options.per);
        table.notes.push(format!(
            "Bars: the rate in each {}, relative to the theme's highest. Slope: change of the rate per {per} tokens in a year, with a \
             95 % interval from papers drawn anew. tau: rank correlation of the papers' rates with their years; p by Kendall; Holm: p \
             corrected for {} tests.",
            if self.options.bin > 1 { "period" } else { "year" },
            self.rows.iter().filter(|row| row.kendall.is_some()).count(),
        ));
        if self.undated > 0 {
            let noun = if self.undated == 1 { "paper" } else { "papers" };
            table.notes.push(format!("Left out, for want of a year: {} {noun}.", self.undated));
        }
        table.provenance = provenance;
        for row in &self.rows {
            table.push(self.cells(row));
        }
        table
    }

    /// The years from the first to the last period.
    fn span(&self) -> String {
        let (Some(first), Some(last)) = (self.periods.first(), self.periods.last()) else {
            return "no years".to_owned();
        };
        let last = last + i64::from(self.options.bin.max(1)) - 1;
        if *first == last { first.to_string() } else { format!("{first}-{last}") }
    }

    fn cells(&self, row: &ThemeTrend) -> Vec<Cell> {
        let real = |value: Option<f64>| value.map_or(Cell::Missing, Cell::real);
        let (low, high) = row.interval.unzip();
        let (tau, p) = row.kendall.map(|found| (found.tau, found.p)).unzip();
        let (holm, bh) = row.adjusted.unzip();
        let mut cells: Vec<Cell> = vec![
            row.theme.as_str().into(),
            row.mentions.into(),
            row.papers.into(),
            real(row.rate),
            Cell::List(row.rates.iter().copied().map(real).collect()),
        ];
        cells.extend([row.slope, low, high, tau, p, holm, bh].map(real));
        cells.push(Cell::List(self.periods.iter().map(|&first| Cell::Integer(first)).collect()));
        cells
    }

    fn columns(&self, span: &str) -> Vec<Column> {
        let per = self.options.per;
        vec![
            theme_column(self.rows.iter().map(|row| row.theme.as_str())),
            Column::integer("mentions", "places where the theme is raised, in papers with a year"),
            Column::integer("papers", "papers with a mention").hidden(),
            Column::real("rate", 2, format!("mentions per {per} tokens")).hidden(),
            Column::new(
                ColumnKind::Nested,
                "rates",
                "rate in each of the periods, empty without text",
            )
            .shown(Display::Spark)
            .labelled(span),
            Column::real("slope", 3, format!("change of the rate per {per} tokens in a year"))
                .shown(Display::Interval),
            Column::real("slope_low", 3, "lower bound of the 95 % bootstrap interval of the slope"),
            Column::real(
                "slope_high",
                3,
                "upper bound of the 95 % bootstrap interval of the slope",
            ),
            Column::real("tau", 2, "Kendall's tau-b of rate and year over papers"),
            Column::real("p", 4, "p-value of tau, not corrected"),
            Column::real("p_holm", 4, "the same by Holm's correction for all themes")
                .labelled("Holm"),
            Column::real("p_bh", 4, "the same by Benjamini and Hochberg's correction").hidden(),
            Column::new(ColumnKind::Nested, "periods", "first year of each period").hidden(),
        ]
    }
}

/// The first years of all periods from the first to the last with text.
fn periods(dated: &Dated, bin: u16) -> Vec<i64> {
    let bin = i64::from(bin.max(1));
    let start = |&(year, _): &(i32, u64)| i64::from(year).div_euclid(bin) * bin;
    match (dated.papers.iter().map(start).min(), dated.papers.iter().map(start).max()) {
        (Some(first), Some(last)) => (0..=(last - first) / bin).map(|n| first + n * bin).collect(),
        _ => Vec::new(),
    }
}

/// The row with the rates, in all and by period.
fn with_rates(
    theme: String,
    papers: &[(i32, u64)],
    item: &[(u32, u64)],
    (periods, options): (&[i64], TrendOptions),
) -> ThemeTrend {
    let bin = i64::from(options.bin.max(1));
    let first = periods.first().copied().unwrap_or_default();
    let place = |year: i32| usize::try_from((i64::from(year) - first).div_euclid(bin)).ok();
    let mut sums = vec![(0_u64, 0_u64); periods.len()];
    let mut add = |year: i32, mentions: u64, tokens: u64| {
        if let Some(sum) = place(year).and_then(|place| sums.get_mut(place)) {
            *sum = (sum.0 + mentions, sum.1 + tokens);
        }
    };
    papers.iter().for_each(|&(year, tokens)| add(year, 0, tokens));
    for &(paper, count) in item {
        if let Some(&(year, _)) = papers.get(paper as usize) {
            add(year, count, 0);
        }
    }
    let rate = |(mentions, tokens): (u64, u64)| {
        (tokens > 0).then(|| as_real(mentions) * as_real(options.per) / as_real(tokens))
    };
    let all = sums.iter().fold((0, 0), |all, sum| (all.0 + sum.0, all.1 + sum.1));
    let rates = sums.into_iter().map(rate).collect();
    ThemeTrend { theme, rate: rate(all), rates, ..ThemeTrend::default() }
}

/// Year and rate of each paper.
fn rates_of(papers: &[(i32, u64)], item: &[(u32, u64)]) -> Vec<(f64, f64)> {
    let mut pairs: Vec<_> = papers.iter().map(|&(year, _)| (f64::from(year), 0.0)).collect();
    for &(paper, count) in item {
        let place = paper as usize;
        if let (Some(pair), Some(&(_, tokens))) = (pairs.get_mut(place), papers.get(place)) {
            pair.1 = as_real(count) / as_real(tokens);
        }
    }
    pairs
}

/// Corrects the p-values of all rows that have one.
fn adjust_all(rows: &mut [ThemeTrend]) {
    let p: Vec<f64> =
        rows.iter().map(|row| row.kendall.map_or(f64::NAN, |found| found.p)).collect();
    let holm = adjust(&p, Correction::Holm);
    let bh = adjust(&p, Correction::BenjaminiHochberg);
    for (row, adjusted) in rows.iter_mut().zip(holm.into_iter().zip(bh)) {
        row.adjusted = row.kendall.map(|_| adjusted);
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
const fn as_real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;

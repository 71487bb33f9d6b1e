//! Trends worked by hand.

use super::*;
use crate::query::frequency::GroupPapers;

fn year(key: GroupKey, tokens: &[u64], mentions: &[(u32, u64)]) -> GroupPapers {
    GroupPapers {
        keys: vec![key],
        documents: (0..).take(tokens.len()).collect(),
        tokens: tokens.to_vec(),
        mentions: vec![mentions.to_vec(), Vec::new()],
    }
}

fn trends(bin: u16) -> Trends {
    let papers = PaperCounts {
        groups: vec![
            year(GroupKey::Number(2001), &[100, 300], &[(1, 4)]),
            year(GroupKey::Number(2003), &[200], &[(0, 4)]),
            year(GroupKey::Number(2004), &[100, 100], &[(0, 3), (1, 3)]),
            year(GroupKey::Missing, &[500], &[(0, 9)]),
        ],
    };
    let themes = ["motives", "barriers"].map(|path| ThemeFacts { path: path.into(), parent: None });
    let bootstrap = Bootstrap { resamples: 500, seed: 1, level: 0.95 };
    Trends::of(&papers, &themes, &[0, 1], TrendOptions { bin, per: 1_000, bootstrap })
}

#[test]
fn rates_come_year_by_year_with_gaps() {
    let found = trends(1);
    assert_eq!(found.periods, [2001, 2002, 2003, 2004]);
    assert_eq!((found.papers, found.undated), (5, 1));
    let row = &found.rows[0];
    assert_eq!(row.rates, [Some(10.0), None, Some(20.0), Some(30.0)]);
    assert_eq!((row.mentions, row.papers, row.rate), (14, 4, Some(17.5)));
    // Years 0, 2, 3 with weights 4, 2, 2 have mean 1.25, rates mean 17.5.
    let slope = (4.0 * -1.25 * -7.5 + 2.0 * 0.75 * 2.5 + 2.0 * 1.75 * 12.5)
        / (4.0 * 1.25 * 1.25 + 2.0 * 0.75 * 0.75 + 2.0 * 1.75 * 1.75);
    assert!((row.slope.unwrap() - slope).abs() < 1e-9);
    let (low, high) = row.interval.unwrap();
    assert!(low < slope && slope <= high, "{low} {slope} {high}");
    // Ten pairs, two of one year, one of equal rates (30 and 30 of one year); 8 rise.
    assert!((row.kendall.unwrap().tau - 8.0 / f64::sqrt(8.0 * 9.0)).abs() < 1e-12);
    assert_eq!(row.adjusted.map(|pair| pair.0), row.kendall.map(|found| found.p));
    let silent = &found.rows[1];
    assert_eq!((silent.kendall, silent.interval, silent.slope), (None, None, Some(0.0)));
}

#[test]
fn periods_pool_rates_and_leave_the_trend_as_it_is() {
    let (years, periods) = (trends(1), trends(2));
    assert_eq!(periods.periods, [2000, 2002, 2004]);
    assert_eq!(periods.rows[0].rates, [Some(10.0), Some(20.0), Some(30.0)]);
    for (year, period) in years.rows.iter().zip(&periods.rows) {
        assert_eq!((year.slope, year.interval), (period.slope, period.interval));
    }
    let table = periods.to_table(Provenance::default());
    assert_eq!(table.title, "Trends of themes, 2000-2005: 5 papers");
    assert!(table.notes.join(" ").contains("want of a year: 1 paper"));
}

#[test]
fn no_years_have_no_trend() {
    let bootstrap = Bootstrap { resamples: 100, seed: 1, level: 0.95 };
    let options = TrendOptions { bin: 1, per: 1_000, bootstrap };
    let themes = [ThemeFacts { path: "motives".into(), parent: None }];
    let found = Trends::of(&PaperCounts::default(), &themes, &[0], options);
    assert!(found.periods.is_empty());
    assert_eq!((found.rows[0].slope, found.rows[0].rate), (None, None));
    assert_eq!(found.to_table(Provenance::default()).rows().len(), 1);
}

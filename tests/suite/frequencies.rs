//! Frequencies by two groups, cross tables, intervals, comparisons, trends, dispersion, and the guide to filters.

use std::collections::BTreeMap;
use std::fs;

use crate::harness::{Workplace, repository};

type Row = BTreeMap<String, String>;

fn csv(place: &Workplace, arguments: &[&str]) -> Vec<Row> {
    place.run(&[arguments, &["--format", "csv"]].concat()).csv()
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// The sums of one column over rows that agree in others.
fn sums(rows: &[Row], keys: &[&str], column: &str) -> BTreeMap<Vec<String>, f64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        let key = keys.iter().map(|key| row[*key].clone()).collect();
        *sums.entry(key).or_default() += number(row, column);
    }
    sums
}

#[test]
fn margins_of_two_groups_are_the_groups() {
    let place = Workplace::with_corpus();
    let both = csv(&place, &["query", "themes", "--by", "period,section", "--bin", "4y"]);
    for by in ["period", "section"] {
        let arguments = match by {
            "period" => &["query", "themes", "--by", "year", "--bin", "4"][..],
            _ => &["query", "themes", "--by", "section"],
        };
        let one = csv(&place, arguments);
        for column in ["mentions", "sum", "sentences", "tokens"] {
            let keys = ["theme", by];
            assert_eq!(sums(&both, &keys, column), sums(&one, &keys, column), "{column} by {by}");
        }
    }
    let twice =
        csv(&place, &["query", "themes", "--by", "period", "--by", "section", "--bin", "4y"]);
    assert_eq!(both, twice);
}

#[test]
fn a_cross_table_holds_the_cells_of_the_long_one() {
    let place = Workplace::with_corpus();
    for (measure, flag) in
        [("rate", "--wide"), ("mentions", "--wide=mentions"), ("share", "--wide=share")]
    {
        let long = csv(&place, &["query", "themes", "--by", "year,section"]);
        let wide = csv(&place, &["query", "themes", "--by", "year,section", flag]);
        let mut compared = 0;
        for row in &long {
            let same =
                |other: &&Row| other["theme"] == row["theme"] && other["year"] == row["year"];
            let found = wide.iter().find(same).expect("a row");
            assert_eq!(found[&row["section"]], row[measure], "{measure} of {row:?}");
            compared += 1;
        }
        let cells = wide.iter().flat_map(|row| row.iter());
        let filled =
            cells.filter(|(name, cell)| *name != "theme" && *name != "year" && !cell.is_empty());
        assert_eq!(filled.count(), compared);
    }
}

#[test]
fn themes_have_rows_by_choice_and_level() {
    let place = Workplace::with_corpus();
    let all = csv(&place, &["query", "themes"]);
    let by_level = csv(&place, &["query", "themes", "--by", "level"]);
    assert_eq!(all.len(), by_level.len());
    assert!(by_level.is_sorted_by_key(|row| row["level"].clone()));
    let second = csv(&place, &["query", "themes", "--level", "2"]);
    let expected: Vec<&Row> =
        all.iter().filter(|row| row["theme"].matches('.').count() == 1).collect();
    assert_eq!(second.iter().collect::<Vec<_>>(), expected);
    let chosen = csv(&place, &["query", "themes", "--theme", "motives.proactive", "--level", "3"]);
    assert!(chosen.iter().all(|row| row["theme"].starts_with("motives.proactive.")));
    assert_eq!(chosen.len(), 8);
}

#[test]
fn cited_works_group_the_papers_that_cite_them() {
    let place = Workplace::with_corpus();
    let works = csv(&place, &["query", "works", "--limit", "3", "--where", "language = en"]);
    let rows = csv(&place, &["query", "themes", "--by", "work", "--limit", "3", "--level", "1"]);
    for (work, group) in works.iter().zip(rows.iter().filter(|row| row["theme"] == "motives")) {
        assert_eq!(work["label"], group["work"]);
        assert_eq!(work["papers"], group["papers_total"]);
        let filter = format!("cites: '{}'", work["label"].replace(['(', ')', '&'], ""));
        let cited = csv(&place, &["query", "themes", "--level", "1", "--where", &filter]);
        assert_eq!(cited[0]["papers_total"], group["papers_total"], "{filter}");
    }
}

#[test]
fn resampled_numbers_depend_on_the_seed_alone() {
    let place = Workplace::with_corpus();
    for query in [
        &["query", "themes", "--bootstrap", "--by", "section"][..],
        &["query", "trend"],
        &["query", "compare", "--by", "section"],
        &["query", "compare", "--by", "period", "--bin", "8y", "--pairs"],
    ] {
        let ran = |more: &[&str]| {
            place.run(&[query, more, &["--format", "csv"]].concat()).success().results()
        };
        let one = ran(&["--jobs", "1"]);
        assert_eq!(one, ran(&["--jobs", "3"]), "{query:?}");
        assert_eq!(one, ran(&["--seed", "1"]), "{query:?}");
        assert_ne!(one, ran(&["--seed", "2"]), "{query:?}");
    }
}

#[test]
fn intervals_hold_their_rates_and_leave_the_other_columns_alone() {
    let place = Workplace::with_corpus();
    let plain = csv(&place, &["query", "themes"]);
    let with = csv(&place, &["query", "themes", "--bootstrap"]);
    for (plain, mut with) in plain.into_iter().zip(with) {
        let [low, high] = ["rate_low", "rate_high"].map(|end| with.remove(end).unwrap());
        let [low, high]: [f64; 2] = [low, high].map(|end| end.parse().unwrap());
        let rate = number(&plain, "rate");
        assert!(low <= rate && rate <= high, "{low} {rate} {high}");
        assert_eq!(plain, with);
    }
    let by_paper = csv(&place, &["query", "themes", "--bootstrap", "--by", "document"]);
    assert!(by_paper.iter().all(|row| row["rate_low"].is_empty()));
}

#[test]
fn comparisons_trends_and_dispersion_count_what_the_themes_do() {
    let place = Workplace::with_corpus();
    let themes = csv(&place, &["query", "themes"]);
    let mentions = sums(&themes, &["theme"], "mentions");
    let compared = csv(&place, &["query", "compare", "--by", "section", "--minimum", "1"]);
    assert_eq!(sums(&compared, &["theme"], "mentions"), mentions);
    let trends = csv(&place, &["query", "trend"]);
    assert_eq!(sums(&trends, &["theme"], "mentions"), mentions);
    // Rates and periods lie side by side, years without text among them.
    let values = |row: &Row, column: &str| row[column].split("; ").count();
    assert!(trends.iter().all(|row| values(row, "rates") == 16 && values(row, "periods") == 16));
    let by_year = csv(&place, &["query", "themes", "--by", "year"]);
    for row in &trends {
        let rates: Vec<&str> = row["rates"].split("; ").filter(|rate| !rate.is_empty()).collect();
        let own = by_year.iter().filter(|other| other["theme"] == row["theme"]);
        assert_eq!(rates, own.map(|other| other["rate"].as_str()).collect::<Vec<_>>());
    }
    for parts in ["document", "section", "7"] {
        let spread = csv(&place, &["query", "dispersion", "--parts", parts]);
        assert_eq!(sums(&spread, &["theme"], "mentions"), mentions, "{parts}");
        if parts == "document" {
            let papers = sums(&themes, &["theme"], "papers");
            assert_eq!(sums(&spread, &["theme"], "range"), papers);
        }
    }
    let by_hand = csv(&place, &["query", "dispersion", "threat* NEAR/6 domestic market", "firm"]);
    assert_eq!(by_hand.len(), 2);
    let lines = csv(&place, &["query", "context", "threat* NEAR/6 domestic market"]);
    assert_eq!(by_hand[0]["mentions"], lines.len().to_string());
}

#[test]
fn target_and_reference_are_what_their_filters_choose() {
    let place = Workplace::with_corpus();
    let of = |filter: &str| {
        let rows = csv(&place, &["query", "themes", "--where", filter]);
        sums(&rows, &["theme"], "mentions")
    };
    for (target, reference) in [
        ("cites: 'van der Meulen 2005'", "not cites: 'van der Meulen 2005'"),
        ("section = results", "section != results"),
    ] {
        let all_else = ["query", "compare", "--target", target, "--minimum", "1"];
        let rows = csv(&place, &all_else);
        assert_eq!(sums(&rows, &["theme"], "first_mentions"), of(target), "{target}");
        assert_eq!(sums(&rows, &["theme"], "second_mentions"), of(reference), "{reference}");
        let named = csv(&place, &[&all_else[..], &["--reference", reference]].concat());
        assert_eq!(rows, named);
    }
}

#[test]
fn corrected_p_values_are_never_smaller() {
    let place = Workplace::with_corpus();
    for query in [&["query", "trend"][..], &["query", "compare", "--by", "section"]] {
        let rows = csv(&place, query);
        assert!(rows.iter().any(|row| number(row, "p") < 0.3));
        for row in &rows {
            let [p, holm, bh] = ["p", "p_holm", "p_bh"].map(|column| number(row, column));
            assert!(p <= bh && bh <= holm && holm <= 1.0, "{row:?}");
        }
    }
}

#[test]
fn papers_without_years_have_no_trend() {
    let place =
        Workplace::with_papers(&[("a.txt", "Introduction\n\nThis is about cheap labour.\n")]);
    place.run(&["ingest", "papers"]).success();
    let told = place.run(&["query", "trend"]).code(1).errors();
    assert!(told.contains("the year of none of these papers is known"), "{told}");
}

#[test]
fn what_cannot_be_asked_is_told_why() {
    let place = Workplace::with_corpus();
    for (query, message) in [
        (&["themes", "--by", "year,section,language"][..], "one or two fields"),
        (&["themes", "--by", "year,year"], "`year` twice"),
        (&["themes", "--by", "section", "--bin", "5y"], "--bin goes with"),
        (&["themes", "--by", "year", "--bin", "0y"], "1 to 1000 years"),
        (&["themes", "--by", "year", "--bin", "five"], "write it like 5y"),
        (&["themes", "--by", "year", "--limit", "5"], "--by work"),
        (&["themes", "--by", "level", "--wide"], "groups of text"),
        (&["themes", "--level", "7"], "there are levels 1 to 3"),
        (&["themes", "--theme", "motivs"], "did you mean `motives`?"),
        (&["compare", "--by", "author"], "several groups of `author`"),
        (&["compare", "--by", "document"], "no groups of papers"),
        (&["compare", "--by", "language"], "one group of at least 2 papers"),
        (&["compare", "--target", "year > 1900"], "as many in the reference"),
        (&["compare", "--target", "yeer > 1900"], "filter: line 1, column 1"),
        (&["dispersion", "--parts", "author"], "must not overlap"),
        (&["dispersion", "--parts", "1"], "two at least"),
        (&["dispersion", "--parts", "level"], "no parts of text"),
        (&["dispersion", "low NEAR"], "pattern"),
    ] {
        let ran = place.run(&[&["query"], query].concat()).code(2);
        assert!(ran.errors().contains(message), "{query:?}: {}", ran.errors());
    }
}

#[test]
fn examples_of_filters_can_be_used() {
    let place = Workplace::with_corpus();
    let guide = fs::read_to_string(repository().join("docs/filter.md")).unwrap();
    let lines = guide.lines().filter_map(|line| line.strip_prefix("- `"));
    let mut tried = 0;
    for line in lines.take_while(|line| !line.starts_with("=`")) {
        let (examples, _) = line.split_once("`:").expect("an example and its meaning");
        for example in examples.split("`, `") {
            let ran = place.run(&["query", "themes", "--where", example]);
            let found = ran.errors();
            assert!(
                ran.code(if example == "not has year" { 1 } else { 0 }).results().len() > 100,
                "{example}: {found}"
            );
            tried += 1;
        }
    }
    assert!(tried >= 18, "{tried} examples");
}

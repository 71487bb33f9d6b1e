//! Commands agree with each other: a number in one table is the number of rows of another.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::harness::{Workplace, corpus};

type Row = BTreeMap<String, String>;

fn csv(place: &Workplace, arguments: &[&str]) -> Vec<Row> {
    place.run(&[arguments, &["--format", "csv"]].concat()).csv()
}

fn json(place: &Workplace, arguments: &[&str]) -> Vec<Value> {
    place.run(&[arguments, &["--format", "jsonl"]].concat()).json_lines()
}

fn number(row: &Row, column: &str) -> u64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// One column of the theme table, by theme.
fn by_theme(rows: &[Row], column: &str) -> BTreeMap<String, u64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        *sums.entry(row["theme"].clone()).or_default() += number(row, column);
    }
    sums
}

/// Whether a theme is `above` or below it.
fn is_below(theme: &str, above: &str) -> bool {
    theme == above || theme.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}

/// Whether a theme of the table has themes below it.
fn has_children(themes: &[Row], theme: &str) -> bool {
    themes.iter().any(|other| other["theme"] != theme && is_below(&other["theme"], theme))
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_default()
}

#[test]
fn mentions_are_what_the_theme_table_counts() {
    let place = Workplace::with_corpus();
    let themes = csv(&place, &["query", "themes"]);
    let mentions = json(&place, &["extract", "themes"]);
    let keywords = csv(&place, &["extract", "keywords"]);
    assert!(mentions.len() > 300);
    for row in &themes {
        let theme = &row["theme"];
        let below: Vec<&Value> =
            mentions.iter().filter(|mention| is_below(text(mention, "theme"), theme)).collect();
        assert_eq!(below.len() as u64, number(row, "sum"), "{theme}");
        let distinct = |field: fn(&Value) -> (String, u64)| {
            below.iter().map(|mention| field(mention)).collect::<BTreeSet<_>>().len() as u64
        };
        assert_eq!(distinct(|m| (text(m, "document").into(), 0)), number(row, "papers"), "{theme}");
        let sentence = |m: &Value| (text(m, "document").into(), m["sentence"].as_u64().unwrap());
        assert_eq!(distinct(sentence), number(row, "sentences"), "{theme}");
        let by_keyword = keywords.iter().filter(|keyword| is_below(&keyword["theme"], theme));
        let by_keyword: u64 = by_keyword.map(|keyword| number(keyword, "mentions")).sum();
        assert_eq!(by_keyword, number(row, "sum"), "{theme}");
        assert!(
            has_children(&themes, theme) || number(row, "mentions") == number(row, "sum"),
            "{theme}"
        );
        assert!(number(row, "mentions") <= number(row, "sum"), "{theme}");
    }
}

#[test]
fn lines_of_the_concordance_are_the_mentions() {
    let place = Workplace::with_corpus();
    let themes = csv(&place, &["query", "themes"]);
    let mentions = json(&place, &["extract", "themes"]);
    for row in &themes {
        let theme = &row["theme"];
        let lines = csv(&place, &["query", "context", "--theme", theme]);
        assert_eq!(lines.len() as u64, number(row, "mentions"), "{theme}");
        if !has_children(&themes, theme) {
            let own = mentions.iter().filter(|mention| text(mention, "theme") == theme);
            let own: Vec<(&str, &str)> =
                own.map(|m| (text(m, "document"), text(m, "text"))).collect();
            let nodes: Vec<(&str, &str)> =
                lines.iter().map(|line| (&*line["document"], &*line["node"])).collect();
            assert_eq!(nodes, own, "{theme}");
        }
    }
}

#[test]
fn orders_and_samples_show_the_same_lines() {
    let place = Workplace::with_corpus();
    let query = ["query", "context", "--theme", "motives", "--sentence"];
    let sorted = |more: &[&str]| {
        let mut lines = csv(&place, &[&query[..], more].concat());
        lines.sort();
        lines
    };
    let all = sorted(&[]);
    for order in ["left", "right", "year"] {
        assert_eq!(sorted(&["--sort", order]), all, "{order}");
    }
    let sample = sorted(&["--sample", "20"]);
    assert_eq!(sample.len(), 20);
    assert!(sample.iter().all(|line| all.contains(line)));
    assert_eq!(sample, sorted(&["--sample", "20"]));
    assert_ne!(sample, sorted(&["--sample", "20", "--seed", "2"]));
}

#[test]
fn groups_add_up_to_the_whole() {
    let place = Workplace::with_corpus();
    let whole = csv(&place, &["query", "themes"]);
    for by in ["document", "section", "year", "language"] {
        let groups = csv(&place, &["query", "themes", "--by", by]);
        for column in ["mentions", "sum", "sentences", "tokens"] {
            assert_eq!(by_theme(&groups, column), by_theme(&whole, column), "{column} by {by}");
        }
        if by != "section" {
            assert_eq!(by_theme(&groups, "papers"), by_theme(&whole, "papers"), "papers by {by}");
        }
    }
}

#[test]
fn filters_take_a_part_and_its_rest_is_the_other() {
    let place = Workplace::with_corpus();
    let whole = by_theme(&csv(&place, &["query", "themes"]), "mentions");
    let of =
        |filter: &str| by_theme(&csv(&place, &["query", "themes", "--where", filter]), "mentions");
    for (part, rest) in [
        ("year >= 2015", "year < 2015"),
        ("section in (results, discussion)", "not section in (results, discussion)"),
        (
            "document = 'chen-2017-taiwan-machine-tools.tex'",
            "document != 'chen-2017-taiwan-machine-tools.tex'",
        ),
    ] {
        let (part, rest) = (of(part), of(rest));
        for (theme, all) in &whole {
            assert_eq!(part[theme] + rest[theme], *all, "{theme}");
        }
        assert!(part["motives"] > 0 && part["motives"] < whole["motives"]);
    }
    let sections = csv(&place, &["query", "themes", "--by", "section"]);
    let results: Vec<Row> =
        sections.into_iter().filter(|row| row["section"] == "results").collect();
    assert_eq!(of("section = results"), by_theme(&results, "mentions"));
    let mentions = json(&place, &["extract", "themes", "--where", "section = results"]);
    assert!(mentions.iter().all(|row| row["section"] == "results") && !mentions.is_empty());
}

#[test]
fn denied_mentions_are_flagged_or_left_out() {
    let place = Workplace::with_corpus();
    let flagged = csv(&place, &["query", "themes", "--negation", "flag"]);
    let kept = by_theme(&csv(&place, &["query", "themes", "--negation", "exclude"]), "mentions");
    assert!(flagged.iter().any(|row| number(row, "negated") > 0));
    for row in &flagged {
        let rest = number(row, "mentions") - number(row, "negated");
        assert_eq!(rest, kept[&row["theme"]], "{}", row["theme"]);
    }
    let mentions = json(&place, &["extract", "themes"]);
    let left = json(&place, &["extract", "themes", "--negation", "exclude"]);
    let affirmed = mentions.into_iter().filter(|row| row["negated"] == false);
    assert_eq!(affirmed.collect::<Vec<_>>(), left);
}

#[test]
fn hedged_mentions_are_flagged_or_left_out() {
    let place = Workplace::with_corpus();
    let flagged = csv(&place, &["query", "themes", "--hedging", "flag"]);
    let kept = by_theme(&csv(&place, &["query", "themes", "--hedging", "exclude"]), "mentions");
    assert!(flagged.iter().any(|row| number(row, "hedged") > 0));
    for row in &flagged {
        let rest = number(row, "mentions") - number(row, "hedged");
        assert_eq!(rest, kept[&row["theme"]], "{}", row["theme"]);
    }
    let mentions = json(&place, &["extract", "themes"]);
    assert!(mentions.iter().any(|row| row["hedged"] == true));
    let left = json(&place, &["extract", "themes", "--hedging", "exclude"]);
    let certain = mentions.into_iter().filter(|row| row["hedged"] == false);
    assert_eq!(certain.collect::<Vec<_>>(), left);
}

#[test]
fn evidence_stands_where_a_theme_is_raised_and_a_work_cited() {
    let place = Workplace::with_corpus();
    let sentence =
        |row: &Value| (text(row, "document").to_owned(), row["sentence"].as_u64().unwrap());
    let citing: BTreeSet<_> =
        json(&place, &["extract", "citations"]).iter().map(sentence).collect();
    let mentions = json(&place, &["extract", "themes"]);
    let evidence = json(&place, &["query", "evidence", "--scope", "sentence"]);
    assert!(evidence.len() > 50);
    for row in &evidence {
        let at = sentence(row);
        let raised = |mention: &&Value| {
            sentence(mention) == at && is_below(text(mention, "theme"), text(row, "theme"))
        };
        assert!(mentions.iter().any(|mention| raised(&mention)), "{row}");
        assert!(citing.contains(&at), "{row}");
        assert_eq!(row["distance"], 0);
    }
    let wide = json(&place, &["query", "evidence", "--scope", "paragraph"]);
    let key = |row: &Value| {
        (text(row, "theme").to_owned(), text(row, "work_id").to_owned(), sentence(row))
    };
    let keys = |rows: &[Value]| rows.iter().map(key).collect::<BTreeSet<_>>();
    let near = json(&place, &["query", "evidence", "--scope", "neighbours"]);
    assert_eq!(near, json(&place, &["query", "evidence"]));
    assert!(near.iter().all(|row| row["distance"].as_i64().unwrap().abs() <= 1));
    assert!(keys(&evidence).is_subset(&keys(&near)) && evidence.len() < near.len());
    assert!(keys(&near).is_subset(&keys(&wide)) && near.len() < wide.len());
    let summary = json(&place, &["query", "evidence", "--summary", "--scope", "sentence"]);
    let rows_of = |row: &Value| {
        let same =
            |other: &&Value| other["theme"] == row["theme"] && other["work_id"] == row["work_id"];
        evidence.iter().filter(same).count() as u64
    };
    for row in &summary {
        assert_eq!(row["sentences"].as_u64(), Some(rows_of(row)), "{row}");
    }
}

#[test]
fn cited_works_have_the_citations_that_point_to_them() {
    let place = Workplace::with_corpus();
    let works = csv(&place, &["query", "works"]);
    let citations = json(&place, &["extract", "citations", "--where", "not section = references"]);
    let pointers = |row: &Value| row["references"].as_array().map_or(0, Vec::len).max(1) as u64;
    let sum: u64 = works.iter().map(|work| number(work, "citations")).sum();
    assert_eq!(sum, citations.iter().map(pointers).sum::<u64>());
    let narrative = citations.iter().filter(|row| row["narrative"] == true).count() as u64;
    assert_eq!(works.iter().map(|work| number(work, "narrative")).sum::<u64>(), narrative);
    // `corpus/README.md` says so.
    assert!(works.iter().filter(|work| number(work, "papers") >= 4).count() >= 14);
}

/// The files of a run, and the commands that give the same.
const FILES: [(&str, &[&str]); 12] = [
    ("themes", &["query", "themes"]),
    ("themes_by_document", &["query", "themes", "--by", "document"]),
    ("themes_by_section", &["query", "themes", "--by", "section"]),
    ("themes_by_year", &["query", "themes", "--by", "year"]),
    ("mentions", &["extract", "themes"]),
    ("keywords", &["extract", "keywords"]),
    ("evidence", &["query", "evidence"]),
    ("evidence_summary", &["query", "evidence", "--summary"]),
    ("works", &["query", "works"]),
    ("citations", &["extract", "citations"]),
    ("references", &["extract", "references"]),
    ("codebook", &["codebook", "show"]),
];

#[test]
fn a_run_writes_what_the_single_commands_give() {
    let place = Workplace::new();
    place.run(&["run", &corpus(), "--output", "plain"]).success();
    for format in ["csv", "tsv", "json", "jsonl", "markdown"] {
        place.run(&["run", &corpus(), "--output", format, "--format", format]).success();
        let ending = if format == "markdown" { "md" } else { format };
        let written = fs::read_dir(place.path(format)).unwrap().count();
        // Beside the tables the report, the codebook, and the manifest.
        assert_eq!(written, FILES.len() + 3);
        for (name, command) in FILES {
            let file =
                fs::read_to_string(place.path(&format!("{format}/{name}.{ending}"))).unwrap();
            let results = place.run(&[command, &["--format", format]].concat()).success().results();
            assert!(file == results, "{name}.{ending} is not what {command:?} gives");
            if format == "csv" {
                // Tables for people are written as CSV.
                let plain = fs::read_to_string(place.path(&format!("plain/{name}.csv"))).unwrap();
                assert_eq!(plain, file);
            }
        }
    }
}

#[test]
fn a_filter_holds_for_every_table_of_a_run() {
    let place = Workplace::new();
    let filter = ["--where", "year = 2014"];
    place.run(&[&["run", &corpus(), "--output", "tables"][..], &filter].concat()).success();
    for (name, command) in FILES.iter().filter(|(name, _)| *name != "codebook") {
        let file = fs::read_to_string(place.path(&format!("tables/{name}.csv"))).unwrap();
        let ran = place.run(&[command, &filter[..], &["--format", "csv"]].concat());
        assert!(file == ran.results(), "{name}.csv");
    }
}

//! A codebook validated as its author would: a sample is drawn, coded, and compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rust_xlsxwriter::Workbook;

use crate::harness::Workplace;

const CODEBOOK: &str = "codebook: Reasons\nlanguage: en\nthemes:\n  motives:\n    costs: \
     [cheap labour, low wages]\n    market: {definition: The home market is too small., include: \
     [home market]}\n  row: [tariff]\n";

/// Forty sentences a paper: costs in 4 of them, the market in 2, tariffs in 1, and once in other words.
fn paper(name: &str) -> String {
    let mut text =
        format!("Introduction\n\nThis is the paper on {name} and what its firms do abroad.");
    for number in 0..40 {
        let sentence = match number {
            3 | 13 | 23 | 33 => {
                format!("Cheap labour drew firm {number} of {name} to other places.")
            }
            7 | 27 => {
                format!("The home market was too narrow for firm {number} of {name} at last.")
            }
            17 => format!("A tariff kept firm {number} of {name} from going out."),
            19 => format!("Workers who cost little drew firm {number} of {name} away."),
            _ => format!("Nothing more is told here of firm {number} of {name} in town."),
        };
        write!(text, " {sentence}").unwrap();
    }
    text + "\n"
}

fn place() -> Workplace {
    let names = ["leather", "timber", "cotton"];
    let papers = names.map(|name| (format!("{name}.txt"), paper(name)));
    let papers: Vec<(&str, &str)> =
        papers.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let place = Workplace::with_papers(&papers);
    place.write("reasons.yaml", CODEBOOK);
    place
}

type Row = BTreeMap<String, String>;

/// The sample of the codebook.
fn sample(place: &Workplace, more: &[&str]) -> Vec<Row> {
    let arguments = ["codebook", "sample", "--codebook", "reasons.yaml", "--size", "40"];
    place.run(&[&arguments, more].concat()).success().csv()
}

const THEMES: [&str; 3] = ["motives.costs", "motives.market", "theme:row"];

/// What a careful reader says of a sentence.
fn truth(sentence: &str) -> [bool; 3] {
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    [has(&["labour", "cost little"]), has(&["home market"]), has(&["tariff"])]
}

/// The rows, coded by `code`, as a file of comma-separated values.
fn coded(rows: &[Row], code: impl Fn(&Row, usize, bool) -> &'static str) -> String {
    let columns = [
        "document",
        "number",
        "sentence",
        "motives.costs",
        "motives.market",
        "theme:row",
        "none",
        "key",
    ];
    let mut text = columns.join(",") + "\n";
    for row in rows {
        for column in columns {
            let cell = match THEMES.iter().position(|theme| *theme == column) {
                Some(theme) => code(row, theme, truth(&row["sentence"])[theme]).to_owned(),
                None => format!("\"{}\"", row[column]),
            };
            let end = if column == "key" { "\n" } else { "," };
            write!(text, "{cell}{end}").unwrap();
        }
    }
    text
}

fn plain(_: &Row, _: usize, is_so: bool) -> &'static str {
    if is_so { "1" } else { "0" }
}

fn agree(place: &Workplace, files: &[&str]) -> Vec<Row> {
    let arguments = ["codebook", "agree", "--codebook", "reasons.yaml", "--format", "csv"];
    place.run(&[&arguments, files].concat()).success().csv()
}

fn of<'a>(rows: &'a [Row], theme: &str) -> &'a Row {
    rows.iter().find(|row| row["theme"] == theme).unwrap_or_else(|| panic!("no {theme}: {rows:?}"))
}

#[test]
fn a_sample_is_blind_and_the_same_for_the_same_seed() {
    let place = place();
    let rows = sample(&place, &[]);
    assert_eq!(rows.len(), 40);
    assert_eq!(rows, sample(&place, &[]));
    assert_ne!(rows, sample(&place, &["--seed", "2"]));
    let names: Vec<&String> = rows[0].keys().collect();
    let mut expected =
        vec!["row", "document", "number", "before", "sentence", "after", "none", "comment", "key"];
    expected.extend(THEMES);
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert!(rows.iter().all(|row| THEMES.iter().all(|theme| row[*theme].is_empty())));
    let raised: Vec<bool> =
        rows.iter().map(|row| truth(&row["sentence"]).contains(&true)).collect();
    assert!(!raised.is_sorted() && !raised.iter().rev().is_sorted(), "{raised:?}");
    // 4 + 2 + 1 sentences a paper are found, and half of the sample is for them.
    let found = raised.iter().filter(|&&raised| raised).count();
    assert!((18..=23).contains(&found), "{found}");
    assert!(rows.iter().any(|row| row["before"].ends_with("in town.")));
    let bare = sample(&place, &["--context", "0"]);
    assert!(!bare[0].contains_key("before"));
    assert!(
        place.run(&["codebook", "sample", "--size", "3"]).code(2).errors().contains("too small")
    );
}

#[test]
fn a_spreadsheet_is_a_sample_too() {
    let place = place();
    let arguments =
        ["codebook", "sample", "--codebook", "reasons.yaml", "--size", "40", "--output", "s.xlsx"];
    let ran = place.run(&arguments).success();
    assert!(ran.errors().contains("drawn: 40 sentences of 126\n"), "{}", ran.errors());
    assert!(ran.errors().contains(": motives.costs\n"), "{}", ran.errors());
    let first = std::fs::read(place.path("s.xlsx")).unwrap();
    place.run(&arguments).success();
    assert_eq!(first, std::fs::read(place.path("s.xlsx")).unwrap());
    // As it comes back from a spreadsheet program, with another sheet before it.
    let rows = sample(&place, &[]);
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "My notes").unwrap();
    let sheet = book.add_worksheet();
    for (column, name) in (0_u16..).zip(rows[0].keys()) {
        sheet.write_string(1, column, name).unwrap();
        for (number, row) in (2_u32..).zip(&rows) {
            match THEMES.iter().position(|theme| theme == name) {
                Some(theme) if theme < 2 => {
                    let code = f64::from(u8::from(truth(&row["sentence"])[theme]));
                    sheet.write_number(number, column, code).unwrap();
                }
                Some(theme) => {
                    sheet.write_boolean(number, column, truth(&row["sentence"])[theme]).unwrap();
                }
                None if name == "number" => {
                    sheet.write_number(number, column, row[name].parse::<f64>().unwrap()).unwrap();
                }
                None => {
                    sheet.write_string(number, column, &row[name]).unwrap();
                }
            }
        }
    }
    std::fs::write(place.path("anna.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    place.write("ben.csv", coded(&rows, plain));
    let (anna, ben) = (agree(&place, &["anna.xlsx"]), agree(&place, &["ben.csv"]));
    let without_truth = |rows: Vec<Row>| {
        rows.into_iter()
            .map(|row| Row::from_iter(row.into_iter().filter(|(name, _)| name != "truth")))
            .collect::<Vec<_>>()
    };
    assert_eq!(without_truth(anna), without_truth(ben));
}

#[test]
fn accuracy_is_weighted_back_to_the_corpus() {
    let place = place();
    let rows = sample(&place, &[]);
    place.write("anna.csv", coded(&rows, plain));
    let table = agree(&place, &["anna.csv"]);
    let number = |row: &Row, column: &str| row[column].parse::<f64>().unwrap();
    let costs = of(&table, "motives.costs");
    assert_eq!(costs["sentences"], "40");
    assert_eq!(
        (costs["precision"].as_str(), costs["precision_low"].parse::<f64>().unwrap() > 0.6),
        ("1.0", true)
    );
    // Each sentence without a mention is one of those drawn from 105.
    let missed = number(costs, "false_negatives") * 105.0 / number_of_unmentioned(&rows);
    let expected = 12.0 / (12.0 + missed);
    assert!((number(costs, "recall") - expected).abs() < 1e-9, "{costs:?}, {expected}");
    assert!(number(costs, "recall_low") < expected && expected <= number(costs, "recall_high"));
    let parent = of(&table, "motives");
    assert_eq!(
        parent["true_positives"].parse::<u64>().unwrap(),
        costs["true_positives"].parse::<u64>().unwrap()
            + of(&table, "motives.market")["true_positives"].parse::<u64>().unwrap()
    );
    assert_eq!(of(&table, "row")["recall"], "1.0");
}

/// How many of the rows were drawn from text without mentions.
fn number_of_unmentioned(rows: &[Row]) -> f64 {
    let finds = |row: &&Row| {
        ["Cheap labour", "home market", "tariff"]
            .iter()
            .any(|words| row["sentence"].contains(words))
    };
    (rows.len() - rows.iter().filter(finds).count()) as f64
}

#[test]
fn coders_are_compared_with_each_other_and_with_the_codebook() {
    let place = place();
    let rows = sample(&place, &[]);
    place.write("anna.csv", coded(&rows, plain));
    // Ben leaves every second row blank, and never sees tariffs.
    place.write(
        "ben.csv",
        coded(&rows, |row, theme, is_so| {
            let blank = row["row"].parse::<usize>().unwrap().is_multiple_of(2);
            if blank {
                ""
            } else if is_so && theme != 2 {
                "x"
            } else {
                "no"
            }
        }),
    );
    let files = ["anna.csv", "ben.csv"];
    let both = agree(&place, &files);
    let truths: Vec<&str> = both.iter().map(|row| row["truth"].as_str()).take(4).collect();
    assert_eq!(truths, ["anna", "ben", "anna", "ben"]);
    let reliability = agree(&place, &["anna.csv", "ben.csv", "--reliability"]);
    let pair = |theme: &str, raters: &str| {
        let row = reliability.iter().find(|row| row["theme"] == theme && row["raters"] == raters);
        row.unwrap_or_else(|| panic!("no {raters}: {reliability:?}")).clone()
    };
    let costs = pair("motives.costs", "anna – ben");
    assert_eq!((costs["sentences"].as_str(), costs["kappa"].as_str()), ("20", "1.0"));
    assert_eq!((costs["alpha_low"].as_str(), costs["alpha_high"].as_str()), ("1.0", "1.0"));
    let tariffs = pair("row", "ben – codebook");
    assert_eq!(tariffs["kappa"], if tariffs["agreement"] == "1.0" { "" } else { "0.0" });
    assert_eq!(pair("motives.market", "anna – codebook")["kappa"], "1.0");
    // What both agree on counts as the truth, and where they differ nothing does.
    let consensus = agree(&place, &["anna.csv", "ben.csv", "--truth", "consensus"]);
    assert_eq!(of(&consensus, "motives.costs")["truth"], "consensus");
    assert!(of(&consensus, "row")["sentences"].parse::<u64>().unwrap() <= 40);
    let differ = agree(&place, &["anna.csv", "ben.csv", "--disagreements"]);
    let missed: Vec<&Row> = differ.iter().filter(|row| row["theme"] == "motives.costs").collect();
    assert!(!missed.is_empty());
    for row in missed {
        assert!(row["sentence"].starts_with("Workers who cost little"), "{row:?}");
        assert_eq!((row["difference"].as_str(), row["code_anna"].as_str()), ("missed", "1"));
        assert_eq!((row["codebook"].as_str(), row["patterns"].as_str()), ("0", ""));
    }
    let codes = agree(&place, &["anna.csv", "--codes"]);
    assert_eq!(codes.len(), 3 * 40);
    assert!(codes.iter().all(|row| row["probability"].parse::<f64>().unwrap() > 0.0));
}

#[test]
fn an_edited_codebook_is_validated_by_the_same_sample() {
    let place = place();
    let rows = sample(&place, &[]);
    place.write("anna.csv", coded(&rows, plain));
    place.write(
        "reasons.yaml",
        CODEBOOK.replace("low wages", "cost little").replace("row:", "rows:"),
    );
    let arguments = ["codebook", "agree", "anna.csv", "--codebook", "reasons.yaml"];
    let ran = place.run(&arguments).success();
    assert!(ran.results().contains("the codebook has changed since the sample was drawn"));
    let errors = ran.errors();
    assert!(
        errors
            .contains("column `theme:row` of anna, no theme of the codebook; did you mean `rows`?"),
        "{errors}"
    );
    assert!(errors.contains("without a column in any file: 1 theme: rows"), "{errors}");
    let table = agree(&place, &["anna.csv"]);
    assert_eq!(of(&table, "motives.costs")["recall"], "1.0");
    assert!(!table.iter().any(|row| row["theme"] == "rows"));
    // And for some of the sentences only.
    let some = agree(&place, &["anna.csv", "--where", "document = timber.txt"]);
    let count = rows.iter().filter(|row| row["document"] == "timber.txt").count();
    assert_eq!(of(&some, "motives")["sentences"], count.to_string());
}

#[test]
fn changed_texts_and_mixed_files_are_told() {
    let place = place();
    let rows = sample(&place, &[]);
    place.write("anna.csv", coded(&rows, plain));
    place.write("carl.csv", coded(&sample(&place, &["--seed", "9"]), plain));
    let mixed = place
        .run(&["codebook", "agree", "anna.csv", "carl.csv", "--codebook", "reasons.yaml"])
        .code(2);
    assert!(mixed.errors().contains("come from different samples"), "{}", mixed.errors());
    // A paper with a sentence more before all others, and one in other words.
    let timber = paper("timber")
        .replace("Nothing more is told here of firm", "Nothing is told here of firm");
    place.write("papers/timber.txt", timber);
    let cotton = paper("cotton").replace("This is", "One sentence more. This is");
    place.write("papers/cotton.txt", cotton);
    place.run(&["ingest", "papers"]).success();
    let ran = place.run(&["codebook", "agree", "anna.csv", "--codebook", "reasons.yaml"]).code(3);
    let errors = ran.errors();
    assert!(errors.contains("left out: timber.txt, sentence "), "{errors}");
    assert!(errors.contains("the text has changed since the sample"), "{errors}");
    assert!(!errors.contains("cotton.txt"), "{errors}");
    assert!(ran.results().contains("the papers of the index have changed"), "{}", ran.results());
}

#[test]
fn what_coders_mistype_is_told_with_its_cell() {
    let place = place();
    let rows = sample(&place, &[]);
    let bad = coded(&rows, |row, theme, is_so| match (row["row"].as_str(), theme) {
        ("3", 1) => "perhaps",
        _ => plain(row, theme, is_so),
    });
    place.write("anna.csv", bad.replace("\"timber.txt\",\"7\"", "\"timber.txt\",\"8\""));
    let errors = place
        .run(&["codebook", "agree", "anna.csv", "--codebook", "reasons.yaml"])
        .code(2)
        .errors();
    assert!(errors.contains("line 4, column `motives.market`: `perhaps` is no code"), "{errors}");
    let empty = coded(&rows, |_, _, _| "");
    place.write("empty.csv", &empty);
    let ran = place.run(&["codebook", "agree", "empty.csv", "--codebook", "reasons.yaml"]).code(1);
    assert!(ran.errors().contains("not coded: 40 of 40 rows of empty"), "{}", ran.errors());
    place.write("ones.csv", coded(&rows, |_, _, is_so| if is_so { "x" } else { "" }));
    let ones =
        place.run(&["codebook", "agree", "ones.csv", "--codebook", "reasons.yaml"]).success();
    assert!(ones.errors().contains("has no 0 anywhere"), "{}", ones.errors());
    let zero = agree(&place, &["ones.csv", "--blank", "zero"]);
    assert_eq!(of(&zero, "motives.costs")["sentences"], "40");
    place.write("broken.xlsx", "no spreadsheet");
    let broken = place.run(&["codebook", "agree", "broken.xlsx"]).code(2);
    assert!(
        broken.errors().contains("broken.xlsx: cannot be read as a spreadsheet"),
        "{}",
        broken.errors()
    );
    let other = place.run(&["codebook", "agree", "reasons.yaml"]).code(2);
    assert!(other.errors().contains("column `key`: no such column"), "{}", other.errors());
}

#[test]
fn a_project_that_was_corrected_is_a_file_of_codes() {
    let place = place();
    let export = ["export", "--codebook", "reasons.yaml", "anna.qdpx", "--as", "qdpx"];
    place.run(&export).success();
    let rows = agree(&place, &["anna.qdpx"]);
    assert_eq!(rows.len(), 4, "{rows:?}");
    for row in &rows {
        assert_eq!((row["precision"].as_str(), row["recall"].as_str()), ("1.0", "1.0"), "{row:?}");
    }
    // The same project by a codebook that finds less: what it lost it now misses.
    place.write("reasons.yaml", CODEBOOK.replace("home market]", "foreign market]"));
    let rows = agree(&place, &["anna.qdpx"]);
    assert_eq!(of(&rows, "motives.market")["recall"], "0.0");
    assert_eq!(of(&rows, "row")["recall"], "1.0");
    place.write("ben.csv", "row,document\n");
    let told = place.run(&["codebook", "agree", "anna.qdpx", "ben.csv"]).code(2).errors();
    assert!(told.contains("compare files of one kind"), "{told}");
}

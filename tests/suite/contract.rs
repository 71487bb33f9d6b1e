//! What scoring scripts and users rely on: columns, offsets, streams, exit codes, messages.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::harness::{Workplace, corpus};

const FORMATS: [&str; 6] = ["table", "csv", "tsv", "json", "jsonl", "markdown"];

/// A paper with a byte order mark, line ends of two bytes, and letters of two.
const AWKWARD: &str = "\u{feff}Why Malmö’s firms export\r\n\r\nKarin Lée\r\n\r\nIntroduction\r\n\r\n\
    Small firms — in Malmö, say — go abroad for cheap\r\nlabour (Lée, 2003; Núñez\r\n& Öz, 2005). \
    Lée (2003) found no proactive firm.\r\n\r\nReferences\r\n\r\n\
    Lée, K. (2003). Why they went. Journal of Trade, 3(2), 1–9.\r\n\r\n\
    Núñez, A., & Öz, B. (2005). Labour, cheap and dear.\r\nTrade Review, 8, 20–31.\r\n";

fn awkward() -> Workplace {
    Workplace::with_papers(&[("awkward.txt", AWKWARD)])
}

/// Checks that each row has these fields, of these types; `?` after a type allows nothing.
#[track_caller]
fn assert_fields(rows: &[Value], fields: &[(&str, &str)]) {
    assert!(!rows.is_empty());
    for row in rows {
        for (field, kind) in fields {
            let value = row.get(*field).unwrap_or_else(|| panic!("no {field} in {row}"));
            let right = match kind.trim_end_matches('?') {
                "string" => value.is_string(),
                "offset" => value.is_u64(),
                "flag" => value.is_boolean(),
                "share" => value.as_f64().is_some_and(|share| (0.0..=1.0).contains(&share)),
                "list" => value.is_array(),
                other => unreachable!("{other}"),
            };
            assert!(right || (kind.ends_with('?') && value.is_null()), "{field} of {row}");
        }
    }
}

/// The words under `start` and `end` in the source, on one line.
fn cut(source: &str, row: &Value) -> String {
    let offset = |field: &str| usize::try_from(row[field].as_u64().unwrap()).unwrap();
    let cut = source.get(offset("start")..offset("end")).expect("a span on characters");
    cut.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn citations_have_the_fields_of_the_contract() {
    let place = awkward();
    let rows = place.run(&["extract", "citations", "--format", "jsonl"]).success().json_lines();
    assert_fields(
        &rows,
        &[
            ("document", "string"),
            ("start", "offset"),
            ("end", "offset"),
            ("text", "string"),
            ("style", "string"),
            ("narrative", "flag"),
            ("sentence", "offset"),
            ("section", "string"),
            ("page", "string?"),
            ("confidence", "share"),
            ("references", "list"),
        ],
    );
    let words: Vec<String> = rows.iter().map(|row| cut(AWKWARD, row)).collect();
    assert_eq!(words, ["Lée, 2003", "Núñez & Öz, 2005", "Lée (2003)"]);
    for (row, words) in rows.iter().zip(&words) {
        assert_eq!(row["text"], words.as_str());
        assert_eq!(row["document"], "awkward.txt");
        assert_eq!(row["section"], "introduction");
        assert_fields(
            row["references"].as_array().unwrap(),
            &[("start", "offset"), ("end", "offset")],
        );
    }
    assert_eq!(cut(AWKWARD, &rows[2]["references"][0]).split(' ').next(), Some("Lée,"));
    assert_eq!(cut(AWKWARD, &rows[1]["references"][0]).split(' ').next(), Some("Núñez,"));
}

const REFERENCE_FIELDS: [(&str, &str); 17] = [
    ("document", "string"),
    ("start", "offset"),
    ("end", "offset"),
    ("raw", "string"),
    ("type", "string"),
    ("authors", "list"),
    ("year", "string?"),
    ("title", "string?"),
    ("container", "string?"),
    ("volume", "string?"),
    ("issue", "string?"),
    ("first_page", "string?"),
    ("last_page", "string?"),
    ("publisher", "string?"),
    ("doi", "string?"),
    ("url", "string?"),
    ("confidence", "share"),
];

#[test]
fn references_have_the_fields_of_the_contract() {
    let place = awkward();
    let rows = place.run(&["extract", "references", "--format", "jsonl"]).success().json_lines();
    assert_fields(&rows, &REFERENCE_FIELDS);
    assert_eq!(rows.len(), 2);
    for row in &rows {
        assert_eq!(row["raw"], cut(AWKWARD, row).as_str());
        assert_fields(
            row["authors"].as_array().unwrap(),
            &[("family", "string"), ("given", "string?")],
        );
    }
    assert_eq!(rows[1]["authors"][1]["family"], "Öz");
    assert_eq!(rows[0]["year"], "2003");
    assert_eq!(rows[0]["first_page"], "1");
    assert_eq!(rows[0]["last_page"], "9");
}

#[test]
fn strings_give_one_row_a_line_in_order() {
    let place = Workplace::new();
    let lines = [
        "Lée, K. (2003). Why they went. Journal of Trade, 3(2), 1–9.",
        "",
        "no reference at all",
        "\t Wu, B. (2010). Barriers. Oxford: Oxford University Press. ",
        "",
        "Wu, B. (2010). Barriers. Oxford: Oxford University Press.",
    ];
    for (end, mark) in [("\n", ""), ("\r\n", ""), ("\n", "\u{feff}")] {
        for last in ["", end] {
            let file = format!("{mark}{}{last}", lines.join(end));
            place.write("strings.txt", &file);
            let ran = place.run(&[
                "extract",
                "references",
                "--strings",
                "strings.txt",
                "--format",
                "jsonl",
            ]);
            let rows = ran.success().json_lines();
            assert_fields(&rows, &REFERENCE_FIELDS);
            let raws: Vec<&str> = rows.iter().map(|row| row["raw"].as_str().unwrap()).collect();
            assert_eq!(raws, lines.map(str::trim));
            for row in &rows {
                assert_eq!(row["raw"], cut(&file, row).as_str());
            }
            assert_eq!(rows[0]["authors"][0]["family"], "Lée");
            assert_eq!(rows[3]["title"], rows[5]["title"]);
            assert_eq!(rows[1]["authors"], serde_json::json!([]));
        }
    }
}

#[test]
fn mentions_have_the_fields_of_the_contract() {
    let place = awkward();
    let rows = place.run(&["extract", "themes", "--format", "jsonl"]).success().json_lines();
    assert_fields(
        &rows,
        &[
            ("document", "string"),
            ("start", "offset"),
            ("end", "offset"),
            ("text", "string"),
            ("theme", "string"),
            ("pattern", "string"),
            ("sentence", "offset"),
            ("section", "string"),
            ("page", "string?"),
            ("negated", "flag"),
            ("hedged", "flag"),
        ],
    );
    for row in &rows {
        assert_eq!(row["text"], cut(AWKWARD, row).as_str());
    }
    let labour = rows.iter().find(|row| row["theme"] == "motives.proactive.cheap_labour");
    assert_eq!(labour.expect("cheap labour")["text"], "cheap labour");
    let proactive = rows.iter().find(|row| row["theme"] == "motives.proactive");
    assert_eq!(proactive.expect("a proactive firm")["negated"], true);
}

#[test]
fn theme_frequencies_have_the_columns_of_the_contract() {
    let place = awkward();
    let header = |more: &[&str]| {
        let ran = place.run(&[&["query", "themes", "--format", "csv"], more].concat()).success();
        ran.results().lines().next().unwrap().to_owned()
    };
    let figures =
        "mentions,papers,sentences,tokens,rate,share,share_low,share_high,papers_total,sum";
    assert_eq!(header(&[]), format!("theme,{figures}"));
    for by in ["document", "section", "year", "language"] {
        assert_eq!(header(&["--by", by]), format!("theme,{by},{figures}"));
    }
    assert_eq!(header(&["--negation", "flag"]), format!("theme,{figures},negated"));
    let both = ["--hedging", "flag", "--negation", "flag"];
    assert_eq!(header(&both), format!("theme,{figures},negated,hedged"));
    let rows = place.run(&["query", "themes", "--format", "csv", "--per", "100"]).csv();
    for row in rows {
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        let rate = number("mentions") * 100.0 / number("tokens");
        assert!((number("rate") - rate).abs() < 1e-9, "{row:?}");
        assert!(number("share_low") <= number("share") && number("share") <= number("share_high"));
    }
}

#[test]
fn standard_output_carries_results_alone() {
    let place = Workplace::new();
    place.write("papers/lee.txt", AWKWARD);
    place.write("papers/empty.txt", "");
    let ran = place.run(&["ingest", "papers"]).code(3);
    assert_eq!(ran.results(), "");
    assert!(ran.errors().contains("papers/empty.txt: no text in it"), "{}", ran.errors());
    let quiet = place.run(&["ingest", "papers", "--quiet"]).code(3);
    assert_eq!((quiet.results(), quiet.errors()), (String::new(), String::new()));

    place.write("own.yaml", "themes:\n  cost: [cheap, unheard-of]\n");
    let ran = place.run(&["query", "themes", "--codebook", "own.yaml", "--format", "jsonl"]);
    assert_eq!(ran.json_lines().len(), 1, "every line of the results is a row");
    assert!(ran.errors().contains("matching nothing: 1 pattern: unheard-of"), "{}", ran.errors());

    let run = place.run(&["run", "papers", "--format", "csv"]).code(3);
    let query = place.run(&["query", "themes", "--format", "csv"]).success();
    assert_eq!(run.results(), query.results());
    assert!(run.errors().contains("skipped: 1"), "{}", run.errors());
    assert_eq!(query.errors(), "");

    let filed = place.run(&["query", "themes", "--format", "csv", "--output", "themes.csv"]);
    assert_eq!(filed.success().results(), "");
    assert_eq!(fs::read_to_string(place.path("themes.csv")).unwrap(), query.results());
}

#[test]
fn results_carry_no_path_of_the_machine() {
    let place = awkward();
    let folder = place.path("").canonicalize().unwrap();
    let folder = folder.to_str().unwrap().trim_end_matches('/');
    for format in FORMATS {
        for query in [
            &["query", "themes"][..],
            &["query", "evidence"],
            &["query", "works"],
            &["query", "context", "labour"],
            &["extract", "citations"],
            &["extract", "references"],
            &["index", "info"],
        ] {
            let results = place.run(&[query, &["--format", format]].concat()).success().results();
            assert!(!results.contains(folder), "{query:?} in {format}");
        }
    }
}

#[test]
fn exit_codes_say_how_it_went() {
    let place = awkward();
    place.run(&["query", "themes"]).code(0);
    for nothing in [
        &["query", "themes", "--where", "year = 1800"][..],
        &["query", "context", "unheard-of"],
        &["query", "evidence", "--theme", "government_role"],
        &["query", "works", "--where", "year = 1800"],
        &["query", "search", "unheardof"],
        &["extract", "citations", "--where", "section in (methods)"],
        &["extract", "themes", "--where", "year = 1800"],
        &["extract", "keywords", "--where", "year = 1800"],
    ] {
        place.run(nothing).code(1);
    }
    for wrong in [
        &["query", "themes", "--index", "nowhere"][..],
        &["query", "themes", "--codebook", "nowhere.yaml"],
        &["extract", "references", "--strings", "nowhere.txt"],
        &["query", "themes", "--output", "nowhere/themes.csv"],
        &["query"],
        &["conjure"],
    ] {
        let ran = place.run(wrong).code(2);
        assert_eq!(ran.results(), "", "{wrong:?}");
        assert!(!ran.errors().is_empty(), "{wrong:?}");
    }
    place.run(&["ingest", "papers", "nowhere"]).code(3);
    place.run(&["run", "papers", "nowhere"]).code(3);
}

#[test]
fn a_slip_is_told_with_what_may_be_meant() {
    let place = awkward();
    for (arguments, hint) in [
        (&["query", "themes", "--format", "jsnl"][..], "jsonl"),
        (&["query", "themes", "--by", "yaer"], "did you mean `year`?"),
        (&["query", "themes", "--by", "sections"], "did you mean `section`?"),
        (&["query", "themes", "--where", "yeer >= 2000"], "did you mean `year`?"),
        (&["query", "themes", "--where", "section in (intro)"], "introduction"),
        (&["extract", "citations", "--where", "documnt = 'a'"], "did you mean `document`?"),
        (
            &["query", "evidence", "--theme", "motives.proactiv"],
            "did you mean `motives.proactive`?",
        ),
        (&["query", "context", "--theme", "goverment_role"], "did you mean `government_role`?"),
        (&["query", "contxt", "labour"], "context"),
        (&["query", "themes", "--negation", "flagg"], "flag"),
        (&["query", "evidence", "--scope", "sentense"], "sentence"),
    ] {
        let ran = place.run(arguments).code(2);
        assert_eq!(ran.results(), "", "{arguments:?}");
        assert!(ran.errors().contains(hint), "{arguments:?}: {}", ran.errors());
    }
}

#[test]
fn mistakes_in_a_codebook_are_told_with_their_places() {
    let place = awkward();
    place.write(
        "own.yaml",
        "themes:\n  cost:\n    include: [cheap NEAR labour]\n  market:\n    inclde: [tariff]\n",
    );
    for arguments in [
        &["codebook", "check", "own.yaml"][..],
        &["query", "themes", "--codebook", "own.yaml"],
        &["run", "papers", "--codebook", "own.yaml"],
        &["extract", "themes", "--codebook", "own.yaml"],
    ] {
        let ran = place.run(arguments).code(2);
        let told = ran.errors();
        assert_eq!(ran.results(), "");
        assert!(told.contains("2 mistakes in the codebook"), "{told}");
        assert!(told.contains("own.yaml:3:21") && told.contains("NEAR/5"), "{told}");
        assert!(
            told.contains("own.yaml:5:5") && told.contains("did you mean `include`?"),
            "{told}"
        );
    }
    let told = place.run(&["query", "context", "cheap NEAR labour"]).code(2).errors();
    assert!(told.contains("NEAR/5"), "{told}");
}

/// Ends the program's run, and gives its exit code and what it told.
fn ended(mut child: Child) -> (Option<i32>, String) {
    let mut told = String::new();
    if let Some(mut errors) = child.stderr.take() {
        errors.read_to_string(&mut told).unwrap();
    }
    (child.wait().unwrap().code(), told)
}

/// The program with its streams in our hands.
fn start(place: &Workplace, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_leitmotif"))
        .current_dir(place.path("."))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// As with `| head`.
#[test]
fn a_closed_pipe_is_no_failure() {
    let place = Workplace::new();
    place.run(&["ingest", &corpus()]).success();
    for format in FORMATS {
        let arguments = ["extract", "citations", "--format", format];
        let mut child = start(&place, &arguments);
        drop(child.stdout.take());
        assert_eq!(ended(child), (Some(0), String::new()), "{format}, closed at once");

        let mut child = start(&place, &arguments);
        let mut line = String::new();
        let mut results = BufReader::new(child.stdout.take().unwrap());
        results.read_line(&mut line).unwrap();
        drop(results);
        assert!(!line.is_empty());
        assert_eq!(ended(child), (Some(0), String::new()), "{format}, closed after a line");
    }
    let whole = place.run(&["query", "themes", "--format", "csv"]).results();
    let mut child = start(&place, &["run", &corpus(), "--output", "tables"]);
    drop(child.stdout.take());
    let (code, _) = ended(child);
    assert_eq!(code, Some(0));
    assert_eq!(fs::read_to_string(place.path("tables/themes.csv")).unwrap(), whole);
}

#[test]
fn notes_that_nobody_reads_are_no_failure() {
    let place = Workplace::new();
    place.write("papers/a.txt", AWKWARD);
    for arguments in [&["ingest", "papers"][..], &["run", "papers"], &["query", "themes"]] {
        let mut child = start(&place, arguments);
        drop(child.stderr.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
    let mut child = start(&place, &["query", "themes", "--by", "yaer"]);
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

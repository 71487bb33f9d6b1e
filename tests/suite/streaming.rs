//! Papers through a pipe: the results are those of an index, in order, while input goes on.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::harness::{Workplace, repository, shared};

/// The sample papers, and some of `../shared/gold` where it is there, as records.
fn papers() -> Vec<Value> {
    let mut paths = Vec::new();
    let gold = shared("gold").map(|gold| gold.join("author-year"));
    for folder in [Some(repository().join("corpus")), gold].into_iter().flatten() {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut texts: Vec<_> =
            entries.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
        texts.sort();
        let step = texts.len().div_ceil(30);
        paths.extend(texts.into_iter().step_by(step));
    }
    let record = |path: &std::path::PathBuf| {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        json!({ "id": id, "text": text })
    };
    // Results of an index come by name.
    let mut papers: Vec<Value> = paths.iter().map(record).collect();
    papers.sort_by_key(|paper| paper["id"].as_str().unwrap().to_owned());
    papers
}

fn lines(papers: &[Value]) -> String {
    papers.iter().map(|paper| format!("{paper}\n")).collect()
}

const ALL: &str = "statistics,citations,references,mentions";

#[test]
fn what_a_stream_gives_is_what_an_index_gives() {
    let place = Workplace::new();
    let papers = papers();
    let input = lines(&papers);
    place.run_with_input(&["ingest", "-", "--format", "jsonl"], &input).success();
    let stream = ["extract", "--stdin", "--what", ALL, "--jobs", "2"];
    let found = place.run_with_input(&stream, &input).success().json_lines();
    let ids = |papers: &[Value]| papers.iter().map(|paper| paper["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&found), ids(&papers), "the order of the papers");
    for (table, command) in
        [("citations", "citations"), ("references", "references"), ("mentions", "themes")]
    {
        let listed = place.run(&["extract", command, "--format", "jsonl"]).success().json_lines();
        let nested = found.iter().flat_map(|paper| paper[table].as_array().unwrap().clone());
        let nested: Vec<Value> = nested.collect();
        assert!(nested.len() > 100, "{} {table}", nested.len());
        assert_eq!(nested.len(), listed.len(), "{table}");
        for (nested, listed) in nested.iter().zip(&listed) {
            assert_eq!(nested, listed, "{table}");
        }
    }
    place.run(&["export", "out"]).success();
    let table = fs::read(place.path("out/papers.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_slice());
    let columns = rows.headers().unwrap().clone();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), found.len());
    let shared = ["title", "year", "language", "tokens", "sentences", "citations", "resolved"];
    for (row, paper) in rows.iter().zip(&found) {
        for name in shared.into_iter().chain(["references"]) {
            let cell = &row[columns.iter().position(|column| column == name).unwrap()];
            let value = match &paper["statistics"][name] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(cell, value, "{name} of {}", paper["document"]);
        }
        assert!(paper["statistics"]["sections"].as_u64().unwrap() > 0);
    }
    let sum = |name: &str| -> u64 {
        found.iter().map(|paper| paper["statistics"][name].as_u64().unwrap()).sum()
    };
    let total: usize = found.iter().map(|paper| paper["citations"].as_array().unwrap().len()).sum();
    assert_eq!(sum("citations"), total as u64);
}

#[test]
fn mentions_are_those_of_the_codebook_with_its_treatments() {
    let place = Workplace::new();
    let text = "Introduction\n\nFirms are proactive. They are not proactive. They may be PROACTIVE at \
                AEC.\n\nAn aec is no naïve firm. It grows, as firms do.\n\nReferences\n\nLee, J. (2003). Proactive firms. \
                Trade, 1, 1-9.\n";
    let german = "Einleitung\n\nDie Firmen sind nicht proactive, und das ist auch gut so, denn sie \
                  wollen nicht.\n";
    let input = lines(&[json!({ "id": 1, "text": text }), json!({ "id": 2, "text": german })]);
    let codebook = "language: en\nthemes:\n  a: [\"proactive\", \"=AEC\"]\n  \
                    b: [firms && aec, proactive & firms, \"gro*\", \"/fir.s/\"]\n  \
                    c: {diacritics: ignore, include: [naive, not BEFORE/2 proactive]}\n";
    place.write("c.yaml", codebook);
    place.run_with_input(&["ingest", "-", "--format", "jsonl"], &input).success();
    for options in [
        &[][..],
        &["--bibliography"],
        &["--negation", "exclude"],
        &["--negation", "exclude", "--hedging", "exclude", "--bibliography"],
    ] {
        let index = ["extract", "themes", "--format", "jsonl", "--codebook", "c.yaml"];
        let listed = place.run(&[&index[..], options].concat()).success().json_lines();
        let stream = ["extract", "--stdin", "--codebook", "c.yaml", "--what", "mentions"];
        let found = place.run_with_input(&[&stream[..], options].concat(), &input).success();
        let nested = found.json_lines();
        let nested: Vec<Value> =
            nested.iter().flat_map(|paper| paper["mentions"].as_array().unwrap().clone()).collect();
        assert_eq!(nested, listed, "{options:?}");
        assert!(listed.len() > 1, "{options:?}: {listed:?}");
    }
}

#[test]
fn what_is_asked_for_is_given_and_nothing_else() {
    let place = Workplace::new();
    let input = lines(&[json!({ "id": "a", "text": "Ports grow (Lee, 2003)." })]);
    let keys = |options: &[&str]| {
        let ran = place.run_with_input(&[&["extract", "--stdin"], options].concat(), &input);
        let found = ran.success().json_lines();
        found[0].as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(keys(&[]), "citations document id references statistics");
    assert_eq!(keys(&["--what", "references"]), "document id references");
    assert_eq!(keys(&["--what", "mentions"]), "document id mentions");
    place.write("c.yaml", "themes: {a: [ports]}");
    let all = "citations document id mentions references statistics";
    assert_eq!(keys(&["--codebook", "c.yaml"]), all);
    assert!(!place.path("index").exists(), "no index is made");
}

#[test]
fn papers_that_fail_are_records_and_tell_the_exit_code() {
    let place = Workplace::new();
    let mut input = lines(&[json!({ "id": "a", "text": "Ports grow." })]);
    input.push_str("{\"id\": \"b\", \"text\": \n\n");
    input.push_str(&lines(&[
        json!({ "id": "c", "note": "no text" }),
        json!({ "id": "d", "text": "x ".repeat(600_000) }),
        json!({ "text": "No name." }),
        json!([1]),
    ]));
    let stream = ["extract", "--stdin", "--max-size", "1"];
    let ran = place.run_with_input(&stream, &input).code(3);
    let found = ran.json_lines();
    let told = |number: usize| {
        let paper: &Value = &found[number];
        let error = &paper["error"];
        (paper["id"].as_str(), error["kind"].as_str(), error["place"].as_str())
    };
    assert_eq!(told(0), (Some("a"), None, None));
    assert_eq!(told(1), (None, Some("not-a-record"), Some("line 2")));
    assert_eq!(told(2), (Some("c"), Some("no-text-field"), Some("line 4")));
    assert_eq!(told(3), (None, Some("too-large"), Some("line 5")));
    assert_eq!(told(4), (Some("6"), None, None));
    assert_eq!(found[4]["document"], "stdin#6");
    assert_eq!(told(5), (None, Some("not-a-record"), Some("line 7")));
    assert!(found[2]["error"]["message"].as_str().unwrap().contains("--text-field"));
    assert!(ran.errors().contains("mined: 2 papers; failed: 4"), "{}", ran.errors());
    let accepting = [&stream[..], &["--accept-errors"]].concat();
    let again = place.run_with_input(&accepting, &input).success();
    assert_eq!(again.json_lines(), found);
    place.run_with_input(&["extract", "--stdin"], "").success();
}

#[test]
fn mistakes_on_the_command_line_are_told() {
    let place = Workplace::new();
    let told = |arguments: &[&str]| place.run_with_input(arguments, "").code(2).errors();
    assert!(told(&["extract", "--stdin", "citations"]).contains("--what"));
    assert!(told(&["extract", "--quiet"]).contains("--stdin"));
    assert!(told(&["extract"]).contains("Usage"));
    assert!(told(&["extract", "--what", "citations"]).contains("--stdin"));
    assert!(told(&["extract", "--stdin", "--format", "xlsx", "-o", "x"]).contains("jsonl"));
    assert!(told(&["extract", "--text-field", "x", "citations"]).contains("ingest"));
    assert!(told(&["extract", "--stdin", "--bibliography"]).contains("--what"));
    place.write("c.yaml", "themes: {a: [\"(\"]}");
    assert!(told(&["extract", "--stdin", "--codebook", "c.yaml"]).contains("c.yaml"));
}

/// The program with pipes at both ends.
fn piped(place: &Workplace, arguments: &[&str]) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leitmotif"));
    command.current_dir(place.path("")).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

#[test]
fn results_come_while_input_goes_on_and_a_reader_that_leaves_ends_the_run() {
    let place = Workplace::new();
    let mut child = piped(&place, &["extract", "--stdin", "--quiet"]);
    let mut papers = child.stdin.take().unwrap();
    let mut results = BufReader::new(child.stdout.take().unwrap());
    for number in 0..3 {
        writeln!(papers, "{}", json!({ "id": number, "text": "Ports grow (Lee, 2003)." })).unwrap();
        papers.flush().unwrap();
        let mut line = String::new();
        // Input is still open: the result must not wait for its end.
        results.read_line(&mut line).unwrap();
        let paper: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(paper["id"], number.to_string());
    }
    drop(results);
    // Input stays open and idle: the failed write alone ends the program.
    writeln!(papers, "{}", json!({ "id": 9, "text": "Ports grow." })).unwrap();
    papers.flush().unwrap();
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!((child.wait().unwrap().code(), errors.as_str()), (Some(0), ""));
    drop(papers);
}

#[cfg(feature = "arrow")]
mod arrow {
    use std::sync::Arc;

    use arrow_array::cast::AsArray;
    use arrow_array::types::Int64Type;
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use arrow_ipc::reader::StreamReader;
    use arrow_ipc::writer::StreamWriter;

    use super::*;

    fn as_arrow(papers: &[Value], batch: usize) -> Vec<u8> {
        let batches: Vec<RecordBatch> = papers
            .chunks(batch)
            .map(|papers| {
                let column = |name: &str| -> ArrayRef {
                    let texts = papers.iter().map(|paper| paper[name].as_str());
                    Arc::new(texts.collect::<StringArray>())
                };
                let columns = ["id", "text"].map(|name| (name, column(name), true));
                RecordBatch::try_from_iter_with_nullable(columns).unwrap()
            })
            .collect();
        let mut writer = StreamWriter::try_new(Vec::new(), &batches[0].schema()).unwrap();
        batches.iter().for_each(|batch| writer.write(batch).unwrap());
        writer.into_inner().unwrap()
    }

    fn run(place: &Workplace, options: &[&str], input: Vec<u8>) -> std::process::Output {
        let arguments = [&["extract", "--stdin"], options].concat();
        place.program(&arguments).write_stdin(input).output().unwrap()
    }

    #[test]
    fn arrow_in_and_out_says_what_json_lines_say() {
        let place = Workplace::new();
        let papers: Vec<Value> = papers().into_iter().step_by(2).collect();
        let lines = place.run_with_input(&["extract", "--stdin"], &lines(&papers)).success();
        let from_arrow = run(&place, &["--input-format", "arrow"], as_arrow(&papers, 7));
        assert_eq!(String::from_utf8(from_arrow.stdout).unwrap(), lines.results());
        let options = ["--input-format", "arrow", "--format", "arrow", "--batch", "5"];
        let output = run(&place, &options, as_arrow(&papers, 7));
        assert_eq!(output.stdout, run(&place, &options, as_arrow(&papers, 11)).stdout);
        let reader = StreamReader::try_new(output.stdout.as_slice(), None).unwrap();
        let batches: Vec<RecordBatch> = reader.map(|batch| batch.unwrap()).collect();
        assert_eq!(batches.len(), papers.len().div_ceil(5));
        let found = lines.json_lines();
        let mut next = found.iter();
        for batch in &batches {
            let ids = batch.column_by_name("id").unwrap().as_string::<i32>().clone();
            let statistics = batch.column_by_name("statistics").unwrap().as_struct().clone();
            let tokens = statistics.column_by_name("tokens").unwrap().clone();
            let references = batch.column_by_name("references").unwrap().as_list::<i32>().clone();
            for row in 0..batch.num_rows() {
                let paper = next.next().unwrap();
                assert_eq!(paper["id"], ids.value(row));
                let counted = tokens.as_primitive::<Int64Type>().value(row);
                assert_eq!(paper["statistics"]["tokens"], counted);
                let listed = paper["references"].as_array().unwrap().len();
                assert_eq!(listed, usize::try_from(references.value_length(row)).unwrap());
            }
        }
        assert!(next.next().is_none());
    }

    #[test]
    fn a_stream_that_breaks_off_ends_with_what_came_and_code_2() {
        let place = Workplace::new();
        let papers: Vec<Value> = (0..4)
            .map(|id| json!({ "id": id.to_string(), "text": "Ports grow (Lee, 2003)." }))
            .collect();
        let mut bytes = as_arrow(&papers, 2);
        bytes.truncate(bytes.len() - 100);
        let output = run(&place, &["--input-format", "arrow", "--accept-errors"], bytes);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 2);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("standard input: not an Arrow stream that can be read"), "{told}");
    }
}

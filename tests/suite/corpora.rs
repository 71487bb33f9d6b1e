//! Structured corpora: many papers in one file, kept in step paper by paper.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::Workplace;

fn work(id: u32, words: &str) -> Value {
    json!({
        "id": format!("https://openalex.org/W{id}"),
        "title": format!("Paper number {id}"),
        "publication_year": 2000 + id,
        "type": if id.is_multiple_of(2) { "article" } else { "review" },
        "text": format!("Introduction\n\nThis is about {words}.\n"),
    })
}

fn lines(works: &[Value]) -> String {
    works.iter().map(|work| format!("{work}\n")).collect()
}

fn names(place: &Workplace) -> Vec<String> {
    let rows = place.run(&["query", "themes", "--by", "document", "--format", "csv"]).csv();
    let mut names: Vec<String> = rows.into_iter().map(|row| row["document"].clone()).collect();
    names.sort();
    names.dedup();
    names
}

fn actions(place: &Workplace, arguments: &[&str]) -> Vec<(String, String)> {
    let arguments = [&["ingest", "--dry-run", "--format", "csv"], arguments].concat();
    let rows = place.run(&arguments).csv();
    rows.into_iter().map(|row| (row["document"].clone(), row["action"].clone())).collect()
}

#[test]
fn records_are_kept_in_step_one_by_one() {
    let place = Workplace::new();
    let mut works = vec![work(1, "cheap labour"), work(2, "low tariffs"), work(3, "new markets")];
    place.write("papers/works.jsonl", lines(&works));
    place.run(&["ingest", "papers"]).success();
    assert_eq!(names(&place), ["works.jsonl#W1", "works.jsonl#W2", "works.jsonl#W3"]);
    let rows = place.run(&["query", "themes", "--by", "type", "--format", "csv"]).success().csv();
    assert!(rows.iter().any(|row| row["type"] == "review"), "further fields are groups");
    let again = place.run(&["ingest", "papers"]).success();
    assert!(again.errors().contains("unchanged: 3 papers"), "{}", again.errors());

    works[1]["text"] = "Introduction\n\nThis is about raw materials.".into();
    works.remove(0);
    works.push(work(4, "finance"));
    place.write("papers/works.jsonl", lines(&works));
    let expected = [
        ("works.jsonl#W2".to_owned(), "changed".to_owned()),
        ("works.jsonl#W3".to_owned(), "unchanged".to_owned()),
        ("works.jsonl#W4".to_owned(), "new".to_owned()),
    ];
    assert_eq!(actions(&place, &["papers"]), expected);
    let again = place.run(&["ingest", "papers"]).success();
    assert!(again.errors().contains("read 2 papers (1 new, 1 changed)"), "{}", again.errors());
    assert_eq!(names(&place).len(), 4, "without --prune the record stays");
    let pruned = place.run(&["ingest", "papers", "--prune"]).success();
    assert!(pruned.errors().contains("removed: 1 paper"), "{}", pruned.errors());
    assert_eq!(names(&place), ["works.jsonl#W2", "works.jsonl#W3", "works.jsonl#W4"]);
    place.run(&["query", "context", "\"low tariffs\""]).code(1);
}

#[test]
fn records_that_cannot_be_read_are_named_by_line() {
    let place = Workplace::new();
    let mut content = lines(&[work(1, "cheap labour")]);
    content.push_str("{\"id\": 2, \"text\": \n");
    content.push_str("{\"id\": 3, \"title\": \"No text\"}\n");
    content.push_str(&lines(&[work(1, "the same id"), work(5, "new markets")]));
    place.write("works.jsonl", content);
    let ran = place.run(&["ingest", "works.jsonl"]).code(3);
    let told = ran.errors();
    assert!(told.contains("  works.jsonl: line 2: not a JSON object ("), "{told}");
    assert!(told.contains("  works.jsonl: line 3: no text in its fields (text,"), "{told}");
    assert!(told.contains("  works.jsonl#W1: another paper of the file is called `W1`"), "{told}");
    assert_eq!(names(&place), ["works.jsonl#W1", "works.jsonl#W5"]);
    place.write("many.jsonl", "nothing\n".repeat(1000) + &lines(&[work(9, "growth")]));
    let told = place.run(&["ingest", "many.jsonl"]).code(3).errors();
    assert!(told.contains("skipped: 101\n"), "{told}");
    assert_eq!(names(&place).len(), 3);
}

#[test]
fn fields_may_be_named() {
    let place = Workplace::new();
    place.write(
        "works.jsonl",
        "{\"key\": {\"n\": 7}, \"inhalt\": \"We seek cheap labour.\", \"jahr\": 1999}\n",
    );
    place.run(&["ingest", "works.jsonl"]).code(3);
    let fields = ["--text-field", "inhalt", "--id-field", "key.n", "--year-field", "jahr"];
    place.run(&[&["ingest", "works.jsonl"], &fields[..]].concat()).success();
    assert_eq!(names(&place), ["works.jsonl#7"]);
    place.run(&["query", "context", "\"cheap labour\"", "--where", "year = 1999"]).success();
    let told = place.run(&["ingest", "works.jsonl", "--text-field", "inhlat"]).code(3).errors();
    assert!(told.contains("no text in its fields (inhlat)"), "{told}");
}

#[test]
fn tables_with_texts_are_corpora_and_others_are_passed_over() {
    let place = Workplace::new();
    place.write(
        "papers/texts.csv",
        "id,title,authors,year,text,country\nx1,On ports,\"Lee, K.; Wu, B.\",2009,\"Introduction\n\nWe seek \
         cheap labour, and \"\"more\"\".\",Chile\n",
    );
    place.write("papers/bib.csv", "title,abstract\nOn ports,Ports matter.\n");
    place.write("papers/package.json", "{\"name\": \"x\"}");
    let ran = place.run(&["ingest", "papers"]).success();
    assert!(ran.errors().contains("passed over: 2 files"), "{}", ran.errors());
    let found = place
        .run(&[
            "query",
            "context",
            "\"cheap labour\"",
            "--where",
            "country = Chile and author = Wu",
        ])
        .success();
    assert!(found.results().contains("texts.csv#x1"), "{}", found.results());
    let told = place.run(&["ingest", "papers/bib.csv"]).code(3).errors();
    assert!(told.contains("papers/bib.csv: no column with the text of papers"), "{told}");
    place.run(&["ingest", "papers/bib.csv", "--text-field", "abstract"]).success();
}

#[test]
fn other_lists_beside_the_papers_are_passed_over_and_refused_where_named() {
    let place = Workplace::new();
    place.write("papers/lee.txt", "Introduction\n\nCheap labour drew firms abroad (Kim, 2009).\n");
    place.write(
        "papers/lee.gold.json",
        r#"{"title": "Lee", "sections": [{"title": "Introduction", "start": 0, "end": 41}]}"#,
    );
    place.write("papers/references.jsonl", "{\"raw\": \"Lee (2009)\"}\n");
    place.write("papers/settings.json", "[1, 2]");
    place.write("papers/nothing.jsonl", "");
    place.write("papers/nothing.csv", "");
    place.run(&["ingest", "papers"]).success();
    let sentences = ["extract", "citations", "--format", "jsonl"];
    place.write("papers/citations.jsonl", place.run(&sentences).success().results());
    let again = place.run(&["ingest", "papers"]).success();
    assert!(again.errors().contains("unchanged: 1 paper"), "{}", again.errors());
    assert_eq!(names(&place), ["lee.txt"]);
    for (name, reason) in [
        ("references.jsonl", "no text"),
        ("settings.json", "no list of records"),
        ("nothing.jsonl", "no papers in it"),
    ] {
        let named = place.run(&["ingest", &format!("papers/{name}")]).code(3);
        assert!(named.errors().contains(reason), "{}", named.errors());
    }
}

#[test]
fn papers_come_from_standard_input() {
    let place = Workplace::new();
    let works = [work(1, "cheap labour"), work(2, "low tariffs")];
    let arguments = ["ingest", "-", "--format", "jsonl"];
    let ran = place.run_with_input(&arguments, &lines(&works)).success();
    assert_eq!(ran.results(), "");
    assert_eq!(names(&place), ["stdin#W1", "stdin#W2"]);
    let again = place.run_with_input(&arguments, &lines(&works)).success();
    assert!(again.errors().contains("unchanged: 2 papers"), "{}", again.errors());
    let mixed = lines(&[work(2, "raw materials"), work(2, "twice"), work(3, "growth")]) + "oops\n";
    let told = place.run_with_input(&arguments, &mixed).code(3).errors();
    assert!(told.contains("read 2 papers (1 new, 1 changed)"), "{told}");
    assert!(told.contains("  standard input: line 2: another paper"), "{told}");
    assert!(told.contains("  standard input: line 4: not a JSON object"), "{told}");
    place.run(&["query", "context", "\"raw materials\""]).success();
    for wrong in [
        &["ingest", "-", "x", "--format", "jsonl"][..],
        &["ingest", "-", "--prune", "--format", "jsonl"],
    ] {
        place.run_with_input(wrong, "").code(2);
    }
}

#[test]
fn a_dry_run_tells_and_does_nothing() {
    let place = Workplace::new();
    place.write(
        "papers/Lee_2014.txt",
        "Why firms export\n\nAbstract\n\nCaf\u{e9}s seek cheap labour.\n",
    );
    place.write(
        "papers/latin.txt",
        b"Les entreprises fran\xe7aises cherchent des march\xe9s \xe0 l'\xe9tranger.",
    );
    place.write(
        "papers/again.txt",
        "Why firms export\n\nAbstract\n\nCaf\u{e9}s seek cheap labour.\n",
    );
    place.write("papers/empty.txt", "");
    place.write("papers/works.jsonl", lines(&[work(1, "cheap labour")]));
    let ran = place.run(&["ingest", "papers", "--dry-run", "--format", "csv"]).code(3);
    assert!(!Path::new(&place.path("index")).exists(), "nothing is written");
    let told: Vec<String> = ran
        .csv()
        .iter()
        .map(|row| {
            ["document", "action", "format", "encoding", "year"].map(|c| row[c].clone()).join(" ")
        })
        .collect();
    assert_eq!(
        told,
        [
            "Lee_2014.txt new text UTF-8 2014",
            "again.txt duplicate text  ",
            "empty.txt skipped text  ",
            "latin.txt new text windows-1252 ",
            "works.jsonl#W1 new JSON lines UTF-8 2001",
        ]
    );
    assert!(
        ran.errors().contains("would ingest: 3 new, 1 duplicate, 1 skipped"),
        "{}",
        ran.errors()
    );
    let ingested = place.run(&["ingest", "papers"]).code(3);
    assert!(ingested.errors().contains("read 3 papers"), "{}", ingested.errors());
    fs::remove_file(place.path("papers/latin.txt")).unwrap();
    let told = place.run(&["ingest", "papers", "--dry-run", "--prune"]).code(3).errors();
    assert!(told.contains("would remove: 1 paper"), "{told}");
    assert_eq!(names(&place).len(), 3);
}

#[test]
fn one_and_two_jobs_read_a_corpus_alike() {
    let place = Workplace::new();
    let works: Vec<Value> =
        (1..=60).map(|id| work(id, &"cheap labour ".repeat(id as usize))).collect();
    place.write("papers/works.jsonl", lines(&works));
    place.write("papers/broken.jsonl", "[\n".repeat(300));
    let mut outputs = Vec::new();
    for jobs in ["1", "2"] {
        let index = ["--index", jobs, "--jobs", jobs];
        let ran = place.run(&[&["ingest", "papers"], &index[..]].concat()).code(3);
        let query = ["query", "context", "labour", "--format", "json"];
        outputs.push(ran.errors() + &place.run(&[&query[..], &index[..]].concat()).results());
    }
    assert!(outputs[0].len() > 1000 && outputs[0] == outputs[1]);
}

/// A record of many megabytes of nesting, and a line that never ends.
#[test]
fn hostile_json_takes_bounded_time_and_memory() {
    let place = Workplace::new();
    let path = place.path("deep.jsonl");
    let mut file = std::io::BufWriter::new(fs::File::create(&path).unwrap());
    for _ in 0..50 {
        file.write_all(&[b'['; 1 << 20]).unwrap();
    }
    writeln!(file, "\n{{\"text\":{}", "[".repeat(1 << 20)).unwrap();
    write!(file, "{}", lines(&[work(1, "cheap labour")])).unwrap();
    drop(file);
    let begun = std::time::Instant::now();
    let told = place.run(&["ingest", "deep.jsonl"]).code(3).errors();
    assert!(begun.elapsed().as_secs() < 60, "took {:?}", begun.elapsed());
    assert!(told.contains("line 1: too large for one paper: 52428800 bytes"), "{told}");
    assert!(told.contains("line 2: not a JSON object (recursion limit exceeded"), "{told}");
    assert_eq!(names(&place), ["deep.jsonl#W1"]);
}

/// The first interrupt keeps what is done, the next run goes on.
#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_done() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let place = Workplace::new();
    let arguments = ["ingest", "-", "--format", "jsonl"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_leitmotif"))
        .current_dir(place.path("."))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut papers = child.stdin.take().unwrap();
    papers.write_all(lines(&[work(1, "cheap labour")]).as_bytes()).unwrap();
    while !place.path("index/manifest.json").exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut told = String::new();
    errors.read_line(&mut told).unwrap();
    assert!(told.starts_with("stopping: what is begun is finished and kept"), "{told}");
    papers.write_all(lines(&[work(2, "low tariffs")]).as_bytes()).unwrap();
    drop(papers);
    errors.read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{told}");
    assert!(told.contains("stopped; run the same command again to go on"), "{told}");
    let both = lines(&[work(1, "cheap labour"), work(2, "low tariffs")]);
    let again = place.run_with_input(&arguments, &both).success();
    assert!(again.errors().contains("read "), "{}", again.errors());
    assert_eq!(names(&place), ["stdin#W1", "stdin#W2"]);
}

#[cfg(feature = "parquet")]
#[test]
fn rows_of_parquet_are_papers() {
    use std::sync::Arc;

    use parquet::column::writer::ColumnWriter;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let place = Workplace::new();
    let schema = "message papers { required binary id (UTF8); required binary text (UTF8); required int32 year; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties =
        WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let texts = [["a", "b"], ["We seek cheap labour.", "Low tariffs help."]];
    let mut texts = texts.iter();
    while let Some(mut column) = group.next_column().unwrap() {
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(typed) => {
                let cells: Vec<_> =
                    texts.next().unwrap().iter().map(|cell| (*cell).into()).collect();
                typed.write_batch(&cells, None, None).unwrap();
            }
            ColumnWriter::Int32ColumnWriter(typed) => {
                typed.write_batch(&[2001, 2002], None, None).unwrap();
            }
            _ => unreachable!(),
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    place.write("papers/works.parquet", &bytes);
    place.run(&["ingest", "papers"]).success();
    assert_eq!(names(&place), ["works.parquet#a", "works.parquet#b"]);
    place.run(&["query", "context", "tariffs", "--where", "year = 2002"]).success();
    for cut in [bytes.len() - 1, bytes.len() / 2, 3] {
        place.write("cut.parquet", &bytes[..cut]);
        let told = place.run(&["ingest", "cut.parquet"]).code(3).errors();
        assert!(told.contains("cut.parquet: a damaged table ("), "{told}");
    }
    for at in 4..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        if at % 40 == 0 {
            place.write("bad.parquet", &damaged);
            let told = place.run(&["ingest", "bad.parquet", "--index", "other"]).errors();
            assert!(!told.contains("panicked"), "byte {at}: {told}");
        }
    }
}

#[test]
fn sheets_and_json_of_records_beside_a_corpus_are_told_apart() {
    let place = Workplace::new();
    place.write("papers/lee.txt", "Ports of the north\n\nIntroduction\n\nPorts grow.\n");
    place.write(
        "papers/library.csv",
        "title,author,year,country\nPorts of the north,Ann Lee,2011,Norway\n",
    );
    place.write(
        "papers/library.json",
        r#"[{"type":"article-journal","id":"wu","title":"Tides of the south","author":[{"family":"Wu"}]}]"#,
    );
    place.write(
        "papers/essays.csv",
        "id,title,text\ne1,On quays,Quays are long and their firms go abroad.\n",
    );
    let told = place.run(&["ingest", "papers"]).success().errors();
    assert!(told.contains("read 2 papers"), "{told}");
    assert!(told.contains("library.csv") && told.contains("library.json"), "{told}");
    let listed = place.run(&["extract", "metadata", "--format", "csv"]).success().results();
    assert!(listed.contains("Norway") && listed.contains("essays.csv#e1"), "{listed}");
}

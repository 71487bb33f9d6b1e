//! Files of many papers, whole and broken, gone through in memory.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use super::*;

/// What a file of this name and content holds: papers as `member:record`, the rest as its reason.
fn found(name: &str, content: &[u8], options: &ReadOptions) -> Vec<String> {
    found_of(name, content, options, None)
}

fn found_of(
    name: &str,
    content: &[u8],
    options: &ReadOptions,
    wanted: Option<&[PartNumber]>,
) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let source = Source { name: name.to_owned(), path };
    let mut told = Vec::new();
    let _ = visit(&source, options, wanted, &mut |found| {
        told.push(match found {
            Found::Paper(Part { place: Place { member, record }, bytes, .. }) => {
                let record = record.map(|(unit, number)| format!("{unit} {number}: "));
                let text = String::from_utf8_lossy(&bytes).into_owned();
                format!("{member}:{}{text}", record.unwrap_or_default())
            }
            Found::Refused(_, place, error) => format!("! {place:?} {error}"),
            Found::PassedOver => "passed over".to_owned(),
            Found::NoPapers(error) => format!("no papers: {error}"),
        });
        ControlFlow::Continue(())
    });
    told
}

fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut encoder =
        flate2::read::GzEncoder::new(Cursor::new(content), flate2::Compression::default());
    encoder.read_to_end(&mut packed).unwrap();
    packed
}

fn small() -> ReadOptions {
    ReadOptions::default().with_size_limit(40)
}

#[test]
fn lines_are_records_and_long_ones_are_passed_over() {
    let long = format!("{{\"text\":\"{}\"}}", "x".repeat(50));
    let content = format!("\u{feff}{{\"a\":1}}\r\n\n  {{\"text\":\"b\"}}\n{long}\n{{\"c\":3}}");
    let told = found("w.jsonl", content.as_bytes(), &small());
    assert_eq!(told[..2], [":line 1: {\"a\":1}", ":line 3: {\"text\":\"b\"}"]);
    assert!(told[2].contains("too large for one paper: 61 bytes"), "{told:?}");
    assert_eq!(told[3..], [":line 5: {\"c\":3}"]);
    assert_eq!(found("w.ndjson.gz", &gzipped(content.as_bytes()), &small()), told);
}

#[test]
fn a_list_of_records_is_divided_at_their_borders() {
    let content = r#" [{"text":"a } \" ]"}, {"text":{"x":[1,{}]}},
        {"text":"b"}] "#;
    let expected = [
        r#":record 1: {"text":"a } \" ]"}"#,
        r#":record 2: {"text":{"x":[1,{}]}}"#,
        r#":record 3: {"text":"b"}"#,
    ];
    assert_eq!(found("w.json", content.as_bytes(), &small()), expected);
    let large =
        format!("[{{\"text\":\"a\"}},{{\"text\":[{}]}},{{\"text\":\"b\"}}]", "[".repeat(99));
    let told = found("w.json", large.as_bytes(), &small());
    assert!(told[1].contains("too large for one paper"), "{told:?}");
    assert!(found("w.json", b"[{\"text\":\"a\"}, 7]", &small())[1].contains("something else"));
}

#[test]
fn lists_and_tables_of_other_things_are_no_papers() {
    for (name, content) in [
        ("package.json", "{\"name\": \"x\", \"version\": 1}"),
        ("bib.csv", "title,abstract\nOn ports,Ports matter.\n"),
        ("bib.tsv", "title\tyear\nOn ports\t2009\n"),
        ("references.jsonl", "{\"raw\":\"Lee (2009)\"}\n{\"raw\":\"Kim (2010)\"}\n"),
        ("sentences.jsonl", "{\"document\":\"lee\",\"start\":0,\"end\":6,\"text\":\"Ports.\"}\n"),
        ("sentences.json", "[{\"document\":\"lee\",\"start\":0,\"end\":6,\"text\":\"Ports.\"}]"),
        ("names.json", "[\"Lee\", \"Kim\"]"),
    ] {
        let told = found(name, content.as_bytes(), &ReadOptions::default());
        assert!(told.len() == 1 && told[0].starts_with("no papers"), "{told:?}");
    }
}

#[test]
fn rows_are_records_by_their_columns() {
    let content = b"id;Full text\n1;\"Two\nlines\"\n2;Caf\xe9 au lait\n3\n";
    let told = found("t.csv", content, &ReadOptions::default());
    assert_eq!(
        told,
        [
            r#":line 2: {"Full text":"Two\nlines","id":"1"}"#,
            r#":line 4: {"Full text":"Café au lait","id":"2"}"#,
            r#":line 5: {"id":"3"}"#,
        ]
    );
    assert_eq!(found("t.tsv", b"text\tn\nA,b\t1\n", &small()).len(), 1);
    let open = format!("text,n\n\"{}", "a".repeat(400_000));
    let told = found("t.csv", open.as_bytes(), &small());
    assert!(told[0].contains("larger than the limit for one paper, 40 bytes"), "{told:?}");
}

#[test]
fn only_wanted_papers_are_shown() {
    let content = b"{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n";
    let wanted = [PartNumber { member: 0, record: 1 }];
    let told = found_of("w.jsonl", content, &small(), Some(&wanted));
    assert_eq!(told, [":line 2: {\"b\":2}"]);
}

#[test]
fn what_is_cut_off_is_told() {
    let packed = gzipped("Ports matter. ".repeat(2000).as_bytes());
    let told = found("a.txt.gz", &packed[..packed.len() / 2], &ReadOptions::default());
    assert!(told[0].contains("a damaged archive"), "{told:?}");
    for (name, content) in
        [("a.zip", &b"PK\x03\x04nothing"[..]), ("a.zip", b""), ("a.tar", b"short")]
    {
        let told = found(name, content, &ReadOptions::default());
        assert!(told.iter().all(|told| told.starts_with("! ")), "{name} {told:?}");
    }
    let told = found("w.jsonl", b"{\"text\": \"Ports", &ReadOptions::default());
    assert_eq!(told, [":line 1: {\"text\": \"Ports"]);
    #[cfg(feature = "parquet")]
    assert!(found("a.parquet", b"PAR1 and no more", &small())[0].contains("a damaged table"));
}

#[test]
fn endings_tell_how_a_file_holds_papers() {
    let form = |name: &str| packing_of(Path::new(name)).map(|packing| (packing.gzip, packing.form));
    assert_eq!(form("a.TAR.GZ"), Some((true, Form::Tar)));
    assert_eq!(form("a.tgz"), Some((true, Form::Tar)));
    assert_eq!(form("Lee.txt.gz"), Some((true, Form::Single(SourceFormat::Text))));
    for other in ["a.txt", "a.zip.gz", "gz", "a.gz", "a.png.gz"] {
        assert_eq!(form(other), None, "{other}");
    }
}

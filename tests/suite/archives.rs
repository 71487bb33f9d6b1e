//! Archives: their papers are read where they lie, and what would do harm is refused.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::harness::Workplace;

const LEE: &str = "Why firms export\n\nAbstract\n\nSmall firms go abroad for cheap labour.\n";
const WU: &str = "Barriers to trade\n\nIntroduction\n\nFinance is a barrier for reactive firms.\n";

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in members {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A tar of these members; names are written as they are, whatever they would lead to.
fn tarred(members: &[(&str, &[u8], tar::EntryType)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content, kind) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_entry_type(*kind);
        header.set_mode(0o644);
        let place = &mut header.as_mut_bytes()[..name.len()];
        place.copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

fn names(place: &Workplace) -> Vec<String> {
    let rows = place.run(&["query", "themes", "--by", "document", "--format", "csv"]).csv();
    let mut names: Vec<String> = rows.into_iter().map(|row| row["document"].clone()).collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn papers_in_archives_are_read_and_kept_in_step() {
    use tar::EntryType::Regular;
    let place = Workplace::new();
    let record = br#"{"id": 1, "text": "We look for low tariffs."}"#;
    place.write(
        "papers/a.zip",
        zipped(&[("x/lee.txt", LEE.as_bytes()), ("w.jsonl", record), ("b.png", b"x")]),
    );
    let tar =
        tarred(&[("./deep/wu.md", WU.as_bytes(), Regular), ("README.md", b"About.", Regular)]);
    place.write("papers/b.tar.gz", gzipped(&tar));
    place.write(
        "papers/c.tar",
        tarred(&[("new.txt.gz", &gzipped(b"Proactive firms grow."), Regular)]),
    );
    place.write(
        "papers/Lim_2011.txt.gz",
        gzipped(b"On growth\n\nAbstract\n\nFirms want to grow.\n"),
    );
    let ran = place.run(&["ingest", "papers"]).success();
    assert!(ran.errors().contains("passed over: 2 files"), "{}", ran.errors());
    let expected = [
        "Lim_2011.txt.gz",
        "a.zip/w.jsonl#1",
        "a.zip/x/lee.txt",
        "b.tar.gz/deep/wu.md",
        "c.tar/new.txt.gz",
    ];
    assert_eq!(names(&place), expected);
    let again = place.run(&["ingest", "papers"]).success();
    assert!(again.errors().contains("unchanged: 5 papers"), "{}", again.errors());

    place.write(
        "papers/a.zip",
        zipped(&[("w.jsonl", record), ("x/lee.txt", WU.replace("Finance", "Language").as_bytes())]),
    );
    let changed = place.run(&["ingest", "papers"]).success();
    assert!(changed.errors().contains("read 1 paper (0 new, 1 changed)"), "{}", changed.errors());
    place.write("papers/a.zip", zipped(&[("w.jsonl", record)]));
    let pruned = place.run(&["ingest", "papers", "--prune"]).success();
    assert!(pruned.errors().contains("removed: 1 paper"), "{}", pruned.errors());
}

#[test]
fn what_would_do_harm_is_refused_and_the_rest_is_read() {
    use tar::EntryType::{Link, Regular, Symlink};
    let place = Workplace::new();
    place.write(
        "papers/a.zip",
        zipped(&[
            ("../up.txt", WU.as_bytes()),
            ("/root.txt", WU.as_bytes()),
            ("in.zip", b"PK"),
            ("lee.txt", LEE.as_bytes()),
        ]),
    );
    let tar = tarred(&[
        ("a/../../up.txt", WU.as_bytes(), Regular),
        ("soft.txt", b"", Symlink),
        ("hard.txt", b"", Link),
        ("c:\\drive.txt", b"x", Regular),
        ("wu.txt", WU.as_bytes(), Regular),
    ]);
    place.write("papers/b.tgz", gzipped(&tar));
    place.write("papers/cut.tar.gz", &gzipped(&tar)[..150]);
    place.write("papers/no.zip", b"PK\x03\x04 and nothing more");
    let told = place.run(&["ingest", "papers"]).code(3).errors();
    for (name, reason) in [
        ("a.zip/../up.txt", "a file whose name leads out of the archive"),
        ("a.zip/root.txt", "a file whose name leads out of the archive"),
        ("a.zip/in.zip", "an archive inside an archive"),
        ("b.tgz/a/../../up.txt", "a file whose name leads out"),
        ("b.tgz/soft.txt", "a link inside an archive"),
        ("b.tgz/hard.txt", "a link inside an archive"),
        ("b.tgz/c:\\drive.txt", "a file whose name leads out"),
        ("no.zip", "a damaged archive ("),
    ] {
        assert!(told.contains(&format!("  papers/{name}: {reason}")), "{name}:\n{told}");
    }
    assert!(told.contains("  papers/cut.tar.gz"), "{told}");
    assert_eq!(names(&place), ["a.zip/lee.txt", "b.tgz/wu.txt"]);
    assert!(!place.path("up.txt").exists() && !place.path("papers/up.txt").exists());
}

#[test]
fn bombs_are_stopped() {
    let place = Workplace::new();
    let blank = vec![b' '; 30 << 20];
    let bomb = zipped(&[
        ("lee.txt", LEE.as_bytes()),
        ("1.txt", &blank),
        ("2.txt", &blank),
        ("3.txt", &blank),
    ]);
    assert!(bomb.len() < 200_000);
    place.write("papers/bomb.zip", bomb);
    place.write("papers/bomb.jsonl.gz", gzipped(&vec![b'['; 70 << 20]));
    place.write("papers/large.txt.gz", gzipped(&vec![b'a'; 40 << 20]));
    place.write("papers/wu.txt", WU);
    let begun = std::time::Instant::now();
    let told = place.run(&["ingest", "papers"]).code(3).errors();
    assert!(begun.elapsed().as_secs() < 60, "took {:?}", begun.elapsed());
    assert!(
        told.contains("  papers/bomb.zip/3.txt: unpacks to more than 67108864 bytes from"),
        "{told}"
    );
    assert!(told.contains("  papers/bomb.jsonl.gz: line 1: unpacks to more than"), "{told}");
    assert!(
        told.contains("  papers/large.txt.gz: larger than the limit for one paper, 33554432 bytes"),
        "{told}"
    );
    assert_eq!(names(&place), ["bomb.zip/lee.txt", "wu.txt"]);
}

/// Hundreds of megabytes of brackets, read by a program that could not hold them: it reserves most of the
/// address space that it may have for other things.
#[cfg(target_os = "linux")]
#[test]
fn endless_nesting_is_never_held() {
    let place = Workplace::new();
    place.write("papers/deep.json.gz", gzipped(&vec![b'['; 70 << 20]));
    place.write("papers/deep.jsonl", [&vec![b'['; 200 << 20], &b"\n"[..]].concat());
    place.write("papers/lee.txt", LEE);
    let program = env!("CARGO_BIN_EXE_leitmotif");
    let limited = format!("ulimit -v 1200000; exec {program} ingest papers --memory 32 --jobs 2");
    let output = std::process::Command::new("sh")
        .current_dir(place.path("."))
        .args(["-c", &limited])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("  papers/deep.json.gz: record 1: unpacks to more than"), "{told}");
    assert!(told.contains("  papers/deep.jsonl: line 1: too large for one paper"), "{told}");
    assert_eq!(names(&place), ["lee.txt"]);
}

/// The end of an archive tells how many members it has, before they are listed in memory.
#[test]
fn archives_of_too_many_members_are_not_listed() {
    let place = Workplace::new();
    let mut end = vec![0_u8; 100];
    end.extend(b"PK\x06\x06");
    end.extend(44_u64.to_le_bytes());
    end.extend([0; 12]);
    end.extend(9_000_000_u64.to_le_bytes());
    end.extend(9_000_000_u64.to_le_bytes());
    end.extend([0; 16]);
    end.extend(b"PK\x06\x07\0\0\0\0");
    end.extend(100_u64.to_le_bytes());
    end.extend([1, 0, 0, 0]);
    end.extend(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0");
    place.write("many.zip", end);
    let told = place.run(&["ingest", "many.zip"]).code(3).errors();
    assert!(told.contains("many.zip: more than 500000 files in one archive"), "{told}");
}

#[test]
fn names_of_members_are_safe_to_print() {
    let place = Workplace::new();
    place.write("a.zip", zipped(&[("bad\u{1b}[2J.txt", LEE.as_bytes())]));
    place.run(&["ingest", "a.zip"]).success();
    assert_eq!(names(&place), ["a.zip/bad\u{fffd}[2J.txt"]);
}

//! The index over time: writers, readers, versions, and killed runs.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use leitmotif::index::{Writer, WriterOptions};

use crate::harness::Workplace;

const PAPER: &str =
    "Why firms export\n\nIntroduction\n\nSmall firms go abroad for cheap labour (Lee, 2003).\n";

#[test]
fn a_second_writer_is_told_and_readers_go_on() {
    let place = Workplace::with_papers(&[("a.txt", PAPER)]);
    let writer = Writer::open(&place.path("index"), WriterOptions::default()).unwrap();
    let ran = place.run(&["ingest", "papers"]).code(2);
    assert!(
        ran.errors().contains("another leitmotif is writing to this index"),
        "{}",
        ran.errors()
    );
    place.run(&["query", "themes"]).success();
    drop(writer);
    place.run(&["ingest", "papers"]).success();
}

#[test]
fn an_index_of_another_format_is_refused_with_what_to_do() {
    let place = Workplace::with_papers(&[("a.txt", PAPER)]);
    place.write("index/manifest.json", "{\"format\": 9999, \"leitmotif\": \"9.9.9\"}");
    for arguments in [&["query", "themes"][..], &["ingest", "papers"]] {
        let ran = place.run(arguments).code(2);
        assert!(ran.errors().contains("format 9999"), "{}", ran.errors());
        assert!(ran.errors().contains("leitmotif ingest"), "{}", ran.errors());
    }
}

#[test]
fn without_an_index_the_user_learns_how_to_make_one() {
    let ran = Workplace::new().run(&["query", "themes"]).code(2);
    assert!(ran.errors().contains("leitmotif ingest PATHS"), "{}", ran.errors());
}

#[test]
fn a_folder_with_other_files_is_not_made_an_index() {
    let place = Workplace::new();
    place.write("papers/a.txt", PAPER);
    place.write("thesis/chapter.txt", "mine");
    let ran = place.run(&["ingest", "papers", "--index", "thesis"]).code(2);
    assert!(ran.errors().contains("holds other files"), "{}", ran.errors());
    assert_eq!(fs::read_dir(place.path("thesis")).unwrap().count(), 1);
}

/// Kills an ingest at 20 moments spread over its length; after each kill the index opens and holds
/// whole papers only, and at last a second ingest gives what an uninterrupted one gives.
#[test]
fn a_killed_ingest_loses_nothing_and_goes_on() {
    let place = Workplace::new();
    for number in 0..120 {
        let body = format!(
            "Paper number {number} speaks of proactive firms and reactive motives (Lee, {}).\n\n",
            1900 + number
        );
        let text = format!(
            "Paper {number}\n\nIntroduction\n\n{}References\n\nLee, K. (1950). Trade. Journal of Trade, 3, 1-9.\n",
            body.repeat(60)
        );
        place.write(&format!("papers/{number:03}.txt"), text);
    }
    let queries = [
        &["query", "themes", "--by", "document", "--format", "csv"][..],
        &["extract", "citations", "--format", "jsonl"],
    ];
    let results = |index: &str| -> String {
        queries
            .iter()
            .map(|query| place.run(&[query, &["--index", index][..]].concat()).results())
            .collect()
    };
    let begin = Instant::now();
    place.run(&["ingest", "papers", "--index", "whole"]).success();
    let length = begin.elapsed();
    let expected = results("whole");
    let lines = expected.lines().count();

    for round in 0..20u32 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_leitmotif"))
            .current_dir(place.path("."))
            .args(["ingest", "papers", "--index", "killed", "--quiet"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Moments in no regular order, from the first to past the last.
        let share = f64::from(round * 7 % 20 + 1) / 18.0;
        std::thread::sleep(Duration::from_secs_f64(length.as_secs_f64() * share));
        child.kill().unwrap();
        child.wait().unwrap();
        let ran = place
            .run(&["query", "themes", "--by", "document", "--format", "csv", "--index", "killed"]);
        let told = ran.errors();
        assert!(!told.contains("cannot be used"), "round {round}: {told}");
        for row in ran.results().lines() {
            assert!(expected.contains(row), "round {round}: a paper is not whole: {row}");
        }
        if round % 5 == 4 {
            let _ = fs::remove_dir_all(place.path("killed"));
        }
    }
    place.run(&["ingest", "papers", "--index", "killed"]).success();
    let resumed = results("killed");
    assert_eq!(resumed.lines().count(), lines);
    assert!(resumed == expected, "the resumed index differs from an uninterrupted one");
}

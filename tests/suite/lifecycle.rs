//! The index over time: writers, readers, versions, and killed runs.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

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

/// What is asked of an index that is only read.
const QUESTIONS: [&[&str]; 8] = [
    &["query", "themes"],
    &["query", "context", "cheap labour"],
    &["query", "works"],
    &["query", "search", "firms"],
    &["extract", "citations"],
    &["index", "info"],
    &["index", "check"],
    &["codebook", "sample", "--format", "csv"],
];

/// All files of a folder with their lengths and times of change.
fn state_of(folder: &Path) -> Vec<(OsString, u64, SystemTime)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| {
            let data = entry.metadata().unwrap();
            (entry.file_name(), data.len(), data.modified().unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn readers_change_nothing_in_the_folder_of_the_index() {
    let place = Workplace::with_papers(&[("a.txt", PAPER)]);
    let before = state_of(&place.path("index"));
    for question in QUESTIONS {
        place.run(question).success();
    }
    assert_eq!(state_of(&place.path("index")), before);
}

/// An index on a read-only medium, or in a folder of someone else's, is read like any other.
#[cfg(unix)]
#[test]
fn an_index_that_cannot_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    /// The user id of `nobody`, for tests that run as root, who may write everywhere.
    const NOBODY: u32 = 65_534;
    let place = Workplace::with_papers(&[("a.txt", PAPER)]);
    // Of a copied index the files of locks are often missing.
    for lock in [".tantivy-meta.lock", ".tantivy-writer.lock"] {
        let _ = fs::remove_file(place.path("index").join(lock));
    }
    fs::set_permissions(place.path("."), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(place.path("index"), fs::Permissions::from_mode(0o555)).unwrap();
    // The program is copied to where nobody can reach it.
    let program = place.path("leitmotif");
    fs::copy(env!("CARGO_BIN_EXE_leitmotif"), &program).unwrap();
    let is_root = fs::write(place.path("index/probe"), "").is_ok();
    let _ = fs::remove_file(place.path("index/probe"));
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(place.path(".")).args(arguments);
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.output().unwrap()
    };
    let before = state_of(&place.path("index"));
    for question in QUESTIONS {
        let output = run(question);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{question:?}: {told}");
        assert_eq!(place.run(question).success().results().as_bytes(), output.stdout);
    }
    // Writing is refused with the file's name, and nothing is lost.
    let output = run(&["ingest", "papers"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("index"), "{told}");
    println!("{told}");
    fs::set_permissions(place.path("index"), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(before.len() <= state_of(&place.path("index")).len());
    place.run(&["query", "themes"]).success();
}

/// Several readers beside a writer that commits, merges and removes files: each sees whole papers only.
#[test]
fn readers_go_on_beside_a_writer() {
    let place = Workplace::with_papers(&[("000.txt", PAPER)]);
    for number in 1..150 {
        let text = format!("{PAPER}Paper {number} is proactive.\n");
        place.write(&format!("papers/{number:03}.txt"), text);
    }
    let done = AtomicBool::new(false);
    let questions = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let query = ["query", "themes", "--by", "document", "--format", "csv"];
                    let rows = place.run(&query).success().csv();
                    assert!(!rows.is_empty());
                    questions.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for round in 1..6 {
            // A part of the papers, so that there are several commits, and changed ones, so that
            // segments go.
            let names: Vec<String> =
                (0..round * 30).map(|number| format!("papers/{number:03}.txt")).collect();
            let mut arguments = vec!["ingest", "--quiet"];
            arguments.extend(names.iter().map(String::as_str));
            place.run(&arguments).success();
            place.write("papers/000.txt", format!("{PAPER}Now with {round} sentences more.\n"));
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(questions.into_inner() > 5);
    place.run(&["index", "check"]).success();
}

/// A writer that was killed between its files and its list of parts leaves files under the names that the
/// next one gives.
#[test]
fn files_of_a_killed_writer_are_not_in_the_way() {
    let place = Workplace::new();
    place.write("papers/a.txt", PAPER);
    for number in 1..6 {
        place.write(&format!("papers/{number}.txt"), format!("{PAPER}Paper {number}.\n"));
    }
    place.run(&["ingest", "papers", "--jobs", "1"]).success();
    fs::create_dir(place.path("copy")).unwrap();
    for file in fs::read_dir(place.path("index")).unwrap().flatten() {
        fs::copy(file.path(), place.path("copy").join(file.file_name())).unwrap();
    }
    place.write("papers/a.txt", format!("{PAPER}Changed.\n"));
    place.run(&["ingest", "papers", "--index", "copy", "--jobs", "1"]).success();
    let names = |folder: &str| -> Vec<String> {
        let files = fs::read_dir(place.path(folder)).unwrap().flatten();
        files.map(|file| file.file_name().into_string().unwrap()).collect()
    };
    let before = names("index");
    let is_left = |name: &String| !before.contains(name) && name.ends_with(".del");
    let left: Vec<String> = names("copy").into_iter().filter(is_left).collect();
    assert!(!left.is_empty(), "no file of deletions");
    let mut managed: Vec<String> =
        serde_json::from_slice(&fs::read(place.path("index/.managed.json")).unwrap()).unwrap();
    for name in left {
        place.write(&format!("index/{name}"), "half");
        managed.push(name);
    }
    place.write("index/.managed.json", serde_json::to_vec(&managed).unwrap());
    place.run(&["ingest", "papers", "--jobs", "1"]).success();
    place.run(&["index", "check"]).success();
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

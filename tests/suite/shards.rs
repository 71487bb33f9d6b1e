//! Shards and merging: what several indexes give together is what one gives.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::harness::{Workplace, corpus, shared};

/// Commands whose results must not show how an index came about.
const QUESTIONS: [&[&str]; 27] = [
    &["query", "themes", "--format", "csv"],
    &["query", "themes", "--by", "document", "--format", "json"],
    &["query", "themes", "--by", "year", "--bootstrap", "--resamples", "100", "--format", "csv"],
    &["query", "themes", "--negation", "flag", "--hedging", "flag"],
    &["query", "compare", "--by", "language", "--format", "csv"],
    &["query", "trend", "--format", "csv"],
    &["query", "dispersion", "--format", "csv"],
    &["query", "context", "cheap labour|labor", "--format", "jsonl"],
    &["query", "collocates", "export*", "--format", "csv"],
    &["query", "keyness", "--target", "year >= 2015", "--format", "csv"],
    &["query", "cooccurrence", "--format", "csv"],
    &["query", "keywords", "--format", "csv"],
    &["query", "evidence", "--format", "csv"],
    &["query", "works", "--format", "json"],
    &["query", "works", "--explain", "--format", "csv"],
    &["query", "uncited", "--format", "csv"],
    &["query", "network", "--kind", "coupling", "--format", "graphml"],
    &["query", "search", "export firms tariffs", "--format", "json"],
    &["query", "search", "title:firms OR \"cheap labour\"", "--format", "json"],
    &["extract", "citations", "--format", "jsonl"],
    &["extract", "references", "--format", "bibtex"],
    &["extract", "themes", "--format", "jsonl"],
    &["extract", "keywords", "--format", "csv"],
    &["extract", "metadata", "--format", "jsonl"],
    &["index", "info", "--format", "csv"],
    &["index", "duplicates", "--format", "csv"],
    &["codebook", "sample", "--format", "csv"],
];

/// Checks that two indexes answer every question with the same bytes.
#[track_caller]
fn expect_equal(place: &Workplace, one: &str, other: &str) {
    for question in QUESTIONS {
        let ask = |index: &str| place.run(&[question, &["--index", index]].concat());
        let (first, second) = (ask(one), ask(other));
        assert!(!first.errors().contains("Usage:"), "{question:?}: {}", first.errors());
        assert!(
            first.results() == second.results(),
            "{question:?} differs\n{}\n{}",
            first.results(),
            second.results()
        );
        assert_eq!(first.errors(), second.errors(), "{question:?}");
    }
    for (index, folder) in [(one, "export-one"), (other, "export-other")] {
        place.run(&["export", folder, "--index", index]).success();
    }
    let files = |folder: &str| {
        let mut files: Vec<_> = fs::read_dir(place.path(folder)).unwrap().flatten().collect();
        files.sort_by_key(fs::DirEntry::file_name);
        files
    };
    for (first, second) in files("export-one").iter().zip(files("export-other")) {
        if first.path().is_file() {
            let name = first.file_name();
            assert!(
                fs::read(first.path()).unwrap() == fs::read(second.path()).unwrap(),
                "{name:?}"
            );
        }
    }
    for folder in ["export-one", "export-other"] {
        fs::remove_dir_all(place.path(folder)).unwrap();
    }
}

/// Ingests `paths` in `count` shards, with these further options, and merges them into `merged`.
fn ingest_in_shards(place: &Workplace, count: usize, paths: &[&str], options: &[&str]) -> String {
    let mut indexes = Vec::new();
    for number in 1..=count {
        let (shard, index) = (format!("{number}/{count}"), format!("shard{number}"));
        let arguments = ["ingest", "--shard", &shard, "--index", &index];
        place.run(&[&arguments, paths, options].concat()).success();
        indexes.push(index);
    }
    let indexes: Vec<&str> = indexes.iter().map(String::as_str).collect();
    let ran = place.run(&[&["index", "merge", "-o", "merged"], &indexes[..]].concat()).success();
    ran.errors()
}

#[test]
fn merged_shards_answer_as_one_ingest_does() {
    let place = Workplace::new();
    let mut paths = vec![corpus()];
    if let Some(gold) = shared("gold/author-year") {
        // A few dozen papers; the folder has hundreds.
        let mut papers: Vec<_> = fs::read_dir(gold)
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
            .collect();
        papers.sort();
        fs::create_dir(place.path("gold")).unwrap();
        for paper in papers.iter().take(12) {
            fs::copy(paper, place.path("gold").join(paper.file_name().unwrap())).unwrap();
        }
        paths.push("gold".to_owned());
    }
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    place.run(&[&["ingest", "--index", "whole"], &paths[..]].concat()).success();
    let told = ingest_in_shards(&place, 3, &paths, &[]);
    assert!(told.contains("merged 3 indexes into merged"), "{told}");
    expect_equal(&place, "whole", "merged");
}

const LEE: &str =
    "Why firms export\n\nAbstract\n\nSmall firms go abroad for cheap labour. They are proactive.\n";
const WU: &str = "Barriers to trade\n\nIntroduction\n\nFinance is a barrier. Reactive firms follow orders from abroad.\n";

/// Ten papers, of which three have the content of one and two that of another.
fn with_duplicates() -> Workplace {
    let place = Workplace::new();
    for (number, name) in ["m", "b", "z", "k", "c", "x", "q", "a", "f", "p"].iter().enumerate() {
        let text = match number {
            0 | 3 | 6 => LEE.to_owned(),
            1 | 4 => WU.to_owned(),
            _ => format!("Paper {number}\n\nIntroduction\n\nProactive motives of kind {number}.\n"),
        };
        place.write(&format!("papers/{name}.txt"), text);
    }
    place
}

fn names(place: &Workplace, index: &str) -> Vec<String> {
    let rows =
        place.run(&["extract", "metadata", "--index", index, "--format", "csv"]).success().csv();
    rows.into_iter().map(|row| row["document"].clone()).collect()
}

#[test]
fn papers_with_one_content_are_indexed_once_whatever_their_shards() {
    let place = with_duplicates();
    place.run(&["ingest", "papers", "--index", "whole"]).success();
    let told = ingest_in_shards(&place, 4, &["papers"], &[]);
    assert_eq!(names(&place, "whole").len(), 7);
    assert_eq!(names(&place, "merged"), names(&place, "whole"));
    assert!(told.contains("the same text twice, indexed once"), "{told}");
    expect_equal(&place, "whole", "merged");
}

#[test]
fn the_first_of_equal_papers_stays_over_all_shards() {
    let place = Workplace::new();
    let body =
        "Small firms go abroad for cheap labour and raw materials in many countries. ".repeat(40);
    for (name, ending) in [("a", "One."), ("b", "Two."), ("c", "Three."), ("d", "Four.")] {
        place.write(&format!("papers/{name}.txt"), format!("{LEE}\n{body}{ending}\n"));
    }
    place.write("papers/e.txt", WU);
    let first = ["--duplicates", "first"];
    place.run(&[&["ingest", "papers", "--index", "whole"], &first[..]].concat()).success();
    ingest_in_shards(&place, 3, &["papers"], &first);
    assert_eq!(names(&place, "merged"), ["a.txt", "e.txt"]);
    expect_equal(&place, "whole", "merged");
    // Those that were left out are still remembered.
    let again =
        place.run(&[&["ingest", "papers", "--index", "merged"], &first[..]].concat()).success();
    assert!(again.errors().contains("unchanged: 5 papers"), "{}", again.errors());
}

#[test]
fn a_record_that_fits_papers_of_two_shards_is_given_to_none_as_in_one_ingest() {
    let place = Workplace::new();
    for name in ["a", "b", "c", "d"] {
        let text = format!("{LEE}\nThis is version {name} of it, doi:10.5555/lee.2003.1\n");
        place.write(&format!("papers/{name}.txt"), text);
    }
    place.write("papers/e.txt", WU);
    place.write(
        "refs.bib",
        "@article{lee, title={Why firms export}, author={Lee, Kim}, year={2003}, doi={10.5555/lee.2003.1}}\n\
         @article{wu, title={Barriers to trade}, author={Wu, Li}, year={2004}, abstract={On finance.}}\n\
         @article{diaz, title={Old and new markets}, author={Diaz, Ana}, year={2005}, abstract={On markets for small firms.}}\n",
    );
    let records = ["--metadata", "refs.bib", "--abstracts"];
    place.run(&[&["ingest", "papers", "--index", "whole"], &records[..]].concat()).success();
    let told = ingest_in_shards(&place, 3, &["papers"], &records);
    assert!(told.contains("records: 3 in refs.bib"), "{told}");
    expect_equal(&place, "whole", "merged");
}

#[test]
fn papers_of_one_file_are_divided_too_and_of_equal_ones_the_first_name_stays() {
    let place = Workplace::new();
    // Records without a name of their own are called by their lines, and #10 comes before #9.
    let mut lines = String::new();
    for line in 1..=10 {
        let body = if line > 8 { 9 } else { line };
        lines.push_str(&format!("{{\"text\": \"Firms are proactive about motive {body}.\"}}\n"));
    }
    place.write("papers/corpus.jsonl", lines + "not JSON\n");
    let whole = place.run(&["ingest", "papers", "--index", "whole"]).code(3);
    assert!(
        whole.errors().contains("corpus.jsonl#9 is the same as corpus.jsonl#10"),
        "{}",
        whole.errors()
    );
    let mut broken = 0;
    for number in 1..=2 {
        let (shard, index) = (format!("{number}/2"), format!("shard{number}"));
        let ran = place.run(&["ingest", "papers", "--shard", &shard, "--index", &index]);
        broken += ran.errors().matches("corpus.jsonl: line 11").count();
    }
    assert_eq!(broken, 1, "a broken line is told once over all shards");
    place.run(&["index", "merge", "shard1", "shard2", "-o", "merged"]).success();
    expect_equal(&place, "whole", "merged");
}

#[test]
fn a_merged_index_takes_up_changes_as_any_other() {
    let place = with_duplicates();
    ingest_in_shards(&place, 2, &["papers"], &[]);
    let again = place.run(&["ingest", "papers", "--index", "merged"]).success();
    assert!(again.errors().contains("unchanged: 7 papers"), "{}", again.errors());
    place.write("papers/a.txt", "Paper 7\n\nIntroduction\n\nNow it is reactive.\n");
    place.write("papers/new.txt", "A new one\n\nIntroduction\n\nReactive motives.\n");
    fs::remove_file(place.path("papers/f.txt")).unwrap();
    let again = place.run(&["ingest", "papers", "--index", "merged", "--prune"]).success();
    assert!(again.errors().contains("(1 new, 1 changed)"), "{}", again.errors());
    assert!(again.errors().contains("removed: 1 paper"), "{}", again.errors());
    place.run(&["ingest", "papers", "--index", "whole"]).success();
    expect_equal(&place, "whole", "merged");
}

#[test]
fn a_shard_takes_up_changes_of_its_own_papers_only() {
    let place = with_duplicates();
    place.run(&["ingest", "papers", "--shard", "1/2", "--index", "one"]).success();
    let before = names(&place, "one");
    let again =
        place.run(&["ingest", "papers", "--shard", "1/2", "--index", "one", "--prune"]).success();
    assert!(!again.errors().contains("removed"), "{}", again.errors());
    assert_eq!(names(&place, "one"), before);
    let other = place.run(&["ingest", "papers", "--shard", "2/2", "--index", "one"]).code(2);
    assert!(other.errors().contains("this index holds shard 1 of 2"), "{}", other.errors());
    place.run(&["ingest", "papers", "--index", "whole"]).success();
    let whole = place.run(&["ingest", "papers", "--shard", "2/2", "--index", "whole"]).code(2);
    assert!(whole.errors().contains("papers of a whole corpus"), "{}", whole.errors());
    place.run(&["ingest", "papers", "--shard", "3/2"]).code(2);
}

#[test]
fn a_paper_in_two_indexes_is_told_and_indexed_once() {
    let place = with_duplicates();
    place.run(&["ingest", "papers", "--index", "whole"]).success();
    place.run(&["ingest", "papers", "--index", "one"]).success();
    place.run(&["ingest", "papers/a.txt", "papers/b.txt", "--index", "two"]).success();
    let ran = place.run(&["index", "merge", "one", "two", "-o", "merged"]).success();
    assert!(ran.errors().contains("a.txt is in one and two"), "{}", ran.errors());
    expect_equal(&place, "whole", "merged");
    // An index that is a copy of another one has the same segments.
    let copy = |from: &Path, to: &Path| {
        fs::create_dir(to).unwrap();
        for file in fs::read_dir(from).unwrap().flatten() {
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    };
    copy(&place.path("one"), &place.path("copy"));
    place.run(&["index", "merge", "one", "copy", "-o", "twice"]).success();
    expect_equal(&place, "whole", "twice");
}

#[test]
fn two_papers_of_one_name_are_not_mixed_up() {
    let place = Workplace::new();
    place.write("one/lee.txt", LEE);
    place.write("two/lee.txt", WU);
    place.run(&["ingest", "one", "--index", "first"]).success();
    place.run(&["ingest", "two", "--index", "second"]).success();
    let ran = place.run(&["index", "merge", "first", "second", "-o", "merged"]).code(3);
    let told = ran.errors();
    assert!(told.contains("lee.txt of second: first has another paper of that name"), "{told}");
    place.run(&["query", "context", "\"cheap labour\"", "--index", "merged"]).success();
}

#[test]
fn indexes_that_do_not_fit_are_refused_by_name() {
    let place = with_duplicates();
    let refused = |indexes: &[&str], words: &[&str]| {
        let ran = place.run(&[&["index", "merge", "-o", "merged"], indexes].concat()).code(2);
        for word in words {
            assert!(ran.errors().contains(word), "{word}: {}", ran.errors());
        }
        assert!(!place.path("merged").exists());
    };
    place.run(&["ingest", "papers", "--shard", "1/2", "--index", "half"]).success();
    place.run(&["ingest", "papers", "--shard", "1/3", "--index", "third"]).success();
    refused(&["half", "third"], &["third: shard 1 of 3, and half is shard 1 of 2"]);
    let keep = ["ingest", "papers", "--shard", "2/2", "--index", "keep", "--duplicates", "keep"];
    place.run(&keep).success();
    refused(&["half", "keep"], &["keep: its papers", "--duplicates keep", "half with", "report"]);
    refused(&["half", "half"], &["half: is named twice"]);
    refused(&["half", "none"], &["none: no index here"]);
    place.run(&["ingest", "papers", "--index", "old"]).success();
    place.write("old/manifest.json", "{\"format\": 1, \"leitmotif\": \"0.0.1\"}");
    refused(&["half", "old"], &["old: an index of format 1", "this leitmotif reads format"]);
    let manifest = fs::read_to_string(place.path("half/manifest.json")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    place.run(&["ingest", "papers", "--shard", "2/2", "--index", "later"]).success();
    place.write("later/manifest.json", manifest.replace(version, "77.0.0"));
    refused(&["half", "later"], &["later: made by leitmotif 77.0.0, and half by", version]);
    place.write("taken/file.txt", "mine");
    let ran = place.run(&["index", "merge", "half", "-o", "taken"]).code(2);
    assert!(ran.errors().contains("taken: is there already"), "{}", ran.errors());
    let ran = place.run(&["index", "merge", "half"]).code(2);
    assert!(ran.errors().contains("--output DIR"), "{}", ran.errors());
}

#[test]
fn shards_are_merged_bit_by_bit_and_missing_ones_are_told() {
    let place = with_duplicates();
    place.run(&["ingest", "papers", "--index", "whole"]).success();
    ingest_in_shards(&place, 3, &["papers"], &[]);
    let ran = place.run(&["index", "merge", "shard1", "shard3", "-o", "some"]).success();
    assert!(ran.errors().contains("missing of the corpus: shard 2/3"), "{}", ran.errors());
    let ran = place.run(&["index", "merge", "some", "shard2", "-o", "all"]).success();
    assert!(!ran.errors().contains("missing of the corpus"), "{}", ran.errors());
    expect_equal(&place, "whole", "all");
}

#[test]
fn a_damaged_index_is_never_merged() {
    let place = with_duplicates();
    place.run(&["ingest", "papers", "--index", "one"]).success();
    let store = fs::read_dir(place.path("one"))
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "store"))
        .unwrap();
    let mut bytes = fs::read(&store).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0x10;
    fs::write(&store, bytes).unwrap();
    let ran = place.run(&["index", "merge", "one", "-o", "merged"]).code(2);
    assert!(ran.errors().contains(".store: a damaged file of an index"), "{}", ran.errors());
    assert!(!place.path("merged").exists());
}

/// Kills a merge at ten moments: the destination is whole or not there.
#[test]
fn a_killed_merge_leaves_nothing_half_done() {
    let place = Workplace::new();
    for number in 0..60 {
        let body = format!("Paper {number} speaks of proactive firms (Lee, {}).\n", 1900 + number);
        place.write(&format!("papers/{number}.txt"), body.repeat(30));
    }
    place.run(&["ingest", "papers", "--index", "whole"]).success();
    for number in 1..=3 {
        let (shard, index) = (format!("{number}/3"), format!("shard{number}"));
        place.run(&["ingest", "papers", "--shard", &shard, "--index", &index]).success();
    }
    let mut done = 0;
    for round in 0..10u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_leitmotif"))
            .current_dir(place.path("."))
            .args(["index", "merge", "shard1", "shard2", "shard3", "-o", "merged", "--quiet"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(round * 7 % 50 + 2));
        child.kill().unwrap();
        child.wait().unwrap();
        if place.path("merged").exists() {
            done += 1;
            assert_eq!(names(&place, "merged").len(), 60, "round {round}");
            fs::remove_dir_all(place.path("merged")).unwrap();
        }
    }
    println!("{done} of 10 merges were done before they were killed");
    place.run(&["index", "merge", "shard1", "shard2", "shard3", "-o", "merged"]).success();
    expect_equal(&place, "whole", "merged");
    let hidden = fs::read_dir(place.path(".")).unwrap().flatten();
    assert!(hidden.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with('.')));
}

//! Ingest: only what is new, nothing lost, one bad paper never ends a run.

use std::fs;

use crate::harness::Workplace;

const LEE: &str =
    "Why firms export\n\nAbstract\n\nSmall firms go abroad for cheap labour. They are proactive.\n";
const WU: &str = "Barriers to trade\n\nIntroduction\n\nFinance is a barrier. Reactive firms follow orders from abroad.\n";
const DIAZ: &str =
    "Old and new markets\n\nIntroduction\n\nA proactive firm looks for low tariffs (Lee, 2003).\n";

fn papers() -> Workplace {
    Workplace::with_papers(&[("lee.txt", LEE), ("wu.txt", WU), ("deep/diaz.md", DIAZ)])
}

fn names(place: &Workplace) -> Vec<String> {
    let rows = place.run(&["query", "themes", "--by", "document", "--format", "csv"]).csv();
    let mut names: Vec<String> = rows.into_iter().map(|row| row["document"].clone()).collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn a_second_ingest_of_the_same_folder_does_nothing() {
    let place = papers();
    let before = place.run(&["query", "themes", "--format", "json"]).success().results();
    let again = place.run(&["ingest", "papers"]).success();
    assert!(again.errors().contains("unchanged: 3 papers"), "{}", again.errors());
    assert_eq!(place.run(&["query", "themes", "--format", "json"]).results(), before);
    assert_eq!(names(&place), ["deep/diaz.md", "lee.txt", "wu.txt"]);
}

#[test]
fn a_changed_file_replaces_its_paper() {
    let place = papers();
    place.write("papers/lee.txt", LEE.replace("cheap labour", "raw materials that are cheap"));
    let again = place.run(&["ingest", "papers"]).success();
    assert!(again.errors().contains("read 1 paper (0 new, 1 changed)"), "{}", again.errors());
    assert_eq!(names(&place).len(), 3);
    place.run(&["query", "context", "\"cheap labour\""]).code(1);
}

#[test]
fn prune_removes_papers_whose_files_are_gone() {
    let place = papers();
    fs::remove_file(place.path("papers/wu.txt")).unwrap();
    place.run(&["ingest", "papers"]).success();
    assert_eq!(names(&place).len(), 3, "without --prune the paper stays");
    let pruned = place.run(&["ingest", "papers", "--prune"]).success();
    assert!(pruned.errors().contains("removed: 1 paper"), "{}", pruned.errors());
    assert_eq!(names(&place), ["deep/diaz.md", "lee.txt"]);
}

#[test]
fn identical_papers_are_reported_and_indexed_once() {
    let place = Workplace::new();
    place.write("papers/a.txt", LEE);
    place.write("papers/b.txt", LEE);
    let ran = place.run(&["ingest", "papers"]).success();
    assert!(ran.errors().contains("b.txt is the same as a.txt"), "{}", ran.errors());
    assert_eq!(names(&place), ["a.txt"]);
}

#[test]
fn names_come_from_standard_input_and_patterns() {
    let place = Workplace::new();
    place.write("papers/lee.txt", LEE);
    place.write("papers/wu.txt", WU);
    place.run_with_input(&["ingest", "-"], "papers/lee.txt\r\n").success();
    assert_eq!(names(&place), ["lee.txt"]);
    place.run(&["ingest", "papers/w*.txt"]).success();
    assert_eq!(names(&place), ["lee.txt", "wu.txt"]);
}

#[test]
fn two_papers_of_one_name_from_two_folders_are_not_mixed_up() {
    let place = Workplace::new();
    place.write("one/lee.txt", LEE);
    place.write("two/lee.txt", WU);
    let ran = place.run(&["ingest", "one", "two"]).code(3);
    assert!(ran.errors().contains("so that their names differ"), "{}", ran.errors());
    place.run(&["query", "context", "\"cheap labour\""]).success();
    place.run(&["ingest", "two"]).code(3);
}

#[test]
fn older_encodings_are_read() {
    let place = Workplace::new();
    let latin = b"Les motifs des petites entreprises fran\xe7aises\n\nR\xe9sum\xe9\n\nLes petites entreprises \xe9trang\xe8res cherchent \
        des mati\xe8res premi\xe8res et des march\xe9s nouveaux \xe0 l'\xe9tranger.\n";
    place.write("papers/latin.txt", latin);
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(LEE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    place.write("papers/wide.txt", wide);
    place.run(&["ingest", "papers"]).success();
    place.run(&["query", "context", "\"étrangères\""]).success();
    place.run(&["query", "context", "\"cheap labour\""]).success();
}

/// What awkward folders hold; every file but the good ones is named with its reason.
#[cfg(unix)]
#[test]
fn a_folder_of_awkward_files_gives_its_good_papers() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let place = papers();
    place.write("papers/empty.txt", "");
    place.write("papers/blank.txt", " \n\n\t \n");
    place.write("papers/binary.txt", [0u8, 159, 146, 150, 0, 1, 2, 3, 255, 0].repeat(100));
    place.write(
        "papers/broken.txt",
        b"Caf\xc3\xa9 and na\xc3\xafve \xff\xfe then \xc3\x28 more caf\xc3\xa9 words here."
            .repeat(10),
    );
    place.write("papers/line.txt", "endless words without any break ".repeat(50 * 32_768 + 1));
    place.write("papers/closed.txt", LEE);
    fs::set_permissions(place.path("papers/closed.txt"), fs::Permissions::from_mode(0o000))
        .unwrap();
    symlink(place.path("papers"), place.path("papers/loop")).unwrap();
    symlink(place.path("nowhere.txt"), place.path("papers/dangling.txt")).unwrap();
    // Root may read anything; then the closed file is the same text as a good paper.
    let root_reads = fs::read(place.path("papers/closed.txt")).is_ok();

    let ran = place.run(&["ingest", "papers"]).code(3);
    let told = ran.errors();
    for name in
        ["empty.txt", "blank.txt", "binary.txt", "broken.txt", "line.txt", "dangling.txt", "loop"]
    {
        assert!(told.contains(&format!("  papers/{name}: ")), "{name} is not named:\n{told}");
    }
    assert!(told.contains("closed.txt"), "{told}");
    assert!(!told.contains("panicked") && !told.contains("defect"), "{told}");
    assert_eq!(names(&place), ["deep/diaz.md", "lee.txt", "wu.txt"]);
    if !root_reads {
        assert!(told.contains("  papers/closed.txt: cannot read"), "{told}");
    }
}

#[test]
fn nothing_to_read_is_told() {
    let place = Workplace::new();
    let ran = place.run(&["ingest", "nowhere"]).code(3);
    assert!(ran.errors().contains("nowhere: no such file or folder"), "{}", ran.errors());
}

#[test]
fn one_and_two_jobs_give_the_same_bytes() {
    let place = Workplace::new();
    for number in 0..40 {
        let text = format!("{LEE}\n{}\n{}", WU.repeat(number % 7 + 1), DIAZ.repeat(number));
        place.write(&format!("papers/p{number:02}.txt"), text);
    }
    let mut outputs = Vec::new();
    for jobs in ["1", "2"] {
        let index = format!("index-{jobs}");
        place.run(&["ingest", "papers", "--jobs", jobs, "--index", &index]).success();
        let mut output = String::new();
        for query in [
            &["query", "themes", "--by", "document"][..],
            &["query", "context", "firm"],
            &["query", "evidence"],
            &["query", "works"],
            &["query", "search", "firm abroad"],
            &["extract", "citations"],
            &["extract", "references"],
            &["extract", "themes"],
            &["extract", "keywords"],
        ] {
            let arguments =
                [query, &["--index", &index, "--format", "json", "--jobs", jobs]].concat();
            output.push_str(&place.run(&arguments).results());
        }
        outputs.push(output);
    }
    assert!(outputs[0].len() > 1000);
    assert!(outputs[0] == outputs[1], "results differ between 1 and 2 jobs");
}

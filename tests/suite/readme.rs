//! README.md shows what the program really prints.
//!
//! Below each comment `<!-- output: ARGUMENTS -->` stands the output of the program on `corpus/`, as an
//! indented block. `UPDATE_README=1 cargo test --test suite readme` writes the blocks anew.

use std::fs;

use crate::harness::{Workplace, repository};

/// The arguments of a command line, with double quotes around those that hold spaces.
fn words(line: &str) -> Vec<&str> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(number, part)| match number % 2 {
            0 => part.split_whitespace().collect::<Vec<_>>(),
            _ => vec![part],
        })
        .collect()
}

#[test]
fn readme_shows_what_the_program_prints() {
    let place = Workplace::new();
    let corpus = repository().join("corpus");
    place.run(&["ingest", corpus.to_str().expect("a path in UTF-8")]).success();
    let path = repository().join("README.md");
    let readme = fs::read_to_string(&path).expect("README.md");
    let mut written = String::new();
    let mut lines = readme.lines().peekable();
    let mut outputs = 0;
    while let Some(line) = lines.next() {
        written.push_str(line);
        written.push('\n');
        let command = line.strip_prefix("<!-- output: ").and_then(|rest| rest.strip_suffix(" -->"));
        let Some(command) = command else { continue };
        outputs += 1;
        while lines.next_if(|line| line.is_empty() || line.starts_with("    ")).is_some() {}
        let output = place.run(&words(command)).success().results();
        written.push('\n');
        for line in output.lines() {
            let line = format!("    {line}");
            written.push_str(line.trim_end());
            written.push('\n');
        }
        written.push('\n');
    }
    assert!(outputs >= 3, "README.md shows too little");
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, &written).expect("README.md is written");
        return;
    }
    assert!(
        readme == written,
        "README.md is out of date; `UPDATE_README=1 cargo test --test suite readme` renews it"
    );
}

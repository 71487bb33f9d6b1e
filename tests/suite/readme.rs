//! README.md and the guides in docs/ show what the program really prints.
//!
//! Below each comment `<!-- output: ARGUMENTS -->` stands the output of the program on `corpus/`, as an
//! indented block; below `<!-- errors: ARGUMENTS -->` what it says on standard error. The block below
//! `<!-- file: NAME -->` is written to that file for the commands that follow, and `<!-- copy: PATH -->`
//! lays a file of the repository beside it.
//! `UPDATE_README=1 cargo test --test suite readme` writes the blocks anew.

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

/// The rest of a line that begins a block of this kind.
fn marked<'a>(line: &'a str, kind: &str) -> Option<&'a str> {
    line.strip_prefix("<!-- ")?.strip_prefix(kind)?.strip_prefix(": ")?.strip_suffix(" -->")
}

/// Runs what a document shows, compares or renews it, and returns how many outputs it shows.
fn check(name: &str) -> usize {
    let place = Workplace::with_corpus();
    let path = repository().join(name);
    let document = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut written = String::new();
    let mut lines = document.lines().peekable();
    let mut outputs = 0;
    while let Some(line) = lines.next() {
        written.push_str(line);
        written.push('\n');
        let mut block = || {
            let mut block = String::new();
            while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with("    "))
            {
                block.push_str(line.strip_prefix("    ").unwrap_or_default());
                block.push('\n');
            }
            block.trim_matches('\n').to_owned() + "\n"
        };
        if let Some(path) = marked(line, "copy") {
            let content = fs::read(repository().join(path)).expect("a file of the repository");
            place.write(path.rsplit('/').next().expect("a name"), content);
            continue;
        }
        let shown = if let Some(file) = marked(line, "file") {
            let content = block();
            place.write(file, &content);
            content
        } else if let Some(command) = marked(line, "output") {
            block();
            outputs += 1;
            place.run(&words(command)).success().results()
        } else if let Some(command) = marked(line, "errors") {
            block();
            outputs += 1;
            place.run(&words(command)).errors()
        } else {
            continue;
        };
        written.push('\n');
        for line in shown.trim_end().lines() {
            let line = format!("    {line}");
            written.push_str(line.trim_end());
            written.push('\n');
        }
        written.push('\n');
    }
    let written = written.trim_end().to_owned() + "\n";
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, &written).expect("the document is written");
    } else {
        assert!(
            document == written,
            "{name} is out of date; `UPDATE_README=1 cargo test --test suite readme` renews it"
        );
    }
    outputs
}

#[test]
fn readme_shows_what_the_program_prints() {
    assert!(check("README.md") >= 3, "README.md shows too little");
}

#[test]
fn readme_of_metadata_shows_what_the_program_prints() {
    assert!(check("docs/metadata.md") >= 3, "docs/metadata.md shows too little");
}

#[test]
fn readme_of_codebooks_shows_what_the_program_prints() {
    assert!(check("docs/codebook.md") >= 6, "docs/codebook.md shows too little");
}

#[test]
fn readme_of_filters_shows_what_the_program_prints() {
    assert!(check("docs/filter.md") >= 5, "docs/filter.md shows too little");
}

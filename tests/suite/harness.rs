//! What the tests share: a fresh folder for each, the program, and readers for its results.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A fresh folder with papers and an index, removed at the end of the test.
pub(crate) struct Workplace {
    folder: TempDir,
}

impl Workplace {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A folder whose index holds these papers.
    pub(crate) fn with_papers(papers: &[(&str, &str)]) -> Self {
        let place = Self::new();
        for (name, text) in papers {
            place.write(&format!("papers/{name}"), text);
        }
        place.run(&["ingest", "papers"]).success();
        place
    }

    /// A folder whose index holds the sample corpus.
    pub(crate) fn with_corpus() -> Self {
        let place = Self::new();
        place.run(&["ingest", &corpus()]).success();
        place
    }

    /// The path of a file or folder in the workplace.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// The program in this folder, ready to run.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leitmotif"));
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    /// Runs the program in this folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.program(arguments).output().expect("the program starts");
        Ran { arguments: arguments.join(" "), output }
    }

    /// Runs the program with this text as its standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let output =
            self.program(arguments).write_stdin(input).output().expect("the program starts");
        Ran { arguments: arguments.join(" "), output }
    }
}

/// A run of the program that has ended.
pub(crate) struct Ran {
    arguments: String,
    output: Output,
}

impl Ran {
    /// Checks the exit code.
    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Self {
        let found = self.output.status.code();
        assert_eq!(found, Some(expected), "leitmotif {}\n{}", self.arguments, self.errors());
        self
    }

    /// Checks that all went well.
    #[track_caller]
    pub(crate) fn success(self) -> Self {
        self.code(0)
    }

    /// What came on standard output.
    #[track_caller]
    pub(crate) fn results(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("results are UTF-8")
    }

    /// What came on standard error.
    pub(crate) fn errors(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    /// The results as JSON values, one a line.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<serde_json::Value> {
        self.results().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// The results as CSV: rows of cells by column name.
    #[track_caller]
    pub(crate) fn csv(&self) -> Vec<std::collections::BTreeMap<String, String>> {
        let results = self.results();
        let mut reader = csv::Reader::from_reader(results.as_bytes());
        reader.deserialize().map(|row| row.expect("CSV")).collect()
    }
}

/// A folder beside the repository with material for measuring; `None`, with a notice, where it is
/// missing.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder);
    if path.exists() {
        Some(path)
    } else {
        println!("skipped: ../shared/{folder} is missing");
        None
    }
}

/// The folder of the sample corpus, as an argument.
pub(crate) fn corpus() -> String {
    repository().join("corpus").to_str().expect("a path in UTF-8").to_owned()
}

/// The folder of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

//! The structure that ARCHITECTURE.md promises: folders that exist, imports that point one way.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::repository;

/// What each folder of `src/` may import of ours, its tests aside: they may use whatever makes
/// their input.
const ALLOWED: [(&str, &[&str]); 17] = [
    ("error", &[]),
    ("model", &["error"]),
    ("stats", &[]),
    ("text", &["model"]),
    ("export", &["model", "parallel"]),
    ("figure", &["model", "export"]),
    ("report", &["error", "model", "query", "export", "figure"]),
    ("read", &["error", "model", "text"]),
    ("records", &["error", "model", "read", "extract"]),
    ("codebook", &["error", "model", "text", "read", "refi"]),
    ("refi", &["error", "model"]),
    ("decisions", &["error", "model", "codebook"]),
    ("extract", &["error", "model", "text", "codebook"]),
    ("index", &["error", "model", "text", "extract", "parallel"]),
    ("query", &["error", "model", "text", "stats", "extract", "parallel"]),
    ("validation", &["error", "model", "read", "stats", "query"]),
    (
        "pipeline",
        &[
            "error",
            "model",
            "text",
            "codebook",
            "read",
            "records",
            "refi",
            "extract",
            "index",
            "query",
            "validation",
            "observe",
            "parallel",
        ],
    ),
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Whether a file holds nothing but tests.
fn is_of_tests(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

/// The first segments of `crate::…` paths in a file, without comments and the tests at its foot.
fn imports(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a source");
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut found = Vec::new();
    for line in code {
        for rest in line.split("crate::").skip(1) {
            let names = rest.trim_start_matches('{');
            let name: String =
                names.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push(name);
        }
    }
    found
}

#[test]
fn imports_point_one_way() {
    let source = repository().join("src");
    let allowed: BTreeMap<_, _> = ALLOWED.into_iter().collect();
    for entry in fs::read_dir(&source).expect("a folder") {
        let path = entry.expect("an entry").path();
        let folder = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        // The program's own folder may use the whole library, which cannot name it.
        if !path.is_dir() || folder == "cli" {
            continue;
        }
        let may = allowed.get(folder.as_str());
        let may = may.unwrap_or_else(|| panic!("nothing says what src/{folder} may import"));
        let mut files = Vec::new();
        sources(&path, &mut files);
        for file in files.into_iter().filter(|file| !is_of_tests(file)) {
            for import in imports(&file) {
                // Paths from the crate root that are no module are types that it exports again.
                let is_module =
                    source.join(&import).exists() || source.join(format!("{import}.rs")).exists();
                assert!(
                    !is_module || import == folder || may.contains(&import.as_str()),
                    "{} imports crate::{import}, which src/{folder} must not",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn only_the_index_knows_tantivy() {
    let mut files = Vec::new();
    sources(&repository().join("src"), &mut files);
    for file in files {
        let inside = file.strip_prefix(repository().join("src/index")).is_ok();
        let text = fs::read_to_string(&file).expect("a source");
        let uses = text.lines().any(|line| {
            let code = line.trim_start();
            !code.starts_with("//") && (code.contains("tantivy::") || code.contains("use tantivy"))
        });
        assert!(inside || !uses, "{} knows tantivy", file.display());
    }
}

#[test]
fn every_source_opens_with_its_purpose() {
    let mut files = Vec::new();
    for folder in ["src", "tests/suite", "benches", "examples"] {
        let folder = repository().join(folder);
        if folder.exists() {
            sources(&folder, &mut files);
        }
    }
    for file in files {
        let text = fs::read_to_string(&file).expect("a source");
        assert!(text.starts_with("//! "), "{} does not open with its purpose", file.display());
    }
}

/// Paths in backquotes that a document names and that should exist.
fn named_paths(document: &str) -> Vec<String> {
    let text = fs::read_to_string(repository().join(document)).expect("a document");
    let in_code = text.split('`').skip(1).step_by(2);
    let roots = ["src/", "tests/", "benches/", "examples/", "docs/", "corpus/", ".ci/"];
    in_code
        .filter(|code| roots.iter().any(|root| code.starts_with(root)))
        .filter(|code| !code.contains(['*', '<', ' ', '{']))
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn documents_name_only_paths_that_exist() {
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let paths = named_paths(document);
        assert!(document == "README.md" || !paths.is_empty(), "{document} names no path");
        for path in paths {
            assert!(repository().join(&path).exists(), "{document} names {path}, which is missing");
        }
    }
}

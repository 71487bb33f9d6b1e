//! The report, single figures, the folder of a run with its manifest, networks, and what a copy editor looks for.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::harness::{Workplace, corpus};

const LEE: &str = "Ports\n\nIntroduction\n\nPorts grow by cheap labour (Lee, 2006; Wu, 1999). \
    So they are proactive (Wu, 1999).\n\nReferences\n\n\
    Lee, K. (2003). On the growth of ports. Trade Review, 3(2), 1-9.\n\
    Wu, B. (1999). Rails and ports. Trade Review, 1(1), 1-9.\n";
const OH: &str = "Rails\n\nIntroduction\n\nRails rust (Lee, 2003; Wu, 1999).\n\nReferences\n\n\
    Lee, K. (2003). On the growth of ports. Trade Review, 3(2), 1-9.\n\
    Wu, B. (1999). Rails and ports. Trade Review, 1(1), 1-9.\n";

fn small() -> Workplace {
    Workplace::with_papers(&[("lee-2005.txt", LEE), ("oh-2006.txt", OH)])
}

/// The text of an attribute of the first element that has `start` before it.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start}")) + start.len();
    let length = text[from..].find(end).expect("an end");
    &text[from..from + length]
}

#[test]
fn the_report_holds_the_numbers_of_the_queries() {
    let place = Workplace::with_corpus();
    let told = place.run(&["report", "r.html"]).success().errors();
    assert!(told.contains("wrote the report to r.html"), "{told}");
    let page = fs::read_to_string(place.path("r.html")).unwrap();
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    let data: serde_json::Value =
        serde_json::from_str(between(&page, "id=\"data\">", "</script>")).unwrap();
    let rows = place.run(&["query", "themes", "--format", "csv"]).success().csv();
    for (row, theme) in rows.iter().zip(data["themes"].as_array().unwrap()) {
        assert_eq!(row["theme"], theme["path"].as_str().unwrap());
        assert_eq!(row["sentences"], theme["all"].to_string());
        // Every sentence of the theme is there: the sample papers have few.
        let theme_place =
            data["themes"].as_array().unwrap().iter().position(|other| other == theme).unwrap();
        let end = theme["end"].as_u64().unwrap();
        let raised = |mention: &serde_json::Value| {
            (theme_place as u64..end).contains(&mention[2].as_u64().unwrap())
        };
        let quoted = data["sentences"].as_array().unwrap().iter();
        let quoted = quoted.filter(|sentence| sentence["m"].as_array().unwrap().iter().any(raised));
        assert_eq!(quoted.count().to_string(), row["sentences"], "{}", row["theme"]);
    }
    assert!(page.contains("codebook “Internationalisation of small firms”"));
}

#[test]
fn frequent_themes_are_quoted_by_a_sample_that_says_so() {
    let place = Workplace::with_corpus();
    place.run(&["report", "--sentences", "3", "--output", "r.html"]).success();
    let page = fs::read_to_string(place.path("r.html")).unwrap();
    let data: serde_json::Value =
        serde_json::from_str(between(&page, "id=\"data\">", "</script>")).unwrap();
    let quoted = data["sentences"].as_array().unwrap().len();
    let all = data["all"].as_u64().unwrap();
    assert!((quoted as u64) < all);
    assert!(page.contains(&format!("holds {quoted} of the {all} sentences")), "{quoted} of {all}");
}

#[test]
fn a_report_on_nothing_is_written_and_said_to_be_empty() {
    let place = small();
    place.write("c.yaml", "themes:\n  a: [zebra]\n");
    place.run(&["report", "--codebook", "c.yaml"]).code(1);
    assert!(
        fs::read_to_string(place.path("report.html"))
            .unwrap()
            .contains("None of the themes is raised")
    );
    let told = place.run(&["report", "--format", "csv"]).code(2).errors();
    assert!(told.contains("writes HTML"), "{told}");
}

#[test]
fn a_run_writes_a_manifest_by_which_the_same_bytes_are_made_again() {
    let place = Workplace::new();
    let papers = corpus();
    place.write("w.yaml", "same:\n  - [Porter 1990, Porter 1991]\n");
    place
        .run(&[
            "run",
            &papers,
            "--negation",
            "exclude",
            "--where",
            "year >= 2010",
            "--works",
            "w.yaml",
            "--output",
            "a",
        ])
        .success();
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(place.path("a/manifest.json")).unwrap()).unwrap();
    let arguments: Vec<String> = manifest["arguments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|argument| match argument.as_str().unwrap() {
            "PAPERS" => papers.clone(),
            "DIR" => "../b".to_owned(),
            other => other.to_owned(),
        })
        .collect();
    // As someone does it who has the papers and the folder, and no index.
    let output = Command::new(env!("CARGO_BIN_EXE_leitmotif"))
        .current_dir(place.path("a"))
        .args(["--index", "../other", "--jobs", "1"])
        .args(&arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = |folder: &str| -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(place.path(folder)).unwrap();
        let file = |entry: std::io::Result<fs::DirEntry>| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        };
        entries.map(file).collect()
    };
    let (first, second) = (files("a"), files("b"));
    assert!(first.keys().eq(second.keys()), "{:?}", second.keys());
    for (name, bytes) in &first {
        assert!(bytes == &second[name], "{name} differs");
    }
    let named = manifest["files"].as_array().unwrap();
    assert_eq!(named.len() + 1, first.len(), "every file but the manifest itself");
    for file in named {
        let bytes = &first[file["path"].as_str().unwrap()];
        assert_eq!(file["bytes"].as_u64().unwrap(), bytes.len() as u64);
    }
    let papers = manifest["papers"].as_array().unwrap().len() as u64;
    assert_eq!(manifest["provenance"]["corpus"]["papers"], papers);
}

#[test]
fn figures_are_drawn_for_an_article() {
    let place = Workplace::with_corpus();
    for (by, what) in
        [("year", "class=\"dot\""), ("section", "class=\"cell\""), ("document", "class=\"cell\"")]
    {
        place.run(&["query", "themes", "--by", by, "--plot", "f.svg"]).success();
        let figure = fs::read_to_string(place.path("f.svg")).unwrap();
        assert!(figure.starts_with("<svg xmlns=") && figure.contains(what), "{by}");
        assert!(!figure.contains("href"), "a figure has no links");
    }
    place.run(&["query", "works", "--limit", "3", "--plot", "f.svg"]).success();
    let figure = fs::read_to_string(place.path("f.svg")).unwrap();
    assert_eq!(figure.matches("class=\"bar\"").count(), 3);
    let told = place.run(&["query", "themes", "--plot", "f.gif"]).code(2).errors();
    assert!(told.contains("f.gif"), "{told}");
}

#[test]
fn a_wrong_year_is_told_from_both_sides() {
    let place = small();
    let rows = place.run(&["query", "uncited", "--format", "csv"]).success().csv();
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row["problem"].as_str(), row["text"].as_str(), row["nearest"].as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("no reference", "Lee, 2006", "1. Lee (2003) On the growth of ports [year 2003]"),
            ("never cited", "Lee (2003) On the growth of ports", "cited as Lee, 2006? [year 2003]"),
        ]
    );
    place.run(&["query", "uncited", "--document", "oh-2006.txt"]).code(1);
    let only =
        place.run(&["query", "uncited", "--only", "citations", "--format", "csv"]).success().csv();
    assert_eq!(only.len(), 1);
}

#[test]
fn networks_are_edge_lists_and_files() {
    let place = small();
    let network = |kind: &str| place.run(&["query", "network", "--kind", kind, "--format", "csv"]);
    let rows = network("coupling").success().csv();
    assert_eq!((rows[0]["weight"].as_str(), rows[0]["association"].as_str()), ("2", "1.0"));
    let rows = network("cocitation").success().csv();
    assert_eq!((rows.len(), rows[0]["source_label"].as_str()), (1, "Lee (2003)"));
    assert_eq!(network("citing").code(1).results().lines().count(), 1);
    let rows = place
        .run(&["query", "network", "--kind", "themes", "--unit", "paper", "--format", "csv"])
        .code(1)
        .csv();
    assert!(rows.is_empty(), "cheap labour and proactive stand in one line of descent: {rows:?}");
    let told = place.run(&["query", "works", "--format", "gexf"]).code(2).errors();
    assert!(told.contains("query network"), "{told}");
    let told = place
        .run(&["query", "network", "--kind", "coupling", "--negation", "flag"])
        .code(2)
        .errors();
    assert!(told.contains("--kind themes"), "{told}");
}

#[test]
fn networkx_reads_what_is_written() {
    let has_networkx = Command::new("python3").args(["-c", "import networkx"]).output();
    if !has_networkx.is_ok_and(|output| output.status.success()) {
        println!("skipped: no python3 with networkx");
        return;
    }
    let place = Workplace::with_corpus();
    for (kind, directed) in
        [("cocitation", false), ("coupling", false), ("citing", true), ("themes", false)]
    {
        let rows =
            place.run(&["query", "network", "--kind", kind, "--format", "csv"]).success().csv();
        for format in ["graphml", "gexf"] {
            let arguments =
                ["query", "network", "--kind", kind, "--format", format, "--output", "n.xml"];
            place.run(&arguments).success();
            let script = format!(
                "import networkx as nx\ng = nx.read_{format}('n.xml')\n\
                 print(g.number_of_edges(), g.is_directed(), sum(int(w) for _, _, w in g.edges.data('weight')))"
            );
            let output = Command::new("python3")
                .args(["-c", &script])
                .current_dir(place.path(""))
                .output()
                .unwrap();
            let weight: u64 = rows.iter().map(|row| row["weight"].parse::<u64>().unwrap()).sum();
            let expected =
                format!("{} {} {weight}\n", rows.len(), if directed { "True" } else { "False" });
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(
                String::from_utf8_lossy(&output.stdout),
                expected,
                "{kind} as {format}: {errors}"
            );
        }
    }
}

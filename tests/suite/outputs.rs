//! Forms of results and figures that other programs open, and what a shell knows of the program.

use std::fs;

use crate::harness::Workplace;

/// The size of a PNG file by its header.
#[cfg(feature = "png")]
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn commands_with_a_figure_draw_it_as_svg_and_as_png() {
    let place = Workplace::with_corpus();
    let target = ["--target", "section = results", "--limit", "5"];
    let commands: [(&[&str], &[&str], &[&str]); 9] = [
        (&["themes"], &["--by", "section"], &["results", "Motives"]),
        (&["trend"], &["--level", "1"], &["Motives", "mentions per 1,000 words"]),
        (&["dispersion"], &["--level", "1"], &["Barriers", "DPnorm over documents"]),
        (&["compare"], &["--by", "section", "--level", "1"], &["Motives *", "abstract"]),
        (&["keyness"], &[&target[..], &["--direction", "both"]].concat(), &["More in the target"]),
        (&["keyness", "--of", "themes"], &target, &["Barriers"]),
        (&["collocates"], &["market", "--limit", "5"], &["domestic", "logDice"]),
        (&["cooccurrence"], &["--level", "2"], &["Proactive motives", ">31<"]),
        (&["evidence"], &["--summary"], &["Okafor-Bright (2008)", "Entry modes"]),
    ];
    for (command, options, words) in commands {
        let plot = |file: &str| {
            let arguments = [&["query"], command, options, &["--plot", file]].concat();
            let ran = place.run(&arguments).success();
            assert!(ran.errors().contains(&format!("to {file}")), "{command:?}: {}", ran.errors());
            assert!(ran.results().contains("leitmotif "), "the result comes beside its figure");
            fs::read(place.path(file)).unwrap()
        };
        let svg = String::from_utf8(plot("f.svg")).unwrap();
        for word in words {
            assert!(svg.contains(word), "{command:?} does not show {word}");
        }
        #[cfg(feature = "png")]
        {
            let png = plot("f.png");
            assert!(size(&png) > (900, 300), "{command:?}: {:?}", size(&png));
            assert_eq!(png, plot("f.png"), "{command:?} has other bytes");
        }
    }
    let told = place.run(&["query", "compare", "--by", "section", "--pairs", "--plot", "f.svg"]);
    assert!(told.code(2).errors().contains("leave out --pairs"));
}

#[cfg(feature = "png")]
#[test]
fn letters_that_the_font_of_figures_lacks_are_told() {
    let place = Workplace::with_papers(&[("a.txt", "Ports\n\nPorts grow.\n")]);
    place.write("c.yaml", "themes:\n  x:\n    label: 港口 Größe\n    include: [ports]\n");
    let arguments = ["query", "themes", "--codebook", "c.yaml", "--plot", "f.png"];
    let told = place.run(&arguments).success().errors();
    assert!(told.contains("such as 港;"), "{told}");
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_goes_to_files_and_pipes_with_its_provenance() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};

    let place = Workplace::with_corpus();
    let file = ["query", "works", "--format", "parquet", "--output", "w.parquet"];
    assert_eq!(place.run(&file).success().results(), "");
    let piped = place.program(&file[..4]).output().unwrap();
    assert_eq!(fs::read(place.path("w.parquet")).unwrap(), piped.stdout);
    let reader =
        SerializedFileReader::new(fs::File::open(place.path("w.parquet")).unwrap()).unwrap();
    let metadata = reader.metadata().file_metadata();
    let stored = metadata.key_value_metadata().unwrap();
    let of =
        |key: &str| stored.iter().find(|entry| entry.key == key).unwrap().value.clone().unwrap();
    assert!(of("leitmotif.title").contains("works"), "{}", of("leitmotif.title"));
    let provenance: serde_json::Value = serde_json::from_str(&of("leitmotif.provenance")).unwrap();
    assert_eq!(provenance["command"], "query works");
    let rows = place.run(&["query", "works", "--format", "csv"]).success().csv();
    assert_eq!(metadata.num_rows(), i64::try_from(rows.len()).unwrap());
    let all = ["run", &crate::harness::corpus(), "--format", "parquet", "--output", "out"];
    assert!(
        place.run(&all).success().results().starts_with("Themes: "),
        "the table is for the eye"
    );
    assert!(place.path("out/works.parquet").is_file());
}

#[test]
fn packages_hold_sections_and_sentences_and_come_as_parquet() {
    let place = Workplace::with_corpus();
    place.run(&["export", "csv", "--sentences"]).success();
    let read = |name: &str| {
        let mut reader = csv::Reader::from_path(place.path(&format!("csv/{name}.csv"))).unwrap();
        let rows = reader.deserialize::<std::collections::BTreeMap<String, String>>();
        rows.map(Result::unwrap).collect::<Vec<_>>()
    };
    let (sections, sentences, papers) = (read("sections"), read("sentences"), read("papers"));
    let sum = |rows: &[std::collections::BTreeMap<String, String>], column: &str| {
        rows.iter().map(|row| row[column].parse::<u64>().unwrap()).sum::<u64>()
    };
    assert_eq!(sum(&sections, "sentences"), sentences.len() as u64);
    assert_eq!(sum(&papers, "sentences"), sentences.len() as u64);
    assert_eq!(sum(&sections, "tokens"), sum(&sentences, "tokens"));
    // A mention stands in the sentence whose number it has.
    for mention in read("mentions") {
        let same = |row: &&std::collections::BTreeMap<String, String>| {
            row["document"] == mention["document"] && row["sentence"] == mention["sentence"]
        };
        let sentence = sentences.iter().find(same).unwrap();
        assert!(sentence["text"].contains(mention["text"].trim_start_matches('\'')), "{mention:?}");
    }
    #[cfg(feature = "parquet")]
    {
        place.run(&["export", "typed", "--format", "parquet"]).success();
        let text = fs::read_to_string(place.path("typed/datapackage.json")).unwrap();
        let package: serde_json::Value = serde_json::from_str(&text).unwrap();
        let papers = &package["resources"][0];
        assert_eq!(papers["path"], "papers.parquet");
        assert_eq!(papers["mediatype"], "application/vnd.apache.parquet");
        assert!(papers.get("encoding").is_none() && papers["schema"]["primaryKey"] == "document");
        assert!(!place.path("typed/sentences.parquet").exists());
    }
    let refused = place.run(&["export", "x", "--format", "json"]).code(2).errors();
    assert!(refused.contains("CSV or Parquet"), "{refused}");
}

#[test]
fn tables_for_latex_hold_every_row_and_no_stray_sign() {
    let place = Workplace::with_corpus();
    let text = place.run(&["query", "themes", "--format", "latex"]).success().results();
    let rows = place.run(&["query", "themes", "--format", "csv"]).success().csv().len();
    assert_eq!(text.matches(" \\tabularnewline\n").count(), rows + 1, "{text}");
    assert!(text.contains("\\caption{Themes: 15 papers, "), "{text}");
    assert!(text.contains("\n\\quad \\quad cheap labour & 28 & 12 &"), "{text}");
    let long = place.run(&["query", "works", "--format", "latex"]).success().results();
    assert!(long.contains("\\begin{longtable}") && long.contains("\\label{tab:works}"), "{long}");
    assert!(long.contains("Halvorsen \\& Lindqvist (2003)"), "{long}");
}

#[test]
fn shells_complete_every_command_and_each_has_a_page_of_the_manual() {
    let place = Workplace::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = place.run(&["completions", shell]).success().results();
        for word in ["cooccurrence", "completions", "bibliography"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        assert!(!script.contains("read-pdf"), "{shell}: hidden commands are no one's");
    }
    place.run(&["man", "pages"]).success();
    let names: Vec<String> = fs::read_dir(place.path("pages"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for name in ["leitmotif.1", "leitmotif-index.1", "leitmotif-query-cooccurrence.1"] {
        assert!(names.iter().any(|page| page == name), "{name}: {names:?}");
    }
    assert!(!names.iter().any(|page| page.contains("read-pdf")), "{names:?}");
    let page = fs::read_to_string(place.path("pages/leitmotif-query-evidence.1")).unwrap();
    assert!(page.starts_with(".ie") && page.contains("Examples:"), "{page}");
    assert!(page.contains("leitmotif query evidence"), "{page}");
    place.run(&["completions", "tcsh"]).code(2);
}

#[test]
fn what_a_record_says_is_never_run_as_a_formula() {
    let place = Workplace::new();
    place.write("papers/a.txt", "Ports\n\nPorts grow.\n");
    let title = "=HYPERLINK(\"\"http://x\"\")";
    place.write("r.csv", format!("file,title,=cmd\na.txt,\"{title}\",+1\n"));
    place.run(&["ingest", "papers", "--metadata", "r.csv"]).success();
    let text = place.run(&["extract", "metadata", "--format", "csv"]).success().results();
    assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
    for line in text.lines() {
        let risky = |field: &str| field.starts_with(['=', '+', '-', '@']);
        assert!(!line.split(',').any(|field| risky(field.trim_start_matches('"'))), "{line}");
    }
}

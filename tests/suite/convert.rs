//! `codebook convert`, and dictionaries of other programs wherever a codebook is asked for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use leitmotif::codebook::{CodebookFormat, LoadOptions, load};
use leitmotif::model::Codebook;

use crate::harness::{Workplace, shared};

/// Numbers of themes and of patterns.
type Size = (usize, usize);

/// Every dictionary of the shared folder.
fn dictionaries() -> Option<Vec<PathBuf>> {
    let folder = shared("dictionaries")?;
    let mut files: Vec<PathBuf> = ["made-here", "formats"]
        .iter()
        .flat_map(|part| fs::read_dir(folder.join(part)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 28);
    Some(files)
}

/// How many themes and patterns a file holds, counted without any reader of ours.
fn size_of(path: &Path) -> Size {
    // Every byte is a letter here: only the structure counts.
    let text: String = fs::read(path).unwrap().into_iter().map(char::from).collect();
    let name = path.file_name().unwrap().to_str().unwrap();
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let listed = |is_heading: &dyn Fn(&str) -> bool| {
        let headings = lines().filter(|line| is_heading(line)).count();
        (headings, lines().count() - headings)
    };
    match name.rsplit('.').next().unwrap() {
        _ if text.starts_with('<') => {
            // A category around all others is the dictionary itself.
            let around = !name.starts_with("mary");
            let categories = text.matches("<cnode").count() - usize::from(around);
            (categories, text.matches("<pnode").count())
        }
        "cat" => {
            let is_word = |line: &str| {
                let digit = |sign: char| sign.is_ascii_digit() || sign == '.';
                line.split_once('(')
                    .is_some_and(|(_, rest)| rest.trim_end_matches(')').chars().all(digit))
            };
            let words = lines().filter(|line| is_word(line)).count();
            (lines().count() - words, words)
        }
        "lc3" => listed(&|line| line.starts_with('+')),
        "vbpro" => listed(&|line| line.starts_with(">>")),
        "dicx" | "csv" => {
            let rows = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
            let rows: Vec<csv::StringRecord> = rows.into_records().map(Result::unwrap).collect();
            if &rows[0][0] == "word" {
                let categories: BTreeSet<&str> = rows[1..].iter().map(|row| &row[1]).collect();
                (categories.len(), rows.len() - 1)
            } else {
                let cells = rows[1..].iter().flat_map(|row| row.iter().skip(1));
                (rows[0].len() - 1, cells.filter(|cell| !cell.is_empty()).count())
            }
        }
        "dic" => pairs_of(&text, name),
        "yml" => {
            let categories = text.matches(':').count() - text.matches("__:").count();
            (categories, text.matches(',').count() + text.matches('[').count())
        }
        other => panic!("nothing counts .{other}"),
    }
}

/// Categories of a LIWC legend and different pairs of a term and a category; what conditions add is
/// counted by hand.
fn pairs_of(text: &str, name: &str) -> Size {
    let parts: Vec<&str> = text.split('%').collect();
    let legend: Vec<&str> =
        parts[1].lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let number = |word: &str| word.parse::<u32>().ok();
    let known: BTreeSet<u32> =
        legend.iter().filter_map(|line| number(line.split_whitespace().next().unwrap())).collect();
    let mut pairs = BTreeSet::new();
    for line in
        parts[2].lines().filter(|line| !line.trim().is_empty() && !line.contains(['<', '(']))
    {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = words.iter().position(|word| number(word).is_some()).unwrap();
        let ids =
            words[at..].iter().filter_map(|word| number(word)).filter(|id| known.contains(id));
        pairs.extend(ids.map(|id| (words[..at].join(" "), id)));
    }
    let by_conditions = match name {
        // `kind` four times; `like` in the category of "else", since the others are not there or empty,
        // and in one without condition.
        "liwc_extracodes.dic" | "liwc_hierarchical.dic" => 6,
        // `kind` twice; `like` for both ways of one condition, for another, and without any.
        "motives_liwc2015.dic" => 6,
        _ => 0,
    };
    (legend.len(), pairs.len() + by_conditions)
}

fn size(codebook: &Codebook) -> Size {
    (codebook.themes.len(), codebook.patterns().count())
}

/// The encoding of a file that says it by its name.
fn options(path: &Path) -> LoadOptions {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let legacy = ["euc-jp", "iso-8859-", "shift-jis", "windows-1252"];
    let mut options = LoadOptions::default();
    if legacy.iter().any(|begin| name.starts_with(begin)) {
        options.encoding = Some(name.to_owned());
    }
    options
}

/// All that a codebook says, without places.
fn said(codebook: &Codebook) -> Vec<String> {
    let themes = codebook.themes.iter().map(|theme| {
        let patterns: Vec<_> = theme.include.iter().map(|one| (&one.source, one.weight)).collect();
        let of_theme = (&theme.path, &theme.label, &theme.definition, &theme.color, theme.weight);
        format!("{of_theme:?} {patterns:?}")
    });
    themes.collect()
}

#[test]
fn dictionaries_have_as_many_themes_and_patterns_as_their_files_say() {
    for path in dictionaries().into_iter().flatten() {
        let loaded = load(&path, &options(&path)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(size(&loaded.codebook), size_of(&path), "{}", path.display());
    }
}

#[test]
fn dictionaries_come_back_from_our_formats_without_loss() {
    let place = Workplace::new();
    for path in dictionaries().into_iter().flatten() {
        let file = path.to_str().unwrap();
        let mut arguments = vec!["codebook", "convert", file];
        let options = options(&path);
        if let Some(encoding) = &options.encoding {
            arguments.extend(["--encoding", encoding]);
        }
        let first = load(&path, &options).unwrap();
        for output in ["out.yaml", "out.json", "out.toml", "out.qdc"] {
            place.run(&[&arguments[..], &["-o", output]].concat()).success();
            let again = load(&place.path(output), &LoadOptions::default()).unwrap();
            assert_eq!(said(&again.codebook), said(&first.codebook), "{file} {output}");
            assert_eq!(again.codebook.fingerprint, first.codebook.fingerprint, "{file} {output}");
        }
    }
}

#[test]
fn older_encodings_are_read_when_they_are_named() {
    let Some(folder) = shared("dictionaries") else { return };
    let place = Workplace::new();
    for (name, letters) in [
        ("shift-jis", ["あ", "い", "う"]),
        ("euc-jp", ["あ", "い", "う"]),
        ("windows-1252", ["Š", "Ž", "Ÿ"]),
        ("iso-8859-2", ["Č", "Ď", "Ě"]),
        ("iso-8859-14", ["Ḃ", "Ċ", "Ḋ"]),
    ] {
        let file = folder.join(format!("formats/{name}.cat"));
        let file = file.to_str().unwrap();
        let refused = place.run(&["codebook", "check", file]).code(2);
        assert!(refused.errors().contains("--encoding"), "{}", refused.errors());
        let arguments = ["codebook", "convert", file, "--encoding", name, "--to", "json"];
        let json: serde_json::Value =
            serde_json::from_str(&place.run(&arguments).success().results()).unwrap();
        assert_eq!(json["themes"]["NON-LATIN"], serde_json::json!(letters), "{name}");
    }
    // Lines and letters of a Macintosh before 2001: é is 8E there.
    place.write("mac.dic", b"%\r1\tGef\x9Fhl\r%\rd\x8Eprim\x8E*\t1\rsch\x9An\t1\r");
    let text = place.run(&["codebook", "convert", "mac.dic"]).success().results();
    assert_eq!(text, "match: word\nthemes:\n  Gefühl:\n    - déprimé*\n    - schön\n");
    place.write("west.dic", b"%\n1\tGef\xFChl\n%\nd\xE9prim\xE9*\t1\nsch\xF6n\t1\n");
    assert_eq!(place.run(&["codebook", "convert", "west.dic"]).success().results(), text);
    place.write("d.cat", "A\n\tb (1)\n");
    let unknown = place.run(&["codebook", "convert", "d.cat", "--encoding", "klingon"]).code(2);
    assert!(unknown.errors().contains("no encoding is called `klingon`"), "{}", unknown.errors());
}

/// Two short papers.
fn papers() -> Workplace {
    Workplace::with_papers(&[
        (
            "a-2001.txt",
            "Cheap labour is a threat. Threats are good, and low tariffs are good. \
             It is not good that wages fall, and the firm is kind of small.\n",
        ),
        ("b-2002.txt", "The low tariff was no threat; cheap labour was. What kind is it?\n"),
    ])
}

/// Mentions and weighted mentions by theme.
fn counted(place: &Workplace, codebook: &str) -> Vec<(String, String, Option<String>)> {
    let arguments = ["query", "themes", "--codebook", codebook, "--format", "csv"];
    let rows = place.run(&arguments).success().csv();
    let row = |row: &std::collections::BTreeMap<String, String>| {
        (row["theme"].clone(), row["mentions"].clone(), row.get("weighted").cloned())
    };
    rows.iter().map(row).collect()
}

fn row(theme: &str, mentions: &str, weighted: Option<&str>) -> (String, String, Option<String>) {
    (theme.to_owned(), mentions.to_owned(), weighted.map(str::to_owned))
}

#[test]
fn a_dictionary_serves_wherever_a_codebook_is_asked_for() {
    let place = papers();
    place.write("m.lc3", "+pro#00AA00\ncheap labour\nlow tariff*\n+re\nthreat\n:)\n");
    assert_eq!(counted(&place, "m.lc3"), [row("pro", "4", None), row("re", "2", None)]);
    let told = place.run(&["query", "themes", "--codebook", "m.lc3"]).success();
    assert!(
        told.errors().contains("m.lc3: read as a Lexicoder dictionary, with 1 remark: see `leitmotif codebook check m.lc3`"),
        "{}",
        told.errors()
    );
    let checked = place.run(&["codebook", "check", "m.lc3"]).success().errors();
    assert!(
        checked
            .contains("left out, since they are made of signs and no word:\n    re: :) (line 6)"),
        "{checked}"
    );
    place.run(&["export", "package", "--codebook", "m.lc3"]).success();
    assert_eq!(counted(&place, "package/codebook.yaml"), counted(&place, "m.lc3"));
    place.write("w.dicx", "DicTerm,tone\ngood,1.5\nthreat*,-2\n");
    assert_eq!(counted(&place, "w.dicx"), [row("tone", "6", Some("-1.5"))]);
    place.write("c.dic", "%\n1\tnoun\n2\thedge\n3\tneg\n%\nkind\t<of>2/1\nnot\t3\nno\t3\n");
    let expected = [row("noun", "1", None), row("hedge", "1", None), row("neg", "2", None)];
    assert_eq!(counted(&place, "c.dic"), expected);
    place.write(
        "r.cat",
        "TONE\n\tGOOD (1)\n\tTHREAT* (1)\nNEG\n\tNOT (1)\n\tNO (1)\nDENIED\n\t@R [#TONE AFTER #NEG /S 1] (1)\nHELD\n\t@H [#TONE NOT AFTER #NEG /S 1] (1)\n",
    );
    let denied = counted(&place, "r.cat");
    assert_eq!(denied[2..], [row("DENIED", "2", None), row("HELD", "4", None)]);
}

#[test]
fn warnings_stand_at_the_lines_of_the_dictionary() {
    let place = papers();
    place.write("m.dic", "%\n1\ta\n2\tb\n%\nzebra*\t1\nthreat\t1\t2\n");
    let told = place.run(&["codebook", "check", "m.dic"]).success().errors();
    assert!(
        told.contains(
            "warning: `zebra*` matches nothing in the papers of the index\n --> m.dic:5:1"
        ),
        "{told}"
    );
    assert!(told.contains("1 pattern in two themes or more, and counted in each"), "{told}");
    let terms: String = (0..70).map(|number| format!("zebra{number}*\t1\n")).collect();
    place.write("l.dic", format!("%\n1\ta\n%\n{terms}"));
    let told = place.run(&["codebook", "check", "l.dic"]).success().errors();
    assert!(
        told.contains("and 20 more, which are told of a codebook of leitmotif's own"),
        "{told}"
    );
    assert!(told.contains("70 patterns, no mistakes, 70 warnings"), "{told}");
    place.write("e.yaml", "themes: {a: {definition: To come., include: []}}\n");
    let told = place.run(&["codebook", "check", "e.yaml"]).success().errors();
    assert!(
        told.contains(
            "warning: the theme `a` has no patterns, so it counts nothing\n --> e.yaml:1:10"
        ),
        "{told}"
    );
}

#[test]
fn what_a_format_cannot_hold_is_listed() {
    let place = Workplace::new();
    place.write(
        "own.yaml",
        "codebook: Motives\nlanguage: en\nthemes:\n  pro:\n    color: '#1b9e77'\n    include: [growth, '\"cheap\" NEAR/3 labour', =WTO, cheap|low wages]\n    exclude: [growth rate]\n",
    );
    let ran = place.run(&["codebook", "convert", "own.yaml", "-o", "out.dic"]).success();
    assert_eq!(ran.results(), "");
    let written = fs::read_to_string(place.path("out.dic")).unwrap();
    assert_eq!(written, "%\n1\tpro\n%\ngrowth\t1\nwto\t1\ncheap wages\t1\nlow wages\t1\n");
    insta::assert_snapshot!(ran.errors(), @r#"
    not as they were in a LIWC dictionary:
      found by their stems, which the format does not know; written as whole words:
        pro: growth; cheap|low wages → cheap wages, low wages
      found in these capitals only; written for all:
        pro: =WTO → wto
      operators that the format does not know; not written:
        pro: "cheap" NEAR/3 labour
      `exclude`, which the format does not know; not written:
        pro: growth rate
      for papers of one language, which the format does not know; written for all:
        en
      colours, which the format does not know; not written:
        pro: #1b9e77
      the title, which the format does not know; not written:
        Motives
    out.dic: a LIWC dictionary from 1 theme, 4 patterns; 8 remarks
    "#);
    let quiet = place.run(&["codebook", "convert", "own.yaml", "--to", "lc3", "--quiet"]).success();
    assert_eq!(quiet.errors(), "");
    assert!(quiet.results().starts_with("+pro#1B9E77\ngrowth\n"), "{}", quiet.results());
    let nowhere = place.run(&["codebook", "convert", "own.yaml", "-o", "out.docx"]).code(2);
    assert!(nowhere.errors().contains("name one with `--to`"), "{}", nowhere.errors());
    let table = place.run(&["codebook", "convert", "own.yaml", "--format", "csv"]).code(2);
    assert!(table.errors().contains("with `--to`"), "{}", table.errors());
    let unknown = place.run(&["codebook", "convert", "own.yaml", "--to", "docx"]).code(2);
    assert!(unknown.errors().contains("no format is called `docx`"), "{}", unknown.errors());
}

#[test]
fn mistakes_in_dictionaries_are_told_together_with_their_places() {
    let place = Workplace::new();
    place.write("d.dicx", "DicTerm,pos,neg\ngood,X,\nbad,,yes\n\"so, so\",1.5,n/a\n");
    insta::assert_snapshot!(place.run(&["codebook", "convert", "d.dicx"]).code(2).errors(), @r#"
    leitmotif: 2 mistakes in the codebook d.dicx

    error: `yes` in the column `neg` is neither `X` nor a number
     --> d.dicx:3:6
      |
    3 | bad,,yes
      |      ^^^
      = help: write `X`, a weight such as `0.5`, or nothing

    error: `n/a` in the column `neg` is neither `X` nor a number
     --> d.dicx:4:14
      |
    4 | "so, so",1.5,n/a
      |              ^^^
      = help: write `X`, a weight such as `0.5`, or nothing
    "#);
    place.write(
        "d.ykd",
        "<dictionary>\n <cnode name=\"a\">\n  <pnode name=\"x\" score=\"high\"/>\n </cnode>\n <cnode/>\n</dictionary>\n",
    );
    insta::assert_snapshot!(place.run(&["codebook", "check", "d.ykd"]).code(2).errors(), @r#"
    leitmotif: 2 mistakes in the codebook d.ykd

    error: the weight `high` is not a number
     --> d.ykd:3:26
      |
    3 |   <pnode name="x" score="high"/>
      |                          ^^^^
      = help: write a number, such as `1.5`

    error: `cnode` without `name`
     --> d.ykd:5:2
      |
    5 |  <cnode/>
      |  ^^^^^^^^
      = help: give it a name
    "#);
    place.write("d.ykd", "<dictionary>\n <cnode name=\"a\">\n </cnode>\n</dictonary>\n");
    insta::assert_snapshot!(place.run(&["codebook", "check", "d.ykd"]).code(2).errors(), @r"
    leitmotif: a mistake in the codebook d.ykd

    error: the file cannot be read as XML: ill-formed document: expected `</dictionary>`, but `</dictonary>` was found
     --> d.ykd:4:1
      |
    4 | </dictonary>
      | ^^^^^^^^^^^^
    ");
}

/// Every format that a codebook of ours can be written in is read again by its ending.
#[test]
fn endings_tell_formats() {
    let place = Workplace::new();
    place.write("own.yaml", "match: word\nthemes:\n  a: [x y, z*]\n  b:\n    c: [w]\n");
    let first = load(&place.path("own.yaml"), &LoadOptions::default()).unwrap();
    for (format, _, endings, _) in CodebookFormat::ALL {
        for ending in endings {
            let output = format!("out.{ending}");
            place.run(&["codebook", "convert", "own.yaml", "-o", &output]).success();
            let again = load(&place.path(&output), &LoadOptions::default()).unwrap();
            assert_eq!(again.format, format, "{output}");
            assert_eq!(again.codebook.fingerprint, first.codebook.fingerprint, "{output}");
        }
    }
    place.run(&["codebook", "convert", "own.yaml", "--to", "quanteda", "-o", "q.yml"]).success();
    let again = load(&place.path("q.yml"), &LoadOptions::default()).unwrap();
    assert_eq!(again.format, CodebookFormat::Quanteda);
    assert_eq!(again.codebook.fingerprint, first.codebook.fingerprint);
}

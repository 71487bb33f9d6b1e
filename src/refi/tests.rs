//! Projects written and read back, and projects as other programs write them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::archive::ProjectWriter;
use super::join::{Joined, KnownPaper, Remark, join};
use super::project::{CodedSpan, Outline, Source, Value, Variable, source_names};
use super::read::{Project, read_from};
use super::{code, guid::Guid};
use crate::codebook::{Loaded, parse_any};
use crate::error::ErrorKind;
use crate::model::{Codebook, Coding, Document, Layers, Metadata, SourceFormat, Span};

const TEXT: &str =
    "\u{feff}Wages 😀\r\nFirms seek cheap labour.\r\nSome fear low & high tariffs.\r\n";

fn loaded() -> Loaded {
    let text = "themes:\n  motives:\n    cheap_labour: {label: Low wages, include: [cheap labour]}\n    \
                tariffs: [tariff]\n  barriers:\n    tariffs: [high tariff]\n";
    parse_any("m.yaml", text.to_owned(), None).unwrap()
}

fn codebook() -> Codebook {
    loaded().codebook
}

fn document(name: &str, text: &str) -> Document {
    Document {
        name: name.to_owned(),
        hash: format!("hash of {name}"),
        format: SourceFormat::Text,
        text: text.to_owned(),
        metadata: Metadata::default(),
        layers: Layers::default(),
        given: crate::model::GivenCitations::default(),
    }
}

fn known(document: &Document) -> KnownPaper {
    KnownPaper { name: document.name.clone(), hash: document.hash.clone() }
}

/// The span of `words` in `text`.
fn at(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start, start + words.len())
}

/// An archive with a paper, coded by `cheap labour` and `high tariffs`.
fn exported(document: &Document) -> Vec<u8> {
    let variable = |name: &str, integer| Variable {
        name: name.to_owned(),
        integer,
        description: "what it means".to_owned(),
    };
    let codebook = codebook();
    let variables = vec![variable("year", true), variable("title", false)];
    let outline = Outline::new("Motives", "a < b", loaded().codes(), variables);
    let coded = |words, path: &str| CodedSpan {
        span: at(&document.text, words),
        theme: codebook.find(path).unwrap(),
        note: "Pattern: x".to_owned(),
    };
    let names = source_names([document.name.as_str()]);
    let source = Source {
        name: &names[0],
        document,
        description: String::new(),
        codings: vec![
            coded("cheap labour", "motives.cheap_labour"),
            coded("high tariffs", "barriers.tariffs"),
        ],
        values: vec![Some(Value::Integer(2001)), None],
    };
    let mut writer = ProjectWriter::begin(Cursor::new(Vec::new()), &outline).unwrap();
    writer.add(&outline.source(&source).unwrap()).unwrap();
    let mut texts = writer.end().unwrap();
    texts.add(&document.hash, &document.text).unwrap();
    texts.finish().unwrap().into_inner()
}

/// An archive of these entries.
fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(bytes: Vec<u8>) -> Project {
    read_from(Cursor::new(bytes)).unwrap()
}

fn joined(project: &Project, documents: &[Document]) -> Joined {
    let papers: Vec<KnownPaper> = documents.iter().map(known).collect();
    join(project, &codebook(), &papers, |place| Ok(documents[place].text.clone())).unwrap()
}

fn coding(document: &Document, words: &str, theme: &str, coder: &str) -> Coding {
    Coding {
        document: document.name.clone(),
        span: at(&document.text, words),
        theme: theme.to_owned(),
        coder: coder.to_owned(),
    }
}

/// A project with one source, coded so: place, words, GUID of the code.
fn foreign(codes: &str, source: &str, codings: &[(usize, usize, &str, &str)]) -> String {
    let selections = codings.iter().map(|(start, end, words, code)| {
        format!(
            "<PlainTextSelection guid=\"x\" name=\"{words}\" startPosition=\"{start}\" endPosition=\"{end}\" \
             creatingUser=\"{{ANN}}\"><Coding guid=\"y\"><CodeRef targetGUID=\"{code}\"/></Coding></PlainTextSelection>"
        )
    });
    format!(
        "<?xml version=\"1.0\"?><q:Project xmlns:q=\"urn:QDA-XML:project:1.0\" name=\"P\"><Users>\
         <User guid=\"ann\" name=\"Ann\"/></Users><CodeBook><Codes>{codes}</Codes></CodeBook>\
         <Sources>{source}{}</TextSource></Sources></q:Project>",
        selections.collect::<String>()
    )
}

const CODES: &str = "<Code guid=\"C1\" name=\"Low Wages\" isCodable=\"true\" color=\"#ABC\"/>";

#[test]
fn what_was_written_is_read_back() {
    let paper = document("sub/lee.txt", TEXT);
    let bytes = exported(&paper);
    assert_eq!(bytes, exported(&paper), "the same bytes each time");
    let project = read(bytes);
    assert_eq!(project.name, "Motives");
    assert_eq!(project.sources[0].name, "sub_lee.txt");
    let text = project.sources[0].text.clone().unwrap();
    assert_eq!(text, "Wages 😀\nFirms seek cheap labour.\nSome fear low & high tariffs.\n");
    let found = joined(&project, std::slice::from_ref(&paper));
    assert_eq!(found.remarks, []);
    assert_eq!(
        found.codings,
        [
            coding(&paper, "cheap labour", "motives.cheap_labour", "leitmotif"),
            coding(&paper, "high tariffs", "barriers.tariffs", "leitmotif"),
        ]
    );
    for coding in &project.sources[0].codings {
        let cut: String = text.chars().skip(coding.start).take(coding.end - coding.start).collect();
        assert_eq!(cut, coding.words);
    }
}

#[test]
fn codes_of_one_name_bear_their_paths() {
    let mut codes = loaded().codes();
    code::paint(&mut codes);
    let names: Vec<&str> = codes.iter().map(|code| code.name.as_str()).collect();
    assert_eq!(
        names,
        ["motives", "cheap_labour", "motives.tariffs", "barriers", "barriers.tariffs"]
    );
    let codable: Vec<bool> = codes.iter().map(|code| code.codable).collect();
    assert_eq!(codable, [false, true, true, false, true]);
    assert_eq!(
        codes[1].description,
        "-- leitmotif --\nlabel: Low wages\ninclude:\n  - cheap labour"
    );
    assert_ne!(codes[0].color, codes[3].color);
    assert_eq!(codes[0].color, codes[1].color);
}

#[test]
fn names_that_differ_in_capitals_alone_are_told_apart() {
    let named = ["a", "A", "b"].map(|name| (name.to_owned(), name.to_owned()));
    assert_eq!(code::unique(named.to_vec()), ["a", "A (2)", "b"]);
    assert_eq!(source_names(["x/y.txt", "x_y.txt", "z.txt"]), ["x_y.txt", "x_y.txt (2)", "z.txt"]);
}

#[test]
fn a_project_without_papers_or_codes_has_no_empty_lists() {
    let outline = Outline::new("", "", Vec::new(), Vec::new());
    let writer = ProjectWriter::begin(Cursor::new(Vec::new()), &outline).unwrap();
    let project = read(writer.end().unwrap().finish().unwrap().into_inner());
    assert_eq!(project.sources, []);
    assert_eq!(project.codes, []);
}

#[test]
fn moved_and_renamed_codes_are_known_by_guid_and_others_by_name() {
    let codes = format!(
        "<Code guid=\"t\" name=\"Top\"><Code guid=\"{{{}}}\" name=\"Lohn\"/></Code>{CODES}\
         <Code guid=\"b\" name=\"Barriers\"><Code guid=\"c\" name=\"Tariffs\"/></Code>\
         <Code guid=\"d\" name=\"tariffs\"/>",
        Guid::of_theme("motives.cheap_labour").to_string().to_uppercase()
    );
    let source = "<TextSource guid=\"s\" name=\"Lee\"><PlainTextContent>Wages &amp; duties&#33; <![CDATA[<ok>]]></PlainTextContent>";
    let by_guid = Guid::of_theme("motives.cheap_labour").to_string();
    let codings =
        [(0, 5, "", by_guid.as_str()), (0, 5, "", "c1"), (8, 14, "", "C"), (8, 15, "", "d")];
    let xml = foreign(&codes, source, &codings);
    let project = read(archive(&[("Project.QDE", xml.as_bytes())]));
    assert_eq!(project.sources[0].text.as_deref(), Some("Wages & duties! <ok>"));
    assert_eq!(project.codes[1].path, "Top.Lohn");
    let paper = document("lee.md", "Wages & duties! <ok>");
    let found = joined(&project, std::slice::from_ref(&paper));
    assert_eq!(
        found.codings,
        [
            coding(&paper, "Wages", "motives.cheap_labour", "Ann"),
            coding(&paper, "duties", "barriers.tariffs", "Ann"),
        ]
    );
    // Two themes are called so, and the code stands below neither of their parents.
    let unknown = Remark::UnknownCode { code: "tariffs".to_owned(), codings: 1 };
    assert_eq!(found.remarks, [unknown]);
}

#[test]
fn every_way_to_count_is_told_by_the_words_of_selections() {
    let lines = "Wages 😀\nFirms seek cheap labour.\n";
    let windows = lines.replace('\n', "\r\n");
    let paper = document("lee.txt", lines);
    let expected = coding(&paper, "cheap labour", "motives.cheap_labour", "Ann");
    let source = "<TextSource guid=\"s\" name=\"lee.txt\" plainTextPath=\"internal://S.txt\">";
    // Line feeds and code points are usual; then two for a line end, a mark, two for an emoji.
    for (shift, usual) in [(0, true), (1, false), (2, false), (3, false)] {
        let start = lines.chars().take_while(|&c| c != 'c').count() + shift;
        let xml = foreign(CODES, source, &[(start, start + 12, "cheap labour", "c1")]);
        for text in [lines.to_owned(), windows.clone(), format!("\u{feff}{windows}")] {
            let entries = [("project.qde", xml.as_bytes()), ("Sources/s.TXT", text.as_bytes())];
            let found = joined(&read(archive(&entries)), std::slice::from_ref(&paper));
            assert_eq!(found.codings, std::slice::from_ref(&expected), "shifted by {shift}");
            assert_eq!(found.remarks.is_empty(), usual, "{:?}", found.remarks);
        }
    }
}

#[test]
fn without_words_the_ends_of_many_codings_tell_how_they_are_counted() {
    let line = "Firms seek cheap labour.\n";
    let paper = document("lee.txt", &line.repeat(9));
    let source = "<TextSource guid=\"s\" name=\"lee.txt\" plainTextPath=\"internal://s.txt\">";
    let place = |number: usize| number * (line.len() + 1) + 11;
    let codings: Vec<_> =
        (0..9).map(|number| (place(number), place(number) + 12, "", "c1")).collect();
    let xml = foreign(CODES, source, &codings);
    let entries = [("project.qde", xml.as_bytes()), ("sources/s.txt", paper.text.as_bytes())];
    let found = joined(&read(archive(&entries)), std::slice::from_ref(&paper));
    assert_eq!(found.remarks, [Remark::OtherCounting { paper: None }]);
    assert_eq!(found.codings.len(), 9);
    assert!(found.codings.iter().all(|coding| coding.span.of(&paper.text) == "cheap labour"));
}

#[test]
fn passages_are_found_again_in_a_text_that_was_changed() {
    let paper =
        document("lee.txt", "One. Firms seek cheap labour. Two. Firms hire cheap labour. End.");
    let source = "<TextSource guid=\"s\" name=\"lee.txt\" plainTextPath=\"internal://s.txt\">";
    let spaced = "One.\n\n Firms  seek cheap\u{a0}labour. Two. Firms hire cheap labour. End.";
    let mended = "First. Firms seek cheap labour. Second. Firms hire cheap labour. Nothing else.";
    for (text, same) in [(spaced, true), (mended, false)] {
        let second = text.rfind("cheap labour").unwrap();
        let start = text[..second].chars().count();
        let gone = text.chars().count() - 3;
        let codings =
            [(start, start + 12, "", "c1"), (gone, gone + 2, "", "c1"), (0, 999, "", "c1")];
        let xml = foreign(CODES, source, &codings);
        let entries = [("project.qde", xml.as_bytes()), ("sources/s.txt", text.as_bytes())];
        let found = joined(&read(archive(&entries)), std::slice::from_ref(&paper));
        let hired = paper.text.rfind("cheap labour").unwrap();
        assert!(found.codings.iter().any(|coding| coding.span == Span::new(hired, hired + 12)));
        let changed = Remark::OtherText { paper: "lee.txt".to_owned() };
        assert_eq!(found.remarks.contains(&changed), !same);
        let lost = Remark::Lost { paper: "lee.txt".to_owned(), codings: if same { 1 } else { 2 } };
        assert!(found.remarks.contains(&lost), "{:?}", found.remarks);
    }
}

#[test]
fn what_cannot_be_taken_over_is_told() {
    let source = "<PDFSource guid=\"p\" name=\"scan.pdf\"><PDFSelection><Coding><CodeRef targetGUID=\"c1\"/>\
                  </Coding></PDFSelection></PDFSource><TextSource guid=\"q\" name=\"other\">\
                  <Coding><CodeRef targetGUID=\"c1\"/></Coding></TextSource>\
                  <TextSource guid=\"s\" name=\"lee\">";
    let xml = foreign(CODES, source, &[(0, 5, "", "c1")]);
    let project = read(archive(&[("project.qde", xml.as_bytes())]));
    let found = joined(&project, &[document("lee.txt", TEXT), document("scan.txt", TEXT)]);
    assert_eq!(
        found.remarks,
        [
            Remark::WithoutPlace { source: "scan.pdf".to_owned(), codings: 1 },
            Remark::UnknownSource { source: "other".to_owned(), codings: 1 },
            Remark::NoText { source: "lee".to_owned(), codings: 1 },
        ]
    );
    assert_eq!(found.papers, ["lee.txt", "scan.txt"]);
    assert_eq!(
        found.remarks[1].to_string(),
        "left out: 1 coding of the source `other`, which is no paper of the index"
    );
}

#[test]
fn what_is_no_project_is_refused_with_the_reason() {
    let reason = |bytes: Vec<u8>| match read_from(Cursor::new(bytes)).unwrap_err().kind() {
        ErrorKind::Project(reason) => reason.clone(),
        other => panic!("{other:?}"),
    };
    assert!(reason(b"plain".to_vec()).starts_with("it is no zip archive"));
    assert!(reason(archive(&[("a.txt", b"a")])).starts_with("there is no `project.qde`"));
    let broken: &[u8] = b"<Project><Users></Project>";
    assert!(reason(archive(&[("project.qde", broken)])).contains("is broken"));
    let cut: &[u8] = b"<Project><Users>";
    assert!(reason(archive(&[("project.qde", cut)])).contains("no whole `Project`"));
}

#[test]
fn texts_of_older_programs_are_decoded() {
    let xml = foreign(
        CODES,
        "<TextSource guid=\"s\" name=\"lee\" plainTextPath=\"relative://x/s.txt\">",
        &[],
    );
    let utf_16: Vec<u8> =
        std::iter::once(0xfeff).chain("né".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, text) in [(utf_16, "né"), (b"n\xe9".to_vec(), "né"), ("né".into(), "né")] {
        let entries = [("project.qde", xml.as_bytes()), ("s.txt", bytes.as_slice())];
        assert_eq!(read(archive(&entries)).sources[0].text.as_deref(), Some(text));
    }
}

#[test]
fn codes_of_any_depth_are_read() {
    let deep = 20_000;
    let codes = format!("{}{}", "<Code name=\"x\">".repeat(deep), "</Code>".repeat(deep));
    let xml = foreign(&codes, "<TextSource guid=\"s\" name=\"lee\">", &[]);
    let project = read(archive(&[("project.qde", xml.as_bytes())]));
    assert_eq!(project.codes.len(), deep);
    assert!(project.codes.iter().all(|code| code.path.len() < 200));
}

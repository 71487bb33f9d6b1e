//! What bibliographies must hold to: read back by libraries that are not ours equals written.

use biblatex::{Chunk, ChunksExt};
use biblib::CitationParser as _;
use citationberg::json::{Item, NameValue, Value};
use proptest::prelude::*;

use super::name::Name;
use super::*;
use crate::extract::extract;
use crate::extract::reference::parse::parse;
use crate::model::{BibliographyEntry, Language, Person, Provenance, SourceFormat, WorkKind};
use crate::query::bibliography::of_references;
use crate::read::read_bytes;

const KINDS: [WorkKind; 13] = [
    WorkKind::Article,
    WorkKind::Book,
    WorkKind::Chapter,
    WorkKind::Conference,
    WorkKind::Thesis,
    WorkKind::Report,
    WorkKind::Preprint,
    WorkKind::News,
    WorkKind::Web,
    WorkKind::Dataset,
    WorkKind::Software,
    WorkKind::Legal,
    WorkKind::Other,
];

/// References whose fields hold what the formats may stumble on.
const AWKWARD: [&str; 8] = [
    "van der Meulen, P., & O’Brien, C., Jr. (2018a). R&D in 50% of firms: A #1 {cost} of $5_000? \
     Review of Trade & Industry, 12(3–4), 101–19. https://doi.org/10.1002/(sici)1099-1050(199805)7:3<1::aid-hec>3.0.co;2-#",
    "Ministry of Trade and Industry. (n.d.-b). Exports ~ 2010^2. Accra: Government Printer.",
    "World Bank (in press) Doing business. World Bank: Washington, DC.",
    "Ortega y Gasset, J. (1930) La rebelión de las masas. 2ª ed. Madrid: Revista de Occidente.",
    "王小明 (2015). 中小企业国际化研究. 管理世界, 31(2), 1-9.",
    "Smith J, et al. Deep nets for SMEs. arXiv:1706.03762. 2017.",
    "Öz, B. (2011). Chapter four. In A. Editor & B. de Souza (Eds.), The \\textit{book} of firms (pp. 73–93). Wiley.",
    "untitled",
];

fn corpus() -> Bibliography {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut references = Vec::new();
    for path in paths.iter().filter(|path| path.is_file() && !path.ends_with("README.md")) {
        let format = crate::read::format_of(path).unwrap_or(SourceFormat::Text);
        let document = read_bytes("paper", format, &std::fs::read(path).unwrap()).unwrap();
        for reference in extract(&document).references {
            references.push((reference.span.of(&document.text).to_owned(), reference.fields));
        }
    }
    assert!(references.len() > 200, "{}", references.len());
    references.extend(AWKWARD.iter().map(|raw| ((*raw).to_owned(), parse(raw))));
    of_references(references, Provenance::new("test"))
}

fn written(bibliography: &Bibliography, format: BibliographyFormat) -> String {
    let mut bytes = Vec::new();
    write(bibliography, format, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A field of an entry as `biblatex` reads it.
fn bibtex_field(entry: &biblatex::Entry, name: &str) -> Option<String> {
    let chunks = entry.get(name)?;
    let texts = chunks.iter().map(|chunk| match &chunk.v {
        Chunk::Normal(text) | Chunk::Verbatim(text) | Chunk::Math(text) => text.as_str(),
    });
    Some(texts.collect())
}

fn check_bibtex(bibliography: &Bibliography) {
    let text = written(bibliography, BibliographyFormat::Bibtex);
    let read =
        biblatex::Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(read.len(), bibliography.entries.len());
    for (written, read) in bibliography.entries.iter().zip(read.iter()) {
        let fields = &written.fields;
        assert_eq!(read.key, written.key);
        let same = |name: &str, value: &Option<String>| {
            let value = value.as_deref().map(one_line).filter(|value| !value.is_empty());
            assert_eq!(bibtex_field(read, name), value, "{name} of {written:?}");
        };
        let either = |names: &[&str], value: &Option<String>| {
            let name = names.iter().find(|name| read.get(name).is_some()).unwrap_or(&"none");
            same(name, value);
        };
        same("title", &fields.title);
        let containers =
            ["journaltitle", "journal", "booktitle", "series", "organization", "howpublished"];
        either(&containers, &fields.container);
        either(&["publisher", "institution", "school"], &fields.publisher);
        either(&["location", "address"], &fields.place);
        either(&["isbn", "issn"], &fields.isbn);
        for (name, value) in [
            ("volume", &fields.volume),
            ("number", &fields.issue),
            ("edition", &fields.edition),
            ("doi", &fields.doi),
            ("url", &fields.url),
            ("eprint", &fields.arxiv),
            ("pmid", &fields.pmid),
            ("annotation", &Some(written.raw.clone())),
        ] {
            let name =
                if read.get(name).is_none() && name == "annotation" { "annote" } else { name };
            same(name, value);
        }
        let pages = fields.first_page.clone().map(|first| match &fields.last_page {
            Some(last) => format!("{first}–{last}"),
            None => first,
        });
        same("pages", &pages);
        let year = fields.year.as_ref();
        let value = year.and_then(|year| year.value).map(|value| value.to_string());
        same("year", &value.or_else(|| status(year).map(str::to_owned)));
        check_bibtex_people(read, "author", &fields.authors, fields.et_al);
        check_bibtex_people(read, "editor", &fields.editors, false);
    }
}

fn check_bibtex_people(entry: &biblatex::Entry, field: &str, people: &[Person], et_al: bool) {
    let Some(chunks) = entry.get(field) else {
        assert!(people.is_empty(), "{field} of {entry:?}");
        return;
    };
    let mut read: Vec<biblatex::Person> = chunks.parse().unwrap();
    if et_al {
        assert_eq!(read.pop().map(|last| last.name).as_deref(), Some("others"));
    }
    let written = people.iter().map(|person| match Name::of(person) {
        Name::Whole(name) => [String::new(), name, String::new(), String::new()],
        Name::Parts { particle, family, suffix, given } => [particle, family, suffix, given],
    });
    let read = read.into_iter().map(|one| [one.prefix, one.name, one.suffix, one.given_name]);
    assert_eq!(read.collect::<Vec<_>>(), written.collect::<Vec<_>>());
}

fn check_csl_json(bibliography: &Bibliography) {
    let text = written(bibliography, BibliographyFormat::CslJson);
    let items: Vec<Item> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(items.len(), bibliography.entries.len());
    for (written, item) in bibliography.entries.iter().zip(&items) {
        let fields = &written.fields;
        let same = |name: &str, value: Option<&str>| {
            let read = item.0.get(name).map(|value| match value {
                Value::String(text) => text.clone(),
                other => panic!("{name} is {other:?}"),
            });
            assert_eq!(read, value.map(one_line), "{name} of {written:?}");
        };
        assert_eq!(item.id().as_deref(), Some(written.key.as_str()));
        for (name, value) in [
            ("title", &fields.title),
            ("container-title", &fields.container),
            ("volume", &fields.volume),
            ("issue", &fields.issue),
            ("edition", &fields.edition),
            ("publisher", &fields.publisher),
            ("publisher-place", &fields.place),
            ("DOI", &fields.doi),
            ("URL", &fields.url),
            ("PMID", &fields.pmid),
        ] {
            same(name, value.as_deref());
        }
        same("ISBN", isbn(fields));
        same("ISSN", issn(fields));
        same("note", Some(written.raw.as_str()).filter(|raw| !raw.is_empty()));
        same("status", status(fields.year.as_ref()));
        for (name, people) in [("author", &fields.authors), ("editor", &fields.editors)] {
            let read = match item.0.get(name) {
                Some(Value::Names(names)) => names.clone(),
                None => Vec::new(),
                Some(other) => panic!("{name} is {other:?}"),
            };
            let read = read.into_iter().map(|name| match name {
                NameValue::Literal(name) => Name::Whole(name.literal),
                NameValue::Item(name) => Name::Parts {
                    particle: name.non_dropping_particle.unwrap_or_default(),
                    family: name.family,
                    suffix: name.suffix.unwrap_or_default(),
                    given: name.given.unwrap_or_default(),
                },
            });
            assert!(read.eq(people.iter().map(Name::of)), "{name} of {written:?}");
        }
    }
}

fn check_ris(bibliography: &Bibliography) {
    let text = written(bibliography, BibliographyFormat::Ris);
    // Every line is a tag with a value, and every entry runs from TY to ER.
    for record in text.split("\n\n") {
        let lines: Vec<&str> = record.lines().collect();
        assert!(lines.first().unwrap().starts_with("TY  - "), "{record}");
        assert_eq!(*lines.last().unwrap(), "ER  - ");
        for line in lines {
            let tag = line.as_bytes().get(..2).unwrap();
            assert!(tag.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()));
            assert_eq!(line.get(2..6), Some("  - "), "{line}");
        }
    }
    let read = biblib::RisParser::new().parse(&text).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(read.len(), bibliography.entries.len());
    for (written, read) in bibliography.entries.iter().zip(&read) {
        let fields = &written.fields;
        let line = |value: &Option<String>| value.as_deref().map(one_line);
        assert_eq!(read.title, line(&fields.title).unwrap_or_default());
        assert_eq!(read.journal, line(&fields.container), "{written:?}");
        assert_eq!(read.volume, line(&fields.volume));
        assert_eq!(read.issue, line(&fields.issue));
        assert_eq!(read.doi, line(&fields.doi), "{written:?}");
        assert_eq!(read.publisher, line(&fields.publisher));
        let year = fields.year.as_ref().and_then(|year| year.value);
        assert_eq!(read.date.as_ref().map(|date| date.year), year);
        // The reader takes "and" and "&" in a name for the border of two.
        let names: Vec<String> = fields.authors.iter().map(|one| one_line(&one.family)).collect();
        if !names.iter().any(|name| name.contains(" and ") || name.contains(" & ")) {
            let read: Vec<&str> = read.authors.iter().map(|author| author.name.as_str()).collect();
            assert_eq!(read, names, "{written:?}");
        }
    }
}

#[test]
fn references_are_read_back_equal_from_bibtex() {
    check_bibtex(&corpus());
}

#[test]
fn references_are_read_back_equal_from_csl_json() {
    check_csl_json(&corpus());
}

#[test]
fn references_are_read_back_equal_from_ris() {
    check_ris(&corpus());
}

#[test]
fn keys_are_unique() {
    let mut keys: Vec<String> =
        corpus().entries.into_iter().map(|entry| entry.key.to_lowercase()).collect();
    let all = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), all);
}

#[test]
fn awkward_references_look_like_this() {
    let references = AWKWARD.iter().map(|raw| ((*raw).to_owned(), parse(raw)));
    let mut bibliography = of_references(references, Provenance::new("test"));
    bibliography.provenance.version = "0".to_owned();
    for name in BibliographyFormat::NAMES {
        let format = name.parse().unwrap();
        insta::assert_snapshot!(format!("bibliography_{format}"), written(&bibliography, format));
    }
}

#[test]
fn nothing_is_a_bibliography_too() {
    let empty = Bibliography::default();
    assert_eq!(written(&empty, BibliographyFormat::CslJson), "[]\n");
    assert_eq!(written(&empty, BibliographyFormat::Ris), "");
    assert!(written(&empty, BibliographyFormat::Bibtex).starts_with("% leitmotif"));
}

/// Text with what TeX, RIS and JSON may stumble on; it neither begins nor ends with a space.
fn awkward_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[{}\\\\~^#$%&_\"'`,;:@=<>-]{1,3}",
        Just("--".to_owned()),
        Just(" and ".to_owned()),
        Just("\nER  - ".to_owned()),
        Just("漢字".to_owned()),
        Just("é\u{301}".to_owned()),
        "[A-Za-z ]{1,5}",
        "\\PC{0,3}",
    ];
    proptest::collection::vec(part, 1..6)
        .prop_map(|parts| format!("a{}z", one_line(&parts.concat())))
}

fn awkward_entry() -> impl Strategy<Value = BibliographyEntry> {
    let name = || "[A-Z][a-z]{1,6}( [A-Z][a-z]{1,5})?";
    (0..KINDS.len(), proptest::collection::vec(awkward_text(), 8), name(), name()).prop_map(
        |(kind, texts, family, given)| {
            let text = |place: usize| texts.get(place).cloned();
            let fields = ReferenceFields {
                kind: KINDS[kind],
                authors: vec![Person { family, given: Some(given) }],
                title: text(0),
                container: text(1),
                volume: text(2),
                issue: text(3),
                publisher: text(4),
                place: text(5),
                edition: text(6),
                language: Some(Language::SPANISH),
                ..ReferenceFields::default()
            };
            BibliographyEntry { key: "k".to_owned(), fields, raw: texts[7].clone() }
        },
    )
}

proptest! {
    #[test]
    fn whatever_fields_hold_is_read_back_equal(entry in awkward_entry()) {
        let bibliography = Bibliography { entries: vec![entry], ..Bibliography::default() };
        check_bibtex(&bibliography);
        check_csl_json(&bibliography);
        check_ris(&bibliography);
    }
}

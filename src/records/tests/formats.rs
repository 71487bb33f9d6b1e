//! Fifty records through each format and back; files with a broken record in the middle.

use super::samples::{Sample, bibliography, inverted, samples};
use crate::export::bibliography::{BibliographyFormat, write};
use crate::records::{Record, RecordFormat, detect, read};

/// What a format carries beside authors, title, container, year and DOI.
#[derive(Clone, Copy, Default)]
pub(super) struct Carries {
    pub(super) key: bool,
    pub(super) more: bool,
    pub(super) file: bool,
}

#[track_caller]
pub(super) fn comes_back(text: &str, format: RecordFormat, carries: Carries) {
    assert_eq!(detect(text), Some(format), "{}", &text[..text.len().min(300)]);
    let read = read(text, format);
    assert_eq!(read.mistakes, [], "{format}");
    let samples = samples();
    assert_eq!(read.records.len(), samples.len(), "{format}");
    for (record, sample) in read.records.iter().zip(&samples) {
        compare(record, sample, carries);
    }
}

#[track_caller]
fn compare(record: &Record, sample: &Sample, carries: Carries) {
    let metadata = &record.metadata;
    assert_eq!(metadata.authors, sample.authors, "{sample:?}");
    assert_eq!(metadata.title.as_ref(), Some(&sample.title));
    assert_eq!(metadata.container.as_ref(), Some(&sample.container));
    assert_eq!(metadata.year, sample.year, "{sample:?}");
    assert_eq!(metadata.doi, sample.doi, "{sample:?}");
    assert_eq!(metadata.extra["volume"], sample.volume);
    assert_eq!(metadata.extra["pages"], format!("{}-{}", sample.pages.0, sample.pages.1));
    assert_eq!(metadata.extra["kind"], "article");
    if carries.key {
        assert_eq!(record.key.as_ref(), Some(&sample.key));
    }
    if carries.more {
        assert_eq!(metadata.keywords, sample.keywords);
        assert_eq!(record.abstract_text.as_ref(), Some(&sample.summary));
    }
    if carries.file {
        assert_eq!(record.attachments.first(), Some(&sample.file));
        assert_eq!(record.attachments.len(), 1);
    }
    assert!(record.line > 0);
}

fn exported(format: BibliographyFormat) -> String {
    let mut bytes = Vec::new();
    write(&bibliography(&samples()), format, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

const KEYED: Carries = Carries { key: true, more: false, file: false };
pub(super) const ALL: Carries = Carries { key: true, more: true, file: true };

#[test]
fn what_is_exported_is_read_again() {
    comes_back(&exported(BibliographyFormat::Bibtex), RecordFormat::Bibtex, KEYED);
    comes_back(&exported(BibliographyFormat::CslJson), RecordFormat::CslJson, KEYED);
    comes_back(&exported(BibliographyFormat::Ris), RecordFormat::Ris, KEYED);
}

/// Letters beyond ASCII as TeX's accents.
fn tex(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for letter in text.chars() {
        let parts: Vec<char> = letter.nfd().collect();
        let accent = |mark: char| match mark {
            '\u{300}' => Some("`"),
            '\u{301}' => Some("'"),
            '\u{302}' => Some("^"),
            '\u{303}' => Some("~"),
            '\u{308}' => Some("\""),
            '\u{30a}' => Some("r"),
            '\u{30c}' => Some("v"),
            '\u{327}' => Some("c"),
            _ => None,
        };
        match (letter, parts.as_slice()) {
            ('&' | '%' | '$' | '#' | '_' | '{' | '}', _) => out.extend(['\\', letter]),
            ('ø', _) => out.push_str("{\\o}"),
            ('Ł', _) => out.push_str("{\\L}"),
            ('ß', _) => out.push_str("{\\ss}"),
            (_, &[base, mark]) => match accent(mark) {
                Some(accent) => out.push_str(&format!("{{\\{accent}{{{base}}}}}")),
                None => out.push(letter),
            },
            _ => out.push(letter),
        }
    }
    out
}

#[test]
fn bibtex_with_the_accents_of_tex_comes_back() {
    let mut text = String::from("% Encoding: ASCII\n@string{unused = \"x\"}\n");
    for sample in samples() {
        let names = sample.authors.iter().map(|one| match &one.given {
            Some(_) => tex(&inverted(one)),
            None => format!("{{{}}}", tex(&one.family)),
        });
        let names = names.collect::<Vec<_>>().join("\n    and ");
        let mut field =
            |name: &str, value: &str| text.push_str(&format!("  {name} = {{{value}}},\n"));
        field("author", &names);
        field("title", &tex(&sample.title));
        field("journaltitle", &tex(&sample.container));
        if let Some(year) = sample.year {
            field("date", &format!("{year}-05"));
        }
        if let Some(doi) = &sample.doi {
            field("doi", &format!("https://doi.org/{doi}"));
        }
        field("volume", &sample.volume);
        field("pages", &format!("{}--{}", sample.pages.0, sample.pages.1));
        field("keywords", &tex(&sample.keywords.join(", ")));
        field("abstract", &tex(&sample.summary));
        field("file", &format!("Full text:{}:application/pdf", sample.file));
        let at = text.rfind("  author").unwrap();
        text.insert_str(at, &format!("\n@Article{{{},\n", sample.key));
        text.push_str("}\n");
    }
    comes_back(&text, RecordFormat::Bibtex, ALL);
}

#[test]
fn ris_as_zotero_writes_it_comes_back() {
    let mut text = String::from("\u{feff}");
    for sample in samples() {
        text.push_str("TY  - JOUR\r\n");
        let mut line = |tag: &str, value: &str| text.push_str(&format!("{tag}  - {value}\r\n"));
        line("ID", &sample.key);
        line("TI", &sample.title);
        sample.authors.iter().for_each(|one| line("AU", &inverted(one)));
        line("T2", &sample.container);
        if let Some(year) = sample.year {
            line("PY", &year.to_string());
            line("DA", &format!("{year}/04/02/"));
        }
        line("VL", &sample.volume);
        line("SP", &sample.pages.0.to_string());
        line("EP", &sample.pages.1.to_string());
        if let Some(doi) = &sample.doi {
            line("DO", doi);
        }
        sample.keywords.iter().for_each(|word| line("KW", word));
        line("AB", &sample.summary);
        line("L1", &sample.file);
        text.push_str("ER  - \r\n\r\n");
    }
    comes_back(&text, RecordFormat::Ris, ALL);
}

#[test]
fn nbib_comes_back() {
    let mut text = String::new();
    for sample in samples() {
        let mut line = |tag: &str, value: &str| text.push_str(&format!("{tag:<4}- {value}\n"));
        line("PMID", &sample.key);
        if let Some(year) = sample.year {
            line("DP", &format!("{year} May 3"));
        }
        let (head, tail) = sample.title.split_once(' ').unwrap();
        line("TI", &format!("{head}\n      {tail}"));
        for author in &sample.authors {
            match &author.given {
                Some(_) => {
                    line("FAU", &inverted(author));
                    line("AU", &format!("{} X", author.family));
                }
                None => line("CN", &author.family),
            }
        }
        line("JT", &sample.container);
        line("VI", &sample.volume);
        line("PG", &format!("{}-{}", sample.pages.0, sample.pages.1));
        if let Some(doi) = &sample.doi {
            line("LID", &format!("{doi} [doi]"));
        }
        line("PT", "Journal Article");
        sample.keywords.iter().for_each(|word| line("OT", word));
        line("AB", &sample.summary);
        text.push('\n');
    }
    comes_back(&text, RecordFormat::Nbib, Carries { file: false, ..ALL });
}

#[test]
fn web_of_science_comes_back_tagged_and_tab_delimited() {
    let mut tagged = String::from("\u{feff}FN Clarivate Analytics Web of Science\nVR 1.0\n");
    let mut table = String::from("PT\tAU\tAF\tTI\tSO\tPY\tVL\tBP\tEP\tDI\tDE\tAB\tUT\n");
    for sample in samples() {
        let names: Vec<String> = sample.authors.iter().map(inverted).collect();
        let (people, groups): (Vec<_>, Vec<_>) =
            sample.authors.iter().partition(|one| one.given.is_some());
        let year = sample.year.map(|year| year.to_string()).unwrap_or_default();
        let doi = sample.doi.clone().unwrap_or_default();
        let (first, last) = (sample.pages.0.to_string(), sample.pages.1.to_string());
        let words = sample.keywords.join("; ");
        // Organisations first, where the sample has them so.
        let mut line = |tag: &str, value: &str| {
            if !value.is_empty() {
                tagged.push_str(&format!("{tag} {value}\n"));
            }
        };
        line("PT", "J");
        let lead = sample.authors.first().is_some_and(|one| one.given.is_none());
        let group = groups.first().map(|one| one.family.clone()).unwrap_or_default();
        if lead {
            line("CA", &group);
        }
        let people: Vec<String> = people.into_iter().map(inverted).collect();
        line("AU", "Short, N");
        // An organisation between persons has no place in this format: it stands among the names.
        line("AF", &if lead { people.join("\n   ") } else { names.join("\n   ") });
        line("TI", &sample.title.replacen(' ', "\n   ", 1));
        line("SO", &sample.container);
        line("PY", &year);
        line("VL", &sample.volume);
        line("BP", &first);
        line("EP", &last);
        line("DI", &doi);
        line("DE", &words);
        line("AB", &sample.summary);
        line("UT", &sample.key);
        tagged.push_str("ER\n\n");
        let cells = [
            "J",
            "Short, N",
            &names.join("; "),
            &sample.title,
            &sample.container,
            &year,
            &sample.volume,
            &first,
            &last,
            &doi,
            &words,
            &sample.summary,
            &sample.key,
        ];
        table.push_str(&cells.join("\t"));
        table.push('\n');
    }
    tagged.push_str("EF\n");
    let carries = Carries { file: false, ..ALL };
    comes_back(&tagged, RecordFormat::WebOfScience, carries);
    comes_back(&table, RecordFormat::Sheet, carries);
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[test]
fn endnote_xml_comes_back() {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" ?><xml><records>");
    for sample in samples() {
        let style = |words: &str| {
            format!("<style face=\"normal\" font=\"default\" size=\"100%\">{}</style>", xml(words))
        };
        let each = |name: &str, values: &[String]| -> String {
            values.iter().map(|value| format!("<{name}>{}</{name}>", style(value))).collect()
        };
        let names: Vec<String> = sample.authors.iter().map(inverted).collect();
        let year = sample
            .year
            .map(|year| format!("<year>{}</year>", style(&year.to_string())))
            .unwrap_or_default();
        let doi = sample.doi.as_ref().map(|doi| {
            format!("<electronic-resource-num>{}</electronic-resource-num>", style(doi))
        });
        text.push_str(&format!(
            "\n<record><database name=\"x.enl\">x.enl</database><rec-number>{key}</rec-number><ref-type name=\"Journal Article\">17</ref-type>\
             <contributors><authors>{authors}</authors></contributors><titles><title>{title}</title><secondary-title>{journal}</secondary-title></titles>\
             <periodical><full-title>{journal}</full-title></periodical><pages>{pages}</pages><volume>{volume}</volume>\
             <keywords>{keywords}</keywords><dates>{year}</dates><urls><pdf-urls><url>internal-pdf://{file}</url></pdf-urls></urls>{doi}<abstract>{summary}</abstract><custom3><style>Peru</style></custom3></record>",
            key = sample.key,
            authors = each("author", &names),
            title = style(&sample.title),
            journal = style(&sample.container),
            pages = style(&format!("{}-{}", sample.pages.0, sample.pages.1)),
            volume = style(&sample.volume),
            keywords = each("keyword", &sample.keywords),
            file = xml(&sample.file),
            doi = doi.unwrap_or_default(),
            summary = style(&sample.summary),
        ));
    }
    comes_back(&format!("{text}\n</records></xml>\n"), RecordFormat::EndNoteXml, ALL);
    let whole = read(&format!("{text}\n</records></xml>\n"), RecordFormat::EndNoteXml);
    assert_eq!(whole.records[0].metadata.extra["custom3"], "Peru");
    assert!(!whole.records[0].metadata.extra.contains_key("database"));
    // Broken off in the middle of the last record: the others are read.
    let cut = read(&text[..text.len() - 40], RecordFormat::EndNoteXml);
    assert_eq!((cut.records.len(), cut.mistakes.len()), (49, 1));
    assert_eq!(cut.mistakes[0].line, 51, "{:?}", cut.mistakes);
}

#[test]
fn zotero_rdf_comes_back() {
    let mut text = String::from(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:z=\"http://www.zotero.org/namespaces/export#\" \
         xmlns:bib=\"http://purl.org/net/biblio#\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">",
    );
    for (number, sample) in samples().iter().enumerate() {
        let people: String = sample
            .authors
            .iter()
            .map(|one| {
                let given = one
                    .given
                    .as_ref()
                    .map(|given| format!("<foaf:givenName>{}</foaf:givenName>", xml(given)));
                format!(
                    "<rdf:li><foaf:Person><foaf:surname>{}</foaf:surname>{}</foaf:Person></rdf:li>",
                    xml(&one.family),
                    given.unwrap_or_default()
                )
            })
            .collect();
        let subjects: String =
            sample.keywords.iter().map(|word| format!("<dc:subject>{word}</dc:subject>")).collect();
        let year =
            sample.year.map(|year| format!("<dc:date>May {year}</dc:date>")).unwrap_or_default();
        let doi = sample
            .doi
            .as_ref()
            .map(|doi| format!("<dc:identifier>DOI {doi}</dc:identifier>"))
            .unwrap_or_default();
        let journal = format!(
            "<dc:title>{}</dc:title><prism:volume>{}</prism:volume>",
            xml(&sample.container),
            sample.volume
        );
        let (inside, beside) = if number % 2 == 0 {
            (
                format!(
                    "<dcterms:isPartOf><bib:Journal>{journal}</bib:Journal></dcterms:isPartOf>"
                ),
                String::new(),
            )
        } else {
            (
                format!("<dcterms:isPartOf rdf:resource=\"urn:issn:{number}\"/>"),
                format!("<bib:Journal rdf:about=\"urn:issn:{number}\">{journal}</bib:Journal>"),
            )
        };
        text.push_str(&format!(
            "\n<bib:Article rdf:about=\"#{key}\"><z:itemType>journalArticle</z:itemType><z:archive>Lima</z:archive>{inside}<bib:authors><rdf:Seq>{people}</rdf:Seq></bib:authors>\
             <link:link rdf:resource=\"#file_{number}\"/>{subjects}<dc:title>{title}</dc:title><dcterms:abstract>{summary}</dcterms:abstract>{year}{doi}<bib:pages>{first}-{last}</bib:pages></bib:Article>\
             {beside}<z:Attachment rdf:about=\"#file_{number}\"><z:itemType>attachment</z:itemType><rdf:resource rdf:resource=\"{file}\"/><dc:title>PDF</dc:title></z:Attachment>",
            key = sample.key, title = xml(&sample.title), summary = xml(&sample.summary), first = sample.pages.0, last = sample.pages.1, file = xml(&sample.file),
        ));
    }
    text.push_str("\n</rdf:RDF>");
    comes_back(&text, RecordFormat::ZoteroRdf, ALL);
    let first = &read(&text, RecordFormat::ZoteroRdf).records[0].metadata.extra;
    assert_eq!(first["archive"], "Lima");
    assert!(!first.contains_key("itemtype"));
}

#[test]
fn a_broken_record_is_told_with_its_line_and_the_rest_is_read() {
    for (text, format, line) in [
        ("TI  - Lost\nTY  - JOUR\nTI  - A\nER  - \n", RecordFormat::Ris, 1),
        ("TY  - JOUR\nTI  - A\nER  - \nTY  - BOOK\nPB  - X\nER  - \n", RecordFormat::Ris, 4),
        ("[{\"title\": \"A\", \"volume\": 3}, \"B\"]", RecordFormat::CslJson, 2),
        ("Title,Author,Year\nA,B,2000\n\nC,D,2001,E,F\n", RecordFormat::Sheet, 4),
        ("PMID- 1\nTI  - A\n\nPMID- 2\nVI  - 3\n", RecordFormat::Nbib, 4),
    ] {
        let read = read(text, format);
        assert_eq!(read.records.len(), 1, "{format}: {:?}", read.records);
        assert_eq!(
            read.mistakes.iter().map(|one| one.line).collect::<Vec<_>>(),
            [line],
            "{format}: {:?}",
            read.mistakes
        );
    }
}

proptest::proptest! {
    #[test]
    fn no_file_makes_a_reader_fail(text in "[@{}(),=\"#%\\\\a-c<>/;:&\n\t \\[\\]TYERPI0-9é~$-]{0,200}") {
        for format in [
            RecordFormat::Bibtex, RecordFormat::Ris, RecordFormat::EndNoteTags, RecordFormat::CslJson, RecordFormat::ZoteroRdf,
            RecordFormat::EndNoteXml, RecordFormat::Nbib, RecordFormat::WebOfScience, RecordFormat::Sheet,
        ] {
            let _ = read(&text, format).records.len();
        }
        let _ = read(&format!("@article{{a, title = {{{text}}}, author = {{{text}}}, file = {{{text}}}}}"), RecordFormat::Bibtex);
    }
}

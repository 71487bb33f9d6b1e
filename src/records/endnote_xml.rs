//! EndNote XML: `records/record`, with text in `style` elements that say how it is set.

use super::draft::Draft;
use super::person::inverted;
use super::xml::{self, Element};
use super::{Read, RecordMistake};

/// Elements of a record, by their paths, and the fields that they are.
const FIELDS: [(&[&str], &str); 28] = [
    (&["titles", "title"], "title"),
    (&["titles", "secondary-title"], "container"),
    (&["periodical", "full-title"], "container"),
    (&["titles", "tertiary-title"], "series"),
    (&["titles", "short-title"], "short_title"),
    (&["titles", "alt-title"], "journal_abbreviation"),
    (&["dates", "year"], "year"),
    (&["dates", "pub-dates", "date"], "date"),
    (&["volume"], "volume"),
    (&["number"], "issue"),
    (&["pages"], "pages"),
    (&["edition"], "edition"),
    (&["publisher"], "publisher"),
    (&["pub-location"], "place"),
    (&["isbn"], "isbn"),
    (&["accession-num"], "accession"),
    (&["electronic-resource-num"], "doi"),
    (&["abstract"], "abstract"),
    (&["notes"], "note"),
    (&["language"], "language"),
    (&["label"], "label"),
    (&["auth-address"], "address"),
    (&["remote-database-name"], "database"),
    (&["research-notes"], "research_notes"),
    (&["work-type"], "type_of_work"),
    (&["call-num"], "call_number"),
    (&["rec-number"], "key"),
    (&["section"], "start_page"),
];

/// Elements that say how EndNote keeps a record, and nothing of a paper.
const OF_THE_PROGRAM: [&str; 4] = ["database", "source-app", "foreign-keys", "ref-type"];

/// Reads EndNote XML.
#[must_use]
pub fn read(text: &str) -> Read {
    let (root, mistake) = xml::read(text);
    let mut found = Vec::new();
    root.deep("record", &mut found);
    let mut read = Read::default();
    for record in found {
        match of(record).finish() {
            Some(record) => read.records.push(record),
            None => read.mistakes.push(RecordMistake::empty(record.line)),
        }
    }
    read.mistakes.extend(mistake);
    read
}

fn of(record: &Element) -> Draft {
    let mut draft = Draft::at(record.line);
    if let Some(kind) = record.at(&["ref-type"]).and_then(|kind| kind.attribute("name")) {
        draft.set("kind", kind_of(kind));
    }
    let group =
        |draft: &mut Draft, path: &[&str], name: &str, take: &dyn Fn(&mut Draft, String)| {
            record
                .at(path)
                .into_iter()
                .flat_map(|group| group.all(name))
                .for_each(|one| take(draft, one.words()));
        };
    group(&mut draft, &["contributors", "authors"], "author", &|draft, name| {
        draft.author(inverted(&name))
    });
    group(&mut draft, &["contributors", "secondary-authors"], "author", &|draft, name| {
        draft.set("editor", &name)
    });
    group(&mut draft, &["keywords"], "keyword", &|draft, word| draft.keyword(&word));
    group(&mut draft, &["urls", "pdf-urls"], "url", &|draft, path| {
        draft.attach(path.trim_start_matches("internal-pdf://"))
    });
    group(&mut draft, &["urls", "related-urls"], "url", &|draft, url| draft.set("url", &url));
    for (path, field) in FIELDS {
        if let Some(element) = record.at(path) {
            draft.set(field, &element.words());
        }
    }
    let further = record.below.iter().filter(|element| {
        let known = FIELDS.iter().any(|(path, _)| *path == [element.name.as_str()]);
        let words = element.below.iter().all(|below| below.name == "style");
        words && !known && !OF_THE_PROGRAM.contains(&element.name.as_str())
    });
    for element in further {
        draft.set(&element.name, &element.words());
    }
    draft
}

fn kind_of(kind: &str) -> &str {
    match kind {
        "Journal Article" | "Electronic Article" => "article",
        "Book" | "Edited Book" | "Electronic Book" => "book",
        "Book Section" | "Electronic Book Section" => "chapter",
        "Conference Paper" | "Conference Proceedings" => "conference",
        "Thesis" => "thesis",
        "Report" | "Government Document" => "report",
        "Unpublished Work" => "preprint",
        "Newspaper Article" | "Magazine Article" => "news",
        "Web Page" | "Blog" => "web",
        "Dataset" => "dataset",
        "Computer Program" => "software",
        "Case" | "Statute" | "Legal Rule or Regulation" | "Patent" => "legal",
        other => other,
    }
}

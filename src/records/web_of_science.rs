//! Web of Science, tagged: `PT` begins a record, `ER` ends it, three blanks go on with a value.
//!
//! Full names (`AF`) win over short ones (`AU`), organisations (`CA`, `GP`) follow the persons. Author's
//! keywords (`DE`) are the keywords; those that the database adds (`ID`) are `keywords_plus`.

use super::draft::Draft;
use super::person::{inverted, whole};
use super::tagged::{Tagged, field, tagged};
use super::{Read, RecordMistake};

/// Tags, which are also the headers of the tab-delimited form, and the fields that they are.
pub(super) const FIELDS: [(&str, &str); 38] = [
    ("TI", "title"),
    ("SO", "container"),
    ("PY", "year"),
    ("EY", "early_access_year"),
    ("DI", "doi"),
    ("VL", "volume"),
    ("IS", "issue"),
    ("BP", "first_page"),
    ("EP", "last_page"),
    ("AR", "article_number"),
    ("PU", "publisher"),
    ("PI", "place"),
    ("SN", "issn"),
    ("EI", "eissn"),
    ("BN", "isbn"),
    ("LA", "language"),
    ("AB", "abstract"),
    ("DE", "keywords"),
    ("ID", "keywords_plus"),
    ("DT", "document_type"),
    ("UT", "key"),
    ("TC", "times_cited"),
    ("Z9", "times_cited_all"),
    ("C1", "addresses"),
    ("RP", "reprint_address"),
    ("EM", "email"),
    ("WC", "subject_category"),
    ("SC", "research_area"),
    ("FU", "funding"),
    ("FX", ""),
    ("CR", ""),
    ("NR", "cited_references"),
    ("J9", "journal_abbreviation"),
    ("JI", ""),
    ("PG", "page_count"),
    ("PD", "publication_date"),
    ("PM", "pmid"),
    ("BE", "editor"),
];

/// Reads the tagged records of Web of Science.
#[must_use]
pub fn read(text: &str) -> Read {
    let lines = tagged(text, |line| {
        let (tag, value) = line.split_at_checked(2)?;
        let known = tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        (known && (value.is_empty() || value.starts_with(' '))).then_some((tag, value))
    });
    let mut read = Read::default();
    let lines: Vec<_> =
        lines.into_iter().filter(|line| !matches!(line.tag, "FN" | "VR" | "EF")).collect();
    for record in lines.chunk_by(|_, next| next.tag != "PT") {
        let line = record.first().map_or(1, |first| first.line);
        match of(record, line).finish() {
            Some(record) => read.records.push(record),
            None => read.mistakes.push(RecordMistake::empty(line)),
        }
    }
    read
}

fn of(lines: &[Tagged<'_>], line: usize) -> Draft {
    let mut draft = Draft::at(line);
    let full = lines.iter().any(|one| one.tag == "AF");
    for Tagged { tag, value, .. } in lines {
        match *tag {
            "AF" => value.lines().for_each(|name| draft.author(inverted(name))),
            "AU" if !full => value.lines().for_each(|name| draft.author(inverted(name))),
            "AU" | "ER" => {}
            "CA" | "GP" => value.lines().for_each(|name| draft.author(Some(whole(name)))),
            "PT" => draft.set("kind", kind(value)),
            _ => draft.set(&field(&FIELDS, tag), value),
        }
    }
    draft
}

/// The kind of a publication by its letter.
pub(super) fn kind(letter: &str) -> &'static str {
    match letter.trim() {
        "J" => "article",
        "B" => "book",
        "S" => "chapter",
        "P" => "legal",
        "C" => "conference",
        _ => "other",
    }
}

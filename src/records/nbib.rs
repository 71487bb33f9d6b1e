//! PubMed's `.nbib`, the tagged form of MEDLINE.
//!
//! A record begins at `PMID- `; a value goes on in lines that begin with six blanks. Full names
//! (`FAU`) win over short ones (`AU`), and organisations (`CN`) keep their place among the authors.

use super::draft::Draft;
use super::person::{inverted, whole};
use super::tagged::{Tagged, field, tagged};
use super::{Read, RecordMistake};

const FIELDS: [(&str, &str); 26] = [
    ("PMID", "pmid"),
    ("PMC", "pmcid"),
    ("TI", "title"),
    ("BTI", "title"),
    ("TT", "translated_title"),
    ("JT", "container"),
    ("TA", "journal_abbreviation"),
    ("DP", "year"),
    ("VI", "volume"),
    ("IP", "issue"),
    ("PG", "pages"),
    ("IS", "issn"),
    ("LA", "language"),
    ("PL", "country"),
    ("AB", "abstract"),
    ("AD", "address"),
    ("GR", "grants"),
    ("MH", "mesh"),
    ("RN", "substances"),
    ("FED", "editor"),
    ("ED", ""),
    ("PB", "publisher"),
    ("ISBN", "isbn"),
    ("OTO", ""),
    ("OWN", ""),
    ("STAT", ""),
];

/// Reads PubMed's records.
#[must_use]
pub fn read(text: &str) -> Read {
    let lines = tagged(text, |line| {
        let (tag, rest) = line.split_at_checked(4)?;
        let value = rest.strip_prefix('-')?;
        let tag = tag.trim_end();
        let known = !tag.is_empty()
            && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        known.then_some((tag, value))
    });
    let mut read = Read::default();
    for record in lines.chunk_by(|_, next| next.tag != "PMID") {
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
    let full = lines.iter().any(|one| one.tag == "FAU");
    for Tagged { tag, value, .. } in lines {
        match *tag {
            "PMID" => {
                draft.set("key", value);
                draft.set("pmid", value);
            }
            "FAU" => draft.author(inverted(value)),
            "AU" if !full => draft.author(inverted(value)),
            "AU" => {}
            "CN" => draft.author(Some(whole(value))),
            "OT" => draft.keyword(value.trim_start_matches('*')),
            "AID" | "LID" => {
                if let Some(doi) = value.strip_suffix("[doi]") {
                    draft.set("doi", doi);
                }
            }
            "PT" if value == "Journal Article" => draft.set("kind", "article"),
            "PT" => draft.set("publication_type", value),
            _ => draft.set(&field(&FIELDS, tag), value),
        }
    }
    draft
}

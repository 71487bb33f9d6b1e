//! RIS, and EndNote's tags with a per-cent sign (`.enw`), which differ in their tags alone.
//!
//! Tags are those of the specification of 2011 and of the older one; names are `Family, Given,
//! Suffix`, and one without a comma, or with one at its end, is an organisation.
//!
//! Limit: a record without `ER` ends where the next one begins.

use super::draft::Draft;
use super::person::inverted;
use super::tagged::{Tagged, field, tagged};
use super::{Read, RecordMistake};

/// Tags of RIS and the fields that they are.
const RIS: [(&str, &str); 47] = [
    ("ID", "key"),
    ("TI", "title"),
    ("T1", "title"),
    ("CT", "title"),
    ("PY", "year"),
    ("Y1", "year"),
    ("DA", "date"),
    ("T2", "container"),
    ("JO", "container"),
    ("JF", "container"),
    ("JA", "journal_abbreviation"),
    ("J1", "journal_abbreviation"),
    ("J2", "journal_abbreviation"),
    ("BT", "container"),
    ("T3", "series"),
    ("VL", "volume"),
    ("IS", "issue"),
    ("SP", "first_page"),
    ("EP", "last_page"),
    ("PB", "publisher"),
    ("CY", "place"),
    ("PP", "place"),
    ("ET", "edition"),
    ("SN", "issn"),
    ("DO", "doi"),
    ("UR", "url"),
    ("AN", "accession"),
    ("DB", "database"),
    ("DP", "database_provider"),
    ("LA", "language"),
    ("AB", "abstract"),
    ("N2", "abstract"),
    ("N1", "note"),
    ("NO", "note"),
    ("AD", "address"),
    ("CN", "call_number"),
    ("ST", "short_title"),
    ("L1", "file"),
    ("L2", "file"),
    ("L4", "file"),
    ("LK", "url"),
    ("M3", "type_of_work"),
    ("RP", "reprint"),
    ("Y2", "access_date"),
    ("CA", "caption"),
    ("TT", "translated_title"),
    ("ER", ""),
];

/// Tags of EndNote and the fields that they are.
const PERCENT: [(&str, &str); 27] = [
    ("F", "key"),
    ("T", "title"),
    ("D", "year"),
    ("8", "date"),
    ("J", "container"),
    ("B", "container"),
    ("S", "series"),
    ("V", "volume"),
    ("N", "issue"),
    ("P", "pages"),
    ("I", "publisher"),
    ("C", "place"),
    ("7", "edition"),
    ("@", "issn"),
    ("R", "doi"),
    ("U", "url"),
    ("M", "accession"),
    ("W", "database"),
    ("G", "language"),
    ("X", "abstract"),
    ("Z", "note"),
    ("+", "address"),
    ("L", "call_number"),
    ("!", "short_title"),
    (">", "file"),
    ("9", "type_of_work"),
    ("O", "note"),
];

/// Types of RIS and EndNote, and the kinds that results call them.
const KINDS: [(&str, &str); 30] = [
    ("JOUR", "article"),
    ("EJOUR", "article"),
    ("JFULL", "article"),
    ("ABST", "article"),
    ("BOOK", "book"),
    ("EBOOK", "book"),
    ("EDBOOK", "book"),
    ("CHAP", "chapter"),
    ("ECHAP", "chapter"),
    ("CONF", "conference"),
    ("CPAPER", "conference"),
    ("THES", "thesis"),
    ("RPRT", "report"),
    ("GOVDOC", "report"),
    ("UNPB", "preprint"),
    ("INPR", "article"),
    ("NEWS", "news"),
    ("MGZN", "news"),
    ("ELEC", "web"),
    ("BLOG", "web"),
    ("WEB", "web"),
    ("DATA", "dataset"),
    ("COMP", "software"),
    ("LEGAL", "legal"),
    ("CASE", "legal"),
    ("STAT", "legal"),
    ("Journal Article", "article"),
    ("Book", "book"),
    ("Book Section", "chapter"),
    ("Thesis", "thesis"),
];

/// Reads RIS.
#[must_use]
pub fn read(text: &str) -> Read {
    let lines = tagged(text, |line| {
        let (tag, rest) = line.split_at_checked(2)?;
        let [first, second] = tag.as_bytes() else { return None };
        let known =
            first.is_ascii_uppercase() && (second.is_ascii_uppercase() || second.is_ascii_digit());
        let value = rest.trim_start().strip_prefix('-').filter(|_| rest.starts_with(' '))?;
        (known && (value.is_empty() || value.starts_with(' '))).then_some((tag, value))
    });
    records(&lines, "TY", &RIS, &["AU", "A1"], &["A2", "A3", "A4", "ED"])
}

/// Reads EndNote's tags.
#[must_use]
pub fn read_percent(text: &str) -> Read {
    let lines = tagged(text, |line| {
        let (tag, value) = line.strip_prefix('%')?.split_at_checked(1)?;
        (value.is_empty() || value.starts_with(' ')).then_some((tag, value))
    });
    records(&lines, "0", &PERCENT, &["A"], &["E", "Y", "?"])
}

/// The records that begin at the tag `start`.
fn records(
    lines: &[Tagged<'_>],
    start: &str,
    table: &[(&str, &str)],
    authors: &[&str],
    editors: &[&str],
) -> Read {
    let mut read = Read::default();
    let mut draft: Option<Draft> = None;
    for Tagged { line, tag, value } in lines {
        if *tag == start {
            finish(draft.take(), &mut read);
            let mut new = Draft::at(*line);
            let kind = KINDS.iter().find(|(name, _)| *name == value.as_str());
            new.set(
                "kind",
                &kind.map_or_else(|| value.to_lowercase(), |(_, kind)| (*kind).to_owned()),
            );
            draft = Some(new);
            continue;
        }
        let Some(draft) = &mut draft else {
            if read.mistakes.last().is_none_or(|last| last.reason != BEFORE_START) {
                read.mistakes.push(RecordMistake { line: *line, reason: BEFORE_START.to_owned() });
            }
            continue;
        };
        if authors.contains(tag) {
            value.lines().for_each(|name| draft.author(inverted(name)));
        } else if editors.contains(tag) {
            draft.set("editor", value);
        } else if matches!(*tag, "KW" | "K") {
            value.lines().flat_map(|line| line.split(';')).for_each(|word| draft.keyword(word));
        } else if matches!(*tag, "L1" | "L2" | "L4" | ">") {
            value.split([';', '\n']).for_each(|path| draft.attach(path));
        } else if *tag == "DA" {
            // A date gives the year only where nothing better does; it comes after `PY` by habit.
            draft.set("year", value);
        } else {
            draft.set(&field(table, tag), value);
        }
    }
    finish(draft, &mut read);
    read
}

/// What is told of lines before the first record.
const BEFORE_START: &str = "a field outside of any record; a record of RIS begins with `TY  - `";

fn finish(draft: Option<Draft>, read: &mut Read) {
    let Some(draft) = draft else { return };
    let line = draft.line();
    match draft.finish() {
        Some(record) => read.records.push(record),
        None => read.mistakes.push(RecordMistake::empty(line)),
    }
}

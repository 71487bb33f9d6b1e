//! RIS: two-letter tags, one value a line, from `TY` to `ER`.
//!
//! Tags are those of the specification of 2011 that EndNote, Zotero and Mendeley read alike: `T2`
//! for the journal or book, `ED` for editors, `AN` with `DB` for numbers of PubMed and arXiv, `N1` for
//! the printed reference. `PY` holds four digits or is missing, as the specification has it; what is
//! printed in its place is a note.

use std::io::{self, Write};

use super::name::Name;
use super::{one_line, status};
use crate::model::{Bibliography, BibliographyEntry, Person, WorkKind};

/// Writes every entry.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(bibliography: &Bibliography, out: &mut dyn Write) -> io::Result<()> {
    for (number, entry) in bibliography.entries.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        for (tag, value) in lines(entry) {
            writeln!(out, "{tag}  - {value}")?;
        }
        writeln!(out, "ER  - ")?;
    }
    Ok(())
}

/// The name of a type of entry.
const fn type_of(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Article => "JOUR",
        WorkKind::Book => "BOOK",
        WorkKind::Chapter => "CHAP",
        WorkKind::Conference => "CPAPER",
        WorkKind::Thesis => "THES",
        WorkKind::Report => "RPRT",
        WorkKind::Preprint => "UNPB",
        WorkKind::News => "NEWS",
        WorkKind::Web => "ELEC",
        WorkKind::Dataset => "DATA",
        WorkKind::Software => "COMP",
        WorkKind::Legal => "LEGAL",
        WorkKind::Other => "GEN",
    }
}

/// The tags that are known, in the usual order.
fn lines(entry: &BibliographyEntry) -> Vec<(&'static str, String)> {
    let fields = &entry.fields;
    let mut lines = vec![("TY", type_of(fields.kind).to_owned()), ("ID", one_line(&entry.key))];
    lines.extend(fields.authors.iter().map(|person| ("AU", name(person))));
    lines.extend(fields.editors.iter().map(|person| ("ED", name(person))));
    let year = fields.year.as_ref().and_then(|year| year.value);
    let (accession, database) = match (&fields.pmid, &fields.arxiv) {
        (Some(pmid), _) => (Some(pmid.as_str()), Some("PubMed")),
        (None, Some(arxiv)) => (Some(arxiv.as_str()), Some("arXiv")),
        (None, None) => (None, None),
    };
    let year = year.map(|year| format!("{year:04}"));
    let status = status(fields.year.as_ref()).map(|words| format!("Year: {words}"));
    let language = fields.language.as_ref().map(ToString::to_string);
    let values = [
        ("TI", fields.title.as_deref()),
        ("T2", fields.container.as_deref()),
        ("PY", year.as_deref()),
        ("VL", fields.volume.as_deref()),
        ("IS", fields.issue.as_deref()),
        ("SP", fields.first_page.as_deref()),
        ("EP", fields.last_page.as_deref()),
        ("ET", fields.edition.as_deref()),
        ("PB", fields.publisher.as_deref()),
        ("CY", fields.place.as_deref()),
        ("SN", fields.isbn.as_deref()),
        ("DO", fields.doi.as_deref()),
        ("UR", fields.url.as_deref()),
        ("AN", accession),
        ("DB", database),
        ("LA", language.as_deref()),
        ("N1", status.as_deref()),
        ("N1", Some(entry.raw.as_str())),
    ];
    let known = values.into_iter().filter_map(|(tag, value)| Some((tag, one_line(value?))));
    lines.extend(known.filter(|(_, value)| !value.is_empty()));
    lines
}

/// A name as `Family, Given, Suffix`; an organisation with a comma behind it, by which EndNote and
/// others know that its last word is no family name.
fn name(person: &Person) -> String {
    match Name::of(person) {
        Name::Whole(name) => format!("{name},"),
        Name::Parts { particle, family, suffix, given } => {
            let mut name = format!("{particle} {family}, {given}").trim_start().to_owned();
            if !suffix.is_empty() {
                name.push_str(", ");
                name.push_str(&suffix);
            }
            name
        }
    }
}

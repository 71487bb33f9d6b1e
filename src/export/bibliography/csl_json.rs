//! CSL-JSON: the data of the Citation Style Language, by its schema of version 1.0.2
//! (`csl-data.json` of the citation-style-language project).
//!
//! An array of items. Names have `family`, `given`, `non-dropping-particle` and `suffix`; an
//! organisation has `literal`. The printed reference is the item's `note`, which Zotero shows as
//! *Extra*.

use std::io::{self, Write};

use serde::Serialize;

use super::name::Name;
use super::{isbn, issn, one_line, status};
use crate::model::{Bibliography, BibliographyEntry, Person, ReferenceFields, WorkKind};

/// Writes every entry.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(bibliography: &Bibliography, out: &mut dyn Write) -> io::Result<()> {
    let items: Vec<Item> = bibliography.entries.iter().map(Item::of).collect();
    serde_json::to_writer_pretty(&mut *out, &items)?;
    writeln!(out)
}

/// An item, its variables in the order of a reference.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item {
    id: String,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<ItemName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<ItemName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher_place: Option<String>,
    #[serde(rename = "ISBN", skip_serializing_if = "Option::is_none")]
    isbn: Option<String>,
    #[serde(rename = "ISSN", skip_serializing_if = "Option::is_none")]
    issn: Option<String>,
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    doi: Option<String>,
    #[serde(rename = "PMID", skip_serializing_if = "Option::is_none")]
    pmid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Date {
    date_parts: [[i32; 1]; 1],
}

#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "kebab-case")]
enum ItemName {
    Literal {
        literal: String,
    },
    Person {
        #[serde(skip_serializing_if = "String::is_empty")]
        non_dropping_particle: String,
        family: String,
        given: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        suffix: String,
    },
}

impl Item {
    fn of(entry: &BibliographyEntry) -> Self {
        let BibliographyEntry { key, fields, raw } = entry;
        let text = |value: &Option<String>| value.as_deref().map(one_line);
        Self {
            id: key.clone(),
            r#type: type_of(fields.kind),
            author: names(&fields.authors),
            issued: issued(fields),
            status: status(fields.year.as_ref()).map(one_line),
            title: text(&fields.title),
            container_title: text(&fields.container),
            editor: names(&fields.editors),
            volume: text(&fields.volume),
            issue: text(&fields.issue),
            page: page(fields),
            edition: text(&fields.edition),
            publisher: text(&fields.publisher),
            publisher_place: text(&fields.place),
            isbn: isbn(fields).map(one_line),
            issn: issn(fields).map(one_line),
            doi: text(&fields.doi),
            pmid: text(&fields.pmid),
            archive: fields.arxiv.as_ref().map(|_| "arXiv"),
            number: fields.arxiv.as_deref().map(|number| format!("arXiv:{}", one_line(number))),
            url: text(&fields.url),
            language: fields.language.as_ref().map(ToString::to_string),
            note: one_line(raw),
        }
    }
}

/// The name of a type of item.
const fn type_of(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Article => "article-journal",
        WorkKind::Book => "book",
        WorkKind::Chapter => "chapter",
        WorkKind::Conference => "paper-conference",
        WorkKind::Thesis => "thesis",
        WorkKind::Report => "report",
        WorkKind::Preprint => "article",
        WorkKind::News => "article-newspaper",
        WorkKind::Web => "webpage",
        WorkKind::Dataset => "dataset",
        WorkKind::Software => "software",
        WorkKind::Legal => "legislation",
        WorkKind::Other => "document",
    }
}

fn issued(fields: &ReferenceFields) -> Option<Date> {
    let year = fields.year.as_ref()?.value?;
    Some(Date { date_parts: [[year]] })
}

fn page(fields: &ReferenceFields) -> Option<String> {
    let first = fields.first_page.as_deref().map(one_line)?;
    Some(match &fields.last_page {
        Some(last) => format!("{first}-{}", one_line(last)),
        None => first,
    })
}

fn names(people: &[Person]) -> Vec<ItemName> {
    let name = |person| match Name::of(person) {
        Name::Whole(literal) => ItemName::Literal { literal },
        Name::Parts { particle, family, suffix, given } => {
            ItemName::Person { non_dropping_particle: particle, family, given, suffix }
        }
    };
    people.iter().map(name).collect()
}

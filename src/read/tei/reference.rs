//! A `biblStruct` of TEI as fields.

use crate::model::{Person, ReferenceFields, WorkKind};
use crate::read::entry;
use crate::read::xml::tree::Element;

/// What a `biblStruct` says.
#[derive(Debug, Default)]
pub(super) struct Bibliographic {
    /// Its fields.
    pub(super) fields: ReferenceFields,
    /// The entry as it was printed, where it is kept.
    pub(super) raw: Option<String>,
}

impl Bibliographic {
    /// Reads a `biblStruct`.
    pub(super) fn read(element: &Element) -> Self {
        let mut fields = ReferenceFields::default();
        let analytic = element.child("analytic");
        let monograph = element.child("monogr");
        if let Some(part) = analytic {
            fields.title = titles(part);
            fields.authors = people(part, "author");
            identifiers(&mut fields, part);
        }
        if let Some(whole) = monograph {
            let title = titles(whole);
            if fields.title.is_none() {
                fields.title = title;
            } else {
                fields.container = title;
            }
            if fields.authors.is_empty() {
                fields.authors = people(whole, "author");
            }
            fields.editors = people(whole, "editor");
            identifiers(&mut fields, whole);
            if let Some(imprint) = whole.child("imprint") {
                read_imprint(&mut fields, imprint);
            }
            let level = whole.child("title").and_then(|title| title.attribute("level"));
            fields.kind = kind(&fields, level, whole);
        }
        identifiers(&mut fields, element);
        let mut links = Vec::new();
        element.descendants("ptr", &mut links);
        let link = links.first().and_then(|link| link.attribute("target"));
        fields.url = link.filter(|link| link.starts_with("http")).map(str::to_owned);
        let raw = element.all("note").find(|note| note.attribute("type") == Some("raw_reference"));
        Self { fields, raw: raw.and_then(Element::words) }
    }
}

fn titles(part: &Element) -> Option<String> {
    let main = part.all("title").find(|title| title.attribute("type") == Some("main"));
    let title = main.or_else(|| part.child("title"))?.words()?;
    let title = title.trim_end_matches(['.', ',']);
    (!title.is_empty()).then(|| title.to_owned())
}

fn people(part: &Element, role: &str) -> Vec<Person> {
    part.all(role).filter_map(person).collect()
}

fn person(element: &Element) -> Option<Person> {
    let Some(name) = element.child("persName") else {
        let whole = element.child("orgName").unwrap_or(element);
        return whole.words().map(|family| Person { family, given: None });
    };
    let given: Vec<String> = name.all("forename").filter_map(Element::words).collect();
    let family = name.child("surname").and_then(Element::words).or_else(|| name.words())?;
    let given = (name.child("surname").is_some() && !given.is_empty()).then(|| given.join(" "));
    Some(Person { family, given })
}

fn read_imprint(fields: &mut ReferenceFields, imprint: &Element) {
    for child in imprint.children() {
        match (child.name.as_str(), child.attribute("unit")) {
            ("biblScope", Some("volume")) => fields.volume = child.words(),
            ("biblScope", Some("issue")) => fields.issue = child.words(),
            ("biblScope", Some("page")) => {
                let first = child.attribute("from").map(str::to_owned);
                let last = child.attribute("to");
                if first.is_some() {
                    fields.last_page = last.map(|last| entry::last_page(first.as_deref(), last));
                    fields.first_page = first;
                } else {
                    (fields.first_page, fields.last_page) =
                        entry::pages(&child.words().unwrap_or_default());
                }
            }
            ("date", _) => {
                // The words have the letter of a year, the attribute has the date in full.
                let words = child.words().and_then(|words| entry::year(&words));
                let when = child.attribute("when").and_then(|when| entry::year(when.get(..4)?));
                fields.year = words.filter(|year| year.value.is_some()).or(when);
            }
            ("publisher", _) => fields.publisher = child.words(),
            ("pubPlace", _) => fields.place = child.words(),
            _ => {}
        }
    }
}

fn identifiers(fields: &mut ReferenceFields, element: &Element) {
    for id in element.all("idno") {
        let words = id.words();
        match id.attribute("type").unwrap_or_default().to_lowercase().as_str() {
            "doi" => fields.doi = words.and_then(|doi| entry::doi(&doi)),
            "arxiv" => fields.arxiv = words,
            "pmid" => fields.pmid = words,
            "isbn" => fields.isbn = words,
            _ => {}
        }
    }
}

fn kind(fields: &ReferenceFields, level: Option<&str>, whole: &Element) -> WorkKind {
    match level {
        Some("j") => WorkKind::Article,
        Some("m") if whole.child("meeting").is_some() => WorkKind::Conference,
        Some("m") if fields.container.is_some() => WorkKind::Chapter,
        Some("m") => WorkKind::Book,
        _ => WorkKind::Other,
    }
}

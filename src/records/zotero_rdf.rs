//! Zotero RDF: items, the journals that they appeared in, and their attached files.
//!
//! An item is an element with `z:itemType`; its journal stands inside of it or elsewhere under the
//! address that `dcterms:isPartOf` names, its files under those of `link:link`. The path of a file is
//! `rdf:resource` of the element `rdf:resource` (older: `z:path`).

use std::collections::BTreeMap;

use super::draft::Draft;
use super::person::{parts, whole};
use super::xml::{self, Element};
use super::{Read, RecordMistake};

/// Elements of an item and the fields that they are.
const FIELDS: [(&str, &str); 15] = [
    ("dc:title", "title"),
    ("dcterms:abstract", "abstract"),
    ("dc:date", "year"),
    ("z:language", "language"),
    ("bib:pages", "pages"),
    ("prism:volume", "volume"),
    ("prism:number", "issue"),
    ("prism:edition", "edition"),
    ("dc:description", "note"),
    ("z:libraryCatalog", "library_catalog"),
    ("dc:rights", "rights"),
    ("z:shortTitle", "short_title"),
    ("z:type", "type_of_work"),
    ("dc:coverage", "call_number"),
    ("z:numPages", "page_count"),
];

/// Prefixes of elements that are fields under their own names, where they hold text alone.
const FURTHER: [&str; 4] = ["z", "prism", "bib", "dcterms"];

/// Reads Zotero RDF.
#[must_use]
pub fn read(text: &str) -> Read {
    let (root, mistake) = xml::read(text);
    let mut read = Read::default();
    let top: Vec<&Element> = root.all("rdf:RDF").flat_map(|rdf| &rdf.below).collect();
    let about = |element: &'_ Element| element.attribute("rdf:about").map(str::to_owned);
    let by_address: BTreeMap<String, &Element> =
        top.iter().filter_map(|element| Some((about(element)?, *element))).collect();
    for item in &top {
        let Some(kind) = item.at(&["z:itemType"]).map(Element::words) else { continue };
        if matches!(kind.as_str(), "attachment" | "note" | "annotation") {
            continue;
        }
        match of(item, &kind, &by_address).finish() {
            Some(record) => read.records.push(record),
            None => read.mistakes.push(RecordMistake::empty(item.line)),
        }
    }
    read.mistakes.extend(mistake);
    read
}

fn of(item: &Element, kind: &str, by_address: &BTreeMap<String, &Element>) -> Draft {
    let mut draft = Draft::at(item.line);
    draft.set("kind", kind_of(kind));
    if let Some(address) = item.attribute("rdf:about") {
        draft.set("key", address.trim_start_matches('#'));
    }
    simple(&mut draft, item);
    people(item, "bib:authors", &mut |name, given| {
        draft.author(if given.is_empty() { Some(whole(&name)) } else { parts(&name, &given) })
    });
    people(item, "bib:editors", &mut |name, given| {
        draft.set("editor", format!("{name}, {given}").trim_end_matches(", "))
    });
    for subject in item.all("dc:subject") {
        draft.keyword(&subject.words());
    }
    if let Some(publisher) = item.at(&["dc:publisher"]) {
        let mut names = Vec::new();
        publisher.deep("foaf:name", &mut names);
        names.iter().for_each(|name| draft.set("publisher", &name.words()));
        let mut places = Vec::new();
        publisher.deep("vcard:locality", &mut places);
        places.iter().for_each(|place| draft.set("place", &place.words()));
    }
    for part in item.all("dcterms:isPartOf") {
        let named = part.attribute("rdf:resource").and_then(|address| by_address.get(address));
        for holder in named.copied().into_iter().chain(&part.below) {
            let field = if holder.name == "bib:Series" { "series" } else { "container" };
            draft.set(field, &holder.at(&["dc:title"]).map(Element::words).unwrap_or_default());
            identifiers(&mut draft, holder);
            for (name, field) in [
                ("prism:volume", "volume"),
                ("prism:number", "issue"),
                ("dcterms:alternative", "journal_abbreviation"),
            ] {
                draft.set(field, &holder.at(&[name]).map(Element::words).unwrap_or_default());
            }
        }
    }
    for link in item.all("link:link") {
        let address = link.attribute("rdf:resource");
        let Some(file) = address.and_then(|address| by_address.get(address)) else { continue };
        let path =
            file.at(&["rdf:resource"]).and_then(|resource| resource.attribute("rdf:resource"));
        let path = path.map(str::to_owned).or_else(|| Some(file.at(&["z:path"])?.words()));
        draft.attach(path.as_deref().unwrap_or_default());
    }
    draft
}

/// The fields that are plain text in an item, and its identifiers.
fn simple(draft: &mut Draft, item: &Element) {
    for element in &item.below {
        let known = FIELDS.iter().find(|(name, _)| *name == element.name);
        let further = element.name.split_once(':').filter(|(space, name)| {
            FURTHER.contains(space) && *name != "itemType" && element.below.is_empty()
        });
        if let Some(field) = known.map(|(_, field)| *field).or(further.map(|(_, name)| name)) {
            draft.set(field, &element.words());
        }
    }
    identifiers(draft, item);
}

/// `DOI 10.…`, `ISSN …`, `ISBN …`, and addresses.
fn identifiers(draft: &mut Draft, holder: &Element) {
    for identifier in holder.all("dc:identifier") {
        let words = identifier.words();
        let words = words.trim();
        match words.split_once(' ') {
            Some(("DOI", doi)) => draft.set("doi", doi),
            Some(("ISSN", number)) => draft.set("issn", number),
            Some(("ISBN", number)) => draft.set("isbn", number),
            _ if words.contains("://") => draft.set("url", words),
            _ => draft.set("identifier", words),
        }
    }
}

/// Shows the family name and the given name of each person of a group.
fn people(item: &Element, group: &str, show: &mut dyn FnMut(String, String)) {
    let mut persons = Vec::new();
    item.all(group).for_each(|group| group.deep("foaf:Person", &mut persons));
    for person in persons {
        let part = |names: [&str; 2]| {
            let found = names.iter().find_map(|name| person.at(&[name]));
            found.map(Element::words).unwrap_or_default()
        };
        show(part(["foaf:surname", "foaf:name"]), part(["foaf:givenName", "foaf:givenname"]));
    }
}

fn kind_of(kind: &str) -> &str {
    match kind {
        "journalArticle" => "article",
        "bookSection" => "chapter",
        "conferencePaper" => "conference",
        "newspaperArticle" | "magazineArticle" => "news",
        "webpage" | "blogPost" => "web",
        "computerProgram" => "software",
        "statute" | "case" | "patent" => "legal",
        other => other,
    }
}

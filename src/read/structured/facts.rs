//! What a record says about its paper: title, authors, year, container, and any further field.

use std::collections::BTreeMap;

use serde_json::Value;

use super::RecordFields;
use super::field::{chosen_or, find, same_name, scalar, words};
use super::text::{ABSTRACTS, USUAL_TEXT};
use crate::model::{Language, Metadata, Person};
use crate::read::metadata::{people_of, person_of, split_keywords};

/// Fields that tell records apart.
pub(super) const IDS: &[&str] = &[
    "id",
    "paper_id",
    "corpus_id",
    "pmcid",
    "pmid",
    "core_id",
    "openalex_id",
    "doi",
    "externalids.DOI",
    "arxiv_id",
    "uid",
    "key",
    "_id",
];

const TITLES: &[&str] =
    &["title", "display_name", "metadata.title", "article_title", "paper_title", "document_title"];

const AUTHORS: &[&str] = &[
    "authorships",
    "authors",
    "metadata.authors",
    "author",
    "creators",
    "creator",
    "author_names",
];

const YEARS: &[&str] = &[
    "publication_year",
    "year_published",
    "year",
    "pub_year",
    "metadata.year",
    "publication_date",
    "published_date",
    "pub_date",
    "publish_time",
    "date_published",
    "issued",
    "date",
];

const CONTAINERS: &[&str] = &[
    "primary_location.source.display_name",
    "journal",
    "venue",
    "container_title",
    "journals.0",
    "source_title",
    "publication_name",
    "journal_title",
    "Journal/Book",
    "host_venue.display_name",
    "metadata.venue",
    "publication_venue",
];

const DOIS: &[&str] =
    &["doi", "externalids.DOI", "ids.doi", "identifiers.doi", "metadata.doi", "DOI"];

const LANGUAGES: &[&str] = &["language.code", "language", "lang", "metadata.language"];

const KEYWORDS: &[&str] = &["keywords", "author_keywords", "keyword", "metadata.keywords"];

/// Names that a further field cannot have: filters and results use them for something else.
const TAKEN: &[&str] = &[
    "document",
    "title",
    "author",
    "authors",
    "year",
    "container",
    "journal",
    "doi",
    "language",
    "keyword",
    "keywords",
    "section",
    "text",
    "theme",
];

/// Most further fields that are kept of a record.
const MOST_EXTRA: usize = 24;

/// Longest value of a further field, in characters.
const LONGEST_EXTRA: usize = 120;

/// Three-letter codes of languages, and their two-letter ones.
const THREE_LETTERS: [(&str, &str); 9] = [
    ("eng", "en"),
    ("spa", "es"),
    ("por", "pt"),
    ("fre", "fr"),
    ("fra", "fr"),
    ("ger", "de"),
    ("deu", "de"),
    ("ind", "id"),
    ("ita", "it"),
];

/// What the record says about its paper.
pub(super) fn declared(record: &Value, fields: &RecordFields) -> Metadata {
    let year = chosen_or(record, fields.year.as_deref(), YEARS);
    let authors = chosen_or(record, fields.authors.as_deref(), AUTHORS);
    let text = |usual: &[&str]| chosen_or(record, None, usual).and_then(words);
    let doi = text(DOIS).map(|doi| without_resolver(&doi).to_lowercase());
    Metadata {
        title: chosen_or(record, fields.title.as_deref(), TITLES).and_then(words).map(one_line),
        authors: authors.map(people).unwrap_or_default(),
        year: year.and_then(year_of),
        container: text(CONTAINERS).map(one_line),
        doi: doi.filter(|doi| doi.starts_with("10.")),
        language: text(LANGUAGES).and_then(|code| language(&code)),
        keywords: chosen_or(record, None, KEYWORDS).map(keywords).unwrap_or_default(),
        extra: extra(record, fields),
    }
}

fn one_line(words: String) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An identifier without the address that resolves it.
pub(super) fn without_resolver(id: &str) -> &str {
    let bare = id.strip_prefix("https://").or_else(|| id.strip_prefix("http://")).unwrap_or(id);
    let hosts = ["doi.org/", "dx.doi.org/", "openalex.org/", "www.openalex.org/"];
    let found = hosts.iter().find_map(|host| bare.strip_prefix(host));
    found.or_else(|| id.strip_prefix("doi:")).unwrap_or(id)
}

/// The first number of four digits in a value that is a year.
fn year_of(value: &Value) -> Option<i32> {
    let text = match value {
        Value::Object(_) => words(find(value, "date-parts.0.0").or(find(value, "year"))?)?,
        _ => words(value)?,
    };
    let digits = text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 4)?;
    digits.parse().ok().filter(|year| (1500..=2999).contains(year))
}

fn language(code: &str) -> Option<Language> {
    let code = code.trim().to_lowercase();
    let first = code.split(['-', '_']).next().unwrap_or_default();
    let three = THREE_LETTERS.iter().find(|(three, _)| *three == first);
    three.map_or(first, |(_, two)| two).parse().ok()
}

fn keywords(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(words).collect(),
        _ => words(value).map(|list| split_keywords(&list)).unwrap_or_default(),
    }
}

/// The people that a value names: a list of names or of objects with names, or one string.
fn people(value: &Value) -> Vec<Person> {
    match value {
        Value::Array(items) => items.iter().filter_map(one_person).collect(),
        Value::String(names) => {
            let several: Vec<&str> = match names {
                _ if names.contains(';') => names.split(';').collect(),
                _ if names.contains('|') => names.split('|').collect(),
                _ if names.contains(" and ") && !names.contains(',') => {
                    names.split(" and ").collect()
                }
                _ => return people_of(names).unwrap_or_else(|| vec![whole(names)]),
            };
            several.into_iter().map(str::trim).filter(|name| !name.is_empty()).map(named).collect()
        }
        _ => one_person(value).into_iter().collect(),
    }
}

fn one_person(value: &Value) -> Option<Person> {
    let text = |names: &[&str]| chosen_or(value, None, names).and_then(words);
    if value.is_object() {
        if let Some(family) = text(&["family", "last", "last_name", "surname"]) {
            return Some(Person {
                family,
                given: text(&["given", "first", "first_name", "forename"]),
            });
        }
        return text(&["author.display_name", "raw_author_name", "full_name", "name"])
            .or_else(|| words(value))
            .map(|name| named(&name));
    }
    words(value).map(|name| named(&name))
}

/// A person by a name as printed; what is no personal name stays whole.
fn named(name: &str) -> Person {
    person_of(name).unwrap_or_else(|| whole(name))
}

fn whole(name: &str) -> Person {
    Person { family: one_line(name.to_owned()), given: None }
}

/// Further single values of the record, by name, the first of them in the order of their names.
fn extra(record: &Value, fields: &RecordFields) -> BTreeMap<String, String> {
    let Value::Object(all) = record else { return BTreeMap::new() };
    let chosen = [&fields.id, &fields.title, &fields.year, &fields.authors];
    let is_used = |name: &str| {
        let facts = [IDS, TITLES, AUTHORS, YEARS, CONTAINERS, DOIS, LANGUAGES, KEYWORDS, TAKEN];
        let usual = facts.into_iter().chain([ABSTRACTS, &USUAL_TEXT]);
        usual.flatten().any(|used| same_name(used, name))
            || chosen.iter().any(|used| used.as_deref().is_some_and(|used| same_name(used, name)))
            || fields.text.iter().any(|used| same_name(used, name))
    };
    let fits = |value: &String| {
        let length = value.chars().count();
        (1..=LONGEST_EXTRA).contains(&length)
            && !value.contains(char::is_control)
            && !value.starts_with("http")
    };
    let further = all.iter().filter(|(name, _)| !name.is_empty() && !is_used(name));
    further
        .filter_map(|(name, value)| Some((name, scalar(value).filter(fits)?)))
        .take(MOST_EXTRA)
        .map(|(name, value)| (as_name(name), value))
        .collect()
}

/// A field's name as filters can write it.
fn as_name(name: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    name.trim().chars().map(|c| if fits(c) { c } else { '_' }).collect()
}

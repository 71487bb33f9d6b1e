//! CSL-JSON: an array of items, or an object that holds one as `items`.
//!
//! Read as plain JSON values, so that an item with a field of an unknown form loses that field alone,
//! and unknown fields are kept. An item that is no object is a mistake, by its number.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::person::{parts, whole};
use super::{Read, RecordMistake};
use crate::model::Person;

const FIELDS: [(&str, &str); 13] = [
    ("id", "key"),
    ("citation-key", "key"),
    ("type", "kind"),
    ("container-title", "container"),
    ("page", "pages"),
    ("publisher-place", "place"),
    ("event-place", "place"),
    ("keyword", "keywords"),
    ("container-title-short", "journal_abbreviation"),
    ("title-short", "short_title"),
    ("number-of-pages", "page_count"),
    ("collection-title", "series"),
    ("extra", "note"),
];

/// Reads CSL-JSON.
#[must_use]
pub fn read(text: &str) -> Read {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let mistake =
                RecordMistake { line: error.line(), reason: format!("broken JSON: {error}") };
            return Read { records: Vec::new(), mistakes: vec![mistake] };
        }
    };
    let items = match value {
        Value::Array(items) => items,
        Value::Object(mut holder) => match holder.remove("items") {
            Some(Value::Array(items)) => items,
            _ => vec![Value::Object(holder)],
        },
        _ => Vec::new(),
    };
    let mut read = Read::default();
    for (number, item) in items.iter().enumerate() {
        let line = number + 1;
        match item.as_object().map(|item| of(item, line).finish()) {
            Some(Some(record)) => read.records.push(record),
            Some(None) => read.mistakes.push(RecordMistake::empty(line)),
            None => read.mistakes.push(RecordMistake {
                line,
                reason: format!("item {line} is no object with fields"),
            }),
        }
    }
    read
}

fn of(item: &Map<String, Value>, line: usize) -> Draft {
    let mut draft = Draft::at(line);
    for (name, value) in item {
        match (name.as_str(), value) {
            ("author", Value::Array(names)) => {
                names.iter().for_each(|name| draft.author(person(name)));
            }
            ("issued", date) => draft.set("year", &date_text(date)),
            ("type", Value::String(kind)) => draft.set("kind", kind_of(kind)),
            ("attachments", Value::Array(files)) => {
                let path = |file: &Value| file.get("path")?.as_str().map(str::to_owned);
                files.iter().filter_map(path).for_each(|path| draft.attach(&path));
            }
            ("categories", Value::Array(words)) => {
                words.iter().filter_map(Value::as_str).for_each(|word| draft.keyword(word));
            }
            (_, Value::Array(names)) => {
                let names: Vec<String> =
                    names.iter().filter_map(person).map(|one| shown(&one)).collect();
                draft.set(name, &names.join("; "));
            }
            (_, Value::String(text)) => draft.set(&field(name), text),
            (_, Value::Number(number)) => draft.set(&field(name), &number.to_string()),
            (_, date @ Value::Object(_)) => draft.set(name, &date_text(date)),
            _ => {}
        }
    }
    draft
}

fn field(name: &str) -> String {
    let known = FIELDS.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| name.to_lowercase(), |(_, field)| (*field).to_owned())
}

/// A name with its particles; `literal` is an organisation.
fn person(name: &Value) -> Option<Person> {
    let part = |key: &str| name.get(key).and_then(Value::as_str).unwrap_or_default().trim();
    if !part("literal").is_empty() {
        return Some(whole(part("literal")));
    }
    let joined = |words: &[&str]| {
        let words: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
        words.join(" ")
    };
    let family =
        joined(&[part("dropping-particle"), part("non-dropping-particle"), part("family")]);
    parts(&family, &joined(&[part("given"), part("suffix")]))
}

fn shown(person: &Person) -> String {
    match &person.given {
        Some(given) => format!("{}, {given}", person.family),
        None => person.family.clone(),
    }
}

/// `{"date-parts": [[2010, 5]]}`, `{"raw": "May 2010"}`, or a plain value, as `2010-05` or as it is.
fn date_text(date: &Value) -> String {
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    if let Some(text) = scalar(date) {
        return text;
    }
    let parts = date.get("date-parts").and_then(|parts| parts.get(0)).and_then(Value::as_array);
    let parts: Vec<String> = parts.into_iter().flatten().filter_map(scalar).collect();
    if !parts.is_empty() {
        let padded = parts.iter().map(|part| format!("{part:0>2}"));
        return padded.collect::<Vec<_>>().join("-");
    }
    let other = ["raw", "literal"].iter().find_map(|key| date.get(key).and_then(scalar));
    other.unwrap_or_default()
}

/// The kind of a type of the Citation Style Language.
fn kind_of(kind: &str) -> &str {
    match kind {
        "article-journal" | "journalArticle" => "article",
        "article" => "preprint",
        "chapter" => "chapter",
        "paper-conference" => "conference",
        "article-newspaper" | "article-magazine" => "news",
        "webpage" | "post" | "post-weblog" => "web",
        "legal_case" | "legislation" | "patent" => "legal",
        other => other,
    }
}

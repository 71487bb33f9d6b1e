//! The front matter of a Markdown file: `key: value` lines between two rules.
//!
//! Only the simple forms that papers use are read: plain and quoted values, lists in brackets and
//! lists of `- ` items, and an author's `name:` inside such a list.

use crate::model::Metadata;

use super::person::person;
use super::split_keywords;

/// Most lines that front matter has.
const MOST_LINES: usize = 100;

/// Adds what the front matter of `text` says.
pub(super) fn read(text: &str, metadata: &mut Metadata) {
    for (key, values) in fields(text) {
        set(metadata, &key, values);
    }
}

/// The files that `bibliography` names.
pub(in crate::read) fn bibliographies(text: &str) -> Vec<String> {
    let named = fields(text).into_iter().filter(|(key, _)| key == "bibliography");
    named.flat_map(|(_, values)| values).collect()
}

/// One past the front matter; 0 where there is none.
pub(in crate::read) fn front_matter_end(text: &str) -> usize {
    let mut end = 0;
    for (number, line) in text.split_inclusive('\n').take(MOST_LINES + 2).enumerate() {
        end += line.len();
        match (number, line.trim_start_matches('\u{feff}').trim_end()) {
            (0, "---") => {}
            (0, _) => return 0,
            (_, "---" | "...") => return end,
            _ => {}
        }
    }
    0
}

/// The fields of front matter that is closed, with their values.
fn fields(text: &str) -> Vec<(String, Vec<String>)> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    if lines.next().map(str::trim_end) != Some("---") {
        return Vec::new();
    }
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    let mut closed = false;
    for line in lines.take(MOST_LINES) {
        if matches!(line.trim_end(), "---" | "...") {
            closed = true;
            break;
        }
        let item = line.trim_start();
        if let Some(value) = item.strip_prefix("- ") {
            let value = value.trim().strip_prefix("name:").unwrap_or(value);
            if let Some((_, values)) = fields.last_mut() {
                values.push(unquoted(value));
            }
        } else if item.len() == line.len()
            && let Some((key, value)) = line.split_once(':')
        {
            fields.push((key.trim().to_lowercase(), values(value)));
        }
    }
    if closed { fields } else { Vec::new() }
}

fn set(metadata: &mut Metadata, key: &str, mut values: Vec<String>) {
    let first = values.first().cloned();
    match key {
        "title" => metadata.title = first.filter(|title| !title.is_empty()),
        "author" | "authors" | "creator" => {
            if let [single] = values.as_slice() {
                let separator = if single.contains(';') { ";" } else { " and " };
                values = single.split(separator).map(str::to_owned).collect();
            }
            metadata.authors = values.iter().filter_map(|name| person(name)).collect();
        }
        "year" | "date" | "issued" | "published" => {
            let year = first.and_then(|date| date.get(..4)?.parse().ok());
            metadata.year = year.filter(|year| (1500..=2999).contains(year)).or(metadata.year);
        }
        "doi" => {
            metadata.doi = first.map(|doi| bare_doi(&doi)).filter(|doi| doi.starts_with("10."))
        }
        "journal" | "container" | "container-title" | "publication" => metadata.container = first,
        "lang" | "language" => {
            metadata.language = first.and_then(|code| code.get(..2)?.to_lowercase().parse().ok());
        }
        "keywords" | "tags" => {
            metadata.keywords = match values.as_slice() {
                [single] => split_keywords(single),
                _ => values,
            };
        }
        _ => {}
    }
}

fn bare_doi(doi: &str) -> String {
    let lower = doi.to_lowercase();
    lower.find("10.").and_then(|at| lower.get(at..)).unwrap_or_default().to_owned()
}

/// One value, or those of a list in brackets.
fn values(value: &str) -> Vec<String> {
    let value = value.trim();
    match value.strip_prefix('[').and_then(|inside| inside.strip_suffix(']')) {
        Some(inside) => inside.split(',').map(unquoted).collect(),
        None if value.is_empty() => Vec::new(),
        None => vec![unquoted(value)],
    }
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return inside.to_owned();
        }
    }
    value.to_owned()
}

//! References in CSL-JSON, as Zotero and Pandoc keep them.

use serde_json::Value;

use super::entry;
use crate::model::{Person, ReferenceFields, WorkKind};

/// The items of a file by their ids; none where it is no CSL-JSON.
pub(super) fn entries(source: &str) -> Vec<(String, ReferenceFields)> {
    let items: Value = serde_json::from_str(source).unwrap_or_default();
    let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| Some((words(item, "id")?, fields(item)))).collect()
}

/// A value as words; numbers count.
fn words(item: &Value, name: &str) -> Option<String> {
    let words = match item.get(name)? {
        Value::String(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}

fn fields(item: &Value) -> ReferenceFields {
    let (first_page, last_page) =
        words(item, "page").map(|pages| entry::pages(&pages)).unwrap_or_default();
    entry::sure(ReferenceFields {
        kind: kind(item.get("type").and_then(Value::as_str).unwrap_or_default()),
        authors: people(item, "author"),
        editors: people(item, "editor"),
        year: year(item),
        title: words(item, "title"),
        container: words(item, "container-title"),
        volume: words(item, "volume"),
        issue: words(item, "issue"),
        first_page,
        last_page,
        publisher: words(item, "publisher"),
        place: words(item, "publisher-place"),
        edition: words(item, "edition"),
        doi: words(item, "DOI").and_then(|doi| entry::doi(&doi)),
        url: words(item, "URL"),
        isbn: words(item, "ISBN"),
        pmid: words(item, "PMID"),
        ..ReferenceFields::default()
    })
}

fn year(item: &Value) -> Option<crate::model::Year> {
    let issued = item.get("issued")?;
    let part = issued.get("date-parts").and_then(|parts| parts.get(0)?.get(0));
    let part = part.and_then(|part| match part {
        Value::String(year) => Some(year.clone()),
        Value::Number(year) => Some(year.to_string()),
        _ => None,
    });
    let written = part.or_else(|| words(issued, "raw")).or_else(|| words(issued, "literal"))?;
    entry::year(&written)
}

fn people(item: &Value, role: &str) -> Vec<Person> {
    let people = item.get(role).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let person = |one: &Value| {
        if let Some(family) = words(one, "literal") {
            return Some(Person { family, given: None });
        }
        let particle = words(one, "non-dropping-particle");
        let family = words(one, "family")?;
        let family = particle.map_or(family.clone(), |particle| format!("{particle} {family}"));
        Some(Person { family, given: words(one, "given") })
    };
    people.iter().filter_map(person).collect()
}

fn kind(name: &str) -> WorkKind {
    match name {
        "article-journal" | "article" => WorkKind::Article,
        "book" => WorkKind::Book,
        "chapter" | "entry-encyclopedia" => WorkKind::Chapter,
        "paper-conference" => WorkKind::Conference,
        "thesis" => WorkKind::Thesis,
        "report" => WorkKind::Report,
        "article-newspaper" | "article-magazine" => WorkKind::News,
        "webpage" | "post-weblog" | "post" => WorkKind::Web,
        "dataset" => WorkKind::Dataset,
        "software" => WorkKind::Software,
        "legislation" | "legal_case" | "patent" | "bill" => WorkKind::Legal,
        _ => WorkKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_have_their_fields() {
        let source = r#"[{"id": 7, "type": "chapter", "title": "On\n ports", "container-title": "Seas",
            "author": [{"family": "Meulen", "given": "P.", "non-dropping-particle": "van der"}, {"literal": "Harbour Office"}],
            "issued": {"date-parts": [["2003", 5]]}, "page": "12-9", "DOI": "10.5555/X"}, 3, {"title": "no id"}]"#;
        let read = entries(source);
        let [(id, fields)] = read.as_slice() else { panic!("{read:?}") };
        assert_eq!((id.as_str(), fields.title.as_deref()), ("7", Some("On ports")));
        assert_eq!(fields.authors[0].family, "van der Meulen");
        assert_eq!(fields.authors[1].family, "Harbour Office");
        assert_eq!(fields.year.as_ref().unwrap().value, Some(2003));
        assert_eq!(fields.doi.as_deref(), Some("10.5555/x"));
        assert!(entries("{").is_empty() && entries("{}").is_empty());
    }
}

//! Full texts as S2ORC has them, which its release notes describe: the older form with `body_text`
//! and `bib_entries` (also that of CORD-19), the newer one with one string and annotations on it.

use std::borrow::Cow;

use serde_json::Value;

use super::field::{find, words};
use super::text::{Content, Piece, pieces};

/// The texts of a record in one of the two forms.
pub(super) fn content(record: &Value) -> Option<Content<'_>> {
    older(record).or_else(|| newer(record))
}

/// `pdf_parse.body_text` or `body_text`: paragraphs with the headings of their sections.
fn older(record: &Value) -> Option<Content<'_>> {
    let parse = find(record, "pdf_parse").or_else(|| find(record, "latex_parse")).unwrap_or(record);
    let body = parse.get("body_text").filter(|body| body.is_array())?;
    let references = parse.get("bib_entries").and_then(Value::as_object);
    let mut entries: Vec<(&String, &Value)> = references.into_iter().flatten().collect();
    entries.sort_by_key(|(key, _)| (number_in(key), key.as_str()));
    Some(Content {
        body: pieces(body),
        references: entries.into_iter().filter_map(|(_, entry)| printed(entry)).collect(),
        ..Content::default()
    })
}

/// The number at the end of a key such as `BIBREF12`.
fn number_in(key: &str) -> u64 {
    key.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(u64::MAX)
}

/// A reference as printed, or laid out from its fields.
fn printed(entry: &Value) -> Option<Cow<'_, str>> {
    if let Some(Value::String(raw)) = find(entry, "raw_text") {
        return Some(raw.into());
    }
    let text = |name: &str| find(entry, name).and_then(words);
    let authors: Vec<String> = find(entry, "authors")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|author| {
            let family = find(author, "last").and_then(words)?;
            let initial = find(author, "first").and_then(words)?.chars().next()?;
            Some(format!("{family}, {initial}."))
        })
        .collect();
    let title = text("title")?;
    let mut printed = authors.join(", ");
    if let Some(year) = text("year") {
        printed.push_str(&format!(" ({year})."));
    }
    printed.push_str(&format!(" {}.", title.trim_end_matches('.')));
    if let Some(venue) = text("venue") {
        printed.push_str(&format!(" {venue}"));
        if let Some(volume) = text("volume") {
            printed.push_str(&format!(", {volume}"));
        }
        if let Some(pages) = text("pages") {
            printed.push_str(&format!(", {pages}"));
        }
        printed.push('.');
    }
    Some(printed.trim().to_owned().into())
}

/// What an annotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Abstract,
    Heading,
    Paragraph,
    Reference,
}

/// `content` or `body` with `text` and `annotations`, places in characters.
fn newer(record: &Value) -> Option<Content<'_>> {
    let holder = ["content", "body"].into_iter().find_map(|name| {
        let holder = record.get(name)?;
        holder.get("annotations").is_some_and(Value::is_object).then_some(holder)
    })?;
    let mut content = Content::default();
    add_annotated(holder, &mut content);
    if !content.body.iter().any(|piece| matches!(piece, Piece::Paragraph(_))) {
        content.body = pieces(holder.get("text").unwrap_or(&Value::Null));
        content.references.clear();
    }
    if let Some(bibliography) = record.get("bibliography") {
        let mut listed = Content::default();
        add_annotated(bibliography, &mut listed);
        content.references.append(&mut listed.references);
    }
    Some(content)
}

fn add_annotated<'v>(holder: &'v Value, content: &mut Content<'v>) {
    let (Some(Value::String(text)), Some(annotations)) =
        (holder.get("text"), holder.get("annotations"))
    else {
        return;
    };
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let cut = |start: usize, end: usize| text.get(*places.get(start)?..*places.get(end)?);
    let mut marked = Vec::new();
    for (mark, names) in [
        (Mark::Abstract, &["abstract"][..]),
        (Mark::Heading, &["sectionheader", "section_header"]),
        (Mark::Paragraph, &["paragraph"]),
        (Mark::Reference, &["bibentry", "bib_entry"]),
    ] {
        let list = names.iter().find_map(|name| annotations.get(name));
        marked.extend(list.map(spans).unwrap_or_default().into_iter().map(|(s, e)| (s, mark, e)));
    }
    marked.sort_unstable();
    let mut last = 0;
    for (start, mark, end) in marked {
        let Some(words) = cut(start, end).filter(|_| start >= last) else { continue };
        last = end;
        match mark {
            Mark::Abstract => {
                content.body.push(Piece::Heading(1, "Abstract".into()));
                content.body.push(Piece::Paragraph(words.into()));
            }
            Mark::Heading => content.body.push(Piece::Heading(1, words.into())),
            Mark::Paragraph => content.body.push(Piece::Paragraph(words.into())),
            Mark::Reference => content.references.push(words.into()),
        }
    }
}

/// The spans of a list of annotations, which may be written as a string.
fn spans(list: &Value) -> Vec<(usize, usize)> {
    let parsed;
    let list = match list {
        Value::String(text) => {
            parsed = serde_json::from_str(text).unwrap_or(Value::Null);
            &parsed
        }
        list => list,
    };
    let number = |value: Option<&Value>| -> Option<usize> {
        let value = value?;
        let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
        number.and_then(|number| usize::try_from(number).ok())
    };
    let items = list.as_array().into_iter().flatten();
    items
        .filter_map(|item| Some((number(item.get("start"))?, number(item.get("end"))?)))
        .filter(|(start, end)| start < end)
        .collect()
}

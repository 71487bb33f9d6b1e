//! Where the text of a record is, and how it is put together.

use std::borrow::Cow;

use serde_json::Value;

use super::field::{chosen_or, find, words};
use super::{RecordFields, s2orc};
use crate::model::Metadata;
use crate::read::Extracted;
use crate::read::compose::Composer;

/// Fields that hold a full text.
pub(super) const USUAL_TEXT: [&str; 9] = [
    "text",
    "full_text",
    "body_text",
    "body",
    "content",
    "article",
    "article_text",
    "paper_text",
    "sections",
];

/// Fields that hold an abstract.
pub(super) const ABSTRACTS: &[&str] =
    &["abstract", "abstract_text", "pdf_parse.abstract", "metadata.abstract", "summary"];

/// How far into a text its title or abstract is looked for, in bytes.
const REACH: usize = 20_000;

/// Words of an abstract that tell whether a text has it.
const TELLING: usize = 12;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'v> {
    /// A heading of this level, from 1.
    Heading(u8, Cow<'v, str>),
    /// A paragraph.
    Paragraph(Cow<'v, str>),
    /// Text with its own lines and headings.
    Plain(Cow<'v, str>),
}

/// The texts of a record.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content<'v> {
    pub(super) summary: Option<Cow<'v, str>>,
    pub(super) body: Vec<Piece<'v>>,
    pub(super) references: Vec<Cow<'v, str>>,
}

/// The texts of a record; `None` where it has neither abstract nor full text.
pub(super) fn content<'v>(record: &'v Value, fields: &RecordFields) -> Option<Content<'v>> {
    let content = if fields.text.is_empty() {
        let mut content = s2orc::content(record).unwrap_or_default();
        if content.body.is_empty() {
            content.body = USUAL_TEXT
                .iter()
                .filter_map(|name| find(record, name))
                .map(pieces)
                .find(|body| has_words(body))
                .unwrap_or_default();
        }
        content.summary = content.summary.or_else(|| summary(record));
        content
    } else {
        let chosen = fields.text.iter().filter_map(|name| find(record, name));
        let body: Vec<Piece<'_>> = chosen.flat_map(pieces).collect();
        Content { body: if has_words(&body) { body } else { Vec::new() }, ..Content::default() }
    };
    (content.summary.is_some() || !content.body.is_empty()).then_some(content)
}

/// Whether there is more than headings, which an outline has too.
fn has_words(body: &[Piece<'_>]) -> bool {
    body.iter().any(|piece| !matches!(piece, Piece::Heading(..)))
}

fn summary(record: &Value) -> Option<Cow<'_, str>> {
    if let Some(Value::Object(index)) = record.get("abstract_inverted_index") {
        return Some(uninverted(index)).filter(|text| !text.is_empty()).map(Cow::Owned);
    }
    match chosen_or(record, None, ABSTRACTS)? {
        Value::String(text) => Some(Cow::Borrowed(text.as_str())),
        value => {
            let texts: Vec<String> = pieces(value)
                .into_iter()
                .filter_map(|piece| match piece {
                    Piece::Heading(..) => None,
                    Piece::Paragraph(words) | Piece::Plain(words) => Some(words.into_owned()),
                })
                .collect();
            Some(texts.join(" ")).filter(|text| !text.trim().is_empty()).map(Cow::Owned)
        }
    }
}

/// The text of an index from words to the places where they stand, as OpenAlex gives abstracts.
fn uninverted(index: &serde_json::Map<String, Value>) -> String {
    let mut placed: Vec<(u64, &str)> = Vec::new();
    for (word, places) in index {
        let places = places.as_array().into_iter().flatten().filter_map(Value::as_u64);
        placed.extend(places.map(|place| (place, word.as_str())));
    }
    placed.sort_unstable();
    let words: Vec<&str> = placed.into_iter().map(|(_, word)| word).collect();
    words.join(" ")
}

/// The parts of a full text: one string, a list of paragraphs, or a list of sections.
pub(super) fn pieces(value: &Value) -> Vec<Piece<'_>> {
    let mut into = Vec::new();
    add(value, 1, &mut into);
    into
}

/// Sections may lie in each other this deep.
const DEEPEST: u8 = 6;

fn add<'v>(value: &'v Value, level: u8, into: &mut Vec<Piece<'v>>) {
    match value {
        Value::String(text) if level == 1 && !text.trim().is_empty() => {
            into.push(Piece::Plain(text.into()));
        }
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let texts = items.iter().filter_map(Value::as_str);
            into.extend(texts.map(|text| Piece::Paragraph(text.into())));
        }
        Value::Array(items) if level <= DEEPEST => {
            let mut before = None;
            for item in items {
                add_section(item, level, &mut before, into);
            }
        }
        Value::Object(_) if level <= DEEPEST => add_section(value, level, &mut None, into),
        _ => {}
    }
}

/// Adds a section with its heading, which paragraphs of one section may each name.
fn add_section<'v>(
    item: &'v Value,
    level: u8,
    before: &mut Option<String>,
    into: &mut Vec<Piece<'v>>,
) {
    if let Value::String(text) = item {
        into.push(Piece::Paragraph(text.into()));
        return;
    }
    const HEADINGS: &[&str] = &["section", "heading", "header", "title", "name", "section_title"];
    const TEXTS: &[&str] = &["text", "paragraphs", "content", "body"];
    let heading = chosen_or(item, None, HEADINGS).and_then(words);
    if let Some(heading) = &heading
        && before.as_ref() != Some(heading)
    {
        into.push(Piece::Heading(level, heading.clone().into()));
    }
    *before = heading;
    match chosen_or(item, None, TEXTS) {
        Some(Value::String(text)) => into.push(Piece::Paragraph(text.into())),
        Some(value) => add(value, level + 1, into),
        None => {}
    }
    if let Some(inner) = chosen_or(item, None, &["sections", "subsections"]) {
        add(inner, level + 1, into);
    }
}

impl Content<'_> {
    /// Whether there is more than an abstract.
    pub(super) fn is_full(&self) -> bool {
        !self.body.is_empty()
    }

    /// Puts the text together; what `declared` gives as title stands first, where the text has none.
    pub(super) fn compose(&self, declared: Metadata) -> Extracted {
        let mut composer = Composer::default();
        let head = self.head();
        if let Some(title) = declared.title.as_deref().filter(|title| !has(&head, title)) {
            composer.title(title);
        }
        let summary = self.summary.as_deref().filter(|summary| {
            let words: Vec<&str> = summary.split_whitespace().take(TELLING).collect();
            !has(&head, &words.join(" "))
        });
        if let Some(summary) = summary {
            composer.heading(1, "Abstract");
            composer.paragraph(summary);
            if self.body.first().is_some_and(|piece| !matches!(piece, Piece::Heading(..))) {
                composer.heading(1, "Full text");
            }
        }
        for piece in &self.body {
            match piece {
                Piece::Heading(level, words) => drop(composer.heading(*level, words)),
                Piece::Paragraph(words) => drop(composer.paragraph(words)),
                Piece::Plain(text) => composer.verbatim(text),
            }
        }
        if !self.references.is_empty() {
            composer.heading(1, "References");
            for entry in &self.references {
                composer.paragraph(entry);
            }
        }
        composer.finish(declared)
    }

    /// The words at the beginning of the full text.
    fn head(&self) -> String {
        let mut head = " ".to_owned();
        for piece in &self.body {
            let (Piece::Heading(_, words) | Piece::Paragraph(words) | Piece::Plain(words)) = piece;
            add_words(words, &mut head);
            if head.len() >= REACH {
                break;
            }
        }
        head
    }
}

/// Adds words in lower case with a space behind each, until there is enough.
fn add_words(text: &str, into: &mut String) {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    for word in words {
        into.extend(word.chars().flat_map(char::to_lowercase));
        into.push(' ');
        if into.len() >= REACH {
            break;
        }
    }
}

/// Whether the words of a text have these in a row.
fn has(head: &str, words: &str) -> bool {
    let mut sought = " ".to_owned();
    add_words(words, &mut sought);
    head.contains(&sought)
}

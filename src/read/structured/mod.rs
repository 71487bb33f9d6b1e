//! Papers as records: objects with fields, as databases of papers export them.
//!
//! A record comes as one JSON object, whatever file it stood in (JSON lines, a JSON array, a row of
//! CSV or Parquet). Which fields hold what is told by their names: those of OpenAlex, of S2ORC in its
//! older and newer form, of CORE, of PubMed exports, and names in common use; [`RecordFields`] says
//! otherwise. Names are compared without regard to capitals, `_`, `-` and spaces, and `a.b` is the
//! field `b` inside `a`.
//!
//! The text of the paper is its title, where the text does not have it, its abstract, its full text
//! and its list of references, as far as the record has them. A full text that is one string keeps
//! its lines, and sections are found in it as in a text file; one that comes in parts brings its
//! headings.

mod facts;
mod field;
mod s2orc;
mod text;

use serde_json::Value;

use super::Extracted;
use crate::error::{ContainerFailure, Result};

pub(super) use field::same_name;

/// Most values, commas and brackets in a record: what it takes in memory is bounded by them.
const MOST_VALUES: usize = 2_000_000;

/// Longest name of a record in bytes; one that is longer is no name.
const LONGEST_ID: usize = 200;

/// Which fields of a record hold what, where its makers' names for them are not the usual ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct RecordFields {
    /// Fields with the text, one after the other; where empty, the usual names.
    pub text: Vec<String>,
    /// What the record is called, unlike any other of its file.
    pub id: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Year of publication.
    pub year: Option<String>,
    /// Authors.
    pub authors: Option<String>,
}

impl RecordFields {
    /// The names of fields that may hold the text, for messages.
    pub(super) fn known(&self) -> String {
        match self.text.is_empty() {
            true => text::USUAL_TEXT.join(", "),
            false => self.text.join(", "),
        }
    }

    /// A mark of the choices, empty where there are none: with others the paper is another one.
    pub(super) fn mark(&self) -> Vec<u8> {
        match *self == Self::default() {
            true => Vec::new(),
            false => serde_json::to_vec(self).unwrap_or_default(),
        }
    }
}

/// Whether the columns of a table hold the texts of papers, and not only facts about papers, which
/// is what a bibliography has. Our own tables of sentences and markers, which may lie among the papers,
/// hold none unless their column is chosen.
pub(super) fn has_text_column<'a>(
    columns: impl Iterator<Item = &'a str> + Clone,
    fields: &RecordFields,
) -> bool {
    let has = |name: &str| columns.clone().any(|column| same_name(name, column));
    if !fields.text.is_empty() {
        return fields.text.iter().any(|chosen| has(chosen));
    }
    !is_own_table(has) && text::USUAL_TEXT.iter().any(|usual| has(usual))
}

/// Whether a table or a list with these fields is one of our own results.
fn is_own_table(has: impl Fn(&str) -> bool) -> bool {
    has("document") && (has("start") && has("end") || has("theme") && has("work_id"))
}

/// A record of a structured corpus.
#[derive(Clone, Debug)]
pub(super) struct Record(Value);

impl Record {
    /// Parses a JSON object; nesting deeper than 128 is refused, and so are too many values.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self> {
        let no_record = |why: String| ContainerFailure::NotARecord(why).into();
        if memchr::memchr3_iter(b',', b'[', b'{', bytes).nth(MOST_VALUES).is_some() {
            return Err(no_record(format!("more than {MOST_VALUES} values")));
        }
        match serde_json::from_slice(bytes) {
            Ok(value @ Value::Object(_)) => Ok(Self(value)),
            Ok(_) => Err(no_record("it has no fields".to_owned())),
            Err(error) => Err(no_record(mistake(&error))),
        }
    }

    /// What the record is called; `None` where it has no usable name.
    pub(super) fn id(&self, fields: &RecordFields) -> Option<String> {
        let value = field::chosen_or(&self.0, fields.id.as_deref(), facts::IDS)?;
        let id = field::scalar(value)?;
        let id = facts::without_resolver(id.trim());
        let usable = !id.is_empty() && id.len() <= LONGEST_ID && !id.contains(char::is_control);
        usable.then(|| id.to_owned())
    }

    /// Whether any field holds text.
    pub(super) fn has_text(&self, fields: &RecordFields) -> bool {
        text::content(&self.0, fields).is_some()
    }

    /// Whether any field holds a text, and it is none of our own results.
    pub(super) fn is_paper(&self, fields: &RecordFields) -> bool {
        let ours = fields.text.is_empty() && is_own_table(|name| self.0.get(name).is_some());
        !ours && self.has_text(fields)
    }

    /// Whether it holds more of a paper than title and abstract, which a bibliography has too.
    pub(super) fn has_full_text(&self, fields: &RecordFields) -> bool {
        text::content(&self.0, fields).is_some_and(|content| content.is_full())
    }

    /// Whether it has fields that databases of papers have, and bibliographies have not.
    pub(super) fn is_of_a_database(&self) -> bool {
        const MARKS: [&str; 4] =
            ["abstract_inverted_index", "authorships", "corpusid", "yearPublished"];
        MARKS.iter().any(|mark| self.0.get(mark).is_some())
    }

    /// The text with what the record says about it.
    pub(super) fn compose(&self, fields: &RecordFields) -> Result<Extracted> {
        let Some(content) = text::content(&self.0, fields) else {
            return Err(ContainerFailure::NoTextField { known: fields.known() }.into());
        };
        Ok(content.compose(facts::declared(&self.0, fields)))
    }
}

/// What is wrong with a record, and where in it.
fn mistake(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let what = told.rsplit_once(" at line ").map_or(told.as_str(), |(what, _)| what);
    match error.line() {
        0 | 1 => format!("{what}, at byte {}", error.column()),
        line => format!("{what}, in its line {line}"),
    }
}

/// The text of a record, given as one JSON object.
pub(super) fn read(bytes: &[u8], fields: &RecordFields) -> Result<Extracted> {
    Record::parse(bytes)?.compose(fields)
}

#[cfg(test)]
mod tests;

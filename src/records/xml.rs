//! XML as a tree of elements with their lines, by `quick-xml`. Elements go by their names with prefix.
//!
//! A file that breaks off gives the elements that were complete, and a mistake. Entities beyond the
//! five of XML stand for nothing, so that no file can make others large.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::RecordMistake;

/// Deepest nesting of elements; what is deeper is passed over.
const DEEPEST: usize = 100;

/// An element.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    /// Line of its start tag, from 1.
    pub(super) line: usize,
    attributes: Vec<(String, String)>,
    text: String,
    pub(super) below: Vec<Element>,
}

impl Element {
    /// The attribute of this name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The elements of this name directly inside.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.below.iter().filter(move |element| element.name == name)
    }

    /// The first element at the end of this path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |element, name| element.below.iter().find(|below| below.name == *name))
    }

    /// All elements of this name at any depth, in the order of the file.
    pub(super) fn deep<'a>(&'a self, name: &str, into: &mut Vec<&'a Self>) {
        for element in &self.below {
            if element.name == name {
                into.push(element);
            } else {
                element.deep(name, into);
            }
        }
    }

    /// All text inside.
    pub(super) fn words(&self) -> String {
        let mut text = self.text.clone();
        for element in &self.below {
            if !text.is_empty() && !text.ends_with(' ') && element.name != "style" {
                text.push(' ');
            }
            text.push_str(&element.words());
        }
        text
    }
}

/// A root that holds all elements of the file, and what is wrong with it.
pub(super) fn read(text: &str) -> (Element, Option<RecordMistake>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut open = vec![Element::default()];
    let mut lines = Lines::new(text);
    let mut too_deep = 0_usize;
    let mistake = loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event() {
            Ok(Event::Start(_)) if open.len() > DEEPEST => too_deep += 1,
            Ok(Event::End(_)) if too_deep > 0 => too_deep -= 1,
            Ok(Event::Start(tag)) => open.push(element(&tag, lines.of(at))),
            Ok(Event::Empty(tag)) => {
                let element = element(&tag, lines.of(at));
                open.last_mut().into_iter().for_each(|above| above.below.push(element.clone()));
            }
            Ok(Event::End(_)) => close(&mut open),
            Ok(Event::Text(content)) => add(&mut open, content.xml10_content().ok().as_deref()),
            Ok(Event::CData(content)) => add(&mut open, content.xml10_content().ok().as_deref()),
            Ok(Event::GeneralRef(name)) => {
                let letter = name.resolve_char_ref().ok().flatten().map(String::from);
                let named = name.decode().ok();
                let known =
                    named.and_then(|name| resolve_predefined_entity(&name).map(str::to_owned));
                add(&mut open, letter.or(known).as_deref());
            }
            Ok(Event::Eof) => break None,
            Ok(_) => {}
            Err(error) => {
                break Some(RecordMistake {
                    line: lines.of(at),
                    reason: format!("broken XML: {error}"),
                });
            }
        }
    };
    let unclosed = open.get(1).filter(|_| mistake.is_none()).map(|element| RecordMistake {
        line: lines.of(text.len()),
        reason: format!(
            "the file ends inside `{}`, which begins in line {}",
            element.name, element.line
        ),
    });
    // What was complete before the file broke off is kept; what was not is no record.
    while open.len() > 1 {
        let incomplete = open.pop().unwrap_or_default();
        let keeps = incomplete.below.into_iter().collect::<Vec<_>>();
        let holder = matches!(incomplete.name.as_str(), "xml" | "records" | "rdf:RDF");
        if let Some(above) = open.last_mut().filter(|_| holder) {
            above.below.push(Element { name: incomplete.name, below: keeps, ..Element::default() });
        }
    }
    (open.pop().unwrap_or_default(), mistake.or(unclosed))
}

fn element(tag: &BytesStart<'_>, line: usize) -> Element {
    let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
    let mut all = tag.attributes();
    let attributes = all.with_checks(false).filter_map(|attribute| {
        let attribute = attribute.ok()?;
        let value = attribute.unescape_value().ok()?.into_owned();
        Some((String::from_utf8_lossy(attribute.key.as_ref()).into_owned(), value))
    });
    Element { name, line, attributes: attributes.collect(), ..Element::default() }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(element) = open.pop()
        && let Some(above) = open.last_mut()
    {
        above.below.push(element);
    }
}

fn add(open: &mut [Element], text: Option<&str>) {
    if let (Some(element), Some(text)) = (open.last_mut(), text)
        && !(element.text.is_empty() && text.trim().is_empty())
    {
        element.text.push_str(text);
    }
}

/// Lines of ascending places in a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of a byte, from 1; a place before the last one asked has its line.
    pub(super) fn of(&mut self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if at > self.at {
            let between = self.text.as_bytes().get(self.at..at).unwrap_or_default();
            self.line += memchr::memchr_iter(b'\n', between).count();
            self.at = at;
        }
        self.line
    }
}

//! XML files as trees of elements that know their places, by `quick-xml`; and text made safe for XML.
//!
//! Namespaces are passed over: elements go by their local names. Entities beyond the five of XML and
//! character references stand for nothing, so that no file can make others large.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

use super::outline::Report;
use crate::error::MistakeKind;
use crate::model::Span;

/// Deepest nesting of elements.
const DEEPEST: usize = 100;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its local name.
    pub(super) name: String,
    /// Its start tag.
    pub(super) span: Span,
    pub(super) attributes: Vec<Attribute>,
    /// Text directly inside it.
    pub(super) text: String,
    /// Place of that text, from its first to its last character.
    pub(super) text_span: Span,
    pub(super) below: Vec<Element>,
}

/// An attribute.
#[derive(Debug)]
pub(super) struct Attribute {
    name: String,
    pub(super) value: String,
    /// Place of the value, without its quotation marks.
    pub(super) span: Span,
}

impl Element {
    /// The attribute of this name.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The elements of this name directly inside.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.below.iter().filter(move |element| element.name == name)
    }
}

/// The root element; `None` where the file is no XML, which is reported.
pub(super) fn read(report: &mut Report<'_>) -> Option<Element> {
    let text = report.text;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let start = place(reader.buffer_position());
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                syntax(report, place(reader.error_position()), error.to_string());
                return None;
            }
        };
        let span = Span::new(start, place(reader.buffer_position()));
        match event {
            Event::Start(tag) => {
                if open.len() == DEEPEST {
                    report.mistake(span, MistakeKind::TooDeep(DEEPEST), "nest fewer elements");
                    return None;
                }
                open.push(element(&tag, span, report)?);
            }
            Event::Empty(tag) => {
                let element = element(&tag, span, report)?;
                put(element, &mut open, &mut root);
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    put(element, &mut open, &mut root);
                }
            }
            Event::Text(content) => add(&mut open, &content.xml10_content().ok()?, span),
            Event::CData(content) => add(&mut open, &content.xml10_content().ok()?, span),
            Event::GeneralRef(name) => {
                let letter = name.resolve_char_ref().ok().flatten();
                let named = name.decode().ok();
                let known = named.and_then(|name| resolve_xml_entity(&name));
                match (letter, known) {
                    (Some(letter), _) => add(&mut open, letter.encode_utf8(&mut [0; 4]), span),
                    (None, Some(known)) => add(&mut open, known, span),
                    (None, None) => {
                        syntax(report, span.start, "an entity that is not known".to_owned());
                        return None;
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(last) = open.last() {
        syntax(report, last.span.start, format!("`{}` is never closed", last.name));
        return None;
    }
    if root.is_none() {
        syntax(report, 0, "no element in it".to_owned());
    }
    root
}

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn syntax(report: &mut Report<'_>, at: usize, reason: String) {
    let at = at.min(report.text.len());
    let rest = report.text.get(at..).unwrap_or_default();
    let end = rest.find('>').map_or(at + 1, |end| at + end + 1);
    let kind = MistakeKind::Syntax { format: "XML", reason };
    report.places.add(Span::new(at, end), kind, None);
}

/// The element of a start tag.
fn element(tag: &BytesStart<'_>, span: Span, report: &mut Report<'_>) -> Option<Element> {
    let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = match attribute {
            Ok(attribute) => attribute,
            Err(error) => {
                syntax(report, span.start, error.to_string());
                return None;
            }
        };
        let value = match attribute.unescape_value() {
            Ok(value) => value.into_owned(),
            Err(error) => {
                syntax(report, span.start, error.to_string());
                return None;
            }
        };
        let name = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        let written = String::from_utf8_lossy(&attribute.value);
        let span = find(report.text, span, &name, &written);
        attributes.push(Attribute { name, value, span });
    }
    Some(Element { name, span, attributes, ..Element::default() })
}

/// Where an attribute's value stands in its tag.
fn find(text: &str, tag: Span, name: &str, written: &str) -> Span {
    let inside = tag.of(text);
    for quote in ['"', '\''] {
        let sought = format!("{name}={quote}{written}{quote}");
        if let Some(at) = inside.find(&sought) {
            let start = tag.start + at + name.len() + 2;
            return Span::new(start, start + written.len());
        }
    }
    tag
}

fn put(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(above) => above.below.push(element),
        None => {
            root.get_or_insert(element);
        }
    }
}

fn add(open: &mut [Element], text: &str, span: Span) {
    if let Some(element) = open.last_mut() {
        if element.text.is_empty() {
            element.text_span = span;
        }
        element.text_span = Span::new(element.text_span.start, span.end);
        element.text.push_str(text);
    }
}

/// The text with what XML cannot hold left out and the signs of XML written as entities; line ends and
/// tabs too, where `attribute` says that it stands in one.
pub(super) fn escaped(text: &str, attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' | '\t' if attribute => out.push_str(&format!("&#{};", u32::from(letter))),
            '\n' | '\t' => out.push(letter),
            '\r' => out.push_str("&#13;"),
            letter if letter.is_control() && letter < ' ' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            letter => out.push(letter),
        }
    }
    out
}

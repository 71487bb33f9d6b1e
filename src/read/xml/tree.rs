//! XML as a tree of elements, read event by event with `quick-xml`.
//!
//! Elements and attributes go by their local names. Entities are those of HTML, which the document
//! types of JATS define too; what a file defines itself is never expanded, so that none can grow,
//! and stands as U+FFFD. Elements nested deeper than [`DEEPEST`] are passed over and their text
//! belongs to the element around them.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::error::{Error, ErrorKind, Position, Result};
use crate::read::encoding;

/// Deepest nesting of elements that is kept.
const DEEPEST: usize = 200;

/// An element.
#[derive(Debug, Default)]
pub(in crate::read) struct Element {
    /// Its local name.
    pub(in crate::read) name: String,
    attributes: Vec<(String, String)>,
    /// What is in it.
    pub(in crate::read) nodes: Vec<Node>,
}

/// What is in an element.
#[derive(Debug)]
pub(in crate::read) enum Node {
    /// Text.
    Text(String),
    /// An element.
    Element(Element),
}

impl Element {
    /// The value of an attribute, by its local name.
    pub(in crate::read) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The elements directly inside.
    pub(in crate::read) fn children(&self) -> impl DoubleEndedIterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name directly inside.
    pub(in crate::read) fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|child| child.name == name)
    }

    /// The elements of this name directly inside.
    pub(in crate::read) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children().filter(move |child| child.name == name)
    }

    /// The element at the end of a path of names.
    pub(in crate::read) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The elements of this name anywhere inside, in the order of the text, none inside another.
    pub(in crate::read) fn descendants<'a>(&'a self, name: &str, into: &mut Vec<&'a Self>) {
        for child in self.children() {
            if child.name == name {
                into.push(child);
            } else {
                child.descendants(name, into);
            }
        }
    }

    /// All text inside with single spaces; `None` where there is none.
    pub(in crate::read) fn words(&self) -> Option<String> {
        let mut all = String::new();
        self.collect(&mut all);
        let words: Vec<&str> = all.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    fn collect(&self, into: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => into.push_str(text),
                Node::Element(element) => element.collect(into),
            }
        }
    }
}

/// The root element of an XML file.
pub(in crate::read) fn parse(bytes: &[u8]) -> Result<Element> {
    let text = decode(bytes)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut builder = Builder::default();
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                return Err(malformed(&text, at).caused_by(error));
            }
        };
        match event {
            Event::Start(tag) => builder.open(&tag),
            Event::Empty(tag) => {
                builder.open(&tag);
                builder.close();
            }
            Event::End(_) => builder.close(),
            Event::Text(words) => builder.text(&String::from_utf8_lossy(&words)),
            Event::CData(words) => builder.text(&String::from_utf8_lossy(&words)),
            Event::GeneralRef(name) => {
                let mut buffer = [0; 4];
                builder.text(entity(&name, &mut buffer));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if !builder.open.is_empty() {
        return Err(malformed(&text, text.len()));
    }
    builder.root.ok_or_else(|| malformed(&text, 0))
}

/// The elements in the making.
#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    /// How many elements deeper than the deepest are open.
    beyond: usize,
    root: Option<Element>,
}

impl Builder {
    fn open(&mut self, tag: &BytesStart<'_>) {
        if self.open.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
        let mut listed = tag.attributes();
        let attributes = listed.with_checks(false).flatten().map(|attribute| {
            let name = attribute.key.local_name();
            let value = attribute.unescape_value_with(resolve_html5_entity).map_or_else(
                |_| String::from_utf8_lossy(&attribute.value).into_owned(),
                Into::into,
            );
            (String::from_utf8_lossy(name.as_ref()).into_owned(), value)
        });
        let attributes = attributes.collect();
        self.open.push(Element { name, attributes, nodes: Vec::new() });
    }

    fn close(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.nodes.push(Node::Element(element)),
            None => self.root = self.root.take().or(Some(element)),
        }
    }

    fn text(&mut self, words: &str) {
        let Some(element) = self.open.last_mut() else { return };
        match element.nodes.last_mut() {
            Some(Node::Text(text)) => text.push_str(words),
            _ => element.nodes.push(Node::Text(words.to_owned())),
        }
    }
}

/// What an entity stands for.
fn entity<'b>(name: &BytesRef<'_>, buffer: &'b mut [u8; 4]) -> &'b str {
    if let Some(letter) = name.resolve_char_ref().ok().flatten() {
        return letter.encode_utf8(buffer);
    }
    let known = name.decode().ok().and_then(|name| resolve_html5_entity(&name));
    known.unwrap_or("\u{fffd}")
}

/// The text of an XML file: UTF-8, or the encoding that its first line declares.
fn decode(bytes: &[u8]) -> Result<String> {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let declared = head.starts_with("<?xml").then(|| head.split_once("?>")).flatten();
    let label = declared.and_then(|(declaration, _)| {
        let (_, value) = declaration.split_once("encoding")?;
        value.split(['"', '\'']).nth(1)
    });
    match label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())) {
        Some(encoding) if std::str::from_utf8(bytes).is_err() && encoding.is_ascii_compatible() => {
            Ok(encoding.decode(bytes).0.into_owned())
        }
        _ => encoding::decode(bytes),
    }
}

/// The error for a file that breaks off or is no XML, at this byte.
fn malformed(text: &str, at: usize) -> Error {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    Error::new(ErrorKind::MalformedXml).at_position(Position::Line { line, column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_go_by_local_names() {
        let root =
            parse(b"<a:b xmlns:a='x' xml:lang='en'>One <c>two&nbsp;&#x2014; &amp;</c></a:b>");
        let root = root.unwrap();
        assert_eq!((root.name.as_str(), root.attribute("lang")), ("b", Some("en")));
        assert_eq!(root.words().as_deref(), Some("One two — &"));
    }

    #[test]
    fn entities_of_the_file_are_not_expanded() {
        let bomb = "<!DOCTYPE b [<!ENTITY a \"ha\"><!ENTITY c \"&a;&a;&a;\">]><b>x&c;y</b>";
        assert_eq!(parse(bomb.as_bytes()).unwrap().words().as_deref(), Some("x\u{fffd}y"));
    }

    #[test]
    fn deep_nesting_keeps_the_text() {
        let depth = 100_000;
        let deep = format!("{}word{}", "<i>".repeat(depth), "</i>".repeat(depth));
        assert_eq!(parse(deep.as_bytes()).unwrap().words().as_deref(), Some("word"));
    }

    #[test]
    fn what_breaks_off_is_an_error_with_its_line() {
        for broken in ["<a>\n<b></a>", "<a>\n<b>x", "", "words", "<a>\n<b </a>"] {
            let error = parse(broken.as_bytes()).unwrap_err();
            assert_eq!(error.kind(), &ErrorKind::MalformedXml, "{broken}");
            assert!(error.position().is_some());
        }
    }

    #[test]
    fn a_declared_encoding_counts_where_the_bytes_are_no_utf_8() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xe9</a>";
        assert_eq!(parse(latin).unwrap().words().as_deref(), Some("café"));
    }
}

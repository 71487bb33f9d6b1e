//! XML as a row of events, by `quick-xml`.
//!
//! Namespaces are passed over: names are local ones. Entities beyond the five of XML and
//! character references stand for nothing, so that no file can make itself larger.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event as Raw};

use crate::error::DocumentFailure;

/// Deepest nesting of elements.
const DEEPEST: usize = 512;

/// What comes next in a file.
pub(super) enum Event<'a> {
    /// An element begins.
    Open(&'a Tag),
    /// The element of this name ends; also comes after an empty one.
    Close(&'a str),
    /// Text.
    Text(&'a str),
}

/// The start of an element.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of the attribute of this local name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn of(tag: &BytesStart<'_>) -> Self {
        let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
        // Not compared with each other, which takes the square of their number.
        let mut attributes = tag.attributes();
        let attributes = attributes.with_checks(false).flatten().map(|attribute| {
            let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
            let value = attribute.unescape_value().map(|value| value.into_owned());
            let plain = || String::from_utf8_lossy(&attribute.value).into_owned();
            (key, value.unwrap_or_else(|_| plain()))
        });
        Self { name, attributes: attributes.collect() }
    }
}

/// Visits what is in `text`, which is called `entry` where it is damaged.
pub(super) fn walk(
    entry: &str,
    text: &str,
    mut visit: impl FnMut(Event<'_>),
) -> Result<(), DocumentFailure> {
    let damaged = || DocumentFailure::Damaged(entry.to_owned());
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| damaged())? {
            Raw::Start(tag) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(DocumentFailure::TooDeep { limit: DEEPEST });
                }
                visit(Event::Open(&Tag::of(&tag)));
            }
            Raw::Empty(tag) => {
                let tag = Tag::of(&tag);
                visit(Event::Open(&tag));
                visit(Event::Close(&tag.name));
            }
            Raw::End(tag) => {
                depth = depth.saturating_sub(1);
                visit(Event::Close(&String::from_utf8_lossy(tag.local_name().as_ref())));
            }
            Raw::Text(words) => visit(Event::Text(&words.decode().map_err(|_| damaged())?)),
            Raw::CData(words) => visit(Event::Text(&words.decode().map_err(|_| damaged())?)),
            Raw::GeneralRef(name) => {
                let letter = name.resolve_char_ref().ok().flatten();
                if let Some(letter) = letter {
                    visit(Event::Text(letter.encode_utf8(&mut [0; 4])));
                } else if let Some(known) =
                    name.decode().ok().and_then(|name| resolve_predefined_entity(&name))
                {
                    visit(Event::Text(known));
                }
            }
            Raw::Eof if depth > 0 => return Err(damaged()),
            Raw::Eof => return Ok(()),
            _ => {}
        }
    }
}

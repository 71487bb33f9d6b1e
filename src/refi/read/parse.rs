//! `project.qde` as data.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, BytesText, Event};

use super::{Project, ReadCode, ReadCoding, ReadSource, unreadable};
use crate::error::{Position, Result};

/// Parts of a project that hold nothing that is read.
const PASSED_OVER: [&[u8]; 6] = [b"Notes", b"Cases", b"Sets", b"Links", b"Graphs", b"Variables"];
/// Selections in what is no plain text.
const OTHER_SELECTIONS: [&[u8]; 5] = [
    b"PDFSelection",
    b"PictureSelection",
    b"AudioSelection",
    b"VideoSelection",
    b"TranscriptSelection",
];
/// Codes below each other whose names make a path; of codes deeper than that, which no person made, the
/// path begins anew, so that paths cannot fill the memory.
const DEEPEST: usize = 100;
/// Kinds of sources.
const SOURCES: [&[u8]; 5] =
    [b"TextSource", b"PDFSource", b"PictureSource", b"AudioSource", b"VideoSource"];

/// The project in `xml`, and for each of its sources the path of its text; empty where it has none.
pub(super) fn parse(xml: &str) -> Result<(Project, Vec<String>)> {
    let mut reader = Reader::from_str(xml);
    let mut parser = Parser::default();
    loop {
        let event = reader.read_event().and_then(|event| {
            if let Event::Start(start) = &event
                && PASSED_OVER.contains(&start.local_name().as_ref())
            {
                return reader
                    .read_to_end(start.name())
                    .map(|_| Event::Comment(BytesText::new("")));
            }
            Ok(event)
        });
        let event = event.map_err(|error| {
            let byte = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
            let reason = "the XML of its `project.qde` is broken; export it again";
            unreadable(reason).at_position(Position::Byte(byte)).caused_by(error)
        })?;
        match event {
            Event::Start(start) => parser.open(&start),
            Event::Empty(start) => {
                parser.open(&start);
                parser.close(start.local_name().as_ref());
            }
            Event::End(end) => parser.close(end.local_name().as_ref()),
            Event::Text(text) => parser.text(&text.xml10_content().unwrap_or_default()),
            Event::CData(text) => parser.text(&text.xml10_content().unwrap_or_default()),
            Event::GeneralRef(reference) => parser.text(&character(&reference)),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if !parser.whole {
        return Err(unreadable(
            "the XML of its `project.qde` holds no whole `Project`; export it again",
        ));
    }
    Ok(parser.finish())
}

/// The character that a reference such as `&amp;` or `&#233;` stands for; nothing for one that XML does
/// not know.
fn character(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.decode().unwrap_or_default();
    quick_xml::escape::resolve_xml_entity(&name).unwrap_or_default().to_owned()
}

#[derive(Default)]
struct Parser {
    /// Whether the project has come to its end.
    whole: bool,
    project: Project,
    /// For each source the path of its text.
    paths: Vec<String>,
    /// Names of users by GUID.
    users: BTreeMap<String, String>,
    /// GUID of the user whose project it is.
    owner: String,
    /// Paths of the codes that are open.
    codes: Vec<String>,
    in_source: bool,
    /// Selections in what is no text that are open.
    elsewhere: usize,
    selection: Option<Selection>,
    /// GUID of the coder, inside a coding.
    coding: Option<String>,
    /// The text inside a source, while it is read.
    content: Option<String>,
}

/// A selection that is open.
struct Selection {
    /// `None` where it names no place.
    place: Option<(usize, usize)>,
    words: String,
    user: String,
}

impl Parser {
    fn open(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name();
        match name.as_ref() {
            b"Project" => {
                self.project.name = attribute(start, "name");
                self.project.origin = attribute(start, "origin");
                self.owner = identifier(&attribute(start, "creatingUserGUID"));
            }
            b"User" => {
                let id = attribute(start, "guid");
                let named = [attribute(start, "name"), attribute(start, "id"), id.clone()];
                let name = named.into_iter().find(|name| !name.trim().is_empty());
                self.users.insert(identifier(&id), name.unwrap_or_default().trim().to_owned());
            }
            b"Code" => self.open_code(start),
            kind if SOURCES.contains(&kind) => {
                self.in_source = true;
                self.project.sources.push(ReadSource {
                    id: identifier(&attribute(start, "guid")),
                    name: attribute(start, "name"),
                    ..ReadSource::default()
                });
                self.paths.push(attribute(start, "plainTextPath"));
            }
            kind if self.in_source => self.open_in_source(kind, start),
            _ => {}
        }
    }

    fn open_code(&mut self, start: &BytesStart<'_>) {
        let name = attribute(start, "name");
        let path = match self.codes.last() {
            Some(above) if self.codes.len() < DEEPEST => format!("{above}.{name}"),
            _ => name.clone(),
        };
        self.codes.push(path.clone());
        self.project.codes.push(ReadCode { id: identifier(&attribute(start, "guid")), name, path });
    }

    fn open_in_source(&mut self, kind: &[u8], start: &BytesStart<'_>) {
        match kind {
            kind if OTHER_SELECTIONS.contains(&kind) => self.elsewhere += 1,
            b"Representation" | b"TextDescription" if self.elsewhere == 0 => {
                if let Some(path) = self.paths.last_mut() {
                    *path = attribute(start, "plainTextPath");
                }
            }
            b"PlainTextContent" if self.elsewhere == 0 => self.content = Some(String::new()),
            b"PlainTextSelection" if self.elsewhere == 0 => {
                let at = |name| attribute(start, name).trim().parse().ok();
                self.selection = Some(Selection {
                    place: at("startPosition").zip(at("endPosition")),
                    words: attribute(start, "name"),
                    user: user(start, ["creatingUser", "modifyingUser"]),
                });
            }
            b"Coding" => self.coding = Some(user(start, ["creatingUser", "creatingUser"])),
            b"CodeRef" => self.code(identifier(&attribute(start, "targetGUID"))),
            _ => {}
        }
    }

    /// Takes a code for the selection that is open.
    fn code(&mut self, code: String) {
        let (Some(source), Some(coder)) = (self.project.sources.last_mut(), &self.coding) else {
            return;
        };
        let selection = self.selection.as_ref();
        let Some((start, end)) = selection.and_then(|selection| selection.place) else {
            source.without_place += 1;
            return;
        };
        let user = selection.map(|selection| selection.user.clone());
        let (words, user) = (selection.map(|s| s.words.clone()), user.unwrap_or_default());
        let coder = [coder, &user, &self.owner].into_iter().find(|id| !id.is_empty());
        source.codings.push(ReadCoding {
            start,
            end,
            words: words.unwrap_or_default(),
            code,
            coder: coder.cloned().unwrap_or_default(),
        });
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"Project" => self.whole = true,
            b"Code" => drop(self.codes.pop()),
            b"Coding" => self.coding = None,
            b"PlainTextSelection" => self.selection = None,
            b"PlainTextContent" => {
                let content = self.content.take();
                if let (Some(source), Some(content)) = (self.project.sources.last_mut(), content) {
                    source.text = Some(content);
                }
            }
            kind if OTHER_SELECTIONS.contains(&kind) => {
                self.elsewhere = self.elsewhere.saturating_sub(1);
            }
            kind if SOURCES.contains(&kind) => self.in_source = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(content) = &mut self.content {
            content.push_str(text);
        }
    }

    /// Puts names in the place of the coders' GUIDs; people of one name are told apart by numbers.
    fn finish(mut self) -> (Project, Vec<String>) {
        let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
        let mut names: BTreeMap<&str, String> = BTreeMap::new();
        for (id, name) in &self.users {
            let number = taken.entry(name).or_default();
            *number += 1;
            let name = if *number == 1 { name.clone() } else { format!("{name} ({number})") };
            names.insert(id, name);
        }
        for coding in self.project.sources.iter_mut().flat_map(|source| &mut source.codings) {
            coding.coder = match names.get(coding.coder.as_str()) {
                Some(name) => name.clone(),
                None if coding.coder.is_empty() => "unknown".to_owned(),
                None => std::mem::take(&mut coding.coder),
            };
        }
        (self.project, self.paths)
    }
}

/// The first of two users that an element names.
fn user(start: &BytesStart<'_>, names: [&str; 2]) -> String {
    let named = names.into_iter().map(|name| identifier(&attribute(start, name)));
    named.into_iter().find(|id| !id.is_empty()).unwrap_or_default()
}

/// A GUID in lower case, without braces and white space.
fn identifier(written: &str) -> String {
    written.trim().trim_matches(['{', '}']).to_ascii_lowercase()
}

/// The value of an attribute; empty where there is none.
fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    let found = attributes
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes());
    found.map_or_else(String::new, |attribute| {
        let raw = String::from_utf8_lossy(&attribute.value).into_owned();
        quick_xml::escape::unescape(&raw).map(|value| value.into_owned()).unwrap_or(raw)
    })
}

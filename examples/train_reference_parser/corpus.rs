//! Labelled references from AnyStyle's and GROBID's training files.
//!
//! Both are XML with one element a field. AnyStyle's elements hold the punctuation and the words around
//! a value (`<volume>Vol. 29 No. 4,</volume>`), GROBID's hold the value alone; module `project` makes
//! them alike. The reader below knows the little XML that these files use.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use leitmotif::extract::reference::parse::label::Field;

/// A reference as stretches of text with their fields.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// File that it is from.
    pub file: String,
    /// Its number in the file, from 0.
    pub index: usize,
    /// Stretches in order; no field for what stands between fields.
    pub stretches: Vec<(Option<Field>, String)>,
}

/// One piece of an XML file.
enum Piece<'x> {
    Open(&'x str, BTreeMap<&'x str, &'x str>),
    Empty,
    Close,
    Text(String),
}

/// All references of the training folder, in a fixed order.
pub fn read(folder: &Path) -> std::io::Result<Vec<Labelled>> {
    let mut references = Vec::new();
    let core = fs::read_to_string(folder.join("anystyle/core.xml"))?;
    read_file("core.xml", &core, "sequence", &anystyle_field, &mut references);
    let mut files: Vec<_> = fs::read_dir(folder.join("grobid-citation"))?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    for path in files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        read_file(&name.unwrap_or_default(), &text, "bibl", &grobid_field, &mut references);
    }
    Ok(references)
}

type FieldOf = dyn Fn(&str, &BTreeMap<&str, &str>, &Labelled) -> Option<Field>;

/// Adds the references of one file, each an element called `entry`.
fn read_file(
    name: &str,
    xml: &str,
    entry: &str,
    field_of: &FieldOf,
    references: &mut Vec<Labelled>,
) {
    let mut current: Option<Labelled> = None;
    let mut open: Vec<Option<Field>> = Vec::new();
    let mut index = 0;
    for piece in pieces(xml) {
        match (piece, &mut current) {
            (Piece::Open(tag, _), None) if tag == entry => {
                current = Some(Labelled { file: name.to_owned(), index, stretches: Vec::new() });
                index += 1;
                open.clear();
            }
            (Piece::Open(tag, attributes), Some(reference)) => {
                let field = field_of(tag, &attributes, reference);
                open.push(field.or(open.last().copied().flatten()));
                // A field of its own even where the one before was of the same kind.
                reference.stretches.push((*open.last().unwrap_or(&None), String::new()));
            }
            (Piece::Close, Some(reference)) => {
                if open.pop().is_none() {
                    references.extend(current.take());
                } else {
                    let anystyle = entry == "sequence";
                    let between = if anystyle { " " } else { "" };
                    reference.stretches.push((open.last().copied().flatten(), between.to_owned()));
                }
            }
            (Piece::Empty, Some(reference)) => {
                reference.stretches.push((open.last().copied().flatten(), " ".to_owned()));
            }
            (Piece::Text(text), Some(reference)) => {
                let anystyle_gap = entry == "sequence" && open.is_empty();
                if !anystyle_gap {
                    match reference.stretches.last_mut() {
                        Some((field, before)) if *field == open.last().copied().flatten() => {
                            before.push_str(&text);
                        }
                        _ => reference.stretches.push((open.last().copied().flatten(), text)),
                    }
                }
            }
            _ => {}
        }
    }
}

fn anystyle_field(tag: &str, _: &BTreeMap<&str, &str>, _: &Labelled) -> Option<Field> {
    Some(match tag {
        "author" | "director" => Field::Author,
        "editor" | "producer" => Field::Editor,
        "date" => Field::Date,
        "title" => Field::Title,
        "journal" | "container-title" => Field::Container,
        "collection-title" => Field::Series,
        "volume" => Field::Volume,
        "pages" => Field::Pages,
        "publisher" => Field::Publisher,
        "location" => Field::Place,
        "edition" => Field::Edition,
        "doi" | "url" | "isbn" => Field::Identifier,
        "citation-number" => Field::Number,
        _ => Field::Note,
    })
}

fn grobid_field(
    tag: &str,
    attributes: &BTreeMap<&str, &str>,
    reference: &Labelled,
) -> Option<Field> {
    let attribute = |name: &str| attributes.get(name).copied().unwrap_or_default();
    let kind = [attribute("type"), attribute("unit")].concat();
    let named = |wanted: Field| {
        reference.stretches.iter().any(|(field, text)| *field == Some(wanted) && text.len() > 2)
    };
    Some(match tag {
        "author" => Field::Author,
        "editor" => Field::Editor,
        "date" => Field::Date,
        "title" => match attribute("level") {
            "j" => Field::Container,
            "s" => Field::Series,
            "m" if named(Field::Title) => Field::Container,
            _ => Field::Title,
        },
        "biblScope" => match kind.as_str() {
            "vol" | "volume" => Field::Volume,
            "issue" => Field::Issue,
            "pp" | "page" => Field::Pages,
            _ => Field::Note,
        },
        "publisher" => Field::Publisher,
        "orgName" if kind == "collaboration" && named(Field::Author) => Field::Note,
        "orgName" if !named(Field::Author) && !named(Field::Title) => Field::Author,
        "orgName" => Field::Publisher,
        "pubPlace" | "pubplace" => Field::Place,
        "idno" | "ptr" => Field::Identifier,
        "note" => Field::Note,
        _ => return None,
    })
}

/// Cuts XML into tags and text; comments and declarations are left out.
fn pieces(xml: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        if !text.is_empty() {
            pieces.push(Piece::Text(decode(text)));
        }
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((inner, after)) = tag.get(1..).and_then(|inner| inner.split_once('>')) else {
            break;
        };
        rest = after;
        if inner.starts_with(['?', '!']) {
            continue;
        }
        if inner.starts_with('/') {
            pieces.push(Piece::Close);
        } else if inner.ends_with('/') {
            pieces.push(Piece::Empty);
        } else {
            let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
            pieces.push(Piece::Open(name, read_attributes(attributes)));
        }
    }
    pieces
}

fn read_attributes(mut rest: &str) -> BTreeMap<&str, &str> {
    let mut attributes = BTreeMap::new();
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { break };
        attributes.insert(name.trim(), value);
        rest = after;
    }
    attributes
}

fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() < 8);
        match entity {
            Some((name, after)) => {
                out.push(match name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => name
                        .strip_prefix("#x")
                        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
                        .or_else(|| name.strip_prefix('#').and_then(|number| number.parse().ok()))
                        .and_then(char::from_u32)
                        .unwrap_or(' '),
                });
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

//! Styles of OpenDocument: which paragraphs are headings, which runs are raised, how lists number.

use std::collections::BTreeMap;

use crate::error::DocumentFailure;
use crate::read::docx::{Role, role_of, written};
use crate::read::events::{Event, Tag, walk};

/// Most styles that one is based on, after the other.
const LONGEST_CHAIN: usize = 20;

/// A style of paragraphs or runs.
#[derive(Clone, Debug, Default)]
struct Style {
    shown: String,
    parent: Option<String>,
    outline: Option<u8>,
    raised: Option<bool>,
}

/// How a level of a list is numbered.
#[derive(Clone, Debug)]
pub(super) struct Number {
    /// The first number.
    pub(super) start: u32,
    format: String,
    before: String,
    after: String,
}

impl Number {
    /// The label of an item, and a space.
    pub(super) fn label(&self, count: u32) -> String {
        let format = match self.format.as_str() {
            "a" => "lowerLetter",
            "A" => "upperLetter",
            "i" => "lowerRoman",
            "I" => "upperRoman",
            _ => "decimal",
        };
        format!("{}{}{} ", self.before, written(count, format), self.after)
    }
}

/// The styles of a document: those of its programs and its own.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    lists: BTreeMap<(String, usize), Number>,
}

impl Styles {
    /// Adds the styles of a file.
    pub(super) fn read(&mut self, entry: &str, xml: &str) -> Result<(), DocumentFailure> {
        let mut current: Option<(String, Style)> = None;
        let mut list = String::new();
        walk(entry, xml, |event| match event {
            Event::Open(tag) if tag.name == "style" => {
                let name = tag.get("name").unwrap_or_default().to_owned();
                let style = Style {
                    shown: tag.get("display-name").unwrap_or(&name).replace("_20_", " "),
                    parent: tag.get("parent-style-name").map(str::to_owned),
                    outline: tag.get("default-outline-level").and_then(|level| level.parse().ok()),
                    raised: None,
                };
                current = Some((name, style));
            }
            Event::Open(tag) if tag.name == "text-properties" => {
                if let (Some((_, style)), Some(position)) = (&mut current, tag.get("text-position"))
                {
                    style.raised = Some(is_raised(position));
                }
            }
            Event::Open(tag) if tag.name == "list-style" => {
                list = tag.get("name").unwrap_or_default().to_owned();
            }
            Event::Open(tag) if tag.name == "list-level-style-number" => {
                if let (Some(level), Some(number)) = (level(tag), number(tag)) {
                    self.lists.insert((list.clone(), level), number);
                }
            }
            Event::Close("style") => self.styles.extend(current.take()),
            _ => {}
        })
    }

    /// What paragraphs of a style are.
    pub(super) fn role(&self, name: &str) -> Role {
        let found = self.chain(name).into_iter().find_map(|style| {
            let outline = style.outline.filter(|level| *level > 0).map(Role::Heading);
            role_of(&style.shown).or(outline)
        });
        found.or_else(|| role_of(&name.replace("_20_", " "))).unwrap_or_default()
    }

    /// Whether text of a style is raised.
    pub(super) fn is_raised(&self, name: &str) -> Option<bool> {
        self.chain(name).into_iter().find_map(|style| style.raised)
    }

    /// How a level of a list is numbered, from 1; `None` for bullets.
    pub(super) fn number(&self, list: &str, level: usize) -> Option<&Number> {
        self.lists.get(&(list.to_owned(), level))
    }

    fn chain(&self, name: &str) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = self.styles.get(name);
        while let Some(style) = next {
            chain.push(style);
            next = style.parent.as_ref().and_then(|parent| self.styles.get(parent));
            if chain.len() == LONGEST_CHAIN {
                break;
            }
        }
        chain
    }
}

/// `super 58%`, or how far above the line, in percent.
fn is_raised(position: &str) -> bool {
    let place = position.split_whitespace().next().unwrap_or_default();
    let percent = place.strip_suffix('%').and_then(|percent| percent.parse::<f64>().ok());
    place == "super" || percent.is_some_and(|percent| percent > 0.0)
}

fn level(tag: &Tag) -> Option<usize> {
    tag.get("level")?.parse().ok()
}

fn number(tag: &Tag) -> Option<Number> {
    let format = tag.get("num-format").unwrap_or_default();
    let part = |name: &str| tag.get(name).unwrap_or_default().to_owned();
    let start = tag.get("start-value").and_then(|start| start.parse().ok()).unwrap_or(1);
    (!format.is_empty()).then(|| Number {
        start: u32::max(start, 1),
        format: format.to_owned(),
        before: part("num-prefix"),
        after: part("num-suffix"),
    })
}

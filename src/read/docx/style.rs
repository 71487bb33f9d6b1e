//! Styles: which paragraphs are headings and titles, which runs are raised.
//!
//! A paragraph is a heading where its style, or one that it is based on, is a built-in heading, has
//! the name of one in the language of some Word, or an outline level. The built-in names in
//! `w:name` are English in every language of Word; the identifiers are not (`berschrift1`,
//! `Ttulo1`), and some programs write localised names.

use std::collections::BTreeMap;

use crate::error::DocumentFailure;
use crate::read::events::{Event, Tag, walk};
use crate::read::part::{LONG_CAPTION, Part};

/// Most styles that one is based on, after the other.
const LONGEST_CHAIN: usize = 20;

/// Words for headings, as names and as identifiers without accents have them, in lower case.
const HEADINGS: [&str; 20] = [
    "heading",
    "überschrift",
    "berschrift",
    "título",
    "ttulo",
    "titulo",
    "titre",
    "titolo",
    "judul",
    "kop",
    "rubrik",
    "overskrift",
    "nagłówek",
    "nagwek",
    "nadpis",
    "otsikko",
    "başlık",
    "заголовок",
    "標題",
    "标题",
];

/// Names of the style of titles, in lower case.
const TITLES: [&str; 7] = ["title", "titel", "título", "titulo", "titre", "titolo", "judul"];

/// What a paragraph is by its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::read) enum Role {
    /// Running text.
    #[default]
    Text,
    /// The title of the paper.
    Title,
    /// A heading of this level, from 1.
    Heading(u8),
    /// The caption of a figure or table.
    Caption,
    /// A line of a table of contents.
    Contents,
}

impl Role {
    /// A paragraph of this role. A caption that holds sentences is read as text.
    pub(in crate::read) fn part(self, words: String) -> Part {
        match self {
            Self::Title => Part::Title(words),
            Self::Heading(level) => Part::Heading(level, words),
            Self::Caption if words.len() <= LONG_CAPTION => Part::Apart(vec![words]),
            Self::Contents => Part::Paragraph(String::new()),
            Self::Text | Self::Caption => Part::Paragraph(words),
        }
    }
}

/// A style as the file has it.
#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    raised: Option<bool>,
    number: Option<String>,
    level: Option<usize>,
}

/// The styles of a document, by identifier.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(xml: &str) -> Result<Self, DocumentFailure> {
        let mut styles = BTreeMap::new();
        let mut current: Option<(String, Style)> = None;
        walk("styles.xml", xml, |event| match event {
            Event::Open(tag) if tag.name == "style" => {
                let id = tag.get("styleId").unwrap_or_default().to_owned();
                current = Some((id, Style::default()));
            }
            Event::Open(tag) => {
                if let Some((_, style)) = &mut current {
                    style.take(tag);
                }
            }
            Event::Close("style") => styles.extend(current.take()),
            _ => {}
        })?;
        Ok(Self(styles))
    }

    /// What paragraphs of a style are.
    pub(super) fn role(&self, id: &str) -> Role {
        let by_name = |name: &str| role_of(name);
        let chain = self.chain(id);
        let found = chain.iter().find_map(|style| {
            let outline = style.outline.map(outline_role);
            by_name(&style.name).or(outline)
        });
        found.or_else(|| by_name(id)).unwrap_or_default()
    }

    /// Whether text of a style is raised.
    pub(super) fn is_raised(&self, id: &str) -> Option<bool> {
        self.chain(id).iter().find_map(|style| style.raised)
    }

    /// The list that paragraphs of a style belong to, and the level there.
    pub(super) fn list(&self, id: &str) -> Option<(String, usize)> {
        let chain = self.chain(id);
        let number = chain.iter().find_map(|style| style.number.clone())?;
        let level = chain.iter().find_map(|style| style.level).unwrap_or_default();
        Some((number, level))
    }

    /// A style and those that it is based on.
    fn chain(&self, id: &str) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = self.0.get(id);
        while let Some(style) = next {
            chain.push(style);
            next = style.based_on.as_ref().and_then(|id| self.0.get(id));
            if chain.len() == LONGEST_CHAIN {
                break;
            }
        }
        chain
    }
}

impl Style {
    fn take(&mut self, tag: &Tag) {
        let value = tag.get("val");
        match tag.name.as_str() {
            "name" => self.name = value.unwrap_or_default().to_owned(),
            "basedOn" => self.based_on = value.map(str::to_owned),
            "outlineLvl" => self.outline = value.and_then(|value| value.parse().ok()),
            "vertAlign" => self.raised = Some(value == Some("superscript")),
            "numId" => self.number = value.map(str::to_owned),
            "ilvl" => self.level = value.and_then(|value| value.parse().ok()),
            _ => {}
        }
    }
}

/// The role that an outline level gives, from 0; the tenth is running text.
pub(super) fn outline_role(level: u8) -> Role {
    if level < 9 { Role::Heading(level + 1) } else { Role::Text }
}

/// The role that the name or identifier of a style tells.
pub(in crate::read) fn role_of(name: &str) -> Option<Role> {
    let name = name.trim().to_lowercase();
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: Option<u8> = name.get(word.len()..).and_then(|number| number.parse().ok());
    let word = word.trim_end();
    match number {
        Some(level @ 1..=9) if HEADINGS.contains(&word) => Some(Role::Heading(level)),
        Some(_) if matches!(word, "toc" | "contents") => Some(Role::Contents),
        None if TITLES.contains(&word) => Some(Role::Title),
        None if word == "caption" => Some(Role::Caption),
        None if matches!(word, "toc heading" | "contents heading") => Some(Role::Contents),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_headings_in_many_languages() {
        for name in ["heading 2", "Heading2", "berschrift2", "Überschrift 2", "Ttulo2", "Titre 2"]
        {
            assert_eq!(role_of(name), Some(Role::Heading(2)), "{name}");
        }
        assert_eq!(role_of("Title"), Some(Role::Title));
        assert_eq!(role_of("toc 3"), Some(Role::Contents));
        assert_eq!(role_of("Normal"), None);
        assert_eq!(role_of("heading 0"), None);
    }

    #[test]
    fn styles_follow_what_they_are_based_on() {
        let styles = Styles::read(
            r#"<w:styles><w:style w:type="paragraph" w:styleId="a"><w:name w:val="My head"/>
            <w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:name w:val="heading 3"/>
            <w:basedOn w:val="a"/></w:style><w:style w:styleId="c"><w:name w:val="Own"/>
            <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>
            </w:style></w:styles>"#,
        )
        .unwrap();
        assert_eq!(styles.role("a"), Role::Heading(3));
        assert_eq!(styles.role("c"), Role::Heading(1));
        assert_eq!(styles.role("Heading4"), Role::Heading(4));
        assert_eq!(styles.role("x"), Role::Text);
        assert_eq!((styles.is_raised("c"), styles.is_raised("a")), (Some(true), None));
    }
}

//! Body and back matter of an article in JATS: sections, paragraphs, captions, tables, notes.

use super::Writer;
use crate::read::inline::Inline;
use crate::read::xml::tree::{Element, Node};

/// Elements that stand between paragraphs, also where they are inside of one.
const BLOCKS: [&str; 22] = [
    "p",
    "sec",
    "list",
    "def-list",
    "disp-quote",
    "boxed-text",
    "fig",
    "fig-group",
    "table-wrap",
    "table-wrap-group",
    "verse-group",
    "statement",
    "speech",
    "supplementary-material",
    "media",
    "ref-list",
    "fn-group",
    "fn",
    "disp-formula-group",
    "code",
    "preformat",
    "array",
];

/// Elements without words of the text.
const WORDLESS: [&str; 15] = [
    "tex-math",
    "graphic",
    "inline-graphic",
    "media",
    "object-id",
    "index-term",
    "label",
    "title",
    "alt-text",
    "long-desc",
    "permissions",
    "sec-meta",
    "contrib-group",
    "processing-meta",
    "attrib",
];

impl<'a> Writer<'a> {
    /// What stands in an element, block by block.
    pub(super) fn blocks(&mut self, element: &'a Element, level: u8) {
        let mut line = Inline::default();
        for node in &element.nodes {
            match node {
                Node::Text(text) => line.push(text),
                Node::Element(child) if child.name == "fn" && !is_list_of_notes(element) => {
                    self.notes.push(child);
                }
                Node::Element(child) if is_block(child) => {
                    self.end(&mut line);
                    self.block(child, level);
                }
                Node::Element(child) if WORDLESS.contains(&child.name.as_str()) => {}
                Node::Element(child) => self.inline_element(child, &mut line),
            }
        }
        self.end(&mut line);
    }

    fn block(&mut self, element: &'a Element, level: u8) {
        match element.name.as_str() {
            "sec" | "app" | "ack" | "notes" | "glossary" | "bio" => self.section(element, level),
            "list" => element.all("list-item").for_each(|item| self.blocks(item, level)),
            "def-list" => self.definitions(element),
            "fig" | "table-wrap" | "supplementary-material" | "media" | "array" => {
                self.apart(element, level);
            }
            "ref-list" => self.ref_list(element, level),
            "fn-group" => {
                if element.child("title").is_some() {
                    self.section(element, level);
                } else {
                    self.blocks(element, level);
                }
            }
            "boxed-text" | "statement" => {
                let title = element.child("title").or_else(|| element.at(&["caption", "title"]));
                self.composer.paragraph(&title.and_then(Element::words).unwrap_or_default());
                self.blocks(element, level);
            }
            _ => self.blocks(element, level),
        }
    }

    /// A heading and what stands below it.
    fn section(&mut self, element: &'a Element, level: u8) {
        let known = match element.name.as_str() {
            "ack" => Some("Acknowledgements"),
            "app" => Some("Appendix"),
            _ => None,
        };
        let label = element.child("label").and_then(Element::words);
        let title = element.child("title").map(|title| {
            let mut line = Inline::default();
            self.inline(title, &mut line);
            line.text().to_owned()
        });
        let title = title.filter(|title| !title.is_empty());
        let heading = match (label, title.as_deref().or(known)) {
            (Some(label), Some(title)) => format!("{label} {title}"),
            (Some(words), None) => words,
            (None, words) => words.unwrap_or_default().to_owned(),
        };
        let below = match self.composer.heading(level, &heading) {
            Some(_) => level.saturating_add(1),
            None => level,
        };
        self.blocks(element, below);
    }

    fn definitions(&mut self, list: &'a Element) {
        for item in list.all("def-item") {
            let mut line = Inline::default();
            for part in item.children() {
                line.push(" ");
                self.inline(part, &mut line);
                if part.name == "term" {
                    line.push(":");
                }
            }
            self.end(&mut line);
        }
    }

    /// Label and caption of a figure or table, and its rows.
    fn apart(&mut self, element: &'a Element, level: u8) {
        let mut caption = Inline::default();
        if let Some(label) = element.child("label").and_then(Element::words) {
            caption.push(label.trim_end_matches('.'));
            caption.push(". ");
        }
        for part in element.child("caption").into_iter().flat_map(Element::children) {
            caption.push(" ");
            self.inline(part, &mut caption);
        }
        let mut lines = vec![caption];
        let mut rows = Vec::new();
        element.descendants("tr", &mut rows);
        lines.extend(rows.into_iter().map(|row| self.row(row)));
        self.composer.inline_apart(&lines);
        for foot in element.children().filter(|child| child.name == "table-wrap-foot") {
            self.blocks(foot, level);
        }
        self.notes(level);
    }

    fn row(&mut self, row: &'a Element) -> Inline {
        let mut line = Inline::default();
        for (count, cell) in row.children().enumerate() {
            if count > 0 {
                line.tab();
            }
            self.inline(cell, &mut line);
        }
        line
    }

    /// Writes the line as a paragraph, and the notes that belong to it.
    fn end(&mut self, line: &mut Inline) {
        self.composer.inline(&std::mem::take(line));
        self.notes(1);
    }

    fn notes(&mut self, level: u8) {
        for note in std::mem::take(&mut self.notes) {
            self.blocks(note, level);
        }
    }

    /// The words in an element, with the citations in them.
    pub(super) fn inline(&mut self, element: &'a Element, line: &mut Inline) {
        for node in &element.nodes {
            match node {
                Node::Text(text) => line.push(text),
                Node::Element(child) => self.inline_element(child, line),
            }
        }
    }

    fn inline_element(&mut self, element: &'a Element, line: &mut Inline) {
        match element.name.as_str() {
            "xref" => self.cross_reference(element, line),
            "sup" => {
                let raised = is_number(element);
                if raised {
                    line.raise();
                }
                self.inline(element, line);
                if raised {
                    line.lower();
                }
            }
            "break" => line.push(" "),
            "fn" => self.notes.push(element),
            "alternatives" => {
                let best = element.child("math").or_else(|| {
                    element.children().find(|child| !WORDLESS.contains(&child.name.as_str()))
                });
                if let Some(best) = best {
                    self.inline_element(best, line);
                }
            }
            "math" => {
                line.push(&element.words().unwrap_or_default());
            }
            "label" => self.inline(element, line),
            name if WORDLESS.contains(&name) && name != "title" => {}
            name if BLOCKS.contains(&name) => {
                line.push(" ");
                self.inline(element, line);
                line.push(" ");
            }
            _ => self.inline(element, line),
        }
    }

    /// A pointer into the paper: marked where it means references, left out where it is the sign of
    /// a note.
    fn cross_reference(&mut self, element: &'a Element, line: &mut Inline) {
        let kind = element.attribute("ref-type").unwrap_or_default();
        let targets = element.attribute("rid").unwrap_or_default().split_whitespace();
        let meant: Vec<usize> = targets.filter_map(|id| self.ids.get(id).copied()).collect();
        if matches!(kind, "fn" | "table-fn" | "author-notes" | "corresp" | "aff") {
            return;
        }
        let start = line.place();
        self.inline(element, line);
        if !meant.is_empty() {
            line.mark(start, meant);
        }
    }

    /// Acknowledgements, appendices and notes, then the references.
    pub(super) fn back(&mut self, back: &'a Element) {
        let is_list = |child: &&'a Element| child.name == "ref-list";
        for child in back.children().filter(|child| !is_list(child)) {
            match child.name.as_str() {
                "app-group" => child.children().for_each(|child| self.block(child, 1)),
                "fn-group" | "notes" if child.child("title").is_none() => {
                    self.composer.heading(1, "Notes");
                    self.blocks(child, 2);
                }
                _ => self.block(child, 1),
            }
        }
        back.children().filter(is_list).for_each(|list| self.ref_list(list, 1));
    }
}

/// Whether an element stands between paragraphs.
fn is_block(element: &Element) -> bool {
    let name = element.name.as_str();
    BLOCKS.contains(&name)
        || matches!(name, "app" | "ack" | "notes" | "glossary" | "bio" | "caption")
}

/// Whether the notes in an element stand there, and not where they are.
fn is_list_of_notes(element: &Element) -> bool {
    matches!(element.name.as_str(), "fn-group" | "table-wrap-foot" | "notes" | "back" | "sec")
}

/// Whether a raised element holds numbers only, as citations have them.
fn is_number(element: &Element) -> bool {
    let number =
        |c: char| c.is_ascii_digit() || matches!(c, ',' | '-' | '–' | ';' | '[' | ']' | ' ');
    element.words().is_some_and(|words| words.chars().all(number))
}

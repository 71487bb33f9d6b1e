//! OpenDocument text, `.odt` (ISO/IEC 26300).
//!
//! Headings are the elements for them, and paragraphs whose style ([`style`]) is based on that of
//! headings or titles. Deleted text, comments, indexes but for bibliographies, headers and footers
//! are left out; notes stand after the paragraph that calls them; a page turns where the program
//! left the break that it last showed. The title property counts as that of Word (see
//! [`super::docx`]).

mod style;

use std::collections::BTreeMap;

use crate::error::DocumentFailure;
use crate::model::Metadata;

use super::Extracted;
use super::builder::{Builder, Words};
use super::compose::Composer;
use super::docx::{Role, property};
use super::events::{Event, Tag, walk};
use super::package::Package;
use super::part::{Part, compose};

use self::style::Styles;

/// Elements that hold no words of the text, or none that are still in it.
const SKIPPED: [&str; 18] = [
    "tracked-changes",
    "annotation",
    "table-of-content",
    "illustration-index",
    "table-index",
    "object-index",
    "user-index",
    "alphabetical-index",
    "bibliography-source",
    "forms",
    "variable-decls",
    "sequence-decls",
    "user-field-decls",
    "hidden-text",
    "hidden-paragraph",
    "script",
    "title",
    "desc",
];

/// Most spaces and cells that one element stands for.
const MOST_REPEATED: usize = 64;

/// Reads the text of an OpenDocument text.
pub(super) fn extract(bytes: &[u8], size_limit: u64) -> Result<Extracted, DocumentFailure> {
    let mut package = Package::open(bytes, size_limit, "an OpenDocument text (.odt)")?;
    if let Some(manifest) = package.xml("META-INF/manifest.xml")?
        && manifest.contains("encryption-data")
    {
        return Err(DocumentFailure::Protected);
    }
    let content = package.needed("content.xml")?;
    let mut styles = Styles::default();
    if let Some(xml) = package.xml("styles.xml")? {
        styles.read("styles.xml", &xml)?;
    }
    styles.read("content.xml", &content)?;
    let title = package.xml("meta.xml")?.and_then(|xml| property(&xml, "title"));
    let mut body = Body::new(styles);
    walk("content.xml", &content, |event| body.take(&event))?;
    let parts = body.builder.finish();
    Ok(compose(parts, Composer::default(), title.as_deref(), Metadata::default()))
}

/// A list that is open.
#[derive(Debug)]
struct List {
    style: String,
    /// Whether the item that is open still lacks its number.
    waits: bool,
}

struct Body {
    styles: Styles,
    builder: Builder,
    /// Open elements inside of one that is skipped, itself included.
    skipped: usize,
    inside: bool,
    /// What the open paragraphs are.
    roles: Vec<Role>,
    /// Whether each open span is raised.
    spans: Vec<bool>,
    lists: Vec<List>,
    /// The last number of each level of each style of lists.
    counts: BTreeMap<(String, usize), u32>,
    /// Whether the mark of a note is being read.
    in_mark: bool,
}

impl Body {
    fn new(styles: Styles) -> Self {
        Self {
            styles,
            builder: Builder::default(),
            skipped: 0,
            inside: false,
            roles: Vec::new(),
            spans: Vec::new(),
            lists: Vec::new(),
            counts: BTreeMap::new(),
            in_mark: false,
        }
    }

    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Open(tag) if tag.name == "text" && !self.inside => self.inside = true,
            _ if !self.inside => {}
            Event::Open(_) if self.skipped > 0 => self.skipped += 1,
            Event::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Event::Open(tag) if SKIPPED.contains(&tag.name.as_str()) => self.skipped = 1,
            Event::Open(tag) => self.open(tag),
            Event::Close(name) => self.close(name),
            Event::Text(_) if self.skipped > 0 || self.in_mark => {}
            Event::Text(words) => self.push(words),
        }
    }

    fn push(&mut self, text: &str) {
        let raised = self.spans.last().copied().unwrap_or_default();
        if let Some(words) = self.builder.words() {
            words.push(text, raised);
        }
    }

    fn open(&mut self, tag: &Tag) {
        let style = tag.get("style-name").unwrap_or_default();
        match tag.name.as_str() {
            "h" => {
                let level = tag.get("outline-level").and_then(|level| level.parse().ok());
                let role = match self.styles.role(style) {
                    Role::Title => Role::Title,
                    _ => Role::Heading(level.unwrap_or(1)),
                };
                self.open_paragraph(role);
            }
            "p" => self.open_paragraph(self.styles.role(style)),
            "span" => {
                let outer = self.spans.last().copied().unwrap_or_default();
                self.spans.push(self.styles.is_raised(style).unwrap_or(outer));
            }
            "s" => {
                let count = tag.get("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(count.min(MOST_REPEATED)));
            }
            "tab" => self.push(" "),
            "line-break" => {
                self.builder.words().into_iter().for_each(Words::end_line);
            }
            "soft-page-break" => self.turn_page(),
            "table" => self.builder.open_table(),
            "table-row" => self.builder.open_row(),
            "table-cell" | "covered-table-cell" => self.builder.open_parts(),
            "text-box" => self.builder.open_parts(),
            "note-body" => {
                self.builder.open_parts();
                self.spans.push(false);
            }
            "note-citation" => self.in_mark = true,
            "list" => {
                let outer = self.lists.last().map(|list| list.style.clone());
                let style = if style.is_empty() { outer } else { Some(style.to_owned()) };
                self.lists.push(List { style: style.unwrap_or_default(), waits: false });
                let level = self.lists.len();
                if level == 1 && tag.get("continue-numbering") != Some("true") {
                    let style = self.lists.last().map(|list| list.style.clone());
                    self.counts.retain(|(known, _), _| Some(known) != style.as_ref());
                }
            }
            "list-item" => {
                self.lists.last_mut().into_iter().for_each(|list| list.waits = true);
            }
            _ => {}
        }
    }

    fn open_paragraph(&mut self, role: Role) {
        self.builder.open_paragraph();
        self.roles.push(role);
        let level = self.lists.len();
        if let Some(list) = self.lists.last_mut()
            && std::mem::take(&mut list.waits)
            && let Some(number) = self.styles.number(&list.style, level)
        {
            let count = self.counts.entry((list.style.clone(), level)).or_insert(number.start - 1);
            *count = count.saturating_add(1);
            let label = number.label(*count);
            self.push(&label);
        }
    }

    /// A page turns in the open paragraph, or before the next one.
    fn turn_page(&mut self) {
        let in_paragraph = self.builder.words().is_some();
        if !in_paragraph {
            self.builder.open_paragraph();
        }
        self.builder.words().into_iter().for_each(Words::turn_page);
        if !in_paragraph {
            self.builder.close_paragraph(Part::Paragraph);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                let role = self.roles.pop().unwrap_or_default();
                self.builder.close_paragraph(|words| role.part(words));
            }
            "span" => {
                self.spans.pop();
            }
            "table" => self.builder.close_table(),
            "table-cell" | "covered-table-cell" | "text-box" => self.builder.close_parts(),
            "note-citation" => self.in_mark = false,
            "note-body" => {
                self.spans.pop();
                let parts = self.builder.take_parts();
                self.builder.note(parts);
            }
            "list" => {
                self.lists.pop();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;

//! The elements of a page, in each other.
//!
//! Not the whole algorithm of browsers, which takes the square of the depth and moves what stands
//! in the wrong place: start tags end the paragraphs, items, rows and cells that cannot go on, end
//! tags close what they name if it is open, and beyond [`DEEPEST`] elements lie beside each other.
//! So the time is linear in the size of the page.

use html5gum::{Token, Tokenizer, naive_next_state};

use crate::error::DocumentFailure;
use crate::model::SectionKind;
use crate::text::heading_kind;

/// Deepest nesting; what is deeper is put beside. Pages rarely reach 60, browsers stop at 512.
pub(super) const DEEPEST: usize = 200;

/// Most elements and stretches of text.
const MOST_NODES: usize = 1_000_000;

/// Longest heading that names a kind of section, in bytes.
const LONGEST_NAME: usize = 60;

/// Elements without content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that end a paragraph.
const BLOCKS: [&str; 33] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "summary",
];

/// The place of a node in the tree.
pub(super) type Id = usize;

/// An element or a stretch of text.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: Id,
    pub(super) what: What,
    pub(super) children: Vec<Id>,
    /// Bytes of text in it, but for scripts.
    pub(super) size: usize,
    /// One past the last node below it; nodes are in the order of the page.
    pub(super) end: Id,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum What {
    Element(String, Vec<(String, String)>),
    Text(String),
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    body: Id,
    /// Headings of bibliographies, in order.
    references: Vec<Id>,
}

impl Tree {
    /// The tree of a page.
    pub(super) fn of(page: &str, is_xhtml: bool) -> Result<Self, DocumentFailure> {
        let root = Node {
            parent: 0,
            what: What::Element(String::new(), Vec::new()),
            children: Vec::new(),
            size: 0,
            end: 0,
        };
        let mut maker = Maker { nodes: vec![root], open: vec![0] };
        let mut tokens = Tokenizer::new(page);
        while let Some(Ok(token)) = tokens.next() {
            match token {
                Token::StartTag(tag) => {
                    let name = text(&tag.name);
                    let is_closed = is_xhtml && tag.self_closing;
                    if !is_closed && let Some(state) = naive_next_state(&tag.name) {
                        tokens.set_state(state);
                    }
                    let attributes = tag.attributes.iter();
                    let attributes =
                        attributes.map(|(name, value)| (text(name), text(&value.value))).collect();
                    maker.open(name, attributes, is_closed);
                }
                Token::EndTag(tag) => maker.close(&text(&tag.name)),
                Token::String(words) => maker.text(text(&words.value)),
                _ => {}
            }
            if maker.nodes.len() > MOST_NODES {
                return Err(DocumentFailure::TooManyElements { limit: MOST_NODES });
            }
        }
        Ok(maker.finish())
    }

    pub(super) fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// The name of an element; of text, nothing.
    pub(super) fn name(&self, id: Id) -> &str {
        match self.node(id).map(|node| &node.what) {
            Some(What::Element(name, _)) => name,
            _ => "",
        }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let Some(What::Element(_, attributes)) = self.node(id).map(|node| &node.what) else {
            return None;
        };
        let found = attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn children(&self, id: Id) -> &[Id] {
        self.node(id).map_or(&[], |node| node.children.as_slice())
    }

    pub(super) fn size(&self, id: Id) -> usize {
        self.node(id).map_or(0, |node| node.size)
    }

    pub(super) fn parent(&self, id: Id) -> Id {
        self.node(id).map_or(0, |node| node.parent)
    }

    /// All below a node, itself included, in order of the page.
    pub(super) fn below(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut waiting = vec![id];
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            waiting.extend(self.children(next).iter().rev());
            Some(next)
        })
    }

    /// The words of an element on one line.
    pub(super) fn text_of(&self, id: Id) -> String {
        let mut words = String::new();
        for node in self.below(id) {
            if let Some(What::Text(text)) = self.node(node).map(|node| &node.what) {
                words.push_str(text);
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the words of an element begin with a number, or with a bracket.
    pub(super) fn is_labelled(&self, id: Id) -> bool {
        let words = self.below(id).find_map(|id| match self.node(id).map(|node| &node.what) {
            Some(What::Text(words)) => words.trim_start().chars().next(),
            _ => None,
        });
        words.is_some_and(|first| first.is_ascii_digit() || first == '[')
    }

    /// What the section is for whose heading an element is.
    pub(super) fn kind(&self, id: Id) -> Option<SectionKind> {
        if self.size(id) > LONGEST_NAME {
            return None;
        }
        heading_kind(&self.text_of(id))
    }

    /// Whether a heading in an element is that of a bibliography.
    pub(super) fn holds_references(&self, id: Id) -> bool {
        let end = self.node(id).map_or(0, |node| node.end);
        let next = self.references.partition_point(|&heading| heading < id);
        self.references.get(next).is_some_and(|&heading| heading < end)
    }

    /// The body, or the whole where there is none.
    pub(super) fn body(&self) -> Id {
        self.body
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The level of a heading, by the name of its element.
pub(super) fn level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

struct Maker {
    nodes: Vec<Node>,
    /// Open elements, from the root.
    open: Vec<Id>,
}

impl Maker {
    fn name(&self, id: Id) -> &str {
        match self.nodes.get(id).map(|node| &node.what) {
            Some(What::Element(name, _)) => name,
            _ => "",
        }
    }

    fn add(&mut self, what: What) -> Id {
        let parent = self.open.last().copied().unwrap_or_default();
        let id = self.nodes.len();
        self.nodes.push(Node { parent, what, children: Vec::new(), size: 0, end: 0 });
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.push(id);
        }
        id
    }

    fn open(&mut self, name: String, attributes: Vec<(String, String)>, is_closed: bool) {
        match name.as_str() {
            "li" => self.end_last(&["li"], &["ul", "ol", "table"]),
            "dt" | "dd" => self.end_last(&["dt", "dd"], &["dl", "table"]),
            "tr" => self.end_last(&["tr", "caption"], &["table"]),
            "td" | "th" => self.end_last(&["td", "th"], &["tr", "table"]),
            "thead" | "tbody" | "tfoot" => {
                self.end_last(&["thead", "tbody", "tfoot", "tr", "caption"], &["table"]);
            }
            "option" => self.end_last(&["option"], &["select"]),
            "body" => self.end_last(&["head"], &[]),
            _ => {}
        }
        if BLOCKS.contains(&name.as_str()) {
            self.end_last(&["p"], &["td", "th", "caption", "table", "button", "li", "div"]);
        }
        let is_void = VOID.contains(&name.as_str());
        let id = self.add(What::Element(name, attributes));
        if !is_void && !is_closed && self.open.len() < DEEPEST {
            self.open.push(id);
        }
    }

    /// Ends the outermost open element of these names up to the next one of `scope`.
    fn end_last(&mut self, names: &[&str], scope: &[&str]) {
        let within = self.open.iter().rposition(|&id| scope.contains(&self.name(id)));
        let from = within.map_or(0, |place| place + 1);
        let found = self.open.iter().skip(from).position(|&id| names.contains(&self.name(id)));
        if let Some(place) = found {
            self.open.truncate((from + place).max(1));
        }
    }

    fn close(&mut self, name: &str) {
        let is_table = matches!(name, "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th");
        for place in (1..self.open.len()).rev() {
            let open = self.open.get(place).map_or("", |&id| self.name(id));
            if open == name {
                self.open.truncate(place);
                return;
            }
            // A stray end tag inside of a cell ends nothing outside of it.
            if !is_table && matches!(open, "td" | "th" | "caption") {
                return;
            }
        }
    }

    fn text(&mut self, words: String) {
        let parent = self.open.last().copied().unwrap_or_default();
        let is_script = matches!(self.name(parent), "script" | "style" | "template" | "noscript");
        let size = if is_script { 0 } else { words.trim().len() };
        let id = self.add(What::Text(words));
        if let Some(node) = self.nodes.get_mut(id) {
            node.size = size;
        }
    }

    /// The tree, with the sizes of all elements.
    fn finish(mut self) -> Tree {
        for id in (1..self.nodes.len()).rev() {
            let (parent, size) = self.nodes.get(id).map_or((0, 0), |node| (node.parent, node.size));
            let end = self.nodes.get_mut(id).map_or(0, |node| {
                node.end = node.end.max(id + 1);
                node.end
            });
            if let Some(parent) = self.nodes.get_mut(parent) {
                parent.size += size;
                parent.end = parent.end.max(end);
            }
        }
        let mut tree = Tree { nodes: self.nodes, body: 0, references: Vec::new() };
        let body = tree.below(0).find(|&id| tree.name(id) == "body");
        tree.body = body.unwrap_or_default();
        let of_references = |id: &Id| {
            level(tree.name(*id)).is_some() && tree.kind(*id) == Some(SectionKind::References)
        };
        tree.references = tree.below(tree.body).filter(of_references).collect();
        tree
    }
}

//! The text of a page, or of the part of it that is the paper.

use super::root::is_left_out;
use super::tree::{Id, Tree, What, level};
use crate::model::SectionKind;
use crate::read::builder::{Builder, Words};
use crate::read::part::{LONG_CAPTION, Part};

/// Elements with lines of their own.
const LINES: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "ul",
    "figcaption",
    "caption",
    "legend",
    "pre",
    "hgroup",
];

/// The parts of a page below `root`, and the labels of the pages that turn there.
pub(super) fn parts(tree: &Tree, root: Id) -> (Vec<Part>, Vec<String>) {
    let mut reader = Reader {
        tree,
        builder: Builder::default(),
        is_open: false,
        raised: false,
        labels: Vec::new(),
        in_references: false,
        numbers: 0,
        lists: Vec::new(),
    };
    reader.read(root);
    reader.end();
    (reader.builder.finish(), reader.labels)
}

/// An ordered list, and its last number.
struct List {
    is_ordered: bool,
    last: i64,
}

struct Reader<'a> {
    tree: &'a Tree,
    builder: Builder,
    /// Whether a paragraph is open.
    is_open: bool,
    raised: bool,
    labels: Vec<String>,
    in_references: bool,
    /// Numbers in brackets or raised so far: the paper cites by them.
    numbers: usize,
    lists: Vec<List>,
}

impl Reader<'_> {
    /// Reads a node and what is below; at most as deep as the tree.
    fn read(&mut self, id: Id) {
        let name = match self.tree.node(id).map(|node| &node.what) {
            Some(What::Text(words)) => return self.push(words),
            Some(What::Element(name, _)) => name.as_str(),
            None => return,
        };
        if self.is_page_break(id) {
            return;
        }
        if is_left_out(self.tree, id) {
            return;
        }
        match name {
            "br" => {
                self.begin();
                self.builder.words().into_iter().for_each(Words::end_line);
            }
            "sup" => {
                let outer = std::mem::replace(&mut self.raised, true);
                self.numbers += usize::from(self.tree.is_labelled(id));
                self.below(id);
                self.raised = outer;
            }
            "q" => {
                self.push("“");
                self.below(id);
                self.push("”");
            }
            "table" => self.table(id),
            "pre" => self.lines(id),
            name if level(name).is_some() => self.heading(id, level(name).unwrap_or(1)),
            "figcaption" | "caption" => self.caption(id),
            "ol" | "ul" => {
                let start = self.tree.attribute(id, "start").and_then(|start| start.parse().ok());
                let last = start.unwrap_or(1_i64).saturating_sub(1);
                self.lists.push(List { is_ordered: name == "ol", last });
                self.block(id);
                self.lists.pop();
            }
            "li" => {
                self.end();
                self.number(id);
                self.block(id);
            }
            name if LINES.contains(&name) => self.block(id),
            _ => self.below(id),
        }
    }

    fn below(&mut self, id: Id) {
        let tree = self.tree;
        for &child in tree.children(id) {
            self.read(child);
        }
    }

    fn block(&mut self, id: Id) {
        if self.tree.name(id) != "li" {
            self.end();
        }
        self.below(id);
        self.end();
    }

    fn begin(&mut self) {
        if !self.is_open {
            self.builder.open_paragraph();
            self.is_open = true;
        }
    }

    fn end(&mut self) {
        self.end_as(Part::Paragraph);
    }

    fn end_as(&mut self, make: impl FnOnce(String) -> Part) {
        if std::mem::take(&mut self.is_open) {
            self.builder.close_paragraph(make);
        }
    }

    fn push(&mut self, words: &str) {
        if !self.is_open && words.trim().is_empty() {
            return;
        }
        self.begin();
        if !self.in_references {
            let bracketed = words.split('[').skip(1).filter(|rest| starts_with_digit(rest));
            self.numbers += bracketed.count();
        }
        let raised = self.raised;
        if let Some(into) = self.builder.words() {
            into.push(words, raised);
        }
    }

    fn heading(&mut self, id: Id, level: u8) {
        self.end();
        self.below(id);
        let kind = self.tree.kind(id);
        self.in_references = kind == Some(SectionKind::References);
        self.end_as(|words| Part::Heading(level, words.replace('\n', " ")));
    }

    /// A caption, which is running text where it is long.
    fn caption(&mut self, id: Id) {
        self.end();
        self.below(id);
        self.end_as(|words| match words.trim().len() {
            0..=LONG_CAPTION => Part::Apart(vec![words.replace('\n', " ")]),
            _ => Part::Paragraph(words),
        });
    }

    /// Text whose lines are set as they are.
    fn lines(&mut self, id: Id) {
        self.end();
        let mut text = String::new();
        for node in self.tree.below(id) {
            if let Some(What::Text(words)) = self.tree.node(node).map(|node| &node.what) {
                text.push_str(words);
            }
        }
        let clean = |line: &str| line.replace(|c: char| c.is_control(), " ");
        self.builder.receive([Part::Apart(text.lines().map(clean).collect())]);
    }

    /// Writes the number of an entry of the bibliography, which only browsers show.
    fn number(&mut self, id: Id) {
        let own = self.tree.attribute(id, "value").and_then(|value| value.parse().ok());
        let Some(list) = self.lists.last_mut().filter(|list| list.is_ordered) else { return };
        list.last = own.unwrap_or_else(|| list.last.saturating_add(1));
        let number = list.last;
        if self.in_references && self.numbers > 0 && !self.tree.is_labelled(id) {
            self.push(&format!("[{number}] "));
        }
    }

    /// Reads a table: its caption before it, and after it what stands in no cell.
    fn table(&mut self, id: Id) {
        self.end();
        let tree = self.tree;
        let (mut rows, mut strays) = (Vec::new(), Vec::new());
        for &child in tree.children(id) {
            match tree.name(child) {
                "caption" => self.read(child),
                "tr" => rows.push(child),
                "thead" | "tbody" | "tfoot" => rows.extend(tree.children(child)),
                _ => strays.push(child),
            }
        }
        self.builder.open_table();
        for row in rows {
            if tree.name(row) != "tr" {
                strays.push(row);
            } else if !is_left_out(tree, row) {
                self.row(row, &mut strays);
            }
        }
        self.builder.close_table();
        for stray in strays {
            self.read(stray);
        }
        self.end();
    }

    fn row(&mut self, row: Id, strays: &mut Vec<Id>) {
        self.builder.open_row();
        for &cell in self.tree.children(row) {
            if matches!(self.tree.name(cell), "td" | "th") {
                self.builder.open_parts();
                self.below(cell);
                self.end();
                self.builder.close_parts();
            } else {
                strays.push(cell);
            }
        }
    }

    /// Turns the page where an element says so, and whether it does.
    fn is_page_break(&mut self, id: Id) -> bool {
        let of = |name: &str| self.tree.attribute(id, name).unwrap_or_default();
        let is_break = of("role") == "doc-pagebreak"
            || of("epub:type").split_whitespace().any(|kind| kind == "pagebreak");
        if !is_break {
            return false;
        }
        let inside = self.tree.text_of(id);
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let label = [of("title"), of("aria-label"), &inside]
            .into_iter()
            .map(|label| label.trim().trim_start_matches("page ").trim_matches('.').trim())
            .find(|label| !label.is_empty() && label.len() <= 20)
            .map_or_else(|| digits(of("id")), str::to_owned);
        if !label.is_empty() {
            let was_open = self.is_open;
            self.begin();
            if let Some(words) = self.builder.words() {
                words.turn_page();
                self.labels.push(label);
            }
            if !was_open {
                self.end();
            }
        }
        true
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

//! TEI, as GROBID writes it: the mark-up of articles that were read from PDF.

mod reference;

use rustc_hash::FxHashMap;

use super::Extracted;
use super::compose::Composer;
use super::entry;
use super::inline::Inline;
use super::xml::tree::{Element, Node};
use crate::model::{GivenReference, Metadata};
use reference::Bibliographic;

/// The text of a `TEI` element.
///
/// Title, abstract and key words come first, then the body, notes and back matter, then the
/// references, each printed as it stood in the PDF where GROBID kept that
/// (`note type="raw_reference"`), else laid out by author and year. GROBID's sections are flat; the
/// level of a heading is that of its number. `ref` elements of type `bibr` with a target become
/// given markers; those without one are read from the text.
pub(super) fn read(root: &Element) -> Extracted {
    let mut lists = Vec::new();
    root.descendants("listBibl", &mut lists);
    let references: Vec<&Element> = lists.iter().flat_map(|list| list.all("biblStruct")).collect();
    let places = (0..).zip(&references);
    let ids = places.filter_map(|(place, one)| Some((one.attribute("id")?, place))).collect();
    let mut writer = Writer { composer: Composer::default(), ids };
    writer.composer.marked_up();
    writer.composer.expect_references(references.len());
    let header = root.child("teiHeader");
    let declared = header.map(|header| metadata(root, header)).unwrap_or_default();
    if let Some(title) = &declared.title {
        writer.composer.title(title);
    }
    if let Some(text) = header.and_then(|header| header.at(&["profileDesc", "abstract"])) {
        writer.composer.heading(1, "Abstract");
        writer.blocks(text, 2);
    }
    if !declared.keywords.is_empty() {
        writer.composer.paragraph(&format!("Keywords: {}", declared.keywords.join("; ")));
    }
    for part in ["front", "body", "back"] {
        if let Some(part) = root.child("text").and_then(|text| text.child(part)) {
            writer.blocks(part, 1);
        }
    }
    writer.list(&references);
    writer.composer.finish(declared)
}

/// What the header says of the paper.
fn metadata(root: &Element, header: &Element) -> Metadata {
    let description = header.child("fileDesc");
    let source = description.and_then(|file| file.at(&["sourceDesc", "biblStruct"]));
    let work = source.map(|source| Bibliographic::read(source).fields).unwrap_or_default();
    let title = description.and_then(|file| file.at(&["titleStmt", "title"]));
    let published = description.and_then(|file| file.at(&["publicationStmt", "date"]));
    let published = published.and_then(|date| {
        let written = date.attribute("when").map(str::to_owned).or_else(|| date.words())?;
        entry::year(written.get(..4)?)?.value
    });
    let mut terms = Vec::new();
    if let Some(profile) = header.child("profileDesc") {
        profile.descendants("term", &mut terms);
    }
    let language = root.child("text").and_then(|text| text.attribute("lang"));
    let language = language.or_else(|| header.attribute("lang")).and_then(|code| code.get(..2));
    Metadata {
        title: title.and_then(Element::words).or(work.title),
        authors: work.authors,
        year: work.year.and_then(|year| year.value).or(published),
        container: work.container,
        doi: work.doi,
        language: language.and_then(|code| code.to_lowercase().parse().ok()),
        keywords: terms.into_iter().filter_map(Element::words).collect(),
        ..Metadata::default()
    }
}

/// Writes the parts of a text.
struct Writer<'a> {
    composer: Composer,
    ids: FxHashMap<&'a str, usize>,
}

impl Writer<'_> {
    /// What stands in an element, block by block.
    fn blocks(&mut self, element: &Element, level: u8) {
        let mut below = level;
        for child in element.children() {
            match child.name.as_str() {
                "head" => below = self.head(child, level),
                "div" if is_of_references(child) => {}
                "div" => {
                    self.part_heading(child);
                    self.blocks(child, below);
                }
                "listBibl" => {}
                "figure" => self.figure(child),
                "table" => self.rows(child, Vec::new()),
                "list" => child.all("item").for_each(|item| self.paragraph(item)),
                "p" | "ab" | "note" | "quote" | "item" | "s" => self.paragraph(child),
                "floatingText" | "body" => self.blocks(child, below),
                _ => {}
            }
        }
    }

    /// A heading: its level is that of its number, `2.1`, else that of its element.
    fn head(&mut self, head: &Element, level: u8) -> u8 {
        let number = head.attribute("n").map(|number| number.trim_end_matches('.'));
        let depth = number.map(|number| number.matches('.').count());
        let level = depth.and_then(|depth| u8::try_from(depth + 1).ok()).unwrap_or(level);
        let words = head.words().unwrap_or_default();
        let heading = match number {
            Some(number) => format!("{number} {words}"),
            None => words,
        };
        self.composer.heading(level, &heading);
        level.saturating_add(1)
    }

    /// The heading of a part that its type names and no words do.
    fn part_heading(&mut self, part: &Element) {
        let headed = part.child("head").or_else(|| part.at(&["div", "head"])).is_some();
        let words = match part.attribute("type") {
            Some("acknowledgement") => "Acknowledgements",
            Some("annex") => "Appendix",
            Some("funding") => "Funding",
            _ => return,
        };
        if !headed {
            self.composer.heading(1, words);
        }
    }

    fn paragraph(&mut self, element: &Element) {
        let mut line = Inline::default();
        self.inline(element, &mut line);
        self.composer.inline(&line);
    }

    fn figure(&mut self, figure: &Element) {
        let mut caption = Inline::default();
        for part in
            figure.children().filter(|part| matches!(part.name.as_str(), "head" | "figDesc"))
        {
            caption.push(" ");
            self.inline(part, &mut caption);
        }
        self.rows(figure, vec![caption]);
    }

    fn rows(&mut self, table: &Element, mut lines: Vec<Inline>) {
        let mut rows = Vec::new();
        table.descendants("row", &mut rows);
        for row in rows {
            let mut line = Inline::default();
            for (count, cell) in row.children().enumerate() {
                if count > 0 {
                    line.tab();
                }
                self.inline(cell, &mut line);
            }
            lines.push(line);
        }
        self.composer.inline_apart(&lines);
    }

    fn inline(&mut self, element: &Element, line: &mut Inline) {
        for node in &element.nodes {
            match node {
                Node::Text(text) => line.push(text),
                Node::Element(child) => match child.name.as_str() {
                    "ref" => self.pointer(child, line),
                    "graphic" | "label" => {}
                    "lb" | "pb" => line.push(" "),
                    "s" | "p" | "item" | "formula" => {
                        line.push(" ");
                        self.inline(child, line);
                        line.push(" ");
                    }
                    _ => self.inline(child, line),
                },
            }
        }
    }

    fn pointer(&mut self, element: &Element, line: &mut Inline) {
        let targets = element.attribute("target").unwrap_or_default().split_whitespace();
        let meant: Vec<usize> = targets
            .filter_map(|target| self.ids.get(target.trim_start_matches('#')).copied())
            .collect();
        let kind = element.attribute("type");
        if kind == Some("foot") {
            return;
        }
        let raised = kind == Some("bibr") && element.attribute("rend") == Some("superscript");
        if raised {
            line.raise();
        }
        let start = line.place();
        self.inline(element, line);
        if !meant.is_empty() {
            line.mark(start, meant);
        }
        if raised {
            line.lower();
        }
    }

    /// The references with their heading.
    fn list(&mut self, references: &[&Element]) {
        if references.is_empty() {
            return;
        }
        self.composer.heading(1, "References");
        for (place, element) in references.iter().enumerate() {
            let Bibliographic { fields, raw } = Bibliographic::read(element);
            let printed = raw.unwrap_or_else(|| entry::printed(&fields));
            let fields = (fields.title.is_some()).then(|| entry::sure(fields));
            let span = self.composer.paragraph(&printed);
            let raw = span.is_none().then(String::new);
            let span = span.unwrap_or_default();
            self.composer.reference(place, GivenReference { span, label: None, raw, fields });
        }
    }
}

/// Whether a part holds the references, which come last.
fn is_of_references(part: &Element) -> bool {
    part.attribute("type") == Some("references") || part.child("listBibl").is_some()
}

#[cfg(test)]
mod tests;

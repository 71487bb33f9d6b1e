//! JATS, the mark-up of journal articles that publishers deliver and PubMed Central keeps.
//!
//! The text is composed in this order: title, abstracts, key words, body, floating figures and
//! tables, back matter, references; sub-articles (translations, reviews) are left out. Sections have
//! the levels of their nesting. Captions and rows of tables stand apart from running text. Of a
//! formula the MathML or plain text is kept, TeX and pictures are not. Notes stand after the paragraph
//! that they belong to, without their signs in the text. Raised citations are raised digits.
//!
//! Each `ref` is one paragraph: a `mixed-citation` as it is printed, an `element-citation` laid out
//! by author and year from its fields. `xref` elements that point to a `ref` become given markers.
//! Vocabulary: ANSI/NISO Z39.96, Archiving and Interchange tag set.

mod body;
mod front;
mod reference;

use rustc_hash::FxHashMap;

use super::Extracted;
use super::compose::Composer;
use super::xml::tree::Element;

/// The text of an `article`.
pub(super) fn read(article: &Element) -> Extracted {
    let mut references = Vec::new();
    for part in ["front", "body", "floats-group", "back"] {
        if let Some(part) = article.child(part) {
            part.descendants("ref", &mut references);
        }
    }
    let places = (0..).zip(&references);
    let ids = places.filter_map(|(place, one)| Some((one.attribute("id")?, place))).collect();
    let places = (0..).zip(&references);
    let entries = places.map(|(place, one)| (std::ptr::from_ref(*one), place)).collect();
    let mut writer = Writer { ids, entries, ..Writer::default() };
    writer.composer.marked_up();
    writer.composer.expect_references(references.len());
    let declared = article.child("front").map(|front| front::metadata(article, front));
    if let Some(front) = article.child("front") {
        writer.front(front);
    }
    if let Some(body) = article.child("body") {
        writer.blocks(body, 1);
    }
    if let Some(floats) = article.child("floats-group") {
        writer.blocks(floats, 1);
    }
    if let Some(back) = article.child("back") {
        writer.back(back);
    }
    writer.entries_left(&references);
    writer.composer.finish(declared.unwrap_or_default())
}

/// Writes the parts of an article.
#[derive(Default)]
struct Writer<'a> {
    composer: Composer,
    /// Places of the references by their ids.
    ids: FxHashMap<&'a str, usize>,
    /// Places of the references by their elements, since some have no id.
    entries: FxHashMap<*const Element, usize>,
    /// Notes that wait for the end of the paragraph.
    notes: Vec<&'a Element>,
}

#[cfg(test)]
mod tests;

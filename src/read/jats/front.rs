//! What the front matter of an article in JATS says: metadata, abstracts, key words.

use super::Writer;
use crate::model::{Metadata, Person};
use crate::read::entry;
use crate::read::inline::Inline;
use crate::read::xml::tree::Element;

/// Kinds of abstract that repeat no text of the paper.
const NO_ABSTRACT: [&str; 4] = ["graphical", "teaser", "toc", "video"];

/// What the article declares about itself.
pub(super) fn metadata(article: &Element, front: &Element) -> Metadata {
    let meta = front.child("article-meta");
    let title = meta.and_then(title);
    let mut metadata = Metadata { title, ..Metadata::default() };
    let language = article.attribute("lang").and_then(|code| code.get(..2));
    metadata.language = language.and_then(|code| code.to_lowercase().parse().ok());
    metadata.container = front.child("journal-meta").and_then(journal);
    let Some(meta) = meta else { return metadata };
    metadata.authors = authors(meta);
    metadata.year = year(meta);
    let doi = meta.all("article-id").find(|id| id.attribute("pub-id-type") == Some("doi"));
    metadata.doi = doi.and_then(Element::words).and_then(|doi| entry::doi(&doi));
    metadata.keywords = keywords(meta);
    metadata
}

fn title(meta: &Element) -> Option<String> {
    let group = meta.child("title-group")?;
    let title = group.child("article-title").map(without_notes)?;
    match group.child("subtitle").map(without_notes) {
        Some(subtitle) if !subtitle.is_empty() => Some(format!("{title}: {subtitle}")),
        _ => Some(title).filter(|title| !title.is_empty()),
    }
}

/// The words of a title without the signs of its notes.
fn without_notes(title: &Element) -> String {
    let mut inline = Inline::default();
    let mut writer = Writer::default();
    writer.inline(title, &mut inline);
    inline.text().to_owned()
}

fn journal(meta: &Element) -> Option<String> {
    let grouped = meta.at(&["journal-title-group", "journal-title"]);
    grouped.or_else(|| meta.child("journal-title")).and_then(Element::words)
}

fn authors(meta: &Element) -> Vec<Person> {
    let groups = meta.all("contrib-group");
    let contributors = groups.flat_map(|group| group.all("contrib"));
    let authors = contributors
        .filter(|one| one.attribute("contrib-type").is_none_or(|kind| kind == "author"));
    authors.filter_map(person).collect()
}

/// The person or organisation that an element names.
pub(super) fn person(element: &Element) -> Option<Person> {
    let name = element.child("name").or_else(|| element.at(&["name-alternatives", "name"]));
    let name = name.or_else(|| element.child("string-name"));
    let named =
        if matches!(element.name.as_str(), "name" | "string-name") { Some(element) } else { name };
    if let Some(family) = named.and_then(|name| name.child("surname")?.words()) {
        let given = named.and_then(|name| name.child("given-names")?.words());
        return Some(Person { family, given });
    }
    let whole = named.or_else(|| element.child("collab")).or_else(|| element.child("institution"));
    let whole =
        if matches!(element.name.as_str(), "collab" | "institution") { element } else { whole? };
    // A group may list its members inside.
    let mut inline = Inline::default();
    for node in &whole.nodes {
        match node {
            crate::read::xml::tree::Node::Text(text) => inline.push(text),
            crate::read::xml::tree::Node::Element(inner) if inner.name != "contrib-group" => {
                inline.push(&inner.words().unwrap_or_default());
            }
            crate::read::xml::tree::Node::Element(_) => {}
        }
    }
    let family = inline.text().trim_end_matches([',', ';']).to_owned();
    (!family.is_empty()).then_some(Person { family, given: None })
}

/// The earliest year of publication, online or in print.
fn year(meta: &Element) -> Option<i32> {
    let is_of_the_paper = |date: &&Element| {
        let kind = date.attribute("pub-type").or_else(|| date.attribute("date-type"));
        !kind.is_some_and(|kind| kind.starts_with("nihms") || kind.starts_with("pmc"))
    };
    let dates = meta.all("pub-date").filter(is_of_the_paper);
    let years = dates.filter_map(|date| entry::year(&date.child("year")?.words()?)?.value);
    years.min()
}

fn keywords(meta: &Element) -> Vec<String> {
    let groups = meta.all("kwd-group");
    let mut groups =
        groups.filter(|group| group.attribute("kwd-group-type") != Some("abbreviations"));
    let first = groups.next().map(|group| group.all("kwd").filter_map(Element::words).collect());
    first.unwrap_or_default()
}

impl<'a> Writer<'a> {
    /// Title, abstracts and key words.
    pub(super) fn front(&mut self, front: &'a Element) {
        let Some(meta) = front.child("article-meta") else { return };
        if let Some(title) = title(meta) {
            self.composer.title(&title);
        }
        for one in
            meta.children().filter(|one| matches!(one.name.as_str(), "abstract" | "trans-abstract"))
        {
            let kind = one.attribute("abstract-type").unwrap_or_default();
            if NO_ABSTRACT.contains(&kind) {
                continue;
            }
            let title = one.child("title").and_then(Element::words);
            self.composer.heading(1, title.as_deref().unwrap_or("Abstract"));
            self.blocks(one, 2);
        }
        for group in meta.all("kwd-group") {
            let words: Vec<String> = group.all("kwd").filter_map(Element::words).collect();
            let title = group.child("title").and_then(Element::words);
            let title = title.unwrap_or_else(|| "Keywords".to_owned());
            if !words.is_empty() {
                let title = title.trim_end_matches(':');
                self.composer.paragraph(&format!("{title}: {}", words.join("; ")));
            }
        }
    }
}

//! What a page declares about its paper: the meta tags that Google Scholar and reference managers
//! read (`citation_title` and its like, from Highwire Press), then Dublin Core (`DC.title`).
//!
//! Publishers make them for readers of machines, so they are trusted before the text. `author`,
//! `og:title` and the page's own title are not: they name the site as often as the paper.

use super::tree::Tree;
use crate::model::Metadata;
use crate::read::metadata::{person, split_keywords};

/// What is declared, and the page's own title.
pub(super) fn read(tree: &Tree) -> (Metadata, Option<String>) {
    let mut declared: Vec<(String, String)> = Vec::new();
    let mut title = None;
    for id in tree.below(0) {
        match tree.name(id) {
            "meta" => {
                let name = tree.attribute(id, "name").or(tree.attribute(id, "property"));
                let content = tree.attribute(id, "content").map(one_line);
                if let (Some(name), Some(content)) = (name, content)
                    && !content.is_empty()
                {
                    let name = name.to_lowercase().replacen("dcterms.", "dc.", 1);
                    declared.push((name, content));
                }
            }
            "title" if title.is_none() => title = Some(tree.text_of(id)),
            _ => {}
        }
    }
    (metadata(&declared), title)
}

/// Metadata of the tags, by name.
fn metadata(declared: &[(String, String)]) -> Metadata {
    let all = |names: &[&str]| -> Vec<&String> {
        let of = |name: &&str| -> Vec<&String> {
            let found = declared.iter().filter(|(known, _)| known == *name);
            found.map(|(_, content)| content).collect()
        };
        names.iter().map(of).find(|values| !values.is_empty()).unwrap_or_default()
    };
    let first = |names: &[&str]| all(names).first().map(|value| (*value).clone());
    let authors = all(&["citation_author", "citation_authors", "dc.creator"]);
    let split = authors.iter().flat_map(|authors| authors.split(';'));
    let doi = first(&["citation_doi", "dc.identifier.doi"])
        .or_else(|| all(&["dc.identifier"]).into_iter().find(|id| id.contains("10.")).cloned());
    let keywords = all(&["citation_keywords", "citation_keyword", "dc.subject"]);
    Metadata {
        title: first(&["citation_title", "dc.title"]),
        authors: split.filter_map(person).collect(),
        year: first(&[
            "citation_publication_date",
            "citation_date",
            "citation_cover_date",
            "citation_year",
            "citation_online_date",
            "dc.date.issued",
            "dc.issued",
            "dc.date",
        ])
        .and_then(|date| year(&date)),
        container: first(&[
            "citation_journal_title",
            "citation_conference_title",
            "citation_inbook_title",
            "prism.publicationname",
        ]),
        doi: doi.and_then(|doi| bare_doi(&doi)),
        language: None,
        keywords: keywords.into_iter().flat_map(|words| split_keywords(words)).collect(),
        ..Metadata::default()
    }
}

/// The year of a date in any order, `2014/03/01` or `March 2014`.
pub(in crate::read) fn year(date: &str) -> Option<i32> {
    let numbers = date.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    numbers.filter_map(|number| number.parse().ok()).find(|year| (1500..=2999).contains(year))
}

/// A DOI without an address before it, in lower case.
pub(in crate::read) fn bare_doi(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let doi = text.find("10.").and_then(|at| text.get(at..))?;
    doi.contains('/').then(|| doi.trim().to_owned())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

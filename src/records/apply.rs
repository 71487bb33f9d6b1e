//! A paper's metadata with its record: what the record says wins over what the text shows.
//!
//! The language is the exception: it says in which words themes are looked for, and the text knows
//! better. A record's language counts where the text is too short to tell.

use super::Record;
use crate::model::Metadata;

/// The metadata of a paper whose text shows `own` and whose record is `record`.
#[must_use]
pub fn applied(own: &Metadata, record: &Record) -> Metadata {
    let said = &record.metadata;
    let list = |said: &[String], own: &[String]| {
        if said.is_empty() { own.to_vec() } else { said.to_vec() }
    };
    let mut extra = own.extra.clone();
    extra.extend(said.extra.clone());
    if let Some(key) = &record.key {
        extra.insert("citation_key".to_owned(), key.clone());
    }
    Metadata {
        title: said.title.clone().or_else(|| own.title.clone()),
        authors: if said.authors.is_empty() { own.authors.clone() } else { said.authors.clone() },
        year: said.year.or(own.year),
        container: said.container.clone().or_else(|| own.container.clone()),
        doi: said.doi.clone().or_else(|| own.doi.clone()),
        language: own.language.or(said.language),
        keywords: list(&said.keywords, &own.keywords),
        extra,
    }
}

/// The names of the usual fields that a record gives a paper.
#[must_use]
pub fn given(own: &Metadata, record: &Record) -> Vec<String> {
    let said = &record.metadata;
    let fields = [
        ("title", said.title.is_some()),
        ("authors", !said.authors.is_empty()),
        ("year", said.year.is_some()),
        ("container", said.container.is_some()),
        ("doi", said.doi.is_some()),
        ("language", own.language.is_none() && said.language.is_some()),
        ("keywords", !said.keywords.is_empty()),
    ];
    let given = fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name.to_owned());
    given.chain(said.extra.keys().cloned()).collect()
}

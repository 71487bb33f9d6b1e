//! The entries of BibTeX and BibLaTeX files as references.

use biblatex::{ChunksExt, Entry, EntryType, Person as Name};

use crate::model::{Person, ReferenceFields, WorkKind};
use crate::read::{bibtex, entry};

/// An entry that was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BibEntry {
    /// Its key.
    pub(super) key: String,
    /// Its fields.
    pub(super) fields: ReferenceFields,
}

/// The entries of a file in their order; for each that cannot be read the reason.
pub(super) fn entries(source: &str) -> Vec<Result<BibEntry, String>> {
    let entries = bibtex::entries(source).into_iter();
    entries.map(|(_, entry)| entry.map(|entry| read(&entry))).collect()
}

fn read(source: &Entry) -> BibEntry {
    let words = |name: &str| {
        let words = source.get(name)?.format_verbatim();
        let words: Vec<&str> = words.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let first = |names: &[&str]| names.iter().find_map(|name| words(name));
    let (authors, et_al) = people(source, "author");
    let (editors, _) = people(source, "editor");
    let pages = first(&["pages"]).map(|pages| entry::pages(&pages)).unwrap_or_default();
    let date =
        words("year").or_else(|| words("date").and_then(|date| Some(date.get(..4)?.to_owned())));
    let arxiv = words("archiveprefix").or_else(|| words("eprinttype"));
    let arxiv = arxiv.filter(|archive| archive.eq_ignore_ascii_case("arxiv"));
    let title = words("title").map(|title| match words("subtitle") {
        Some(subtitle) => format!("{title}: {subtitle}"),
        None => title,
    });
    let fields = ReferenceFields {
        kind: kind(&source.entry_type),
        authors,
        et_al,
        editors,
        year: date.and_then(|date| entry::year(&date)),
        title,
        container: first(&["journal", "journaltitle", "booktitle"]),
        volume: words("volume"),
        issue: first(&["number", "issue"]),
        first_page: pages.0.or_else(|| words("eid")),
        last_page: pages.1,
        publisher: first(&["publisher", "school", "institution", "organization"]),
        place: first(&["address", "location"]),
        edition: words("edition"),
        doi: words("doi").and_then(|doi| entry::doi(&doi)),
        url: words("url"),
        isbn: words("isbn"),
        arxiv: arxiv.and_then(|_| words("eprint")),
        pmid: words("pmid"),
        ..ReferenceFields::default()
    };
    BibEntry { key: source.key.clone(), fields: entry::sure(fields) }
}

/// The persons of a field, and whether `and others` ends them.
fn people(source: &Entry, field: &str) -> (Vec<Person>, bool) {
    let names: Vec<Name> =
        source.get(field).and_then(|chunks| chunks.parse().ok()).unwrap_or_default();
    let mut others = false;
    let mut people = Vec::new();
    for name in names {
        if name.name == "others" && name.given_name.is_empty() {
            others = true;
            continue;
        }
        let family = [name.prefix.as_str(), name.name.as_str()].join(" ").trim().to_owned();
        let given = [name.given_name.as_str(), name.suffix.as_str()].join(" ").trim().to_owned();
        if !family.is_empty() {
            people.push(Person { family, given: Some(given).filter(|given| !given.is_empty()) });
        }
    }
    (people, others)
}

fn kind(kind: &EntryType) -> WorkKind {
    match kind {
        EntryType::Article | EntryType::SuppPeriodical => WorkKind::Article,
        EntryType::Book | EntryType::MvBook | EntryType::Booklet | EntryType::Collection => {
            WorkKind::Book
        }
        EntryType::InBook | EntryType::InCollection => WorkKind::Chapter,
        EntryType::InProceedings | EntryType::Proceedings => WorkKind::Conference,
        EntryType::MastersThesis | EntryType::PhdThesis | EntryType::Thesis => WorkKind::Thesis,
        EntryType::TechReport | EntryType::Report => WorkKind::Report,
        EntryType::Online => WorkKind::Web,
        EntryType::Dataset => WorkKind::Dataset,
        EntryType::Software => WorkKind::Software,
        EntryType::Patent => WorkKind::Legal,
        _ => WorkKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
@string{jh = "Journal of Harbours"}
@article{lee03, author = {Lee, Jo and van der Meulen, P. and others}, title = {On {P}orts: caf{\'e}s},
  journal = jh, year = 2003, volume = 1, number = 2, pages = {1--9}, doi = {10.5555/X}}
@book{kmf, author = {{Knitwear Makers' Forum}}, title = {Members}, publisher = {Author}, address = {Dhaka}, date = {2013-05}}
"#;

    #[test]
    fn entries_have_their_fields() {
        let read: Vec<BibEntry> = entries(FILE).into_iter().map(Result::unwrap).collect();
        let [lee, forum] = read.as_slice() else { panic!("{read:?}") };
        assert_eq!(lee.key, "lee03");
        let fields = &lee.fields;
        assert_eq!(fields.authors[1].family, "van der Meulen");
        assert!(fields.et_al && fields.authors.len() == 2);
        assert_eq!(fields.title.as_deref(), Some("On Ports: cafés"));
        assert_eq!(fields.container.as_deref(), Some("Journal of Harbours"));
        assert_eq!(
            (fields.first_page.as_deref(), fields.last_page.as_deref()),
            (Some("1"), Some("9"))
        );
        assert_eq!(forum.fields.authors[0].family, "Knitwear Makers' Forum");
        assert_eq!(forum.fields.year.as_ref().unwrap().value, Some(2013));
    }

    #[test]
    fn one_bad_entry_leaves_the_others() {
        let broken = format!(
            "{FILE}\n@article{{bad, title = {{Never closed,\n  year = }}\n@misc{{oh, title = {{Tides}}, year = {{2001}}}}\n"
        );
        let read = entries(&broken);
        assert_eq!(read.len(), 4, "{read:?}");
        assert!(read[2].is_err());
        assert_eq!(
            read[0].as_ref().unwrap().fields.container.as_deref(),
            Some("Journal of Harbours")
        );
        assert_eq!(read[3].as_ref().unwrap().key, "oh");
    }

    #[test]
    fn keys_that_come_twice_are_both_read() {
        let twice = "@misc{a, title = {One}}\n@misc{a, title = {Two}}";
        assert_eq!(entries(twice).len(), 2);
    }
}

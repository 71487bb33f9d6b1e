//! BibTeX and BibLaTeX as records (see [`entries`](crate::read::bibtex::entries)).
//!
//! Of a `crossref` the container, year, publisher and editors are taken where an entry lacks them.
//! `file` is read as Zotero and JabRef write it: `description:path:type`, several parted by `;`, with
//! `\` before a sign that is meant.

use std::collections::BTreeMap;

use biblatex::{ChunksExt, Entry, Person as Name};

use super::draft::Draft;
use super::person::{spoken, whole};
use super::xml::Lines;
use super::{Read, RecordMistake};
use crate::model::Person;
use crate::read::bibtex::entries as entries_of;

/// Fields of BibTeX and what results call them.
const FIELDS: [(&str, &str); 33] = [
    ("title", "title"),
    ("journal", "container"),
    ("journaltitle", "container"),
    ("booktitle", "container"),
    ("maintitle", "series"),
    ("year", "year"),
    ("date", "year"),
    ("number", "issue"),
    ("issue", "issue"),
    ("volume", "volume"),
    ("pages", "pages"),
    ("publisher", "publisher"),
    ("school", "publisher"),
    ("institution", "publisher"),
    ("organization", "publisher"),
    ("address", "place"),
    ("location", "place"),
    ("doi", "doi"),
    ("keywords", "keywords"),
    ("keyword", "keywords"),
    ("abstract", "abstract"),
    ("langid", "language"),
    ("language", "language"),
    ("shorttitle", "short_title"),
    ("shortjournal", "journal_abbreviation"),
    ("journal-iso", "journal_abbreviation"),
    ("eprint", "eprint"),
    ("type", "type_of_work"),
    ("mendeley-tags", "keywords"),
    ("urldate", "access_date"),
    ("crossref", ""),
    ("xdata", ""),
    ("ids", ""),
];

/// Reads BibTeX.
#[must_use]
pub fn read(text: &str) -> Read {
    let mut read = Read::default();
    let mut lines = Lines::new(text);
    let mut entries: Vec<(usize, Entry)> = Vec::new();
    for (start, parsed) in entries_of(text) {
        let line = lines.of(start);
        match parsed {
            Ok(entry) => entries.push((line, entry)),
            Err(reason) => read.mistakes.push(RecordMistake { line, reason }),
        }
    }
    let by_key: BTreeMap<&str, &Entry> =
        entries.iter().map(|(_, entry)| (entry.key.as_str(), entry)).collect();
    for (line, entry) in &entries {
        let parent = entry.get("crossref").map(|key| key.format_verbatim());
        let parent = parent.and_then(|key| by_key.get(key.as_str()).copied());
        match of(entry, parent, *line).finish() {
            Some(record) => read.records.push(record),
            None => read.mistakes.push(RecordMistake::empty(*line)),
        }
    }
    read
}

fn of(entry: &Entry, parent: Option<&Entry>, line: usize) -> Draft {
    let mut draft = Draft::at(line);
    draft.set("key", &entry.key);
    let kind = entry.entry_type.to_string();
    draft.set("kind", kind_of(&kind));
    let people = |name: &str| entry.get_as::<Vec<Name>>(name).unwrap_or_default();
    people("author").into_iter().filter_map(person).for_each(|one| draft.author(Some(one)));
    for (name, value) in &entry.fields {
        match name.as_str() {
            "author" => {}
            "editor" | "translator" => {
                let names: Vec<String> =
                    people(name).into_iter().filter_map(person).map(|one| shown(&one)).collect();
                draft.set(name, &names.join("; "));
            }
            "file" => files(&value.format_verbatim()).iter().for_each(|path| draft.attach(path)),
            _ => draft.set(&super::tagged::field(&FIELDS, name), &words(name, value)),
        }
    }
    if let Some(parent) = parent {
        for (name, field) in [
            ("title", "container"),
            ("booktitle", "container"),
            ("year", "year"),
            ("date", "year"),
            ("publisher", "publisher"),
        ] {
            let missing =
                !entry.fields.contains_key(if field == "container" { "booktitle" } else { name });
            if let Some(value) = parent.get(name).filter(|_| missing) {
                draft.set(field, &words(name, value));
            }
        }
    }
    draft
}

/// The words of a field; `~` is a blank where TeX reads it as one.
fn words(name: &str, value: biblatex::ChunksRef<'_>) -> String {
    let text = value.format_verbatim();
    if matches!(name, "url" | "doi" | "file" | "eprint") { text } else { text.replace('~', " ") }
}

/// A name with its particle; organisations are in braces, or told by their words.
fn person(name: Name) -> Option<Person> {
    let Name { name, given_name, prefix, suffix, .. } = name;
    let clean =
        |text: &str| text.replace('~', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let family = clean(&format!("{prefix} {name}"));
    let given = clean(&given_name);
    if family.is_empty() || (family == "others" && given.is_empty()) {
        return None;
    }
    if given.is_empty() {
        return Some(whole(&family));
    }
    // `World Health Organization` without braces is a person to BibTeX.
    if let [one] = spoken(&format!("{given} {family}")).as_slice()
        && one.given.is_none()
    {
        return Some(one.clone());
    }
    let given = if suffix.is_empty() { given } else { format!("{given} {}", clean(&suffix)) };
    Some(Person { family, given: Some(given) })
}

fn shown(person: &Person) -> String {
    match &person.given {
        Some(given) => format!("{}, {given}", person.family),
        None => person.family.clone(),
    }
}

/// The paths in a field `file`: `Lee 2003.pdf:files/5/Lee 2003.pdf:application/pdf;…`, or plain paths.
fn files(value: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for file in split_escaped(value, ';') {
        let parts = split_escaped(&file, ':');
        let path = match parts.as_slice() {
            // `C:\papers\lee.pdf` is one path; a description before a path is not one letter long.
            [drive, path] if drive.trim().len() == 1 => format!("{drive}:{path}"),
            [_, drive, path, _] if drive.trim().len() == 1 => format!("{drive}:{path}"),
            [_, path, _] => path.clone(),
            [one] => one.clone(),
            [_, path] => path.clone(),
            _ => file.clone(),
        };
        let path = unescaped(path.trim());
        if !path.is_empty() {
            paths.push(path);
        }
    }
    paths
}

/// The parts between separators that no `\` stands before.
fn split_escaped(value: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for sign in value.chars() {
        if sign == separator && !escaped {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(sign);
        }
        escaped = sign == '\\' && !escaped;
    }
    parts
}

/// `\;` and `\:` as `;` and `:`; `\_` and its like too. Two backslashes are one.
fn unescaped(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut signs = path.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, signs.peek()) {
            ('\\', Some(&next))
                if matches!(next, ';' | ':' | '_' | '&' | '%' | '#' | '{' | '}' | '\\') =>
            {
                plain.push(next);
                signs.next();
            }
            _ => plain.push(sign),
        }
    }
    plain
}

fn kind_of(kind: &str) -> &str {
    match kind {
        "incollection" | "inbook" => "chapter",
        "inproceedings" | "conference" | "proceedings" => "conference",
        "phdthesis" | "mastersthesis" | "thesis" => "thesis",
        "techreport" | "report" => "report",
        "unpublished" => "preprint",
        "online" | "www" | "electronic" => "web",
        "misc" => "other",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_broken_entry_leaves_the_others() {
        let text = "@string{rsba = {Review of Small Business Abroad}}\n@article{lee2003,\n  title = {On {\\\"O}zg{\\\"u}r ports},\n  author = {L{\\'e}e, K. and {World Bank} and others},\n  journal = rsba, year = 2003\n}\n\n@article{bad,\n  title = {never closed,\n  year = 2004\n\n@book{wu,\n  title = \"Trade\", author = {Ludwig van der Berg}, year = {2010}, publisher = unknownhouse,\n}\n";
        let read = read(text);
        assert_eq!(read.mistakes.len(), 1, "{:?}", read.mistakes);
        assert_eq!(read.mistakes[0].line, 8);
        let [lee, wu] = read.records.as_slice() else { panic!("{:?}", read.records) };
        assert_eq!(lee.metadata.title.as_deref(), Some("On Özgür ports"));
        assert_eq!(lee.metadata.container.as_deref(), Some("Review of Small Business Abroad"));
        assert_eq!(lee.metadata.authors.len(), 2);
        assert_eq!(lee.metadata.authors[0].family, "Lée");
        assert_eq!(lee.metadata.authors[1], whole("World Bank"));
        assert_eq!((wu.line, wu.metadata.year), (12, Some(2010)));
        assert_eq!(wu.metadata.authors[0].family, "van der Berg");
        assert_eq!(wu.metadata.extra["publisher"], "unknownhouse");
    }

    #[test]
    fn files_of_zotero_and_jabref_are_paths() {
        assert_eq!(
            files("Lee 2003.pdf:files/5/Lee 2003.pdf:application/pdf"),
            ["files/5/Lee 2003.pdf"]
        );
        assert_eq!(files(":C\\:/p/a.pdf:PDF;:b.pdf:PDF"), ["C:/p/a.pdf", "b.pdf"]);
        assert_eq!(files("papers/wu_2010.pdf"), ["papers/wu_2010.pdf"]);
        assert_eq!(files("C:\\papers\\wu.pdf"), ["C:\\papers\\wu.pdf"]);
    }
}

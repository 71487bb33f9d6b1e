//! Authors and year in the name of a file: `Lee_2014_export.txt`, `2014 - Lee - Title.txt`,
//! `lee2014export.txt`, `Lee & Wu (2014).txt`, `lee-et-al-2014.txt`.

use crate::model::Person;

/// Words, in lower case, that begin names of files but are no authors.
const NO_AUTHOR: [&str; 44] = [
    "paper",
    "article",
    "artikel",
    "articulo",
    "artículo",
    "artigo",
    "document",
    "doc",
    "text",
    "file",
    "draft",
    "final",
    "version",
    "journal",
    "jurnal",
    "revista",
    "vol",
    "volume",
    "issue",
    "no",
    "thesis",
    "tesis",
    "report",
    "study",
    "sample",
    "chapter",
    "export",
    "import",
    "review",
    "full",
    "fulltext",
    "main",
    "manuscript",
    "test",
    "data",
    "part",
    "copy",
    "new",
    "msme",
    "sme",
    "smes",
    "the",
    "pdf",
    "scan",
];

/// What the file's own name, without folders and extension, says.
pub(super) fn authors_and_year(name: &str) -> (Vec<Person>, Option<i32>) {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if stem.starts_with("10.") {
        return (Vec::new(), None);
    }
    let Some((at, year)) = year_in(stem) else { return (Vec::new(), None) };
    let before = stem.get(..at).unwrap_or_default();
    let after = stem.get(at + 4..).unwrap_or_default();
    let mut authors = before_the_year(before);
    if authors.is_empty() && before.chars().all(|c| !c.is_alphanumeric()) {
        authors = after_the_year(after);
    }
    (authors, Some(year))
}

/// The only run of four digits that is a year, and its place.
fn year_in(stem: &str) -> Option<(usize, i32)> {
    let bytes = stem.as_bytes();
    let mut found = None;
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if run == 4
            && let Some(year) = stem.get(at..at + 4).and_then(|digits| digits.parse().ok())
            && (1900..2100).contains(&year)
        {
            if found.is_some() {
                return None;
            }
            found = Some((at, year));
        }
        at += run.max(1);
    }
    found
}

/// Families before the year: one or two names, perhaps with `et al`.
fn before_the_year(before: &str) -> Vec<Person> {
    let words: Vec<&str> = before
        .split(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’')))
        .filter(|word| !word.is_empty())
        .collect();
    let names: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| {
            !matches!(
                word.to_lowercase().as_str(),
                "and" | "et" | "al" | "dan" | "dkk" | "y" | "und"
            )
        })
        .collect();
    let joined = names.len() < words.len() || before.contains(['&', '+']);
    match names.as_slice() {
        [one] if is_family(one) => vec![family(one)],
        [one, two] if joined && is_family(one) && is_family(two) => vec![family(one), family(two)],
        _ => Vec::new(),
    }
}

/// A family between two separators after the year: ` - Lee - Title`.
fn after_the_year(after: &str) -> Vec<Person> {
    let rest = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    let separated = rest.find([' ', '_', '-']).is_some_and(|at| {
        rest.get(at..).is_some_and(|rest| rest.starts_with(" - ") || rest.starts_with('_'))
    });
    let word: &str = rest.split([' ', '_', '-']).next().unwrap_or_default();
    if separated && is_family(word) { vec![family(word)] } else { Vec::new() }
}

fn is_family(word: &str) -> bool {
    (2..=20).contains(&word.chars().count()) && !NO_AUTHOR.contains(&word.to_lowercase().as_str())
}

/// A person of that family, with a capital.
fn family(word: &str) -> Person {
    let mut chars = word.chars();
    let family = match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => word.to_owned(),
    };
    Person { family, given: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_give_authors_and_year() {
        for (name, families, year) in [
            ("Lee_2014_export.txt", &["Lee"][..], Some(2014)),
            ("a/2014 - Lee - Title.txt", &["Lee"], Some(2014)),
            ("lee2014export.txt", &["Lee"], Some(2014)),
            ("Lee & Wu (2014).md", &["Lee", "Wu"], Some(2014)),
            ("lee-et-al-2014.txt", &["Lee"], Some(2014)),
            ("paper_2014.txt", &[], Some(2014)),
            ("2014.txt", &[], Some(2014)),
            ("2014 Small firms abroad.txt", &[], Some(2014)),
            ("small firms abroad 2014.txt", &[], Some(2014)),
            ("10.1155_2017_2096314.txt", &[], None),
            ("msme-internationalisation.txt", &[], None),
            ("2010-2014.txt", &[], None),
            ("12014.txt", &[], None),
        ] {
            let (authors, found) = authors_and_year(name);
            let found_families: Vec<&str> =
                authors.iter().map(|person| person.family.as_str()).collect();
            assert_eq!((found_families.as_slice(), found), (families, year), "{name}");
        }
    }
}

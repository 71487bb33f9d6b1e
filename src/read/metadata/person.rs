//! Personal names in the lines below a title.

use crate::model::Person;

/// Most people in a paragraph of authors.
const MOST_PEOPLE: usize = 60;

/// Words that belong to a family name though they begin with a small letter.
const PARTICLES: [&str; 24] = [
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "das", "do", "du", "la",
    "le", "el", "al", "bin", "binti", "ibn", "ter", "ten", "zu", "af",
];

/// Words of institutions, addresses and headings, in lower case, that no author's name has.
const NO_NAME: [&str; 70] = [
    "university",
    "universitas",
    "universidad",
    "universidade",
    "université",
    "universität",
    "universiti",
    "department",
    "departamento",
    "departemen",
    "faculty",
    "fakultas",
    "facultad",
    "faculdade",
    "school",
    "institute",
    "institut",
    "instituto",
    "institution",
    "college",
    "center",
    "centre",
    "centro",
    "laboratory",
    "hospital",
    "academy",
    "ministry",
    "bank",
    "group",
    "research",
    "journal",
    "jurnal",
    "revista",
    "article",
    "review",
    "business",
    "management",
    "economics",
    "international",
    "national",
    "published",
    "received",
    "accepted",
    "email",
    "e-mail",
    "abstract",
    "keywords",
    "introduction",
    "and",
    "the",
    "of",
    "in",
    "for",
    "on",
    "firms",
    "firm",
    "small",
    "enterprises",
    "export",
    "theory",
    "evidence",
    "study",
    "analysis",
    "street",
    "road",
    "program",
    "politeknik",
    "sekolah",
    "program studi",
    "corresponding",
];

/// The people that a paragraph names; `None` where any part of it is no name.
pub(super) fn people(paragraph: &str) -> Option<Vec<Person>> {
    if paragraph.len() > 1500 || paragraph.contains(['@', ':']) {
        return None;
    }
    let paragraph =
        paragraph.strip_prefix("By ").or(paragraph.strip_prefix("by ")).unwrap_or(paragraph);
    let mut people = Vec::new();
    for part in parts(paragraph) {
        let name = without_marks(&part);
        if name.is_empty() || is_degree(&name) {
            continue;
        }
        if people.len() == MOST_PEOPLE {
            return None;
        }
        people.push(person(&name)?);
    }
    (!people.is_empty()).then_some(people)
}

/// The paragraph divided at commas, semicolons and words for `and`.
fn parts(paragraph: &str) -> Vec<String> {
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.replace(" & ", ";").replace(" and ", ";").replace(" dan ", ";");
    let line =
        line.replace(" und ", ";").replace(" et ", ";").replace(" y ", ";").replace(" e ", ";");
    line.split([',', ';', '·', '•']).map(|part| part.trim().to_owned()).collect()
}

/// The name without the marks of footnotes and affiliations.
fn without_marks(part: &str) -> String {
    let bare = part.trim_matches(|c: char| {
        c.is_whitespace()
            || c.is_numeric()
            || matches!(
                c,
                '*' | '_'
                    | '†'
                    | '‡'
                    | '§'
                    | '¶'
                    | '#'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '^'
                    | '✉'
                    | '\u{feff}'
            )
    });
    bare.to_owned()
}

fn is_degree(part: &str) -> bool {
    let bare: String = part.chars().filter(|c| c.is_alphabetic()).collect();
    matches!(
        bare.to_lowercase().as_str(),
        "phd"
            | "md"
            | "msc"
            | "bsc"
            | "mba"
            | "ma"
            | "ba"
            | "jr"
            | "sr"
            | "dr"
            | "drs"
            | "prof"
            | "mph"
            | "mm"
            | "msi"
            | "se"
            | "mpd"
            | "spd"
            | "mkom"
            | "rn"
            | "facs"
            | "ii"
            | "iii"
            | "a"
            | "b"
            | "c"
            | "d"
    )
}

/// One person from a name as printed: `Jane van Dyck`, `Dyck, Jane van`, `J. Q. Lee`.
pub(super) fn person(name: &str) -> Option<Person> {
    if let Some((family, given)) = name.split_once(',') {
        let (family, given) = (family.trim(), given.trim());
        return (is_name(family) || is_name_word(family)).then(|| Person {
            family: family.to_owned(),
            given: Some(given.to_owned()).filter(|given| !given.is_empty()),
        });
    }
    if !is_name(name) {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut at = words.len().saturating_sub(1);
    while at > 1 && words.get(at - 1).is_some_and(|word| PARTICLES.contains(word)) {
        at -= 1;
    }
    let (given, family) = words.split_at(at);
    Some(Person {
        family: capitals_folded(&family.join(" ")),
        given: Some(given.join(" ")).filter(|given| !given.is_empty()),
    })
}

/// `LEE` as `Lee`; other words as they are.
fn capitals_folded(family: &str) -> String {
    if family.chars().count() < 2 || family.contains(char::is_lowercase) {
        return family.to_owned();
    }
    let mut folded = String::with_capacity(family.len());
    let mut inside = false;
    for character in family.chars() {
        if inside {
            folded.extend(character.to_lowercase());
        } else {
            folded.push(character);
        }
        inside = character.is_alphabetic();
    }
    folded
}

/// Whether every word can be part of a personal name, and there are two to six.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && words.iter().all(|word| is_name_word(word) || PARTICLES.contains(word))
        && words.last().is_some_and(|last| last.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

fn is_name_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.len() <= 40
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '‐' | '\'' | '’'))
        && !NO_NAME.contains(&word.to_lowercase().trim_end_matches('.'))
}

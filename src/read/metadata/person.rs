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
const NO_NAME: [&str; 76] = [
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
    "polytechnic",
    "academia",
    "faculté",
    "dept",
    "motives",
    "barriers",
    "program studi",
    "corresponding",
];

/// The people that a line names; `None` where a part of it is no name. What comes after the names
/// may be an institution, and what is in brackets counts for nothing.
pub(in crate::read) fn people(line: &str) -> Option<Vec<Person>> {
    if line.len() > 1500 || line.contains(['@', ':']) {
        return None;
    }
    let line = without_brackets(line);
    let line = line.strip_prefix("By ").or(line.strip_prefix("by ")).unwrap_or(&line);
    let mut people = Vec::new();
    let parts = parts(line);
    for (at, part) in parts.iter().enumerate() {
        let name = without_marks(part);
        if name.is_empty() || is_degree(&name) {
            continue;
        }
        match person(&name) {
            Some(person) if people.len() < MOST_PEOPLE => people.push(person),
            _ if parts.iter().skip(at).any(|part| names_institution(part)) => break,
            _ => return None,
        }
    }
    (!people.is_empty()).then_some(people)
}

/// The line without what is in round brackets.
fn without_brackets(line: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

/// The line divided at words for `and` and at semicolons, or, where it has none, at commas.
fn parts(line: &str) -> Vec<String> {
    let mut joined = line.split_whitespace().collect::<Vec<_>>().join(" ");
    for and in [" & ", " and ", " dan ", " und ", " et ", " y ", " e "] {
        joined = joined.replace(and, if line.contains(';') { ";" } else { "," });
    }
    let separators: &[char] = if line.contains(';') { &[';'] } else { &[',', '·', '•', '|'] };
    joined.split(separators).map(|part| part.trim().to_owned()).collect()
}

fn names_institution(part: &str) -> bool {
    part.split_whitespace().any(|word| {
        let word = word.to_lowercase();
        NO_NAME.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()))
    })
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
pub(in crate::read) fn person(name: &str) -> Option<Person> {
    if let Some((family, given)) = name.split_once(',') {
        let (family, given) = (family.trim(), given.trim());
        let plausible = (is_name(family) || is_name_word(family))
            && given.split_whitespace().count() <= 4
            && given.split_whitespace().all(is_name_word);
        return plausible.then(|| Person {
            family: capitals_folded(family),
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

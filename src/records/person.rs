//! Names as records write them: turned round (`van der Berg, Jan`), whole (`World Bank`), or in lists.

use crate::extract::reference::names;
use crate::model::Person;

/// A name as reference managers write it: `Family, Given`, `Family, Given, Suffix`, `Smith JA`, or,
/// without a comma or with one at its end, the whole name of an organisation.
pub(super) fn inverted(name: &str) -> Option<Person> {
    let name = tidy(name);
    let mut parts = name.split(',').map(str::trim);
    let family = parts.next().filter(|family| !family.is_empty())?;
    let rest: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if rest.is_empty() {
        return Some(initials_behind(family).unwrap_or_else(|| whole(family)));
    }
    Some(Person { family: family.to_owned(), given: Some(rest.join(", ")) })
}

/// An organisation, or a person known by one name.
pub(super) fn whole(name: &str) -> Person {
    Person { family: tidy(name), given: None }
}

/// A person of two known parts; either may be empty.
pub(super) fn parts(family: &str, given: &str) -> Option<Person> {
    let (family, given) = (tidy(family), tidy(given));
    match (family.is_empty(), given.is_empty()) {
        (true, true) => None,
        (true, false) => Some(whole(&given)),
        (false, _) => Some(Person { family, given: Some(given).filter(|given| !given.is_empty()) }),
    }
}

/// A name in the order in which it is spoken, `Jan van der Berg`; organisations stay whole.
pub(super) fn spoken(name: &str) -> Vec<Person> {
    names::split(&tidy(name)).persons
}

/// The names of a cell. Where semicolons or bars part them, those without a comma beside others with
/// one are organisations; else the list is read as that of a printed reference.
pub(super) fn list(cell: &str) -> Vec<Person> {
    let cell = without_numbers(cell);
    let separators: &[char] = &[';', '|'];
    if !cell.contains(separators) {
        return match cell.matches(',').count() {
            1 if !cell.contains(" and ") && !cell.contains('&') => {
                inverted(&cell).into_iter().collect()
            }
            _ => spoken(&cell),
        };
    }
    let names = cell.split(separators).map(str::trim).filter(|name| !name.is_empty());
    if cell.contains(',') {
        return names.filter_map(inverted).collect();
    }
    names
        .flat_map(|name| initials_behind(name).map_or_else(|| spoken(name), |one| vec![one]))
        .collect()
}

/// `Smith JA`, `Smith J.-A.`: a family name with initials behind it.
fn initials_behind(name: &str) -> Option<Person> {
    let (family, given) = name.rsplit_once(' ')?;
    let letters: Vec<char> = given.chars().filter(|letter| letter.is_alphabetic()).collect();
    let marks = given.chars().all(|sign| sign.is_uppercase() || matches!(sign, '.' | '-'));
    let several = family.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
    let person = marks
        && (1..=3).contains(&letters.len())
        && several <= 2
        && family.contains(char::is_lowercase);
    person.then(|| Person { family: family.trim().to_owned(), given: Some(given.to_owned()) })
}

/// A list without the numbers of authors that Scopus puts in brackets.
fn without_numbers(cell: &str) -> String {
    let mut kept = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find('(') {
        let (before, bracket) = rest.split_at(at);
        let end = bracket.find(')').unwrap_or(bracket.len());
        let inside = bracket.get(1..end).unwrap_or_default();
        if !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit()) {
            kept.push_str(before.trim_end());
            rest = bracket.get(end + 1..).unwrap_or_default();
        } else {
            kept.push_str(before);
            kept.push('(');
            rest = bracket.get(1..).unwrap_or_default();
        }
    }
    kept.push_str(rest);
    kept
}

fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(people: &[Person]) -> Vec<String> {
        let name = |person: &Person| match &person.given {
            Some(given) => format!("{}/{given}", person.family),
            None => person.family.clone(),
        };
        people.iter().map(name).collect()
    }

    #[test]
    fn names_turned_round_keep_particles_suffixes_and_organisations() {
        let one = |name: &str| shown(&[inverted(name).unwrap()]).concat();
        assert_eq!(one("van der Berg, Jan"), "van der Berg/Jan");
        assert_eq!(one("Smith, J. A., Jr."), "Smith/J. A., Jr.");
        assert_eq!(one("World Bank,"), "World Bank");
        assert_eq!(one("OECD"), "OECD");
        assert_eq!(one("Smith JA"), "Smith/JA");
        assert_eq!(one("de Souza Lima M."), "de Souza Lima/M.");
        assert!(inverted(" , ").is_none());
    }

    #[test]
    fn lists_are_parted_as_they_are_written() {
        assert_eq!(
            shown(&list("van der Berg, Jan; World Bank; Müller, Änne")),
            ["van der Berg/Jan", "World Bank", "Müller/Änne"]
        );
        assert_eq!(shown(&list("Smith, John (571234); Lee, K. (88)")), ["Smith/John", "Lee/K."]);
        assert_eq!(shown(&list("Lee J.; Wu K.")), ["Lee/J.", "Wu/K."]);
        assert_eq!(shown(&list("Jane Smith; Jan van Dyck")), ["Smith/Jane", "van Dyck/Jan"]);
        assert_eq!(shown(&list("Smith, J., & Wu, K.")), ["Smith/J.", "Wu/K."]);
        assert_eq!(shown(&list("World Health Organization")), ["World Health Organization"]);
        assert!(list(" ; ").is_empty());
    }
}

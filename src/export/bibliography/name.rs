//! Names in the parts that programs for references want: particle, family, suffix, given.

use crate::model::Person;

/// Suffixes, without their full stop.
const SUFFIXES: [&str; 6] = ["Jr", "Sr", "II", "III", "IV", "V"];

/// A name in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// An organisation, or a person of one name: never turned round or shortened.
    Whole(String),
    /// A person.
    Parts {
        /// `van der`; empty where there is none.
        particle: String,
        /// `Meulen`.
        family: String,
        /// `Jr.`; empty where there is none.
        suffix: String,
        /// Given names or initials.
        given: String,
    },
}

impl Name {
    /// The parts of a name. A particle is what stands in small letters before the family name;
    /// a suffix is the last word of the given names, where the parser leaves it.
    pub(super) fn of(person: &Person) -> Self {
        let family = super::one_line(&person.family);
        let given = person.given.as_deref().map(super::one_line).unwrap_or_default();
        if given.is_empty() {
            return Self::Whole(family);
        }
        let (given, suffix) = match given.rsplit_once(' ') {
            Some((before, last)) if is_suffix(last) => {
                (before.trim_end_matches(',').to_owned(), last.to_owned())
            }
            _ => (given, String::new()),
        };
        let words: Vec<&str> = family.split(' ').collect();
        let small = words.iter().take_while(|word| word.starts_with(char::is_lowercase)).count();
        let small = small.min(words.len().saturating_sub(1));
        let (particle, rest) = words.split_at(small);
        Self::Parts { particle: particle.join(" "), family: rest.join(" "), suffix, given }
    }
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(family: &str, given: &str) -> [String; 4] {
        let person = Person { family: family.into(), given: Some(given.into()) };
        match Name::of(&person) {
            Name::Whole(name) => [name, String::new(), String::new(), String::new()],
            Name::Parts { particle, family, suffix, given } => [particle, family, suffix, given],
        }
    }

    #[test]
    fn particles_and_suffixes_stand_apart() {
        assert_eq!(parts("van der Meulen", "P."), ["van der", "Meulen", "", "P."]);
        assert_eq!(parts("Ortega y Gasset", "J."), ["", "Ortega y Gasset", "", "J."]);
        assert_eq!(parts("Smith", "J. A., Jr."), ["", "Smith", "Jr.", "J. A."]);
        assert_eq!(parts("boyd", "danah"), ["", "boyd", "", "danah"]);
        assert_eq!(parts("King", "V"), ["", "King", "", "V"]);
    }
}

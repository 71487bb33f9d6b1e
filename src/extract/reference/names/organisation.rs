//! Whether a list of names, or a part of one, is an organisation: by the words that organisations are
//! called by in six languages (`organisations.txt` and the tagger's lexicon), by small words between
//! capitals (`of`, `for`), by possessive plurals (`Makers’`), and by the absence of initials.
//!
//! `A and B` is two organisations only where each side could stand alone: `World Bank and International
//! Monetary Fund`, `World Health Organization and UNICEF`, but `Ministry of Trade and Industry`.
//!
//! Limits: an organisation none of whose words says so (`Amnesty International`) is told from a person
//! only by the reference that it stands in, see [`crate::extract::reference::parse::fields`].

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::atom::{Atom, AtomKind};
use super::part::is_given_name;
use crate::extract::reference::parse::feature::hash_word;
use crate::extract::reference::parse::lexicon::{Roles, roles};

const SOURCE: &str = include_str!("organisations.txt");

/// Small words that stand in the names of organisations and not in those of persons.
const FUNCTION: [&str; 15] = [
    "of", "for", "the", "The", "on", "für", "pour", "para", "sobre", "untuk", "contre", "contra",
    "against", "pada", "bagi",
];

/// Whether a word says that its name is that of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// It names an institution that can stand alone.
    Head,
    /// It is no word of a person's name.
    Word,
}

/// What a word says by the list of this module.
fn sign(word: &str) -> Option<Sign> {
    static SIGNS: LazyLock<FxHashMap<u64, Sign>> = LazyLock::new(|| {
        let mut signs = FxHashMap::default();
        for line in SOURCE.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let sign = if words.next() == Some("head") { Sign::Head } else { Sign::Word };
            for word in words {
                let entry = signs.entry(hash_word(word)).or_insert(sign);
                if sign == Sign::Head {
                    *entry = sign;
                }
            }
        }
        signs
    });
    SIGNS.get(&hash_word(word)).copied()
}

/// Whether a whole list is the name of one organisation.
pub(super) fn is_organisation(list: &str, atoms: &[Atom<'_>]) -> bool {
    let country =
        ["U.S.", "U. S.", "US ", "UK ", "U.K."].iter().any(|start| list.starts_with(start));
    let person = atoms.iter().enumerate().any(|(index, atom)| match atom.kind {
        AtomKind::Initials => !(country && index < 2),
        AtomKind::Semicolon | AtomKind::EtAl => true,
        AtomKind::Bracket => atom.text.contains("et al"),
        _ => false,
    });
    let person = person || compact_persons(atoms) > 1;
    !person && (in_capitals(list, atoms) || names_organisation(atoms) && !several(atoms))
}

/// Number of parts such as `Smith JA` among commas.
fn compact_persons(atoms: &[Atom<'_>]) -> usize {
    let parts = atoms.split(|atom| atom.kind == AtomKind::Comma);
    let compact = |part: &&[Atom<'_>]| match part {
        [name @ .., last] => {
            last.kind == AtomKind::Caps
                && (1..=2).contains(&name.len())
                && name.iter().all(|one| matches!(one.kind, AtomKind::Word | AtomKind::Particle))
        }
        [] => false,
    };
    parts.filter(compact).count()
}

/// Whether a name holds a word for an institution and no word of four letters or more in small ones.
pub(super) fn is_institution(atoms: &[Atom<'_>]) -> bool {
    let small = |atom: &Atom<'_>| {
        atom.text.starts_with(char::is_lowercase) && atom.text.chars().count() > 3
    };
    atoms.len() > 1
        && atoms.iter().any(|atom| sign(atom.text) == Some(Sign::Head))
        && !atoms.iter().any(small)
}

/// Whether a list is one run of words in capitals, `PORTAL G1`, that ends in no initials.
fn in_capitals(list: &str, atoms: &[Atom<'_>]) -> bool {
    let name = |atom: &Atom<'_>| matches!(atom.kind, AtomKind::Word | AtomKind::Caps);
    let closes = |last: &Atom<'_>| {
        last.text.chars().count() > 3 || last.text.contains(|c: char| c.is_numeric())
    };
    !list.contains(char::is_lowercase)
        && atoms.len() > 1
        && atoms.iter().all(name)
        && atoms.last().is_some_and(closes)
}

/// Whether words name an organisation: one that says so, or a function word between capitals.
pub(super) fn names_organisation(atoms: &[Atom<'_>]) -> bool {
    let words = atoms.iter().filter(|atom| atom.kind == AtomKind::Word).count();
    let says_so = atoms.iter().any(is_sign);
    let function = atoms.iter().any(|atom| FUNCTION.contains(&atom.text));
    // `Growers’`, the possessive of a plural.
    let possessive =
        atoms.iter().any(|atom| atom.text.ends_with("s’") || atom.text.ends_with("s'"));
    // `Coordenação de Aperfeiçoamento de Pessoal`
    let linked = atoms
        .windows(3)
        .filter(|three| {
            matches!(three, [before, link, after] if before.kind == AtomKind::Word
                && after.kind == AtomKind::Word && matches!(link.text, "de" | "do" | "da" | "del"))
        })
        .count();
    let first = atoms.first();
    let given = first.is_some_and(|first| !is_acronym(first.text) && is_given_name(first.text));
    let given = given && words == 2;
    words > 1 && !given && (says_so || function || possessive || linked > 1 && words > 3)
}

/// Whether a piece says that it belongs to the name of an organisation.
fn is_sign(atom: &Atom<'_>) -> bool {
    let organisation = Roles::ORGANISATION.or(Roles::UNIVERSITY);
    let says = |word: &str| sign(word).is_some() || roles(hash_word(word)).any(organisation);
    let text = atom.text.trim_matches(|c: char| !c.is_alphanumeric());
    match atom.kind {
        AtomKind::Word => says(text),
        AtomKind::Bracket => text.split_whitespace().any(says),
        _ => false,
    }
}

/// Whether each of the pieces between commas and conjunctions could be an organisation of its own.
fn several(atoms: &[Atom<'_>]) -> bool {
    let parts = |atom: &Atom<'_>| {
        matches!(atom.kind, AtomKind::Comma | AtomKind::Conjunction | AtomKind::Slash)
    };
    let mut pieces = atoms.split(parts).filter(|piece| !piece.is_empty()).peekable();
    // Among words in capitals no acronym is told from a word.
    let small = atoms
        .iter()
        .any(|atom| atom.kind == AtomKind::Word && atom.text.contains(char::is_lowercase));
    let alone = |piece: &[Atom<'_>]| {
        let head = piece.iter().any(|atom| sign(atom.text) == Some(Sign::Head));
        head && piece.len() > 1 || matches!(piece, [one] if small && is_acronym(one.text))
    };
    let one = pieces.next().is_some_and(alone) && pieces.peek().is_some();
    one && pieces.all(alone)
}

/// Whether a word is an acronym: two capitals or more and no small letter.
fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1 && !word.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_of_a_known_kind() {
        for line in SOURCE.lines().filter(|line| !line.starts_with('#')) {
            let kind = line.split(' ').next().unwrap();
            assert!(["head", "word"].contains(&kind), "{kind}");
            assert_eq!(line.to_lowercase(), line);
        }
    }

    #[test]
    fn a_word_that_can_stand_alone_in_one_language_can_in_all() {
        assert_eq!(sign("Kementerian"), Some(Sign::Head));
        assert_eq!(sign("statistisches"), Some(Sign::Word));
        assert_eq!(sign("Nguyen"), None);
    }
}

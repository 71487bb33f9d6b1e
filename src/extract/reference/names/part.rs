//! One part of a list of names: where its initials stand, and what its family name is.

use super::atom::{Atom, AtomKind};
use super::organisation::names_organisation;
use crate::extract::reference::parse::feature::hash_word;
use crate::extract::reference::parse::lexicon::{Roles, roles};
use crate::model::Person;

/// Where the initials of a part stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// `J. A.`
    Initials,
    /// `Smith JA`, `Bower G. C.`
    Trailing,
    /// `J. A. Smith`
    Leading,
    /// `Daniel B. Botkin`
    Middle,
    /// `Smith`, `Karen Lee`
    Words,
    /// `Jr.`
    Suffix,
}

/// A part of a list of names, between commas.
#[derive(Clone, Debug)]
pub(super) struct Part<'t> {
    /// Where its initials stand.
    pub(super) kind: PartKind,
    /// Its characters.
    pub(super) text: &'t str,
    atoms: Vec<Atom<'t>>,
}

impl<'t> Part<'t> {
    /// The part made of these pieces of a list; `None` where nothing of a name is in it.
    pub(super) fn of(list: &'t str, atoms: &[Atom<'t>]) -> Option<Self> {
        let (first, last) = (atoms.first()?, atoms.last()?);
        let text = list.get(first.start..last.start + last.text.len())?;
        if !text.contains(char::is_alphanumeric) {
            return None;
        }
        Some(Self { kind: kind(atoms), text, atoms: atoms.to_vec() })
    }

    /// Number of words, particles left out.
    pub(super) fn words(&self) -> usize {
        self.atoms.iter().filter(|atom| atom.kind == AtomKind::Word).count()
    }

    /// The first word.
    pub(super) fn first_word(&self) -> Option<&'t str> {
        self.atoms.iter().find(|atom| atom.kind == AtomKind::Word).map(|atom| atom.text)
    }

    /// Whether it is one run of two to four capitals.
    pub(super) fn caps_only(&self) -> bool {
        matches!(self.atoms.as_slice(), [Atom { kind: AtomKind::Caps, .. }])
    }

    /// Whether given names may follow it: no initials of its own.
    pub(super) fn could_be_family(&self) -> bool {
        self.kind == PartKind::Words || self.caps_only()
    }

    /// Whether its words name an organisation.
    pub(super) fn is_organisation(&self) -> bool {
        self.kind == PartKind::Words && names_organisation(&self.atoms)
    }

    /// The person whose family name is this part.
    pub(super) fn inverted(&self, given: &str) -> Person {
        let suffix =
            |atom: &&Atom<'_>| atom.kind == AtomKind::Suffix && !belongs_to_family(atom.text);
        let end = self.atoms.iter().rev().take_while(suffix).last();
        let end = end.map_or(self.text.len(), |atom| self.offset(atom));
        let (family, rest) = self.text.split_at_checked(end).unwrap_or((self.text, ""));
        let mut person = Person { family: tidy(family), given: None };
        add_given(&mut person, given);
        add_given(&mut person, rest);
        person
    }

    /// The person whose full name is this part.
    pub(super) fn direct(&self) -> Person {
        let family = self.family();
        let inside = |atom: &&Atom<'_>| family.contains(&self.offset(atom));
        let mut person = Person::default();
        for atom in self.atoms.iter().filter(inside) {
            if !person.family.is_empty() {
                person.family.push(' ');
            }
            person.family.push_str(&tidy(atom.text));
        }
        for atom in self.atoms.iter().filter(|atom| !inside(atom)) {
            add_given(&mut person, atom.text);
        }
        if person.family.is_empty() {
            person = Person { family: tidy(self.text), given: None };
        }
        person
    }

    /// Number of words in capitals before one that is not; 0 where all or none are.
    pub(super) fn leading_capitals(&self) -> usize {
        let capitals = |atom: &&Atom<'_>| {
            !atom.text.contains(char::is_lowercase) && atom.text.chars().count() > 2
        };
        let count = self.atoms.iter().take_while(capitals).count();
        if count < self.atoms.len() { count } else { 0 }
    }

    fn offset(&self, atom: &Atom<'_>) -> usize {
        atom.start - self.atoms.first().map_or(0, |first| first.start)
    }

    fn end_of(&self, atom: &Atom<'_>) -> usize {
        self.offset(atom) + atom.text.len()
    }

    /// Bytes of the family name in a full name.
    fn family(&self) -> std::ops::Range<usize> {
        match self.kind {
            PartKind::Trailing | PartKind::Initials => {
                // `Smith JA`; of `LI X` and `LI XY` the first is the name.
                let mut end = 0;
                for (index, atom) in self.atoms.iter().enumerate() {
                    let given = matches!(atom.kind, AtomKind::Initials | AtomKind::Bracket)
                        || atom.kind == AtomKind::Caps && index > 0
                        || atom.kind == AtomKind::Suffix && !belongs_to_family(atom.text);
                    if given {
                        break;
                    }
                    end = self.end_of(atom);
                }
                0..end
            }
            PartKind::Words if self.leading_capitals() > 0 => {
                // `BOURDIEU Pierre`, `DE LA CRUZ Juan`.
                let last = self.leading_capitals() - 1;
                0..self.atoms.get(last).map_or(0, |atom| self.end_of(atom))
            }
            _ => self.last_word(),
        }
    }

    /// Bytes of the last word with the particles before it.
    fn last_word(&self) -> std::ops::Range<usize> {
        let atoms = self.atoms.as_slice();
        let mut last = atoms.len();
        while last > 0
            && atoms
                .get(last - 1)
                .is_some_and(|atom| !is_named(atom) && !belongs_to_family(atom.text))
        {
            last -= 1;
        }
        let end =
            last.checked_sub(1).and_then(|at| atoms.get(at)).map_or(0, |atom| self.end_of(atom));
        let mut first = last.saturating_sub(1);
        if atoms.get(first).is_some_and(|atom| atom.kind == AtomKind::Suffix) {
            first = first.saturating_sub(1);
        }
        while first > 0 && atoms.get(first - 1).is_some_and(|atom| atom.kind == AtomKind::Particle)
        {
            first -= 1;
        }
        // After initials all words are of the family: `J. García Pérez`, but `J. Karl Smith`.
        if self.kind == PartKind::Leading {
            while first > 0
                && atoms.get(first - 1).is_some_and(|atom| {
                    matches!(atom.kind, AtomKind::Word | AtomKind::Particle)
                        && !is_given_name(atom.text)
                })
            {
                first -= 1;
            }
        }
        atoms.get(first).map_or(0, |atom| self.offset(atom))..end
    }
}

/// Whether an atom can be a word of a name.
const fn is_named(atom: &Atom<'_>) -> bool {
    matches!(
        atom.kind,
        AtomKind::Word | AtomKind::Particle | AtomKind::Caps | AtomKind::Conjunction
    )
}

/// Portuguese suffixes are part of the family name.
fn belongs_to_family(suffix: &str) -> bool {
    matches!(suffix, "Filho" | "Neto" | "Sobrinho" | "Júnior" | "Junior" | "FILHO" | "NETO")
}

fn kind(atoms: &[Atom<'_>]) -> PartKind {
    let is_name = |atom: &Atom<'_>| {
        matches!(atom.kind, AtomKind::Word | AtomKind::Particle | AtomKind::Conjunction)
    };
    let is_initial = |atom: &Atom<'_>| {
        matches!(atom.kind, AtomKind::Initials | AtomKind::Caps)
            || atom.kind == AtomKind::Bracket && short_bracket(atom.text)
    };
    let name = atoms.iter().position(is_name);
    // The particle of `Sousa DT de` is printed after the initials.
    let ends_name = |atom: &Atom<'_>| is_name(atom) && atom.kind != AtomKind::Particle;
    let last_name = atoms.iter().rposition(ends_name).or_else(|| atoms.iter().rposition(is_name));
    let initial = atoms.iter().position(is_initial);
    let last_initial = atoms.iter().rposition(is_initial);
    match (name, last_name, initial, last_initial) {
        (None, _, None, _) => PartKind::Suffix,
        (None, _, Some(_), _) => PartKind::Initials,
        // `M. de O.` after the family name.
        _ if particles_between_initials(atoms) => PartKind::Initials,
        (Some(_), _, None, _) => PartKind::Words,
        (Some(_), Some(end), Some(initial), _) if initial > end => PartKind::Trailing,
        (Some(name), _, Some(_), Some(last)) if last < name => {
            // `J. A. da` after the family name.
            let word = atoms.iter().any(|atom| atom.kind == AtomKind::Word);
            if word { PartKind::Leading } else { PartKind::Initials }
        }
        _ => PartKind::Middle,
    }
}

/// Whether initials come first and last and nothing but particles is between them.
fn particles_between_initials(atoms: &[Atom<'_>]) -> bool {
    let initials = |atom: Option<&Atom<'_>>| atom.is_some_and(|a| a.kind == AtomKind::Initials);
    initials(atoms.first())
        && initials(atoms.last())
        && atoms.iter().all(|a| matches!(a.kind, AtomKind::Initials | AtomKind::Particle))
}

/// `(Fl.)` after a family name.
fn short_bracket(text: &str) -> bool {
    text.chars().count() <= 10
        && text.contains('.')
        && text.chars().filter(|c| c.is_uppercase()).count() < 4
}

/// Whether a word is a common given name.
pub(super) fn is_given_name(word: &str) -> bool {
    let first = word.split(['-', '‐', '‑']).next().unwrap_or_default();
    roles(hash_word(first)).any(Roles::GIVEN)
}

/// Adds to the given names of a person.
pub(super) fn add_given(person: &mut Person, given: &str) {
    let given = given.trim_matches(|c: char| c.is_whitespace() || ",;()[]".contains(c));
    if given.is_empty() {
        return;
    }
    match &mut person.given {
        Some(before) => {
            before.push(' ');
            before.push_str(given);
        }
        None => person.given = Some(given.to_owned()),
    }
}

/// A name without stray marks at its ends, with single spaces.
pub(super) fn tidy(name: &str) -> String {
    let name = name.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | ':' | '.' | '"' | '“' | '”' | '*' | '-' | '–' | '—')
    });
    let mut tidy = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy
}

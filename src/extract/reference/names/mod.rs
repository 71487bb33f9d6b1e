//! Lists of personal names and organisations, split into family and given names.
//!
//! A list is cut into *parts* at commas, and into *groups* at what surely parts two names:
//! semicolons, `and` and its translations, slashes. Each part is classed by where its initials stand
//! (module [`part`]): `Smith`, `J. A.`, `Smith JA`, `J. A. Smith`, `Daniel B. Botkin`. Then the parts
//! of a group are read from left to right: a part without initials that is followed by one of
//! initials is `Family, Given`; whether `Smith, John` is one name or two is decided by the list as a
//! whole (how many parts have each class, how many words they have, and a few hundred common given
//! names).
//!
//! Covered: particles, `Jr.` and `III`, initials before and after, `Smith JA`, `Bower G. C.`,
//! `Bonhomme (Fl.)`, names in capitals (kept as printed), Spanish double names, single names,
//! organisations (kept whole), `et al.` in six languages, marks of editors.
//!
//! Limits: in lists without initials, `Ana Gómez Ruiz` has the family name `Ruiz`, since nothing
//! printed says where the given names end; names of organisations that hold a conjunction are whole
//! only where no initials stand in the list.

use crate::model::Person;

mod atom;
mod organisation;
pub mod part;

use atom::{Atom, AtomKind};
use part::{Part, PartKind};

/// The names of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Persons and organisations in order.
    pub persons: Vec<Person>,
    /// Whether the list is cut short with `et al.` or its like.
    pub et_al: bool,
}

/// Splits a list of names.
///
/// ```
/// use leitmotif::extract::reference::names::split;
///
/// let names = split("van der Berg, J.-P., Smith JA, & K. O'Neil, et al.");
/// let families: Vec<_> = names.persons.iter().map(|one| one.family.as_str()).collect();
/// assert_eq!(families, ["van der Berg", "Smith", "O'Neil"]);
/// assert!(names.et_al);
/// ```
#[must_use]
pub fn split(list: &str) -> Names {
    let list = list.trim_matches(|c: char| c.is_whitespace() || ",;:–—".contains(c));
    let atoms = atom::read(list);
    let atoms = without_roles(&atoms);
    if organisation::is_organisation(list, atoms) {
        let person = Person { family: part::tidy(list), given: None };
        return Names { persons: vec![person], et_al: false };
    }
    let (groups, et_al) = groups(list, atoms);
    let style = Style::of(&groups);
    let mut names = Names { persons: Vec::new(), et_al };
    for group in &groups {
        read_group(group, &style, &mut names.persons);
    }
    names
}

/// The atoms without `edited by`, `Hrsg. von` in front and `(eds.)` behind.
fn without_roles<'a, 't>(atoms: &'a [Atom<'t>]) -> &'a [Atom<'t>] {
    let mut rest = atoms;
    let mut role = false;
    while let [first, after @ ..] = rest {
        let drop = match first.kind {
            AtomKind::Role => {
                role = true;
                true
            }
            AtomKind::Lead | AtomKind::Comma => true,
            AtomKind::Particle => role && matches!(first.text, "von" | "de" | "di"),
            AtomKind::Conjunction => true,
            _ => false,
        };
        if !drop || (after.is_empty() && first.kind != AtomKind::Comma) {
            break;
        }
        rest = after;
    }
    while let [before @ .., last] = rest {
        let separator = matches!(
            last.kind,
            AtomKind::Role
                | AtomKind::Comma
                | AtomKind::Conjunction
                | AtomKind::Semicolon
                | AtomKind::Slash
        );
        if !separator {
            break;
        }
        rest = before;
    }
    rest
}

/// Parts of each group, and whether the list is cut short.
fn groups<'t>(list: &'t str, atoms: &[Atom<'t>]) -> (Vec<Vec<Part<'t>>>, bool) {
    let semicolons = atoms.iter().any(|atom| atom.kind == AtomKind::Semicolon);
    let mut groups = vec![Vec::new()];
    let mut et_al = false;
    let mut part: Vec<Atom<'t>> = Vec::new();
    let close = |part: &mut Vec<Atom<'t>>, groups: &mut Vec<Vec<Part<'t>>>, group: bool| {
        if let Some(one) = Part::of(list, part)
            && let Some(last) = groups.last_mut()
        {
            last.push(one);
        }
        part.clear();
        if group && groups.last().is_some_and(|last| !last.is_empty()) {
            groups.push(Vec::new());
        }
    };
    for (index, atom) in atoms.iter().enumerate() {
        match atom.kind {
            AtomKind::Conjunction if joins(list, &part, groups.last(), atoms, index) => {
                part.push(*atom);
            }
            AtomKind::Comma => close(&mut part, &mut groups, false),
            AtomKind::Conjunction if semicolons && !part.is_empty() && !full(&part) => {
                part.push(*atom);
            }
            AtomKind::Semicolon | AtomKind::Conjunction | AtomKind::Slash => {
                close(&mut part, &mut groups, true);
            }
            AtomKind::EtAl => et_al = true,
            AtomKind::Ellipsis => {
                close(&mut part, &mut groups, true);
            }
            AtomKind::Role => {}
            _ => part.push(*atom),
        }
    }
    close(&mut part, &mut groups, true);
    groups.retain(|group| !group.is_empty());
    (groups, et_al)
}

/// Whether a conjunction stands inside a name: `Ministry of Trade and Industry` in a list, or the
/// double name of `Sousa e Castro, L.`; `part` is what stands before it since the last separator.
fn joins(
    list: &str,
    part: &[Atom<'_>],
    group: Option<&Vec<Part<'_>>>,
    atoms: &[Atom<'_>],
    index: usize,
) -> bool {
    let word = |atom: &Atom<'_>| matches!(atom.kind, AtomKind::Word | AtomKind::Particle);
    let ends = |atom: &Atom<'_>| {
        matches!(atom.kind, AtomKind::Comma | AtomKind::Semicolon | AtomKind::Conjunction)
    };
    let after = atoms.get(index + 1..).unwrap_or_default();
    let (right, rest) = after.split_at(after.iter().position(ends).unwrap_or(after.len()));
    if part.is_empty() || right.is_empty() || !part.iter().all(word) {
        return false;
    }
    let whole = atoms.get(index - part.len().min(index)..=index + right.len()).unwrap_or_default();
    if right.iter().all(word) && organisation::is_organisation(list, whole) {
        return true;
    }
    // The family name before has its given names yet to come: `Pérez, Ana y Ruiz, J.`
    let waiting = group.and_then(|group| group.last()).is_some_and(Part::could_be_family);
    let initials = match rest {
        [comma, first, ..] => comma.kind == AtomKind::Comma && first.kind == AtomKind::Initials,
        _ => false,
    };
    matches!(atoms.get(index).map(|atom| atom.text), Some("e" | "y" | "i"))
        && !waiting
        && right.iter().all(word)
        && right.len() <= 3
        && part.len() <= 3
        && initials
}

/// Whether a text is the name of one institution: a word for one, and capitals throughout.
#[must_use]
pub fn is_institution(name: &str) -> bool {
    organisation::is_institution(&atom::read(name))
}

/// Whether the atoms of a part could be a whole name.
fn full(part: &[Atom<'_>]) -> bool {
    part.len() > 1 || part.iter().any(|atom| atom.kind == AtomKind::Initials)
}

/// How the names of a list are laid out, as its parts show it.
struct Style {
    /// Parts of words alone are followed by given names.
    inverted: bool,
    /// `Smith JA` throughout: a part of words alone is a whole name.
    compact: bool,
    /// Every group has two parts.
    paired: bool,
}

impl Style {
    fn of(groups: &[Vec<Part<'_>>]) -> Self {
        let parts = || groups.iter().flatten();
        let count = |kind: PartKind| parts().filter(|part| part.kind == kind).count();
        let pairs = groups
            .iter()
            .flat_map(|group| group.windows(2))
            .filter(|pair| {
                matches!(pair, [a, b] if a.could_be_family() && b.kind == PartKind::Initials)
            })
            .count();
        let (words, trailing) = (count(PartKind::Words), count(PartKind::Trailing));
        let compact = pairs == 0 && trailing > words && count(PartKind::Middle) == 0;
        let paired = groups.iter().all(|group| group.len() == 2);
        Self { inverted: pairs > 0, compact, paired }
    }
}

/// Reads the parts of a group from left to right.
fn read_group(group: &[Part<'_>], style: &Style, persons: &mut Vec<Person>) {
    let mut rest = group;
    while let [part, after @ ..] = rest {
        rest = after;
        if part.kind == PartKind::Suffix {
            if let Some(last) = persons.last_mut() {
                part::add_given(last, part.text);
            }
            continue;
        }
        if part.is_organisation() {
            persons.push(Person { family: part::tidy(part.text), given: None });
            continue;
        }
        let (suffix, given) = match after {
            [suffix, given, ..] if suffix.kind == PartKind::Suffix => (Some(suffix), Some(given)),
            [given, ..] => (None, Some(given)),
            [] => (None, None),
        };
        match given {
            Some(given)
                if part.could_be_family()
                    && !starts_a_name(given, after)
                    && is_given(part, given, style) =>
            {
                let mut person = part.inverted(given.text);
                rest = after.get(1..).unwrap_or_default();
                if let Some(suffix) = suffix {
                    part::add_given(&mut person, suffix.text);
                    rest = after.get(2..).unwrap_or_default();
                }
                persons.push(person);
            }
            _ if part.kind == PartKind::Initials && part.words() == 0 && !part.caps_only() => {
                match persons.last_mut() {
                    Some(last) if last.given.is_none() => part::add_given(last, part.text),
                    _ => persons.push(Person { family: part::tidy(part.text), given: None }),
                }
            }
            _ => persons.push(part.direct()),
        }
    }
}

/// Whether the first of the parts `after` a family name is a family name with given names of its own.
fn starts_a_name(given: &Part<'_>, after: &[Part<'_>]) -> bool {
    let next = after.get(1).map(|next| next.kind);
    given.kind == PartKind::Words && next == Some(PartKind::Initials)
}

/// Whether `given` is the given name of the family name `part`.
fn is_given(part: &Part<'_>, given: &Part<'_>, style: &Style) -> bool {
    match given.kind {
        PartKind::Initials => true,
        PartKind::Suffix => false,
        _ if given.is_organisation() || style.compact => false,
        // `Smith, Daniel B.`; `Smith, J. Walter`.
        PartKind::Trailing | PartKind::Leading | PartKind::Middle => {
            let name = part.words() <= 1 || style.inverted || !given_first(part);
            let fits = match given.kind {
                PartKind::Middle => style.inverted,
                PartKind::Leading => given_first_word(given),
                _ => true,
            };
            part.could_be_family() && name && fits && given.words() <= 2
        }
        PartKind::Words => words_follow(part, given, style),
    }
}

/// Whether a part of words alone is the given name of the one before: `Smith, John`.
fn words_follow(part: &Part<'_>, given: &Part<'_>, style: &Style) -> bool {
    if !part.could_be_family() || part.words() > 4 || given.words() > 3 {
        return false;
    }
    // `GIRAUD Paul, TISSOT Anne`
    if part.leading_capitals() > 0 && given.leading_capitals() > 0 {
        return false;
    }
    if style.inverted || part.words() <= 1 || given.words() == 1 {
        return !(given.words() > 2 && given_first(part) && !given_first(given));
    }
    match (given_first(part), given_first(given)) {
        (true, false) => false,
        (false, true) => true,
        // `García López, María José` alone; three such parts are three names.
        (first, _) => !first && style.paired,
    }
}

/// Whether the first word of a part is a common given name.
fn given_first(part: &Part<'_>) -> bool {
    part.first_word().is_some_and(part::is_given_name)
}

/// Whether the words after leading initials are given names rather than a family name.
fn given_first_word(part: &Part<'_>) -> bool {
    part.words() == 1 && part.first_word().is_some_and(part::is_given_name)
}

#[cfg(test)]
mod tests;

//! The smallest pieces of a list of names: words, initials, particles, separators.

use crate::extract::reference::parse::feature::hash_word;
use crate::extract::reference::parse::lexicon::{Roles, roles};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AtomKind {
    /// A word that may be a name.
    Word,
    /// `J.`, `J.-P.`, `J`.
    Initials,
    /// Two to four capitals without stops: initials or a short name in capitals.
    Caps,
    /// `van`, `de`.
    Particle,
    /// `Jr.`, `III`.
    Suffix,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `and`, `&`, `y`, `dan`.
    Conjunction,
    /// `/`
    Slash,
    /// `…`
    Ellipsis,
    /// `et al.`
    EtAl,
    /// `(eds.)`, `Hrsg.`
    Role,
    /// `by`, `in` before names.
    Lead,
    /// A bracketed remark.
    Bracket,
}

/// A piece of a list of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Atom<'t> {
    /// What it is.
    pub(super) kind: AtomKind,
    /// Its characters.
    pub(super) text: &'t str,
    /// Its first byte in the list.
    pub(super) start: usize,
}

/// Cuts a list of names into pieces.
pub(super) fn read(list: &str) -> Vec<Atom<'_>> {
    let mut atoms = Vec::with_capacity(list.len() / 3);
    let mut at = 0;
    // No word but conjunctions and particles has small letters.
    let capitals = !list
        .split(|c: char| !in_word(c))
        .any(|word| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase));
    while let Some(character) = list.get(at..).and_then(|rest| rest.chars().next()) {
        let length = match character {
            _ if character.is_whitespace() => character.len_utf8(),
            '(' | '[' => bracket(list, at, &mut atoms),
            _ if in_word(character) => word(list, at, capitals, &mut atoms),
            _ => mark(list, at, character, &mut atoms),
        };
        at += length.max(1);
    }
    join_et_al(&mut atoms);
    atoms
}

fn in_word(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '\'' | '’' | '-' | '‐' | '‑' | '\u{300}'..='\u{36f}')
}

/// Adds a separator; returns its length.
fn mark<'t>(list: &'t str, at: usize, character: char, atoms: &mut Vec<Atom<'t>>) -> usize {
    let length = character.len_utf8();
    let rest = list.get(at..).unwrap_or_default();
    let (kind, length) = match character {
        ',' | '，' | '、' => (AtomKind::Comma, length),
        ';' | '；' => (AtomKind::Semicolon, length),
        '&' | '+' => (AtomKind::Conjunction, length),
        '/' => (AtomKind::Slash, length),
        '…' => (AtomKind::Ellipsis, length),
        '.' if rest.starts_with("...") => (AtomKind::Ellipsis, 3),
        '.' if rest.starts_with(". . .") => (AtomKind::Ellipsis, 5),
        _ => return length,
    };
    let text = list.get(at..at + length).unwrap_or_default();
    atoms.push(Atom { kind, text, start: at });
    length
}

/// Adds a bracketed remark, or its role; returns its length.
fn bracket<'t>(list: &'t str, at: usize, atoms: &mut Vec<Atom<'t>>) -> usize {
    let rest = list.get(at..).unwrap_or_default();
    let length = rest.find([')', ']']).map_or(rest.len(), |end| end + 1);
    let text = rest.get(..length).unwrap_or_default();
    let inner = text.trim_matches(|c: char| !c.is_alphanumeric());
    let first = inner.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let role = roles(hash_word(first)).any(Roles::EDITOR.or(Roles::TRANSLATOR)) && inner.len() < 24;
    let kind = if role { AtomKind::Role } else { AtomKind::Bracket };
    atoms.push(Atom { kind, text, start: at });
    length
}

/// Adds the pieces of an unbroken stretch of letters; returns its length.
fn word<'t>(list: &'t str, at: usize, capitals: bool, atoms: &mut Vec<Atom<'t>>) -> usize {
    let rest = list.get(at..).unwrap_or_default();
    // `R. -L`, a hyphenated initial with a stray space.
    let stray = rest.len() - rest.trim_start_matches(['-', '‐', '‑']).len();
    let initials = stray + initials(rest.get(stray..).unwrap_or_default());
    // `MINISTÉRIO DO DESENVOLVIMENTO E COMÉRCIO`: no initial stands between two names.
    let between = capitals
        && matches!(rest.get(..2), Some("E " | "Y "))
        && atoms.last().is_some_and(|last| last.kind == AtomKind::Word)
        && rest.chars().skip(2).take(2).filter(|c| c.is_alphabetic()).count() == 2;
    if between {
        atoms.push(Atom {
            kind: AtomKind::Conjunction,
            text: rest.get(..1).unwrap_or_default(),
            start: at,
        });
        return 1;
    }
    if initials > stray {
        let text = rest.get(..initials).unwrap_or_default();
        atoms.push(Atom { kind: AtomKind::Initials, text, start: at });
        return initials;
    }
    let length = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
    let text = rest.get(..length).unwrap_or_default();
    let dotted = rest.get(length..).is_some_and(|after| after.starts_with('.'));
    let kind = kind(text, dotted, capitals, rest.get(length..).unwrap_or_default());
    let length = length + usize::from(dotted && kind != AtomKind::Word);
    let text = rest.get(..length).unwrap_or_default();
    atoms.push(Atom { kind, text, start: at });
    length
}

/// Length of the initials that start `text`: `J.`, `J. A.` is two, `J.-P.`, `J`, `Th.`.
fn initials(text: &str) -> usize {
    let mut length = 0;
    let mut rest = text;
    loop {
        let mut characters = rest.char_indices();
        let Some((_, first)) = characters.next() else { return length };
        if !first.is_uppercase() {
            return length;
        }
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        let next = after.chars().next();
        let letters = match next {
            Some(c)
                if c.is_lowercase()
                    && after.get(c.len_utf8()..).is_some_and(|r| r.starts_with('.')) =>
            {
                let short = rest.get(..first.len_utf8() + c.len_utf8()).unwrap_or_default();
                if matches!(
                    short,
                    "Jr" | "Sr" | "St" | "Ed" | "Al" | "De" | "Le" | "La" | "Di" | "Hg"
                ) {
                    return length;
                }
                short.len()
            }
            Some(c) if c.is_alphanumeric() || matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}') => {
                return length;
            }
            _ => first.len_utf8(),
        };
        rest = rest.get(letters..).unwrap_or_default();
        length += letters;
        if rest.starts_with('.') && !rest.starts_with("...") {
            rest = rest.get(1..).unwrap_or_default();
            length += 1;
        }
        match rest.chars().next() {
            Some(hyphen @ ('-' | '‐' | '‑')) => {
                let after = rest.get(hyphen.len_utf8()..).unwrap_or_default();
                let single = after.chars().next().is_some_and(char::is_uppercase)
                    && !after.chars().nth(1).is_some_and(char::is_alphanumeric);
                if !single {
                    return if after.starts_with(char::is_alphanumeric) && length < 2 {
                        0
                    } else {
                        length
                    };
                }
                rest = after;
                length += hyphen.len_utf8();
            }
            Some(next) if next.is_uppercase() => {}
            _ => return length,
        }
    }
}

/// The kind of a stretch of letters that is no chain of initials.
fn kind(text: &str, dotted: bool, capitals: bool, after: &str) -> AtomKind {
    let count = text.chars().count();
    let lower = text.starts_with(char::is_lowercase);
    let known = roles(hash_word(text));
    if matches!(text, "by" | "in" | "por" | "par") {
        return AtomKind::Lead;
    }
    // `Schröter, J. u. Baum, E.`, but `u. a.`
    let others = after.trim_start_matches(['.', ' ']);
    let short = text == "u" && dotted && others != "a" && !others.starts_with("a.");
    if short {
        return AtomKind::Conjunction;
    }
    if known.any(Roles::CONJUNCTION) && (lower || capitals && count > 1) && !dotted {
        return AtomKind::Conjunction;
    }
    let roman = matches!(text, "II" | "III" | "IV" | "JR" | "SR");
    if known.any(Roles::SUFFIX) && (roman || !text.chars().all(char::is_uppercase) && !lower) {
        return AtomKind::Suffix;
    }
    // `DE HEERING A.`, `AL RUBAEE, M.`, `SILVA, J. M. da` among names in capitals.
    let next = after.strip_prefix(' ').unwrap_or_default();
    let before_name = next.chars().take(2).filter(|c| c.is_alphabetic()).count() == 2;
    if capitals && known.any(Roles::PARTICLE) && (lower || count > 1 && before_name) {
        return AtomKind::Particle;
    }
    // Initials that are words elsewhere: `Smith ED`, `Haber AL`, `Arber DA`.
    let all_capitals = text.chars().all(char::is_uppercase);
    if all_capitals && (2..=4).contains(&count) && !(capitals && count > 2) {
        return AtomKind::Caps;
    }
    if known.any(Roles::EDITOR)
        && (lower || dotted || after.trim_start().is_empty())
        && !matches!(text, "Edit" | "Éd")
    {
        return AtomKind::Role;
    }
    if known.any(Roles::PARTICLE)
        && (lower || count > 1 && !after.trim_start_matches(['.', ' ']).is_empty())
        && !capitals
    {
        return AtomKind::Particle;
    }
    let hyphenated = text.split(['-', '‐', '‑']).all(|one| one.chars().count() == 1);
    if hyphenated && all_capitals_but_hyphens(text) {
        return AtomKind::Initials;
    }
    AtomKind::Word
}

fn all_capitals_but_hyphens(text: &str) -> bool {
    text.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '‐' | '‑'))
}

/// Makes `et al`, `and others`, `y cols.`, `dkk` one piece.
fn join_et_al(atoms: &mut Vec<Atom<'_>>) {
    const OTHERS: [&str; 18] = [
        "al",
        "alii",
        "alia",
        "others",
        "otros",
        "outros",
        "autres",
        "andere",
        "coll",
        "col",
        "cols",
        "colleagues",
        "colaboradores",
        "collaborators",
        "mitarb",
        "lainnya",
        "kawan-kawan",
        "a",
    ];
    let mut index = 0;
    while let Some(atom) = atoms.get(index) {
        let lower = |atom: &Atom<'_>| atom.text.trim_end_matches('.').to_lowercase();
        let next = atoms.get(index + 1).map(lower).unwrap_or_default();
        let printed = atoms.get(index + 1).map_or("", |next| next.text);
        let joined = match atom.kind {
            AtomKind::Word if matches!(lower(atom).as_str(), "dkk" | "etal") => Some(1),
            AtomKind::Conjunction if OTHERS.contains(&next.as_str()) && next != "a" => Some(2),
            AtomKind::Conjunction if atom.text == "et" && printed == "a" => Some(2),
            AtomKind::Word if atom.text == "u" && next == "a" => Some(2),
            AtomKind::Word if atom.text == "et" && next == "al" => Some(2),
            _ => None,
        };
        if let (Some(length), Some(atom)) = (joined, atoms.get_mut(index)) {
            atom.kind = AtomKind::EtAl;
            atoms.drain(index + 1..(index + length).min(atoms.len()));
        }
        index += 1;
    }
}

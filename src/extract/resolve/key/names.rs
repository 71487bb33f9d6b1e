//! Splits the author part of an entry into names.
//!
//! Names end at commas, semicolons, conjunctions, and stops after a word. With semicolons between
//! the names a comma stands before given names; without them, a stretch of initials, or of a given
//! name with initials ("Dalton, Timothy J.,"), belongs to the name before it.

use super::part::is_joiner;
use super::{AUTHORS, Name, ROLES, ReferenceKey};
use crate::extract::resolve::fold::{Words, fold_words, is_particle, is_small};
use crate::extract::token::{Token, TokenKind};

/// Letters that a word in capitals has at most to be taken for initials: "Pereira PRVS".
const INITIALS: usize = 4;

/// Reads the names of the author part into `key`.
pub(super) fn read_names(raw: &str, tokens: &[Token], key: &mut ReferenceKey) {
    let semicolons = tokens.iter().any(|token| token.kind == TokenKind::Semicolon);
    let mut reader = Reader {
        raw,
        key,
        semicolons,
        words: Words::new(),
        initials: String::new(),
        initials_follow: false,
        given: false,
        inverted: false,
        acronym: String::new(),
        in_first: true,
    };
    for at in 0..tokens.len() {
        reader.read_token(tokens, at);
    }
    reader.end_stretch();
    let acronym = fold_words(&reader.acronym).concat();
    if (2..=12).contains(&acronym.len()) {
        key.acronyms.push(acronym);
    }
}

/// Whether a stop after `before` ends a name: not one after an initial or "Jr".
fn ends_word(before: Option<&Token>) -> bool {
    before.is_some_and(|word| word.kind == TokenKind::Name && word.span.len() > 3)
}

/// The names read so far, and the stretch between separators that is being read.
struct Reader<'r> {
    raw: &'r str,
    key: &'r mut ReferenceKey,
    semicolons: bool,
    words: Words,
    initials: String,
    initials_follow: bool,
    /// Whether given names are read: after the comma of "Lee, John; Wu, Ann".
    given: bool,
    /// Whether the list has given names after commas: "Dalton, Timothy J., Zereyesus, Yacob A."
    inverted: bool,
    acronym: String,
    /// Whether the organisation's name is still being read, if it is one.
    in_first: bool,
}

impl Reader<'_> {
    fn read_token(&mut self, tokens: &[Token], at: usize) {
        let Some(token) = tokens.get(at) else { return };
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let next = tokens.get(at + 1).map(|token| token.kind);
        match token.kind {
            TokenKind::Comma if self.semicolons => self.given = true,
            TokenKind::Comma | TokenKind::Semicolon | TokenKind::Ampersand | TokenKind::Slash => {
                self.end_stretch();
            }
            TokenKind::Stop if ends_word(before) => {
                self.in_first = false;
                self.end_stretch();
            }
            TokenKind::Initial => {
                let initial = token.span.of(self.raw);
                self.initials.extend(fold_words(initial));
                self.initials_follow = !self.words.is_empty();
                if self.in_first {
                    self.acronym.push_str(initial);
                }
            }
            TokenKind::Name => self.read_word(token, before.map(|token| token.kind), next),
            TokenKind::Lower if is_joiner(self.raw, token) => self.read_joiner(token),
            TokenKind::Lower if !self.given && is_particle(token.span.of(self.raw)) => {
                self.words.push(token.span.of(self.raw).to_owned());
            }
            _ => {}
        }
    }

    fn read_joiner(&mut self, token: &Token) {
        let inside_organisation = token.is_one_of(self.raw, &["e", "y"]) && self.acronym.len() > 3;
        if token.is_one_of(self.raw, &["al", "dkk"]) {
            self.key.et_al = true;
        } else if !inside_organisation {
            self.end_stretch();
        }
    }

    /// Reads a capitalised word: of a name, an acronym in brackets, or initials without stops.
    fn read_word(&mut self, token: &Token, before: Option<TokenKind>, next: Option<TokenKind>) {
        let word = token.span.of(self.raw);
        let lower = word.to_lowercase();
        let upper = !word.chars().any(char::is_lowercase);
        self.in_first &= before != Some(TokenKind::Open);
        if upper && before == Some(TokenKind::Open) {
            self.key.acronyms.push(lower);
            return;
        }
        if token.is_one_of(self.raw, &ROLES) {
            return;
        }
        if self.in_first && !is_small(&lower) {
            self.acronym.extend(word.chars().next());
        }
        if self.given {
            self.initials.extend(lower.chars().next());
            return;
        }
        let short = upper && word.chars().count() <= INITIALS && !is_particle(&lower);
        let ends = !matches!(next, Some(TokenKind::Name | TokenKind::Lower));
        let bare = self.key.names.last().is_some_and(|name| name.initials.is_empty());
        if short && ends && (!self.words.is_empty() || bare && !self.semicolons) {
            self.initials.push_str(&lower);
            self.initials_follow = true;
        } else {
            self.words.extend(fold_words(word));
        }
    }

    /// Makes a name of the stretch that ends, or given names of the name before it.
    fn end_stretch(&mut self) {
        let words = std::mem::take(&mut self.words);
        let initials = std::mem::take(&mut self.initials);
        let follow = std::mem::take(&mut self.initials_follow);
        self.given = false;
        let count = self.key.names.len();
        let before = self.key.names.last_mut();
        if words.is_empty() {
            if let Some(name) = before {
                name.initials.push_str(&initials);
            }
            return;
        }
        let bare = before.filter(|name| name.initials.is_empty());
        let given = follow && words.len() == 1 && !self.semicolons && (count == 1 || self.inverted);
        if let (Some(name), true) = (bare, given) {
            self.inverted = true;
            name.initials = words.iter().filter_map(|word| word.chars().next()).collect();
            name.initials.push_str(&initials);
        } else if count < AUTHORS {
            self.key.names.push(Name::new(words, initials));
        }
    }
}

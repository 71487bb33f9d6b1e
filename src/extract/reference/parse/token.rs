//! Tokens of a reference string: words, numbers, single punctuation marks, and identifiers whole.
//!
//! Words and digits part where they meet (`D64` gives `D` and `64`), since volume, pages and year
//! are often printed without a space: `2006;57(2):143-154` gives nine tokens. Hyphens and
//! apostrophes between letters belong to the word (`García-Pravia`, `O'Toole`).

use crate::extract::reference::identifiers::{Identifier, IdentifierKind};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with hyphens and apostrophes between them.
    Word,
    /// Digits.
    Number,
    /// One character that is neither.
    Punctuation,
    /// An identifier or address, found by rule.
    Identifier(IdentifierKind),
}

/// One token of a prepared reference string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is made of.
    pub kind: TokenKind,
    /// Whether white space stands before it, or nothing.
    pub spaced: bool,
}

impl Token {
    /// The token's characters in the text that it was cut from.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Cuts `text` into tokens; `identifiers` are in order and do not overlap.
pub fn tokenize(text: &str, identifiers: &[Identifier], tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut at = 0;
    for identifier in identifiers {
        cut(text, at, identifier.span.start, tokens);
        let spaced = spaced_at(text, identifier.span.start);
        tokens.push(Token {
            start: identifier.span.start,
            end: identifier.span.end,
            kind: TokenKind::Identifier(identifier.kind),
            spaced,
        });
        at = identifier.span.end;
    }
    cut(text, at, text.len(), tokens);
}

fn spaced_at(text: &str, at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| text.as_bytes().get(before))
        .is_none_or(u8::is_ascii_whitespace)
}

/// Cuts the part of `text` between two bytes.
fn cut(text: &str, from: usize, to: usize, tokens: &mut Vec<Token>) {
    let part = text.get(from..to).unwrap_or_default();
    let mut rest = part.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        if character.is_whitespace() {
            continue;
        }
        let mut end = at + character.len_utf8();
        let kind = kind_of(character);
        match kind {
            TokenKind::Word => {
                while let Some(&(next, inner)) = rest.peek() {
                    let letter = is_letter(inner)
                        || (matches!(inner, '-' | '‐' | '‑' | '\'' | '’')
                            && part
                                .get(next + inner.len_utf8()..)
                                .and_then(|after| after.chars().next())
                                .is_some_and(is_letter));
                    if !letter {
                        break;
                    }
                    end = next + inner.len_utf8();
                    rest.next();
                }
            }
            TokenKind::Number => {
                while let Some((next, digit)) = rest.next_if(|(_, next)| next.is_numeric()) {
                    end = next + digit.len_utf8();
                }
            }
            TokenKind::Punctuation | TokenKind::Identifier(_) => {}
        }
        let (start, end) = (from + at, from + end);
        tokens.push(Token { start, end, kind, spaced: spaced_at(text, start) });
    }
}

fn is_letter(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '\u{300}'..='\u{36f}')
}

fn kind_of(character: char) -> TokenKind {
    if is_letter(character) {
        TokenKind::Word
    } else if character.is_numeric() {
        TokenKind::Number
    } else {
        TokenKind::Punctuation
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reference::identifiers;

    fn cut_up(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        identifiers::find(text, &mut found);
        let mut tokens = Vec::new();
        tokenize(text, &found, &mut tokens);
        tokens.iter().map(|token| token.of(text).to_owned()).collect()
    }

    #[test]
    fn numbers_printed_together_are_taken_apart() {
        assert_eq!(
            cut_up("2006;57(2):143-154"),
            ["2006", ";", "57", "(", "2", ")", ":", "143", "-", "154"]
        );
        assert_eq!(cut_up("Rev. D64, W566"), ["Rev", ".", "D", "64", ",", "W", "566"]);
    }

    #[test]
    fn hyphens_and_apostrophes_between_letters_stay() {
        assert_eq!(
            cut_up("García-Pravia, O’Toole, J.-P. 'x'"),
            ["García-Pravia", ",", "O’Toole", ",", "J", ".", "-", "P", ".", "'", "x", "'"]
        );
    }

    #[test]
    fn an_identifier_is_one_token() {
        assert_eq!(
            cut_up("12. doi: 10.1000/ab-c.1 (2001)"),
            ["12", ".", "doi: 10.1000/ab-c.1", "(", "2001", ")"]
        );
    }
}

//! Words, quoted text and symbols of an expression, with the columns where they start.

use super::Operator;
use crate::error::{Error, ErrorKind, Position, Result};

/// A token and its column in characters, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) column: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Quoted(String),
    Operator(Operator),
    Open,
    Close,
    Comma,
    Colon,
    Dots,
}

/// Characters that end a word and are no word on their own.
pub(super) const RESERVED: [char; 12] =
    ['=', '!', '<', '>', '~', '(', ')', ',', ':', '"', '“', '”'];

/// A mistake at `column`.
pub(super) fn mistake(column: usize, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Usage(message.into())).at_position(Position::Line { line: 1, column })
}

/// Splits an expression into tokens.
pub(super) fn lex(text: &str) -> Result<Vec<Lexeme>> {
    let mut lexemes = Vec::new();
    let mut rest = text;
    let mut column = 1;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            _ if first.is_whitespace() => (None, first.len_utf8()),
            '"' | '“' | '\'' => {
                let (text, length) = quoted(rest, first)
                    .ok_or_else(|| mistake(column, format!("this {first} has no closing quote")))?;
                (Some(Token::Quoted(text)), length)
            }
            _ => {
                let (token, length) = symbol(rest).unwrap_or_else(|| {
                    let length = word_length(rest);
                    (Token::Word(rest.get(..length).unwrap_or_default().to_owned()), length)
                });
                if length == 0 {
                    return Err(mistake(column, format!("unexpected `{first}`")));
                }
                (Some(token), length)
            }
        };
        lexemes.extend(token.map(|token| Lexeme { token, column }));
        let (taken, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        column += taken.chars().count();
        rest = after;
    }
    Ok(lexemes)
}

/// The symbol that `text` starts with; longer ones first.
fn symbol(text: &str) -> Option<(Token, usize)> {
    let operator = Operator::ALL
        .into_iter()
        .filter(|operator| text.starts_with(operator.symbol()))
        .max_by_key(|operator| operator.symbol().len());
    if let Some(operator) = operator {
        return Some((Token::Operator(operator), operator.symbol().len()));
    }
    let symbols = [
        ("..", Token::Dots),
        ("(", Token::Open),
        (")", Token::Close),
        (",", Token::Comma),
        (":", Token::Colon),
    ];
    symbols
        .into_iter()
        .find(|(symbol, _)| text.starts_with(symbol))
        .map(|(symbol, token)| (token, symbol.len()))
}

/// Bytes of the word that `text` starts with; a word ends before `..`.
fn word_length(text: &str) -> usize {
    let end = text
        .find(|character: char| character.is_whitespace() || RESERVED.contains(&character))
        .unwrap_or(text.len());
    text.get(..end).and_then(|word| word.find("..")).unwrap_or(end)
}

/// The text between the quote that `text` starts with and its partner, and the length of both.
fn quoted(text: &str, open: char) -> Option<(String, usize)> {
    let close = if open == '“' { '”' } else { open };
    let mut inside = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((offset, character)) = characters.next() {
        match character {
            _ if character == close => return Some((inside, offset + close.len_utf8())),
            '\\' => inside.push(characters.next()?.1),
            _ => inside.push(character),
        }
    }
    None
}

//! Works that the text names apart from the year, or by their title.
//!
//! Only references that the bibliography has are found so: the words alone would mean anything.

use super::names::read_name_list;
use super::reading::{Authors, Context, Reading};
use crate::extract::resolve::{Name, fold_words};
use crate::extract::token::TokenKind;
use crate::model::Span;

/// Tokens before a year that are searched.
const REACH: usize = 14;
/// Score that a name apart from its year has to have.
const SURE: f32 = 0.6;

impl Context<'_> {
    /// Reads a work that goes by its title: "Lei n° 13.146, de 6 de julho de 2015". The words from
    /// its start to the year have to open the reference, and there have to be two at least.
    pub(super) fn read_title(&self) -> Option<Reading> {
        let year = self.anchor.value.filter(|_| !self.index.is_empty())?;
        let from = self.tokens.len().saturating_sub(REACH);
        for start in from..self.tokens.len() {
            let token = self.tokens.get(start)?;
            if !matches!(token.kind, TokenKind::Name | TokenKind::Initial) {
                continue;
            }
            let rest = self.tokens.get(start..).unwrap_or_default();
            let words: Vec<String> =
                rest.iter().flat_map(|token| fold_words(token.span.of(self.text))).collect();
            let matches = self.index.find_by_opening(&words, year);
            if words.len() > 1 && !matches.is_empty() {
                let title = Span::new(token.span.start, rest.last()?.span.end);
                let authors = Authors {
                    names: vec![Name::read(title.of(self.text), String::new())],
                    printed: vec![title.of(self.text).trim_end_matches([',', '(', ' ']).to_owned()],
                    et_al: false,
                };
                return Some(Reading { start: title.start, authors, matches });
            }
        }
        None
    }

    /// Reads a name apart from its year: "Porter's theory of advantage (1990)".
    pub(super) fn read_apart(&self, end: usize, bracketed: bool) -> Option<Reading> {
        let after = self.text.get(self.anchor.span.end..self.close?)?;
        let rest = after.split(';').next().unwrap_or_default();
        if self.index.is_empty() || rest.len() > 40 || rest.contains(char::is_alphabetic) {
            return None;
        }
        for at in (end.saturating_sub(REACH)..end).rev() {
            let token = self.tokens.get(at)?;
            match token.kind {
                TokenKind::Stop => {
                    let short = at.checked_sub(1).and_then(|before| self.tokens.get(before));
                    if !short.is_some_and(|word| {
                        word.kind == TokenKind::Initial
                            || word.is_one_of(self.text, &["al", "dkk", "cf", "vs"])
                    }) {
                        return None;
                    }
                }
                TokenKind::Break | TokenKind::Semicolon | TokenKind::Open => return None,
                TokenKind::Number if bracketed => return None,
                TokenKind::Name if self.may_start(at) => {
                    let list =
                        read_name_list(self.text, self.tokens, self.end_of_names(at + 1, end));
                    let reading = self.choose(&list);
                    if reading
                        .as_ref()
                        .and_then(|r| r.matches.first())
                        .is_some_and(|m| m.score > SURE)
                    {
                        return reading;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The end of a name list whose last known word ends before `at`: "et al." after it belongs to it.
    fn end_of_names(&self, at: usize, end: usize) -> usize {
        let is = |place: usize, word: &str| {
            self.tokens.get(place).is_some_and(|token| token.is(self.text, word))
        };
        let comma = usize::from(self.kind_before(at + 1) == Some(TokenKind::Comma));
        if is(at + comma, "et") && is(at + comma + 1, "al") {
            let stop = usize::from(self.kind_before(at + comma + 3) == Some(TokenKind::Stop));
            return (at + comma + 2 + stop).min(end);
        }
        at
    }
}

//! Where the authors of an entry end and its title begins, and which year is its own.

use super::ROLES;
use crate::extract::resolve::fold::is_particle;
use crate::extract::token::{Token, TokenKind};
use crate::extract::year::YearAnchor;

/// How many tokens the author part has, and the year that goes with it.
pub(super) fn author_part<'y>(
    raw: &str,
    tokens: &[Token],
    years: &'y [YearAnchor],
) -> (usize, Option<&'y YearAnchor>) {
    let first = tokens.first().map_or(0, |token| token.span.start);
    if years.first().is_some_and(|year| year.span.end <= first) {
        return (title_start(raw, tokens), years.first());
    }
    if let Some(year) = years.first() {
        let before = tokens.partition_point(|token| token.span.end <= year.span.start);
        let head = tokens.get(..before).unwrap_or_default();
        let names = head.iter().filter(|token| token.kind == TokenKind::Name).count();
        let words = head.iter().filter(|token| is_title_word(raw, token)).count();
        let colon = head.iter().any(|token| token.kind == TokenKind::Colon);
        let begun = head.iter().enumerate().any(|(at, token)| {
            let before =
                at.checked_sub(1).and_then(|before| head.get(before)).map(|token| token.kind);
            token.kind == TokenKind::Stop
                && before != Some(TokenKind::Initial)
                && head
                    .get(at..)
                    .is_some_and(|rest| rest.iter().any(|token| is_title_word(raw, token)))
        });
        if words * 3 <= names && !(colon && words > 0) && !begun || words <= 2 && !colon && !begun {
            return (before, Some(year));
        }
    }
    (title_start(raw, tokens), late_year(raw, years))
}

/// Whether a token is a word in small letters that belongs to no name.
fn is_title_word(raw: &str, token: &Token) -> bool {
    token.kind == TokenKind::Lower && {
        let word = token.span.of(raw);
        word.len() > 3 && !token.is_one_of(raw, &["with", "dkk", "eds", "editors"])
    }
}

/// The year of an entry whose year does not follow its authors: the one before a semicolon or in
/// brackets, else the last that is no page and no date of access.
fn late_year<'y>(raw: &str, years: &'y [YearAnchor]) -> Option<&'y YearAnchor> {
    let address = raw.find("http").or_else(|| raw.find("Accessed")).unwrap_or(raw.len());
    let cut =
        raw.find("Available").or_else(|| raw.find("Dispon")).unwrap_or(raw.len()).min(address);
    let sign_before =
        |year: &YearAnchor| raw.get(..year.span.start).and_then(|t| t.chars().next_back());
    let plausible = |year: &&YearAnchor| {
        year.span.start < cut && !matches!(sign_before(year), Some('-' | '\u{2013}' | ':' | 'p'))
    };
    let followed = |year: &&YearAnchor| {
        raw.get(year.span.end..).is_some_and(|rest| rest.starts_with(';') || rest.starts_with(')'))
    };
    let mut found = years.iter().filter(plausible);
    found.clone().find(followed).or_else(|| found.next_back()).or_else(|| years.last())
}

/// How many tokens stand before the title, in an entry whose year comes late.
fn title_start(raw: &str, tokens: &[Token]) -> usize {
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let is_plain = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.kind == TokenKind::Lower
                && !is_joiner(raw, token)
                && !is_particle(token.span.of(raw))
        })
    };
    let mut last_separator = 0;
    for (at, token) in tokens.iter().enumerate().take(400) {
        match token.kind {
            // "World Health Organization (WHO)"
            TokenKind::Open
                if kind(at + 1) == Some(TokenKind::Name)
                    && kind(at + 2) == Some(TokenKind::Close) => {}
            TokenKind::Colon | TokenKind::Break | TokenKind::Open if at > 0 => return at,
            TokenKind::Stop if at > 0 => {
                let initial = kind(at - 1) == Some(TokenKind::Initial);
                let title = kind(at + 1) == Some(TokenKind::Name) && is_plain(at + 2)
                    || kind(at + 1) == Some(TokenKind::Initial)
                        && (is_plain(at + 2) || initial && kind(at + 2) == Some(TokenKind::Name));
                let short = tokens.get(at - 1).is_some_and(|token| token.span.len() < 3);
                if title
                    || !(initial
                        || short
                        || tokens.get(at - 1).is_some_and(|t| t.is_one_of(raw, &ROLES)))
                {
                    return at;
                }
                last_separator = at;
            }
            TokenKind::Comma | TokenKind::Semicolon => last_separator = at,
            TokenKind::Lower if is_plain(at) && token.span.len() > 2 => {
                return if token.is(raw, "etal") { at } else { last_separator.max(1) };
            }
            _ => {}
        }
    }
    tokens.len()
}

/// Whether a token joins two names or is part of "et al.".
pub(super) fn is_joiner(raw: &str, token: &Token) -> bool {
    token.is_one_of(
        raw,
        &["and", "y", "e", "et", "und", "dan", "al", "dkk", "i", "og", "och", "en", "with", "u"],
    )
}

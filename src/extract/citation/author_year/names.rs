//! Reads the authors that stand before a year, from right to left.
//!
//! The grammar: names joined by commas, semicolons, slashes, `&` and conjunctions, with "et al." or
//! its like at the end; each name a run of capitalised words with particles and initials. How far
//! left the run of names goes is a matter of grammar only: it may take in "In Brazil," or "Asian".
//! Which name is the first author is chosen later, by the bibliography where it knows the names.

use super::words::{
    CONJUNCTIONS, INSIDE_ORGANISATION, LOOK_ALIKES, ONLY_ORGANISATION, OPENERS, OTHERS,
    OTHERS_ALONE, PARTICLES, PLACING, PREFIXES,
};
use crate::extract::resolve::Name;
use crate::extract::token::{Token, TokenKind, read_tokens};
use crate::model::Span;

/// One name before a year: its tokens, from `first` up to but not including `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameRun {
    /// First token.
    pub(super) first: usize,
    /// One past the last token of the family name.
    pub(super) end: usize,
    /// One past the initials after the family name.
    pub(super) initials_end: usize,
    /// What joins it to the name before it.
    pub(super) joint: Joint,
}

/// What joins a name to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// Nothing: it is the first.
    None,
    /// A comma.
    Comma,
    /// A semicolon.
    Semicolon,
    /// `&`, a slash or a conjunction.
    Conjunction,
}

/// The names before a year, left to right.
#[derive(Debug, Default)]
pub(super) struct NameList {
    /// Names in order.
    pub(super) names: Vec<NameRun>,
    /// Whether "et al." or its like follows.
    pub(super) et_al: bool,
}

/// Names in one list; hostile text has more.
const LONGEST: usize = 40;

/// The kind of the token before place `end`.
fn kind_before(tokens: &[Token], end: usize) -> Option<TokenKind> {
    tokens.get(end.checked_sub(1)?).map(|token| token.kind)
}

fn token_before(tokens: &[Token], end: usize) -> Option<Token> {
    tokens.get(end.checked_sub(1)?).copied()
}

/// Reads the names that end before token `end`.
pub(super) fn read_name_list(text: &str, tokens: &[Token], end: usize) -> NameList {
    let mut list = NameList::default();
    let mut at = end;
    // "Lee et al.'s"
    if token_before(tokens, at).is_some_and(|token| token.is(text, "s"))
        && kind_before(tokens, at - 1) == Some(TokenKind::Apostrophe)
    {
        at -= 1;
    }
    if kind_before(tokens, at) == Some(TokenKind::Apostrophe) {
        at -= 1;
    }
    if let Some(start) = read_others(text, tokens, at) {
        list.et_al = true;
        at = start;
        if matches!(kind_before(tokens, at), Some(TokenKind::Comma)) {
            at -= 1;
        }
    }
    while let Some((first, end)) = read_name(text, tokens, at) {
        list.names.push(NameRun { first, end, initials_end: at, joint: Joint::None });
        if list.names.len() == LONGEST {
            break;
        }
        let Some((joint, before)) = read_joint(text, tokens, first) else { break };
        if read_name(text, tokens, before).is_none() {
            break;
        }
        if let Some(run) = list.names.last_mut() {
            run.joint = joint;
        }
        at = before;
    }
    list.names.reverse();
    list
}

/// Where "et al." and its like start, if they end before token `end`.
fn read_others(text: &str, tokens: &[Token], end: usize) -> Option<usize> {
    let mut at = end;
    if kind_before(tokens, at) == Some(TokenKind::Stop) {
        at -= 1;
    }
    let word = token_before(tokens, at)?;
    if word.is_one_of(text, &OTHERS_ALONE) {
        return Some(at - 1);
    }
    // German "u. a."
    let german = word.is(text, "a") && kind_before(tokens, at - 1) == Some(TokenKind::Stop);
    if !german && !word.is_one_of(text, &OTHERS) {
        return None;
    }
    at -= 1;
    if german {
        at -= 1;
        return token_before(tokens, at).filter(|token| token.is(text, "u")).map(|_| at - 1);
    }
    if kind_before(tokens, at) == Some(TokenKind::Stop) {
        at -= 1;
    }
    let joint = token_before(tokens, at)?;
    let joins = joint.kind == TokenKind::Ampersand || joint.is_one_of(text, &CONJUNCTIONS);
    joins.then_some(at - 1)
}

/// What joins names before token `first`, and where it starts.
fn read_joint(text: &str, tokens: &[Token], first: usize) -> Option<(Joint, usize)> {
    let token = token_before(tokens, first)?;
    let mut at = first - 1;
    let joint = match token.kind {
        TokenKind::Comma => Joint::Comma,
        TokenKind::Semicolon => Joint::Semicolon,
        TokenKind::Ampersand | TokenKind::Slash => Joint::Conjunction,
        TokenKind::Lower if token.is_one_of(text, &CONJUNCTIONS) => Joint::Conjunction,
        TokenKind::Stop if token_before(tokens, at).is_some_and(|word| word.is(text, "u")) => {
            at -= 1;
            Joint::Conjunction
        }
        _ => return None,
    };
    if joint == Joint::Conjunction
        && matches!(kind_before(tokens, at), Some(TokenKind::Comma | TokenKind::Semicolon))
    {
        at -= 1;
    }
    Some((joint, at))
}

/// The first token of the name that ends before token `end`, and the end of its family name.
fn read_name(text: &str, tokens: &[Token], end: usize) -> Option<(usize, usize)> {
    let mut at = skip_suffix(text, tokens, end);
    at = skip_initials(tokens, at);
    let family_end = at;
    let last = token_before(tokens, at)?;
    if last.kind != TokenKind::Name {
        return None;
    }
    at -= 1;
    let mut first = at;
    for _ in 0..16 {
        match token_before(tokens, at) {
            Some(token) if token.possessive => break,
            Some(token) if matches!(token.kind, TokenKind::Name | TokenKind::Initial) => {
                at -= 1;
                first = at;
            }
            Some(token) if token.kind == TokenKind::Stop => {
                let short =
                    at.checked_sub(2).and_then(|place| tokens.get(place)).is_some_and(|word| {
                        word.kind == TokenKind::Initial
                            || word.is_one_of(text, &["st", "dr", "prof", "jr"])
                    });
                if !short {
                    break;
                }
                at -= 2;
                first = at;
            }
            Some(token) if token.is_one_of(text, &PARTICLES) => {
                at -= 1;
                first = at;
            }
            Some(token) if token.is_one_of(text, &INSIDE_ORGANISATION) => at -= 1,
            _ => break,
        }
    }
    Some((first, family_end))
}

/// The end of a name without "Jr." and its like.
fn skip_suffix(text: &str, tokens: &[Token], end: usize) -> usize {
    let stop = usize::from(kind_before(tokens, end) == Some(TokenKind::Stop));
    let word = token_before(tokens, end - stop.min(end));
    if word.is_some_and(|word| word.is_one_of(text, &["jr", "sr", "ii", "iii", "filho", "neto"])) {
        let at = end - stop - 1;
        let comma = usize::from(kind_before(tokens, at) == Some(TokenKind::Comma));
        if kind_before(tokens, at - comma) == Some(TokenKind::Name) {
            return at - comma;
        }
    }
    end
}

/// The end of a name without the initials after it: `Lee, J. K.`, `Lee JK`.
fn skip_initials(tokens: &[Token], end: usize) -> usize {
    let mut at = end;
    while let Some(token) = token_before(tokens, at) {
        let stop = usize::from(token.kind == TokenKind::Stop);
        if kind_before(tokens, at - stop) != Some(TokenKind::Initial) {
            break;
        }
        at -= stop + 1;
    }
    if at == end {
        return end;
    }
    let comma = usize::from(kind_before(tokens, at) == Some(TokenKind::Comma));
    match kind_before(tokens, at - comma) {
        Some(TokenKind::Name) => at - comma,
        _ => end,
    }
}

impl NameRun {
    /// The place of each word in the name at which the family name may start.
    pub(super) fn starts<'t>(
        &self,
        text: &'t str,
        tokens: &'t [Token],
    ) -> impl Iterator<Item = usize> + 't {
        let Self { first, end, .. } = *self;
        (first..end).filter(move |&at| {
            tokens.get(at).is_some_and(|token| {
                token.kind == TokenKind::Name
                    || token.kind == TokenKind::Initial
                    || token.is_one_of(text, &PARTICLES)
            })
        })
    }

    /// The name's text from token `first` on.
    pub(super) fn span_from(&self, tokens: &[Token], first: usize) -> Span {
        let start = tokens.get(first).map_or(0, |token| token.span.start);
        let end = tokens.get(self.end.saturating_sub(1)).map_or(start, |token| token.span.end);
        Span::new(start, end)
    }

    /// The family name from token `first` on, without initials, and the initials before it.
    pub(super) fn read(&self, text: &str, tokens: &[Token], first: usize) -> (String, String) {
        let mut family = String::new();
        let mut initials = String::new();
        let after = tokens.get(self.end..self.initials_end).unwrap_or_default();
        let after = after.iter().filter(|token| token.kind == TokenKind::Initial);
        for token in tokens.get(first..self.end).unwrap_or_default().iter().chain(after) {
            match token.kind {
                TokenKind::Initial => initials.push_str(token.span.of(text)),
                TokenKind::Name | TokenKind::Lower => {
                    if !family.is_empty() {
                        family.push(' ');
                    }
                    family.push_str(token.span.of(text));
                }
                _ => {}
            }
        }
        (family, initials.to_lowercase())
    }

    /// The first token that may belong to a name, for a name that the bibliography does not know.
    pub(super) fn plain_start(&self, text: &str, tokens: &[Token]) -> usize {
        let mut first = self.first;
        while first + 1 < self.end
            && tokens.get(first).is_some_and(|token| match token.kind {
                TokenKind::Name => is_opener(token.span.of(text)),
                TokenKind::Lower => !token.is_one_of(text, &PARTICLES),
                _ => false,
            })
        {
            first += 1;
        }
        first
    }

    /// Whether it is a place or a time before a comma: "In Brazil, Lee (2003)".
    pub(super) fn is_placed(&self, text: &str, tokens: &[Token]) -> bool {
        tokens.get(self.first).is_some_and(|token| token.is_one_of(text, &PLACING))
            && self.end - self.first > 1
    }

    /// Whether it has a word that only organisations have in their names.
    pub(super) fn is_organisation(&self, text: &str, tokens: &[Token]) -> bool {
        let words = tokens.get(self.first + 1..self.end).unwrap_or_default();
        words.iter().any(|token| token.is_one_of(text, &ONLY_ORGANISATION))
    }
}

/// The names that end right before `end` in the text, for callouts without a year.
pub(crate) fn names_before(text: &str, end: usize) -> Option<NamesBefore> {
    let start = (end.saturating_sub(300)..=end).find(|&at| text.is_char_boundary(at))?;
    let mut tokens = Vec::new();
    read_tokens(text, Span::new(start, end), &mut tokens);
    let comma = usize::from(kind_before(&tokens, tokens.len()) == Some(TokenKind::Comma));
    let list = read_name_list(text, &tokens, tokens.len() - comma);
    let mut before = NamesBefore { start: end, et_al: list.et_al, ..NamesBefore::default() };
    for run in &list.names {
        let first = run.plain_start(text, &tokens);
        let (family, initials) = run.read(text, &tokens, first);
        before.start = before.start.min(run.span_from(&tokens, first).start);
        before.names.push(Name::read(&family, initials));
        before.printed.push(family);
    }
    (!before.names.is_empty()).then_some(before)
}

/// Names in the running text.
#[derive(Debug, Default)]
pub(crate) struct NamesBefore {
    /// Where the first one starts.
    pub(crate) start: usize,
    /// Folded, for looking up.
    pub(crate) names: Vec<Name>,
    /// As printed.
    pub(crate) printed: Vec<String>,
    /// Whether "et al." follows.
    pub(crate) et_al: bool,
}

/// Whether a word opens a sentence or a callout and is no part of a name.
pub(super) fn is_opener(word: &str) -> bool {
    let word = word.to_lowercase();
    OPENERS.contains(&word.as_str())
}

/// Whether a word in small letters may stand before a callout's first name.
pub(super) fn is_prefix(word: &str) -> bool {
    PREFIXES.contains(&word)
}

/// Whether a word makes a year something else than that of a cited work.
pub(super) fn is_look_alike(word: &str) -> bool {
    let word = word.to_lowercase();
    LOOK_ALIKES.contains(&word.as_str())
}

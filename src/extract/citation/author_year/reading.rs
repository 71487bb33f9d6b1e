//! Which of the words before a year are its authors, chosen with the help of the bibliography.
//!
//! Every word at which the first author's name may start gives a reading. Readings are looked up in
//! the index of references, and the one with the best score wins; of equal ones the leftmost,
//! which explains more of the text. Where no reference has these names and this year, neighbouring
//! years and small misspellings are tried. Where nothing agrees, the form of the callout decides
//! ([`Strictness`]) and the names are those of the grammar, without words that open sentences.

use smallvec::SmallVec;

use super::Strictness;
use super::names::{Joint, NameList, NameRun, is_look_alike, is_opener, is_prefix, read_name_list};
use super::words::INTRODUCTIONS;
use crate::extract::resolve::{
    ACCEPTED, Cited, Match, Name, Reach, ReferenceIndex, fold_words, is_particle,
};
use crate::extract::token::{Token, TokenKind};
use crate::extract::year::YearAnchor;
use crate::model::Span;

/// Words before a name that make it a person's spoken word, or a firm's.
const NO_PUBLICATION: [&str; 8] =
    ["comm", "communication", "obs", "observation", "copyright", "©", "from", "to"];
/// A score that leaves nothing to look for.
const SURE: f32 = 0.85;

/// The authors of a marker.
#[derive(Debug)]
pub(super) struct Authors {
    /// Folded, for looking up.
    pub(super) names: Vec<Name>,
    /// Family names as printed.
    pub(super) printed: Vec<String>,
    /// Whether more are meant.
    pub(super) et_al: bool,
}

/// The authors chosen for a year.
#[derive(Debug)]
pub(super) struct Reading {
    /// Where the first name starts.
    pub(super) start: usize,
    /// The authors.
    pub(super) authors: Authors,
    /// References that agree, best first.
    pub(super) matches: SmallVec<[Match; 4]>,
}

/// What is around a year.
pub(super) struct Context<'c> {
    pub(super) text: &'c str,
    /// Tokens to the left of the year.
    pub(super) tokens: &'c [Token],
    pub(super) index: &'c ReferenceIndex,
    pub(super) strictness: Strictness,
    pub(super) anchor: &'c YearAnchor,
    /// Where the bracket around the year ends.
    pub(super) close: Option<usize>,
}

/// The references that agree with authors and year, misspelt ones where no other does.
pub(super) fn matches_of(
    index: &ReferenceIndex,
    authors: &Authors,
    anchor: &YearAnchor,
) -> SmallVec<[Match; 4]> {
    index.find_by_names(&authors.names, authors.et_al, anchor.cited())
}

/// Whether the bracket at `open` is the object of a phrase such as "According to".
pub(super) fn is_introduced(text: &str, open: usize) -> bool {
    let before = text.get(..open).unwrap_or_default().trim_end();
    INTRODUCTIONS.iter().any(|phrase| {
        let start = before.len().checked_sub(phrase.len());
        start
            .and_then(|start| before.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(phrase))
    })
}

impl Context<'_> {
    /// The authors of the year, and whether the year stands in a bracket of its own after them.
    pub(super) fn read(&self) -> Option<(Reading, bool)> {
        let bracketed = self.kind_before(self.tokens.len()) == Some(TokenKind::Open);
        let end = if bracketed { self.end_before_bracket() } else { self.end_before_year() };
        let list = read_name_list(self.text, self.tokens, end);
        let list = if list.names.is_empty() && self.kind_before(end) == Some(TokenKind::Stop) {
            read_name_list(self.text, self.tokens, end - 1)
        } else {
            list
        };
        let known = self
            .choose(&list)
            .or_else(|| self.read_title())
            .or_else(|| self.read_apart(end, bracketed));
        let reading = known.or_else(|| self.read_unknown(&list, bracketed))?;
        Some((reading, bracketed))
    }

    fn kind_before(&self, end: usize) -> Option<TokenKind> {
        self.tokens.get(end.checked_sub(1)?).map(|token| token.kind)
    }

    /// The end of the names before "(2003", without a comma or a bracketed acronym.
    fn end_before_bracket(&self) -> usize {
        let mut end = self.tokens.len() - 1;
        if self.kind_before(end) == Some(TokenKind::Comma) {
            end -= 1;
        }
        if self.kind_before(end) == Some(TokenKind::Close)
            && let Some(open) = (end.saturating_sub(5)..end)
                .rev()
                .find(|&at| self.kind_before(at + 1) == Some(TokenKind::Open))
        {
            end = open;
        }
        end
    }

    /// The end of the names before a year in the same bracket, without sign or "eds.".
    fn end_before_year(&self) -> usize {
        let mut end = self.tokens.len();
        if matches!(self.kind_before(end), Some(TokenKind::Comma | TokenKind::Colon)) {
            end -= 1;
        }
        if self.kind_before(end) == Some(TokenKind::Close)
            && let Some(open) = (end.saturating_sub(5)..end)
                .rev()
                .find(|&at| self.kind_before(at + 1) == Some(TokenKind::Open))
        {
            end = open;
        }
        let stop = usize::from(self.kind_before(end) == Some(TokenKind::Stop));
        let role = end.checked_sub(stop + 1).and_then(|at| self.tokens.get(at));
        if role.is_some_and(|word| {
            word.is_one_of(self.text, &["ed", "eds", "hrsg", "hg", "orgs", "coord"])
        }) {
            end -= stop + 1;
            if self.kind_before(end) == Some(TokenKind::Comma) {
                end -= 1;
            }
        }
        end
    }

    /// The reading that agrees best with a reference.
    fn choose(&self, list: &NameList) -> Option<Reading> {
        if self.index.is_empty() {
            return None;
        }
        let names: Vec<Name> = list.names.iter().map(|run| self.name(run, run.first)).collect();
        let mut best: Option<(usize, usize, f32, SmallVec<[Match; 4]>)> = None;
        for (place, run) in list.names.iter().enumerate() {
            let rest = names.get(place + 1..).unwrap_or_default();
            for start in run.starts(self.text, self.tokens).take(12) {
                if !self.may_start(start) {
                    continue;
                }
                let first = self.name(run, start);
                let matches = self.index.find(&self.cited(&first, rest, list), Reach::Exact);
                let score = matches.first().map_or(0.0, |found| found.score);
                if score >= ACCEPTED
                    && best.as_ref().is_none_or(|(_, _, other, _)| score > *other + 0.01)
                {
                    best = Some((place, start, score, matches));
                }
            }
        }
        let leaves_author = best.as_ref().is_some_and(|&(place, ..)| {
            list.names.get(place).is_some_and(|run| run.joint == Joint::Conjunction)
        });
        if best.as_ref().is_none_or(|&(_, _, score, _)| score < SURE) || leaves_author {
            let near = self.choose_near(list, &names);
            if let Some(near) = near
                && best.as_ref().is_none_or(|&(_, _, score, _)| near.2 > score)
            {
                best = Some(near);
            }
        }
        let (place, start, _, mut matches) = best?;
        matches.retain(|found| found.score >= ACCEPTED);
        Some(self.reading(list, place, start, matches))
    }

    /// The reading that agrees best with a reference but for a slip of spelling or year.
    fn choose_near(
        &self,
        list: &NameList,
        names: &[Name],
    ) -> Option<(usize, usize, f32, SmallVec<[Match; 4]>)> {
        let mut best: Option<(usize, usize, f32, SmallVec<[Match; 4]>)> = None;
        for (place, run) in list.names.iter().enumerate().take(6) {
            let rest = names.get(place + 1..).unwrap_or_default();
            let plain = run.plain_start(self.text, self.tokens);
            let last = run.end.saturating_sub(1);
            for start in std::iter::once(plain).chain((last > plain).then_some(last)) {
                let first = self.name(run, start);
                let matches = self.index.find(&self.cited(&first, rest, list), Reach::Near);
                let score = matches.first().map_or(0.0, |found| found.score);
                if score >= ACCEPTED
                    && best.as_ref().is_none_or(|(_, _, other, _)| score > *other + 0.01)
                {
                    best = Some((place, start, score, matches));
                }
            }
        }
        best
    }

    fn cited<'n>(&self, first: &'n Name, rest: &'n [Name], list: &NameList) -> Cited<'n> {
        Cited { first, rest, et_al: list.et_al, year: self.anchor.cited() }
    }

    /// Whether a reference of the year has the word at token `start` in its authors' names.
    fn may_start(&self, start: usize) -> bool {
        let Some(token) = self.tokens.get(start).filter(|token| token.kind == TokenKind::Name)
        else {
            return false;
        };
        let words = fold_words(token.span.of(self.text));
        let YearAnchor { value, second, .. } = *self.anchor;
        words.iter().any(|word| {
            self.index.has(word, value) || second.is_some() && self.index.has(word, second)
        }) || words.len() > 1 && self.index.has(&words.concat(), value)
            || is_particle(words.first().map_or("", String::as_str))
            || words.concat().len() > 2 && self.opens_organisation(start)
    }

    /// Whether the words from token `start` on may be the full name behind an acronym.
    fn opens_organisation(&self, start: usize) -> bool {
        self.tokens
            .get(start + 1)
            .is_some_and(|token| matches!(token.kind, TokenKind::Name | TokenKind::Lower))
    }

    /// Reads a work that goes by its title: "Lei n° 13.146, de 6 de julho de 2015". The words from
    /// its start to the year have to open the reference, and there have to be two at least.
    fn read_title(&self) -> Option<Reading> {
        let year = self.anchor.value.filter(|_| !self.index.is_empty())?;
        let from = self.tokens.len().saturating_sub(14);
        for start in from..self.tokens.len() {
            let token = self.tokens.get(start)?;
            if token.kind != TokenKind::Name || !self.may_start(start) {
                continue;
            }
            let rest = self.tokens.get(start..).unwrap_or_default();
            let words: Vec<String> =
                rest.iter().flat_map(|token| fold_words(token.span.of(self.text))).collect();
            let matches = self.index.find_by_opening(&words, year);
            if words.len() > 1 && !matches.is_empty() {
                let title = Span::new(token.span.start, rest.last()?.span.end);
                let authors = Authors {
                    names: vec![Name::of_text(title.of(self.text))],
                    printed: vec![title.of(self.text).trim_end_matches([',', '(', ' ']).to_owned()],
                    et_al: false,
                };
                return Some(Reading { start: title.start, authors, matches });
            }
        }
        None
    }

    /// Reads a name apart from its year: "Porter's theory of advantage (1990)".
    fn read_apart(&self, end: usize, bracketed: bool) -> Option<Reading> {
        let after = self.text.get(self.anchor.span.end..self.close?)?;
        let rest = after.split(';').next().unwrap_or_default();
        if self.index.is_empty() || rest.len() > 40 || rest.contains(char::is_alphabetic) {
            return None;
        }
        for at in (end.saturating_sub(14)..end).rev() {
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
                        .is_some_and(|m| m.score > 0.6)
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

    /// A name from token `first` on, with the initials before it.
    fn name(&self, run: &NameRun, first: usize) -> Name {
        let (family, _) = run.read(self.text, self.tokens, first);
        let (_, initials) = run.read(self.text, self.tokens, self.with_initials(run, first));
        Name { initials, ..Name::of_text(&family) }
    }

    /// The place of the first initial before token `first`, or `first`.
    fn with_initials(&self, run: &NameRun, first: usize) -> usize {
        let mut start = first;
        while start > run.first
            && matches!(self.kind_before(start), Some(TokenKind::Initial | TokenKind::Stop))
        {
            start -= 1;
        }
        start
    }

    /// The place of the first particle before token `first` that the reference's name has too.
    fn with_particles(&self, run: &NameRun, first: usize, matches: &[Match]) -> usize {
        let key = matches.first().and_then(|found| self.index.key(found.reference));
        let mut start = first;
        while start > run.first
            && let Some(token) = self.tokens.get(start - 1)
            && matches!(token.kind, TokenKind::Lower | TokenKind::Name)
        {
            let words = fold_words(token.span.of(self.text));
            let in_name = |word: &String| {
                key.is_none_or(|key| key.names.iter().any(|name| name.words.contains(word)))
            };
            if !words.iter().all(|word| is_particle(word) && in_name(word)) {
                break;
            }
            start -= 1;
        }
        start
    }

    fn reading(
        &self,
        list: &NameList,
        place: usize,
        start: usize,
        matches: SmallVec<[Match; 4]>,
    ) -> Reading {
        let runs = list.names.get(place..).unwrap_or_default();
        let mut authors = Authors { names: Vec::new(), printed: Vec::new(), et_al: list.et_al };
        let mut from = 0;
        for (number, run) in runs.iter().enumerate() {
            let first =
                if number == 0 { self.with_particles(run, start, &matches) } else { run.first };
            let (family, _) = run.read(self.text, self.tokens, first);
            if number == 0 {
                from = run.span_from(self.tokens, self.with_initials(run, first)).start;
            }
            authors.names.push(self.name(run, first));
            authors.printed.push(family);
        }
        Reading { start: from, authors, matches }
    }

    /// The authors of a year that no reference agrees with, where the form is that of a citation.
    fn read_unknown(&self, list: &NameList, bracketed: bool) -> Option<Reading> {
        if self.strictness == Strictness::Known || list.names.is_empty() {
            return None;
        }
        let joined = list.names.iter().any(|run| run.joint == Joint::Conjunction);
        let in_bracket = self.anchor.bracket.is_some() && !bracketed;
        let mut place = if in_bracket || joined { 0 } else { list.names.len() - 1 };
        let mut start = 0;
        while let Some(run) = list.names.get(place) {
            start = run.plain_start(self.text, self.tokens);
            let lone = run.end - start == 1;
            let opener =
                self.tokens.get(start).is_some_and(|token| is_opener(token.span.of(self.text)));
            if !(lone && opener) {
                break;
            }
            place += 1;
        }
        let runs = list.names.get(place..).filter(|runs| !runs.is_empty())?;
        let before = start.checked_sub(1).and_then(|before| self.tokens.get(before));
        if before.is_some_and(|token| {
            token.kind == TokenKind::Colon || token.is_one_of(self.text, &NO_PUBLICATION)
        }) {
            return None;
        }
        let form = list.et_al || runs.len() > 1;
        let opens = !in_bracket || form || before.is_none_or(|token| self.opens_callout(token));
        let accepted = opens
            && self.anchor.is_final
            && self.anchor.second.is_none()
            && self.ends_callout()
            && self.is_name_like(runs, start)
            && match self.strictness {
                Strictness::Open => form || in_bracket || bracketed,
                _ => (form || in_bracket || bracketed) && self.is_modern(),
            }
            && (self.anchor.bracket.is_some() || list.et_al);
        accepted.then(|| self.reading(list, place, start, SmallVec::new()))
    }

    /// Whether a token may stand before a callout's only name: a sign or a word such as "see".
    fn opens_callout(&self, token: &Token) -> bool {
        match token.kind {
            TokenKind::Open | TokenKind::Semicolon | TokenKind::Comma | TokenKind::Stop => true,
            TokenKind::Lower => {
                is_opener(token.span.of(self.text)) || is_prefix(token.span.of(self.text))
            }
            _ => false,
        }
    }

    /// Whether what follows the year may end a marker: "(China 2014 J07004)" is none.
    fn ends_callout(&self) -> bool {
        let rest = self.text.get(self.anchor.span.end..).unwrap_or_default();
        let bare = self.anchor.bracket.is_none();
        bare || rest.trim_start().starts_with([')', ']', ',', ';', ':', '.', '/', '&'])
            || rest.starts_with(" and ")
    }

    /// Whether names look like names and not like months, figures or products.
    fn is_name_like(&self, runs: &[NameRun], start: usize) -> bool {
        runs.iter().enumerate().all(|(number, run)| {
            let first = if number == 0 { start } else { run.first };
            let words = self.tokens.get(first..run.end).unwrap_or_default();
            let names = words.iter().filter(|token| token.kind == TokenKind::Name);
            words.len() <= 12
                && names.clone().all(|token| {
                    let word = token.span.of(self.text);
                    !is_look_alike(word) && !word.contains(|letter: char| letter.is_ascii_digit())
                })
        })
    }

    /// Whether the year is not older than modern publishing: taxonomic authorities mostly are.
    fn is_modern(&self) -> bool {
        self.anchor.value.is_none_or(|year| year >= 1900)
    }
}

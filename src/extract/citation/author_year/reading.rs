//! Which of the words before a year are its authors, chosen with the help of the bibliography.
//!
//! Every word at which the first author's name may start gives a reading. Readings are looked up in
//! the index of references, and the one with the best score wins; of equal ones the leftmost,
//! which explains more of the text. Where no reference has these names and this year, neighbouring
//! years and small misspellings are tried. Where nothing agrees, the form of the callout decides
//! ([`Strictness`]) and the names are those of the grammar, without words that open sentences.

use smallvec::SmallVec;

use super::Strictness;
use super::names::{Joint, NameList, NameRun, is_look_alike, read_name_list};
use super::words::INTRODUCTIONS;
use crate::extract::resolve::{
    ACCEPTED, Cited, Match, Name, Reach, ReferenceIndex, fold_words, is_particle,
};
use crate::extract::token::{Token, TokenKind};
use crate::extract::year::YearAnchor;
use crate::model::Span;

/// Tokens that a bracket between a name and its year has at most: "[OECD], 2019".
const ACRONYM: usize = 12;
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

impl Reading {
    /// Whether a reference agrees so well that no other reading needs to be looked for.
    pub(super) fn is_sure(&self) -> bool {
        self.matches.first().is_some_and(|best| best.score >= SURE)
    }
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
        let reading = self
            .choose(&list)
            .or_else(|| self.read_title())
            .or_else(|| self.read_apart(end, bracketed))
            .or_else(|| self.read_unknown(&list, bracketed))?;
        Some((reading, bracketed))
    }

    /// Whether a year outside brackets has no name right before it: no more of the text would tell
    /// of one.
    pub(super) fn is_hopeless(&self) -> bool {
        let names = [TokenKind::Name, TokenKind::Initial, TokenKind::Stop, TokenKind::Comma];
        let before = self.kind_before(self.tokens.len());
        self.anchor.bracket.is_none() && !before.is_some_and(|kind| names.contains(&kind))
    }

    pub(super) fn kind_before(&self, end: usize) -> Option<TokenKind> {
        self.tokens.get(end.checked_sub(1)?).map(|token| token.kind)
    }

    /// The end of the names before "(2003", without a comma or a bracketed acronym.
    fn end_before_bracket(&self) -> usize {
        let mut end = self.tokens.len() - 1;
        if self.kind_before(end) == Some(TokenKind::Comma) {
            end -= 1;
        }
        if self.kind_before(end) == Some(TokenKind::Close)
            && let Some(open) = (end.saturating_sub(ACRONYM)..end)
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
            && let Some(open) = (end.saturating_sub(ACRONYM)..end)
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
    pub(super) fn choose(&self, list: &NameList) -> Option<Reading> {
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
            // "May 2009" is a month before it is a misprint of the May of 2008.
            if self.tokens.get(last).is_some_and(|word| is_look_alike(word.span.of(self.text))) {
                continue;
            }
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
    pub(super) fn may_start(&self, start: usize) -> bool {
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

    /// A name from token `first` on, with the initials before it.
    pub(super) fn name(&self, run: &NameRun, first: usize) -> Name {
        let (family, _) = run.read(self.text, self.tokens, first);
        let (_, initials) = run.read(self.text, self.tokens, self.with_initials(run, first));
        Name::read(&family, initials)
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

    pub(super) fn reading(
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
        // "Ministry of Health, Labour and Welfare" is one author.
        if let Some(last) = runs.last()
            && runs.len() > 1
            && !authors.et_al
            && runs.iter().any(|run| run.is_organisation(self.text, self.tokens))
        {
            let end = last.span_from(self.tokens, last.first).end;
            authors.printed = vec![Span::new(from, end).of(self.text).to_owned()];
        }
        Reading { start: from, authors, matches }
    }
}

//! Years whose names agree with no reference: which of them are citations all the same.
//!
//! Papers cite works that they forget to list, and a text may come without its bibliography. The
//! form has to tell then: names joined as authors are, or a name that has a bracket to itself, no
//! month, figure, product or span of years, nothing but signs after the year. Where there is a
//! bibliography, names of a publisher and its place ("Press, London, 1965") and of zoologists and
//! botanists after a species ("Linnaeus, 1758") are left out too.

use smallvec::SmallVec;

use super::Strictness;
use super::names::{Joint, NameList, NameRun, is_look_alike, is_opener, is_prefix};
use super::reading::{Context, Reading};
use crate::extract::token::{Token, TokenKind};

/// Words shortly before a name that make it a person's spoken word, or a firm's.
const NO_PUBLICATION: [&str; 5] = ["comm", "communication", "obs", "observation", "copyright"];
/// Works older than this are seldom cited and left unlisted; authorities of species often are.
const MODERN: i32 = 1900;

impl Context<'_> {
    /// The authors of a year that no reference agrees with, where the form is that of a citation.
    pub(super) fn read_unknown(&self, list: &NameList, bracketed: bool) -> Option<Reading> {
        let joined = list.names.iter().any(|run| run.joint == Joint::Conjunction);
        let in_bracket = self.anchor.bracket.is_some() && !bracketed;
        let from = if in_bracket || joined {
            self.after_other_capitals(list)
        } else {
            list.names.len().checked_sub(1)?
        };
        let (place, start) = self.first_author(list, from);
        let runs = list.names.get(place..).filter(|runs| !runs.is_empty())?;
        let before = start.checked_sub(1).and_then(|before| self.tokens.get(before));
        let ahead = self.tokens.get(start.saturating_sub(4)..start).unwrap_or_default();
        let spoken = ahead.iter().any(|token| token.is_one_of(self.text, &NO_PUBLICATION));
        // "London: Press, 1965"
        let placed = !list.et_al && before.is_some_and(|token| token.kind == TokenKind::Colon);
        let several = list.et_al || runs.len() > 1;
        let opens = !in_bracket || several || before.is_none_or(|token| self.opens_callout(token));
        let accepted = opens
            && !spoken
            && !placed
            && (self.anchor.bracket.is_some() || list.et_al)
            && self.anchor.is_final
            && !self.is_period()
            && self.ends_callout()
            && self.is_name_like(runs, start)
            && (self.strictness == Strictness::Open || self.is_plausible(runs, list.et_al));
        accepted.then(|| self.reading(list, place, start, SmallVec::new()))
    }

    /// The place after the last semicolon, where names in capitals and others are joined by
    /// semicolons: authors are printed alike, so "(SAS; Lee, 2011)" holds no pair of authors.
    fn after_other_capitals(&self, list: &NameList) -> usize {
        let in_capitals = |run: &NameRun| {
            let name = run.span_from(self.tokens, run.first).of(self.text);
            !name.chars().any(char::is_lowercase)
        };
        let capitals = list.names.iter().filter(|run| in_capitals(run)).count();
        let mixed = capitals > 0 && capitals < list.names.len();
        let last = list.names.iter().rposition(|run| run.joint == Joint::Semicolon);
        last.filter(|_| mixed).unwrap_or(0)
    }

    /// The place of the first author from `from` on, and its first token, without words that open
    /// a sentence and without a place or time before a comma.
    fn first_author(&self, list: &NameList, from: usize) -> (usize, usize) {
        let mut place = from;
        let mut start = 0;
        while let Some(run) = list.names.get(place) {
            start = run.plain_start(self.text, self.tokens);
            let word = self.tokens.get(start);
            let opener = run.end - start == 1
                && word.is_some_and(|token| is_opener(token.span.of(self.text)));
            let placed = run.is_placed(self.text, self.tokens)
                && list.names.get(place + 1).is_some_and(|next| next.joint == Joint::Comma);
            if !opener && !placed {
                break;
            }
            place += 1;
        }
        (place, start)
    }

    /// Whether the year is that of modern publishing, and the names are not joined by commas alone,
    /// as a firm or publisher is to its place.
    fn is_plausible(&self, runs: &[NameRun], et_al: bool) -> bool {
        let commas =
            runs.len() > 1 && !et_al && runs.iter().skip(1).all(|run| run.joint == Joint::Comma);
        !commas && self.anchor.value.is_none_or(|year| year >= MODERN)
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

    /// Whether the anchor is a span of years.
    fn is_period(&self) -> bool {
        self.anchor.second.is_some() && !self.anchor.span.of(self.text).contains('/')
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
}

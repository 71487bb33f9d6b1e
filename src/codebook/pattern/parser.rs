//! Recursive descent over the pieces of a pattern; the grammar is in the parent module.
//!
//! Stops at the first mistake of this level, since what follows it could mean anything.

use super::lexer::{Lexeme, LexemeKind};
use super::word::{compile_regex, read_words};
use super::{DEEPEST_GROUP, PatternMistake, Reading};
use crate::error::MistakeKind;
use crate::model::{Expression, Span, Word};

type Parsed = Result<Expression, PatternMistake>;

/// The expression for `lexemes`, which are the pieces of `source`.
pub(super) fn parse(
    source: &str,
    lexemes: &[Lexeme<'_>],
    reading: Reading,
) -> Result<Expression, Vec<PatternMistake>> {
    let mut parser = Parser { source, lexemes, at: 0, depth: 0, reading };
    if lexemes.is_empty() {
        let mistake = PatternMistake::new(Span::new(0, source.len()), MistakeKind::EmptyPattern);
        return Err(vec![mistake.suggest("write a word, or remove it")]);
    }
    let parsed = parser.pattern().and_then(|expression| match parser.peek() {
        Some(lexeme) => Err(parser.unexpected(lexeme)),
        None => Ok(expression),
    });
    parsed.map_err(|mistake| vec![mistake])
}

struct Parser<'a> {
    source: &'a str,
    lexemes: &'a [Lexeme<'a>],
    at: usize,
    depth: usize,
    reading: Reading,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Lexeme<'a>> {
        self.lexemes.get(self.at).copied()
    }

    fn next_if(&mut self, wanted: impl Fn(&LexemeKind<'_>) -> bool) -> Option<Lexeme<'a>> {
        let lexeme = self.peek().filter(|lexeme| wanted(&lexeme.kind))?;
        self.at += 1;
        Some(lexeme)
    }

    fn pattern(&mut self) -> Parsed {
        let mut all = Vec::new();
        match self.distance()? {
            Expression::Together(inner) => all.extend(inner),
            first => all.push(first),
        }
        while let Some(and) = self.next_if(|kind| *kind == LexemeKind::And) {
            self.operand_follows(and)?;
            match self.distance()? {
                Expression::Together(inner) => all.extend(inner),
                next => all.push(next),
            }
        }
        Ok(single_or(all, Expression::Together))
    }

    fn distance(&mut self) -> Parsed {
        let begin = self.at;
        let mut left = self.phrase()?;
        while let Some(operator) = self.next_if(|kind| matches!(kind, LexemeKind::Distance { .. }))
        {
            let LexemeKind::Distance { distance, ordered } = operator.kind else { break };
            self.operand_follows(operator)?;
            self.refuse_and(&left, begin)?;
            let middle = self.at;
            let right = self.phrase()?;
            self.refuse_and(&right, middle)?;
            left = Expression::Near {
                left: Box::new(left),
                right: Box::new(right),
                distance,
                ordered,
            };
        }
        Ok(left)
    }

    fn phrase(&mut self) -> Parsed {
        let begin = self.at;
        let mut parts = Vec::new();
        let mut spaced_bar = None;
        loop {
            let start = self.at;
            let part = self.alternatives(&mut spaced_bar)?;
            let more = self.peek().is_some_and(|lexeme| begins_part(&lexeme.kind));
            if more || !parts.is_empty() {
                self.refuse_and(&part, start)?;
            }
            match part {
                Expression::Phrase(inner) => parts.extend(inner),
                part => parts.push(part),
            }
            if !more {
                break;
            }
        }
        if let Some(bar) = spaced_bar.filter(|_| self.runs_on(begin)) {
            return Err(self.ambiguous(bar));
        }
        Ok(single_or(parts, Expression::Phrase))
    }

    /// Whether the phrase that began at piece `begin` holds more than one group of alternatives.
    fn runs_on(&self, begin: usize) -> bool {
        let mut depth = 0_usize;
        let mut groups = 0;
        let mut joined = true;
        for lexeme in self.lexemes.get(begin..self.at).unwrap_or_default() {
            match lexeme.kind {
                LexemeKind::Close => depth = depth.saturating_sub(1),
                _ if depth > 0 => depth += usize::from(lexeme.kind == LexemeKind::Open),
                LexemeKind::Bar { .. } => joined = true,
                kind => {
                    groups += usize::from(!joined || groups == 0);
                    joined = false;
                    depth += usize::from(kind == LexemeKind::Open);
                }
            }
        }
        groups > 1
    }

    fn ambiguous(&self, bar: Lexeme<'_>) -> PatternMistake {
        let text = |index: Option<usize>| {
            let lexeme = index.and_then(|index| self.lexemes.get(index));
            lexeme.map_or("a", |lexeme| lexeme.span.of(self.source))
        };
        let at = self.lexemes.iter().position(|lexeme| lexeme.span == bar.span).unwrap_or(0);
        let (before, after) = (text(at.checked_sub(1)), text(Some(at + 1)));
        PatternMistake::new(bar.span, MistakeKind::AmbiguousAlternative).suggest(format!(
            "write `{before}|{after}` for two words in one place, or two patterns for two phrases"
        ))
    }

    fn alternatives(&mut self, spaced_bar: &mut Option<Lexeme<'a>>) -> Parsed {
        let begin = self.at;
        let mut all = vec![self.part()?];
        while let Some(bar) = self.next_if(|kind| matches!(kind, LexemeKind::Bar { .. })) {
            if bar.kind == (LexemeKind::Bar { spaced: true }) {
                spaced_bar.get_or_insert(bar);
            }
            if !self.peek().is_some_and(|lexeme| begins_part(&lexeme.kind)) {
                return Err(empty_alternative(bar));
            }
            let middle = self.at;
            let next = self.part()?;
            self.refuse_and(&next, middle)?;
            all.push(next);
        }
        if let [first, _, ..] = all.as_slice() {
            self.refuse_and(first, begin)?;
        }
        Ok(single_or(all, Expression::Either))
    }

    fn part(&mut self) -> Parsed {
        let Some(lexeme) = self.peek() else {
            let end = Span::new(self.source.len(), self.source.len());
            return Err(PatternMistake::new(end, MistakeKind::EmptyPattern));
        };
        self.at += 1;
        let words = |source: &str, stemmed: bool| {
            read_words(source, stemmed, self.reading).ok_or_else(|| {
                let kind = MistakeKind::NoWord(source.to_owned());
                PatternMistake::new(lexeme.span, kind)
                    .suggest("words hold a letter or a digit; remove the rest")
            })
        };
        match lexeme.kind {
            LexemeKind::Word(word) => words(word, true),
            LexemeKind::Quoted(quoted) => words(quoted, false),
            LexemeKind::Regex(source) => match compile_regex(source) {
                Ok(_) => Ok(Expression::Word(Word::Regex(source.to_owned()))),
                Err(error) => {
                    Err(PatternMistake::new(lexeme.span, MistakeKind::Regex(reason(&error))))
                }
            },
            LexemeKind::Open => self.group(lexeme),
            _ => {
                self.at -= 1;
                Err(self.unexpected(lexeme))
            }
        }
    }

    fn group(&mut self, open: Lexeme<'_>) -> Parsed {
        if self.depth == DEEPEST_GROUP {
            return Err(PatternMistake::new(open.span, MistakeKind::TooDeep(DEEPEST_GROUP)));
        }
        if let Some(close) = self.next_if(|kind| *kind == LexemeKind::Close) {
            let span = Span::new(open.span.start, close.span.end);
            return Err(PatternMistake::new(span, MistakeKind::EmptyPattern)
                .suggest("put a word between the parentheses, or remove them"));
        }
        self.depth += 1;
        let inside = self.pattern()?;
        self.depth -= 1;
        match self.peek() {
            Some(Lexeme { kind: LexemeKind::Close, .. }) => {
                self.at += 1;
                Ok(inside)
            }
            Some(lexeme) => Err(self.unexpected(lexeme)),
            None => Err(PatternMistake::new(open.span, MistakeKind::Parenthesis)
                .suggest("close it with `)`")),
        }
    }

    /// The mistake of a piece that cannot stand where it stands.
    fn unexpected(&self, lexeme: Lexeme<'_>) -> PatternMistake {
        let written = lexeme.span.of(self.source).to_owned();
        match lexeme.kind {
            LexemeKind::Bar { .. } => empty_alternative(lexeme),
            LexemeKind::Close => PatternMistake::new(lexeme.span, MistakeKind::Parenthesis)
                .suggest("remove it, or open it with `(`"),
            _ => PatternMistake::new(lexeme.span, MistakeKind::NoOperand(written)),
        }
    }

    fn operand_follows(&self, operator: Lexeme<'_>) -> Result<(), PatternMistake> {
        match self.peek() {
            Some(lexeme) if begins_part(&lexeme.kind) => Ok(()),
            Some(Lexeme { kind: LexemeKind::Bar { .. }, .. }) => Ok(()),
            _ => Err(self.operator_alone(operator)),
        }
    }

    fn operator_alone(&self, operator: Lexeme<'_>) -> PatternMistake {
        let written = operator.span.of(self.source).to_owned();
        let suggestion = format!("write `A {written} B`");
        PatternMistake::new(operator.span, MistakeKind::NoOperand(written)).suggest(suggestion)
    }

    /// `&` is for whole patterns: no operand of another operator may hold one.
    fn refuse_and(&self, operand: &Expression, begin: usize) -> Result<(), PatternMistake> {
        if !matches!(operand, Expression::Together(_)) {
            return Ok(());
        }
        let inside = self.lexemes.get(begin..self.at).unwrap_or_default();
        let and = inside.iter().find(|lexeme| lexeme.kind == LexemeKind::And);
        let span = and.map_or(Span::new(0, self.source.len()), |lexeme| lexeme.span);
        Err(PatternMistake::new(span, MistakeKind::InnerAnd)
            .suggest("use `NEAR/n` here, or write one pattern for each combination"))
    }
}

fn begins_part(kind: &LexemeKind<'_>) -> bool {
    matches!(
        kind,
        LexemeKind::Word(_) | LexemeKind::Quoted(_) | LexemeKind::Regex(_) | LexemeKind::Open
    )
}

fn empty_alternative(bar: Lexeme<'_>) -> PatternMistake {
    PatternMistake::new(bar.span, MistakeKind::EmptyAlternative)
        .suggest("write a word on both sides, or remove the `|`")
}

/// The only one of `all`, or all of them under `join`.
fn single_or(mut all: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            join(all)
        }
        None => join(all),
    }
}

/// The last line of the message of the crate `regex`, which says what is wrong.
fn reason(error: &regex::Error) -> String {
    let message = error.to_string();
    let last = message.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

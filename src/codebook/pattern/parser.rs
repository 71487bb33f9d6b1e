//! Recursive descent over the pieces of a pattern; the grammar is in the parent module.
//!
//! Stops at the first mistake of this level, since what follows it could mean anything.

use super::lexer::{Lexeme, LexemeKind};
use super::word::{compile_regex, read_printed, read_words};
use super::{DEEPEST_GROUP, LARGEST_PATTERN, PatternMistake, Reading, Resolve};
use crate::error::MistakeKind;
use crate::model::{Expression, Span, Word};

type Parsed = Result<Expression, PatternMistake>;

/// The expression for `lexemes`, which are the pieces of `source`.
pub(super) fn parse(
    source: &str,
    lexemes: &[Lexeme<'_>],
    reading: Reading,
    resolve: Resolve<'_>,
) -> Result<Expression, Vec<PatternMistake>> {
    let mut parser = Parser { source, lexemes, at: 0, depth: 0, reading, resolve };
    if lexemes.is_empty() {
        let mistake = PatternMistake::new(Span::new(0, source.len()), MistakeKind::EmptyPattern);
        return Err(vec![mistake.suggest("write a word, or remove it")]);
    }
    let parsed = parser.pattern().and_then(|expression| match parser.peek() {
        Some(lexeme) => Err(parser.unexpected(lexeme)),
        None if expression.size() > LARGEST_PATTERN => {
            let kind = MistakeKind::TooLarge(LARGEST_PATTERN);
            Err(PatternMistake::new(Span::new(0, source.len()), kind)
                .suggest("refer to fewer themes, or write their words out"))
        }
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
    resolve: Resolve<'a>,
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
        let mut all = vec![self.sentence()?];
        while let Some(and) = self.next_if(|kind| *kind == LexemeKind::AndParagraph) {
            self.operand_follows(and)?;
            all.push(self.sentence()?);
        }
        let flat = all.into_iter().flat_map(|one| match one {
            Expression::Paragraph(inner) => inner,
            one => vec![one],
        });
        Ok(single_or(flat.collect(), Expression::Paragraph))
    }

    fn sentence(&mut self) -> Parsed {
        let begin = self.at;
        let mut all = vec![self.exception()?];
        while let Some(and) = self.next_if(|kind| *kind == LexemeKind::And) {
            self.operand_follows(and)?;
            all.push(self.exception()?);
        }
        if let [_, _, ..] = all.as_slice() {
            for one in &all {
                if matches!(one, Expression::Paragraph(_)) {
                    self.refuse_and(one, begin)?;
                }
            }
        }
        let flat = all.into_iter().flat_map(|one| match one {
            Expression::Together(inner) => inner,
            one => vec![one],
        });
        Ok(single_or(flat.collect(), Expression::Together))
    }

    fn exception(&mut self) -> Parsed {
        let begin = self.at;
        let mut of = self.distance()?;
        while let Some(except) = self.next_if(|kind| *kind == LexemeKind::Except) {
            self.operand_follows(except)?;
            self.refuse_and(&of, begin)?;
            let middle = self.at;
            let without = self.distance()?;
            self.refuse_and(&without, middle)?;
            of = Expression::Except { of: Box::new(of), without: Box::new(without) };
        }
        Ok(of)
    }

    fn distance(&mut self) -> Parsed {
        let begin = self.at;
        let mut left = self.gapped()?;
        while let Some(operator) = self.next_if(|kind| matches!(kind, LexemeKind::Distance { .. }))
        {
            let LexemeKind::Distance { distance, ordered } = operator.kind else { break };
            self.operand_follows(operator)?;
            self.refuse_and(&left, begin)?;
            let middle = self.at;
            let right = self.gapped()?;
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

    fn gapped(&mut self) -> Parsed {
        let begin = self.at;
        let mut left = self.phrase()?;
        while let Some(gap) = self.next_if(|kind| matches!(kind, LexemeKind::Gap(_))) {
            let LexemeKind::Gap(distance) = gap.kind else { break };
            self.operand_follows(gap)?;
            self.refuse_and(&left, begin)?;
            let middle = self.at;
            let right = self.phrase()?;
            self.refuse_and(&right, middle)?;
            let (left_part, right) = (Box::new(left), Box::new(right));
            left = Expression::Near { left: left_part, right, distance, ordered: true };
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
            LexemeKind::Printed(form) => read_printed(form).ok_or_else(|| {
                PatternMistake::new(lexeme.span, MistakeKind::NoWord(format!("={form}")))
                    .suggest("put a word right behind the sign: `=AEC`")
            }),
            LexemeKind::Reference(name) => (self.resolve)(name).map_err(|unresolved| {
                PatternMistake::new(lexeme.span, unresolved.kind).suggest(unresolved.suggestion)
            }),
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

    /// `&` and `&&` are for whole patterns: no operand of another operator may be written with one.
    fn refuse_and(&self, operand: &Expression, begin: usize) -> Result<(), PatternMistake> {
        if !matches!(operand, Expression::Together(_) | Expression::Paragraph(_)) {
            return Ok(());
        }
        let inside = self.lexemes.get(begin..self.at).unwrap_or_default();
        let across = matches!(operand, Expression::Paragraph(_));
        let and = inside.iter().find_map(|lexeme| match lexeme.kind {
            LexemeKind::And if !across => Some(("&", lexeme.span)),
            LexemeKind::AndParagraph if across => Some(("&&", lexeme.span)),
            _ => None,
        });
        match and {
            Some((sign, span)) => Err(PatternMistake::new(span, MistakeKind::InnerAnd(sign))
                .suggest("use `NEAR/n` here, or write one pattern for each combination")),
            None => Ok(()),
        }
    }
}

fn begins_part(kind: &LexemeKind<'_>) -> bool {
    matches!(
        kind,
        LexemeKind::Word(_)
            | LexemeKind::Quoted(_)
            | LexemeKind::Regex(_)
            | LexemeKind::Printed(_)
            | LexemeKind::Reference(_)
            | LexemeKind::Open
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

//! From tokens to a [`Filter`], by recursive descent.

use super::field::{self, Field};
use super::lexer::{Lexeme, Token, lex, mistake};
use super::{Filter, Operator};
use crate::error::Result;
use crate::model::SectionKind;

/// How deep parentheses and `not` may nest.
const DEEPEST: usize = 64;

/// Reads an expression.
pub(super) fn parse(text: &str, extra: &[&str]) -> Result<Filter> {
    let lexemes = lex(text)?;
    let end = text.chars().count() + 1;
    let mut parser = Parser { lexemes: &lexemes, end, extra };
    if lexemes.is_empty() {
        return Err(mistake(1, "an empty filter; write a condition, such as `year >= 2015`"));
    }
    let filter = parser.expression(0)?;
    match parser.lexemes.first() {
        None => Ok(filter),
        Some(lexeme) => Err(mistake(lexeme.column, "expected `and`, `or` or the end here")),
    }
}

struct Parser<'a> {
    /// What is still to be read.
    lexemes: &'a [Lexeme],
    /// Column after the last character.
    end: usize,
    extra: &'a [&'a str],
}

impl Parser<'_> {
    fn column(&self) -> usize {
        self.lexemes.first().map_or(self.end, |lexeme| lexeme.column)
    }

    fn next(&mut self) -> Option<Lexeme> {
        let (first, rest) = self.lexemes.split_first()?;
        self.lexemes = rest;
        Some(first.clone())
    }

    fn takes(&mut self, token: &Token) -> bool {
        let found = self.lexemes.first().is_some_and(|lexeme| lexeme.token == *token);
        if found {
            self.next();
        }
        found
    }

    fn takes_keyword(&mut self, keyword: &str) -> bool {
        let found = self.lexemes.first().is_some_and(
            |lexeme| matches!(&lexeme.token, Token::Word(word) if word.eq_ignore_ascii_case(keyword)),
        );
        if found {
            self.next();
        }
        found
    }

    fn expression(&mut self, depth: usize) -> Result<Filter> {
        let mut parts = vec![self.conjunction(depth)?];
        while self.takes_keyword("or") {
            parts.push(self.conjunction(depth)?);
        }
        Ok(one_or(parts, Filter::Any))
    }

    fn conjunction(&mut self, depth: usize) -> Result<Filter> {
        let mut parts = vec![self.negation(depth)?];
        while self.takes_keyword("and") {
            parts.push(self.negation(depth)?);
        }
        Ok(one_or(parts, Filter::All))
    }

    fn negation(&mut self, depth: usize) -> Result<Filter> {
        let column = self.column();
        if depth > DEEPEST {
            return Err(mistake(column, format!("nested more than {DEEPEST} deep")));
        }
        if self.takes_keyword("not") {
            return Ok(Filter::Not(Box::new(self.negation(depth + 1)?)));
        }
        if self.takes(&Token::Open) {
            let filter = self.expression(depth + 1)?;
            if !self.takes(&Token::Close) {
                return Err(mistake(
                    self.column(),
                    format!("expected `)` for the `(` at column {column}"),
                ));
            }
            return Ok(filter);
        }
        self.condition()
    }

    fn condition(&mut self) -> Result<Filter> {
        let column = self.column();
        let Some(Lexeme { token: Token::Word(name) | Token::Quoted(name), .. }) = self.next()
        else {
            return Err(mistake(column, "expected a field, such as `year`"));
        };
        if self.takes(&Token::Colon) {
            let value = self.value("the text to look for")?;
            return match name.to_lowercase().as_str() {
                "cites" => Ok(Filter::Cites(value)),
                "text" => Ok(Filter::Text(value)),
                _ => Err(mistake(
                    column,
                    format!("only `cites:` and `text:` take a colon; write `{name} = …`"),
                )),
            };
        }
        if name.eq_ignore_ascii_case("section") {
            return self.section_condition();
        }
        if name.eq_ignore_ascii_case("has")
            && let Some(Lexeme { token: Token::Word(name) | Token::Quoted(name), column }) =
                self.lexemes.first().cloned()
        {
            self.next();
            return Ok(Filter::Has(self.field(&name, column)?));
        }
        let field = self.field(&name, column)?;
        self.field_condition(field)
    }

    fn field(&self, name: &str, column: usize) -> Result<Field> {
        Field::parse(name, self.extra).ok_or_else(|| {
            let known = field::known_names(self.extra, &["section", "cites", "text", "has"]);
            mistake(column, field::unknown_message("field", name, &known))
        })
    }

    fn field_condition(&mut self, field: Field) -> Result<Filter> {
        let column = self.column();
        if self.takes_keyword("not") {
            if !self.takes_keyword("in") {
                return Err(mistake(self.column(), "expected `in` after `not`"));
            }
            return Ok(Filter::Not(Box::new(self.list(field)?)));
        }
        if self.takes_keyword("in") {
            if self.lexemes.first().is_some_and(|lexeme| lexeme.token == Token::Open) {
                return self.list(field);
            }
            let column = self.column();
            return self.range(field)?.ok_or_else(|| {
                mistake(
                    column,
                    "expected `(value, value)` or a range such as 2010..2015 after `in`",
                )
            });
        }
        if let Some(Lexeme { token: Token::Operator(operator), .. }) = self.lexemes.first() {
            let operator = *operator;
            self.next();
            let column = self.column();
            if operator == Operator::Equal
                && let Some(range) = self.range(field.clone())?
            {
                return Ok(range);
            }
            let value = self.value("a value")?;
            if field == Field::Year && value.parse::<i64>().is_err() {
                return Err(mistake(column, format!("`{value}` is no year, such as 2015")));
            }
            return Ok(Filter::Compare(field, operator, value));
        }
        let message = format!("expected a comparison after `{field}`, such as `=`, `~` or `in`");
        self.range(field)?.ok_or_else(|| mistake(column, message))
    }

    fn section_condition(&mut self) -> Result<Filter> {
        let column = self.column();
        let negated = self.takes_keyword("not");
        let (values, negated) = if self.takes_keyword("in") {
            (self.values()?, negated)
        } else {
            let Some(Lexeme { token: Token::Operator(operator), .. }) = self.next() else {
                return Err(mistake(column, "expected `=`, `!=` or `in` after `section`"));
            };
            let negated = match operator {
                Operator::Equal => false,
                Operator::Unequal => true,
                _ => {
                    return Err(mistake(
                        column,
                        "sections are compared by `=`, `!=` and `in` only",
                    ));
                }
            };
            (vec![(self.column(), self.value("a kind of section")?)], negated)
        };
        let mut kinds = Vec::with_capacity(values.len());
        for (column, value) in values {
            kinds.push(value.to_lowercase().parse().map_err(|_| {
                let known = SectionKind::ALL.map(SectionKind::name);
                mistake(column, field::unknown_message("section", &value, &known))
            })?);
        }
        let sections = Filter::Sections(kinds);
        Ok(if negated { Filter::Not(Box::new(sections)) } else { sections })
    }

    /// A range of whole numbers, where one stands here.
    fn range(&mut self, field: Field) -> Result<Option<Filter>> {
        let (low, after) = match self.lexemes {
            [low, dots, after @ ..] if dots.token == Token::Dots => (Some(low), after),
            [dots, after @ ..] if dots.token == Token::Dots => (None, after),
            _ => return Ok(None),
        };
        let low = low.map(number).transpose()?;
        let column = after.first().map_or(self.end, |lexeme| lexeme.column);
        self.lexemes = after;
        let high = match after {
            [high, rest @ ..] if is_number(high) => {
                self.lexemes = rest;
                Some(number(high)?)
            }
            _ => None,
        };
        if low.is_none() && high.is_none() {
            return Err(mistake(column, "expected a whole number after `..`"));
        }
        Ok(Some(Filter::Range(field, low, high)))
    }

    /// Values and ranges in parentheses.
    fn list(&mut self, field: Field) -> Result<Filter> {
        let mut values = Vec::new();
        let mut parts = Vec::new();
        if !self.takes(&Token::Open) {
            return Err(mistake(self.column(), "expected `(` and values divided by commas"));
        }
        loop {
            match self.range(field.clone())? {
                Some(range) => parts.push(range),
                None => values.push(self.value("a value")?),
            }
            if !self.takes(&Token::Comma) {
                break;
            }
        }
        if !self.takes(&Token::Close) {
            return Err(mistake(self.column(), "expected `,` or `)` here"));
        }
        if !values.is_empty() {
            parts.insert(0, Filter::In(field, values));
        }
        Ok(one_or(parts, Filter::Any))
    }

    fn value(&mut self, what: &str) -> Result<String> {
        let column = self.column();
        match self.next() {
            Some(Lexeme { token: Token::Word(text) | Token::Quoted(text), .. }) => Ok(text),
            _ => Err(mistake(column, format!("expected {what} here"))),
        }
    }

    /// Values in parentheses, with their columns.
    fn values(&mut self) -> Result<Vec<(usize, String)>> {
        if !self.takes(&Token::Open) {
            return Err(mistake(self.column(), "expected `(` and values divided by commas"));
        }
        let mut values = vec![(self.column(), self.value("a value")?)];
        while self.takes(&Token::Comma) {
            values.push((self.column(), self.value("a value")?));
        }
        if !self.takes(&Token::Close) {
            return Err(mistake(self.column(), "expected `,` or `)` here"));
        }
        Ok(values)
    }
}

fn one_or(mut parts: Vec<Filter>, several: fn(Vec<Filter>) -> Filter) -> Filter {
    match (parts.len(), parts.pop()) {
        (1, Some(part)) => part,
        (_, last) => {
            parts.extend(last);
            several(parts)
        }
    }
}

fn is_number(lexeme: &Lexeme) -> bool {
    matches!(&lexeme.token, Token::Word(word) if word.parse::<i64>().is_ok())
}

fn number(lexeme: &Lexeme) -> Result<i64> {
    match &lexeme.token {
        Token::Word(word) | Token::Quoted(word) => word.parse().map_err(|_| {
            mistake(lexeme.column, format!("`{word}` is no whole number, as a range needs"))
        }),
        _ => Err(mistake(lexeme.column, "expected a whole number before `..`")),
    }
}

//! Cuts a pattern into words, quoted words, regular expressions and operators.
//!
//! Linear in the length of the pattern. All mistakes of this level are collected: a word in
//! capitals that looks like another program's operator, a quotation mark or slash without partner,
//! a parenthesis that touches a word.

use super::{DEFAULT_GAP, LARGEST_DISTANCE, LONGEST_PATTERN, PatternMistake};
use crate::error::MistakeKind;
use crate::model::Span;

/// One piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::codebook) struct Lexeme<'a> {
    pub(in crate::codebook) kind: LexemeKind<'a>,
    pub(in crate::codebook) span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::codebook) enum LexemeKind<'a> {
    /// A bare word.
    Word(&'a str),
    /// What stands between quotation marks.
    Quoted(&'a str),
    /// What stands between slashes.
    Regex(&'a str),
    /// A word, or quoted words, after `=`: as printed, capitals included.
    Printed(&'a str),
    /// The name of a theme or word list after `@`.
    Reference(&'a str),
    Open,
    Close,
    /// `|`, and whether white space touches it.
    Bar {
        spaced: bool,
    },
    /// `&`: in one sentence.
    And,
    /// `&&`: in one paragraph.
    AndParagraph,
    Except,
    /// `...`, with the most tokens that it stands for.
    Gap(u32),
    /// `NEAR/n`, or `BEFORE/n` where the order counts.
    Distance {
        distance: u32,
        ordered: bool,
    },
}

/// The pieces of `source`.
pub(in crate::codebook) fn read_lexemes(
    source: &str,
) -> Result<Vec<Lexeme<'_>>, Vec<PatternMistake>> {
    if source.len() > LONGEST_PATTERN {
        let span = Span::new(0, source.chars().next().map_or(0, char::len_utf8));
        let kind =
            MistakeKind::Shape { expected: "a pattern of at most 10,000 bytes", found: "more" };
        return Err(vec![PatternMistake::new(span, kind)]);
    }
    let lexer = Lexer::run(source);
    if lexer.mistakes.is_empty() { Ok(lexer.lexemes) } else { Err(lexer.mistakes) }
}

/// The names in the references of `source`, with their places, whatever is wrong with the rest.
pub(in crate::codebook) fn read_references(source: &str) -> Vec<(&str, Span)> {
    if source.len() > LONGEST_PATTERN {
        return Vec::new();
    }
    let names = Lexer::run(source).lexemes.into_iter().filter_map(|lexeme| match lexeme.kind {
        LexemeKind::Reference(name) => Some((name, lexeme.span)),
        _ => None,
    });
    names.collect()
}

/// Whether `source` is read as bare words, without an operator or another sign that means something.
pub(in crate::codebook) fn is_bare(source: &str) -> bool {
    let bare = |lexeme: &Lexeme<'_>| matches!(lexeme.kind, LexemeKind::Word(_));
    read_lexemes(source).is_ok_and(|lexemes| lexemes.iter().all(bare))
}

struct Lexer<'a> {
    source: &'a str,
    /// Byte of the next character.
    at: usize,
    lexemes: Vec<Lexeme<'a>>,
    mistakes: Vec<PatternMistake>,
}

impl<'a> Lexer<'a> {
    fn run(source: &'a str) -> Self {
        let mut lexer = Self { source, at: 0, lexemes: Vec::new(), mistakes: Vec::new() };
        while let Some(next) = lexer.rest().chars().next() {
            lexer.read(next);
        }
        lexer
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// Reads the piece that begins with `next`.
    fn read(&mut self, next: char) {
        match next {
            _ if next.is_whitespace() => self.at += next.len_utf8(),
            '(' => {
                if self.touches_word() {
                    let span = Span::new(self.at, self.at + 1);
                    let mistake = PatternMistake::new(span, MistakeKind::GluedParenthesis);
                    self.mistakes.push(mistake.suggest(
                        "parentheses group: put a space before them, or write the forms out, as in `firm|firms`",
                    ));
                }
                self.push(LexemeKind::Open, 1);
            }
            ')' => self.push(LexemeKind::Close, 1),
            '|' => {
                let before = self.source.get(..self.at).unwrap_or_default();
                let after = self.rest().get(1..).unwrap_or_default();
                let spaced =
                    before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace);
                self.push(LexemeKind::Bar { spaced }, 1);
            }
            '&' if self.rest().starts_with("&&") => self.push(LexemeKind::AndParagraph, 2),
            '&' => self.push(LexemeKind::And, 1),
            '"' | '“' | '”' | '„' => self.read_quoted(0, LexemeKind::Quoted),
            '/' => self.read_regex(),
            '=' => self.read_marked(LexemeKind::Printed),
            '@' => self.read_marked(LexemeKind::Reference),
            _ if starts_gap(self.rest()) => self.read_gap(),
            _ => self.read_word(),
        }
    }

    fn push(&mut self, kind: LexemeKind<'a>, len: usize) {
        let span = Span::new(self.at, self.at + len);
        self.lexemes.push(Lexeme { kind, span });
        self.at = span.end;
    }

    /// Whether the piece before ends here and is part of a phrase.
    fn touches_word(&self) -> bool {
        self.lexemes.last().is_some_and(|last| {
            last.span.end == self.at
                && matches!(
                    last.kind,
                    LexemeKind::Word(_)
                        | LexemeKind::Quoted(_)
                        | LexemeKind::Regex(_)
                        | LexemeKind::Printed(_)
                        | LexemeKind::Reference(_)
                        | LexemeKind::Close
                )
        })
    }

    /// Reads what stands between quotation marks, `skip` bytes from here.
    fn read_quoted(&mut self, skip: usize, kind: fn(&'a str) -> LexemeKind<'a>) {
        let rest = self.rest().get(skip..).unwrap_or_default();
        let Some(open) = rest.chars().next() else { return };
        let inside = rest.get(open.len_utf8()..).unwrap_or_default();
        let close = match open {
            '"' => inside.find('"'),
            _ => inside.find(['”', '“', '"']),
        };
        let Some(close) = close else {
            let start = self.at + skip;
            let span = Span::new(start, start + open.len_utf8());
            let word = inside.split_whitespace().next().unwrap_or("words");
            self.mistakes.push(
                PatternMistake::new(span, MistakeKind::UnclosedQuote)
                    .suggest(format!("close it after the last exact word: `\"{word}\"`")),
            );
            self.at = self.source.len();
            return;
        };
        let (quoted, after) = inside.split_at(close);
        let mark = after.chars().next().map_or(0, char::len_utf8);
        self.push(kind(quoted), skip + open.len_utf8() + close + mark);
    }

    /// Reads a word or quoted words behind a sign of one byte.
    fn read_marked(&mut self, kind: fn(&'a str) -> LexemeKind<'a>) {
        let rest = self.rest().get(1..).unwrap_or_default();
        if rest.starts_with(['"', '“', '”', '„']) {
            return self.read_quoted(1, kind);
        }
        let word = rest.get(..end_of_word(rest)).unwrap_or_default();
        self.push(kind(word), 1 + word.len());
    }

    /// Reads `...`, alone or with the most tokens that it stands for.
    fn read_gap(&mut self) {
        let rest = self.rest();
        let dots = rest.len() - rest.trim_start_matches(['.', '…']).len();
        let after = rest.get(dots..).unwrap_or_default();
        let Some(number) = after.strip_prefix('/') else {
            return self.push(LexemeKind::Gap(DEFAULT_GAP), dots);
        };
        let number = number.get(..end_of_word(number)).unwrap_or_default();
        let len = dots + 1 + number.len();
        match read_number(number) {
            Some(most) => self.push(LexemeKind::Gap(most), len),
            None => {
                let span = Span::new(self.at, self.at + len);
                let kind = MistakeKind::Distance("...".to_owned(), LARGEST_DISTANCE);
                self.mistakes.push(
                    PatternMistake::new(span, kind)
                        .suggest("write `.../5` for at most 5 words between"),
                );
                self.at = span.end;
            }
        }
    }

    fn read_regex(&mut self) {
        let inside = self.rest().get(1..).unwrap_or_default();
        let mut escaped = false;
        let close = inside.bytes().position(|byte| {
            let closes = byte == b'/' && !escaped;
            escaped = byte == b'\\' && !escaped;
            closes
        });
        match close.and_then(|close| inside.get(..close)) {
            Some(regex) => self.push(LexemeKind::Regex(regex), regex.len() + 2),
            None => {
                let span = Span::new(self.at, self.at + 1);
                self.mistakes.push(PatternMistake::new(span, MistakeKind::UnclosedRegex).suggest(
                    "a pattern that begins with `/` is a regular expression on one token: `/colou?rs?/`",
                ));
                self.at = self.source.len();
            }
        }
    }

    fn read_word(&mut self) {
        let rest = self.rest();
        let word = rest.get(..end_of_word(rest)).unwrap_or_default();
        let span = Span::new(self.at, self.at + word.len());
        match read_operator(word, span) {
            Ok(kind) => self.push(kind, word.len()),
            Err(mistake) => {
                self.mistakes.push(mistake);
                self.at = span.end;
            }
        }
    }
}

/// Where the word at the beginning of `rest` ends.
fn end_of_word(rest: &str) -> usize {
    let stop = rest.char_indices().find(|&(at, letter)| {
        letter.is_whitespace()
            || matches!(letter, '(' | ')' | '|' | '"' | '“' | '”' | '„')
            || (letter == '&' && ends_word(rest.get(at + 1..).unwrap_or_default()))
            || starts_gap(rest.get(at..).unwrap_or_default())
    });
    stop.map_or(rest.len(), |(at, _)| at)
}

fn starts_gap(rest: &str) -> bool {
    rest.starts_with("...") || rest.starts_with('…')
}

/// A number of tokens within the limit.
fn read_number(written: &str) -> Option<u32> {
    let digits = written.bytes().all(|byte| byte.is_ascii_digit());
    let number = written.parse().ok().filter(|_| digits)?;
    (number <= LARGEST_DISTANCE).then_some(number)
}

/// Whether an `&` before `rest` is an operator, not part of a word such as `R&D`.
fn ends_word(rest: &str) -> bool {
    rest.chars().next().is_none_or(|letter| letter.is_whitespace() || "()|&\"".contains(letter))
}

/// A word or operator.
fn read_operator(word: &str, span: Span) -> Result<LexemeKind<'_>, PatternMistake> {
    let (name, number) = match word.split_once('/') {
        Some((name, number)) => (name, Some(number)),
        None => (word.trim_end_matches(|sign: char| sign.is_ascii_digit()), None),
    };
    let plain = number.is_none() && name.len() == word.len();
    let number_in = |default: &str| {
        let written = number.unwrap_or_else(|| word.get(name.len()..).unwrap_or_default());
        if !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit()) {
            written.to_owned()
        } else {
            default.to_owned()
        }
    };
    let foreign = |suggestion: String| {
        Err(PatternMistake::new(span, MistakeKind::ForeignOperator(word.to_owned()))
            .suggest(suggestion))
    };
    match name {
        "NEAR" | "BEFORE" => read_distance(word, name, number, span),
        "EXCEPT" if plain => Ok(LexemeKind::Except),
        _ if number.is_some()
            && matches!(name.to_ascii_uppercase().as_str(), "NEAR" | "BEFORE") =>
        {
            let capitals = name.to_ascii_uppercase();
            foreign(format!("operators are in capitals: `{capitals}/{}`", number_in("5")))
        }
        "AND" if plain => foreign(
            "write `&` for both in one sentence, or the word in quotes: `\"and\"`".to_owned(),
        ),
        "OR" if plain => foreign(
            "write `a|b` for alternatives, or two patterns; the word in quotes: `\"or\"`"
                .to_owned(),
        ),
        "NOT" if plain => foreign(
            "write `EXCEPT` before what is not meant, or put it under `exclude`; the word in quotes: `\"not\"`"
                .to_owned(),
        ),
        "W" | "N" | "ADJ" if number.is_some() => {
            foreign(format!("write `NEAR/{}`", number_in("5")))
        }
        "PRE" | "P" | "FOLLOWEDBY" if number.is_some() => {
            foreign(format!("write `BEFORE/{}`", number_in("5")))
        }
        _ => Ok(LexemeKind::Word(word)),
    }
}

/// `NEAR` or `BEFORE`, which need a number after a slash.
fn read_distance<'a>(
    word: &str,
    name: &str,
    number: Option<&str>,
    span: Span,
) -> Result<LexemeKind<'a>, PatternMistake> {
    let Some(number) = number else {
        let glued = word.get(name.len()..).unwrap_or_default();
        if !glued.is_empty() {
            let kind = MistakeKind::ForeignOperator(word.to_owned());
            return Err(PatternMistake::new(span, kind)
                .suggest(format!("write `{name}/{glued}` for at most {glued} words between")));
        }
        let quoted = name.to_ascii_lowercase();
        return Err(PatternMistake::new(span, MistakeKind::NoDistance(word.to_owned())).suggest(
            format!(
                "write `{name}/5` for at most 5 words between; the word in quotes: `\"{quoted}\"`"
            ),
        ));
    };
    match read_number(number) {
        Some(distance) => Ok(LexemeKind::Distance { distance, ordered: name == "BEFORE" }),
        None => {
            let kind = MistakeKind::Distance(name.to_owned(), LARGEST_DISTANCE);
            Err(PatternMistake::new(span, kind)
                .suggest(format!("write `{name}/5` for at most 5 words between")))
        }
    }
}

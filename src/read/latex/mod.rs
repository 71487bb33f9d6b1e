//! LaTeX: the text of a paper as its readers see it, with the works that it cites.
//!
//! No library fits: those that read LaTeX either set formulas, make pages, or build syntax trees of
//! sources whose macros are not expanded, so that a citation behind a macro of the author's is lost.
//! What is here is an interpreter of the subset that papers use ([`token`], [`macros`]), with a bound
//! on its steps.
//!
//! - Parts that `\input` and `\include` name are read from the folder of the source ([`source`]).
//! - Citations are printed by author and year or by number, as the preamble says, and given as
//!   links ([`cite`]); the list of references is that of `thebibliography` (also in a `.bbl` file), or
//!   made from `.bib` files ([`bibliography`]).
//! - Formulas in a line are kept as plain text, displayed ones left out. Captions and rows of tables
//!   stand apart; footnotes stand after their paragraph; cross-references inside the paper, whose
//!   numbers only a run of LaTeX knows, are left out.
//! - Unknown commands are passed over and their arguments kept.

mod bibliography;
mod cite;
mod command;
mod environment;
mod macros;
mod source;
mod symbol;
mod token;

use rustc_hash::FxHashMap;

use super::Extracted;
use super::beside::Beside;
use super::compose::Composer;
use super::inline::Inline;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Metadata;
use bibliography::Works;
use macros::Macro;
use source::Setting;
use token::Token;

/// Steps that a document may take beyond some for each of its tokens.
const STEPS: usize = 2_000_000;
/// Deepest nesting of notes, captions and titles in each other.
const DEEPEST: usize = 20;

/// The text of a LaTeX document.
pub(super) fn read(source: &str, beside: &Beside) -> Result<Extracted> {
    let tokens = source::load(source, beside);
    let is_document =
        tokens.iter().any(|token| token.is("documentclass") || token.is("documentstyle"));
    let begins = source::uses(&tokens, "begin").any(|(_, name)| name == "document");
    if !is_document && !begins {
        return Err(Error::new(ErrorKind::LatexPart));
    }
    let mut writer = Writer {
        setting: source::setting(&tokens),
        works: Works::read(&tokens, beside),
        steps: STEPS + 8 * tokens.len(),
        has_chapters: tokens.iter().any(|token| token.is("chapter")),
        composer: Composer::default(),
        stack: tokens,
        line: Inline::default(),
        notes: Vec::new(),
        macros: FxHashMap::default(),
        metadata: Metadata::default(),
        title: Vec::new(),
        depth: 0,
        in_document: !begins,
    };
    writer.stack.reverse();
    writer.composer.marked_up();
    writer.run();
    writer.end_paragraph();
    let Writer { mut composer, works, metadata, .. } = writer;
    works.give(&mut composer);
    Ok(composer.finish(metadata))
}

/// The hash of what is read beside a document is noted by reading it.
pub(super) fn visit(source: &str, beside: &Beside) {
    let tokens = source::load(source, beside);
    Works::read(&tokens, beside);
}

/// Interprets tokens and writes the text.
struct Writer {
    setting: Setting,
    works: Works,
    /// Steps left.
    steps: usize,
    has_chapters: bool,
    composer: Composer,
    /// Tokens to come, the next one last.
    stack: Vec<Token>,
    line: Inline,
    /// Footnotes that wait for the end of the paragraph.
    notes: Vec<Vec<Token>>,
    macros: FxHashMap<Box<str>, Macro>,
    metadata: Metadata,
    title: Vec<Token>,
    /// How many titles, captions or notes are being read inside of each other.
    depth: usize,
    in_document: bool,
}

impl Writer {
    fn next(&mut self) -> Option<Token> {
        self.steps = self.steps.checked_sub(1)?;
        self.stack.pop()
    }

    /// Puts tokens before those to come.
    fn push(&mut self, tokens: Vec<Token>) {
        self.steps = self.steps.saturating_sub(tokens.len());
        if self.steps > 0 {
            self.stack.extend(tokens.into_iter().rev());
        }
    }

    fn run(&mut self) {
        while let Some(token) = self.next() {
            match token {
                Token::Command(name) => self.command(&name),
                _ if !self.in_document => {}
                Token::Word(word) => self.line.push(&symbol::typeset(&word)),
                Token::Space | Token::Sign('~') => self.line.push(" "),
                Token::Sign('$') => self.formula(),
                Token::Sign('&') => self.line.tab(),
                Token::Sign('[' | ']') if self.line.is_empty() && !self.numbers_follow() => {}
                Token::Sign(sign) => self.line.push(sign.encode_utf8(&mut [0; 4])),
                Token::Paragraph => self.end_paragraph(),
                Token::Verbatim(words) => self.verbatim(&words),
                Token::Lower => self.line.lower(),
                Token::Open | Token::Close | Token::Parameter(_) => {}
            }
        }
    }

    /// Whether a number comes next, as in the label of a reference: `[12]`. Other brackets at the
    /// beginning of a line are options of commands that are not known.
    fn numbers_follow(&self) -> bool {
        let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        matches!(self.stack.last(), Some(Token::Word(word)) if digits(word))
    }

    /// Ends the paragraph; inside of a title or caption only a word.
    fn end_paragraph(&mut self) {
        if self.depth > 0 {
            self.line.push(" ");
            return;
        }
        let line = std::mem::take(&mut self.line);
        self.composer.inline(&line);
        for note in std::mem::take(&mut self.notes) {
            let line = self.render(note);
            self.composer.inline(&line);
        }
    }

    /// The line that tokens make.
    fn render(&mut self, mut tokens: Vec<Token>) -> Inline {
        if self.depth >= DEEPEST {
            return Inline::default();
        }
        tokens.reverse();
        let stack = std::mem::replace(&mut self.stack, tokens);
        let line = std::mem::take(&mut self.line);
        let in_document = std::mem::replace(&mut self.in_document, true);
        self.depth += 1;
        self.run();
        self.depth -= 1;
        self.in_document = in_document;
        self.stack = stack;
        std::mem::replace(&mut self.line, line)
    }

    fn words(&mut self, tokens: Vec<Token>) -> String {
        self.render(tokens).text().trim().to_owned()
    }

    fn verbatim(&mut self, words: &str) {
        if !words.contains('\n') || self.depth > 0 {
            self.line.push(words);
            return;
        }
        self.end_paragraph();
        let lines: Vec<Inline> = words.lines().map(Inline::of).collect();
        self.composer.inline_apart(&lines);
    }

    /// A formula after its `$`.
    fn formula(&mut self) {
        if self.stack.last() == Some(&Token::Sign('$')) {
            self.next();
            // `$$`: displayed.
            while let Some(token) = self.next() {
                if token == Token::Sign('$') {
                    self.stack.pop_if(|next| *next == Token::Sign('$'));
                    break;
                }
            }
            self.line.push(" ");
            return;
        }
        self.formula_up_to(|token| *token == Token::Sign('$'));
    }

    /// The words of a formula up to its end, which may not be in another paragraph.
    fn formula_up_to(&mut self, ends: impl Fn(&Token) -> bool) {
        while let Some(token) = self.next() {
            if ends(&token) {
                return;
            }
            match token {
                Token::Paragraph => {
                    self.stack.push(Token::Paragraph);
                    return;
                }
                Token::Word(word) => self.line.push(&word),
                Token::Sign(sign) => self.line.push(sign.encode_utf8(&mut [0; 4])),
                Token::Space => self.line.push(" "),
                Token::Command(name) => {
                    let own = self.macros.contains_key(&name).then(|| self.expand(&name));
                    if own.is_none() {
                        self.line.push(symbol::in_formula(&name).unwrap_or_default());
                    }
                }
                _ => {}
            }
        }
    }

    /// The argument that comes next: what is in braces, or one token.
    fn argument(&mut self) -> Vec<Token> {
        while self.stack.pop_if(|token| *token == Token::Space).is_some() {}
        match self.next() {
            Some(Token::Open) => self.group(),
            Some(Token::Word(word)) => {
                let mut letters = word.chars();
                let first = letters.next().map(String::from).unwrap_or_default();
                let rest = letters.as_str();
                if !rest.is_empty() {
                    self.stack.push(Token::Word(rest.into()));
                }
                vec![Token::Word(first.into())]
            }
            Some(close @ (Token::Close | Token::Paragraph)) => {
                self.stack.push(close);
                Vec::new()
            }
            token => token.into_iter().collect(),
        }
    }

    /// What stands up to the brace that closes the one before.
    fn group(&mut self) -> Vec<Token> {
        let mut inside = Vec::new();
        let mut depth = 0_usize;
        while let Some(token) = self.next() {
            match token {
                Token::Open => depth += 1,
                Token::Close if depth == 0 => break,
                Token::Close => depth -= 1,
                _ => {}
            }
            inside.push(token);
        }
        inside
    }

    /// The argument in brackets that comes next, if one does.
    fn optional(&mut self) -> Option<Vec<Token>> {
        self.between('[', ']')
    }

    /// What stands between two signs that come next; nothing is taken where the second is missing
    /// in the paragraph.
    fn between(&mut self, open: char, close: char) -> Option<Vec<Token>> {
        let spaces = self.stack.iter().rev().take_while(|token| **token == Token::Space).count();
        let at = self.stack.len().checked_sub(spaces)?;
        if self.stack.get(at.checked_sub(1)?) != Some(&Token::Sign(open)) {
            return None;
        }
        let mut depth = 0_usize;
        let mut length = None;
        for (count, token) in self.stack.iter().rev().skip(spaces + 1).enumerate().take(5000) {
            self.steps = self.steps.saturating_sub(1);
            match token {
                Token::Open => depth += 1,
                Token::Close if depth == 0 => break,
                Token::Close => depth -= 1,
                Token::Paragraph if depth == 0 => break,
                Token::Sign(sign) if depth == 0 && *sign == close => {
                    length = Some(count);
                    break;
                }
                _ => {}
            }
        }
        let length = length?;
        self.stack.truncate(at - 1);
        let mut inside = self.stack.split_off(self.stack.len() - length);
        self.stack.pop();
        inside.reverse();
        Some(inside)
    }

    /// Takes the star of a command, if it has one.
    fn star(&mut self) -> bool {
        self.stack.pop_if(|token| *token == Token::Sign('*')).is_some()
    }

    /// Passes over so many arguments, with those in brackets before each.
    fn skip(&mut self, count: usize) {
        self.star();
        for _ in 0..count {
            self.optional();
            self.argument();
        }
    }
}

#[cfg(test)]
mod tests;

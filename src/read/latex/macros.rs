//! Macros that a document defines, and their expansion.

use super::Writer;
use super::token::Token;

/// A macro.
#[derive(Clone, Debug)]
pub(super) struct Macro {
    /// How many arguments it takes.
    arguments: usize,
    /// The first argument where it is left out, for macros that allow this.
    default: Option<Vec<Token>>,
    body: Vec<Token>,
}

impl Writer {
    /// `\newcommand{\name}[2][default]{body}` after its command; `overrides` says whether a macro of
    /// that name gives way.
    pub(super) fn define(&mut self, overrides: bool) {
        self.star();
        let name = self.argument();
        let count = self.optional().map(|tokens| super::token::plain(&tokens));
        let default = self.optional();
        let body = self.argument();
        let Some(Token::Command(name)) =
            name.into_iter().find(|token| matches!(token, Token::Command(_)))
        else {
            return;
        };
        let arguments = count.and_then(|count| count.parse().ok()).unwrap_or(0_usize).min(9);
        if overrides || !self.macros.contains_key(&name) {
            self.macros.insert(name, Macro { arguments, default, body });
        }
    }

    /// `\def\name#1#2{body}` after its command; with other signs between the arguments it is passed
    /// over.
    pub(super) fn define_plain(&mut self) {
        while self.stack.pop_if(|token| *token == Token::Space).is_some() {}
        let Some(Token::Command(name)) =
            self.stack.pop_if(|token| matches!(token, Token::Command(_)))
        else {
            return;
        };
        let mut arguments = 0;
        let mut simple = true;
        while let Some(token) = self.stack.last() {
            match token {
                Token::Open => break,
                Token::Parameter(number) => arguments = *number,
                Token::Space => {}
                Token::Paragraph | Token::Close => return,
                _ => simple = false,
            }
            if self.next().is_none() {
                return;
            }
        }
        let body = self.argument();
        if simple {
            self.macros.insert(name, Macro { arguments, default: None, body });
        }
    }

    /// `\let\name=\other` after its command.
    pub(super) fn give_name(&mut self) {
        let name = self.argument();
        self.stack.pop_if(|token| matches!(token, Token::Word(word) if &**word == "="));
        let body = self.argument();
        if let [Token::Command(name)] = name.as_slice() {
            self.macros.insert(name.clone(), Macro { arguments: 0, default: None, body });
        }
    }

    /// Puts the body of a macro, with its arguments, before the tokens to come.
    pub(super) fn expand(&mut self, name: &str) {
        let Some(Macro { arguments, default, body }) = self.macros.get(name).cloned() else {
            return;
        };
        let mut given = Vec::with_capacity(arguments);
        if let Some(default) = default {
            given.push(self.optional().unwrap_or(default));
        }
        while given.len() < arguments {
            given.push(self.argument());
        }
        let mut expanded = Vec::with_capacity(body.len());
        for token in body {
            match token {
                Token::Parameter(number) => {
                    let argument = number.checked_sub(1).and_then(|place| given.get(place));
                    let argument = argument.map(Vec::as_slice).unwrap_or_default();
                    self.steps = self.steps.saturating_sub(argument.len());
                    if self.steps == 0 {
                        return;
                    }
                    expanded.extend_from_slice(argument);
                }
                token => expanded.push(token),
            }
        }
        self.push(expanded);
    }
}

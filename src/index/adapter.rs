//! Our analyzer as a tantivy tokenizer, so that index, codebook and concordance see the same words.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::{Tokens, normalize, tokens};

/// Name under which the tokenizer is registered and stored in the schema.
pub(super) const TOKENIZER: &str = "leitmotif";

/// Words of UAX #29, case-folded and normalized, numbered from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Adapter;

/// The words of one text.
pub(super) struct AdapterStream<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    token: Token,
}

impl Tokenizer for Adapter {
    type TokenStream<'a> = AdapterStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AdapterStream<'a> {
        AdapterStream { text, tokens: tokens(text), token: Token::default() }
    }
}

impl TokenStream for AdapterStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(span) = self.tokens.next() else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = span.start;
        self.token.offset_to = span.end;
        self.token.text.clear();
        normalize(span.of(self.text), &mut self.token.text);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

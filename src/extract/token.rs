//! Tokens of personal names and citations: what the readers of names see of a text.
//!
//! A name is read from capitals, particles, initials and punctuation, not from words as UAX #29
//! has them: `Mont'Alvão`, `Gattoni‐Celli` and a name divided at a line's end are one token, `&`
//! and `;` are tokens, white space is none, and a tab or an empty line is a [`TokenKind::Break`]
//! that no name crosses. Letters of scripts without case count as capitals.

use crate::model::Span;

/// What a token is to a reader of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A word with a capital, or in a script without case.
    Name,
    /// One capital letter, or several with hyphens: `J`, `J-P`.
    Initial,
    /// A word without capitals.
    Lower,
    /// Digits.
    Number,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `&`
    Ampersand,
    /// `/`
    Slash,
    /// `.`
    Stop,
    /// `:`
    Colon,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// An apostrophe outside a word.
    Apostrophe,
    /// Anything that ends a name: tab, empty line, other signs.
    Break,
}

/// One token and its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// Its bytes, without a possessive ending.
    pub(crate) span: Span,
    /// Whether `'s` follows.
    pub(crate) possessive: bool,
}

impl Token {
    /// Whether the token's text is `word`, whatever the case of ASCII letters.
    pub(crate) fn is(&self, text: &str, word: &str) -> bool {
        self.span.of(text).eq_ignore_ascii_case(word)
    }

    /// Whether the token's text is one of `words`, in lower case.
    pub(crate) fn is_one_of(&self, text: &str, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(text, word))
    }
}

/// Whether `letter` is one of the hyphens and dashes that join the parts of a name.
pub(crate) const fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}')
}

/// Whether `letter` is an apostrophe or a sign used as one.
pub(crate) const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{2032}' | '`' | '\u{b4}')
}

/// Whether `letter` is a combining accent.
pub(crate) const fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// The tokens of `span`, in order, appended to `tokens`.
pub(crate) fn read_tokens(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let slice = span.of(text);
    let mut letters = slice.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let start = span.start + at;
        let end = start + letter.len_utf8();
        let kind = match letter {
            '\t' => TokenKind::Break,
            '\n' if rest_opens_with_line_end(slice, at + 1) => TokenKind::Break,
            '\u{fffd}' => continue,
            _ if letter.is_whitespace() => continue,
            ',' => TokenKind::Comma,
            ';' => TokenKind::Semicolon,
            '&' => TokenKind::Ampersand,
            '/' => TokenKind::Slash,
            '.' => TokenKind::Stop,
            ':' => TokenKind::Colon,
            '(' | '[' => TokenKind::Open,
            ')' | ']' => TokenKind::Close,
            _ if is_apostrophe(letter) => TokenKind::Apostrophe,
            // The hyphen of `J.-P.`
            _ if is_hyphen(letter)
                && tokens.last().is_some_and(|last| last.kind == TokenKind::Stop) =>
            {
                continue;
            }
            _ if letter.is_alphabetic() => {
                let length = word_length(slice.get(at..).unwrap_or_default());
                while letters.next_if(|&(next, _)| next < at + length).is_some() {}
                push_word(text, Span::new(start, start + length), tokens);
                continue;
            }
            _ if letter.is_numeric() => {
                let mut end = end;
                while let Some((next, digit)) = letters.next_if(|&(_, next)| next.is_numeric()) {
                    end = span.start + next + digit.len_utf8();
                }
                tokens.push(Token {
                    kind: TokenKind::Number,
                    span: Span::new(start, end),
                    possessive: false,
                });
                continue;
            }
            _ => TokenKind::Break,
        };
        tokens.push(Token { kind, span: Span::new(start, end), possessive: false });
    }
}

/// Whether the line that starts at `at` is empty.
fn rest_opens_with_line_end(slice: &str, at: usize) -> bool {
    let rest = slice.as_bytes().get(at..).unwrap_or_default();
    let blank = rest.iter().take(40).position(|byte| !matches!(byte, b' ' | b'\r'));
    blank.is_some_and(|next| rest.get(next) == Some(&b'\n'))
}

/// Length in bytes of the word that `rest` starts with.
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter.is_alphanumeric() || is_accent(letter) {
            end = at + letter.len_utf8();
        } else if is_hyphen(letter) {
            letters.next_if(|&(_, next)| next == '\n');
            if !letters.peek().is_some_and(|&(_, next)| next.is_alphabetic()) {
                break;
            }
        } else if !(is_apostrophe(letter)
            && letters.peek().is_some_and(|&(_, next)| next.is_alphabetic()))
        {
            break;
        }
    }
    end
}

/// Small words that lost the space before a name: "inWerning (2012)".
const FUSED: [&str; 20] = [
    "in",
    "and",
    "from",
    "of",
    "see",
    "after",
    "following",
    "by",
    "apud",
    "for",
    "to",
    "with",
    "as",
    "the",
    "e",
    "y",
    "und",
    "than",
    "also",
    "dan",
];

/// Adds the token of a word, or two where a small word runs into a name.
fn push_word(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let word = span.of(text);
    let small = word.find(char::is_uppercase).filter(|&at| at > 0);
    if let Some(at) = small
        && word.get(..at).is_some_and(|start| FUSED.contains(&start))
        && word.get(at..).is_some_and(|rest| rest.chars().nth(1).is_some_and(char::is_lowercase))
    {
        tokens.push(read_word(text, Span::new(span.start, span.start + at)));
        tokens.push(read_word(text, Span::new(span.start + at, span.end)));
    } else {
        tokens.push(read_word(text, span));
    }
}

/// The token of one word.
fn read_word(text: &str, span: Span) -> Token {
    let word = span.of(text);
    let mut ending = word.char_indices().rev();
    let possessive = match (ending.next(), ending.next()) {
        (Some((_, 's')), Some((at, mark))) if is_apostrophe(mark) && at > 0 => Some(at),
        _ => None,
    };
    let span = possessive.map_or(span, |at| Span::new(span.start, span.start + at));
    let word = span.of(text);
    let single = word.split(is_hyphen).all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(is_accent)
    });
    let kind = if single {
        TokenKind::Initial
    } else if word.chars().next().is_some_and(|first| !first.is_lowercase())
        || word.chars().any(char::is_uppercase)
    {
        TokenKind::Name
    } else {
        TokenKind::Lower
    };
    Token { kind, span, possessive: possessive.is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(TokenKind, &str)> {
        let mut tokens = Vec::new();
        read_tokens(text, Span::new(0, text.len()), &mut tokens);
        tokens.iter().map(|token| (token.kind, token.span.of(text))).collect()
    }

    #[test]
    fn words_of_names_are_kept_whole() {
        use TokenKind::{Comma, Initial, Lower, Name, Stop};
        assert_eq!(
            read("Mont'Alvão, J.-P. de Gon-\nzález-Rey’s"),
            [
                (Name, "Mont'Alvão"),
                (Comma, ","),
                (Initial, "J"),
                (Stop, "."),
                (Initial, "P"),
                (Stop, "."),
                (Lower, "de"),
                (Name, "Gon-\nzález-Rey"),
            ]
        );
    }

    #[test]
    fn particles_fused_to_a_name_and_letters_without_case_make_names() {
        use TokenKind::{Initial, Lower, Name};
        assert_eq!(
            read("d’Hombres 王芳 al‐Rashid J-P et"),
            [
                (Name, "d’Hombres"),
                (Name, "王芳"),
                (Name, "al‐Rashid"),
                (Initial, "J-P"),
                (Lower, "et")
            ]
        );
    }

    #[test]
    fn small_words_that_run_into_a_name_are_split_off() {
        use TokenKind::{Lower, Name};
        assert_eq!(read("inWerning mRNA"), [(Lower, "in"), (Name, "Werning"), (Name, "mRNA")]);
    }

    #[test]
    fn nothing_joins_over_an_empty_line_or_a_tab() {
        use TokenKind::{Break, Name};
        assert_eq!(
            read("Lee\n \nWu\tOh\nAn"),
            [(Name, "Lee"), (Break, "\n"), (Name, "Wu"), (Break, "\t"), (Name, "Oh"), (Name, "An")]
        );
    }
}

//! LaTeX source as tokens, without comments, and with verbatim passages whole.

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `\name`, or `\` and one sign.
    Command(Box<str>),
    /// Letters, digits and signs without a meaning of their own.
    Word(Box<str>),
    /// A sign that may mean something: `[ ] ( ) & ~ $ ^ _ # *`.
    Sign(char),
    /// `{`
    Open,
    /// `}`
    Close,
    /// White space.
    Space,
    /// An empty line.
    Paragraph,
    /// `#1` in the body of a macro.
    Parameter(usize),
    /// Words that stand as they are.
    Verbatim(Box<str>),
    /// The end of raised words, which no source contains.
    Lower,
}

impl Token {
    /// Whether it is the command of this name.
    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self, Self::Command(own) if &**own == name)
    }
}

/// Environments whose content stands as it is.
const VERBATIM: [&str; 6] = ["verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "alltt"];
/// Environments that are no part of the text.
const HIDDEN: [&str; 3] = ["comment", "filecontents", "filecontents*"];
/// Characters that end a word.
const SIGNS: &[char] = &['[', ']', '(', ')', '&', '~', '$', '^', '_', '#', '*'];

/// The tokens of a source.
pub(super) fn tokenize(source: &str) -> Vec<Token> {
    let mut scanner = Scanner { rest: source, tokens: Vec::new() };
    while let Some(c) = scanner.rest.chars().next() {
        match c {
            '\\' => scanner.command(),
            '%' => scanner.comment(),
            '{' => scanner.sign(c, Token::Open),
            '}' => scanner.sign(c, Token::Close),
            '#' => scanner.parameter(),
            c if SIGNS.contains(&c) => scanner.sign(c, Token::Sign(c)),
            c if is_blank(c) => scanner.blank(0),
            _ => {
                let ends = |c: char| {
                    matches!(c, '\\' | '%' | '{' | '}') || SIGNS.contains(&c) || is_blank(c)
                };
                let end = scanner.rest.find(ends).unwrap_or(scanner.rest.len());
                let word = scanner.take(end);
                scanner.tokens.push(Token::Word(word.into()));
            }
        }
    }
    scanner.tokens
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{feff}' | '\x0c')
}

struct Scanner<'s> {
    rest: &'s str,
    tokens: Vec<Token>,
}

impl<'s> Scanner<'s> {
    fn take(&mut self, length: usize) -> &'s str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn sign(&mut self, c: char, token: Token) {
        self.take(c.len_utf8());
        self.tokens.push(token);
    }

    /// White space, after so many line ends.
    fn blank(&mut self, before: usize) {
        let length = self.rest.find(|c| !is_blank(c)).unwrap_or(self.rest.len());
        let lines = before + self.take(length).matches('\n').count();
        let token = if lines > 1 { Token::Paragraph } else { Token::Space };
        if before == 0 || lines > 1 {
            self.tokens.push(token);
        }
    }

    /// A comment with its line end and the white space that begins the next line.
    fn comment(&mut self) {
        let length = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
        self.take(length);
        self.blank(1);
    }

    fn parameter(&mut self) {
        self.take(1);
        let digit =
            self.rest.chars().next().and_then(|c| c.to_digit(10)).filter(|&digit| digit > 0);
        match digit.and_then(|digit| usize::try_from(digit).ok()) {
            Some(number) => {
                self.take(1);
                self.tokens.push(Token::Parameter(number));
            }
            None => self.tokens.push(Token::Sign('#')),
        }
    }

    fn command(&mut self) {
        self.take(1);
        let letters = |c: char| c.is_ascii_alphabetic() || c == '@';
        let length = self.rest.find(|c| !letters(c)).unwrap_or(self.rest.len());
        if length == 0 {
            let Some(c) = self.rest.chars().next() else { return };
            let name = self.take(c.len_utf8());
            self.tokens.push(if is_blank(c) { Token::Space } else { Token::Command(name.into()) });
            return;
        }
        let name = self.take(length);
        match name {
            "verb" => self.verb(),
            "begin" if self.verbatim() => {}
            "url" | "path" | "nolinkurl" | "href" => {
                self.tokens.push(Token::Command(name.into()));
                self.address();
            }
            _ => {
                self.tokens.push(Token::Command(name.into()));
                // Blanks after a command belong to it.
                let end = self.rest.find(|c| !is_blank(c)).unwrap_or(self.rest.len());
                if self.rest.get(..end).is_some_and(|blank| blank.matches('\n').count() < 2) {
                    self.take(end);
                }
            }
        }
    }

    /// `\verb|words|`.
    fn verb(&mut self) {
        self.rest = self.rest.strip_prefix('*').unwrap_or(self.rest);
        let Some(mark) = self.rest.chars().next() else { return };
        self.take(mark.len_utf8());
        let length = self.rest.find([mark, '\n']).unwrap_or(self.rest.len());
        let words = self.take(length);
        self.rest = self.rest.strip_prefix(mark).unwrap_or(self.rest);
        self.tokens.push(Token::Verbatim(words.into()));
    }

    /// An address in braces, in which `%` and `#` mean nothing else.
    fn address(&mut self) {
        let Some(inside) = self.rest.trim_start().strip_prefix('{') else { return };
        let mut depth = 1_u32;
        let end = inside.char_indices().find(|&(_, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0 || c == '\n'
        });
        let Some((end, '}')) = end else { return };
        let (address, rest) = inside.split_at_checked(end).unwrap_or((inside, ""));
        self.tokens.extend([Token::Open, Token::Verbatim(address.into()), Token::Close]);
        self.rest = rest.strip_prefix('}').unwrap_or(rest);
    }

    /// An environment whose content stands as it is, after `\begin`; whether there is one.
    fn verbatim(&mut self) -> bool {
        let named = self.rest.trim_start().strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let Some((name, content)) = named else { return false };
        let shown = VERBATIM.contains(&name);
        if !shown && !HIDDEN.contains(&name) {
            return false;
        }
        let end = format!("\\end{{{name}}}");
        let (content, rest) = content.split_once(end.as_str()).unwrap_or((content, ""));
        if shown {
            self.tokens.push(Token::Verbatim(format!("{content}\n").into()));
        }
        self.rest = rest;
        true
    }
}

/// The words of tokens, for names and keys.
pub(super) fn plain(tokens: &[Token]) -> String {
    let mut words = String::new();
    for token in tokens {
        match token {
            Token::Word(word) | Token::Verbatim(word) => words.push_str(word),
            Token::Sign('~') | Token::Space | Token::Paragraph => words.push(' '),
            Token::Sign(sign) => words.push(*sign),
            // `\_` in a key.
            Token::Command(name) if name.len() == 1 => words.push_str(name),
            _ => {}
        }
    }
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_empty_lines_stay() {
        let tokens = tokenize("a% x\n  b\n\nc % y\n\nd \\% e");
        let word = |word: &str| Token::Word(word.into());
        let expected = [
            word("a"),
            word("b"),
            Token::Paragraph,
            word("c"),
            Token::Space,
            Token::Paragraph,
            word("d"),
            Token::Space,
            Token::Command("%".into()),
            Token::Space,
            word("e"),
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn verbatim_is_whole() {
        let tokens = tokenize("\\verb|a%{|b\\begin{verbatim}\n\\x{\n\\end{verbatim}");
        assert_eq!(tokens[0], Token::Verbatim("a%{".into()));
        assert_eq!(tokens[2], Token::Verbatim("\n\\x{\n\n".into()));
        assert_eq!(tokenize("\\begin{comment}}\\end{comment}"), []);
    }
}

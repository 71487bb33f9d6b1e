//! What single commands do: headings, letters, notes, front matter.

use super::Writer;
use super::cite;
use super::symbol::{accent, accented, symbol};
use super::token::{Token, plain};
use crate::read::entry;
use crate::read::metadata::{person, split_keywords};

/// Commands whose arguments are no words of the text, and how many there are.
const WORDLESS: [(&str, usize); 47] = [
    ("label", 1),
    ("ref", 1),
    ("eqref", 1),
    ("pageref", 1),
    ("autoref", 1),
    ("cref", 1),
    ("Cref", 1),
    ("nameref", 1),
    ("vspace", 1),
    ("hspace", 1),
    ("vskip", 0),
    ("includegraphics", 1),
    ("usepackage", 1),
    ("RequirePackage", 1),
    ("documentclass", 1),
    ("documentstyle", 1),
    ("bibliographystyle", 1),
    ("pagestyle", 1),
    ("thispagestyle", 1),
    ("pagenumbering", 1),
    ("setlength", 2),
    ("addtolength", 2),
    ("setcounter", 2),
    ("addtocounter", 2),
    ("hypersetup", 1),
    ("newenvironment", 3),
    ("renewenvironment", 3),
    ("newtheorem", 2),
    ("affiliation", 1),
    ("affil", 1),
    ("address", 1),
    ("institute", 1),
    ("email", 1),
    ("thanks", 1),
    ("color", 1),
    ("index", 1),
    ("addcontentsline", 3),
    ("multicolumn", 2),
    ("bibinfo", 1),
    ("bibfield", 1),
    ("ead", 1),
    ("cortext", 1),
    ("fntext", 1),
    ("tnotetext", 1),
    ("corref", 1),
    ("fnref", 1),
    ("JEL", 0),
];

impl Writer {
    /// Does what a command says.
    pub(super) fn command(&mut self, name: &str) {
        if self.macros.contains_key(name) {
            self.expand(name);
        } else if let Some(sign) = symbol(name) {
            if name == "\\" {
                self.optional();
            }
            self.write(sign);
        } else if let Some(mark) = accent(name) {
            self.letter(mark);
        } else if let Some(manner) = cite::manner(name) {
            self.cite(manner);
        } else if let Some(level) = self.level(name) {
            self.heading(level);
        } else if let Some((_, count)) = WORDLESS.iter().find(|(own, _)| *own == name) {
            self.skip(*count);
        } else if !self.definition(name) && !self.front(name) {
            self.structure(name);
        }
    }

    fn write(&mut self, words: &str) {
        if self.in_document {
            self.line.push(words);
        }
    }

    /// Writes the next letter with an accent.
    fn letter(&mut self, mark: char) {
        let argument = self.argument();
        let words = self.words(argument);
        let mut letters = words.chars();
        if let Some(first) = letters.next() {
            self.write(&accented(first, mark));
            let rest = letters.as_str().to_owned();
            self.write(&rest);
        }
    }

    /// Level of a heading's command, from 1.
    fn level(&self, name: &str) -> Option<u8> {
        let level = match name {
            "part" | "chapter" => 1,
            "section" => 1,
            "subsection" => 2,
            "subsubsection" => 3,
            "paragraph" => 4,
            "subparagraph" => 5,
            _ => return None,
        };
        let below = self.has_chapters && !matches!(name, "part" | "chapter");
        Some(level + u8::from(below))
    }

    fn heading(&mut self, level: u8) {
        self.star();
        self.optional();
        let words = self.argument();
        self.end_paragraph();
        let words = self.words(words);
        if self.in_document && self.depth == 0 {
            let bare = words.trim_end_matches(['.', ':']);
            self.composer.heading(level, if level > 3 { bare } else { &words });
        }
    }

    /// Definitions of macros, and what hides tokens; whether the command is one.
    fn definition(&mut self, name: &str) -> bool {
        match name {
            "newcommand" | "renewcommand" | "DeclareRobustCommand" => self.define(true),
            "providecommand" => self.define(false),
            "def" | "gdef" | "edef" | "xdef" => self.define_plain(),
            "let" => self.give_name(),
            "iffalse" => {
                let mut depth = 0_usize;
                while let Some(token) = self.next() {
                    match token {
                        Token::Command(name) if name.starts_with("if") => depth += 1,
                        Token::Command(name) if &*name == "fi" => match depth.checked_sub(1) {
                            Some(less) => depth = less,
                            None => break,
                        },
                        _ => {}
                    }
                }
            }
            _ => return false,
        }
        true
    }

    /// Title, authors, date, key words; whether the command is one of them.
    fn front(&mut self, name: &str) -> bool {
        match name {
            "title" => {
                self.optional();
                self.title = self.argument();
                if self.in_document {
                    self.print_title();
                }
            }
            "author" | "IEEEauthorblockN" => {
                self.optional();
                let names = self.argument();
                self.authors(names);
            }
            "IEEEauthorblockA" => self.skip(1),
            "date" => {
                let date = self.argument();
                let date = self.words(date);
                self.metadata.year = entry::year(&date).and_then(|year| year.value);
            }
            "keywords" | "keyword" | "IEEEkeywords" => {
                let words = self.argument();
                self.keywords(words);
            }
            "doi" if !self.in_document => {
                let doi = plain(&self.argument());
                self.metadata.doi = entry::doi(&doi);
            }
            "journal" if !self.in_document => {
                let journal = self.argument();
                self.metadata.container = Some(self.words(journal)).filter(|name| !name.is_empty());
            }
            "maketitle" => {}
            _ => return false,
        }
        true
    }

    /// Writes the title, where it is known and not written yet.
    pub(super) fn print_title(&mut self) {
        let title = std::mem::take(&mut self.title);
        let notes = std::mem::take(&mut self.notes);
        let words = self.words(title);
        self.notes = notes;
        if !words.is_empty() {
            self.composer.title(&words);
            self.metadata.title = Some(words);
        }
    }

    fn authors(&mut self, names: Vec<Token>) {
        let separates = |token: &Token| matches!(token, Token::Command(name) if matches!(&**name, "and" | "And" | "AND"));
        for part in names.split(separates) {
            // What follows a line end is an institution.
            let line = part.split(|token| token.is("\\")).next().unwrap_or_default();
            let mut bare = Vec::new();
            let mut rest = line.iter();
            while let Some(token) = rest.next() {
                match token {
                    Token::Command(name) if is_beside_a_name(name) => {
                        let mut depth = 0_i32;
                        for token in rest.by_ref() {
                            depth += i32::from(*token == Token::Open)
                                - i32::from(*token == Token::Close);
                            if depth <= 0 {
                                break;
                            }
                        }
                    }
                    Token::Sign('$') => {
                        rest.by_ref().find(|token| **token == Token::Sign('$'));
                    }
                    token => bare.push(token.clone()),
                }
            }
            let words = self.words(bare);
            let split = words.split([',', ';']).flat_map(|part| part.split(" and "));
            self.metadata.authors.extend(split.filter_map(|name| person(name.trim())));
        }
    }

    /// Takes key words, and writes them as a line.
    pub(super) fn keywords(&mut self, tokens: Vec<Token>) {
        let separated: Vec<Token> =
            tokens
                .into_iter()
                .map(|token| {
                    if token.is("sep") || token.is("and") { Token::Word(";".into()) } else { token }
                })
                .collect();
        let words = self.words(separated);
        self.metadata.keywords = split_keywords(&words);
        if self.in_document {
            self.end_paragraph();
            let words = self.metadata.keywords.join("; ");
            self.composer.paragraph(&format!("Keywords: {words}"));
        }
    }

    /// Environments, notes, raised words, the list of references; other commands are passed over.
    fn structure(&mut self, name: &str) {
        match name {
            "begin" => {
                let name = plain(&self.argument());
                self.begin(&name);
            }
            "end" => {
                let name = plain(&self.argument());
                self.end(&name);
            }
            "par" | "item" | "newpage" | "clearpage" | "bigskip" | "medskip" | "smallskip" => {
                if name == "item"
                    && let Some(label) = self.optional()
                {
                    self.end_paragraph();
                    self.push(label);
                } else if self.in_document {
                    self.end_paragraph();
                }
            }
            "xspace" => {
                let joins =
                    |word: &str| word.starts_with(['.', ',', ';', ':', '!', '?', '\'', '-']);
                let joined = matches!(self.stack.last(), Some(Token::Word(word)) if joins(word));
                let closed = matches!(self.stack.last(), Some(Token::Sign(')' | ']')) | None);
                self.write(if joined || closed { "" } else { " " });
            }
            "footnote" | "footnotetext" | "endnote" => {
                self.optional();
                let note = self.argument();
                self.notes.push(note);
            }
            "textsuperscript" => {
                let mut raised = self.argument();
                if raised.iter().all(is_of_a_number) {
                    self.line.raise();
                    raised.push(Token::Lower);
                }
                self.push(raised);
            }
            "url" | "path" | "nolinkurl" => {
                let address = plain(&self.argument());
                self.write(&address);
            }
            "href" => {
                self.argument();
            }
            "(" if self.in_document => self.formula_up_to(|token| token.is(")")),
            "[" => while self.next().is_some_and(|token| !token.is("]")) {},
            "caption" | "captionof" => self.caption(name),
            "bibliography" | "printbibliography" | "printreferences" => {
                self.optional();
                if name == "bibliography" {
                    self.argument();
                }
                self.print_works();
            }
            _ => {}
        }
    }
}

fn is_beside_a_name(command: &str) -> bool {
    matches!(
        command,
        "thanks"
            | "footnote"
            | "textsuperscript"
            | "inst"
            | "affiliation"
            | "corref"
            | "fnref"
            | "orcid"
            | "orcidlink"
            | "email"
            | "footnotemark"
            | "IEEEauthorrefmark"
            | "corauthref"
            | "ead"
    )
}

fn is_of_a_number(token: &Token) -> bool {
    match token {
        Token::Word(word) => {
            word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '–' | ';'))
        }
        Token::Command(name) => cite::manner(name).is_some(),
        Token::Space | Token::Open | Token::Close => true,
        _ => false,
    }
}

//! Environments: the document, abstracts, figures, tables, lists, the bibliography.

use super::Writer;
use super::token::{Token, plain};
use crate::read::inline::Inline;

/// Displayed formulas and drawings, which are left out.
const WORDLESS: [&str; 14] = [
    "equation",
    "displaymath",
    "align",
    "alignat",
    "gather",
    "multline",
    "eqnarray",
    "flalign",
    "math",
    "tikzpicture",
    "picture",
    "pgfpicture",
    "dmath",
    "subequations",
];
const FLOATS: [&str; 8] = [
    "figure",
    "table",
    "wrapfigure",
    "wraptable",
    "sidewaystable",
    "sidewaysfigure",
    "algorithm",
    "subfigure",
];
const TABLES: [&str; 7] =
    ["tabular", "tabularx", "tabulary", "longtable", "tabu", "array", "xltabular"];

impl Writer {
    /// `\begin{name}`
    pub(super) fn begin(&mut self, name: &str) {
        let bare = name.trim_end_matches('*');
        if !self.in_document {
            if name == "document" {
                self.in_document = true;
                self.print_title();
            }
            return;
        }
        match bare {
            "abstract" => {
                self.optional();
                self.end_paragraph();
                if self.depth == 0 {
                    self.composer.heading(1, "Abstract");
                }
            }
            "acknowledgments" | "acknowledgements" | "acknowledgment" | "acks" | "ack" => {
                self.end_paragraph();
                if self.depth == 0 {
                    self.composer.heading(1, "Acknowledgements");
                }
            }
            "keyword" | "keywords" | "IEEEkeywords" => {
                let body = self.body(name);
                self.keywords(body);
            }
            "thebibliography" => {
                self.argument();
                let body = self.body(name);
                self.print_list(body);
            }
            bare if WORDLESS.contains(&bare) => {
                self.body(name);
                self.line.push(" ");
            }
            bare if FLOATS.contains(&bare) => {
                let body = self.body(name);
                self.float(body);
            }
            bare if TABLES.contains(&bare) => {
                let body = self.body(name);
                let mut lines = Vec::new();
                self.rows(name, body, &mut lines);
                self.apart(&lines);
            }
            "minipage" | "multicols" | "spacing" | "adjustbox" => self.skip(1),
            _ => {
                self.end_paragraph();
                self.optional();
            }
        }
    }

    /// `\end{name}`
    pub(super) fn end(&mut self, name: &str) {
        if name == "document" {
            self.stack.clear();
        }
        if self.in_document {
            self.end_paragraph();
        }
    }

    /// What stands in an environment up to its end.
    fn body(&mut self, name: &str) -> Vec<Token> {
        let mut body = Vec::new();
        let mut depth = 0_usize;
        while let Some(token) = self.next() {
            let (begins, ends) = (token.is("begin"), token.is("end"));
            if !begins && !ends {
                body.push(token);
                continue;
            }
            let named = self.argument();
            let same = plain(&named) == name;
            if same && ends {
                match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => break,
                }
            }
            depth += usize::from(same && begins);
            body.push(token);
            body.push(Token::Open);
            body.extend(named);
            body.push(Token::Close);
        }
        body
    }

    /// `\caption` outside of a figure or table.
    pub(super) fn caption(&mut self, name: &str) {
        let line = self.caption_line(name);
        self.apart(&[line]);
    }

    fn caption_line(&mut self, name: &str) -> Inline {
        self.star();
        if name == "captionof" {
            self.argument();
        }
        self.optional();
        let words = self.argument();
        self.render(words)
    }

    /// Caption and rows of a figure or table; the rest of it is left out.
    fn float(&mut self, mut body: Vec<Token>) {
        body.reverse();
        let stack = std::mem::replace(&mut self.stack, body);
        let mut captions = Vec::new();
        let mut lines = Vec::new();
        while let Some(token) = self.next() {
            match token {
                Token::Command(name) if matches!(&*name, "caption" | "captionof") => {
                    captions.push(self.caption_line(&name));
                }
                Token::Command(name) if &*name == "begin" => {
                    let name = plain(&self.argument());
                    if TABLES.contains(&name.trim_end_matches('*')) {
                        let body = self.body(&name);
                        self.rows(&name, body, &mut lines);
                    }
                }
                _ => {}
            }
        }
        self.stack = stack;
        captions.extend(lines);
        self.apart(&captions);
    }

    /// The rows of a table as lines with tabs between the cells.
    fn rows(&mut self, name: &str, mut body: Vec<Token>, lines: &mut Vec<Inline>) {
        body.reverse();
        let stack = std::mem::replace(&mut self.stack, body);
        let has_width =
            name.ends_with('*') || matches!(name, "tabularx" | "tabulary" | "xltabular");
        self.skip(1 + usize::from(has_width));
        let mut row = Vec::new();
        let mut rows = Vec::new();
        let mut depth = 0_usize;
        while let Some(token) = self.next() {
            match &token {
                Token::Command(command) if depth == 0 => match &**command {
                    "\\" | "tabularnewline" => {
                        rows.push(std::mem::take(&mut row));
                        self.optional();
                        continue;
                    }
                    "hline" | "toprule" | "midrule" | "bottomrule" | "endhead" | "endfirsthead" => {
                        self.optional();
                        continue;
                    }
                    "cline" | "cmidrule" => {
                        self.between('(', ')');
                        self.skip(1);
                        continue;
                    }
                    _ => {}
                },
                Token::Open => depth += 1,
                Token::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            row.push(token);
        }
        self.stack = stack;
        rows.push(row);
        for row in rows {
            let line = self.render(row);
            lines.push(line);
        }
    }

    /// Writes lines apart from the running text, after the paragraph that they interrupt.
    fn apart(&mut self, lines: &[Inline]) {
        if self.depth > 0 {
            for line in lines {
                self.line.push(" ");
                self.line.push(line.text());
            }
            return;
        }
        self.end_paragraph();
        self.composer.inline_apart(lines);
    }
}

//! Paragraphs: which lines belong together.
//!
//! A blank line always divides. Inside a block of lines without one, the block's own shape decides:
//!
//! - lines longer than a page is wide are paragraphs, one a line;
//! - in hard-wrapped text a paragraph ends with a line that ends a sentence although the first word
//!   of the next line would have fitted, or with a line so short that it cannot be running text;
//! - list items begin paragraphs where the line before ends a clause;
//! - a line that is indented more than its forerunner begins one after the end of a sentence, and
//!   so does one that is indented less (hanging indents).
//!
//! Headings, tables and fenced code are paragraphs of their own.
//!
//! Limits: in text set ragged by a typesetter the width of a line says little, so a sentence that
//! ends near the margin may divide a paragraph.

use crate::model::Span;

use super::line::{Line, ends_sentence, trimmed};

/// Lines wider than this are paragraphs by themselves, in characters.
const WIDEST_WRAP: usize = 160;

/// Blocks narrower than this are not running text, in characters.
const NARROWEST_WRAP: usize = 40;

/// What a line is part of, as far as paragraphs are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Running text, lists.
    Text,
    /// A heading; the span ends where text goes on in the same line.
    Heading(Span),
    /// A row of a table, or a line of fenced code or of front matter: lines kept apart.
    Kept,
    /// A rule or an underline without words.
    Ornament,
}

/// One paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) span: Span,
    /// Whether its lines are no sentences and stay apart: headings, tables, code.
    pub(super) kept: bool,
}

/// The paragraphs that the lines form; `roles` has an entry for each line.
pub(super) fn paragraphs(text: &str, lines: &[Line], roles: &[Role]) -> Vec<Paragraph> {
    let mut grouped: Vec<Paragraph> = Vec::new();
    let mut block = Block::default();
    let mut before: Option<(&Line, Role)> = None;
    for (index, (line, &role)) in lines.iter().zip(roles).enumerate() {
        if index >= block.end {
            block = Block::starting_at(lines, index);
        }
        match role {
            Role::Ornament => {}
            Role::Heading(heading) => {
                grouped.push(Paragraph { span: heading, kept: true });
                let rest = trimmed(text, Span::new(heading.end, line.span.end));
                if !rest.is_empty() {
                    grouped.push(Paragraph { span: rest, kept: false });
                    before = Some((line, Role::Text));
                    continue;
                }
            }
            Role::Text | Role::Kept => {
                let joins = before.is_some_and(|(previous, role_before)| {
                    role_before == role
                        && !line.blank_before
                        && (role == Role::Kept || !block.divides(text, previous, line))
                });
                match grouped.last_mut() {
                    Some(last) if joins => last.span.end = line.span.end,
                    _ => grouped.push(Paragraph { span: line.span, kept: role == Role::Kept }),
                }
            }
        }
        before = Some((line, role));
    }
    grouped
}

/// A run of lines without a blank line inside.
#[derive(Default)]
struct Block {
    /// One past the last line.
    end: usize,
    /// The width that most lines keep to.
    width: usize,
}

impl Block {
    fn starting_at(lines: &[Line], start: usize) -> Self {
        let rest = lines.get(start + 1..).unwrap_or_default();
        let end = start + 1 + rest.iter().take_while(|line| !line.blank_before).count();
        let mut widths: Vec<usize> =
            lines.get(start..end).unwrap_or_default().iter().map(|line| line.width).collect();
        let at = (widths.len() * 9 / 10).min(widths.len().saturating_sub(1));
        let width = if widths.is_empty() { 0 } else { *widths.select_nth_unstable(at).1 };
        Self { end, width }
    }

    /// Whether a paragraph ends between two lines of the block.
    fn divides(&self, text: &str, previous: &Line, line: &Line) -> bool {
        let before = previous.span.of(text);
        let words = line.span.of(text);
        let ended = ends_sentence(before);
        let goes_on = !ended && words.starts_with(char::is_lowercase);
        if self.width > WIDEST_WRAP || self.width < NARROWEST_WRAP {
            return self.width > WIDEST_WRAP || !goes_on;
        }
        let first_word = words.split(char::is_whitespace).next().unwrap_or_default();
        let fits = previous.width + 1 + first_word.chars().count() <= self.width;
        let short = previous.width * 5 < self.width * 3;
        // A number in brackets also counts inside a sentence; a list puts it on a line of its own.
        let inline = words.starts_with('(') && !fits;
        let opened = ended || before.ends_with([':', ';']) || short || is_item(before);
        if is_item(words) && opened && !inline {
            return true;
        }
        if words.starts_with(char::is_lowercase) {
            return false;
        }
        if ended {
            return fits
                || line.indent >= previous.indent + 2
                || previous.indent >= line.indent + 2;
        }
        short
            && fits
            && !before.ends_with([',', '-', '–', '(', ';'])
            && words.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
    }
}

/// Whether a line begins with a bullet or an enumerator and white space.
pub(super) fn is_item(line: &str) -> bool {
    let mark = line.split(char::is_whitespace).next().unwrap_or_default();
    if mark.len() == line.len() || mark.len() > 6 {
        return false;
    }
    if matches!(mark, "-" | "*" | "+" | "•" | "–" | "—" | "▪" | "◦" | "·" | "●" | "○" | "►" | "✓")
    {
        return true;
    }
    let Some(open) = mark.strip_suffix(['.', ')']) else { return false };
    let inside = open.strip_prefix('(').unwrap_or(open);
    let number =
        !inside.is_empty() && inside.len() <= 2 && inside.bytes().all(|b| b.is_ascii_digit());
    let letter = inside.len() == 1 && inside.bytes().all(|b| b.is_ascii_alphabetic());
    let numeral = !inside.is_empty() && inside.bytes().all(|b| b"ivx".contains(&b));
    number || letter || numeral
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        let lines = lines(text);
        let roles = vec![Role::Text; lines.len()];
        paragraphs(text, &lines, &roles).iter().map(|found| found.span.of(text)).collect()
    }

    #[test]
    fn blank_lines_divide() {
        assert_eq!(texts("One.\nTwo\n\n \nThree."), ["One.", "Two", "Three."]);
        assert_eq!(texts("\r\n\r\nOne.\r\n\r\nTwo."), ["One.", "Two."]);
    }

    #[test]
    fn a_short_line_ends_a_hard_wrapped_paragraph() {
        let text = "Small firms go abroad for many reasons, which scholars have divided into two\n\
            groups. The first group is that of proactive motives, such as cheap labour or\n\
            raw materials.\n\
            The second group is that of reactive motives, such as the loss of the domestic\n\
            market. Both are found in the literature on the subject, and both matter to us\n\
            here.";
        let found = texts(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].ends_with("raw materials.") && found[1].starts_with("The second"));
    }

    #[test]
    fn long_lines_are_paragraphs() {
        let long = "Small firms go abroad for many reasons. ".repeat(8);
        assert_eq!(texts(&format!("{long}\n{long}\n{long}")).len(), 3);
    }

    #[test]
    fn list_items_are_paragraphs() {
        let text = "The literature that we reviewed names the following three reasons for it:\n\
            - cheap labour, which is the one that is found in most papers of the sample and\n\
            that is easy to measure;\n\
            - raw materials;\n\
            - low tariffs.";
        assert_eq!(texts(text).len(), 4);
    }

    #[test]
    fn numbers_in_brackets_may_count_inside_a_sentence() {
        let text = "The literature names two reasons for which small firms decide to go abroad:\n\
            (1) they are looking for cheap labour or raw materials in other countries; and\n\
            (2) they fear that they will lose the domestic market to larger competitors.";
        assert_eq!(texts(text).len(), 1);
    }

    #[test]
    fn numbers_that_begin_a_wrapped_line_are_no_items() {
        let text = "The policy was changed in the course of the year after the crisis, that is in\n\
            2. It was then changed again because of the firms which had asked for it before\n\
            the government.";
        assert_eq!(texts(text).len(), 1);
        assert!(is_item("(iv) time") && is_item("2) time") && !is_item("2014. Time"));
    }
}

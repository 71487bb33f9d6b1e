//! The lines of a text that hold something, and how each is set off from the one before.

use crate::model::Span;

use super::sentence::is_space;

/// One line without the white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The line, never empty.
    pub(super) span: Span,
    /// White space before it on the line, in bytes.
    pub(super) indent: usize,
    /// Length in characters.
    pub(super) width: usize,
    /// Whether a blank line, or the beginning of the text, is before it.
    pub(super) blank_before: bool,
}

/// The lines of `text` that are not blank, without a byte-order mark before the first. Newlines of
/// every system and form feeds end lines.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut blank_before = true;
    let bytes = text.as_bytes();
    let ends = memchr::memchr3_iter(b'\n', b'\r', b'\x0c', bytes).chain([text.len()]);
    for end in ends {
        let inside = text.get(start..end).unwrap_or_default();
        let content = inside.trim_matches(is_space);
        if content.is_empty() {
            let second_half = bytes.get(end) == Some(&b'\n')
                && start > 0
                && bytes.get(start - 1) == Some(&b'\r')
                && start == end;
            let after_page = start > 0 && bytes.get(start - 1) == Some(&b'\x0c');
            let before_page = bytes.get(end) == Some(&b'\x0c');
            blank_before |= !second_half && !after_page && !before_page;
        } else {
            let indent = inside.len() - inside.trim_start_matches(is_space).len();
            let from = start + indent;
            lines.push(Line {
                span: Span::new(from, from + content.len()),
                indent,
                width: content.chars().count(),
                blank_before,
            });
            blank_before = false;
        }
        start = end + 1;
    }
    lines
}

/// `span` without white space at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let start = span.start + (inside.len() - inside.trim_start_matches(is_space).len());
    Span::new(start, start + inside.trim_matches(is_space).len())
}

/// Whether the text ends as a sentence does, closing marks and citations aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '_') || is_space(c)
    });
    if bare.ends_with(['.', '!', '?', '…', '。', '！', '？']) {
        return true;
    }
    let without_numbers = bare.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ',' | '–' | '-' | '[' | ' ' | '¹' | '²' | '³' | '⁴'..='⁹')
    });
    bare.ends_with(|c: char| c.is_numeric()) && without_numbers.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_newline_ends_a_line_once() {
        let text = "a\r\nb\rc\n\n  d\r\n\r\ne\x0cf";
        let found: Vec<(&str, bool)> =
            lines(text).iter().map(|line| (line.span.of(text), line.blank_before)).collect();
        assert_eq!(
            found,
            [("a", true), ("b", false), ("c", false), ("d", true), ("e", true), ("f", false)]
        );
    }

    #[test]
    fn a_sentence_may_end_with_marks_and_citations() {
        for text in ["It is.", "“It is.”", "(It is.)", "It is.[12]", "It is.13–15", "Is it?"]
        {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["Introduction", "firms in 2010", "a, b,", "2016).,", "Section 2"] {
            assert!(!ends_sentence(text), "{text}");
        }
    }
}

//! A line's surroundings: blank lines, running text, tables and code around it.

use crate::model::{SourceFormat, span_at};

use super::super::layers::Layout;
use super::super::line::{Line, ends_sentence};
use super::super::paragraph::Role;
use super::super::sentence::is_space;
use super::form;
use super::name::name_of;

/// Fewest characters of running text after an unmarked heading.
const RUNNING: usize = 90;

/// The lines of a text, and what each is part of.
pub(super) struct Setting<'a> {
    pub(super) text: &'a str,
    pub(super) lines: &'a [Line],
    pub(super) roles: Vec<Role>,
    layout: &'a Layout,
}

impl<'a> Setting<'a> {
    pub(super) fn new(
        text: &'a str,
        lines: &'a [Line],
        format: SourceFormat,
        layout: &'a Layout,
    ) -> Self {
        let mut roles = kept_lines(text, lines, format);
        for (line, role) in lines.iter().zip(&mut roles) {
            if span_at(&layout.apart, line.span.start).is_some() {
                *role = Role::Kept;
            }
        }
        Self { text, lines, roles, layout }
    }

    /// Depth that the source's layout gives to the heading that the line is.
    pub(super) fn marked_level(&self, index: usize) -> Option<u8> {
        let start = self.lines.get(index)?.span.start;
        let headings = &self.layout.headings;
        let place = headings.binary_search_by_key(&start, |heading| heading.span.start).ok()?;
        headings.get(place).map(|heading| heading.level)
    }

    /// Whether the source's layout tells headings.
    pub(super) fn has_marks(&self) -> bool {
        !self.layout.headings.is_empty()
    }

    /// Whether the source's mark-up names all headings.
    pub(super) fn is_marked_up(&self) -> bool {
        self.layout.marked_up
    }

    /// How many lines are Markdown headings with `#`.
    pub(super) fn hash_headings(&self) -> usize {
        let lines = self.lines.iter().zip(&self.roles);
        lines
            .filter(|(line, role)| {
                **role == Role::Text && form::hash_heading(line.span.of(self.text)).is_some()
            })
            .count()
    }

    /// The words of a line; none after the last line.
    pub(super) fn words(&self, index: usize) -> &'a str {
        self.lines.get(index).map_or("", |line| line.span.of(self.text))
    }

    /// Depth of a heading that is underlined with `=` or `-`.
    pub(super) fn underlined(&self, index: usize) -> Option<u8> {
        let next = self.lines.get(index + 1).filter(|next| !next.blank_before)?;
        let rule = next.span.of(self.text);
        let line = self.lines.get(index)?;
        let ruled = |byte| rule.len() >= 3 && rule.bytes().all(|this| this == byte);
        let title = form::bare(line.span.of(self.text));
        let named = || form::is_title_like(title) || name_of(title).is_some();
        if !line.blank_before || !named() {
            return None;
        }
        match () {
            () if ruled(b'=') => Some(1),
            () if ruled(b'-') => Some(2),
            () => None,
        }
    }

    /// Whether the line is set off: blank lines around it, or an ended sentence before and running
    /// text after it.
    pub(super) fn stands_alone(&self, index: usize) -> bool {
        let before = self.is_blank_before(index);
        let after = self.is_blank_after(index);
        let runs_on = || {
            let next = self.words(index + 1);
            !next.starts_with(char::is_lowercase) && self.runs(index + 1)
        };
        (before || self.ended_before(index)) && (after || runs_on())
    }

    /// Whether a blank line, the beginning, or another heading is before the line.
    pub(super) fn is_blank_before(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| line.blank_before)
            || index
                .checked_sub(1)
                .and_then(|before| self.roles.get(before))
                .is_some_and(|role| matches!(role, Role::Heading(_) | Role::Ornament))
    }

    pub(super) fn is_blank_after(&self, index: usize) -> bool {
        self.lines.get(index + 1).is_none_or(|line| line.blank_before)
    }

    pub(super) fn ended_before(&self, index: usize) -> bool {
        index.checked_sub(1).is_none_or(|before| ends_sentence(self.words(before)))
    }

    /// Whether running text begins at the line: enough of it, or an ended sentence.
    pub(super) fn runs(&self, index: usize) -> bool {
        let mut width = 0;
        for (offset, line) in self.lines.iter().skip(index).enumerate() {
            if offset > 0 && line.blank_before {
                break;
            }
            let words = line.span.of(self.text);
            if words.contains('\t') || words.starts_with('|') {
                return false;
            }
            width += line.width;
            if width >= RUNNING || width >= RUNNING / 3 && ends_sentence(words) {
                return true;
            }
        }
        false
    }

    /// Whether running text follows, or another heading that running text follows.
    pub(super) fn leads_to_text(&self, index: usize) -> bool {
        if self.runs(index + 1) {
            return true;
        }
        let title = form::bare(self.words(index + 1));
        let title = form::numbered(title).map_or(title, |(_, bare)| bare);
        self.is_blank_after(index)
            && self.is_blank_after(index + 1)
            && (form::is_title_like(title) || name_of(title).is_some_and(|name| name.exact))
            && self.runs(index + 2)
    }

    /// Whether the next line begins an entry of a bibliography.
    pub(super) fn leads_to_entries(&self, index: usize) -> bool {
        begins_entry(self.words(index + 1))
    }
}

/// Whether a line looks like the beginning of a reference: with a number before it, an initial
/// among its first words, or a year that a stop or colon follows.
fn begins_entry(line: &str) -> bool {
    let line = line.trim_start_matches(['-', '*', '•', '–', ' ']);
    let after_label =
        line.trim_start_matches(['[', '(']).trim_start_matches(|c: char| c.is_ascii_digit());
    let labelled = after_label.len() < line.len() && after_label.starts_with([']', '.', ')']);
    let initial = line.split(is_space).skip(1).take(3).any(|word| {
        let letters = word.trim_end_matches(['.', ',', ';', ':', '-']);
        letters.len() < word.len()
            && letters.len() <= 4
            && letters.starts_with(char::is_uppercase)
            && !letters.contains(char::is_lowercase)
    });
    labelled || line.starts_with(char::is_uppercase) && (initial || has_stopped_year(line))
}

/// Whether the line has a year with a stop or colon after it, and perhaps a letter and a bracket.
fn has_stopped_year(line: &str) -> bool {
    line.match_indices(['1', '2']).any(|(at, _)| {
        let year = line.get(at..at + 4).is_some_and(|year| {
            year.bytes().all(|byte| byte.is_ascii_digit())
                && (year.starts_with("18") || year.starts_with("19") || year.starts_with("20"))
        });
        let after = line.get(at + 4..).unwrap_or_default();
        let after =
            after.trim_start_matches(|c: char| c.is_ascii_lowercase()).trim_start_matches(')');
        year && after.starts_with(['.', ':'])
    })
}

/// Roles of lines before headings are known: fences, tables, front matter, rules, text.
fn kept_lines(text: &str, lines: &[Line], format: SourceFormat) -> Vec<Role> {
    let words: Vec<&str> = lines.iter().map(|line| line.span.of(text)).collect();
    let mut roles = Vec::with_capacity(lines.len());
    let markdown = format == SourceFormat::Markdown;
    if markdown && let Some(end) = front_matter_end(&words) {
        roles.resize(end, Role::Kept);
    }
    let mut fences = markdown;
    while let Some(line) = words.get(roles.len()) {
        if fences && (line.starts_with("```") || line.starts_with("~~~")) {
            match fence_end(&words, roles.len()) {
                Some(end) => {
                    roles.resize(end, Role::Kept);
                    continue;
                }
                None => fences = false,
            }
        }
        roles.push(match line {
            line if line.starts_with('|') && line.len() > 1 => Role::Kept,
            line if is_rule(line) => Role::Ornament,
            _ => Role::Text,
        });
    }
    roles
}

/// One past the line that closes the fence at `open`; `None` where nothing closes it.
fn fence_end(words: &[&str], open: usize) -> Option<usize> {
    let mark = words.get(open)?.get(..3)?;
    let closes =
        |line: &&str| line.starts_with(mark) && line.trim_start_matches(['`', '~']).is_empty();
    let inside = words.get(open + 1..)?.iter().position(closes)?;
    Some(open + inside + 2)
}

/// One past the last line of front matter, where the text begins with one that ends.
fn front_matter_end(words: &[&str]) -> Option<usize> {
    let (first, rest) = words.split_first()?;
    let inside = rest.iter().take(100).position(|line| matches!(*line, "---" | "..."));
    inside.filter(|_| *first == "---").map(|inside| inside + 2)
}

/// Whether a line is drawn, not written.
fn is_rule(words: &str) -> bool {
    words.len() >= 3
        && words.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'*' | b'_' | b'~' | b' '))
}

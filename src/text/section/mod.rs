//! Sections: headings, their levels, and what each section is for.
//!
//! Lines are judged one after the other, with the lines around them and what was found before. A
//! heading is, in this order: a Markdown heading (`#`, or underlined); a line that is a known name
//! (see [`name`]), numbered or not; a numbered line whose number follows from the last one; a line
//! in capitals; a short line between blank lines that looks like a title and has running text
//! after it; or a known name that opens a paragraph (`Abstract: ...`). The last but one need a
//! heading of a surer form before them, so that title, authors and addresses are none. In a
//! Markdown file with `#` headings nothing else counts.
//!
//! A section without a kind of its own has that of its parent. After the heading of the
//! bibliography only known names end it, since references look like anything. Headings right after
//! `Abstract` (`Background`, `Methods` ...) are those of a structured abstract, up to the first
//! name that comes again.
//!
//! Limits: the level of a heading without number or mark-up is a guess from its name and from the
//! section that it stands in.

mod form;
mod level;
mod name;

use crate::model::{Section, SectionKind, SourceFormat, Span};

use self::form::Numbering;
use self::level::Outline;
use self::name::{Name, name_of};
use super::line::{Line, ends_sentence, trimmed};
use super::paragraph::{Role, is_item};
use super::sentence::is_space;

/// Fewest characters of running text after an unmarked heading.
const RUNNING: usize = 90;

/// Sections, and the role of every line.
pub(super) struct Outcome {
    pub(super) sections: Vec<Section>,
    pub(super) roles: Vec<Role>,
}

/// Finds the headings among `lines` and divides `text` at them.
pub(super) fn sections(text: &str, lines: &[Line], format: SourceFormat) -> Outcome {
    let roles = kept_lines(text, lines, format);
    let hashes = lines
        .iter()
        .zip(&roles)
        .filter(|(line, role)| {
            **role == Role::Text && form::hash_heading(line.span.of(text)).is_some()
        })
        .count();
    let mut finder = Finder {
        text,
        lines,
        roles,
        hashes_only: format == SourceFormat::Markdown && hashes >= 2,
        outline: Outline::default(),
        sections: Vec::new(),
    };
    for index in 0..lines.len() {
        finder.judge(index);
    }
    finder.finish()
}

/// Roles of lines before headings are known: fences, tables, front matter, rules, text.
fn kept_lines(text: &str, lines: &[Line], format: SourceFormat) -> Vec<Role> {
    let mut roles = Vec::with_capacity(lines.len());
    let markdown = format == SourceFormat::Markdown;
    let mut front_matter = markdown && front_matter_len(text, lines);
    let mut fence: Option<&str> = None;
    for (index, line) in lines.iter().enumerate() {
        let words = line.span.of(text);
        let role = if front_matter {
            front_matter = index == 0 || !matches!(words, "---" | "...");
            Role::Kept
        } else if let Some(open) = fence {
            if words.starts_with(open) && words.trim_start_matches(['`', '~']).is_empty() {
                fence = None;
            }
            Role::Kept
        } else if markdown && (words.starts_with("```") || words.starts_with("~~~")) {
            fence = words.get(..3);
            Role::Kept
        } else if words.starts_with('|') && words.len() > 1 {
            Role::Kept
        } else if is_rule(words) {
            Role::Ornament
        } else {
            Role::Text
        };
        roles.push(role);
    }
    roles
}

/// Whether the text begins with front matter that ends.
fn front_matter_len(text: &str, lines: &[Line]) -> bool {
    let mut words = lines.iter().map(|line| line.span.of(text));
    words.next() == Some("---") && words.take(100).any(|line| matches!(line, "---" | "..."))
}

/// Whether a line is drawn, not written.
fn is_rule(words: &str) -> bool {
    words.len() >= 3
        && words.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'*' | b'_' | b'~' | b' '))
}

/// A line that may be a heading.
struct Candidate<'a> {
    /// Words without number and mark-up.
    title: &'a str,
    numbering: Option<Numbering>,
    name: Option<Name>,
}

struct Finder<'a> {
    text: &'a str,
    lines: &'a [Line],
    roles: Vec<Role>,
    hashes_only: bool,
    outline: Outline,
    sections: Vec<Section>,
}

impl<'a> Finder<'a> {
    fn words(&self, index: usize) -> &'a str {
        self.lines.get(index).map_or("", |line| line.span.of(self.text))
    }

    fn judge(&mut self, index: usize) {
        let Some(&line) = self.lines.get(index) else { return };
        if self.roles.get(index) != Some(&Role::Text) {
            return;
        }
        let words = line.span.of(self.text);
        if let Some((depth, title)) = form::hash_heading(words) {
            if self.hashes_only || line.blank_before {
                let bare = form::numbered(title).map_or(title, |(_, bare)| bare);
                self.open(index, bare, depth, name_of(bare));
            }
            return;
        }
        if let Some(depth) = self.underlined(index) {
            let title = form::bare(words);
            let bare = form::numbered(title).map_or(title, |(_, bare)| bare);
            self.open(index, bare, depth, name_of(bare));
            return;
        }
        if self.hashes_only {
            return;
        }
        if line.width <= 160 {
            let title = form::bare(words);
            let (numbering, bare) = match form::numbered(title) {
                Some((numbering, bare)) => (Some(numbering), form::bare(bare)),
                None => (None, title),
            };
            let candidate = Candidate { title: bare, numbering, name: name_of(bare) };
            if let Some(level) = self.level_of(index, &candidate) {
                self.open(index, bare, level, candidate.name);
                return;
            }
        }
        self.judge_run_in(index);
    }

    /// Depth of a heading that is underlined with `=` or `-`.
    fn underlined(&self, index: usize) -> Option<u8> {
        let next = self.lines.get(index + 1).filter(|next| !next.blank_before)?;
        let rule = next.span.of(self.text);
        let line = self.lines.get(index)?;
        let ruled = |byte| rule.len() >= 3 && rule.bytes().all(|this| this == byte);
        if !line.blank_before || line.width > 160 || line.span.of(self.text).contains('\t') {
            return None;
        }
        match () {
            () if ruled(b'=') => Some(1),
            () if ruled(b'-') => Some(2),
            () => None,
        }
    }

    /// Level of a candidate that is a heading.
    fn level_of(&mut self, index: usize, candidate: &Candidate<'_>) -> Option<u8> {
        if candidate.title.contains('\t') || candidate.title.is_empty() {
            return None;
        }
        let known = candidate.name.filter(|name| name.exact);
        if let Some(name) = known
            && self.stands_as_known(index, candidate, name)
        {
            return Some(self.outline.level_of_known(name, candidate.numbering.as_ref()));
        }
        if self.outline.in_references() {
            return None;
        }
        if let Some(numbering) = &candidate.numbering {
            return (form::is_title_like(candidate.title) && self.stands_alone(index))
                .then(|| self.number_level(index, numbering))
                .flatten();
        }
        if !self.outline.is_open() || !form::is_title_like(candidate.title) {
            return None;
        }
        let capitals = form::is_capitals(candidate.title);
        let emphasised = form::is_emphasised(self.words(index));
        if capitals
            && self.stands_alone(index)
            && candidate.title.len() >= 6
            && self.runs(index + 1)
        {
            return Some(1);
        }
        let alone = self.is_blank_before(index) && self.is_blank_after(index);
        let words = self.words(index);
        let plain =
            alone && !is_item(words) && run_in_title(words).is_none() && self.leads_to_text(index);
        (plain || emphasised && alone).then(|| self.outline.level_of_unmarked())
    }

    /// Whether a line that is a known name is a heading.
    fn stands_as_known(&self, index: usize, candidate: &Candidate<'_>, name: Name) -> bool {
        let capital = candidate.title.starts_with(char::is_uppercase);
        let capitals = form::is_capitals(candidate.title);
        let before = self.is_blank_before(index);
        let after = self.is_blank_after(index);
        if before && after {
            return capital || candidate.numbering.is_some() || name.main;
        }
        if !capital {
            return false;
        }
        if !name.main && candidate.numbering.is_none() {
            return capitals && self.stands_alone(index);
        }
        let marked = capitals || candidate.numbering.is_some();
        before || after || marked || self.ended_before(index) || self.runs(index + 1)
    }

    /// Whether the line is set off: blank lines around it, or an ended sentence before and running
    /// text after it.
    fn stands_alone(&self, index: usize) -> bool {
        let before = self.is_blank_before(index);
        let after = self.is_blank_after(index);
        before && after || (before || self.ended_before(index)) && (after || self.runs(index + 1))
    }

    /// Whether a blank line, the beginning, or another heading is before the line.
    fn is_blank_before(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| line.blank_before)
            || index
                .checked_sub(1)
                .and_then(|before| self.roles.get(before))
                .is_some_and(|role| matches!(role, Role::Heading(_) | Role::Ornament))
    }

    fn is_blank_after(&self, index: usize) -> bool {
        self.lines.get(index + 1).is_none_or(|line| line.blank_before)
    }

    fn ended_before(&self, index: usize) -> bool {
        index.checked_sub(1).is_none_or(|before| ends_sentence(self.words(before)))
    }

    /// Whether running text begins at the line: enough of it, or an ended sentence.
    fn runs(&self, index: usize) -> bool {
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
    fn leads_to_text(&self, index: usize) -> bool {
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

    /// Level of a numbered line whose number follows from the headings before it, and that is not
    /// one of several numbered lines in a row.
    fn number_level(&mut self, index: usize, numbering: &Numbering) -> Option<u8> {
        let next = form::numbered(self.words(index + 1)).map(|(next, _)| next);
        if let (Numbering::Arabic(this), Some(Numbering::Arabic(next))) = (numbering, next)
            && this.len() == next.len()
        {
            return None;
        }
        if matches!(numbering, Numbering::Roman(..) | Numbering::Letter(_))
            && !self.outline.is_open()
        {
            return None;
        }
        self.outline.level_of_number(numbering)
    }

    /// A known name that opens a paragraph: `Abstract: ...`.
    fn judge_run_in(&mut self, index: usize) {
        let words = self.words(index);
        if !self.is_blank_before(index) && !self.ended_before(index) {
            return;
        }
        let Some((title, mark)) = run_in_title(words) else { return };
        let Some(name) = name_of(form::bare(title)).filter(|name| name.exact && name.main) else {
            return;
        };
        let fits = match name.kind {
            SectionKind::Abstract => self.outline.before_the_body(),
            SectionKind::Acknowledgements => mark == ':' && self.outline.is_open(),
            _ => false,
        };
        if fits && title.starts_with(|c: char| c.is_uppercase() || matches!(c, '*' | '_')) {
            let level = self.outline.level_of_known(name, None);
            self.open(index, form::bare(title), level, Some(name));
        }
    }

    /// Opens a section at a line.
    fn open(&mut self, index: usize, title: &'a str, level: u8, name: Option<Name>) {
        let Some(line) = self.lines.get(index) else { return };
        let words = line.span.of(self.text);
        let offset = words.find(title).unwrap_or_default();
        let start = line.span.start + offset;
        let title = Span::new(start, start + title.len());
        let after = Span::new(title.end, line.span.end).of(self.text);
        let marks = after.len()
            - after
                .trim_start_matches(|c: char| {
                    is_space(c) || matches!(c, '#' | '*' | '_' | ':' | '.' | '—' | '–' | '-')
                })
                .len();
        let end = trimmed(self.text, Span::new(line.span.start, title.end + marks)).end;
        let follows = self.sections.last().and_then(|last| last.title).is_some_and(|last| {
            Span::new(last.end, line.span.start).of(self.text).chars().all(|c| !c.is_alphanumeric())
        });
        let (level, kind) = self.outline.open(level, name, follows, line.span.start);
        if let Some(role) = self.roles.get_mut(index) {
            *role = Role::Heading(Span::new(line.span.start, end));
        }
        self.sections.push(Section {
            span: Span::new(line.span.start, self.text.len()),
            title: (!title.is_empty()).then_some(title),
            kind,
            level,
        });
    }

    /// Ends each section where the next begins, with what is before the first as one of its own.
    fn finish(mut self) -> Outcome {
        let mut end = self.text.len();
        for section in self.sections.iter_mut().rev() {
            section.span.end = end;
            end = section.span.start;
        }
        let before = self.text.get(..end).unwrap_or_default();
        match self.sections.first_mut() {
            Some(first) if before.chars().all(is_space) => first.span.start = 0,
            _ if self.text.is_empty() => {}
            _ => self.sections.insert(
                0,
                Section {
                    span: Span::new(0, end),
                    title: None,
                    kind: SectionKind::Other,
                    level: 0,
                },
            ),
        }
        Outcome { sections: self.sections, roles: self.roles }
    }
}

/// The words before the first mark that can end a run-in heading, and the mark. A single word that
/// a capital follows counts too: `Abstract This paper ...`.
fn run_in_title(words: &str) -> Option<(&str, char)> {
    let reach = words.char_indices().take(60).last().map_or(0, |(at, c)| at + c.len_utf8());
    let head = words.get(..reach)?;
    let (at, mark) = head.char_indices().find(|&(_, c)| matches!(c, ':' | '—' | '–' | '.'))?;
    let title = head.get(..at)?;
    let rest = words.get(at + mark.len_utf8()..)?.trim_start_matches(['*', '_']);
    let joined = matches!(mark, ':' | '.') && !rest.starts_with(is_space);
    if joined || !rest.contains(char::is_alphanumeric) {
        return None;
    }
    if title.split(is_space).count() <= 8 && name_of(form::bare(title)).is_some_and(|n| n.exact) {
        return Some((title, mark));
    }
    None
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod gold;

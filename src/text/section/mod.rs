//! Sections: headings, their levels, and what each section is for.
//!
//! Lines are judged one after the other, with the lines around them and what was found before. A
//! heading is, in this order: a Markdown heading (`#`, or underlined); a line that is a known name
//! (see [`name`]), numbered or not; a numbered line whose number follows from the last one; a line
//! in capitals; a short line between blank lines that looks like a title and has running text
//! after it; or a known name that opens a paragraph (`Abstract: ...`). The last but one need a
//! heading of a surer form before them, so that title, authors and addresses are none. In a
//! Markdown file with `#` headings nothing else counts. Where the source's layout shows headings
//! ([`Layout`]), these take the place of short lines that look like titles; where its mark-up names
//! them all, there are no others.
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
mod setting;

use crate::model::{Section, SectionKind, SourceFormat, Span};

use self::form::Numbering;
use self::level::Outline;
use self::name::{Name, name_of};
use self::setting::Setting;
use super::layers::Layout;
use super::line::{Line, trimmed};
use super::paragraph::{Role, is_item};
use super::sentence::is_space;

/// Sections, and the role of every line.
pub(super) struct Outcome {
    pub(super) sections: Vec<Section>,
    pub(super) roles: Vec<Role>,
}

/// What a heading of this wording is for, with or without a number; `None` where the wording names
/// no section.
///
/// ```
/// use leitmotif::model::SectionKind;
/// use leitmotif::text::heading_kind;
/// assert_eq!(heading_kind("2. Literature review"), Some(SectionKind::Background));
/// assert_eq!(heading_kind("Small firms abroad"), None);
/// ```
#[must_use]
pub fn heading_kind(heading: &str) -> Option<SectionKind> {
    let bare = form::bare(heading);
    let title = form::numbered(bare).map_or(bare, |(_, title)| form::bare(title));
    name_of(title).filter(|name| name.exact).map(|name| name.kind)
}

/// Whether a line begins as the caption of a table or figure does.
///
/// ```
/// use leitmotif::text::is_caption;
/// assert!(is_caption("Table 2. Motives by sector"));
/// assert!(!is_caption("Tables were set."));
/// ```
#[must_use]
pub fn is_caption(line: &str) -> bool {
    form::is_caption(line)
}

/// Finds the headings among `lines` and divides `text` at them.
pub(super) fn sections(
    text: &str,
    lines: &[Line],
    format: SourceFormat,
    layout: &Layout,
) -> Outcome {
    let setting = Setting::new(text, lines, format, layout);
    let mut finder = Finder {
        hashes_only: format == SourceFormat::Markdown && setting.hash_headings() >= 2,
        setting,
        outline: Outline::default(),
        sections: Vec::new(),
    };
    for index in 0..lines.len() {
        finder.judge(index);
    }
    finder.finish()
}

/// A line that may be a heading.
struct Candidate<'a> {
    /// Words without number and mark-up.
    title: &'a str,
    numbering: Option<Numbering>,
    name: Option<Name>,
}

struct Finder<'a> {
    setting: Setting<'a>,
    hashes_only: bool,
    outline: Outline,
    sections: Vec<Section>,
}

impl<'a> Finder<'a> {
    /// What the name of a heading says; for names that a bibliography and other sections may have,
    /// what follows decides.
    fn name(&self, index: usize, title: &str) -> Option<Name> {
        let name = name_of(title)?;
        if !name::is_vague(title) {
            return Some(name);
        }
        if self.setting.leads_to_entries(index) {
            return Some(Name { kind: SectionKind::References, ..name });
        }
        (name.kind != SectionKind::References).then_some(name)
    }

    fn judge(&mut self, index: usize) {
        let Some(&line) = self.setting.lines.get(index) else { return };
        if self.setting.roles.get(index) != Some(&Role::Text) {
            return;
        }
        let words = line.span.of(self.setting.text);
        if self.setting.is_marked_up() {
            if let Some(level) = self.setting.marked_level(index) {
                let bare = form::numbered(words).map_or(words, |(_, bare)| bare);
                self.open(index, bare, level, self.name(index, bare));
            }
            return;
        }
        if let Some((depth, title)) = form::hash_heading(words) {
            if self.hashes_only || line.blank_before {
                let bare = form::numbered(title).map_or(title, |(_, bare)| bare);
                self.open(index, bare, depth, self.name(index, bare));
            }
            return;
        }
        if let Some(depth) = self.setting.underlined(index) {
            let title = form::bare(words);
            let bare = form::numbered(title).map_or(title, |(_, bare)| bare);
            self.open(index, bare, depth, self.name(index, bare));
            return;
        }
        if self.hashes_only {
            return;
        }
        // A tab after a number is part of a heading, any other of a table.
        let table = words
            .split_once('\t')
            .is_some_and(|(mark, rest)| mark.len() > 8 || rest.contains('\t'));
        if line.width <= 160 && !table {
            let title = form::bare(words);
            let (numbering, bare) = match form::numbered(title) {
                Some((numbering, bare)) => (Some(numbering), form::bare(bare)),
                None => (None, title),
            };
            let candidate = Candidate { title: bare, numbering, name: self.name(index, bare) };
            let marked = self.setting.marked_level(index);
            if let Some(level) = self.level_of(index, &candidate, marked) {
                self.open(index, bare, level, candidate.name);
                return;
            }
        }
        if !self.judge_numbered_run_in(index) {
            self.judge_run_in(index);
        }
    }

    /// Level of a candidate that is a heading; `marked` is what the source's layout says.
    fn level_of(
        &mut self,
        index: usize,
        candidate: &Candidate<'_>,
        marked: Option<u8>,
    ) -> Option<u8> {
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
        let titled = form::is_set_title(candidate.title);
        if marked.is_some() && titled && self.outline.is_open() {
            let numbered = candidate
                .numbering
                .as_ref()
                .and_then(|numbering| self.outline.level_of_number(numbering, true));
            return numbered.or(marked);
        }
        if let Some(numbering) = &candidate.numbering {
            return self.number_level(index, candidate.title, numbering);
        }
        if !self.outline.is_open() || !form::is_title_like(candidate.title) {
            return None;
        }
        let capitals = form::is_capitals(candidate.title);
        let emphasised = form::is_emphasised(self.setting.words(index));
        if capitals
            && self.setting.stands_alone(index)
            && candidate.title.len() >= 6
            && self.setting.runs(index + 1)
        {
            return Some(1);
        }
        let alone = self.setting.is_blank_before(index) && self.setting.is_blank_after(index);
        let words = self.setting.words(index);
        let plain = alone
            && !self.setting.has_marks()
            && !is_item(words)
            && run_in_title(words).is_none()
            && self.setting.leads_to_text(index);
        (plain || emphasised && alone).then(|| self.outline.level_of_unmarked())
    }

    /// Whether a line that is a known name is a heading.
    fn stands_as_known(&self, index: usize, candidate: &Candidate<'_>, name: Name) -> bool {
        let capital = candidate.title.starts_with(char::is_uppercase);
        let capitals = form::is_capitals(candidate.title);
        let before = self.setting.is_blank_before(index);
        let after = self.setting.is_blank_after(index);
        if before && after {
            return capital || candidate.numbering.is_some() || name.main;
        }
        if !capital {
            return false;
        }
        if !name.main && candidate.numbering.is_none() {
            return capitals && self.setting.stands_alone(index);
        }
        let marked = capitals || candidate.numbering.is_some();
        before
            || after
            || marked
            || self.setting.ended_before(index)
            || self.setting.runs(index + 1)
    }

    /// Level of a numbered line whose number follows from the headings before it, and that is not
    /// one of several numbered lines in a row.
    fn number_level(&mut self, index: usize, title: &str, numbering: &Numbering) -> Option<u8> {
        let nested = matches!(numbering, Numbering::Arabic(numbers) if numbers.len() > 1);
        let titled = form::is_title_like(title) || nested && form::is_long_title(title);
        if !titled || !self.setting.stands_alone(index) {
            return None;
        }
        let next = form::numbered(self.setting.words(index + 1)).map(|(next, _)| next);
        if let (Numbering::Arabic(this), Some(Numbering::Arabic(next))) = (numbering, next)
            && this.len() == next.len()
        {
            return None;
        }
        if !matches!(numbering, Numbering::Arabic(_)) && !self.outline.is_open() {
            return None;
        }
        let alone = self.setting.is_blank_before(index) && self.setting.is_blank_after(index);
        self.outline.level_of_number(numbering, nested && alone)
    }

    /// A nested number and a few words that open a paragraph: `2.1 Motives. It has been claimed`.
    fn judge_numbered_run_in(&mut self, index: usize) -> bool {
        let Some((numbering, rest)) = form::numbered(self.setting.words(index)) else {
            return false;
        };
        let Some((title, after)) = rest.split_once(". ") else { return false };
        let nested = matches!(&numbering, Numbering::Arabic(numbers) if numbers.len() > 1);
        let fits = nested
            && !self.outline.in_references()
            && self.setting.is_blank_before(index)
            && form::is_short_title(title)
            && after.starts_with(char::is_uppercase);
        let Some(level) = fits.then(|| self.outline.level_of_number(&numbering, true)).flatten()
        else {
            return false;
        };
        self.open(index, title, level, name_of(title));
        true
    }

    /// A known name that opens a paragraph: `Abstract: ...`.
    fn judge_run_in(&mut self, index: usize) {
        let words = self.setting.words(index);
        if !self.setting.is_blank_before(index) && !self.setting.ended_before(index) {
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
        let Some(line) = self.setting.lines.get(index) else { return };
        let words = line.span.of(self.setting.text);
        let offset = words.find(title).unwrap_or_default();
        let start = line.span.start + offset;
        let title = Span::new(start, start + title.len());
        let after = Span::new(title.end, line.span.end).of(self.setting.text);
        let marks = after.len()
            - after
                .trim_start_matches(|c: char| {
                    is_space(c) || matches!(c, '#' | '*' | '_' | ':' | '.' | '—' | '–' | '-')
                })
                .len();
        let end = trimmed(self.setting.text, Span::new(line.span.start, title.end + marks)).end;
        let follows = self.sections.last().and_then(|last| last.title).is_some_and(|last| {
            Span::new(last.end, line.span.start)
                .of(self.setting.text)
                .chars()
                .all(|c| !c.is_alphanumeric())
        });
        let (level, kind) = if self.setting.is_marked_up() {
            self.outline.open_at(level, name, line.span.start)
        } else {
            self.outline.open(level, name, follows, line.span.start)
        };
        if let Some(role) = self.setting.roles.get_mut(index) {
            *role = Role::Heading(Span::new(line.span.start, end));
        }
        self.sections.push(Section {
            span: Span::new(line.span.start, self.setting.text.len()),
            title: (!title.is_empty()).then_some(title),
            kind,
            level,
        });
    }

    /// Ends each section where the next begins, with what is before the first as one of its own.
    fn finish(mut self) -> Outcome {
        let mut end = self.setting.text.len();
        for section in self.sections.iter_mut().rev() {
            section.span.end = end;
            end = section.span.start;
        }
        let before = self.setting.text.get(..end).unwrap_or_default();
        match self.sections.first_mut() {
            Some(first) if before.trim_start_matches('\u{feff}').chars().all(is_space) => {
                first.span.start = 0;
            }
            _ if self.setting.text.is_empty() => {}
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
        Outcome { sections: self.sections, roles: self.setting.roles }
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

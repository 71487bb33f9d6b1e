//! What a paper says about itself: title, authors, year, container, identifier, key words.
//!
//! Front matter of a Markdown file comes first, then what the text shows before its body, then
//! the file's name. Each rule is cautious, because a wrong author is worse than none:
//!
//! - the title is the first paragraph before the first heading that looks like one, or the first
//!   Markdown heading;
//! - authors are the first lines after it of which every part looks like a personal name, up to an
//!   institution;
//! - the year stands in a line about the publication (`Published`, `©`, `Vol. 3, 2014`), else in the
//!   file's name, else in a line about acceptance;
//! - a DOI counts with its resolver or `doi` before it, and only before the body.
//!
//! Limits: of authors with an institution after each, on lines of their own, only the first is seen.

mod file_name;
mod front_matter;
mod person;

pub(in crate::read) use self::person::person;

use std::sync::LazyLock;

use regex::Regex;

pub(super) use front_matter::{bibliographies, front_matter_end};

use crate::model::{Layers, Metadata, Person, Section, SectionKind, SourceFormat, Span};

pub(super) use person::{people as people_of, person as person_of};

/// How far into the text metadata is looked for, in bytes.
const REACH: usize = 6000;

/// Paragraphs that may stand before the title: journal, kind of article.
const BEFORE_TITLE: usize = 6;

/// Lines after the title that may hold authors.
const AFTER_TITLE: usize = 6;

static PUBLISHED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:published|publication date|diterbitkan|dipublikasikan|publicado|publié|veröffentlicht|erschienen|copyright)\b|©").ok()
});

static ACCEPTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:accepted|aceptado|aceito|accepté|angenommen|diterima)\b").ok()
});

static RECEIVED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:received|recibido|recebido|reçu|eingegangen)\b").ok());

/// A volume, with or without its word: `Vol. 3`, `12(3)`, `2014; 12`.
static JOURNAL_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\bvol(?:ume|umen|\.)?\s*\d+|\b\d{1,4}\s?\(\d{1,4}(?:[-–/]\d{1,4})?\)\s*[,:.;]|\b(?:19|20)\d\d\s*;\s*\d+").ok()
});

/// What is known about the paper that is called `name`.
/// `title` is where the source's layout shows it; what the source declares comes before all else.
pub(super) fn metadata(
    name: &str,
    text: &str,
    layers: &Layers,
    format: SourceFormat,
    title: Option<Span>,
    declared: Metadata,
) -> Metadata {
    let mut metadata = declared;
    if format == SourceFormat::Markdown {
        front_matter::read(text, &mut metadata);
    }
    let front = Front::of(text, layers);
    let title = title.or_else(|| front.title(format));
    if metadata.authors.is_empty() {
        metadata.authors = title.map(|title| front.authors(title)).unwrap_or_default();
    }
    if metadata.title.is_none() {
        metadata.title = title.map(|title| one_line(title.of(text)));
    }
    metadata.year = metadata.year.or_else(|| front.year());
    metadata.doi = metadata.doi.or_else(|| front.doi());
    metadata.container = metadata.container.or_else(|| front.container());
    if metadata.keywords.is_empty() {
        metadata.keywords = front.keywords();
    }
    let (authors, year) = file_name::authors_and_year(name);
    metadata.year = metadata.year.or(year).or_else(|| front.year_of_receipt());
    if metadata.authors.is_empty() {
        metadata.authors = authors;
    }
    metadata
}

/// What stands before the body of a paper.
struct Front<'a> {
    text: &'a str,
    layers: &'a Layers,
    /// Paragraphs before the first heading that is not the title.
    head: &'a [Span],
    /// Everything up to the end of the abstracts.
    before_body: Span,
}

impl<'a> Front<'a> {
    fn of(text: &'a str, layers: &'a Layers) -> Self {
        let body = layers.sections.iter().find(|section| {
            !matches!(section.kind, SectionKind::Abstract | SectionKind::Other)
                || section.level > 0 && section.span.start > REACH
        });
        let reach = (0..=REACH.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
        let reach = reach.unwrap_or_default();
        let end = body.map_or(reach, |section| section.span.start.min(reach));
        let head_end = layers
            .sections
            .iter()
            .find(|section| section.level > 0 && !is_title_section(section))
            .map_or(end, |section| section.span.start);
        let count = layers.paragraphs.partition_point(|paragraph| paragraph.end <= head_end);
        let head = layers.paragraphs.get(..count).unwrap_or_default();
        Self { text, layers, head, before_body: Span::new(0, end) }
    }

    /// The title: the first Markdown heading that names no section, or the first paragraph of the
    /// head that looks like one.
    fn title(&self, format: SourceFormat) -> Option<Span> {
        if format == SourceFormat::Markdown {
            let first = self.layers.sections.iter().find(|section| section.level > 0)?;
            return first.title.filter(|_| is_title_section(first));
        }
        if self.layers.sections.iter().all(|section| section.level == 0) {
            return None;
        }
        let candidates = self.head.iter().take(BEFORE_TITLE);
        candidates.copied().find(|paragraph| is_title(paragraph.of(self.text)))
    }

    /// The authors in the lines after the title: the first lines that are names.
    fn authors(&self, title: Span) -> Vec<Person> {
        let end = self.head.last().map_or(title.end, |paragraph| paragraph.end);
        let lines = Span::new(title.end, end).of(self.text).lines();
        let mut authors = Vec::new();
        for line in lines.filter(|line| !line.trim().is_empty()).take(AFTER_TITLE) {
            match person::people(line) {
                Some(people) => authors.extend(people),
                None if authors.is_empty() => {}
                None => break,
            }
        }
        authors
    }

    /// The year of publication, from the surest line that has one.
    fn year(&self) -> Option<i32> {
        self.year_in_line(&[&PUBLISHED, &JOURNAL_LINE])
    }

    /// The year of acceptance or receipt, which may be one too early.
    fn year_of_receipt(&self) -> Option<i32> {
        self.year_in_line(&[&ACCEPTED, &RECEIVED])
    }

    /// The first year after the first of `patterns` that a line of the head has.
    fn year_in_line(&self, patterns: &[&LazyLock<Option<Regex>>]) -> Option<i32> {
        let lines = self.publication_lines();
        patterns.iter().find_map(|pattern| {
            lines.lines().find_map(|line| {
                let found = pattern.as_ref()?.find(line)?;
                let from = if found.as_str().contains('(') { 0 } else { found.start() };
                year_in(line.get(from..)?)
            })
        })
    }

    /// The head's paragraphs but the title, without running text that might cite.
    fn publication_lines(&self) -> String {
        let mut lines = String::new();
        for paragraph in self.head {
            let words = paragraph.of(self.text);
            if words.len() <= 300 {
                lines.push_str(words);
                lines.push('\n');
            }
        }
        lines
    }

    fn doi(&self) -> Option<String> {
        static DOI: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(r#"(?i)\bdoi(?:\.org/|\s*[:=]?\s*|\s*:?\s*https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/[^\s"<>]+)"#).ok()
        });
        let front = self.before_body.of(self.text);
        let found = DOI.as_ref()?.captures(front)?.get(1)?.as_str();
        let mut doi = found.trim_end_matches(['.', ',', ';', ':', '*', '_']);
        while doi.ends_with([')', ']']) && !doi.contains(['(', '[']) {
            doi = doi.get(..doi.len() - 1)?;
        }
        Some(doi.to_lowercase())
    }

    /// The journal, where a line of the head begins with it and goes on with a volume.
    fn container(&self) -> Option<String> {
        let lines = self.publication_lines();
        let line = lines.lines().find(|line| is_journal_line(line))?;
        let line = line.trim_start_matches(['*', '_', ' ']);
        let line = line.strip_prefix("Published in ").unwrap_or(line);
        let end =
            line.find(|c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | ':' | '.' | '('))?;
        let mut name = one_line(line.get(..end)?);
        for volume in [" vol", " volume", " Vol", " Volume"] {
            name = name.strip_suffix(volume).unwrap_or(&name).to_owned();
        }
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        let words = name.split_whitespace().count();
        (name.starts_with(char::is_uppercase) && (1..=12).contains(&words)).then(|| name.to_owned())
    }

    /// Key words of the first line that names them.
    fn keywords(&self) -> Vec<String> {
        static KEYWORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(
                r"(?i)^[*_#\s]*(?:key\s?-?words(?: and phrases)?|index terms|kata[ -]kunci|palabras? claves?|palavras?[-‐ ]chaves?|mots[- ]cl(?:é|e)(?:f)?s|schlüsselwörter|schlagw(?:ö|o)rter)[*_]*\s*[:.—–=-]?[*_]*\s*",
            )
            .ok()
        });
        let Some(pattern) = KEYWORDS.as_ref() else { return Vec::new() };
        let reach = self.layers.paragraphs.partition_point(|p| p.start < self.before_body.end);
        for (at, paragraph) in self.layers.paragraphs.iter().take(reach).enumerate() {
            let words = paragraph.of(self.text);
            let Some(label) = pattern.find(words) else { continue };
            let mut list = words.get(label.end()..).unwrap_or_default();
            if list.is_empty() {
                list = self.layers.paragraphs.get(at + 1).map_or("", |next| next.of(self.text));
            }
            if list.len() <= 500 {
                return split_keywords(list);
            }
        }
        Vec::new()
    }
}

/// Whether a heading may be the paper's title: the first level, and no known name.
fn is_title_section(section: &Section) -> bool {
    section.level == 1 && section.kind == SectionKind::Other
}

/// Key words divided at semicolons, else at bullets, else at commas.
pub(in crate::read) fn split_keywords(list: &str) -> Vec<String> {
    let list = one_line(list);
    let separators: &[char] = if list.contains(';') {
        &[';']
    } else if list.contains(['·', '•', '|']) {
        &['·', '•', '|']
    } else {
        &[',']
    };
    list.split(separators)
        .map(|word| word.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '*' | '_')))
        .filter(|word| !word.is_empty() && word.len() <= 80)
        .map(str::to_owned)
        .collect()
}

/// The words with single spaces between them, and without emphasis marks around them.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let bare = line.trim_start_matches('\u{feff}').trim_matches(['*', '_', '#']).trim();
    bare.to_owned()
}

/// Whether a short line gives a journal with its volume.
fn is_journal_line(line: &str) -> bool {
    line.len() <= 200 && JOURNAL_LINE.as_ref().is_some_and(|pattern| pattern.is_match(line))
}

/// The first number of a line that is a year, and no page.
fn year_in(line: &str) -> Option<i32> {
    static YEAR: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:^|[^\d–-])((?:19|20)\d\d)(?:[^\d–-]|$)").ok());
    YEAR.as_ref()?.captures(line)?.get(1)?.as_str().parse().ok()
}

/// Whether a paragraph of the head can be a title.
fn is_title(paragraph: &str) -> bool {
    static NO_TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\bissn\b|\bdoi\b|https?://|www\.|@|©|\bvol(?:ume)?\.?\s*\d|\b(?:received|accepted|published|available online)\b|^(?:original|research|review|regular|full[- ]length|short|case|brief|technical|invited)?\s*(?:research|original)?\s*(?:article|paper|report|communication|review|letter|editorial|commentary)s?$|^open access$|^abstract\b|^key\s?words\b|^journal of\b|^(?:to cite|how to cite)|^contents lists",
        )
        .ok()
    });
    let words = paragraph.split_whitespace().count();
    let letters = paragraph.chars().filter(|c| c.is_alphabetic()).count();
    let bare = paragraph.trim_start_matches(['\u{feff}', '*', '_', '#', ' ']);
    (2..=45).contains(&words)
        && paragraph.len() <= 400
        && letters * 2 > paragraph.len() / 2
        && (!paragraph.ends_with('.') || !paragraph.contains(". ") && words <= 25)
        && !paragraph.ends_with([',', ';'])
        && bare.starts_with(|c: char| !c.is_lowercase() || words > 3)
        && !is_journal_line(bare)
        && !NO_TITLE.as_ref().is_some_and(|pattern| pattern.is_match(bare.trim()))
}

#[cfg(test)]
mod tests;

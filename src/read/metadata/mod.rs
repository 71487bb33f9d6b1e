//! What a paper says about itself: title, authors, year, container, identifier, key words.
//!
//! Front matter of a Markdown file comes first, then what the text shows before its body, then
//! the file's name. Each rule is cautious, because a wrong author is worse than none:
//!
//! - the title is the first paragraph before the first heading that looks like one, or the first
//!   Markdown heading;
//! - authors are the paragraphs after it, as long as every part of one looks like a personal name;
//! - the year stands in a line about the publication (`Published`, `Accepted`, `©`, `Vol. 3, 2014`);
//! - a DOI counts with its resolver or `doi` before it, and only before the body.
//!
//! Limits: an author's affiliation in the same line hides the author.

mod file_name;
mod front_matter;
mod person;

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Layers, Metadata, Section, SectionKind, SourceFormat, Span};

/// How far into the text metadata is looked for, in bytes.
const REACH: usize = 6000;

/// Paragraphs that may stand before the title: journal, kind of article.
const BEFORE_TITLE: usize = 6;

/// Paragraphs after the title that may hold authors.
const AFTER_TITLE: usize = 4;

/// What is known about the paper that is called `name`.
pub(super) fn metadata(name: &str, text: &str, layers: &Layers, format: SourceFormat) -> Metadata {
    let mut metadata = Metadata::default();
    if format == SourceFormat::Markdown {
        front_matter::read(text, &mut metadata);
    }
    let front = Front::of(text, layers);
    let title = front.title(format);
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
    metadata.year = metadata.year.or(year);
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

    /// The authors in the paragraphs after the title.
    fn authors(&self, title: Span) -> Vec<crate::model::Person> {
        let after = self.head.partition_point(|paragraph| paragraph.start < title.end);
        let mut authors = Vec::new();
        for paragraph in self.head.iter().skip(after).take(AFTER_TITLE) {
            match person::people(paragraph.of(self.text)) {
                Some(people) => authors.extend(people),
                None if authors.is_empty() => {}
                None => break,
            }
        }
        authors
    }

    fn year(&self) -> Option<i32> {
        static PUBLISHED: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(
                r"(?i)\b(?:published|publication date|first published|accepted|diterbitkan|dipublikasikan|publicado|publié|veröffentlicht|erschienen|copyright|\(c\))\b[^\n.]{0,60}?\b((?:19|20)\d\d)\b|©[^\n]{0,40}?\b((?:19|20)\d\d)\b|\bvol(?:ume|umen|\.)?\s*\d+[^\n]{0,40}?\b((?:19|20)\d\d)\b",
            )
            .ok()
        });
        static RECEIVED: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"(?i)\breceived\b[^\n]{0,80}?\b((?:19|20)\d\d)\b").ok());
        let head = self.publication_lines();
        [&PUBLISHED, &RECEIVED].into_iter().find_map(|pattern| {
            let found = pattern.as_ref()?.captures(&head)?;
            found.iter().skip(1).flatten().next()?.as_str().parse().ok()
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

    /// The journal, where a line of the head gives it before a volume.
    fn container(&self) -> Option<String> {
        static JOURNAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(r"(?m)^[*_]*(\p{Lu}[^\n,;:.()\d|]{3,80}?)[*_]*[,.;:]?\s*[(]?(?:Vol(?:ume|umen|\.)?\s*\d+|\d+\s*\((?:19|20)\d\d\)|\(?\b(?:19|20)\d\d\)?[,;]\s*\d+\s*\()").ok()
        });
        let lines = self.publication_lines();
        let name = JOURNAL.as_ref()?.captures(&lines)?.get(1)?.as_str();
        let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
        (name.split_whitespace().count() <= 12).then(|| one_line(name))
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
pub(super) fn split_keywords(list: &str) -> Vec<String> {
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
        && !NO_TITLE.as_ref().is_some_and(|pattern| pattern.is_match(bare.trim()))
}

#[cfg(test)]
mod tests;

//! All layers of a text at once: pages, sections, paragraphs, sentences.

use serde::{Deserialize, Serialize};

use crate::model::{Language, Layers, Page, SourceFormat, Span};

use super::line::lines;
use super::paragraph::{Paragraph, paragraphs};
use super::section::sections;
use super::sentence::sentences;

/// What the layout of a source says about its text, beyond what the text itself shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The pages, in the order of the text.
    pub pages: Vec<Page>,
    /// Lines that are set as headings, in order.
    pub headings: Vec<MarkedHeading>,
    /// Whether the source's mark-up names all headings: then no other line is one, and their levels
    /// are those given.
    pub marked_up: bool,
    /// Captions, tables and notes, in order: whole lines that are no running text, and never headings.
    pub apart: Vec<Span>,
}

/// A line that the source sets as a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedHeading {
    /// The line.
    pub span: Span,
    /// Its depth, from 1.
    pub level: u8,
}

/// Divides `text` into pages, sections, paragraphs and sentences.
///
/// Sections cover the text without gaps. Every word of the text is in one sentence, and every
/// sentence in one paragraph. Headings, rows of tables and lines of code are sentences of their
/// own. Form feeds divide the pages of plain text.
///
/// `language` is the main language, where it is known; sentences heed it (see [`sentences`]).
///
/// ```
/// use leitmotif::model::{SectionKind, SourceFormat};
/// use leitmotif::text::layers;
/// let text = "INTRODUCTION\nFirms go abroad. They sell there.";
/// let layers = layers(text, SourceFormat::Text, None);
/// assert_eq!(layers.sections[0].kind, SectionKind::Introduction);
/// assert_eq!(layers.paragraphs.len(), 2);
/// assert_eq!(layers.sentences[2].of(text), "They sell there.");
/// ```
#[must_use]
pub fn layers(text: &str, format: SourceFormat, language: Option<Language>) -> Layers {
    let layout = Layout { pages: form_feed_pages(text), ..Layout::default() };
    layers_of_layout(text, format, language, layout)
}

/// Divides `text` as [`layers`] does, with the help of what its source's layout says.
#[must_use]
pub fn layers_of_layout(
    text: &str,
    format: SourceFormat,
    language: Option<Language>,
    layout: Layout,
) -> Layers {
    let lines = lines(text);
    let outcome = sections(text, &lines, format, &layout);
    let grouped = paragraphs(text, &lines, &outcome.roles);
    let mut all = Vec::new();
    for paragraph in &grouped {
        divide(text, paragraph, language, &mut all);
    }
    Layers {
        pages: layout.pages,
        sections: outcome.sections,
        paragraphs: grouped.iter().map(|paragraph| paragraph.span).collect(),
        sentences: all,
    }
}

/// Adds the sentences of a paragraph: its lines, where they are kept apart.
fn divide(text: &str, paragraph: &Paragraph, language: Option<Language>, into: &mut Vec<Span>) {
    let start = paragraph.span.start;
    let words = paragraph.span.of(text);
    if paragraph.kept {
        into.extend(lines(words).iter().map(|line| line.span.shifted(start)));
    } else {
        into.extend(sentences(words, language).map(|sentence| sentence.shifted(start)));
    }
}

/// The pages that form feeds divide; none where there is no form feed.
#[must_use]
pub fn form_feed_pages(text: &str) -> Vec<Page> {
    let breaks: Vec<usize> =
        memchr::memchr_iter(b'\x0c', text.as_bytes()).map(|at| at + 1).collect();
    if breaks.is_empty() {
        return Vec::new();
    }
    let mut pages = Vec::with_capacity(breaks.len() + 1);
    let mut start = 0;
    for end in breaks.into_iter().chain([text.len()]) {
        if end > start {
            let label = (pages.len() + 1).to_string();
            pages.push(Page { span: Span::new(start, end), label });
        }
        start = end;
    }
    pages
}

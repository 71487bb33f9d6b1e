//! The text of a paper: paragraphs put together over columns and pages, what stands beside the
//! running text after the paragraph that it interrupts.

use std::collections::BTreeMap;

use crate::model::{Page, Span};
use crate::read::Extracted;
use crate::text::{Layout, MarkedHeading};

use super::hyphen::Vocabulary;
use super::paragraph::{Kind, Paragraph, ends_sentence};

/// A longer caption holds sentences, in bytes.
const LONG_CAPTION: usize = 160;

/// Puts a paper's text together; `labels` are those of its pages.
pub(super) fn text(
    paragraphs: Vec<Paragraph>,
    vocabulary: &Vocabulary,
    labels: &[String],
) -> Extracted {
    let levels = heading_levels(&paragraphs);
    let mut flow = Flow { vocabulary, text: String::new(), starts: Vec::new(), open: None };
    let mut layout = Layout::default();
    let mut title = None;
    let mut waiting: Vec<Paragraph> = Vec::new();
    for paragraph in paragraphs {
        if paragraph.kind.is_apart() {
            waiting.push(paragraph);
            continue;
        }
        if flow.goes_on_with(&paragraph, !waiting.is_empty()) {
            flow.append(&paragraph);
            flow.open = Some(paragraph);
            continue;
        }
        flow.set_apart(&mut waiting, &mut layout);
        let span = flow.begin(&paragraph);
        match paragraph.kind {
            Kind::Title => title = Some(span),
            Kind::Heading => {
                let level = levels.get(&style(&paragraph)).copied().unwrap_or(1);
                layout.headings.push(MarkedHeading { span, level });
            }
            _ => {}
        }
        flow.open = (paragraph.kind == Kind::Text).then_some(paragraph);
    }
    flow.set_apart(&mut waiting, &mut layout);
    layout.pages = flow.pages(labels);
    Extracted { text: flow.text, layout, title, ..Extracted::default() }
}

/// A heading's size in quarters of a point and its weight, larger and bolder ones first.
fn style(paragraph: &Paragraph) -> (u64, bool) {
    let quarters = (4.0 * (1000.0 - paragraph.size()).clamp(0.0, 1000.0)).round();
    (quarters.to_bits(), !paragraph.lines.iter().all(|line| line.bold))
}

/// The levels of headings, by style: the largest is 1, none is deeper than 4.
fn heading_levels(paragraphs: &[Paragraph]) -> BTreeMap<(u64, bool), u8> {
    let headings = paragraphs.iter().filter(|paragraph| paragraph.kind == Kind::Heading);
    let mut levels: BTreeMap<(u64, bool), u8> =
        headings.map(|paragraph| (style(paragraph), 1)).collect();
    for (level, place) in (1..=4).chain(std::iter::repeat(4)).zip(levels.values_mut()) {
        *place = level;
    }
    levels
}

struct Flow<'a> {
    vocabulary: &'a Vocabulary,
    text: String,
    /// Where words of another page than before begin.
    starts: Vec<(usize, usize)>,
    /// The paragraph of running text that ends the text, as far as it is known.
    open: Option<Paragraph>,
}

impl Flow<'_> {
    /// Whether `next` goes on with the open paragraph; `interrupted` where something stands between
    /// them on the page.
    fn goes_on_with(&self, next: &Paragraph, interrupted: bool) -> bool {
        let Some(open) = &self.open else { return false };
        let (Some(last), Some(first)) = (open.lines.last(), next.lines.first()) else {
            return false;
        };
        if next.kind != Kind::Text || (last.size - first.size).abs() > 0.06 * last.size {
            return false;
        }
        let moved = interrupted || first.page != last.page || first.y < last.y;
        let divided = last.text.ends_with(['-', '\u{2010}']);
        let lower = first.text.starts_with(char::is_lowercase);
        if next.goes_on && moved {
            return true;
        }
        if next.hanging || ends_sentence(&last.text) {
            return false;
        }
        let full = last.x1 > open.right - 2.0 * last.size;
        lower || divided || moved && full && !next.indented && !next.ragged && !open.ragged
    }

    /// Writes what stands beside the running text. Notes and long captions are sentences, the rest
    /// is not.
    fn set_apart(&mut self, waiting: &mut Vec<Paragraph>, layout: &mut Layout) {
        for paragraph in waiting.drain(..) {
            let span = self.begin(&paragraph);
            let sentences = match paragraph.kind {
                Kind::Note => true,
                Kind::Caption => span.len() > LONG_CAPTION,
                _ => false,
            };
            if !sentences {
                layout.apart.push(span);
            }
        }
    }

    /// Writes a paragraph of its own, and returns where it stands.
    fn begin(&mut self, paragraph: &Paragraph) -> Span {
        self.open = None;
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        if paragraph.kind == Kind::Figures || paragraph.ragged && paragraph.kind == Kind::Text {
            for (number, line) in paragraph.lines.iter().enumerate() {
                // A list of names, or a volume and its pages, goes on.
                if number > 0 && paragraph.ragged && self.text.ends_with([',', ':', '&']) {
                    self.text.push(' ');
                } else if number > 0 {
                    self.text.push('\n');
                }
                self.turn_to(line.page, self.text.len());
                self.text.push_str(&line.text);
            }
        } else {
            self.append(paragraph);
        }
        Span::new(start, self.text.len())
    }

    /// Adds the lines of a paragraph to the end of the text.
    fn append(&mut self, paragraph: &Paragraph) {
        for line in &paragraph.lines {
            let fresh = self.text.is_empty() || self.text.ends_with('\n');
            if fresh {
                self.turn_to(line.page, self.text.len());
                self.text.push_str(&line.text);
            } else {
                self.vocabulary.join(&mut self.text, &line.text);
                let at = self.text.len() - line.text.len();
                self.turn_to(line.page, at);
            }
        }
    }

    fn turn_to(&mut self, page: usize, at: usize) {
        if self.starts.last().is_none_or(|&(_, last)| last != page) {
            self.starts.push((at, page));
        }
    }

    /// The pages, in the order of the text: a note that follows a paragraph which goes on overleaf
    /// turns back to its page.
    fn pages(&self, labels: &[String]) -> Vec<Page> {
        let ends = self.starts.iter().skip(1).map(|&(at, _)| at).chain([self.text.len()]);
        let starts = self.starts.iter().enumerate();
        starts
            .zip(ends)
            .map(|((place, &(at, page)), end)| Page {
                span: Span::new(if place == 0 { 0 } else { at }, end),
                label: labels.get(page).cloned().unwrap_or_default(),
            })
            .collect()
    }
}

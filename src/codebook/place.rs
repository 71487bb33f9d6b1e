//! Turns places in a file into lines, columns and excerpts, and collects mistakes.

use crate::error::{Mistake, MistakeKind};
use crate::model::Span;

/// The mistakes found so far in one file.
pub(crate) struct Collector<'a> {
    text: &'a str,
    /// Byte at which each line begins.
    lines: Vec<usize>,
    mistakes: Vec<Mistake>,
}

/// Most mistakes that are kept: after so many, something else is wrong.
const MOST_MISTAKES: usize = 200;

impl<'a> Collector<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self { text, lines: std::iter::once(0).chain(ends).collect(), mistakes: Vec::new() }
    }

    /// The number of the line, from 1, that holds the byte at `offset`.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start <= offset).max(1)
    }

    /// Line, and column in characters, of the byte at `offset`; both from 1.
    pub(crate) fn place_of(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start..offset.max(start)).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// Keeps a mistake at `span`; of a span of several lines the first is shown.
    pub(crate) fn add(&mut self, span: Span, kind: MistakeKind, suggestion: Option<String>) {
        if self.mistakes.len() == MOST_MISTAKES {
            return;
        }
        let mistake = self.locate(span, kind, suggestion);
        self.mistakes.push(mistake);
    }

    /// A remark on the place at `span`.
    pub(crate) fn locate<K>(&self, span: Span, kind: K, suggestion: Option<String>) -> Mistake<K> {
        let line = self.line_of(span.start.min(self.text.len()));
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        let rest = self.text.get(start..).unwrap_or_default();
        let excerpt = rest.lines().next().unwrap_or_default();
        let characters = |end: usize| {
            let end = end.saturating_sub(start).min(excerpt.len());
            excerpt.char_indices().take_while(|&(at, _)| at < end).count()
        };
        let before = characters(span.start);
        Mistake {
            line,
            column: before + 1,
            kind,
            suggestion,
            excerpt: excerpt.to_owned(),
            length: characters(span.end).saturating_sub(before).max(1),
        }
    }

    /// Whether there is no mistake so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }

    pub(crate) fn into_mistakes(self) -> Vec<Mistake> {
        self.mistakes
    }
}

//! Mentions in their context: key word in context.
//!
//! Each line has the node (the words that matched) with what stands left and right of it: so many
//! tokens, across sentences but never out of the section, or the rest of its sentence. Source of
//! the form: H. P. Luhn (1960), Key word-in-context index for technical literature, *American
//! Documentation* 11.
//!
//! Lines can be sorted by place, by year, by the words to the right or by the words to the left
//! (from the node outwards, as concordancers do); ties by document and place. A sample is drawn
//! from all lines before any text is read, each as likely as any other
//! ([`crate::stats::random`]); a seed always gives the same lines.

use super::facts::{CorpusFacts, MentionFacts, ThemeFacts, has_children};
use super::passage::{DocumentText, Sentences, TextSource, by_document, squeezed};
use super::selection::Selection;
use crate::error::Result;
use crate::model::table::{ColumnKind, Display, thousands};
use crate::model::{Cell, Column, Provenance, SectionKind, Span, Table};
use crate::stats::random::Generator;

#[cfg(test)]
mod tests;

/// How much context a line has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// So many tokens on each side.
    Tokens(usize),
    /// The sentence.
    Sentence,
}

/// The order of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineOrder {
    /// By document and place.
    #[default]
    Place,
    /// By the words left of the node, from the node outwards.
    Left,
    /// By the words right of the node.
    Right,
    /// By year; papers without one come last.
    Year,
}

/// What a concordance shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcordanceOptions {
    /// The themes, by their places; none for every theme that has patterns of its own.
    pub themes: Vec<u32>,
    /// Patterns, by their numbers; none for all.
    pub patterns: Vec<u32>,
    /// Context of a line.
    pub window: Window,
    /// Order of lines.
    pub order: LineOrder,
    /// A sample of so many lines, by this seed.
    pub sample: Option<(usize, u64)>,
    /// At most so many lines, the first ones in order.
    pub limit: Option<usize>,
}

impl Default for ConcordanceOptions {
    /// All mentions by place, with eight tokens on each side.
    fn default() -> Self {
        Self {
            themes: Vec::new(),
            patterns: Vec::new(),
            window: Window::Tokens(8),
            order: LineOrder::Place,
            sample: None,
            limit: None,
        }
    }
}

/// One line of a concordance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KwicLine {
    /// The mention that it shows.
    pub mention: MentionFacts,
    /// The node in the document's text.
    pub span: Span,
    /// What stands before the node.
    pub left: String,
    /// The words that matched.
    pub node: String,
    /// What stands after the node.
    pub right: String,
    /// Page of the node.
    pub page: Option<String>,
    /// In-text citations of its sentence, as printed.
    pub citations: Vec<String>,
}

/// Lines in order, and how many mentions there were to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concordance {
    /// The lines.
    pub lines: Vec<KwicLine>,
    /// Mentions before sample and limit.
    pub mentions: usize,
}

impl Concordance {
    /// The lines of the selected mentions. Texts are read document by document, no more than
    /// needed.
    ///
    /// # Errors
    /// Where a text cannot be read.
    pub fn collect(
        corpus: &CorpusFacts,
        themes: &[ThemeFacts],
        mentions: &[MentionFacts],
        selection: &Selection,
        options: &ConcordanceOptions,
        source: &dyn TextSource,
    ) -> Result<Self> {
        let parents = has_children(themes);
        let mut chosen: Vec<&MentionFacts> = mentions
            .iter()
            .filter(|mention| is_asked_for(mention, options, &parents))
            .filter(|mention| selection.contains(mention.document, mention.section))
            .collect();
        chosen.sort_unstable();
        let found = chosen.len();
        if let Some((size, seed)) = options.sample {
            chosen = Generator::new(seed).sample(chosen.into_iter(), size);
        }
        let year = |document: u32| {
            let facts = corpus.documents.get(document as usize);
            facts.and_then(|facts| facts.metadata.year).unwrap_or(i32::MAX)
        };
        if options.order == LineOrder::Year {
            chosen.sort_by_key(|mention| year(mention.document));
        }
        let by_words = matches!(options.order, LineOrder::Left | LineOrder::Right);
        if let (false, Some(limit)) = (by_words, options.limit) {
            chosen.truncate(limit);
        }
        let mut lines = Vec::with_capacity(chosen.len());
        for (document, mentions) in by_document(&chosen) {
            let text = source.read(document)?;
            let mut sentences = Sentences::new(source, &text);
            lines.extend(mentions.iter().filter_map(|m| line(m, options.window, &mut sentences)));
        }
        match options.order {
            LineOrder::Place | LineOrder::Year => {}
            LineOrder::Left => lines.sort_by_cached_key(|line| words(&line.left, true)),
            LineOrder::Right => lines.sort_by_cached_key(|line| words(&line.right, false)),
        }
        lines.truncate(options.limit.unwrap_or(usize::MAX));
        Ok(Self { lines, mentions: found })
    }

    /// One row a line: `document`, `year`, `section`, `page`, `sentence` (from 1), `theme`,
    /// `pattern`, `left`, `node`, `right`, `citations`. `patterns` are the patterns as the codebook
    /// has them, by number.
    #[must_use]
    pub fn to_table(
        &self,
        corpus: &CorpusFacts,
        themes: &[ThemeFacts],
        patterns: &[String],
        provenance: Provenance,
    ) -> Table {
        let title = match (self.lines.len(), self.mentions) {
            (shown, all) if shown == all => {
                format!("Context of {} mentions", thousands(all as u64))
            }
            (shown, all) => {
                let [shown, all] = [shown, all].map(|count| thousands(count as u64));
                format!("Context of {shown} of {all} mentions")
            }
        };
        let mut table = Table::new("context", title);
        table.columns = columns();
        for line in &self.lines {
            let mention = &line.mention;
            let document = corpus.documents.get(mention.document as usize);
            let theme = themes.get(mention.theme as usize).map(|theme| theme.path.as_str());
            let pattern = patterns.get(mention.pattern as usize).map(String::as_str);
            table.push(vec![
                document.map(|document| document.name.as_str()).into(),
                document.and_then(|document| document.metadata.year).into(),
                mention.section.name().into(),
                line.page.clone().into(),
                (mention.sentence.saturating_add(1)).into(),
                theme.into(),
                pattern.into(),
                line.left.as_str().into(),
                line.node.as_str().into(),
                line.right.as_str().into(),
                Cell::List(line.citations.iter().map(|text| text.as_str().into()).collect()),
            ]);
        }
        table.provenance = provenance;
        table
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("document", "name of the paper").shown(Display::Brief),
        Column::ordinal("year", "year of publication"),
        Column::text("section", "kind of section").hidden(),
        Column::text("page", "page of the node").hidden(),
        Column::ordinal("sentence", "number of the sentence in the paper, from 1").hidden(),
        Column::new(ColumnKind::Path, "theme", "path of the theme").hidden(),
        Column::text("pattern", "pattern that matched").hidden(),
        Column::text("left", "text before the node").shown(Display::Before),
        Column::text("node", "words that matched").shown(Display::Node),
        Column::text("right", "text after the node"),
        Column::new(ColumnKind::Nested, "citations", "citations in the same sentence, as printed")
            .hidden(),
    ]
}

/// Whether the mention is of a theme and pattern that the options name; a theme with children
/// counts by its union, unless all themes are shown, each by its own patterns.
fn is_asked_for(mention: &MentionFacts, options: &ConcordanceOptions, parents: &[bool]) -> bool {
    let pattern = options.patterns.is_empty() || options.patterns.contains(&mention.pattern);
    let theme = if options.themes.is_empty() {
        !mention.union
    } else {
        let is_parent = parents.get(mention.theme as usize).copied().unwrap_or(false);
        options.themes.contains(&mention.theme) && mention.union == is_parent
    };
    pattern && theme
}

fn line(mention: &MentionFacts, window: Window, sentences: &mut Sentences) -> Option<KwicLine> {
    let span = sentences.locate(mention)?;
    let sentence = mention.sentence as usize;
    let around = match window {
        Window::Sentence => sentences.span(sentence),
        Window::Tokens(tokens) => Span::new(
            left_end(sentences, sentence, span.start, tokens),
            right_end(sentences, sentence, span.end, tokens),
        ),
    };
    let DocumentText { text, layers, citations, .. } = sentences.document;
    let in_sentence = sentences.span(sentence);
    Some(KwicLine {
        mention: *mention,
        span,
        left: squeezed(Span::new(around.start, span.start).of(text)),
        node: squeezed(span.of(text)),
        right: squeezed(Span::new(span.end, around.end.max(span.end)).of(text)),
        page: layers.page_at(span.start).map(|page| page.label.clone()),
        citations: citations
            .iter()
            .filter(|citation| in_sentence.contains(citation.span.start))
            .map(|citation| squeezed(citation.span.of(text)))
            .collect(),
    })
}

/// Where the context of `tokens` tokens before `node` starts, in the section of the sentence.
fn left_end(sentences: &mut Sentences, sentence: usize, node: usize, mut tokens: usize) -> usize {
    let mut start = node;
    let section = section_span(sentences, node);
    for earlier in (0..=sentence).rev() {
        if tokens == 0 || !section.contains(sentences.span(earlier).start) {
            break;
        }
        for token in sentences.tokens(earlier).iter().rev().filter(|token| token.end <= node) {
            if tokens == 0 {
                return start;
            }
            start = token.start;
            tokens -= 1;
        }
        if tokens > 0 {
            start = sentences.span(earlier).start.min(start);
        }
    }
    start
}

/// Where the context of `tokens` tokens after `node` ends, in the section of the sentence.
fn right_end(sentences: &mut Sentences, sentence: usize, node: usize, mut tokens: usize) -> usize {
    let mut end = node;
    let section = section_span(sentences, node);
    for later in sentence..sentences.document.layers.sentences.len() {
        if tokens == 0 || !section.contains(sentences.span(later).start) {
            break;
        }
        for token in sentences.tokens(later).iter().filter(|token| token.start >= node) {
            if tokens == 0 {
                return end;
            }
            end = token.end;
            tokens -= 1;
        }
        if tokens > 0 {
            end = sentences.span(later).end.max(end);
        }
    }
    end
}

fn section_span(sentences: &Sentences, offset: usize) -> Span {
    let DocumentText { text, layers, .. } = sentences.document;
    layers.section_at(offset).map_or(Span::new(0, text.len()), |section| section.span)
}

/// The words of a context in lower case, to sort by; from the end where it stands left of the node.
fn words(context: &str, from_the_end: bool) -> Vec<String> {
    let words = context
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase);
    let mut words: Vec<_> = words.collect();
    if from_the_end {
        words.reverse();
    }
    words
}

impl KwicLine {
    /// The kind of section that it stands in.
    #[must_use]
    pub const fn section(&self) -> SectionKind {
        self.mention.section
    }
}

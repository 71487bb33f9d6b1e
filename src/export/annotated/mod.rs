//! A paper's text with its citations and references marked, to be checked by eye.
//!
//! How it works: the text is cut into blocks at its paragraphs and at the entries of its
//! bibliography, each block into pieces: plain text, markers, the rest of their callouts, parsed
//! fields ([`field`]). Nothing of the text is left out but white space between blocks and the signs of
//! Markdown's headings. [`html`] and
//! [`text`] draw the pieces.
//!
//! Limits: of citations that overlap, the first is drawn. Fields are shown where their values are
//! found in the entry; a value that the parser completed, such as the last page of "143-54", is
//! only listed below it.

mod field;
pub mod html;
pub mod text;

#[cfg(test)]
mod tests;

use crate::model::{Citation, Document, Marker, Reference, Resolution, Span};

use field::Field;

/// A paper with what was found in it.
#[derive(Clone, Copy, Debug)]
pub struct AnnotatedPaper<'a> {
    /// The paper.
    pub document: &'a Document,
    /// Its citations in the order of the text.
    pub citations: &'a [Citation],
    /// The entries of its bibliography, which the citations' markers name by their place.
    pub references: &'a [Reference],
}

/// How many markers and references of each kind a paper has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    markers: usize,
    resolved: usize,
    ambiguous: usize,
    unresolved: usize,
    references: usize,
    uncited: usize,
}

/// A marker in the order of the text, with its callout.
#[derive(Clone, Copy, Debug)]
struct Placed<'a> {
    citation: &'a Citation,
    marker: &'a Marker,
}

/// Text between two cuts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    kind: BlockKind,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BlockKind {
    /// A heading of this level, from 1.
    Heading(u8),
    Paragraph,
    /// The entry of this place in the bibliography.
    Reference(usize),
}

/// Text that is drawn in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    span: Span,
    kind: PieceKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PieceKind {
    Plain,
    /// Part of a callout outside its markers: brackets, "see", pages.
    Callout,
    /// The marker of this place in [`Layout::markers`].
    Marker(usize),
    Field(Field),
}

/// A paper cut into blocks.
#[derive(Clone, Debug)]
struct Layout<'a> {
    markers: Vec<Placed<'a>>,
    blocks: Vec<Block>,
    /// For each reference the places of the markers that point to it, or may.
    cited_by: Vec<Vec<usize>>,
    counts: Counts,
}

impl<'a> Layout<'a> {
    fn of(paper: AnnotatedPaper<'a>) -> Self {
        let mut markers: Vec<Placed<'a>> = Vec::new();
        let mut marks: Vec<Piece> = Vec::new();
        for citation in paper.citations {
            let mut at = marks.last().map_or(0, |mark| mark.span.end).max(citation.span.start);
            for marker in &citation.markers {
                if marker.span.start < at || marker.span.is_empty() {
                    continue;
                }
                push(&mut marks, Span::new(at, marker.span.start), PieceKind::Callout);
                push(&mut marks, marker.span, PieceKind::Marker(markers.len()));
                markers.push(Placed { citation, marker });
                at = marker.span.end;
            }
            push(&mut marks, Span::new(at, citation.span.end), PieceKind::Callout);
        }
        let mut cited_by = vec![Vec::new(); paper.references.len()];
        for (number, placed) in markers.iter().enumerate() {
            for &reference in placed.marker.resolution.references() {
                if let Some(cited) = cited_by.get_mut(reference) {
                    cited.push(number);
                }
            }
        }
        let counts = Counts::of(&markers, &cited_by);
        Self { markers, blocks: blocks(paper, &marks), cited_by, counts }
    }
}

impl Counts {
    fn of(markers: &[Placed<'_>], cited_by: &[Vec<usize>]) -> Self {
        let mut counts = Self { references: cited_by.len(), ..Self::default() };
        for placed in markers {
            counts.markers += 1;
            match placed.marker.resolution {
                Resolution::Resolved(_) => counts.resolved += 1,
                Resolution::Ambiguous(_) => counts.ambiguous += 1,
                Resolution::Unresolved => counts.unresolved += 1,
            }
        }
        counts.uncited = cited_by.iter().filter(|cited| cited.is_empty()).count();
        counts
    }
}

/// Adds a piece, if there is something in it.
fn push(pieces: &mut Vec<Piece>, span: Span, kind: PieceKind) {
    if !span.is_empty() {
        pieces.push(Piece { span, kind });
    }
}

/// The blocks of a paper that hold more than white space.
fn blocks(paper: AnnotatedPaper<'_>, marks: &[Piece]) -> Vec<Block> {
    let Document { text, layers, .. } = paper.document;
    let mut entries: Vec<(Span, usize)> =
        paper.references.iter().enumerate().map(|(place, one)| (one.span, place)).collect();
    entries.sort_unstable();
    let entry_at = |offset: usize| {
        let after = entries.partition_point(|(span, _)| span.start <= offset);
        let (span, place) = *entries.get(after.checked_sub(1)?)?;
        span.contains(offset).then_some((span, place))
    };
    let spans = layers.paragraphs.iter().copied();
    let spans = spans.chain(entries.iter().map(|(span, _)| *span));
    let mut cuts: Vec<usize> = spans.flat_map(|span| [span.start, span.end]).collect();
    // A byte order mark is no text.
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    cuts.extend([mark, text.len()]);
    cuts.retain(|&cut| cut >= mark);
    // An entry is one block, however many paragraphs it runs over.
    cuts.retain(|&cut| entry_at(cut).is_none_or(|(span, _)| span.start == cut));
    cuts.sort_unstable();
    cuts.dedup();
    let mut blocks = Vec::new();
    for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
        let span = Span::new(*start, *end).trimmed(text);
        if span.is_empty() {
            continue;
        }
        let entry = entry_at(span.start).map(|(_, place)| place);
        let (kind, span) = match entry {
            Some(place) => (BlockKind::Reference(place), span),
            None => heading_of(paper.document, span),
        };
        let fields = entry.and_then(|place| paper.references.get(place));
        let fields = fields.map(|one| field::locate(text, span, &one.fields)).unwrap_or_default();
        let pieces = if entry.is_some() { pieces(span, &fields) } else { pieces(span, marks) };
        blocks.push(Block { kind, pieces });
    }
    blocks
}

/// Whether the block at `span` is the heading of its section; then without Markdown's signs.
fn heading_of(document: &Document, span: Span) -> (BlockKind, Span) {
    let section = document.layers.section_at(span.start);
    match section.and_then(|section| Some((section.title?, section.level))) {
        Some((title, level)) if span.covers(title) => {
            let text = span.of(&document.text);
            let words = text.trim_start_matches('#').trim_start();
            let start = span.start + (text.len() - words.len());
            (BlockKind::Heading(level.max(1)), Span::new(start, span.end))
        }
        _ => (BlockKind::Paragraph, span),
    }
}

/// `span` in pieces: `marks`, which are sorted and do not overlap, and the text between them.
fn pieces(span: Span, marks: &[Piece]) -> Vec<Piece> {
    let first = marks.partition_point(|mark| mark.span.end <= span.start);
    let inside = marks.get(first..).unwrap_or_default();
    let mut pieces = Vec::new();
    let mut at = span.start;
    for mark in inside.iter().take_while(|mark| mark.span.start < span.end) {
        let cut = Span::new(mark.span.start.max(at), mark.span.end.min(span.end));
        push(&mut pieces, Span::new(at, cut.start), PieceKind::Plain);
        push(&mut pieces, cut, mark.kind);
        at = cut.end;
    }
    push(&mut pieces, Span::new(at, span.end), PieceKind::Plain);
    pieces
}

/// The name of what a marker's resolution is.
const fn status(resolution: &Resolution) -> &'static str {
    match resolution {
        Resolution::Resolved(_) => "resolved",
        Resolution::Ambiguous(_) => "ambiguous",
        Resolution::Unresolved => "unresolved",
    }
}

/// A number with its noun: `1 marker`, `2 markers`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// What was found in a paper, in a sentence.
fn summary(counts: Counts) -> String {
    let Counts { resolved, ambiguous, unresolved, uncited, .. } = counts;
    let markers = counted(counts.markers, "marker");
    let references = counted(counts.references, "reference");
    format!(
        "{markers}: {resolved} resolved, {ambiguous} ambiguous, {unresolved} unresolved; \
         {references}, {uncited} never cited"
    )
}

/// `text` on one line, safe to show, with `…` where it is longer than `longest` characters.
fn shortened(text: &str, longest: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().filter_map(super::printable).collect();
    match line.char_indices().nth(longest) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default().trim_end()),
        None => line,
    }
}

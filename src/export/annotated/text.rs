//! The annotated text for a terminal, or in plain marks: `[[Lee 2010]→3]`.
//!
//! A marker points to the numbers of its references: `→3`, `→3,4` for a range, `→3|7?` where one of
//! them is meant, `→?` where none fits. Below each reference stand its fields and the markers that
//! point to it. With colours, markers and fields have them instead of double brackets. Whatever the
//! papers hold, no control character reaches the terminal but those of the colours.

use std::fmt::Write as _;

use super::field::{self, Field};
use super::{AnnotatedPaper, Block, BlockKind, Layout, Piece, PieceKind, shortened, summary};
use crate::export::printable;
use crate::model::{Reference, Resolution};

const RESET: &str = "\u{1b}[0m";
const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";

/// Draws a paper, with ANSI colours where `colour`.
#[must_use]
pub fn paper(paper: AnnotatedPaper<'_>, colour: bool) -> String {
    let layout = Layout::of(paper);
    let mut view = View { paper, layout: &layout, colour, out: String::new() };
    let name = shortened(&paper.document.name, usize::MAX);
    view.painted(BOLD, &name);
    let _ = write!(view.out, "\n{}\n", summary(layout.counts));
    for block in &layout.blocks {
        view.out.push('\n');
        view.block(block);
        view.out.push('\n');
    }
    view.out
}

struct View<'a> {
    paper: AnnotatedPaper<'a>,
    layout: &'a Layout<'a>,
    colour: bool,
    out: String,
}

impl View<'_> {
    fn painted(&mut self, style: &str, text: &str) {
        if self.colour {
            let _ = write!(self.out, "{style}{text}{RESET}");
        } else {
            self.out.push_str(text);
        }
    }

    fn block(&mut self, block: &Block) {
        let place = match block.kind {
            BlockKind::Heading(_) => {
                let text: String = block.pieces.iter().map(|piece| self.words(piece)).collect();
                return self.painted(BOLD, &text);
            }
            BlockKind::Paragraph => None,
            BlockKind::Reference(place) => Some(place),
        };
        if let Some(place) = place {
            self.painted(BOLD, &format!("{{{}}} ", place + 1));
        }
        for piece in &block.pieces {
            self.piece(piece);
        }
        if let Some(place) = place
            && let Some(reference) = self.paper.references.get(place)
        {
            self.below(place, reference);
        }
    }

    fn piece(&mut self, piece: &Piece) {
        let words = self.words(piece);
        match piece.kind {
            PieceKind::Plain => self.out.push_str(&words),
            PieceKind::Callout => self.painted(DIM, &words),
            PieceKind::Field(field) => self.painted(style_of(field), &words),
            PieceKind::Marker(number) => {
                let Some(placed) = self.layout.markers.get(number) else { return };
                let resolution = &placed.marker.resolution;
                let arrow = arrow(resolution);
                if self.colour {
                    let style = match resolution {
                        Resolution::Resolved(_) => "\u{1b}[4;32m",
                        Resolution::Ambiguous(_) => "\u{1b}[4;33m",
                        Resolution::Unresolved => "\u{1b}[4;31m",
                    };
                    self.painted(style, &words);
                    self.painted(DIM, &arrow);
                } else {
                    let _ = write!(self.out, "[[{words}]{arrow}]");
                }
            }
        }
    }

    /// The parsed fields of a reference, and what points to it.
    fn below(&mut self, place: usize, reference: &Reference) {
        let fields = &reference.fields;
        let _ =
            write!(self.out, "\n    {}, confidence {:.2}", fields.kind.name(), fields.confidence);
        for (field, value) in field::values(fields) {
            let _ = write!(self.out, "\n    {:<10} ", field.name());
            self.painted(style_of(field), &shortened(&value, usize::MAX));
        }
        let markers = self.layout.cited_by.get(place).map(Vec::as_slice).unwrap_or_default();
        let _ = write!(self.out, "\n    {:<10} ", "cited");
        if markers.is_empty() {
            self.out.push_str("never");
        }
        for (number, marker) in markers.iter().enumerate() {
            let Some(placed) = self.layout.markers.get(*marker) else { continue };
            let words = shortened(placed.marker.span.of(&self.paper.document.text), 40);
            let doubt = matches!(placed.marker.resolution, Resolution::Ambiguous(_));
            let before = if number > 0 { "; " } else { "" };
            let _ = write!(self.out, "{before}{words}{}", if doubt { "?" } else { "" });
        }
    }

    /// The words of a piece, safe to print, with the line ends of the text.
    fn words(&self, piece: &Piece) -> String {
        let text = piece.span.of(&self.paper.document.text).replace("\r\n", "\n");
        let lines = text.chars().filter_map(|letter| match letter {
            '\n' => Some('\n'),
            _ if letter.is_whitespace() => Some(' '),
            _ => printable(letter),
        });
        lines.collect()
    }
}

/// What a marker points to, by the numbers of references from 1.
fn arrow(resolution: &Resolution) -> String {
    let numbers = |separator: &str| {
        let numbers = resolution.references().iter().map(|place| (place + 1).to_string());
        numbers.collect::<Vec<_>>().join(separator)
    };
    match resolution {
        Resolution::Resolved(_) => format!("→{}", numbers(",")),
        Resolution::Ambiguous(_) => format!("→{}?", numbers("|")),
        Resolution::Unresolved => "→?".to_owned(),
    }
}

const fn style_of(field: Field) -> &'static str {
    match field {
        Field::Author => "\u{1b}[34m",
        Field::Year => "\u{1b}[35m",
        Field::Title => "\u{1b}[32m",
        Field::Container => "\u{1b}[36m",
        Field::Editor => "\u{1b}[94m",
        Field::Volume | Field::Issue | Field::Pages => "\u{1b}[33m",
        Field::Publisher | Field::Place | Field::Edition => "\u{1b}[31m",
        Field::Identifier => "\u{1b}[4;90m",
    }
}

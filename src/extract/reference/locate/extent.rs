//! How far a bibliography reaches from its heading, and how much what stands there looks like one.
//!
//! The lines after a heading are read as blocks between empty lines. A block counts for the list
//! by the entries that seem to open in it, and against it by its length where none does; the list
//! is the start of the text after the heading with the highest sum. Headings and captions of what
//! follows lists ([`heading::ends_list`]) end it at once.

use crate::extract::reference::split::label::{self, Kind};
use crate::extract::reference::split::line::Line;
use crate::extract::reference::split::opening::{self, Opening};
use crate::extract::reference::split::piece;

use super::heading;

/// A run of lines that looks like a bibliography.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    /// The first line.
    pub(crate) first: usize,
    /// One past the last line.
    pub(crate) last: usize,
    /// How much it looks like a list: about the number of entries.
    pub(crate) score: f32,
}

/// How an entry of a list may open, of one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sign {
    /// From 0, no entry opens here, to 1, surely one does.
    pub(crate) opens: f32,
    /// Whether it has a year, or says that there is none.
    pub(crate) dated: bool,
}

/// The part of `lines` from `first` on that is the list, if it looks like one.
pub(crate) fn after_heading(text: &str, lines: &[Line], first: usize) -> Option<Extent> {
    let mut sum = 0.0;
    let mut best = Extent { first, last: first, score: 0.0 };
    let mut at = first;
    while at < lines.len() {
        let end = block_end(text, lines, at);
        if heading::ends_list(lines[at].span.of(text), lines[at].blank_before) {
            break;
        }
        sum += block_score(text, &lines[at..end]);
        if sum > best.score {
            best = Extent { first, last: end, score: sum };
        }
        // Far below the best, nothing that follows belongs to this list any more.
        if sum < best.score * 0.5 - 30.0 {
            break;
        }
        at = end;
    }
    (best.score >= 0.7).then_some(best)
}

/// One past the last line of the block that starts at `first`: up to an empty line, or to a line
/// that ends the list.
pub(crate) fn block_end(text: &str, lines: &[Line], first: usize) -> usize {
    let mut end = first + 1;
    while let Some(line) = lines.get(end) {
        if line.blank_before || heading::ends_list(line.span.of(text), false) {
            break;
        }
        end += 1;
    }
    end
}

/// How much a block looks like entries: about their number, negative where it looks like prose.
pub(crate) fn block_score(text: &str, block: &[Line]) -> f32 {
    let Some(first) = block.first() else { return 0.0 };
    let mut opened = 0.0;
    let mut dated = 0.0f32;
    let mut width = 0;
    let cut = piece::is_crowded(block).then(|| piece::pieces(text, block));
    for line in cut.as_deref().unwrap_or(block) {
        let inside = line.span.of(text);
        let sign = sign(inside);
        opened += sign.opens;
        dated += f32::from(u8::from(sign.dated));
        width += line.width;
    }
    let joined = &text[first.span.start..block.last().map_or(first.span.end, |last| last.span.end)];
    let sure = sign(opening::clip(joined, 300)).opens;
    // Hard-wrapped entries have at most a dozen lines, of a hundred characters each.
    let dense = opened * 1400.0 >= width_of(width);
    let crowded = opened >= 3.0 && opened * 500.0 >= width_of(width);
    if (dense && sure >= 0.3 || crowded) && dated > 0.0 {
        return opened.min(dated).max(sure);
    }
    if looks_published(joined) && width < 700 {
        return if sure > 0.0 { 0.8 } else { 0.3 };
    }
    if width < 40 {
        // Page numbers, headings of sub-lists.
        return -0.3;
    }
    -1.0 - width_of(width) / 400.0
}

fn width_of(width: usize) -> f32 {
    f32::from(u16::try_from(width).unwrap_or(u16::MAX))
}

/// What one line says about opening an entry.
pub(crate) fn sign(line: &str) -> Sign {
    let head = opening::clip(line, 600);
    let dated =
        opening::find_year(head).is_some() || opening::has_no_date(opening::clip(line, 400));
    let found = label::label(line);
    let labelled = found.is_some_and(|found| found.kind != Kind::Bare || dated);
    let rest = found.map_or(line, |found| &line[found.len..]);
    let opens = match opening::of(rest) {
        Opening::Repeated => 1.0,
        Opening::Name(3) => 1.0,
        Opening::Name(2) => 0.8,
        Opening::Name(_) => 0.4,
        Opening::Organisation => 0.5,
        Opening::Capital if labelled => 0.7,
        _ if labelled => 0.4,
        _ if label::key(line).is_some() => 0.9,
        _ => 0.0,
    };
    Sign { opens, dated }
}

/// Whether a paragraph has the year and the volume, pages, address or publisher of a publication.
fn looks_published(paragraph: &str) -> bool {
    let head = opening::clip(paragraph, 700);
    if opening::find_year(head).is_none() && !opening::has_no_date(head) {
        return false;
    }
    let address = head.contains("http") || head.contains("doi") || head.contains("www.");
    let publisher = [
        "Press",
        "Verlag",
        "Publish",
        "Springer",
        "Elsevier",
        "University",
        "Univers",
        "pp.",
        "Vol.",
        "vol.",
        "Proc",
        "Journal",
        "Penerbit",
        "Editor",
    ]
    .iter()
    .any(|word| head.contains(word));
    let pages = has_pages(head.as_bytes());
    u8::from(address) + u8::from(publisher) + u8::from(pages) >= 2 || pages && head.len() < 400
}

/// Whether two numbers stand around a dash or a colon, as in `12–18` and `14(3):12`.
fn has_pages(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|three| {
        three[0].is_ascii_digit() && matches!(three[1], b'-' | b':') && three[2].is_ascii_digit()
    }) || bytes.windows(5).any(|five| {
        five[0].is_ascii_digit() && five[1] == 0xe2 && five[2] == 0x80 && five[4].is_ascii_digit()
    })
}

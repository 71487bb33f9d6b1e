//! Reading PDF: from glyphs on pages to a text in reading order, with its pages and headings.
//!
//! A PDF says which glyph is where and nothing of words, lines or paragraphs. The stages, each in
//! its file: glyphs with their characters ([`glyph`]), lines ([`line`]), their order ([`order`]),
//! what belongs to the page and not to the text ([`furniture`]), paragraphs and what they are
//! ([`paragraph`]), and the text ([`flow`]) with divided words joined ([`hyphen`]).
//!
//! The text has one line a paragraph, blank lines between them, and tabs between the cells of
//! tables. Raised numbers are shown as such (`market³,⁴`), which keeps them from the word before.
//! Captions, tables and notes follow the paragraph that they interrupt; running heads, page numbers
//! and line numbers are left out.
//!
//! Limits: formulas come as their characters in a row; what is written at a slant is left out; a
//! page that is only a picture has no text, and is not read by its shapes.

mod accent;
mod body;
mod flow;
mod furniture;
mod glyph;
mod hyphen;
mod line;
mod order;
mod paragraph;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page,
};
use rustc_hash::FxHashMap;

use crate::error::PdfFailure;
use crate::read::Extracted;

use self::body::{Body, Measure};
use self::glyph::{Collector, PageGlyphs};
use self::hyphen::Vocabulary;
use self::line::Line;

/// Most pages of one paper.
const MOST_PAGES: usize = 3000;

/// Fewest glyphs a page in a file whose every page holds an image: fewer are stamps on scans.
const FEWEST_GLYPHS: usize = 40;

/// Most of all glyphs that may be without characters, as one in this many.
const UNMAPPED: usize = 4;

/// Reads the text of a PDF.
pub(super) fn extract(bytes: Vec<u8>) -> Result<Extracted, PdfFailure> {
    let pages = glyphs(bytes)?;
    let body = Body::of(&pages);
    let heights: Vec<f64> = pages.iter().map(|page| page.height).collect();
    let mut lines: Vec<Vec<Line>> =
        pages.iter().enumerate().map(|(number, page)| page_lines(page, number, &body)).collect();
    let numbers = furniture::take_out(&mut lines, &heights);
    let labels: Vec<String> = labels(&numbers);
    let measure = Measure::of(body.size, &lines);
    let vocabulary = Vocabulary::of(lines.iter().flatten());
    let paragraphs = paragraph::paragraphs(lines, &measure);
    Ok(flow::text(paragraphs, &vocabulary, &labels))
}

/// The lines of a page in reading order.
fn page_lines(page: &PageGlyphs, number: usize, body: &Body) -> Vec<Line> {
    let segments = furniture::without_line_numbers(line::segments(page));
    let gutter = line::gutter(&segments, page.width);
    let lines = line::lines(segments, gutter, number, &|letters| body.is_bolder(letters));
    let mut lines = order::reading_order(lines, gutter);
    line::close_stretched(&mut lines);
    lines
}

/// The label of each page: its printed number, or what its neighbours' numbers say, or its place.
fn labels(numbers: &[Option<String>]) -> Vec<String> {
    let offset = numbers.iter().enumerate().find_map(|(place, number)| {
        let number: usize = number.as_ref()?.parse().ok()?;
        number.checked_sub(place)
    });
    let label = |(place, number): (usize, &Option<String>)| {
        number.clone().unwrap_or_else(|| (place + offset.unwrap_or(1)).to_string())
    };
    numbers.iter().enumerate().map(label).collect()
}

/// The glyphs of all pages.
fn glyphs(bytes: Vec<u8>) -> Result<Vec<PageGlyphs>, PdfFailure> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if memchr::memmem::find(head, b"%PDF").is_none() {
        return Err(PdfFailure::NotPdf);
    }
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PdfFailure::Password,
        LoadPdfError::Decryption(_) => PdfFailure::Encryption,
        LoadPdfError::Invalid => PdfFailure::Damaged,
    })?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(PdfFailure::Damaged);
    }
    if count > MOST_PAGES {
        return Err(PdfFailure::TooManyPages { pages: count, limit: MOST_PAGES });
    }
    let cache = InterpreterCache::new();
    let mut inks = FxHashMap::default();
    let mut pages = Vec::with_capacity(count);
    for page in pdf.pages().iter() {
        let settings = InterpreterSettings {
            render_content: RenderContent::PAGE,
            ..InterpreterSettings::default()
        };
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let upright = Affine::new(page.initial_transform(true).as_coeffs());
        let area = Rect::new(0.0, 0.0, width, height);
        let mut context = Context::new(upright, area, &cache, pdf.xref(), settings);
        let mut collector = Collector::new(&mut inks);
        interpret_page(page, &mut context, &mut collector);
        pages.push(collector.finish(width, height));
    }
    check(&pages)?;
    Ok(pages)
}

/// Refuses files whose pages hold hardly a text that can be read.
fn check(pages: &[PageGlyphs]) -> Result<(), PdfFailure> {
    let glyphs: usize = pages.iter().map(|page| page.glyphs.len()).sum();
    let unmapped: usize = pages.iter().map(|page| page.unmapped).sum();
    let images: usize = pages.iter().map(|page| page.images).sum();
    if unmapped * UNMAPPED > glyphs + unmapped {
        return Err(PdfFailure::Unmapped);
    }
    let scanned = images >= pages.len() && glyphs < FEWEST_GLYPHS * pages.len();
    match (glyphs, images) {
        (0, 0) => Err(PdfFailure::Empty),
        _ if glyphs == 0 || scanned => Err(PdfFailure::NoTextLayer { pages: pages.len() }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;

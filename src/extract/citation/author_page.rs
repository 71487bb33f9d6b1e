//! Citations by author and page without a year, as the MLA has them: `(Lee 45)`, `(Lee and Wu 12-15)`.
//!
//! Only callouts in parentheses whose authors the bibliography knows count, and only in papers that
//! cite so ([`super::style`]): names with numbers in brackets mean many other things.

use super::author_year::names_before;
use super::style::AuthorYearSupport;
use crate::extract::resolve::{CitedYear, ReferenceIndex, confidence, decide};
use crate::model::{Citation, CitationStyle, Marker, Resolution, Span};

/// Bytes that a callout may have.
const LONGEST: usize = 120;

/// How much speaks for citations by author and page.
pub(crate) fn support(text: &str, regions: &[Span], index: &ReferenceIndex) -> AuthorYearSupport {
    AuthorYearSupport::count(&find(text, regions, index), index.len())
}

/// The citations by author and page in the regions of a text.
pub(crate) fn find(text: &str, regions: &[Span], index: &ReferenceIndex) -> Vec<Citation> {
    if index.is_empty() {
        return Vec::new();
    }
    let opens = regions.iter().flat_map(|region| {
        let bytes = region.of(text).as_bytes();
        memchr::memchr_iter(b'(', bytes).map(|at| region.start + at)
    });
    opens.filter_map(|open| read_callout(text, open, index)).collect()
}

/// The callout whose bracket opens at `open`.
fn read_callout(text: &str, open: usize, index: &ReferenceIndex) -> Option<Citation> {
    let bytes = text.as_bytes().get(open + 1..)?;
    let bytes = bytes.get(..bytes.len().min(LONGEST))?;
    let length = memchr::memchr2(b')', b'(', bytes)?;
    let before = bytes.get(..length)?;
    if bytes.get(length) != Some(&b')') || !before.last()?.is_ascii_digit() {
        return None;
    }
    let mut start = open + 1;
    let mut markers = Vec::new();
    for part in text.get(start..start + length)?.split(';') {
        markers.push(read_part(text, Span::new(start, start + part.len()), index)?);
        start += part.len() + 1;
    }
    let span = Span::new(open, open + length + 2);
    Some(Citation { span, style: CitationStyle::AuthorYear, narrative: false, markers })
}

/// One author and page.
fn read_part(text: &str, part: Span, index: &ReferenceIndex) -> Option<Marker> {
    let part = part.trimmed(text);
    let words = part.of(text);
    let name = words
        .trim_end_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, '-' | '\u{2013}'));
    let page = Span::new(part.start + name.len(), part.end);
    let year = page.len() == 4 && page.of(text) > "1400";
    let apart = name.ends_with(char::is_whitespace) && !name.trim_end().ends_with(',');
    if page.is_empty() || page.len() > 12 || year || !apart {
        return None;
    }
    let named = names_before(text, part.start + name.trim_end().len())?;
    if named.start < part.start {
        return None;
    }
    let matches = index.find_by_names(&named.names, named.et_al, CitedYear::Any);
    let resolution = decide(&matches);
    if resolution == Resolution::Unresolved {
        return None;
    }
    let prefix = Span::new(part.start, named.start).trimmed(text);
    Some(Marker {
        span: Span::new(named.start, page.end),
        authors: named.printed,
        et_al: named.et_al,
        year: None,
        numbers: Vec::new(),
        prefix: (!prefix.is_empty()).then_some(prefix),
        locator: Some(page),
        resolution,
        confidence: 0.9 * confidence(&matches),
    })
}

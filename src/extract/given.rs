//! Citations and references that the mark-up of a source gives, laid over those found in its text.
//!
//! A given marker tells which references are meant; our own reading of the text tells the rest: the
//! whole callout, whether it is narrative, prefix and locator. Where both have the same words, the
//! marker that was found points to what is given. Where the text reading found nothing, a citation is
//! made of the given markers that stand in one pair of brackets, or of one alone.

use super::citation::author_year::read_locator;
use super::reference::parse::Parser;
use super::year::scan_years;
use crate::model::{
    Citation, CitationStyle, GivenMarker, GivenReference, Marker, Reference, Resolution, Span,
};

/// How far from a marker the brackets around it may be, in bytes.
const BRACKET_REACH: usize = 400;

/// The given references, with fields parsed where the source has none.
pub(super) fn references(text: &str, given: &[GivenReference]) -> Vec<Reference> {
    let mut parser = Parser::new();
    let read = |given: &GivenReference| {
        let GivenReference { span, label, raw, fields } = given.clone();
        let printed = raw.as_deref().unwrap_or_else(|| span.of(text));
        let fields = fields.unwrap_or_else(|| parser.parse(super::body(printed, label.as_deref())));
        Reference { span, label, raw, fields }
    };
    given.iter().map(read).collect()
}

/// Where entries stand: those with nothing but white space between them as one span.
pub(super) fn bibliographies(text: &str, references: &[Reference]) -> Vec<Span> {
    let mut spans: Vec<Span> = references.iter().map(|reference| reference.span).collect();
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut lists: Vec<Span> = Vec::new();
    for span in spans {
        match lists.last_mut() {
            Some(last) if Span::new(last.end, span.start).of(text).trim().is_empty() => {
                last.end = last.end.max(span.end);
            }
            _ => lists.push(span),
        }
    }
    lists
}

/// The citations found, with what the given markers point to, and those that only the source marks.
pub(super) fn laid_over(
    text: &str,
    style: Option<CitationStyle>,
    mut citations: Vec<Citation>,
    given: &[GivenMarker],
    references: &[Reference],
) -> (Option<CitationStyle>, Vec<Citation>) {
    let mut unmet = Vec::new();
    let mut first = 0;
    for marker in given {
        // Citations are in the order of the text and apart, and so are the markers.
        while citations.get(first).is_some_and(|citation| citation.span.end <= marker.span.start) {
            first += 1;
        }
        let meets = citations.get(first).is_some_and(|found| found.span.overlaps(marker.span));
        if !meets {
            unmet.push(marker);
        }
    }
    // A raised number that is not marked among others that are is a power or a sign: χ².
    let is_unlike = |citation: &Citation| citation.style == CitationStyle::Superscript;
    let meets_any = |citation: &Citation| {
        let from = given.partition_point(|marker| marker.span.end <= citation.span.start);
        given.get(from).is_some_and(|marker| marker.span.overlaps(citation.span))
    };
    citations.retain(|citation| given.is_empty() || meets_any(citation) || !is_unlike(citation));
    for citation in &mut citations {
        let from = given.partition_point(|marker| marker.span.end <= citation.span.start);
        let over = given.get(from..).unwrap_or_default();
        let count = over.partition_point(|marker| marker.span.start < citation.span.end);
        point(text, citation, over.get(..count).unwrap_or_default(), references);
    }
    citations.extend(made(text, &unmet, references));
    citations.sort_by_key(|citation| citation.span);
    let style = style.or_else(|| most_frequent(&citations));
    (style, citations)
}

/// Points the markers of a citation to what the given markers in it say.
fn point(text: &str, citation: &mut Citation, given: &[GivenMarker], references: &[Reference]) {
    for marker in &mut citation.markers {
        let over = given.iter().filter(|given| given.span.overlaps(marker.span));
        let mut meant: Vec<usize> = Vec::new();
        let mut any = false;
        for given in over {
            any = true;
            meant.extend(shared_out(given, marker));
        }
        if !any {
            continue;
        }
        meant.sort_unstable();
        meant.dedup();
        let own = marker.resolution.references();
        // Of a range some sources mark the two ends only.
        let ends_only = marker.numbers.len() > meant.len()
            && !meant.is_empty()
            && meant.iter().all(|reference| own.contains(reference));
        if !ends_only {
            marker.resolution = resolution(meant);
        }
        marker.confidence = 1.0;
    }
    let missed = given
        .iter()
        .filter(|given| !citation.markers.iter().any(|marker| marker.span.overlaps(given.span)));
    let missed: Vec<Marker> = missed
        .filter(|given| citation.span.covers(given.span))
        .map(|given| marker(text, given, citation.style, references))
        .collect();
    citation.markers.extend(missed);
    citation.markers.sort_by_key(|marker| marker.span);
}

/// The references of a given marker that the found `marker` stands for: one that covers several
/// found ones gives each its own, where the text tells which.
fn shared_out(given: &GivenMarker, marker: &Marker) -> Vec<usize> {
    let own = marker.resolution.references();
    let wider = given.span != marker.span && given.span.covers(marker.span);
    let agreed: Vec<usize> =
        own.iter().copied().filter(|reference| given.references.contains(reference)).collect();
    if wider && !agreed.is_empty() { agreed } else { given.references.clone() }
}

fn resolution(meant: Vec<usize>) -> Resolution {
    if meant.is_empty() { Resolution::Unresolved } else { Resolution::Resolved(meant) }
}

/// Citations of markers that the text reading did not find.
fn made(text: &str, given: &[&GivenMarker], references: &[Reference]) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    for given in given {
        let style = style_of(given.span.of(text), given, references);
        let marker = marker(text, given, style, references);
        let brackets = brackets(text, given.span);
        if let Some(last) = citations.last_mut()
            && Some(last.span) == brackets
        {
            last.markers.push(marker);
            continue;
        }
        let narrative = style == CitationStyle::AuthorYear
            && (brackets.is_none() || given.span.of(text).contains(['(', '[']));
        citations.push(Citation {
            span: brackets.unwrap_or(given.span),
            style,
            narrative,
            markers: vec![marker],
        });
    }
    citations
}

/// The marker that the given one is, as far as its words tell.
fn marker(
    text: &str,
    given: &GivenMarker,
    style: CitationStyle,
    references: &[Reference],
) -> Marker {
    let words = given.span.of(text);
    let meant = || given.references.iter().filter_map(|&place| references.get(place));
    let by_name = style == CitationStyle::AuthorYear;
    let fields = meant().next().map(|reference| &reference.fields).filter(|_| by_name);
    let year = scan_years(words, Span::new(0, words.len()))
        .anchors
        .first()
        .map(|anchor| anchor.year(words));
    let numbers = meant().filter_map(|one| one.label.as_deref()?.parse().ok());
    let authors = fields.map(|fields| fields.authors.as_slice()).unwrap_or_default();
    let named = authors.iter().map(|author| &author.family);
    Marker {
        span: given.span,
        authors: named.filter(|family| words.contains(family.as_str())).cloned().collect(),
        et_al: words.contains("et al"),
        year: year.filter(|_| by_name),
        numbers: if by_name { Vec::new() } else { numbers.collect() },
        prefix: None,
        locator: locator(text, given.span.end),
        resolution: resolution(given.references.clone()),
        confidence: 1.0,
    }
}

/// The locator after a marker; also in brackets of its own, `@lee [p. 3]`.
fn locator(text: &str, from: usize) -> Option<Span> {
    if let Some(found) = read_locator(text, from) {
        return Some(found);
    }
    let inside = text.get(from..)?.strip_prefix(" [")?.split_once(']')?.0;
    let found = read_locator(&format!(" {inside}"), 0)?;
    Some(found.shifted(from + 1))
}

/// The innermost pair of brackets around `span` in its paragraph.
fn brackets(text: &str, span: Span) -> Option<Span> {
    let is_near = |offset: usize, from: usize| from.abs_diff(offset) <= BRACKET_REACH;
    let paragraph = text.get(..span.start)?.rfind("\n\n").map_or(0, |at| at + 2);
    let paragraph_end = text.get(span.end..)?.find("\n\n");
    let paragraph_end = paragraph_end.map_or(text.len(), |length| span.end + length);
    let mut depth = 0_u32;
    let before = text.get(paragraph..span.start)?.char_indices().rev();
    let before = before.map(|(at, c)| (paragraph + at, c));
    let mut before = before.take_while(|&(at, _)| is_near(at, span.start));
    let (open, sign) = before.find(|&(_, c)| match c {
        ')' | ']' => {
            depth += 1;
            false
        }
        '(' | '[' if depth > 0 => {
            depth -= 1;
            false
        }
        c => matches!(c, '(' | '['),
    })?;
    let closing = if sign == '(' { ')' } else { ']' };
    let mut depth = 0_u32;
    let after = text.get(span.end..paragraph_end)?.char_indices();
    let mut after = after.take_while(|&(at, _)| is_near(at, 0));
    let (close, _) = after.find(|&(_, c)| {
        if c == sign {
            depth += 1;
        } else if c == closing && depth > 0 {
            depth -= 1;
        } else {
            return c == closing;
        }
        false
    })?;
    Some(Span::new(open, span.end + close + 1))
}

/// How words that point to references are printed.
fn style_of(words: &str, given: &GivenMarker, references: &[Reference]) -> CitationStyle {
    if words.contains(is_raised) && !words.contains(char::is_alphabetic) {
        return CitationStyle::Superscript;
    }
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let plain = !digits.is_empty() && !words.contains(char::is_alphabetic);
    let fields = given.references.first().and_then(|&place| references.get(place));
    let is_year = fields
        .and_then(|one| one.fields.year.as_ref()?.value)
        .is_some_and(|year| digits.starts_with(&year.to_string()));
    if plain && !is_year { CitationStyle::Numeric } else { CitationStyle::AuthorYear }
}

fn is_raised(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹')
}

/// The style of most citations, the first in order of equal ones.
fn most_frequent(citations: &[Citation]) -> Option<CitationStyle> {
    let styles = [CitationStyle::AuthorYear, CitationStyle::Numeric, CitationStyle::Superscript];
    let count =
        |style: CitationStyle| citations.iter().filter(|found| found.style == style).count();
    styles.into_iter().rev().max_by_key(|&style| count(style)).filter(|&style| count(style) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;
    use crate::model::{Document, GivenCitations, Layers, Metadata, SourceFormat};

    const TEXT: &str = "Ports grow (Lee 2003; see Wu, in print). Tides, says [Oh], rise. Costs fall \
                        (Lee 2003).\n\nLee, J. (2003). On ports. Trade, 1, 1-9.\n\nWu, K. Of tides. \
                        Sea Review.\n\nOh, S. (2001). Rising. Kiel: Hafen.";

    /// The document with these words marked, from left to right, as pointing to these references.
    fn document(marks: &[(&str, &[usize])]) -> Document {
        let mut from = 0;
        let mut markers = Vec::new();
        for (words, references) in marks {
            let start = from + TEXT[from..].find(words).unwrap();
            from = start + words.len();
            markers.push(GivenMarker {
                span: Span::new(start, from),
                references: references.to_vec(),
            });
        }
        let entry = |opening: &str| {
            let start = TEXT.find(opening).unwrap();
            let end = TEXT[start..].find("\n\n").map_or(TEXT.len(), |length| start + length);
            GivenReference { span: Span::new(start, end), ..GivenReference::default() }
        };
        Document {
            name: "a.xml".to_owned(),
            hash: String::new(),
            format: SourceFormat::Xml,
            text: TEXT.to_owned(),
            metadata: Metadata::default(),
            layers: Layers::default(),
            given: GivenCitations {
                references: ["Lee, J.", "Wu, K.", "Oh, S."].map(entry).to_vec(),
                markers,
            },
        }
    }

    #[test]
    fn given_links_take_the_place_of_found_ones() {
        let marks: &[(&str, &[usize])] =
            &[("2003", &[1]), ("Wu, in print", &[1]), ("Oh", &[2]), ("Lee 2003", &[])];
        let extraction = extract(&document(marks));
        assert_eq!(extraction.references.len(), 3);
        assert_eq!(extraction.references[2].fields.year.as_ref().unwrap().value, Some(2001));
        let shown: Vec<String> = extraction
            .citations
            .iter()
            .map(|citation| {
                let markers = citation.markers.iter().map(|marker| {
                    let links = marker.resolution.references();
                    format!("{} {links:?} {}", marker.span.of(TEXT), marker.confidence)
                });
                let markers: Vec<String> = markers.collect();
                format!("{}: {}", citation.span.of(TEXT), markers.join(", "))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "(Lee 2003; see Wu, in print): Lee 2003 [1] 1, Wu, in print [1] 1",
                "[Oh]: Oh [2] 1",
                "(Lee 2003): Lee 2003 [] 1",
            ]
        );
    }

    #[test]
    fn what_is_not_marked_is_still_found() {
        let extraction = extract(&document(&[("Oh", &[2])]));
        let links: Vec<_> = extraction
            .citations
            .iter()
            .flat_map(|citation| &citation.markers)
            .map(|marker| marker.resolution.references().to_vec())
            .collect();
        assert!(links.starts_with(&[vec![0]]) && links.ends_with(&[vec![2], vec![0]]), "{links:?}");
    }

    #[test]
    fn brackets_around_a_marker() {
        let around = |text: &str, words: &str| {
            let start = text.find(words).unwrap();
            brackets(text, Span::new(start, start + words.len()))
                .map(|span| span.of(text).to_owned())
        };
        assert_eq!(
            around("a (see (x) Lee, (y) p. 3) b", "Lee").as_deref(),
            Some("(see (x) Lee, (y) p. 3)")
        );
        assert_eq!(around("a (x) Lee (y)", "Lee"), None);
        assert_eq!(around("a [Lee", "Lee"), None);
        assert_eq!(around("(a\nLee\nb)", "Lee").as_deref(), Some("(a\nLee\nb)"));
        assert_eq!(around("(a\n\nLee)", "Lee"), None);
    }
}

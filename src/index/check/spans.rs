//! Whether what was found in a paper lies in its text.

use super::fault::FaultKind;
use crate::index::record::PaperRecord;
use crate::model::Span;

/// Checks all spans of a record, and that citations point to references; the first fault of each kind of
/// span is told.
pub(super) fn check(text: &str, record: &PaperRecord) -> Vec<FaultKind> {
    let mut faults = Vec::new();
    let layers = &record.layers;
    let pages: Vec<Span> = layers.pages.iter().map(|page| page.span).collect();
    let sections: Vec<Span> = layers.sections.iter().map(|section| section.span).collect();
    for (what, many, spans) in [
        ("page", "pages", pages.as_slice()),
        ("section", "sections", &sections),
        ("paragraph", "paragraphs", &layers.paragraphs),
        ("sentence", "sentences", &layers.sentences),
    ] {
        faults.extend(first_outside(text, what, spans.iter().copied()));
        if spans.windows(2).any(|pair| matches!(pair, [one, other] if one.end > other.start)) {
            faults.push(FaultKind::Order(many));
        }
    }
    let titles = layers.sections.iter().filter_map(|section| section.title);
    faults.extend(first_outside(text, "heading", titles));
    let extraction = &record.extraction;
    let citations = &extraction.citations;
    faults.extend(first_outside(text, "citation", citations.iter().map(|citation| citation.span)));
    let markers = || citations.iter().flat_map(|citation| &citation.markers);
    let within = markers().flat_map(|marker| {
        [Some(marker.span), marker.prefix, marker.locator].into_iter().flatten()
    });
    faults.extend(first_outside(text, "marker", within));
    let references = extraction.references.len();
    let beyond = markers()
        .flat_map(|marker| marker.resolution.references())
        .find(|&&reference| reference >= references);
    faults
        .extend(beyond.map(|&number| FaultKind::Resolution { reference: number + 1, references }));
    let spans = extraction.references.iter().map(|reference| reference.span);
    faults.extend(first_outside(text, "reference", spans));
    let given = &record.given;
    let marked = given.references.iter().map(|reference| reference.span);
    let marked = marked.chain(given.markers.iter().map(|marker| marker.span));
    faults.extend(first_outside(text, "mark", marked));
    faults
}

/// The first span that does not fit the text.
fn first_outside(
    text: &str,
    what: &'static str,
    mut spans: impl Iterator<Item = Span>,
) -> Option<FaultKind> {
    let fits = |span: &Span| span.start <= span.end && text.get(span.start..span.end).is_some();
    let span = spans.find(|span| !fits(span))?;
    let (start, end) = (span.start, span.end);
    Some(FaultKind::Span { what, start, end, length: text.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extraction;
    use crate::model::{Citation, CitationStyle, GivenCitations, Layers, Marker, Resolution};

    fn record(layers: Layers, citations: Vec<Citation>) -> PaperRecord {
        let extraction = Extraction { style: None, citations, references: Vec::new() };
        PaperRecord { layers, extraction, given: GivenCitations::default() }
    }

    #[test]
    fn spans_beyond_the_text_or_inside_characters_are_told() {
        let text = "caf\u{e9} au lait";
        let sentences = vec![Span::new(0, 5), Span::new(4, 9)];
        let layers = Layers { sentences, ..Layers::default() };
        let faults = check(text, &record(layers, Vec::new()));
        let expected = [
            FaultKind::Span { what: "sentence", start: 4, end: 9, length: 13 },
            FaultKind::Order("sentences"),
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn a_citation_must_point_to_a_reference_that_is_there() {
        let marker = Marker {
            span: Span::new(0, 4),
            authors: Vec::new(),
            et_al: false,
            year: None,
            numbers: vec![3],
            prefix: None,
            locator: None,
            resolution: Resolution::Resolved(vec![2]),
            confidence: 1.0,
        };
        let citation = Citation {
            span: Span::new(0, 4),
            style: CitationStyle::Numeric,
            narrative: false,
            markers: vec![marker],
        };
        let faults = check("[3] says so.", &record(Layers::default(), vec![citation]));
        assert_eq!(faults, [FaultKind::Resolution { reference: 3, references: 0 }]);
    }
}

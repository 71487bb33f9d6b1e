//! What must hold of any text, shared by the fuzz targets.
//!
//! Each function panics where an invariant is broken; that is how libFuzzer learns of it.

use std::fs;

use leitmotif::extract::Extraction;
use leitmotif::model::{
    Document, GivenCitations, Layers, Metadata, ReferenceFields, Resolution, SourceFormat, Span,
};
use leitmotif::text::layers;

/// Time of the processor that a text may take whatever its length, in microseconds: the first call
/// also reads the model.
const START: u64 = 500_000;
/// Time of the processor that each byte may take, in microseconds. An instrumented build takes
/// about one at most; what grows with the square of the length takes hundreds at [`LONG`] bytes.
const EACH_BYTE: u64 = 20;
/// Length to which [`prolonged`] repeats a text, in bytes.
const LONG: usize = 48 * 1024;
/// One text in this many is repeated.
const REPEATED: u64 = 32;

/// The text that libFuzzer's bytes stand for; bytes that are no UTF-8 are replaced.
pub fn text_of(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// The text repeated until it is long, for one text in thirty-two: shows what grows faster than
/// the text does. Which texts depends on their bytes only.
pub fn prolonged(text: &str) -> Option<String> {
    let sum = text.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    (sum % REPEATED == 0 && !text.is_empty()).then(|| text.repeat(LONG.div_ceil(text.len())))
}

/// Runs `work` and checks that its time is within what the length of its text allows.
pub fn timed<T>(length: usize, work: impl FnOnce() -> T) -> T {
    let before = processor_time();
    let result = work();
    if let (Some(before), Some(after)) = (before, processor_time()) {
        let taken = (after - before) / 1000;
        let allowed = START + EACH_BYTE * length as u64;
        assert!(taken <= allowed, "{length} bytes took {taken} µs of {allowed} allowed");
    }
    result
}

/// Time that this thread has been running on a processor, in nanoseconds; other processes do not
/// count. `None` where the system does not tell.
fn processor_time() -> Option<u64> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok()
}

/// A document of this text, divided as a reader does.
pub fn document(text: String) -> Document {
    let layers = layers(&text, SourceFormat::Text, None);
    check_layers(&text, &layers);
    Document {
        name: "fuzz.txt".to_owned(),
        hash: String::new(),
        format: SourceFormat::Text,
        text,
        metadata: Metadata::default(),
        layers,
        given: GivenCitations::default(),
    }
}

/// A document that was read has a text, and layers that fit it.
pub fn check_read(document: &Document) {
    assert!(!document.text.trim().is_empty(), "a document without text");
    check_layers(&document.text, &document.layers);
    let given = document.given.markers.iter().map(|marker| marker.span);
    given.for_each(|span| check_span(&document.text, span));
    let known = document.given.references.len();
    let mut meant = document.given.markers.iter().flat_map(|marker| &marker.references);
    assert!(meant.all(|&place| place < known), "a marker points to a reference that is not given");
}

/// A span is inside the text, on character boundaries, and not empty.
pub fn check_span(text: &str, span: Span) {
    assert!(!span.is_empty(), "an empty span at {}", span.start);
    assert!(text.get(span.start..span.end).is_some(), "{span:?} does not fit {} bytes", text.len());
}

/// Spans fit the text, are sorted, and do not overlap.
pub fn check_apart(text: &str, spans: impl IntoIterator<Item = Span>) {
    let mut end = 0;
    for span in spans {
        check_span(text, span);
        assert!(span.start >= end, "{span:?} begins before {end}");
        end = span.end;
    }
}

/// The layers fit the text; sections cover it.
fn check_layers(text: &str, layers: &Layers) {
    check_apart(text, layers.sections.iter().map(|section| section.span));
    check_apart(text, layers.paragraphs.iter().copied());
    check_apart(text, layers.sentences.iter().copied());
    check_apart(text, layers.pages.iter().map(|page| page.span));
    let covered: usize = layers.sections.iter().map(|section| section.span.len()).sum();
    assert_eq!(covered, text.len(), "sections do not cover the text");
}

/// Citations and references of a text fit it and each other.
pub fn check_extraction(text: &str, extraction: &Extraction) {
    check_apart(text, extraction.references.iter().map(|reference| reference.span));
    check_apart(text, extraction.citations.iter().map(|citation| citation.span));
    for citation in &extraction.citations {
        assert!(!citation.markers.is_empty(), "{:?} has no marker", citation.span);
        check_apart(text, citation.markers.iter().map(|marker| marker.span));
        for marker in &citation.markers {
            assert!(citation.span.covers(marker.span), "{:?} leaves its citation", marker.span);
            marker.prefix.into_iter().chain(marker.locator).for_each(|span| check_span(text, span));
            check_probability(marker.confidence);
            let known = extraction.references.len();
            let meant = marker.resolution.references();
            assert!(meant.iter().all(|&place| place < known), "{:?}", marker.resolution);
            assert!(marker.resolution == Resolution::Unresolved || !meant.is_empty());
        }
    }
    extraction.references.iter().for_each(|reference| check_fields(&reference.fields));
}

/// The fields of a reference are not empty and have confidences.
pub fn check_fields(fields: &ReferenceFields) {
    check_probability(fields.confidence);
    fields.field_confidence.iter().for_each(|(_, confidence)| check_probability(*confidence));
    let people = fields.authors.iter().chain(&fields.editors);
    people.for_each(|person| assert!(!person.family.trim().is_empty(), "a person without a name"));
    let field = |name: &str| fields.field_confidence.iter().filter(|(of, _)| *of == name).count();
    let texts = [
        ("title", &fields.title),
        ("container", &fields.container),
        ("volume", &fields.volume),
        ("issue", &fields.issue),
        ("first_page", &fields.first_page),
        ("last_page", &fields.last_page),
        ("publisher", &fields.publisher),
        ("place", &fields.place),
        ("edition", &fields.edition),
        ("doi", &fields.doi),
        ("url", &fields.url),
        ("isbn", &fields.isbn),
        ("arxiv", &fields.arxiv),
        ("pmid", &fields.pmid),
    ];
    for (name, text) in texts {
        assert_eq!(field(name), usize::from(text.is_some()), "confidences of {name} in {fields:?}");
        let empty = text.as_ref().is_some_and(|text| text.trim().is_empty());
        assert!(!empty, "an empty {name} in {fields:?}");
    }
}

fn check_probability(value: f32) {
    assert!((0.0..=1.0).contains(&value), "{value} is no probability");
}

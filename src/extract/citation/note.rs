//! Repetitions of an earlier citation: `ibid.`, `op. cit.`, `loc. cit.`, `a. a. O.`, `ebd.`
//!
//! `ibid.` and `ebd.` mean the work cited just before. `op. cit.` and its like mean the work by the
//! authors named before them, else the work cited just before. Botanists write `ibid.` for the
//! place of a specimen, so outside notes it counts only in brackets or where a sentence starts
//! with it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::author_year::{names_before, read_locator};
use crate::extract::resolve::{CitedYear, ReferenceIndex, decide};
use crate::model::{Citation, CitationStyle, Marker, Resolution, Span};

/// Abbreviations for the work just cited.
const SAME_WORK: [&str; 9] =
    ["ibidem", "ibid.", "ibid", "ib.", "ebenda", "ebd.", "íbid.", "íbidem", "ibíd."];
/// Abbreviations for a work cited before, by the authors named.
const EARLIER_WORK: [&str; 12] = [
    "op. cit.",
    "op.cit.",
    "op. cit",
    "loc. cit.",
    "loc.cit.",
    "art. cit.",
    "ob. cit.",
    "ob.cit.",
    "a.a.o.",
    "a. a. o.",
    "o. c.",
    "obra citada",
];
/// How sure a repetition of the citation just before is, in notes and elsewhere.
const SURE: [f32; 2] = [0.9, 0.75];

#[expect(clippy::expect_used, reason = "the patterns are constants, and a test builds them")]
static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(SAME_WORK.iter().chain(&EARLIER_WORK))
        .expect("constant patterns")
});

/// A repetition in the text.
#[derive(Clone, Copy)]
struct Repetition {
    span: Span,
    same_work: bool,
}

/// How many repetitions the regions have.
pub(crate) fn count(text: &str, regions: &[Span]) -> usize {
    regions.iter().flat_map(|&region| repetitions(text, region)).count()
}

fn repetitions(text: &str, region: Span) -> impl Iterator<Item = Repetition> {
    FINDER.find_iter(region.of(text)).filter_map(move |found| {
        let span = Span::new(found.start(), found.end()).shifted(region.start);
        let before = text.get(..span.start)?.chars().next_back();
        let after = text.get(span.end..)?.chars().next();
        let whole = !before.is_some_and(|sign| sign.is_alphanumeric() || sign == '.')
            && !after.is_some_and(char::is_alphanumeric);
        whole
            .then_some(Repetition { span, same_work: found.pattern().as_usize() < SAME_WORK.len() })
    })
}

/// Adds the repetitions to the citations found, in the order of the text.
///
/// Where `notes` tells that the paper cites in notes, every repetition counts.
pub(crate) fn add_repetitions(
    text: &str,
    regions: &[Span],
    index: &ReferenceIndex,
    notes: bool,
    citations: &mut Vec<Citation>,
) {
    let mut added: Vec<Citation> = Vec::new();
    let mut before = 0;
    for repetition in regions.iter().flat_map(|&region| repetitions(text, region)) {
        let span = repetition.span;
        while citations.get(before).is_some_and(|citation| citation.span.start < span.start) {
            before += 1;
        }
        let cited = before.checked_sub(1).and_then(|place| citations.get(place));
        if cited.is_some_and(|citation| citation.span.end + 4 > span.start) {
            continue;
        }
        if !notes && !stands_for_citation(text, repetition) {
            continue;
        }
        let last = added
            .last()
            .filter(|last| cited.is_none_or(|cited| cited.span.start < last.span.start));
        let earlier = last.or(cited).and_then(|citation| citation.markers.last());
        if let Some(citation) = repeat(text, index, notes, repetition, earlier) {
            added.push(citation);
        }
    }
    if !added.is_empty() {
        citations.extend(added);
        citations.sort_by_key(|citation| (citation.span.start, citation.span.end));
    }
}

/// Whether a repetition outside notes is one of a citation.
fn stands_for_citation(text: &str, repetition: Repetition) -> bool {
    if !repetition.same_work {
        return true;
    }
    let before = text.get(..repetition.span.start).unwrap_or_default();
    let opens = before.ends_with(['(', '[']) || before.ends_with("see ") || before.ends_with('\n');
    let after = text.get(repetition.span.end..).unwrap_or_default();
    let ends = after.trim_start_matches(['.', ',']).starts_with([')', ']', '\n']);
    opens && (ends || read_locator(text, repetition.span.end).is_some() || before.ends_with('\n'))
}

/// The citation that a repetition makes.
fn repeat(
    text: &str,
    index: &ReferenceIndex,
    notes: bool,
    repetition: Repetition,
    earlier: Option<&Marker>,
) -> Option<Citation> {
    let Repetition { span, same_work } = repetition;
    let sure = if notes { SURE[0] } else { SURE[1] };
    let named = if same_work { None } else { names_before(text, span.start) };
    let (start, authors, et_al, resolution, confidence) = match named {
        Some(named) => {
            let matches = index.find_by_names(&named.names, named.et_al, CitedYear::Any);
            let resolution = decide(&matches);
            let factor = if matches!(resolution, Resolution::Resolved(_)) { 0.8 } else { 0.4 };
            (named.start, named.printed, named.et_al, resolution, factor)
        }
        None => {
            let earlier = earlier?;
            let resolution = earlier.resolution.clone();
            let confidence = sure.min(earlier.confidence);
            (span.start, earlier.authors.clone(), earlier.et_al, resolution, confidence)
        }
    };
    let locator = read_locator(text, span.end);
    let end = locator.map_or(span.end, |locator| locator.end);
    let marker = Marker {
        span: Span::new(start, span.end),
        authors,
        et_al,
        year: None,
        numbers: Vec::new(),
        prefix: None,
        locator,
        resolution,
        confidence,
    };
    let open = text.get(..start).is_some_and(|before| before.ends_with(['(', '[']));
    let close = text.get(end..).is_some_and(|after| after.starts_with([')', ']']));
    let whole = if open && close { Span::new(start - 1, end + 1) } else { Span::new(start, end) };
    Some(Citation {
        span: whole,
        style: CitationStyle::Note,
        narrative: false,
        markers: vec![marker],
    })
}

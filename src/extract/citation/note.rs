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
/// Citations that are searched for the name before "(ibid.)".
const NAMED_WITHIN: usize = 40;
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
#[derive(Clone, Copy, Debug)]
pub(crate) struct Repetition {
    span: Span,
    same_work: bool,
}

/// The repetitions in the regions, in the order of the text.
pub(crate) fn find_repetitions(text: &str, regions: &[Span]) -> Vec<Repetition> {
    regions.iter().flat_map(|&region| repetitions(text, region)).collect()
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

/// Adds the repetitions after the citations found, which stand in the order of the text.
///
/// Where `notes` tells that the paper cites in notes, every repetition counts.
pub(crate) fn add_repetitions(
    text: &str,
    repetitions: &[Repetition],
    index: &ReferenceIndex,
    notes: bool,
    citations: &mut Vec<Citation>,
) {
    let mut added: Vec<Citation> = Vec::new();
    let mut before = 0;
    for &repetition in repetitions {
        let span = repetition.span;
        while citations.get(before).is_some_and(|citation| citation.span.start < span.start) {
            before += 1;
        }
        let cited = before.checked_sub(1).and_then(|place| citations.get(place));
        // "Lee (2003), op. cit." is one citation.
        let gap = cited.and_then(|citation| text.get(citation.span.end..span.start));
        if cited.is_some_and(|citation| citation.span.end > span.start)
            || !repetition.same_work && gap.is_some_and(|gap| gap.trim() == "," || gap == " ")
        {
            continue;
        }
        if !notes && !stands_for_citation(text, repetition) {
            continue;
        }
        if let Some(citation) = repeat_named(text, repetition, citations.get(..before)) {
            added.push(citation);
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
    citations.extend(added);
}

/// The citation that a repetition in a bracket after a name makes, "Lee (ibid., p. 6)": it repeats
/// the last citation of that name.
fn repeat_named(
    text: &str,
    repetition: Repetition,
    citations: Option<&[Citation]>,
) -> Option<Citation> {
    let open = repetition.span.start.checked_sub(1)?;
    if !repetition.same_work || !text.get(open..)?.starts_with(['(', '[']) {
        return None;
    }
    let named = names_before(text, text.get(..open)?.trim_end().len())?;
    let name = named.printed.last()?;
    let recent = citations?.iter().rev().take(NAMED_WITHIN);
    let earlier = recent
        .flat_map(|citation| citation.markers.iter().rev())
        .find(|marker| marker.authors.first().is_some_and(|author| author == name))?;
    let locator = read_locator(text, repetition.span.end);
    let end = locator.map_or(repetition.span.end, |locator| locator.end);
    let close = text.get(end..)?.starts_with([')', ']']);
    let marker = Marker {
        span: repetition.span,
        locator,
        prefix: None,
        year: None,
        confidence: SURE[1].min(earlier.confidence),
        ..earlier.clone()
    };
    let span = Span::new(named.start, end + usize::from(close));
    Some(Citation { span, style: CitationStyle::Note, narrative: true, markers: vec![marker] })
}

/// Whether a bracket stands between the names at `start` and the repetition: "Lee (op. cit.)".
fn named_outside(text: &str, start: usize, repetition: usize) -> bool {
    text.get(start..repetition).is_some_and(|names| names.ends_with(['(', '[']))
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
    let outside = text.get(..span.start)?.trim_end_matches(['(', '[']).trim_end().len();
    let named = if same_work { None } else { names_before(text, outside) };
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
    let narrative = named_outside(text, start, span.start);
    let open = narrative || text.get(..start).is_some_and(|before| before.ends_with(['(', '[']));
    let close = text.get(end..).is_some_and(|after| after.starts_with([')', ']']));
    let whole = Span::new(
        if open && close && !narrative { start - 1 } else { start },
        end + usize::from(open && close),
    );
    Some(Citation { span: whole, style: CitationStyle::Note, narrative, markers: vec![marker] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::citation::author_year::{Strictness, find};
    use crate::extract::resolve::read_keys;

    const ENTRIES: [&str; 2] = [
        "Lee, J. (2003). On small ports. Trade, 1, 1-9.",
        "Wu, K. (2005). On ships. Trade, 2, 1-9.",
    ];

    fn read(text: &str, notes: bool) -> Vec<String> {
        let index = ReferenceIndex::new(read_keys(ENTRIES));
        let regions = [Span::new(0, text.len())];
        let mut citations = find(text, &regions, &index, Strictness::Strict);
        add_repetitions(text, &find_repetitions(text, &regions), &index, notes, &mut citations);
        citations
            .iter()
            .filter(|citation| citation.style == CitationStyle::Note)
            .map(|citation| {
                let references = citation.markers[0].resolution.references();
                format!("{} {references:?}", citation.span.of(text))
            })
            .collect()
    }

    #[test]
    fn repetitions_mean_the_work_before_or_that_of_the_author_named() {
        assert_eq!(read("Ports (Lee, 2003) grow (ibid., p. 4).", false), ["(ibid., p. 4) [0]"]);
        let text =
            "Lee (2003) and Wu (2005) agree. Lee (ibidem, p. 6) adds, as Wu (op. cit., p. 7).";
        assert_eq!(read(text, false), ["Lee (ibidem, p. 6) [0]", "Wu (op. cit., p. 7) [1]"]);
        assert_eq!(
            read("Lee (2003). Ebd., S. 12; Wu, a.a.O., S. 3.", true),
            ["Ebd., S. 12 [0]", "Wu, a.a.O., S. 3 [1]"]
        );
    }

    #[test]
    fn repeated_places_of_specimens_are_no_citations() {
        assert!(read("(Lee, 2003; MO, P); ibid. loc., 18 S; ibid., alt. 1644 m", false).is_empty());
    }
}

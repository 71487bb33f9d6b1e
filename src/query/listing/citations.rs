//! In-text citations, one row a marker.

use super::{place, place_columns, surroundings, surroundings_columns};
use crate::extract::{Candidate, Candidates, Extraction};
use crate::model::table::{ColumnKind, Display};
use crate::model::{
    Cell, Citation, Column, Document, Marker, Reference, ReferenceFields, Resolution,
};
use crate::query::passage::squeezed;

/// The columns of [`citation_rows`].
#[must_use]
pub fn citation_columns() -> Vec<Column> {
    let mut columns = place_columns();
    columns.extend([
        Column::text("text", "words of the marker"),
        Column::text("callout", "the whole printed citation").hidden(),
        Column::text("style", "author-year, numeric, superscript or note").hidden(),
        Column::new(ColumnKind::Flag, "narrative", "whether the names are part of the sentence"),
    ]);
    columns.extend(surroundings_columns());
    columns.extend([
        Column::text("locator", "page or chapter cited").hidden(),
        Column::text("resolution", "resolved, ambiguous or unresolved"),
        Column::real("confidence", 2, "how sure marker and resolution are, from 0 to 1").hidden(),
        Column::new(
            ColumnKind::Nested,
            "references",
            "spans of the references meant; of an ambiguous marker the most likely one",
        )
        .hidden(),
        Column::new(
            ColumnKind::Nested,
            "candidates",
            "references that an ambiguous marker may mean, or nearest to what an unresolved one says, best first, with what differs",
        )
        .hidden(),
        Column::text("reference", "the first reference meant, shortened"),
    ]);
    columns
}

/// One row for each marker of a paper, in the order of the text.
#[must_use]
pub fn citation_rows(document: &Document, extraction: &Extraction) -> Vec<Vec<Cell>> {
    let markers = with_candidates(document, extraction).into_iter();
    let row = |(citation, marker, candidates): (_, _, Vec<Candidate>)| {
        row(document, extraction, citation, marker, &candidates)
    };
    markers.map(row).collect()
}

/// The markers of a paper with their citations and, where they are not resolved, their candidates.
fn with_candidates<'a>(
    document: &Document,
    extraction: &'a Extraction,
) -> Vec<(&'a Citation, &'a Marker, Vec<Candidate>)> {
    let mut finder: Option<Candidates> = None;
    let citations = extraction.citations.iter();
    let markers = citations
        .flat_map(|citation| citation.markers.iter().map(move |marker| (citation, marker)));
    let found = markers.map(|(citation, marker)| {
        let candidates = match marker.resolution {
            Resolution::Resolved(_) => Vec::new(),
            // Most papers need no finder.
            Resolution::Ambiguous(_) | Resolution::Unresolved => {
                finder.get_or_insert_with(|| Candidates::new(&document.text, extraction)).of(marker)
            }
        };
        (citation, marker, candidates)
    });
    found.collect()
}

fn row(
    document: &Document,
    extraction: &Extraction,
    citation: &Citation,
    marker: &Marker,
    candidates: &[Candidate],
) -> Vec<Cell> {
    let text = &document.text;
    let meant = match &marker.resolution {
        Resolution::Ambiguous(candidates) => candidates.get(..1).unwrap_or_default(),
        other => other.references(),
    };
    let mut cells = place(document, marker.span);
    cells.extend([
        squeezed(marker.span.of(text)).into(),
        squeezed(citation.span.of(text)).into(),
        citation.style.name().into(),
        citation.narrative.into(),
    ]);
    cells.extend(surroundings(document, marker.span.start));
    let shown = meant.first().and_then(|&first| extraction.references.get(first));
    cells.extend([
        marker.locator.map(|locator| squeezed(locator.of(text))).into(),
        resolution_name(&marker.resolution).into(),
        confidence(marker.confidence),
        spans(extraction, meant),
        candidate_list(extraction, candidates),
        shown.map(|reference| squeezed(reference.printed(text))).into(),
    ]);
    cells
}

/// A confidence to four decimals, which is more than it is known to.
pub(super) fn confidence(value: f32) -> Cell {
    Cell::real((f64::from(value) * 10_000.0).round() / 10_000.0)
}

fn resolution_name(resolution: &Resolution) -> &'static str {
    match resolution {
        Resolution::Resolved(_) => "resolved",
        Resolution::Ambiguous(_) => "ambiguous",
        Resolution::Unresolved => "unresolved",
    }
}

fn spans(extraction: &Extraction, numbers: &[usize]) -> Cell {
    let references = numbers.iter().filter_map(|&number| extraction.references.get(number));
    let spans = references.map(|reference| {
        let mut record =
            vec![("start", reference.span.start.into()), ("end", reference.span.end.into())];
        // What stands in another file goes by its key.
        if reference.raw.is_some() {
            record.push(("label", reference.label.as_deref().into()));
        }
        Cell::Record(record)
    });
    Cell::List(spans.collect())
}

/// The candidates with their spans, scores, and what differs.
fn candidate_list(extraction: &Extraction, candidates: &[Candidate]) -> Cell {
    let records = candidates.iter().filter_map(|candidate| {
        let span = extraction.references.get(candidate.reference)?.span;
        let differs = candidate.differs.iter().map(|difference| difference.to_string().into());
        Some(Cell::Record(vec![
            ("start", span.start.into()),
            ("end", span.end.into()),
            ("score", confidence(candidate.score)),
            ("differs", Cell::List(differs.collect())),
        ]))
    });
    Cell::List(records.collect())
}

/// Characters of a reference that are shown beside others.
const BRIEF: usize = 70;
/// Candidates that are shown for a reader.
const SHOWN: usize = 3;

/// The columns of [`unresolved_rows`].
#[must_use]
pub fn unresolved_columns() -> Vec<Column> {
    let mut columns = place_columns();
    columns.push(Column::text("text", "words of the marker"));
    columns.extend(surroundings_columns().into_iter().map(Column::hidden));
    columns.extend([
        Column::text("resolution", "unresolved or ambiguous"),
        Column::text("passage", "the sentence that the marker stands in").hidden(),
        Column::text("nearest", "references that may be meant, best first, with what differs")
            .shown(Display::Wrapped),
        Column::new(ColumnKind::Nested, "candidates", "all of them, with their spans in the text")
            .hidden(),
    ]);
    columns
}

/// One row for each marker of a paper that is not resolved to one reference, in the order of the
/// text, with the references that may be meant.
#[must_use]
pub fn unresolved_rows(document: &Document, extraction: &Extraction) -> Vec<Vec<Cell>> {
    let open = with_candidates(document, extraction).into_iter().filter(|(_, marker, _)| {
        matches!(marker.resolution, Resolution::Ambiguous(_) | Resolution::Unresolved)
    });
    let row = |(_, marker, candidates): (&Citation, &Marker, Vec<Candidate>)| {
        let mut cells = place(document, marker.span);
        cells.push(squeezed(marker.span.of(&document.text)).into());
        cells.extend(surroundings(document, marker.span.start));
        let layers = &document.layers;
        let sentence = layers.sentence_at(marker.span.start);
        let sentence = sentence.and_then(|number| layers.sentences.get(number));
        cells.extend([
            resolution_name(&marker.resolution).into(),
            sentence.map(|span| squeezed(span.of(&document.text))).into(),
            nearest(document, extraction, &candidates).into(),
            candidate_list(extraction, &candidates),
        ]);
        cells
    };
    open.map(row).collect()
}

/// The first candidates for a reader: `1. Lee (2004) On ports [year 2004]`.
pub(super) fn nearest(
    document: &Document,
    extraction: &Extraction,
    candidates: &[Candidate],
) -> String {
    let shown = candidates.iter().take(SHOWN).enumerate().filter_map(|(number, candidate)| {
        let brief = brief(document, extraction.references.get(candidate.reference)?);
        let differs: Vec<String> = candidate.differs.iter().map(ToString::to_string).collect();
        let differs = if differs.is_empty() { "agrees".to_owned() } else { differs.join(", ") };
        Some(format!("{}. {brief} [{differs}]", number + 1))
    });
    let mut shown: Vec<String> = shown.collect();
    if candidates.len() > SHOWN {
        shown.push(format!("and {} more", candidates.len() - SHOWN));
    }
    if extraction.references.is_empty() {
        "the paper lists no references".to_owned()
    } else if shown.is_empty() {
        "none is like it".to_owned()
    } else {
        shown.join("; ")
    }
}

/// First author, year and the beginning of the title, or of the entry where these are not known.
pub(super) fn brief(document: &Document, reference: &Reference) -> String {
    let ReferenceFields { authors, et_al, year, title, .. } = &reference.fields;
    let text = match (authors.as_slice(), year, title) {
        ([first, rest @ ..], Some(year), Some(title)) => {
            let more = if rest.is_empty() && !et_al { "" } else { " et al." };
            format!("{}{more} ({}) {title}", first.family, year.raw)
        }
        _ => squeezed(reference.printed(&document.text)),
    };
    let mut brief: String = text.chars().take(BRIEF).collect();
    if brief.len() < text.len() {
        brief.push('…');
    }
    brief
}

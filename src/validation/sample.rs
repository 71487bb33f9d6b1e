//! The sheet that coders fill in: one drawn sentence a row, in random order, blind.
//!
//! Columns: `row` (number in the order of the sheet), `document`, `number` (of the sentence in the paper,
//! from 1), `before`, `sentence`, `after` (the sentences around it, in the same section), one column for each
//! theme that has patterns of its own, `none` (no theme is raised), `comment`, and `key`
//! ([`super::key`]). A theme whose path is one of these names has `theme:` before it. The meaning of a theme is
//! in the description of its column; its patterns are nowhere, since they would lead the coder.

use super::key::{DrawStamp, RowKey, text_hash};
use super::plan::{Drawn, Plan};
use crate::error::Result;
use crate::model::table::{Display, thousands};
use crate::model::{Cell, Codebook, Column, Provenance, Span, Table};
use crate::query::passage::squeezed;
use crate::query::{CorpusFacts, DocumentText, TextSource};

/// Columns that are no themes.
pub(super) const FIXED: [&str; 9] =
    ["row", "document", "number", "before", "sentence", "after", "none", "comment", "key"];
/// What stands before the path of a theme that is called like one of these.
pub const THEME: &str = "theme:";

/// The sheet of a plan, with `context` sentences on either side; `provenance` says how it was drawn.
///
/// # Errors
/// Where a text cannot be read.
pub fn sheet(
    plan: &Plan,
    context: usize,
    corpus: &CorpusFacts,
    codebook: &Codebook,
    source: &dyn TextSource,
    provenance: Provenance,
) -> Result<Table> {
    let stamp = DrawStamp::of(&provenance);
    let sentences = plan.sentences.len() as u64;
    let mut table = Table::new("sample", format!("{} sentences to code", thousands(sentences)));
    table.columns = columns(codebook, context);
    table.notes = NOTES.map(str::to_owned).to_vec();
    table.provenance = provenance;
    let themes = own_themes(codebook).count();
    let mut rows: Vec<Vec<Cell>> = vec![Vec::new(); plan.sentences.len()];
    let mut by_document: Vec<(usize, &Drawn)> = plan.sentences.iter().enumerate().collect();
    by_document.sort_by_key(|&(_, drawn)| (drawn.document, drawn.sentence));
    for drawn in by_document.chunk_by(|one, next| one.1.document == next.1.document) {
        let Some(&(_, Drawn { document, .. })) = drawn.first() else { continue };
        let text = source.read(*document)?;
        let name = corpus.documents.get(*document as usize).map_or("", |facts| facts.name.as_str());
        for &(place, drawn) in drawn {
            let shown = Shown::of(&text, drawn.sentence as usize, context);
            let number = drawn.sentence + 1;
            let key = row_key(plan, drawn, stamp, &shown.sentence);
            let mut cells = vec![(place + 1).into(), name.into(), number.into()];
            if context > 0 {
                cells.extend([shown.before.into(), shown.sentence.into(), shown.after.into()]);
            } else {
                cells.push(shown.sentence.into());
            }
            cells.resize(cells.len() + themes + 2, Cell::Missing);
            cells.push(key.write(name, number).into());
            if let Some(row) = rows.get_mut(place) {
                *row = cells;
            }
        }
    }
    rows.into_iter().for_each(|row| table.push(row));
    Ok(table)
}

/// What a coder needs to know.
const NOTES: [&str; 4] = [
    "Read the sentence, with those before and after it for context only, and write 1 under every theme that \
     the sentence raises and 0 under every other. A sentence may raise several themes.",
    "Write x under `none` where the sentence raises no theme; the row is then done. A cell that is left \
     empty in another row is not coded and counts for nothing.",
    "Do not change `document`, `number` and `key`: by them the sentence is found again. Rows may be sorted, \
     and rows that are not coded may be left out.",
    "Coders work on copies of this file, each named for its coder, without looking at each other's.",
];

/// The themes that have patterns of their own.
pub(super) fn own_themes(codebook: &Codebook) -> impl Iterator<Item = usize> {
    let themes = codebook.themes.iter().enumerate();
    themes.filter(|(_, theme)| !theme.include.is_empty()).map(|(place, _)| place)
}

fn columns(codebook: &Codebook, context: usize) -> Vec<Column> {
    let mut columns = vec![
        Column::ordinal("row", "number of the row in the order of the sample"),
        Column::text("document", "name of the paper"),
        Column::ordinal("number", "number of the sentence in the paper, from 1"),
    ];
    let around = |name: &str, side: &str| {
        Column::text(name, format!("what stands {side} the sentence, for context"))
            .shown(Display::Wrapped)
    };
    if context > 0 {
        columns.push(around("before", "before"));
    }
    columns.push(Column::text("sentence", "the sentence to code").shown(Display::Wrapped));
    if context > 0 {
        columns.push(around("after", "after"));
    }
    for theme in own_themes(codebook).filter_map(|place| codebook.themes.get(place)) {
        let name = match theme.path.as_str() {
            path if FIXED.contains(&path.to_lowercase().as_str()) => format!("{THEME}{path}"),
            path => path.to_owned(),
        };
        let words = [theme.label.as_deref(), theme.definition.as_deref()];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        let means = if words.is_empty() { theme.name.clone() } else { words.join(": ") };
        columns.push(Column::text(name, means));
    }
    columns.extend([
        Column::text("none", "x where the sentence raises no theme"),
        Column::text("comment", "anything the coder wants to say"),
        Column::text("key", "by which the sentence is found again; not to be changed"),
    ]);
    columns
}

fn row_key(plan: &Plan, drawn: &Drawn, draw: DrawStamp, sentence: &str) -> RowKey {
    let stratum = plan.strata.get(drawn.stratum).cloned().unwrap_or_default();
    let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    RowKey {
        text: text_hash(sentence),
        draw,
        stratum: u16::try_from(drawn.stratum).unwrap_or(u16::MAX),
        size: whole(stratum.size),
        drawn: whole(stratum.drawn),
    }
}

/// A sentence with what stands around it, white space as single spaces.
struct Shown {
    before: String,
    sentence: String,
    after: String,
}

impl Shown {
    fn of(document: &DocumentText, sentence: usize, context: usize) -> Self {
        let DocumentText { text, layers, .. } = document;
        let span = layers.sentences.get(sentence).copied().unwrap_or_default();
        let section = layers.section_at(span.start);
        let section = section.map_or(Span::new(0, text.len()), |section| section.span);
        let around = |places: std::ops::Range<usize>| {
            let spans = layers.sentences.get(places).unwrap_or_default().iter();
            let mut inside = spans.filter(|span| section.contains(span.start));
            let first = inside.next();
            let last = inside.next_back().or(first);
            let span = first.zip(last).map(|(first, last)| Span::new(first.start, last.end));
            span.map_or_else(String::new, |span| squeezed(span.of(text)))
        };
        let end = (sentence + 1 + context).min(layers.sentences.len());
        Self {
            before: around(sentence.saturating_sub(context)..sentence),
            sentence: squeezed(span.of(text)),
            after: around((sentence + 1).min(end)..end),
        }
    }
}

//! Theme mentions, one row a mention of a theme that has patterns of its own.

use super::{place, place_columns, surroundings, surroundings_columns};
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Codebook, Column, Document, Span};
use crate::query::MentionFacts;
use crate::query::passage::squeezed;

/// The columns of [`mention_rows`].
#[must_use]
pub fn mention_columns() -> Vec<Column> {
    let mut columns = place_columns();
    columns.extend([
        Column::text("text", "words of the mention").shown(Display::Node),
        Column::new(ColumnKind::Path, "theme", "path of the theme"),
        Column::text("pattern", "the pattern that matches, as the codebook has it").hidden(),
    ]);
    columns.extend(surroundings_columns());
    columns.extend([
        Column::new(ColumnKind::Flag, "negated", "whether the mention is denied"),
        Column::new(ColumnKind::Flag, "hedged", "whether the mention is held less than certain"),
    ]);
    columns
}

/// One row for each of `mentions`, which are those of this document; `tokens` are all its tokens.
/// Counts of parent themes taken together are no mentions of their own and have no row.
#[must_use]
pub fn mention_rows(
    document: &Document,
    tokens: &[Span],
    codebook: &Codebook,
    mentions: &[MentionFacts],
) -> Vec<Vec<Cell>> {
    let patterns: Vec<&str> = codebook
        .themes
        .iter()
        .flat_map(|theme| theme.include.iter().map(|pattern| pattern.source.as_str()))
        .collect();
    let own = mentions.iter().filter(|mention| !mention.union);
    let mut placed: Vec<_> =
        own.filter_map(|mention| Some((mention_span(tokens, mention)?, mention))).collect();
    placed.sort_by_key(|(span, mention)| (span.start, span.end, mention.theme));
    let rows = placed.into_iter().map(|(span, mention)| {
        let theme = codebook.themes.get(mention.theme as usize);
        let mut cells = place(document, span);
        cells.extend([
            squeezed(span.of(&document.text)).into(),
            theme.map(|theme| theme.path.as_str()).into(),
            patterns.get(mention.pattern as usize).copied().into(),
        ]);
        cells.extend(surroundings(document, span.start));
        cells.extend([mention.negated.into(), mention.hedged.into()]);
        cells
    });
    rows.collect()
}

/// The span of a mention in the text, of which `tokens` are all tokens; `None` where they are not.
#[must_use]
pub fn mention_span(tokens: &[Span], mention: &MentionFacts) -> Option<Span> {
    let first = tokens.get(mention.first_token as usize)?;
    let last = tokens.get(mention.end_token.checked_sub(1)? as usize)?;
    Some(Span::new(first.start, last.end))
}

//! Suggestions as a table.

use super::Suggestions;
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::CorpusFacts;

impl Suggestions {
    /// One row a suggestion: `theme`, `kind`, `candidate` (a pattern to be pasted), `mentions`, `papers`,
    /// `in_theme`, `g2`, `log_ratio`, `log_dice`, `c_value`, `distance`, `of`, `also_in`, `document`,
    /// `example`.
    #[must_use]
    pub fn to_table(&self, corpus: &CorpusFacts, provenance: Provenance) -> Table {
        let count = self.rows.len();
        let noun = if count == 1 { "pattern" } else { "patterns" };
        let path = |theme: u32| self.themes.get(theme as usize).map(String::as_str);
        let mut themes = self.rows.iter().map(|row| row.candidate.theme);
        let first = themes.next();
        let only = first.filter(|first| themes.all(|theme| theme == *first)).and_then(path);
        let of = only.map_or_else(String::new, |path| format!(" for {path}"));
        let title = format!("{count} {noun}{of} to take or leave");
        let mut table = Table::new("suggestions", title);
        table.columns = columns(only.is_some());
        for row in &self.rows {
            let (candidate, figures) = (&row.candidate, &row.figures);
            let example = row.example.as_ref();
            let document =
                example.and_then(|example| corpus.documents.get(example.document as usize));
            let of = candidate.of.and_then(|of| self.patterns.get(of as usize));
            table.push(vec![
                path(candidate.theme).into(),
                candidate.kind.name().into(),
                candidate.pattern.as_str().into(),
                figures.mentions.into(),
                figures.papers.into(),
                figures.in_theme.into(),
                Cell::real(row.g2),
                Cell::real(row.log_ratio),
                row.log_dice.map_or(Cell::Missing, Cell::real),
                candidate.c_value.map_or(Cell::Missing, Cell::real),
                candidate.distance.into(),
                of.map(String::as_str).into(),
                figures.other_theme().and_then(path).into(),
                document.map(|document| document.name.as_str()).into(),
                example.map_or(Cell::Missing, |example| {
                    Cell::Marked(example.sentence.clone(), vec![example.mark])
                }),
            ]);
        }
        table.provenance = provenance;
        table
    }
}

/// The columns; where all rows have one theme, the title names it.
fn columns(one_theme: bool) -> Vec<Column> {
    let theme = if one_theme { Display::Hidden } else { Display::Tree };
    vec![
        Column::new(ColumnKind::Path, "theme", "theme that may take it up").shown(theme),
        Column::text("kind", "variant, inflection, term, collocate or keyword"),
        Column::text("candidate", "the pattern, as it would stand in the codebook"),
        Column::integer("mentions", "places that the theme does not count yet"),
        Column::integer("papers", "papers with such a place").hidden(),
        Column::integer("in_theme", "of the places those in sentences that raise the theme")
            .labelled("in theme"),
        Column::real("g2", 1, "log-likelihood G2 of the theme's sentences against the rest")
            .labelled("G2"),
        Column::real("log_ratio", 2, "binary logarithm of the ratio of the two frequencies")
            .hidden(),
        Column::real("log_dice", 2, "logDice with the theme's mentions, 5 tokens apart at most")
            .hidden(),
        Column::real("c_value", 1, "C-value of a term in the theme's sentences").hidden(),
        Column::ordinal("distance", "edits between a variant or inflection and its word").hidden(),
        Column::text("of", "pattern that a variant or inflection comes from").hidden(),
        Column::text("also_in", "other theme that counts half of the places or more")
            .shown(Display::Brief)
            .labelled("also in"),
        Column::text("document", "paper of the example").hidden(),
        Column::text("example", "a sentence with it").shown(Display::Wrapped),
    ]
}

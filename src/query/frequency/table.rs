//! Frequencies as a table.

use std::ops::Range;

use super::{FrequencyTable, Group, GroupBy, ThemeFacts, Treatment};
use crate::model::table::{Display, RowSource, thousands};
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::facts::theme_column;

impl FrequencyTable {
    /// One row for each theme and group.
    ///
    /// Columns: `theme`, one for each group, `mentions`, `papers`, `sentences`, `tokens`, `rate`, with
    /// intervals `rate_low`, `rate_high`, `share`, `share_low`, `share_high`, `papers_total`, `sum`, then `negated` and `hedged` where such
    /// mentions are flagged, and `weighted`, `weighted_rate` where the codebook has weights.
    #[must_use]
    pub fn to_table(&self, provenance: Provenance) -> Table {
        self.head(provenance).filled(self)
    }

    /// The table without its rows.
    #[must_use]
    pub fn head(&self, provenance: Provenance) -> Table {
        let mut table = Table::new("themes", self.title());
        table.columns = self.columns();
        if self.sums_differ() {
            table.notes.push(
                "The count of a theme with sub-themes takes their patterns together, so that words \
                 which match several of them count once; sum counts them for each."
                    .to_owned(),
            );
        }
        table.provenance = provenance;
        table
    }

    /// The cells behind the one of the theme.
    fn fill_row(&self, row: &mut Vec<Cell>, (theme, place): (usize, usize), group: &Group) {
        let frequency = self.get(theme, place);
        row.extend(self.key_cells(theme, group));
        let counts = [frequency.mentions, frequency.papers, frequency.sentences, group.tokens];
        row.extend(counts.map(Cell::from));
        row.push(frequency.rate(group, self.options.per).map_or(Cell::Missing, Cell::real));
        if !self.rate_intervals.is_empty() {
            let (low, high) = self.rate_interval(theme, place).unzip();
            row.extend([low, high].map(|end| end.map_or(Cell::Missing, Cell::real)));
        }
        match frequency.share(group) {
            Some(share) => row.extend([share.share, share.low, share.high].map(Cell::real)),
            None => row.extend([Cell::Missing, Cell::Missing, Cell::Missing]),
        }
        row.extend([group.papers, frequency.sum].map(Cell::from));
        if self.options.negation == Treatment::Flag {
            row.push(frequency.negated.into());
        }
        if self.options.hedging == Treatment::Flag {
            row.push(frequency.hedged.into());
        }
        if !self.options.weights.is_empty() {
            row.extend(self.weight_cells(frequency, group));
        }
    }

    /// The cells of a theme's groups.
    pub(super) fn key_cells(&self, theme: usize, group: &Group) -> impl Iterator<Item = Cell> {
        let level = self.themes.get(theme).map(ThemeFacts::level);
        self.options.by.iter().zip(&group.keys).map(move |(by, key)| match by {
            GroupBy::Level => level.into(),
            by => by.cell(key),
        })
    }

    /// What the table shows, for its reader.
    pub(super) fn title(&self) -> String {
        let by: Vec<_> = self.options.by.iter().map(|by| by.name()).collect();
        let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(" and ")) };
        let noun = if self.total.papers == 1 { "paper" } else { "papers" };
        format!(
            "Themes{by}: {} {noun}, {} tokens",
            thousands(self.total.papers),
            thousands(self.total.tokens)
        )
    }

    fn columns(&self) -> Vec<Column> {
        let per = self.options.per;
        let shown_sum = if self.sums_differ() { Display::Plain } else { Display::Hidden };
        let mut columns = vec![self.theme_column()];
        columns.extend(self.options.by.iter().map(super::GroupBy::column));
        columns.extend([
            Column::integer("mentions", "places where the theme is raised").bar(),
            Column::integer("papers", "papers with a mention"),
            Column::integer("sentences", "sentences with a mention"),
            Column::integer("tokens", "tokens of the same text").hidden(),
        ]);
        let rate = Column::real("rate", 2, format!("mentions per {per} tokens"))
            .labelled(format!("per {}", thousands(per)));
        if self.rate_intervals.is_empty() {
            columns.push(rate);
        } else {
            let end = |end: &str| format!("{end} bound of the 95 % bootstrap interval of the rate");
            columns.extend([
                rate.shown(Display::Interval),
                Column::real("rate_low", 2, end("lower")),
                Column::real("rate_high", 2, end("upper")),
            ]);
        }
        columns.extend([
            Column::share("share", "papers with a mention among all papers of the same text")
                .shown(Display::Interval)
                .labelled("share of papers"),
            Column::share("share_low", "lower bound of the 95 % Wilson interval of the share"),
            Column::share("share_high", "upper bound of the 95 % Wilson interval of the share"),
            Column::integer("papers_total", "all papers of the same text").hidden(),
            Column::integer(
                "sum",
                "mentions of the theme's own patterns and of each sub-theme, added up",
            )
            .shown(shown_sum),
        ]);
        if self.options.negation == Treatment::Flag {
            columns.push(Column::integer("negated", "mentions that their sentence denies"));
        }
        if self.options.hedging == Treatment::Flag {
            let meaning = "mentions that their sentence holds less than certain";
            columns.push(Column::integer("hedged", meaning));
        }
        if !self.options.weights.is_empty() {
            columns.extend(self.weight_columns());
        }
        columns
    }

    /// The column of themes.
    pub(super) fn theme_column(&self) -> Column {
        let shown = self.rows.iter().filter_map(|&place| self.themes.get(place));
        theme_column(shown.map(|theme| theme.path.as_str()))
    }

    /// Whether some theme's count is less than the sum of its parts.
    fn sums_differ(&self) -> bool {
        let mut cells = self
            .rows
            .iter()
            .flat_map(|&theme| (0..self.groups.len()).map(move |group| self.get(theme, group)));
        cells.any(|cell| cell.sum != cell.mentions)
    }
}

impl RowSource for FrequencyTable {
    fn row_count(&self) -> usize {
        self.rows.len() * self.groups.len()
    }

    fn visit_rows(&self, rows: Range<usize>, visit: &mut dyn FnMut(&[Cell])) {
        let mut row: Vec<Cell> = Vec::new();
        let mut last = None;
        for number in rows {
            let place = number / self.groups.len().max(1);
            let of_theme = number % self.groups.len().max(1);
            let Some(&theme_place) = self.rows.get(place) else { continue };
            let (Some(theme), Some(group)) =
                (self.themes.get(theme_place), self.groups.get(of_theme))
            else {
                continue;
            };
            if last.replace(place) == Some(place) {
                row.truncate(1);
            } else {
                row.clear();
                row.push(theme.path.as_str().into());
            }
            self.fill_row(&mut row, (theme_place, of_theme), group);
            visit(&row);
        }
    }
}

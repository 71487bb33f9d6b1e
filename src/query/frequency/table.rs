//! Frequencies as a table.

use std::ops::Range;

use super::{Frequency, FrequencyTable, Group, Treatment};
use crate::model::table::{Display, RowSource};
use crate::model::{Cell, Column, Provenance, Table};

impl FrequencyTable {
    /// One row for each theme and group.
    ///
    /// Columns: `theme`, one for each group, `mentions`, `papers`, `sentences`, `tokens`, `rate`,
    /// `share`, `share_low`, `share_high`, `papers_total`, `sum`, then `negated` and `hedged` where such
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
    fn fill_row(&self, row: &mut Vec<Cell>, frequency: Frequency, group: &Group) {
        row.extend(self.options.by.iter().zip(&group.keys).map(|(by, key)| by.cell(key)));
        let counts = [frequency.mentions, frequency.papers, frequency.sentences, group.tokens];
        row.extend(counts.map(Cell::from));
        row.push(frequency.rate(group, self.options.per).map_or(Cell::Missing, Cell::real));
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

    fn title(&self) -> String {
        use crate::model::table::thousands;
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
        let mut columns = vec![
            Column::new(
                crate::model::table::ColumnKind::Path,
                "theme",
                "path of the theme in the codebook",
            )
            .shown(Display::Tree),
        ];
        columns.extend(self.options.by.iter().map(super::GroupBy::column));
        columns.extend([
            Column::integer("mentions", "places where the theme is raised").bar(),
            Column::integer("papers", "papers with a mention"),
            Column::integer("sentences", "sentences with a mention"),
            Column::integer("tokens", "tokens of the same text").hidden(),
            Column::real("rate", 2, format!("mentions per {per} tokens"))
                .labelled(format!("per {}", crate::model::table::thousands(per))),
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

    /// Whether some theme's count is less than the sum of its parts.
    fn sums_differ(&self) -> bool {
        self.cells.iter().any(|cell| cell.sum != cell.mentions)
    }
}

impl RowSource for FrequencyTable {
    fn row_count(&self) -> usize {
        self.themes.len() * self.groups.len()
    }

    fn visit_rows(&self, rows: Range<usize>, visit: &mut dyn FnMut(&[Cell])) {
        let mut row: Vec<Cell> = Vec::new();
        let mut last = None;
        for number in rows {
            let place = number / self.groups.len().max(1);
            let of_theme = number % self.groups.len().max(1);
            let (Some(theme), Some(group)) = (self.themes.get(place), self.groups.get(of_theme))
            else {
                continue;
            };
            if last.replace(place) == Some(place) {
                row.truncate(1);
            } else {
                row.clear();
                row.push(theme.path.as_str().into());
            }
            self.fill_row(&mut row, self.get(place, of_theme), group);
            visit(&row);
        }
    }
}

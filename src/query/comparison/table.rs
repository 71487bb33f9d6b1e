//! Comparisons as a table.

use super::{ComparedGroup, ComparedTheme, Comparison};
use crate::model::table::{Display, thousands};
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::facts::theme_column;
use crate::query::group::GroupBy;

/// Groups that are named in a title or note.
const NAMED: usize = 6;

impl Comparison {
    /// One row a theme where more than two groups are compared at once: `theme`, `mentions`, `papers`, `highest`,
    /// `highest_rate`, `lowest`, `lowest_rate`, `g2`, `g2_p`, `h`, `epsilon_squared`, `p`, `p_holm`, `p_bh`.
    ///
    /// One row a theme and pair of groups else: `theme`, `first`, `second`, `first_mentions`, `second_mentions`,
    /// `first_papers`, `second_papers`, `first_rate`, `second_rate`, `log_ratio`, `g2`, `g2_p`, `h`, `rank_biserial`, `p`, `p_holm`,
    /// `p_bh`.
    #[must_use]
    pub fn to_table(&self, provenance: Provenance) -> Table {
        let groups = self.named(&self.groups);
        let by = self.options.by.name();
        let title = match self.options.by {
            GroupBy::Chosen(_) => format!("Themes compared: {groups}"),
            _ => format!("Themes compared by {by}: {groups}"),
        };
        let mut table = Table::new("comparison", title);
        table.provenance = provenance;
        let in_pairs = self.is_in_pairs();
        table.columns = if in_pairs { self.pair_columns() } else { self.columns() };
        for row in &self.rows {
            table.push(if in_pairs { self.pair_cells(row) } else { self.cells(row) });
        }
        table.notes.push(self.note());
        if !self.left_out.is_empty() {
            let named = self.named(&self.left_out);
            let least = self.options.least_papers.max(1);
            table
                .notes
                .push(format!("Left out, for want of a value or of {least} papers: {named}."));
        }
        table
    }

    fn is_in_pairs(&self) -> bool {
        self.options.pairs || self.groups.len() == 2
    }

    fn note(&self) -> String {
        let dealt = if self.within_papers { "within each paper" } else { "among the papers" };
        let tests = self.rows.iter().filter(|row| row.test.is_some()).count();
        let effect = if self.is_in_pairs() {
            "log ratio: 1 for twice the rate in the first group; r: how much more often a paper of the first group has the \
             higher rate than the lower"
        } else {
            "ε²: share of the differences in rank that lie between the groups"
        };
        format!(
            "p: papers ranked by rate, labels dealt {} times {dealt}; Holm: p corrected for {tests} tests. {effect}. G2 takes every token for a draw of its own, which tokens of one paper are not: \
             it overstates.",
            thousands(self.options.permutations as u64),
        )
    }

    /// Names of groups with their papers.
    fn named(&self, groups: &[ComparedGroup]) -> String {
        let name = |group: &ComparedGroup| {
            let noun = if group.papers == 1 { "paper" } else { "papers" };
            format!("{} ({} {noun})", self.group_name(group), thousands(group.papers))
        };
        let named: Vec<String> = groups.iter().take(NAMED).map(name).collect();
        match groups.len().saturating_sub(NAMED) {
            0 => named.join(", "),
            more => format!("{} and {more} more", named.join(", ")),
        }
    }

    fn group_name(&self, group: &ComparedGroup) -> String {
        match self.options.by.cell(&group.key) {
            Cell::Text(text) => text,
            Cell::Integer(number) => number.to_string(),
            _ if matches!(self.options.by, GroupBy::Chosen(_)) => "neither".to_owned(),
            _ => format!("no {}", self.options.by.name()),
        }
    }

    fn group_cell(&self, row: &ComparedTheme, place: usize) -> Cell {
        let group = row.groups.get(place).and_then(|&group| self.groups.get(group));
        group.map_or(Cell::Missing, |group| self.options.by.cell(&group.key))
    }

    fn cells(&self, row: &ComparedTheme) -> Vec<Cell> {
        let rated = || row.rates.iter().copied().enumerate();
        // The first of equal ones.
        let highest = rated().reduce(|best, next| if next.1 > best.1 { next } else { best });
        let lowest = rated().reduce(|best, next| if next.1 < best.1 { next } else { best });
        let extreme = |found: Option<(usize, f64)>| match found {
            Some((place, rate)) if row.mentions.iter().any(|&count| count > 0) => {
                [self.group_cell(row, place), Cell::real(rate)]
            }
            _ => [Cell::Missing, Cell::Missing],
        };
        let mut cells: Vec<Cell> = vec![
            row.theme.as_str().into(),
            row.mentions.iter().sum::<u64>().into(),
            row.papers.iter().sum::<u64>().into(),
        ];
        cells.extend(extreme(highest));
        cells.extend(extreme(lowest));
        cells.extend(test_cells(row, row.test.map(|test| test.epsilon_squared)));
        cells
    }

    fn pair_cells(&self, row: &ComparedTheme) -> Vec<Cell> {
        let mut cells: Vec<Cell> =
            vec![row.theme.as_str().into(), self.group_cell(row, 0), self.group_cell(row, 1)];
        cells.extend(row.mentions.iter().chain(&row.papers).copied().map(Cell::from));
        cells.extend(row.rates.iter().copied().map(Cell::real));
        cells.push(row.log_ratio.map_or(Cell::Missing, Cell::real));
        cells.extend(test_cells(row, row.test.and_then(|test| test.rank_biserial)));
        cells
    }

    fn columns(&self) -> Vec<Column> {
        let by = self.options.by.name();
        let per = self.options.per;
        let rate = |name: &str| {
            Column::real(name, 2, format!("mentions per {per} tokens there"))
                .labelled(format!("per {}", thousands(per)))
        };
        let mut columns = vec![
            theme_column(self.rows.iter().map(|row| row.theme.as_str())),
            Column::integer("mentions", "places where the theme is raised, in all groups"),
            Column::integer("papers", "papers with a mention, for each group anew").hidden(),
            Column::text("highest", format!("{by} with the highest rate")),
            rate("highest_rate"),
            Column::text("lowest", format!("{by} with the lowest rate")).hidden(),
            rate("lowest_rate").hidden(),
        ];
        columns.extend(test_columns(
            Column::real("epsilon_squared", 2, "effect size: epsilon squared of h").labelled("ε²"),
        ));
        columns
    }

    fn pair_columns(&self) -> Vec<Column> {
        let per = self.options.per;
        let two = match self.groups.as_slice() {
            [first, second] => Some([first, second].map(|group| self.group_name(group))),
            _ => None,
        };
        let name = |name: &str, meaning: &str| {
            let column = Column::text(name, meaning).shown(Display::Brief);
            if two.is_some() { column.hidden() } else { column }
        };
        let rate = |name: &str, label: Option<&String>| {
            let column = Column::real(name, 2, format!("mentions per {per} tokens there"));
            match label {
                Some(label) => column.labelled(label),
                None => column,
            }
        };
        let count = |name: &str, meaning: &str| Column::integer(name, meaning).hidden();
        let [one, other] = [0, 1].map(|place| two.as_ref().and_then(|two| two.get(place)));
        let mut columns = vec![
            theme_column(self.rows.iter().map(|row| row.theme.as_str())),
            name("first", "first group"),
            name("second", "second group"),
            count("first_mentions", "mentions in the first group"),
            count("second_mentions", "mentions in the second group"),
            count("first_papers", "papers of the first group with a mention"),
            count("second_papers", "papers of the second group with a mention"),
            rate("first_rate", one),
            rate("second_rate", other),
            Column::real("log_ratio", 2, "binary logarithm of the ratio of the rates"),
        ];
        columns.extend(test_columns(
            Column::real("rank_biserial", 2, "effect size: rank-biserial correlation")
                .labelled("r"),
        ));
        columns
    }
}

fn test_columns(effect: Column) -> [Column; 7] {
    [
        Column::real("g2", 1, "G2 of mentions and other tokens").labelled("G2"),
        Column::real("g2_p", 4, "p-value of G2, which takes tokens for independent").hidden(),
        Column::real("h", 2, "Kruskal and Wallis' H of the papers' rates").hidden(),
        effect,
        Column::real("p", 4, "p-value of h by permutation, not corrected"),
        Column::real("p_holm", 4, "the same by Holm's correction for all rows").labelled("Holm"),
        Column::real("p_bh", 4, "the same by Benjamini and Hochberg's correction").hidden(),
    ]
}

fn test_cells(row: &ComparedTheme, effect: Option<f64>) -> [Cell; 7] {
    let real = |value: Option<f64>| value.map_or(Cell::Missing, Cell::real);
    let (holm, bh) = row.adjusted.unzip();
    [
        real(row.g2_p.map(|_| row.g2)),
        real(row.g2_p),
        real(row.test.map(|test| test.h)),
        real(effect),
        real(row.test.map(|test| test.p)),
        real(holm),
        real(bh),
    ]
}

//! Key items as a table.

use super::{Direction, Keyness, bound};
use crate::model::table::{ColumnKind, Display, thousands};
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::lexical::{number_of, shown_of};
use crate::stats::association::chi_squared;
use crate::stats::keyness::{log_ratio, percent_difference};
use crate::stats::log_likelihood::{bic, signed_g2};

/// What an item is called in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemNames {
    /// The column.
    pub column: &'static str,
    /// One of them, and several.
    pub nouns: (&'static str, &'static str),
    /// What the sizes of the texts are numbers of.
    pub places: &'static str,
    /// Whether they are paths of themes.
    pub is_path: bool,
}

impl Keyness {
    /// One row an item: the item, `target`, `target_rate`, `target_papers`, `target_dp`, `reference`,
    /// `reference_rate`, `reference_papers`, `reference_dp`, `g2`, `p`, `p_holm`, `p_bh`, `chi_squared`,
    /// `log_ratio`, `log_ratio_bound`, `percent_difference`, `log_odds`, `log_odds_z`, `bic`.
    #[must_use]
    pub fn to_table(&self, names: ItemNames, provenance: Provenance) -> Table {
        let mut table = Table::new("keyness", self.title(names));
        table.columns = self.columns(names);
        for row in &self.rows {
            let real = |value: Option<f64>| value.map_or(Cell::Missing, Cell::real);
            let (cells, per) = (&row.table, self.options.per);
            let odds = row.log_odds(self.options.prior);
            table.push(vec![
                row.item.as_str().into(),
                row.target.count.into(),
                real(row.target.rate(&self.target, per)),
                row.target.papers.into(),
                real(row.target.dp),
                row.reference.count.into(),
                real(row.reference.rate(&self.reference, per)),
                row.reference.papers.into(),
                real(row.reference.dp),
                Cell::real(signed_g2(cells)),
                Cell::real(row.p),
                Cell::real(row.p_holm),
                Cell::real(row.p_bh),
                real(chi_squared(cells)),
                Cell::real(log_ratio(cells)),
                real(bound(cells, self.tested)),
                real(percent_difference(cells)),
                real(odds.map(|odds| odds.delta)),
                real(odds.map(|odds| odds.zeta)),
                real(bic(cells)),
            ]);
        }
        let [target, reference] = [&self.target, &self.reference].map(|text| {
            let papers = number_of(text.papers, ("paper", "papers"));
            format!("{} {} in {papers}", thousands(text.tokens), names.places)
        });
        table.notes.push(format!("Target: {target}. Reference corpus: {reference}."));
        table.provenance = provenance;
        table
    }

    fn title(&self, names: ItemNames) -> String {
        let what = match self.options.direction {
            Direction::Over => "more frequent in the target",
            Direction::Under => "less frequent in the target",
            Direction::Both => "that were compared",
        };
        let shown = shown_of(self.rows.len(), self.found, names.nouns);
        format!("Keyness: {shown} {what}")
    }

    fn columns(&self, names: ItemNames) -> Vec<Column> {
        let per = self.options.per;
        let kind = if names.is_path { ColumnKind::Path } else { ColumnKind::Text };
        let dp = "deviation of proportions over the target's papers, 0 (even) to 1";
        let dp = Column::real("target_dp", 2, dp).labelled("DP");
        let papers =
            |of: &str, meaning| Column::integer(format!("{of}_papers"), meaning).labelled("papers");
        let mut columns = vec![
            Column::new(kind, names.column, "what is compared"),
            Column::integer("target", "occurrences in the target"),
            Column::real("target_rate", 2, format!("occurrences per {per} tokens of the target"))
                .hidden(),
            papers("target", "papers of the target with it"),
            // Paths of themes need the room.
            if names.is_path { dp.hidden() } else { dp },
            Column::integer("reference", "occurrences in the reference corpus"),
            Column::real("reference_rate", 2, format!("occurrences per {per} tokens there"))
                .hidden(),
            papers("reference", "papers of the reference corpus with it"),
            Column::real("reference_dp", 2, "deviation of proportions over its papers").hidden(),
        ];
        columns.extend(self.measures());
        columns
    }

    /// The columns of measures.
    fn measures(&self) -> Vec<Column> {
        let bound = format!(
            "conservative log ratio: the bound nearer to 0 of its exact interval at 95 % over {} items \
             (Bonferroni), 0 where the interval holds 0",
            thousands(self.tested as u64)
        );
        let odds = format!(
            "log-odds ratio (natural logarithm) with a Dirichlet prior worth {} tokens",
            self.options.prior
        );
        let log_ratio = "binary logarithm of the ratio of rates, each count with 1/2 added";
        let difference = "%DIFF; none where it is absent from the reference corpus";
        let bic = "Bayesian information criterion |G2| - ln(tokens of both)";
        vec![
            Column::real("g2", 1, "log-likelihood G2, negative where rarer in the target")
                .labelled("G2"),
            Column::real("p", 4, "p-value of G2, one degree of freedom").hidden(),
            Column::real("p_holm", 4, "p-value after Holm's correction")
                .labelled("p (Holm)")
                .shown(Display::Probability),
            Column::real("p_bh", 4, "p-value after Benjamini and Hochberg's correction").hidden(),
            Column::real("chi_squared", 1, "chi-squared without Yates' correction, signed as G2")
                .hidden(),
            Column::real("log_ratio", 2, log_ratio).labelled("log ratio"),
            Column::real("log_ratio_bound", 2, bound).labelled("bound"),
            Column::real("percent_difference", 1, difference).hidden(),
            Column::real("log_odds", 2, odds).hidden(),
            Column::real("log_odds_z", 2, "the same over its standard error").hidden(),
            Column::real("bic", 1, bic).hidden(),
        ]
    }
}

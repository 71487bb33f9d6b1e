//! Collocates: words that stand near a node more often than by chance.
//!
//! **What is counted** is surface co-occurrence as S. Evert defines it (2008, Corpora and collocations, in
//! Lüdeling & Kytö (eds), *Corpus linguistics: an international handbook*): the text is divided into the
//! tokens near a node (in the windows around all its occurrences, each token once), and the others. The
//! tokens of the nodes themselves belong to neither, so that a node is no collocate of its own.
//!
//! ```text
//!                 the word    other words
//! near a node     o11         o12            r1 = tokens in windows
//! elsewhere       o21         o22
//!                 c1          c2             n = tokens outside of nodes
//! ```
//!
//! All measures but logDice rest on this table; the expected count `r1 c1 / n` so takes the size of the
//! window into account. logDice is that of P. Rychlý (2008), over the frequencies of node and word,
//! `14 + log2(2 o11 / (nodes + c1))`; where a word stands near one node several times, no more co-occurrences
//! count than there are nodes. Sources, variants and edge cases of the others: [`crate::stats::association`].

use crate::model::table::{ColumnKind, thousands};
use crate::model::{Cell, Column, Provenance, Table};
use crate::query::lexical::{number_of, shown_of};
use crate::stats::association::{
    delta_p_of_column, delta_p_of_row, local_mutual_information, log_dice, mi3, mutual_information,
    npmi, t_score, z_score,
};
use crate::stats::contingency::Contingency;
use crate::stats::log_likelihood::signed_g2;

/// A word near the node, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollocateCount {
    /// Its norm.
    pub word: String,
    /// Occurrences nearest to a node after them.
    pub left: u64,
    /// Occurrences nearest to a node before them.
    pub right: u64,
    /// Papers with one of both.
    pub papers: u64,
    /// Occurrences in the whole text outside of nodes.
    pub frequency: u64,
}

/// Words near a node with what they are compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollocateCounts {
    /// The words, by name.
    pub words: Vec<CollocateCount>,
    /// Occurrences of the node.
    pub nodes: u64,
    /// Papers with one.
    pub node_papers: u64,
    /// Tokens in windows.
    pub window: u64,
    /// Tokens outside of nodes.
    pub tokens: u64,
}

/// What collocates are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CollocateMeasure {
    /// logDice.
    #[default]
    LogDice,
    /// Pointwise mutual information.
    Mi,
    /// MI3.
    Mi3,
    /// Local mutual information.
    Lmi,
    /// t-score.
    T,
    /// z-score.
    Z,
    /// G².
    G2,
    /// Delta P of the word given the node.
    DeltaP,
    /// Normalised pointwise mutual information.
    Npmi,
    /// Co-occurrences.
    Frequency,
}

/// Collocates with their measures, in order of rank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collocates {
    /// The collocates that are shown.
    pub rows: Vec<Collocate>,
    /// How many there are.
    pub found: usize,
    counts: CollocateCounts,
}

/// A collocate.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocate {
    /// What was counted.
    pub count: CollocateCount,
    table: Contingency,
    log_dice: Option<f64>,
}

impl Collocate {
    /// `None` where a count does not fit the others.
    fn new(count: CollocateCount, of: &CollocateCounts) -> Option<Self> {
        let common = count.left + count.right;
        let table = Contingency::new(common, of.window, count.frequency, of.tokens)?;
        let pairs = of.nodes + count.frequency;
        let of_nodes = Contingency::new(common.min(of.nodes), of.nodes, count.frequency, pairs)?;
        Some(Self { count, table, log_dice: log_dice(&of_nodes) })
    }

    /// A measure; minus infinity where it has no value.
    #[must_use]
    pub fn measure(&self, measure: CollocateMeasure) -> f64 {
        let table = &self.table;
        let value = match measure {
            CollocateMeasure::LogDice => self.log_dice,
            CollocateMeasure::Mi => mutual_information(table),
            CollocateMeasure::Mi3 => mi3(table),
            CollocateMeasure::Lmi => local_mutual_information(table),
            CollocateMeasure::T => Some(t_score(table)),
            CollocateMeasure::Z => z_score(table),
            CollocateMeasure::G2 => Some(signed_g2(table)),
            CollocateMeasure::DeltaP => delta_p_of_column(table),
            CollocateMeasure::Npmi => npmi(table),
            CollocateMeasure::Frequency => Some(table.o11()),
        };
        value.unwrap_or(f64::NEG_INFINITY)
    }
}

impl Collocates {
    /// The `limit` words of the highest `measure`, of equal ones the more frequent first.
    #[must_use]
    pub fn new(
        mut counts: CollocateCounts,
        measure: CollocateMeasure,
        limit: Option<usize>,
    ) -> Self {
        let words = std::mem::take(&mut counts.words).into_iter();
        let mut rows: Vec<Collocate> =
            words.filter_map(|word| Collocate::new(word, &counts)).collect();
        rows.sort_by(|a, b| {
            let frequency = CollocateMeasure::Frequency;
            b.measure(measure)
                .total_cmp(&a.measure(measure))
                .then(b.measure(frequency).total_cmp(&a.measure(frequency)))
                .then_with(|| a.count.word.cmp(&b.count.word))
        });
        let found = rows.len();
        rows.truncate(limit.unwrap_or(usize::MAX));
        Self { rows, found, counts }
    }

    /// One row a collocate: `collocate`, `near`, `left`, `right`, `papers`, `frequency`, `expected`,
    /// `log_dice`, `mi`, `mi3`, `lmi`, `t`, `z`, `g2`, `delta_p_word`, `delta_p_node`, `npmi`.
    #[must_use]
    pub fn to_table(&self, provenance: Provenance) -> Table {
        let Self { rows, found, counts } = self;
        let title = format!(
            "Collocates: {} near {} in {}",
            shown_of(rows.len(), *found, ("word", "words")),
            number_of(counts.nodes, ("node", "nodes")),
            number_of(counts.node_papers, ("paper", "papers"))
        );
        let mut table = Table::new("collocates", title);
        table.columns = columns();
        for row in rows {
            let Collocate { count, table: cells, .. } = row;
            let mut all: Vec<Cell> = vec![
                count.word.as_str().into(),
                (count.left + count.right).into(),
                count.left.into(),
                count.right.into(),
                count.papers.into(),
                count.frequency.into(),
                Cell::real(cells.e11()),
            ];
            let measures = [
                CollocateMeasure::LogDice,
                CollocateMeasure::Mi,
                CollocateMeasure::Mi3,
                CollocateMeasure::Lmi,
                CollocateMeasure::T,
                CollocateMeasure::Z,
                CollocateMeasure::G2,
                CollocateMeasure::DeltaP,
            ];
            all.extend(measures.map(|measure| Cell::real(row.measure(measure))));
            all.push(delta_p_of_row(cells).map_or(Cell::Missing, Cell::real));
            all.push(Cell::real(row.measure(CollocateMeasure::Npmi)));
            table.push(all);
        }
        table.notes.push(format!(
            "{} tokens stand in the windows around the nodes, of {} outside of nodes. Logarithms have base \
             2, those of NPMI cancel out, and those of G2 are natural.",
            thousands(counts.window),
            thousands(counts.tokens)
        ));
        table.provenance = provenance;
        table
    }
}

fn columns() -> Vec<Column> {
    let real = |name: &str, decimals, meaning: &str| {
        Column::new(ColumnKind::Real { decimals }, name, meaning)
    };
    vec![
        Column::text("collocate", "word near the node, folded"),
        Column::integer("near", "its occurrences in the windows around nodes (o11)").bar(),
        Column::integer("left", "of these those before the nearest node"),
        Column::integer("right", "of these those after the nearest node"),
        Column::integer("papers", "papers with an occurrence near a node"),
        Column::integer("frequency", "its occurrences in the whole text outside of nodes (c1)"),
        real("expected", 1, "occurrences near nodes expected by chance, r1 c1 / n"),
        real("log_dice", 2, "logDice, 14 + log2 of Dice over the frequencies of node and word")
            .labelled("logDice"),
        real("mi", 2, "pointwise mutual information log2(o11/e11), in bits").labelled("MI"),
        real("mi3", 2, "MI3, log2(o11³/e11)").hidden(),
        real("lmi", 1, "local mutual information, o11 log2(o11/e11)").hidden(),
        real("t", 2, "t-score (o11 - e11) / √o11").hidden(),
        real("z", 2, "z-score (o11 - e11) / √e11").hidden(),
        real("g2", 1, "log-likelihood G2 (natural logarithm), negative where rarer than expected")
            .labelled("G2"),
        real("delta_p_word", 4, "delta P of the word given the node, o11/r1 - o21/r2").hidden(),
        real("delta_p_node", 4, "delta P of the node's window given the word, o11/c1 - o12/c2")
            .hidden(),
        real("npmi", 3, "normalised pointwise mutual information, -1 to 1 (any logarithm)")
            .hidden(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> CollocateCounts {
        let word = |word: &str, left, right, frequency| CollocateCount {
            word: word.to_owned(),
            left,
            right,
            papers: 1,
            frequency,
        };
        CollocateCounts {
            words: vec![word("cheap", 8, 2, 20), word("the", 20, 20, 5000), word("wage", 1, 0, 1)],
            nodes: 50,
            node_papers: 7,
            window: 400,
            tokens: 90_000,
        }
    }

    #[test]
    fn measures_rest_on_the_table_of_window_and_rest() {
        let found = Collocates::new(counts(), CollocateMeasure::LogDice, None);
        let cheap = &found.rows[0];
        assert_eq!(cheap.count.word, "cheap");
        let table = Contingency::new(10, 400, 20, 90_000).unwrap();
        assert_eq!(cheap.measure(CollocateMeasure::Mi), mutual_information(&table).unwrap());
        assert_eq!(cheap.measure(CollocateMeasure::G2), signed_g2(&table));
        // 14 + log2(2 · 10 / (50 + 20))
        assert!((cheap.measure(CollocateMeasure::LogDice) - 12.192_645_077_942_396).abs() < 1e-12);
    }

    #[test]
    fn ranks_follow_the_measure_and_limits_hold() {
        let first = |measure| {
            let found = Collocates::new(counts(), measure, Some(1));
            assert_eq!((found.rows.len(), found.found), (1, 3));
            found.rows[0].count.word.clone()
        };
        assert_eq!(first(CollocateMeasure::Frequency), "the");
        assert_eq!(first(CollocateMeasure::Mi), "wage");
        assert_eq!(first(CollocateMeasure::Z), "cheap");
    }
}

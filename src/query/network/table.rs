//! Networks as lists of edges.

use crate::model::network::Network;
use crate::model::{Cell, Column, Table};

impl Network {
    /// One row an edge, the heaviest first: `source`, `target` (ids), their labels, `weight`, and for a network
    /// without directions `cosine`, `jaccard`, `association`; then the counts and years of the nodes.
    #[must_use]
    pub fn to_table(&self) -> Table {
        let [nodes, edges] = [self.nodes.len(), self.edges.len()]
            .map(|count| crate::model::table::thousands(count as u64));
        let mut table = Table::new(
            format!("network_{}", self.name),
            format!("{}: {nodes} nodes, {edges} edges", self.title),
        );
        table.columns = self.columns();
        table.provenance = self.provenance.clone();
        let mut edges: Vec<_> = self.edges.iter().collect();
        edges.sort_by_key(|edge| (std::cmp::Reverse(edge.weight), edge.source, edge.target));
        for edge in edges {
            let (Some(source), Some(target)) =
                (self.nodes.get(edge.source), self.nodes.get(edge.target))
            else {
                continue;
            };
            let mut row: Vec<Cell> = [&source.id, &target.id, &source.label, &target.label]
                .map(|text| text.as_str().into())
                .to_vec();
            row.push(edge.weight.into());
            if let Some(strength) = edge.strength {
                row.extend(
                    [strength.cosine, strength.jaccard, strength.association].map(Cell::real),
                );
            }
            row.extend([
                source.count.into(),
                target.count.into(),
                source.year.into(),
                target.year.into(),
            ]);
            table.push(row);
        }
        table
    }

    fn columns(&self) -> Vec<Column> {
        let (from, to) = if self.directed { ("citing", "cited") } else { ("source", "target") };
        let mut columns = vec![
            Column::text("source", "id of the first node").hidden(),
            Column::text("target", "id of the second node").hidden(),
            Column::text("source_label", "name of the first node").labelled(from),
            Column::text("target_label", "name of the second node").labelled(to),
        ];
        let weight = if self.directed { "citations" } else { "units that have both" };
        columns.push(Column::integer("weight", weight).bar());
        if !self.directed {
            columns.extend([
                Column::real("cosine", 3, "weight over the root of the product of both counts"),
                Column::real("jaccard", 3, "weight over the units that have either"),
                Column::real("association", 2, "weight over what chance would give"),
            ]);
        }
        columns.extend([
            Column::integer("source_count", "units that have the first node").hidden(),
            Column::integer("target_count", "units that have the second node").hidden(),
            Column::ordinal("source_year", "year of the first node").hidden(),
            Column::ordinal("target_year", "year of the second node").hidden(),
        ]);
        columns
    }
}

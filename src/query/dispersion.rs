//! How evenly each theme is spread over the parts of a corpus: over papers, over other groups of text, or over
//! slices of equal size.
//!
//! Measures, formulas, sources and edge cases: [`stats::dispersion`](crate::stats::dispersion). Parts without the theme count,
//! parts without text do not. A mention belongs to the part that its first token stands in. Parts must not overlap.

use super::facts::{MentionFacts, ThemeFacts, theme_column};
use super::frequency::{FrequencyOptions, FrequencyTable, counted};
use super::selection::Selection;
use super::slices::Slices;
use crate::model::table::thousands;
use crate::model::{Cell, Column, Provenance, Table};
use crate::stats::dispersion::Parts;

/// Mentions of each theme in each part, and the sizes of parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dispersion {
    /// What the parts are, in the plural: `documents`.
    pub parts: String,
    /// Tokens of each part.
    pub sizes: Vec<u64>,
    /// The themes that have rows, each with its mentions by part.
    pub rows: Vec<(ThemeFacts, Vec<u64>)>,
}

impl Dispersion {
    /// Over the groups of a table of frequencies.
    #[must_use]
    pub fn of_groups(parts: impl Into<String>, table: &FrequencyTable) -> Self {
        let row = |&place: &usize| {
            let theme = table.themes.get(place)?.clone();
            let groups = 0..table.groups.len();
            Some((theme, groups.map(|group| table.get(place, group).mentions).collect()))
        };
        Self {
            parts: parts.into(),
            sizes: table.groups.iter().map(|group| group.tokens).collect(),
            rows: table.rows.iter().filter_map(row).collect(),
        }
    }

    /// Over slices of equal size.
    #[must_use]
    pub fn of_slices(
        slices: &Slices,
        themes: &[ThemeFacts],
        mentions: &[MentionFacts],
        selection: &Selection,
        options: &FrequencyOptions,
    ) -> Self {
        let sizes = slices.sizes();
        let mut counts = vec![vec![0_u64; sizes.len()]; themes.len()];
        let counts_for = counted(themes, selection, options);
        for mention in mentions.iter().filter(|mention| counts_for(mention)) {
            let slice = slices.slice_of(mention.document, mention.first_token);
            let of_theme = counts.get_mut(mention.theme as usize);
            if let Some(count) = slice.zip(of_theme).and_then(|(slice, of)| of.get_mut(slice)) {
                *count += 1;
            }
        }
        let shown = |place: &usize| options.shown.as_ref().is_none_or(|own| own.contains(place));
        let rows = themes.iter().cloned().zip(counts).enumerate();
        Self {
            parts: format!("slices of {} tokens", thousands(sizes.first().copied().unwrap_or(0))),
            sizes,
            rows: rows.filter(|(place, _)| shown(place)).map(|(_, row)| row).collect(),
        }
    }

    /// Whether no theme occurs.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.rows.iter().all(|(_, counts)| counts.iter().all(|&count| count == 0))
    }

    /// For each row the normalised deviation of proportions; `None` where it is not defined.
    pub fn deviations(&self) -> impl Iterator<Item = Option<f64>> {
        self.rows.iter().map(|(_, counts)| Parts::new(counts, &self.sizes)?.dp_norm())
    }

    /// One row a theme: `theme`, `mentions`, `parts`, `range`, `juilland_d`, `carroll_d2`, `rosengren_s`, `dp`, `dp_norm`,
    /// `kld`, `kld_norm`. Where the themes are patterns typed by hand the first column is `pattern`.
    #[must_use]
    pub fn to_table(&self, of_patterns: bool, provenance: Provenance) -> Table {
        let number = thousands(self.sizes.len() as u64);
        let title = format!("Dispersion over {number} {}", self.parts);
        let mut table = Table::new("dispersion", title);
        table.provenance = provenance;
        table.columns = if of_patterns {
            vec![Column::text("pattern", "pattern, as it was typed")]
        } else {
            vec![theme_column(self.rows.iter().map(|(theme, _)| theme.path.as_str()))]
        };
        table.columns.extend(columns());
        table.notes.push(
            "range: parts with the theme. D, D2 and S are 1 for a theme spread evenly over the text and near 0 for one in \
             a single part; DP, DPnorm and KLD are 0 for an even spread and grow with unevenness."
                .to_owned(),
        );
        for (theme, counts) in &self.rows {
            let mentions: u64 = counts.iter().sum();
            let mut row: Vec<Cell> =
                vec![theme.path.as_str().into(), mentions.into(), self.sizes.len().into()];
            match Parts::new(counts, &self.sizes) {
                Some(parts) => row.extend(measures(&parts)),
                None => row.push(0_u64.into()),
            }
            table.push(row);
        }
        table
    }
}

fn measures(parts: &Parts) -> Vec<Cell> {
    let real = |value: Option<f64>| value.map_or(Cell::Missing, Cell::real);
    vec![
        parts.range().into(),
        real(parts.juilland_d()),
        real(parts.carroll_d2()),
        Cell::real(parts.rosengren_s()),
        Cell::real(parts.dp()),
        real(parts.dp_norm()),
        Cell::real(parts.kld()),
        Cell::real(parts.kld_norm()),
    ]
}

fn columns() -> Vec<Column> {
    let measure =
        |name: &str, label: &str, meaning: &str| Column::real(name, 3, meaning).labelled(label);
    vec![
        Column::integer("mentions", "places where the theme is raised").bar(),
        Column::integer("parts", "parts with text").hidden(),
        Column::integer("range", "parts with a mention"),
        measure("juilland_d", "D", "Juilland's D over rates; 1 is even"),
        measure("carroll_d2", "D2", "Carroll's D2 over rates; 1 is even"),
        measure("rosengren_s", "S", "Rosengren's S; 1 is even"),
        measure("dp", "DP", "Gries' deviation of proportions; 0 is even"),
        measure("dp_norm", "DPnorm", "DP divided by its largest value, from 0 to 1"),
        measure("kld", "KLD", "Kullback-Leibler divergence from the sizes of parts, in bits"),
        measure("kld_norm", "KLDnorm", "1 - 2^-KLD, from 0 to 1").hidden(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionKind;
    use crate::query::selection::SectionSet;

    #[test]
    fn slices_hold_every_mention_once_and_silent_themes_have_no_measures() {
        let sections = [vec![(SectionKind::Methods, 0..30)], vec![(SectionKind::Results, 0..70)]];
        let selection = Selection::new(vec![SectionSet::ALL; 2]);
        let slices = Slices::new(&sections, &selection, 10).unwrap();
        let mention = |document, first_token, section| MentionFacts {
            document,
            first_token,
            end_token: first_token + 1,
            theme: 0,
            pattern: 0,
            sentence: 0,
            section,
            negated: false,
            hedged: false,
            union: false,
        };
        let mentions: Vec<MentionFacts> = (0..30)
            .step_by(3)
            .map(|token| mention(0, token, SectionKind::Methods))
            .chain((0..7).map(|token| mention(1, token, SectionKind::Results)))
            .collect();
        let themes = ["motives", "barriers"];
        let themes = themes.map(|path| ThemeFacts { path: path.into(), parent: None });
        let options = FrequencyOptions::default();
        let found = Dispersion::of_slices(&slices, &themes, &mentions, &selection, &options);
        assert_eq!(found.sizes, [10; 10]);
        assert_eq!(found.rows[0].1, [4, 3, 3, 7, 0, 0, 0, 0, 0, 0]);
        let table = found.to_table(false, Provenance::default());
        assert_eq!(table.title, "Dispersion over 10 slices of 10 tokens");
        assert_eq!(table.rows()[0][1..4], [17_u64.into(), 10_u64.into(), 4_u64.into()]);
        let silent = &table.rows()[1];
        assert_eq!(silent[3], 0_u64.into());
        assert!(silent[4..].iter().all(|cell| *cell == Cell::Missing));
        let options = FrequencyOptions { shown: Some(vec![1]), ..options };
        let one = Dispersion::of_slices(&slices, &themes, &mentions, &selection, &options);
        assert!(one.rows.len() == 1 && one.is_zero() && !found.is_zero());
    }
}

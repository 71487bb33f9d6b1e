//! Matrices: themes by themes, and themes by works.

use std::collections::BTreeMap;

use super::names_of;
use crate::figure::{Matrix, MatrixCell, MatrixLabel, Measure};
use crate::query::cooccurrence::{Cooccurrence, PairMeasure, UnitKind};
use crate::query::evidence::Evidence;
use crate::query::works::Works;
use crate::report::figures::plural;
use crate::report::themes::ThemeName;

/// Themes by themes: a measure of each pair; what is not above 0 has an empty cell.
#[must_use]
pub fn together(
    found: &Cooccurrence,
    names: &[ThemeName],
    (measure, measured): (PairMeasure, &str),
    unit: UnitKind,
) -> Matrix {
    let chosen: Vec<&ThemeName> =
        found.themes().iter().filter_map(|&place| names.get(place)).collect();
    let paths: Vec<&str> = chosen.iter().map(|name| name.path.as_str()).collect();
    let place: BTreeMap<usize, usize> =
        found.themes().iter().enumerate().map(|(place, &theme)| (theme, place)).collect();
    let mut cells = vec![vec![None; chosen.len()]; chosen.len()];
    for pair in &found.pairs {
        let Some(value) = pair.measure(measure) else { continue };
        let (Some(&first), Some(&second)) = (place.get(&pair.first), place.get(&pair.second))
        else {
            continue;
        };
        let of = |theme: usize| names.get(theme).map_or("", |name| name.full.as_str());
        let note = format!("{} and {}", of(pair.first), of(pair.second));
        for (row, column) in [(first, second), (second, first)] {
            if let Some(cell) = cells.get_mut(row).and_then(|row| row.get_mut(column)) {
                *cell = Some(MatrixCell { value, note: note.clone(), link: None });
            }
        }
    }
    let row = |name: ThemeName| MatrixLabel { text: name.label, depth: name.depth, link: None };
    let column =
        |name: &&ThemeName| MatrixLabel { text: name.full.clone(), ..MatrixLabel::default() };
    let (_, plural) = unit.nouns();
    Matrix {
        title: format!("Themes raised in the same {plural}: {measured}"),
        description: format!(
            "Each cell is {measured} of two themes over {plural}; the darker, the more. Empty cells: none, or \
             less than by chance."
        ),
        measure: if measure == PairMeasure::Observed { Measure::Count } else { Measure::Rate },
        rows: names_of(&paths, names).into_iter().map(row).collect(),
        columns: chosen.iter().map(column).collect(),
        cells,
    }
}

/// Themes by works: the papers that cite a work near a theme, for the works that are cited near themes most.
#[must_use]
pub fn evidence(found: &Evidence, names: &[ThemeName], works: &Works, most: usize) -> Matrix {
    // Sentences near which a work is cited, each once, whatever the number of themes.
    let mut places: Vec<(u32, u32, u32)> =
        found.rows.iter().map(|row| (row.work, row.document, row.sentence)).collect();
    places.sort_unstable();
    places.dedup();
    let mut counts: Vec<(usize, u32)> = places
        .chunk_by(|one, other| one.0 == other.0)
        .filter_map(|chunk| Some((chunk.len(), chunk.first()?.0)))
        .collect();
    counts.sort_by_key(|&(count, work)| (std::cmp::Reverse(count), work));
    counts.truncate(most);
    let column: BTreeMap<u32, usize> =
        counts.iter().enumerate().map(|(place, &(_, work))| (work, place)).collect();
    let label = |work: u32| works.works.get(work as usize).map_or("", |work| work.label.as_str());
    let mut rows: BTreeMap<u32, Vec<Option<MatrixCell>>> = BTreeMap::new();
    for (theme, work, count) in found.summary() {
        let Some(&place) = column.get(&work) else { continue };
        let cells = rows.entry(theme).or_insert_with(|| vec![None; column.len()]);
        if let Some(cell) = cells.get_mut(place) {
            let papers = plural(count.papers, "paper");
            let sentences = plural(count.sentences, "sentence");
            *cell = Some(MatrixCell {
                #[expect(clippy::cast_precision_loss, reason = "papers")]
                value: count.papers as f64,
                note: format!("{papers}, {sentences}; {}", label(work)),
                link: None,
            });
        }
    }
    let themes: Vec<&str> = rows
        .keys()
        .filter_map(|&theme| names.get(theme as usize).map(|name| name.path.as_str()))
        .collect();
    let row = |name: ThemeName| MatrixLabel { text: name.label, depth: name.depth, link: None };
    Matrix {
        title: format!("Papers that cite a work where they raise a theme: {} works", counts.len()),
        description:
            "Each cell is the number of papers that cite a work near a mention of a theme; the \
                      darker, the more."
                .to_owned(),
        measure: Measure::Count,
        rows: names_of(&themes, names).into_iter().map(row).collect(),
        columns: counts
            .iter()
            .map(|&(_, work)| MatrixLabel {
                text: label(work).to_owned(),
                ..MatrixLabel::default()
            })
            .collect(),
        cells: rows.into_values().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::name;
    use super::*;

    #[test]
    fn the_works_of_most_sentences_are_drawn_each_sentence_once() {
        use crate::model::SectionKind;
        use crate::query::evidence::{EvidenceRow, EvidenceScope};
        let row = |theme, work, document, sentence| EvidenceRow {
            theme,
            work,
            document,
            sentence,
            distance: 0,
            section: SectionKind::Results,
            page: None,
            narrative: false,
            text: String::new(),
            marks: Vec::new(),
        };
        // Work 1 in two sentences of a theme and of the one above it, work 0 in one of both, work 2 in three.
        let mut rows = Vec::new();
        for theme in [0, 1] {
            rows.extend([row(theme, 0, 0, 0), row(theme, 1, 0, 1), row(theme, 1, 1, 1)]);
        }
        rows.extend([row(2, 2, 0, 5), row(2, 2, 0, 6), row(2, 2, 3, 7)]);
        let found = Evidence { rows, scope: EvidenceScope::Sentence };
        let names = [name("a", 0), name("a.b", 1), name("d", 0)];
        let matrix = evidence(&found, &names, &Works::default(), 2);
        let labels: Vec<&str> = matrix.rows.iter().map(|row| row.text.as_str()).collect();
        assert_eq!(labels, ["a", "b", "d"]);
        let values: Vec<Vec<Option<f64>>> = matrix
            .cells
            .iter()
            .map(|row| row.iter().map(|cell| cell.as_ref().map(|cell| cell.value)).collect())
            .collect();
        assert_eq!(values, [[None, Some(2.0)], [None, Some(2.0)], [Some(2.0), None]]);
    }
}

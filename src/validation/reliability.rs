//! How far coders agree with each other, and with the codebook: Cohen's kappa and Krippendorff's alpha
//! ([`crate::stats::agreement`]) with bootstrap intervals ([`crate::stats::bootstrap`]).
//!
//! Kappa and alpha are of the sentences as they were coded, which is what is meant by the reliability of
//! coding. A stratified sample has more mentions than the corpus, and both measures depend on how frequent
//! a theme is: `corpus_kappa` is Cohen's kappa of the table of weights, that is of the corpus.

use std::collections::BTreeMap;

use super::judge::{Judged, Rater};
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Codebook, Column, Provenance, Table};
use crate::stats::agreement::{Level, weighted_alpha};
use crate::stats::bootstrap::Bootstrap;
use crate::stats::confusion::Confusion;

/// A measure with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Of the sample as it is.
    pub value: f64,
    /// Bounds, where there are any.
    pub bounds: Option<(f64, f64)>,
}

/// How far raters agree on one theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Sentences coded by at least two of the raters.
    pub sentences: usize,
    /// Share of them on which all raters that coded them say the same.
    pub agreement: Option<f64>,
    /// Cohen's kappa, for two raters; `None` where they do not vary.
    pub kappa: Option<Measure>,
    /// Cohen's kappa in the corpus.
    pub corpus_kappa: Option<Measure>,
    /// Krippendorff's alpha, nominal; `None` where codes do not vary.
    pub alpha: Option<Measure>,
}

/// Units that were coded alike in one stratum.
struct Class {
    stratum: u16,
    pattern: Vec<Option<f64>>,
}

/// How far `raters`, each with a code or none for every unit, agree; only selected units count.
#[must_use]
pub fn agreement(judged: &Judged, raters: &[&[Option<bool>]], bootstrap: Bootstrap) -> Agreement {
    let pattern = |unit: usize| -> Vec<Option<bool>> {
        raters.iter().map(|codes| codes.get(unit).copied().flatten()).collect()
    };
    let paired = |unit: usize| pattern(unit).iter().flatten().count() > 1;
    let weights = judged.weights(paired);
    let mut numbers: BTreeMap<(u16, Vec<Option<bool>>), usize> = BTreeMap::new();
    let mut classes: Vec<Class> = Vec::new();
    let mut units: Vec<(usize, usize)> = Vec::new();
    for (place, unit) in judged.units.iter().enumerate() {
        if !unit.selected || !paired(place) {
            continue;
        }
        let pattern = pattern(place);
        let class = *numbers.entry((unit.stratum, pattern.clone())).or_insert_with(|| {
            let values = pattern.iter().map(|code| code.map(|code| f64::from(u8::from(code))));
            classes.push(Class { stratum: unit.stratum, pattern: values.collect() });
            classes.len() - 1
        });
        units.push((usize::from(unit.stratum), class));
    }
    let measure = |counts: &[f64]| measures(&classes, counts, &weights);
    let mut counts = vec![0.0; classes.len()];
    for &(_, class) in &units {
        if let Some(count) = counts.get_mut(class) {
            *count += 1.0;
        }
    }
    let mut values = measure(&counts).into_iter();
    let mut bounds = bootstrap.intervals(&units, classes.len(), measure).into_iter();
    let mut next = || {
        let (value, bounds) = (values.next().flatten(), bounds.next().flatten());
        value.map(|value| Measure { value, bounds })
    };
    let (kappa, corpus_kappa, alpha) = (next(), next(), next());
    let same = classes.iter().zip(&counts).filter(|(class, _)| {
        let mut said = class.pattern.iter().flatten();
        let first = said.next();
        said.all(|code| Some(code) == first)
    });
    let same: f64 = same.map(|(_, count)| count).sum();
    let all: f64 = counts.iter().sum();
    let agreement = (all > 0.0).then(|| same / all);
    Agreement { sentences: units.len(), agreement, kappa, corpus_kappa, alpha }
}

/// Kappa, kappa in the corpus, and alpha, of so many units of each class.
fn measures(classes: &[Class], counts: &[f64], weights: &BTreeMap<u16, f64>) -> [Option<f64>; 3] {
    let (mut sample, mut corpus) = (Confusion::default(), Confusion::default());
    let mut patterns: BTreeMap<Vec<Option<bool>>, f64> = BTreeMap::new();
    for (class, &count) in classes.iter().zip(counts) {
        if let [Some(first), Some(second)] = *class.pattern.as_slice() {
            let (first, second) = (first > 0.5, second > 0.5);
            sample.add(first, second, count);
            let weight = weights.get(&class.stratum).copied().unwrap_or_default();
            corpus.add(first, second, count * weight);
        }
        let pattern = class.pattern.iter().map(|code| code.map(|code| code > 0.5)).collect();
        *patterns.entry(pattern).or_default() += count;
    }
    let values = |pattern: &Vec<Option<bool>>| {
        pattern.iter().map(|code| code.map(|code| f64::from(u8::from(code)))).collect::<Vec<_>>()
    };
    let units: Vec<Vec<Option<f64>>> = patterns.keys().map(values).collect();
    let counts: Vec<f64> = patterns.into_values().collect();
    let alpha = weighted_alpha(&units, &counts, Level::Nominal);
    [sample.kappa(), corpus.kappa(), alpha]
}

/// One row of the table of reliability.
#[derive(Clone, Debug, PartialEq)]
pub struct ReliabilityRow {
    /// Place of the theme in the codebook.
    pub theme: usize,
    /// Who is compared.
    pub raters: String,
    /// How far they agree.
    pub agreement: Agreement,
}

/// The agreement of each pair of coders, of all coders where there are more than two, and of each coder
/// with the codebook, on each theme.
#[must_use]
pub fn reliability(judged: &Judged, bootstrap: Bootstrap) -> Vec<ReliabilityRow> {
    let mut rows = Vec::new();
    for (place, &theme) in judged.themes.iter().enumerate() {
        let codes = |rater: &Rater| rater.codes.get(place).cloned().unwrap_or_default();
        let coders: Vec<(String, Vec<Option<bool>>)> =
            judged.coders.iter().map(|rater| (rater.name.clone(), codes(rater))).collect();
        let mut add = |raters: String, of: &[&[Option<bool>]]| {
            let agreement = agreement(judged, of, bootstrap);
            if agreement.sentences > 0 {
                rows.push(ReliabilityRow { theme, raters, agreement });
            }
        };
        for (number, (first, one)) in coders.iter().enumerate() {
            for (second, other) in coders.iter().skip(number + 1) {
                add(format!("{first} – {second}"), &[one, other]);
            }
        }
        if coders.len() > 2 {
            let all: Vec<&[Option<bool>]> =
                coders.iter().map(|(_, codes)| codes.as_slice()).collect();
            add("all coders".to_owned(), &all);
        }
        for (name, codes) in &coders {
            add(format!("{name} – codebook"), &[codes, &judged.found(place)]);
        }
    }
    rows
}

impl Judged {
    /// What the codebook says of the theme at this place of [`Judged::themes`], as a coder would.
    #[must_use]
    pub fn found(&self, place: usize) -> Vec<Option<bool>> {
        let found = self.codebook.get(place);
        found.map(|found| found.iter().map(|&found| Some(found)).collect()).unwrap_or_default()
    }
}

/// The columns of a measure and its bounds.
pub(super) fn measure_columns(name: &str, what: &str) -> [Column; 3] {
    [
        Column::real(name, 2, what).shown(Display::Interval),
        Column::real(format!("{name}_low"), 2, format!("lower bound of {name}")),
        Column::real(format!("{name}_high"), 2, format!("upper bound of {name}")),
    ]
}

/// The cells for [`measure_columns`].
pub(super) fn measure_cells(measure: Option<Measure>) -> [Cell; 3] {
    let bounds = measure.and_then(|measure| measure.bounds);
    [
        measure.map_or(Cell::Missing, |measure| Cell::real(measure.value)),
        bounds.map_or(Cell::Missing, |(low, _)| Cell::real(low)),
        bounds.map_or(Cell::Missing, |(_, high)| Cell::real(high)),
    ]
}

/// One row a theme and pair of raters.
#[must_use]
pub fn table(
    rows: &[ReliabilityRow],
    codebook: &Codebook,
    notes: Vec<String>,
    provenance: Provenance,
) -> Table {
    let mut table = Table::new("reliability", "Agreement of coders and codebook");
    table.provenance = provenance;
    table.notes = notes;
    table.notes.push(
        "kappa and alpha are of the coded sentences, among which themes are more frequent than in the corpus; \
         corpus_kappa in files is weighted back to it. Intervals: 95 %, bootstrap of sentences within strata"
            .to_owned(),
    );
    table.columns = vec![
        Column::new(ColumnKind::Path, "theme", "path of the theme").shown(Display::Tree),
        Column::text("raters", "who is compared"),
        Column::integer("sentences", "sentences coded by at least two of them"),
        Column::share("agreement", "share of them on which all say the same"),
    ];
    table.columns.extend(measure_columns("kappa", "Cohen's kappa of the coded sentences"));
    table.columns.extend(measure_columns("alpha", "Krippendorff's alpha, nominal"));
    let corpus = measure_columns("corpus_kappa", "Cohen's kappa, weighted back to the corpus");
    table.columns.extend(corpus.map(Column::hidden));
    for ReliabilityRow { theme, raters, agreement } in rows {
        let path = codebook.themes.get(*theme).map(|theme| theme.path.as_str());
        let mut cells: Vec<Cell> = vec![
            path.into(),
            raters.as_str().into(),
            agreement.sentences.into(),
            agreement.agreement.map_or(Cell::Missing, Cell::real),
        ];
        cells.extend(measure_cells(agreement.kappa));
        cells.extend(measure_cells(agreement.alpha));
        cells.extend(measure_cells(agreement.corpus_kappa));
        table.push(cells);
    }
    table
}

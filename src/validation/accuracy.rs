//! Precision, recall and F1 of each theme, weighted back to the corpus, with the coder as the truth.
//!
//! The formulas and intervals are those of [`crate::stats::survey`]. Rows that are not coded for a theme
//! are taken as missing at random within their stratum: the others stand for them. A stratum in which nothing
//! is coded is left out, and `coverage` says how much of the corpus the others are.

use super::judge::{Judged, Truth};
use super::reliability::{Measure, agreement, measure_cells, measure_columns};
use crate::model::table::{ColumnKind, Display};
use crate::model::{Cell, Codebook, Column, Provenance, Table};
use crate::stats::bootstrap::Bootstrap;
use crate::stats::confusion::Confusion;
use crate::stats::interval::Share;
use crate::stats::survey::{Accuracy, Observation, estimate};

/// How well the codebook finds one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct AccuracyRow {
    /// Place of the theme in the codebook.
    pub theme: usize,
    /// Whose codes are the truth.
    pub truth: String,
    /// The coded sentences, unweighted; the codebook is the first rater.
    pub sample: Confusion,
    /// What that says of the corpus.
    pub corpus: Accuracy,
    /// Share of the corpus that lies in strata in which anything is coded.
    pub coverage: f64,
    /// Cohen's kappa of codebook and coder in the sample.
    pub kappa: Option<Measure>,
    /// Krippendorff's alpha of codebook and coder in the sample.
    pub alpha: Option<Measure>,
}

/// How well the codebook finds each theme, by each truth; themes and truths without a coded sentence have no
/// row.
#[must_use]
pub fn accuracy(judged: &Judged, truth: Truth, bootstrap: Bootstrap) -> Vec<AccuracyRow> {
    let mut rows = Vec::new();
    let truths = judged.truths(truth);
    for (place, &theme) in judged.themes.iter().enumerate() {
        let found = judged.found(place);
        for rater in &truths {
            let Some(codes) = rater.codes.get(place) else { continue };
            let code = |unit: usize| codes.get(unit).copied().flatten();
            let weights = judged.weights(|unit| code(unit).is_some());
            let mut sample = Confusion::default();
            let mut observations = Vec::new();
            for (number, unit) in judged.units.iter().enumerate().filter(|(_, it)| it.selected) {
                let found = found.get(number).copied().flatten().unwrap_or_default();
                let weight = weights.get(&unit.stratum).copied();
                if let (Some(wanted), Some(weight)) = (code(number), weight) {
                    sample.add(found, wanted, 1.0);
                    observations.push(Observation { weight, found, wanted });
                }
            }
            if observations.is_empty() {
                continue;
            }
            let agreed = agreement(judged, &[&found, codes], bootstrap);
            rows.push(AccuracyRow {
                theme,
                truth: rater.name.clone(),
                sample,
                corpus: estimate(&observations, bootstrap.level),
                coverage: judged.coverage(&weights),
                kappa: agreed.kappa,
                alpha: agreed.alpha,
            });
        }
    }
    rows
}

/// One row a theme and truth.
#[must_use]
pub fn table(
    rows: &[AccuracyRow],
    codebook: &Codebook,
    notes: Vec<String>,
    provenance: Provenance,
) -> Table {
    let mut table = Table::new("agreement", "Agreement of the codebook with coders");
    table.provenance = provenance;
    table.notes = notes;
    table.notes.push(
        "prevalence, precision, recall and F1 are weighted back to the corpus, with intervals of 95 % from \
         beta posteriors of the stratified sample; kappa and alpha are those of codebook and coder in the n \
         coded sentences; --reliability shows their intervals"
            .to_owned(),
    );
    let least = rows.iter().map(|row| row.coverage).fold(1.0, f64::min);
    if least < 1.0 {
        table.notes.push(format!(
            "some strata have no coded sentence, so that a row may stand for as little as {:.0} % of the corpus; \
             `coverage` in files says for how much",
            100.0 * least
        ));
    }
    let several = rows.iter().any(|row| Some(&row.truth) != rows.first().map(|first| &first.truth));
    table.columns = columns(several);
    for row in rows {
        table.push(cells(row, codebook));
    }
    table
}

fn columns(several: bool) -> Vec<Column> {
    let truth = Column::text("truth", "whose codes are the truth").shown(Display::Brief);
    let count = |name: &str, what: &str| Column::integer(name, what).hidden();
    let mut columns = vec![
        Column::new(ColumnKind::Path, "theme", "path of the theme").shown(Display::Tree),
        if several { truth } else { truth.hidden() },
        Column::integer("sentences", "coded sentences").labelled("n"),
        count("true_positives", "coded sentences that both codebook and coder have"),
        count("false_positives", "coded sentences that only the codebook has"),
        count("false_negatives", "coded sentences that only the coder has"),
        count("true_negatives", "coded sentences that neither has"),
        Column::share("coverage", "share of the corpus in strata with coded sentences").hidden(),
    ];
    for (name, what) in [
        ("prevalence", "share of sentences of the corpus that raise the theme"),
        ("precision", "share of the codebook's sentences that raise the theme"),
        ("recall", "share of the sentences that raise the theme that the codebook finds"),
        ("f1", "harmonic mean of precision and recall"),
    ] {
        let shown = if name == "prevalence" { Display::Plain } else { Display::Interval };
        let column = Column::share(name, what).shown(shown);
        columns.push(if name == "f1" { column.labelled("F1") } else { column });
        let bound = |side: &str, word: &str| {
            Column::share(format!("{name}_{side}"), format!("{word} bound of {name}")).hidden()
        };
        columns.extend([bound("low", "lower"), bound("high", "upper")]);
    }
    for (name, what) in [
        ("kappa", "Cohen's kappa of codebook and coder"),
        ("alpha", "Krippendorff's alpha of codebook and coder"),
    ] {
        let [value, low, high] = measure_columns(name, what);
        columns.extend([value.shown(Display::Plain), low.hidden(), high.hidden()]);
    }
    columns
}

fn cells(row: &AccuracyRow, codebook: &Codebook) -> Vec<Cell> {
    let AccuracyRow { theme, truth, sample, corpus, coverage, kappa, alpha } = row;
    #[expect(clippy::cast_possible_truncation, reason = "counts of sentences")]
    let count = |cell: f64| Cell::Integer(cell as i64);
    let path = codebook.themes.get(*theme).map(|theme| theme.path.as_str());
    let mut cells: Vec<Cell> = vec![
        path.into(),
        truth.as_str().into(),
        count(sample.total()),
        count(sample.both),
        count(sample.first_only),
        count(sample.second_only),
        count(sample.neither),
        Cell::real(*coverage),
    ];
    for share in [corpus.prevalence, corpus.precision, corpus.recall, corpus.f1] {
        let cell =
            |of: fn(Share) -> f64| share.map_or(Cell::Missing, |share| Cell::real(of(share)));
        cells.extend([cell(|it| it.share), cell(|it| it.low), cell(|it| it.high)]);
    }
    cells.extend(measure_cells(*kappa));
    cells.extend(measure_cells(*alpha));
    cells
}

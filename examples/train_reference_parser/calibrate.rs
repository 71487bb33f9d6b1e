//! Calibration: what the tagger's probabilities are worth, seen on references that it was not trained on.
//!
//! Each field that is parsed from a held-out reference gives a point: the probability of its run, and
//! whether its value is the labelled one. A logistic regression of right on the log odds (Platt 1999)
//! gives slope and intercept of the field; the product of a reference's calibrated probabilities, with
//! whether all its fields are right, gives those of the whole.

use leitmotif::extract::reference::parse::Parser;
use leitmotif::extract::reference::parse::label::Field;
use leitmotif::extract::reference::parse::model::{CALIBRATED, Calibration, Model};
use leitmotif::model::{Person, ReferenceFields};

use crate::corpus::Labelled;
use crate::project;

/// Points of one reference: number of the field, probability, whether it is right.
type Points = Vec<(usize, f32, bool)>;

/// Points of all held-out references.
#[derive(Default)]
pub struct Evidence(Vec<Points>);

impl Evidence {
    /// Adds what `model`, which is not calibrated, finds in references that it has not seen.
    pub fn add<'r>(&mut self, model: &Model, references: impl Iterator<Item = &'r Labelled>) {
        let mut parser = Parser::with_model(model);
        for reference in references {
            let Some(record) = project::record(reference) else { continue };
            let fields = parser.parse(&project::text(reference));
            let points = fields.field_confidence.iter().filter_map(|(name, probability)| {
                let (field, right) = is_right(name, &fields, &record)?;
                Some((field as usize, *probability, right))
            });
            self.0.push(points.collect());
        }
    }

    /// The calibration that fits best.
    pub fn fit(&self) -> [Calibration; CALIBRATED] {
        let mut calibration = [Calibration { slope: 1.0, intercept: 0.0 }; CALIBRATED];
        for number in 1..CALIBRATED {
            let points = self.0.iter().flatten().filter(|point| point.0 == number);
            let points: Vec<(f32, bool)> = points.map(|point| (point.1, point.2)).collect();
            if points.len() > 200 {
                calibration[number] = regress(&points);
            }
        }
        let whole: Vec<(f32, bool)> = self
            .0
            .iter()
            .map(|points| {
                let product = points.iter().map(|point| calibration[point.0].apply(point.1));
                (product.product(), points.iter().all(|point| point.2))
            })
            .collect();
        calibration[0] = regress(&whole);
        calibration
    }
}

/// The field of a parsed value and whether it is the labelled one; `None` for what is not labelled.
fn is_right(
    name: &str,
    fields: &ReferenceFields,
    record: &crate::layout::Record,
) -> Option<(Field, bool)> {
    let same = |parsed: &Option<String>, labelled: &str| {
        plain(parsed.as_deref().unwrap_or_default()) == plain(labelled)
    };
    let families = |people: &[Person]| -> Vec<String> {
        people.iter().map(|person| plain(&person.family)).collect()
    };
    Some(match name {
        "authors" => (Field::Author, families(&fields.authors) == families(&record.authors)),
        "editors" => (Field::Editor, families(&fields.editors) == families(&record.editors)),
        "title" => (Field::Title, same(&fields.title, &record.title)),
        "container" => (Field::Container, same(&fields.container, &record.container)),
        "volume" => (Field::Volume, same(&fields.volume, &record.volume)),
        "issue" => (Field::Issue, same(&fields.issue, &record.issue)),
        "first_page" => (Field::Pages, same(&fields.first_page, &record.first)),
        "publisher" => (Field::Publisher, same(&fields.publisher, &record.publisher)),
        "place" => (Field::Place, same(&fields.place, &record.place)),
        "year" => {
            let year = fields.year.as_ref().and_then(|year| year.value);
            let parsed = year.map(|year| year.to_string()).unwrap_or_default();
            (Field::Date, parsed == record.year)
        }
        _ => return None,
    })
}

/// Letters and digits without case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Logistic regression by Newton's method, with a weak pull of the slope to 1.
fn regress(points: &[(f32, bool)]) -> Calibration {
    let (mut slope, mut intercept) = (1.0_f64, 0.0_f64);
    for _ in 0..30 {
        let mut gradient = [1e-3 * (1.0 - slope), -1e-3 * intercept];
        let mut curvature = [[1e-3, 0.0], [0.0, 1e-3]];
        for &(probability, right) in points {
            let probability = f64::from(probability.clamp(1e-6, 1.0 - 1e-6));
            let odds = (probability / (1.0 - probability)).ln();
            let fitted = 1.0 / (1.0 + (-(slope * odds + intercept)).exp());
            let (error, weight) = (f64::from(u8::from(right)) - fitted, fitted * (1.0 - fitted));
            gradient[0] += error * odds;
            gradient[1] += error;
            curvature[0][0] += weight * odds * odds;
            curvature[0][1] += weight * odds;
            curvature[1][1] += weight;
        }
        let [[a, b], [_, d]] = curvature;
        let determinant = a * d - b * b;
        if determinant.abs() < 1e-12 {
            break;
        }
        slope += (d * gradient[0] - b * gradient[1]) / determinant;
        intercept += (a * gradient[1] - b * gradient[0]) / determinant;
    }
    #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
    Calibration { slope: slope as f32, intercept: intercept as f32 }
}

//! Trains the parser of references from AnyStyle's and GROBID's labelled references.
//!
//!     cargo run --release --example train_reference_parser -- TRAINING_FOLDER MODEL_FILE
//!     cargo run --release --example train_reference_parser -- TRAINING_FOLDER --check REFERENCES PREDICTIONS
//!
//! The second form is for measuring: it reads strings from REFERENCES (JSON lines with `id` and `raw`),
//! and writes one parsed reference a line to PREDICTIONS. Strings of the training files are parsed by
//! a model that has not seen their file (five folds), all others by one trained on everything.
//! `docs/reference-parser.md` says what came out.

#![expect(
    clippy::print_stderr,
    clippy::needless_range_loop,
    clippy::explicit_auto_deref,
    unreachable_pub,
    reason = "a tool of development, which tells how it gets on"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use leitmotif::extract::reference::parse::model::{CALIBRATED, Calibration, Model};
use leitmotif::extract::reference::parse::{Parser, ReferenceRecord};

mod calibrate;
mod corpus;
mod layout;
mod learn;
mod people;
mod project;

use calibrate::Evidence;
use corpus::Labelled;
use layout::{Maker, Records};
use learn::{Random, Settings};
use project::Sample;

const FOLDS: usize = 5;

/// References laid out anew in other styles and languages, beside those of the training data.
const MADE_UP: usize = 20_000;

/// How the model that is compiled in was trained.
const SETTINGS: Settings = Settings {
    passes: 14,
    rate: 0.15,
    penalty: 0.0005,
    cutoff: 3,
    dropout: 0.45,
    averaged: 4,
    keep: 170_000,
};

/// Neutral calibration: probabilities stay.
const NEUTRAL: [Calibration; CALIBRATED] = [Calibration { slope: 1.0, intercept: 0.0 }; CALIBRATED];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [folder, "--check", references, predictions] => {
            check(Path::new(folder), Path::new(references), Path::new(predictions))
        }
        [folder, file] => {
            let data = Data::read(Path::new(folder))?;
            let calibration = data.calibrate(&data.train_folds());
            let model = data.train(None).with_calibration(calibration);
            let bytes = model.write();
            eprintln!("{} features, {} bytes", model.features(), bytes.len());
            Ok(std::fs::write(file, bytes)?)
        }
        _ => Err("give a training folder and the file of the model to write".into()),
    }
}

/// All training data with the fold of each reference.
struct Data {
    samples: Vec<(Labelled, Sample, usize)>,
    folds: BTreeMap<String, usize>,
}

impl Data {
    fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let references = corpus::read(folder)?;
        let mut sizes = BTreeMap::new();
        for reference in &references {
            *sizes.entry(unit(&reference.file, reference.index)).or_insert(0) += 1;
        }
        let folds = learn::folds(&sizes, FOLDS);
        let samples: Vec<_> = references
            .into_iter()
            .filter_map(|reference| {
                let fold = folds[&unit(&reference.file, reference.index)];
                project::sample(&reference).map(|sample| (reference, sample, fold))
            })
            .collect();
        eprintln!("{} references", samples.len());
        Ok(Self { samples, folds })
    }

    /// The models of all folds, each trained on the others.
    fn train_folds(&self) -> Vec<(Option<usize>, Model)> {
        (0..FOLDS).map(|fold| (Some(fold), self.train(Some(fold)))).collect()
    }

    /// The calibration that the held-out references show.
    fn calibrate(&self, models: &[(Option<usize>, Model)]) -> [Calibration; CALIBRATED] {
        let mut evidence = Evidence::default();
        for (fold, model) in models {
            let held_out = self.samples.iter().filter(|sample| Some(sample.2) == *fold);
            evidence.add(model, held_out.map(|(reference, _, _)| reference));
        }
        evidence.fit()
    }

    /// The fold that holds the reference with this `id` of the strings to check.
    fn fold_of(&self, id: &str) -> Option<usize> {
        let (file, index) = match id.strip_prefix("anystyle-core-") {
            Some(number) => ("core.xml", number),
            None => id
                .strip_prefix("grobid:")
                .or_else(|| id.strip_prefix("grobid-header:"))?
                .split_once('#')?,
        };
        // The strings of a file are numbered from 1.
        let index = index.parse::<usize>().ok()?.saturating_sub(1);
        self.folds.get(&unit(file, index)).copied()
    }

    /// Samples made of the fields of all data but one fold.
    fn made_up(&self, without: Option<usize>) -> Vec<Sample> {
        let records = self
            .samples
            .iter()
            .filter(|(_, _, fold)| without != Some(*fold))
            .filter_map(|(reference, _, _)| project::record(reference))
            .collect();
        let records = Records::new(records);
        let (maker, mut random) = (Maker::new(), Random(0x5eed_0f1e_1739_0b2d));
        (0..MADE_UP).filter_map(|_| project::sample(&maker.make(&records, &mut random))).collect()
    }

    /// A model of all data but one fold.
    fn train(&self, without: Option<usize>) -> Model {
        let made = self.made_up(without);
        let samples: Vec<&Sample> = self
            .samples
            .iter()
            .filter(|(_, _, fold)| without != Some(*fold))
            .map(|(_, sample, _)| sample)
            .chain(&made)
            .collect();
        let weights = learn::train(&samples, SETTINGS);
        Model::new(&weights.features, weights.transitions, NEUTRAL)
    }
}

/// What is kept together in one fold: a file, or a block of the one large file of AnyStyle.
fn unit(file: &str, index: usize) -> String {
    if file == "core.xml" { format!("core.xml#{}", index / 10) } else { file.to_owned() }
}

fn check(folder: &Path, references: &Path, predictions: &Path) -> Result<(), Box<dyn Error>> {
    let data = Data::read(folder)?;
    let mut rows = Vec::new();
    for line in std::fs::read_to_string(references)?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        rows.push((text("id"), text("raw")));
    }
    let mut models = data.train_folds();
    models.push((None, data.train(None)));
    let calibration = data.calibrate(&models);
    let mut lines = vec![String::from("{}"); rows.len()];
    for (fold, model) in models {
        let model = model.with_calibration(calibration);
        let mut parser = Parser::with_model(&model);
        for (line, (id, raw)) in lines.iter_mut().zip(&rows) {
            if data.fold_of(id) == fold {
                *line = serde_json::to_string(&ReferenceRecord::new(raw, &parser.parse(raw)))?;
            }
        }
        if fold.is_none() && std::env::var("MODEL").is_ok() {
            std::fs::write(std::env::var("MODEL")?, model.write())?;
        }
    }
    lines.push(String::new());
    Ok(std::fs::write(predictions, lines.join("\n"))?)
}

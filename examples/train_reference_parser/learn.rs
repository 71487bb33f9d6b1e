//! Training: penalised likelihood of the labels, by stochastic gradients.
//!
//! AdaGrad (Duchi, Hazan and Singer 2011) with its composite step for an L1 penalty, which drives
//! most weights to exactly 0; the order of samples in each pass comes from a seeded generator, so that
//! the same data gives the same model. Features that occur fewer than [`Settings::cutoff`] times are
//! left out.

use std::collections::BTreeMap;

use leitmotif::extract::reference::parse::feature::FEATURES;
use leitmotif::extract::reference::parse::label::{LABELS, may_follow};
use leitmotif::extract::reference::parse::tagger::{Chain, Lattice, Row, Transitions};

use crate::project::Sample;

/// What a training run may set.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the data.
    pub passes: usize,
    /// Length of a step.
    pub rate: f32,
    /// Weight of the L1 penalty.
    pub penalty: f32,
    /// Fewest occurrences of a feature.
    pub cutoff: u32,
    /// Share of features that are left out at random.
    pub dropout: f32,
    /// Passes at the end whose weights are averaged.
    pub averaged: usize,
    /// Number of features kept, those with the largest weights.
    pub keep: usize,
}

/// Trained weights.
pub struct Weights {
    pub features: Vec<(u64, Row)>,
    pub transitions: Transitions,
}

/// A small generator of random numbers (xorshift64*, Vigna 2016).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from((self.next() >> 33) % (end.max(1) as u64)).unwrap_or_default()
    }

    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

/// The features of a sample as numbers of rows.
struct Indexed<'s> {
    rows: Vec<u32>,
    labels: &'s [usize],
}

const NONE: u32 = u32::MAX;

/// Trains on `samples`.
pub fn train(samples: &[&Sample], settings: Settings) -> Weights {
    let (hashes, indexed) = index(samples, settings.cutoff);
    let mut weights = vec![[0.0_f32; LABELS]; hashes.len()];
    let mut squares = vec![[1e-2_f32; LABELS]; hashes.len()];
    let mut transitions = Transitions::default();
    let mut transition_squares = vec![[1.0_f32; LABELS]; LABELS + 1];
    let mut mean = Mean::default();
    let mut order: Vec<usize> = (0..indexed.len()).collect();
    let mut random = Random(0x1d87_2b41_0f3c_5a69);
    let mut lattice = Lattice::default();
    for pass in 0..settings.passes {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        // The last passes take shorter steps.
        let left = settings.passes - pass;
        let rate = if left <= 3 { settings.rate * 0.3 } else { settings.rate };
        let mut loss = 0.0;
        let mut thinned = Indexed { rows: Vec::new(), labels: &[] };
        for &at in &order {
            thinned.labels = indexed[at].labels;
            thinned.rows.clear();
            thinned.rows.extend(indexed[at].rows.iter().map(|row| {
                let dropped = (random.next() >> 40) as f32 / (1 << 24) as f32;
                if dropped < settings.dropout { NONE } else { *row }
            }));
            let sample = &thinned;
            let chain = Chain::new(transitions.clone());
            loss += sweep(sample, &weights, &chain, &mut lattice);
            step_features(sample, &lattice, &mut weights, &mut squares, rate, settings.penalty);
            step_chain(sample, &lattice, &chain, &mut transitions, &mut transition_squares, rate);
        }
        if left <= settings.averaged {
            mean.add(&weights, &transitions);
        }
        let used = weights.iter().filter(|row| row.iter().any(|one| *one != 0.0)).count();
        eprintln!(
            "pass {pass}: loss {:.4} a reference, {used} features",
            loss / order.len() as f64
        );
    }
    let (mut weights, transitions) = mean.take();
    // All features are there when parsing.
    weights.iter_mut().flatten().for_each(|weight| *weight *= 1.0 - settings.dropout);
    let mut features: Vec<(u64, Row)> = hashes
        .into_iter()
        .zip(weights)
        .filter(|(_, row)| row.iter().any(|weight| *weight != 0.0))
        .collect();
    let size = |row: &Row| row.iter().map(|weight| weight.abs()).fold(0.0, f32::max);
    features.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)).then(a.0.cmp(&b.0)));
    features.truncate(settings.keep);
    Weights { features, transitions }
}

/// The mean of the weights after several passes, which varies less than those after any one.
#[derive(Default)]
struct Mean {
    count: f32,
    weights: Vec<Row>,
    transitions: Option<Transitions>,
}

impl Mean {
    fn add(&mut self, weights: &[Row], transitions: &Transitions) {
        self.count += 1.0;
        let share = 1.0 / self.count;
        let toward = |mean: &mut f32, value: &f32| *mean += share * (value - *mean);
        self.weights.resize(weights.len(), [0.0; LABELS]);
        for (mean, row) in self.weights.iter_mut().flatten().zip(weights.iter().flatten()) {
            toward(mean, row);
        }
        let mean = self.transitions.get_or_insert_with(|| transitions.clone());
        let means = mean.start.iter_mut().chain(mean.between.iter_mut().flatten());
        let values = transitions.start.iter().chain(transitions.between.iter().flatten());
        means.zip(values).for_each(|(mean, value)| toward(mean, value));
    }

    fn take(self) -> (Vec<Row>, Transitions) {
        (self.weights, self.transitions.unwrap_or_default())
    }
}

/// Numbers the features that are frequent enough.
fn index<'s>(samples: &[&'s Sample], cutoff: u32) -> (Vec<u64>, Vec<Indexed<'s>>) {
    let mut all: Vec<u64> =
        samples.iter().flat_map(|sample| sample.features.iter().flatten().copied()).collect();
    all.sort_unstable();
    let mut numbers: rustc_hash::FxHashMap<u64, u32> = rustc_hash::FxHashMap::default();
    let mut hashes = Vec::new();
    for group in all.chunk_by(|a, b| a == b) {
        if group.len() >= cutoff as usize {
            numbers.insert(group[0], u32::try_from(hashes.len()).unwrap_or(NONE));
            hashes.push(group[0]);
        }
    }
    drop(all);
    let indexed = samples
        .iter()
        .map(|sample| Indexed {
            rows: sample
                .features
                .iter()
                .flatten()
                .map(|hash| numbers.get(hash).copied().unwrap_or(NONE))
                .collect(),
            labels: &sample.labels,
        })
        .collect();
    (hashes, indexed)
}

/// Runs the sweeps over a sample; its loss.
fn sweep(sample: &Indexed<'_>, weights: &[Row], chain: &Chain, lattice: &mut Lattice) -> f64 {
    lattice.scores.clear();
    for rows in sample.rows.chunks(FEATURES) {
        let mut scores = [0.0; LABELS];
        for row in rows.iter().filter(|row| **row != NONE) {
            for (score, weight) in scores.iter_mut().zip(&weights[*row as usize]) {
                *score += weight;
            }
        }
        lattice.scores.push(scores);
    }
    lattice.sweep(chain);
    let mut right = 0.0;
    let mut before = None;
    for (&label, scores) in sample.labels.iter().zip(&lattice.scores) {
        right += f64::from(scores[label]);
        let transitions = chain.transitions();
        right +=
            f64::from(before.map_or(transitions.start[label], |before: usize| {
                transitions.between[before][label]
            }));
        before = Some(label);
    }
    lattice.log_partition() - right
}

fn step_features(
    sample: &Indexed<'_>,
    lattice: &Lattice,
    weights: &mut [Row],
    squares: &mut [Row],
    rate: f32,
    penalty: f32,
) {
    for (token, (&label, rows)) in
        sample.labels.iter().zip(sample.rows.chunks(FEATURES)).enumerate()
    {
        let mut gradient = lattice.marginals(token);
        gradient[label] -= 1.0;
        // Tokens that are right without doubt teach nothing.
        if gradient.iter().all(|one| one.abs() < 1e-3) {
            continue;
        }
        for &row in rows.iter().filter(|row| **row != NONE) {
            let (weights, squares) = (&mut weights[row as usize], &mut squares[row as usize]);
            for ((weight, square), one) in weights.iter_mut().zip(squares).zip(&gradient) {
                *square += one * one;
                let step = rate / square.sqrt();
                let moved = *weight - step * one;
                let shrink = step * penalty;
                *weight = (moved.abs() - shrink).max(0.0).copysign(moved);
            }
        }
    }
}

fn step_chain(
    sample: &Indexed<'_>,
    lattice: &Lattice,
    chain: &Chain,
    transitions: &mut Transitions,
    squares: &mut [Row],
    rate: f32,
) {
    let mut expected = [[0.0; LABELS]; LABELS];
    for token in 1..sample.labels.len() {
        lattice.add_pairs(chain, token - 1, &mut expected);
        expected[sample.labels[token - 1]][sample.labels[token]] -= 1.0;
    }
    let mut first = lattice.marginals(0);
    if let Some(&label) = sample.labels.first() {
        first[label] -= 1.0;
    }
    let update = |weights: &mut Row, squares: &mut Row, gradient: &Row, label| {
        for next in (0..LABELS).filter(|&next| may_follow(label, next)) {
            squares[next] += gradient[next] * gradient[next];
            weights[next] -= rate * gradient[next] / squares[next].sqrt();
        }
    };
    for label in 0..LABELS {
        update(&mut transitions.between[label], &mut squares[label], &expected[label], Some(label));
    }
    update(&mut transitions.start, &mut squares[LABELS], &first, None);
}

/// Folds of whole files (of blocks of ten references for the one large file of AnyStyle), about
/// equally large: the number of the fold by file and index.
pub fn folds(sizes: &BTreeMap<String, usize>, count: usize) -> BTreeMap<String, usize> {
    let mut files: Vec<_> = sizes.iter().collect();
    files.sort_by_key(|(name, size)| (std::cmp::Reverse(**size), (*name).clone()));
    let mut loads = vec![0; count];
    let mut folds = BTreeMap::new();
    for (name, size) in files {
        let fold = (0..count).min_by_key(|&fold| loads[fold]).unwrap_or_default();
        loads[fold] += size;
        folds.insert(name.clone(), fold);
    }
    folds
}

//! Decoding of the linear chain: best sequence of labels (Viterbi) and marginal probabilities
//! (forward-backward), on dense rows of [`LABELS`] scores.
//!
//! The forward-backward sweep works with probabilities scaled to sum 1 at each token (Rabiner 1989,
//! section V.A) rather than with logarithms, so that its inner loops are multiply-adds over whole
//! vectors. From it come the marginals of each token, the expected transitions that training needs,
//! and the probability that a stretch of tokens is exactly one field: the product of the paths that
//! begin the field at its first token, stay in it, and leave it after its last (Culotta and McCallum
//! 2004, constrained forward-backward).
//!
//! Sutton and McCallum (2012) is the introduction to the model.

use super::label::{INSIDE, LABELS, may_follow};

/// Scores, probabilities or weights of all labels.
pub type Row = [f32; LABELS];

/// Weights of label after label, row by the earlier label, and of the first label.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions {
    /// Weight of each first label.
    pub start: Row,
    /// Weight of each label (column) after each label (row).
    pub between: [Row; LABELS],
}

/// What may not follow has this weight.
pub const FORBIDDEN: f32 = -1e4;

/// Probabilities below this are taken for 0 in the sweeps.
const NEGLIGIBLE: f32 = 1e-10;

impl Default for Transitions {
    /// Weight 0 for what may follow, [`FORBIDDEN`] for the rest.
    fn default() -> Self {
        let weight = |label, next| if may_follow(label, next) { 0.0 } else { FORBIDDEN };
        Self {
            start: std::array::from_fn(|next| weight(None, next)),
            between: std::array::from_fn(|label| {
                std::array::from_fn(|next| weight(Some(label), next))
            }),
        }
    }
}

/// Transitions in the forms that the sweeps need.
#[derive(Clone, Debug)]
pub struct Chain {
    transitions: Transitions,
    /// Exponentials of the weights, row by the earlier label.
    forward: [Row; LABELS],
    /// The same, row by the later label.
    backward: [Row; LABELS],
    start: Row,
}

impl Chain {
    /// The chain of these transitions.
    #[must_use]
    pub fn new(transitions: Transitions) -> Self {
        let forward = transitions.between.map(|row| row.map(f32::exp));
        let backward =
            std::array::from_fn(|next| std::array::from_fn(|label| forward[label][next]));
        let start = transitions.start.map(f32::exp);
        Self { transitions, forward, backward, start }
    }

    /// The weights.
    #[must_use]
    pub fn transitions(&self) -> &Transitions {
        &self.transitions
    }
}

/// The sweeps over one string; holds its buffers for the next one.
#[derive(Debug, Default)]
pub struct Lattice {
    /// Score of each label at each token; the caller fills these.
    pub scores: Vec<Row>,
    factors: Vec<Row>,
    alpha: Vec<Row>,
    beta: Vec<Row>,
    scales: Vec<f32>,
    logarithm: f64,
    best: Vec<Row>,
}

impl Lattice {
    /// The most probable labels of the tokens, written to `labels`.
    pub fn decode(&mut self, chain: &Chain, labels: &mut Vec<usize>) {
        labels.clear();
        self.best.clear();
        let between = &chain.transitions.between;
        let mut before: Option<Row> = None;
        for scores in &self.scores {
            let arriving =
                before.map_or(chain.transitions.start, |before| advance(&before, between));
            let best = std::array::from_fn(|label| arriving[label] + scores[label]);
            self.best.push(best);
            before = Some(best);
        }
        // Where a label came from is found again on the way back, for the best labels only.
        let mut next: Option<usize> = None;
        for best in self.best.iter().rev() {
            let label = match next {
                None => highest(best.iter().copied()),
                Some(next) => {
                    highest(best.iter().zip(between).map(|(score, weights)| score + weights[next]))
                }
            };
            labels.push(label);
            next = Some(label);
        }
        labels.reverse();
    }

    /// Runs the forward and the backward sweep.
    pub fn sweep(&mut self, chain: &Chain) {
        let length = self.scores.len();
        for buffer in [&mut self.factors, &mut self.alpha, &mut self.beta] {
            buffer.clear();
            buffer.resize(length, [0.0; LABELS]);
        }
        self.scales.clear();
        self.logarithm = 0.0;
        let mut before: Option<Row> = None;
        for ((scores, factors), alpha) in
            self.scores.iter().zip(&mut self.factors).zip(&mut self.alpha)
        {
            let highest = scores.iter().copied().fold(f32::MIN, f32::max);
            *factors = exponentials(scores, highest);
            let arriving = before.map_or(chain.start, |before| multiply(&before, &chain.forward));
            *alpha = std::array::from_fn(|label| arriving[label] * factors[label]);
            let sum: f32 = alpha.iter().sum();
            let scale = 1.0 / sum.max(f32::MIN_POSITIVE);
            alpha.iter_mut().for_each(|value| *value *= scale);
            self.scales.push(scale);
            self.logarithm += f64::from(highest) - f64::from(scale).ln();
            before = Some(*alpha);
        }
        let mut after: Row = [1.0; LABELS];
        for ((beta, factors), scale) in
            self.beta.iter_mut().zip(&self.factors).zip(&self.scales).rev()
        {
            *beta = after;
            let leaving = std::array::from_fn(|label| after[label] * factors[label] * scale);
            after = multiply(&leaving, &chain.backward);
        }
    }

    /// Logarithm of the sum over all sequences of labels; [`Lattice::sweep`] comes first.
    #[must_use]
    pub fn log_partition(&self) -> f64 {
        self.logarithm
    }

    /// Probability of each label at a token; [`Lattice::sweep`] comes first.
    #[must_use]
    pub fn marginals(&self, token: usize) -> Row {
        match (self.alpha.get(token), self.beta.get(token)) {
            (Some(alpha), Some(beta)) => std::array::from_fn(|label| alpha[label] * beta[label]),
            _ => [0.0; LABELS],
        }
    }

    /// Adds the probability of each pair of labels at `token` and the one after it to `expected`.
    pub fn add_pairs(&self, chain: &Chain, token: usize, expected: &mut [Row; LABELS]) {
        let (Some(alpha), Some(beta), Some(factors), Some(scale)) = (
            self.alpha.get(token),
            self.beta.get(token + 1),
            self.factors.get(token + 1),
            self.scales.get(token + 1),
        ) else {
            return;
        };
        let leaving: Row = std::array::from_fn(|label| beta[label] * factors[label] * scale);
        for ((expected, row), alpha) in expected.iter_mut().zip(&chain.forward).zip(alpha) {
            for ((expected, weight), leaving) in expected.iter_mut().zip(row).zip(&leaving) {
                *expected += alpha * weight * leaving;
            }
        }
    }

    /// Probability that the tokens `from..to` are exactly one run of the field that `begin` begins.
    #[must_use]
    pub fn run(&self, chain: &Chain, from: usize, to: usize, begin: usize) -> f32 {
        let inside = (begin + INSIDE) % LABELS;
        let Some(alpha) = self.alpha.get(from) else { return 0.0 };
        let mut probability = alpha[begin % LABELS];
        let mut label = begin % LABELS;
        for token in from + 1..to {
            let (Some(factors), Some(scale)) = (self.factors.get(token), self.scales.get(token))
            else {
                return 0.0;
            };
            probability *= chain.forward[label][inside] * factors[inside] * scale;
            label = inside;
        }
        // What leaves the run after its last token: all that goes on but for the field itself.
        let (Some(beta), Some(factors), Some(scale)) =
            (self.beta.get(to), self.factors.get(to), self.scales.get(to))
        else {
            return probability.clamp(0.0, 1.0);
        };
        let mut leaving = 0.0;
        for (next, weight) in chain.forward[label].iter().enumerate() {
            if next != inside {
                leaving += weight * factors[next] * scale * beta[next];
            }
        }
        (probability * leaving).clamp(0.0, 1.0)
    }
}

/// The vector of sums of `values` times the rows of `matrix`.
fn multiply(values: &Row, matrix: &[Row; LABELS]) -> Row {
    let mut sums = [0.0; LABELS];
    for (value, row) in values.iter().zip(matrix) {
        // Most labels are next to impossible at most tokens.
        if *value < NEGLIGIBLE {
            continue;
        }
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += value * weight;
        }
    }
    sums
}

/// One step of Viterbi's algorithm: best score into each label. A label that continues a field has
/// two predecessors; the others have all.
fn advance(best: &Row, weights: &[Row; LABELS]) -> Row {
    let mut scores = [f32::MIN; LABELS];
    for (score, row) in best.iter().zip(weights) {
        for (next, weight) in scores.iter_mut().zip(row).take(INSIDE) {
            let candidate = score + weight;
            *next = if candidate > *next { candidate } else { *next };
        }
    }
    for inside in INSIDE..LABELS {
        let begin = inside - INSIDE;
        let started = best[begin] + weights[begin][inside];
        scores[inside] = started.max(best[inside] + weights[inside][inside]);
    }
    scores
}

/// The place of the highest score, the first of equal ones.
fn highest(scores: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::MIN);
    for (label, score) in scores.enumerate() {
        if score > best.1 {
            best = (label, score);
        }
    }
    best.0
}

/// Exponentials of `scores` less `highest`, each at most 1.
fn exponentials(scores: &Row, highest: f32) -> Row {
    std::array::from_fn(|label| exponential(scores[label] - highest))
}

/// e to a power from about -80 to 0, to 1 part in 100,000, without a branch: 2 to the integer part
/// by its exponent bits, times the first terms of the series of the rest.
fn exponential(power: f32) -> f32 {
    let power = power.max(-80.0) * std::f32::consts::LOG2_E;
    #[expect(clippy::cast_possible_truncation, reason = "from -116 to 0")]
    let whole = power as i32;
    #[expect(clippy::cast_precision_loss, reason = "from -116 to 0")]
    let rest = (power - whole as f32) * std::f32::consts::LN_2;
    let series = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0]
        .into_iter()
        .fold(1.0 / 5040.0, |sum: f32, factor| sum * rest + factor);
    f32::from_bits(((whole + 127) << 23).cast_unsigned()) * series
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lattice of three tokens with uneven scores, and a chain with uneven transitions.
    fn uneven() -> (Lattice, Chain) {
        let mut transitions = Transitions::default();
        for label in 0..LABELS {
            for next in 0..LABELS {
                if may_follow(Some(label), next) {
                    transitions.between[label][next] = ((label * 7 + next * 3) % 11) as f32 / 5.0;
                }
            }
        }
        let scores = (0..3)
            .map(|token| std::array::from_fn(|label| ((token * 5 + label * 3) % 7) as f32 / 3.0))
            .collect();
        (Lattice { scores, ..Lattice::default() }, Chain::new(transitions))
    }

    /// All allowed sequences of three labels with their scores.
    fn sequences(lattice: &Lattice, chain: &Chain) -> Vec<([usize; 3], f64)> {
        let mut all = Vec::new();
        for a in (0..LABELS).filter(|&a| may_follow(None, a)) {
            for b in (0..LABELS).filter(|&b| may_follow(Some(a), b)) {
                for c in (0..LABELS).filter(|&c| may_follow(Some(b), c)) {
                    let between = &chain.transitions.between;
                    let score = lattice.scores[0][a]
                        + lattice.scores[1][b]
                        + lattice.scores[2][c]
                        + chain.transitions.start[a]
                        + between[a][b]
                        + between[b][c];
                    all.push(([a, b, c], f64::from(score)));
                }
            }
        }
        all
    }

    #[test]
    fn the_decoded_sequence_is_the_best_of_all() {
        let (mut lattice, chain) = uneven();
        let mut labels = Vec::new();
        lattice.decode(&chain, &mut labels);
        let all = sequences(&lattice, &chain);
        let best = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        let found = all.iter().find(|one| one.0[..] == labels[..]).unwrap();
        assert!((best.1 - found.1).abs() < 1e-5, "{best:?} {found:?}");
    }

    #[test]
    fn the_sweeps_sum_over_all_sequences() {
        let (mut lattice, chain) = uneven();
        lattice.sweep(&chain);
        let all = sequences(&lattice, &chain);
        let total: f64 = all.iter().map(|one| one.1.exp()).sum();
        assert!((lattice.log_partition() - total.ln()).abs() < 1e-4);
        let share = |wanted: &dyn Fn(&[usize; 3]) -> bool| {
            all.iter().filter(|one| wanted(&one.0)).map(|one| one.1.exp()).sum::<f64>() / total
        };
        let marginal = share(&|labels| labels[1] == 4);
        assert!((f64::from(lattice.marginals(1)[4]) - marginal).abs() < 1e-5);
        let mut pairs = [[0.0; LABELS]; LABELS];
        lattice.add_pairs(&chain, 0, &mut pairs);
        let pair = share(&|labels| labels[0] == 4 && labels[1] == 20);
        assert!((f64::from(pairs[4][20]) - pair).abs() < 1e-5);
        let run = share(&|labels| labels[0] == 4 && labels[1] == 20 && labels[2] != 20);
        assert!((f64::from(lattice.run(&chain, 0, 2, 4)) - run).abs() < 1e-5);
    }

    #[test]
    fn the_exponential_is_near_enough() {
        for step in 0..800 {
            let power = -(step as f32) / 10.0;
            let exact = power.exp();
            assert!((exponential(power) - exact).abs() <= exact * 1e-5, "{power}");
        }
    }
}

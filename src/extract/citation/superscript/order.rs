//! Chooses the citations among candidates by the order in which references are first cited.
//!
//! Where a list is in the order of citation, a citation has only numbers cited before and the next
//! new ones. Read along the text, the highest number cited so far is the state; to take a candidate
//! scores its own log odds, plus a reward for each number that is the next, minus a charge for each
//! number passed over. The best choice is sought with a beam of the [`BEAM`] best states, so the
//! cost is linear in the number of candidates. For lists in another order (alphabetical) only the
//! log odds count.

use super::candidate::Candidate;

/// States kept at each candidate.
const BEAM: usize = 24;

/// Reward for a number that is the next in order.
const NEXT: f32 = 2.6;
/// Charge for a first number passed over, and for each further one, up to six.
const PASSED_FIRST: f32 = 2.0;
const PASSED: f32 = 0.6;

/// A partial choice.
#[derive(Clone, Copy, Debug)]
struct State {
    highest: u32,
    score: f32,
    /// The last step taken, in the list of steps.
    step: Option<usize>,
}

/// One candidate taken, and the step before it.
#[derive(Clone, Copy, Debug)]
struct Step {
    candidate: usize,
    /// How many numbers of it were the next in order.
    new: u32,
    before: Option<usize>,
}

/// A candidate that is taken for a citation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Chosen {
    /// Its place among the candidates.
    pub(crate) candidate: usize,
    /// How many of its numbers were the next in order.
    pub(crate) new: u32,
}

/// The choice of highest score; `scores[i]` are the log odds of candidate `i`.
pub(crate) fn choose(candidates: &[Candidate], scores: &[f32], ordered: bool) -> Vec<Chosen> {
    if !ordered {
        return scores
            .iter()
            .enumerate()
            .filter(|(_, score)| **score > 0.0)
            .map(|(candidate, _)| Chosen { candidate, new: 0 })
            .collect();
    }
    let mut beam = vec![State { highest: 0, score: 0.0, step: None }];
    let mut steps: Vec<Step> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let Some(&own) = scores.get(index) else { break };
        let mut taken: Vec<State> = Vec::with_capacity(beam.len());
        for state in &beam {
            let (gain, highest, new) = step_score(candidate, state.highest);
            let score = state.score + own + gain;
            if own + gain > -6.0 && (highest > state.highest || own + gain > 0.0) {
                steps.push(Step { candidate: index, new, before: state.step });
                taken.push(State { highest, score, step: Some(steps.len() - 1) });
            }
        }
        merge(&mut beam, taken);
    }
    let best = beam
        .iter()
        .copied()
        .reduce(|best, state| if state.score > best.score { state } else { best });
    let mut chosen = Vec::new();
    let mut at = best.and_then(|state| state.step);
    while let Some(step) = at.and_then(|at| steps.get(at)) {
        chosen.push(Chosen { candidate: step.candidate, new: step.new });
        at = step.before;
    }
    chosen.reverse();
    chosen
}

/// Reward or charge of a candidate in a state, the new state, and how many numbers were next.
fn step_score(candidate: &Candidate, highest: u32) -> (f32, u32, u32) {
    let (mut highest, mut gain, mut new) = (highest, 0.0, 0);
    for number in candidate.numbers() {
        if number == highest + 1 {
            // A range brings many numbers with one look at the text.
            gain += if new == 0 { NEXT } else { 0.5 };
            new += 1;
        } else if number > highest {
            let passed = u16::try_from((number - highest - 2).min(6)).unwrap_or(6);
            gain -= PASSED_FIRST + PASSED * f32::from(passed);
        }
        highest = highest.max(number);
    }
    (gain, highest, new)
}

/// Adds states, keeps the best of each highest number, then the best of all.
fn merge(beam: &mut Vec<State>, taken: Vec<State>) {
    beam.extend(taken);
    beam.sort_by(|a, b| a.highest.cmp(&b.highest).then(b.score.total_cmp(&a.score)));
    beam.dedup_by_key(|state| state.highest);
    if beam.len() > BEAM {
        beam.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.highest.cmp(&b.highest)));
        beam.truncate(BEAM);
    }
}

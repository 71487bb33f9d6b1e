//! Runs: neighbouring tokens of one field, and what belongs to them at their ends.

use super::feature::Class;
use super::fields::Tagged;
use super::label::{Field, INSIDE};
use super::lexicon::Roles;

/// Neighbouring tokens of one field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// What they are.
    pub(super) field: Field,
    /// The first token.
    pub(super) from: usize,
    /// One past the last token.
    pub(super) to: usize,
    /// Probability of the run under the model.
    pub(super) probability: f32,
}

/// The runs of all fields in order.
pub(super) fn runs(tagged: &Tagged<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, &label) in tagged.labels.iter().enumerate() {
        let Some(field) = Field::of_label(label) else { continue };
        match runs.last_mut() {
            Some(run) if label >= INSIDE && run.field == field && run.to == index => run.to += 1,
            _ => runs.push(Run { field, from: index, to: index + 1, probability: 0.0 }),
        }
    }
    for run in &mut runs {
        let begin = run.field.begin();
        run.probability = tagged.lattice.run(tagged.model.chain(), run.from, run.to, begin);
    }
    runs
}

/// The run of a field: its first one, with those that at most `gap` punctuation marks part from it.
pub(super) fn run_of(tagged: &Tagged<'_>, runs: &[Run], field: Field, gap: usize) -> Option<Run> {
    let mut found: Option<Run> = None;
    for run in runs.iter().filter(|run| run.field == field) {
        match &mut found {
            None => found = Some(*run),
            Some(before) => {
                let between = tagged.attributes.get(before.to..run.from).unwrap_or_default();
                let joined = between.len() <= gap
                    && between.iter().all(|token| {
                        !token.class.is_number()
                            && (!token.class.is_word() || token.roles.any(Roles::CONJUNCTION))
                    });
                if !joined {
                    break;
                }
                before.to = run.to;
                before.probability *= run.probability;
            }
        }
    }
    found
}

impl Run {
    /// The characters of the run, on one line.
    pub(super) fn value(&self, tagged: &Tagged<'_>) -> String {
        self.printed(tagged).replace('\n', " ")
    }

    /// The characters of the run.
    pub(super) fn printed<'a>(&self, tagged: &Tagged<'a>) -> &'a str {
        let (start, end) = self.bytes(tagged);
        tagged.text.get(start..end).unwrap_or_default()
    }

    /// The first byte of the run and the one past its last.
    pub(super) fn bytes(&self, tagged: &Tagged<'_>) -> (usize, usize) {
        let start = tagged.tokens.get(self.from).map_or(0, |token| token.start);
        let end = self.to.checked_sub(1).and_then(|last| tagged.tokens.get(last));
        (start, end.map_or(0, |token| token.end))
    }

    /// The run with the quotation mark before it that one inside it closes: `“Push” and pull`.
    pub(super) fn with_quote(mut self, tagged: &Tagged<'_>) -> Self {
        const PAIRS: [(char, char); 3] = [('“', '”'), ('„', '“'), ('«', '»')];
        let inside = self.printed(tagged);
        let before = self.from.checked_sub(1).and_then(|at| tagged.tokens.get(at));
        let before = before.and_then(|token| token.of(tagged.text).chars().next());
        let Some((open, close)) = PAIRS.into_iter().find(|(open, _)| before == Some(*open)) else {
            return self;
        };
        let count = |mark: char| inside.matches(mark).count();
        let closed = count(close) > count(open) && !inside.ends_with(close);
        self.from -= usize::from(closed);
        self
    }

    /// The run with one or two letters fused to its front: `P09007`, `vi51`.
    pub(super) fn with_letter(mut self, tagged: &Tagged<'_>) -> Self {
        let before = self.from.checked_sub(1).and_then(|at| tagged.attributes.get(at));
        let fused = tagged
            .attributes
            .get(self.from)
            .is_some_and(|first| first.class.is_number() && !first.spaced);
        let letter = before.is_some_and(|before| before.class.is_word() && before.length <= 2);
        // `p12` and `S.12` are a word and a number.
        let word = before
            .is_some_and(|before| before.class == Class::Lower && before.roles.any(Roles::PAGE));
        let free = self.from.checked_sub(1).and_then(|at| tagged.labels.get(at)) == Some(&0);
        self.from -= usize::from(fused && letter && free && !word);
        self
    }

    /// The run with the bracket that closes one inside it.
    pub(super) fn with_bracket(mut self, tagged: &Tagged<'_>) -> Self {
        let inside = tagged.attributes.get(self.from..self.to).unwrap_or_default();
        let count = |class| inside.iter().filter(|token| token.class == class).count();
        let next = tagged.attributes.get(self.to).map(|token| token.class);
        let open = count(Class::Open) > count(Class::Close) && next == Some(Class::Close);
        let bracket = count(Class::OpenBracket) > count(Class::CloseBracket)
            && next == Some(Class::CloseBracket);
        self.to += usize::from(open || bracket);
        self
    }
}
